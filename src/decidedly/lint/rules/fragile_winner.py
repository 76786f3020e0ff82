"""X307: a small change of one weight would put another option first."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import all_matrices, quoted
from decidedly.matrix import Criterion, adds_up_weighted, flip, is_multiplied, percent

FIFTH = 0.2


def check(context: Context) -> Iterator[Fault]:
    """Chosen options that lead, and that one weight moved by a fifth would overtake. Without weights nothing is said."""
    for record, matrix in all_matrices(context):
        chosen = matrix.chosen
        plain = matrix.weighted and adds_up_weighted(matrix) and not is_multiplied(matrix)
        turn = flip(matrix, chosen) if chosen is not None and plain else None
        if chosen is None or turn is None or turn.share > FIFTH + 1e-9:
            continue
        best, rival = matrix.options[chosen], matrix.options[turn.rival]
        scores = [percent(matrix.fit[one]) for one in (chosen, turn.rival)]
        yield Fault(
            record.path,
            turn.criterion.span,
            f"{quoted(best)} and {quoted(rival)} score the same, {scores[0]}"
            if turn.share < 1e-9
            else f"{quoted(best)} ({scores[0]}) would not be ahead of {quoted(rival)} ({scores[1]})"
            f" were {quoted(turn.criterion.name)} weighed {turn.weight:.3g} instead of {_stated(turn.criterion)}",
            "the numbers don't decide this one: say in words what did",
            f"{best} {rival}",
        )


def _stated(row: Criterion) -> str:
    number = f"{row.weight:g}"
    return number if number in (row.weight_raw or number) else f"{row.weight_raw} (counted as {number})"


RULE = Rule(
    "X307",
    "fragile-winner",
    "info",
    "a small change of one weight would put another option first",
    check,
)
