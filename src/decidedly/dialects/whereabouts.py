"""Where in a tree the log is: judged from the paths of the records in it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable

from decidedly.dialects.identity import in_own_folder

LOG_FOLDER = re.compile(
    r"^\.?(?:adrs?|rfcs?|drs?|decisions?|text|keps|proposals|(?:architecture|design|technical)[-_]?decision.*"
    r"|decision[-_ ]?(?:records?|log)|architecture|arch)$",
    re.I,
)
"""Names that folders of records have."""


def in_log_folder(path: str) -> bool:
    """Whether a folder on the way to `path` is named as those of records are."""
    return any(LOG_FOLDER.match(part) for part in posixpath.dirname(path).split("/"))


def log_folder(paths: Iterable[str]) -> str:
    """The folder that is the log of the records at `paths`: the deepest that holds four fifths of them.

    Where some, three or half of them, are in folders with a log's name, those count alone: a list of tasks looks like
    a log to whoever does not see its name.
    """
    homes: Counter[str] = Counter()
    for path in paths:
        folder = posixpath.dirname(path)
        if in_own_folder(path):
            folder = posixpath.dirname(folder)
        homes[folder] += 1
    called = Counter({home: count for home, count in homes.items() if in_log_folder(f"{home}/x")})
    if called.total() >= 3 or called.total() * 2 >= homes.total():
        homes = called or homes
    below: Counter[str] = Counter()
    for home, count in homes.items():
        for folder in _ancestors(home):
            below[folder] += count
    return _descend(homes, below)


def _ancestors(folder: str) -> list[str]:
    """`a/b` → "", "a", "a/b"."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:count]) for count in range(len(parts) + 1)]


def _descend(homes: Counter[str], below: Counter[str]) -> str:
    folder, total = "", below[""]
    while homes[folder] * 5 <= total:
        children = (name for name in below if name and posixpath.dirname(name) == folder)
        deeper = next((name for name in children if below[name] * 5 >= total * 4), None)
        if deeper is None:
            break
        folder = deeper
    return folder
