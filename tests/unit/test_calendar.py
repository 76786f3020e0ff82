"""The calendar of reviews, read back by two other readers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from tests.site import logs

from decidedly.outputs import calendar
from decidedly.pages import Site
from decidedly.review import Event

DAY = date(2026, 3, 2)
SITE = Site(title="TIP decision log", url="https://d.example.org/tip", built=date(2026, 2, 27))
FACTS = {"phase-12": Event("phase-12", "Phase 12", date(2026, 5, 1))}


def quoted(words: str) -> str:
    """A YAML scalar that means exactly these words."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\U{ord(c):08x}" for c in words) + '"'


def file(number: int = 1, title: str = "One", **front: str) -> tuple[str, str]:
    """A record of the native form; values are YAML."""
    keys = {"status": "accepted", "date": "2025-12-22"} | {k.replace("_", "-"): v for k, v in front.items()}
    head = "\n".join(f"{name}: {value}" for name, value in keys.items() if value)
    return f"DR-{number:03}-x.md", f"---\nid: DR-{number:03}\ntitle: {quoted(title)}\n{head}\n---\n"


def text(*files: tuple[str, str], as_of: date = DAY, owner: str = "", site: Site = SITE) -> str:
    return calendar.make(logs.report(dict(files), as_of=as_of, events=FACTS), owner=owner, site=site)


def events(*files: tuple[str, str], **more: Any) -> list[Any]:
    read = icalendar.Calendar.from_ical(text(*files, **more))
    assert not read.errors
    return read.walk("VEVENT")


def one(*files: tuple[str, str], **more: Any) -> Any:
    found = events(*files, **more)
    assert len(found) == 1
    return found[0]


# ------------------------------------------------------------------------------------------------- what stands there


def test_a_review():
    made = one(
        file(
            title="Where do workers run?",
            answer="On **Render**, free tier first",
            review="{every: 6 months}",
            owner='"@alice"',
            tags="[hosting, 'a, b']",
            component="backend",
        )
    )
    assert made["UID"].endswith(".decidedly")
    assert made["UID"].startswith("dr-001.every.0@")
    assert made.decoded("DTSTART") == date(2026, 6, 22)
    assert "DTEND" not in made
    assert made["SUMMARY"] == "Review DR-001: Where do workers run?"
    assert made["DESCRIPTION"] == (
        "Answer: On Render, free tier first\nWhy: every 6 months\nWho: @alice\nhttps://d.example.org/tip/d/dr-001.html"
    )
    assert made["URL"] == "https://d.example.org/tip/d/dr-001.html"
    assert made["STATUS"] == "CONFIRMED"
    assert made["TRANSP"] == "TRANSPARENT"
    assert [str(word) for word in made["CATEGORIES"].cats] == ["Review", "backend", "hosting", "a b"]
    alarm = made.walk("VALARM")[0]
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm.decoded("TRIGGER") == timedelta(hours=9)


