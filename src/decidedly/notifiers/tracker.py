"""Issue trackers: what one is asked to do, whichever service it is, and how it may fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class TrackerError(Exception):
    """What a service refused or could not do. The message says what, where and what to do, and never holds the token.

    `status` is that of the answer, 0 without one. `uncertain`: the request may have been carried out all the same (the
    connection broke before the answer came).
    """

    def __init__(self, message: str, status: int = 0, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.uncertain = uncertain


class Conflict(TrackerError):
    """Somebody else wrote at the same time (409): read again, and decide again."""


class Invalid(TrackerError):
    """A value that the service does not take (400, 422). `fields` are the names that it gives, if any."""

    def __init__(self, message: str, status: int = 422, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message, status)
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the service has it. `number` is what people see (`#12`), `body` its Markdown as it was sent."""

    number: int
    title: str
    body: str
    open: bool
    author: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a pull request. `number` is the service's name for it."""

    number: int
    body: str
    author: str


class Conversations(Protocol):
    """What is needed to keep a comment on a pull request (GitLab: a merge request). Every method raises TrackerError."""

    def comments(self, number: int) -> list[Comment]:
        """The comments of trusted authors on the pull request `number`, the oldest first."""

    def comment(self, number: int, text: str) -> None:
        """Add a comment. It is sent once."""

    def rewrite(self, number: int, comment: int, text: str) -> None:
        """Replace the text of a comment."""

    def remove(self, number: int, comment: int) -> None:
        """Take a comment away."""


class Tracker(Protocol):
    """What is needed of GitHub and GitLab. Every method raises TrackerError.

    `name` is the service's. `limit` is the longest body that is taken, in UTF-16 code units (what the services call
    characters is at least that generous). Titles are cut to `TITLE` by whoever makes them. `notes` are sentences about
    what was left out on the way.
    """

    name: str
    limit: int
    notes: list[str]

    @property
    def place(self) -> str:
        """The service and the repository, for messages: `GitHub, acme/shop`."""

    def issues(self) -> list[Issue]:
        """All issues of trusted authors, open and closed, the oldest first."""

    def issue(self, number: int) -> Issue:
        """One issue as it is now."""

    def create(self, title: str, body: str, labels: tuple[str, ...], assignees: tuple[str, ...]) -> Issue:
        """A new issue. It is sent once: an `uncertain` error means that there may be one now."""

    def update(
        self, number: int, *, title: str | None = None, body: str | None = None, is_open: bool | None = None
    ) -> Issue:
        """Change what is not None, all at once; the issue as it is afterwards."""

    def comment(self, number: int, text: str) -> None:
        """Add a comment. It is sent once."""

    def pause(self, seconds: float) -> None:
        """Give the service time to show what was just written."""


TITLE = 250
"""Characters of a title: GitLab takes 255, GitHub 256."""


def size(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
