"""Edits as the team that owns the log would have made them by hand: place, blank lines, columns, words of links."""

from __future__ import annotations

import pytest
from tests.unit.test_amend import DAY, book, text

from decidedly.amend import Book, Decision


def links(files: dict[str, str], source: str, kind: str, other: str) -> Book:
    made = book(files)
    Decision(made, DAY).link(source, kind, other)
    return made


def added(made: Book, path: str, before: str) -> list[str]:
    """The lines that are new; every line from before is there still, in its order."""
    after, old = (text(made, path) or before).split("\n"), before.split("\n")
    rest = iter(after)
    assert all(line in rest for line in old), after
    return [line for line in after if line not in old]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("**Date**: 2024-03-01\n\n**Status**: Accepted", "**Date**: 2024-03-01\n\n**Status**: Accepted\n\n**Amends**: [ADR-0002](0002-b.md)"),
        ("**Date**: 2024-03-01\n**Status**: Accepted", "**Date**: 2024-03-01\n**Status**: Accepted\n**Amends**: [ADR-0002](0002-b.md)"),
        ("**Status**: Accepted<!-- |Rejected -->", "**Status**: Accepted<!-- |Rejected -->\n\n**Amends**: [ADR-0002](0002-b.md)"),
        ("**Status:** Accepted | **Date:** 2024-03-01", "**Status:** Accepted | **Date:** 2024-03-01 | **Amends:** [ADR-0002](0002-b.md)"),
        ("**Date:** 2024-03-01 · **Status:** Accepted", "**Date:** 2024-03-01 · **Status:** Accepted · **Amends:** [ADR-0002](0002-b.md)"),
        ("Status: Accepted<br>\nDate: 2024-03-01<br>", "Status: Accepted<br>\nAmends: [ADR-0002](0002-b.md)<br>\nDate: 2024-03-01<br>"),
        ("> Status: **Accepted**  \n> Date: 2024-03-01", "> Status: **Accepted**  \n> Amends: [ADR-0002](0002-b.md)  \n> Date: 2024-03-01"),
        ("* Status: accepted", "* Status: accepted\n* Amends: [ADR-0002](0002-b.md)"),
    ],
)  # fmt: skip
def test_labels_that_stand_apart_get_one_that_does(head: str, wanted: str) -> None:
    files = {"0001-a.md": f"# A\n\n{head}\n\n## Context\n\nIt is. \n", "0002-b.md": f"# B\n\n{head}\n"}
    made = links(files, "0001-a.md", "amends", "0002-b.md")
    assert text(made, "0001-a.md") == f"# A\n\n{wanted}\n\n## Context\n\nIt is. \n"


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("Status = accepted\nDate = 2024-03-01", "Status = superseded by [ADR-0002](0002-b.md)\nDate = 2024-03-01"),
        ("- Status:\n  - Accepted\n- Date:\n  - 2024-03-01", "- Status:\n  - Superseded by [ADR-0002](0002-b.md)\n- Date:\n  - 2024-03-01"),
        ("* Metadata\n  * Status: Accepted\n  * By: Ann", "* Metadata\n  * Status: Superseded by [ADR-0002](0002-b.md)\n  * By: Ann"),
        ("- Status:\n  - 2024-03-01: Proposed\n  - 2024-03-02: Accepted\n- Deciders: Ann", "- Status:\n  - 2024-03-01: Proposed\n  - 2024-03-02: Accepted\n  - 2026-01-15: Superseded by [ADR-0002](0002-b.md)\n- Deciders: Ann"),
        ("- Status:\n  - 2024-03-02: Accepted\n  - 2024-03-01: Proposed", "- Status:\n  - 2026-01-15: Superseded by [ADR-0002](0002-b.md)\n  - 2024-03-02: Accepted\n  - 2024-03-01: Proposed"),
        ("Status\n: Accepted\n\nDate\n: 2024-03-01", "Status\n: Superseded by [ADR-0002](0002-b.md)\n\nDate\n: 2024-03-01"),
        ("<table>\n  <tr><td>Status</td><td><b>Accepted</b></td></tr>\n</table>", '<table>\n  <tr><td>Status</td><td><b>Superseded</b></td></tr>\n  <tr><td>Superseded by</td><td><b><a href="0002-b.md">ADR-0002</a></b></td></tr>\n</table>'),
        ("<table><tr><td>Status</td><td>Accepted</td></tr><tr><td>Superseded by</td><td></td></tr></table>", '<table><tr><td>Status</td><td>Superseded</td></tr><tr><td>Superseded by</td><td> <a href="0002-b.md">ADR-0002</a></td></tr></table>'),
    ],
)  # fmt: skip
def test_every_form_keeps_its_own_manner(head: str, wanted: str) -> None:
    rest = "\n\n## Decision\n\nIt is. \n"
    made = links(
        {"0001-a.md": f"# A\n\n{head}{rest}", "0002-b.md": "# B\n\n* Status: accepted\n"},
        "0002-b.md",
        "supersedes",
        "0001-a.md",
    )
    assert text(made, "0001-a.md") == f"# A\n\n{wanted}{rest}"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Accepted (superseded in part by [ADR-0003](0003-c.md)) — 2024-03-01", "Deprecated (superseded in part by [ADR-0003](0003-c.md)) — 2026-01-15"),
        ("Accepted (2024-03-01) (partially superseded by [ADR-0003](0003-c.md))", "Deprecated (2026-01-15) (partially superseded by [ADR-0003](0003-c.md))"),
        ("**Accepted** (in part superseded by ADR-0003), 2024-03-01", "**Deprecated** (in part superseded by ADR-0003), 2026-01-15"),
    ],
)  # fmt: skip
def test_a_day_behind_what_was_replaced_in_part(said: str, wanted: str) -> None:
    one = f"# A\n\n**Status:** {said}\n\n## Decision\n\nIt is.\n"
    files = {
        "0001-a.md": one,
        "0002-b.md": "# B\n\n**Status:** Accepted\n",
        "0003-c.md": "# C\n\n**Status:** Accepted\n",
    }
    made = book(files)
    assert [str(record.date.day) for record in made.log.records if record.date] == ["2024-03-01"]
    Decision(made, DAY).status(["0001-a.md"], "deprecated")
    assert text(made, "0001-a.md") == one.replace(said, f"{wanted}\n\n**Created:** 2024-03-01")
    made = links(files, "0002-b.md", "supersedes", "0001-a.md")
    after = (text(made, "0001-a.md") or "").split("\n")[2]
    assert after.replace("*", "").startswith(("Status: Superseded by [ADR-0002](0002-b.md) (", "Status: Superseded by ADR-0002 ("))  # fmt: skip
    assert "in part" in after or "partially" in after


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("**Status:** Accepted (2024-03-01)", "**Status:** Superseded by [ADR-0002](0002-b.md)\n\n**Date:** 2024-03-01"),
        ("* Status: Accepted (2024-03-01)", "* Status: Superseded by [ADR-0002](0002-b.md)\n* Date: 2024-03-01"),
        ("* Status: Accepted on 2024-03-01\n* Date: 2024-03-01", "* Status: Superseded by [ADR-0002](0002-b.md)\n* Date: 2024-03-01"),
    ],
)  # fmt: skip
def test_a_day_that_stands_in_the_status_alone_is_kept_when_it_goes(head: str, wanted: str) -> None:
    files = {
        "0001-a.md": f"# A\n\n{head}\n\n## Decision\n\nIt is.\n",
        "0002-b.md": "# B\n\n**Status:** Accepted\n",
    }
    made = links(files, "0002-b.md", "supersedes", "0001-a.md")
    assert text(made, "0001-a.md") == files["0001-a.md"].replace(head, wanted)
    day = made.record("0001-a.md").date
    assert day is not None
    assert str(day.day) == "2024-03-01"


