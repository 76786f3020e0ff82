"""Front matter and YAML: every value as a string with its span, from any text, without a crash.

python-frontmatter splits the document; values and their marks come from the events of the YAML parser. Events are read
in a loop, never by recursion, and no scalar is given a type: `0010`, `on` and `2024-13-45` stay what was written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from decidedly.text import LINE_END, Problem, Source, Span

MAX_YAML = 64 * 1024
MAX_DEPTH = 32
MAX_NODES = 20_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain or quoted value. `span` leaves simple quotes out, so that the text there is the value itself."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; a key that stands twice stands here twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, *names: str) -> Node | None:
        """The value of the first pair whose key is one of `names` (case and dash or underscore aside)."""
        wanted = {_fold(name) for name in names}
        return next((value for key, value in self.pairs if _fold(key.value) in wanted), None)

    def text(self, *names: str) -> str:
        """The scalar text under one of `names`, or ""."""
        found = self.get(*names)
        return found.value.strip() if isinstance(found, Scalar) else ""


Node = Scalar | Sequence | Mapping


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().lower())


@dataclass(frozen=True)
class Preamble:
    """What stands between a text's opening fences. `span` covers fences and all; the body begins at `end`.

    `kind` is "yaml", "toml" or "" (no front matter: an empty span). `values` is None when there is none or it can't be read.
    """

    kind: str = ""
    span: Span = Span(0, 0)
    inner: Span = Span(0, 0)
    values: Mapping | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def end(self) -> int:
        """Offset of the body's first character."""
        return self.span.end


class _Yaml(YAMLHandler):  # type: ignore[misc]
    """YAML fences as the tools of the field write them: `---`, closed by `---` or `...`."""

    FM_BOUNDARY = re.compile(r"^(?:-{3}|\.{3})[ \t]*$", re.MULTILINE)


class _Toml(BaseHandler):  # type: ignore[misc]
    """TOML fences: `+++`."""

    FM_BOUNDARY = re.compile(r"^\+{3}[ \t]*$", re.MULTILINE)


_HANDLERS = (("yaml", "---", _Yaml()), ("toml", "+++", _Toml()))


def read_preamble(source: Source) -> Preamble:
    """The front matter of `source`; never raises."""
    text = source.text
    begin = 1 if text.startswith("\ufeff") else 0
    flat = LINE_END.sub(lambda end: "\n" * len(end[0]), text)  # same offsets, one line end
    for kind, fence, handler in _HANDLERS:
        first = source.line_span(0)
        if text[begin : first.end].rstrip() != fence or not handler.detect(flat[begin:]):
            continue
        closing = handler.FM_BOUNDARY.search(flat, first.end)
        if closing is None:
            problem = Problem(
                "P002", f"front matter opened with {fence} is never closed", Span(begin, first.end)
            )
            return Preamble(problems=(problem,))
        inner = Span(first.end, closing.start())
        line = source.line_of(closing.start())
        whole = Span(0, source.lines_span(line, line + 1).end)
        if kind == "toml":
            return _read_toml(source, whole, inner)
        node, problems = compose(source, inner)
        if node is None and not problems:
            return Preamble(kind, whole, inner)
        if isinstance(node, Mapping):
            return Preamble(kind, whole, inner, node, problems)
        if problems:
            return Preamble(kind, whole, inner, _salvage(source, inner), problems)
        return Preamble(
            problems=(Problem("P002", "the text between the --- lines is no list of keys and values", inner),)
        )
    return Preamble()


