"""Metadata in HTML comments: `<!-- status: accepted; date: 2026-06-30 -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.dialects.draft import Draft, make_field
from decidedly.dialects.labels import canonical, folded
from decidedly.dialects.status import read_status
from decidedly.lifecycle import meaning
from decidedly.record import Field
from decidedly.text import Span

_COMMENT = re.compile(r"<!--(?P<words>.{1,2000}?)-->", re.S)
_PART = re.compile(r"[^;|\n]+")
_KEYED = re.compile(
    r"\s*(?P<label>[A-Za-z][A-Za-z _-]{1,30}?)\s*:[ \t]*(?P<value>[^\s:;|][^:;|\n]{0,60}?)\s*"
)


def comments(draft: Draft) -> Iterator[Field]:
    """Comments of the head that are nothing but keys with values, one of them a status that is known.

    A template's advice (`<!-- Status: proposed | accepted -->`) is none of these.
    """
    source = draft.source
    for region in draft.heads:
        for _, token in draft.tokens_in(region):
            if token.type != "html_block":
                continue
            span = draft.structure.span(token)
            for comment in _COMMENT.finditer(source.text, span.start, span.end):
                made = _fields(draft, Span(*comment.span("words")))
                if any(one.name == "status" and _is_status(one.raw) for one in made):
                    yield from made


def _is_status(raw: str) -> bool:
    """Whether a value begins with a status that is known: `one of proposed, accepted` does not."""
    status = read_status(raw)
    return status is not None and status.known and any(map(meaning, (raw, raw.split()[0].strip(",.;"))))


def _fields(draft: Draft, span: Span) -> list[Field]:
    """The fields of a comment, none where a part of it is no key with a value."""
    source = draft.source
    made: list[Field] = []
    for part in _PART.finditer(source.text, span.start, span.end):
        if not part[0].strip():
            continue
        keyed = _KEYED.fullmatch(part[0])
        if keyed is None:
            return []
        label, at = keyed["label"], part.start()
        value = Span(at + keyed.start("value"), at + keyed.end("value"))
        made.append(make_field(source, canonical(label) or folded(label), label, value, "comment"))
    return made
