"""Writing one end of a link into a record, in the form in which that record states its own metadata.

Each form is one function that gives edits, or None where the record shows no form for it. What they make is read again
before it is offered: only edits after which the record says exactly this, and all that it said before, are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from decidedly.amend.ends import WORDS, End, with_status
from decidedly.amend.keys import in_quotes, key, key_value, listed, madr_status, names_another
from decidedly.amend.lines import beside
from decidedly.amend.proof import Intent, fault
from decidedly.amend.target import Edits, Target, is_blank
from decidedly.amend.words import rewritten, word_for
from decidedly.dialects.labels import folded, link_kind
from decidedly.dialects.status import cleaned
from decidedly.dialects.wording import cased, tongue
from decidedly.lifecycle import meaning
from decidedly.log import Log
from decidedly.log.names import called
from decidedly.record import INVERSE, Field, Record
from decidedly.text import Edit, Span

_BY = {"ersetzt": "durch", "remplacé": "par", "reemplazado": "por", "substituído": "por"}


def link_edits(target: Target, kind: str, other: Record) -> tuple[Edits | None, str]:
    """Edits after which the record says that it `kind` `other`, its status too where that follows; else None and why.

    Where the target is not loose, only forms that the record itself shows are used.
    """
    if kind not in WORDS:
        return None, f"“{kind}” is no kind of link that can be written"
    intent = Intent(
        status="superseded" if kind == "superseded-by" and target.record.status is not None else None,
        added=(kind, other),
        if_none="superseded" if kind == "superseded-by" else "",
    )
    stated = target.field(kind)
    forms = _FORMS if stated is None else (_own_field, *(_FORMS[1:] if target.loose else ()))
    why = "it shows no place for this"
    ways = (True,) if not target.loose else (False, True) if target.log.once(_bare) else (True, False)
    # The day of the old status (`Accepted (2024-05-01)`) goes only where it can't be kept, and somebody writes it elsewhere.
    undated = [(form, replace(intent, undated=True)) for form in forms] if target.loose else []
    tries = [*((form, intent) for form in forms), *undated]
    for form, wanted in (*tries, *((form, intent) for form in (_FALLBACKS if target.loose else ()))):
        for linked in ways:
            if not linked and not target.knows(called(other), other):
                continue
            edits = form(End(target, kind, other, linked))
            if edits is not None:
                why = fault(target, edits, wanted)
                if not why:
                    return edits, ""
    return None, why


def _bare(log: Log) -> bool:
    """Whether the log's records name each other by ids alone, without links, outside front matter."""
    typed = [
        one.source.text[link.span.start - 2 : link.span.start].endswith("(")
        for one in log.records
        for link in one.links
        if link.kind in WORDS and (field := one.by_name.get("status")) and field.origin != "front-matter"
        if link.place.kind != "field" or link.place.name == "status"
    ]
    return bool(typed) and not any(typed)


# ------------------------------------------------------------------------------------------ a field that is there


def _own_field(end: End) -> Edits | None:
    """The record has a place for just this: an empty key, a row that says N/A, a list."""
    target = end.target
    field = target.field(end.kind)
    if field is None or field.origin in ("badge", "comment", "title", "file-name"):
        return None
    source, raw = target.source, target.source.at(field.span)
    keyed = field.origin in ("front-matter", "side-file")
    value = end.reference if field.origin != "html" else target.anchor(end.other)
    if keyed:
        value = key_value(end, field, quoted=in_quotes(target.source, field))
    empty = not field.items and is_blank(raw)
    if keyed and raw.startswith("[") and raw.endswith("]"):
        last_at = field.span.start + len(raw[:-1].rstrip(" "))
        edit = Edit(Span(last_at, last_at), value if is_blank(raw) else f", {value}")
    elif keyed and field.items:
        last = target.line(field.items[-1].span)
        dash = re.match(r"[ \t]*-[ \t]+", source.at(last))
        if dash is None:
            return None
        edit = Edit(Span(last.end, last.end), f"{target.eol}{dash[0]}{value}")
    elif empty:
        before = source.text[field.span.start - 1 : field.span.start]
        space = "" if len(field.span) or before in " \t" else " "
        span = field.span
        if keyed and before in ("'", '"') and source.text[span.end : span.end + 1] == before:
            span, space = Span(span.start - 1, span.end + 1), ""  # the quotes of nothing go with it
        edit = (
            Edit(span, space + value) if span != field.span or not raw else target.cell(field, space + value)
        )
    elif keyed:
        return with_status(end, _grown(target, field, value))
    elif field.items or field.origin == "section":
        return None
    else:
        if field.origin == "table" and "](" not in raw and target.knows(end.other.id, end.other):
            value = end.other.id
        edit = target.cell(field, f"{raw}, {value}")
    return with_status(end, edit)


