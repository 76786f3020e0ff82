"""What the issue trackers of GitHub and GitLab have in common: whose issues are ours, and how one is read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from decidedly.notifiers.api import Api
from decidedly.notifiers.tracker import Issue, TrackerError


@dataclass(frozen=True, slots=True)
class Keys:
    """What a service calls the parts of an issue, its word for an open one, and a user's name."""

    number: str
    body: str
    author: str
    url: str
    open: str
    login: str


class Service(ABC):
    """The issues of one repository or project. `authors` are trusted beside the token's own user.

    `asks` tells how to name an author where the token does not say whose it is.
    """

    name: str
    keys: ClassVar[Keys]
    asks: ClassVar[str]

    def __init__(self, where: str, path: str, api: Api, authors: tuple[str, ...]) -> None:
        self.where = where
        self.notes: list[str] = []
        self._path = path
        self._api = api
        self._named = tuple(name.lower() for name in authors)
        self._trusted: tuple[str, ...] | None = None

    @property
    def place(self) -> str:
        """See Tracker."""
        return f"{self.name}, {self.where}"

    @property
    def authors(self) -> tuple[str, ...]:
        """Whose issues are ours, in lower case: the token's own user and who is configured."""
        if self._trusted is None:
            own = self._own()
            found = tuple(dict.fromkeys((*((own,) if own else ()), *self._named)))
            if not found:
                raise TrackerError(f"{self.name}: the token does not say whose it is; {self.asks}")
            self._trusted = found
        return self._trusted

    def issues(self) -> list[Issue]:
        """See Tracker. The service does the choosing, and each author is looked at once more here."""
        found: dict[int, Issue] = {}
        for author in self.authors:
            for entry in self._written_by(author):
                issue = self._read(entry)
                found[issue.number] = issue
        return [found[number] for number in sorted(found) if found[number].author in self.authors]

    def issue(self, number: int) -> Issue:
        """See Tracker."""
        return self._read(self._api.get(f"{self._path}/{number}").data)

    def pause(self, seconds: float) -> None:
        """See Tracker."""
        self._api.pause(seconds)

    @abstractmethod
    def _own(self) -> str:
        """The token's own user, in lower case; "" where that can't be learnt."""

    @abstractmethod
    def _written_by(self, author: str) -> Iterator[Mapping[str, Any]]:
        """Every issue of an author, open or not, as the service gives it."""

    def _read(self, data: Any) -> Issue:
        keys = self.keys
        if not isinstance(data, dict) or not isinstance(data.get(keys.number), int):
            host = urlsplit(self._api.base).netloc
            raise TrackerError(f"{self.name}: {host} answers with something that is no issue")
        return Issue(
            data[keys.number],
            str(data.get("title") or ""),
            str(data.get(keys.body) or ""),
            data.get("state") == keys.open,
            self._login(data.get(keys.author)),
            str(data.get(keys.url) or ""),
        )

    def _login(self, data: Any) -> str:
        name = data.get(self.keys.login) if isinstance(data, dict) else None
        return name.lower() if isinstance(name, str) else ""
