"""One record from its text."""

from decidedly.dialects import read_record
from decidedly.record import Record
from decidedly.text import Source


def record(text: str, path: str = "0001-x.md", side: str = "") -> Record:
    """The record that `text` says, whatever it looks like."""
    return read_record(Source(path, text), Source("kep.yaml", side) if side else None)


def kinds(one: Record) -> list[tuple[str, str]]:
    """Kind and target of its links, mentions and images left out."""
    return [(link.kind, link.target) for link in one.links if link.kind != "mentions" and not link.image]
