"""Wording that messages share, and what stands where a link's target was meant to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACEHOLDERS = frozenset(
    {"", "#", "todo", "tbd", "tba", "fixme", "xxx", "link", "url", "link-here", "insert-link", "insert-link-here",
     "path", "path-to-file", "...", "…", "?", "example"}
)  # fmt: skip
"""What stands for a link's target that somebody meant to fill in."""


def is_placeholder(target: str) -> bool:
    """Whether a link's target was never filled in: `[design](TODO)`, `[ticket]()`."""
    return re.sub(r"[\s_]+", "-", target.strip().strip("<>{}[]").lower()) in PLACEHOLDERS


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " ".join([", ".join(words[:-1]), last, words[-1]]) if len(words) > 1 else "".join(words)


def did_you_mean(near: Sequence[str], otherwise: str) -> str:
    """A help that offers what is near, or says what else to do."""
    return f"did you mean {listed(near, 'or')}?" if near else otherwise


_HOST = re.compile(
    r"^(?:www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S*|\S+\.(?:com|org|net|io|dev))$", re.I
)
_MAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")


def rewritten(target: str) -> str:
    """What a target that is no path was meant to be, as a help; "" where that is not clear."""
    if _HOST.match(target):
        return f"a link to another site begins with its scheme: https://{target}"
    if _MAIL.match(target):
        return f"write mailto:{target}"
    if re.fullmatch(r"@[\w-]+(?:/[\w-]+)?", target):
        return f"a person's page has an address of its own, such as https://github.com/{target[1:]}"
    return ""
