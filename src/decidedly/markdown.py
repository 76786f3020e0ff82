"""The structure of a Markdown text: tokens, headings, links and table cells, each with its span in the source.

One markdown-it-py parse per file serves reading, linting and rendering. Spans come out of the parse itself: block
tokens carry their lines, and the inline rules for links are wrapped so that they note where they matched.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.gfm import gfm_plugin

from decidedly.text import Problem, Source, Span, slug

MAX_CHARACTERS = 1_000_000
"""Longer texts are cut off for parsing, with a problem: nobody reads a decision of a megabyte."""

LABEL_BUDGET = 200_000
"""Characters that failed link labels may cost in one text: `[a[a[a…` is quadratic in every CommonMark parser."""


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
    construct), "auto" `<http://…>` and bare URLs. `token` indexes the block's inline token in `Structure.tokens`.
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
class Structure:
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
            line = self.source.at(whole)
            bare = content.lstrip(" ")
            tail = line if number + 1 < len(contents) and line.endswith(bare) else line.rstrip()
            if tail.endswith(bare):
                column = len(tail) - len(bare)
            else:  # ATX headings end in marks, cells of tables lie inside their line
                column = max(0, line.rfind(bare))
            found.append((at + len(content) - len(bare), whole.start + column))
            at += len(content) + 1
        return found

    def offset(self, token: Token, position: int, lines: Sequence[tuple[int, int]] | None = None) -> int:
        """The source offset of `position` in an inline token's content."""
        table = self.inline_lines(token) if lines is None else lines
        best = table[0] if table else (0, self.lines(token)[0])
        for entry in table:
            if entry[0] > position:
                break
            best = entry
        return best[1] + max(0, position - best[0])

    def blocks(self) -> Iterator[tuple[int, Token]]:
        """Top-level block tokens that open something or stand alone, with their index."""
        for index, token in enumerate(self.tokens):
            if token.level == 0 and token.nesting >= 0 and token.map is not None:
                yield index, token

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All top-level headings, in order."""
        found: list[Heading] = []
        seen: dict[str, int] = {}
        for index, token in enumerate(self.tokens):
            if token.type != "heading_open" or token.level != 0:
                continue
            inline = self.tokens[index + 1]
            text = plain(inline)
            base = slug(text) or "section"
            count = seen.get(base, -1) + 1
            seen[base] = count
            span = self.span(token)
            words = span
            table = self.inline_lines(inline)
            if inline.content and table:
                last = inline.content.split("\n")[len(table) - 1]
                words = Span(table[0][1], table[-1][1] + len(last.lstrip(" ")))
            found.append(
                Heading(int(token.tag[1]), text, f"{base}-{count}" if count else base, span, words, index)
            )
        return tuple(found)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All links and images, in order, with the span of each target."""
        found: list[Reference] = []
        for index, token in enumerate(self.tokens):
            if token.type != "inline" or not token.children:
                continue
            cell = self._cell_of(index) if token.level > 3 else None
            lines = [(0, cell.start)] if cell else None
            table = self.inline_lines(token) if lines is None else lines
            found.extend(self._references_in(token, index, table))
        return tuple(found)

    def _references_in(
        self, token: Token, index: int, table: Sequence[tuple[int, int]]
    ) -> Iterator[Reference]:
        children = token.children or []
        for at, child in enumerate(children):
            noted = child.meta.get("at") if child.type in ("link_open", "image") else None
            if child.type not in ("link_open", "image"):
                continue
            target = str(child.attrs.get("src" if child.type == "image" else "href", ""))
            text = child.content if child.type == "image" else _inner_text(children, at)
            if noted is None:  # a bare URL: markdown-it finds those after the inline pass
                yield Reference(target, text, self.span(token), self.span(token), "auto", False, index)
                continue
            whole = Span(self.offset(token, noted[0], table), self.offset(token, noted[1] - 1, table) + 1)
            span = Span(self.offset(token, noted[2], table), self.offset(token, noted[3] - 1, table) + 1)
            if noted[4] != "reference":
                target = self.source.at(span)
            yield Reference(target, text, span, whole, noted[4], child.type == "image", index)

    @cached_property
    def tables(self) -> tuple[TableCells, ...]:
        """All tables, with the span of each cell's trimmed text."""
        found: list[TableCells] = []
        for index, token in enumerate(self.tokens):
            if token.type != "table_open":
                continue
            rows: list[tuple[tuple[str, Span], ...]] = []
            columns = 0
            for inner in self.tokens[index:]:
                if inner.type == "table_close":
                    break
                if inner.type == "tr_open":
                    line = self.source.line_span(self.lines(inner)[0])
                    cells = [Span(a, b) for a, b in _split_row(self.source, line)]
                    columns = columns or len(cells)
                    cells = (cells + [Span(line.end, line.end)] * columns)[:columns]
                    rows.append(tuple((self.source.at(cell), cell) for cell in cells))
            found.append(TableCells(tuple(rows), self.span(token), index))
        return tuple(found)

    @cached_property
    def _cells(self) -> dict[int, Span]:
        spans: dict[int, Span] = {}
        for table in self.tables:
            row = column = -1
            for index in range(table.token, len(self.tokens)):
                kind = self.tokens[index].type
                if kind == "table_close":
                    break
                if kind == "tr_open":
                    row, column = row + 1, -1
                elif kind in ("th_open", "td_open"):
                    column += 1
                elif kind == "inline" and row < len(table.rows) and column < len(table.rows[row]):
                    spans[index] = table.rows[row][column][1]
        return spans

    def _cell_of(self, index: int) -> Span | None:
        return self._cells.get(index)


