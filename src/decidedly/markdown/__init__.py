"""The structure of a Markdown text: tokens, headings, links and table cells, each with its span in the source.

One markdown-it-py parse per file serves reading, linting and rendering. Spans come out of the parse itself: block
tokens carry their lines, and the inline rules for links are wrapped so that they note where they matched.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decidedly.later import Later
from decidedly.markdown.boxes import MAX_DEPTH, boxes, moved
from decidedly.markdown.cells import Cell, Lines, split_row
from decidedly.text import Problem, Source, Span, slug

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = [
    "MAX_CHARACTERS",
    "Heading",
    "Reference",
    "Structure",
    "TableCells",
    "parse",
    "parser",
    "plain",
]

MAX_CHARACTERS = 400_000
"""Longer texts are cut off for parsing, with a problem: nobody reads a decision of that length."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside lists and quotes: its plain words, its anchor as GitHub makes it, its spans.

    `span` is the whole line (both lines, if underlined); `words` the words alone. `token` indexes `Structure.tokens`.
    """

    level: int
    text: str
    anchor: str
    span: Span
    words: Span
    token: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image in the text. `target` is as written, at `span`; `whole` covers the construct.

    `kind`: "inline" `[a](b)`, "reference" `[a][b]` (`target` is where the definition leads and `span` the whole
    construct), "auto" `<http://…>` and bare URLs (`target` has the scheme that `www.…` or `me@…` goes without).
    `token` indexes the block's inline token in `Structure.tokens`.
    """

    target: str
    text: str
    span: Span
    whole: Span
    kind: str
    image: bool
    token: int


@dataclass(frozen=True, slots=True)
class TableCells:
    """A table's cells as written: rows of (text, span); the first row is the header."""

    rows: tuple[tuple[tuple[str, Span], ...], ...]
    span: Span
    token: int


