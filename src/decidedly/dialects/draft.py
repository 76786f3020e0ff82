"""What the forms read from: one text, parsed, with its head marked off."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from decidedly.dialects.labels import canonical
from decidedly.dialects.roles import role_of
from decidedly.markdown import Heading, Structure
from decidedly.preamble import Preamble
from decidedly.record import Field, Item, Origin
from decidedly.text import Source, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_HEADINGS = 100
"""Headings of which the sections are looked at for metadata."""


_NUMBERED = re.compile(r"\W*(?:[A-Za-z]{2,12}[-_ #]*)?\d{1,6}\s*[.:)–—]\s*\w")
_HTML = re.compile(r"[ \t]*<h1\b[^<>]{0,200}>\s*(?P<title>[^<>]{1,300}?)\s*</h1>", re.I)
_COMMENTED = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<title>#[ \t]+[^\r\n:]+?)[ \t]*\r?\n[ \t]*\r?\n")


@dataclass(frozen=True)
class Draft:
    """A file on its way to being a record: source, front matter, Markdown structure, side file."""

    source: Source
    preamble: Preamble
    structure: Structure
    side: Source | None = None

    @cached_property
    def h1(self) -> Heading | None:
        """The title: the first H1, unless it is a section's heading (`# Summary`) beside others of its level.

        Where there is no H1 and the front matter names no title, the one heading that stands above all others, or the
        first where it has a number.
        """
        headings = self.structure.headings
        if not headings:
            return None
        first = headings[0]
        tops = [one for one in headings if one.level == 1]
        if not tops:
            alone = sum(one.level <= first.level for one in headings) == 1 or _NUMBERED.match(first.text)
            titled = self.preamble.values is not None and self.preamble.values.get("title") is not None
            return first if alone and not titled and not role_of(first.text) else None
        if tops[0] is not first and role_of(first.text):
            return None  # one more part, below the sections that a title would stand above
        if not role_of(tops[0].text):
            return tops[0]
        return tops[0] if len(tops) == 1 and tops[0] is first and len(headings) > 1 else None

    @cached_property
    def pseudo_title_span(self) -> Span:
        """Where a title stands that CommonMark does not see as a heading; empty if nowhere.

        `#46. Title` or `<h1>Title</h1>` at the beginning, `1. Title` underlined as a heading is, `# Title` first in the
        front matter.
        """
        if self.h1 is None and (commented := _COMMENTED.match(self.source.text, 0, self.preamble.end)):
            return Span(*commented.span("title"))
        for _, token in self.structure.blocks():
            first, _ = self.structure.lines(token)
            line = self.source.line_span(first)
            if line.start == 0 and self.source.text.startswith("\ufeff"):
                line = Span(1, line.end)
            html = _HTML.match(self.source.text, line.start)
            if self.h1 is None and html is not None and token.type == "html_block":
                return Span(*html.span("title"))
            span = self.source.stripped(line)
            if (
                token.type == "paragraph_open"
                and re.match(r"#(?=[^\s#])", self.source.at(span))
                and self.h1 is None
            ):
                return span
            below = (
                self.source.at(self.source.line_span(first + 1)) if token.type == "ordered_list_open" else ""
            )
            if self.h1 is None and re.fullmatch(r"={3,}[ \t]*", below):
                return span
            break
        return Span(0, 0)

    @property
    def pseudo_title(self) -> str:
        """The words of that title, or ""."""
        return self.source.at(self.pseudo_title_span).lstrip("# ")

    @cached_property
    def head_end(self) -> int:
        """Offset at which the head ends: the first heading after the title (or the first at all, if there is no H1)."""
        after = self.h1.span.end if self.h1 else self.structure.start
        for heading in self.structure.headings:
            if heading.span.start >= after and (self.h1 is None or heading.span.start > self.h1.span.start):
                return heading.span.start
        return len(self.source.text)

    @cached_property
    def head_start(self) -> int:
        """Offset at which the head begins: the body's start, so that labels above the title count too."""
        return self.structure.start

    @cached_property
    def heads(self) -> tuple[Span, ...]:
        """Where metadata may stand: the head, sections that are called so (`## Metadata`), below `## Title: …`, and a first section without a
        meaning of its own that is nothing but one table or list with a status in it."""
        below = [one for one in self.structure.headings if one is not self.h1]
        found = [Span(self.head_start, self.head_end)]
        for number, heading in enumerate(below[:MAX_HEADINGS]):
            body, role = self.body_of(heading), role_of(heading.text)
            titled = number == 0 and canonical(re.split("[:：]", heading.text, maxsplit=1)[0]) == "title"
            if role == "metadata" or titled or (number == 0 and not role and self._is_metadata(body)):
                found.append(body)
        return tuple(found)

    def _is_metadata(self, body: Span) -> bool:
        blocks = [token.type for _, token in self.tokens_in(body) if token.type != "hr"]
        return blocks in (["table_open"], ["bullet_list_open"]) and any(
            role_of(label.strip(" |*_-+")) == "status"
            for line in self.source.at(body).splitlines()
            for label in re.findall(r"^\s*[|*+-][\s|*_]*([^|:*_]{2,24})[|:*_]", line)
        )

    def body_of(self, heading: Heading) -> Span:
        """From the heading's end to the next heading of any level."""
        starts = self._heading_starts
        after = bisect.bisect_right(starts, heading.span.start)
        return Span(heading.span.end, starts[after] if after < len(starts) else len(self.source.text))

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [one.span.start for one in self.structure.headings]

    def tokens_in(self, span: Span, top_only: bool = True) -> list[tuple[int, Token]]:
        """Block tokens that begin inside `span`, with their index."""
        begins = self._begins[top_only]
        first, last = (bisect.bisect_left(begins, (offset, -1)) for offset in (span.start, span.end))
        return [(index, self.structure.tokens[index]) for index in sorted(at for _, at in begins[first:last])]

    @cached_property
    def _begins(self) -> dict[bool, list[tuple[int, int]]]:
        """Where each opening block token begins, with its index: of those at the top only, and of all."""
        starts = self.source.line_starts
        every: list[tuple[int, int]] = []
        top: list[tuple[int, int]] = []
        for index, token in enumerate(self.structure.tokens):
            if token.map is not None and token.nesting >= 0:
                entry = (starts[min(self.structure.lines(token)[0], len(starts) - 1)], index)
                every.append(entry)
                if token.level == 0:
                    top.append(entry)
        return {True: sorted(top), False: sorted(every)}


def make_field(
    source: Source,
    name: str,
    label: str,
    span: Span,
    origin: Origin,
    items: tuple[Item, ...] = (),
    value: str | None = None,
) -> Field:
    """A field whose raw text is what stands at `span`."""
    raw = source.at(span)
    return Field(name, label, raw, span, origin, items, value=raw if value is None else value)
