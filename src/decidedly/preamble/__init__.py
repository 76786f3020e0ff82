"""Front matter and YAML: every value as a string with its span, from any text, without a crash.

python-frontmatter splits the document; values and their marks come from the events of the YAML parser. Events are read
in a loop, never by recursion, and no scalar is given a type: `0010`, `on` and `2024-13-45` stay what was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from decidedly.preamble.nodes import MAX_YAML, Mapping, Node, Scalar, Sequence, one_line_end
from decidedly.preamble.toml import read_toml
from decidedly.text import Problem, Source, Span

__all__ = [
    "MAX_DEPTH", "MAX_YAML", "Mapping", "Node", "Preamble", "Scalar", "Sequence", "compose", "load_yaml", "plain", "read_preamble",
]  # fmt: skip

MAX_DEPTH = 32
MAX_NODES = 20_000
MAX_LINE = 4_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Preamble:
    """What stands between a text's opening fences. `span` covers fences and all; the body begins at `end`.

    `kind` is "yaml", "toml" or "" (no front matter: an empty span). `values` is None when there is none or it can't be read.
    """

    kind: str = ""
    span: Span = _NOWHERE
    inner: Span = _NOWHERE
    values: Mapping | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def end(self) -> int:
        """Offset of the body's first character."""
        return self.span.end


class _Yaml(YAMLHandler):
    """YAML fences as the tools of the field write them: `---`, closed by `---` or `...`."""

    FM_BOUNDARY = re.compile(r"^(?:-{3}|\.{3})[ \t]*$", re.MULTILINE)


class _Toml(BaseHandler):
    """TOML fences: `+++`."""

    FM_BOUNDARY = re.compile(r"^\+{3}[ \t]*$", re.MULTILINE)


_HANDLERS = (("yaml", "---", _Yaml()), ("toml", "+++", _Toml()))


_ABOVE = re.compile(r"(?:[ \t]*<!--(?:(?!-->).){0,4000}-->\s*?[\r\n]+)+(?=---|\+\+\+)", re.S)
"""Comments above the front matter, such as a licence's."""


def read_preamble(source: Source) -> Preamble:
    """The front matter of `source`; never raises."""
    text = source.text
    begin = 1 if text.startswith("\ufeff") else 0
    if (above := _ABOVE.match(text, begin)) is not None:
        begin = above.end()
    flat = one_line_end(text)
    for kind, fence, handler in _HANDLERS:
        first = source.line_span(source.line_of(begin))
        if text[begin : first.end].rstrip() != fence or not handler.detect(flat[begin:]):
            continue
        closing = handler.FM_BOUNDARY.search(flat, first.end)
        if closing is None:
            if not _looks_keyed(source, Span(first.end, first.end + MAX_LINE)):
                break  # a rule that the text begins with
            problem = Problem(
                "P002", f"front matter opened with {fence} is never closed", Span(begin, first.end)
            )
            return Preamble(problems=(problem,))
        inner = Span(first.end, closing.start())
        line = source.line_of(closing.start())
        whole = Span(0, source.lines_span(line, line + 1).end)
        if kind == "toml":
            return Preamble(kind, whole, inner, *read_toml(source, inner))
        node, problems = compose(source, inner)
        if node is None and not problems:
            return Preamble(kind, whole, inner)
        if isinstance(node, Mapping):
            return Preamble(kind, whole, inner, node, problems)
        if problems:
            return Preamble(kind, whole, inner, _salvage(source, inner), problems)
        if not _looks_keyed(source, inner):
            break  # prose between two rules
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
    text = "\n" + text[1:] if text.startswith("\ufeff") else text  # a space would indent the first line
    text = _UNREADABLE.sub(" ", text)  # keeps every offset
    builder = _Builder(source, span.start)
    try:
        for event in yaml.parse(text, Loader=_Loader):
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


