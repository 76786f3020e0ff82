"""The nouns: what one decision record says, each value with the place in the text that it was read from.

Everything here is frozen data. Reading makes it (`decidedly.dialects`), everything above only looks at it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from decidedly.later import Later
from decidedly.planned import Assumption, ReviewEntry, ReviewPlan
from decidedly.text import Problem, Source, Span

if TYPE_CHECKING:
    from decidedly.markdown import Structure

Origin = Literal[
    "front-matter",
    "side-file",
    "list",
    "labels",
    "table",
    "definition",
    "html",
    "section",
    "line",
    "badge",
    "comment",
    "title",
    "file-name",
]
"""Where a field stands: a YAML or TOML front matter key; a file beside the record (kep.yaml); a list item, a bold label,
a table row, a definition, an HTML table's cell or a plain line of the record's head; a section of its own; a badge or an HTML comment of the head; the H1;
the file's name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a field that has several: the text as written, and where."""

    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of metadata as the file states it.

    `name` is the canonical name (`status`, `date`, `decision-makers`, `review` …) or, for a label that nothing here
    knows, the label itself in lower case; `label` is the label as written. `raw` is the text at `span`, exactly.
    `value` is what `raw` means: YAML escapes and folding undone, otherwise the same. A field of several values has
    `items`. Fields of a side file have spans in that file, whose path is `path`; otherwise `path` is None.
    """

    name: str
    label: str
    raw: str
    span: Span
    origin: Origin
    items: tuple[Item, ...] = ()
    path: str | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a finding or a link points at: a field, a section or the whole record, with the exact span where known."""

    kind: Literal["field", "section", "whole"]
    name: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """`name` is one of the configured statuses, or the unknown word in lower case; `raw` the text as written.

    `known` tells whether `name` is configured. `in_part` is set when a supersession is only partial.
    """

    name: str
    raw: str
    known: bool = True
    note: str = ""
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written: `day` is None when no such day exists or it can't be told; `note` is the trailing remark."""

    raw: str
    day: datetime.date | None
    note: str = ""
    ambiguous: bool = False


Role = Literal["owner", "decider", "author", "approver", "consulted", "informed"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or a team) named in the metadata, in one role."""

    name: str
    role: Role


LinkKind = Literal[
    "supersedes", "superseded-by", "supersedes-in-part", "superseded-in-part-by", "amends", "amended-by",
    "depends-on", "required-by", "refines", "refined-by", "relates-to", "conflicts-with", "mentions",
]  # fmt: skip

LINK_KINDS: frozenset[str] = frozenset(
    {"supersedes", "superseded-by", "supersedes-in-part", "superseded-in-part-by", "amends", "amended-by", "depends-on", "required-by",
     "refines", "refined-by", "relates-to", "conflicts-with"}
)  # fmt: skip
"""The typed kinds: everything but mentions and a team's own labels."""

INVERSE: dict[str, str] = {
    "supersedes": "superseded-by",
    "superseded-by": "supersedes",
    "supersedes-in-part": "superseded-in-part-by",
    "superseded-in-part-by": "supersedes-in-part",
    "amends": "amended-by",
    "amended-by": "amends",
    "depends-on": "required-by",
    "required-by": "depends-on",
    "refines": "refined-by",
    "refined-by": "refines",
    "relates-to": "relates-to",
    "conflicts-with": "conflicts-with",
    "mentions": "mentioned-by",
}
"""What the other end of a link of each kind is called."""


@dataclass(frozen=True, slots=True)
class Link:
    """One end of a link as the record states it.

    `kind` is the typed kind; `label` the words that stood for it ("Superseded by", "Builds on", or ""); `target` the
    id, path or URL exactly as written, at `span`; `text` the link's own words. Links to web pages, images and
    files that are no records stay in the list with `kind` "mentions": `Log` tells which targets are records.
    """

    kind: str
    target: str
    span: Span
    label: str = ""
    text: str = ""
    place: Place = Place("whole")
    image: bool = False


