"""The forms in which metadata stands in a record's text, one reader each, in order of trust.

A reader gets a draft and yields fields, each with the exact span of its value. Nothing here judges a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from decidedly.dates import find_date
from decidedly.dialects.commented import comments
from decidedly.dialects.defined import definitions
from decidedly.dialects.draft import Draft, make_field
from decidedly.dialects.headed import COMMENT, current, headings, newest, sections
from decidedly.dialects.html_cells import html_cells
from decidedly.dialects.keyed import front_matter, side_file
from decidedly.dialects.labels import canonical, folded
from decidedly.dialects.lined import BOLD, LINE_MARKER, carried_on, continued, line_fields
from decidedly.dialects.roles import role_of
from decidedly.dialects.status import read_status
from decidedly.record import Field, Item, Origin
from decidedly.text import Source, Span

Form = Callable[[Draft], Iterator[Field]]


def head_list(draft: Draft) -> Iterator[Field]:
    """List items of the head: `* Status: accepted`, `- **Date**: 2024-05-01`, people as a nested list."""
    for region in draft.heads:
        for index, token in draft.tokens_in(region):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                yield from _list(draft, index, "list")


def _list(draft: Draft, index: int, origin: Origin) -> Iterator[Field]:
    tokens = draft.structure.tokens
    level = tokens[index].level
    pending: Field | None = None
    items: list[Item] = []
    first = last = 0
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.level <= level and token.nesting < 0:
            break
        if token.type == "list_item_open" and token.level == level + 1:
            if pending is not None:
                yield from _with_items(
                    draft, pending if items else continued(draft.source, pending, first, last), items
                )
            pending, items = None, []
            first, last = draft.structure.lines(token)
            if is_metadata(draft.source, first):
                inner = (one for one in range(at + 1, len(tokens)) if tokens[one].level <= level + 2)
                for one in inner:
                    if tokens[one].level <= level + 1:
                        break
                    if tokens[one].type in ("bullet_list_open", "ordered_list_open"):
                        yield from _list(draft, one, origin)
                continue
            fields = list(line_fields(draft.source, first, origin, known_only=False))
            if len(fields) == 1 and not fields[0].raw:
                pending = fields[0]
            elif len(fields) == 1 and fields[0].name not in ("status", "date"):
                yield continued(draft.source, fields[0], first, last)
            else:
                yield from fields
        elif token.type == "inline" and token.level > level + 3 and pending is not None:
            span = _inline_span(draft, token)
            items.append(Item(draft.source.at(span), span))
    if pending is not None:
        yield from _with_items(
            draft, pending if items else continued(draft.source, pending, first, last), items
        )


def is_metadata(source: Source, line: int) -> bool:
    """Whether a line is but a name for the metadata below it: `* Metadata:`."""
    text = source.at(source.line_span(line))[:200]
    marker = LINE_MARKER.match(text)
    return role_of(text[marker.end() if marker else 0 :].strip(" \t*_:：")) == "metadata"


def _inline_span(draft: Draft, token: object) -> Span:
    lines = draft.structure.inline_lines(token)  # type: ignore[arg-type]
    first = lines[0][1] if lines else 0
    if re.fullmatch(r"\[[ xX]\] ", draft.source.text[max(0, first - 4) : first]):
        first -= 4  # the box of a task, which is no part of its words
    return draft.source.stripped(Span(first, draft.source.line_span(draft.source.line_of(first)).end))


_ONE_VALUE = frozenset({"status", "date", "created", "updated", "due", "review", "component", "id", "title"})


def _with_items(draft: Draft, field: Field, items: list[Item]) -> Iterator[Field]:
    """The field whose values are the list below its label; of a status and the like one counts."""
    source, spans = draft.source, [one.span for one in items]
    if not items:
        yield field
    elif field.name not in _ONE_VALUE:
        value = ", ".join(one.raw for one in items)
        yield Field(
            field.name, field.label, field.raw, field.span, field.origin, tuple(items), field.path, value
        )
    elif field.name == "status" and (history := newest(draft, field.span, spans)) is not None:
        for name, span in zip(("status", "date"), history, strict=True):
            yield make_field(source, name, field.label, span, field.origin)
    else:
        chosen = current(draft, field.name, field.span, spans)
        yield make_field(
            source, field.name, field.label, chosen, field.origin, tuple(items) if len(items) > 1 else ()
        )


def _paragraph_lines(draft: Draft, span: Span) -> Iterator[tuple[int, int, int]]:
    """(line, first line, last line) of every paragraph line in `span`, quotes looked into."""
    for _, token in draft.tokens_in(span, top_only=False):
        if token.type == "paragraph_open" and (token.level == 0 or (token.level == 1 and not token.hidden)):
            first, last = draft.structure.lines(token)
            for line in range(first, last):
                yield line, first, last


def head_labels(draft: Draft) -> Iterator[Field]:
    """Bold labels in the head, and after the last rule of the text: `**Status:** ✅ **Accepted**`."""
    regions = list(draft.heads)
    rules = [token for _, token in draft.structure.blocks() if token.type == "hr"]
    if rules:
        after = Span(draft.structure.span(rules[-1]).end, len(draft.source.text))
        inside = [token for _, token in draft.tokens_in(after)]
        if (
            after.start >= draft.head_end
            and inside
            and all(token.type == "paragraph_open" for token in inside)
        ):
            regions.append(after)
    for region in regions:
        for line, _, last in _paragraph_lines(draft, region):
            whole = draft.source.line_span(line)
            if BOLD.search(draft.source.text, whole.start, whole.end):
                fields = _or_below(draft.source, line, "labels", known_only=False)
                yield from carried_on(draft.source, fields, line, last)


def _or_below(source: Source, line: int, origin: Origin, known_only: bool) -> Iterator[Field]:
    """The fields of a line; one whose label stands alone as a heading would (`**Status**`) with the short line below it."""
    fields = list(line_fields(source, line, origin, known_only))
    alone = len(fields) == 1 and not fields[0].raw and fields[0].name in ("status", "date")
    below = _below(source, fields[0], line + 1) if alone else None
    yield from fields if below is None else (below,)


def _below(source: Source, field: Field, line: int) -> Field | None:
    lines = len(source.line_starts)
    while line < lines and not source.at(source.line_span(line)).strip():
        line += 1
    if line >= lines or next(line_fields(source, line, "line", known_only=False), None):
        return None
    whole = source.line_span(line)
    marker = LINE_MARKER.match(source.at(whole))
    span = source.stripped(Span(whole.start + (marker.end() if marker else 0), whole.end))
    words = source.at(span)
    status = read_status(words) if field.name == "status" and len(words) <= 120 else None
    if (status and status.known) or (field.name == "date" and len(words) <= 40 and find_date(words)):
        return make_field(source, field.name, field.label, span, field.origin)
    return None


def head_table(draft: Draft) -> Iterator[Field]:
    """Rows of the head's tables: two columns of labels and values, or one row of values under labels."""
    for table in draft.structure.tables:
        if not any(region.start <= table.span.start < region.end for region in draft.heads):
            continue
        rows = table.rows
        header = [canonical(text) for text, _ in rows[0]]
        if (
            len(rows[0]) >= 2
            and sum(name is not None for name in header) >= 2
            and len(rows) >= 2
            and not canonical(rows[1][0][0])
        ):
            row = rows[-1] if "status" in header and len(rows) > 2 else rows[1]
            for (label, _), (_, span), name in zip(rows[0], row, header, strict=False):
                yield make_field(
                    draft.source, name or folded(label), label, _unmarked(draft.source, span), "table"
                )
            continue
        if len(rows[0]) < 2:
            continue
        names = [name for row in rows if (name := canonical(row[0][0])) is not None]
        if not names or (len(names) == 1 and len(rows) > 4 and names != ["status"]):
            continue
        for row in rows:
            label = row[0][0]
            if folded(label) and (canonical(label) or row is not rows[0]):
                yield make_field(
                    draft.source,
                    canonical(label) or folded(label),
                    label,
                    _unmarked(draft.source, row[1][1]),
                    "table",
                )


