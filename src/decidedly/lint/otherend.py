"""Writing the other end of a link into a record, in the form in which that record states its own metadata.

Each form is one function that gives edits, or None where the record shows no form for it. What they make is read again
before it is offered: only edits after which the record says exactly this, and all that it said before, are kept.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from decidedly.dialects import Settings, read_record
from decidedly.dialects.labels import NO_VALUE, folded
from decidedly.dialects.status import cleaned
from decidedly.lifecycle import meaning
from decidedly.lint.context import Context
from decidedly.lint.wants import relative
from decidedly.record import Field, Record
from decidedly.text import LINE_END, Edit, Source, Span, apply_edits, without_emoji

WORDS = {
    "supersedes": "Supersedes",
    "superseded-by": "Superseded by",
    "supersedes-in-part": "Supersedes in part",
    "superseded-in-part-by": "Superseded in part by",
    "amends": "Amends",
    "amended-by": "Amended by",
}
"""The kinds of link that can be written, with the words that stand before the link."""

_WRITTEN_AS_KEYS = frozenset(
    {"native", "adrinaline", "adrkit", "mkdocs-decision-records", "mkdocs-material-adr"}
)
_REPLACEABLE = frozenset({"accepted", "deprecated", "superseded"})


@dataclass(frozen=True)
class End:
    """One end of a link to be written: `record` is to say that it `kind` `other`."""

    context: Context
    record: Record
    kind: str
    other: Record

    @property
    def source(self) -> Source:
        """The text that is edited."""
        return self.record.source

    @property
    def eol(self) -> str:
        """The text's own line end."""
        found = LINE_END.search(self.source.text)
        return found[0] if found else "\n"

    @property
    def link(self) -> str:
        """A Markdown link to the other record, its words as the log's own links have them."""
        path = relative(self.other.path, posixpath.dirname(self.record.path))
        target = f"<{path}>" if re.search(r"[\s()<>]", path) else path
        status = self.record.by_name.get("status")
        words = self.name
        if status is not None and status.origin == "section" and self.other.structure:
            words = next((one.text for one in self.other.structure.headings[:1]), words)
        words = re.sub(r"([\[\]\\`*_<|])", r"\\\1", words)
        return f"[{words}]({target})"

    @property
    def name(self) -> str:
        """What the other record is called in a link's words: `ADR-0005`, `DR-004`."""
        other = self.other
        if other.number is not None and not other.prefix and other.id.isdecimal() and len(other.id) < 8:
            return f"ADR-{other.id}"
        return other.id


def write_end(context: Context, record: Record, kind: str, other: Record) -> tuple[Edit, ...] | None:
    """Edits after which `record` says that it `kind` `other`, its status too where that follows; None where unclear."""
    if kind not in WORDS:
        return None
    if kind == "superseded-by" and record.status is not None and record.status.name not in _REPLACEABLE:
        return None  # what was rejected, or never decided, is no more superseded than decided
    end = End(context, record, kind, other)
    stated = record.by_name.get(kind)
    for form in _FORMS if stated is None else (_own_field,):
        edits = form(end)
        if edits is not None and _holds(end, edits):
            return edits
    return None


def retire(record: Record) -> tuple[Edit, ...] | None:
    """The edit that makes the status `superseded`, where the status is one word and nothing else."""
    field = record.by_name.get("status")
    edit = _superseded(record, field) if field is not None and field.path is None else None
    return None if edit is None else (edit,)


