"""The anchors of a Markdown text: what `#…` in a link may name."""

from __future__ import annotations

import re

from decidedly.markdown import Structure, parse, plain
from decidedly.text import Source, slug

_NAMED = re.compile(r"<[a-zA-Z][^<>]{0,500}?\s(?:id|name)\s*=\s*[\"']?([^\"'\s>]{1,200})")
_GIVEN = re.compile(r"\{:?[^{}\n]{0,100}#([\w:.-]{1,200})[^{}\n]{0,100}\}")
_HEADING = re.compile(r"<h[1-6]\b[^<>]*>(.{1,500}?)</h[1-6]>", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>")


def anchors(structure: Structure) -> frozenset[str]:
    """Anchors of a text as GitHub makes them: of headings wherever they stand, named by hand, or in HTML."""
    found: set[str] = set()
    taken: dict[str, int] = {}
    text = structure.source.text
    words = [
        plain(structure.tokens[index + 1])
        for index, token in enumerate(structure.tokens)
        if token.type == "heading_open"
    ]
    words += [_TAG.sub("", match[1]) for match in _HEADING.finditer(text)]
    for one in words:
        base = slug(_GIVEN.sub("", one))
        count = taken[base] = taken.get(base, -1) + 1
        found.update((base, f"{base}-{count}") if count else (base,))
    found.update(match[1] for pattern in (_NAMED, _GIVEN) for match in pattern.finditer(text))
    return frozenset(found)


def anchors_of(text: str) -> frozenset[str]:
    """The anchors of a Markdown file that is not part of the log."""
    return anchors(parse(Source("", text)))


def folded(anchor: str) -> str:
    """An anchor by its letters and digits alone: sites differ in what they make of spaces and punctuation."""
    return "".join(char for char in anchor.lower() if char.isalnum())
