"""The clock, and what the environment says in its place. Part of the edge: nothing below asks what day it is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from decidedly.config import ConfigError


def as_of(given: str | None = None, *, reproducible: bool = False) -> date:
    """The day on which things are judged: `given`, else `ADR_DATE`, else today; the one place that reads the clock.

    With `reproducible` (what is published) SOURCE_DATE_EPOCH comes before the clock. Raises ConfigError.
    """
    for words, name in ((given, "--as-of"), (os.environ.get("ADR_DATE"), "ADR_DATE")):
        if words:
            try:
                return date.fromisoformat(words.strip())
            except ValueError:
                raise ConfigError(f"{name}: “{words}” is no date; write YYYY-MM-DD") from None
    return (source_date() if reproducible else None) or datetime.now().astimezone().date()


NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
"""Words for days, and how far from today they are."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of day where it is known (without a zone: it is meant where the team is)."""

    day: date
    clock: time | None = None


def moment(given: str | None = None, zone: str = "") -> Moment:
    """The moment at which something is sent: `given` (a day, or a day and a time), else `ADR_DATE`, else now.

    `zone` names the time zone that "now" is meant in, "" the machine's own. Raises ConfigError.
    """
    if given and (near := NEAR.get(given.strip().lower())) is not None:
        present = moment(None, zone)
        return Moment(present.day + timedelta(days=near)) if near else present
    for words, name in ((given, "--as-of"), (os.environ.get("ADR_DATE"), "ADR_DATE")):
        if words:
            text = words.strip()
            try:
                if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                    return Moment(date.fromisoformat(text))
                read = datetime.fromisoformat(text)
                if read.tzinfo is None:
                    return Moment(read.date(), read.time())
            except ValueError:
                pass
            raise ConfigError(f"{name}: “{words}” is no moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM")
    now = datetime.now().astimezone(time_zone(zone) if zone else None)
    return Moment(now.date(), now.time())


def time_zone(name: str) -> tzinfo:
    """The time zone of that name (`Europe/Berlin`). Raises ConfigError."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        missing = "" if available_timezones() else "; this system has no time zones: pip install tzdata"
        raise ConfigError(
            f"remind.timezone: there is no “{name}”; write a name such as “Europe/Berlin”{missing}"
        ) from None


def source_date() -> date | None:
    """The day that SOURCE_DATE_EPOCH names, None where it is not set. Raises ConfigError."""
    moment = source_moment()
    return moment.date() if moment else None


def source_moment() -> datetime | None:
    """The moment that SOURCE_DATE_EPOCH names, in UTC; None where it is not set. Raises ConfigError."""
    words = os.environ.get("SOURCE_DATE_EPOCH")
    if not words:
        return None
    try:
        return datetime.fromtimestamp(int(words), UTC)
    except (ValueError, OverflowError, OSError):
        raise ConfigError(
            f"SOURCE_DATE_EPOCH: “{words}” is no number of seconds; unset it or repair it"
        ) from None