def test_the_calendar_itself():
    made = icalendar.Calendar.from_ical(text(file(review="2026-06-01"), owner="@alice"))
    assert made["X-WR-CALNAME"] == made["NAME"] == "TIP decision log: reviews for @alice"
    assert made["VERSION"] == "2.0"
    assert made["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert made.decoded("REFRESH-INTERVAL") == timedelta(days=1)
    assert "METHOD" not in made  # with one, every event would need an organiser


def test_no_address_is_made_up():
    for site in (
        Site(),
        Site(url="javascript:alert(1)//x"),
        Site(url="not an address"),
        Site(url="http://["),
    ):
        made = one(file(review="2026-06-01"), site=site)
        assert "URL" not in made
        assert "d/dr-001" not in str(made.get("DESCRIPTION", ""))


@pytest.mark.parametrize(
    ("front", "summary", "day"),
    [
        ({"review": "2026-02-01"}, "Review", date(2026, 2, 1)),
        ({"review": "2026-03-10"}, "Review", date(2026, 3, 10)),
        ({"review": "2029-01-01"}, "Review", date(2029, 1, 1)),
        ({"review": "{when: [{event: phase-12}]}"}, "Review", date(2026, 5, 1)),
        ({"status": "proposed", "due": "2026-04-01"}, "Decide", date(2026, 4, 1)),
        ({"review": "{by: 2026-02-01, snooze: {until: 2026-04-15, reason: freeze}}"}, "Review", date(2026, 4, 15)),
        ({"review": "9999-12-31"}, "Review", date.max),
        ({"review": "0001-01-01"}, "Review", date.min),
    ],
)  # fmt: skip
def test_everything_that_has_a_day(front, summary, day):
    made = one(file(**front))
    assert made["SUMMARY"] == f"{summary} DR-001: One"
    assert made.decoded("DTSTART") == day
    assert made["STATUS"] == "CONFIRMED"


def test_what_has_no_day_is_no_event():
    assert not events(file(), file(2, review="{when: [{manual: more load}]}"), file(3, status="proposed"))


def test_only_one_person_s():
    files = [file(1, review="2026-06-01", owner='"@alice"'), file(2, review="2026-06-02", owner="Bob")]
    assert [made["SUMMARY"] for made in events(*files, owner="ALICE")] == ["Review DR-001: One"]
    assert [made["SUMMARY"] for made in events(*files, owner="@bob")] == ["Review DR-002: One"]
    assert not events(*files, owner="carol")


# -------------------------------------------------------------------------------------- what stays, what rises


def test_the_uid_stays_when_title_and_day_change():
    before = one(file(title="Which queue?", review="2026-06-01"))
    after = one(file(title="Which broker?", review="2026-09-01"))
    assert before["UID"] == after["UID"]
    event = one(file(review="{when: [{event: phase-12}]}"))
    assert event["UID"].split("@")[0].startswith("dr-001.event-phase-12-")
    assert len({made["UID"] for made in (before, event, one(file(2, review="2026-06-01")))}) == 3
    assert one(file(review="2026-06-01"), site=Site(url="https://else.example.org"))["UID"] != before["UID"]


def test_long_words_of_a_plan_make_a_short_uid():
    words = "more than 1M requests per month, " * 20
    found = {
        one(file(review=f"{{when: [{{manual: '{words}{end}', backstop: 2026-08-01}}]}}"))["UID"]
        for end in ("a", "b")
    }
    assert len(found) == 2
    assert all(len(uid) < 80 and uid.isascii() and " " not in uid for uid in found)


def test_sequence_rises_with_the_commit_and_stamps_come_from_it():
    days = [date(2025, 1, 1), date(2026, 2, 27), date(2026, 2, 28), date(2040, 1, 1), date(2090, 1, 1)]
    made = [one(file(review="2026-06-01"), site=Site(built=day)) for day in days]
    sequences = [int(event["SEQUENCE"]) for event in made]
    assert sequences == sorted(set(sequences))
    assert max(sequences) < 2**31
    assert made[1].decoded("DTSTAMP") == datetime(2026, 2, 27, tzinfo=UTC)
    assert int(one(file(review="2026-06-01"), site=Site(built=date(1999, 1, 1)))["SEQUENCE"]) == 0
    assert one(file(review="2026-06-01"), site=Site()).decoded("DTSTAMP") == datetime(2026, 3, 2, tzinfo=UTC)


def test_two_commits_of_one_day_are_told_apart():
    moments = [datetime(2026, 2, 27, hour, 30, tzinfo=UTC) for hour in (8, 17)]
    first, second = (one(file(review="2026-06-01"), site=Site(built=DAY, stamp=moment)) for moment in moments)
    assert first["SEQUENCE"] < second["SEQUENCE"]
    assert second.decoded("DTSTAMP") == moments[1]


def test_same_bytes():
    assert text(*logs.SMALL.items()) == text(*logs.SMALL.items())


# ------------------------------------------------------------------------------------------------- what is closed


def states(*files: tuple[str, str], **more: Any) -> dict[str, str]:
    return {made["UID"].split("@")[0]: str(made["STATUS"]) for made in events(*files, **more)}


def test_a_review_that_was_answered_is_cancelled_for_a_while_and_the_next_one_is_new():
    plan = "{every: 6 months}"
    assert states(file(review=plan), as_of=date(2026, 6, 20)) == {"dr-001.every.0": "CONFIRMED"}
    done = file(review=plan, reviews="[{on: 2026-06-21, by: '@alice', outcome: reaffirmed}]")
    both = {"dr-001.every.0": "CANCELLED", "dr-001.every.1": "CONFIRMED"}
    assert states(done, as_of=date(2026, 6, 21)) == both
    assert states(done, as_of=date(2026, 9, 19)) == both
    assert states(done, as_of=date(2026, 9, 20)) == {"dr-001.every.1": "CONFIRMED"}
    assert states(done, as_of=date(2026, 6, 20)) == {"dr-001.every.0": "CONFIRMED"}  # not held yet


def test_what_is_cancelled_has_the_day_that_it_had_and_no_alarm():
    done = file(review="{every: 6 months}", reviews="[{on: 2026-07-01, outcome: reaffirmed}]")
    closed = next(made for made in events(done, as_of=date(2026, 7, 2)) if made["STATUS"] == "CANCELLED")
    assert closed.decoded("DTSTART") == date(2026, 6, 22)
    assert not closed.walk("VALARM")
    moved = file(review="2027-06-01", reviews="[{on: 2026-07-01, outcome: reaffirmed}]")
    assert {made.decoded("DTSTART") for made in events(moved, as_of=date(2026, 7, 2))} == {
        date(2026, 7, 1),
        date(2027, 6, 1),
    }


def test_a_proposal_s_day_is_closed_by_its_decision():
    assert states(file(status="proposed", due="2026-03-10")) == {"dr-001.decide.0": "CONFIRMED"}
    for status in ("accepted", "rejected", "withdrawn"):
        assert states(file(status=status, due="2026-03-10")) == {"dr-001.decide.0": "CANCELLED"}
    assert not states(file(due="2026-03-10"), as_of=date(2026, 6, 9))


def test_reviews_of_a_decision_that_is_history_are_cancelled():
    for status in ("superseded", "deprecated", "rejected"):
        assert states(file(review="2026-06-01", status=status)) == {"dr-001.by.0": "CANCELLED"}
    assert not states(file(review="2026-06-01", status="superseded"), as_of=date(2026, 8, 31))


# ------------------------------------------------------------------------------------------------- hostile words

PROPERTIES = {
    "UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "TRANSP", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL",
}  # fmt: skip

HOSTILE = [
    "a\r\nATTENDEE;RSVP=TRUE:mailto:x@example.org",
    "a\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil",
    "x\\nEND:VALARM\\;\\,",
    "C:\\New, \\N; \\\\",
    'ORGANIZER:mailto:evil@example.org";X=1:',
    "🚀" * 40,
    "a" * 66 + "👩‍👩‍👧" * 9,
    "é" * 200,
    "\u2028BEGIN:VEVENT\u2029 \x00\x1b[2J \ud800 \ufffe \u202e",
    "::error::x ##[group]" * 9,
    ",;:\"'=\\^n^'",
]

HOSTILE_TEXT = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=30), min_size=1, max_size=4).map("".join)


