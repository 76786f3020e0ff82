"""Paths as `applies-to` names them: patterns as in .gitignore, matched against the repository's files.

Records are written by strangers: no pattern makes matching slow. What stands between two `**` is looked for once, from the
left, and never tried again further on (atomic groups), which misses nothing: what fits later fits after an earlier find too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

MOST_WORDS = 64
"""Ways that `{a,b}` in one pattern may be read; beyond that braces stand for themselves."""


@functools.lru_cache(maxsize=2048)
def pattern(text: str, *, deep: bool = True) -> re.Pattern[str]:
    """The pattern for a whole path from the repository's root.

    As in .gitignore: `*` and `?` stop at a slash, `**` does not; a slash at the beginning or in the middle ties the
    pattern to the root; what names a folder means everything in it (not with `deep=False`).
    """
    body = text.strip().replace("\\", "/").removeprefix("./")
    tied = "/" in body.strip("/") or body.startswith("/")
    body = body.strip("/")
    tail = "(?:/.*)?" if deep else ""
    try:
        return re.compile(f"(?:{'|'.join(_regex(one, tied) for one in _spelt_out(body))}){tail}", re.S)
    except re.error:  # a range that is none: `[z-a]`
        return re.compile(re.escape(body) + tail, re.S)


def _spelt_out(body: str) -> list[str]:
    """The pattern once for each choice of words in its `{a,b}`."""
    made = [""]
    for part in re.split(r"(\{[^{}]*\})", body):
        words = part[1:-1].split(",") if part.startswith("{") else [part]
        if len(made) * len(words) > MOST_WORDS:
            return [body]
        made = [before + word for before in made for word in words]
    return list(dict.fromkeys(made))


_TOKEN = re.compile(r"(?P<dirs>(?:(?<=/)|^)\*\*/(?:\*\*/)*)|(?P<any>\*\*+)|(?P<star>\*)|(?P<one>\?)|(?P<set>\[!?[^\]]+\])|.", re.S)  # fmt: skip


def _regex(body: str, tied: bool) -> str:
    # groups between `**`; each is a list of pieces between `*`
    groups: list[tuple[str, list[str]]] = [("" if tied else "(?:[^/]*/)*?", [""])]
    for match in _TOKEN.finditer(body):
        pieces = groups[-1][1]
        if match["dirs"]:
            if not (len(groups) == 1 and groups[0][0] and pieces == [""]):
                groups.append(("(?:[^/]*/)*?", [""]))
        elif match["any"]:
            groups.append((".*?", [""]))
        elif match["star"]:
            pieces.append("")
        elif match["one"]:
            pieces[-1] += "[^/]"
        elif match["set"]:
            inside = match["set"][1:-1].replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
            pieces[-1] += f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
        else:
            pieces[-1] += re.escape(match[0])
    found = ""
    for number, (before, pieces) in enumerate(groups, 1):
        last = number == len(groups)
        whole = pieces[0]
        for place, piece in enumerate(pieces[1:], 2):
            free = last and place == len(pieces)  # it has to reach the end, wherever that is
            whole += f"[^/]*{piece}" if free else f"(?>[^/]*?{piece})"
        if last:
            found += ".*" if before == ".*?" and pieces == [""] else before + whole
        else:
            found += f"(?>{before}{whole})"
    return found


def matches_any(text: str, tree: Iterable[str]) -> bool:
    """Whether the pattern means any file of `tree`."""
    whole = pattern(text).fullmatch
    return any(whole(path) for path in tree)