def _grown(target: Target, field: Field, value: str) -> Edit | None:
    """One value becomes a list of two: `supersedes: 3` → `supersedes: [3, 1]`; `ADR-1, ADR-2` gets a third."""
    text, span = target.source.text, field.span
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    raw = text[span.start : span.end]
    if "\n" in raw or "\r" in raw or raw.startswith(("|", ">", "&", "*", "{")):
        return None
    if "," in raw:
        return Edit(Span(span.end, span.end), f", {value.strip(chr(34))}")
    if before in ("'", '"') and after == before:
        span = Span(span.start - 1, span.end + 1)
        value = value if value.startswith(('"', "'")) else f"{before}{value}{before}"
    elif target.toml or "#" in raw:
        return None
    return Edit(span, f"[{text[span.start : span.end]}, {value}]")


# ------------------------------------------------------------------------------------ lists, labels, tables, sections


def _status_value(end: End) -> Edits | None:
    """`* Status: accepted` becomes `* Status: superseded by [ADR-0005](0005-….md)`; so do labels, lines and sections."""
    target = end.target
    field = target.status_in("list", "labels", "line", "definition", "section")
    if field is None or end.kind != "superseded-by":
        return None
    if names_another(target, field):
        return None
    raw = target.source.at(field.span)
    if not target.loose and meaning(cleaned(raw)) is None:
        return None
    begins = target.source.at(Span(target.line(field.span).start, field.span.start))
    if begins.lstrip().startswith("#") and not target.loose:
        return None
    word = word_for(target, "superseded")
    by = _BY.get(word)
    made = rewritten(
        target, raw, "superseded", None, word if by else "superseded", f" {by or 'by'} {end.reference}"
    )
    return None if made is None else (Edit(field.span, made),)


def _links_section(end: End) -> Edits | None:
    """One more item in the list under `## Links`, as MADR 2 and log4brains have it."""
    target = end.target
    section = next((one for one in target.record.sections if folded(one.title) == "links"), None)
    if target.status_in("list", "section") is None or section is None or end.kind == "superseded-by":
        return None
    return _list_item(end, section.span)


def _list_item(end: End, within: Span) -> Edits | None:
    """One more item of the last list in `within`."""
    target, structure = end.target, end.target.record.structure
    if structure is None or target.side is not None:
        return None
    lists = [
        structure.span(token)
        for _, token in structure.blocks()
        if token.type == "bullet_list_open" and within.contains(structure.span(token))
    ]
    mark = re.match(r"[-*+][ \t]+", target.source.at(lists[-1])) if lists else None
    if mark is None:
        return None
    at = lists[-1].end
    return (Edit(Span(at, at), f"{target.eol}{mark[0]}{end.words}"),)


def _beside(end: End) -> Edits | None:
    """A line like the status line, or a row like its row, after it: `**Supersedes:** […](…)`, `* Supersedes: […](…)`."""
    target = end.target
    field = target.status_in("list", "labels", "table", "html", "line")
    if field is None:
        return None
    value = end.reference if field.origin != "html" else target.anchor(end.other)
    if (
        field.origin == "table"
        and not target.log.once(_links_in_tables)
        and target.knows(end.other.id, end.other)
    ):
        value = end.other.id
    edit = beside(target, field, _label(end, field), value)
    return None if edit is None else with_status(end, edit)


