"""The union reader: Markdown of any dialect, in any mixture, to records.

Every form of metadata (`FORMS`) is read from every file; where two disagree, the more trusted one counts. Reading is
total: what is strange becomes a problem of the record, never an exception.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from decidedly import markdown
from decidedly.dates import find_date
from decidedly.dialects import answer, identity, plan
from decidedly.dialects.draft import MAX_HEADINGS, Draft
from decidedly.dialects.forms import FORMS
from decidedly.dialects.known import DIALECTS, Dialect, Read, dialect_of
from decidedly.dialects.labels import canonical
from decidedly.dialects.links import read_links
from decidedly.dialects.options import read_checklists, read_options
from decidedly.dialects.outline import innermost, read_sections
from decidedly.dialects.people import read_people, read_words
from decidedly.dialects.recognise import Kind, classify, settle
from decidedly.dialects.status import read_status
from decidedly.lifecycle import NAMES, meaning
from decidedly.preamble import Preamble, compose, read_preamble
from decidedly.record import Cell, Day, Document, Field, Record, Section, Status, Table
from decidedly.text import Problem, Source, Span

__all__ = ["DIALECTS", "FORMS", "Dialect", "Reading", "read_all", "read_document", "read_record"]


MAX_FIELDS = 1_000
"""Fields of one record that are read: nobody states more, and strangers' files may hold any number of look-alikes."""


