"""Go: go.mod, which names the versions in use itself (https://go.dev/ref/mod#go-mod-file)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.versions.use import LONGEST, Use


def go_mod(text: str) -> Iterator[Use]:
    """The modules that a go.mod requires, replacements made. Indirect ones were asked for by others."""
    required: dict[str, tuple[str, bool]] = {}
    replaced: dict[tuple[str, str], str] = {}
    block = ""
    for line in text.splitlines():
        code, _, comment = line.partition("//")
        words = [word.strip('"`') for word in code.split()]
        if words[-1:] == ["("]:
            block = words[0]
            continue
        if words == [")"]:
            block = ""
            continue
        verb, rest = (block, words) if block else (words[0], words[1:]) if words else ("", [])
        if verb == "require" and len(rest) == 2 and _VERSION.fullmatch(rest[1]):
            required[rest[0]] = (rest[1], comment.strip() != "indirect")
        elif verb == "replace" and "=>" in rest:
            at = rest.index("=>")
            if 1 <= at <= 2 and len(rest) == at + 3:
                replaced[rest[0], rest[1] if at == 2 else ""] = rest[at + 2]
    for name, (version, direct) in required.items():
        new = replaced.get((name, version)) or replaced.get((name, ""), version)
        yield Use(name, new, direct=direct)


_VERSION = re.compile(rf"v\d[^\s]{{0,{LONGEST}}}")
