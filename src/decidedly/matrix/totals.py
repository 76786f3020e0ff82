"""Totals that a matrix states, held against their parts.

How a team adds up is not written down: plainly, weighted, as an average, as a share of the best. The way that fits
most of the totals in a row is taken for theirs, and only where it does are the others called wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from decidedly.matrix.table import Criterion, Matrix, Score

_TOTAL = re.compile(r"\b(total|sum|summe|gesamt|punkte|points|scores?)\b|[∑Σ]", re.I)
_DECIMALS = re.compile(r"\d[.,](\d+)")
_MARKS: tuple[Mapping[str, float], ...] = (
    {"yes": 1, "partly": 0, "no": 0}, {"yes": 1, "partly": 0.5, "no": 0}, {"yes": 2, "partly": 1, "no": 0},
)  # fmt: skip


class Part(NamedTuple):
    """One cell's contribution: the criterion's weight, the cell's value, and the highest that it could be."""

    weight: float
    value: float
    highest: float


@dataclass(frozen=True, slots=True)
class WrongTotal:
    """A total that does not come from its parts: where, what it says, what it should be.

    `weighted` tells how it was added up to know that, `declared` that the row says so itself (else the others do).
    """

    row: Criterion
    option: int
    score: Score
    expected: str
    weighted: bool
    declared: bool = False


class _Sum(NamedTuple):
    value: float
    natural: bool
    weighted: bool


def stated_totals(matrix: Matrix) -> dict[int, Score]:
    """The totals that the matrix gives its options, by option; empty where it gives none, or only one."""
    return next((stated for _, stated in _rows(matrix)), {})


def adds_up_weighted(matrix: Matrix) -> bool:
    """Whether the totals of the matrix come from its parts by its weights; True where there are none to tell."""
    ways = [_added_up(matrix, stated, None)[1] for _, stated in _rows(matrix)]
    return not ways or any(name.startswith("weighted") for name in ways[0])


def _rows(matrix: Matrix) -> Iterator[tuple[Criterion, dict[int, Score]]]:
    for row in matrix.criteria:
        if row.verdict and _TOTAL.search(row.name):
            stated = {
                at: one for at, one in enumerate(row.scores) if one.mark == "number" and one.given is not None
            }
            if len(stated) >= 2:
                yield row, stated


def _declared(matrix: Matrix, row: Criterion) -> bool:
    """Whether a row says itself how it is added up: weighted, by weights that are shares of a whole."""
    whole = math.fsum(one.weight for one in matrix.criteria if not one.verdict)
    shares = any(abs(whole - all_) < 1e-6 for all_ in (1.0, 100.0))
    return matrix.weighted and shares and "weighted" in row.name.lower() and not _all_marks(matrix)


def wrong_totals(matrix: Matrix) -> Iterator[WrongTotal]:
    """The stated totals that differ from their parts, in order; none where nobody can tell how they were added up."""
    for row in matrix.criteria:
        if not (row.verdict and _TOTAL.search(row.name)):
            continue
        stated = {
            at: one for at, one in enumerate(row.scores) if one.mark == "number" and one.given is not None
        }
        tried = [_added_up(matrix, stated, marks) for marks in (_MARKS if _all_marks(matrix) else (None,))]
        sums, best, _ = max(tried, key=lambda one: one[2])
        declared = not best and _declared(matrix, row)
        if declared:
            best = [name for name in ("weighted sum", "weighted mean") if _likely(name, stated)][-1:]
        for at, score in stated.items() if best else ():
            if at in sums and not any(_fits(sums[at][way].value, score) for way in best):
                due = sums[at][best[0]]
                digits = max(_decimals(one.raw) for one in stated.values())
                yield WrongTotal(row, at, score, f"{due.value:.{digits}f}", due.weighted, declared)


def _added_up(
    matrix: Matrix, stated: Mapping[int, Score], marks: Mapping[str, float] | None
) -> tuple[dict[int, dict[str, _Sum]], list[str], int]:
    """What each option comes to in every way, the ways that fit most totals, and how many they fit."""
    sums = {
        at: _sums(parts, matrix.weighted) for at in stated if (parts := _parts(matrix, at, marks)) is not None
    }
    return sums, *_best(sums, stated)


def _all_marks(matrix: Matrix) -> bool:
    rows = [row for row in matrix.criteria if not row.verdict]
    return all(one.mark in ("yes", "partly", "no") for row in rows for one in row.scores)


def _parts(matrix: Matrix, at: int, marks: Mapping[str, float] | None) -> list[Part] | None:
    """The parts of one option's total; None where a cell says nothing that could be added."""
    parts: list[Part] = []
    for row in matrix.criteria:
        if row.verdict:
            continue
        score = row.scores[at]
        value = score.given if marks is None else marks[score.mark]
        if value is None:
            return None
        parts.append(Part(row.weight, value, score.highest if marks is None else marks["yes"]))
    return parts


def _sums(parts: Sequence[Part], weighted: bool) -> dict[str, _Sum]:
    """The ways in which people add up, by name; `natural` are those that a reader expects."""
    plain = math.fsum(part.value for part in parts)
    best = math.fsum(part.highest for part in parts)
    ways = {
        "sum": _Sum(plain, not weighted, False),
        "mean": _Sum(plain / len(parts), False, False),
        "share": _Sum(100 * plain / best if best else 0.0, False, False),
    }
    if weighted:
        each = math.fsum(part.weight * part.value for part in parts)
        whole = math.fsum(part.weight for part in parts)
        most = math.fsum(part.weight * part.highest for part in parts)
        ways |= {
            "weighted sum": _Sum(each, True, True),
            "weighted by percent": _Sum(each / 100, True, True),
            "weighted mean": _Sum(each / whole if whole else 0.0, True, True),
            "weighted share": _Sum(100 * each / most if most else 0.0, False, True),
        }
    return ways


def _best(sums: Mapping[int, Mapping[str, _Sum]], stated: Mapping[int, Score]) -> tuple[list[str], int]:
    """The ways that fit most totals of the row, where they fit enough of them to be believed; and how many they fit."""
    if len(sums) < 2:
        return [], 0
    names = [name for name in next(iter(sums.values())) if _likely(name, stated)]
    hits = {name: sum(_fits(sums[at][name].value, stated[at]) for at in sums) for name in names}
    most = max(hits.values())
    best = [name for name in names if hits[name] == most]
    if 2 * most > len(sums):
        return best, most
    # as many wrong as right: believed only where they were added up as a reader would
    one = next(iter(sums.values()))
    return [name for name in best if one[name].natural] if 2 * most == len(sums) else [], most


def _likely(way: str, stated: Mapping[int, Score]) -> bool:
    """Whether totals as written may come about that way: a whole number meets an average too easily by chance."""
    if way.endswith("share"):
        return all("%" in one.raw for one in stated.values())
    return not way.endswith("mean") or any(_decimals(one.raw) for one in stated.values())


def _fits(value: float, score: Score) -> bool:
    """Whether a total as written is `value`, rounded or cut at its last digit."""
    unit = 10.0 ** -_decimals(score.raw)
    given = score.given or 0.0
    return abs(value - given) <= unit / 2 + 1e-9 or abs(math.floor(value / unit + 1e-9) * unit - given) < 1e-9


def _decimals(raw: str) -> int:
    found = _DECIMALS.search(raw)
    return len(found[1]) if found else 0
