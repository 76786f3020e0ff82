import pytest

from decidedly.dialects import read_all
from decidedly.dialects.whereabouts import in_log_folder, log_folder
from decidedly.text import Source

NYGARD = "# {}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n"


def kinds(files: dict[str, str]) -> dict[str, str]:
    reading = read_all([Source(path, text) for path, text in files.items()])
    return {record.path: "record" for record in reading.records} | {
        one.path: one.kind for one in reading.documents
    }


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("0001-x.md", NYGARD.format("1. X"), "record"),
        ("ADR-7.md", "# ADR-7: X\n", "record"),
        ("0003-x/README.md", NYGARD.format("X"), "record"),
        ("use-x.md", NYGARD.format("X"), "record"),
        ("20240101-x.md", "# X\n\n- Status: draft\n\n## Decision\n", "record"),
        ("template.md", NYGARD.format("NUMBER. TITLE"), "template"),
        ("adr-template.md", NYGARD.format("X"), "template"),
        ("0000-x.md", "# {short title}\n\n* Status: {proposed | rejected}\n", "template"),
        ("README.md", NYGARD.format("X"), "index"),
        ("index.md", "# All\n", "index"),
        ("notes.md", "# Notes\n\nStatus: fine\n", "document"),
        ("guide.md", "# How to\n\n## Context\n\nx\n", "document"),
        ("2024-01-01-meeting.md", "# Meeting\n\n## Decision\n\nx\n", "document"),
        ("docs/adr/use-x.md", "# X\n\n## Context\n\nx\n\n## Decision\n\ny\n", "record"),
        ("docs/adr/how-to-write-records.md", "# X\n\n## Context\n\nx\n\n## Decision\n\ny\n", "document"),
        ("docs/adr/meeting-2024-01-01.md", "# X\n\n## Context\n\nx\n\n## Decisions\n\ny\n", "document"),
        ("docs/adr/our-process.md", NYGARD.format("X"), "record"),
        ("assets/eip-20/README.md", "# Reference\n", "document"),
        ("docs/02-structure.md", "# Structure\n\n## Context\n\nx\n\n## Decisions\n\ny\n", "document"),
        ("docs/002-structure.md", "# Structure\n\n## Context\n\nx\n\n## Decision\n\ny\n", "record"),
        ("docs/adr/0007-keep-a-changelog.md", "# X\n\n## Context\n\nx\n\n## Decision\n\ny\n", "record"),
        ("docs/adr/0003-meeting-notes.md", "# Meeting\n\nWords.\n", "document"),
        ("docs/adr/0004-acta-de-la-reunión.md", "# Acta\n\n## Decisiones\n\n- x\n", "document"),
        ("docs/adr/0005-retrofit.md", "# Retrofit\n\nWords.\n", "record"),
        ("0000-index.md", "# Index\n", "index"),
        ("000-about-our-records.md", "# About\n", "index"),
        ("empty.md", "", "document"),
    ],
)
def test_files_by_themselves(path: str, text: str, kind: str):
    assert kinds({path: text}) == {path: kind}


def test_a_numbered_file_is_what_its_neighbours_are():
    plain = "# Something\n\nWords.\n"
    assert kinds({"0001-x.md": NYGARD.format("X"), "0002-y.md": plain})["0002-y.md"] == "record"
    assert kinds({"1-intro.md": plain, "2-setup.md": plain, "3-end.md": plain}) == {
        "1-intro.md": "document",
        "2-setup.md": "document",
        "3-end.md": "document",
    }


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["docs/adr/0001.md", "docs/adr/0002.md"], "docs/adr"),
        (["docs/adr/web/1.md", "docs/adr/api/2.md"], "docs/adr"),
        (["rfcs/0001-x/README.md", "rfcs/0002-y/README.md"], "rfcs"),
        (["0001.md", "0002.md"], ""),
        (["a/adr/1.md", "a/adr/2.md", "b/other/3.md"], "a/adr"),
        (["x/adr/1.md", "x/adr/2.md", "x/adr/3.md", "x/adr/4.md", "y/5.md"], "x/adr"),
        (["safety/1.md", "safety/2.md", "work/3.md", "tools/4.md"], ""),
        (["a/adr/1.md", "a/adr/2.md", "a/adr/3.md", *(f"tasks/{n}.md" for n in range(9))], "a/adr"),
        (["a/adr/1.md", "b/adr/2.md", "c/adr/3.md", *(f"tasks/{n}.md" for n in range(9))], ""),
        (["a/adr/1.md", "a/adr/2.md", "b/other/3.md", "c/other/4.md", "d/other/5.md"], ""),
    ],
)
def test_the_folder_of_a_log(paths: list[str], folder: str):
    assert log_folder(paths) == folder


def test_folders_with_a_logs_name():
    assert in_log_folder("src/ADR/x.md")
    assert in_log_folder("architecture-decisions/2020/x.md")
    assert not in_log_folder("docs/guide/adr.md")
