"""The use-case of the linter, where a transcript can't go: encodings, files that nobody may write, odd places."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from decidedly import discovery
from decidedly.asked import Asked, CheckError
from decidedly.check import Check
from decidedly.cli import main
from decidedly.workspace import Workspace

RECORD = "# 1. Which queue?\n\n## Status\n\nAccepted\n\n## Decision\n\n{}\n"


def place(folder: Path, **files: bytes) -> Workspace:
    records = folder / "docs" / "adr"
    records.mkdir(parents=True)
    (records / "0001-queue.md").write_text(RECORD.format("Redis."), encoding="utf-8")
    for name, data in files.items():
        (records / f"{name}.md").write_bytes(data)
    return discovery.open_workspace(folder)


def check(where: Workspace, *paths: str, **asked: object) -> Check:
    return Check(where, where.root, Asked(paths, **asked))  # type: ignore[arg-type]


def test_a_fix_that_the_encoding_can_not_hold_is_left_out(tmp_path: Path) -> None:
    """The repair of one file needs an emoji that Windows-1252 lacks; the other file is mended all the same."""
    where = place(
        tmp_path,
        two=RECORD.format("caf\xe9 â€œx â†’").encode("cp1252", "replace") + b"\xe9 \xf0\x9f\x8f\x86\x81",
        three=RECORD.format("easy â†’ done").encode(),
    )
    run = check(where, select=("P004", "P005"))
    outcome = run.outcome(fix=True)
    run.write(outcome)
    assert "easy → done" in (where.records / "three.md").read_text(encoding="utf-8")


def test_who_gets_very_much_is_told_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fifty findings are too many to read: a hint, for people only, and not once there is a baseline."""
    links = "\n".join(f"[{number}](gone-{number}.md)" for number in range(50))
    where = place(tmp_path, two=RECORD.replace("1.", "2.").format(links).encode())
    hint = "--baseline write forgives what is there"
    for arguments, hinted in (((), True), (("--format", "concise"), False), (("--ignore", "L"), False)):
        main(["-C", str(where.root), "lint", *arguments])
        assert (hint in capsys.readouterr().err) is hinted, arguments
    check(where).write_baseline()
    main(["-C", str(where.root), "lint"])
    assert hint not in capsys.readouterr().err


def test_a_folder_means_all_that_is_in_it(tmp_path: Path) -> None:
    where = place(tmp_path, two=b"# 2. Two\n\n## Status\n\nSuperseded by ADR-0099\n")
    for named in ("docs", "docs/adr", ".", str(tmp_path)):
        assert [one.code for one in check(where, named, select=("L120",)).outcome().findings] == ["L120"]
    assert check(where, "docs/adr/0001-queue.md", select=("L120",)).outcome().findings == ()


def test_only_what_is_named_is_mended(tmp_path: Path) -> None:
    text = "# {}. One\n\n## Status\n\nAccepted\n\nâ†’\n"
    where = place(tmp_path, two=text.format(2).encode(), three=text.format(3).encode())
    run = check(where, "docs/adr/two.md", select=("P004",))
    assert run.write(run.outcome(fix=True)) == ("two.md",)


def test_a_template_is_checked_when_it_is_named(tmp_path: Path) -> None:
    where = place(
        tmp_path, template=b"# Title\n\n## Status\n\nProposed\n\n[gone](nowhere.md)\n\xe2\x80\xae\n"
    )
    assert check(where, select=("P005",)).outcome().findings == ()
    found = check(where, "docs/adr/template.md", select=("P005",)).outcome().findings
    assert [one.path for one in found] == ["template.md"]


@pytest.mark.parametrize("words", ["nowhere.md", "a\0b", "docs/adr/0001-queue.md/x"])
def test_what_is_not_there(tmp_path: Path, words: str) -> None:
    with pytest.raises(CheckError, match="there is no such file or folder"):
        check(place(tmp_path), words)


@pytest.mark.skipif(os.name == "nt", reason="no pipes with names there")
def test_what_is_no_file(tmp_path: Path) -> None:
    where = place(tmp_path)
    os.mkfifo(where.records / "pipe.md")
    with pytest.raises(CheckError, match="can't be read"):
        check(where, "docs/adr/pipe.md")


def test_outside_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    where = place(tmp_path / "repo")
    (tmp_path / "other.md").write_text("# Other\n", encoding="utf-8")
    with pytest.raises(CheckError, match="lies outside"):
        check(where, "../other.md")


def test_nothing_is_looked_up_for_rules_that_do_not_run(tmp_path: Path) -> None:
    where = place(tmp_path)
    assert check(where, select=("S110",)).context.facts.tree is None
    assert check(where, select=("L125",)).context.facts.tree == frozenset({"docs/adr/0001-queue.md"})
