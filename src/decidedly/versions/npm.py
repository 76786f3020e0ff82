"""JavaScript: package-lock.json, pnpm-lock.yaml, yarn.lock, package.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from decidedly.versions.use import LONGEST, MOST, Use

_WIDEST = 2_000
"""Characters of a line: what is looked for stands in shorter ones."""


def package_lock(text: str) -> Iterator[Use]:
    """package-lock.json and npm-shrinkwrap.json of npm 5 and later; what lies deeper in the tree was asked for by others."""
    data = _json(text)
    packages = _table(data.get("packages"))
    for path, entry in packages.items():
        _, found, name = path.rpartition("node_modules/")
        said = _table(entry)
        real = said.get("name")
        if found and isinstance(said.get("version"), str):
            yield Use(
                real if isinstance(real, str) else name,
                said["version"],
                direct=path.count("node_modules/") == 1,
            )
    ahead = [] if packages else [(_table(data.get("dependencies")), True)]
    count = 0
    while ahead and count < MOST:
        table, top = ahead.pop()
        for name, entry in table.items():
            said = _table(entry)
            count += 1
            if isinstance(said.get("version"), str):
                yield Use(name, said["version"], direct=top)
            if isinstance(said.get("dependencies"), dict):
                ahead.append((said["dependencies"], False))


def package_json(text: str) -> Iterator[Use]:
    """The lowest versions that a package.json lets pass."""
    data = _json(text)
    for key in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies"):
        for name, words in _table(data.get(key)).items():
            if isinstance(words, str):
                yield from lowest(name, words)


def lowest(name: str, words: str) -> Iterator[Use]:
    """The lowest version that a range such as `^18.2` lets pass; nothing for ranges of another kind."""
    match = _RANGE.match(words[:LONGEST])
    if match is not None:
        yield Use(name, match[2], exact=match[1] == "=")


_RANGE = re.compile(r"\s*(\^|~>?|>=?|=|)\s*v?(\d+(?:\.\d+)*(?:-[0-9A-Za-z.-]+)?)")


def yarn_lock(text: str) -> Iterator[Use]:
    """yarn.lock of all versions of Yarn: a line that names what was asked for, then the version that it got."""
    names: tuple[str, ...] = ()
    for line in text.splitlines():
        if len(line) > _WIDEST:
            continue
        if line[:1] not in (" ", "#", ""):
            asked = (one.strip().strip('"') for one in line.rstrip(": ").split(","))
            names = tuple(dict.fromkeys(one[: one.find("@", 1)] for one in asked if "@" in one[1:]))
        elif names and (match := _YARN.match(line)):
            for name in names:
                yield Use(name, match[1])
            names = ()


_YARN = re.compile(r'  version:? "?(\d[^"\s]*)"?\s*$')


def pnpm_lock(text: str) -> Iterator[Use]:
    """pnpm-lock.yaml of all versions of pnpm. Written by a program, one fact in a line: lines are all that is looked at."""
    above: list[tuple[int, str]] = []
    for line in text.splitlines():
        match = _KEY.match(line) if len(line) <= _WIDEST else None
        if match is None:
            continue
        indent, key, value = len(match[1]), match[2].strip("'\""), (match[3] or "").strip().strip("'\"")
        while above and above[-1][0] >= indent:
            above.pop()
        inside = above[0][1] if above else ""
        if inside in ("packages", "snapshots"):
            if inside == "packages" and len(above) == 1 and (locked := _PACKAGE.match(key)):
                yield Use(locked[1], locked[2], direct=False)
        elif value and key == "version" and len(above) >= 2 and above[-2][1] in _ASKED:
            yield from _used(above[-1][1], value)
        elif value and above and above[-1][1] in _ASKED:
            yield from _used(key, value)
        above.append((indent, key))


_KEY = re.compile(r"( *)('[^']*'|\"[^\"]*\"|[^\s:#'\"][^:]*):(?:\s+(.*))?$")
_ASKED = frozenset({"dependencies", "devDependencies", "optionalDependencies"})
_PACKAGE = re.compile(r"/?((?:@[^@/()\s]+/)?[^@/()\s]+)[@/](\d[^(_\s/]*)")


def _used(name: str, value: str) -> Iterator[Use]:
    if match := re.match(r"(?:npm:)?(?:/?(?:@[^@/]+/)?[^@/\d][^@/]*[@/])?(\d[^(_\s]*)", value):
        yield Use(name, match[1])


def _json(text: str) -> dict[str, Any]:
    try:
        return _table(json.loads(text.removeprefix("\ufeff")))
    except (ValueError, RecursionError):
        return {}


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
