"""M105: template text was left in."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dialects.identity import split_heading
from decidedly.finding import Related
from decidedly.lint.context import Context
from decidedly.lint.placeholders import placeholders
from decidedly.lint.rule import Fault, Rule
from decidedly.text import one_line


def check(context: Context) -> Iterator[Fault]:
    """One fault for each record that holds template text, at the first of it; the other places are related."""
    titles = {split_heading(one.title, None)[1] for one in context.log.documents if one.kind == "template"}
    for record in context.records:
        found = placeholders(record, titles)
        if not found:
            continue
        first = one_line(record.source.at(found[0]), 80)
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield Fault(
            record.path,
            found[0],
            f"template text was left in: “{first}”{more}",
            "write what is asked for there, or take it out",
            first,
            tuple(Related(record.path, span, "template text") for span in found[1:20]),
        )


RULE = Rule("M105", "placeholder-text", "warning", "template text was left in", check)
