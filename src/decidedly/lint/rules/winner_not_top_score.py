"""X301: the matrix's own numbers favour another option than the one that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import all_matrices, option_span, quoted, rival_of


def check(context: Context) -> Iterator[Fault]:
    """Chosen options that another one beats: by the totals that are stated, or else in every reading of the cells.

    Where numbers had to be assumed for it, it is a hint only.
    """
    for record, matrix in all_matrices(context):
        rival = rival_of(matrix, matrix.chosen) if matrix.chosen is not None else None
        if matrix.chosen is None or rival is None:
            continue
        best, picked = quoted(matrix.options[rival.option]), quoted(matrix.options[matrix.chosen])
        yield Fault(
            record.path,
            option_span(matrix, matrix.chosen),
            f"{best} {rival.leads} {picked}, which was chosen, {rival.trails}",
            f"say what spoke for {picked} all the same, or put marks and weights right",
            f"{matrix.options[matrix.chosen]} {matrix.options[rival.option]}",
            severity=None if rival.firm else "info",
        )


RULE = Rule(
    "X301",
    "winner-not-top-score",
    "warning",
    "the matrix's own numbers favour another option than the one that was chosen",
    check,
)
