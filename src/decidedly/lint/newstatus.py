"""Writing a status into a record that states none, in the place left for it or in the form that its log has."""

from __future__ import annotations

import re
from collections import Counter

from decidedly.dialects import Settings, read_record
from decidedly.dialects.status import cleaned
from decidedly.lint.context import Context
from decidedly.record import Field, Record
from decidedly.text import LINE_END, Edit, Source, Span, apply_edits


def write_status(context: Context, record: Record, status: str) -> tuple[Edit, ...] | None:
    """Edits after which a record without status states `status`: in the place left empty for it, else in the form that
    the log's other records share; None where they share none."""
    field = record.by_name.get("status")
    if field is not None and (field.path is not None or field.raw.strip()):
        return None
    word = status.capitalize() if _capitals(context) else status
    edits = _filled(record, field, word) if field is not None else _like_others(context, record, word)
    if edits is None:
        return None
    text = apply_edits(record.source.text, edits)
    made = read_record(Source(record.path, text), settings=Settings(context.settings.statuses))
    kept = [(link.kind, link.target) for link in made.links] == [
        (link.kind, link.target) for link in record.links
    ]
    same = made.title == record.title and made.id == record.id and made.date == record.date
    return edits if made.status is not None and made.status.name == status and kept and same else None


def _capitals(context: Context) -> bool:
    words = [cleaned(one.status.raw)[:1] for one in context.records if one.status is not None]
    return sum(word.isupper() for word in words) * 2 > len(words)


def _filled(record: Record, field: Field, word: str) -> tuple[Edit, ...] | None:
    """The empty place after `status:`, in an empty row, or under an empty heading."""
    source = record.source
    found = LINE_END.search(source.text)
    eol = found[0] if found else "\n"
    if field.origin == "section":
        before, after = source.text[: field.span.start], source.text[field.span.end :]
        above = "" if before.endswith(eol * 2) else eol if before.endswith(eol) else eol * 2
        ahead = len(after) - len(after.lstrip("\r\n"))
        below = "" if ahead >= len(eol) * 2 or not after.strip() else eol if ahead else eol * 2
        return (Edit(field.span, above + word + (below if after else eol)),)
    before = source.text[field.span.start - 1 : field.span.start]
    wall = " " if source.text[field.span.end : field.span.end + 1] == "|" else ""
    return (Edit(field.span, (word if before in " \t\"'" else f" {word}") + wall),)


def _like_others(context: Context, record: Record, word: str) -> tuple[Edit, ...] | None:
    """As most of the log's records have it: a key in the front matter, or a section after the title."""
    origins = Counter(
        one.by_name["status"].origin for one in context.records if one.status and "status" in one.by_name
    )
    origin = origins.most_common(1)[0][0] if origins else ""
    source, structure = record.source, record.structure
    found = LINE_END.search(source.text)
    eol = found[0] if found else "\n"
    keys = [one for one in record.fields if one.origin == "front-matter"]
    if keys and origin in ("front-matter", "") and source.text.lstrip("\ufeff").startswith("---"):
        first = source.line_span(1)
        key = re.match(r"[\w-]+:", source.at(first))
        return (Edit(Span(first.start, first.start), f"status: {word}{eol}"),) if key else None
    if origin != "section" or structure is None:
        return None
    sections = [one for one in structure.headings if one.level == 2]
    if not sections:
        return None
    at = sections[0].span.start
    return (Edit(Span(at, at), f"## Status{eol}{eol}{word}{eol}{eol}"),)
