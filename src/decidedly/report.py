"""A report: the log, what was found wrong with it, its reviews, and the day on which they were judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from decidedly.log import Log
from decidedly.record import Record
from decidedly.review import Review


@dataclass(frozen=True)
class Report:
    """What pages and outputs are made from. `reviews` has one entry per record, in log order."""

    log: Log
    as_of: date
    reviews: tuple[Review, ...] = ()
    findings: tuple[object, ...] = field(default=())

    @cached_property
    def review_by_path(self) -> dict[str, Review]:
        """The review of each record, by the record's path."""
        return {review.record.path: review for review in self.reviews}

    def review(self, record: Record) -> Review:
        """The review of `record`."""
        return self.review_by_path[record.path]
