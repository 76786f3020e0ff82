"""L126: a reference to lines of a file that has fewer."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wants import line_references


def check(context: Context) -> Iterator[Fault]:
    """`path:30-42` in prose and `path#L30` in links, where the file is known and ends before those lines."""
    lengths = dict(context.facts.lines)
    for name, source in context.sources.items():
        lengths[name] = len(source.line_starts) - source.text.endswith(("\n", "\r"))
    for one in context.texts:
        for reference in line_references(one, context.facts.prefix):
            path = next((path for path in reference.paths if path in lengths), None)
            if path is None or reference.last <= lengths[path]:
                continue
            written = one.source.at(reference.span)
            has = f"{lengths[path]} line" + ("s" if lengths[path] != 1 else "")
            yield Fault(
                one.path,
                reference.span,
                f"“{written}” names line {reference.last} of a file that has {has}",
                "find the passage again, and name its heading or function: lines move",
                written,
            )


RULE = Rule(
    "L126",
    "line-anchor",
    "info",
    "a file has fewer lines than a reference to it",
    check,
    needs=("files", "lines"),
)
