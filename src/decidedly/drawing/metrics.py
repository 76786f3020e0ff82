"""How wide words are: a stored table, since nothing here may ask a browser.

Each width is the widest that Inter, Arial, Roboto, Open Sans or DejaVu Sans gives the character, so that a label that fits
here fits in whatever sans-serif a reader has.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

# Hundredths of an em, from the space (U+0020) to the tilde (U+007E).
_ASCII = (
    32, 41, 46, 84, 64, 95, 78, 28, 39, 39, 56, 84, 32, 46, 32, 42, 64, 64, 64, 64, 65, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 56,
    102, 69, 69, 73, 77, 67, 62, 78, 76, 30, 56, 67, 57, 91, 76, 79, 67, 79, 73, 67, 65, 75, 69, 99, 69, 67, 69, 39, 42, 39, 84, 56,
    58, 62, 64, 56, 64, 62, 37, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 55, 64, 56, 64, 84,
)  # fmt: skip
_WIDE_CYRILLIC = frozenset("ЖМФШЩЪЫЮДЋЂЉЊѢжмфшщъыюљњ")
_NARROW = {"ı": 28, "ł": 36, "Ł": 60, "’": 32, "‘": 32, "“": 52, "”": 52, "–": 67, "·": 32, "ſ": 37}
_BOLD = 1.27
_MONO = 0.62

# XML 1.0 has no place for these, not even escaped; U+FFFD stands for nothing that a reader could use.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# Marks that turn the direction of what follows, and invisible fillers: in a label they only mislead.
_MISLEADING = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def clean(words: str) -> str:
    """`words` on one line, without anything that XML forbids or that would reorder the text around it."""
    return " ".join(_MISLEADING.sub("", _FORBIDDEN.sub("", words)).split())


@lru_cache(maxsize=4096)
def _em(char: str) -> int:
    code = ord(char)
    if 32 <= code < 127:
        return _ASCII[code - 32]
    if char in _NARROW:
        return _NARROW[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if 0x370 <= code < 0x460:
        return 115 if char in _WIDE_CYRILLIC else 94 if category == "Lu" else 88 if char in "ωώϖ" else 77
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and ord(parts[0]) < 127:
        return _ASCII[ord(parts[0]) - 32] + (15 if parts[0] in "Iil" or "\u031b" in parts else 4)
    if unicodedata.east_asian_width(char) in "WF" and category in ("Lo", "Lm", "Po", "Ps", "Pe"):
        return 101
    if category == "Ll" and code < 0x250:
        return 103
    return 142  # emoji, symbols, other scripts: the widest met


def width(words: str, size: float, *, bold: bool = False, mono: bool = False) -> float:
    """An upper bound for the width of `words` in pixels, set in `size` pixels."""
    if mono:
        return sum(max(_MONO, _em(char) / 100) if ord(char) > 126 else _MONO for char in words) * size
    return sum(map(_em, words)) / 100 * size * (_BOLD if bold else 1.0)


def fit(
    words: str, limit: float, size: float, *, lines: int = 1, bold: bool = False, mono: bool = False
) -> list[str]:
    """`words` broken into at most `lines` lines of `limit` pixels; what doesn't fit ends in an ellipsis.

    Lines break at spaces, after a hyphen or slash, else (a long word, a script without spaces) before a capital letter
    inside a word, else anywhere between letters.
    """
    found: list[str] = []
    rest = clean(words)
    while rest and len(found) < lines:
        if width(rest, size, bold=bold, mono=mono) <= limit:
            return [*found, rest]
        last = len(found) == lines - 1
        ellipsis = width("…", size, bold=bold, mono=mono) if last else 0.0
        end = _longest(rest, limit - ellipsis, size, bold, mono)
        if end == 0:
            return [*found, "…"] if last or not found else found
        stop = _break(rest, end, least=end * 3 // 4 if last else end // 3)
        line = rest[:stop].rstrip()
        if last:
            line = line.rstrip(" ,;:.–—-(") + "…"
        elif (
            stop > 2
            and rest[stop - 1 : stop + 1].isascii()
            and rest[stop - 1 : stop + 1].isalpha()
            and not _is_seam(rest, stop)
        ):  # inside a long word
            while stop > 2 and width(rest[: stop - 1] + "-", size, bold=bold, mono=mono) > limit:
                stop -= 1
            if width(rest[: stop - 1] + "-", size, bold=bold, mono=mono) <= limit:
                stop -= 1
                line = rest[:stop] + "-"
        found.append(line)
        rest = rest[stop:].lstrip()
    return found


def _longest(words: str, limit: float, size: float, bold: bool, mono: bool) -> int:
    """How many leading characters stay within `limit`."""
    prefixes = range(
        1, len(words) + 1
    )  # measured as `width` measures, or rounding would let in what is too wide
    return bisect_right(prefixes, limit, key=lambda end: width(words[:end], size, bold=bold, mono=mono))


def _is_seam(words: str, at: int) -> bool:
    """Whether `at` is where two words are joined into one, as in `ActiveRecord`."""
    return at < len(words) and words[at - 1].islower() and words[at].isupper()


def _break(words: str, end: int, least: int) -> int:
    """Where to break `words` at or before `end`: at a space or hyphen past `least`, else between two letters."""
    if end < len(words) and words[end] == " ":
        return end
    for at in range(end, max(least, 0), -1):
        if words[at - 1] in " -/_":
            return at
    for at in range(end, max(least, 0), -1):
        if _is_seam(words, at):
            return at
    at = end
    while at > 1 and (_em(words[at]) == 0 or words[at - 1] == "\u200d"):  # never inside a cluster
        at -= 1
    return at if at > 1 else end
