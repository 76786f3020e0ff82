"""What reading logs came to, so that reading them again costs only what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakValueDictionary

from decidedly.dialects.kept import Kept, digest, told
from decidedly.dialects.settings import Settings
from decidedly.record import Document, Record
from decidedly.text import Source

if TYPE_CHECKING:
    from decidedly.dialects.reading import Parsed, Pieces
    from decidedly.dialects.recognise import Kind

_T = TypeVar("_T", Record, Document)
_Key = tuple[Source, Source | None]


class Memory:
    """What reading came to, in whatever folder and however told."""

    def __init__(self) -> None:
        self._pieces: WeakValueDictionary[str, Pieces] = WeakValueDictionary()
        self._parsed: dict[str, dict[str, tuple[_Key, Parsed]]] = {}
        self._seen: dict[tuple[str, str], Seen] = {}
        self.read_from: Mapping[str, str] = {}
        """What each text of the log was read from and how, as a digest, by its path; empty where that is not known."""

    def seen_from(self, folder: str, settings: Settings) -> Seen:
        """What is known of files whose paths count from `folder`, read as `settings` tell."""
        key = (folder, repr(settings))
        if key not in self._seen:
            self._seen[key] = Seen(settings, self._pieces, self._parsed.setdefault(folder, {}))
        return self._seen[key]

    def __iter__(self) -> Iterator[Seen]:
        return iter(self._seen.values())

    def forget(self) -> None:
        """Know nothing any more."""
        self._parsed.clear()
        self._seen.clear()


class Seen:
    """What reading one folder came to, as told by `settings`; `kept` is what an earlier run has left.

    A file that says what it said is the very same record or document. A text is taken to pieces once, wherever it stands.
    """

    def __init__(
        self,
        settings: Settings,
        pieces: WeakValueDictionary[str, Pieces] | None = None,
        parsed: dict[str, tuple[_Key, Parsed]] | None = None,
    ) -> None:
        self.settings = settings
        self.kept: Kept | None = None
        self.most: int | None = None
        """Characters of texts whose structures are held on to; of more only what was kept. A Markdown structure is twenty
        times as large as its text, and None means that there is room for all."""
        self._held = 0
        self._pieces = WeakValueDictionary() if pieces is None else pieces
        self._parsed: dict[str, tuple[_Key, Parsed]] = {} if parsed is None else parsed
        self._made: dict[str, tuple[_Key, str, Record | Document]] = {}
        self._digests: dict[str, tuple[_Key, str]] = {}

    @property
    def read_from(self) -> dict[str, str]:
        """What each text was read from and how, as a digest, by its path; empty where nobody needed one."""
        how = told([repr(self.settings)])
        return {path: f"{how}{key}" for path, (_, key) in sorted(self._digests.items())} if self.kept else {}

    def kind(self, source: Source, side: Source | None) -> Kind:
        """What the file is, judged by itself."""
        if self.kept is None:
            return self._taken(source, side).kind(self.settings.folder)
        key = self._digest(source, side)
        found = self.kept.kind(key)
        if found is None:
            taken = self._taken(source, side)
            found = taken.kind(self.settings.folder)
            self.kept.put_kind(key, found)
            self._held += len(source.text)
            if self.most is not None and self._held > self.most:
                self._settle(taken, key, found)
        return found

    def _settle(self, taken: Parsed, key: str, kind: Kind) -> None:
        """Keep what the file will most likely turn out to be, and let go of its structure."""
        from decidedly.dialects import reading

        assert self.kept is not None
        if kind in ("record", "maybe"):
            self.kept.put(key, "record", reading.record(taken, self.settings))
        else:
            self.kept.put(key, kind, reading.document(taken, kind))
        del self._parsed[taken.draft.source.path]

    def record(self, source: Source, side: Source | None) -> Record:
        """The record that it is."""

        def read() -> Record:
            from decidedly.dialects import reading  # what is costly to import is imported by who parses

            return reading.record(self._taken(source, side), self.settings)

        return self._made_of(Record, "record", source, side, read)

    def document(self, source: Source, side: Source | None, kind: Kind) -> Document:
        """The document of that kind that it is."""

        def read() -> Document:
            from decidedly.dialects import reading

            return reading.document(self._taken(source, side), kind)

        return self._made_of(Document, kind, source, side, read)

    def forget(self, paths: Iterable[str]) -> None:
        """Keep only what is known of `paths`."""
        kept = set(paths)
        for known in (self._parsed, self._made, self._digests):
            for path in known.keys() - kept:
                del known[path]

    def _made_of(
        self, kind: type[_T], how: str, source: Source, side: Source | None, read: Callable[[], _T]
    ) -> _T:
        key = (source, side)
        known = self._made.get(source.path)
        if known is not None and known[:2] == (key, how) and isinstance(known[2], kind):
            return known[2]
        made = None
        if self.kept is not None:
            made = self.kept.get(self._digest(source, side), kind, how, source, side, read)
        if made is None:
            made = read()
            if self.kept is not None:
                self.kept.put(self._digest(source, side), how, made)
        self._made[source.path] = (key, how, made)
        return made

    def _taken(self, source: Source, side: Source | None) -> Parsed:
        """The file taken to pieces."""
        from decidedly.dialects import reading

        key = (source, side)
        known = self._parsed.get(source.path)
        if known is not None and known[0] == key:
            return known[1]
        made = reading.parse(source, side, self._pieces.get(source.text))
        self._pieces[source.text] = made.pieces
        self._parsed[source.path] = (key, made)
        return made

    def _digest(self, source: Source, side: Source | None) -> str:
        key = (source, side)
        known = self._digests.get(source.path)
        if known is None or known[0] != key:
            known = self._digests[source.path] = (key, digest(source, side))
        return known[1]
