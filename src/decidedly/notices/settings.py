"""What a team has set for reminders: the `[remind]` table of adr.toml. The tables of the channels are read by these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from decidedly.text import called, near

LEVELS: tuple[str, ...] = ("upcoming", "due", "overdue", "breached")
"""The states of a review that can be announced."""

CAP = 20
"""Decisions in one message, unless configured: a first run on an old log must not drown anybody."""

STEPS = (14, 30)
"""Days overdue after which a team, and then the default owner, hears of a review as well."""

KEYS: tuple[str, ...] = (
    "state", "levels", "cap", "weekends", "quiet-hours", "timezone", "default-owner", "escalate", "teams", "people",
)  # fmt: skip
"""The keys of `[remind]` besides the channels' tables."""


class SettingsError(ValueError):
    """A setting that can't be used; the message says which and what to write instead."""

    exit_code = 2


@dataclass(frozen=True)
class Settings:
    """When and to whom reminders go.

    `state` says where it is kept what has been announced: "git", "dashboard", a path, or "" (chosen by what there is).
    `quiet` are the hours (from, until) in which nothing is sent; from > until spans midnight. `timezone` is the name of
    the zone that days and hours are meant in, "" the machine's. `steps` are days overdue. `teams`: a team → its members.
    `people`: a name, lower case → the address. `channels`: the raw table of each configured channel.
    """

    state: str = ""
    levels: tuple[str, ...] = LEVELS
    cap: int = CAP
    weekends: bool = True
    quiet: tuple[time, time] | None = None
    timezone: str = ""
    default_owner: str = ""
    steps: tuple[int, int] = STEPS
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def step(self, days: int | None) -> int:
        """How far a review that is `days` overdue has escalated: 0 its owner, 1 the team too, 2 the default owner too."""
        if days is None:
            return 0
        return max((at + 1 for at, after in enumerate(self.steps) if after and days >= after), default=0)

    def teams_of(self, people: Sequence[str], component: str) -> list[str]:
        """The teams that one of `people` belongs to; without any, the team that is called like the component."""
        wanted = frozenset[str]().union(*map(called, people))
        found = [
            team for team, members in self.teams.items() if wanted & {bare(one) for one in (*members, team)}
        ]
        if not found and component:
            found = [team for team in self.teams if bare(team) == bare(component)]
        return found

    def quiet_until(self, day: date, clock: time | None) -> datetime | None:
        """The moment (local, without a zone) until which nothing is sent, None when it may go now.

        Without a `clock` only the day counts.
        """
        start = now = datetime.combine(day, clock or time(12))
        for _ in range(8):  # a weekend's end may lie in quiet hours, and theirs in a weekend
            before = now
            if not self.weekends and now.weekday() >= 5:
                now = datetime.combine(now.date() + timedelta(days=7 - now.weekday()), time())
            if self.quiet and (clock is not None or now != start):
                now = _after_quiet(now, *self.quiet)
            if now == before:
                break
        return now if now != start else None


def bare(name: str) -> str:
    """A name as it is compared: without case and without a leading @."""
    return name.strip().removeprefix("@").casefold()


def looked_up(name: str, table: Mapping[str, str]) -> str:
    """What `table`, whose keys are `bare`, has for a person in any way to name them; "" for nothing."""
    return next((table[one] for one in sorted(called(name), key=len, reverse=True) if one in table), "")


def _after_quiet(now: datetime, begin: time, end: time) -> datetime:
    clock = now.time()
    inside = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not inside:
        return now
    tomorrow = begin > end and clock >= begin
    return datetime.combine(now.date() + timedelta(days=tomorrow), end)


# -------------------------------------------------------------------------------------------------------- reading


