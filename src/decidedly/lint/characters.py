"""Characters that nobody sees: controls, and marks that turn the direction of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTROL = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OPENS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\r\n]")


def controls(text: str) -> list[re.Match[str]]:
    """Control characters other than tabs, line ends and form feeds; a terminal's escape sequence is one."""
    return list(_CONTROL.finditer(text))


def turning(text: str) -> list[int]:
    """Where marks stand that make text read otherwise than it is written.

    Overrides always do. Embeddings and isolates are honest typography as long as the line that opens them closes them.
    """
    return [] if text.isascii() else sorted(_turning(text))


def _turning(text: str) -> Iterator[int]:
    opened: list[int] = []
    for match in _TURNING.finditer(text):
        char = match[0]
        if char in "\r\n":
            yield from opened
            opened = []
        elif char in "\u202d\u202e":
            yield match.start()
        elif char in _OPENS:
            opened.append(match.start())
        elif opened and _OPENS[text[opened[-1]]] == char:
            opened.pop()
    yield from opened
