"""What each mark, word and number of a matrix counts as."""

from __future__ import annotations

from dataclasses import dataclass

from decidedly.matrix.table import Matrix, Score

_SAID = {"yes": "Yes", "partly": "Partly", "no": "No"}


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind of cell: its mark ("yes", "partly", "no", "stars", "number", "word" or ""), what it says, how many cells
    say so, and what each counts as; `value` is None where that isn't scored. `inverted`: in criteria where lower is better.

    Stars and numbers stand for themselves: one entry is for all of them, with the highest value that they may have.
    """

    mark: str
    said: str
    cells: int
    value: float | None
    top: float
    inverted: bool = False


_ORDER = ("yes", "partly", "no", "stars", "number", "word", "")


def counted(matrix: Matrix) -> tuple[Counted, ...]:
    """What is counted as what in the scored rows of `matrix`: marks, stars, numbers, then words from the best down."""
    found: dict[tuple[str, str, bool, float | None], Counted] = {}
    for row in matrix.criteria:
        for score in row.scores if not row.verdict else ():
            one = _kind(score, row.inverted)
            key = (one.mark, one.said.casefold(), one.inverted, one.value)
            before = found.get(key)
            found[key] = Counted(
                one.mark, before.said if before else one.said, (before.cells if before else 0) + 1, one.value, one.top, one.inverted
            )  # fmt: skip
    return tuple(
        sorted(
            found.values(),
            key=lambda one: (
                _ORDER.index(one.mark),
                -(one.value if one.value is not None else -1),
                one.inverted,
                one.said,
            ),
        )
    )


def _kind(score: Score, inverted: bool) -> Counted:
    if score.value is None:
        return Counted("", _cut(score.words) or "an empty cell", 1, None, score.highest)
    if score.mark in _SAID:  # a mark is never turned round
        return Counted(score.mark, _SAID[score.mark], 1, score.value, score.highest)
    if score.mark == "stars":
        return Counted("stars", "stars", 1, score.highest, score.highest, inverted)
    if score.mark == "number":
        return Counted("number", "numbers", 1, score.highest, score.highest, inverted)
    return Counted(score.mark, _cut(score.words), 1, score.value, score.highest, inverted)


def _cut(words: str) -> str:
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
