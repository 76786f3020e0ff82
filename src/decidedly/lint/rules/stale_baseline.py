"""G502: an entry of the baseline that no longer occurs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decidedly.finding import Fix
from decidedly.lint.baseline import Entry
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.text import Edit, Span, one_line


def stale(context: Context, gone: Sequence[Entry]) -> Iterator[Fault]:
    """The faults of the baseline, once the other rules have run. `gone` are its entries that no longer occur."""
    baseline = context.baseline
    if baseline is None or not gone:
        return
    whole = Span(0, len(baseline.text))
    fix = Fix(
        "take it out of the baseline", {baseline.path: (Edit(whole, baseline.without(gone)),)}
    )  # one for all: each of them rewrites the file
    total = {entry.key: entry.count for entry in baseline.entries}
    for entry in gone:
        some = entry.count < total[entry.key]
        said = f"is found {entry.count}× less often" if some else "is no longer found"
        yield Fault(
            baseline.path,
            baseline.span_of(entry),
            f"{entry.rule} “{one_line(entry.subject, 60)}” {said} in {entry.record}",
            "take it out of the baseline, so that it is not forgiven should it come back",
            "|".join(entry.key),
            fix=fix,
        )


def check(context: Context) -> Iterator[Fault]:
    """Nothing by itself: the engine calls `stale` after the other rules."""
    yield from ()


RULE = Rule("G502", "stale-baseline", "info", "a baseline entry that no longer occurs", check, "safe")
