"""What of a text a page shows, and in which sections: the head left out, levels of headings made right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from decidedly.markdown import Heading, Structure
from decidedly.record import Document, Record
from decidedly.render.raw import VOID, Tag, pieces
from decidedly.text import Span


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block: tokens `start` to `end` (excluded) at `span` (empty for what stands nowhere, like footnotes)."""

    start: int
    end: int
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """A section to be: its heading (None before the first) and its blocks."""

    heading: Heading | None
    blocks: tuple[Block, ...]


def blocks_of(structure: Structure) -> Iterator[Block]:
    """All top-level blocks, in order."""
    tokens = structure.tokens
    at = 0
    while at < len(tokens):
        token, end = tokens[at], at + 1
        if token.nesting > 0:
            while end < len(tokens) and not (tokens[end].level == token.level and tokens[end].nesting < 0):
                end += 1
            end += 1
        span = structure.span(token) if token.map is not None else Span(-1, -1)
        yield Block(at, min(end, len(tokens)), token.type, span)
        at = end


def body_of(record: Record | Document, structure: Structure) -> list[Block]:
    """The blocks that a page shows as the body: all but those that the head covers, and the title."""
    blocks = list(blocks_of(structure))
    head = record.head if isinstance(record, Record) else ()
    covered = _joined(structure, head)
    title = _title(record, structure, blocks) if not head else None
    return [
        one
        for one in blocks
        if one.start != title
        and not any(span.start <= one.span.start and one.span.end <= span.end for span in covered)
    ]


def _joined(structure: Structure, spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those joined that only white space parts."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not structure.source.text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _title(record: Record | Document, structure: Structure, blocks: Sequence[Block]) -> int | None:
    """The heading that is the page's own title: the text's first, where it stands before everything else."""
    first = next((one for one in blocks if one.kind != "html_block"), None)
    heading = next((one for one in structure.headings if first and one.token == first.start), None)
    if heading is None or heading.level > 2:
        return None
    return heading.token if heading.level == 1 or heading.text.strip() == record.title.strip() else None


def _enclosed(blocks: Sequence[Block], tokens: Sequence[Token]) -> set[int]:
    """The starts of blocks that stand inside an HTML element which is opened and closed around them."""
    opened: list[tuple[str, int]] = []
    inside: set[int] = set()
    for number, block in enumerate(blocks):
        if block.kind != "html_block":
            continue
        for part in pieces(tokens[block.start].content):
            if not isinstance(part, Tag) or part.name in VOID:
                continue
            if not part.closes:
                opened.append((part.name, number))
                continue
            at = next(
                (
                    at
                    for at in range(len(opened) - 1, max(-1, len(opened) - 40), -1)
                    if opened[at][0] == part.name
                ),
                None,
            )
            if at is not None:
                inside.update(
                    one.start for one in blocks[opened[at][1] + 1 : number] if one.kind == "heading_open"
                )
                del opened[at:]
    return inside


def parts_of(blocks: Sequence[Block], structure: Structure) -> tuple[list[Part], dict[int, int]]:
    """The sections, and for each heading (by token index) the level that it has on the page: 2 for a section's own."""
    at_token = {one.token: one for one in structure.headings}
    enclosed = _enclosed(blocks, structure.tokens)
    headings = [at_token[one.start] for one in blocks if one.start in at_token]
    levels = _levels([one for one in headings if one.token not in enclosed])
    for one in headings:
        levels.setdefault(one.token, max(3, min(6, one.level)))
    parts: list[Part] = []
    heading: Heading | None = None
    held: list[Block] = []
    for block in blocks:
        here = at_token.get(block.start)
        if here is not None and levels[here.token] == 2 and here.token not in enclosed:
            parts.append(Part(heading, _without_rules(held)))
            heading, held = here, []
        else:
            held.append(block)
    parts.append(Part(heading, _without_rules(held)))
    return [one for one in parts if one.heading or one.blocks], levels


def _levels(headings: Sequence[Heading]) -> dict[int, int]:
    """Levels from 2 on, none left out on the way down; one H1 among H2s counts as one of them."""
    lone = sum(one.level == 1 for one in headings) == 1 and any(one.level == 2 for one in headings)
    above: list[tuple[int, int]] = []
    found: dict[int, int] = {}
    for one in headings:
        level = 2 if lone and one.level == 1 else one.level
        while above and above[-1][0] >= level:
            above.pop()
        made = min(6, above[-1][1] + 1 if above else 2)
        above.append((level, made))
        found[one.token] = made
    return found


def _without_rules(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks without rules at either end: they part sections, as headings do already."""
    start, end = 0, len(blocks)
    while start < end and blocks[start].kind == "hr":
        start += 1
    while end > start and blocks[end - 1].kind == "hr":
        end -= 1
    return tuple(blocks[start:end])
