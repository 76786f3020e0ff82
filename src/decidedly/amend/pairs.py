"""Writing into YAML by spans: a value quoted where it must be, a pair added to a mapping or taken out, an item to a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from decidedly.preamble import Mapping, Node, Scalar, Sequence
from decidedly.text import Edit, Source, Span, one_line

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./+()'-]*[\w.)'])?|\d{4}-\d\d-\d\d|\d{1,5}(?: [A-Za-z]+)+")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def words(text: str) -> str:
    """`text` on one line, without control characters: what may go into a value."""
    return one_line(_CONTROLS.sub(" ", text))


def scalar(value: str) -> str:
    """A value as YAML: bare where it is plain words or a day, else in double quotes; right in a flow mapping as well."""
    said = words(value)
    plain = _PLAIN.fullmatch(said) is not None and said.lower() not in _WORDS
    return said if plain else json.dumps(said, ensure_ascii=False)


def flow(pairs: Iterable[tuple[str, str]]) -> str:
    """`{on: 2026-05-20, by: "@alice"}`; the values stand there as given."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


def whole(source: Source, node: Node) -> Span:
    """Where a value stands, quotes and all, without what the parser counts in behind it (comments, empty lines)."""
    span = node.span
    if isinstance(node, Scalar):
        quote = source.text[span.start - 1 : span.start]
        quoted = quote in ("'", '"') and source.text[span.end : span.end + 1] == quote
        return Span(span.start - 1, span.end + 1) if quoted else span
    if is_flow(source, node):
        return span
    last = _last(node)
    return Span(span.start, whole(source, last).end) if last is not None else span


def is_flow(source: Source, node: Node) -> bool:
    """Whether a list or mapping is written in brackets."""
    return source.text[node.span.start : node.span.start + 1] in ("[", "{")


def _last(node: Mapping | Sequence) -> Node | None:
    if isinstance(node, Sequence):
        return node.items[-1] if node.items else None
    if not node.pairs:
        return None
    key, value = node.pairs[-1]
    return key if isinstance(value, Scalar) and not len(value.span) else value


def key_of(node: Mapping, name: str) -> tuple[Scalar, Node] | None:
    """The first pair of that key, with the places of both."""
    wanted = Mapping(node.pairs, node.span).get(name)
    return next(((key, value) for key, value in node.pairs if value is wanted), None)


def with_pair(
    source: Source, node: Mapping, key: str, value: str, eol: str, *, first: bool = False
) -> Edit | None:
    """The edit that adds a pair to a mapping that has some, behind the others or before them; None where that can't be told."""
    if not node.pairs:
        return None
    if is_flow(source, node):
        if first:
            at = whole(source, node.pairs[0][0]).start
            return Edit(Span(at, at), f"{key}: {value}, ")
        at = _end_of_pair(source, node, -1)
        return Edit(Span(at, at), f", {key}: {value}")
    start = whole(source, node.pairs[0][0]).start
    line = source.line_span(source.line_of(start))
    indent = source.at(Span(line.start, start))
    if indent.strip():
        return None  # `- on: …`, or a mapping that begins behind its key
    if first:
        return Edit(Span(start, start), f"{key}: {value}{eol}{indent}")
    end = source.line_span(source.line_of(_end_of_pair(source, node, -1))).end
    return Edit(Span(end, end), f"{eol}{indent}{key}: {value}")


def without_pair(source: Source, node: Mapping, key: str) -> Edit | None:
    """The edit that takes a pair out of a mapping that has others: with its comma, or with its lines."""
    at = next((number for number, (name, _) in enumerate(node.pairs) if name.value == key), None)
    if at is None or len(node.pairs) < 2:
        return None
    start, end = whole(source, node.pairs[at][0]).start, _end_of_pair(source, node, at)
    if is_flow(source, node):
        if at:
            return Edit(Span(_end_of_pair(source, node, at - 1), end), "")
        return Edit(Span(start, whole(source, node.pairs[1][0]).start), "")
    first, last = source.line_of(start), source.line_of(end)
    if source.at(Span(source.line_span(first).start, start)).strip():
        return None
    return Edit(source.lines_span(first, last + 1), "")


def _end_of_pair(source: Source, node: Mapping, number: int) -> int:
    key, value = node.pairs[number]
    end = whole(source, value).end if not isinstance(value, Scalar) or len(value.span) else 0
    return max(end, whole(source, key).end + 1)  # a key without a value ends behind its colon


def with_item(source: Source, node: Sequence, item: str, block: str, eol: str) -> Edit | None:
    """The edit that adds an item to a list that has some, as the list is written.

    `item` is the item in flow style; `block` what stands behind the dash, its lines joined by `\\n`, each but the first
    to be put below the first.
    """
    last = node.items[-1]
    if is_flow(source, node):
        at = whole(source, last).end
        start = whole(source, last).start
        line = source.line_span(source.line_of(start))
        indent = source.at(Span(line.start, start))
        own = not indent.strip() and line.start > node.span.start
        return Edit(Span(at, at), f",{eol}{indent}{item}" if own else f", {item}")
    begin = whole(source, last).start
    line = source.line_span(source.line_of(begin))
    dash = re.match(r"([ \t]*)-([ \t]+)", source.at(line))
    if dash is None or line.start + dash.end() > begin:
        return None
    end = source.line_span(source.line_of(whole(source, last).end)).end
    below = f"{eol}{dash[1]} {dash[2]}"
    return Edit(Span(end, end), f"{eol}{dash[0]}{block.replace(chr(10), below)}")
