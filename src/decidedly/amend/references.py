"""Where a record's number stands: in what it says of itself, and in every reference to it. Only digits are found."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, unquote

from decidedly.amend.moves import DATED, Move
from decidedly.dialects.identity import from_name, split_heading
from decidedly.dialects.labels import folded
from decidedly.log import Log
from decidedly.record import Document, Field, Link, Record
from decidedly.text import Edit, Source, Span, slug

Text = Record | Document
Found = Iterator[tuple[Span, str]]
Mine = Callable[[Source, int], bool | None]
"""Whether what stands in a file at an offset was written by those whose record gets another number; None: nobody knows."""


def edits_of(found: Iterable[tuple[Span, str]]) -> tuple[Edit, ...]:
    """The digits that change in one text, each once."""
    kept: dict[Span, str] = {}
    for span, new in found:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept[span] = new
    return tuple(Edit(span, new) for span, new in sorted(kept.items()))


def side_of(one: Text) -> str:
    """The path of the file beside a record that holds its metadata, or ""."""
    return next((field.path for field in one.fields if field.path), "")


def in_text(log: Log, move: Move, one: Text, mine: Mine, doubtful: list[str]) -> Found:
    """The digits that change in a text of the log. References that may mean either of two records go to `doubtful`."""
    own = one.path == move.record.path
    text = one.source.text
    yield from names(move, text)
    if own and isinstance(one, Record):
        yield from _own(log, move, one, one.source, (field for field in one.fields if field.path is None))
        yield from _own_heading(move, one)
    words = {ref.span: ref.whole for ref in one.structure.references} if one.structure else {}
    for link in _links(one, beside=False):
        raw = one.source.at(link.span)
        if names_itself(one, link):
            yield from _in_target(move, raw, link.span.start) if own else ()
            continue
        yield from _through(log, move, one.path, raw, link.span.start)
        if _meant(log, move, one, link, mine, doubtful):
            yield from _in_target(move, raw, link.span.start)
            yield from _fragment(move, raw, link.span.start)
            whole = words.get(link.span)
            if whole is not None and whole != link.span:
                yield from _ids(move, text, Span(whole.start, link.span.start))


def in_side(log: Log, move: Move, one: Record, side: Source) -> Found:
    """The digits that change in the file beside a record."""
    yield from names(move, side.text)
    if one.path == move.record.path:
        yield from _own(log, move, one, side, (field for field in one.fields if field.path is not None))
    for link in _links(one, beside=True):
        raw = side.at(link.span)
        yield from _through(log, move, one.path, raw, link.span.start)
        if _meant(log, move, one, link, lambda source, offset: None, []):
            yield from _in_target(move, raw, link.span.start)


def in_other(move: Move, source: Source, mine: Mine, doubtful: list[str]) -> Found:
    """The digits in a text outside of the log: of names, and of ids with letters where they mean this record. Those that may
    mean another one go to `doubtful`."""
    text = source.text
    yield from names(move, text)
    letters = move.letters or "ADR"
    ids = rf"(?<![\w/-]){re.escape(letters)}[-_ #]?({move.number_pattern})(?![\w]|[-.]\w)"
    for match in re.finditer(ids, text, re.I):
        ours = mine(source, match.start()) if move.shared else True
        if ours:
            yield Span(*match.span(1)), move.digits(match[1])
        elif ours is None:
            doubtful.append(_spot(source, match.start(), match[0]))
    for path in (move.record.path, move.folder):  # as data names it: "record": "0007/README.md"
        for match in re.finditer(rf"\"{re.escape(path)}(?=[\"/])", text) if path and not move.named else ():
            at = match.start() + 1 + path.rfind("/", 0, len(move.folder) or len(path)) + 1
            yield from _digits(move, text[at : match.end()], at)


def _links(one: Text, *, beside: bool) -> Iterator[Link]:
    """The links that stand in the record's own text, or (`beside`) in the file beside it."""
    there = {(field.name, field.span) for field in one.fields if field.path is not None}
    for link in one.links:
        if (link.place.kind == "field" and (link.place.name, link.place.span) in there) is beside:
            yield link


def names_itself(one: Text, link: Link) -> bool:
    """Whether a record's own heading says this id: it means the record itself, also where others have the number too."""
    headings = one.structure.headings[:1] if one.structure else ()
    if not isinstance(one, Record) or one.number is None or not headings:
        return False
    digits = re.search(r"\d+$", link.target)
    return headings[0].span.contains(link.span) and digits is not None and int(digits[0]) == one.number


def _meant(log: Log, move: Move, one: Text, link: Link, mine: Mine, doubtful: list[str]) -> bool:
    """Whether a link means the record that moves."""
    resolved = log.resolve(link, one)
    if resolved.record is not None:
        return resolved.record.path == move.record.path
    if not move.shared:
        spelt = rf"{re.escape(move.letters)}[-_ #]?{move.number_pattern}"
        return move.letters != "" and re.fullmatch(spelt, link.target, re.I) is not None
    either = move.record in log.find(link.target, one)
    ours = True if one.path == move.record.path else mine(one.source, link.span.start)
    if either and ours is None:
        doubtful.append(_spot(one.source, link.span.start, link.target))
    return either and bool(ours)


def _spot(source: Source, offset: int, words: str) -> str:
    line, column = source.position(offset)
    return f"{source.path}:{line}:{column} “{words}”"


