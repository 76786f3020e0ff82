"""Numbers that are counted within a year: `2024-001-title.md`, `ADR-2024-007.md`, folders `2024/` and `2025/`."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from decidedly.dialects.identity import name_of
from decidedly.drafting.habits import IN_YEAR, Habits
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Record

_YEAR = re.compile(r"(?:19|20)\d\d")


def moved_to(habits: Habits, log: Log, day: str) -> Habits:
    """The habits of a log that has a folder for each year, in the folder of that day's year."""
    above = posixpath.dirname(habits.folder)
    return replace(habits, folder=posixpath.join(above, day[:4])) if _by_folders(habits, log) else habits


def _by_folders(habits: Habits, log: Log) -> bool:
    folders = [habits.folder, *(home(one.path) for one in log.records)]
    return bool(log.records) and all(_YEAR.fullmatch(posixpath.basename(one)) for one in folders)


def free_in_year(log: Log, habits: Habits, others: Iterable[Record], day: str) -> int | None:
    """The next number on that day, where numbers go by years; None where they don't.

    They begin anew each year where they have done so before, or may do so for all that is known.
    """
    naming = habits.naming
    above, by_folders = posixpath.dirname(habits.folder), _by_folders(habits, log)
    found: dict[int, set[int]] = defaultdict(set)
    for record in (*log.records, *others):
        place, last = posixpath.split(home(record.path))
        match = IN_YEAR.match(name_of(record.path)) if naming.year else None
        if match is not None and match["letters"].casefold() == naming.letters.casefold():
            found[int(match["year"])].add(int(match["digits"]))
        elif not naming.year and by_folders and place == above and _YEAR.fullmatch(last):
            found[int(last)].add(record.number or 0)
    if not found:
        return None
    rising = all(max(found[one]) < min(found[next_]) for one, next_ in pairwise(sorted(found)))
    anew = not rising or (len(found) == 1 and (bool(naming.year) or log.local_ids))
    taken = (
        found.get(int(day[:4]), {0}) if anew else {number for numbers in found.values() for number in numbers}
    )
    return max(taken) + 1
