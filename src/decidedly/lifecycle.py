"""Statuses: their names, the words that teams use for them, and which may follow which."""

from __future__ import annotations

NAMES: tuple[str, ...] = ("draft", "proposed", "accepted", "rejected", "withdrawn", "deprecated", "superseded")
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

SYNONYMS: dict[str, str] = {
    # accepted
    "approved": "accepted",
    "active": "accepted",
    "adopted": "accepted",
    "agreed": "accepted",
    "decided": "accepted",
    "done": "accepted",
    "final": "accepted",
    "living": "accepted",
    "merged": "accepted",
    "ratified": "accepted",
    "implementable": "accepted",
    "implemented": "accepted",
    "partially implemented": "accepted",
    "partially accepted": "accepted",
    "accept": "accepted",
    "complete": "accepted",
    "completed": "accepted",
    "released": "accepted",
    "recommended": "accepted",
    "in force": "accepted",
    # proposed
    "proposal": "proposed",
    "propose": "proposed",
    "pending": "proposed",
    "open": "proposed",
    "review": "proposed",
    "reviewing": "proposed",
    "active review": "proposed",
    "in review": "proposed",
    "under review": "proposed",
    "in discussion": "proposed",
    "under discussion": "proposed",
    "discussing": "proposed",
    "discussion": "proposed",
    "last call": "proposed",
    "final comment period": "proposed",
    "provisional": "proposed",
    "previewing": "proposed",
    "rfc": "proposed",
    "request for comments": "proposed",
    "awaiting review": "proposed",
    "scheduled for review": "proposed",
    # draft
    "wip": "draft",
    "work in progress": "draft",
    "idea": "draft",
    "sketch": "draft",
    "incomplete": "draft",
    # rejected
    "declined": "rejected",
    "denied": "rejected",
    "reject": "rejected",
    "not accepted": "rejected",
    # withdrawn
    "abandoned": "withdrawn",
    "cancelled": "withdrawn",
    "canceled": "withdrawn",
    "retracted": "withdrawn",
    # deprecated
    "obsolete": "deprecated",
    "obsoleted": "deprecated",
    "retired": "deprecated",
    "discontinued": "deprecated",
    "reverted": "deprecated",
    # superseded
    "replaced": "superseded",
    "superceded": "superseded",
    "supersceded": "superseded",
    "superseeded": "superseded",
    "supersede": "superseded",
    "supercede": "superseded",
}
"""The one table of synonyms: lower-case words as teams write them → the configured name. Longest words are tried first."""


def meaning(words: str, names: tuple[str, ...] = NAMES) -> str | None:
    """The configured status that `words` (already without marks, any case) stand for, or None."""
    lowered = " ".join(words.lower().replace("-", " ").replace("_", " ").split())
    if lowered in names:
        return lowered
    found = SYNONYMS.get(lowered)
    return found if found in names else None


def may_follow(before: str, after: str) -> bool:
    """Whether a record may go from `before` to `after`; staying is always allowed, unknown words are not judged."""
    return before == after or before not in FOLLOWS or after in FOLLOWS[before]
