"""Giving a record another number: its file's name, what it says of itself, and every reference to it.

Only digits change, and a fragment that a heading's number is part of. The result is read again: every link must lead
where it led before.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from decidedly.amend.errors import AmendError
from decidedly.changes import Change, ChangeSet
from decidedly.dialects import Settings, read_document, read_record
from decidedly.dialects.identity import from_name, split_heading
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Document, Record
from decidedly.text import Edit, Source, Span, apply_edits, slug

Text = Record | Document
Mine = Callable[[Source, int], bool | None]
"""Whether what stands in a file at an offset was written by those whose record gets another number; None: nobody knows."""

_DATED = re.compile(r"^\d{4}-?\d\d-?\d\d[-_]")


class DanglingError(AmendError):
    """A number that a broken link names: the record would be what that link leads to."""


@dataclass(frozen=True)
class Move:
    """A record, its new number and path. `shared`: other records have its number too, so that an id may mean either.
    `padded` is the width to which the log's file names fill their numbers with zeros, 0 where they don't."""

    record: Record
    number: int
    path: str
    shared: bool
    padded: int = 0

    @property
    def stem(self) -> str:
        """The old file name without its ending."""
        return _stem(self.record.path)

    @property
    def named(self) -> bool:
        """Whether that name holds more than an id, so that it means this file wherever it stands."""
        return re.search(r"\d[-_. ][^\W\d_]", self.stem) is not None

    def digits(self, old: str) -> str:
        """The new number, as wide as `old`."""
        wide = len(old) > 1 and (old.startswith("0") or len(old) == self.padded)
        return f"{self.number:0{len(old)}}" if wide else str(self.number)

    @property
    def number_pattern(self) -> str:
        """A pattern for the old number, with any zeros before it."""
        return rf"0{{0,7}}{self.record.number}"


def plan_move(log: Log, record: Record, number: int) -> Move:
    """What giving `record` this number means. Raises AmendError where it has no number, or the new one is taken."""
    name = posixpath.basename(record.path)
    if record.number is None:
        raise AmendError(f"{record.path}: its id {record.id} is no number, so it can't be renumbered")
    if _stem(record.path).lower() in ("readme", "index"):
        raise AmendError(f"{record.path}: its folder holds its number; move that by hand (git mv)")
    taken = next((one for one in same_number(log, record, number) if one.path != record.path), None)
    if taken is not None:
        raise AmendError(f"{taken.path} has the number {number} already; --to names another, or leave it out")
    if number == record.number:
        raise AmendError(f"{record.path} has the number {number} already")
    shared = any(one.path != record.path for one in same_number(log, record, record.number))
    named = from_name(record.path)
    move = Move(record, number, record.path, shared, _width(log, record))
    made = name
    if named is not None and named.number == record.number:
        at = (_DATED.match(name) or re.match("", name)).end()  # type: ignore[union-attr]
        found = re.compile(r"\d+").search(name, at)
        if found is not None and int(found[0]) == record.number:
            made = name[: found.start()] + move.digits(found[0]) + name[found.end() :]
    path = posixpath.join(posixpath.dirname(record.path), made)
    if path != record.path and (path in log.by_path or path in log.documents_by_path or path in log.files):
        raise AmendError(f"{path} is there already; name another number with --to")
    return replace(move, path=path)


def _width(log: Log, record: Record) -> int:
    """The width of the numbers of file names in the record's folder, if any of them begins with a zero; else 0."""
    names = [from_name(one.path) for one in log.records if home(one.path) == home(record.path)]
    widths = [len(one.digits) for one in names if one is not None and re.match(r"0\d", one.digits)]
    return max(set(widths), key=widths.count) if widths else 0


