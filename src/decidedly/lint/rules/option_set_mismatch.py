"""X305: the options of the matrix are not those that the record describes."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import is_baseline, name_span, option_span, quoted, same
from decidedly.matrix import Matrix
from decidedly.record import Option, Record


def check(context: Context) -> Iterator[Fault]:
    """Options that only the matrix has, or only the text. Where both have some, they may be the same by other names."""
    for record in context.records:
        options = [one for one in record.options if not is_baseline(one.name)]
        matrices = [one for one in context.matrices[record.path] if _shared(one, options) >= 2]
        extra = [
            (matrix, at)
            for matrix in matrices
            for at, name in enumerate(matrix.options)
            if not is_baseline(name) and not any(same(name, one.name) for one in record.options)
        ]
        scored = [name for matrix in matrices for name in matrix.options]
        missing = [one for one in options if not any(same(name, one.name) for name in scored)]
        if matrices and extra and not missing:
            yield from (_undescribed(record, matrix, at) for matrix, at in extra)
        elif matrices and not extra and len(missing) < len(options) - len(missing):
            yield from (_unscored(record, one) for one in missing)


def _shared(matrix: Matrix, options: list[Option]) -> int:
    return sum(any(same(name, one.name) for one in options) for name in matrix.options)


def _undescribed(record: Record, matrix: Matrix, at: int) -> Fault:
    name = matrix.options[at]
    message = f"{quoted(name)} is in the matrix, but not among the options that the record describes"
    return Fault(
        record.path, option_span(matrix, at), message, "describe it, or take it out of the matrix", name
    )


def _unscored(record: Record, option: Option) -> Fault:
    message = f"{quoted(option.name)} is among the options, but not in the matrix"
    hint = "score it like the others, or say why it was left out"
    return Fault(record.path, name_span(record, option), message, hint, option.name)


RULE = Rule(
    "X305",
    "option-set-mismatch",
    "warning",
    "the options of the matrix are not those that the record describes",
    check,
)
