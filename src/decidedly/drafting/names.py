"""File names: from a title to a name that every system takes."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 60
MAX_BYTES = 120
"""Of a title in a file name: some file systems take 143 bytes in all."""

RESERVED = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$",
                      *(f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³")})  # fmt: skip
"""Names that Windows keeps for devices, whatever their suffix."""

NOTHING = "decision"
"""Stands for a title of which nothing can be in a file name."""

_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ŋ": "ng", "ħ": "h",
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "є": "ye", "і": "i", "ґ": "g",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
    "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
    "ω": "o",
})  # fmt: skip


def slug(title: str, *, ascii_only: bool = False, keep_case: bool = False, space: str = "-") -> str:
    """The part of a file name that tells what a record is about: letters and digits of any script, words joined by
    `space`; in ASCII, as near as it gets, with `ascii_only`. Never empty or long."""
    words = unicodedata.normalize("NFC", title)
    if not keep_case:
        words = words.lower()
    if ascii_only:
        words = _ascii(words)
    words = re.sub("['’`\u200b-\u200d\ufe0e\ufe0f]", "", words)  # the team's → the teams
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in words).split()
    kept = [word for word in kept if unicodedata.category(word[0])[0] != "M"]  # a mark without its letter
    made = ""
    for word in kept:
        longer = f"{made}{space}{word}" if made else word
        if len(longer) > MAX_CHARS or len(longer.encode()) > MAX_BYTES:
            break
        made = longer
    if not made and kept:
        made = _cut(kept[0])
    if not made or not made.strip("-_ "):
        return NOTHING
    return made


def safe(stem: str) -> str:
    """The whole name without suffix, or a longer one where a system keeps it for itself."""
    return f"{stem}-{NOTHING}" if stem.casefold().partition(".")[0] in RESERVED else stem


def _cut(word: str) -> str:
    made = word[:MAX_CHARS]
    while len(made.encode()) > MAX_BYTES:
        made = made[:-1]
    return made


def _ascii(words: str) -> str:
    made = ""
    for char in words:
        lower = char.lower()
        known = lower.translate(_LETTERS)
        flat = "".join(one for one in unicodedata.normalize("NFKD", known) if not unicodedata.combining(one))
        flat = flat.translate(_LETTERS)
        made += "".join(
            one if one.isascii() else " " for one in (flat.capitalize() if char != lower else flat)
        )
    return made


_BAD = {"Cc": "a control character", "Cs": "half a character", "Co": "a private character", "Cn": "no character", "Zl": "a line separator", "Zp": "a line separator"}  # fmt: skip
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MAX_TITLE = 300


def clean_title(words: str) -> str:
    """The title on one line, white space folded. Raises ValueError that says what is wrong with it."""
    title = " ".join(re.sub(r"[\t\r\n\v\f]+", " ", words).split())
    if not title:
        raise ValueError("the title is empty; say in a few words what is to be decided")
    for char in title:
        name = _BAD.get(
            unicodedata.category(char), "a sign that turns text round" if char in _TURNING else ""
        )
        if name:
            raise ValueError(f"the title holds {name} (U+{ord(char):04X}); leave it out")
    if re.search(r"(?:^|[/\\])\.\.?(?:[/\\]|$)", title) or re.match(r"/|~/|\\\\|[A-Za-z]:\\", title):
        raise ValueError(f"“{title}” is a path; a title is words, and the file's name is made from it")
    if len(title) > MAX_TITLE:
        raise ValueError(f"the title has {len(title)} characters; keep it below {MAX_TITLE}")
    if not any(unicodedata.category(char)[0] in "LNS" for char in title):
        raise ValueError(f"“{title}” has no letter in it; say in a few words what is to be decided")
    return title