def compose(source: Source, inner: Span | None = None) -> tuple[Node | None, tuple[Problem, ...]]:
    """The YAML of `source` (or of `inner` of it) as nodes with spans, and what was wrong with it. Never raises."""
    span = inner or Span(0, len(source.text))
    text = source.at(span)
    if len(text) > MAX_YAML:
        return None, (Problem("P002", f"more than {MAX_YAML // 1024} KB of YAML; not read", span),)
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", text):
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", " ", text)
    builder = _Builder(source, span.start)
    try:
        for event in yaml.parse(text.lstrip("\ufeff") if span.start == 0 else text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(span.start + (mark.index if mark else 0), span.end)
        reason = " ".join(str(one) for one in (error.problem, error.context) if one)
        return None, (Problem("P002", f"YAML: {reason}", Span(at, min(at + 1, span.end))),)
    except _TooMuch as error:
        return None, (Problem("P002", f"YAML: {error}; not read", span),)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, (Problem("P002", f"YAML: {error}", span),)
    return builder.root, tuple(builder.problems)


class _TooMuch(Exception):
    pass


class _Builder:
    """Nodes from events. Aliases repeat the node they name, as long as the whole stays small."""

    def __init__(self, source: Source, base: int) -> None:
        self.source, self.base = source, base
        if base == 0 and source.text.startswith("\ufeff"):
            self.base = 1
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open: list[tuple[str, list[Any], int, str | None, int]] = []
        self.count = 0

    def take(self, event: Any) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise _TooMuch(f"more than {MAX_NODES:,} values")
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event.anchor, 1)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(self.open) >= MAX_DEPTH:
                raise _TooMuch(f"nested more than {MAX_DEPTH} deep")
            kind = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
            self.open.append((kind, [], self.base + event.start_mark.index, event.anchor, self.count))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            kind, parts, start, anchor, before = self.open.pop()
            span = self._trim(Span(start, self.base + event.end_mark.index))
            node: Node = Sequence(tuple(parts), span) if kind == "seq" else self._mapping(parts, span)
            self._add(node, anchor, self.count - before + 1)
        elif isinstance(event, yaml.AliasEvent):
            node, size = self.anchors.get(event.anchor, (Scalar("", Span(self.base, self.base)), 1))
            self.count += size
            if self.count > MAX_NODES:
                raise _TooMuch("aliases repeat too much")
            self._add(node, None, size)

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size)
        if self.open:
            self.open[-1][1].append(node)
        elif self.root is None:
            self.root = node

    def _mapping(self, parts: list[Node], span: Span) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        seen: set[str] = set()
        for key, value in zip(parts[::2], parts[1::2], strict=False):
            name = key if isinstance(key, Scalar) else Scalar(self.source.at(key.span), key.span)
            if name.value in seen:
                self.problems.append(
                    Problem("P002", f"the key {name.value!r} stands twice; the first counts", name.span)
                )
            seen.add(name.value)
            pairs.append((name, value))
        return Mapping(tuple(pairs), span)

    def _scalar(self, event: Any) -> Scalar:
        span = Span(self.base + event.start_mark.index, self.base + event.end_mark.index)
        raw = self.source.at(span)
        if event.style in ("'", '"') and len(raw) >= 2 and raw[1:-1] == event.value:
            span = Span(span.start + 1, span.end - 1)
        elif event.style in ("|", ">"):
            span = self._trim(span)
        return Scalar(event.value, span)

    def _trim(self, span: Span) -> Span:
        end = span.end
        while end > span.start and self.source.text[end - 1].isspace():
            end -= 1
        return Span(span.start, end)


_KEY_LINE = re.compile(r"^(?P<key>[A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*$")
_ITEM_LINE = re.compile(r"^[ \t]*-[ \t]+(?P<value>.*?)[ \t]*$")


