"""What is written for a status and a day: words, marks, remarks, languages, places; and what a decision means for a log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from decidedly.amend import AmendError, Book, Decision
from decidedly.dates import rewrite_date
from decidedly.dialects import read_all
from decidedly.log import Log
from decidedly.text import Source

DAY = date(2026, 1, 15)


def book(files: Mapping[str, str], sides: Mapping[str, str] | None = None) -> Book:
    beside = {path: Source(path, text) for path, text in (sides or {}).items()}
    reading = read_all([Source(path, text) for path, text in files.items()], beside)
    return Book(Log.of(reading.records, reading.documents), beside)


def text(made: Book, path: str) -> str | None:
    change = made.changes().changes.get(path)
    return None if change is None else change.after


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        ("Proposed", "accepted", "Accepted"),
        ("PROPOSED", "rejected", "REJECTED"),
        ("proposed", "withdrawn", "withdrawn"),
        ("**Proposed**", "accepted", "**Accepted**"),
        ("🟡 Proposed", "accepted", "✅ Accepted"),
        ("🟡 Proposed", "withdrawn", "Withdrawn"),
        ("PROPOSED Not Implemented", "accepted", "ACCEPTED Not Implemented"),
        ("Accepted (for the pilot)", "deprecated", "Deprecated (for the pilot)"),
        ("Accepted by the board in May", "deprecated", "Deprecated"),
        ("**Accepted by the board**", "deprecated", "**Deprecated**"),
        ("Accepted on 2024-05-01", "deprecated", "Deprecated on 2026-01-15"),
        ("LAST CALL 2024-05-01", "accepted", "ACCEPTED 2026-01-15"),
        ("Accepted and implemented", "deprecated", "Deprecated"),
        ("Accepted (lazy consensus) & implemented.", "deprecated", "Deprecated"),
        ("Decision proposed; accepting feedback", "accepted", "Decision accepted"),
        ("Draft → Proposed", "accepted", "Draft → Proposed → Accepted"),
        ("~~Draft~~ Proposed", "accepted", "~~Draft~~ Accepted"),
        ("Wibble", "accepted", "Accepted"),
        ("Accepted in <https://example.org/1>", "deprecated", "Accepted in <https://example.org/1> → Deprecated"),
        ("vorgeschlagen", "accepted", "akzeptiert"),
        ("Proposé", "rejected", "Rejeté"),
        ("提议", "accepted", "已接受"),
        ("[proposed | rejected | accepted]", "proposed", "proposed"),
        ("", "accepted", "accepted"),
        ("N/A", "accepted", "accepted"),
    ],
)  # fmt: skip
def test_words(before: str, status: str, after: str) -> None:
    """The word is replaced in its own letters and language; what is said of the old status goes, all else stays."""
    made = book({"0001-a.md": f"# A\n\n* Status: {before}\n* Deciders: me\n"})
    made.set_status("0001-a.md", status, DAY)
    assert text(made, "0001-a.md") == f"# A\n\n* Status: {after}\n* Deciders: me\n".replace("me\n", "me\n")


def test_the_log_tells_which_word() -> None:
    """“Approved” where the log's records say so; but nobody's “Implemented” is written on a hunch."""
    for word, wanted in (("Approved", "Approved"), ("Implemented", "Accepted")):
        made = book(
            {
                "0001-a.md": "# 1. A\n\n## Status\n\nProposed\n",
                "0002-b.md": f"# 2. B\n\n## Status\n\n{word}\n",
            }
        )
        made.set_status("0001-a.md", "accepted", DAY)
        assert text(made, "0001-a.md") == f"# 1. A\n\n## Status\n\n{wanted}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2024-03-12", "2026-01-15"),
        ("2021/10/05", "2026/01/15"),
        ("20240312", "20260115"),
        ("25/01/2015", "15/01/2026"),
        ("02/25/2015", "01/15/2026"),
        ("12.3.24", "15.1.26"),
        ("12 March 2024", "15 January 2026"),
        ("3rd of May 2024", "15th of January 2026"),
        ("March 12, 2024", "January 15, 2026"),
        ("Tuesday, 12th of March 2024", "Thursday, 15th of January 2026"),
        ("01-Aug-2023", "15-Jan-2026"),
        ("1er avril 2024", "15 janvier 2026"),
        ("3 de junio de 2025", "15 de enero de 2026"),
        ("2024年3月12日", "2026年1月15日"),
        ("2023-02-01T10:00:00Z", "2026-01-15"),
        ("2024-03-12 09:30", "2026-01-15"),
        ("2025-08-14 (workshop 3)", "2026-01-15 (workshop 3)"),
        ("after the pilot", None),
    ],
)
def test_a_day_is_written_as_the_old_one_is(before: str, after: str | None) -> None:
    """Order, marks, width, language, the remark behind it."""
    assert rewrite_date(before, DAY) == after


def test_an_order_that_would_be_read_otherwise_is_not_kept() -> None:
    """Month first is known by a day past the twelfth: the fifth would be read as May."""
    assert rewrite_date("02/25/2015", date(2026, 1, 5)) == "2026-01-05"


NYGARD = "# 1. A\n\n## Status\n\nAccepted\n\n## Decision\n\nYes.\n"


def test_a_record_without_status_gets_one_as_the_others_have_it() -> None:
    """A section, a list, front matter: what most of the log has."""
    bare = "# 2. B\n\n## Decision\n\nYes.\n"
    for other, wanted in (
        (NYGARD, "# 2. B\n\n## Status\n\nAccepted\n\n## Decision\n\nYes.\n"),
        ("# A\n\n* Status: accepted\n", "# 2. B\n\n* Status: accepted\n\n## Decision\n\nYes.\n"),
        ("# A\n\n**Status:** Accepted\n", "# 2. B\n\n**Status:** Accepted\n\n## Decision\n\nYes.\n"),
        ("# A\n\nStatus: accepted\n", "# 2. B\n\nStatus: accepted\n\n## Decision\n\nYes.\n"),
        ("---\nstatus: accepted\n---\n# A\n", "---\nstatus: accepted\n---\n\n# 2. B\n\n## Decision\n\nYes.\n"),
    ):  # fmt: skip
        made = book({"0001-a.md": other, "0002-b.md": bare})
        made.set_status("0002-b.md", "accepted", None)
        assert text(made, "0002-b.md") == wanted


def test_fields_that_agree_go_on_agreeing() -> None:
    """A status that stands twice is written twice; so is its day."""
    before = (
        "---\nstatus: proposed\ndate: 2024-01-01\n---\n# A\n\n**Status:** Proposed\n**Date:** 2024-01-01\n"
    )
    made = book({"0001-a.md": before})
    made.set_status("0001-a.md", "accepted", DAY)
    assert text(made, "0001-a.md") == before.replace("proposed", "accepted").replace("Proposed", "Accepted").replace("2024-01-01", "2026-01-15")  # fmt: skip


def test_a_file_beside_the_record() -> None:
    """Of a KEP the metadata is edited, the text is not touched."""
    side = "title: Drain\nstatus: provisional # for now\nsee-also:\n  - KEP-1\n"
    made = book({"1-drain/README.md": "# KEP-1: Drain\n\n## Summary\n\nx\n"}, {"1-drain/kep.yaml": side})
    made.set_status("1-drain/README.md", "accepted", None)
    assert text(made, "1-drain/kep.yaml") == side.replace("provisional", "implementable")
    assert text(made, "1-drain/README.md") is None


def test_a_history_gets_its_entry() -> None:
    """After the newest, or before it where the newest comes first; never where it would not be the newest."""
    dated = "# 1. A\n\n## Status\n\n2024-01-01 proposed\n\n2024-02-01 accepted\n\n## Decision\n\nx\n"
    made = book({"0001-a.md": dated})
    made.set_status("0001-a.md", "deprecated", DAY)
    assert "2024-02-01 accepted\n\n2026-01-15 deprecated\n\n## Decision" in (text(made, "0001-a.md") or "")
    falling = "# 1. A\n\n## Status\n\n| Status | Time |\n|---|---|\n| Accepted | 2024-02-01 |\n| Proposed | 2024-01-01 |\n"
    made = book({"0001-a.md": falling})
    made.set_status("0001-a.md", "deprecated", DAY)
    assert "|---|---|\n| Deprecated | 2026-01-15 |\n| Accepted |" in (text(made, "0001-a.md") or "")
    with pytest.raises(AmendError, match="nothing was changed"):
        book({"0001-a.md": dated}).set_status("0001-a.md", "deprecated", date(2020, 1, 1))
    made = book({"0001-a.md": dated, "0002-b.md": dated.replace("1. A", "2. B")})
    Decision(made, DAY).supersede(["0001-a.md"], "0002-b.md")
    assert "2024-02-01 accepted\n\n2026-01-15 superseded by [2. B](0002-b.md)\n\n## D" in (
        text(made, "0001-a.md") or ""
    )


def test_accepting_tells_every_record_that_is_replaced_or_amended() -> None:
    """Wholly, in part, or amended: each gets its end, and only what is replaced wholly another status."""
    files = {f"000{n}-x.md": NYGARD.replace("# 1. A", f"# {n}. X{n}") for n in (1, 2, 3)}
    files["0004-new.md"] = (
        "---\nstatus: proposed\nsupersedes: 1\nsupersedes-in-part: 2\namends: 3\n---\n# New\n\n## Decision\n\nYes.\n"
    )
    made = book(files)
    Decision(made, DAY).status(["0004-new.md"], "accepted")
    assert [one.status.name for one in made.log.records if one.status] == ["superseded", "accepted", "accepted", "accepted"]  # fmt: skip
    assert "Superseded by [New](0004-new.md)" in (text(made, "0001-x.md") or "")
    assert "Accepted\n\nSuperseded in part by [New](0004-new.md)" in (text(made, "0002-x.md") or "")
    assert "Accepted\n\nAmended by [New](0004-new.md)" in (text(made, "0003-x.md") or "")
    assert all(one.stated == "both" for one in made.log.relations)


def test_what_is_no_longer_superseded_names_no_successor() -> None:
    """By force: the status, and the statement beside it, a key of its own or a line of the section."""
    for before, after in (
        ("---\nstatus: superseded\nsuperseded-by: 2\n---\n# 1. A\n", "---\nstatus: accepted\n---\n# 1. A\n"),
        ("# 1. A\n\n## Status\n\nSuperseded by [2. B](0002-b.md)\n", "# 1. A\n\n## Status\n\nAccepted\n"),
        ("# 1. A\n\n## Status\n\nAccepted\n\nSuperseded by [2. B](0002-b.md)\n\n## Decision\n\nx\n", "# 1. A\n\n## Status\n\nAccepted\n\n## Decision\n\nx\n"),
    ):  # fmt: skip
        made = book({"0001-a.md": before, "0002-b.md": NYGARD.replace("1. A", "2. B")})
        with pytest.raises(AmendError, match="nothing follows that"):
            Decision(made, DAY).status(["0001-a.md"], "accepted")
        decision = Decision(made, DAY, force=True)
        decision.status(["0001-a.md"], "accepted")
        assert decision.broken
        assert (text(made, "0001-a.md") or "").replace("date: 2026-01-15\n", "") == after
