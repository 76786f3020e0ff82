"""The words of the pages: dates, counts, the standing of a decision, the names of its links."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from decidedly.lifecycle import NAMES, RETIRED
from decidedly.log import Log
from decidedly.record import Record
from decidedly.report import Turn
from decidedly.review import TO_DECIDE, Review
from decidedly.text import one_line, without_kind

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

LONGEST_HEADING = 400
"""Characters of a title that a page's heading shows."""

LONGEST_ID = 16
"""Longer ids are file names: a page shows the title instead."""

OUTGOING = {
    "supersedes": "Replaces",
    "supersedes-in-part": "Replaces in part",
    "amends": "Amends",
    "depends-on": "Depends on",
    "refines": "Refines",
    "conflicts-with": "Reaches the opposite answer",
    "relates-to": "Related",
    "mentions": "Mentions",
}
"""What a relation is called on the page of its source, the weightiest first."""

INCOMING = {
    "supersedes": "Replaced by",
    "supersedes-in-part": "Replaced in part by",
    "amends": "Amended by",
    "depends-on": "Needed by",
    "refines": "Refined by",
    "conflicts-with": "Reaches the opposite answer",
    "relates-to": "Related",
    "mentions": "Mentioned by",
}
"""What a relation is called on the page of its target."""


def day(when: date) -> str:
    """`22 Dec 2025`."""
    return f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"


def day_in_year(when: date) -> str:
    """`22 Dec`, for a list that names the year."""
    return f"{when.day} {MONTHS[when.month - 1][:3]}"


def long_day(when: date) -> str:
    """`22 December 2025`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 decision`, `2 decisions`, `1,000 decisions`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(number) or count(number, "time")


def listed(words: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}" if words else ""


def span_of_days(first: date, last: date) -> str:
    """How long something lasted: `27 days`, `14 months`, `3 years`."""
    days = (last - first).days
    if days < 60:
        return count(days, "day")
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return count(months, "month") if months < 36 else count(months // 12, "year")


def heading(record: Record) -> str:
    """The record's title as lists and headings show it: without the words that only say that it is a decision."""
    return without_kind(record.title)


def dressed(record: Record) -> str:
    """The same as HTML, with code as code; a very long one is cut and plain."""
    text = heading(record)
    if len(text) > LONGEST_HEADING:
        return escape(one_line(text, LONGEST_HEADING))
    parts: list[str] = []
    at, gone = 0, len(record.title) - len(text)
    for start, end in ((one.start - gone, one.end - gone) for one in record.title_code):
        if start >= at:
            parts += [escape(text[at:start]), f"<code>{escape(text[start:end])}</code>"]
            at = end
    return "".join([*parts, escape(text[at:])])


def task(review: Review) -> str:
    """What is due: a proposal's decision, else a review."""
    return "Decision" if review.reason == TO_DECIDE else "Review"


_DAY_SAID = re.compile(r"(Snoozed until |.*; at the latest by )(\d{4}-\d\d-\d\d)")


def reason(review: Review, most: int) -> str:
    """Why a review is due or put off, in at most `most` characters; "" where its day says it all."""
    if review.due and review.reason == f"by {review.due.isoformat()}":
        return ""
    said = f"Snoozed {review.reason}" if review.state == "snoozed" else review.reason
    found = _DAY_SAID.match(said)
    if found:
        said = found[1] + day(date.fromisoformat(found[2])) + said[found.end() :]
    return one_line(said, most)


def label(record: Record) -> str:
    """The shortest name that readers know a decision by: its id or, where that is a whole file name, its title."""
    return record.id if 0 < len(record.id) <= LONGEST_ID else one_line(heading(record), 48)


def named(record: Record) -> str:
    """Id and title in one line."""
    return f"{record.id} {heading(record)}" if 0 < len(record.id) <= LONGEST_ID else heading(record)


def row_id(record: Record) -> str:
    """What stands in the column of ids: the id, else its leading number or date, else nothing."""
    if len(record.id) <= LONGEST_ID:
        return record.id
    lead = record.id.rpartition("/")[2].partition("-")[0]
    return lead if lead.isdigit() and len(lead) <= LONGEST_ID else ""


def turns(found: Sequence[Turn]) -> str:
    """What becomes of a review, for the script: its states one after the other, parted by semicolons.

    Each is the day from which it holds (none for the first, which also stands for the time before), the state, and the
    due day (`-` for none) where that is another than before.
    """
    parts: list[str] = []
    due: date | None = None
    for turn in found:
        told = "" if parts and turn.due == due else f" {turn.due.isoformat() if turn.due else '-'}"
        parts.append(f"{turn.day.isoformat() if parts else ''} {turn.state}{told}")
        due = turn.due
    return ";".join(parts)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands for its reader.

    `key` is its status page (a configured status, `other` or `none`), `word` what is shown, `css` the class that
    colours it and the id of its mark, `retired` whether it is history, `stated` the file's own word where that says
    something else (three of four supersessions are stated in the new record only).
    """

    key: str
    word: str
    css: str
    retired: bool = False
    stated: str = ""


_AROUND = "*_` .,;:\t\n"
"""What may stand around a status that is no part of it."""

NO_STATUS = Standing("none", "No status", "s-none")


def standing(log: Log, record: Record) -> Standing:
    """How `record` stands: what its status says, unless a decision in force replaces it."""
    status = record.status
    if (status is None or status.name not in ("superseded", "rejected", "withdrawn")) and log.successors(
        record
    ):
        stated = one_line(status.raw or status.name, 40) if status is not None else ""
        return Standing("superseded", "Superseded", "s-superseded", True, stated)
    if status is None:
        return NO_STATUS
    if not status.known:
        return Standing("other", one_line((status.raw or status.name).strip(_AROUND), 40), "s-other")
    css = f"s-{status.name}" if status.name in NAMES else "s-other"
    return Standing(status.name, status.name.capitalize(), css, status.name in RETIRED)


def own_status(record: Record, state: Standing) -> str:
    """The status in the file's own words, where what the pages call it leaves some of them out; else ""."""
    status = record.status
    if status is None or (status.known and not state.stated):
        return ""
    whole = one_line(status.raw or status.name, 500)
    return whole if state.stated or whole.strip(_AROUND) != state.word else ""


def script_json(value: object) -> str:
    """JSON that is safe inside a script element wherever it lands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
