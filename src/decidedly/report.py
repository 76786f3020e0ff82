"""A report: the log, what was found wrong with it, its reviews, and the day on which they were judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from decidedly.log import Log
from decidedly.record import Record
from decidedly.review import Known, Review

BACK = timedelta(days=366)
"""How far before the report's own day `turns` looks: a reader's clock may be behind, hardly more than that."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """From `day` on a review is in `state`, and is due on the day `due` (None without one), until the next turn."""

    day: date
    state: str
    due: date | None


@dataclass(frozen=True)
class Report:
    """What pages and outputs are made from. `reviews` has one entry per record, in log order.

    `judge` tells the review of a record (or of one that differs a little) on any day, by the same facts: `known`.
    """

    log: Log
    as_of: date
    reviews: tuple[Review, ...] = ()
    findings: tuple[object, ...] = field(default=())
    judge: Callable[[Record, date], Review] | None = field(default=None, compare=False, repr=False)
    known: Known | None = field(default=None, compare=False, repr=False)

    @cached_property
    def review_by_path(self) -> dict[str, Review]:
        """The review of each record, by the record's path."""
        return {review.record.path: review for review in self.reviews}

    def review(self, record: Record) -> Review:
        """The review of `record`."""
        return self.review_by_path[record.path]

    def turns(self, record: Record) -> tuple[Turn, ...]:
        """Every state that the review of `record` will be in if nobody does anything, from `BACK` ago on.

        The first turn also stands for the time before. Found by asking `judge` on ever closer days, so that it holds
        whatever the plan is made of; without `judge` it is just the state of today.
        """
        if record.path not in self._turns:
            self._turns[record.path] = tuple(self._found(record))
        return self._turns[record.path]

    @cached_property
    def _turns(self) -> dict[str, tuple[Turn, ...]]:
        return {}

    def _found(self, record: Record) -> Iterable[Turn]:
        now = self.review(record)
        judge = self.judge
        planned = record.review or record.due or record.assumptions or now.state != "unscheduled"
        if judge is None or not planned:
            return [Turn(self.as_of, now.state, now.due)]
        known: dict[date, tuple[str, date | None]] = {}

        def at(day: date) -> tuple[str, date | None]:
            if day not in known:
                review = judge(record, day)
                known[day] = (review.state, review.due)
            return known[day]

        first = max(date.min + BACK, self.as_of) - BACK
        days = {first, self.as_of, date.max}
        snooze = record.review.snooze if record.review else None
        for day in (now.due, snooze.until if snooze else None, *(entry.on for entry in record.reviews)):
            if day is not None:  # where something usually turns: found at once, not by halving centuries
                days |= {one for one in (_before(day), day, _after(day)) if first <= one}
        grid = sorted(days)
        turns = [first]
        for low, high in zip(grid, grid[1:], strict=False):
            _halve(at, low, high, turns)
        return [Turn(day, *at(day)) for day in turns]


def _halve(at: Callable[[date], tuple[str, date | None]], low: date, high: date, turns: list[date]) -> None:
    """Append every day after `low`, up to `high`, on which the answer of `at` is another than the day before."""
    if at(low) == at(high):
        return
    if high - low == _DAY:
        turns.append(high)
        return
    middle = low + (high - low) // 2
    _halve(at, low, middle, turns)
    _halve(at, middle, high, turns)


def _before(day: date) -> date:
    return day - _DAY if day > date.min else day


def _after(day: date) -> date:
    return day + _DAY if day < date.max else day
