"""What is taken out of a record's head: facts one by one, with the edits that take them out."""

from __future__ import annotations

from dataclasses import dataclass, field

from decidedly.dialects.labels import LINK_FIELDS, folded
from decidedly.record import Field, Record
from decidedly.text import Edit, Span

MOVABLE = LINK_FIELDS | {
    "status", "date", "decision-makers", "approver", "author", "owner", "consulted", "informed", "component", "tags", "due",
}  # fmt: skip
"""What keys give away: other keys may be meant for other programs, or can't stand anywhere else."""

SINGLE = frozenset({"status", "date"})
"""Fields of which only the first counts; others add up."""


@dataclass
class Piece:
    """One fact of the head: its field's name, its label as written, its values, and a remark beside it.

    `others` are the records that it names, if it says nothing else; `prose` tells that it is from a text, links and all.
    """

    name: str
    label: str
    values: list[str]
    remark: str = ""
    others: list[Record] = field(default_factory=list)
    prose: bool = True

    @property
    def text(self) -> str:
        """The values on one line."""
        return ", ".join(self.values)


@dataclass
class Head:
    """What is taken out of a record, and what is known from it.

    `spans` go from the record's text, with the empty lines behind them; `edits` change it otherwise, `beside` the file
    beside it. `held` are facts that stay where they are and outrank others of their name. `history` tells that the
    record keeps a history of its statuses, which stays under its heading.
    """

    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    beside: list[Edit] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    history: History | None = None

    def said(self, name: str) -> str | None:
        """What is known of the field `name` already: its words, or None."""
        known = next((one.text for one in self.pieces if one.name == name), None)
        return known if known is not None else self.held.get(name)

    def second(self, piece: Piece) -> str:
        """What becomes of a fact after others: "new", "told" (the same was said), "apart" (another label for the same
        field, `stage` beside `status`: it keeps its label), "outranked" (it has to stay where it is)."""
        known = self.said(piece.name)
        if known is None or (piece.name not in SINGLE and piece.name not in self.held):
            return "new"
        if known.casefold() == piece.text.casefold():
            return "told"
        plain = folded(piece.label).replace(" ", "-") in ("", piece.name)
        return "outranked" if plain or piece.name not in SINGLE or piece.name in self.held else "apart"


@dataclass(frozen=True)
class History:
    """A history of statuses: the newest entry's word, and its day."""

    status: Field
    date: Field


def history_of(record: Record) -> History | None:
    """The history that the record's status section holds (a table, or lines that begin with a day), or the list below
    its status label; or None."""
    section = record.section("status")
    inside = [
        one
        for one in record.fields
        if one.origin == "list"
        or (one.origin == "section" and section is not None and section.body.contains(one.span))
        if one.path is None
    ]
    for status in inside:
        for date in inside:
            if (status.name, date.name, date.label, date.origin) == (
                "status", "date", status.label, status.origin,
            ):  # fmt: skip
                return History(status, date)
    return None


def apart(piece: Piece) -> Piece:
    """The fact under its own label, where the field's name is taken."""
    label = piece.label.replace("_", " ").replace("-", " ").strip("*: ")
    return Piece(
        f"other {folded(piece.label)}",
        label[:1].upper() + label[1:],
        piece.values,
        piece.remark,
        prose=piece.prose,
    )
