"""What rules want to know of the world, worked out from the log, so that the edge looks at nothing else.

All paths are relative to the records folder, normalised, with forward slashes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from decidedly.lint.context import all_texts
from decidedly.log import Log
from decidedly.record import Document, Link, Record
from decidedly.text import Span

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
_LINE_REFERENCE = re.compile(
    r"(?<![\w/.:@-])(?P<path>(?:[\w.@+-]+/)*[\w@+-][\w.@+-]*\.[A-Za-z][A-Za-z0-9]{0,9})"
    r":(?P<note>[A-Z][\w ]{0,30}:)?(?P<first>\d{1,6})(?:[-–](?P<last>\d{1,6}))?(?![\w.:]\d|\w)"
)


@dataclass(frozen=True, slots=True)
class LineReference:
    """A reference to lines of a file as people write it: `docs/config.md:30-42`. `span` covers path and lines."""

    path: str
    first: int
    last: int
    span: Span


def line_references(one: Record | Document) -> Iterator[LineReference]:
    """The line references in a text's prose; those in fenced code and in links are left out."""
    source = one.source
    structure = one.structure
    holes = (
        [
            structure.span(token)
            for token in structure.tokens
            if token.type in ("fence", "code_block") and token.map
        ]
        if structure
        else []
    )
    holes += [reference.whole for reference in structure.references] if structure else []
    start = structure.start if structure else 0
    for match in _LINE_REFERENCE.finditer(source.text, start):
        span = Span(*match.span())
        if not any(hole.start <= span.start < hole.end for hole in holes):
            first = int(match["first"])
            yield LineReference(match["path"], first, int(match["last"] or first), span)


def link_path(link: Link, one: Record | Document) -> str | None:
    """Where a relative link of a text leads, or None for web addresses, fragments and ids."""
    target = link.target.strip()
    if _SCHEME.match(target) or target.startswith(("//", "#", "?")) or link.place.kind == "field":
        return None
    path = unquote(target.partition("#")[0].partition("?")[0])
    if not path or "\x00" in path:
        return None
    if path.startswith("/"):
        return path
    return posixpath.normpath(posixpath.join(posixpath.dirname(one.path), path))


def from_root(path: str, prefix: str) -> str:
    """A path from the repository's root as a path from the records folder, which lies at `prefix` ("docs/adr/")."""
    return posixpath.normpath(posixpath.relpath(path.lstrip("/"), prefix.rstrip("/") or "."))


def wanted_files(log: Log, prefix: str) -> frozenset[str]:
    """Every path that some text of the log links to or refers to, in each way that it may be meant."""
    wanted: set[str] = set()
    for one in all_texts(log):
        for link in one.links:
            path = link_path(link, one)
            if path is not None:
                wanted.add(from_root(path, prefix) if path.startswith("/") else path)
                wanted.add(from_root(posixpath.normpath(unquote(link.target.partition("#")[0])), prefix))
        for reference in line_references(one):
            wanted.add(posixpath.normpath(posixpath.join(posixpath.dirname(one.path), reference.path)))
            wanted.add(from_root(reference.path, prefix))
    return frozenset(wanted)