def _holds(end: End, edits: tuple[Edit, ...]) -> bool:
    """Whether the edited text says what was meant, and everything that it said before."""
    record, log = end.record, end.context.log
    text = apply_edits(end.source.text, edits)
    made = read_record(Source(record.path, text), settings=Settings(end.context.settings.statuses))
    reached = [
        (one.link.kind, one.record.path if one.record else "")
        for one in (log.resolve(link, made) for link in made.links)
    ]
    before = Counter((link.kind, link.target) for link in record.links)
    after = Counter((link.kind, link.target) for link in made.links)
    if (end.kind, end.other.path) not in reached or before - after or len(reached) > len(record.links) + 1:
        return False
    names = [one.status.name if one.status else None for one in (record, made)]
    wanted = "superseded" if end.kind == "superseded-by" and names[0] is not None else names[0]
    if end.kind == "superseded-by" and names[0] is None:
        wanted = names[1] if names[1] in (None, "superseded") else wanted
    return names[1] == wanted and made.title == record.title and made.id == record.id


def _superseded(record: Record, field: Field) -> Edit | None:
    """`accepted` becomes `superseded`, in the same letters; a mark before it (✅) goes, for it would say the opposite."""
    raw = record.source.at(field.span)
    word = cleaned(raw)
    if "\n" in raw or meaning(word) is None or word not in raw:
        return None
    new = (
        "SUPERSEDED"
        if len(word) > 1 and word.isupper()
        else "Superseded"
        if word[0].isupper()
        else "superseded"
    )
    return Edit(field.span, without_emoji(raw.replace(word, new, 1)))


def _status(end: End, *origins: str) -> Field | None:
    field = end.record.by_name.get("status")
    return field if field is not None and field.path is None and field.origin in origins else None


def _line(end: End, span: Span) -> Span:
    return end.source.line_span(end.source.line_of(span.start))


# ------------------------------------------------------------------------------------------ a field that is there


def _own_field(end: End) -> tuple[Edit, ...] | None:
    """The record has a place for just this: an empty key, a row that says N/A, a list."""
    field = end.record.by_name.get(end.kind)
    if field is None or field.path is not None or field.origin in ("badge", "title", "file-name"):
        return None
    raw = end.source.at(field.span)
    front = field.origin == "front-matter"
    value = _key_value(end, field) if front else end.link
    empty = raw.strip(" []*_`").lower() in NO_VALUE
    if front and raw.startswith("[") and raw.endswith("]"):
        edit = Edit(Span(field.span.end - 1, field.span.end - 1), value if empty else f", {value}")
    elif front and field.items and not empty:
        last = _line(end, field.items[-1].span)
        dash = re.match(r"[ \t]*-[ \t]+", end.source.at(last))
        if dash is None:
            return None
        edit = Edit(Span(last.end, last.end), f"{end.eol}{dash[0]}{value}")
    elif empty:
        space = (
            ""
            if len(field.span) or end.source.text[field.span.start - 1 : field.span.start] in " \t"
            else " "
        )
        edit = Edit(field.span, space + value)
    elif front or field.items or field.origin == "section":
        return None
    else:
        edit = Edit(Span(field.span.end, field.span.end), f", {value}")
    return _with_status(end, edit)


def _with_status(end: End, edit: Edit) -> tuple[Edit, ...] | None:
    """`edit`, and with it the status that follows from being superseded."""
    status = end.record.status
    if end.kind != "superseded-by" or status is None or status.name == "superseded":
        return (edit,)
    found = retire(end.record)
    return None if found is None else (edit, *found)


# ---------------------------------------------------------------------------------------------------- front matter


def _madr_status(end: End) -> tuple[Edit, ...] | None:
    """MADR 3 and 4 say it in the status itself: `status: superseded by ADR-0005`."""
    field = _status(end, "front-matter")
    if field is None or end.kind != "superseded-by" or not end.record.dialect.startswith("madr"):
        return None
    if meaning(cleaned(end.source.at(field.span))) is None:
        return None
    linked = any("](" in one.by_name["status"].raw for one in end.context.records if "status" in one.by_name)
    return (Edit(field.span, f"superseded by {end.link if linked else end.name}"),)


