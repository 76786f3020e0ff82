"""A build that has nothing to do does nothing, and nothing that a page is made of changes unnoticed."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly import app, cache, unchanged
from decidedly import render as renderer
from decidedly.folders import PublishError
from decidedly.record import Document, Record
from decidedly.render import Rendered, renderings
from decidedly.text import Source

DAY = date(2026, 1, 15)
RECORD = """---
status: accepted
date: 2025-01-15
review: 6 months
related: [{other}]
---
# {number}. Which queue?

## Context

![the load](load.png), [the numbers](numbers.csv) and [what was before](000{other}-queue.md#decision).

## Decision

We will use Redis.
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADR_CACHE", str(tmp_path / "cache"))
    return fill(tmp_path / "repository")


def fill(made: Path) -> Path:
    records = made / "docs" / "adr"
    records.mkdir(parents=True)
    for number in (1, 2):
        (records / f"000{number}-queue.md").write_text(RECORD.format(number=number, other=3 - number))
    (records / "load.png").write_bytes(b"\x89PNG load")
    (records / "numbers.csv").write_text("1,2\n")
    (made / "adr.toml").write_text('records = "docs/adr"\n')
    (made / "own.css").write_text("p { color: red }\n")
    subprocess.run(["git", "init", "-q"], cwd=made, check=True)
    return made


def build(root: Path, day: date = DAY) -> Path:
    return app.build_site(app.open_log(root), day, root / "_site", search=False).folder


def state(site: Path) -> dict[str, tuple[int, int]]:
    """Every file with what changes when it is written again, and the folder itself."""
    return {str(file): (file.stat().st_ino, file.stat().st_mtime_ns) for file in (site, *site.rglob("*"))}


def contents(site: Path) -> dict[str, bytes]:
    return {
        file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()
    }


def test_nothing_changed_writes_nothing(root: Path):
    first = app.build_site(app.open_log(root), DAY, root / "_site", search=False)
    before = state(first.folder)
    assert app.build_site(app.open_log(root), DAY, root / "_site", search=False) == first
    assert state(first.folder) == before


def empty(root: Path) -> None:
    for file in (root / "_site").rglob("*.html"):
        file.unlink()


def commit(root: Path) -> None:
    subprocess.run(["git", "add", "docs"], cwd=root, check=True)
    subprocess.run(["git", "commit", "-qm", "Decide"], cwd=root, check=True)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a record": lambda root: (root / "docs/adr/0001-queue.md").write_text(RECORD.format(number=1, other=7)),
    "a record's name": lambda root: (root / "docs/adr/0001-queue.md").rename(root / "docs/adr/0003-queue.md"),
    "a record gone": lambda root: (root / "docs/adr/0001-queue.md").unlink(),
    "a document": lambda root: (root / "docs/adr/guide.md").write_text("# A guide\n\n[one](0001-queue.md)\n"),
    "a picture": lambda root: (root / "docs/adr/load.png").write_bytes(b"\x89PNG less"),
    "a picture gone": lambda root: (root / "docs/adr/load.png").unlink(),
    "a title": lambda root: (root / "adr.toml").write_text('records = "docs/adr"\ntitle = "Ours"\n'),
    "statuses": lambda root: (root / "adr.toml").write_text('records = "docs/adr"\nstatuses = ["draft"]\n'),
    "the theme": lambda root: (root / "adr.toml").write_text(
        'records = "docs/adr"\n[theme]\ncss = ["own.css"]\n'
    ),
    "reviews": lambda root: (root / "adr.toml").write_text(
        'records = "docs/adr"\n[review]\nbackstop = "1 month"\n'
    ),
    "a commit": commit,
    "a remote": lambda root: subprocess.run(
        ["git", "remote", "add", "origin", "https://github.com/a/b"], cwd=root, check=True
    ),
    "a page": lambda root: (root / "_site/index.html").write_text("mine"),
    "a page gone": lambda root: (root / "_site/index.html").unlink(),
    "all gone": empty,
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch, change: str):
    site = build(root)
    before = state(site)
    CHANGES[change](root)
    site = build(root)
    assert state(site) != before
    made = contents(site)
    monkeypatch.setenv("ADR_CACHE", "off")
    assert contents(build(root)) == made


def test_another_day_or_another_program(root: Path, monkeypatch: pytest.MonkeyPatch):
    build(root)
    for change in ("day", "program", "environment", "off"):
        before = state(root / "_site")
        if change == "program":
            monkeypatch.setattr(unchanged, "program", lambda: "another")
        elif change == "environment":
            monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        elif change == "off":
            monkeypatch.setenv("ADR_CACHE", "off")
        build(root, DAY + timedelta(days=1))
        assert state(root / "_site") != before, change


