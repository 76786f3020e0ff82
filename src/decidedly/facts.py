"""What the world says, gathered by the edge before rules run, so that rules stay pure.

Paths are relative to the records folder, normalised, with forward slashes; they may begin with `../`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decidedly.log import Log
    from decidedly.review import Event


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that touched a file: its full hash, its day in the committer's time zone, its author's name, its subject."""

    hash: str
    day: date
    author: str
    subject: str


@dataclass(frozen=True)
class Facts:
    """Facts of the world. None (or an empty mapping) means: not gathered, so that rules that need it stay silent.

    `files`: which of the paths that records name exist. `lines`: how many lines those files have. `anchors`: the heading
    anchors of Markdown files outside the log that records link to. `tree`: every file of the repository, relative to its
    root, for `applies-to` patterns; `prefix` is the records folder's path in it. `base`: the log as it was at the base
    revision; `base_name` is what the user calls it. `taken`: id → names of other branches, and of the base, on whose tips
    a different record has that id. `events`: events.yaml by id, None without the file;
    `events_text` is its text. `today`: the day to judge by, only where the user named one.
    `clock`: the day from which fixes plan ahead, where such are asked for; nothing is judged by it.
    """

    files: frozenset[str] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tree: frozenset[str] | None = None
    prefix: str = ""
    base: Log | None = None
    base_name: str = ""
    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    events: Mapping[str, Event] | None = None
    events_text: str | None = None
    today: date | None = None
    clock: date | None = None
