"""What calendar and feeds share: where the log is published, when, and its words made harmless for other readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol
from urllib.parse import quote, urlsplit

from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import TO_DECIDE
from decidedly.text import called, one_line, without_kind

LONGEST_ID = 16
"""Longer ids are file names: the title alone stands for the record."""

_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_COMMAND = re.compile(r"(?<=:)(?=:)|(?<=##)(?=\[)")
"""Where a CI log would see a command, should a line happen to be folded before it."""


class Published(Protocol):
    """How the log is published; `decidedly.pages.Site` is one."""

    @property
    def title(self) -> str:
        """The log's title."""

    @property
    def url(self) -> str:
        """The absolute address of the site, or ""."""

    @property
    def edit_url(self) -> str:
        """The repository's address of a file with `{path}` in it, or ""."""

    @property
    def built(self) -> date | None:
        """The day of the state that is published: the commit's, or what SOURCE_DATE_EPOCH says."""

    @property
    def stamp(self) -> datetime | None:
        """The same to the second."""


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A log of which nobody has said where it is published."""

    title: str = "Decision log"
    url: str = ""
    edit_url: str = ""
    built: date | None = None
    stamp: datetime | None = None


NOWHERE = Unpublished()


def web(site: Published) -> str:
    """The site's address without a final slash; "" when there is none, or none on the web."""
    try:
        parts = urlsplit(site.url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    address = quote(site.url.strip().rstrip("/"), safe="/:?#[]@!$&'()*+,;=%~", errors="replace")
    return address if usable else ""


def page(report: Report, record: Record) -> str:
    """The output path of a record's page."""
    return f"d/{report.log.slug(record)}.html"


def moment(report: Report, site: Published) -> datetime:
    """When the state that is told of came to be; never the clock. Without any date of a commit, the report's own day."""
    if site.stamp is not None:
        return site.stamp.astimezone(UTC).replace(microsecond=0)
    return midnight(site.built or report.as_of)


def midnight(day: date) -> datetime:
    """The day's first moment."""
    return datetime.combine(day, time(), UTC)


def words(text: str, limit: int = 0) -> str:
    """`text` as one line without characters that steer a reader, a log or the direction of text, or that XML forbids."""
    return _COMMAND.sub("\u200b", one_line(_HARMFUL.sub("", one_line(text)), limit))


def named(record: Record, joint: str = " ") -> str:
    """Id and question in one line, with `joint` between them."""
    title = words(without_kind(record.title), 300)
    name = words(record.id)
    return f"{name}{joint}{title}" if 0 < len(name) <= LONGEST_ID and title else title or name


def answer(record: Record) -> str:
    """The record's answer as plain words, on one line."""
    return words(record.answer, 300)


def why(reason: str, due: date | None) -> str:
    """A review's reason where it says more than its day does."""
    return "" if reason == TO_DECIDE or (due and reason == f"by {due.isoformat()}") else words(reason, 300)


def belongs(people: tuple[str, ...], owner: str) -> bool:
    """Whether `owner`, in any way to name a person, is among `people`; everybody's where it is ""."""
    wanted = called(owner)
    return not wanted or any(wanted & called(name) for name in people)
