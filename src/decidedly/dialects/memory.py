"""What reading a log came to, so that reading it again costs only what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from weakref import WeakValueDictionary

from decidedly.dialects import reading
from decidedly.dialects.reading import Parsed, Pieces
from decidedly.dialects.recognise import Kind
from decidedly.dialects.settings import Settings
from decidedly.record import Document, Record
from decidedly.text import Source

_T = TypeVar("_T", Record, Document)
_H = TypeVar("_H")


class Memory:
    """What reading a log came to, so that reading it again costs only what has changed.

    A file that says what it said, read in the same way, is the very same record or document.
    """

    def __init__(self, pieces: WeakValueDictionary[str, Pieces] | None = None) -> None:
        self._pieces = WeakValueDictionary[str, Pieces]() if pieces is None else pieces
        self._parsed: dict[str, tuple[object, Parsed]] = {}
        self._made: dict[str, tuple[Parsed, object, Record | Document]] = {}
        self._from: dict[str, Memory] = {}

    def seen_from(self, folder: str) -> Memory:
        """What is known of files whose paths count from `folder`. A text is taken to pieces once for all of them."""
        return self._from.setdefault(folder, Memory(self._pieces))

    def parsed(self, source: Source, side: Source | None) -> Parsed:
        """The file taken to pieces."""
        key = (source, side)
        known = self._parsed.get(source.path)
        if known is not None and known[0] == key:
            return known[1]
        made = reading.parse(source, side, self._pieces.get(source.text))
        self._pieces[source.text] = made.pieces
        self._parsed[source.path] = (key, made)
        return made

    def record(self, parsed: Parsed, settings: Settings) -> Record:
        """The record that it is."""
        return self._known(parsed, settings, Record, reading.record)

    def document(self, parsed: Parsed, kind: Kind) -> Document:
        """The document that it is."""
        return self._known(parsed, kind, Document, reading.document)

    def _known(self, parsed: Parsed, how: _H, kind: type[_T], make: Callable[[Parsed, _H], _T]) -> _T:
        path = parsed.draft.source.path
        known = self._made.get(path)
        if known is not None and known[0] is parsed and known[1] == how and isinstance(known[2], kind):
            return known[2]
        made = make(parsed, how)
        self._made[path] = (parsed, how, made)
        return made

    def forget(self, paths: Iterable[str] = ()) -> None:
        """Keep only what is known of `paths`, and nothing seen from elsewhere."""
        self._from.clear()
        kept = set(paths)
        for path in self._parsed.keys() - kept:
            del self._parsed[path]
            self._made.pop(path, None)