def _unmarked(source: Source, span: Span) -> Span:
    comment = COMMENT.search(source.text, span.start, span.end)
    return source.stripped(Span(span.start, comment.start())) if comment else span


def head_lines(draft: Draft) -> Iterator[Field]:
    """Plain lines of the head: `Date: 2016-02-12`, `Technical Story: …`; only labels that are known."""
    for region in draft.heads:
        for line, _, last in _paragraph_lines(draft, region):
            whole = draft.source.line_span(line)
            if not BOLD.search(draft.source.text, whole.start, whole.end):
                fields = _or_below(draft.source, line, "line", known_only=True)
                yield from carried_on(draft.source, fields, line, last)


def head_block(draft: Draft) -> Iterator[Field]:
    """Lines `Key: value` of a preformatted block in the head: `<pre>`, a code fence, indented code."""
    for region in draft.heads:
        for _, token in draft.tokens_in(region):
            if token.type in ("fence", "code_block") or (
                token.type == "html_block" and token.content.lstrip().lower().startswith("<pre")
            ):
                lines = range(*draft.structure.lines(token))
                fields = [
                    one for line in lines for one in line_fields(draft.source, line, "line", known_only=True)
                ]
                names = {one.name for one in fields}
                said = next((read_status(one.raw) for one in fields if one.name == "status"), None)
                whole = token.type == "fence" and len(fields) == len(lines) - 2 >= 2
                if {"title", "status"} <= names or (whole and said is not None and said.known):
                    yield from fields


_BADGE = re.compile(
    r"!\[[^\]\n]{0,200}\]\(\s{0,9}https?://img\.shields\.io/badge/(?P<label>(?:[^-\s/?)]|--)+)-(?P<value>(?:[^-\s?)]|--)+)-"
)


def head_badges(draft: Draft) -> Iterator[Field]:
    """Badges of the head: `![Status](https://img.shields.io/badge/Status-Accepted-green)`."""
    for region in draft.heads:
        for line, _, _ in _paragraph_lines(draft, region):
            whole = draft.source.line_span(line)
            for match in _BADGE.finditer(draft.source.text, whole.start, whole.end):
                label = unquote(match["label"]).replace("_", " ")
                name = canonical(label)
                if name is not None:
                    value = unquote(match["value"]).replace("--", "-").replace("_", " ")
                    yield make_field(
                        draft.source, name, label, Span(*match.span("value")), "badge", (), value
                    )


FORMS: tuple[Form, ...] = (
    front_matter,
    side_file,
    head_list,
    head_labels,
    head_table,
    definitions,
    html_cells,
    headings,
    sections,
    head_lines,
    head_block,
    head_badges,
    comments,
)
"""Every form, most trusted first (DIALECTS: front matter, list or labels, table, section, line)."""
