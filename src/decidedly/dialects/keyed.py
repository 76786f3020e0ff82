"""Metadata under keys: the front matter of a record and the YAML file beside it."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dialects.draft import Draft, make_field
from decidedly.dialects.labels import canonical, folded
from decidedly.preamble import Mapping, Node, Scalar, Sequence, compose
from decidedly.record import Field, Item, Origin
from decidedly.text import Source, Span

NESTED = frozenset({"adr", "decision", "metadata", "meta"})
"""Front matter keys whose mapping holds a record's own keys (`adr: {status: …}`)."""


def front_matter(draft: Draft) -> Iterator[Field]:
    """Keys of the YAML or TOML front matter."""
    if draft.preamble.values is not None:
        yield from _keys(draft.source, draft.preamble.values, "front-matter", None)


def side_file(draft: Draft) -> Iterator[Field]:
    """Keys of a YAML file beside the record (`kep.yaml`)."""
    if draft.side is not None:
        node, _ = compose(draft.side)
        if isinstance(node, Mapping):
            yield from _keys(draft.side, node, "side-file", draft.side.path)


def _keys(source: Source, values: Mapping, origin: Origin, path: str | None) -> Iterator[Field]:
    for key, node in values.pairs:
        name = canonical(key.value)
        if isinstance(node, Mapping) and folded(key.value) in NESTED:
            yield from _keys(source, node, origin, path)
            continue
        items: tuple[Item, ...] = ()
        value: str | None = None
        span = node.span
        if isinstance(node, Scalar):
            value = node.value.strip()
        elif isinstance(node, Sequence):
            items = tuple(Item(text, at) for text, at in _texts(node))
            value = ", ".join(item.raw for item in items)
        elif len(words := _braced(node)) == 1:
            value, span = words[0].value.strip(), words[0].span
        elif words:
            items = tuple(Item(one.value.strip(), one.span) for one in words)
            value = ", ".join(item.raw for item in items)
        made = make_field(source, name or folded(key.value), key.value, span, origin, items, value)
        yield (
            made
            if path is None
            else Field(made.name, made.label, made.raw, made.span, origin, items, path, made.value)
        )


def _braced(node: Mapping) -> list[Scalar]:
    """The words of `{proposed}` and `{ Ana, Bo }`: valid YAML for a mapping, left over from a template."""
    bare = all(isinstance(value, Scalar) and not value.value for _, value in node.pairs)
    return [key for key, _ in node.pairs] if bare else []


def _texts(node: Node) -> Iterator[tuple[str, Span]]:
    if isinstance(node, Scalar):
        yield node.value.strip(), node.span
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Mapping):
                named = item.get(
                    "target", "id", "adr", "ref", "record", "name", "path", "pattern", "text", "url"
                )
                if named is not None:
                    yield from _texts(named)
                elif item.pairs:
                    yield from _texts(item.pairs[0][0])
            else:
                yield from _texts(item)
