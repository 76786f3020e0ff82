"""`adr event --json`: events, their days and what waits for each: the contract `decidedly/events@1`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from decidedly.outputs.kind import dumps
from decidedly.review import Review
from decidedly.text import one_line

SCHEMA = "decidedly/events@1"


class Shown(Protocol):
    """What is shown of an event."""

    @property
    def id(self) -> str:
        """Its id, as plans name it."""

    @property
    def title(self) -> str:
        """What it is, in words."""

    @property
    def expected(self) -> date | None:
        """The day on which it is expected."""

    @property
    def occurred(self) -> date | None:
        """The day on which it occurred."""

    @property
    def named(self) -> bool:
        """Whether events.yaml has it."""

    @property
    def waiting(self) -> tuple[Review, ...]:
        """The reviews that wait for it."""


def events_json(events: Sequence[Shown], as_of: date) -> str:
    """All events in the order given."""
    return dumps({"schema": SCHEMA, "as_of": as_of.isoformat(), "events": [_event(one) for one in events]})


def changed_json(
    event: Shown,
    as_of: date,
    done: Iterable[str],
    moved: Iterable[tuple[Review, Review]],
    notes: Iterable[str],
    *,
    dry_run: bool,
    diff: str = "",
) -> str:
    """The event as it is now, what was done, and the reviews (before, after) that have another state or day by it."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "events": [_event(event)],
        "dry_run": dry_run,
        "done": list(done),
        "moved": [{**_review(new), "state_before": old.state} for old, new in moved],
        "notes": list(notes),
    }
    if dry_run:
        data["diff"] = diff
    return dumps(data)


def _event(event: Shown) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": one_line(event.title),
        "expected": event.expected.isoformat() if event.expected else None,
        "occurred": event.occurred.isoformat() if event.occurred else None,
        "named": event.named,
        "decisions": [_review(one) for one in event.waiting],
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "id": review.record.id,
        "path": review.record.path,
        "title": one_line(review.record.title),
        "state": review.state,
        "due": review.due.isoformat() if review.due else None,
    }
