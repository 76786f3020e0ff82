"""X302: the highest score is claimed, and the matrix has no numbers that it could come from."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import assumed, claims, scored, states_totals
from decidedly.matrix import has_own_numbers, weight_words


def check(context: Context) -> Iterator[Fault]:
    """The first such claim of each record whose matrices give no numbers."""
    for record in context.records:
        matrices = context.matrices[record.path]
        if any(has_own_numbers(one) or states_totals(one) for one in matrices):
            continue
        for matrix in matrices:
            words = weight_words(matrix)
            span = next(claims(record, matrix), None) if words or not matrix.weighted else None
            if span is None:
                continue
            said = " ".join(record.source.at(span).split())
            why = "the weights are words" if words else "there are no weights"
            yield Fault(
                record.path,
                span,
                f"“{said}” is claimed, but {why}; assumed here: {'; '.join(assumed(matrix))}",
                f"write weights as numbers, or say what decided; counted that way: {scored(matrix)}",
                said.lower(),
            )
            break


RULE = Rule(
    "X302",
    "winner-without-scores",
    "info",
    "the highest score is claimed without numbers that it could come from",
    check,
)
