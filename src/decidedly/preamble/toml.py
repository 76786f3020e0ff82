"""TOML between `+++`: tomllib says what the values are, a scan of the same text where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from decidedly.preamble.nodes import MAX_YAML, Mapping, Node, Scalar, Sequence, one_line_end
from decidedly.text import LINE_END, Problem, Source, Span

_TOML_KEY = re.compile(r"""[ \t]*(?P<key>[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*=[ \t]*""")
_TOML_STRING = r"""\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}(?:.)*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_TOML_VALUE = re.compile(rf"""(?s:{_TOML_STRING})|\[(?s:{_TOML_STRING}|\#[^\n]*|[^\[\]"'\#])*\]|[^\n#]*""")
_GAP = r"(?:\s|#[^\n]*\n)*"
_TOML_ITEM = re.compile(
    rf"""{_GAP}(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^,\[\]{{}}"'\s#]+)){_GAP}(?:,|\]|$)"""
)


def read_toml(source: Source, inner: Span) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """The TOML in `inner` as a mapping with spans (tables left out), and what was wrong with it. Never raises."""
    if len(inner) > MAX_YAML:
        return None, (Problem("P002", f"more than {MAX_YAML // 1024} KB of TOML; not read", inner),)
    try:
        data = tomllib.loads(LINE_END.sub("\n", source.at(inner)))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return None, (Problem("P002", f"TOML: {error}", inner),)
    flat = one_line_end(source.at(inner))
    pairs: list[tuple[Scalar, Node]] = []
    at = 0
    while at < len(flat):
        if flat[at] == "[":
            break  # tables: their keys are not a record's own
        match = _TOML_KEY.match(flat, at)
        if match is not None and (value := _TOML_VALUE.match(flat, match.end())) is not None:
            name = match["key"].strip("\"'")
            key = Scalar(name, Span(inner.start + match.start("key"), inner.start + match.end("key")))
            if name in data:
                span = source.stripped(Span(inner.start + value.start(), inner.start + value.end()))
                pairs.append((key, _toml_node(source, span, data[name])))
            at = value.end()
        at = flat.find("\n", at) + 1 or len(flat)
    return Mapping(tuple(pairs), inner), ()


def _toml_node(source: Source, span: Span, data: Any) -> Node:
    raw = source.at(span)
    if isinstance(data, list):
        if raw.startswith("[") and raw.endswith("]"):
            spans = tuple(_toml_items(span.start + 1, one_line_end(raw)[1:]))
            if len(spans) == len(data):
                items = (
                    Scalar(one if isinstance(one, str) else source.at(at), at)
                    for one, at in zip(data, spans, strict=True)
                )
                return Sequence(tuple(items), span)
        return Sequence(tuple(Scalar(str(one), span) for one in data), span)
    if isinstance(data, str) and len(raw) >= 2 and raw[0] in "\"'" and raw[1:-1] == data:
        return Scalar(data, Span(span.start + 1, span.end - 1))
    return Scalar(data if isinstance(data, str) else raw, span)


def _toml_items(base: int, raw: str) -> Iterator[Span]:
    """Where each plain item of an array stands, without its quotes."""
    at = 0
    while at < len(raw) and (match := _TOML_ITEM.match(raw, at)) is not None and match.end() > at:
        group = next(number for number in (1, 2, 3) if match[number] is not None)
        yield Span(base + match.start(group), base + match.end(group))
        at = match.end()
