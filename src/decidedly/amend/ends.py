"""One end of a link that is to be written: what it says, and the status that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from decidedly.amend.status import value_edit
from decidedly.amend.target import Edits, Target
from decidedly.dialects.status import cleaned
from decidedly.dialects.wording import link_words
from decidedly.log.names import called
from decidedly.record import Record
from decidedly.text import Edit

WORDS = {
    "supersedes": "Supersedes",
    "superseded-by": "Superseded by",
    "supersedes-in-part": "Supersedes in part",
    "superseded-in-part-by": "Superseded in part by",
    "amends": "Amends",
    "amended-by": "Amended by",
    "depends-on": "Depends on",
    "required-by": "Required by",
    "refines": "Refines",
    "refined-by": "Refined by",
    "relates-to": "Relates to",
    "conflicts-with": "Conflicts with",
}
"""The kinds of link that can be written, with the words that stand before the link."""


@dataclass(frozen=True)
class End:
    """One end of a link to be written: the target is to say that it `kind` `other`, by a link or by the bare id."""

    target: Target
    kind: str
    other: Record
    linked: bool = True

    @property
    def reference(self) -> str:
        """How prose and lists name the other record."""
        return self.target.link(self.other) if self.linked else called(self.other)

    @property
    def words(self) -> str:
        """The label and the reference: `Supersedes [ADR-0001](0001-x.md)`."""
        return f"{self.label} {self.reference}"

    @property
    def label(self) -> str:
        """What such a link is called, in the record's language."""
        status = self.target.status
        return link_words(self.kind, cleaned(status.raw) if status is not None else "") or WORDS[self.kind]


def with_status(end: End, edit: Edit | None) -> Edits | None:
    """`edit`, and with it the status that follows from being superseded."""
    status = end.target.record.status
    if edit is None:
        return None
    if end.kind != "superseded-by" or status is None or status.name == "superseded":
        return (edit,)
    found = retire(end.target)
    return None if found is None else (edit, *found)


def retire(target: Target) -> Edits | None:
    """The edit that makes the status `superseded`; where the target is not loose, only a status that is one word."""
    edit = value_edit(target, target.status, "superseded") if target.status is not None else None
    return None if edit is None else (edit,)
