"""Metadata in HTML: rows of a `<table>` and pairs of a `<dl>` in the head."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from decidedly.dialects.draft import Draft, make_field
from decidedly.dialects.headed import COMMENT
from decidedly.dialects.labels import LINK_FIELDS, canonical, folded
from decidedly.record import Field, Item
from decidedly.text import Source, Span

MAX_TAGS = 2_000
"""Tags of one table that are looked at."""

_OPEN = re.compile(r"<(?P<name>table|dl)\b", re.I)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>table|dl|tr|th|td|dt|dd)\b[^<>]{0,500}>", re.I)
_ANY_TAG = re.compile(r"</?[a-z][^<>]{0,1000}>", re.I)
_BREAK = re.compile(r"<br[ \t]*/?>|</(?:li|p|div)>", re.I)
_BLANK = re.compile(r"(?:\s|&nbsp;|<br[ \t]*/?>)+", re.I)
_WRAP = re.compile(r"<(?P<name>b|strong|em|i|u|code|p|span|font|small|mark|div)\b[^<>]{0,500}>", re.I)
HREF = re.compile(r"<a\b[^<>]{0,500}?\bhref=(?P<quote>[\"'])(?P<href>[^\"'<>]{1,1000})(?P=quote)", re.I)
"""A link in HTML."""


def html_cells(draft: Draft) -> Iterator[Field]:
    """Two cells of a row, the first a label; cells under a row of labels; `<dt>` with its `<dd>`."""
    source = draft.source
    for region in draft.heads:
        done = region.start
        for _, token in draft.tokens_in(region):
            start, stop = (span := draft.structure.span(token)).start, span.end
            if token.type != "html_block" or start < done or not _OPEN.search(source.text, start, stop):
                continue
            text = COMMENT.sub(lambda match: " " * len(match[0]), source.text[start : region.end])
            for rows, end in _tables(text):
                done = start + end
                spans = [[Span(start + one.start, start + one.end) for one in row] for row in rows]
                yield from _fields(source, spans)


def _tables(text: str) -> Iterator[tuple[list[list[Span]], int]]:
    """The rows of each table and list in `text`, each as its cells, and where it ends. What stands in a cell of another is
    part of that cell's words."""
    at = 0
    while (opening := _OPEN.search(text, at)) is not None:
        rows: list[list[Span]] = []
        begun: int | None = None
        at = opening.end()
        for tag in islice(_TAG.finditer(text, opening.end()), MAX_TAGS):
            name, close = tag["name"].lower(), bool(tag["close"])
            if begun is not None:
                rows[-1].append(Span(begun, tag.start()))
                begun = None
            if not close and (name in ("tr", "dt") or not rows):
                rows.append([])
            if not close and name in ("th", "td", "dt", "dd"):
                begun = tag.end()
            at = tag.end()
            if close and name == opening["name"].lower():
                break
        if begun is not None:  # the table is cut off
            stop = text.find("\n", begun)
            rows[-1].append(Span(begun, stop if stop >= 0 else len(text)))
        yield rows, at


def _fields(source: Source, rows: list[list[Span]]) -> Iterator[Field]:
    rows = [row for row in rows if row]
    labels = [_words(source.at(cell)) for cell in rows[0]] if rows else []
    known = sum(canonical(one) is not None for one in labels)
    if len(rows) == 2 and known > 1 and canonical(_words(source.at(rows[1][0]))) is None:
        for label, cell in zip(labels, rows[1], strict=False):
            yield _field(source, label, cell)
        return
    pairs = [(_words(source.at(row[0])), row[1]) for row in rows if len(row) == 2]
    if any(canonical(label) for label, _ in pairs):
        yield from (_field(source, label, cell) for label, cell in pairs if folded(label))


def _field(source: Source, label: str, cell: Span) -> Field:
    span = _bare(source, cell)
    raw = source.at(span)
    name = canonical(label) or folded(label)
    links = HREF.finditer(raw) if name in LINK_FIELDS else ()
    items = tuple(
        Item(one["href"], Span(span.start + one.start("href"), span.start + one.end("href"))) for one in links
    )
    return make_field(source, name, label, span, "html", items, _words(raw))


def _bare(source: Source, cell: Span) -> Span:
    """The cell's words without blanks around them and without tags around all of them."""
    text, (start, end) = source.text, (cell.start, cell.end)
    for _ in range(6):
        lead = _BLANK.match(text, start, end)
        start = lead.end() if lead else start
        tail = re.search(r"(?:\s|&nbsp;|<br[ \t]*/?>)+\Z", text[max(start, end - 200) : end], re.I)
        end -= len(tail[0]) if tail else 0
        wrap = _WRAP.match(text, start, end)
        closing = f"</{wrap['name']}>".lower() if wrap else ""
        if wrap is None or text[start:end].lower().find(closing) != end - start - len(closing):
            break
        start, end = wrap.end(), end - len(closing)
    return Span(start, max(start, end))


def _words(raw: str) -> str:
    """What is read of it: tags left out, a line for each line that is shown."""
    text = html.unescape(_ANY_TAG.sub("", _BREAK.sub("\n", raw[:20_000])))
    return "\n".join(line for one in text.split("\n") if (line := " ".join(one.split())))
