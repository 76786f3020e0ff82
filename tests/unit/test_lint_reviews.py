"""What rules about reviews write: in every form of metadata, with every line end, and only where it can be read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decidedly.dialects import Settings, read_all
from decidedly.facts import Facts
from decidedly.lint import RULES
from decidedly.lint.context import Context
from decidedly.lint.engine import run
from decidedly.lint.events import meant_by, name_events, trouble
from decidedly.lint.fixing import fix_all
from decidedly.lint.planning import back_up, move, plan_every
from decidedly.lint.plans import outlook, reviews_of, scheduled
from decidedly.log import Log
from decidedly.record import Record
from decidedly.review import read_events
from decidedly.text import Source, apply_edits


def record(text: str) -> Record:
    (one,) = read_all([Source("0001-x.md", text)], {}, Settings()).records
    return one


def fronted(*lines: str, newline: str = "\n") -> str:
    return newline.join(["---", "status: accepted", "date: 2025-01-15", *lines, "---", "", "# X", ""])


FORMS = {
    "yaml": fronted(),
    "crlf": fronted(newline="\r\n"),
    "bom": "\ufeff" + fronted(),
    "comment": fronted("# the end"),
    "toml": '+++\nstatus = "accepted"\ndate = 2025-01-15\n+++\n\n# X\n',
    "list": "# X\n\n* Status: accepted\n* Date: 2025-01-15\n* Deciders: Ana\n",
    "dashes": "# X\n\n- **Status**: accepted\n- **Date**: 2025-01-15\n",
    "labels": "# X\n\n**Status:** Accepted\n**Date:** 2025-01-15\n**Owner:** Ana\n\n## Context\n\nText.\n",
    "hard breaks": "# X\n\n**Status:** Accepted  \n**Date:** 2025-01-15  \n\n## Context\n\nText.\n",
    "apart": "# X\n\n**Status:** Accepted\n\n**Date:** 2025-01-15\n\n## Context\n\nText.\n",
    "nygard": "# 1. X\n\nDate: 2025-01-15\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n",
    "nygard crlf": "# 1. X\r\n\r\nDate: 2025-01-15\r\n\r\n## Status\r\n\r\nAccepted\r\n",
    "end of file": "# X\n\nStatus: accepted\nDate: 2025-01-15",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_a_plan_is_written_as_its_neighbours_are(text):
    before = record(text)
    edit = plan_every(before, "6 months")
    assert edit is not None
    after = apply_edits(text, [edit])
    read = record(after)
    assert read.review is not None
    assert read.review.every == "6 months"
    assert (read.status, read.date, read.title) == (before.status, before.date, before.title)
    assert ("\r\n" in text) == ("\r\n" in after)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in after
    added = len(after) - len(text)
    assert after.replace(edit.new, "", 1) == text
    assert added == len(edit.new)


@pytest.mark.parametrize(
    "text",
    [
        '+++\nstatus = "accepted"\n[extra]\nkey = 1\n+++\n\n# X\n',  # the line would land in the table
        "---\n{status: accepted, date: 2025-01-15}\n---\n\n# X\n",
        "# X\n\n| Status | Date |\n|---|---|\n| Accepted | 2025-01-15 |\n",
        "# X\n\n## Status\n\nAccepted on 2025-01-15\n",
        "---\nstatus: accepted\nbad: [\n---\n\n# X\n",
    ],
)
def test_where_there_is_no_line_for_it_nothing_is_offered(text):
    assert plan_every(record(text), "6 months") is None


@pytest.mark.parametrize(
    "plan",
    [
        ("review: phase-12",),
        ("review: 'phase-12'  # as agreed",),
        ('review: "Phase 12 (before: production)"',),
        ("review: Phase 12 (before production)",),
        ("review:", "  when:", "    - event: phase-12"),
        ("review: {when: [{event: phase-12}]}",),
        ("review:", "    event: phase-12", "    timing: after"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_interval_beside_triggers(plan, newline):
    text = fronted(*plan, "tags: [a]", newline=newline)
    before = record(text)
    edit = back_up(before, "12 months")
    assert edit is not None
    after = record(apply_edits(text, [edit]))
    assert after.review is not None
    assert before.review is not None
    assert after.review.every == "12 months"
    assert [one.subject for one in after.review.triggers] == [one.subject for one in before.review.triggers]
    assert [one.text for one in after.review.triggers] == [one.text for one in before.review.triggers]
    assert after.tags == ("a",)


@pytest.mark.parametrize(
    "text",
    [
        fronted("review: |", "  Phase 12"),
        fronted("review-date: phase-12"),  # only the key “review” may hold more than words
        fronted("review: {every: sometimes}"),
        FORMS["labels"].replace("**Owner:** Ana", "**Review:** Phase 12"),
    ],
)
def test_where_a_plan_has_no_room_nothing_is_offered(text):
    assert back_up(record(text), "12 months") is None


@pytest.mark.parametrize(
    ("plan", "day", "answered", "waiting"),
    [
        ("review: 2026-01-15", True, False, []),
        ("review: 6 months", True, False, []),
        ("review: known", True, False, []),
        (
            "review: {when: [{event: known, timing: after}]}",
            True,
            False,
            [],
        ),  # its day passes, the event has none
        ("review: undated", False, False, ["undated"]),
        ("review: strange", False, False, ["strange"]),
        ("review: {when: [{package: 'pypi:x'}, {event: known}]}", True, False, ["pypi:x"]),
        ("review: {lead: 1 week}", False, False, []),
        ("review: {every: sometimes}", False, False, []),
        ("review: 2026-01-15\nreviews: [{on: 2026-01-10}]", False, True, []),
        ("review: past\nreviews: [{on: 2025-05-01}]", False, True, []),
        ("review: 6 months\nreviews: [{on: 2026-01-10}]", True, False, []),
    ],
)
def test_what_may_still_come(plan, day, answered, waiting):
    events = read_events("known: 2026-05-01\nundated: {title: Some day}\npast: {occurred: 2025-05-01}\n")
    ahead = outlook(record(fronted(plan)), events)
    assert (ahead.day, ahead.answered, [one.subject for one in ahead.waiting]) == (day, answered, waiting)


def test_the_next_day_of_a_plan():
    assert scheduled(record(fronted("review: 2026-01-15"))) == date(2026, 1, 15)
    assert scheduled(record(fronted("review: 6 months"))) == date(2025, 7, 15)
    assert scheduled(record(fronted("review: 6 months\nreviews: [{on: 2025-07-20}]"))) == date(2026, 1, 20)
    assert scheduled(record(fronted("review: phase-12"))) is None
    assert scheduled(record(fronted("due: 2025-02-02"))) is None


def test_a_day_moves_to_the_next_free_week():
    taken = {date(2026, 1, 12), date(2026, 1, 19)}
    text = fronted("review: {by: '2026-01-05'}")
    edit = move(record(text), date(2026, 1, 12), taken)
    assert edit is not None
    assert apply_edits(text, [edit]) == fronted("review: {by: '2026-01-26'}")
    assert date(2026, 1, 26) in taken
    assert move(record(fronted("review: 12 months")), date(2026, 1, 12), taken) is None


def test_reviews_and_where_they_stand():
    text = fronted(
        "reviews:",
        "  - {on: 2025-02-01, outcome: reaffirmed}",
        "  - {on: someday}",
        "  - '2025-03-01 amended: x'",
    )
    one = record(text)
    assert [(text[held.span.start : held.span.end], held.outcome) for held in reviews_of(one)] == [
        ("2025-02-01", "reaffirmed"),
        ("2025-03-01", "amended"),
    ]
    text = FORMS["labels"].replace("**Owner:** Ana", "**Reviewed:** 1 May 2025 reaffirmed by @a: note")
    (held,) = reviews_of(record(text))
    assert (text[held.span.start : held.span.end], held.outcome, held.note) == (
        "1 May 2025",
        "reaffirmed",
        "note",
    )


# --------------------------------------------------------------------------------------------- events.yaml


def context(events: str | None, *texts: str) -> Context:
    sources = [Source(f"{number:04}-x.md", text) for number, text in enumerate(texts, 1)]
    log = Log.of(read_all(sources, {}, Settings()).records)
    facts = Facts(events=None if events is None else read_events(events), events_text=events)
    return Context(log, facts=facts)


@pytest.mark.parametrize(
    "before",
    [
        None,
        "",
        "a: 2026-01-01",
        "a: 2026-01-01\n",
        "a:\r\n  expected: 2026-01-01\r\n",
        "# nothing yet\n",
        "\ufeffa: 2026-01-01\n",
    ],
)
def test_events_are_added_at_the_end(before):
    fix = name_events(context(before), {"phase-12": "Phase 12: go #1", "null": "null"}, safe=True)
    assert fix is not None
    after = (
        (before or "") + fix.edits["events.yaml"][0].new if before is not None else fix.creates["events.yaml"]
    )
    events = read_events(after)
    assert set(events) == set(read_events(before or "")) | {"phase-12", "null"}
    assert events["phase-12"].title == "Phase 12: go #1"
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in after


@pytest.mark.parametrize("before", ["{a: 2026-01-01}\n", "a: 1\n...\n", "a: |\n  text", "- a\n"])
def test_where_nothing_can_be_added_at_the_end(before):
    fix = name_events(context(before), {"b": "B"}, safe=True)
    assert fix is None or set(read_events(before + fix.edits["events.yaml"][0].new)) == {"a", "b"}


@given(st.text(min_size=1), st.text())
def test_any_words_become_an_event_or_nothing(name, title):
    fix = name_events(context("a: 2026-01-01\n"), {"a": "A", name: title}, safe=True)
    if fix is not None:
        text = "a: 2026-01-01\n" + fix.edits["events.yaml"][0].new
        text.encode("utf-8")
        assert len(read_events(text)) <= 2


@pytest.mark.parametrize(
    ("text", "wrong"),
    [(None, False), ("", False), ("a: 1", False), ("- a", True), ("a: [", True), ("a", True)],
)
def test_an_events_file_that_is_none(text, wrong):
    assert bool(trouble(context(text))) is wrong


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("relase-1", "release-1"),
        ("release-3", None),  # another one, not a misspelling
        ("release", None),
        ("sprng-count-2026", "spring-count-2026"),
        ("spring-count-2027", None),
    ],
)
def test_which_event_was_meant(name, meant):
    events = read_events("release-1: 2026-01-01\nrelease-2: 2026-02-01\nspring-count-2026: 2026-03-01\n")
    found = meant_by(name, events)
    assert (found.id if found else None) == meant


def test_an_event_is_known_by_its_slug():
    events = read_events("Release 1.0: 2026-01-01\n")
    assert list(events) == ["release-1-0"]
    assert events["release-1-0"].id == "Release 1.0"


# ------------------------------------------------------------------------------------------------ together


def findings(texts: dict[str, str], events: str | None, today: date | None = None):
    sources = [Source(path, text) for path, text in texts.items()]
    log = Log.of(read_all(sources, {}, Settings()).records)
    facts = Facts(events=None if events is None else read_events(events), events_text=events, today=today)
    rules = [rule for rule in RULES if rule.code.startswith("R")]
    return run(rules, Context(log, facts=facts)).findings


def test_all_fixes_of_a_log_hold_together():
    """The prose trigger, its missing backstop and a record without a plan: each fix leaves nothing new behind."""
    texts = {
        "0001-a.md": fronted("review: Phase 12 (before production)"),
        "0002-b.md": fronted("review: {every: 6 months, when: [{event: phase-13}]}"),
        "0003-c.md": fronted(),
    }

    def lint(changed):
        now = {**texts, **changed}
        return findings(
            {path: text for path, text in now.items() if path.endswith(".md")}, now.get("events.yaml")
        )

    found = lint({})
    assert sorted(one.code for one in found) == ["R201", "R202", "R203", "R204"]
    sources = {path: Source(path, text) for path, text in texts.items()}
    fixed = fix_all(sources, found, lint, unsafe=True, extra={"events.yaml": None})
    assert not fixed.refused
    assert lint(fixed.texts) == ()
    assert set(read_events(fixed.texts["events.yaml"])) == {"phase-12", "phase-13"}
    assert 'when: [{event: "Phase 12 (before production)"}]' in fixed.texts["0001-a.md"]


def test_with_a_day_no_fix_makes_a_review_overdue():
    texts = {
        "0001-a.md": fronted("review: 6 months"),
        "0002-b.md": fronted(),
        "0003-c.md": fronted("review: 2030-01-01"),
    }
    (alone,) = [one for one in findings(texts, None, date(2027, 1, 1)) if one.code == "R201"]
    assert alone.fix is not None
    assert "review: 2027-07-01" in str(alone.fix.edits)  # an interval from then, for half a year is long over
    (alone,) = [one for one in findings(texts, None, date(2025, 2, 1)) if one.code == "R201"]
    assert alone.fix is not None
    assert "review: 6 months" in str(alone.fix.edits)


def test_without_a_day_nothing_is_said_of_time():
    texts = {
        "0001-a.md": fronted("review: 2024-01-01"),
        "0002-b.md": fronted("review: 6 months", "reviews: [{on: 2090-01-01, outcome: reaffirmed}]"),
        "0003-c.md": fronted(
            "review: 6 months", "assumptions: [{text: x, checked: 2020-01-01, valid-for: 1 day}]"
        ),
    }
    assert findings(texts, None) == ()
    assert sorted(one.code for one in findings(texts, None, date(2026, 1, 1))) == [
        "R206",
        "R206",
        "R206",
        "R207",
        "R212",
    ]


PLANS = st.sampled_from(
    ["review:", "review: never", "review: TBD", "review: phase-12", "review: 'Phase 12 (x'", 'review: "go: live"', "review: 2026-01-05",
     "review: 6 months", "review: {", "review: []", "review: [a, b]", "review: {every: 6 months}", "review: {when: phase-1}",
     "review: {when: [{event: ''}, {path: x}]}", "review: {by: never}", "review: 🚀", "review: &a {when: *a}", "review: |\n  Phase 12\n  x",
     "review-date: phase-12", "Review: 1/2/2026", "review: {snooze: {until: x}}", "review:\n  event: Phase 1\n  # x"]
)  # fmt: skip
REVIEWS = st.sampled_from(
    ["", "reviews: x", "reviews: [{on: 2090-01-01}]", "reviews: [2025-03-01, {on: [1]}]", "last-reviewed: 2025-02-30", "reviewed: [2025-02-02]",
     "assumptions: x", "assumptions: [{checked: 2025-01-01, valid-for: x}, y, [z]]", "assumptions: [{text: t, valid-for: 9999 years}]"]
)  # fmt: skip
EVENTS = st.sampled_from(
    [
        None,
        "",
        "phase-12: 2025-06-01\n",
        "phase-1: {occurred: x}\n",
        "[",
        "- a\n",
        "phase-13:\r\n  expected:\r\n",
    ]
)


@given(
    st.lists(st.tuples(PLANS, REVIEWS), min_size=1, max_size=4),
    EVENTS,
    st.sampled_from([None, date(2026, 6, 1)]),
)
def test_whatever_a_plan_says_rules_hold_and_fixes_too(plans, events, today):
    texts = {f"000{at}-x.md": fronted(*(one for one in plan if one)) for at, plan in enumerate(plans)}

    def lint(changed):
        now = {**texts, **changed}
        return findings(
            {path: text for path, text in now.items() if path.endswith(".md")},
            now.get("events.yaml", events),
            today,
        )

    sources = {path: Source(path, text) for path, text in texts.items()}
    fixed = fix_all(sources, lint({}), lint, unsafe=True, extra={"events.yaml": events})
    assert not fixed.refused
    left = lint(fixed.texts)
    assert not [one for one in left if one.fix is not None]


@pytest.mark.parametrize(
    ("plan", "codes", "help"),
    [
        ("review: 6 mnths", ["R205"], "write “6 months”"),
        ("review: next year", ["R205"], "write a day (YYYY-MM-DD), or how long from now (“in 1 year”)"),
        ("review: {evry: 6 months}", ["R205"], "did you mean “every”?"),
        ("review: {every: 6 mnths}", ["R204"], "add a date or an interval (“12 months”), so that it is looked at if nothing happens"),
        ("review: {by: 2026-01-01, evrey: 6 months}", ["R205"], "did you mean “every”?"),
        ("review: {by: 2026-01-01, snooze: {until: soon}}", ["R205"], "write it as YYYY-MM-DD"),
        ("review: {by: 2026-01-01, when: [{package: 'pypi:celery', is: newer}]}", ["R205"], "write one like >=6"),
        ("review: {by: 2026-01-01, board: weekly, note: as agreed}", [], ""),
    ],
)  # fmt: skip
def test_a_part_of_a_plan_that_is_not_read_is_told_once(plan, codes, help):
    found = findings({"0001-a.md": fronted(plan)}, None)
    assert [one.code for one in found] == codes
    assert [one.help for one in found] == [help] * len(codes)


def test_an_event_that_is_called_like_a_time_is_one():
    assert not findings({"0001-a.md": fronted("review: next-year")}, "next-year: 2026-01-01")
