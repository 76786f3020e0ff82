"""What linting came to, kept for the next run over the same log.

Part of the edge. Findings come of the log, of what was asked for, and of what the world answered when the rules' facts were
gathered. A digest stands for the former. The questions to the world are kept with their answers and are asked again: what
was found holds where each is answered as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from decidedly import cache
from decidedly.bundles import Entry, bundled, entries_of
from decidedly.gather import World
from decidedly.lint.engine import Linted
from decidedly.stored import Odd, encoded, unpacker
from decidedly.unchanged import digest
from decidedly.workspace import Workspace

FORMAT = "decidedly-found 1"

_ODD = (Odd, ValueError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Question:
    """What the world was asked, and a digest of its answer."""

    kind: Literal["standing", "present", "read", "events"]
    paths: tuple[str, ...]
    answer: str


class Witness:
    """The world, for somebody who writes down what is asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.prefix = world.prefix
        self.questions: list[Question] = []

    @property
    def standing(self) -> frozenset[str]:
        """As the world has it."""
        found = self.world.standing
        self.questions.append(Question("standing", (), digest([sorted(found)])))
        return found

    def present(self, wanted: Iterable[str]) -> frozenset[str]:
        """As the world has it."""
        paths = tuple(sorted(set(wanted)))
        found = self.world.present(paths)
        self.questions.append(Question("present", paths, digest([sorted(found)])))
        return found

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """As the world has it."""
        asked = tuple(sorted(set(paths)))
        found = self.world.read(asked)
        self.questions.append(Question("read", asked, digest([sorted(found.items())])))
        return found

    @property
    def events_text(self) -> str | None:
        """As the world has it."""
        found = self.world.events_text
        self.questions.append(Question("events", (), digest([found])))
        return found


def _holds(question: Question, world: World) -> bool:
    """Whether the world answers as it did."""
    again = Witness(world)
    if question.kind == "present":
        again.present(question.paths)
    elif question.kind == "read":
        again.read(question.paths)
    else:
        _ = again.standing if question.kind == "standing" else again.events_text
    return again.questions == [question]


def fetch(place: Workspace, world: World, key: str, variant: str, longest: int) -> Linted | None:
    """What linting came to when `key` stood for log and settings, None where nothing is known that still holds.

    `variant` tells runs apart that do not take each other's place; findings point into texts of no more than `longest`
    characters.
    """
    there = entries_of(f"{FORMAT} {key}", cache.fetch("found", _name(place, variant), place.root))
    entry = there.get("found")
    if entry is None or len(entry.parts) != 2:
        return None
    try:
        asked = unpacker(tuple[Question, ...])(json.loads(entry.parts[0]), 0)
        if not all(_holds(question, world) for question in asked):
            return None
        found = unpacker(Linted)(json.loads(entry.parts[1]), longest)
    except _ODD:
        return None
    return found if isinstance(found, Linted) else None


def store(place: Workspace, questions: Iterable[Question], key: str, variant: str, found: Linted) -> None:
    """Leave to the next run what linting came to once those questions were answered."""
    try:
        parts = tuple(encoded(one) for one in (tuple(dict.fromkeys(questions)), found))
    except UnicodeEncodeError:
        return
    data = bundled(f"{FORMAT} {key}", {"found": Entry((), parts)})
    cache.store("found", _name(place, variant), place.root, data)


def _name(place: Workspace, variant: str) -> str:
    return f"{place.records}\n{variant}"
