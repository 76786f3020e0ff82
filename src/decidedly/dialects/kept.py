"""What reading a log came to, as bytes that a later run may trust only as far as it can check them.

An entry is found by the digest of all that it was read from, path and side file included, so that none is ever stale;
the whole has a checksum. Bytes in which anything is odd are no entries, and an entry in which anything is odd is read
from its text again.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

from decidedly.bundles import Entry, bundled, entries_of
from decidedly.later import unfinished
from decidedly.record import Document, Record
from decidedly.stored import Odd, Unpack, encoded, unpacker
from decidedly.text import Problem, Source, Span

if TYPE_CHECKING:
    from decidedly.dialects.recognise import Kind
    from decidedly.markdown import Structure

_T = TypeVar("_T", Record, Document)

FORMAT = "decidedly-kept 2"
KINDS = frozenset({"record", "maybe", "template", "index", "document"})
BODY = frozenset({"fields", "sections", "options", "tables", "checklists", "head"})
"""Parts of a record or document that few commands look at: they are unpacked when one does."""
STRUCTURE = ("start", "problems", "headings", "references", "code_spans", "code_blocks")
"""What of a Markdown structure is kept; its tokens are parsed again when somebody asks for them."""

RECENT = 64
"""How many structures hold on to their tokens, of those that were parsed for what was kept."""

_ODD = (Odd, ValueError, TypeError, RecursionError, MemoryError)


def _entry(kind: str, how: str = "-", parts: tuple[bytes, ...] = ()) -> Entry:
    """`kind` is what the file is, judged by itself, `how` what it was read as (or "-"), then the packed parts."""
    return Entry((kind, how), parts)


def _is_sound(entry: Entry) -> bool:
    return len(entry.words) == 2 and entry.words[0] in KINDS and len(entry.parts) in (0, 3)


def digest(source: Source, side: Source | None) -> str:
    """By what an entry is found: everything that is read."""
    made = hashlib.blake2b(digest_size=20)
    for one in (source, *((side,) if side else ())):
        text = one.text.encode("utf-8", "surrogatepass")
        made.update(f"{len(text)} {one.path!r} {one.encoding} {one.problems!r}\n".encode())
        made.update(text)
    return made.hexdigest()


def told(parts: Iterable[str]) -> str:
    """A digest of several."""
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


class Kept:
    """Entries of one log, read by one version of the program as told by one configuration: `made_by` stands for both.
    `name` is what whoever keeps the bytes calls them."""

    def __init__(self, made_by: str, data: bytes = b"", name: str = "") -> None:
        self.made_by, self.name = made_by, name
        there = entries_of(f"{FORMAT} {made_by}", data)
        self._there = there if all(map(_is_sound, there.values())) else {}
        self._used: dict[str, Entry] = {}
        self._recent: deque[Structure] = deque()
        self._news = False

    @property
    def changed(self) -> bool:
        """Whether what is known now differs from what was kept before."""
        return self._news or self._used.keys() != self._there.keys()

    def kind(self, key: str) -> Kind | None:
        """What the file of that digest is, judged by itself."""
        entry = self._there.get(key)
        if entry is None:
            return None
        self._used.setdefault(key, entry)
        return cast("Kind", entry.words[0])

    def put_kind(self, key: str, kind: Kind) -> None:
        """Keep what a file is."""
        self._used[key], self._news = _entry(kind), True

    def get(
        self, key: str, kind: type[_T], how: str, source: Source, side: Source | None, again: Callable[[], _T]
    ) -> _T | None:
        """The record or document that was read from `source`; `again` reads it, where a part turns out to be odd."""
        entry = self._used.get(key)
        if entry is None or entry.words[1] != how or not entry.parts:
            return None
        limit = max(len(source.text), len(side.text) if side else 0)
        try:
            head = _unpacked(entry.parts[0], _plan(kind).head, limit)
        except _ODD:
            return None
        return unfinished(
            kind, {"source": source, **head}, _Rest(kind, source, entry, limit, again, self._parsed)
        )

    def _parsed(self, structure: Structure) -> None:
        """Hold on to the tokens of what was parsed last; those of others are parsed again when somebody asks."""
        self._recent.append(structure)
        if len(self._recent) > RECENT:
            for name in ("tokens", "env"):
                self._recent[0].__dict__.pop(name, None)
            self._recent.popleft()

    def put(self, key: str, how: str, noun: Record | Document) -> None:
        """Keep a record or document; what JSON can't hold (half a character) is not kept."""
        plan, structure = _plan(type(noun)), noun.structure
        entry = self._used.get(key)
        if structure is None or entry is None:
            return
        try:
            parts = (
                encoded([getattr(noun, name) for name in plan.head]),
                encoded([getattr(noun, name) for name in plan.body]),
                encoded([getattr(structure, name) for name in STRUCTURE]),
            )
        except UnicodeEncodeError:
            return
        if all(len(part) <= _most(len(noun.source.text)) for part in parts):
            self._used[key], self._news = _entry(entry.words[0], how, parts), True

    def to_bytes(self) -> bytes:
        """What was used or put since, to be kept."""
        return bundled(f"{FORMAT} {self.made_by}", self._used)


