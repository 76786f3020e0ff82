"""How much each criterion counts: columns of weights, weights in a criterion's name, and words for weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from decidedly.matrix.cells import REMARK, stars_in, words_of
from decidedly.record import Cell
from decidedly.text import without_emoji

_WEIGHT_WORDS = {
    "critical": 4.0, "very high": 4.0, "must": 4.0, "must have": 4.0, "must-have": 4.0, "essential": 4.0, "mandatory": 4.0,
    "high": 3.0, "important": 3.0, "should": 3.0, "should have": 3.0, "should-have": 3.0,
    "medium": 2.0, "moderate": 2.0, "normal": 2.0, "could": 2.0, "could have": 2.0, "could-have": 2.0,
    "low": 1.0, "minor": 1.0, "nice to have": 1.0, "nice-to-have": 1.0, "optional": 1.0,
}  # fmt: skip
_NUMBER = re.compile(r"[x×*]?\s*(\d{1,4}(?:[.,]\d{1,4})?)\s*[x×%]?")
_IN_NAME = re.compile(
    r"\((?:(?:weight|w)\s*[:=]?\s*(\d+(?:\.\d+)?)\s*%?|[x×]\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*%)\)\s*$",
    re.I,
)
_WORD = r"(?:weight(?:ing|age)?s?|wt\.?|importance|priority|gewicht(?:ung)?|poids|peso)"
_HEAD = re.compile(rf"{_WORD}\b.{{0,16}}$", re.I)
_HEAD_BEHIND = re.compile(rf"(?!weighted).{{1,24}}\b{_WORD}$", re.I)
_IN_HEAD = re.compile(rf"\b{_WORD}(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class Weighting:
    """One column of weights: what its heading says besides "weight" ("MVP", "Phase 3"), and a weight for each criterion
    that is scored, in order."""

    name: str
    weights: tuple[float, ...]


def is_weight_head(name: str) -> bool:
    """Whether a heading begins with a word for weights."""
    return _HEAD.match(name) is not None


def weight_columns(
    heads: Sequence[str], body: Sequence[Sequence[Cell]], rows: Sequence[int]
) -> tuple[int, ...]:
    """The columns that hold weights; `rows` are those of criteria.

    "Weight (MVP)" is one. "MVP weight", which may be the name of an option, is one where it holds weights and stands
    before all options or beside another column of weights.
    """
    named = [at for at, name in enumerate(heads) if at and is_weight_head(name)]
    behind = [at for at, name in enumerate(heads) if at and at not in named and _HEAD_BEHIND.match(name)]
    read = [at for at in (*named, *behind) if weights_of(body, at, rows)]
    if len(read) > 1 or 1 in read:
        return tuple(sorted(read))
    return tuple(named[:1])


def weightings(
    heads: Sequence[str], columns: Sequence[int], body: Sequence[Sequence[Cell]], rows: Sequence[int]
) -> tuple[Weighting, ...]:
    """What several columns of weights say; nothing where there is only one."""
    made: list[Weighting] = []
    for at in columns if len(columns) > 1 else ():
        name = " ".join(_IN_HEAD.sub(" ", heads[at]).split()).strip(" ()[]:–—-,")
        found = weights_of(body, at, rows)
        made.append(Weighting(name or heads[at], tuple(found.get(r, 1.0) for r in rows)))
    return tuple(made)


def weights_of(body: Sequence[Sequence[Cell]], column: int | None, rows: Sequence[int]) -> dict[int, float]:
    """The weight of each row, or nothing where the table states none (or none that can be understood).

    Without a column they may stand in the names of the criteria: "Cost (weight 3)".
    """
    found: dict[int, float] = {}
    for r in rows:
        if column is not None:
            weight = _weight(words_of(body[r][column].raw))
        else:
            named = _IN_NAME.search(words_of(body[r][0].raw))
            weight = float(next(filter(None, named.groups()))) if named else None
        if weight is not None:
            found[r] = weight
    enough = 2 * len(found) > len(rows) if column is not None else len(found) == len(rows)
    return found if enough and sum(found.values()) > 0 else {}


def _weight(text: str) -> float | None:
    bare = without_emoji(REMARK.sub("", text)).lower()
    if bare in _WEIGHT_WORDS:
        return _WEIGHT_WORDS[bare]
    number = _NUMBER.fullmatch(bare)
    if number:
        return float(number.group(1).replace(",", "."))
    return stars_in(text)