def same_number(log: Log, record: Record, number: int) -> tuple[Record, ...]:
    """The records that have that number in the series of `record`."""
    general = {"", "adr", "adrs", "dr", "rfc", "decision", "record"}
    prefix = record.prefix.lower()
    return tuple(
        one
        for one in log.records
        if one.number == number
        and (one.prefix.lower() == prefix or {one.prefix.lower(), prefix} <= general)
        and (not log.local_ids or home(one.path) == home(record.path))
        and one.package == record.package
    )


@dataclass
class Renumbering:
    """A log in which records get other numbers. `others` are texts outside of the log (path → text) in which names and
    ids are looked for as well; `doubtful` tells which references were left, because they may mean either record."""

    log: Log
    statuses: tuple[str, ...]
    others: dict[str, Source] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)
    done: dict[str, list[str]] = field(default_factory=dict)
    _origin: dict[str, tuple[str, Source]] = field(default_factory=dict)
    _outside: dict[str, Source] = field(default_factory=dict)

    def move(self, record: Record, number: int, mine: Mine = lambda source, offset: None) -> Move:
        """Give the record its new number everywhere. Raises AmendError where that can't be done or proved."""
        move = plan_move(self.log, record, number)
        texts: list[Text] = [*self.log.records, *self.log.documents]
        made: dict[str, tuple[str, int]] = {}
        for one in texts:
            edits = self._edits(move, one, mine)
            text = apply_edits(one.source.text, edits)
            if text != one.source.text:
                made[one.path] = text, len(edits)
        before, origin, done = (
            self.log,
            dict(self._origin),
            {path: list(what) for path, what in self.done.items()},
        )
        for path, (_, count) in made.items():
            if path != record.path:
                self.note(path, _count(count))
        self._take(move, {path: text for path, (text, _) in made.items()})
        try:
            _prove(before, self.log, move)
        except AmendError:
            self.log, self._origin, self.done = before, origin, done
            raise
        for path, source in self.others.items():
            if path not in self._outside:
                self._outside[path] = source
            text = self._rewritten(move, source.text)
            if text != source.text:
                self.others[path] = replace(source, text=text)
                self.note(path, "references rewritten")
        self.done.setdefault(move.path, []).extend(self.done.pop(record.path, []))
        self.note(move.path, f"{record.id} → {self.log.by_path[move.path].id}")
        return move

    def note(self, path: str, what: str) -> None:
        """Note what was done to a file."""
        self.done.setdefault(path, []).append(what)

    def changes(self) -> ChangeSet:
        """All of it as one change set: moves, and changes of other files."""
        made: dict[str, Change] = {}
        texts: list[Text] = [*self.log.records, *self.log.documents]
        for one in texts:
            old, source = self._origin.get(one.path, (one.path, one.source))
            if old != one.path:
                made[old] = Change(source.text, None, source.encoding)
                made[one.path] = Change(None, one.source.text, source.encoding, moved=old)
            elif one.source.text != source.text:
                made[one.path] = Change(source.text, one.source.text, source.encoding)
        for path, source in self._outside.items():
            if self.others[path].text != source.text:
                made[path] = Change(source.text, self.others[path].text, source.encoding)
        return ChangeSet(made)

    # -- the parts of it -------------------------------------------------------------------------------------------

    def _take(self, move: Move, made: Mapping[str, str]) -> None:
        """Read again what has changed, under its new path."""
        records: list[Record] = []
        for one in self.log.records:
            text = made.get(one.path, one.source.text)
            path = move.path if one.path == move.record.path else one.path
            if (path, text) == (one.path, one.source.text):
                records.append(one)
                continue
            origin = self._origin.pop(one.path, (one.path, one.source))
            self._origin[path] = origin
            folder = posixpath.dirname(path)
            settings = Settings(self.statuses, {folder: one.package} if one.package else {})
            records.append(read_record(replace(one.source, path=path, text=text), settings=settings))
        documents: list[Document] = []
        for document in self.log.documents:
            if document.path in made:
                self._origin.setdefault(document.path, (document.path, document.source))
                read = read_document(replace(document.source, text=made[document.path]))
                document = replace(read, kind=document.kind)
            documents.append(document)
        self.log = Log.of(
            records,
            documents,
            own_urls=self.log.own_urls,
            local_ids=self.log.local_ids,
            files=self.log.files,
        )

    def _edits(self, move: Move, one: Text, mine: Mine) -> tuple[Edit, ...]:
        """The digits that change in one text of the log, each once."""
        own = one.path == move.record.path
        found: dict[Span, str] = {}
        for span, new in self._found(move, one, own, mine):
            if not any(span.start < other.end and other.start < span.end for other in found):
                found[span] = new
        return tuple(Edit(span, new) for span, new in sorted(found.items()))

    def _found(self, move: Move, one: Text, own: bool, mine: Mine) -> Iterator[tuple[Span, str]]:
        text = one.source.text
        yield from _names(move, text)
        if own and isinstance(one, Record):
            yield from _own(move, one)
        words = {ref.span: ref.whole for ref in one.structure.references} if one.structure else {}
        for link in one.links:
            resolved = self.log.resolve(link, one)
            sure = resolved.record is not None and resolved.record.path == move.record.path
            if not sure and resolved.record is None and move.shared:
                either = move.record in self.log.find(link.target, one)
                ours = True if own else mine(one.source, link.span.start)
                sure = either and bool(ours)
                if either and ours is None:
                    line, column = one.source.position(link.span.start)
                    self.doubtful.append(f"{one.path}:{line}:{column} “{link.target}”")
            if not sure:
                continue
            raw = one.source.at(link.span)
            yield from _in_target(move, raw, link.span.start)
            yield from _fragment(move, raw, link.span.start)
            whole = words.get(link.span)
            if whole is not None and whole != link.span:
                yield from _ids(move, text, Span(whole.start, link.span.start))

    def _rewritten(self, move: Move, text: str) -> str:
        """A text outside of the log: file names, and ids with letters where they can mean only this record."""
        found = dict(_names(move, text))
        if not move.shared:
            letters = move.record.prefix or "ADR"
            ids = rf"(?<![\w/-]){re.escape(letters)}[-_ #]?({move.number_pattern})(?![\w]|[-.]\w)"
            for match in re.finditer(ids, text, re.I):
                found.setdefault(Span(*match.span(1)), move.digits(match[1]))
        return apply_edits(text, [Edit(span, new) for span, new in found.items()])


