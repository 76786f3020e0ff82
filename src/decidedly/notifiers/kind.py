"""What a notifier is: something that carries notices to people, and says what it has answered for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from decidedly.config import Config
from decidedly.git import Repository
from decidedly.notices import Digest, Notice, Settings, Table


class NotifierError(Exception):
    """A channel that did not take everything. The message says why and what to do, and holds no secret.

    `answered` are the keys that went through nevertheless. `doubtful` are the ids of messages that may have arrived (no
    answer came): they are repeated with the same id. None means every message that is not answered for.
    """

    exit_code = 4

    def __init__(
        self, message: str, answered: Collection[str] = (), doubtful: Collection[str] | None = None
    ) -> None:
        super().__init__(message)
        self.answered = frozenset(answered)
        self.doubtful = None if doubtful is None else frozenset(doubtful)


class StateError(Exception):
    """A state that can't be read or stored. The message says where, why and what to do."""

    exit_code = 4


class ConflictError(Exception):
    """Somebody else has stored a state since ours was read: read again, merge, try again."""


class Store(Protocol):
    """Where the state is kept between runs. A version is opaque; "" stands for a state that is not there yet."""

    @property
    def where(self) -> str:
        """Where that is, in words: `refs/decidedly/reminders of origin`."""

    def load(self) -> tuple[str, str]:
        """The stored text ("" where there is none yet) and its version. Raises StateError."""

    def save(self, text: str, version: str) -> str:
        """Replace what has `version` by `text`; the new version. Raises ConflictError where it has another one by now,
        StateError where it can't be stored."""


@dataclass(frozen=True)
class Delivery:
    """What a channel has answered for: the keys of messages, and in words what was done ("3 decisions to 2 people")."""

    keys: frozenset[str]
    words: str


class Notifier(Protocol):
    """A channel, ready to send. Subclass it: what is defined here is right for a channel with one place to send to."""

    @property
    def name(self) -> str:
        """The channel's name: that of its table in `[remind]`, and of its watermark."""

    @property
    def standing(self) -> bool:
        """Whether it shows everything that is current, so that it is called in each run, also with nothing new or nothing
        at all (an issue that is to be closed). It looks at `digest.current`; what is new comes as one message, without a cap."""
        return False

    @property
    def store(self) -> Store | None:
        """Where this channel keeps state for all channels (`state = "dashboard"`); None where it can't."""
        return None

    def addressees(self, notice: Notice) -> Sequence[str]:
        """To whom a notice goes in messages of their own: ("",) for one place; () where nobody can be reached.

        The names are remembered with the keys: no addresses, no secrets.
        """
        return ("",)

    def unreachable(self, notice: Notice) -> str:
        """What to do about a notice with no addressee, in one sentence."""
        return ""

    def deliver(self, digest: Digest) -> Delivery:
        """Send every message of `digest` and wait for the answers.

        Raises NotifierError with the keys that went through. Sends each message whole or not at all, marked with its id.
        """

    def preview(self, digest: Digest) -> str:
        """Exactly what `deliver` would send, for people. Nothing is sent, no secret is shown."""


@dataclass(frozen=True)
class Surroundings:
    """What a notifier may know of the world when it is made.

    `environment` holds the secrets. `root` is the repository's folder, `prefix` the records folder's path in it, with a final
    slash, or "". `config` is the whole configuration, `settings` its `[remind]` table. `dry`: what is made will only be
    asked for its preview, and need not have what it would send with.
    """

    settings: Settings
    config: Config
    root: Path
    repository: Repository | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of channel: its name (that of its table), and how to make one from the table.

    `make` raises SettingsError for a table that can't be used (also for keys that nobody knows), and NotifierError where
    the environment lacks what is needed or an extra is not installed. It touches no network. `keeps_state`: its notifiers
    have a store.
    """

    name: str
    make: Callable[[Table, Surroundings], Notifier]
    keeps_state: bool = False
