"""The lineage of a decision as a path: what it replaced, itself, what replaced it, down to what is in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative
from decidedly.pages.words import Standing
from decidedly.record import Record

MOST_PILLS = 4
"""Decisions that one step names."""

MOST_STEPS = 3
"""Generations before and after the page's own decision; of a longer path, its far end stands behind a gap."""

DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Pill:
    """One decision of a lineage: how it stands (None: a gap), its address ("" for this page), its words."""

    standing: Standing | None
    href: str
    words: str


GAP = [Pill(None, "", "…")]


def path(edition: Edition, record: Record) -> list[list[Pill]]:
    """The steps of the path, each with its decisions; empty where nothing was or would be replaced."""
    log, page = edition.log, edition.names.records[record.path]
    seen = {record.path}
    after = _generations(record, log.successors, seen)
    before = _generations(record, edition.replaces, seen)
    would, instead = log.would_replace(record), edition.would_replace(record)
    if not (before or after or would or instead):
        return []

    def step(ones: Sequence[Record], tail: str = "") -> list[Pill]:
        return [pill(edition, one, page, tail) for one in ones[:MOST_PILLS]]

    steps = [step(instead, "it would replace")] if instead else []
    if len(before) > MOST_STEPS:
        steps += [step(before[-1]), GAP]
    steps += [step(ones) for ones in reversed(before[: MOST_STEPS if len(before) > MOST_STEPS else None])]
    here = "in force" if log.in_force(record) and not after else "this page"
    steps.append([Pill(edition.standing(record), "", f"{words.label(record)}, {here}")])
    steps += [step(ones) for ones in after[:MOST_STEPS]]
    shown = {one.path for ones in after[:MOST_STEPS] for one in ones}
    last = [one for one in log.current(record) or log.latest(record) if one.path not in shown]
    if last:
        steps += [GAP, step(last)]
    return [*steps, step(would, "would replace it")] if would else steps


def pill(edition: Edition, record: Record, page: str, tail: str = "") -> Pill:
    """Another decision as a step, seen from the page `page`."""
    state = edition.standing(record)
    if not tail and edition.log.in_force(record) and state.key != "superseded":
        tail = ", in force"
    elif tail:
        tail = f" {tail}"
    return Pill(state, relative(page, edition.names.records[record.path]), words.label(record) + tail)


def _generations(
    record: Record, of: Callable[[Record], Sequence[Record]], seen: set[str]
) -> list[list[Record]]:
    """What `of` leads to from `record`, step by step, each record once; circles end where they close."""
    found: list[list[Record]] = []
    now = [record]
    while now and len(found) < DEEPEST:
        ahead = {one.path: one for old in now for one in of(old) if one.path not in seen}
        seen.update(ahead)
        now = list(ahead.values())
        if now:
            found.append(now)
    return found
