"""A record's Markdown as safe HTML, section by section, from the tokens that reading it left behind.

Recognised structure is dressed: options as for and against, criteria as a heat table, consequences side by side, task
lists as progress. Nothing that the author wrote disappears or changes its meaning; in doubt the plain Markdown stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from decidedly.markdown import Structure, parse, parser, plain
from decidedly.matrix import matrices
from decidedly.preamble import read_preamble
from decidedly.record import Document, Record
from decidedly.render.code import CODE_CLASSES
from decidedly.render.diagrams import Picture, Pictures, describe, sources
from decidedly.render.dress import Dresser
from decidedly.render.links import SPRITE_IDS, Href, Resolve, page_anchor, safe_url
from decidedly.render.outline import Part, body_of, parts_of
from decidedly.render.raw import cleaned
from decidedly.render.writer import Writer
from decidedly.text import one_line

__all__ = [
    "CODE_CLASSES", "SPRITE_IDS", "Href", "Picture", "Pictures", "Rendered", "RenderedSection", "Resolve", "TocEntry", "describe", "inline",
    "page_anchor", "plain_text", "render", "safe_url", "sources",
]  # fmt: skip

MAX_INLINE = 10_000


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the contents: a section (level 2) or, where there are few of those, a heading in one (level 3)."""

    anchor: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class RenderedSection:
    """A section as a page shows it. `html` is what stands under the heading, sub-headings with their ids included.

    `title` is plain words, `title_html` the heading's inside; both are "" for what stands before the first heading.
    """

    anchor: str
    title: str
    title_html: str
    level: int
    role: str
    html: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A whole text as a page shows it. `has_code`: some of it is highlighted code."""

    sections: tuple[RenderedSection, ...]
    toc: tuple[TocEntry, ...] = ()
    has_code: bool = False


def render(
    record: Record | Document,
    resolve: Resolve,
    *,
    dress: bool = True,
    compare: Mapping[int, str] = MappingProxyType({}),
    pictures: Pictures | None = None,
    foreign: bool = False,
) -> Rendered:
    """The body of a record or document. `resolve` says where each link and image leads; `dress=False` keeps plain Markdown.

    `compare` are the addresses of the pages of its matrices, by where their tables begin; `pictures` knows its diagrams.
    `foreign`: it is not in English, so that our own words among it say that they are.
    """
    structure = _structure(record)
    parts, levels = parts_of(body_of(record, structure), structure)
    writer = Writer(structure.tokens, resolve)
    writer.pictures = pictures
    writer.levels = levels
    writer.ids = _ids(structure, levels)
    writer.know({one.anchor: writer.ids.get(one.token, "top") for one in structure.headings})
    found = matrices(record) if dress and record.tables else ()
    dresser = Dresser(record, writer, structure, found, compare) if dress else None
    if dresser and foreign:
        dresser.ours = ' lang="en"'
    roles = {one.heading.start: one.role for one in record.sections}
    sections = tuple(_section(part, writer, dresser, roles) for part in parts)
    shown = tuple(one for one in sections if one.title or one.html.strip())
    titles = {one.token: one.text for one in structure.headings}
    deepest = 2 if sum(level == 2 for level in levels.values()) > 2 else 3
    toc = tuple(
        TocEntry(writer.ids[token], one_line(titles[token], 200).rstrip(":"), level)
        for token, level in sorted(levels.items())
        if level <= deepest and titles[token]
    )
    return Rendered(shown, toc, writer.has_code)


def _ids(structure: Structure, levels: Mapping[int, int]) -> dict[int, str]:
    """The id of each heading that is shown, by its token; no two alike, whatever the headings say."""
    made: dict[int, str] = {}
    taken: set[str] = set()
    for one in structure.headings:
        if one.token in levels:
            name, number = page_anchor(one.anchor), 0
            while name in taken:
                number += 1
                name = f"{page_anchor(one.anchor)}_{number}"
            taken.add(name)
            made[one.token] = name
    return made


def _section(
    part: Part, writer: Writer, dresser: Dresser | None, roles: Mapping[int, str]
) -> RenderedSection:
    heading = part.heading
    role = roles.get(heading.span.start, "") if heading else ""
    writer.has_raw = False
    title = writer.inline(heading.token + 1) if heading else ""
    if writer.has_raw:
        title = cleaned(title)
    writer.has_raw = False
    out: list[str] = []
    at, within = 0, role
    while at < len(part.blocks):
        block = part.blocks[at]
        within = roles.get(block.span.start, "") or within
        made = dresser.at(part.blocks, at, within) if dresser else None
        if made:
            out.append(writer.elements.implied("div") + made.html)
            at += made.blocks
        else:
            out.append(writer.blocks(block.start, block.end))
            at += 1
    out.append(writer.elements.unwind(0))
    body = "".join(out)
    return RenderedSection(
        writer.ids.get(heading.token, "") if heading else "",
        heading.text if heading else "",
        title,
        2,
        role,
        cleaned(body) if writer.has_raw else body,
    )


def inline(markdown: str, resolve: Resolve) -> str:
    """One line of Markdown (an answer, a title) as HTML; a longer one is cut."""
    tokens = parser().parseInline(one_line(markdown, MAX_INLINE), {})
    writer = Writer(tokens, resolve)
    made = writer.inline(0) if tokens else ""
    return cleaned(made) if writer.has_raw else made


def plain_text(record: Record | Document) -> str:
    """The words of the body on one line, for search and excerpts: no marks, no code blocks, no HTML."""
    structure = _structure(record)
    words: list[str] = []
    for block in body_of(record, structure):
        words += [
            plain(token) for token in structure.tokens[block.start : block.end] if token.type == "inline"
        ]
    return " ".join(" ".join(words).split())


def _structure(record: Record | Document) -> Structure:
    """The tokens that reading left behind; a record that comes without them is parsed."""
    return record.structure or parse(record.source, read_preamble(record.source).span.end)
