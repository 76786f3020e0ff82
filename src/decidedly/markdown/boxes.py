"""Admonitions of MkDocs: what is indented below `!!! note` behind an empty line is code to CommonMark, and text to people."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from decidedly.text import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_BOXES = 100
MAX_BOX = 20_000
MAX_DEPTH = 3
"""Boxes of one text, characters of one, and boxes within boxes that are read as text."""

_BEGINS = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+[a-zA-Z]")


def boxes(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """The tokens that are the rest of a box, with their index."""
    return islice(
        (
            (index, token)
            for index, token in enumerate(tokens)
            if token.type == "code_block"
            and index > 2
            and tokens[index - 1].type == "paragraph_close"
            and _BEGINS.match(tokens[index - 2].content)
            and len(token.content) <= MAX_BOX
        ),
        MAX_BOXES,
    )


def moved(span: Span, lines: Sequence[tuple[int, int]]) -> Span:
    """A span of a box's words, as one of the text that the box stands in. `lines`: (offset in the words, offset in the text)."""

    def at(position: int) -> int:
        words, text = lines[max(0, bisect.bisect_right(lines, position, key=lambda one: one[0]) - 1)]
        return text + max(0, position - words)

    return Span(at(span.start), at(span.end - 1) + 1 if len(span) else at(span.start))
