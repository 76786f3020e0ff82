"""Where a text speaks to people: outside code, comments, and what is a link already."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

from decidedly.lint.context import Context
from decidedly.record import Document, Record
from decidedly.text import Span

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


class Holes:
    """Spans that are not to be read; asked by offset, in logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for span in sorted(spans):
            if self.ends and span.start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], span.end)
            else:
                self.starts.append(span.start)
                self.ends.append(span.end)

    def __contains__(self, offset: int) -> bool:
        at = bisect.bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def holes(one: Record | Document, *, code: bool = True, links: bool = True) -> Holes:
    """Code blocks and comments of a text; with `code` the code in lines too, with `links` its links."""
    structure = one.structure
    if structure is None:
        return Holes([Span(0, len(one.source.text))])
    spans = [Span(0, structure.start)]
    spans += structure.code_blocks
    spans += [Span(*match.span()) for match in _COMMENT.finditer(one.source.text, structure.start)]
    if code:
        spans += structure.code_spans
    if links:
        spans += [reference.whole for reference in structure.references]
    return Holes(spans)


_SAID = re.compile(r"supersed|superced|supersced|superseed|replac|obsolet|deprecat|amend|updat", re.I)


def speaks_of(context: Context, newer: Record, older: Record) -> bool:
    """Whether the newer record names the older in a paragraph that speaks of replacing, in whatever words."""
    for found in context.log.resolved(newer):
        if found.record is older:
            text, span = newer.source.text, found.link.span
            start = max(text.rfind("\n\n", 0, span.start), text.rfind("\r\n\r\n", 0, span.start), 0)
            end = text.find("\n\n", span.end)
            if _SAID.search(newer.source.at(Span(start, end if end >= 0 else len(text)))):
                return True
    return False
