"""How firmly a matrix speaks for an option: who leads whom by how much, and which weight would turn it.

Whether "Cost: 5" means dear or well priced is read from the criterion's name, which can be wrong. So a matrix may have
two readings, and nothing is said here that does not hold in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from decidedly.matrix.cells import said_by, stars_in
from decidedly.matrix.table import LOWER_SAID, Criterion, Matrix, Score

EPSILON = 1e-9


class Row(NamedTuple):
    """A scored criterion with each option's share of the scale, from 0 to 1; None where a cell is not scored."""

    criterion: Criterion
    shares: tuple[float | None, ...]

    @property
    def weight(self) -> float:
        """The criterion's weight."""
        return self.criterion.weight


def readings(matrix: Matrix) -> tuple[tuple[Row, ...], ...]:
    """The scored rows as the matrix was read; and once more with "lower is better" the other way where that was inferred."""
    rows = [row for row in matrix.criteria if not row.verdict]
    first = tuple(Row(row, tuple(_share(one) for one in row.scores)) for row in rows)
    inferred = [row.inverted and not LOWER_SAID.search(row.name) for row in rows]
    second = tuple(
        Row(row, tuple(_share(one, turn) for one in row.scores))
        for row, turn in zip(rows, inferred, strict=True)
    )
    return (first, second) if second != first else (first,)


def _share(score: Score, turn: bool = False) -> float | None:
    if score.value is None:
        return None
    share = score.value / score.highest
    if turn and (said := said_by(score.raw)) is not None and said.family in ("stars", "number", "amount"):
        return 1 - share
    return share


def lead(rows: tuple[Row, ...], one: int, other: int) -> float | None:
    """How much of the whole scale option `one` is ahead of `other` (from -1 to 1).

    None where a criterion scores only one of the two: then they can't be compared.
    """
    ahead = whole = 0.0
    for row in rows:
        a, b = row.shares[one], row.shares[other]
        if a is None and b is None:
            continue
        if a is None or b is None:
            return None
        ahead += row.weight * (a - b)
        whole += row.weight
    return ahead / whole if whole > 0 else None


def leads(matrix: Matrix, one: int, other: int) -> float | None:
    """The least lead of `one` over `other` in any reading; None where they can't be compared."""
    found = [lead(rows, one, other) for rows in readings(matrix)]
    return None if None in found else min(margin for margin in found if margin is not None)


def dominates(matrix: Matrix, one: int, other: int) -> bool:
    """Whether `one` is nowhere behind `other` and somewhere ahead, so that no weights can put `other` first."""
    for rows in readings(matrix):
        pairs = [(row.shares[one], row.shares[other]) for row in rows if row.weight > 0]
        gaps = [a - b for a, b in pairs if a is not None and b is not None]
        half = any((a is None) != (b is None) for a, b in pairs)
        if half or not gaps or min(gaps) < -EPSILON or max(gaps) <= EPSILON:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Rival:
    """An option that a matrix puts ahead of another, by which margin (in any reading), and whether everywhere."""

    option: int
    margin: float
    everywhere: bool


def ahead_of(matrix: Matrix, option: int) -> Rival | None:
    """The option that the matrix most clearly puts ahead of `option`, None where it is (or may be) the best."""
    best: Rival | None = None
    for other in range(len(matrix.options)):
        margin = leads(matrix, other, option) if other != option else None
        if margin is not None and margin > EPSILON and (best is None or margin > best.margin):
            best = Rival(other, margin, dominates(matrix, other, option))
    return best


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest move of one weight that puts `rival` level with the winner: from `criterion.weight` to `weight`.

    `share` is how much of the weight that is; 0 where the two are level already.
    """

    criterion: Criterion
    weight: float
    share: float
    rival: int


def flip(matrix: Matrix, winner: int) -> Flip | None:
    """What it takes at least to turn the order by one weight; None where no single weight can, or where `winner` leads not."""
    found: list[Flip] = []
    for rows in readings(matrix):
        here = [
            one
            for other in range(len(matrix.options))
            if other != winner
            for one in _flips(rows, winner, other)
        ]
        if any((lead(rows, winner, other) or 0.0) < -EPSILON for other in range(len(matrix.options))):
            return None
        if not here:
            return None
        found.append(min(here, key=lambda one: one.share))
    return max(found, key=lambda one: one.share)  # no reading may be firmer than what is said


def _flips(rows: tuple[Row, ...], winner: int, other: int) -> list[Flip]:
    margin = lead(rows, winner, other)
    if margin is None:
        return []
    whole = sum(row.weight for row in rows if row.shares[winner] is not None)
    found: list[Flip] = []
    for row in rows:
        a, b = row.shares[winner], row.shares[other]
        if a is None or b is None or row.weight <= 0 or abs(a - b) <= EPSILON:
            continue
        # sum(weight x gap) = 0 is linear in each weight: this is where it crosses zero
        weight = row.weight - margin * whole / (a - b)
        if weight >= -EPSILON:
            weight = max(weight, 0.0)
            found.append(Flip(row.criterion, weight, abs(weight - row.weight) / row.weight, other))
    return found


def _is_number(words: str) -> bool:
    return _NUMBER.fullmatch(words) is not None or stars_in(words) is not None


_NUMBER = re.compile(r"\D{0,3}\d+(?:[.,]\d+)?\D{0,3}")


def weight_words(matrix: Matrix) -> dict[str, float]:
    """The weights that are words, each with the number that it is counted as, heaviest first."""
    said = {
        row.weight_raw: row.weight
        for row in matrix.criteria
        if matrix.weighted and not row.verdict and row.weight_raw and not _is_number(row.weight_raw)
    }
    return dict(sorted(said.items(), key=lambda pair: -pair[1]))


_PRODUCT = re.compile(r"\d\s*[×x*·]\s*\d|=\s*\d")


def is_multiplied(matrix: Matrix) -> bool:
    """Whether cells hold scores that are multiplied by their weights already: `20 (4×5)`. Weighing them again would be wrong."""
    return any(_PRODUCT.search(one.raw) for row in matrix.criteria for one in row.scores)


def has_own_numbers(matrix: Matrix) -> bool:
    """Whether every scored cell is a number or a count of stars, and no weight is a word: then nothing had to be assumed."""
    marks = {
        one.mark for row in matrix.criteria if not row.verdict for one in row.scores if one.value is not None
    }
    return marks <= {"number", "stars"} and not weight_words(matrix)
