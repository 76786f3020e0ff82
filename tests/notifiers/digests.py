"""Digests of logs that are written in a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.unit.reading import record

from decidedly.log import Log
from decidedly.notices import Digest, Settings, Watermark, notices, plan
from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import judge


def decision(number: int, due: str = "", *, owner: str = "@alice", title: str = "", more: str = "") -> Record:
    """A decision to be reviewed by a day, or on what `more` says in its front matter."""
    name = title or f"Use thing {number}"
    review = f"review: {due}\n" if due else ""
    people = f'owner: "{owner}"\n' if owner else ""
    text = f"---\nid: DR-{number:03}\nstatus: accepted\ndate: 2025-01-01\n{people}{review}{more}---\n\n# {name}\n\nText.\n"
    return record(text, f"{number:04}-thing.md")


def digest(
    as_of: str, *records: Record, settings: Settings | None = None, title: str = "Shop decisions"
) -> Digest:
    """What is current on that day, all of it new."""
    day = date.fromisoformat(as_of)
    settings = settings or Settings()
    reviews = tuple(judge(one, day) for one in records)
    report = Report(Log(records), day, reviews)
    urls = {one.path: f"https://git.example/acme/shop/blob/main/adr/{one.path}" for one in records}
    found = notices(report, settings, urls)
    messages = plan("github", found, Watermark(), lambda _notice: ("",), 1000)
    return Digest(day, found, messages, title, "https://shop.example/adr/", reviews, urls)


def keys(one: Digest) -> Sequence[str]:
    """The keys of everything in it."""
    return [notice.key for notice in one.current]
