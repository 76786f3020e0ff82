"""M109: a section that the configuration requires."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dialects.labels import folded
from decidedly.dialects.roles import role_of
from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Record, Section
from decidedly.text import LINE_END, Edit, Span


def check(context: Context) -> Iterator[Fault]:
    """Sections of `required-sections` that a record does not have, under that heading or another of the same role."""
    required = context.settings.required_sections
    for record in context.records:
        for number, wanted in enumerate(required):
            if _find(record, wanted) is None:
                edit = _heading(record, wanted, required[number + 1 :])
                yield Fault(
                    record.path,
                    context.title_span(record),
                    f"there is no section “{wanted}”, which adr.toml requires of every record",
                    f"add the heading “{wanted}”, and what belongs under it",
                    folded(wanted),
                    fix=Fix(f"add the heading “{wanted}”", {record.path: (edit,)}),
                )


def _find(record: Record, wanted: str) -> Section | None:
    role, words = role_of(wanted), folded(wanted)
    return next(
        (one for one in record.sections if (role and one.role == role) or folded(one.title) == words), None
    )


def _heading(record: Record, wanted: str, later: tuple[str, ...]) -> Edit:
    """The heading, before the first section that is required to come after it; else at the end."""
    text = record.source.text
    match = LINE_END.search(text)
    end = match[0] if match else "\n"
    levels = [one.level for one in record.sections if one.level > 1]
    heading = f"{'#' * min(levels, default=2)} {wanted}"
    after = next((found for one in later if (found := _find(record, one)) is not None), None)
    if after is not None:
        return Edit(Span(after.heading.start, after.heading.start), f"{heading}{end}{end}")
    gap = "" if not text or text.endswith(end + end) else end if text.endswith(end) else end + end
    return Edit(Span(len(text), len(text)), f"{gap}{heading}{end}")


RULE = Rule(
    "M109", "missing-section", "info", "a section that the configuration requires is missing", check, "safe"
)
