"""Rules about links: the other end of a link in every dialect, which paths a target may mean, patterns, anchors."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from decidedly.dialects import read_all
from decidedly.facts import Facts
from decidedly.lint.amending import write_end, write_retired, write_status
from decidedly.lint.anchors import anchors_of, folded
from decidedly.lint.context import Context
from decidedly.lint.globs import matches_any
from decidedly.lint.paths import existing, meant
from decidedly.lint.prose import Holes
from decidedly.lint.rule import Fault
from decidedly.lint.rules import missing_file, one_sided_link
from decidedly.lint.wants import from_root, line_references, link_paths, to_root, wanted_anchors, wanted_lines
from decidedly.log import Log
from decidedly.text import Source, Span, apply_edits

NEW = "---\nid: {id}\nstatus: accepted\nsupersedes: {old}\n---\n\n# The new one\n"


def context(files: Mapping[str, str], tree: frozenset[str] | None = None, prefix: str = "") -> Context:
    reading = read_all([Source(path, text) for path, text in files.items()])
    found = frozenset(from_root(path, prefix) for path in tree) if tree is not None else None
    return Context(
        Log.of(reading.records, reading.documents), facts=Facts(files=found, tree=tree, prefix=prefix)
    )


def ended(files: Mapping[str, str], path: str, kind: str, other: str) -> str | None:
    """The text of `path` once it says that it `kind` `other`; None where no form is clear."""
    here = context(files)
    edits = write_end(here, here.log.by_path[path], kind, here.log.by_path[other])
    return None if edits is None else apply_edits(files[path], edits)


OTHER = "# 2. The new one\n\nDate: 2024-02-01\n\n## Status\n\nAccepted\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # adr-tools; a list; a quote; the line end of the file; a mark that would say the opposite
        ("# 1. Old\n\n## Status\n\nAccepted\n", "# 1. Old\n\n## Status\n\nSuperseded by {link}\n"),
        ("# 1. Old\n\n## Status\n\n* Accepted\n", "# 1. Old\n\n## Status\n\n* Superseded by {link}\n"),
        ("# 1. Old\n\n## Status\n\n> accepted\n", "# 1. Old\n\n## Status\n\n> superseded by {link}\n"),
        ("# 1. Old\r\n\r\n## Status\r\n\r\nAccepted", "# 1. Old\r\n\r\n## Status\r\n\r\nSuperseded by {link}"),
        ("# 1. Old\n\n## Status\n\n✅ **Accepted**\n", "# 1. Old\n\n## Status\n\n**Superseded by {link}**\n"),
        ("# 1. Old\n\n## Status\n\nSuperseded\n", "# 1. Old\n\n## Status\n\nSuperseded by {link}\n"),
        # a list, labels, a plain line
        ("# Old\n\n- Status: accepted\n- Date: x\n", "# Old\n\n- Status: superseded by {short}\n- Date: x\n"),
        ("# Old\n\n**Status:** Accepted\\\n**Date:** x\n", "# Old\n\n**Status:** Superseded by {short}\\\n**Date:** x\n"),
        ("# Old\n\nStatus: accepted\n\nText\n", "# Old\n\nStatus: superseded by {short}\n\nText\n"),
        ("# 1. Old\n\n## Status\n\nAccepted by the board\n", "# 1. Old\n\n## Status\n\nAccepted by the board\n\nSuperseded by {link}\n"),
        # tables: a new row, and one that is there and says that there is none
        (
            "# Old\n\n| Field | Value |\n|---|---|\n| Status | Accepted |\n",
            "# Old\n\n| Field | Value |\n|---|---|\n| Status | Superseded |\n| Superseded by | {short} |\n",
        ),
        (
            "# Old\n\n| Field | Value |\n|---|---|\n| Status | Accepted |\n| Superseded by | N/A |\n",
            "# Old\n\n| Field | Value |\n|---|---|\n| Status | Superseded |\n| Superseded by | {short} |\n",
        ),
        # front matter: a key of its own, MADR, nested, TOML, an empty key, lists
        (
            '---\nstatus: "accepted"  # yes\nowner: a\n---\n# Old\n',
            '---\nstatus: "superseded"  # yes\nsuperseded-by: "0002"\nowner: a\n---\n# Old\n',
        ),
        (
            "\ufeff---\r\nstatus: accepted\r\ndeciders: a\r\n---\r\n# Old\r\n",
            "\ufeff---\r\nstatus: superseded by ADR-0002\r\ndeciders: a\r\n---\r\n# Old\r\n",
        ),
        (
            "---\n    adr:\n        status: accepted\n        author: A\n---\n# Old\n",
            '---\n    adr:\n        status: superseded\n        superseded_by: "0002"\n        author: A\n---\n# Old\n',
        ),
        (
            '+++\nstatus = "accepted"\nowner = "a"\n+++\n# Old\n',
            '+++\nstatus = "superseded"\nsuperseded-by = "0002"\nowner = "a"\n+++\n# Old\n',
        ),
        (
            "---\nid: '0001'\nstatus: accepted\nsupersededBy:\n---\n# Old\n",
            "---\nid: '0001'\nstatus: superseded\nsupersededBy: \"0002\"\n---\n# Old\n",
        ),
        (
            "---\nstatus: accepted\nsuperseded-by: []\n---\n# Old\n",
            '---\nstatus: superseded\nsuperseded-by: ["0002"]\n---\n# Old\n',
        ),
        (
            "---\nstatus: superseded\nsuperseded-by:\n  - 0003 # c\nowner: a\n---\n# Old\n",
            "---\nstatus: superseded\nsuperseded-by:\n  - 0003 # c\n  - 0002\nowner: a\n---\n# Old\n",
        ),
        # unclear: more than a word, no field at all, what was rejected, several values on a line
        ("# Old\n\n* Status: accepted by the board in May\n", None),
        ("# 1. Old\n\n## Status\n\nRejected\n", None),
        ("# Old\n\n## Decision\n\nYes.\n", None),
        ("# Old\n\n**Status:** Accepted | **Date:** 2024-02-01\n", "# Old\n\n**Status:** Superseded by {short} | **Date:** 2024-02-01\n"),
    ],
)  # fmt: skip
def test_superseded_by(before: str, after: str | None) -> None:
    """The old record says what took its place, in its own form, and all else stays byte for byte."""
    files = {
        "0001-old.md": before,
        "0002-new.md": OTHER,
        "0003-more.md": "# 3. More\n\n## Status\n\nAccepted\n",
    }
    made = ended(files, "0001-old.md", "superseded-by", "0002-new.md")
    if after is not None:
        after = after.replace("{link}", "[2. The new one](0002-new.md)").replace(
            "{short}", "[ADR-0002](0002-new.md)"
        )
    assert made == after


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        (OTHER, "supersedes", OTHER + "\nSupersedes [1. Old](0001-old.md)\n"),
        (OTHER, "amends", OTHER + "\nAmends [1. Old](0001-old.md)\n"),
        (
            OTHER + "Amends [3. More](0003-more.md)\n\n## Context\n\nx\n",
            "supersedes",
            OTHER
            + "Supersedes [1. Old](0001-old.md)\nAmends [3. More](0003-more.md)\n\n## Context\n\nx\n",
        ),
        (
            "# New\n\n* Status: accepted\n\n## Links\n\n* [Docs](https://example.org)\n",
            "supersedes",
            "# New\n\n* Status: accepted\n\n## Links\n\n* [Docs](https://example.org)\n* Supersedes [ADR-0001](0001-old.md)\n",
        ),
        (
            "# New\n\n* **Status**: accepted\n* Date: x\n",
            "supersedes",
            "# New\n\n* **Status**: accepted\n* **Supersedes**: [ADR-0001](0001-old.md)\n* Date: x\n",
        ),
        ("# New\n\n**Status**: accepted  \n**Date**: x  \n", "supersedes", "# New\n\n**Status**: accepted  \n**Supersedes**: [ADR-0001](0001-old.md)  \n**Date**: x  \n"),
        ("# New\n\n**Status:** Accepted | **Date:** 2024-02-01\n", "supersedes",
             "# New\n\n**Status:** Accepted | **Date:** 2024-02-01 | **Supersedes:** [ADR-0001](0001-old.md)\n"),
        ("---\nstatus: draft\nsupersedes: [3]\n---\n# New\n", "supersedes", "---\nstatus: draft\nsupersedes: [3, 1]\n---\n# New\n"),
        ("---\nstatus: draft\nsupersedes: 3\n---\n# New\n", "supersedes", "---\nstatus: draft\nsupersedes: [3, 1]\n---\n# New\n"),
    ],
)  # fmt: skip
def test_other_kinds(before: str, kind: str, after: str | None) -> None:
    """Supersedes and amends stand beside the status, which stays what it was."""
    files = {
        "0001-old.md": "# 1. Old\n\n## Status\n\nAccepted\n",
        "0002-new.md": before,
        "0003-more.md": "# 3. More\n\n## Status\n\nAccepted\n",
    }
    assert ended(files, "0002-new.md", kind, "0001-old.md") == after


def test_a_key_is_spelt_as_the_log_spells_it() -> None:
    """Labels, numbers and quotes follow the records that state such a link already."""
    model = "---\nid: 4\nstatus: superseded\nsuperseded_by: 5\n---\n# More\n"
    files = {
        "0001-old.md": "---\nid: 1\nstatus: accepted\n---\n# Old\n",
        "0002-new.md": "---\nid: 2\nstatus: accepted\n---\n# New\n",
        "0004-d.md": model,
        "0005-e.md": "---\nid: 5\nstatus: accepted\n---\n# E\n",
    }
    made = ended(files, "0001-old.md", "superseded-by", "0002-new.md")
    assert made == "---\nid: 1\nstatus: superseded\nsuperseded_by: 2\n---\n# Old\n"


def test_doubled_ids_are_named_by_file() -> None:
    """A link that is written leads to the one record that is meant."""
    files = {
        "0001-old.md": "---\nstatus: accepted\n---\n# Old\n",
        "0002-new.md": "---\nstatus: accepted\n---\n# New\n",
        "0002-other.md": "---\nstatus: accepted\n---\n# Other\n",
    }
    made = ended(files, "0001-old.md", "superseded-by", "0002-new.md")
    assert made == "---\nstatus: superseded\nsuperseded-by: 0002-new.md\n---\n# Old\n"


def test_words_of_a_link_cannot_break_it() -> None:
    """Brackets and spaces in titles and paths stay text."""
    files = {
        "1 old.md": "# 1. Old\n\n## Status\n\nAccepted\n",
        "0002-new.md": "# 2. Use `a[0]` | <b>\n\n## Status\n\nAccepted\n",
    }
    made = ended(files, "1 old.md", "superseded-by", "0002-new.md")
    assert made is not None
    assert "](0002-new.md)" in made
    back = ended(files, "0002-new.md", "supersedes", "1 old.md")
    assert back is not None
    assert "Supersedes [1. Old](<1 old.md>)" in back


@pytest.mark.parametrize(
    ("raw", "new"),
    [
        ("Accepted", "Superseded"),
        ("accepted", "superseded"),
        ("ACCEPTED", "SUPERSEDED"),
        ("✅ **Accepted**", "**Superseded**"),
        ("Accepted since May", None),
    ],
)
def test_retire(raw: str, new: str | None) -> None:
    """Only a status of one word is replaced, in its own letters."""
    text = f"# 1. Old\n\n- Status: {raw}\n"
    here = context({"0001-old.md": text})
    edits = write_retired(here, here.records[0])
    assert (apply_edits(text, edits) if edits else None) == (text.replace(raw, new) if new else None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nstatus:\n---\n# A\n", "---\nstatus: Accepted\n---\n# A\n"),
        ("---\nstatus: ''\n---\n# A\n", "---\nstatus: 'Accepted'\n---\n# A\n"),
        ("# A\n\n* Date: 2024-02-01\n\nText\n", None),
        ("# 1. A\n\n## Status\n\n## Context\n\nx\n", "# 1. A\n\n## Status\n\nAccepted\n\n## Context\n\nx\n"),
        ("# 1. A\r\n\r\n## Status\r\n\r\n## Context\r\n", "# 1. A\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\n## Context\r\n"),
        ("# A\n\n* Status:\n* Date: 2024-02-01\n", "# A\n\n* Status: Accepted\n* Date: 2024-02-01\n"),
        ("# A\n\n| Field | Value |\n|---|---|\n| Status | |\n| Date | 2024-02-01 |\n", "# A\n\n| Field | Value |\n|---|---|\n| Status | Accepted |\n| Date | 2024-02-01 |\n"),
        ("# 1. A\n\n## Context\n\nx\n", "# 1. A\n\n## Status\n\nAccepted\n\n## Context\n\nx\n"),
    ],
)  # fmt: skip
def test_write_status(before: str, after: str | None) -> None:
    """A status goes into the place left for it, else into a section where the other records have one."""
    files = {
        "0001-a.md": before,
        "0002-b.md": "# 2. B\n\n## Status\n\nProposed\n",
        "0003-c.md": "# 3. C\n\n## Status\n\nRejected\n",
    }
    here = context(files)
    edits = write_status(here, here.log.by_path["0001-a.md"], "accepted")
    assert (apply_edits(before, edits) if edits else None) == after


def test_every_offered_fix_is_read_as_meant() -> None:
    """Whatever the form, a fixed log has nothing left to say."""
    files = {
        "0001-a.md": "# 1. A\n\n## Status\n\nAccepted\n",
        "0002-b.md": NEW.format(id=2, old=1),
        "0003-c.md": "---\nstatus: accepted\n---\n# C\n",
        "0004-d.md": NEW.format(id=4, old=3),
    }
    faults: list[Fault] = []
    for _ in range(2):
        faults = list(one_sided_link.check(context(files)))
        for fault in faults:
            assert fault.fix is not None
            for path, edits in fault.fix.edits.items():
                files[path] = apply_edits(files[path], edits)
    assert not faults


# ------------------------------------------------------------------------------------------------------------- paths


def test_link_paths() -> None:
    """What a target may mean, from the records folder."""
    one = context({"sub/0001-a.md": "# 1. A\n\n## Status\n\nAccepted\n"}).records[0]

    def first(target: str) -> str | None:
        found = link_paths(target, one, "docs/adr/")
        return found[0] if found else None

    assert first("b.md#x") == "sub/b.md"
    assert first("../b%20c.md?raw=1") == "b c.md"
    assert first("/src/x.py") == "../../src/x.py"
    assert first("..\\b.md") == "b.md"
    assert first("x.py:12") == "sub/x.py"
    assert "sub/b.md" in link_paths("b", one, "")
    assert "sub/b.md" in link_paths("b.html", one, "")
    for target in (
        "https://example.org/b.md",
        "mailto:a@b.org",
        "#x",
        "//host/b.md",
        "{{ site }}/b.md",
        "",
        "a\0b",
    ):
        assert first(target) is None
    assert to_root("../../src/x.py", "docs/adr/") == "src/x.py"


def test_line_references() -> None:
    """Files with lines, in prose and in links; not machines with ports, versions or code."""
    text = (
        "# 1. A\n\n* Status: accepted\n\nsrc/a.py:3, b.md:4-9, n.txt:Session 2:17-19, [c](c.py#L5-L6), redis.local:6379,\n"
        "http://x.org/a.md:1, api.example.com/x.tar:80, v1.2:3, 12:30, Node.js:20, node_modules/x/y.js:3, C:\\x\\y.cs:12\n\n```\nd.py:1\n```\n"
    )
    one = context({"0001-a.md": text}).records[0]
    assert [(found.path, found.first, found.last, found.in_prose) for found in line_references(one)] == [
        ("src/a.py", 3, 3, True),
        ("b.md", 4, 9, True),
        ("n.txt", 17, 19, True),
        ("c.py", 5, 6, False),
    ]
    log = context({"0001-a.md": text + "\n[x](../y.md#z)\n"}).log
    assert "../src/a.py" in wanted_lines(log, "adr/")
    assert wanted_anchors(log, "adr/") == {"../y.md"}


def test_existing_and_meant() -> None:
    """Files and folders in the same case; near names by case, name, number and look."""
    tree = frozenset(
        {"adr/0002-regions.md", "adr/ADR-7-x.md", "src/App.py", "docs/deep/plan.md", "adr/platforms.md"}
    )
    here = context({"0002-regions.md": "# 2. R\n\n* Status: accepted\n"}, tree, "adr/")
    assert existing(here, ["../src"]) == "../src"
    assert existing(here, ["../src/App.py"]) == "../src/App.py"
    assert existing(here, ["../src/app.py"]) is None
    assert existing(here, ["gone.md", "0002-regions.md"]) == "0002-regions.md"
    assert meant(here, "../src/app.py", "") == ["../src/App.py"]
    assert meant(here, "plan.md", "sub") == ["../../docs/deep/plan.md"]
    assert meant(here, "0009-regions.md", "") == ["0002-regions.md"]
    assert meant(here, "01-platforms.md", "") == ["platforms.md"]
    assert meant(here, "adr-07-other.md", "") == ["ADR-7-x.md"]
    assert meant(here, "README.md", "") == []
    assert meant(here, "wholly-different.md", "") == []


def test_what_the_files_cannot_tell_is_no_missing_file() -> None:
    """Pages of the forge, addresses of all kinds, what lies in a submodule; not what lies below a file."""
    links = {
        "../../../../issues/12": False, "../../../../wiki": False, "../../../../x.png": True, "../../issues/12": True,
        "tel:123": False, "geo:1,2": False, "app.py:12": True,
        "../../vendored/lib/README.md": False, "../../src/app.py/x.md": True, "../../src/app.py:3": False,
    }  # fmt: skip
    text = "# 1. A\n\n" + "\n".join(f"[x]({link})" for link in links)
    tree = frozenset({"docs/adr/0001-a.md", "src/app.py", "vendored/lib"})
    found = {one.subject for one in missing_file.check(context({"0001-a.md": text}, tree, "docs/adr/"))}
    assert found == {link for link, missing in links.items() if missing}


def test_missing_file_is_linear() -> None:
    """Ten thousand dead links in a large tree cost what they should."""
    tree = frozenset(f"src/{number % 97}/file{number}.py" for number in range(20_000))
    text = "# 1. A\n\n* Status: accepted\n\n" + "".join(f"[x](y{number}.md)\n" for number in range(3000))
    faults = list(missing_file.check(context({"0001-a.md": text}, tree, "adr/")))
    assert len(faults) == 3000


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("*.py", ["a.py", "x/y/a.py"], ["a.pyc"]),
        ("/a.py", ["a.py"], ["x/a.py"]),
        ("src/*.py", ["src/a.py"], ["src/x/a.py", "y/src/a.py"]),
        ("src/**", ["src/a", "src/x/a.py"], ["srcs/a"]),
        ("**/test_*.py", ["test_a.py", "x/y/test_b.py"], ["x/atest_b.py"]),
        ("backend", ["backend/a.py", "x/backend/a.py"], ["backends/a.py"]),
        ("a/**/z", ["a/z", "a/b/c/z"], ["a/bz"]),
        ("file?.txt", ["file1.txt"], ["file.txt", "file/.txt"]),
        ("[ab].md", ["a.md"], ["c.md"]),
        ("[!ab].md", ["c.md"], ["a.md"]),
        ("*.{yml,yaml}", ["a.yaml", "x/b.yml"], ["a.json"]),
        ("[z-a]", [], ["a"]),
        ("a+b(1).md", ["a+b(1).md"], ["aab1.md"]),
    ],
)
def test_globs(pattern: str, yes: list[str], no: list[str]) -> None:
    """Patterns as in .gitignore."""
    assert [path for path in (*yes, *no) if matches_any(pattern, [path])] == yes


def test_anchors() -> None:
    """Headings wherever they stand, doubled ones, names given by hand and in HTML."""
    found = anchors_of(
        "# One & two\n\n> ## In *quotes*\n\n## Same\n\n## Same\n\n### Far {#near}\n\n<a name='hand'></a>\n\n<h2>Raw <b>it</b></h2>\n"
    )
    assert {"one--two", "in-quotes", "same", "same-1", "near", "hand", "raw-it"} <= found
    assert folded("Pros--&-Cons") == folded("pros-cons")


def test_holes() -> None:
    """Spans may touch, overlap and nest."""
    holes = Holes([Span(5, 9), Span(0, 2), Span(8, 12), Span(6, 7)])
    assert [offset for offset in range(14) if offset in holes] == [0, 1, *range(5, 12)]