def read_settings(table: Mapping[str, Any], channels: Iterable[str] = ()) -> Settings:
    """Settings from the `[remind]` table; `channels` are the names of all channels that there are.

    Raises SettingsError with what is wrong and how to put it right.
    """
    names = tuple(channels)
    known = Table("remind", table)
    known.only((*KEYS, *names))
    escalate = known.table("escalate")
    escalate.only(("team", "default-owner"))
    levels = known.texts("levels", LEVELS)
    for level in levels:
        if level not in LEVELS:
            raise SettingsError(f"remind.levels holds “{level}”; there are {', '.join(LEVELS)}")
    return Settings(
        state=_state(known.text("state")),
        levels=levels,
        cap=known.number("cap", CAP, least=1),
        weekends=known.flag("weekends", True),
        quiet=_hours(known.text("quiet-hours")),
        timezone=known.text("timezone"),
        default_owner=known.text("default-owner"),
        steps=(escalate.number("team", STEPS[0]), escalate.number("default-owner", STEPS[1])),
        teams={name: known.table("teams").texts(name) for name in known.table("teams").values},
        people=_people(known.table("people")),
        channels={name: known.table(name).values for name in names if name in known.values},
    )


def _state(words: str) -> str:
    if words in ("", "git", "dashboard") or re.search(r"[./\\]", words):
        return words
    raise SettingsError(
        f"remind.state is “{words}”; write “git”, “dashboard” or the path of a file, such as “state/reminders.json”"
    )


def _hours(words: str) -> tuple[time, time] | None:
    if not words:
        return None
    match = re.fullmatch(r"(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?", words)
    try:
        if match:
            begin, end = (time(int(match[at]) % 24, int(match[at + 1] or 0)) for at in (1, 3))
            if begin != end and all(int(match[at]) <= 24 for at in (1, 3)):
                return begin, end
    except ValueError:
        pass
    raise SettingsError(f"remind.quiet-hours is “{words}”; write two times of day, such as “18:00-08:00”")


_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def is_address(words: str) -> bool:
    """Whether `words` are one plain mail address: ASCII, no display name, nothing that could begin a second one."""
    return len(words) <= 254 and _ADDRESS.fullmatch(words) is not None and ".." not in words


def _people(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in table.values:
        address = table.text(name)
        if not is_address(address):
            raise SettingsError(
                f"{table.where(name)} is “{address}”; write a mail address, such as “alice@example.org”"
            )
        found[bare(name)] = address
    return found


@dataclass(frozen=True)
class Table:
    """A table of adr.toml whose values are asked for by kind; `name` is what messages call it (`remind.mail`)."""

    name: str
    values: Mapping[str, Any]

    def where(self, key: str) -> str:
        """What messages call a key."""
        return f"{self.name}.{key}" if re.fullmatch(r"[\w-]+", key) else f'{self.name}."{key}"'

    def only(self, keys: Sequence[str]) -> None:
        """Raise SettingsError where there is any other key."""
        for key in self.values:
            if key not in keys:
                meant = near(key, keys, 1)
                hint = f"did you mean “{meant[0]}”?" if meant else f"there are {', '.join(keys)}"
                raise SettingsError(f"{self.where(key)} is no setting; {hint}")

    def text(self, key: str, default: str = "") -> str:
        """A text, stripped."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or any(ord(char) < 32 or ord(char) == 127 for char in value):
            raise SettingsError(f"{self.where(key)} is one line of text: {_shown(key)} = “…”")
        return value.strip()

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        value = self.values.get(key, tuple(default))
        value = (value,) if isinstance(value, str) else value
        if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
            raise SettingsError(f'{self.where(key)} is a list of texts: {_shown(key)} = ["…", "…"]')
        return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))

    def number(self, key: str, default: int, least: int = 0, most: int = 100_000) -> int:
        """A whole number."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise SettingsError(f"{self.where(key)} is a whole number, {least} or more: {_shown(key)} = 20")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise SettingsError(f"{self.where(key)} is true or false")
        return value

    def table(self, key: str) -> Table:
        """A table in this one, empty where there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            raise SettingsError(f"{self.where(key)} is a table: [{self.where(key)}]")
        return Table(self.where(key), value)

    def variable(self, key: str, default: str) -> str:
        """The name of an environment variable."""
        name = self.text(key, default)
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise SettingsError(
                f"{self.where(key)} is the name of an environment variable: {_shown(key)} = “{default or 'NAME'}”"
            )
        return name


def _shown(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