def _key(end: End) -> tuple[Edit, ...] | None:
    """A key of its own on the line after the status, spelt as the log's other records spell it."""
    field = _status(end, "front-matter")
    if field is None or end.record.dialect == "adrs":
        return None
    line = _line(end, field.span)
    match = re.match(r"([ \t]*)([\"']?)[\w-]+\2([ \t]*[:=])", end.source.at(line))
    if match is None or field.span.end > line.end:
        return None
    model = _model(end)
    label = model.label if model is not None else _spelt(end)
    value = _key_value(end, model)
    if model is not None and model.items:
        value = f"[{value}]"
    edit = Edit(Span(line.end, line.end), f"{end.eol}{match[1]}{label}{match[3]} {value}")
    return _with_status(end, edit)


def _spelt(end: End) -> str:
    if end.record.dialect == "adrkit":
        return re.sub(r"-(\w)", lambda found: found[1].upper(), end.kind)
    return end.kind.replace("-", "_") if end.record.dialect.startswith("mkdocs") else end.kind


def _model(end: End) -> Field | None:
    """How another record of the log states a link of this kind, else of its opposite, in its front matter."""
    for kind in (end.kind, {"supersedes": "superseded-by", "superseded-by": "supersedes"}.get(end.kind, "")):
        for one in end.context.records:
            field = one.by_name.get(kind)
            if field is not None and field.origin == "front-matter" and len(field.span):
                if kind == end.kind:
                    return field
                return Field(
                    end.kind, _spelt(end), field.raw, field.span, field.origin, (), None, field.value
                )
    return None


def _key_value(end: End, model: Field | None) -> str:
    """The other record's id, or its file's name where ids repeat; spelt and quoted as the model's."""
    other, log = end.other, end.context.log
    raw = model.raw.strip("[] ") if model is not None else ""
    first = (model.items[0].raw if model is not None and model.items else raw.partition(",")[0]).strip(" \"'")
    stem = posixpath.basename(other.path).rsplit(".", 1)[0]
    value = other.id
    if first.isdecimal() and not first.startswith("0") and other.number is not None:
        value = str(other.number)
    elif first and not re.fullmatch(r"(?:[A-Za-z]+[- ]?)?\d+", first):
        value = posixpath.basename(other.path) if first.lower().endswith(".md") else stem
    if log.find(value, end.record) != (other,):
        value = relative(other.path, posixpath.dirname(end.record.path))
    octal = value.isdecimal() and value.startswith("0") and not re.match(r"0\d+", first)
    plain = re.fullmatch(r"[\w./-]+", value) is not None and not octal
    toml = end.source.text.lstrip("\ufeff").startswith("+++")
    quoted = toml or not plain or (model is not None and raw.startswith(('"', "'")))
    return f'"{value}"' if quoted and '"' not in value and "\\" not in value else value


# ------------------------------------------------------------------------------------ lists, labels, tables, sections


def _status_value(end: End) -> tuple[Edit, ...] | None:
    """`* Status: accepted` becomes `* Status: superseded by [ADR-0005](0005-….md)`; so do labels, lines and sections."""
    field = _status(end, "list", "labels", "line", "section")
    if field is None or end.kind != "superseded-by":
        return None
    raw = end.source.at(field.span)
    word = cleaned(raw)
    if "\n" in raw or not word or word not in raw or meaning(word) is None:
        return None
    begins = end.source.at(Span(_line(end, field.span).start, field.span.start))
    if begins.lstrip().startswith("#"):
        return None
    said = WORDS[end.kind] if word[0].isupper() else WORDS[end.kind].lower()
    value = without_emoji(raw.replace(word, f"{said} {end.link}", 1))
    return (Edit(field.span, value),)


