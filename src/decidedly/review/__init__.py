"""When a decision is due for another look: dates, intervals, triggers and assumptions, turned into one state.

Pure: the day on which it is judged is an argument, and what the world says is gathered before (`wants`, `Known`).
"""

from decidedly.review.answers import LEAD
from decidedly.review.events import read_events
from decidedly.review.judging import judge
from decidedly.review.model import (
    ATTENTION,
    STATES,
    TO_DECIDE,
    URGENCY,
    Event,
    Found,
    Known,
    Review,
    Tag,
    people_of,
)
from decidedly.review.needs import Wants, wants
from decidedly.review.settings import Settings, SettingsError, read_settings

__all__ = [
    "ATTENTION", "LEAD", "STATES", "TO_DECIDE", "URGENCY", "Event", "Found", "Known", "Review", "Settings", "SettingsError",
    "Tag", "Wants", "judge", "people_of", "read_events", "read_settings", "wants",
]  # fmt: skip
