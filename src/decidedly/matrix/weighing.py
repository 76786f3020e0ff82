"""A matrix under any weights: how its options score and rank, and what would put another one ahead.

This is the weighted sum model with the sensitivity analysis that belongs to it. The site's script (`assets/matrix.js`)
works the same numbers out again while a reader moves a weight: both add up in the same order, with plain additions
(`sum` of floats rounds in its own way), so that they come to the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from decidedly.matrix.table import Criterion, Matrix, fit_of
from decidedly.matrix.weights import Weighting

LEVEL = 1e-9
"""Scores that differ by less are the same: it is a rounding error."""


@dataclass(frozen=True, slots=True)
class Board:
    """The numbers of a matrix: `values[criterion][option]`, from 0 to `top`, more is better, None where a cell isn't scored.

    It has the rows of `judged`. `options` and `criteria` are names short enough for a sentence, `weights` the record's
    own, `chosen` the option that the record chose (or, while it is `open`, proposes), `weightings` the record's columns of
    weights where it has several.
    """

    options: tuple[str, ...]
    criteria: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    top: float
    weights: tuple[float, ...]
    chosen: int | None = None
    weightings: tuple[Weighting, ...] = ()
    open: bool = False

    def column(self, option: int) -> tuple[float | None, ...]:
        """What one option scores, criterion by criterion."""
        return tuple(row[option] for row in self.values)


def judged(matrix: Matrix) -> tuple[Criterion, ...]:
    """The rows that count: those with a score for some option, verdicts apart."""
    return tuple(
        row for row in matrix.criteria if not row.verdict and any(one.value is not None for one in row.scores)
    )


def board(matrix: Matrix) -> Board:
    """The numbers of `matrix`, as it was read."""
    rows = judged(matrix)
    stated = [row for row in matrix.criteria if not row.verdict]
    kept = [at for at, row in enumerate(stated) if row in rows]
    return Board(
        tuple(map(short, matrix.options)),
        tuple(short(row.name) for row in rows),
        tuple(tuple(one.value for one in row.scores) for row in rows),
        rows[0].scores[0].highest,
        tuple(row.weight for row in rows),
        matrix.chosen,
        tuple(Weighting(one.name, tuple(one.weights[at] for at in kept)) for one in matrix.weightings),
        matrix.open,
    )


def short(name: str) -> str:
    """A name of at most 60 characters."""
    return name if len(name) <= 60 else name[:59].rstrip() + "…"


def fits(this: Board, weights: Sequence[float]) -> tuple[float | None, ...]:
    """Each option's score from 0 to 1 under `weights`; None where nothing of it is scored (or all of that weighs nothing)."""
    return tuple(fit_of(weights, this.column(option), this.top) for option in range(len(this.options)))


def ranking(scores: Sequence[float | None]) -> tuple[int, ...]:
    """Options from the highest score to the lowest; of equals the one that the table has first."""

    def key(option: int) -> tuple[float, int]:
        score = scores[option]
        return (1.0 if score is None else -math.floor(score / LEVEL + 0.5), option)

    return tuple(sorted(range(len(scores)), key=key))


def comparable(this: Board, one: int, other: int) -> bool:
    """Whether every criterion scores both options or neither, and some scores both."""
    pairs = [(row[one], row[other]) for row in this.values]
    return all((a is None) == (b is None) for a, b in pairs) and any(a is not None for a, _ in pairs)


def gaps(this: Board, one: int, other: int) -> tuple[float, ...]:
    """How far `one` is ahead of `other` on each criterion; 0 where it isn't scored."""
    return tuple((row[one] or 0.0) - (row[other] or 0.0) for row in this.values)


def dominators(this: Board) -> tuple[tuple[int, ...], ...]:
    """For each option, those that score at least as high on every criterion and higher on some: it can never be first."""
    count = range(len(this.options))
    return tuple(
        tuple(one for one in count if one != option and _dominates(this, one, option)) for option in count
    )


def _dominates(this: Board, one: int, other: int) -> bool:
    found = gaps(this, one, other)
    return comparable(this, one, other) and min(found) >= 0 and max(found) > 0