def check(made: str, expected: int) -> list[Any]:
    data = made.encode("utf-8")
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    harmful = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ufffe]")
    assert not any(harmful.search(line.decode("utf-8")) for line in lines)
    assert not any(line.strip().startswith((b"::", b"##[")) for line in lines)
    assert b"##[" not in data
    read = icalendar.Calendar.from_ical(made)
    assert [part.name for part in read.subcomponents] == ["VEVENT"] * expected
    for event in read.subcomponents:
        assert set(event) <= PROPERTIES
        assert [part.name for part in event.subcomponents] == ["VALARM"]
        assert set(event.subcomponents[0]) == {"ACTION", "TRIGGER", "DESCRIPTION"}
        assert not event.errors
    second = IcsCalendarStream.calendar_from_ics(made)
    assert [event.uid for event in second.events] == [event["UID"] for event in read.subcomponents]
    assert [event.summary for event in second.events] == [event["SUMMARY"] for event in read.subcomponents]
    assert not any(event.attendees or event.organizer or event.attach for event in second.events)
    return read.subcomponents


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str):
    said = quoted(words)
    found = file(
        1,
        words,
        answer=said,
        owner=said,
        tags=f"[{said}]",
        component=said,
        review=f"{{by: 2026-06-01, when: [{{event: {said}}}]}}",
    )
    check(text(found, site=Site(title=words, url="https://d.example.org/a b")), 1)
    theirs = text(found, owner=words)
    check(theirs, theirs.count("\r\nBEGIN:VEVENT\r\n"))


@settings(max_examples=60)
@given(HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT)
def test_no_words_add_anything(title: str, answer: str, owner: str, tag: str):
    name, content = file(
        1,
        title,
        answer=quoted(answer),
        owner=quoted(owner),
        tags=f"[{quoted(tag)}]",
        review="2026-06-01",
    )
    check(text((name, content), site=Site(title=title, url="https://d.example.org/a")), 1)


def test_words_survive():
    title = "C:\\New\\nodes, a; b: \\N “é” 決定 👩‍👩‍👧 " + "x" * 80
    made = text(file(title=title, review="2026-06-01"))
    (event,) = check(made, 1)
    assert event["SUMMARY"] == f"Review DR-001: {title}"
