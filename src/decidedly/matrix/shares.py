"""How firm a choice is: the share of all possible weightings under which each option comes first.

"All weightings" is every way of dividing the whole weight among the criteria, each as likely as any other (uniform on
the simplex). For the share by which one option beats one other there is a closed form. Where three or more compete it is
estimated from weightings drawn once and for all. In the literature on multi-criteria analysis (SMAA) the share is called
the first-rank acceptability index.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decidedly.matrix.weighing import LEVEL, Board, comparable, dominators, gaps

DRAWS = 2_000
"""So many weightings are drawn; fewer for a matrix so big that it would take long."""

MOST_WORK = 1_000_000
SEED = 12_345

Column = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of all weightings, from 0 to 1, under which an option is first (or level with the first).

    `exact` or else known to within `error` (half of the 95 % interval of the estimate). `never`: something else scores
    at least as high on every criterion.
    """

    value: float
    exact: bool
    error: float = 0.0
    never: bool = False


def shares(this: Board) -> tuple[Share, ...]:
    """The share of each option of a matrix."""
    return _shares(tuple(this.column(option) for option in range(len(this.options))), this.top)


@functools.lru_cache(8192)
def _shares(columns: tuple[Column, ...], top: float) -> tuple[Share, ...]:
    rows = tuple(zip(*columns, strict=True))
    this = Board(("",) * len(columns), ("",) * len(rows), rows, top, (1.0,) * len(rows))
    beaten = dominators(this)
    alive = [
        option
        for option, column in enumerate(columns)
        if not beaten[option] and any(one is not None for one in column)
    ]
    different = list(dict.fromkeys(columns[option] for option in alive))
    first = [columns.index(column) for column in different]
    found: dict[Column, Share]
    if len(different) == 1:
        found = {different[0]: Share(1.0, True)}
    elif len(different) == 2 and comparable(this, first[0], first[1]):
        share = ahead(gaps(this, first[0], first[1]))
        found = {different[0]: Share(share, True), different[1]: Share(1 - share, True)}
    else:
        found = dict(zip(different, _estimated(different), strict=True))
    return tuple(
        found[column] if option in alive else Share(0.0, True, never=True)
        for option, column in enumerate(columns)
    )


def ahead(differences: Sequence[float]) -> float:
    """The share of all weightings that make `sum(weight x difference)` positive; exact.

    Weights that are uniform on the simplex are exponential ones divided by their sum, so that it is the chance that a
    chain of exponential times with these means for what is positive lasts longer than one for what is negative. Such
    times have no memory: which of two running ones ends first is decided by their means alone, step by step.
    """
    gains = [one for one in differences if one > 0]
    losses = [-one for one in differences if one < 0]
    # chance[j]: that the gains from here on outlast the losses from j on
    chance = [0.0] * len(losses) + [1.0]
    for gain in reversed(gains):
        for j in range(len(losses) - 1, -1, -1):
            chance[j] = (losses[j] * chance[j] + gain * chance[j + 1]) / (gain + losses[j])
    return chance[0] if gains else 0.0


@functools.lru_cache(64)
def _weightings(count: int, size: int) -> tuple[tuple[float, ...], ...]:
    """Weightings of `size` criteria, always the same ones: MINSTD, whose products fit into a double everywhere."""
    state, made = SEED, []
    for _ in range(count):
        drawn = []
        for _ in range(size):
            state = state * 48_271 % 2_147_483_647
            drawn.append(-math.log(state / 2_147_483_647))
        made.append(tuple(drawn))
    return tuple(made)


@functools.lru_cache(64)
def _turned(count: int, size: int) -> tuple[tuple[tuple[float, ...], ...], list[float]]:
    """The same weightings criterion by criterion, and the sum of each."""
    by_criterion = tuple(zip(*_weightings(count, size), strict=True))
    return by_criterion, _added([(weights, 1.0) for weights in by_criterion], count)


def _estimated(columns: Sequence[Column]) -> list[Share]:
    size = len(columns[0])
    count = max(100, min(DRAWS, MOST_WORK // (size * len(columns))))
    if all(one is not None for column in columns for one in column):
        by_criterion, sums = _turned(count, size)
        scored = [
            list(map(operator.truediv, _added(zip(by_criterion, column, strict=True), count), sums))
            for column in columns
        ]
    else:
        scored = [[_score(weights, column) for weights in _weightings(count, size)] for column in columns]
    least = [max(scores) - LEVEL for scores in zip(*scored, strict=True)]
    wins = [sum(map(operator.ge, scores, least)) for scores in scored]
    return [Share(won / count, False, _error(won / count, count)) for won in wins]


def _added(parts: Iterable[tuple[Sequence[float], float | None]], count: int) -> list[float]:
    """The sums of `weight x value` for `count` weightings at a time, each added up in the order of the criteria."""
    sums = [0.0] * count
    for weights, value in parts:
        sums = [before + weight * value for before, weight in zip(sums, weights, strict=True)]  # type: ignore[operator]
    return sums


def _score(weights: Sequence[float], column: Column) -> float:
    got = whole = 0.0
    for weight, value in zip(weights, column, strict=True):
        if value is not None:
            got += weight * value
            whole += weight
    return got / whole


def _error(share: float, count: int) -> float:
    """Half of the 95 % interval of a share found by counting (Agresti and Coull: it holds for 0 and 1 too)."""
    middle = (share * count + 2) / (count + 4)
    return 1.96 * math.sqrt(middle * (1 - middle) / (count + 4))
