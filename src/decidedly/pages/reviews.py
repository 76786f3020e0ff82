"""The page of reviews: what is due and when, a year of it as a picture, what waits, and feeds to subscribe to.

Everything on it is true for ever as it stands ("Review by 15 Feb 2026"); a script judges it against the reader's own day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from decidedly.lifecycle import OPEN
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative, slices
from decidedly.pages.rows import Rows, answer
from decidedly.pages.words import Standing
from decidedly.record import Record
from decidedly.review import Review
from decidedly.text import one_line

WINDOW = 100
"""Dated reviews on one page, the soonest first."""

MOST_PLAIN = 40
"""Decisions that wait or have no review: more are only counted."""

MOST_TILES, MOST_IN_MONTH = 96, 6
MONTHS = 12

SOON, NEAR = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One review: `day` is when it counts (for a snoozed one the end of the snooze), `turns` what becomes of it."""

    record: Record
    standing: Standing
    page: str
    slug: str
    id: str
    title: str
    label: str
    answer: str
    task: str
    say: str
    day: date | None
    turns: str
    notes: Sequence[str]
    owners: str
    state: str


@dataclass(frozen=True, slots=True)
class Group:
    """Reviews under one heading; `key` is how the script knows it, `heading` is true whenever it is read.

    `total` counts those on the other pages too.
    """

    key: str
    heading: str
    lines: Sequence[Line]
    total: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the picture: `key` is its `2026-03`, `more` how many reviews of it have no tile."""

    key: str
    name: str
    year: str
    lines: Sequence[Line]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who answers for reviews: how many, the page of their decisions, their calendar and feed."""

    name: str
    count: int
    page: str
    stem: str


def counts_on(review: Review) -> date | None:
    """The day on which a review wants somebody: its own, for a snoozed one not before the snooze ends."""
    snooze = review.record.review.snooze if review.record.review else None
    if review.due and review.state == "snoozed" and snooze and snooze.until:
        return max(review.due, snooze.until)
    return review.due


def feeds(edition: Edition) -> dict[str, str]:
    """Calendars and feeds of reviews: output path without its ending → whose they are ("" for everybody's)."""
    if not edition.planned:
        return {}
    named = {stem: edition.person(key) for key, stem in stems(edition).items()}
    return {"reviews": "", **dict(sorted(named.items()))}


