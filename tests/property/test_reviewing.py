"""Recording a review makes a record fresh, or it is said why not; the next day is after the review. Events likewise."""

import datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from decidedly import app, reviewing
from decidedly.amend import AmendError
from decidedly.amend.events import FILE, amended
from decidedly.dates import read_interval
from decidedly.preamble import load_yaml
from decidedly.review import STATES, read_events
from decidedly.text import Source, decode, name_slug

DAY = datetime.date(2026, 5, 20)

days = st.integers(-800, 800).map(lambda many: DAY + datetime.timedelta(days=many))
intervals = st.sampled_from(
    ["1 day", "2 weeks", "1 month", "6 months", "P1Y", "10 years", "9999 years", "soon"]
)
leads = st.sampled_from(["", "0 days", "2 weeks", "3 months", "2 years"])


@st.composite
def events(draw: st.DrawFn) -> str:
    """An entry of a plan's `when` that waits for one of two events."""
    name = draw(st.sampled_from(["phase-12", "go-live", "Release (of all)"]))
    timing, lead = draw(st.sampled_from(["", "before", "after"])), draw(leads)
    parts = [
        f'event: "{name}"',
        *([f"timing: {timing}"] if timing else []),
        *([f"lead: {lead}"] if lead else []),
    ]
    return f"    - {{{', '.join(parts)}}}\n"


@st.composite
def records(draw: st.DrawFn) -> str:
    """A record with a plan of any parts, reviews held before, a proposal's day, an assumption."""
    status = draw(st.sampled_from(["accepted", "accepted", "proposed", "draft"]))
    text = f"---\nstatus: {status}\n"
    if draw(st.booleans()):
        text += f"date: {draw(days)}\n"
    if draw(st.integers(0, 4)) == 0:
        text += f"due: {draw(days)}\n"
    plan = ""
    if draw(st.booleans()):
        plan += f"  by: {draw(days)}\n"
    if draw(st.booleans()):
        plan += f"  every: {draw(intervals)}\n"
    if lead := draw(leads):
        plan += f"  lead: {lead}\n"
    when = draw(st.lists(events(), max_size=2))
    plan += "  when:\n" + "".join(when) if when else ""
    if plan and draw(st.booleans()):
        plan += f"  snooze: {{until: {draw(days)}, reason: launch freeze}}\n"
    text += f"review:\n{plan}" if plan else ""
    if draw(st.integers(0, 4)) == 0:
        text += f"assumptions:\n  - {{text: cheap, checked: {draw(days)}, valid-for: 3 months}}\n"
    if held := draw(st.lists(days, max_size=2)):
        text += "reviews:\n" + "".join(f"  - {{on: {one}, outcome: reaffirmed}}\n" for one in held)
    return text + "---\n\n# A\n\n## Decision\n\nWe will.\n"


@st.composite
def calendars(draw: st.DrawFn) -> str:
    """An events.yaml."""
    lines = []
    for name in ("phase-12", "Release"):
        expected, occurred = draw(st.none() | days), draw(st.none() | days)
        if draw(st.booleans()):
            lines.append(f"{name}:\n  expected: {expected or 'null'}\n  occurred: {occurred or ''}\n")
    return "".join(lines)


