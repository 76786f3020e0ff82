"""The timeline: what was in force on any day, what happened month by month, and how much each component changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from decidedly.log.periods import Period
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.rows import Rows, answer
from decidedly.pages.search import Search
from decidedly.record import Record
from decidedly.text import one_line

MOST_HELD = 120
"""Decisions that the page itself lists in each of its two parts; in a bigger log the script shows the others."""

MOST_EVENTS = 150
WIDTH, HEIGHT = 1000, 84
"""Of the picture of how many decisions were in force, in its own units."""


@dataclass(frozen=True, slots=True)
class Held:
    """A decision and when it was in force; `after` is what replaced it, with its page."""

    record: Record
    page: str
    since: date
    until: date | None
    after: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a decision on a day: a verb in the past, and the mark that goes with it."""

    day: date
    verb: str
    css: str
    record: Record
    page: str
    others: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month's events, the latest first."""

    name: str
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Churn:
    """How much a component changed: decisions that ever held, that no longer do, and how long those lasted (median)."""

    name: str
    page: str
    held: int
    ended: int
    life: str


@dataclass(frozen=True, slots=True)
class Chart:
    """How many decisions were in force, as a step line over the days from `first` to `last`; `years` are ticks (x, year)."""

    path: str
    years: Sequence[tuple[float, int]]
    first: date
    last: date
    most: int


def pages(edition: Edition, search: Search) -> Iterator[tuple[str, bytes]]:
    """The timeline, where any day is known."""
    log, as_of = edition.log, edition.report.as_of
    periods = [(record, when) for record in edition.newest_first if (when := edition.periods[record.path])]
    if not periods:
        return
    held = [_held(edition, record, when) for record, when in periods]
    # what begins later stands there too, out of sight: the script shows it on its days
    now = [one for one in held if one.until is None or one.until > as_of]
    past = [one for one in held if one.until is not None and one.until <= as_of]
    events = sorted(_events(edition, periods), key=lambda one: one.day, reverse=True)
    whole = len(now) <= MOST_HELD and len(past) <= MOST_HELD
    if not whole:  # then the script makes its own lists
        now = [one for one in now if one.since <= as_of]
    yield edition.page(
        "timeline.html",
        "timeline.html",
        title="Timeline",
        description="What was in force on any day, and what happened when.",
        nav="timeline",
        as_of=as_of,
        now=now[:MOST_HELD],
        past=past[:MOST_HELD],
        total=(sum(one.since <= as_of for one in now), len(past)),
        undated=[
            (words.named(one), edition.names.records[one.path])
            for one in log.records
            if log.in_force(one) and not (one.date and one.date.day)
        ],
        chart=chart([when for _, when in periods], as_of),
        size=(WIDTH, HEIGHT),
        months=_months(events[:MOST_EVENTS]),
        unshown=max(0, len(events) - MOST_EVENTS),
        churn=_churn(edition, periods),
        rows="" if whole else search.form("timeline.html", whole=False).rows,
        chunks=0 if whole else len(search.scripts),
        answer_of=answer,
        width=Rows(edition).id_width,
    )


def _held(edition: Edition, record: Record, when: Period) -> Held:
    pages = edition.names.records
    after = edition.log.successors(record) if when.until else ()
    return Held(
        record,
        pages[record.path],
        when.since,
        when.until,
        tuple((words.label(one), pages[one.path]) for one in after[:3]),
    )


def _events(edition: Edition, periods: Sequence[tuple[Record, Period]]) -> Iterator[Event]:
    pages, log = edition.names.records, edition.log
    began = {record.path: when for record, when in periods}
    for record in log.records:
        page, state = pages[record.path], edition.standing(record)
        when = began.get(record.path)
        decided = record.date.day if record.date else None
        if when is not None:
            old = tuple((words.label(one), pages[one.path]) for one in edition.replaces(record)[:3])
            yield Event(when.since, "Decided", "s-accepted", record, page, old)
            if when.until and not log.successors(record):
                yield Event(when.until, "Deprecated", "s-deprecated", record, page)
        elif decided and state.key not in ("superseded", "none", "other"):
            yield Event(decided, state.word, state.css, record, page)
        for entry in record.reviews:
            if entry.on:
                outcome = entry.outcome.strip().lower()
                note = one_line(
                    f"{outcome}: {entry.note}" if outcome and entry.note else outcome or entry.note, 160
                )
                yield Event(
                    entry.on,
                    "Reviewed",
                    "s-accepted" if not state.retired else state.css,
                    record,
                    page,
                    (),
                    note,
                )


def _months(events: Sequence[Event]) -> list[Month]:
    found: dict[tuple[int, int], list[Event]] = {}
    for one in events:
        found.setdefault((one.day.year, one.day.month), []).append(one)
    return [Month(f"{words.MONTHS[month - 1]} {year}", ones) for (year, month), ones in found.items()]


def _churn(edition: Edition, periods: Sequence[tuple[Record, Period]]) -> list[Churn]:
    parts: dict[str, list[Period]] = {}
    for record, when in periods:
        parts.setdefault(edition.component(record), []).append(when)
    found = []
    for name, ones in sorted(parts.items()):
        lives = [(one.until - one.since).days for one in ones if one.until]
        life = words.span_of_days(date.min, date.fromordinal(1 + int(median(lives)))) if lives else ""
        found.append(Churn(name, edition.components.get(name, ""), len(ones), len(lives), life))
    return sorted(found, key=lambda one: (-one.ended, -one.held, one.name)) if len(found) > 1 else []


def chart(periods: Sequence[Period], as_of: date) -> Chart | None:
    """The picture of how many of `periods` hold on each day; None where they cover no more than a day."""
    steps: dict[date, int] = {}
    for one in periods:
        steps[one.since] = steps.get(one.since, 0) + 1
        if one.until:
            steps[one.until] = steps.get(one.until, 0) - 1
    first = min(steps)
    last = max(as_of, *steps)
    if first == last:
        return None
    counts: list[tuple[date, int]] = []
    number = 0
    for day in sorted(steps):
        number += steps[day]
        counts.append((day, number))
    most = max(number for _, number in counts)
    span = (last - first).days

    def x(day: date) -> float:
        return round(WIDTH * (day - first).days / span, 1)

    path = [f"M0 {HEIGHT}"]
    for day, number in counts:
        y = round(HEIGHT - (HEIGHT - 4) * number / most, 1)
        path.append(f"H{x(day):g}V{y:g}")
    path.append(f"H{WIDTH}V{HEIGHT}Z")
    years = [(x(date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1)]
    every = 1 + len(years) // 12
    return Chart("".join(path), [one for one in years if one[1] % every == 0], first, last, most)
