"""Statuses: their names, what teams mean by other words, and which may follow which."""

from __future__ import annotations

import unicodedata

from decidedly.synonyms import SYNONYMS

NAMES: tuple[str, ...] = (
    "draft",
    "proposed",
    "accepted",
    "rejected",
    "withdrawn",
    "deprecated",
    "superseded",
)
"""The configured statuses when nothing else is configured, in the order of a decision's life."""

FOLLOWS: dict[str, tuple[str, ...]] = {
    "draft": ("proposed", "accepted", "withdrawn"),
    "proposed": ("accepted", "rejected", "withdrawn"),
    "accepted": ("deprecated", "superseded"),
    "deprecated": ("superseded",),
    "rejected": (),
    "withdrawn": (),
    "superseded": (),
}
"""Which status may follow which."""

IN_FORCE: frozenset[str] = frozenset({"accepted"})
OPEN: frozenset[str] = frozenset({"draft", "proposed"})
RETIRED: frozenset[str] = frozenset({"rejected", "withdrawn", "deprecated", "superseded"})


def _unaccented(words: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))


_UNACCENTED = {_unaccented(words): name for words, name in SYNONYMS.items()}
"""The same for keyboards without accents: `acceptee`."""


def meaning(words: str, names: tuple[str, ...] = NAMES) -> str | None:
    """The configured status that `words` (already without marks, any case) stand for, or None."""
    lowered = " ".join(words.lower().replace("-", " ").replace("_", " ").split())
    if lowered in names:
        return lowered
    found = SYNONYMS.get(lowered) or _UNACCENTED.get(_unaccented(lowered))
    return found if found in names else None


def may_follow(before: str, after: str) -> bool:
    """Whether a record may go from `before` to `after`; staying is always allowed, unknown words are not judged."""
    return before == after or before not in FOLLOWS or after in FOLLOWS[before]