def _links_section(end: End) -> tuple[Edit, ...] | None:
    """One more item in the list under `## Links`, as MADR 2 and log4brains have it."""
    field = _status(end, "list", "section")
    section = next((one for one in end.record.sections if folded(one.title) == "links"), None)
    structure = end.record.structure
    if field is None or section is None or structure is None or end.kind == "superseded-by":
        return None
    lists = [
        structure.span(token)
        for _, token in structure.blocks()
        if token.type == "bullet_list_open" and section.span.contains(structure.span(token))
    ]
    if not lists:
        return None
    mark = re.match(r"[-*+][ \t]+", end.source.at(lists[-1]))
    if mark is None:
        return None
    at = lists[-1].end
    return (Edit(Span(at, at), f"{end.eol}{mark[0]}{WORDS[end.kind]} {end.link}"),)


def _labelled(end: End) -> tuple[Edit, ...] | None:
    """A line like the status line, after it: `**Supersedes:** […](…)`, `* Supersedes: […](…)`."""
    field = _status(end, "list", "labels")
    if field is None or field.span.end > _line(end, field.span).end:
        return None
    line = _line(end, field.span)
    before = end.source.at(Span(line.start, field.span.start))
    after = end.source.at(Span(field.span.end, line.end))
    if field.label not in before or not re.fullmatch(r"[ \t]*(?:\\|<br ?/?>)?[ \t]*", after):
        return None
    # The words of the log may be in bold with their colon: only the label changes.
    made = before.replace(field.label, WORDS[end.kind], 1)
    edit = Edit(Span(line.end, line.end), f"{end.eol}{made}{end.link}{after}")
    return _with_status(end, edit)


def _row(end: End) -> tuple[Edit, ...] | None:
    """A row like the status row, after it."""
    field = _status(end, "table")
    if field is None:
        return None
    line = _line(end, field.span)
    before = end.source.at(Span(line.start, field.span.start))
    after = end.source.at(Span(field.span.end, line.end))
    match = re.fullmatch(
        r"(?P<open>[ \t]*\|?[ \t]*)(?P<label>[^|]*?)(?P<space>[ \t]*)(?P<bar>\|[ \t]*)", before
    )
    if match is None or match["label"] != field.label or not re.fullmatch(r"[ \t]*\|?[ \t]*", after):
        return None
    label = WORDS[end.kind].ljust(len(field.label + match["space"]) - 1) + " "
    value = end.link if _links_in_tables(end) else end.other.id
    room = len(end.source.at(field.span) + after) - len(after.lstrip(" \t"))
    close = after.lstrip(" \t")
    cell = value.ljust(room - 1) + " " if close and after != close else value
    edit = Edit(Span(line.end, line.end), f"{end.eol}{match['open']}{label}{match['bar']}{cell}{close}")
    return _with_status(end, edit)


def _links_in_tables(end: End) -> bool:
    """Whether the log's tables name other records by links, or bare."""
    named = [
        field.raw
        for one in end.context.records
        for field in one.fields
        if field.origin == "table"
        and field.name in (*WORDS, "relates-to")
        and field.raw.lower() not in NO_VALUE
    ]
    return not named or any("](" in raw for raw in named)


def _paragraph(end: End) -> tuple[Edit, ...] | None:
    """One more line in the status section, as adr-tools writes it."""
    field = _status(end, "section")
    section = end.record.section("status")
    if field is None or section is None or not section.body.contains(field.span):
        return None
    line = _line(end, field.span)
    before = end.source.at(Span(line.start, field.span.start))
    mark = before.strip()
    if mark not in ("", "-", "*", "+", ">"):
        return None
    following = end.source.line_span(end.source.line_of(line.start) + 1)
    joined = mark in ("-", "*", "+") or (
        end.source.at(following).strip(" \t>") and section.body.contains(following)
    )
    gap = end.eol if joined else end.eol + mark + end.eol
    return (Edit(Span(line.end, line.end), f"{gap}{before}{WORDS[end.kind]} {end.link}"),)


_FORMS: tuple[Callable[[End], tuple[Edit, ...] | None], ...] = (
    _own_field,
    _madr_status,
    _key,
    _status_value,
    _row,
    _links_section,
    _labelled,
    _paragraph,
)
"""Every form, the first that fits is used."""
