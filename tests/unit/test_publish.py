"""A site as a whole: the same bytes each time, the user's own theme, attachments, and search that is there or is not."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from decidedly import app, publish, theming
from decidedly.folders import PublishError
from decidedly.outputs import decisions
from decidedly.outputs.kind import dumps
from decidedly.tree import MARKER

DAY = date(2026, 1, 15)
RECORD = """---
status: accepted
date: 2025-01-15
---
# Which queue?

## Context

![the load](pictures/load.png) and [the numbers](numbers.csv), [a secret](../../../secret.png), ![one](pictures/link.png),
![active](pictures/active.svg), [code](../../app.py).

## Decision

We will use Redis.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository"
    records = made / "docs" / "adr"
    (records / "pictures").mkdir(parents=True)
    (records / "0001-queue.md").write_text(RECORD)
    (records / "pictures" / "load.png").write_bytes(b"\x89PNG load")
    (records / "pictures" / "active.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    )
    (records / "numbers.csv").write_text("1,2\n")
    (made / "app.py").write_text("print()\n")
    (tmp_path / "secret.png").write_bytes(b"secret")
    subprocess.run(["git", "init", "-q"], cwd=made, check=True)
    return made


def build(folder: Path, target: str = "_site", *, search: bool = False) -> publish.Published:
    return app.build_site(app.open_log(folder), DAY, folder / target, search=search)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "pagefind" not in file.parts
    }


def test_a_site(folder: Path):
    published = build(folder)
    found = contents(folder / "_site")
    assert published.index == folder / "_site" / "index.html"
    assert published.records == 1
    assert published.files == len(found) - 1
    assert "Which queue?" in found["d/0001.html"].decode()
    assert sorted(json.loads(found.pop(MARKER))["files"]) == sorted(found)


def test_the_same_bytes_again_and_elsewhere(folder: Path):
    build(folder, "one", search=True)
    build(folder, "two/deeper", search=True)
    first = contents(folder / "one")
    assert first == contents(folder / "two" / "deeper")
    build(folder, "one", search=True)
    assert first == contents(folder / "one")


@pytest.mark.slow
def test_the_same_bytes_whatever_the_hash_seed(folder: Path):
    found = []
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "decidedly", "-q", "build", "--no-search", "-o", f"seed{seed}", "--as-of", "2026-01-15"],
            cwd=folder, check=True, env=os.environ | {"PYTHONHASHSEED": seed},
        )  # fmt: skip
        found.append(contents(folder / f"seed{seed}"))
    assert found[0] == found[1]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_pictures_and_attachments_come_along_and_nothing_else(folder: Path):
    (folder / "docs" / "adr" / "pictures" / "link.png").symlink_to(folder.parent / "secret.png")
    build(folder)
    data = list(contents(folder / "_site").values())
    assert b"\x89PNG load" in data
    assert b"1,2\n" in data
    assert b"secret" not in data
    assert not any(one.startswith(b"<svg") and b"<script" in one for one in data)
    assert b"print()\n" not in data


def test_the_api(folder: Path):
    build(folder)
    api = folder / "_site" / "api" / "v1"
    whole = json.loads((api / "decisions.json").read_bytes())
    assert whole["schema"] == "decidedly/log@1"
    report = app.make_report(app.open_log(folder), date(2026, 1, 15))
    assert (api / "decisions.json").read_text(encoding="utf-8") == dumps(decisions.data(report), indent=None)
    one = json.loads((api / "decisions" / "0001.json").read_bytes())
    assert one == {"schema": "decidedly/record@1", "record": whole["records"][0]}
    assert json.loads((api / "graph.json").read_bytes())["schema"] == "decidedly/graph@1"
    assert json.loads((api / "reviews.json").read_bytes())["as_of"] == "2026-01-15"


# --------------------------------------------------------------------------------------------------------- theme


def test_own_files_stand_in_for_those_of_the_theme(folder: Path):
    (folder / "adr.toml").write_text('site = "theme"\ntitle = "Ours"\n')
    (folder / "theme" / "assets").mkdir(parents=True)
    (folder / "theme" / "assets" / "site.css").write_text(".ours{}")
    (folder / "theme" / "notes.txt").write_text("no part of a theme")
    theme = theming.load_theme(app.open_log(folder).workspace)
    assert theme["assets/site.css"] == ".ours{}"
    assert "layouts/base.html" in theme
    assert "notes.txt" not in theme
    build(folder)
    assert any(b".ours{}" in data for data in contents(folder / "_site").values())