def _salvage(source: Source, inner: Span) -> Mapping | None:
    """Keys and values of broken YAML, line by line: one stray colon must not cost a record its status."""
    pairs: list[tuple[Scalar, Node]] = []
    last = source.line_of(max(inner.start, inner.end - 1))
    for line in range(source.line_of(inner.start), last + 1):
        span = source.line_span(line)
        text = source.at(span)
        if (match := _KEY_LINE.match(text)) is not None:
            at = match.start("value") if match["value"] is not None else len(text)
            pairs.append(
                (
                    Scalar(match["key"], Span(span.start, span.start + match.end("key"))),
                    _bare(source, span, at),
                )
            )
        elif pairs and (match := _ITEM_LINE.match(text)) is not None:
            key, before = pairs[-1]
            item = _bare(source, span, match.start("value"))
            items = before.items if isinstance(before, Sequence) else ()
            if isinstance(before, Sequence) or (isinstance(before, Scalar) and not before.value):
                begin = before.span.start if items else item.span.start
                pairs[-1] = (key, Sequence((*items, item), Span(begin, item.span.end)))
    return Mapping(tuple(pairs), inner) if pairs else None


def _bare(source: Source, line: Span, at: int) -> Scalar:
    span = source.stripped(Span(line.start + at, line.end))
    raw = source.at(span)
    if len(raw) >= 2 and raw[0] == raw[-1] and raw[0] in "\"'":
        span = Span(span.start + 1, span.end - 1)
    return Scalar(source.at(span), span)


_TOML_KEY = re.compile(
    r"""^[ \t]*(?P<key>[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*=[ \t]*(?P<value>[^\r\n]*?)[ \t]*(?:#[^"'\r\n]*)?$"""
)
_TOML_ITEM = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^,\[\]{}"']+?))\s*(?:,|\]|$)""")


def _read_toml(source: Source, whole: Span, inner: Span) -> Preamble:
    try:
        data = tomllib.loads(source.at(inner).replace("\r\n", "\n").replace("\r", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        return Preamble("toml", whole, inner, None, (Problem("P002", f"TOML: {error}", inner),))
    pairs: list[tuple[Scalar, Node]] = []
    for line in range(source.line_of(inner.start), source.line_of(inner.end) + 1):
        span = source.line_span(line)
        text = source.at(span)
        if text.lstrip().startswith("["):
            break  # tables: their keys are not a record's own
        match = _TOML_KEY.match(text)
        if match is None:
            continue
        name = match["key"].strip("\"'")
        if name not in data:
            continue
        key = Scalar(name, Span(span.start + match.start("key"), span.start + match.end("key")))
        value = Span(span.start + match.start("value"), span.start + match.end("value"))
        pairs.append((key, _toml_node(source, value, data[name])))
    return Preamble("toml", whole, inner, Mapping(tuple(pairs), inner))


def _toml_node(source: Source, span: Span, data: Any) -> Node:
    raw = source.at(span)
    if isinstance(data, list):
        if raw.startswith("[") and raw.endswith("]"):
            items = tuple(_toml_items(span.start + 1, raw[1:]))
            if len(items) == len(data):
                return Sequence(items, span)
        return Sequence(tuple(Scalar(str(one), span) for one in data), span)
    if isinstance(data, str) and len(raw) >= 2 and raw[0] in "\"'" and raw[1:-1] == data:
        return Scalar(data, Span(span.start + 1, span.end - 1))
    return Scalar(data if isinstance(data, str) else raw, span)


def _toml_items(base: int, raw: str) -> Iterator[Scalar]:
    at = 0
    while at < len(raw) and (match := _TOML_ITEM.match(raw, at)) is not None and match.end() > at:
        group = next((number for number in (1, 2, 3) if match[number] is not None), 0)
        if group:
            yield Scalar(match[group], Span(base + match.start(group), base + match.end(group)))
        at = match.end()


def plain(node: Node | None) -> Any:
    """Nodes as plain data: dicts (the first of doubled keys), lists and strings."""
    if isinstance(node, Mapping):
        data: dict[str, Any] = {}
        for key, value in node.pairs:
            data.setdefault(key.value, plain(value))
        return data
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if node is not None else None


def load_yaml(text: str) -> Any:
    """Plain data (dicts, lists, strings; no other types) of a YAML text. Raises ValueError with the reason if it can't be read."""
    node, problems = compose(Source("", text))
    if node is None and problems:
        raise ValueError(problems[0].message)
    return plain(node)
