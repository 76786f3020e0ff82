"""P004: text that was decoded wrongly once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.mojibake import repairs
from decidedly.lint.rule import Fault, Rule
from decidedly.text import Edit


def check(context: Context) -> Iterator[Fault]:
    """One fault for each line that holds damaged characters, with the repair of all of them."""
    for one in context.texts:
        source = one.source
        found = repairs(source.text)
        for _, line in groupby(found, key=lambda repair: source.line_of(repair.span.start)):
            first, *more = line
            was, new = source.at(first.span), first.new.replace("\u00a0", "no-break space")
            others = f", and {len(more)} more on this line" if more else ""
            edits = tuple(Edit(repair.span, repair.new) for repair in (first, *more))
            yield Fault(
                one.path,
                first.span,
                f"“{was}” was “{new}” before it was read as {first.encoding}{others}",
                "adr lint --fix puts it back; look for the program that opened the file as something else than UTF-8",
                was,
                fix=Fix(f"write “{new}”", {one.path: edits}),
            )


RULE = Rule("P004", "mojibake", "warning", "text that was decoded wrongly once", check, "safe")
