"""Links that front matter lists under one key, each with its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import FIELDS, LINK_FIELDS, link_kind
from decidedly.dialects.targets import NOTHING
from decidedly.preamble import Mapping, Scalar
from decidedly.preamble import Sequence as Items
from decidedly.record import Field, Link, Place
from decidedly.text import name_slug

_TOGETHER = {re.sub(r"[ -]", "", label): name for name in sorted(LINK_FIELDS) for label in FIELDS[name]}


def from_link_list(draft: Draft, field: Field) -> Iterator[Link]:
    """The links of a key that lists them: by kind, `links: {supersedes: [3]}`, or each with its kind."""
    node = draft.preamble.values.get(field.label) if draft.preamble.values else None
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        kind = link_kind(key.value) or _run_together(key.value)
        for item in value.items if isinstance(value, Items) else (value,):
            if kind and isinstance(item, Scalar) and item.value.strip().lower() not in NOTHING:
                place = Place("field", "links", field.span)
                yield Link(kind, item.value, item.span, key.value, "", place)
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Mapping):
            target = item.get("target", "id", "path", "to", "url")
            words = item.text("kind", "type", "rel", "relation")
            if isinstance(target, Scalar):
                kind = link_kind(words) or _run_together(words) or name_slug(words) or "relates-to"
                yield Link(
                    kind,
                    target.value,
                    target.span,
                    words,
                    item.text("title", "text"),
                    Place("field", "links", field.span),
                )
        elif isinstance(item, Scalar) and item.value.strip().lower() not in NOTHING:
            yield Link(
                "relates-to", item.value, item.span, field.label, "", Place("field", "links", field.span)
            )


def _run_together(words: str) -> str | None:
    """Kinds written in one word: `supersededby`, `relatesto`."""
    flat = re.sub(r"[\W_]+", "", words.lower())
    return _TOGETHER.get(flat)