TABLE = """# A

| Metadata | Value      |
|----------|------------|
| Date     | 2024-03-01 |
| Status   | Approved   |
| Updates  | ADR-3      |

| Revision | Date       | Author | Info    |
|----------|------------|--------|---------|
| 1        | 2024-03-01 | @ana   | Initial |
"""


def test_tables_keep_their_columns_and_what_they_tell_of_former_versions() -> None:
    files = {
        "ADR-1.md": TABLE,
        "ADR-2.md": TABLE,
        "ADR-3.md": TABLE.replace("| Updates  | ADR-3      |\n", ""),
    }
    made = book(files)
    Decision(made, DAY).status(["ADR-1.md"], "deprecated")
    assert text(made, "ADR-1.md") == TABLE.replace(
        "| Date     | 2024-03-01 |", "| Date     | 2026-01-15 |\n| Created  | 2024-03-01 |"
    ).replace("| Approved   |", "| Deprecated |")
    made = links(files, "ADR-1.md", "amends", "ADR-2.md")
    assert text(made, "ADR-1.md") == TABLE.replace("| ADR-3      |", "| ADR-3, ADR-2 |")
    assert added(made, "ADR-2.md", files["ADR-2.md"]) == ["| Updated by | ADR-1      |"]


def test_a_row_that_lines_up_with_no_other_is_not_padded() -> None:
    ragged = "# A\n\n| Field | Value |\n|---|---|\n| Status | Accepted |\n| Superseded by | N/A |\n"
    made = links({"ADR-1.md": ragged, "ADR-2.md": ragged}, "ADR-2.md", "supersedes", "ADR-1.md")
    assert text(made, "ADR-1.md") == ragged.replace("Accepted", "Superseded").replace(
        "N/A", "[ADR-2](ADR-2.md)"
    )


