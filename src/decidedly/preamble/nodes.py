"""Values of front matter as nodes: strings, lists and mappings, each with its span; no value has a type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from decidedly.text import LINE_END, Span

MAX_YAML = 64 * 1024
"""Characters of YAML or TOML that are read: more is a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain or quoted value. `span` leaves simple quotes out, so that the text there is the value itself."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; a key that stands twice stands here twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, *names: str) -> Node | None:
        """The value of the first pair whose key is one of `names` (case and dash or underscore aside)."""
        wanted = {_fold(name) for name in names}
        return next((value for key, value in self.pairs if _fold(key.value) in wanted), None)

    def text(self, *names: str) -> str:
        """The scalar text under one of `names`, or ""."""
        found = self.get(*names)
        return found.value.strip() if isinstance(found, Scalar) else ""


Node = Scalar | Sequence | Mapping


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().lower())


def one_line_end(text: str) -> str:
    """The same text at the same offsets, all lines ending in LF."""
    return LINE_END.sub(lambda end: "\n".rjust(len(end[0])), text)
