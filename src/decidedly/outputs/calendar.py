"""`reviews.ics`: the days of all reviews, for a calendar that somebody subscribes to (RFC 5545, RFC 7986).

A review keeps its UID however its day or its title changes: it is made of the record's name, of the part of the plan
that it comes from, and of how many reviews there were before. `SEQUENCE` counts the seconds from 2020 to the commit
that is published: it needs no memory, and a later state never has a lower one, in a shallow clone either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from decidedly.lifecycle import OPEN, RETIRED
from decidedly.outputs.kind import Output
from decidedly.outputs.published import (
    NOWHERE,
    Published,
    answer,
    belongs,
    moment,
    named,
    page,
    web,
    why,
    words,
)
from decidedly.planned import ReviewEntry
from decidedly.record import Record, Status
from decidedly.report import Report
from decidedly.review import TO_DECIDE, Review
from decidedly.text import name_slug

if TYPE_CHECKING:
    from icalendar import Component, Event

KEPT = timedelta(days=90)
"""How long a review that is closed stays in the calendar as cancelled, so that everyone who took it over hears of it."""

ALARM = timedelta(hours=9)
"""When a calendar reminds of a review: at nine on its day."""

DECIDE = "decide"
"""The occasion of a proposal's own day."""

_START = datetime(2020, 1, 1, tzinfo=UTC)
_MOST = 2**31 - 1
_ACCEPTED, _PROPOSED = Status("accepted", "accepted"), Status("proposed", "proposed")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: the review of `record` that `key` names has its day on `day`, or is no more (`cancelled`)."""

    key: str
    record: Record
    day: date
    task: str
    reason: str = ""
    people: tuple[str, ...] = ()
    cancelled: bool = False


def make(report: Report, *, owner: str = "", site: Published = NOWHERE) -> str:
    """Every review that has a day as an iCalendar text with CRLF; only those of `owner` where one is given."""
    return write(report, entries(report), owner=owner, site=site)


def entries(report: Report) -> list[Entry]:
    """All events, by their days: the next review of every record, proposals to be decided, and what is closed."""
    found: dict[str, Entry] = {}
    for review in report.reviews:
        for one in (*_next(report, review), *_decided(report, review), *_answered(report, review)):
            found.setdefault(one.key, one)  # a key that is open again is not closed
    return sorted(found.values(), key=lambda one: (one.day, one.key))


def key(report: Report, record: Record, occasion: str, earlier: int) -> str:
    """What tells a review from all others of the log for ever: record, part of the plan, number of reviews before it."""
    name = name_slug(occasion)
    if name != occasion or len(name) > 20:  # words of the plan: shortened, and told apart by their digest
        name = f"{name[:20].strip('-')}-{_digest(occasion)[:8]}".lstrip("-")
    return f"{report.log.slug(record)}.{name}.{earlier}"


def counted(report: Report, record: Record) -> list[tuple[date, ReviewEntry]]:
    """The reviews that have happened by the report's day, in the order of their days."""
    held = [(one.on, one) for one in record.reviews if one.on is not None and one.on <= report.as_of]
    return sorted(held, key=lambda pair: pair[0])


def current(report: Report, review: Review) -> str:
    """The key of the review that is next."""
    earlier = 0 if review.occasion == DECIDE else len(counted(report, review.record))
    return key(report, review.record, review.occasion, earlier)


def _next(report: Report, review: Review) -> Iterator[Entry]:
    record = review.record
    if review.due is None or review.state == "unscheduled":
        return
    snooze = record.review.snooze if record.review else None
    asleep = review.state == "snoozed" and snooze is not None and snooze.until is not None
    day = max(review.due, snooze.until) if asleep and snooze and snooze.until else review.due
    reason = f"Snoozed {words(review.reason, 300)}" if asleep else why(review.reason, review.due)
    yield Entry(current(report, review), record, day, _task(review), reason, review.people)


def _decided(report: Report, review: Review) -> Iterator[Entry]:
    """What a decision has closed: the day by which it was to be made; the reviews of a decision that is history."""
    record, judge = review.record, report.judge
    status = record.status.name if record.status else None
    if judge is None or status in OPEN:
        return
    if status is not None:
        day = judge(replace(record, status=_PROPOSED, review=None, assumptions=()), report.as_of).due
        if day and _recent(report, day):
            yield _closed(review, key(report, record, DECIDE, 0), day, "Decide")
    if review.state == "unscheduled" and (status in RETIRED or report.log.successors(record)):
        before = judge(replace(record, status=_ACCEPTED), report.as_of)
        if before.due and _recent(report, before.due):
            yield _closed(review, current(report, before), before.due, "Review")