@dataclass(frozen=True)
class Structure(Later):
    """A parsed text. `start` is the offset at which the Markdown body begins (after the front matter)."""

    source: Source
    start: int
    tokens: Sequence[Token]
    env: dict[str, Any] = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def first_line(self) -> int:
        """The 0-based line at which the body begins; token maps count from it."""
        return self.source.line_of(self.start)

    def lines(self, token: Token) -> tuple[int, int]:
        """First and past-the-last line (0-based, of the whole source) of a block token."""
        first, last = token.map or [0, 0]
        return first + self.first_line, last + self.first_line

    def span(self, token: Token) -> Span:
        """The span of a block token's lines, white space at either end left out."""
        return self.source.stripped(self.source.lines_span(*self.lines(token)))

    def inline_lines(self, token: Token) -> list[tuple[int, int]]:
        """For each line of an inline token's content: (offset in the content, offset in the source).

        CommonMark makes the content of a block from its lines by taking container marks and indentation off the
        front (and white space off the very end), so each content line is the tail of its source line.
        """
        first, last = self.lines(token)
        found: list[tuple[int, int]] = []
        at = 0
        contents = token.content.split("\n")
        for number, content in enumerate(contents):
            if first + number >= max(last, first + 1):
                break
            whole = self.source.line_span(first + number)
            line = self.source.at(whole).replace("\x00", "\ufffd")  # as CommonMark has it
            bare = content.lstrip(" ")
            if number + 1 == len(contents):
                line = line.rstrip()
                if "#" in token.meta:
                    line = _CLOSING.sub("", line)
            column = len(line) - len(bare) if line.endswith(bare) else max(0, line.rfind(bare))
            found.append((at + len(content) - len(bare), whole.start + column))
            at += len(content) + 1
        return found

    def offset(self, token: Token, position: int, lines: Lines | None = None) -> int:
        """The source offset of `position` in an inline token's content."""
        table = self.inline_lines(token) if lines is None else lines
        if not table:
            return self.source.lines_span(*self.lines(token)).start
        content, source = table[max(0, bisect.bisect_right(table, position, key=lambda entry: entry[0]) - 1)]
        return source + max(0, position - content)

    def blocks(self) -> Iterator[tuple[int, Token]]:
        """Top-level block tokens that open something or stand alone, with their index."""
        for index, token in enumerate(self.tokens):
            if token.level == 0 and token.nesting >= 0 and token.map is not None:
                yield index, token

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All top-level headings, in order."""
        found: list[Heading] = []
        taken: dict[str, int] = {}
        for index, token in enumerate(self.tokens):
            if token.type != "heading_open" or token.level != 0:
                continue
            inline = self.tokens[index + 1]
            text = plain(inline)
            base = slug(text) or "section"
            anchor = base
            while anchor in taken:
                taken[base] += 1
                anchor = f"{base}-{taken[base]}"
            taken[anchor] = 0
            span = self.span(token)
            words = span
            table = self.inline_lines(inline)
            if inline.content and table:
                last = inline.content.split("\n")[len(table) - 1]
                end = table[-1][1] + len(last.lstrip(" "))
                # White space that Python alone takes for such (U+001F) may count in the one and not in the other.
                words = Span(max(table[0][1], span.start), min(end, span.end))
            found.append(Heading(int(token.tag[1]), text, anchor, span, words, index))
        return tuple(found)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All links and images, in order, with the span of each target."""
        found: list[Reference] = []
        for index, token in enumerate(self.tokens):
            if token.type == "inline" and token.children:
                found.extend(self._references_in(token, index))
        for index, inner, lines in self._boxes:
            found += [
                replace(one, span=moved(one.span, lines), whole=moved(one.whole, lines), token=index)
                for one in inner.references
            ]
        return tuple(sorted(found, key=lambda one: one.whole)) if self._boxes else tuple(found)

    @cached_property
    def code_blocks(self) -> tuple[Span, ...]:
        """Where code stands in blocks of its own."""
        read = {index for index, _, _ in self._boxes}
        found = [
            self.span(token)
            for index, token in enumerate(self.tokens)
            if token.type in ("fence", "code_block") and token.map and index not in read
        ]
        return (
            *found,
            *(moved(one, lines) for _, inner, lines in self._boxes for one in inner.code_blocks),
        )

    @cached_property
    def _boxes(self) -> tuple[tuple[int, Structure, Lines], ...]:
        """Code that is text to people: the token's index, its words as a text of their own, and where their lines stand."""
        if self.depth >= MAX_DEPTH:
            return ()
        from decidedly.markdown.rules import BUDGET

        share = {
            "budget": BUDGET // 10,
            "references": self.env.get("references", {}),
            "depth": self.depth + 1,
        }
        return tuple(
            (index, parse(Source(self.source.path, token.content), env=dict(share)), self.inline_lines(token))
            for index, token in boxes(self.tokens)
        )

    @property
    def depth(self) -> int:
        """In how many boxes this text stands."""
        return int(self.env.get("depth", 0))

    def _references_in(self, token: Token, index: int) -> Iterator[Reference]:
        children = token.children or []
        table: Lines | None = None
        for at, child in enumerate(children):
            if child.type not in ("link_open", "image") or "at" not in child.meta:
                continue
            table = self._lines_at(index) if table is None else table
            begin, end, first, last, kind = child.meta["at"]
            whole = self._span_of(token, begin, end, table)
            span = whole if kind == "reference" else self._span_of(token, first, last, table)
            target = str(child.attrs.get("src" if child.type == "image" else "href", ""))
            written = self.source.at(span)
            if kind == "inline" or (kind == "auto" and ":" in written):
                target = written
            text = child.content if child.type == "image" else _inner_text(children, at)
            yield Reference(target, text, span, whole, kind, child.type == "image", index)

    def _span_of(self, token: Token, begin: int, end: int, table: Lines) -> Span:
        start = self.offset(token, begin, table)
        return Span(start, self.offset(token, end - 1, table) + 1 if end > begin else start)

    def _lines_at(self, index: int) -> Lines:
        return self._cells.get(index) or self.inline_lines(self.tokens[index])

    @cached_property
    def code_spans(self) -> tuple[Span, ...]:
        """Where inline code stands, its marks included."""
        found: list[Span] = []
        for index, token in enumerate(self.tokens):
            marked = [
                child for child in token.children or () if child.type == "code_inline" and "at" in child.meta
            ]
            table = self._lines_at(index) if marked else ()
            found += [
                self._span_of(token, child.meta["at"][0], child.meta["at"][1], table) for child in marked
            ]
        for _, inner, lines in self._boxes:
            found += [moved(one, lines) for one in inner.code_spans]
        return tuple(found)

    @cached_property
    def tables(self) -> tuple[TableCells, ...]:
        """All tables, with the span of each cell's trimmed text."""
        return self._tables_and_cells[0]

    @property
    def _cells(self) -> dict[int, Lines]:
        return self._tables_and_cells[1]

    @cached_property
    def _tables_and_cells(self) -> tuple[tuple[TableCells, ...], dict[int, Lines]]:
        """The tables, and for each cell's inline token where the pieces of its content stand."""
        found: list[TableCells] = []
        cells: dict[int, Lines] = {}
        rows: list[tuple[tuple[str, Span], ...]] = []
        row: list[tuple[str, Span]] = []
        parts: Iterator[Cell] = iter(())
        opened = end = 0
        for index, token in enumerate(self.tokens):
            if token.type == "table_open":
                opened, rows = index, []
            elif token.type == "tr_open":
                line = self.source.line_span(self.lines(token)[0])
                row, end = [], line.end
                parts = iter(split_row(self.source, Span(line.start + token.meta.get("column", 0), line.end)))
            elif token.type in ("th_open", "td_open"):
                cell = next(parts, None) or Cell(Span(end, end), ((0, end),))
                row.append((self.source.at(cell.span), cell.span))
                cells[index + 1] = cell.lines
            elif token.type == "tr_close":
                rows.append(tuple(row))
            elif token.type == "table_close":
                found.append(TableCells(tuple(rows), self.span(self.tokens[opened]), opened))
        return tuple(found), cells


