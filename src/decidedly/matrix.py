"""Criteria matrices: which tables are one, what their marks mean, how the options score.

Words, weights and formulas are those of the design of the site: weights Critical 4, High 3, Medium 2, Low 1 or
numbers; marks yes 2, partly 1, no 0; stars 0 to 5; score = sum(weight x value) / sum(weight x highest value).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decidedly.record import Cell, Option, Record, Table
from decidedly.text import Span


@dataclass(frozen=True, slots=True)
class Score:
    """What one cell says: the text as written; the mark ("yes", "partly", "no", "stars", "word", "number", ""), its value
    and the scale's highest value (None where the cell is not scored); `words` is the text without the mark."""

    raw: str
    span: Span
    mark: str = ""
    value: float | None = None
    highest: float = 2.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row: its name, its weight as written and as a number (1.0 when there is no weight column), its scores by option.

    `inverted`: lower is better. `verdict`: a summing-up row ("Best for MVP?", "Total", "Winner"), shown but not scored.
    """

    name: str
    span: Span
    weight: float
    weight_raw: str
    scores: tuple[Score, ...]
    inverted: bool = False
    verdict: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A criteria matrix: options across, criteria down (turned round where the table has them the other way).

    `fit` is each option's weighted score from 0 to 1, or None when nothing is scored. `chosen` is the index of the option that the record chose, or None.
    `weighted` tells whether the record states weights.
    """

    table: Table
    options: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    fit: tuple[float | None, ...]
    chosen: int | None = None
    weighted: bool = False
    transposed: bool = False


def read(table: Table, options: Sequence[Option] = ()) -> Matrix | None:
    """The matrix that `table` is, or None when it is some other table. `options` are the record's, to tell which was chosen."""


def matrices(record: Record) -> tuple[Matrix, ...]:
    """All criteria matrices of a record, in order."""


def is_score_cell(cell: Cell) -> bool:
    """Whether a cell holds a mark that can be scored."""
