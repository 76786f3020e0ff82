"""Rows of the log: one decision as question and answer, as every list of the site shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from decidedly.log import Relation
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative
from decidedly.pages.tongue import Tongue
from decidedly.pages.words import Standing
from decidedly.record import Record
from decidedly.review import ATTENTION
from decidedly.text import one_line

MOST_NOTED = 3
"""How many other decisions one line of a row names."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line under the answer: what it says and the decisions that it names, each with its address."""

    words: str
    links: tuple[tuple[str, str], ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One decision in a list. `answer` is "" where the record states none; `open` then tells that it is not yet decided."""

    slug: str
    id: str
    title: str
    href: str
    answer: str
    open: bool
    standing: Standing
    day: date | None
    day_raw: str
    notes: tuple[Note, ...]
    review: date | None
    turns: str
    hidden: bool
    task: str
    replaces: str
    tongue: Tongue


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one year or month, ready-made HTML: its id on the page, its name, and words on how many it has."""

    anchor: str
    name: str
    count: str
    rows: Sequence[str]


def answer(record: Record) -> str:
    """The record's answer on one line: plain words, in which no mark means anything."""
    return one_line(record.answer, 240)


UNDATED = "undated"
"""The name of the slice of records that have no date, in addresses."""

Key = Callable[[Record], str]
"""Tells which year or month a record belongs to: `2025`, `2025-03`; "" for none."""


def year_of(record: Record) -> str:
    """The year of a record's date, or ""."""
    return f"{record.when.year:04}" if record.when else ""


def month_of(record: Record) -> str:
    """Year and month of a record's date (`2025-03`), or ""."""
    return f"{record.when.year:04}-{record.when.month:02}" if record.when else ""


def period_name(key: str) -> str:
    """What a year or month is called: `2025`, `March 2025`; `No date` for ""."""
    year, _, month = key.partition("-")
    return f"{words.MONTHS[int(month) - 1] + ' ' if month else ''}{int(year)}" if year else "No date"


def grouped(records: Iterable[Record], key: Key = year_of) -> dict[str, list[Record]]:
    """Records by year (or another `key`), in the order in which they come."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(key(record), []).append(record)
    return found


class Rows:
    """Makes rows; each is made once for pages at the top and once for pages in a folder."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._made: dict[tuple[str, bool], str] = {}

    def html(self, record: Record, page: str) -> str:
        """The row of `record` for the page `page`."""
        key = (record.path, "/" in page)
        if key not in self._made:
            self._made[key] = self.edition.template("row.html").render(
                row=self.row(record, "x/x" if key[1] else "x")
            )
        return self._made[key]

    def row(self, record: Record, page: str) -> Row:
        """What a row says."""
        edition = self.edition
        state = edition.standing(record)
        review = edition.report.review(record)
        said = answer(record)
        return Row(
            slug=edition.names.slugs[record.path],
            id=words.row_id(record),
            title=one_line(words.heading(record), 300),
            href=relative(page, edition.names.records[record.path]),
            answer=said,
            open=not said and state.key in ("draft", "proposed"),
            standing=state,
            day=record.when,
            day_raw=one_line(record.date.raw, 24) if record.date and not record.when else "",
            notes=tuple(self._notes(record, page)),
            review=review.due if not state.retired and review.state != "unscheduled" else None,
            turns=words.turns(edition.report.turns(record)),
            hidden=review.state not in ATTENTION,
            task=words.task(review),
            replaces=" ".join(edition.names.slugs[old.path] for old in edition.replaces(record)[:20]),
            tongue=edition.tongue(record),
        )

    def _notes(self, record: Record, page: str) -> Iterable[Note]:
        log = self.edition.log
        for verb, others in (
            ("Replaces", self.edition.replaces(record)),
            ("Would replace", self.edition.would_replace(record)),
            ("Replaced by", log.successors(record)),
            ("Proposed to be replaced by", log.would_replace(record)),
            ("Replaced in part by", partly(log.incoming(record))),
        ):
            if others:
                yield self._note(verb, others, page)

    def _note(self, verb: str, others: Sequence[Record], page: str) -> Note:
        names = self.edition.names
        links = tuple(
            (words.label(one), relative(page, names.records[one.path])) for one in others[:MOST_NOTED]
        )
        more = len(others) - MOST_NOTED
        rest = f"and {more} more" if more > 0 else ""
        if verb == "Replaced by" and len(others) == 1 and others[0].date and others[0].date.day:
            rest = f"on {words.day(others[0].date.day)}"
        return Note(verb, links, rest)

    def groups(
        self, records: Sequence[Record], page: str, totals: Mapping[str, int], key: Key = year_of
    ) -> list[Group]:
        """Rows grouped by year (or another `key`), in the order in which the records come; `totals` has how many each
        group has in all."""
        found: list[tuple[str, list[str]]] = []
        for record in records:
            at = key(record)
            if not found or found[-1][0] != at:
                found.append((at, []))
            found[-1][1].append(self.html(record, page))
        return [
            Group(f"Y{at or UNDATED}", period_name(at), _of(len(rows), totals[at]), rows)
            for at, rows in found
        ]

    @cached_property
    def id_width(self) -> str:
        """How wide the column of ids has to be: the class of the list."""
        longest = max((len(words.row_id(record)) for record in self.edition.log.records), default=0)
        return "ids-none" if not longest else "ids-short" if longest <= 8 else "ids-long"


def _of(shown: int, total: int) -> str:
    return f"{shown} of {words.count(total, 'decision')}" if shown < total else words.count(total, "decision")


def partly(relations: Iterable[Relation]) -> list[Record]:
    """Sources of partial supersessions."""
    return [one.source for one in relations if one.kind == "supersedes-in-part"]
