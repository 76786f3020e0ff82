"""What rules want to know of the world, worked out from the log, so that the edge looks at nothing else.

All paths are relative to the records folder, normalised, with forward slashes.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

from decidedly.lint.context import all_texts
from decidedly.lint.prose import holes
from decidedly.log import Log
from decidedly.markdown import Structure
from decidedly.record import Document, Record
from decidedly.text import Span

_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:|[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)")
"""`https:`, and `tel:123`; `app.py:12` is a line of a file."""
_LINES = re.compile(r":(?P<first>\d{1,6})(?:[-–](?P<last>\d{1,6}))?$")
_ANCHOR = re.compile(r"#L(?P<first>\d{1,6})(?:C\d+)?(?:-L?(?P<last>\d{1,6})(?:C\d+)?)?$")
_LINE_REFERENCE = re.compile(
    r"(?<![\w/\\.:@-])(?P<path>(?:[\w.@+-]+/)*[\w@+-][\w.@+-]*\.[A-Za-z][A-Za-z0-9]{0,9})"
    r":(?P<note>[A-Z][\w ]{0,30}:)?(?P<first>\d{1,6})(?:[-–](?P<last>\d{1,6}))?(?![\w.:]\d|\w)"
)
_SITE = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|ai|app|cloud|local|internal|localhost|co|gov|edu|eu|uk|de|fr)$",
    re.I,
)
"""A first part of a path that is a machine's name: `registry.example.com/image.tar:80`."""
_PRODUCT = re.compile(
    r"(?:node|vue|next|nuxt|react|express|ember|angular|backbone|solid|alpine|three|d3|chart|moment|discord|nest|electron)\.js",
    re.I,
)
"""What is named like a file and is none: `Node.js:20`."""
_GENERATED = frozenset({"node_modules", "vendor", "target", "dist", "build", "site-packages", "third_party"})
"""Folders that are seldom in a repository, so that nobody can tell whether a file is there."""
_FILE = re.compile(
    r"\.(?:md|mdx|markdown|rst|adoc|txt|log|csv|ya?ml|json5?|toml|ini|cfg|conf|env|xml|html?|s?css|less|svg|proto|graphql|sql|tf|hcl"
    r"|pyi?|ipynb|[cm]?[jt]sx?|vue|svelte|rb|php|go|rs|java|kts?|scala|groovy|gradle|swift|cs|fs|vb|c|h|cc|cpp|hpp|m|mm|lua|pl|r|jl"
    r"|exs?|erl|clj|hs|ml|dart|zig|sh|bash|zsh|ps1|bat|cmake|mk|lock|patch|diff)$",
    re.I,
)
"""How a name without any folder has to end to be taken for a file: `redis.internal:6379` is none."""

_HTML = re.compile(
    r"<(?:img|a|source|video)\s[^<>]{0,400}?\b(?:src|href)\s{0,4}=\s{0,4}([\"'])(?P<target>[^\"'<>]{1,1000})\1",
    re.I,
)


@dataclass(frozen=True, slots=True)
class LineReference:
    """A reference to lines of a file: `docs/config.md:30-42` as people write it, or a link to `config.md#L30`.

    `paths` are the paths that it may mean, from the records folder; `path` is as written, `span` covers path and lines;
    `in_prose` tells that it is no link.
    """

    path: str
    first: int
    last: int
    span: Span
    paths: tuple[str, ...] = ()
    in_prose: bool = True


def link_paths(target: str, one: Record | Document, prefix: str) -> tuple[str, ...]:
    """The paths that a link's target may mean, the likeliest first; () for what is no relative link.

    A path without suffix may lead to a Markdown file, one with a final slash to a page of that name.
    """
    target = target.strip().replace("\\", "/")
    if (
        _SCHEME.match(target)
        or target.startswith(("//", "#", "?"))
        or re.search(r"\{\{|\{%|\$\{|<|\x00", target)
    ):
        return ()
    path = unquote(_LINES.sub("", target.partition("#")[0].partition("?")[0]))
    if not path:
        return ()
    if path.startswith("/"):
        whole = from_root(path, prefix)
    else:
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(one.path), path))
    bare = re.sub(r"\.html?$", "", whole)
    found = [whole]
    if bare != whole or not re.search(r"\.\w+$", posixpath.basename(whole)):
        found += [
            f"{bare}{end}" for end in (".md", ".mdx", ".markdown", "/README.md", "/index.md", "/index.mdx")
        ]
    return tuple(found)


