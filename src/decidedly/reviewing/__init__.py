"""The use-cases of reviewing: record a review, put one off, plan the next, see what has changed since; and events."""

from decidedly.reviewing.events import EventChange, KnownEvent, change_event, known_events, without_a_day
from decidedly.reviewing.recording import (
    LONGEST_NOTE,
    OUTCOMES,
    Deferral,
    Reviewed,
    Verdict,
    defer,
    plan,
    record,
    reviewer,
    waiting_for_review,
    waiting_to_be_decided,
)
from decidedly.reviewing.since import changed_since
from decidedly.reviewing.telling import why_due

__all__ = [
    "LONGEST_NOTE",
    "OUTCOMES",
    "Deferral",
    "EventChange",
    "KnownEvent",
    "Reviewed",
    "Verdict",
    "change_event",
    "changed_since",
    "defer",
    "known_events",
    "plan",
    "record",
    "reviewer",
    "waiting_for_review",
    "waiting_to_be_decided",
    "why_due",
    "without_a_day",
]
