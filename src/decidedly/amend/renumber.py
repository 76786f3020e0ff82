"""Giving a record another number: its file's or folder's name, what it says of itself, and every reference to it.

Only digits change, and a fragment that a heading's number is part of. The result is read again: every link must lead
where it led before.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from decidedly.amend.errors import AmendError, refuse_conflicts
from decidedly.amend.moves import Move, plan_move
from decidedly.amend.references import Mine, Text, edits_of, in_other, in_side, in_text, names_itself, side_of
from decidedly.changes import Change, ChangeSet, carried
from decidedly.dialects import Settings, read_document, read_record
from decidedly.log import Log
from decidedly.record import Document, Link, Record
from decidedly.text import Source, apply_edits


class DanglingError(AmendError):
    """A number that a broken link names: the record would be what that link leads to."""


@dataclass(frozen=True)
class _State:
    """What a move changes and a failed one puts back: the log, the files beside records, where each text is from, and
    the files that move as they are (by their path now: path before, digest)."""

    log: Log
    sides: Mapping[str, Source]
    origin: Mapping[str, tuple[str, Source]] = field(default_factory=dict)
    carried: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Renumbering:
    """A log in which records get other numbers. `sides` are the files beside records that hold their metadata, `others`
    texts outside of the log (path → text) in which names and ids are looked for as well; `doubtful` tells which
    references were left, because they may mean either record."""

    log: Log
    statuses: tuple[str, ...]
    others: dict[str, Source] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)
    done: dict[str, list[str]] = field(default_factory=dict)
    sides: Mapping[str, Source] = field(default_factory=dict)
    _origin: Mapping[str, tuple[str, Source]] = field(default_factory=dict)
    _carried: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    _outside: dict[str, Source] = field(default_factory=dict)

    def move(
        self,
        record: Record,
        number: int,
        mine: Mine = lambda source, offset: None,
        beside: Mapping[str, str] | None = None,
    ) -> Move:
        """Give the record its new number everywhere. Raises AmendError where that can't be done or proved.

        `beside` are the files that are no texts of the log and move with the record's folder: path → SHA-256 of the bytes.
        """
        move = plan_move(self.log, record, number)
        made: dict[str, str] = {}
        counts: dict[str, int] = {}
        doubtful: list[str] = []
        texts: list[Text] = [*self.log.records, *self.log.documents]
        for one in texts:
            edits = edits_of(in_text(self.log, move, one, mine, doubtful))
            made[one.path] = apply_edits(one.source.text, edits)
            counts[one.path] = len(edits)
            side = self.sides.get(side_of(one))
            if side is not None and isinstance(one, Record):
                edits = edits_of(in_side(self.log, move, one, side))
                made[side.path] = apply_edits(side.text, edits)
                counts[side.path] = len(edits)
                if edits:
                    refuse_conflicts(side)
            if counts[one.path] or one.path == record.path:
                refuse_conflicts(one.source)
        before = _State(self.log, self.sides, self._origin, self._carried)
        self._take(move, made, beside or {})
        try:
            _prove(before, _State(self.log, self.sides), move)
        except AmendError:
            self.log, self.sides, self._origin, self._carried = (
                before.log,
                before.sides,
                before.origin,
                before.carried,
            )
            raise
        self.doubtful += doubtful
        self._rewrite_others(move, mine)
        for path in [path for path in self.done if move.moved(path) != path]:
            self.done.setdefault(move.moved(path), []).extend(self.done.pop(path))
        for path, count in counts.items():
            if count and path != record.path:
                self.note(move.moved(path), _count(count))
        along = len([path for path in self._carried if path.startswith(f"{posixpath.dirname(move.path)}/")])
        with_them = (
            f", with {along} file{'' if along == 1 else 's'} beside it" if move.folder and along else ""
        )
        self.note(move.path, f"{record.id} → {self.log.by_path[move.path].id}{with_them}")
        return move

    def note(self, path: str, what: str) -> None:
        """Note what was done to a file."""
        self.done.setdefault(path, []).append(what)

    def now(self, path: str) -> str:
        """Where the file is now that was at `path` to begin with."""
        texts = (new for new, (old, _) in self._origin.items() if old == path)
        return next(texts, None) or next((n for n, (old, _) in self._carried.items() if old == path), path)

    def changes(self) -> ChangeSet:
        """All of it as one change set: moves, and changes of other files."""
        made: dict[str, Change] = {}
        texts: list[Text] = [*self.log.records, *self.log.documents]
        for now in (*(one.source for one in texts), *self.sides.values()):
            old, source = self._origin.get(now.path, (now.path, now))
            if old != now.path:
                made[old] = Change(source.text, None, source.encoding)
                made[now.path] = Change(None, now.text, source.encoding, moved=old)
            elif now.text != source.text:
                made[now.path] = Change(source.text, now.text, source.encoding)
        rewritten = {
            path: source for path, source in self._outside.items() if self.others[path].text != source.text
        }
        for path, (old, content) in self._carried.items():
            if old == path:
                continue  # it came back
            if old in rewritten:
                source = rewritten.pop(old)
                made[old] = Change(source.text, None, source.encoding)
                made[path] = Change(None, self.others[old].text, source.encoding, moved=old)
            else:
                made |= carried(old, path, content)
        for path, source in rewritten.items():
            made[path] = Change(source.text, self.others[path].text, source.encoding)
        return ChangeSet(made)

    # -- the parts of it -------------------------------------------------------------------------------------------

    def _rewrite_others(self, move: Move, mine: Mine) -> None:
        for path, source in self.others.items():
            self._outside.setdefault(path, source)
            text = apply_edits(source.text, edits_of(in_other(move, source, mine, self.doubtful)))
            if text != source.text:
                refuse_conflicts(source)
                self.others[path] = replace(source, text=text)
                self.note(self.now(path), "references rewritten")

    def _take(self, move: Move, made: Mapping[str, str], beside: Mapping[str, str]) -> None:
        """Read again what has changed or moved."""
        origin: dict[str, tuple[str, Source]] = {}
        sides: dict[str, Source] = {}

        def taken(source: Source) -> Source:
            """The text as it is now, under its new path; where it is from is kept."""
            path, text = move.moved(source.path), made.get(source.path, source.text)
            if (path, text) == (source.path, source.text):
                if source.path in self._origin:
                    origin[path] = self._origin[source.path]
                return source
            origin[path] = self._origin.get(source.path, (source.path, source))
            return replace(source, path=path, text=text)

        for side in map(taken, self.sides.values()):
            sides[side.path] = side
        records = [self._read(one, taken(one.source), sides, move) for one in self.log.records]
        documents: list[Document] = []
        for document in self.log.documents:
            source = taken(document.source)
            if source is not document.source:
                document = replace(read_document(source), kind=document.kind)
            documents.append(document)
        known = {old for old, _ in self._carried.values()}
        moving = dict(self._carried)
        moving |= {path: (path, content) for path, content in beside.items() if path not in known}
        self._carried = {move.moved(path): held for path, held in moving.items()}
        self._origin, self.sides = origin, sides
        self.log = Log.of(
            records,
            documents,
            own_urls=self.log.own_urls,
            local_ids=self.log.local_ids,
            files=map(move.moved, self.log.files),
            home=self.log.home,
        )

    def _read(self, record: Record, source: Source, sides: Mapping[str, Source], move: Move) -> Record:
        side = side_of(record)
        beside = sides.get(move.moved(side)) if side else None
        if source is record.source and (not side or beside is self.sides.get(side)):
            return record
        folder = posixpath.dirname(source.path)
        settings = Settings(self.statuses, {folder: record.package} if record.package else {})
        return read_record(source, beside, settings)


def _prove(before: _State, after: _State, move: Move) -> None:
    """Every link leads where it led, the moved record has its number, and all else is as it was."""
    made = after.log.by_path[move.path]
    if made.number != move.number:
        raise AmendError(
            f"{move.record.path}: would be read as {made.id}, not as number {move.number}; nothing was changed"
        )
    olds: list[Text] = [*before.log.records, *before.log.documents]
    for old in olds:
        path = move.moved(old.path)
        there = after.log.by_path
        new: Text = there[path] if path in there else after.log.documents_by_path[path]
        reached = list(_reached(after, new))
        if len(reached) != len(old.links):
            raise AmendError(f"{old.path}: its links would be read differently; nothing was changed")
        for link, wanted, found in zip(old.links, _reached(before, old), reached, strict=True):
            if names_itself(old, link):
                continue
            if wanted and move.moved(wanted) != found:
                raise AmendError(f"{old.path}: “{link.target}” would lead elsewhere; nothing was changed")
            if not wanted and found == move.path and not move.shared:
                raise DanglingError(
                    f"{old.path}: “{link.target}” leads nowhere now and would lead to {move.record.title!r}; "
                    "name another number with --to, or mend that link first; nothing was changed"
                )
        if isinstance(old, Record) and isinstance(new, Record):
            same = (old.status and old.status.name, old.date, old.people, old.tags, old.scope)
            if same != (new.status and new.status.name, new.date, new.people, new.tags, new.scope):
                raise AmendError(f"{old.path}: its metadata would be read differently; nothing was changed")


def _reached(state: _State, one: Text) -> Iterable[str]:
    """For each link of a text the path of the record, document or other file of the log that it leads to, or ""."""
    for link in one.links:
        found = state.log.resolve(link, one)
        yield (
            found.record.path
            if found.record
            else found.document.path
            if found.document
            else _file(state, link, one)
        )


def _file(state: _State, link: Link, one: Text) -> str:
    written = link.target.partition("#")[0].partition("?")[0].replace("\\", "/")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(one.path), unquote(written)))
    return path if path in state.log.files or path in state.sides else ""


def _count(number: int) -> str:
    return f"{number} reference{'' if number == 1 else 's'} rewritten"
