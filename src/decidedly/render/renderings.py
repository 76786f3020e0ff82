"""What rendering a log came to, so that rendering it again costs only what has changed.

A body depends on its own text and on where its links lead. An entry is found by what was rendered and how; beside it stand
the questions that were asked of the rest of the log, and their answers: it counts only where each of them is answered the
same way now (a “verifying trace”, as Mokhov, Mitchell and Peyton Jones call it in “Build systems à la carte”). Bytes in which
anything is odd hold no entries.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from decidedly.bundles import Entry, bundled, entries_of
from decidedly.record import Document, Record
from decidedly.render import Href, Picture, Pictures, Rendered, Resolve, render
from decidedly.stored import Odd, encoded, unpacker

FORMAT = "decidedly-rendered 1"

MOST = 50_000_000
"""Bytes that one entry may have when it is unpacked."""

_ODD = (Odd, ValueError, TypeError, RecursionError, zlib.error)


@dataclass(frozen=True, slots=True)
class _Led:
    """Where a target led."""

    target: str
    image: bool
    href: Href


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What there was of a diagram."""

    source: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A rendered body with all that it came of besides its text."""

    led: tuple[_Led, ...]
    drawn: tuple[_Drawn, ...]
    body: Rendered

    def holds(self, resolve: Resolve, pictures: Pictures | None) -> bool:
        """Whether every question that was asked is answered as it was then."""
        return all(resolve(one.target, one.image) == one.href for one in self.led) and all(
            pictures is not None and pictures(one.source) == one.picture for one in self.drawn
        )


class Renderings:
    """Renders bodies, and knows those of an earlier run.

    `made_by` stands for the program, one word; `read_from` has a digest of what each text was read from, by its path: what
    has none is rendered each time. `data` is what the earlier run has left.
    """

    def __init__(
        self, made_by: str = "", read_from: Mapping[str, str] = MappingProxyType({}), data: bytes = b""
    ) -> None:
        self.made_by, self._read_from = made_by, read_from
        self._there = entries_of(f"{FORMAT} {made_by}", data) if made_by else {}
        self._used: dict[str, Entry] = {}
        self._news = False

    @property
    def changed(self) -> bool:
        """Whether what is known now differs from what was left before."""
        return self._news or self._used.keys() != self._there.keys()

    def to_bytes(self) -> bytes:
        """What was rendered or found to hold, to be left to the next run."""
        return bundled(f"{FORMAT} {self.made_by}", self._used)

    def render(
        self,
        owner: Record | Document,
        resolve: Resolve,
        *,
        dress: bool = True,
        compare: Mapping[int, str] = MappingProxyType({}),
        pictures: Pictures | None = None,
        foreign: bool = False,
    ) -> Rendered:
        """The same as `decidedly.render.render` gives, which is asked where nothing is known that holds."""
        how = (dress, sorted(compare.items()), pictures is not None, foreign)
        key = self._key(owner, how)
        if key is None:
            return render(owner, resolve, dress=dress, compare=compare, pictures=pictures, foreign=foreign)
        known = self._kept(key)
        if known is not None and known.holds(resolve, pictures):
            self._used[key] = self._there[key]
            return known.body
        led: dict[tuple[str, bool], Href] = {}
        drawn: dict[str, Picture | None] = {}

        def lead(target: str, image: bool) -> Href:
            if (target, image) not in led:
                led[target, image] = resolve(target, image)
            return led[target, image]

        def draw(source: str) -> Picture | None:
            if source not in drawn:
                drawn[source] = pictures(source) if pictures is not None else None
            return drawn[source]

        seen = draw if pictures is not None else None
        body = render(owner, lead, dress=dress, compare=compare, pictures=seen, foreign=foreign)
        self._put(
            key,
            _Kept(
                tuple(_Led(target, image, href) for (target, image), href in led.items()),
                tuple(_Drawn(source, picture) for source, picture in drawn.items()),
                body,
            ),
        )
        return body

    def _key(self, owner: Record | Document, how: tuple[object, ...]) -> str | None:
        read_from = self._read_from.get(owner.path) if self.made_by else None
        if read_from is None:
            return None
        kind = owner.kind if isinstance(owner, Document) else "record"
        return hashlib.blake2b(
            repr((read_from, kind, how)).encode("utf-8", "surrogatepass"), digest_size=20
        ).hexdigest()

    def _kept(self, key: str) -> _Kept | None:
        entry = self._there.get(key)
        if entry is None or len(entry.parts) != 1:
            return None
        try:
            press = zlib.decompressobj()
            data = press.decompress(entry.parts[0], MOST)
            if not press.eof:
                return None
            found = unpacker(_Kept)(json.loads(data), 0)
        except _ODD:
            return None
        return found if isinstance(found, _Kept) else None

    def _put(self, key: str, kept: _Kept) -> None:
        try:
            data = zlib.compress(encoded(kept), 1)
        except UnicodeEncodeError:
            return
        self._used[key], self._news = Entry((), (data,)), True
