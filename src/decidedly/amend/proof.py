"""Reading an edited text again: it must say what was meant, and everything else that it said before."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from decidedly.amend.target import Edits, Target
from decidedly.dialects.labels import LINK_FIELDS
from decidedly.planned import ReviewEntry, ReviewPlan
from decidedly.record import Link, Record
from decidedly.text import apply_edits


@dataclass(frozen=True)
class Intent:
    """What an edit is to bring about. None and () stand for “as it was”.

    `added` is a kind of link with the record it leads to; `dropped` names kinds of which all links go.
    `if_none` is the status that a record may get that stated none. `reviewed` is one more review; what its note mentions
    may be read as a mention. `planned` is the plan that the record is to have, whatever its `raw`. `undated`: the day that
    stands in the status may go with it. `created` is the day on which the record is to say that it was begun.
    """

    status: str | None = None
    day: datetime.date | None = None
    added: tuple[str, Record] | None = None
    dropped: frozenset[str] = frozenset()
    if_none: str = ""
    reviewed: ReviewEntry | None = None
    planned: ReviewPlan | None = None
    undated: bool = False
    created: datetime.date | None = None


def fault(target: Target, edits: Edits, intent: Intent) -> str:
    """What is wrong with the text that `edits` make, in a few words; "" where it says just what was meant."""
    try:
        text = apply_edits(target.source.text, edits)
    except ValueError:
        return "the edits would touch one another"
    before, after = target.record, target.read(text)
    return (
        _status(before, after, intent)
        or _day(before, after, intent)
        or _links(target, after, intent)
        or _reviews(before, after, intent)
        or _rest(before, after, intent)
    )


def _status(before: Record, after: Record, intent: Intent) -> str:
    old, new = (one.status.name if one.status else None for one in (before, after))
    wanted = {intent.status or old}
    if intent.status is None and old is None and intent.if_none:
        wanted.add(intent.if_none)
    return "" if new in wanted else f"its status would be read as “{new or 'none'}”"


def _day(before: Record, after: Record, intent: Intent) -> str:
    new = after.date.day if after.date else None
    begun = after.created.day if after.created else None
    if intent.created is not None and begun != intent.created:
        return f"it would be read as begun on {begun or 'no day'}"
    if intent.day is not None:
        return "" if new == intent.day else f"its date would be read as {new or 'none'}"
    same = (before.date.day if before.date else None) == new or (before.date is None and intent.status)
    went = new is None and intent.undated and _in_status(before)
    return "" if same or went else f"its date would be read as {new or 'none'}"


def _in_status(record: Record) -> bool:
    """Whether the day stands in the status alone (`Accepted (2024-05-01)`): it goes when that does."""
    status, day = record.status, record.date
    said = any(one.name in ("date", "created", "updated") for one in record.fields)
    begins = day.raw.split()[:1] if day is not None else []  # remarks behind it may have been left out
    return status is not None and bool(begins) and not said and begins[0].strip("(),;.") in status.raw


def _links(target: Target, after: Record, intent: Intent) -> str:
    had = Counter((one.kind, one.target) for one in _real(target.record) if one.kind not in intent.dropped)
    has = Counter((one.kind, one.target) for one in _real(after))
    if lost := had - has:
        kind, where = next(iter(lost))
        return f"it would no longer say “{kind} {where}”"
    if any(kind in intent.dropped for kind, _ in has):
        return "a link would stay"
    new = has - had
    if intent.reviewed is not None:
        new = Counter({one: count for one, count in new.items() if one[0] != "mentions"})
    if intent.added is None:
        return f"it would also say “{' '.join(next(iter(new)))}”" if new else ""
    kind, other = intent.added
    reached = {
        (one.link.kind, one.record.path)
        for one in (target.log.resolve(link, after) for link in after.links)
        if one.record is not None
    }
    if (kind, other.path) not in reached:
        return f"{kind} {other.id} would not be read as meant"
    return "" if sum(new.values()) <= 1 else "it would name other records too"


def _real(record: Record) -> list[Link]:
    """Links but for badges: the address of a badge is what it says."""
    return [one for one in record.links if not (one.image and "img.shields.io/badge/" in one.target)]


def _reviews(before: Record, after: Record, intent: Intent) -> str:
    if intent.reviewed is not None:
        new = Counter(after.reviews) - Counter(before.reviews)
        if len(after.reviews) != len(before.reviews) + 1 or new != Counter([intent.reviewed]):
            read = next(iter(new), None)
            words = f"“{read.outcome} {read.by} {read.note}”" if read else "none"
            return f"the review would be read as {words}"
    if intent.planned is not None:
        made = after.review
        if made is None or replace(made, raw="") != replace(intent.planned, raw=""):
            return f"its plan would be read as “{made.raw if made else 'none'}”"
    return ""


_OF_REVIEWS = frozenset({"reviews", "last-reviewed"})
_OF_PLANS = frozenset({"review", "snooze"})


def _rest(before: Record, after: Record, intent: Intent) -> str:
    free: frozenset[str] = frozenset()
    if intent.reviewed is not None:
        free |= _OF_REVIEWS
    if intent.planned is not None:
        free |= _OF_PLANS
    if intent.created is not None:
        free |= {"created"}
    old, new = facts(before, free), facts(after, free)
    if free:  # neither the status nor the day is said once more, on a line that was copied
        old["heads"], new["heads"] = (
            Counter((field.name, field.value) for field in one.fields if field.name in ("status", "date"))
            for one in (before, after)
        )
    changed = next((name for name, value in old.items() if new[name] != value), "")
    if changed:
        return f"its {changed} would be read differently"
    more = Counter(one.code for one in after.problems) - Counter(one.code for one in before.problems)
    return f"it would be damaged ({', '.join(more)})" if more else ""


_MOVING = frozenset({"status", "date", "references"})
"""Sections that may come, or whose heading may hold what is edited: `## Date: 2024-03-02`."""


def facts(record: Record, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """All that a record says but its status, its date and its links, and but what `without` names; places aside.

    `without` names facts, and fields of which other metadata leaves out what they say.
    """
    touched = {"status", "date", "links", *LINK_FIELDS}
    said = {
        "id": record.id,
        "title": record.title,
        "answer": record.answer,
        "component": record.component,
        "people": record.people,
        "tags": record.tags,
        "aliases": record.aliases,
        "review": record.review,
        "reviews": record.reviews,
        "assumptions": record.assumptions,
        "due": record.due,
        "scope": record.scope,
        "options": [(one.name, one.chosen, len(one.pros), len(one.cons)) for one in record.options],
        "task lists": [[(item.text, item.done) for item in one.items] for one in _lists(record)],
        "sections": [one.title for one in record.sections if one.role not in _MOVING],
        "other metadata": Counter(
            (one.name, one.label, one.value)
            for one in record.fields
            if one.name not in touched and one.name not in without
        ),
    }
    return {name: value for name, value in said.items() if name not in without}


def _lists(record: Record) -> Iterable[Any]:
    """The task lists, but for that of statuses: ticking another box there is to state the status."""
    section = record.section("status")
    own = [
        span
        for field in record.fields
        if field.name == "status" and field.path is None
        for span in (field.span, *(one.span for one in field.items))
    ]
    return [
        one
        for one in record.checklists
        if (section is None or one.section != section.anchor) and not any(map(one.span.contains, own))
    ]
