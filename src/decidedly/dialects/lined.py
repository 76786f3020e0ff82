"""The labelled values of single lines, and the lines in which they go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from decidedly.dates import find_date
from decidedly.dialects.draft import make_field
from decidedly.dialects.headed import COMMENT
from decidedly.dialects.labels import LINK_FIELDS, PEOPLE, canonical, folded
from decidedly.dialects.status import read_status
from decidedly.record import Field, Origin
from decidedly.text import Source, Span, without_emoji

_MARKER = r"(?>[ \t]*(?:>[ \t]?)*[ \t]*)(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\d+[.)][ \t]+)?"
BOLD = re.compile(
    r"(?P<open>\*\*|__)(?P<label>[^*_:：\n|]{1,48}?)[ \t]*"
    r"(?:(?P<in>[:：])[ \t]*(?P=open)|(?P=open)[ \t]*(?P<out>[:：])?)"
)
_PLAIN = re.compile(
    _MARKER
    + r"(?P<em>[*_`]?)(?P<label>[^\W\d_][\w '’()/&.-]{0,46}?)(?:(?P=em)[ \t]*(?:::?(?:[ \t]+|$)|：[ \t]*)|[ \t]*(?:::?(?P=em)(?:[ \t]+|$)|：(?P=em)[ \t]*))"
)
_MARKED = re.compile(
    _MARKER
    + r"(?P<em>\*{1,3}|_{1,3}|`)(?P<label>[^\W\d_][\w '’()/&.-]{0,46}?)[ \t]*[:：][ \t]*(?P<value>(?:(?!(?P=em)).)+?)(?P=em)[ \t]*\\?$"
)
"""A whole line in one mark: `**Status: Accepted**`."""
_BARE = re.compile(_MARKER + r"(?P<label>Date|Status)[ \t]+(?=[\d*✅❌⌛🤔A-Z])")
_EQUALS = re.compile(_MARKER + r"(?P<em>\*{0,2})(?P<label>[^\W\d_][\w -]{1,30}?)(?P=em)[ \t]*=[ \t]+")
LINE_MARKER = re.compile(_MARKER)
_MORE = re.compile(
    r"(?:[|·•;｜；・][ \t]{0,9}|(?<=\w|\))\.[ \t]{1,9}|(?<=\S)(?:\t|[ \t　]{2})[ \t　]{0,40})(?P<label>[^\W\d_][\w -]{1,30}?)(?::[ \t]+|：[ \t]*)"
)
"""A further label behind a value: `Date: 2024-05-01 · Status: accepted`, or far from it as in a table."""
_APART = frozenset("|·•;｜；・")
_TAG = re.compile(r"</?[a-z]{1,10}>", re.I)
"""`**<u>Status</u>**`: marks of another kind."""
MAX_ON_A_LINE = 40
_SEPARATORS = " \t　|｜·•・,;；./–—"


def line_fields(source: Source, line: int, origin: Origin, known_only: bool) -> Iterator[Field]:
    """The labelled values of one line: `**Label:** value`, several of them, or `Label: value`."""
    whole = source.line_span(line)
    if line == 0 and source.text.startswith("\ufeff"):
        whole = Span(1, whole.end)
    text = source.at(whole)
    marker = LINE_MARKER.match(text)
    begin = marker.end() if marker else 0
    bold = list(islice(BOLD.finditer(text, begin), MAX_ON_A_LINE))
    if bold and not without_emoji(text[begin : bold[0].start()]):
        for number, match in enumerate(bold):
            label = _TAG.sub("", match["label"]).strip()
            name = canonical(label)
            colon = match["in"] or match["out"]
            if not colon and (
                name is None
                or name not in ("status", "date", "created", "updated", "decision-makers", "owner", "author")
            ):
                continue
            if number and name is None:
                continue
            end = next(
                (one.start() for one in bold[number + 1 :] if canonical(one["label"]) or _apart(text, one)),
                len(text),
            )
            if name is None and known_only:
                continue
            yield _value(
                source,
                name or folded(label),
                label,
                whole.start + match.end(),
                whole.start + end,
                origin,
                end < len(text),
            )
        return
    marked = _MARKED.match(text)
    plain = marked or _PLAIN.match(text) or _BARE.match(text) or _equals(text)
    if plain is None:
        return
    label = plain["label"].strip()
    name = canonical(label)
    if name is None and (known_only or marked or len(label.split()) > 4):
        return
    start, end = marked.span("value") if marked else (plain.end(), len(text))
    lead = () if marked or name is None else islice(_MORE.finditer(text, start), MAX_ON_A_LINE)
    more = [one for one in lead if canonical(one["label"])]
    stops = [one.start() for one in more] + [end]
    yield _value(
        source, name or folded(label), label, whole.start + start, whole.start + stops[0], origin, bool(more)
    )
    for one, stop in zip(more, stops[1:], strict=True):
        label = one["label"]
        at = whole.start + one.end()
        yield _value(source, canonical(label) or "", label, at, whole.start + stop, origin, stop < end)


def _apart(text: str, label: re.Match[str]) -> bool:
    """Whether a label that nobody knows is set off from what stands before it: `… · **Feature:** 15`."""
    return bool(label["in"] or label["out"]) and text[: label.start()].rstrip(" \t")[-1:] in _APART


def _equals(text: str) -> re.Match[str] | None:
    """`Status = Accepted`, where what stands behind the sign is what the label wants."""
    match = _EQUALS.match(text)
    name = canonical(match["label"]) if match else None
    if match is None or name is None:
        return None
    value = text[match.end() :]
    status = read_status(value) if name == "status" else None
    day = name in ("date", "created", "updated") and find_date(value[:40])
    return match if (status and status.known) or day or name in PEOPLE or name in LINK_FIELDS else None


_BREAK = re.compile(r"<br[ \t]*/?>$", re.I)


def _value(source: Source, name: str, label: str, start: int, end: int, origin: Origin, more: bool) -> Field:
    comment = COMMENT.search(source.text, start, end)
    if comment:
        end = comment.start()
    span = source.stripped(Span(start, end))
    if more:
        stop = span.end
        while stop > span.start and source.text[stop - 1] in _SEPARATORS:
            stop -= 1
        span = Span(span.start, stop)
    while (line_break := _BREAK.search(source.text, max(span.start, span.end - 8), span.end)) is not None:
        span = source.stripped(Span(span.start, line_break.start()))
    if source.at(span).endswith("\\"):
        span = source.stripped(Span(span.start, span.end - 1))
    return make_field(source, name, label, span, origin)


def continued(source: Source, field: Field, first: int, last: int) -> Field:
    """The field with the lines that continue its list item (until a nested list, a blank line or another label)."""
    end = field.span.end
    quoted = source.at(source.line_span(first)).lstrip().startswith(">")
    for line in range(first + 1, last):
        span = source.stripped(source.line_span(line))
        text = source.at(span)
        text = re.sub(r"^(?:>[ \t]?)+", "", text) if quoted else text
        if (
            not text
            or re.match(r"[-*+>#|]|\d+[.)]\s|<!--", text)
            or next(line_fields(source, line, "list", True), None)
        ):
            break
        end = span.end
    if end == field.span.end:
        return field
    span = source.stripped(Span(field.span.start, end))
    return make_field(source, field.name, field.label, span, field.origin)


_OPEN_ENDED = re.compile(r"(?:[,、，;；&]|\([^()]*|\b(?:and|und|et|y|e|the))\s*$")


def carried_on(source: Source, fields: Iterator[Field], line: int, last: int) -> Iterator[Field]:
    """The fields of a line of a paragraph; a list of people or records that ends open goes on in the lines below it."""
    for field in fields:
        many = field.name in PEOPLE or field.name in LINK_FIELDS
        below = line + 1
        while many and below < last and _OPEN_ENDED.search(field.raw) and _at_end(source, field):
            longer = continued(source, field, below - 1, below + 1)
            if longer is field:
                break
            field, below = longer, below + 1
        yield field


def _at_end(source: Source, field: Field) -> bool:
    """Whether nothing stands behind a value in its line."""
    end = source.line_span(source.line_of(field.span.end)).end
    return not source.text[field.span.end : end].strip(" \t\\")
