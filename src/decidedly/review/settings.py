"""What a team has set for reviews: the `[review]` table of adr.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from decidedly.dates import read_interval
from decidedly.text import near

KEYS = ("backstop", "proposals", "longest-snooze")


class SettingsError(ValueError):
    """A setting that can't be used; the message says which and what to write instead."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """`backstop`: how long a plan may wait that holds nothing but what may never come; `proposals`: how long a proposal
    without a day of its own may wait to be decided; `longest_snooze`: how long a review may be put off. Intervals as
    written ("12 months"); "" where nothing is set."""

    backstop: str = ""
    proposals: str = ""
    longest_snooze: str = ""


def read_settings(table: Mapping[str, Any]) -> Settings:
    """Settings from the `[review]` table. Raises SettingsError with what is wrong and how to put it right."""
    for key in table:
        if key not in KEYS:
            meant = near(key, KEYS, 1)
            raise SettingsError(
                f"review.{key} is no setting"
                + (
                    f"; did you mean “{meant[0]}”?"
                    if meant
                    else f"; there are {', '.join(KEYS[:-1])} and {KEYS[-1]}"
                )
            )
    return Settings(
        _interval(table, "backstop", "12 months"),
        _interval(table, "proposals", "8 weeks"),
        _interval(table, "longest-snooze", "6 months"),
    )


def _interval(table: Mapping[str, Any], key: str, example: str) -> str:
    value = table.get(key, "")
    if isinstance(value, str) and (not value.strip() or read_interval(value)):
        return " ".join(value.split())
    shown = f"“{value}”" if isinstance(value, str) else repr(value)
    raise SettingsError(
        f'review.{key} is {shown}, which is no length of time; write one like {key} = "{example}"'
    )
