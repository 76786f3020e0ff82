"""The head of a record: what a page shows in its own way, because every word of it is read as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.dialects.draft import MAX_HEADINGS, Draft
from decidedly.dialects.forms import is_metadata
from decidedly.record import Field, Section, Status
from decidedly.text import Source, Span

_IN_LINES = ("list", "labels", "table", "definition", "line")
_BLOCKS = ("paragraph_open", "bullet_list_open", "ordered_list_open", "dl_open")
MAX_ABOVE = 40
"""Lines between a label and a value that belongs to it."""


def head_spans(
    draft: Draft, fields: tuple[Field, ...], sections: tuple[Section, ...], status: Status | None
) -> tuple[Span, ...]:
    """The spans that a page shows in its own way: front matter, title, and blocks of metadata in which every line is a field."""
    source = draft.source
    found: list[Span] = []
    if draft.preamble.kind:
        found.append(draft.preamble.span)
    if draft.h1 is not None:
        found.append(draft.h1.span)
    elif draft.pseudo_title:
        found.append(draft.pseudo_title_span)
    lines = {source.line_of(one.span.start) for one in fields if one.origin in _IN_LINES}
    covered = {
        line
        for one in fields
        if one.origin in _IN_LINES
        for line in range(source.line_of(one.span.start), source.line_of(one.span.end) + 1)
    }
    above = {line for one in fields if one.origin in ("list", "definition") for line in _label(source, one)}
    lines, covered = lines | above, covered | above
    covered |= {
        source.line_of(item.span.start)
        for one in fields
        for item in one.items
        if one.origin in ("list", "definition")
    }
    for _, token in draft.structure.blocks():
        first, last = draft.structure.lines(token)
        if token.type == "html_block":
            found += _whole_table(draft, fields, draft.structure.span(token))
            continue
        if token.type == "bullet_list_open" and is_metadata(source, first):
            lines, covered = lines | {first}, covered | {first}
        if first not in lines and token.type != "table_open":
            continue
        span = draft.structure.span(token)
        texts = [line for line in range(first, last) if source.at(source.line_span(line)).strip()]
        if token.type == "table_open":
            if (
                any(line in lines for line in texts)
                and sum(line in covered for line in texts) >= len(texts) - 2
            ):
                found.append(span)
        elif token.type in _BLOCKS and all(line in covered for line in texts):
            found.append(span)
    covering = tuple(found)
    for section in sections[:MAX_HEADINGS]:
        if section.role == "metadata" and section.level <= 2:
            blocks = [
                draft.structure.span(token)
                for _, token in draft.tokens_in(section.body)
                if token.type != "hr"
            ]
            if blocks and all(any(one.contains(block) for one in covering) for block in blocks):
                found = [one for one in found if not section.span.contains(one)]
                found.append(source.stripped(section.span))
        if section.role not in ("status", "date") or section.level > 2:
            continue
        stated = [one.span for one in fields if one.origin == "section" and section.span.contains(one.span)]
        body = [
            line
            for line in source.at(section.body).splitlines()
            if line.strip() and not line.strip().startswith("<!--")
        ]
        plain = section.role == "date" or (
            status is not None and (not status.note or status.name == "superseded")
        )
        within = section.body if body else section.span  # `## Status: Accepted` needs no body
        read = len(body) <= len({source.line_of(span.start) for span in stated})
        if (len(body) <= 1 or read) and plain and any(within.contains(span) for span in stated):
            found.append(source.stripped(section.span))
    return tuple(sorted(found))


def _label(source: Source, field: Field) -> Iterator[int]:
    """The line of a label that stands above its value."""
    line = source.line_of(field.span.start)
    for above in range(line, max(-1, line - MAX_ABOVE), -1):
        if field.label in source.at(source.line_span(above)):
            yield above
            return


_ROW = re.compile(r"<(?:tr|dt)\b", re.I)
_WHOLE = re.compile(r"<(?P<name>table|dl)\b.*</(?P=name)\s*>", re.I | re.S)


def _whole_table(draft: Draft, fields: tuple[Field, ...], span: Span) -> list[Span]:
    """An HTML block that is one table, each row of which is read."""
    own = sum(one.origin == "html" and span.contains(one.span) for one in fields)
    whole = draft.source.stripped(span)
    text = draft.source.at(whole) if own else ""
    return [whole] if own and _WHOLE.fullmatch(text) and len(_ROW.findall(text)) <= own else []
