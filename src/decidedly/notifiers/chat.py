"""Reminders in a chat, or by any of the services that apprise knows (https://github.com/caronc/apprise).

`[remind.apprise]`: `urls-env`, the names of environment variables that hold addresses as apprise has them, with white space
between them. Each address has a watermark of its own: one that fails does not make the others hear everything twice.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from decidedly.notices import Digest, Message, Notice, Table, digest_of
from decidedly.notices.words import as_text, clean, counted, defused, subject
from decidedly.notifiers.kind import Delivery, Kind, Notifier, NotifierError, Surroundings
from decidedly.notifiers.secrecy import redacted, secret

if TYPE_CHECKING:
    from apprise import Apprise

_UNCERTAIN = re.compile(r"connection error|time(?:d )?out|exception|error\W*5\d\d\b", re.I)
"""What apprise says when there was no answer, or one of a server that failed: the message may have arrived."""


@dataclass(frozen=True)
class Place:
    """One address: what it is called (no part of it is secret), the service behind it, how messages name it."""

    name: str
    shown: str
    url: str = field(repr=False)
    service: Apprise | None = field(repr=False, compare=False)


@dataclass(frozen=True)
class Chat(Notifier):
    """Every address that the environment names."""

    places: tuple[Place, ...]
    name: str = "apprise"

    def addressees(self, notice: Notice) -> Sequence[str]:
        """All of them hear everything."""
        return tuple(place.name for place in self.places)

    def deliver(self, digest: Digest) -> Delivery:
        """Send each message to its place; where one fails, the others still go."""
        answered: set[str] = set()
        doubtful: set[str] = set()
        errors: list[str] = []
        for message in digest.messages:
            place = self._place(message)
            said = _notify(place.service, *self.words(message, digest))
            if said is None:
                answered.update(message.keys)
                continue
            words = redacted(said, (one.url for one in self.places))
            errors.append(f"{place.shown}: {words or 'it was not taken'}")
            if _UNCERTAIN.search(said):
                doubtful.add(message.id)
        if errors:
            raise NotifierError("; ".join(dict.fromkeys(errors)), answered, doubtful)
        places = {message.to for message in digest.messages}
        return Delivery(
            frozenset(answered),
            f"{counted(len(digest.new))} to {'1 place' if len(places) == 1 else f'{len(places)} places'}",
        )

    def _place(self, message: Message) -> Place:
        return next(place for place in self.places if place.name == message.to)

    def words(self, message: Message, digest: Digest) -> tuple[str, str]:
        """Title and text: plain words, in which nothing pings anybody. The last line tells a repeat from the first time."""
        text = as_text(message, digest, public=True)
        return defused(subject(message, digest)), f"{text}\n(reminder {message.id[:8]})\n"

    def preview(self, digest: Digest) -> str:
        """Each message with its title, and where it goes without what is secret in the address."""
        shown: list[str] = []
        for message in digest.messages:
            title, text = self.words(message, digest)
            shown += [f"To: {self._place(message).shown}", f"Title: {title}", "", text]
        return "\n".join(shown)


def _notify(service: Apprise | None, title: str, text: str) -> str | None:
    """None when it was taken; else what apprise said to its log. It never raises, says its manual; its services do."""
    from apprise import LogCapture, NotifyFormat

    with LogCapture(level=logging.WARNING, fmt="%(message)s") as captured:  # type: ignore[no-untyped-call]
        try:
            if service is not None and service.notify(body=text, title=title, body_format=NotifyFormat.TEXT):
                return None
        except Exception as error:
            return f"exception {type(error).__name__}"
        return " ".join(captured.getvalue().split())


def make(table: Table, surroundings: Surroundings) -> Chat:
    """The channel from its table. Raises SettingsError and NotifierError."""
    table.only(("urls-env",))
    names = [
        Table(table.name, {"urls-env": name}).variable("urls-env", "")
        for name in table.texts("urls-env", ("ADR_APPRISE_URLS",))
    ]
    urls = [
        (at, name, url)
        for name in names
        for at, url in enumerate(secret(surroundings.environment, name).split(), 1)
    ]
    if surroundings.dry:
        return Chat(tuple(Place(name, f"each place in {name}", "", None) for name in names))
    if not urls:
        raise NotifierError(
            f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not set in the environment"
        )
    try:
        from apprise import Apprise, AppriseAsset, LogCapture, OverflowMode
    except ModuleNotFoundError:
        raise NotifierError('install what it needs with pip install "decidedly[alerts]"') from None
    wanted: dict[str, Any] = {
        "app_id": "Decidedly",
        "app_desc": "Decision reviews",
        "app_url": "",
        "async_mode": False,
        "secure_logging": True,
        "http_redirects": False,  # an address is where it says
        "interpret_emojis": False,
        "pgp_autogen": False,
        "pem_autogen": False,
    }
    asset = AppriseAsset(**{key: value for key, value in wanted.items() if hasattr(AppriseAsset, key)})
    asset.interpret_escapes = False
    places: list[Place] = []
    seen: Counter[str] = Counter()
    for at, name, url in urls:
        service = Apprise(asset=asset)
        with LogCapture(level=logging.CRITICAL), warnings.catch_warnings():  # type: ignore[no-untyped-call]
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # it tries old modules of Python before new ones
            added = service.add(url)
        if not added or len(service) != 1:
            raise NotifierError(f"{name}: the address number {at} is none that apprise knows")
        one = service[0]
        # what apprise holds public of it, without options: they change with its version
        private = str(one.url(privacy=True)).partition("?")[0]  # type: ignore[no-untyped-call]
        if "overflow=" not in url:
            one.overflow_mode = OverflowMode.SPLIT
        seen[private] += 1
        called = clean(private.partition("://")[0])
        places.append(
            Place(
                f"{called} {digest_of(private, str(seen[private]), length=8)}",
                f"{called} (number {at} in {name})",
                url,
                service,
            )
        )
    return Chat(tuple(places))


KIND = Kind("apprise", make)