def html_links(one: Record | Document) -> tuple[tuple[str, Span], ...]:
    """Where pictures and links in raw HTML lead, each with its place: `<img src="map.png">`."""
    if one.structure is None or "<" not in one.source.text:
        return ()
    kept = one.structure.__dict__.setdefault("_html_links", None)
    if kept is None:
        found = list(_HTML.finditer(one.source.text, one.structure.start))
        closed = holes(one, links=False) if found else ()
        kept = tuple(
            (match["target"].strip(), Span(*match.span("target")))
            for match in found
            if match.start() not in closed
        )
        one.structure.__dict__["_html_links"] = kept
    links: tuple[tuple[str, Span], ...] = kept
    return links


def line_references(one: Record | Document, prefix: str = "") -> tuple[LineReference, ...]:
    """The references to lines in a text, in order: those in prose (not in fenced code), and those of links."""
    if one.structure is None:
        return ()
    # Several rules and the edge ask: kept beside what the structure has worked out for itself.
    kept = one.structure.__dict__.setdefault("_line_references", {})
    if prefix not in kept:
        kept[prefix] = tuple(_line_references(one, one.structure, prefix))
    found: tuple[LineReference, ...] = kept[prefix]
    return found


def _line_references(one: Record | Document, structure: Structure, prefix: str) -> list[LineReference]:
    source = one.source
    found: list[LineReference] = []
    for reference in structure.references:
        match = _ANCHOR.search(reference.target) or _LINES.search(reference.target)
        paths = link_paths(reference.target, one, prefix) if match and reference.kind != "auto" else ()
        if match and paths:
            path = reference.target[: match.start()]
            found.append(_reference(path, match, reference.span, paths, False))
    closed = holes(one, code=False)
    for match in _LINE_REFERENCE.finditer(source.text, structure.start):
        span = Span(*match.span())
        path = match["path"]
        if span.start in closed or _SITE.match(path.partition("/")[0]):
            continue
        if "/" not in path and (not _FILE.search(path) or _PRODUCT.fullmatch(path)):
            continue
        if not _GENERATED.isdisjoint(path.split("/")[:-1]):
            continue
        here = posixpath.normpath(posixpath.join(posixpath.dirname(one.path), path))
        found.append(_reference(path, match, span, (here, from_root(path, prefix)), True))
    return sorted(found, key=lambda reference: reference.span)


def _reference(
    path: str, match: re.Match[str], span: Span, paths: tuple[str, ...], in_prose: bool
) -> LineReference:
    first = int(match["first"])
    return LineReference(path, first, int(match["last"] or first), span, paths, in_prose)


def from_root(path: str, prefix: str) -> str:
    """A path from the repository's root as a path from the records folder, which lies at `prefix` ("docs/adr/")."""
    return relative(posixpath.normpath(path.lstrip("/") or "."), prefix.rstrip("/") or ".")


def to_root(path: str, prefix: str) -> str:
    """A path from the records folder as a path from the repository's root; "../x" where it leaves the repository."""
    return posixpath.normpath(posixpath.join(prefix or ".", path))


def relative(path: str, folder: str) -> str:
    """How a file in `folder` writes `path`; both are relative to the same place, in which `folder` lies.

    What posixpath.relpath does, which asks for the working directory.
    """
    to = [part for part in posixpath.normpath(path).split("/") if part != "."]
    at = [part for part in folder.split("/") if part not in ("", ".")]
    same = 0
    while same < min(len(to), len(at)) and to[same] == at[same]:
        same += 1
    return "/".join([".."] * (len(at) - same) + to[same:]) or "."


def wanted_files(log: Log, prefix: str) -> frozenset[str]:
    """Every path that some text of the log links to or refers to, in each way that it may be meant."""
    wanted: set[str] = set()
    for one in all_texts(log):
        for reference in one.structure.references if one.structure else ():
            if reference.kind != "auto":
                wanted.update(link_paths(reference.target, one, prefix))
        for target, _ in html_links(one):
            wanted.update(link_paths(target, one, prefix))
        for link in one.links:
            if link.place.kind == "field":
                wanted.update(link_paths(link.target, one, prefix))
        for line in line_references(one, prefix):
            wanted.update(line.paths)
    return frozenset(wanted)


def wanted_lines(log: Log, prefix: str) -> frozenset[str]:
    """The paths of which some text names lines: `Facts.lines` is to hold how many those files have."""
    return frozenset(
        path for one in all_texts(log) for line in line_references(one, prefix) for path in line.paths
    )


def wanted_anchors(log: Log, prefix: str) -> frozenset[str]:
    """The Markdown files outside the log to whose headings some text links: `Facts.anchors` is to hold them."""
    wanted: set[str] = set()
    for one in all_texts(log):
        for reference in one.structure.references if one.structure else ():
            if "#" in reference.target and reference.kind != "auto":
                paths = link_paths(reference.target, one, prefix)
                wanted.update(path for path in paths if path.lower().endswith((".md", ".mdx", ".markdown")))
    return frozenset(wanted - set(log.by_path) - set(log.documents_by_path))