def _label(end: End, status: Field) -> str:
    """What the log calls such a link in this form (`Updates` for what amends), else what it is usually called."""
    for kind, other in ((end.kind, ""), (INVERSE[end.kind], end.kind)):
        for one in end.target.log.records:
            field = one.by_name.get(kind)
            if field is None or field.origin != status.origin or not re.fullmatch(r"[\w ]+", field.label):
                continue
            if tongue(field.label) not in (None, tongue(cleaned(status.raw))):
                continue  # a log of several languages
            label = field.label if not other else _PAIRS.get(field.label.lower(), "")
            if label and (not other or link_kind(label) == other):
                return cased(label, field.label)
    return end.label


_PAIRS = {
    "updates": "updated by",
    "obsoletes": "obsoleted by",
    "replaces": "replaced by",
    "extends": "extended by",
}
_PAIRS |= {by: active for active, by in _PAIRS.items()}
"""What the other end is called where the log has its own word for one."""


def _links_in_tables(log: Log) -> bool:
    """Whether the log's tables name other records by links, or bare."""
    named = [
        field.raw
        for one in log.records
        for field in one.fields
        if field.origin == "table" and field.name in WORDS and not is_blank(field.raw)
    ]
    return not named or any("](" in raw for raw in named)


def _paragraph(end: End) -> Edits | None:
    """One more line in the status section, as adr-tools writes it; after those that say the same of other records."""
    target = end.target
    field = target.status_in("section")
    section = target.record.section("status")
    if field is None or section is None or not section.body.contains(field.span):
        return None
    source = target.source
    line = target.line(field.span)
    before = source.at(Span(line.start, field.span.start))
    mark = before.strip()
    if mark not in ("", "-", "*", "+", ">"):
        return None
    after = source.line_span(source.line_of(line.start) + 1)
    joined = mark in ("-", "*", "+") or (source.at(after).strip(" \t>") and section.body.contains(after))
    last = line
    for number in range(source.line_of(line.start) + 1, source.line_of(section.span.end - 1) + 1):
        words = source.at(source.line_span(number)).strip(" \t>*+-")
        if words.lower().startswith(end.label.lower() + " "):
            last = source.line_span(number)
        elif words:
            break
    gap = target.eol if joined else target.eol + mark + target.eol
    return (Edit(Span(last.end, last.end), f"{gap}{before}{end.words}"),)


# ------------------------------------------------------------------------------- where the record shows no form at all


def _kept_section(end: End) -> Edits | None:
    """In the section where the record keeps its links and what else there is to say."""
    target = end.target
    sections = [one for role in ("references", "more") for one in target.record.sections if one.role == role]
    if target.side is not None or not sections:
        return None
    listed = _list_item(end, sections[0].span)
    if listed is not None:
        return with_status(end, listed[0])
    at = _end_of(target, target.source.stripped(sections[0].span).end)
    return with_status(end, Edit(Span(at, at), f"{target.eol * 2}* {end.words}"))


def _new_section(end: End) -> Edits | None:
    """In a section of its own at the end."""
    target, structure = end.target, end.target.record.structure
    if target.side is not None or structure is None:
        return None
    levels = [one.level for one in structure.headings]
    level = 1 if levels.count(1) > 1 else min((one for one in levels if one > 1), default=2)
    return with_status(end, _at_end(target, f"{'#' * level} Links{target.eol * 2}* {end.words}"))


def _last_words(end: End) -> Edits | None:
    """A paragraph at the end: for a text without headings, which a new one would name."""
    return None if end.target.side is not None else with_status(end, _at_end(end.target, end.words))


def _end_of(target: Target, at: int) -> int:
    """The end of the line of `at`, blanks and all."""
    return target.source.line_span(target.source.line_of(at)).end


def _at_end(target: Target, block: str) -> Edit:
    at = _end_of(target, len(target.source.text.rstrip()))
    close = "" if target.source.text[at:] else target.eol
    return Edit(Span(at, at), f"{target.eol * 2}{block}{close}")


_FORMS: tuple[Callable[[End], Edits | None], ...] = (
    _own_field,
    madr_status,
    listed,
    key,
    _status_value,
    _links_section,
    _beside,
    _paragraph,
)
"""Every form, the first that fits is used."""

_FALLBACKS: tuple[Callable[[End], Edits | None], ...] = (
    _kept_section,
    _new_section,
    _last_words,
)