def _names(move: Move, text: str) -> Iterator[tuple[Span, str]]:
    """The digits of the file's old name, wherever it stands; only a name of more than an id is looked for."""
    if not move.named or move.path == move.record.path:
        return
    for stem in dict.fromkeys((move.stem, quote(move.stem))):
        at = (_DATED.match(stem) or re.match("", stem)).end()  # type: ignore[union-attr]
        digits = re.compile(r"\d+").search(stem, at)
        if digits is None:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(stem)}(?![\w-])", text):
            start = match.start() + digits.start()
            yield Span(start, start + len(digits[0])), move.digits(digits[0])


def _in_target(move: Move, raw: str, base: int) -> Iterator[tuple[Span, str]]:
    """The digits of a link's target: of the last part of its path, or of the id that it is."""
    path = raw.partition("#")[0] or raw
    at = path.rstrip("/").rfind("/") + 1
    if (dated := _DATED.match(path[at:])) is not None:
        at += dated.end()
    match = re.compile(rf"(?<!\d)({move.number_pattern})(?!\d)").search(path, at)
    if match is not None:
        yield Span(base + match.start(1), base + match.end(1)), move.digits(match[1])


def _fragment(move: Move, raw: str, base: int) -> Iterator[tuple[Span, str]]:
    """The digits of a fragment that names the record's title: `#7-which-queue`."""
    head, mark, fragment = raw.partition("#")
    headings = move.record.structure.headings if move.record.structure else ()
    if not mark or not headings or slug(unquote(fragment)) != headings[0].anchor:
        return
    match = re.match(rf"(?:[a-z]+-?)?({move.number_pattern})(?!\d)", fragment)
    if match is not None:
        start = base + len(head) + 1
        yield Span(start + match.start(1), start + match.end(1)), move.digits(match[1])