def _split_row(source: Source, line: Span) -> Iterator[tuple[int, int]]:
    """The trimmed cells of a table row: split at pipes that no backslash escapes, outer pipes dropped."""
    text = source.at(line)
    cuts = [-1]
    escaped = False
    for at, char in enumerate(text):
        if char == "|" and not escaped:
            cuts.append(at)
        escaped = char == "\\" and not escaped
    cuts.append(len(text))
    parts = [(a + 1, b) for a, b in zip(cuts, cuts[1:], strict=False)]
    if parts and not text[parts[0][0] : parts[0][1]].strip(" \t>"):
        parts = parts[1:]
    if parts and not text[parts[-1][0] : parts[-1][1]].strip():
        parts = parts[:-1]
    for a, b in parts:
        span = source.stripped(Span(line.start + a, line.start + b))
        if span.start >= span.end:
            span = Span(line.start + a, line.start + a)
        yield span.start, span.end


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


Rule = Callable[[StateInline, bool], bool]


def _noting(rule: Rule, token_type: str) -> Rule:
    """Wrap an inline rule so that the token it makes notes (start, end, target start, target end, kind)."""

    @functools.wraps(rule)
    def wrapped(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in "[!<":
            return False
        start, before, maximum = state.pos, len(state.tokens), state.posMax
        if state.env.get("label_budget", LABEL_BUDGET) <= 0:
            return False
        if not rule(state, silent):
            if token_type != "autolink" and state.src[start] in "[!":
                state.env["label_budget"] = state.env.get("label_budget", LABEL_BUDGET) - (maximum - start)
            return False
        if not silent:
            wanted = "link_open" if token_type == "autolink" else token_type
            made = next((one for one in state.tokens[before:] if one.type == wanted), None)
            if made is not None:
                made.meta["at"] = (start, state.pos, *_target(state, start, state.pos, token_type))
        return True

    return wrapped


def _target(state: StateInline, start: int, end: int, token_type: str) -> tuple[int, int, str]:
    if token_type == "autolink":
        return start + 1, end - 1, "auto"
    helpers = state.md.helpers
    position, maximum = state.pos, state.posMax
    state.posMax = end
    label = helpers.parseLinkLabel(
        state, start + (1 if state.src[start] == "!" else 0), token_type == "link_open"
    )
    state.pos, state.posMax = position, maximum
    at = label + 1
    if label < 0 or at >= end or state.src[at] != "(":
        return start, end, "reference"
    at += 1
    while at < end and state.src[at] in " \t\n":
        at += 1
    found = helpers.parseLinkDestination(state.src, at, end)
    if not found.ok:
        return start, end, "reference"
    first, last = at, found.pos
    if state.src[first:last].startswith("<") and last - first >= 2:
        first, last = first + 1, last - 1
    if last <= first:
        return start, end, "inline"
    return first, last, "inline"


@functools.cache
def parser() -> MarkdownIt:
    """The one parser: CommonMark with GitHub's tables, tasks, alerts, strike-through, autolinks, footnotes; definition lists."""
    made = MarkdownIt("commonmark", {"html": True}).use(gfm_plugin).use(deflist_plugin)
    made.inline.ruler.at("link", _noting(link, "link_open"))
    made.inline.ruler.at("image", _noting(image, "image"))
    made.inline.ruler.at("autolink", _noting(autolink, "autolink"))
    return made


def parse(source: Source, start: int = 0) -> Structure:
    """Parse the Markdown of `source` from offset `start` on. Never raises; what went wrong is in `problems`."""
    text = source.text[start:]
    if start == 0 and text.startswith("\ufeff"):
        text = " " + text[1:]  # keeps every offset
    problems: list[Problem] = []
    if len(text) > MAX_CHARACTERS:
        problems.append(
            Problem("P002", f"only the first {MAX_CHARACTERS:,} characters are read", Span(start, start))
        )
        text = text[:MAX_CHARACTERS]
    env: dict[str, Any] = {}
    try:
        tokens = parser().parse(text, env)
    except RecursionError:
        problems.append(Problem("P002", "nested too deeply to be read as Markdown", Span(start, start)))
        tokens = []
    return Structure(source, start, tokens, env, tuple(problems))
