"""Taking a statement about another record out of a record."""

from __future__ import annotations

import re

from decidedly.amend.target import Edits, Target
from decidedly.record import Link
from decidedly.text import Edit, Span


def removals(target: Target, kinds: frozenset[str]) -> Edits:
    """Edits that take out each statement of these kinds that stands apart from the status.

    A statement goes with its line: a key, a row, an item, a line of the status section. Where more stands on the line it is left.
    """
    status = target.status.span if target.status is not None else Span(0, 0)
    links = [one for one in target.record.links if one.kind in kinds and not status.contains(one.span)]
    spans = {span for one in links for span in (_statement(target, one),) if span is not None}
    return tuple(
        Edit(span, "") for span in sorted(spans) if span.end <= status.start or span.start >= status.end
    )


def _statement(target: Target, link: Link) -> Span | None:
    """The lines that hold nothing but this statement: of its field with all its items, else of the link."""
    source, text = target.source, target.source.text
    if link.place.kind == "field" and link.place.name == "links":
        return _item(target, link)
    field = target.field(link.kind) if link.place.kind == "field" and link.place.name == link.kind else None
    start, end = link.span.start, link.span.end
    if field is not None:
        spans = [field.span, *(one.span for one in field.items)]
        start, end = min(one.start for one in spans), max(one.end for one in spans)
        above = text[: source.line_span(source.line_of(start)).start].rstrip()
        if field.label and above.endswith(f"{field.label}:"):
            start = len(above) - 1  # a key or a label with a list under it
    first, last = source.line_of(start), source.line_of(end)
    section = target.record.section("status")
    if field is None:
        words = source.at(source.line_span(first)).strip(" \t>*+-_").lower()
        if not re.match(r"super|amend|repla|refin|depend|requir|relat|conflict", words):
            return None
    begin, stop = source.lines_span(first, last + 1).start, source.lines_span(first, last + 1).end
    if section is not None and section.body.contains(link.span):
        while (
            begin > section.body.start and not source.at(source.line_span(source.line_of(begin) - 1)).strip()
        ):
            begin = source.line_span(source.line_of(begin) - 1).start
        stop = source.line_span(last).end
        begin = source.line_span(source.line_of(begin) - 1).end if begin else 0
    return Span(begin, stop)


def _item(target: Target, link: Link) -> Span | None:
    """An item of a list of links, with the lines that go on with it: `- target: 2`, `  kind: supersededby`."""
    source = target.source
    first = source.line_of(link.span.start)
    while first and not source.at(source.line_span(first)).lstrip().startswith("-"):
        first -= 1
    line = source.at(source.line_span(first))
    indent = len(line) - len(line.lstrip())
    last = first + 1
    while (more := source.at(source.line_span(last))).strip() and len(more) - len(more.lstrip()) > indent:
        last += 1
    field = target.field("links")
    if field is not None and len(field.items) == 1 and first:
        first -= 1  # `links:` goes with its only item
    return source.lines_span(first, last)
