"""The head of a record: what a page shows in its own way, because every word of it is read as metadata."""

from __future__ import annotations

from decidedly.dialects.draft import MAX_HEADINGS, Draft
from decidedly.record import Field, Section, Status
from decidedly.text import Span


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
    lines = {
        source.line_of(one.span.start) for one in fields if one.origin in ("list", "labels", "table", "line")
    }
    covered = {
        line
        for one in fields
        if one.origin in ("list", "labels", "table", "line")
        for line in range(source.line_of(one.span.start), source.line_of(one.span.end) + 1)
    }
    covered |= {
        source.line_of(item.span.start) for one in fields for item in one.items if one.origin == "list"
    }
    for _, token in draft.structure.blocks():
        first, last = draft.structure.lines(token)
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
        elif token.type in ("paragraph_open", "bullet_list_open", "ordered_list_open") and all(
            line in covered for line in texts
        ):
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
        if len(body) <= 1 and plain and any(within.contains(span) for span in stated):
            found.append(source.stripped(section.span))
    return tuple(sorted(found))
