"""Template text that nobody replaced."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator

from decidedly.dialects.identity import split_heading
from decidedly.dialects.status import is_unfilled
from decidedly.markdown import Structure
from decidedly.record import Field, Record
from decidedly.text import Span

_WORDS = (
    r"(?:(?:short|decision|adr|rfc|your|proposal|record)\s+)?(?:title|name)\b|describe\b|decision[- ]driver|driver\s\d|option\s?\d|argument\b|"
    r"example\s*[|1-9a]|e\.g\.,?\s|insert\b|list\s(?:everyone|all|of|the)\b|reason\b|justification|why\b|what\b|when\sthe\b|who\b|how\b|a\sconsequence|"
    r"yyyy|improvement|compromising|positive\sconsequence|negative\sconsequence|link\s(?:to|type)|proposed\s*[|/]|draft\s*[|/]|accepted\s*[|/]|"
    r"space\sfor|optional\b|fill\b|add\s(?:your|a|the)\b|your\b|placeholder|todo\b|tbd\b|the\s(?:reason|problem|decision|context|solution)\b"
)
_BRACES = re.compile(
    r"(?<![\w$\\{%#=])\{(?P<in>(?=[^{}]*[A-Za-z])[^{}\n$=\\;@]{3,}(?:\n[^{}\n$=\\;@]+){0,6})\}(?!\})"
)
_BRACKETS = re.compile(
    rf"(?<![\w\]!\\])\[(?P<in>(?:{_WORDS})[^\[\]\n]{{0,300}}(?:\n[^\[\]\n]+){{0,3}})\](?![\[(:\w])", re.I
)
_ANGLES = re.compile(
    r"<(?P<in>(?:insert|your|describe|short|enter|fill|add|placeholder|name of|title of|link to|option)\b[^<>\n=\"']{2,120})>",
    re.I,
)
_LOREM = re.compile(r"\blorem ipsum\b(?: dolor)?", re.I)
_BODY = (_BRACES, _BRACKETS, _ANGLES, _LOREM)
_MAYBE = re.compile(r"[{\[<]|lorem ipsum", re.I)
_BEGINS = re.compile(
    rf"\{{|\[(?:{_WORDS})|<(?:insert|your|describe|short|enter|fill|add|placeholder|name of|title of|link to|option)\b|lorem ipsum",
    re.I,
)
"""How the patterns of `_BODY` begin."""
_ASKED = re.compile(
    r"(?:what is the (?:issue that we['’]re seeing|change that we['’]re proposing|status, such as)\b|the issue motivating this decision\b"
    r"|the change that we['’]re proposing or\b|what becomes easier or (?:more )?(?:difficult|harder)\b"
    r"|this section describes (?:the forces at play|our response to these forces|the resulting context)\b)",
    re.I,
)
"""How the questions begin that widely used templates put under their headings, without any brackets."""
_NUMBER = re.compile(r"\W{0,3}(?:(?:ADR|DR|RFC)[-_ #]?)?(?:N{3,}|X{3,})\b", re.I)
_DAY = re.compile(r"\bYYYY-MM-DD\b|\binsert date\b", re.I)
_TITLE = re.compile(r"\W*(?:[A-Z]{2,5}\d*:\s*)?(?:adr|(?:architecture )?decision)(?: record)? title\b", re.I)
_DAYS = ("date", "created", "updated", "due")
_BRACED = re.compile(r"[\[{<](?=[^\]}>]*[A-Za-z])[^\[\]{}<>]*[\]}>]")
_DUTY = re.compile(r"^\W*(?:TODO|FIXME|CHANGE ?ME|FILL ?ME ?IN|PLACEHOLDER)\b.*$", re.I)
_MENU = re.compile(r"^[\w\s]+(?:\s*\|\s*[\w\s…]+){2,}$")


def placeholders(record: Record, titles: Collection[str] = ()) -> list[Span]:
    """Where template text stands in a record's title, metadata and prose, in order; code and comments are left out.

    `titles` are those of the log's own templates.
    """
    found = set(_in_metadata(record))
    source, structure = record.source, record.structure
    if structure is None:
        return sorted(found)
    if structure.headings:
        words = structure.headings[0].words
        _, title = split_heading(structure.headings[0].text, None)
        if title in titles or _TITLE.match(title):
            found.add(words)
        if (number := _NUMBER.match(source.at(words))) is not None:
            found.add(_at(words, number))
    for token in structure.tokens if _may_hold(record, structure) else ():
        if token.type == "inline" and token.map and _MAYBE.search(token.content):
            first, last = structure.lines(token)
            lines = source.lines_span(first, last)
            for pattern in _BODY:
                for match in pattern.finditer(source.text, lines.start, lines.end):
                    alone = match[0].strip() == token.content.strip()
                    if pattern is _BRACES and not _is_prose(match["in"]):
                        continue
                    if pattern is _BRACKETS and len(match["in"].split()) < 3 and not alone:
                        continue  # “[Option 1] Redis”, “decisions/[number]-[title].md”
                    found.add(Span(*match.span()))
    for section in record.sections:
        body = source.stripped(section.body)
        if _ASKED.match(source.text, body.start) and not re.search(r"\n\s*\n", source.at(body)):
            found.add(body)  # the question stands there alone
    holes = sorted((*structure.code_spans, *(one.whole for one in structure.references), *_comments(record)))
    return [one for one in sorted(found) if not _inside(one, holes)]


def _may_hold(record: Record, structure: Structure) -> bool:
    """Whether template text may stand in the prose: it is told by how it begins, so that few texts have to be gone through."""
    code = sorted((*structure.code_blocks, *structure.code_spans))
    return any(
        not _inside(Span(*match.span()), code)
        for match in _BEGINS.finditer(record.source.text, structure.start)
    )


def _inside(span: Span, holes: list[Span]) -> bool:
    """Whether `span` begins in the last hole that begins before it."""
    at = bisect.bisect_right(holes, span.start, key=lambda hole: hole.start)
    return at > 0 and span.start < holes[at - 1].end


_PAIRS = re.compile(r"[\w.-]+\s?:\s?[^\s,]+(?:,\s?[\w.-]+\s?:\s?[^\s,]+)*,?")
"""An object: `{name: value, id: 3}`."""


def _is_prose(words: str) -> bool:
    """Whether braces hold words of a template; sets, parameters, objects and emphasis of code hold other things."""
    flat = " ".join(words.split())
    if _PAIRS.fullmatch(flat):
        return False
    if re.match(_WORDS, flat, re.I):
        return True
    if re.search(r"[\"'`]\s*:|^\W*[\w.-]+\s*:|[<>/*+]|\b\w+\(", flat):
        return False
    parts = [part.split() for part in flat.split(",")]
    return len(flat.split()) >= 3 and max(map(len, parts)) >= 3


def _in_metadata(record: Record) -> Iterator[Span]:
    for field in record.fields:
        if field.path is not None or not field.raw:
            continue
        whole = _with_braces(record, field)
        if field.name == "status" and is_unfilled(field.value):
            yield field.span
            continue
        if field.origin == "section" or (
            field.items and (len(field.items) > 1 or " " not in field.items[0].raw)
        ):
            continue  # read as prose; a list of words: `[name, reason]`
        menu = field.name == "status" and _MENU.match(whole)
        if menu or _DUTY.match(whole) or (_BRACED.fullmatch(whole) and _asks(whole)):
            yield field.span
        elif (match := (_DAY.search if field.name in _DAYS else _NUMBER.match)(field.raw)) is not None:
            yield _at(field.span, match)


def _with_braces(record: Record, field: Field) -> str:
    """The value as it looks: YAML takes `{list everyone}` for a mapping, and leaves its braces out."""
    text, span = record.source.text, field.span
    before, after = text[max(0, span.start - 4) : span.start], text[span.end : span.end + 4]
    around = before.rstrip(" ")[-1:] + after.lstrip(" ")[:1]
    return f"{{{field.raw.strip()}}}" if around == "{}" else field.raw.strip()


def _asks(whole: str) -> bool:
    return "|" in whole or re.match(rf"[\[{{<]\s*(?:{_WORDS})", whole, re.I) is not None


def _comments(record: Record) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(r"<!--.*?(?:-->|\Z)", record.source.text, re.S)]


def _at(span: Span, match: re.Match[str]) -> Span:
    return Span(span.start + match.start(), span.start + match.end())