class _Rest:
    """What comes later of one noun."""

    __slots__ = ("again", "entry", "kind", "limit", "parsed", "source")

    def __init__(
        self,
        kind: type[Record] | type[Document],
        source: Source,
        entry: Entry,
        limit: int,
        again: Callable[[], Record | Document],
        parsed: Callable[[Structure], None],
    ) -> None:
        self.kind, self.source, self.entry, self.limit = kind, source, entry, limit
        self.again, self.parsed = again, parsed

    def __call__(self, name: str) -> Mapping[str, Any]:
        if name == "structure":
            return {name: self._structure()}
        if name not in BODY:
            return {}
        parts = _plan(self.kind).body
        try:
            return _unpacked(self.entry.parts[1], parts, self.limit)
        except _ODD:
            whole = self.again()
            return {part: getattr(whole, part) for part in parts}

    def _structure(self) -> Structure | None:
        from decidedly import markdown

        source = self.source
        try:
            parts = _unpacked(self.entry.parts[2], _structural(), len(source.text))
        except _ODD:
            return self.again().structure

        def later(name: str) -> Mapping[str, Any]:
            if name not in ("tokens", "env"):
                return {}
            whole = markdown.parse(source, parts["start"])
            self.parsed(made)
            return {"tokens": whole.tokens, "env": whole.env}

        made = unfinished(markdown.Structure, {"source": source, **parts}, later)
        return made


# -------------------------------------------------------------------------------------------------------------- bytes


def _most(length: int) -> int:
    """Bytes that one part of an entry may have: what a stranger has put there must not fill the memory."""
    return 65_536 + 40 * length


def _unpacked(data: bytes, parts: Mapping[str, Unpack], limit: int) -> dict[str, Any]:
    if len(data) > _most(limit):
        raise Odd
    values = json.loads(data)
    if type(values) is not list or len(values) != len(parts):
        raise Odd
    return {name: unpack(value, limit) for (name, unpack), value in zip(parts.items(), values, strict=True)}


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which parts of a noun are unpacked at once and which later, and how."""

    head: Mapping[str, Unpack]
    body: Mapping[str, Unpack]


_PLANS: dict[type, _Plan] = {}


def _plan(kind: type[Record] | type[Document]) -> _Plan:
    if kind not in _PLANS:
        hints = get_type_hints(kind, localns={"Structure": object})
        names = [one.name for one in fields(kind) if one.name not in ("source", "structure")]
        made = {name: unpacker(hints[name]) for name in names}
        _PLANS[kind] = _Plan(
            {name: unpack for name, unpack in made.items() if name not in BODY},
            {name: unpack for name, unpack in made.items() if name in BODY},
        )
    return _PLANS[kind]


@cache
def _structural() -> Mapping[str, Unpack]:
    from decidedly.markdown import Heading, Reference

    made = (
        int,
        tuple[Problem, ...],
        tuple[Heading, ...],
        tuple[Reference, ...],
        tuple[Span, ...],
        tuple[Span, ...],
    )
    return {name: unpacker(hint) for name, hint in zip(STRUCTURE, made, strict=True)}
