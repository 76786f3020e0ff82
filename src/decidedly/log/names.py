"""What records are called: every spelling under which one is found, names that are safe and unique, and the log's order."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from decidedly.dialects.identity import in_own_folder
from decidedly.record import Document, Record
from decidedly.text import name_slug, near, one_line

SPELLED = re.compile(r"^(?P<letters>[A-Za-z][A-Za-z _-]*?)?[-_ #.]*(?P<digits>\d{1,8})$")
"""An id in letters and digits: `DR-001`, `adr 7`, `#12`."""

_LEADING_ID = re.compile(r"[A-Za-z]{2,10}[-_ ]?(?P<number>\d{1,8})(?=[-_.:]\s?[A-Za-z])")

LONGEST = 200
"""Characters of the longest spelling that is looked for otherwise than as an exact name."""

_GENERIC = frozenset({"adr", "dr", "rfc", "decision", "record", "adrs"})
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10)), "index"}
)
"""Names that Windows keeps for devices, and the one that a site keeps for itself."""


class Names:
    """The records by everything that people call them."""

    def __init__(self, records: Sequence[Record], local_ids: bool) -> None:
        self.records, self.local_ids = records, local_ids
        self.by_path = {record.path: record for record in records}
        self.named: dict[str, list[Record]] = defaultdict(list)
        self.numbered: dict[int, list[Record]] = defaultdict(list)
        for record in records:
            folder = posixpath.basename(posixpath.dirname(record.path))
            stem = _stem(record.path)
            names = [record.path, record.path.rsplit(".", 1)[0], record.id, *record.aliases]
            names.append(folder if in_own_folder(record.path) else stem)
            for name in dict.fromkeys(name.lower() for name in names):
                self.named[name].append(record)
            if record.number is not None:
                self.numbered[record.number].append(record)

    def exact(self, name: str, near_to: Record | Document | None = None) -> tuple[Record, ...]:
        """Records of that very path, file name, id or alias; case aside."""
        return self._nearest(self.named.get(name.lower(), ()), near_to)

    def find(
        self, spelling: str, near_to: Record | Document | None = None, *, typed: bool = False
    ) -> tuple[Record, ...]:
        """See `Log.find`. What somebody has `typed` may be a part of a name that looks like an id (`postgres-16`); in a text
        that is an id of something else (`RFC-2119`)."""
        text = spelling.strip().strip("`\"'[]()").replace("\\", "/").removeprefix("./").strip()
        bare = re.sub(r"\.(?:md|mdx|markdown)$", "", text, flags=re.I)
        if not text:
            return ()
        exact = self.exact(text, near_to) or self.exact(bare, near_to)
        if exact or len(text) > LONGEST:
            return exact
        match = SPELLED.match(text)
        if match is not None:
            letters = (match["letters"] or "").strip("-_ ").lower()
            same = [
                one
                for one in self.numbered.get(int(match["digits"]), ())
                if _same_series(one.prefix.lower(), letters)
            ]
            if letters:
                same = [one for one in same if one.prefix.lower() == letters] or same
            if same or not typed:
                return self._nearest(same, near_to)
        part = bare.lower()
        if len(part) < 3:
            return ()
        whole = re.compile(rf"(?<!\d){re.escape(part)}(?!\d)" if match is not None else re.escape(part))
        names = [
            one
            for one in self.records
            if whole.search(posixpath.basename(one.path).lower()) or whole.search(one.id.lower())
        ]
        lead = _LEADING_ID.match(bare)
        if not names and lead is not None:  # `ADR-0005-use-redis` for 0005-use-redis.md
            return self.exact(bare[lead.start("number") :], near_to) or self.find(lead[0], near_to)
        return self._nearest(names, near_to)

    def _nearest(self, found: Iterable[Record], near_to: Record | Document | None) -> tuple[Record, ...]:
        unique = list(dict.fromkeys(one.path for one in found))
        if len(unique) > 1 and near_to is not None:
            folder = posixpath.dirname(near_to.path)
            inside = [path for path in unique if posixpath.dirname(path) == folder and path != near_to.path]
            if not inside and not self.local_ids:
                inside = [path for path in unique if "/" not in path]
            unique = inside or unique
        return tuple(self.by_path[path] for path in unique)

    def suggestions(self, spelling: str) -> list[str]:
        """Ids that look like `spelling`, for a message."""
        ids = list(dict.fromkeys(record.id for record in self.records))
        stems = {_stem(record.path): record.id for record in self.records}
        spelling = spelling[:LONGEST]
        found = near(spelling, ids) or [stems[name] for name in near(spelling, list(stems))]
        return list(dict.fromkeys(found))


def _stem(path: str) -> str:
    return posixpath.basename(path).rsplit(".", 1)[0]


def _same_series(prefix: str, letters: str) -> bool:
    """Whether `letters` may stand for records with `prefix`: equal, none given, or both general words for a decision."""
    if (
        not letters
        or prefix == letters
        or prefix.split("-")[-1] == letters
        or (not prefix and letters in _GENERIC)
    ):
        return True
    return letters in _GENERIC and prefix in _GENERIC


def home(path: str) -> str:
    """The folder in which a record stands among others: for `0003-x/README.md` the one above its own."""
    folder = posixpath.dirname(path)
    return posixpath.dirname(folder) if in_own_folder(path) else folder


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts `ADR-2` before `ADR-10`."""
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < 19 else (1, 0, part.lower())
        for part in re.split(r"(\d+)", text)
        if part
    )


