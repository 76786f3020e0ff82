"""Where in a tree the log is: judged from the paths of the records in it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable

LOG_FOLDER = re.compile(
    r"^(?:adrs?|rfcs?|drs?|decisions?|text|keps|proposals|(?:architecture|design|technical)[-_]?decision.*"
    r"|decision[-_ ]?(?:records?|log)|architecture|arch)$",
    re.I,
)
"""Names that folders of records have."""


def in_log_folder(path: str) -> bool:
    """Whether a folder on the way to `path` is named as those of records are."""
    return any(LOG_FOLDER.match(part) for part in posixpath.dirname(path).split("/"))


def log_folder(paths: Iterable[str]) -> str:
    """The folder that is the log of the records at `paths`: the deepest that holds four fifths of them.

    Where that is the tree's top and no record stands there, a folder with a log's name that holds half of them.
    """
    homes: Counter[str] = Counter()
    for path in paths:
        folder = posixpath.dirname(path)
        if posixpath.basename(path).lower() in ("readme.md", "index.md"):
            folder = posixpath.dirname(folder)
        homes[folder] += 1
    below: Counter[str] = Counter()
    for home, count in homes.items():
        for folder in _ancestors(home):
            below[folder] += count
    best = _descend(homes, below)
    if best == "" and homes[""] == 0:
        named: Counter[str] = Counter()
        for home, count in homes.items():
            called = next(
                (one for one in _ancestors(home) if LOG_FOLDER.match(posixpath.basename(one))), None
            )
            if called is not None:
                named[called] += count
        most = max(named, key=lambda folder: (named[folder], -folder.count("/"), folder), default="")
        best = most if named[most] * 2 >= below[""] else ""
    return best


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
