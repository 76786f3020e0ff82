"""Records in other languages: the same decision once more, which is none of its own in the log."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection

LANGUAGES = re.compile(
    "ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu hy id it ja ka ko lt lv ms nb nl nn no pl pt ro ru sk sl sq sr sv ta th"
    " tr uk ur uz vi zh".replace(" ", "|"),
    re.I,
)
"""Two letters by which files and folders tell their language."""

_REGION = r"[-_](?:[a-z]{2}|han[st])"
_SUFFIXES = (
    re.compile(r"^(?P<stem>.+)[._-](?P<tongue>[a-z]{2})$", re.I),
    re.compile(rf"^(?P<stem>.+)[._-](?P<tongue>[a-z]{{2}}){_REGION}$", re.I),
)
_FOLDER = re.compile(rf"^(?P<tongue>[a-z]{{2}})(?:{_REGION})?$", re.I)
_HOLDERS = frozenset({"i18n", "l10n", "lang", "languages", "locale", "locales", "translations"})


def translations(records: Collection[str]) -> list[str]:
    """Those of these paths that are another's translation: `0001-x.de.md` beside `0001-x.md`, or all of a folder `de/` (two
    or more) whose names are those of files above it."""
    known = set(records)
    found = [path for path in records if any(one in known for one in _beside(path))]
    folders: dict[str, list[str]] = defaultdict(list)
    for path in records:
        folders[posixpath.dirname(path)].append(posixpath.basename(path))
    for folder, names in folders.items():
        above, last = posixpath.split(folder)
        match = _FOLDER.match(last)
        if match is None or not LANGUAGES.fullmatch(match["tongue"]) or len(names) < 2:
            continue
        if posixpath.basename(above).lower() in _HOLDERS:
            above = posixpath.dirname(above)
        if all(posixpath.join(above, name) in known for name in names):
            found += [posixpath.join(folder, name) for name in names]
    return found


def _beside(path: str) -> list[str]:
    """The path without its language, in each way in which it may tell one."""
    stem, dot, suffix = path.rpartition(".")
    found = (one.match(posixpath.basename(stem)) for one in _SUFFIXES)
    return [
        posixpath.join(posixpath.dirname(path), f"{match['stem']}{dot}{suffix}")
        for match in found
        if match is not None and LANGUAGES.fullmatch(match["tongue"])
    ]