def test_a_link_is_called_like_the_record() -> None:
    """By its heading's letters, by its front matter's title; never by the first heading that happens to be there."""
    old = "# RFC-0001 A\n\n**Status:** implemented\n"
    made = links({"0001-a/README.md": old, "0002-b/README.md": old.replace("1", "2")}, "0002-b/README.md", "supersedes", "0001-a/README.md")  # fmt: skip
    assert "**Status:** superseded by [RFC-0002](../0002-b/README.md)" in (
        text(made, "0001-a/README.md") or ""
    )
    page = "---\ntitle: |\n  1. Which cache?\n---\n\n## Status\n\nAccepted\n\n## Context\n"
    made = links({"001-a.md": page, "002-b.md": page.replace("1. W", "2. W")}, "002-b.md", "supersedes", "001-a.md")  # fmt: skip
    assert "Superseded by [2. Which cache?](002-b.md)" in (text(made, "001-a.md") or "")


@pytest.mark.parametrize(
    "head",
    [
        "---\nstatus: accepted\n---\n# A\n\n## Context\n",
        "# A\n\n| Field | Value |\n|---|---|\n| Status | Accepted |\n| Supersedes | N/A |\n\n## Context\n",
    ],
)
def test_an_id_that_two_records_have_names_neither(head: str) -> None:
    """They are named by their files, also one by the other."""
    files = {"0072-a.md": head, "0072-b.md": head, "0003-c.md": head.replace("accepted", "proposed")}
    for source in ("0072-b.md", "0003-c.md"):
        made = links(files, source, "amends", "0072-a.md")
        assert all("0072-a.md" in line for line in added(made, source, files[source]))
        assert added(made, source, files[source])


def test_the_end_of_the_text_stays_as_it_is() -> None:
    """Blanks behind the last word too, where the link comes after them."""
    files = {"0001-a.md": "# A\n\n## Context\n\nIt is.\n\n## Decision\n\nWe do. "}
    files["0002-b.md"] = files["0001-a.md"]
    made = links(files, "0001-a.md", "relates-to", "0002-b.md")
    assert (text(made, "0001-a.md") or "").startswith(files["0001-a.md"] + "\n")


def test_letters_and_number_stand_apart_where_the_log_s_links_have_them_so() -> None:
    head = "# ADR 1 — A\n\n**Status:** Accepted\n"
    files = {"001-a.md": head + "**Related:** [ADR 2](002-b.md)\n", "002-b.md": head.replace("1", "2")}
    made = links(files, "002-b.md", "supersedes", "001-a.md")
    assert "**Status:** Superseded by [ADR 002](002-b.md)" in (text(made, "001-a.md") or "")


