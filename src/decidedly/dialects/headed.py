"""Metadata under headings: `## Status: Accepted`, and sections of its own such as `## Status`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.dialects.draft import MAX_HEADINGS, Draft, make_field
from decidedly.dialects.labels import canonical
from decidedly.record import Field, Item
from decidedly.text import Span

SECTION_FIELDS = frozenset(
    {"status", "date", "created", "updated", "decision-makers", "approver", "author", "owner", "consulted", "informed", "tags", "due",
     "title", "component", "review", "last-reviewed", "supersedes", "superseded-by", "ticket"}
)  # fmt: skip
"""Fields that may have a heading of their own."""

COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)
_BELOW_STATUS = frozenset({"date", "created", "updated", "decision-makers", "approver", "author", "owner", "consulted", "informed"})  # fmt: skip
_LABEL = re.compile(
    r"(?:\*\*|__)?(?P<label>[^\W\d_][\w ]{1,30}?)(?:\*\*|__)?[ \t]*[:：][ \t]*(?:\*\*|__)?[ \t]*(?P<value>\S.*)$"
)
_STATED = re.compile(r"^(?P<label>[^:：]{2,30}?)\s*[:：]\s*(?P<value>\S.*)$")
_HISTORY = re.compile(r"^\W*(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\W+(?=\w)")
_HISTORY_BEHIND = re.compile(
    r"^(?P<status>\W*\w.{0,80}?)[\s(\[,;:–—-]+(?:on\s+)?(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\W*$"
)
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=\w)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?")
_MARK = re.compile(r"(?>[ \t]*(?:>[ \t]?)*[ \t]*)(?:[-*+][ \t]+|\d+[.)][ \t]+)?")


def headings(draft: Draft) -> Iterator[Field]:
    """Headings that hold their field themselves: `## Status: Accepted`."""
    for heading in draft.structure.headings:
        match = _STATED.match(heading.text)
        name = canonical(match["label"]) if match and heading is not draft.h1 and heading.level <= 3 else None
        if match is None or name not in SECTION_FIELDS:
            continue
        source = draft.source
        line = source.line_span(source.line_of(heading.span.start))
        colon = re.search(r"[:：]", source.at(line))
        if colon is not None:
            span = source.stripped(Span(line.start + colon.end(), line.end))
            marks = re.search(r"[ \t]+#+$", source.at(span))
            yield make_field(
                source,
                name,
                match["label"],
                Span(span.start, span.start + marks.start()) if marks else span,
                "section",
            )


def sections(draft: Draft) -> Iterator[Field]:
    """Sections that hold one field: `## Status`, `## Date`, `## Deciders`; list items are its items."""
    headings = draft.structure.headings
    top = min((one.level for one in headings if one is not draft.h1), default=2)
    for number, heading in enumerate(headings):
        name = canonical(_NUMBERED.sub("", heading.text))
        if number >= MAX_HEADINGS:
            break
        if name not in SECTION_FIELDS or heading.level > max(2, top):
            continue
        if name == "consulted" or (number and heading.level == 1 and heading is draft.h1):
            continue
        if name in ("review", "due", "date") and heading is draft.h1:
            continue
        body = draft.body_of(heading)
        lines = list(_content_lines(draft, body))
        if name == "status" and (history := newest(draft, body, lines)) is not None:
            line, when = history
            yield make_field(draft.source, name, heading.text, line, "section")
            yield make_field(draft.source, "date", heading.text, when, "section")
            continue
        if not lines:
            yield make_field(draft.source, name, heading.text, Span(body.start, body.start), "section")
            continue
        items = tuple(Item(draft.source.at(span), span) for span in lines)
        chosen = current(draft, name, body, lines)
        yield make_field(draft.source, name, heading.text, chosen, "section", items)
        if name == "status":
            yield from _labelled(draft, lines[1:])


def _labelled(draft: Draft, lines: list[Span]) -> Iterator[Field]:
    """What the lines below a status say of its day and of people: `Date: 2024-05-06`."""
    for span in lines[:MAX_HEADINGS]:
        match = _LABEL.match(draft.source.at(span))
        name = canonical(match["label"]) if match else None
        if match is not None and name in _BELOW_STATUS:
            value = Span(span.start + match.start("value"), span.end)
            yield make_field(draft.source, name, match["label"], value, "section")


def newest(draft: Draft, body: Span, lines: list[Span]) -> tuple[Span, Span] | None:
    """The newest status and its day, where the section is a history: a table with a column of days, or lines that begin with one."""
    source = draft.source
    for table in draft.structure.tables:
        if body.contains(table.span):
            header = [canonical(text) for text, _ in table.rows[0]]
            column = header.index("status") if "status" in header else 0
            dated = [
                (match[0], row)
                for row in table.rows[1:]
                if (match := _DAY.search(" ".join(text for text, _ in row)))
            ]
            if dated:
                # Within one day the order of the table tells, for not every row has to state the time.
                falling = dated[0][0] > dated[-1][0]
                _, row = max(
                    enumerate(dated), key=lambda pair: (pair[1][0][:10], -pair[0] if falling else pair[0])
                )[1]
                when = next(span for text, span in row if _DAY.search(text))
                return row[column][1], when
    dated_lines = [(match, span) for span in lines if (match := _HISTORY.match(source.at(span)))]
    if lines and len(dated_lines) == len(lines):
        match, span = max(dated_lines, key=lambda pair: (_sortable(pair[0]["day"]), pair[1].start))
        return Span(span.start + match.end(), span.end), Span(
            span.start + match.start("day"), span.start + match.end("day")
        )
    behind = [(match, span) for span in lines if (match := _HISTORY_BEHIND.match(source.at(span)))]
    if len(lines) > 1 and len(behind) == len(lines):
        match, span = max(behind, key=lambda pair: (_sortable(pair[0]["day"]), pair[1].start))
        at = span.start
        return Span(at, at + match.end("status")), Span(at + match.start("day"), at + match.end("day"))
    return None


def _sortable(day: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"\D", day))


def current(draft: Draft, name: str, body: Span, lines: list[Span]) -> Span:
    """The line that counts: the first; of a task list, the ticked one; an empty span where none is ticked."""
    source = draft.source
    boxes = [span for span in lines if re.match(r"\[[ xX]\]\s", source.at(span))]
    if name == "status" and boxes:
        ticked = next((span for span in boxes if source.at(span)[1] in "xX"), None)
        return Span(ticked.start + 4, ticked.end) if ticked else Span(boxes[0].start, boxes[0].start)
    return lines[0]


def _content_lines(draft: Draft, body: Span) -> Iterator[Span]:
    """Spans of the text lines in `body`, list marks, quote marks, code fences and comments left out."""
    source = draft.source
    for _, token in draft.tokens_in(body, top_only=False):
        if token.type == "paragraph_open":
            first, last = draft.structure.lines(token)
        elif token.type == "fence" and token.level == 0:
            first, last = draft.structure.lines(token)
            first, last = first + 1, last - 1
        else:
            continue
        for line in range(first, last):
            span = source.line_span(line)
            marker = _MARK.match(source.at(span))
            span = source.stripped(Span(span.start + (marker.end() if marker else 0), span.end))
            comment = COMMENT.search(source.text, span.start, span.end)
            if comment:
                span = source.stripped(Span(span.start, comment.start()))
            if len(span):
                yield span