class Move(NamedTuple):
    """Weights that, each by itself, put another option ahead once they pass `weight`: of these criteria."""

    criteria: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Overtake:
    """What would put `option` ahead of the leader.

    `case`: "turn" (some weights would, see below), "level" (it is level already: `joint` favour it), "same" (the same
    scores everywhere), "never" (the leader dominates it), "barred" (`by`, which isn't the leader, dominates it: it may
    pass the leader and would still not be first), "unknown" (a criterion scores only one of the two).

    `raised` and `lowered` are the smallest moves of a single weight, `joint` the criteria that favour it: all of them
    at more than `times` their weight are enough too (None where they weigh nothing). `beyond`: `raised` is more than
    anybody would give a criterion.
    """

    option: int
    case: Literal["turn", "level", "same", "never", "barred", "unknown"]
    by: int | None = None
    raised: Move | None = None
    lowered: Move | None = None
    joint: tuple[int, ...] = ()
    times: float | None = None
    beyond: bool = False


def overtakes(this: Board, weights: Sequence[float], reach: float) -> tuple[Overtake, ...]:
    """What would put each of the others ahead of the leader, in the order in which they stand under `weights`.

    `reach` is the highest weight that anybody would give a criterion.
    """
    order = ranking(fits(this, weights))
    above = dominators(this)
    return tuple(_overtake(this, weights, reach, order[0], other, above[other]) for other in order[1:])


def _overtake(
    this: Board, weights: Sequence[float], reach: float, leader: int, option: int, above: tuple[int, ...]
) -> Overtake:
    if not comparable(this, leader, option):
        return Overtake(option, "unknown")
    ahead = gaps(this, leader, option)
    favours = tuple(at for at, gap in enumerate(ahead) if gap < 0)
    if not favours and max(ahead) <= 0:
        return Overtake(option, "same")
    if leader in above:
        return Overtake(option, "never", leader)
    if above:
        return Overtake(option, "barred", above[0])
    gained = lost = 0.0
    for weight, gap in zip(weights, ahead, strict=True):
        if gap > 0:
            gained += weight * gap
        else:
            lost -= weight * gap
    margin = gained - lost
    if margin <= LEVEL:
        return Overtake(option, "level", joint=favours)
    raised = [(at, weights[at] + margin / -ahead[at]) for at in favours]
    lowered = [(at, weights[at] - margin / gap) for at, gap in enumerate(ahead) if gap > 0]
    times = gained / lost if len(favours) > 1 and lost > LEVEL else None
    within = [one for one in raised if one[1] <= reach]
    nearest = _nearest(weights, within if within or times is not None else raised)
    return Overtake(
        option,
        "turn",
        raised=nearest,
        lowered=_nearest(
            weights, [one for one in lowered if one[1] >= 0.005]
        ),  # what is shown as 0 is no weight
        joint=favours,
        times=times,
        beyond=nearest is not None and nearest.weight > reach,
    )


def _nearest(weights: Sequence[float], found: Sequence[tuple[int, float]]) -> Move | None:
    """The smallest of some moves, with the other criteria whose weight would have to pass the same number."""
    if not found:
        return None
    _, weight = min(found, key=lambda one: abs(one[1] - weights[one[0]]))
    return Move(tuple(at for at, other in found if abs(other - weight) <= LEVEL), weight)


def reach(weightings: Sequence[Sequence[float]]) -> float:
    """The end of the scale on which these weights can be moved: a round number with some room above the highest."""
    highest = max((weight for weights in weightings for weight in weights), default=1.0) * 1.25
    if highest <= 1:
        return 1.0
    scale = 1.0
    while True:
        for step in (5.0, 10.0, 20.0):
            if highest <= step * scale:
                return step * scale
        scale *= 10.0


MOST_STRETCHED = 4.0
"""How many times longer than the record's weights ask for a scale gets, so that what is advised can be tried on it."""


def scale(this: Board) -> float:
    """The end of the scale on which the weights of a matrix can be moved: also as far as what is advised, within reason."""
    own = [this.weights, *(one.weights for one in this.weightings)]
    end = reach(own)
    advised = [
        one.raised.weight
        for one in overtakes(this, this.weights, end)
        if one.raised is not None and one.beyond and one.raised.weight <= end * MOST_STRETCHED
    ]
    return reach([*own, advised])


def stretched(end: float, weights: Sequence[float]) -> float:
    """The end of the scale under weights that somebody brings, of which some may be beyond `end`."""
    return end if max(weights, default=0.0) <= end else reach([weights])


def step(weightings: Sequence[Sequence[float]], end: float) -> float | None:
    """The widest step from 0 to `end` that meets all of these weights; None where none does."""
    for part in (10, 20, 40, 50, 100, 200, 400, 500, 1000):
        size = end / part
        if all(abs(round(one / size) * size - one) < LEVEL for weights in weightings for one in weights):
            return size
    return None