def order(record: Record) -> tuple[object, ...]:
    """The log's order: folder, series, number, then name."""
    return (
        natural(home(record.path)),
        record.prefix.lower(),
        record.number is None,
        record.number or 0,
        natural(record.path),
    )


def slugs(records: Iterable[Record]) -> dict[str, str]:
    """For each record's path a name that is unique, safe in a URL and a file name on every system, and stable."""
    wanted: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        wanted[_safe(record.id)].append(record)
    made: dict[str, str] = {}
    taken: set[str] = set()
    again: dict[str, int] = defaultdict(lambda: 1)
    for name, same in sorted(wanted.items(), key=lambda pair: (len(pair[1]) > 1, pair[0])):
        parents = {posixpath.basename(posixpath.dirname(one.path)) for one in same}
        for record in same:
            choice = base = name
            if len(same) > 1:
                folder = posixpath.basename(posixpath.dirname(record.path))
                apart = len(parents) == len(same) and bool(folder)
                choice = base = _safe(f"{record.package or folder}-{name}" if apart else _stem(record.path))
            while choice in taken:
                again[base] += 1
                choice = f"{base}-{again[base]}"
            taken.add(choice)
            made[record.path] = choice
    return made


def _safe(name: str) -> str:
    """A file name that every system takes: ASCII letters, digits and dashes, never a reserved name, never long."""
    words = name_slug(name[:1000]).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^a-z0-9_-]+", "-", words).strip("-_")[:80].strip("-_")
    if not safe:
        return f"r-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return f"{safe}-1" if safe in _RESERVED else safe


def called(record: Record) -> str:
    """What a record is called in a link's words: `ADR-0005`, `DR-004`; with the letters that its heading has, if any."""
    if record.number is not None and not record.prefix and record.id.isdecimal() and len(record.id) < 8:
        letters = re.match(r"([A-Z]{2,8})[-_ #]*0*(\d+)\b", title_as_written(record))
        own = letters is not None and int(letters[2]) == record.number
        return f"{letters[1] if letters and own else 'ADR'}-{record.id}"
    return record.id


def title_as_written(record: Record) -> str:
    """The record's heading, number and all, else the title that its front matter has; "" without either."""
    headings = record.structure.headings[:1] if record.structure else ()
    titles = [one.text for one in headings if one.level == 1]
    titles += [
        one_line(one.value) for one in record.fields if one.name == "title" and one.origin == "front-matter"
    ]
    return titles[0] if titles else ""