def _answered(report: Report, review: Review) -> Iterator[Entry]:
    """Reviews that were answered lately: as they were just before the answer."""
    record, judge = review.record, report.judge
    held = counted(report, record)
    retired = record.status is not None and record.status.name in RETIRED
    for number in range(len(held) - 1, -1, -1):
        on = held[number][0]
        if judge is None or not _recent(report, on):
            return
        earlier = tuple(entry for _, entry in held[:number])
        before = judge(replace(record, status=_ACCEPTED if retired else record.status, reviews=earlier), on)
        if before.due and before.occasion != DECIDE:
            named_by = key(report, record, before.occasion, number)
            yield _closed(
                review, named_by, min(before.due, on), "Review"
            )  # the plan may name the next day by now


def _recent(report: Report, day: date) -> bool:
    return report.as_of - day <= KEPT


def _closed(review: Review, named_by: str, day: date, task: str) -> Entry:
    return Entry(named_by, review.record, day, task, people=review.people, cancelled=True)


def _task(review: Review) -> str:
    return "Decide" if review.reason == TO_DECIDE or review.occasion == DECIDE else "Review"


# ---------------------------------------------------------------------------------------------------------- iCalendar


def write(report: Report, events: list[Entry], *, owner: str = "", site: Published = NOWHERE) -> str:
    """Those of `events` that are for `owner` as text."""
    from icalendar import Calendar

    stamp = moment(report, site)
    title = f"{words(site.title, 100)}: reviews" + (f" for {words(owner, 60)}" if owner else "")
    made = Calendar()
    made.add("prodid", "-//Decidedly//adr//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    _say(made, "name", title)
    _say(made, "x-wr-calname", title)
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "P1D")
    if web(site):
        made.add("url", f"{web(site)}/reviews.html")
    for one in events:
        if belongs(one.people, owner):
            made.add_component(_event(report, one, stamp, site))
    return str(made.to_ical(sorted=False).decode())


def _event(report: Report, one: Entry, stamp: datetime, site: Published) -> Event:
    from icalendar import Alarm, Event

    summary = f"{one.task} {named(one.record, ': ')}"
    address = f"{web(site)}/{page(report, one.record)}" if web(site) else ""
    made = Event()
    made.add("uid", f"{one.key}@{_namespace(site)}")
    made.add("dtstamp", stamp)
    made.add("dtstart", one.day)
    made.add("sequence", min(max(int((stamp - _START).total_seconds()), 0), _MOST))
    made.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    _say(made, "summary", summary)
    _say(made, "description", "\n".join(_description(one, address)))
    made.add("categories", [word for word in _categories(report, one) if word])
    if address:
        made.add("url", address)
    if not one.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", ALARM)
        _say(alarm, "description", summary)
        made.add_component(alarm)
    return made


def _description(one: Entry, address: str) -> Iterator[str]:
    if one.cancelled:
        yield "This is done: nothing is left to review."
    if said := answer(one.record):
        yield f"Answer: {said}"
    if one.reason:
        yield f"Why: {one.reason}"
    if one.people:
        yield f"Who: {', '.join(words(name, 80) for name in one.people[:8])}"
    if address:
        yield address


def _categories(report: Report, one: Entry) -> Iterator[str]:
    """No commas: half of all readers take an escaped one for the end of the category."""
    yield "Decision" if one.task == "Decide" else "Review"
    for word in dict.fromkeys((report.log.component(one.record), *one.record.tags[:8])):
        yield words(word.replace(",", " ").replace("\\", "/").replace(";", " "), 60)


def _say(component: Component, name: str, text: str) -> None:
    from icalendar import vText

    class Words(vText):
        """Text in which `\\N` is not taken for a line break, as the library would."""

        def to_ical(self) -> bytes:
            return b"\\\\N".join(vText(part).to_ical() for part in self.split("\\N"))

    component.add(name, Words(text))


def _namespace(site: Published) -> str:
    """What tells this log's events from those of any other: by its address, else by its repository's."""
    return (
        f"{_digest(web(site) or site.edit_url)[:12]}.decidedly" if web(site) or site.edit_url else "decidedly"
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


OUTPUT = Output("ics", "text/calendar", ".ics", make)
