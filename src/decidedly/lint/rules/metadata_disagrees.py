"""P007: two places of one file state a different status, date or id."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Fix, Related
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.words import label_of, meanings
from decidedly.record import Field, Record
from decidedly.text import Edit, one_line


def check(context: Context) -> Iterator[Fault]:
    """Fields of one label that say different things. The most trusted place counts; the others are reported."""
    for record in context.records:
        for name in ("status", "date", "id"):
            fields = [one for one in record.fields if one.name == name and not one.path and meanings(one)]
            for other in fields[1:]:
                first = fields[0]
                same = meanings(first) & meanings(other) or first.span.contains(other.span)
                revisions = other.origin == first.origin == "table"
                if not same and not revisions and label_of(first) == label_of(other):
                    yield _fault(record, first, other)


def _fault(record: Record, first: Field, other: Field) -> Fault:
    line, _ = record.source.position(first.span.start)
    kept, said = one_line(first.value), one_line(other.value)
    fix = None
    if other.raw.strip() == said and first.raw.strip() == kept and "[" not in said + kept:
        fix = Fix(f"write {kept}", {record.path: (Edit(other.span, kept),)}, safe=False)
    return Fault(
        record.path,
        other.span,
        f"the {first.name} is “{said}” here, but “{kept}” on line {line}, which counts",
        "make the two agree, or keep only one of them",
        first.name,
        (Related(record.path, first.span, f"the {first.name} that counts"),),
        fix,
    )


RULE = Rule(
    "P007",
    "metadata-disagrees",
    "warning",
    "two places state a different status, date or id",
    check,
    "unsafe",
)
