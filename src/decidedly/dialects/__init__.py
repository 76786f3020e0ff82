"""The union reader: Markdown of any dialect, in any mixture, to records.

Every form of metadata (`FORMS`) is read from every file; where two disagree, the more trusted one counts. Reading is
total: what is strange becomes a problem of the record, never an exception.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from decidedly import markdown
from decidedly.dialects import answer, identity, plan
from decidedly.dialects.claims import read_claims
from decidedly.dialects.draft import Draft
from decidedly.dialects.forms import FORMS
from decidedly.dialects.head import head_spans
from decidedly.dialects.known import DIALECTS, Dialect, Read, dialect_of
from decidedly.dialects.links import read_links
from decidedly.dialects.numbered import Numbers
from decidedly.dialects.options import read_checklists, read_options
from decidedly.dialects.outline import innermost, read_sections
from decidedly.dialects.passages import code_in, code_of, in_plain_words
from decidedly.dialects.people import read_people, read_words
from decidedly.dialects.recognise import Kind, classify, settle
from decidedly.dialects.stated import created_on, stated_date, stated_status
from decidedly.lifecycle import NAMES
from decidedly.preamble import Preamble, compose, read_preamble
from decidedly.record import Cell, Document, Field, Record, Section, Table
from decidedly.text import Problem, Source, Span

__all__ = ["DIALECTS", "FORMS", "Dialect", "Memory", "Reading", "read_all", "read_document", "read_record"]


_MARK = re.compile(r"\s*\{#[\w.-]+\}\s*$")
"""An anchor that a site generator takes from a heading: `# Title {#title}`."""
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


_T = TypeVar("_T", Record, Document)
_H = TypeVar("_H")


class Memory:
    """What reading a log came to, so that reading it again costs only what has changed.

    A file that says what it said, read in the same way, is the very same record or document.
    """

    def __init__(self) -> None:
        self._parsed: dict[str, tuple[object, _Parsed]] = {}
        self._made: dict[str, tuple[_Parsed, object, Record | Document]] = {}

    def parsed(self, source: Source, side: Source | None, folder: str) -> _Parsed:
        """The file taken to pieces."""
        key = (source, side, folder)
        known = self._parsed.get(source.path)
        if known is not None and known[0] == key:
            return known[1]
        made = _parse(source, side, folder)
        self._parsed[source.path] = (key, made)
        return made

    def record(self, parsed: _Parsed, settings: Settings) -> Record:
        """The record that it is."""
        return self._known(parsed, settings, Record, _record)

    def document(self, parsed: _Parsed, kind: Kind) -> Document:
        """The document that it is."""
        return self._known(parsed, kind, Document, _document)

    def _known(self, parsed: _Parsed, how: _H, kind: type[_T], make: Callable[[_Parsed, _H], _T]) -> _T:
        path = parsed.draft.source.path
        known = self._made.get(path)
        if known is not None and known[0] is parsed and known[1] == how and isinstance(known[2], kind):
            return known[2]
        made = make(parsed, how)
        self._made[path] = (parsed, how, made)
        return made

    def forget(self, paths: Iterable[str]) -> None:
        """Keep only what is known of `paths`."""
        kept = set(paths)
        for path in self._parsed.keys() - kept:
            del self._parsed[path]
            self._made.pop(path, None)


def read_all(
    sources: Iterable[Source],
    sides: Mapping[str, Source] | None = None,
    settings: Settings | None = None,
    memory: Memory | None = None,
) -> Reading:
    """Read every file and tell records from other documents. `memory`: what is known from reading it before.

    `sources` are Markdown files with paths relative to the records folder; `sides` are YAML files that stand beside a
    record and hold its metadata (`kep.yaml`), by their path.
    """
    settings, memory = settings or Settings(), memory or Memory()
    beside = {posixpath.dirname(path): side for path, side in (sides or {}).items()}
    parsed: dict[str, _Parsed] = {}
    for source in sources:
        folder = posixpath.dirname(source.path)
        side = beside.get(folder) if posixpath.basename(source.path).lower() == "readme.md" else None
        parsed[source.path] = memory.parsed(source, side, settings.folder)
    kinds = settle({path: one.kind for path, one in parsed.items()}, settings.folder)
    memory.forget(parsed)
    records = [memory.record(parsed[path], settings) for path, kind in kinds.items() if kind == "record"]
    documents = [memory.document(parsed[path], kind) for path, kind in kinds.items() if kind != "record"]
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
    title_code: tuple[Span, ...]
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
    title = _MARK.sub("", title or "")
    if draft.h1 is not None and not stated:
        inline = draft.structure.tokens[draft.h1.token + 1]
        code = code_of(inline.children or (), title)
    else:
        code, title = code_in(title), in_plain_words(title)
    return _Parsed(
        draft,
        fields,
        sections,
        name,
        head,
        title,
        code,
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
    status = stated_status(fields, settings.statuses)
    numbers = Numbers(draft, sections)
    claims = read_claims(draft, sections, numbers)
    options = read_options(draft, sections, claims.names)
    day = stated_date(draft, fields, sections)
    created = created_on(source.path, fields)
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
        title_code=parsed.title_code,
        number=ident.number,
        prefix=ident.prefix,
        answer=answer.read_answer(draft, sections, fields, claims, options, numbers),
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
        head=head_spans(draft, fields, sections, status),
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
            stem = identity.name_of(parsed.draft.source.path)
            if found.number is None and name is not None and found.id.lower() == stem.lower():
                return replace(name, id=found.id)  # `id: adr-001-use-x` in adr-001-use-x.md
            return found
    if parsed.name is not None:
        return parsed.name
    if parsed.head is not None:
        return parsed.head
    return identity.Identity(identity.name_of(parsed.draft.source.path))


def _tables(draft: Draft, sections: tuple[Section, ...]) -> tuple[Table, ...]:
    made = []
    for table in draft.structure.tables:
        above = innermost(sections, table.span)
        rows = tuple(tuple(Cell(raw, span) for raw, span in row) for row in table.rows)
        made.append(Table(rows[0], rows[1:], table.span, above.anchor if above else ""))
    return tuple(made)