def test_a_log_without_statuses_gets_one_where_its_metadata_are() -> None:
    head = "---\nid: adrs-adr001\ntitle: 'ADR001: A'\n---\n\n## Context\n\nA.\n\n## Decision\n\nB.\n"
    made = links({"adr001-a.md": head, "adr002-b.md": head.replace("001", "002")}, "adr002-b.md", "supersedes", "adr001-a.md")  # fmt: skip
    assert added(made, "adr001-a.md", head) == [
        "status: superseded",
        "superseded-by: adrs-adr002",
    ]
    bare = "# 1. A\n\n## Context\n\nA.\n\n## Decision\n\nB.\n"
    made = links(
        {"0001-a.md": bare, "0002-b.md": bare.replace("1", "2")}, "0002-b.md", "supersedes", "0001-a.md"
    )
    assert "\n## Status\n\nSuperseded by [2. A](0002-b.md)\n\n## Context\n" in (text(made, "0001-a.md") or "")


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        (
            "Proposed (2024-03-01). The first of four.",
            "accepted",
            "Accepted (2026-01-15). The first of four.",
        ),
        ("Accepted by the board. The first of four.", "deprecated", "Deprecated. The first of four."),
    ],
)
def test_what_the_next_sentence_says_stays(before: str, status: str, after: str) -> None:
    made = book({"0001-a.md": f"# 1. A\n\n## Status\n\n{before}\n\n## Context\n"})
    made.set_status("0001-a.md", status, DAY)
    assert text(made, "0001-a.md") == f"# 1. A\n\n## Status\n\n{after}\n\n## Context\n"


def test_what_was_said_of_the_old_status_is_not_said_of_the_newer_record() -> None:
    files = {
        "0001-a.md": "# 1. A\n\n## Status\n\nACCEPTED Not Implemented\n",
        "0002-b.md": "# 2. B\n\n## Status\n\nACCEPTED\n",
    }
    made = links(files, "0002-b.md", "supersedes", "0001-a.md")
    assert text(made, "0001-a.md") == "# 1. A\n\n## Status\n\nSUPERSEDED by [2. B](0002-b.md)\n"


def test_links_are_called_in_the_record_s_language() -> None:
    head = "# ADR 1 : A\n\n* Status: accepté\n* Date: 2024-03-01\n"
    files = {"ADR-1-a.md": head, "ADR-2-b.md": head.replace("ADR 1", "ADR 2")}
    made = links(files, "ADR-2-b.md", "supersedes", "ADR-1-a.md")
    assert "* Status: remplacé par [ADR-2](ADR-2-b.md)\n" in (text(made, "ADR-1-a.md") or "")
    assert added(made, "ADR-2-b.md", files["ADR-2-b.md"]) == ["* Remplace: [ADR-1](ADR-1-a.md)"]
    files = {"0001-a.md": "# 1. A\n\n## Status\n\nAceito\n", "0002-b.md": "# 2. B\n\n## Status\n\nAceito\n"}
    made = links(files, "0002-b.md", "amends", "0001-a.md")
    assert added(made, "0001-a.md", files["0001-a.md"]) == ["Modificado por [2. B](0002-b.md)"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("vorgeschlagen", "akzeptiert"), ("proposé", "accepté"), ("提案中", "承認済み"), ("proposed", "accepted"), ("in discussion", "accepté")],
)  # fmt: skip
def test_words_follow_the_record_s_language_before_the_log_s(before: str, after: str) -> None:
    """What is of no language that anybody knows follows the log."""
    head = "# {0}\n\n* Status: {1}\n* Date: 2024-03-01\n\n## Context\n\nX.\n"
    files = {f"000{number}-a.md": head.format("A", "accepté") for number in (1, 2, 3)}
    made = book(files | {"0004-b.md": head.format("B", before)})
    Decision(made, DAY).status(["0004-b.md"], "accepted")
    assert f"* Status: {after}\n" in (text(made, "0004-b.md") or "")


def test_a_link_s_label_is_in_the_record_s_language() -> None:
    head = "# A\n\n* Status: {0}\n* Date: 2024-03-01\n\n## Context\n\nX.\n"
    old = head.format("accepté").replace("* Date", "* Remplace: [ADR-0009](0009-x.md)\n* Date")
    files = {
        "0001-a.md": old,
        "0002-b.md": head.format("akzeptiert"),
        "0003-c.md": head.format("akzeptiert"),
        "0009-x.md": head.format("accepté"),
    }
    made = links(files, "0003-c.md", "supersedes", "0002-b.md")
    assert "* Ersetzt: [ADR-0002](0002-b.md)" in (text(made, "0003-c.md") or "")
    assert "* Status: ersetzt durch [ADR-0003](0003-c.md)" in (text(made, "0002-b.md") or "")
