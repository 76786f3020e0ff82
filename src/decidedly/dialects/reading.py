"""One file, from its text to a record or a document: what is dear about reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice

from decidedly import markdown
from decidedly.dialects import answer, identity, plan
from decidedly.dialects.claims import read_claims
from decidedly.dialects.draft import Draft
from decidedly.dialects.forms import FORMS
from decidedly.dialects.head import head_spans
from decidedly.dialects.known import Read, dialect_of
from decidedly.dialects.links import read_links
from decidedly.dialects.numbered import Numbers
from decidedly.dialects.options import read_checklists, read_options
from decidedly.dialects.outline import innermost, read_sections
from decidedly.dialects.passages import code_in, code_of, in_plain_words
from decidedly.dialects.people import read_people, read_words
from decidedly.dialects.recognise import Kind, classify
from decidedly.dialects.settings import Settings
from decidedly.dialects.stated import created_on, stated_date, stated_status
from decidedly.markdown import Structure
from decidedly.preamble import Preamble, compose, read_preamble
from decidedly.record import Cell, Document, Field, Record, Section, Table
from decidedly.text import Problem, Source, Span

_MARK = re.compile(r"\s*\{#[\w.-]+\}\s*$")
"""An anchor that a site generator takes from a heading: `# Title {#title}`."""
MAX_FIELDS = 1_000
"""Fields of one record that are read: nobody states more, and strangers' files may hold any number of look-alikes."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """What a text alone says, wherever it stands: its front matter and its Markdown."""

    preamble: Preamble
    structure: Structure


def take_apart(source: Source) -> Pieces:
    """The pieces of a text."""
    preamble = read_preamble(source)
    return Pieces(preamble, markdown.parse(source, preamble.end))


@dataclass(frozen=True)
class Parsed:
    """A file taken to pieces. `pieces` are those of its text, whatever the file is called."""

    pieces: Pieces
    draft: Draft
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    name: identity.Identity | None
    head: identity.Identity | None
    raw_title: str
    title: str
    title_code: tuple[Span, ...]
    kinds: dict[str, Kind] = field(default_factory=dict)

    def kind(self, folder: str) -> Kind:
        """What the file is, judged by itself; `folder` is the name of that to which paths are relative."""
        if folder not in self.kinds:
            self.kinds[folder] = classify(
                self.draft, self.fields, self.sections, self.raw_title, self.name, folder
            )
        return self.kinds[folder]


def parse(source: Source, side: Source | None, pieces: Pieces | None = None) -> Parsed:
    """Take a file to pieces; `pieces` are those of its text, where that has been read before."""
    pieces = pieces or take_apart(source)
    structure = pieces.structure
    if structure.source != source:
        structure = replace(structure, source=source)
    draft = Draft(source, pieces.preamble, structure, side)
    fields = tuple(islice((one for form in FORMS for one in form(draft)), MAX_FIELDS))
    sections = read_sections(draft)
    name = identity.from_name(source.path) or identity.from_key(source.path, pieces.preamble.values)
    heading = draft.h1.text if draft.h1 else draft.pseudo_title
    trusted = (
        "front-matter",
        "side-file",
        *(() if heading else ("list", "labels", "table", "definition", "html", "line")),
    )
    stated = next(
        (one for one in fields if one.name == "title" and one.origin in trusted and one.value.strip()), None
    )
    head, title = identity.split_heading(stated.value if stated else heading, name)
    if stated and heading and head is None:
        head, _ = identity.split_heading(heading, name)
    if head is not None and not title:  # `# ADR-003`, and the title in a section of its own
        title = next((one.value.strip() for one in fields if one.name == "title" and one.value.strip()), "")
    raw_title = stated.value if stated else heading
    title = _MARK.sub("", title or "")
    if draft.h1 is not None and not stated:
        inline = draft.structure.tokens[draft.h1.token + 1]
        code = code_of(inline.children or (), title)
    else:
        code, title = code_in(title), in_plain_words(title)
    return Parsed(pieces, draft, fields, sections, name, head, raw_title, title, code)


def document(parsed: Parsed, kind: Kind) -> Document:
    """The file as a document of that kind."""
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


def record(parsed: Parsed, settings: Settings) -> Record:
    """The file as a record, whatever it looks like."""
    draft, fields, sections = parsed.draft, parsed.fields, parsed.sections
    source = draft.source
    ident = _identity(parsed)
    page = _page_id(parsed)
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
        aliases=(*read_words(fields, "aliases"), *((page,) if page else ())),
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


def _identity(parsed: Parsed) -> identity.Identity:
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
            if not _page_id(parsed):
                return found
    if parsed.name is not None:
        return parsed.name
    if parsed.head is not None:
        return parsed.head
    return identity.Identity(identity.name_of(parsed.draft.source.path))


def _page_id(parsed: Parsed) -> str:
    """The `id` of a page as site generators have it, a few words, where the file's name or its heading has the record's number;
    "" where there is none."""
    numbered = parsed.name is not None and parsed.name.number is not None
    numbered = numbered or (
        parsed.name is None and parsed.head is not None and parsed.head.number is not None
    )
    stated = next((one for one in parsed.fields if one.name == "id" and one.value.strip()), None)
    words = stated.value.strip() if stated is not None and stated.origin == "front-matter" else ""
    return words if numbered and re.fullmatch(r"[a-z]+(?:[-_][a-z]+)*", words) else ""


def _tables(draft: Draft, sections: tuple[Section, ...]) -> tuple[Table, ...]:
    made = []
    for table in draft.structure.tables:
        above = innermost(sections, table.span)
        rows = tuple(tuple(Cell(raw, span) for raw, span in row) for row in table.rows)
        made.append(Table(rows[0], rows[1:], table.span, above.anchor if above else ""))
    return tuple(made)
