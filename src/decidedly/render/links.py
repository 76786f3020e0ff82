"""Where links lead and how they are written: safe addresses, escaped text, ids that never clash with the page's own."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Href:
    """Where a target leads on the page being made. `title` says more about it, or why it leads nowhere."""

    url: str = ""
    kind: Literal["record", "document", "file", "external", "anchor", "broken", "unpublished"] = "broken"
    title: str = ""


Resolve = Callable[[str, bool], Href]
"""(target as written, whether it is an image) → where it leads on the page being made."""

SPRITE_IDS = ("m-yes", "m-no", "m-partly", "m-neutral", "m-done", "m-todo", "s-accepted")
"""Symbols that rendered records draw with `<use href="#…">`: the page has to define each of them once."""

_RESERVED = re.compile(r"x-.*|[him]-[a-z]+|s-[a-z]+|h-.*|fn(ref)?-[\d-]+", re.S)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def page_anchor(anchor: str) -> str:
    """The id on a page of what a record calls `anchor`: the same, unless pages keep that id for themselves.

    Whoever links to a heading of another record has to send its fragment through this too.
    """
    return f"h-{anchor}" if _RESERVED.fullmatch(anchor) else anchor


def text(words: str) -> str:
    """Escaped text. Characters that reorder or hide the text around them are shown instead of obeyed."""
    escaped = html.escape(words, quote=False)
    return _HIDDEN.sub(_shown, escaped) if _HIDDEN.search(escaped) else escaped


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f'<span class="control">U+{code:04X}</span>' if _BIDI.match(found[0]) else "\ufffd"


def attribute(value: str) -> str:
    """An escaped attribute value, without characters that hide or reorder text."""
    return html.escape(_HIDDEN.sub("", value))


def safe_url(url: str) -> str:
    """`url` if it is a web, mail or relative address; otherwise ""."""
    url = url.strip()
    if not url or _CONTROL.search(url) or url.startswith(("//", "/\\", "\\")):
        return ""
    scheme = _SCHEME.match(url)
    if scheme:
        return url.replace(" ", "%20") if scheme[1].lower() in _SAFE_SCHEMES else ""
    # "java&#9;script:" and the like: what a browser might decode must be safe as well
    decoded = html.unescape(unquote(url))
    if decoded != url:
        hidden = _SCHEME.match(_CONTROL.sub("", decoded).lstrip())
        if hidden and hidden[1].lower() not in _SAFE_SCHEMES and "/" not in hidden[1]:
            return ""
    return url.replace(" ", "%20")


def mark(kind: str) -> str:
    """A small picture from the page's sprite; the words beside it say the same."""
    return f'<svg class="mark {kind}" aria-hidden="true"><use href="#m-{kind}"/></svg>'
