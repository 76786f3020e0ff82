"""Kinds of link: what each is called, the style of its line, and how its end is drawn, so that it is told without colour."""

from __future__ import annotations

from decidedly.lifecycle import OPEN
from decidedly.log import Relation, took_effect

WOULD = "would"
"""The kind under which a proposal tells what it would replace."""

REFUSED = "refused"
"""The kind under which a rejected or withdrawn proposal tells what it would have replaced."""

VERBS = {
    "supersedes": "replaces",
    "supersedes-in-part": "replaces part of",
    WOULD: "would replace",
    "conflicts-with": "reaches the opposite answer to",
    "amends": "amends",
    "depends-on": "depends on",
    "refines": "refines",
    "relates-to": "is related to",
    "mentions": "mentions",
    REFUSED: "would have replaced",
}
"""The verb of each kind, in the order of the key."""

STYLES = {"supersedes": "sup", "supersedes-in-part": "sup", WOULD: "would", "conflicts-with": "con"}
"""The class of the stroke of each kind that is not plain: "sup" replaces, "would" would replace, "con" conflicts."""

ENDS = {
    "supersedes": "full",
    "supersedes-in-part": "open",
    WOULD: "open",
    "amends": "open",
    "refines": "hollow",
    "depends-on": "diamond",
    "conflicts-with": "bars",
}
"""What stands at the end of each line: an arrowhead (at what to read next), a diamond (at what is needed), bars (at both)."""

NEXT = frozenset({"supersedes", "supersedes-in-part", WOULD, "amends", "refines"})
"""Whoever reads the target should go on to the source: their lines run from it, and point there."""

_SUPERSEDING = ("supersedes", "supersedes-in-part")


def kind_of(relation: Relation) -> str:
    """The kind as it is told and drawn: of what has not taken place, what would or would have been replaced."""
    if relation.kind not in _SUPERSEDING or took_effect(relation):
        return relation.kind
    status = relation.source.status
    return WOULD if status is not None and status.name in OPEN else REFUSED


def style_of(relation: Relation) -> str:
    """The class of the stroke that `relation` is drawn with."""
    return STYLES.get(kind_of(relation), "")


def verb_of(kind: str) -> str:
    """How `kind` is said; of a label of the team's own, the label."""
    return VERBS.get(kind, kind)
