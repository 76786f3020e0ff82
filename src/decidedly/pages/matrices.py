"""The criteria matrices of a log, each with the page that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decidedly.log import Log
from decidedly.matrix import Matrix, matrices
from decidedly.pages.names import Names, Taken
from decidedly.record import Document, Record

MOST_CELLS = 600
"""A matrix with more scores has no page of its own: nobody moves that many weights."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One matrix: whose it is, its output path, which of how many of its record or document it is (from 1)."""

    owner: Record | Document
    matrix: Matrix
    output: str
    number: int
    count: int


def compared(log: Log, names: Names) -> tuple[Compared, ...]:
    """All matrices of a log, those of records first. The first of a record has its page at `m/ID.html`."""
    taken = Taken()
    found: list[Compared] = []
    owners: Sequence[tuple[Record | Document, str]] = [
        *((record, names.records[record.path]) for record in log.records),
        *((one, names.documents[one.path]) for one in log.documents if one.path in names.documents),
    ]
    for owner, page in owners:
        own = [
            one
            for one in (matrices(owner) if owner.tables else ())
            if len(one.options) * len(one.criteria) <= MOST_CELLS
        ]
        name = page.rpartition("/")[2].removesuffix(".html")
        for number, matrix in enumerate(own, 1):
            output = taken.take(f"m/{name}" if number == 1 else f"m/{name}-{number}", ".html")
            found.append(Compared(owner, matrix, output, number, len(own)))
    return tuple(found)
