"""M107: the numbers in a record's file name, title and metadata differ."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dialects.identity import from_name
from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.series import bare_numbers, in_metadata, in_title
from decidedly.text import Edit


def check(context: Context) -> Iterator[Fault]:
    """Records whose title or id has another number than their file's name."""
    bare = bare_numbers(context.records)
    for record in context.records:
        name = from_name(record.path)
        if name is None or name.number is None:
            continue
        stated = (in_title(record, name, bare), in_metadata(record))
        wrong = [one for one in stated if one is not None and one.identity.number != name.number]
        agreed = len(wrong) == 2 and wrong[0].identity.number == wrong[1].identity.number
        for one in wrong[:1] if agreed else wrong:
            new = str(name.number).zfill(len(one.identity.digits))
            fix = Fix(f"write {new}", {record.path: (Edit(one.span, new),)}, safe=False)
            yield Fault(
                record.path,
                one.span,
                f"the {one.where} says {one.identity.digits}, the file's name {name.digits}",
                "rename the file: title and metadata agree" if agreed else f"write {new}, or rename the file",
                one.where,
                fix=None if agreed else fix,
            )


RULE = Rule(
    "M107",
    "file-name-mismatch",
    "warning",
    "numbers in file name, title and metadata differ",
    check,
    "unsafe",
)