@dataclass(frozen=True)
class Reading:
    """What a set of files turned out to be."""

    records: tuple[Record, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Settings:
    """What the reader is told: the status vocabulary, which folder is which package (folder → name), and what the
    records folder itself is called."""

    statuses: tuple[str, ...] = NAMES
    packages: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


def read_all(
    sources: Iterable[Source], sides: Mapping[str, Source] | None = None, settings: Settings | None = None
) -> Reading:
    """Read every file and tell records from other documents.

    `sources` are Markdown files with paths relative to the records folder; `sides` are YAML files that stand beside a
    record and hold its metadata (`kep.yaml`), by their path.
    """
    settings = settings or Settings()
    beside = {posixpath.dirname(path): side for path, side in (sides or {}).items()}
    parsed: dict[str, _Parsed] = {}
    for source in sources:
        folder = posixpath.dirname(source.path)
        side = beside.get(folder) if posixpath.basename(source.path).lower() == "readme.md" else None
        parsed[source.path] = _parse(source, side, settings.folder)
    kinds = settle({path: one.kind for path, one in parsed.items()}, settings.folder)
    records = [_record(parsed[path], settings) for path, kind in kinds.items() if kind == "record"]
    documents = [_document(parsed[path], kind) for path, kind in kinds.items() if kind != "record"]
    return Reading(tuple(records), tuple(documents))


def read_record(source: Source, side: Source | None = None, settings: Settings | None = None) -> Record:
    """Read one file as a record, whatever it looks like."""
    return _record(_parse(source, side), settings or Settings())


def read_document(source: Source) -> Document:
    """Read one file as a document that is no record."""
    return _document(_parse(source, None), "document")


@dataclass(frozen=True)
class _Parsed:
    draft: Draft
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    name: identity.Identity | None
    head: identity.Identity | None
    title: str
    kind: Kind


def _parse(source: Source, side: Source | None, folder: str = "") -> _Parsed:
    preamble: Preamble = read_preamble(source)
    draft = Draft(source, preamble, markdown.parse(source, preamble.end), side)
    fields = tuple(islice((one for form in FORMS for one in form(draft)), MAX_FIELDS))
    sections = read_sections(draft)
    name = identity.from_name(source.path) or identity.from_key(source.path, preamble.values)
    heading = draft.h1.text if draft.h1 else draft.pseudo_title
    trusted = ("front-matter", "side-file", *(() if heading else ("list", "labels", "table", "line")))
    stated = next(
        (one for one in fields if one.name == "title" and one.origin in trusted and one.value.strip()), None
    )
    head, title = identity.split_heading(stated.value if stated else heading, name)
    if stated and heading and head is None:
        head, _ = identity.split_heading(heading, name)
    raw_title = stated.value if stated else heading
    return _Parsed(
        draft,
        fields,
        sections,
        name,
        head,
        title or "",
        classify(draft, fields, sections, raw_title, name, folder),
    )


def _document(parsed: _Parsed, kind: Kind) -> Document:
    draft = parsed.draft
    sections = parsed.sections
    title = (draft.h1.text if draft.h1 else "") or identity.title_from_name(draft.source.path)
    return Document(
        source=draft.source,
        title=title,
        kind="template" if kind == "template" else "index" if kind == "index" else "document",
        links=read_links(draft, (), sections, ""),
        sections=sections,
        tables=_tables(draft, sections),
        checklists=read_checklists(draft, sections),
        fields=parsed.fields,
        problems=(*draft.source.problems, *draft.preamble.problems, *draft.structure.problems),
        structure=draft.structure,
    )


def _record(parsed: _Parsed, settings: Settings) -> Record:
    draft, fields, sections = parsed.draft, parsed.fields, parsed.sections
    source = draft.source
    ident = _identity(parsed)
    package = next(
        (
            name
            for folder, name in settings.packages.items()
            if source.path.startswith(f"{folder.rstrip('/')}/")
        ),
        "",
    )
    title = parsed.title or identity.title_from_name(source.path)
    status = _status(fields, settings)
    said = answer.claims(draft, sections, fields)
    options = read_options(draft, sections, said)
    day = _date(draft, fields, sections)
    created = _created(source.path, fields)
    due = next((plan.read_day(one.value) for one in fields if one.name == "due" and one.value.strip()), None)
    problems = [*source.problems, *draft.preamble.problems, *draft.structure.problems]
    if draft.side is not None:
        _, strange = compose(draft.side)
        problems += [
            Problem(one.code, f"{draft.side.path}: {one.message}") for one in (*draft.side.problems, *strange)
        ]
    dialect = dialect_of(Read(draft, fields, sections))
    return Record(
        source=source,
        id=f"{package}/{ident.id}" if package else ident.id,
        title=title,
        number=ident.number,
        prefix=ident.prefix,
        answer=answer.read_answer(draft, sections, fields, said, options),
        status=status,
        date=day,
        created=created,
        component=next(
            (one.value.strip() for one in fields if one.name == "component" and one.value.strip()), ""
        ),
        people=read_people(fields),
        tags=read_words(fields, "tags"),
        aliases=read_words(fields, "aliases"),
        links=read_links(draft, fields, sections, ident.prefix),
        review=plan.read_plan(draft, fields),
        reviews=plan.read_reviews(draft, fields),
        assumptions=plan.read_assumptions(draft),
        due=due,
        scope=plan.read_scope(fields),
        fields=fields,
        sections=sections,
        options=options,
        tables=_tables(draft, sections),
        checklists=read_checklists(draft, sections),
        dialect=dialect,
        package=package,
        head=_head(draft, fields, sections, status),
        problems=tuple(problems),
        structure=draft.structure,
    )


def _identity(parsed: _Parsed) -> identity.Identity:
    """Front matter (or a stated Decision ID), then the file name, then the H1, then the file's stem."""
    stated = next((one for one in parsed.fields if one.name == "id" and one.value.strip()), None)
    if stated is not None:
        found = identity.from_text(stated.value)
        if found is not None and found.id.strip("_- {}[]<>").lower() not in (
            "",
            "tbd",
            "none",
            "n/a",
            "null",
        ):
            name = parsed.name
            if (
                not found.prefix
                and found.number is not None
                and name is not None
                and name.number == found.number
            ):
                return name if len(name.id) >= len(found.id) else found
            return found
    if parsed.name is not None:
        return parsed.name
    if parsed.head is not None:
        return parsed.head
    return identity.Identity(identity.name_of(parsed.draft.source.path))


def _status(fields: tuple[Field, ...], settings: Settings) -> Status | None:
    for one in fields:
        if one.name == "status":
            raw = one.raw if one.origin not in ("front-matter", "side-file", "badge") else one.value
            status = read_status(raw, settings.statuses)
            if status is None:
                continue  # nothing stands there, or a template's words
            if one.origin == "section" and status.name != "superseded":
                status = _later_line(one, status, settings)
            return replace(status, raw=one.raw if "\n" not in one.raw else one.value)
    return None


def _later_line(one: Field, status: Status, settings: Settings) -> Status:
    """A status section's later lines: `Accepted`, then `Superseded by […]`."""
    for item in one.items[1:30]:
        other = read_status(item.raw, settings.statuses)
        if other is None:
            continue
        if other.in_part:
            status = replace(status, in_part=True)
        elif other.name == "superseded" and " by" in item.raw.lower() and other.known:
            return other
    return status


def _date(draft: Draft, fields: tuple[Field, ...], sections: tuple[Section, ...]) -> Day | None:
    """Decided, else created, else the first entry of a change log, else updated; a day that can't be read if none can."""
    strange: Day | None = None
    for name in ("date", "created", "changelog", "updated"):
        if name == "updated" and strange is not None:
            break  # a day that is none is not the day of the last edit either
        if name == "changelog":
            values = _first_change(draft, sections)
        else:  # an unmarked `Created: …` line tells when the text was begun, not when anything was decided
            values = [
                one.value
                for one in fields
                if one.name == name and (name == "date" or _in_block(draft, fields, one))
            ]
            word = {"date": "accepted", "created": "proposed"}.get(name)  # `Accepted: 2026-08-20`
            values += [
                one.value for one in fields if word and meaning(one.name) == word and find_date(one.value)
            ]
        for value in values:
            if not value.strip() or value.strip().lower() in plan.NOTHING:
                continue
            day = plan.read_day(value)
            if day.day is not None:
                return day
            if strange is None and any(char.isdigit() for char in value):
                strange = day
    return strange


def _in_block(draft: Draft, fields: tuple[Field, ...], one: Field) -> bool:
    """Whether a field stands with others: marked, or in a block of `Key: value` lines as in a mail's head."""
    if one.origin != "line":
        return True
    line = draft.source.line_of(one.span.start)
    for number in (line - 1, line + 1):
        text = draft.source.at(draft.source.line_span(number)) if number >= 0 else ""
        beside = re.match(r"(\w[\w /-]{0,30}):[ \t]", text)
        if beside and canonical(beside[1]) not in ("created", "updated"):
            return True
    return any(
        abs(draft.source.line_of(other.span.start) - line) < 8
        for other in fields
        if other.origin == "line" and other.name not in ("created", "updated")
    )


def _created(path: str, fields: tuple[Field, ...]) -> Day | None:
    """When the text was begun, as a field says, else as the file's name says."""
    for one in fields:
        if one.name == "created" and (day := plan.read_day(one.value)).day is not None:
            return day
    found = find_date(posixpath.basename(path)[:10])
    return Day(path, found.day) if found is not None and found.day is not None else None


def _first_change(draft: Draft, sections: tuple[Section, ...]) -> list[str]:
    for section in sections:
        if section.role == "history" and section.level <= 2:
            for line in draft.source.at(section.body).splitlines():
                if find_date(line) is not None:
                    return [line.strip(" -*+|\t")]
    return []


def _tables(draft: Draft, sections: tuple[Section, ...]) -> tuple[Table, ...]:
    made = []
    for table in draft.structure.tables:
        above = innermost(sections, table.span)
        rows = tuple(tuple(Cell(raw, span) for raw, span in row) for row in table.rows)
        made.append(Table(rows[0], rows[1:], table.span, above.anchor if above else ""))
    return tuple(made)


def _head(
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
