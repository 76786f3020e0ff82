"""What giving a record another number means: which file or folder moves where, and what its digits become."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace

from decidedly.amend.errors import AmendError
from decidedly.dialects.identity import from_name, in_own_folder, split_heading
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Record

DATED = re.compile(r"^\d{4}-?\d\d-?\d\d[-_]")
"""A day before the number in a file's name."""


@dataclass(frozen=True)
class Move:
    """A record, its new number and path. `shared`: other records have its number too, so that an id may mean either.
    `padded` is the width to which the log's file names fill their numbers with zeros, 0 where they don't. `folder` is the
    folder that holds the number and moves with all that is in it, "" where the file's own name does; `alike` are names of
    files that only begin as the record's does (`0001-x.png` beside `0001-x.md`) and stay.
    """

    record: Record
    number: int
    path: str
    shared: bool
    padded: int = 0
    folder: str = ""
    alike: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The old name without its ending: the folder's, where that moves."""
        return posixpath.basename(self.folder) if self.folder else stem(self.record.path)

    @property
    def named(self) -> bool:
        """Whether that name holds more than an id, so that it means this record wherever it stands."""
        return re.search(r"\d[-_. ][^\W\d_]", self.stem) is not None

    def moved(self, path: str) -> str:
        """Where a file of the log is afterwards."""
        if path == self.record.path:
            return self.path
        inside = self.folder and path.startswith(f"{self.folder}/")
        return posixpath.dirname(self.path) + path[len(self.folder) :] if inside else path

    def digits(self, old: str) -> str:
        """The new number, as wide as `old`."""
        wide = len(old) > 1 and (old.startswith("0") or len(old) == self.padded)
        return f"{self.number:0{len(old)}}" if wide else str(self.number)

    @property
    def letters(self) -> str:
        """The letters of its id, as its name or else its title has them: `KEP-1234` for a folder `1234-drain`; or ""."""
        headings = self.record.structure.headings if self.record.structure else ()
        titles = [heading.text for heading in headings[:1]] + [
            one.value for one in self.record.fields if one.name == "title"
        ]
        named = (split_heading(title, from_name(self.record.path))[0] for title in titles)
        stated = (one.prefix for one in named if one is not None and one.number == self.record.number)
        return self.record.prefix or next((prefix for prefix in stated if prefix), "")

    @property
    def number_pattern(self) -> str:
        """A pattern for the old number, with any zeros before it."""
        return rf"0{{0,7}}{self.record.number}"


def plan_move(log: Log, record: Record, number: int) -> Move:
    """What giving `record` this number means. Raises AmendError where it has no number, or the new one is taken."""
    if record.number is None:
        raise AmendError(f"{record.path}: its id {record.id} is no number, so it can't be renumbered")
    taken = next((one for one in same_number(log, record, number) if one.path != record.path), None)
    if taken is not None:
        raise AmendError(f"{taken.path} has the number {number} already; --to names another, or leave it out")
    if number == record.number:
        raise AmendError(f"{record.path} has the number {number} already")
    shared = any(one.path != record.path for one in same_number(log, record, record.number))
    move = Move(record, number, record.path, shared, _width(log, record))
    folder = numbered_folder(record)
    old = folder or record.path
    new = posixpath.join(posixpath.dirname(old), _renamed(move, posixpath.basename(old)))
    known = [*log.by_path, *log.documents_by_path, *log.files]
    if new != old and any(path == new or path.startswith(f"{new}/") for path in known):
        raise AmendError(f"{new} is there already; name another number with --to")
    if folder:
        return replace(move, path=new + record.path[len(folder) :], folder=folder)
    beside = (posixpath.basename(path) for path in log.files)
    alike = tuple(sorted({name for name in beside if name.startswith(f"{move.stem}.")}))
    return replace(move, path=new, alike=alike)


def numbered_folder(record: Record) -> str:
    """The folder whose name holds the number of `record` (`0003-x/README.md`), or ""."""
    if not in_own_folder(record.path):
        return ""
    named = from_name(record.path)
    return posixpath.dirname(record.path) if named is not None and named.number == record.number else ""


def _renamed(move: Move, name: str) -> str:
    """The name with its digits replaced, if they are the record's number."""
    named = from_name(name)
    if named is None or named.number != move.record.number:
        return name
    at = (DATED.match(name) or re.match("", name)).end()  # type: ignore[union-attr]
    found = re.compile(r"\d+").search(name, at)
    if found is None or int(found[0]) != move.record.number:
        return name
    return name[: found.start()] + move.digits(found[0]) + name[found.end() :]


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


def stem(path: str) -> str:
    """A file's name without its ending."""
    return posixpath.basename(path).rsplit(".", 1)[0]
