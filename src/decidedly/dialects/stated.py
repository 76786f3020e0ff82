"""What the fields of a record state of its life: its status, the day of it, the day it was begun."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from decidedly.dates import find_date
from decidedly.dialects import plan
from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import FIELDS, canonical
from decidedly.dialects.status import read_status
from decidedly.lifecycle import meaning
from decidedly.record import Day, Field, Section, Status


def stated_status(fields: tuple[Field, ...], statuses: tuple[str, ...]) -> Status | None:
    """The status that the most trusted field states, None where none does. `statuses` are the configured names."""
    for one in fields:
        if one.name == "status":
            raw = one.raw if one.origin not in ("front-matter", "side-file", "badge") else one.value
            status = read_status(raw, statuses)
            if status is None:
                continue  # nothing stands there, or a template's words
            if one.origin == "section" and status.name != "superseded":
                status = _later_line(one, status, statuses)
            return replace(status, raw=one.raw if "\n" not in one.raw else one.value)
    return None


def _later_line(one: Field, status: Status, statuses: tuple[str, ...]) -> Status:
    """A status section's later lines: `Accepted`, then `Superseded by […]`."""
    for item in one.items[1:30]:
        other = read_status(item.raw, statuses)
        if other is None:
            continue
        if other.in_part:
            status = replace(status, in_part=True)
        elif other.name == "superseded" and " by" in item.raw.lower() and other.known:
            return other
    return status


def stated_date(draft: Draft, fields: tuple[Field, ...], sections: tuple[Section, ...]) -> Day | None:
    """Decided, else what stands behind the status, else created, else the first entry of a change log, else updated; a
    day that can't be read if none can."""
    strange: Day | None = None
    for name in ("date", "status", "created", "changelog", "updated"):
        if name == "updated" and strange is not None:
            break  # a day that is none is not the day of the last edit either
        if name == "changelog":
            values = _first_change(draft, sections)
        elif name == "status":
            values = [found for one in fields if one.name == "status" and (found := _behind_status(one))]
        else:  # an unmarked `Created: …` line tells when the text was begun, not when anything was decided
            values = [
                one.value
                for one in fields
                if one.name == name and (name == "date" or _in_block(draft, fields, one))
            ]
            word = {"date": "accepted", "created": "proposed"}.get(name)  # `Accepted: 2026-08-20`
            values += [
                one.value
                for one in fields
                if word and one.name not in FIELDS and meaning(one.name) == word and find_date(one.value)
            ]  # `Review: 2026-08-20` is a plan, although a proposal may be “in review”
        for value in values:
            if not value.strip() or value.strip().lower() in plan.NOTHING:
                continue
            day = plan.read_day(value)
            if day.day is not None:
                return day
            if strange is None and any(char.isdigit() for char in value):
                strange = day
    return strange


def _behind_status(one: Field) -> str:
    """The day that stands right behind a status, `Accepted — 2026-08-05` or `Accepted (2026-08-05)`, or ""."""
    line = one.value.strip().split("\n", 1)[0][:300]
    if re.match(r"\W*(?:last call|final comment)", line, re.I):
        return ""  # the day on which it ends
    line = re.sub(r"\]\([^()]*\)", "]", line)
    bare = re.sub(r"\((?!\W*\d)[^()]*\)", " ", line)  # `Accepted (in part superseded by ADR-3) — 2026-08-12`
    found = find_date(bare)
    if found is None or found.day is None:
        return ""
    lead = re.fullmatch(
        r"\W*([^\W\d]+(?: [^\W\d]+)?)(?: (?:and|und|et|y|e) [^\W\d]+)?\W{1,8}(?:on\W+|since\W+|as of\W+)?",
        bare[: found.span.start],
    )
    return bare[found.span.start :] if lead is not None and _means(lead[1]) else ""


def _means(words: str) -> bool:
    """Whether one or two words are a status: of Chinese, which writes no spaces, also the beginning of what is one word."""
    status = read_status(words) if not words.isascii() else None
    return meaning(words) is not None or (status is not None and status.known)


def _in_block(draft: Draft, fields: tuple[Field, ...], one: Field) -> bool:
    """Whether a field stands with others: marked, or in a block of `Key: value` lines as in a mail's head."""
    if one.origin != "line":
        return True
    line = draft.source.line_of(one.span.start)
    for number in (line - 1, line + 1):
        text = draft.source.at(draft.source.line_span(number)) if number >= 0 else ""
        beside = re.match(r"(\w[\w /-]{0,30}):[ \t]", text)
        if beside and canonical(beside[1]) not in ("created", "updated"):
            return True
    return any(
        abs(draft.source.line_of(other.span.start) - line) < 8
        for other in fields
        if other.origin == "line" and other.name not in ("created", "updated")
    )


def created_on(path: str, fields: tuple[Field, ...]) -> Day | None:
    """When the text was begun, as a field says, else as the file's name says."""
    for one in fields:
        if one.name == "created" and (day := plan.read_day(one.value)).day is not None:
            return day
    found = find_date(posixpath.basename(path)[:10])
    return Day(path, found.day) if found is not None and found.day is not None else None


def _first_change(draft: Draft, sections: tuple[Section, ...]) -> list[str]:
    for section in sections:
        if section.role == "history" and section.level <= 2:
            for line in draft.source.at(section.body).splitlines():
                if find_date(line) is not None:
                    return [line.strip(" -*+|\t")]
    return []
