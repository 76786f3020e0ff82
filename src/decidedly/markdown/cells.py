"""The cells of a table's row, cut where the parser cuts them, each with the place of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decidedly.text import Source, Span

Lines = Sequence[tuple[int, int]]
"""Where the pieces of a block's content stand: (offset in the content, offset in the source), in order."""

_TRIMMED = "\t\n\x0b\x0c\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What the parser takes off the ends of a table's cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where its words stand, and where the pieces of them do."""

    span: Span
    lines: Lines


def split_row(source: Source, row: Span) -> list[Cell]:
    """The trimmed cells of a table's row, cut as the parser does: at pipes without a backslash before them."""
    text = source.at(row).strip(_TRIMMED)
    base = row.start + source.at(row).find(text)
    cuts = [-1]
    escapes: list[int] = []
    for at, char in enumerate(text):
        if char == "|":
            (escapes if at and text[at - 1] == "\\" else cuts).append(at)
    bounds = [(first + 1, last) for first, last in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    if bounds and bounds[0][0] == bounds[0][1]:
        bounds = bounds[1:]
    if bounds and bounds[-1][0] == bounds[-1][1]:
        bounds = bounds[:-1]
    made: list[Cell] = []
    waiting = iter([*escapes, len(text) + 1])
    pipe = next(waiting)
    for first, last in bounds:
        words = text[first:last].strip(_TRIMMED)
        start = first + text[first:last].find(words) if words else first
        lines = [(0, base + start)]
        while pipe < last:
            if pipe >= start:  # the parser drops the backslash before it
                lines.append((pipe - start - len(lines), base + pipe))
            pipe = next(waiting)
        made.append(Cell(Span(base + start, base + start + len(words)), tuple(lines)))
    return made
