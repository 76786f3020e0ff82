"""Writing one end of a link into a record, in the form in which that record states its own metadata.

Each form is one function that gives edits, or None where the record shows no form for it. What they make is read again
before it is offered: only edits after which the record says exactly this, and all that it said before, are kept.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

from decidedly.amend.proof import Intent, fault
from decidedly.amend.status import beside, value_edit
from decidedly.amend.target import Edits, Target, is_blank, name, relative
from decidedly.amend.words import rewritten, word_for
from decidedly.dialects.identity import name_of
from decidedly.dialects.labels import folded
from decidedly.dialects.status import cleaned
from decidedly.lifecycle import meaning
from decidedly.record import Field, Record
from decidedly.text import Edit, Span

WORDS = {
    "supersedes": "Supersedes",
    "superseded-by": "Superseded by",
    "supersedes-in-part": "Supersedes in part",
    "superseded-in-part-by": "Superseded in part by",
    "amends": "Amends",
    "amended-by": "Amended by",
    "depends-on": "Depends on",
    "required-by": "Required by",
    "refines": "Refines",
    "refined-by": "Refined by",
    "relates-to": "Relates to",
    "conflicts-with": "Conflicts with",
}
"""The kinds of link that can be written, with the words that stand before the link."""

_BY = {"ersetzt": "durch", "remplacé": "par", "reemplazado": "por", "substituído": "por"}


@dataclass(frozen=True)
class End:
    """One end of a link to be written: the target is to say that it `kind` `other`, by a link or by the bare id."""

    target: Target
    kind: str
    other: Record
    linked: bool = True

    @property
    def reference(self) -> str:
        """How prose and lists name the other record."""
        return self.target.link(self.other) if self.linked else name(self.other)

    @property
    def words(self) -> str:
        """The label and the reference: `Supersedes [ADR-0001](0001-x.md)`."""
        return f"{WORDS[self.kind]} {self.reference}"


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
    ways = (True, False) if not _bare(target) else (False, True)
    for form in (*forms, *(_FALLBACKS if target.loose else ())):
        for linked in ways if target.loose else (True,):
            edits = form(End(target, kind, other, linked))
            if edits is not None:
                why = fault(target, edits, intent)
                if not why:
                    return edits, ""
    return None, why


def _bare(target: Target) -> bool:
    """Whether the log's records name each other by ids alone, without links, outside front matter."""
    typed = [
        one.source.text[link.span.start - 2 : link.span.start].endswith("(")
        for one in target.log.records
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
    if field is None or field.origin in ("badge", "title", "file-name"):
        return None
    source, raw = target.source, target.source.at(field.span)
    keyed = field.origin in ("front-matter", "side-file")
    value = _key_value(end, field) if keyed else end.reference
    empty = not field.items and is_blank(raw)
    if keyed and raw.startswith("[") and raw.endswith("]"):
        edit = Edit(Span(field.span.end - 1, field.span.end - 1), value if is_blank(raw) else f", {value}")
    elif keyed and field.items:
        last = target.line(field.items[-1].span)
        dash = re.match(r"[ \t]*-[ \t]+", source.at(last))
        if dash is None:
            return None
        edit = Edit(Span(last.end, last.end), f"{target.eol}{dash[0]}{value}")
    elif empty:
        before = source.text[field.span.start - 1 : field.span.start]
        space = "" if len(field.span) or before in " \t" else " "
        edit = Edit(field.span, space + value)
    elif keyed:
        return _with_status(end, _grown(target, field, value))
    elif field.items or field.origin == "section":
        return None
    else:
        edit = Edit(Span(field.span.end, field.span.end), f", {value}")
    return _with_status(end, edit)


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


def _with_status(end: End, edit: Edit | None) -> Edits | None:
    """`edit`, and with it the status that follows from being superseded."""
    status = end.target.record.status
    if edit is None:
        return None
    if end.kind != "superseded-by" or status is None or status.name == "superseded":
        return (edit,)
    found = retire(end.target)
    return None if found is None else (edit, *found)


def retire(target: Target) -> Edits | None:
    """The edit that makes the status `superseded`; where the target is not loose, only a status that is one word."""
    edit = value_edit(target, target.status, "superseded") if target.status is not None else None
    return None if edit is None else (edit,)


# ---------------------------------------------------------------------------------------------------- front matter


def _madr_status(end: End) -> Edits | None:
    """MADR 3 and 4 say it in the status itself: `status: superseded by ADR-0005`."""
    target = end.target
    field = target.status_in("front-matter")
    if field is None or end.kind != "superseded-by" or not target.record.dialect.startswith("madr"):
        return None
    if not target.loose and meaning(cleaned(target.source.at(field.span))) is None:
        return None
    if _names_another(target, field):
        return None
    linked = any("](" in one.by_name["status"].raw for one in target.log.records if "status" in one.by_name)
    return (Edit(field.span, f"superseded by {end.reference if linked else name(end.other)}"),)


def _names_another(target: Target, field: Field) -> bool:
    """Whether the status says by what the record is superseded already."""
    status, raw = target.record.status, field.raw.strip()
    return status is not None and status.name == "superseded" and bool(raw) and meaning(cleaned(raw)) is None


def _listed(end: End) -> Edits | None:
    """An item of the list of links that the front matter has: `- target: 2` with its `kind`, as adrs writes it."""
    target, field = end.target, end.target.field("links")
    model = _link_model(target)
    if model is None and target.record.dialect != "adrs":
        return None
    spelt = _run_together(model, end.kind)
    value = str(end.other.number) if end.other.number is not None else _key_value(end, None)
    if field is not None and field.origin == "front-matter" and field.items:
        last = target.source.line_of(field.items[-1].span.start)
        indent = re.match(r"([ \t]*)-([ \t]+)", target.source.at(target.source.line_span(last)))
        if indent is None:
            return None
        while re.match(rf"{indent[1]}[ \t]+\S", target.source.at(target.source.line_span(last + 1))):
            last += 1
        item = f"{target.eol}{indent[1]}-{indent[2]}target: {value}{target.eol}{indent[1]} {indent[2]}kind: {spelt}"
        at = target.source.line_span(last).end
        return _with_status(end, Edit(Span(at, at), item))
    item = f"{target.eol}  - target: {value}{target.eol}    kind: {spelt}"
    if field is not None and field.origin == "front-matter":
        if not is_blank(field.raw):
            return None
        line = target.line(field.span)
        return _with_status(end, Edit(Span(field.span.start, line.end), item))
    status = target.status_in("front-matter")
    if status is None:
        return None
    line = target.line(status.span)
    return _with_status(end, Edit(Span(line.end, line.end), f"{target.eol}links:{item}"))


def _link_model(target: Target) -> str | None:
    """The word that some list of links in the log has for a kind of link."""
    for one in target.log.records:
        for link in one.links:
            if link.place.kind == "field" and link.place.name == "links" and link.label:
                return link.label
    return None


def _run_together(model: str | None, kind: str) -> str:
    joined = model is None or not re.search(r"[-_ ]", model)
    return kind.replace("-", "") if joined else kind


def _key(end: End) -> Edits | None:
    """A key of its own on the line after the status, spelt as the log's other records spell it."""
    target = end.target
    field = target.status_in("front-matter", "side-file")
    if field is None or target.record.dialect == "adrs":
        return None
    model = _model(end)
    value = _key_value(end, model)
    if model is not None and model.items:
        value = f"[{value}]"
    edit = beside(target, field, model.label if model is not None else _spelt(end), value)
    return None if edit is None else _with_status(end, edit)


def _spelt(end: End) -> str:
    dialect, kind = end.target.record.dialect, end.kind
    if dialect == "adrkit":
        return re.sub(r"-(\w)", lambda found: found[1].upper(), kind)
    if kind == "relates-to" and dialect == "native":
        return "related"
    return kind.replace("-", "_") if dialect.startswith("mkdocs") else kind


def _model(end: End) -> Field | None:
    """How another record of the log states a link of this kind, else of its opposite, in its front matter."""
    for kind in (end.kind, {"supersedes": "superseded-by", "superseded-by": "supersedes"}.get(end.kind, "")):
        for one in end.target.log.records:
            field = one.by_name.get(kind)
            if field is not None and field.origin in ("front-matter", "side-file") and len(field.span):
                if kind == end.kind:
                    return field
                return Field(
                    end.kind, _spelt(end), field.raw, field.span, field.origin, (), None, field.value
                )
    return None


def _key_value(end: End, model: Field | None) -> str:
    """The other record's id, or its file's name where ids repeat; spelt and quoted as the model's."""
    other, target = end.other, end.target
    raw = model.raw.strip("[] ") if model is not None else ""
    first = (model.items[0].raw if model is not None and model.items else raw.partition(",")[0]).strip(" \"'")
    stem = name_of(other.path)
    value = other.id
    if first.isdecimal() and not first.startswith("0") and other.number is not None:
        value = str(other.number)
    elif first and not is_blank(first) and not re.fullmatch(r"(?:[A-Za-z]+[- ]?)?\d+", first):
        value = posixpath.basename(other.path) if first.lower().endswith(".md") else stem
    if target.log.find(value, target.record) != (other,):
        value = relative(other.path, posixpath.dirname(target.record.path))
    octal = value.isdecimal() and value.startswith("0") and not re.match(r"0\d+", first)
    plain = re.fullmatch(r"[\w./-]+", value) is not None and not octal
    quoted = target.toml or not plain or (model is not None and raw.startswith(('"', "'")))
    return f'"{value}"' if quoted and '"' not in value and "\\" not in value else value


# ------------------------------------------------------------------------------------ lists, labels, tables, sections


def _status_value(end: End) -> Edits | None:
    """`* Status: accepted` becomes `* Status: superseded by [ADR-0005](0005-….md)`; so do labels, lines and sections."""
    target = end.target
    field = target.status_in("list", "labels", "line", "section")
    if field is None or end.kind != "superseded-by":
        return None
    if _names_another(target, field):
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
    field = target.status_in("list", "labels", "table")
    if field is None:
        return None
    value = end.reference
    if field.origin == "table" and not _links_in_tables(target):
        value = end.other.id
    edit = beside(target, field, WORDS[end.kind], value)
    return None if edit is None else _with_status(end, edit)


def _links_in_tables(target: Target) -> bool:
    """Whether the log's tables name other records by links, or bare."""
    named = [
        field.raw
        for one in target.log.records
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
        if words.lower().startswith(WORDS[end.kind].lower() + " "):
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
        return _with_status(end, listed[0])
    at = target.source.stripped(sections[0].span).end
    return _with_status(end, Edit(Span(at, at), f"{target.eol * 2}* {end.words}"))


def _new_section(end: End) -> Edits | None:
    """In a section of its own at the end."""
    target, structure = end.target, end.target.record.structure
    if target.side is not None or structure is None:
        return None
    levels = [one.level for one in structure.headings]
    level = 1 if levels.count(1) > 1 else min((one for one in levels if one > 1), default=2)
    return _with_status(end, _at_end(target, f"{'#' * level} Links{target.eol * 2}* {end.words}"))


def _last_words(end: End) -> Edits | None:
    """A paragraph at the end: for a text without headings, which a new one would name."""
    return None if end.target.side is not None else _with_status(end, _at_end(end.target, end.words))


def _at_end(target: Target, block: str) -> Edit:
    at = len(target.source.text.rstrip())
    close = "" if target.source.text[at:] else target.eol
    return Edit(Span(at, at), f"{target.eol * 2}{block}{close}")


_FORMS: tuple[Callable[[End], Edits | None], ...] = (
    _own_field,
    _madr_status,
    _listed,
    _key,
    _status_value,
    _links_section,
    _beside,
    _paragraph,
)
"""Every form, the first that fits is used."""

_FALLBACKS: tuple[Callable[[End], Edits | None], ...] = (_kept_section, _new_section, _last_words)
