"""X308: a total that the matrix states differs from its parts."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import all_matrices, quoted
from decidedly.matrix import words_of, wrong_totals


def check(context: Context) -> Iterator[Fault]:
    """Totals that are not added up as the others in their row are."""
    for record, matrix in all_matrices(context):
        for wrong in wrong_totals(matrix):
            name, said = matrix.options[wrong.option], words_of(wrong.score.raw)
            how = ("weighted" if wrong.weighted else "added up") + (
                "" if wrong.declared else " as the others are"
            )
            yield Fault(
                record.path,
                wrong.score.span,
                f"{quoted(wrong.row.name)} of {quoted(name)} is {quoted(said)}; {how}, its parts make {wrong.expected}",
                "put the total or one of its parts right, and look whether the order of the options changes",
                f"{name} {said}",
            )


RULE = Rule("X308", "total-not-sum", "warning", "a stated total differs from its parts", check)