def test_a_theme_that_cannot_be_used(folder: Path):
    (folder / "adr.toml").write_text('site = "theme"\n')
    with pytest.raises(PublishError, match=r"theme: there is no such folder; site in .*adr\.toml names it"):
        build(folder)
    (folder / "theme" / "assets").mkdir(parents=True)
    (folder / "theme" / "assets" / "site.css").write_bytes(b"\xff")
    with pytest.raises(PublishError, match="not UTF-8"):
        build(folder)
    (folder / "theme" / "assets" / "site.css").write_bytes(b" " * 1_000_001)
    with pytest.raises(PublishError, match="larger than"):
        build(folder)
    assert not (folder / "_site").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_theme_does_not_lead_out_of_its_folder(folder: Path):
    (folder / "adr.toml").write_text('site = "theme"\n')
    (folder / "theme" / "assets").mkdir(parents=True)
    (folder.parent / "secret.css").write_text("secret")
    (folder / "theme" / "assets" / "site.css").symlink_to(folder.parent / "secret.css")
    assert "secret" not in theming.load_theme(app.open_log(folder).workspace)["assets/site.css"]


@pytest.mark.parametrize("name", ["theme", "theme/assets", "."])
def test_a_theme_is_not_built_over(folder: Path, name: str):
    (folder / "adr.toml").write_text('site = "theme"\n')
    (folder / "theme" / "assets").mkdir(parents=True)
    (folder / "theme" / "assets" / "site.css").write_text("/* ours */\n")
    with pytest.raises(PublishError):
        build(folder, name)
    assert (folder / "theme" / "assets" / "site.css").read_text() == "/* ours */\n"


# -------------------------------------------------------------------------------------------------------- search


@pytest.mark.slow
def test_the_index(folder: Path):
    published = build(folder, search=True)
    assert published.warnings == ()
    assert (folder / "_site" / "pagefind" / "pagefind.js").is_file()
    entry = json.loads((folder / "_site" / "pagefind" / "pagefind-entry.json").read_bytes())
    assert sum(language["page_count"] for language in entry["languages"].values()) >= 1
    build(folder, search=False)
    assert not (folder / "_site" / "pagefind").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("#!/bin/sh\necho 'it broke' >&2\nexit 3\n", "Pagefind failed with code 3: it broke"),
        ("#!/bin/sh\nexit 0\n", "Pagefind failed with code 0"),
        ("#!/no/such/interpreter\n", "could not be started"),
    ],
)
def test_an_index_that_fails_gives_a_site_without_search(folder: Path, monkeypatch, script: str, reason: str):
    build(folder, "without")
    program = folder.parent / "pagefind"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    published = build(folder, search=True)
    assert len(published.warnings) == 1
    assert published.warnings[0].startswith("no full-text search: ")
    assert reason in published.warnings[0]
    assert contents(folder / "_site") == contents(folder / "without")


def test_without_pagefind(folder: Path, monkeypatch: pytest.MonkeyPatch):
    build(folder, "without")
    monkeypatch.setattr(publish, "find_pagefind", lambda: None)
    published = build(folder, search=True)
    assert published.warnings == (
        "no full-text search: Pagefind is not installed (pip install 'pagefind[bin]')",
    )
    assert contents(folder / "_site") == contents(folder / "without")


# --------------------------------------------------------------------------------------------------- what git adds


def test_what_git_knows_is_on_the_pages(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2025-12-22T12:00:00+0000")
    for words in (
        ["add", "."],
        ["commit", "-q", "-m", "x"],
        ["remote", "add", "origin", "git@github.com:team/shop.git"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    site = app.make_site(app.open_log(folder), search=False)
    assert site.title == "shop decision log"
    assert site.prefix == "docs/adr/"
    assert site.built == date(2025, 12, 22)
    assert site.source_url == f"https://github.com/team/shop/blob/{site.commit}/{{path}}"
    assert "pictures/load.png" not in site.present  # it lies with the records: the log knows it
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert app.make_site(app.open_log(folder), search=False).built == date(2023, 11, 14)


def test_configuration_comes_before_git(folder: Path):
    (folder / "adr.toml").write_text(
        'repository = "https://git.example.org/team/shop"\nprovider = "gitlab"\n'
        'title = "Ours"\nedit-url = "https://edit.example.org/{path}"\n'
    )
    subprocess.run(
        ["git", "remote", "add", "origin", "git@github.com:team/other.git"], cwd=folder, check=True
    )
    site = app.make_site(app.open_log(folder), search=False)
    assert (site.title, site.edit_url) == ("Ours", "https://edit.example.org/{path}")
    assert site.source_url.startswith("https://git.example.org/team/shop/-/blob/")
