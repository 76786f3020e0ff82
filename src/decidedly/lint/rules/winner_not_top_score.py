"""X301: the matrix's own numbers favour another option than the one that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import all_matrices, assumed, note, option_span, quoted
from decidedly.matrix import ahead_of, has_own_numbers, percent


def check(context: Context) -> Iterator[Fault]:
    """Chosen options that another one beats in every reading; a hint only, where numbers had to be assumed for it."""
    for record, matrix in all_matrices(context):
        chosen = matrix.chosen
        rival = ahead_of(matrix, chosen) if chosen is not None else None
        if chosen is None or rival is None:
            continue
        best, picked = quoted(matrix.options[rival.option]), quoted(matrix.options[chosen])
        firm = rival.everywhere or has_own_numbers(matrix)
        if rival.everywhere:
            message = f"{best} is nowhere behind {picked}, which was chosen, and somewhere ahead of it"
        else:
            scores = [percent(matrix.fit[one]) for one in (rival.option, chosen)]
            if scores[0] == scores[1]:
                continue  # closer than anybody would read off
            counted = "" if has_own_numbers(matrix) and matrix.weighted else note(assumed(matrix))
            message = f"{best} scores {scores[0]} and {picked}, which was chosen, {scores[1]}{counted}"
        yield Fault(
            record.path,
            option_span(matrix, chosen),
            message,
            f"say what spoke for {picked} all the same, or put marks and weights right",
            f"{matrix.options[chosen]} {matrix.options[rival.option]}",
            severity=None if firm else "info",
        )


RULE = Rule(
    "X301",
    "winner-not-top-score",
    "warning",
    "the matrix's own numbers favour another option than the one that was chosen",
    check,
)
