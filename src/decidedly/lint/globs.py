"""Paths as `applies-to` names them: patterns as in .gitignore, matched against the repository's files."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable


@functools.lru_cache(maxsize=2048)
def pattern(text: str) -> re.Pattern[str]:
    """The pattern for a whole path from the repository's root.

    As in .gitignore: `*` and `?` stop at a slash, `**` does not; a slash at the beginning or in the middle ties the
    pattern to the root; what names a folder means everything in it.
    """
    body = text.strip().replace("\\", "/").removeprefix("./")
    tied = "/" in body.strip("/") or body.startswith("/")
    body = body.strip("/")
    parts: list[str] = [] if tied else ["(?:.*/)?"]
    at = 0
    while at < len(body):
        if body.startswith("**/", at):
            parts.append("(?:.*/)?")
            at += 3
        elif body.startswith("**", at):
            parts.append(".*")
            at += 2
        elif body[at] == "*":
            parts.append("[^/]*")
            at += 1
        elif body[at] == "?":
            parts.append("[^/]")
            at += 1
        elif body[at] == "[" and (end := body.find("]", at + 2)) > 0:
            inside = body[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
            parts.append(f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]")
            at = end + 1
        elif body[at] == "{" and (end := body.find("}", at)) > 0:
            words = body[at + 1 : end].split(",")
            parts.append("(?:" + "|".join(re.escape(word).replace(r"\*", "[^/]*") for word in words) + ")")
            at = end + 1
        else:
            parts.append(re.escape(body[at]))
            at += 1
    try:
        return re.compile("".join(parts) + "(?:/.*)?", re.S)
    except re.error:  # a range that is none: `[z-a]`
        return re.compile(re.escape(body) + "(?:/.*)?")


def matched(text: str, tree: Iterable[str]) -> frozenset[str]:
    """The files of `tree` that the pattern means."""
    whole = pattern(text).fullmatch
    return frozenset(path for path in tree if whole(path))


def matches_any(text: str, tree: Iterable[str]) -> bool:
    """Whether the pattern means any file of `tree`."""
    whole = pattern(text).fullmatch
    return any(whole(path) for path in tree)
