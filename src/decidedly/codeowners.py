"""Who owns which files, as CODEOWNERS says it. Pure.

As GitHub and GitLab read it: the last line that matches a file decides. GitLab's sections each name owners of their own, and
their default owners stand in for lines without any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from decidedly.lint.globs import pattern

PLACES: tuple[str, ...] = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where the file is looked for, from the repository's root; the first that is there counts."""

LIMIT = 3_000_000
"""Bytes of the file: GitHub reads none that is larger."""

MOST = 20_000
"""Lines that are read."""

_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<rest>.*)", re.S)
_OWNER = re.compile(r"@[\w./-]+|[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A pattern with the people and teams who own what it matches: none, where it says that nobody does. `out` takes
    files out of the section, whatever else matches them."""

    section: str
    pattern: str
    owners: tuple[str, ...]
    out: bool = False


def read_codeowners(text: str) -> tuple[Line, ...]:
    """The lines of a CODEOWNERS file, in order. What can't be read is left out, as the forges do."""
    found: list[Line] = []
    section, default = "", tuple[str, ...]()
    for raw in text.removeprefix("\ufeff").splitlines()[:MOST]:
        line = re.sub(r"(?:^|(?<=\s))#.*", "", raw[:2_000]).strip()
        if match := _SECTION.fullmatch(line):
            section, default = match["name"].strip().casefold(), _owners(match["rest"].split())
        elif line:
            words = re.split(r"(?<!\\)\s+", line)
            name = re.sub(r"\\(.)", r"\1", words[0])
            out = name.startswith("!")
            owners = _owners(words[1:]) or (() if len(words) > 1 else default)
            found.append(Line(section, name.removeprefix("!"), owners, out))
    return tuple(found)


def _owners(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if _OWNER.fullmatch(word)))


def owners_of(lines: Iterable[Line], files: Iterable[str]) -> tuple[str, ...]:
    """Who owns most of `files` (paths from the repository's root) first; by name where they own as many."""
    rules = [(line, pattern(line.pattern, deep=not line.pattern.endswith("/*")).fullmatch) for line in lines]
    count: Counter[str] = Counter()
    for path in files:
        chosen: dict[str, Line] = {}
        for line, whole in rules:
            before = chosen.get(line.section)
            if not (before and before.out) and whole(path):
                chosen[line.section] = line
        count.update({owner for line in chosen.values() if not line.out for owner in line.owners})
    return tuple(sorted(count, key=lambda name: (-count[name], name.casefold(), name)))
