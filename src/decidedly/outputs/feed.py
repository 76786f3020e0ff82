"""Atom feeds (RFC 4287): what was decided and which reviews are due, the newest first.

An entry's id is made of the record's name and of what happened to it, so that a reader of feeds shows each once: when a
record gets another status, when its review comes near, and when it is due.
"""

from __future__ import annotations

import html
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from decidedly.outputs.calendar import current
from decidedly.outputs.kind import Output
from decidedly.outputs.published import (
    NOWHERE,
    Published,
    answer,
    belongs,
    midnight,
    moment,
    named,
    page,
    web,
    why,
    words,
)
from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import TO_DECIDE, Review

MOST = 100
"""Entries of one feed."""

DUE = frozenset({"due", "overdue", "breached"})

_URN = uuid.UUID("6f1c7a52-52b5-5f0e-9a55-3a1d1be9a3c4")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what makes its id, when it came to be, its title, its lines of text, whose it is."""

    key: str
    record: Record
    day: date
    title: str
    lines: tuple[str, ...]
    category: str
    people: tuple[str, ...] = ()


def make(
    report: Report,
    *,
    owner: str = "",
    site: Published = NOWHERE,
    decisions: bool = False,
    output: str = "reviews.atom",
) -> str:
    """The feed as XML: reviews that are near or due, or, with `decisions`, all decisions and the reviews that are due.

    `owner` limits it to one person's. `output` is the feed's own path on the site: links lead from there while the
    site's address is not known.
    """
    return write(report, entries(report, decisions=decisions), owner=owner, site=site, output=output)


def entries(report: Report, *, decisions: bool = False) -> list[Entry]:
    """All entries, the newest first."""
    found = [one for review in report.reviews for one in _review(report, review, near=not decisions)]
    if decisions:
        found += [one for record in report.log.records for one in _decision(report, record)]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.key))


def _decision(report: Report, record: Record) -> Iterator[Entry]:
    log = report.log
    said = record.status.name if record.status else ""
    day = record.when
    gone = log.successors(record) if said not in ("rejected", "withdrawn") else ()
    if gone:
        said = "superseded"
        days = [one.when for one in gone if one.when]
        day = max([min(days), *([day] if day else [])]) if days else day
    if day is None or day > report.as_of:
        return
    state = words(said, 40).capitalize() or "No status"
    by = ", ".join(named(one) for one in gone[:3])
    lines = (
        f"{state}{f' by {by}' if gone else ''}, {day.isoformat()}.",
        f"→ {answer(record)}" if record.answer else "",
    )
    key = f"{log.slug(record)}.{words(said, 40) or 'none'}"
    yield Entry(key, record, day, f"{state}: {named(record)}", lines, state, record.owners)


def _review(report: Report, review: Review, *, near: bool) -> Iterator[Entry]:
    """A review that is due; with `near` also the same when it has begun to show as upcoming."""
    due, record = review.due, review.record
    if due is None or review.state not in DUE | ({"upcoming"} if near else set()):
        return
    task = "Decide" if review.reason == TO_DECIDE else "Review"
    reason = why(review.reason, due)
    lines = (
        f"{task} by {due.isoformat()}{f' ({reason})' if reason else ''}.",
        f"→ {answer(record)}" if record.answer else "",
        f"Who: {', '.join(words(name, 80) for name in review.people[:8])}" if review.people else "",
    )
    key = current(report, review)
    title = named(record)
    if review.state in DUE:
        day = min(due, report.as_of)
        yield Entry(f"{key}.due", record, day, f"{task} due: {title}", lines, task, review.people)
    if near:
        begun = [
            turn.day for turn in report.turns(record)[1:] if turn.state == "upcoming" and turn.due == due
        ]
        begun = [day for day in begun if day <= report.as_of] or [report.as_of] * (review.state == "upcoming")
        if begun:
            title = f"{task} soon: {title}"
            yield Entry(f"{key}.upcoming", record, min(begun), title, lines, task, review.people)


# -------------------------------------------------------------------------------------------------------------- Atom


def write(
    report: Report,
    found: list[Entry],
    *,
    owner: str = "",
    site: Published = NOWHERE,
    output: str = "reviews.atom",
) -> str:
    """Those of `found` that are for `owner` as XML."""
    from feedgenerator import Atom1Feed  # type: ignore[import-untyped]

    stamp = moment(report, site)
    base = f"{web(site)}/" if web(site) else "../" * output.count("/")
    title = words(site.title, 100) + ("" if output == "feed.atom" else ": reviews")

    class Feed(Atom1Feed):  # type: ignore[misc]
        """The library's feed without its looks at the clock."""

        def latest_post_date(self) -> datetime:
            return max((item["updateddate"] for item in self.items), default=stamp)

        def add_root_elements(self, handler: Any) -> None:
            super().add_root_elements(handler)
            handler.addQuickElement("generator", "Decidedly")

    made = Feed(
        title=title + (f" for {words(owner, 60)}" if owner else ""),
        link=f"{base}index.html",
        description="",
        feed_url=f"{base}{quote(output)}" if web(site) else None,
        feed_guid=_id(site, f"feed.{output}"),
        author_name=words(site.title, 100) or "Decision log",
        language="en",
    )
    for one in [entry for entry in found if belongs(entry.people, owner)][:MOST]:
        when = midnight(one.day)
        made.add_item(
            title=one.title,
            link=base + quote(page(report, one.record)),
            description="".join(f"<p>{html.escape(line)}</p>" for line in one.lines if line),
            unique_id=_id(site, one.key),
            pubdate=when,
            updateddate=when,
            author_name=", ".join(words(name, 80) for name in one.people[:8]) or None,
            categories=[one.category, *(words(tag, 60) for tag in one.record.tags[:8])],
        )
    return str(made.writeString("utf-8")).rstrip("\n") + "\n"


def _id(site: Published, key: str) -> str:
    """A name for ever: a `tag:` of the site's own host where that is known (RFC 4151), else a UUID made of the key."""
    address = web(site)
    if address:
        parts = urlsplit(address)
        return f"tag:{parts.hostname},2020:{quote(parts.path.strip('/') + '/').lstrip('/')}{quote(key)}"
    return uuid.uuid5(_URN, f"{site.edit_url}\n{key}").urn


OUTPUT = Output("atom", "application/atom+xml", ".atom", make)