def names(move: Move, text: str) -> Found:
    """The digits of the old name, wherever it stands; only a name of more than an id is looked for."""
    if not move.named or move.path == move.record.path:
        return
    for stem in dict.fromkeys((move.stem, quote(move.stem))):
        at = (DATED.match(stem) or re.match("", stem)).end()  # type: ignore[union-attr]
        digits = re.compile(r"\d+").search(stem, at)
        if digits is None:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(stem)}(?![\w-])", text):
            if not any(text.startswith(name, match.start()) for name in move.alike):
                start = match.start() + digits.start()
                yield Span(start, start + len(digits[0])), move.digits(digits[0])


def _digits(move: Move, name: str, base: int) -> Found:
    """The number in one part of a path."""
    dated = DATED.match(name)
    match = re.compile(rf"(?<!\d)({move.number_pattern})(?!\d)").search(name, dated.end() if dated else 0)
    if match is not None:
        yield Span(base + match.start(1), base + match.end(1)), move.digits(match[1])


def _through(log: Log, move: Move, path: str, raw: str, base: int) -> Found:
    """The digits of the folder in a relative path that leads into it, to whatever file."""
    own = next((url for url in log.own_urls if raw.startswith(url)), "")
    here = "" if own else posixpath.dirname(path)
    written = re.compile(r"[^#?]*").match(raw, len(own))
    if not move.folder or written is None or written[0].startswith(("/", "\\")):
        return
    for part in re.finditer(r"[^/\\]+", written[0]):
        here = posixpath.normpath(posixpath.join(here, unquote(part[0])))
        if here == move.folder and part[0] not in (".", ".."):
            yield from _digits(move, part[0], base + written.start() + part.start())


def _in_target(move: Move, raw: str, base: int) -> Found:
    """The digits of a link's target: of the last part of its path that can hold them, or of the id that it is."""
    path = (raw.partition("#")[0] or raw).rstrip("/")
    at = path.rfind("/") + 1
    if move.folder and at and re.match(r"(?:readme|index)\.\w+$", path[at:], re.I):
        path = path[: at - 1]
        at = path.rfind("/") + 1
    yield from _digits(move, path[at:], base + at)


def _fragment(move: Move, raw: str, base: int) -> Found:
    """The digits of a fragment that names the record's title: `#7-which-queue`."""
    head, mark, fragment = raw.partition("#")
    headings = move.record.structure.headings if move.record.structure else ()
    if not mark or not headings or slug(unquote(fragment)) != headings[0].anchor:
        return
    match = re.match(rf"(?:[a-z]+-?)?({move.number_pattern})(?!\d)", fragment)
    if match is not None:
        start = base + len(head) + 1
        yield Span(start + match.start(1), start + match.end(1)), move.digits(match[1])


def _ids(move: Move, text: str, within: Span) -> Found:
    """The number that begins a link's words, or stands behind letters in them: `[7. Which queue?]`, `[see ADR-7]`."""
    words = text[within.start : within.end]
    for pattern in (
        rf"^\W*(?:[A-Za-z]{{1,12}}[-_ #]{{0,2}})?({move.number_pattern})(?!\d)",
        rf"(?<![\w-])(?:ADR|DR|RFC|{re.escape(move.letters or 'ADR')})[-_ #]?({move.number_pattern})(?!\d)",
    ):
        for match in re.finditer(pattern, words, re.I):
            yield Span(within.start + match.start(1), within.start + match.end(1)), move.digits(match[1])


def _own_heading(move: Move, record: Record) -> Found:
    """The number in the record's title."""
    headings = record.structure.headings if record.structure else ()
    for heading in headings[:1]:
        identity, _ = split_heading(heading.text, from_name(record.path))
        if identity is not None and identity.number == record.number:
            yield from _number(move, record.source, heading.words)


def _own(log: Log, move: Move, record: Record, source: Source, fields: Iterable[Field]) -> Found:
    """What the record says of itself: its id, `tip: 3`, `kep-number: 3`, a title with its number, and other keys that
    hold the number in every record of the log (`slug: 3`)."""
    for one in fields:
        label = folded(one.label)
        numbered = label in ("number", record.prefix.lower()) or label.endswith(" number")
        if one.name == "id" or numbered or _tells_number(log, one):
            yield from _number(move, source, one.span)
        elif one.name == "title":
            identity, _ = split_heading(one.value, from_name(record.path))
            if identity is not None and identity.number == record.number:
                yield from _number(move, source, one.span)


def _tells_number(log: Log, field: Field) -> bool:
    """Whether a key of front matter holds the record's number, in this record and in all others that have it."""
    if field.origin != "front-matter" or not re.fullmatch(r"\D*\d+", field.value):
        return False
    told = [
        re.search(rf"(?<!\d)0*{one.number}$", other.value) is not None
        for one in log.records
        for other in one.fields
        if other.origin == "front-matter" and other.label == field.label
    ]
    return len(told) > 1 and all(told)


def _number(move: Move, source: Source, spot: Span) -> Found:
    match = re.search(rf"(?<!\d)({move.number_pattern})(?!\d)", source.at(spot))
    if match is not None:
        yield Span(spot.start + match.start(1), spot.start + match.end(1)), move.digits(match[1])