_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")


def plain(inline: Token) -> str:
    """The words of an inline token, marks taken off, images by their alternative text, raw HTML left out."""
    return _words(inline.children or [])


def _words(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(token.content)
        elif token.children:
            parts.append(_words(token.children))
    return "".join(parts).strip()


def _inner_text(children: Sequence[Token], at: int) -> str:
    depth = 0
    for end in range(at, len(children)):
        depth += {"link_open": 1, "link_close": -1}.get(children[end].type, 0)
        if depth == 0:
            return _words(children[at + 1 : end])
    return _words(children[at + 1 :])


def parser() -> MarkdownIt:
    """The one parser, with the rules that are read here."""
    from decidedly.markdown import rules  # what is costly to import is imported by who parses

    return rules.parser()


def parse(source: Source, start: int = 0, env: dict[str, Any] | None = None) -> Structure:
    """Parse the Markdown of `source` from offset `start` on. Never raises; what went wrong is in `problems`."""
    from decidedly.markdown.rules import exhausted

    env = {} if env is None else env
    text = source.text[start:]
    if start == 0 and text.startswith("\ufeff"):
        text = " " + text[1:]  # keeps every offset
    problems: list[Problem] = []
    if len(text) > MAX_CHARACTERS:
        problems.append(
            Problem("P002", f"only the first {MAX_CHARACTERS:,} characters are read", Span(start, start))
        )
        text = text[:MAX_CHARACTERS]
    try:
        tokens = parser().parse(text, env)
    except (RecursionError, LookupError, ValueError, TypeError) as error:  # a parser's fault must not be ours
        problems.append(
            Problem("P002", f"can't be read as Markdown: {type(error).__name__}", Span(start, start))
        )
        tokens = []
    if exhausted(env):
        problems.append(
            Problem("P002", "too many brackets that are no links; not all links are read", Span(start, start))
        )
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.markup.startswith("#"):
            tokens[index + 1].meta["#"] = True
    return Structure(source, start, tokens, env, tuple(problems))