def opened(folder: Path, record: str, calendar: str = "") -> app.Opened:
    (folder / "adr").mkdir(exist_ok=True)
    (folder / "adr" / "0001-a.md").write_text(record, encoding="utf-8")
    (folder / "adr" / FILE).write_text(calendar, encoding="utf-8")
    return app.open_log(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log")


@settings(max_examples=150)
@given(records(), calendars())
def test_a_review_makes_fresh_or_says_why_not(folder: Path, record: str, calendar: str):
    log = opened(folder, record, calendar)
    path = "0001-a.md"
    before = log.log.by_path[path]
    made = reviewing.record(log, DAY, [path], reviewing.Verdict("reaffirmed", "as before"), dry_run=True)
    after = made.after.review_by_path[path]
    assert len(after.record.reviews) == len(before.reviews) + 1
    assert after.state in STATES
    words = made.next[path]
    if after.state == "fresh":
        assert after.due is not None
        assert after.due > DAY
        assert f"next review {after.due}" in words
    elif after.state == "waiting":
        assert words.startswith("next review when “")
        assert after.reason.split(" (")[0] in words
    elif after.state == "unscheduled":
        assert words.startswith("nothing will bring it up again")
        assert "adr review 0001 --next" in words
    else:  # decided, not reviewed; an event that is still to come; a lead longer than its interval; an assumption
        assert after.state in ("upcoming", "due", "overdue")
        assert words.startswith(("still ", "next review "))
        if words.startswith("next review "):
            assert "within its lead" in words
            assert after.due is not None
            assert after.due > DAY
        else:
            assert "to be decided" in words or "still to come" in words or "check that" in words


@settings(max_examples=60)
@given(records(), calendars(), st.sampled_from(["1 month", "6 weeks", "6 months", "7 months", "2 years"]))
def test_what_is_put_off_is_hidden_until_its_day_and_never_for_ever(
    folder: Path, record: str, calendar: str, span: str
):
    """Putting off again and again ends: but for the first time, the day on which it was due counts and not today."""
    interval, longest = read_interval(span), read_interval("6 months")
    assert interval is not None
    assert longest is not None
    day, path = DAY, "0001-a.md"
    log = opened(folder, record, calendar)
    for _ in range(60):
        before = app.make_report(log, day).review_by_path[path]
        plan = log.log.by_path[path].review
        try:
            made = reviewing.defer(log, day, [path], reviewing.Deferral(interval, "later"))
        except AmendError:
            break
        after = made.after.review_by_path[path]
        snooze = after.record.review.snooze if after.record.review else None
        assert before.due is not None
        assert snooze is not None
        assert snooze.until == interval.after(day)
        origin = (
            before.due
            if plan is not None and plan.snooze is not None and not before.record.reviews
            else max(before.due, day)
        )
        assert snooze.until <= longest.after(origin)
        assert after.state in ("snoozed", "fresh")
        log = app.open_log(folder)
        assert app.make_report(log, snooze.until).review_by_path[path].state != "snoozed"
        day = snooze.until
    else:
        raise AssertionError("put off for ever")


NAMES = st.sampled_from(["phase-12", "release", "go-live", "on", "12", "größe"]).map(name_slug)
FILES = st.sampled_from(
    [
        None,
        "",
        "# nothing yet\n",
        "{}\n",
        "phase-12: 2026-05-01  # so\nrelease:\n",
        "phase-12:\n    title: 'It''s'\n    expected: ~   # who knows\n\n# end\n",
        "{phase-12: {expected: 2026-05-01}, release: 2026-01-01}\n",
        'Phase 12:\n  occurred: "2026-01-01"\ngo-live: {}\n"on": null\n',
        "release: 1 May 2026\r\nphase-12:\r\n  expected:\r\n  title:\r\n",
        "phase-12:\n  expected: 2026-05-01",
    ]
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text("ab 1#*[]()|`'\"\\:-.,&{}é", min_size=1, max_size=30).filter(
            lambda one: one.strip()
        ),
        "expected": st.none() | days,
        "occurred": st.none() | days,
    },
)


@settings(max_examples=300)
@given(FILES, NAMES, VALUES)
@example("release: 2026-01-01\n", "release", {"occurred": None, "expected": None})
def test_events_are_written_as_meant_and_nothing_besides(text: str | None, name: str, values: dict):
    source = None if text is None else Source(FILE, text)
    made = amended(source, name, values, "A title").text
    event = read_events(made)[name_slug(name)]
    for key in ("expected", "occurred"):
        if key in values:
            assert getattr(event, key) == values[key]
    if "title" in values:
        assert event.title == " ".join(values["title"].split())
    before = load_yaml(text or "") or {}
    after = load_yaml(made)
    others = {key: value for key, value in before.items() if name_slug(str(key)) != name_slug(name)}
    assert {key: value for key, value in after.items() if name_slug(str(key)) != name_slug(name)} == others
    for line in (text or "").splitlines():
        if line.startswith("#"):
            assert line in made
    if text and "\r\n" in text:
        assert "\n" not in made.replace("\r\n", "")
    again = amended(Source(FILE, made), name, values).text
    assert again == made


def test_an_event_of_a_file_in_another_encoding():
    data = "größe: 2026-05-01  # früh\n".encode("cp1252")
    made = amended(decode(FILE, data), name_slug("größe"), {"expected": DAY})
    assert (made.encoding, made.text) == ("cp1252", "größe: 2026-05-20  # früh\n")
