"""What has been announced already, for each channel: the keys, and messages that were begun but not answered for.

The text form is small JSON, `decidedly/reminders@1`. Two states that grew apart merge without losing anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

SCHEMA = "decidedly/reminders@1"

_ID = re.compile(r"[0-9a-f]{16,64}")

KEPT = timedelta(days=90)
"""How long a key is remembered that is no longer current: a record that is damaged for a while is not announced twice."""


class UnreadableError(ValueError):
    """A state that is none of ours, or damaged."""


@dataclass(frozen=True)
class Watermark:
    """What one channel has announced.

    `announced`: a key → the last day on which it was known to be current. `pending`: the id of a message that was begun →
    its keys; a run that was killed between sending and remembering leaves it, and the next one repeats it by that id.
    """

    announced: Mapping[str, date] = field(default_factory=dict)
    pending: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def begin(self, messages: Mapping[str, tuple[str, ...]]) -> Watermark:
        """With these messages about to be sent, and no others."""
        return replace(self, pending=dict(messages))

    def answered(self, keys: Iterable[str], today: date) -> Watermark:
        """With `keys` announced; a message of which every key is announced is done."""
        announced = {**self.announced, **dict.fromkeys(keys, today)}
        pending = {
            name: theirs for name, theirs in self.pending.items() if not announced.keys() >= set(theirs)
        }
        return Watermark(announced, pending)

    def pruned(self, current: Collection[str], today: date) -> Watermark:
        """Without what was last current long ago. What is current stays, however old."""
        return replace(
            self,
            announced={
                key: max(day, today) if key in current else day
                for key, day in self.announced.items()
                if key in current or today - day <= KEPT
            },
        )

    def merged(self, other: Watermark) -> Watermark:
        """What either knows."""
        days = {key: max(day, other.announced.get(key, day)) for key, day in self.announced.items()}
        announced = {**other.announced, **days}
        pending = {**other.pending, **self.pending}
        return Watermark(announced, pending).answered((), date.min)


@dataclass(frozen=True)
class State:
    """The watermark of every channel that ever sent something, by the channel's name."""

    channels: Mapping[str, Watermark] = field(default_factory=dict)

    def of(self, channel: str) -> Watermark:
        """A channel's watermark; an empty one for a channel that is new."""
        return self.channels.get(channel, Watermark())

    def with_channel(self, channel: str, watermark: Watermark) -> State:
        """With this watermark for that channel."""
        return State({**self.channels, channel: watermark})

    def merged(self, other: State) -> State:
        """What either knows."""
        names = dict.fromkeys((*self.channels, *other.channels))
        return State({name: self.of(name).merged(other.of(name)) for name in names})

    def dumps(self, run: str = "") -> str:
        """As text: JSON with sorted keys, a line for each, so that git and people can read it.

        `run` names who writes it: two runs that write the same at the same moment can then be told apart.
        """
        data = {
            "schema": SCHEMA,
            "run": run,
            "channels": {
                name: {
                    "announced": {key: day.isoformat() for key, day in mark.announced.items()},
                    "pending": {key: list(keys) for key, keys in mark.pending.items()},
                }
                for name, mark in self.channels.items()
            },
        }
        return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def loads(text: str) -> State:
    """The state that `text` holds. Raises UnreadableError, which says what is wrong with it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise UnreadableError(f"its “schema” is not {SCHEMA}")
    channels = data.get("channels")
    if not isinstance(channels, dict):
        raise UnreadableError("it has no “channels”")
    return State({name: _watermark(name, entry) for name, entry in channels.items()})


def _watermark(name: str, entry: Any) -> Watermark:
    try:
        announced = {key: date.fromisoformat(day) for key, day in entry["announced"].items()}
        pending = {key: tuple(keys) for key, keys in entry["pending"].items()}
        known = all(isinstance(key, str) for keys in pending.values() for key in keys)
        if not known or not all(_ID.fullmatch(one) for one in pending):
            raise TypeError
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UnreadableError(f"the entry “{name}” is damaged") from None
    return Watermark(announced, pending)
