"""Edits that give a record a review plan, in the form in which its other metadata stands."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

from decidedly.dates import find_date
from decidedly.lint.plans import front_matter, plan_field
from decidedly.preamble import Mapping as Pairs
from decidedly.preamble import read_preamble
from decidedly.record import Record
from decidedly.text import LINE_END, Edit, Span

_PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*")


def plan_every(record: Record, every: str) -> Edit | None:
    """The edit that adds a review after each interval `every`, or on the day that it is; None where the record's form has no line for it."""
    source = record.source
    end = LINE_END.search(source.text)
    newline = end[0] if end else "\n"
    preamble = read_preamble(source)
    if preamble.values is not None:
        line = f"review: {every}{newline}" if preamble.kind == "yaml" else f'review = "{every}"{newline}'
        at = preamble.inner.end
        tables = preamble.kind == "toml" and re.search(r"^[ \t]*\[", source.at(preamble.inner), re.M)
        flow = preamble.kind == "yaml" and source.at(preamble.values.span).startswith("{")
        alone = source.text[:at].endswith(("\n", "\r")) and not tables and not flow and not preamble.problems
        return Edit(Span(at, at), line) if alone else None
    return _beside_the_date(record, every, newline)


def _beside_the_date(record: Record, every: str, newline: str) -> Edit | None:
    """A line `Review: …` after the date's, with the same marks."""
    field = record.by_name.get("date")
    if field is None or field.origin not in ("list", "labels", "line") or field.path is not None:
        return None
    source = record.source
    number = source.line_of(field.span.start)
    line = source.line_span(number)
    before, after = source.at(Span(line.start, field.span.start)), source.at(Span(field.span.end, line.end))
    if (
        before.count(field.label) != 1
        or (after.strip() and after.strip() != "\\")
        or field.span.end > line.end
    ):
        return None
    label = "review" if field.label.islower() else "Review"
    made = before.replace(field.label, label) + every + after
    apart = field.origin != "list" and not source.at(source.line_span(number + 1)).strip()
    gap = newline if apart and number and not source.at(source.line_span(number - 1)).strip() else ""
    return Edit(Span(line.end, line.end), newline + gap + made)


def back_up(record: Record, every: str, key: str = "every") -> Edit | None:
    """The edit that adds an interval (with the key `by`: a day) to a plan of triggers in the front matter; None elsewhere."""
    field = plan_field(record)
    preamble = read_preamble(record.source)
    if field is None or field.origin != "front-matter" or preamble.kind != "yaml" or preamble.problems:
        return None
    source = record.source
    node = front_matter(record, "review")
    if isinstance(node, Pairs):
        if not node.pairs or node.get("every", "interval") is not None:
            return None
        first = node.pairs[0][0].span.start
        if source.at(node.span).startswith("{"):
            return Edit(Span(first, first), f"{key}: {every}, ")
        line = source.line_span(source.line_of(first))
        indent = source.at(Span(line.start, first))
        end = LINE_END.search(source.text)
        return (
            Edit(Span(first, first), f"{key}: {every}{end[0] if end else chr(10)}{indent}")
            if not indent.strip()
            else None
        )
    plan = record.review
    if (
        node is None
        or plan is None
        or len(plan.triggers) != 1
        or plan.triggers[0].text != field.value.strip()
    ):
        return None
    span = field.span
    if source.text[span.start - 1 : span.start] in ("'", '"'):
        span = Span(span.start - 1, span.end + 1)
    if "\n" in source.at(span) or source.text[span.start - 1] not in " \t":
        return None
    text = plan.triggers[0].text
    words = text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
    return Edit(span, f"{{{key}: {every}, when: [{{event: {words}}}]}}")


def move(record: Record, day: date, taken: set[date]) -> Edit | None:
    """The edit that puts the day of a plan off to `day`, or as many weeks later as it takes to find one that is free.

    `taken` gains the day. None where the plan has no date of its own.
    """
    plan = record.review
    for span in _date_places(record) if plan is not None and plan.by is not None and not plan.every else ():
        found = find_date(record.source.at(span))
        if plan is None or found is None or found.day != plan.by:
            continue
        while day in taken:
            day += timedelta(weeks=1)
        taken.add(day)
        place = Span(span.start + found.span.start, span.start + found.span.end)
        return Edit(place, day.isoformat())
    return None


def _date_places(record: Record) -> list[Span]:
    node = front_matter(record, "review")
    if isinstance(node, Pairs):
        by = node.get("by", "on", "date", "due")
        return [by.span] if by is not None else []
    field = plan_field(record)
    return [field.span] if field is not None else []
