"""P008: a merge conflict that was left in a text."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.conflicts import conflicts
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule


def check(context: Context) -> Iterator[Fault]:
    """One fault for each conflict, at the line that begins it."""
    for one in context.texts:
        for span in conflicts(one.source):
            words = one.source.at(span).strip()
            yield Fault(
                one.path,
                span,
                f"a merge conflict is left here: “{words[:60]}”",
                "keep the lines that are right, and take the lines <<<<<<<, ======= and >>>>>>> out",
                words[:7],
            )


RULE = Rule("P008", "merge-conflict", "error", "a merge conflict that was left in a text", check)
