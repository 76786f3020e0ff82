"""Which decisions govern which files: by `applies-to`, and by what their texts refer to.

Pure. All paths are relative to the repository's root, with forward slashes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decidedly.lint.globs import pattern
from decidedly.lint.wants import line_references, link_paths, to_root
from decidedly.log import Log
from decidedly.record import Record

APPLIES = "applies-to"
REFERS = "refers-to"

_QUOTED = re.compile(r"`([^`\s]*/[^`\s]*)`")
"""A path as prose names it: in backticks, with a slash that tells it from a name in the code."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why a decision governs files: `kind` is `applies-to` or `refers-to`, `words` the pattern or path as the record has
    it, `paths` the files that it means among those that were asked for."""

    kind: str
    words: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Governs:
    """A decision in force, and why it governs some of the files; at least one reason."""

    record: Record
    because: tuple[Because, ...]


def governing(log: Log, paths: Iterable[str], prefix: str) -> tuple[Governs, ...]:
    """The decisions in force that govern any of `paths`; `prefix` is the records folder's path in the repository.

    First those that say so under `applies-to` (patterns as in .gitignore: the last one that matches a file decides, one
    with `!` before it takes files out), then those whose text links to a file, names lines of it or names it in
    backticks; each group in log order. A record never governs itself, nor another one that it links to.
    """
    asked = _Asked(paths)
    ours = frozenset(to_root(record.path, prefix) for record in log.records)
    files = _Asked(path for path in asked.places if path not in ours)
    said: list[Governs] = []
    referring: list[Governs] = []
    for record in log.records:
        if not log.in_force(record):
            continue
        own = to_root(record.path, prefix)
        if because := tuple(_applying(record.scope, asked, own)):
            said.append(Governs(record, because))
        elif because := tuple(_referring(record, files, prefix)):
            referring.append(Governs(record, because))
    return (*said, *referring)


class _Asked:
    """The paths that were asked for, each once: looked up by themselves and by the folder that they are in."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.places = {path: number for number, path in enumerate(dict.fromkeys(paths))}
        self._sorted = sorted(self.places)

    def within(self, folder: str) -> list[str]:
        """Those below the folder, which ends with a slash, in the order in which they were asked for."""
        first = bisect_left(self._sorted, folder)
        last = bisect_left(self._sorted, folder[:-1] + chr(ord("/") + 1), first)
        return sorted(self._sorted[first:last], key=self.places.__getitem__)


def _applying(patterns: tuple[str, ...], asked: _Asked, own: str) -> Iterator[Because]:
    paths = [path for path in asked.places if path != own] if patterns else []
    chosen: dict[str, str] = {}
    for written in patterns:
        text = written.strip()
        out, whole = text.startswith("!"), pattern(text.removeprefix("!")).fullmatch
        for path in paths:
            if whole(path):
                if out:
                    chosen.pop(path, None)
                else:
                    chosen[path] = written
    for written in dict.fromkeys(patterns):
        meant = tuple(path for path in paths if chosen.get(path) == written)
        if meant:
            yield Because(APPLIES, written, meant)


def _referring(record: Record, asked: _Asked, prefix: str) -> Iterator[Because]:
    named = _named(record, prefix)
    seen: set[str] = set()
    for words, candidates in named:
        for one in candidates:
            folder = one.rstrip("/") + "/" if one.endswith("/") or "." not in one.rpartition("/")[2] else ""
            found = [one] if one in asked.places else asked.within(folder) if folder else []
            meant = tuple(path for path in found if path not in seen)
            if meant:
                seen.update(meant)
                yield Because(REFERS, words, meant)
                break


def _named(record: Record, prefix: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a record's text refers to: the words as written, and the paths that they may mean."""
    found: dict[str, tuple[str, ...]] = {}
    structure = record.structure
    if structure is None:
        return ()
    for reference in structure.references:
        if reference.kind != "auto":
            target = reference.target
            ended = "/" if target.endswith("/") else ""
            paths = (to_root(path, prefix) + ended for path in link_paths(target, record, prefix))
            found.setdefault(target, tuple(path for path in paths if not path.startswith("../")))
    for line in line_references(record, prefix):
        found.setdefault(line.path, tuple(to_root(path, prefix) for path in line.paths))
    for match in _QUOTED.finditer(record.source.text, structure.start):
        words = match[1]
        if "://" not in words and not set(words) & set("*{}<>$()"):
            found.setdefault(words, (words.removeprefix("./").lstrip("/"),))
    whole = ("", ".", "./", "/")  # a link to the repository itself says nothing about any file
    return tuple((words, tuple(one for one in paths if one not in whole)) for words, paths in found.items())
