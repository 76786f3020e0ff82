"""L128: a path under `applies-to` that no file of the repository matches."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from decidedly.lifecycle import RETIRED
from decidedly.lint.context import Context
from decidedly.lint.globs import matches_any
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wording import did_you_mean
from decidedly.record import Record
from decidedly.text import Span, near


def check(context: Context) -> Iterator[Fault]:
    """Patterns of records that govern something or are about to; what was retired governs nothing."""
    tree = context.facts.tree or frozenset()
    folders: list[str] = []
    for record in context.records:
        if record.status is not None and record.status.name in RETIRED:
            continue
        for written in record.scope:
            if written.startswith("!") or matches_any(written, tree):
                continue
            folders = folders or sorted({posixpath.dirname(path) for path in tree} - {""})[:5000]
            bare = written.strip("/").split("*")[0].rstrip("/")
            offered = [f"{one}/**" for one in near(bare, folders, 2)] if bare else []
            yield Fault(
                record.path,
                _span(context, record, written),
                f"no file of the repository matches “{written}”",
                did_you_mean(offered, "name the paths as they are now, or take the line out"),
                written,
            )


def _span(context: Context, record: Record, written: str) -> Span:
    for field in record.fields:
        if field.name == "applies-to" and field.path is None:
            for item in field.items:
                if item.raw == written:
                    return item.span
            at = field.raw.find(written)
            if at >= 0:
                return Span(field.span.start + at, field.span.start + at + len(written))
    return context.span_of(record, "applies-to")


RULE = Rule(
    "L128",
    "scope-matches-nothing",
    "warning",
    "a path that the decision is said to govern matches no file",
    check,
    needs=("tree",),
)