def _ids(move: Move, text: str, within: Span) -> Iterator[tuple[Span, str]]:
    """The number that begins a link's words, or stands behind letters in them: `[7. Which queue?]`, `[see ADR-7]`."""
    words = text[within.start : within.end]
    for pattern in (
        rf"^\W*(?:[A-Za-z]{{1,12}}[-_ #]{{0,2}})?({move.number_pattern})(?!\d)",
        rf"(?<![\w-])(?:ADR|DR|RFC|{re.escape(move.record.prefix or 'ADR')})[-_ #]?({move.number_pattern})(?!\d)",
    ):
        for match in re.finditer(pattern, words, re.I):
            yield Span(within.start + match.start(1), within.start + match.end(1)), move.digits(match[1])


def _own(move: Move, record: Record) -> Iterator[tuple[Span, str]]:
    """What the record says of itself: its title's number, its id, `tip: 3`."""
    headings = record.structure.headings if record.structure else ()
    spots: list[Span] = []
    for heading in headings[:1]:
        identity, _ = split_heading(heading.text, from_name(record.path))
        if identity is not None and identity.number == record.number:
            spots.append(heading.words)
    for one in record.fields:
        label = one.label.lower()
        if one.path is None and (one.name == "id" or label in ("number", record.prefix.lower())):
            spots.append(one.span)
        elif one.path is None and one.name == "title":
            identity, _ = split_heading(one.value, from_name(record.path))
            if identity is not None and identity.number == record.number:
                spots.append(one.span)
    for spot in spots:
        raw = record.source.at(spot)
        match = re.search(rf"(?<!\d)({move.number_pattern})(?!\d)", raw)
        if match is not None:
            yield Span(spot.start + match.start(1), spot.start + match.end(1)), move.digits(match[1])


def _prove(before: Log, after: Log, move: Move) -> None:
    """Every link leads where it led, the moved record has its number, and all else is as it was."""

    def moved(path: str) -> str:
        return move.path if path == move.record.path else path

    made = after.by_path[move.path]
    if made.number != move.number:
        raise AmendError(
            f"{move.record.path}: would be read as {made.id}, not as number {move.number}; nothing was changed"
        )
    olds: list[Text] = [*before.records, *before.documents]
    for old in olds:
        path = moved(old.path)
        new: Text = after.by_path[path] if path in after.by_path else after.documents_by_path[path]
        reached = [_reached(after, link, new) for link in new.links]
        if len(reached) != len(old.links):
            raise AmendError(f"{old.path}: its links would be read differently; nothing was changed")
        for link, there in zip(old.links, reached, strict=True):
            wanted = _reached(before, link, old)
            if wanted and moved(wanted) != there:
                raise AmendError(f"{old.path}: “{link.target}” would lead elsewhere; nothing was changed")
            if not wanted and there == move.path and not move.shared:
                raise DanglingError(
                    f"{old.path}: “{link.target}” leads nowhere now and would lead to {move.record.title!r}; "
                    "name another number with --to, or mend that link first; nothing was changed"
                )
        if isinstance(old, Record) and isinstance(new, Record):
            same = (old.status and old.status.name, old.date, old.people, old.tags, old.scope)
            if same != (new.status and new.status.name, new.date, new.people, new.tags, new.scope):
                raise AmendError(f"{old.path}: its metadata would be read differently; nothing was changed")


def _reached(log: Log, link: object, one: Text) -> str:
    found = log.resolve(link, one)  # type: ignore[arg-type]
    return found.record.path if found.record else found.document.path if found.document else ""


def _stem(path: str) -> str:
    return posixpath.basename(path).rsplit(".", 1)[0]


def _count(number: int) -> str:
    return f"{number} reference{'' if number == 1 else 's'} rewritten"