def stems(edition: Edition) -> dict[str, str]:
    """Everybody who answers for a review, in lower case → the path of their calendar, without its ending: beside their own page.

    Code owners answer for reviews too, and need not have a page.
    """
    asked = {
        name.casefold() for one in edition.report.reviews if one.state != "unscheduled" for name in one.people
    }
    taken = slices("owner", [*sorted(edition.people), *sorted(asked - set(edition.people))])
    return {key: taken[key].removesuffix(".html") for key in sorted(asked)}


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The page of reviews, and more of the same where there are many."""
    if edition.planned:
        yield from _Reviews(edition).pages()


class _Reviews:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.as_of = edition.report.as_of
        self.reviews = [
            review for review in edition.report.reviews if not edition.standing(review.record).retired
        ]
        self.stems = stems(edition)
        self.owners = self._owners()
        self.dated = sorted(
            (one for one in self.reviews if one.due and one.state != "unscheduled"),
            key=lambda one: (counts_on(one) or date.max, one.record.path),
        )

    def _owners(self) -> list[Owner]:
        pages, at = self.edition.people, self.stems
        found = Counter(
            key
            for one in self.reviews
            if one.state != "unscheduled"
            for key in {name.casefold() for name in one.people}
        )
        return [
            Owner(one_line(self.edition.person(key), 80), found[key], pages.get(key, ""), at[key])
            for key in sorted(found, key=lambda key: (-found[key], key))
        ]

    # -- lines ---------------------------------------------------------------------------------------------------

    def line(self, review: Review) -> Line:
        edition, record = self.edition, review.record
        names = {owner.stem: str(at) for at, owner in enumerate(self.owners)}
        task = words.task(review)
        snoozed = review.state == "snoozed"
        return Line(
            record=record,
            standing=edition.standing(record),
            page=edition.names.records[record.path],
            slug=edition.names.slugs[record.path],
            id=words.row_id(record),
            title=one_line(words.heading(record), 300),
            label=one_line(words.label(record), 24),
            answer=answer(record),
            task=task,
            say="Snoozed until" if snoozed else "Decide by" if task == "Decision" else "Review by",
            day=counts_on(review),
            turns=words.turns(edition.report.turns(record)),
            notes=[one for one in (_why(review), ", ".join(review.people[:4])) if one],
            owners=" ".join(
                names[self.stems[key]]
                for key in dict.fromkeys(name.casefold() for name in review.people)
                if key in self.stems and self.stems[key] in names
            ),
            state=review.state,
        )

    def groups(self, part: Sequence[Line], lines: Sequence[Line]) -> list[Group]:
        """Dated reviews by how near they are to the report's day, in words that stay true: those of one page."""
        soon, near = _later(self.as_of, SOON), _later(self.as_of, NEAR)

        def key_of(line: Line) -> str:
            day = line.day or date.max
            past = day < self.as_of and line.state != "snoozed"
            key = "past" if past else "today" if day <= self.as_of else "soon" if day <= soon else "near"
            return "later" if day > near else key

        totals = Counter(map(key_of, lines))
        headings = {
            "past": f"Before {words.day(self.as_of)}",
            "today": f"On {words.day(self.as_of)}",
            "soon": f"By {words.day(soon)}",
            "near": f"By {words.day(near)}",
            "later": f"After {words.day(near)}",
        }
        return [
            Group(key, headings[key], [line for line in part if key_of(line) == key], totals[key])
            for key in headings
        ]

    def months(self, lines: Sequence[Line]) -> tuple[list[Month], str]:
        """Twelve months from the report's on (what is past before them, what comes later behind), and all their numbers."""
        totals = Counter(_month(counts_on(one) or date.max) for one in self.dated)
        first = self.as_of.year * 12 + self.as_of.month - 1
        keys = [f"{(first + n) // 12:04}-{(first + n) % 12 + 1:02}" for n in range(MONTHS)]
        tiles: dict[str, list[Line]] = {key: [] for key in ("past", *keys, "later")}
        for line in lines[:MOST_TILES]:
            key = _month(line.day or date.max)
            tiles["past" if key < keys[0] else key if key in tiles else "later"].append(line)
        made = []
        for key, ones in tiles.items():
            if key == "past":
                total, name, year = sum(n for m, n in totals.items() if m < keys[0]), "Earlier", ""
            elif key == "later":
                total, name, year = sum(n for m, n in totals.items() if m > keys[-1]), "Later", ""
            else:
                total, name, year = totals[key], words.MONTHS[int(key[5:]) - 1][:3], str(int(key[:4]))
            made.append(Month(key, name, year, ones, total - min(len(ones), MOST_IN_MONTH)))
        return made, " ".join(f"{key}:{number}" for key, number in sorted(totals.items())[:240])

    # -- the pages -----------------------------------------------------------------------------------------------

    def pages(self) -> Iterator[tuple[str, bytes]]:
        lines = [self.line(one) for one in self.dated]
        parts = [lines[at : at + WINDOW] for at in range(0, len(lines), WINDOW)] or [[]]
        outputs = ["reviews.html", *(f"reviews.p{n}.html" for n in range(2, len(parts) + 1))]
        for number, (output, part) in enumerate(zip(outputs, parts, strict=True), 1):
            yield self._page(output, part, lines, number, outputs)

    def _page(
        self, output: str, part: Sequence[Line], lines: Sequence[Line], number: int, outputs: Sequence[str]
    ) -> tuple[str, bytes]:
        edition, first = self.edition, number == 1
        planned = [one for one in self.reviews if one.state != "unscheduled"]
        waiting = [one for one in planned if not one.due]
        without = [
            one
            for one in self.reviews
            if one.state == "unscheduled" and edition.standing(one.record).key == "accepted"
        ]
        months, totals = self.months(lines) if first and lines else ([], "")
        at = f" (page {number} of {len(outputs)})" if len(outputs) > 1 else ""
        intro = f"{words.count(len(planned), 'decision')} of {len(self.reviews)} in force or open {'has' if len(planned) == 1 else 'have'} a day or an event for another look."
        return edition.page(
            output,
            "reviews.html",
            title=f"Reviews{at}",
            description=intro,
            nav="reviews",
            intro=intro + (f" This is page {number} of {len(outputs)}." if at else ""),
            first=first,
            groups=self.groups(part, lines),
            dated=bool(lines),
            until=_later(self.as_of, NEAR),
            months=months,
            totals=totals,
            most=MOST_IN_MONTH,
            waiting=self._waiting(waiting) if first else [],
            proposals=self._proposals() if first else [],
            without=[self.line(one) for one in _newest(edition, without)[:MOST_PLAIN]] if first else [],
            unshown=max(0, len(without) - MOST_PLAIN),
            everything=edition.statuses.get("accepted", ""),
            owners=self.owners,
            id_width=Rows(edition).id_width,
            calendar=relative(output, "reviews.ics"),
            address=edition.site.address("reviews.ics"),
            windows=[(n, to, to == output) for n, to in enumerate(outputs, 1)] if len(outputs) > 1 else [],
        )

    def _waiting(self, reviews: Sequence[Review]) -> list[tuple[str, list[Line]]]:
        """What waits without a day, by what it waits for."""
        found: dict[str, list[Line]] = {}
        for one in reviews[:MOST_PLAIN]:
            found.setdefault(awaited(one), []).append(self.line(one))
        return sorted(found.items())

    def _proposals(self) -> list[tuple[Line, date | None]]:
        """Open questions without a day of their own, the oldest first."""
        found = [
            one
            for one in self.reviews
            if not one.due and self.edition.standing(one.record).key in OPEN - {"draft"}
        ]
        found.sort(key=lambda one: (one.record.when or date.max, one.record.path))
        return [(self.line(one), one.record.when) for one in found[:MOST_PLAIN]]


def awaited(review: Review) -> str:
    """What a review waits for, in words."""
    reason = one_line(review.reason, 160)
    return f"When {reason} starts" if review.occasion.startswith("event:") else f"When {reason}"


def _why(review: Review) -> str:
    if review.state == "waiting" or words.task(review) == "Decision":
        return ""
    return words.reason(review, 160)


def _newest(edition: Edition, reviews: Sequence[Review]) -> list[Review]:
    order = {record.path: at for at, record in enumerate(edition.newest_first)}
    return sorted(reviews, key=lambda one: order[one.record.path])


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _later(day: date, span: timedelta) -> date:
    return day + span if date.max - day >= span else date.max
