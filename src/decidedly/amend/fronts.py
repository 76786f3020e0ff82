"""The front matter of a record, or the YAML file beside it, as a place to write into."""

from __future__ import annotations

import re
from dataclasses import dataclass

from decidedly.amend.target import Target
from decidedly.preamble import Mapping, Node, compose, read_preamble
from decidedly.text import Edit, Source, Span


@dataclass(frozen=True)
class Keyed:
    """Keys and values of a record; `inner` is the text between the fences. `sound` tells that the whole of it was read."""

    source: Source
    values: Mapping
    inner: Span
    eol: str
    toml: bool = False
    sound: bool = True

    def get(self, key: str) -> Node | None:
        """The value of a top key."""
        return self.values.get(key)

    def with_key(self, line: str) -> Edit | None:
        """The edit that adds `line` (without its end) as the last key; None where keys can't be added at the end."""
        text, at = self.source.text, self.inner.end
        if not self.sound or self.source.at(self.values.span).startswith("{"):
            return None
        if self.toml:
            table = re.search(r"^[ \t]*\[", self.source.at(self.inner), re.M)
            if table is not None and not self._in_value(self.inner.start + table.start()):
                at = self.inner.start + table.start()
        gap = "" if not text[:at] or text[:at].endswith(("\n", "\r")) else self.eol
        return Edit(Span(at, at), f"{gap}{line}{self.eol}")

    def _in_value(self, at: int) -> bool:
        return any(node.span.start <= at < node.span.end for _, node in self.values.pairs)

    @property
    def dash(self) -> str:
        """What stands before a list's items: as in the first list that is there, else two spaces and a dash."""
        found = re.search(r"^([ \t]*)[\w\"'-]+[ \t]*:[ \t]*[\r\n]+\1([ \t]*-[ \t]+)\S", self.source.at(self.inner), re.M)  # fmt: skip
        return found[2] if found else "  - "


def keyed(target: Target) -> Keyed | None:
    """Where the record's keys stand; None where it has none."""
    source = target.source
    if target.side is not None:
        node, problems = compose(source)
        if not isinstance(node, Mapping):
            return None
        return Keyed(source, node, Span(0, len(source.text)), target.eol, sound=not problems)
    preamble = read_preamble(source)
    if preamble.values is None:
        return None
    return Keyed(
        source, preamble.values, preamble.inner, target.eol, preamble.kind == "toml", not preamble.problems
    )


def prefers_keys(target: Target) -> bool:
    """Whether the record's own metadata is keyed: its status, or else what it says of reviews; else whatever it has."""
    status = target.status
    if status is not None and len(status.span):
        return status.origin in ("front-matter", "side-file")
    said = [one for one in target.fields if one.name in ("review", "reviews", "last-reviewed", "date")]
    return (said[0].origin in ("front-matter", "side-file")) if said else keyed(target) is not None