SectionRole = Literal[
    "status", "date", "context", "drivers", "options", "pros-cons", "decision", "criteria", "consequences", "positive",
    "negative", "neutral", "mitigation", "risks", "confirmation", "implementation", "references", "more", "history", "metadata", "",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of the same or a higher level.

    `span` is the whole of it, `heading` the heading's line(s), `body` the rest; `anchor` is its GitHub-style slug,
    unique in the record. Sections nest: a child's span lies inside its parent's.
    """

    title: str
    level: int
    role: SectionRole
    anchor: str
    span: Span
    heading: Span
    body: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One line for or against an option, or one consequence; `mark` is the leading emoji or "Good", "Bad", if any."""

    text: str
    span: Span
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """One stated cost of an option: `label` ("MVP"; may be empty) and `value` ("$0/month (free tier)")."""

    label: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Option:
    """One option that was considered. `span` covers its heading (or list item) and body; `chosen` when the record says so.

    `dressed` tells that everything in `span` is accounted for by name, pros, cons, neutral and costs, so that a page
    may show those in place of the plain Markdown without losing a word.
    """

    name: str
    span: Span
    chosen: bool = False
    pros: tuple[Point, ...] = ()
    cons: tuple[Point, ...] = ()
    neutral: tuple[Point, ...] = ()
    costs: tuple[Cost, ...] = ()
    dressed: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its Markdown as written (trimmed), at `span`."""

    raw: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown table: the header's cells, the rows' cells, and the whole table's span. `section` is the anchor above it."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    section: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a task list."""

    text: str
    done: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Checklist:
    """A task list, in file order; `section` is the anchor above it."""

    items: tuple[Check, ...]
    span: Span
    section: str = ""


def _no_structure() -> Structure | None:
    return None


@dataclass(frozen=True)
class Record(Later):
    """One decision record. Its key is `path`: ids can be doubled by mistake, paths can't.

    `id` is as the team writes it ("DR-001", "0007", "20200924-use-x"); `number` its integer part where it has one;
    `prefix` its letters ("DR", or ""); `title` is the question; `answer` one line that says what was decided, or "".
    Both are plain words: marks of Markdown are taken off wherever they come from. `title_code` tells where in the title
    code stands, in characters of it.
    `date` is when the status was decided; `created` when the text says that it was begun (or its file's name does).
    `tables` are all of its tables: `decidedly.matrix` tells which of them are criteria matrices.
    `head` covers title and metadata of the head, which a page shows in its own way.
    """

    source: Source
    id: str
    title: str
    number: int | None = None
    prefix: str = ""
    answer: str = ""
    status: Status | None = None
    date: Day | None = None
    created: Day | None = None
    component: str = ""
    people: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    review: ReviewPlan | None = None
    reviews: tuple[ReviewEntry, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    due: Day | None = None
    scope: tuple[str, ...] = ()
    fields: tuple[Field, ...] = field(default_factory=tuple)
    sections: tuple[Section, ...] = field(default_factory=tuple)
    options: tuple[Option, ...] = field(default_factory=tuple)
    tables: tuple[Table, ...] = field(default_factory=tuple)
    checklists: tuple[Checklist, ...] = field(default_factory=tuple)
    dialect: str = ""
    package: str = ""
    head: tuple[Span, ...] = field(default_factory=tuple)
    title_code: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()
    structure: Structure | None = field(default_factory=_no_structure, repr=False, compare=False)

    @property
    def path(self) -> str:
        """The file's path, relative to the records folder, with forward slashes."""
        return self.source.path

    @property
    def when(self) -> datetime.date | None:
        """The day under which the record is shown: decided, else begun, else None."""
        return next(
            (one.day for one in (self.date, self.created) if one is not None and one.day is not None), None
        )

    @property
    def owners(self) -> tuple[str, ...]:
        """Who answers for the record: owners, else deciders and approvers, else authors."""
        for roles in (("owner",), ("decider", "approver"), ("author",)):
            names = tuple(dict.fromkeys(person.name for person in self.people if person.role in roles))
            if names:
                return names
        return ()

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The most trusted field of each name."""
        named: dict[str, Field] = {}
        for one in self.fields:
            named.setdefault(one.name, one)
        return named

    def section(self, role: str) -> Section | None:
        """The first section of that role."""
        return next((one for one in self.sections if one.role == role), None)


@dataclass(frozen=True)
class Document(Later):
    """A Markdown file of the log's folder that is no record: a guide, an analysis, an index, a template."""

    source: Source
    title: str
    kind: Literal["document", "index", "template"] = "document"
    links: tuple[Link, ...] = ()
    sections: tuple[Section, ...] = field(default_factory=tuple)
    tables: tuple[Table, ...] = field(default_factory=tuple)
    checklists: tuple[Checklist, ...] = field(default_factory=tuple)
    fields: tuple[Field, ...] = field(default_factory=tuple)
    problems: tuple[Problem, ...] = ()
    structure: Structure | None = field(default_factory=_no_structure, repr=False, compare=False)

    @property
    def path(self) -> str:
        """The file's path, relative to the records folder, with forward slashes."""
        return self.source.path
