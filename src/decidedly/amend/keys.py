"""Writing one end of a link into front matter: a key, a list of links, or the status itself, as the log spells them."""

from __future__ import annotations

import posixpath
import re

from decidedly.amend.ends import End, with_status
from decidedly.amend.lines import beside
from decidedly.amend.target import Edits, Target, is_blank, relative
from decidedly.dialects.identity import name_of
from decidedly.dialects.status import cleaned
from decidedly.lifecycle import meaning
from decidedly.log import Log
from decidedly.log.names import called
from decidedly.record import Field, Record
from decidedly.text import Edit, Source, Span


def madr_status(end: End) -> Edits | None:
    """MADR 3 and 4 say it in the status itself: `status: superseded by ADR-0005`."""
    target = end.target
    field = target.status_in("front-matter")
    if field is None or end.kind != "superseded-by" or not target.record.dialect.startswith("madr"):
        return None
    if not target.loose and meaning(cleaned(target.source.at(field.span))) is None:
        return None
    if names_another(target, field):
        return None
    named = target.knows(called(end.other), end.other)
    linked = target.log.once(_links_in_statuses)
    return (Edit(field.span, f"superseded by {end.reference if linked or not named else called(end.other)}"),)


def _links_in_statuses(log: Log) -> bool:
    """Whether the log's statuses lead to other records by links."""
    return any("](" in one.by_name["status"].raw for one in log.records if "status" in one.by_name)


def names_another(target: Target, field: Field) -> bool:
    """Whether the status says by what the record is superseded already."""
    status, raw = target.record.status, field.raw.strip()
    return status is not None and status.name == "superseded" and bool(raw) and meaning(cleaned(raw)) is None


def listed(end: End) -> Edits | None:
    """An item of the list of links that the front matter has: `- target: 2` with its `kind`, as adrs writes it."""
    target, field = end.target, end.target.field("links")
    model = target.log.once(_link_model)
    if model is None and target.record.dialect != "adrs":
        return None
    spelt = _run_together(model, end.kind)
    value = str(end.other.number) if end.other.number is not None else key_value(end, None)
    if field is not None and field.origin == "front-matter" and field.items:
        last = target.source.line_of(field.items[-1].span.start)
        indent = re.match(r"([ \t]*)-([ \t]+)", target.source.at(target.source.line_span(last)))
        if indent is None:
            return None
        while re.match(rf"{indent[1]}[ \t]+\S", target.source.at(target.source.line_span(last + 1))):
            last += 1
        item = f"{target.eol}{indent[1]}-{indent[2]}target: {value}{target.eol}{indent[1]} {indent[2]}kind: {spelt}"
        at = target.source.line_span(last).end
        return with_status(end, Edit(Span(at, at), item))
    item = f"{target.eol}  - target: {value}{target.eol}    kind: {spelt}"
    if field is not None and field.origin == "front-matter":
        if not is_blank(field.raw):
            return None
        line = target.line(field.span)
        return with_status(end, Edit(Span(field.span.start, line.end), item))
    status = target.status_in("front-matter")
    if status is None:
        return None
    line = target.line(status.span)
    return with_status(end, Edit(Span(line.end, line.end), f"{target.eol}links:{item}"))


def _link_model(log: Log) -> str | None:
    """The word that some list of links in the log has for a kind of link."""
    for one in log.records:
        for link in one.links:
            if link.place.kind == "field" and link.place.name == "links" and link.label:
                return link.label
    return None


def _run_together(model: str | None, kind: str) -> str:
    joined = model is None or not re.search(r"[-_ ]", model)
    return kind.replace("-", "") if joined else kind


def key(end: End) -> Edits | None:
    """A key of its own on the line after the status, spelt as the log's other records spell it."""
    target = end.target
    field = target.status_in("front-matter", "side-file")
    if field is None or target.record.dialect == "adrs":
        return None
    model, quoted = _model(end)
    value = key_value(end, model, quoted=quoted)
    if model is not None and model.items:
        value = f"[{value}]"
    edit = beside(target, field, model.label if model is not None else _spelt(end), value)
    return None if edit is None else with_status(end, edit)


def _spelt(end: End) -> str:
    dialect, kind = end.target.record.dialect, end.kind
    if dialect == "adrkit":
        return re.sub(r"-(\w)", lambda found: found[1].upper(), kind)
    if kind == "relates-to" and dialect != "adrinaline":
        return "related"
    return kind.replace("-", "_") if dialect.startswith("mkdocs") else kind


def _model(end: End) -> tuple[Field | None, bool]:
    """How another record of the log states a link of this kind, else of its opposite, in its front matter; and whether it
    sets the value in quotes."""
    for kind in (end.kind, {"supersedes": "superseded-by", "superseded-by": "supersedes"}.get(end.kind, "")):
        found = end.target.log.once(_first_keys).get(kind)
        if found is None:
            continue
        one, field = found
        quoted = field.path is None and in_quotes(one.source, field)
        if kind != end.kind:
            field = Field(end.kind, _spelt(end), field.raw, field.span, field.origin, (), None, field.value)
        return field, quoted
    return None, False


def _first_keys(log: Log) -> dict[str, tuple[Record, Field]]:
    """The first record that has each key in its front matter, with a value."""
    found: dict[str, tuple[Record, Field]] = {}
    for one in log.records:
        for name, field in one.by_name.items():
            if name not in found and field.origin in ("front-matter", "side-file") and len(field.span):
                found[name] = (one, field)
    return found


def in_quotes(source: Source, field: Field) -> bool:
    """Whether the value, the first of several, stands in quotes."""
    start = field.items[0].span.start if field.items else field.span.start
    return source.text[max(0, start - 1) : start] in ('"', "'")


def key_value(end: End, model: Field | None, *, quoted: bool = False) -> str:
    """The other record's id, or its file's name where ids repeat; spelt as the model's, and `quoted` if that is.

    A number that begins with 0 is quoted all the same, unless the model has one that is not: YAML 1.1 reads it as octal.
    """
    other, target = end.other, end.target
    raw = model.raw.strip("[] ") if model is not None else ""
    first = (model.items[0].raw if model is not None and model.items else raw.partition(",")[0]).strip(" \"'")
    stem = name_of(other.path)
    value = other.id
    if first.isdecimal() and not first.startswith("0") and other.number is not None:
        value = str(other.number)
    elif first and not is_blank(first) and not re.fullmatch(r"(?:[A-Za-z]+[- ]?)?\d+", first):
        value = posixpath.basename(other.path) if first.lower().endswith(".md") else stem
    if not target.knows(value, other):
        value = relative(other.path, posixpath.dirname(target.record.path))
    octal = value.isdecimal() and value.startswith("0") and not re.match(r"0\d+", first)
    plain = re.fullmatch(r"[\w./-]+", value) is not None and not octal
    bare = plain and not quoted and not target.toml
    return value if bare or '"' in value or "\\" in value else f'"{value}"'
