"""P001: nothing here looks like a decision record."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import LOG
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.text import Span


def check(context: Context) -> Iterator[Fault]:
    """One fault for a log without a single record."""
    if context.records:
        return
    count = len(context.log.documents)
    files = (
        "1 Markdown file, which is no decision record"
        if count == 1
        else f"{count} Markdown files, none of them a decision record"
    )
    yield Fault(
        LOG,
        Span(0, 0),
        files if count else "no decision records here",
        "name the records folder with --dir, or write the first record with adr new",
        "log",
    )


RULE = Rule("P001", "no-records", "error", "nothing here looks like a decision record", check)