_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters for which the YAML parser gives up on the whole text, the byte order mark among them."""


class _TooMuch(Exception):
    pass


@dataclass(slots=True)
class _Open:
    """A list or mapping of which the end has not been met: its parts, how deep they go, how many values there were before."""

    mapping: bool
    start: int
    anchor: str | None
    before: int
    parts: list[Node] = field(default_factory=list)
    depth: int = 0


class _Builder:
    """Nodes from events. Aliases repeat the node they name, as long as the whole stays small and flat."""

    def __init__(self, source: Source, base: int) -> None:
        self.source, self.base = source, base
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        self.open: list[_Open] = []
        self.count = 0

    def take(self, event: Any) -> None:
        self._count(1)
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event.anchor, 1, 0)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._check_depth(1)
            mapping = isinstance(event, yaml.MappingStartEvent)
            self.open.append(_Open(mapping, self._span(event).start, event.anchor, self.count))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done = self.open.pop()
            span = self._trim(Span(done.start, self._span(event).end))
            node: Node = (
                self._mapping(done.parts, span) if done.mapping else Sequence(tuple(done.parts), span)
            )
            self._add(node, done.anchor, self.count - done.before + 1, done.depth + 1)
        elif isinstance(event, yaml.AliasEvent):
            span = self._span(event)
            if event.anchor not in self.anchors:
                self.problems.append(Problem("P002", f"YAML: *{event.anchor} names nothing above it", span))
                self._add(Scalar("", Span(span.start, span.start)), None, 1, 0)
                return
            node, size, depth = self.anchors[event.anchor]
            self._count(size)
            self._check_depth(depth)
            self._add(node, None, size, depth)

    def _count(self, size: int) -> None:
        self.count += size
        if self.count > MAX_NODES:
            raise _TooMuch(f"more than {MAX_NODES:,} values")

    def _check_depth(self, depth: int) -> None:
        if len(self.open) + depth > MAX_DEPTH:
            raise _TooMuch(f"nested more than {MAX_DEPTH} deep")

    def _add(self, node: Node, anchor: str | None, size: int, depth: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, depth)
        if self.open:
            self.open[-1].parts.append(node)
            self.open[-1].depth = max(self.open[-1].depth, depth)
        elif self.root is None:
            self.root = node

    def _span(self, event: Any) -> Span:
        return Span(self.base + event.start_mark.index, self.base + event.end_mark.index)

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
        span = self._span(event)
        if event.anchor or event.tag:  # their marks belong to the event, not to the value
            properties = _PROPERTIES.match(self.source.text, span.start, span.end)
            span = Span(properties.end() if properties else span.start, span.end)
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


_PROPERTIES = re.compile(r"(?:[&!]\S*\s*)+")
_KEY_LINE = re.compile(r"^(?P<key>[A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*$")
_ITEM_LINE = re.compile(r"^[ \t]*-[ \t]+(?P<value>.*?)[ \t]*$")


def _looks_keyed(source: Source, inner: Span) -> bool:
    """Whether the first line with anything in it is `key: value`."""
    for line in source.at(inner).splitlines():
        if line.strip() and not line.startswith("#"):
            return _KEY_LINE.match(line[:MAX_LINE]) is not None
    return False


def _salvage(source: Source, inner: Span) -> Mapping | None:
    """Keys and values of broken YAML, line by line: one stray colon must not cost a record its status."""
    found: list[tuple[Scalar, Scalar, list[Scalar]]] = []
    last = source.line_of(max(inner.start, min(inner.end, inner.start + MAX_YAML) - 1))
    for line in range(source.line_of(inner.start), last + 1):
        span = source.line_span(line)
        text = source.at(span)
        if len(text) > MAX_LINE:
            continue
        if (match := _KEY_LINE.match(text)) is not None:
            at = match.start("value") if match["value"] is not None else len(text)
            key = Scalar(match["key"], Span(span.start, span.start + match.end("key")))
            found.append((key, _bare(source, span, at), []))
        elif found and not found[-1][1].value and (match := _ITEM_LINE.match(text)) is not None:
            found[-1][2].append(_bare(source, span, match.start("value")))
    pairs: list[tuple[Scalar, Node]] = []
    for key, value, items in found[:MAX_NODES]:
        listed = Sequence(tuple(items), Span(items[0].span.start, items[-1].span.end)) if items else value
        pairs.append((key, listed))
    return Mapping(tuple(pairs), inner) if pairs else None


_QUOTED_VALUE = re.compile(r"([\"'])(?P<in>.*?)\1[ \t]*(?:#.*)?$")
_REMARK = re.compile(r"(?:^|[ \t])#.*$")


def _bare(source: Source, line: Span, at: int) -> Scalar:
    """What stands from `at` to the line's end, without a remark and simple quotes."""
    span = source.stripped(Span(line.start + at, line.end))
    raw = source.at(span)
    quoted = _QUOTED_VALUE.match(raw)
    remark = _REMARK.search(raw)
    if quoted is not None:
        span = Span(span.start + quoted.start("in"), span.start + quoted.end("in"))
    elif remark is not None:
        span = source.stripped(Span(span.start, span.start + remark.start()))
    return Scalar(source.at(span), span)


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