def test_after_an_edit_only_what_it_concerns_is_rendered(root: Path, monkeypatch: pytest.MonkeyPatch):
    rendered: list[str] = []
    whole = renderer.render

    def render(owner: Record | Document, *given, **more) -> Rendered:
        rendered.append(owner.path)
        return whole(owner, *given, **more)

    monkeypatch.setattr(renderings, "render", render)
    text = RECORD.format(number=1, other=2)
    edits = {
        text: ["0001-queue.md", "0002-queue.md"],
        text.replace("We will", "We shall"): ["0001-queue.md"],
        text.replace("Which queue", "Which other queue"): [
            "0001-queue.md",
            "0002-queue.md",
        ],  # the link's title
        text.replace("## Decision", "## The decision"): ["0001-queue.md", "0002-queue.md"],  # the link's end
    }
    for edit, concerned in edits.items():
        (root / "docs/adr/0001-queue.md").write_text(edit)
        build(root)
        assert sorted(set(rendered)) == concerned
        rendered.clear()


def test_a_foreign_file_is_still_named(root: Path):
    site = build(root)
    (site / "mine.txt").write_text("mine")
    with pytest.raises(PublishError, match=r"mine\.txt"):
        build(root)


@pytest.mark.parametrize(
    "bad", [b"", b"[]", b"null", b'{"key": 1}', b"[" * 100_000, b'{"files": "9"}', b"\xff", b"9" * 9_999]
)
def test_a_note_that_is_odd_is_none(root: Path, bad: bytes):
    site = build(root)
    (note,) = (root.parent / "cache/built").iterdir()
    note.write_bytes(bad)
    before = state(site)
    build(root)
    assert state(site) != before
    said = json.loads(note.read_bytes())
    for files in ("7", 0, -1, True, None, 1.5):
        note.write_bytes(json.dumps(said | {"files": files}).encode())
        assert unchanged.files(site, root, said["key"]) <= 0
    cache.store("built", str(site), root, json.dumps(said).encode())
    assert unchanged.files(site, root, said["key"]) == said["files"]


def test_sites_in_two_folders_are_told_apart(root: Path):
    one, other = (
        app.build_site(app.open_log(root), DAY, root / name, search=False).folder for name in ("_a", "_b")
    )
    before = {**state(one), **state(other)}
    for site in (one, other):
        app.build_site(app.open_log(root), DAY, site, search=False)
    assert {**state(one), **state(other)} == before


EDITS = st.lists(st.sampled_from(sorted(set(CHANGES) - {"a commit", "a remote"})), max_size=4)


@settings(max_examples=8)
@given(EDITS)
def test_whatever_the_edits_a_build_gives_what_one_without_a_cache_gives(
    tmp_path_factory: pytest.TempPathFactory, edits: list[str]
):
    folder = tmp_path_factory.mktemp("edits")
    with pytest.MonkeyPatch.context() as patched:
        root = fill(folder / "repository")
        for edit in ("", *edits):
            patched.setenv("ADR_CACHE", str(folder / "cache"))
            try:
                if edit:
                    CHANGES[edit](root)
            except OSError:  # it is gone already
                pass
            made = contents(build(root))
            patched.setenv("ADR_CACHE", "off")
            other = app.build_site(app.open_log(root), DAY, folder / "other", search=False).folder
            assert contents(other) == made


# ------------------------------------------------------------------------------------------------------------- digests


@dataclass(frozen=True)
class Pair:
    one: object
    other: object


ALIKE: list[tuple[object, object]] = [
    ("ab", b"ab"), (("a", "b"), ("ab",)), (("a", ("b",)), ("a", "b")), ({"a": 1}, {"a": "1"}), (1, True), (0, None), ("", None), ((), None),
    (frozenset({"a", "b"}), frozenset({"ab"})), (Pair("a", "b"), ("a", "b")), (Pair("a", "b"), Pair("ab", "")), (date(2026, 1, 1), "2026-01-01"),
    ({"a": "b"}, {"b": "a"}), ({}, ()), (1, 1.0),
    (Record(Source("a", "b"), "1", "t"), Record(Source("ab", ""), "1", "t")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_differs_has_another_digest(one: object, other: object):
    assert unchanged.digest([one]) != unchanged.digest([other])
    assert unchanged.digest([one]) == unchanged.digest([one])


def test_what_nobody_knows_has_none():
    assert unchanged.digest([object()]) == ""
    assert unchanged.digest([{"a": frozenset({lambda: 1})}]) == ""
    assert unchanged.digest([frozenset(map(str, range(99)))]) == unchanged.digest(
        [frozenset(map(str, reversed(range(99))))]
    )


def test_the_program_is_told(monkeypatch: pytest.MonkeyPatch):
    assert unchanged.program() == unchanged.program() != ""
    monkeypatch.setattr("importlib.metadata.version", lambda name: "9")
    assert unchanged.program() != ""
