"""Dates as they stand in metadata: those that are no day, and those that may be either of two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from decidedly.dates import find_date, make
from decidedly.record import Field, Record
from decidedly.text import Span

NAMES = ("date", "created", "updated", "due", "review", "last-reviewed", "reviews", "assumptions")
_NESTED = re.compile(r"\b(?:by|on|date|due|until|checked)[\"']?:[ \t]*[\"']?(?P<value>\d[\d/.-]{5,})")
_TURNED = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<d>1[3-9]|2\d|3[01])(?P=sep)(?P<m>0?[1-9]|1[0-2])(?!\d)")
_NUMBERS = re.compile(r"\{?\s*\d+\s*(?:[/.-]\s*\d+\s*){2,}\}?")
_SLASHED = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[-/])(?P<b>\d{1,2})(?P=sep)(?:\d{4}|\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Strange:
    """A date that can't be relied on: its words and span, and the days that it may mean (none, one or two)."""

    words: str
    span: Span
    days: tuple[date, ...] = ()


def stated(record: Record) -> Iterator[tuple[Field, str, Span]]:
    """Every place of a record's metadata that holds a date: its field, the words, their span."""
    for field in record.fields:
        if field.name not in NAMES or field.path is not None:
            continue
        if field.origin == "front-matter" and ":" in field.raw:
            for match in _NESTED.finditer(field.raw):
                start = field.span.start + match.start("value")
                yield field, match["value"], Span(start, start + len(match["value"]))
        elif field.name not in ("reviews", "assumptions"):
            yield field, field.raw, field.span


def strange(words: str, span: Span) -> Strange | None:
    """What is wrong with the date in `words`, which stand at `span`; None for sound dates and for prose."""
    found = find_date(words)
    if found is None:
        digits = sum(char.isdigit() for char in words)
        return Strange(words.strip(), span) if _NUMBERS.fullmatch(words.strip()) and digits >= 6 else None
    at = Span(span.start + found.span.start, span.start + found.span.end)
    written = words[found.span.start : found.span.end]
    if found.day is None:
        turned = _TURNED.fullmatch(written)
        day = make(int(turned["y"]), int(turned["m"]), int(turned["d"])) if turned else None
        return Strange(written, at, (day,) if day else ())
    if found.ambiguous and _SLASHED.fullmatch(written):
        return Strange(written, at, (found.day, date(found.day.year, found.day.day, found.day.month)))
    return None


def day_first(values: Iterable[str]) -> bool | None:
    """Which part of `03/04/2024` a log writes first, told by the dates that can be read in one way only; None if they don't tell."""
    firsts = seconds = 0
    for words in values:
        match = _SLASHED.search(words)
        if match is not None:
            firsts += int(match["a"]) > 12 >= int(match["b"])
            seconds += int(match["b"]) > 12 >= int(match["a"])
    return None if bool(firsts) == bool(seconds) else bool(firsts)
