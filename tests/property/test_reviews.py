"""Recording reviews: whatever the record's form, exactly one more review is read, and nothing besides is touched."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialects.test_dialects import FOLDERS, HERE
from tests.property.test_amend import REAL, folder, marked
from tests.property.written import BODY

from decidedly.amend import AmendError, Book
from decidedly.dialects import read_all
from decidedly.log import Log
from decidedly.planned import ReviewEntry, Snooze
from decidedly.record import Record
from decidedly.text import Source

DAY = datetime.date(2026, 5, 20)
NEXT = datetime.date(2027, 1, 2)
ENTRIES = (
    ReviewEntry(DAY, "Ann Lee", "reaffirmed", "still cheapest, says https://example.org/prices"),
    ReviewEntry(DAY, "@ann", "amended", "it's 7 % dearer: “ok” #2"),
    ReviewEntry(DAY, "", "reaffirmed", ""),
)
SNOOZE = Snooze(datetime.date(2026, 9, 1), "@ann", "launch freeze")


def inserted(before: str, after: str) -> bool:
    """Whether `after` is `before` with something put in at one place."""
    start = 0
    while start < len(before) and before[start] == after[start]:
        start += 1
    return after.endswith(before[start:])


def is_recorded(log: Log, sides: dict[str, Source], record: Record, entry: ReviewEntry) -> None:
    book = Book(log, sides)
    book.add_review(record.path, entry)
    made = book.record(record.path)
    assert sorted(made.reviews, key=str) == sorted((*record.reviews, entry), key=str)
    (change,) = book.changes().changes.values()
    assert change.before is not None
    assert change.after is not None
    put_off = record.review is not None and record.review.snooze is not None  # which a review takes back
    assert put_off or inserted(change.before, change.after)
    book.add_review(record.path, replace(entry, note="once more"))
    assert len(book.record(record.path).reviews) == len(record.reviews) + 2


def plans_hold(log: Log, sides: dict[str, Source], record: Record) -> None:
    """The plan is put off, put off again, and taken back by a review; a day is named."""
    book = Book(log, sides)
    if record.review is not None and record.review.snooze is None:
        book.put_off(record.path, SNOOZE)
        once = book.record(record.path).review
        assert once is not None
        assert replace(once, raw="") == replace(record.review, raw="", snooze=SNOOZE)
        later = replace(SNOOZE, until=datetime.date(2026, 10, 1), reason="not yet: more time")
        book.put_off(record.path, later)
        twice = book.record(record.path).review
        assert twice is not None
        assert replace(twice, raw="") == replace(record.review, raw="", snooze=later)
        book.add_review(record.path, ENTRIES[0])
        done = book.record(record.path).review
        assert done is not None
        assert replace(done, raw="") == replace(record.review, raw="")
    book = Book(log, sides)
    book.set_next(record.path, NEXT, answered=True)
    plan = book.record(record.path).review
    assert plan is not None
    assert plan.by == NEXT


@pytest.mark.parametrize("name", FOLDERS)
def test_every_dialect(name: str):
    log, sides = folder(HERE / name)
    for record in log.records:
        for entry in ENTRIES:
            is_recorded(log, sides, record, entry)
        plans_hold(log, sides, record)


@pytest.mark.parametrize("name", [name for name in FOLDERS if name not in ("bytes", "kep")])
def test_line_ends_and_marks_are_kept(name: str):
    """With CRLF line ends and a byte order mark the same changes are made."""
    log, _ = folder(HERE / name)
    texts: list[Source] = [*(one.source for one in log.records), *(one.source for one in log.documents)]
    there = Log.of(read_all([Source(one.path, marked(one.text)) for one in texts]).records)
    for record in log.records:
        plain, crlf = Book(log), Book(there)
        for book in (plain, crlf):
            book.add_review(record.path, ENTRIES[0])
            book.set_next(record.path, NEXT, answered=True)
        (ours,), (theirs,) = plain.changes().changes.values(), crlf.changes().changes.values()
        assert marked(ours.after or "") == theirs.after


HEADS = (
    "---\nstatus: accepted\nreviews:\n  - {on: 2025-05-20, outcome: reaffirmed, note: 'it''s'}  # first\nreview: 6 months  # so far\n---\n\n# A\n\n",
    "---\nstatus: accepted\nreviews:\n- on: 2025-05-20\n  outcome: reaffirmed\n  note: |\n    two\n    lines\n\n# and now\nreview:\n  every: 6 months  # so far\n  when:\n    - event: phase-12\n---\n\n# A\n\n",
    "---\nstatus: accepted\nreviews: [{on: 2025-05-20, outcome: reaffirmed}, {on: 2025-06-20, outcome: amended}]\nreview: {by: 2026-05-01, snooze: {until: 2026-06-01}}\n---\n\n# A\n\n",
    "---\nstatus: accepted\nreviews: [\n  {on: 2025-05-20, outcome: reaffirmed},  # first\n]\nreview: '2026-05-01 (or so)'\n---\n\n# A\n\n",
    "---\nstatus: accepted\nreviews:\n    - 2025-05-20 reaffirmed by @a: words\nreview: every 2 years (or sooner)\n---\n\n# A\n\n",
    "---\nstatus: accepted\nreviews: []\nreview: Phase 12 (before launch)\n---\n\n# A\n\n",
    "---\nstatus: accepted\nreviews:  # none yet\ntags:\n- a\nreview: phase-12\n---\n\n# A\n\n",
    '+++\nstatus = "accepted"\nreview = "6 months"\nreviews = [\n  "2025-05-20 reaffirmed by @a",\n]\n[extra]\na = 1\n+++\n\n# A\n\n',
    "# A\n\n* Status: accepted\n* Review: 6 months\n* Reviewed: 2025-05-20 reaffirmed\n\n",
    "# A\n\n**Status:** accepted  \n**Review Date:** Phase 12 (before launch)  \n\n",
    "# A\n\n| Field | Value |\n|---|---|\n| **Status** | accepted |\n| **Review** | 6 months |\n\n",
    "# 1. A\n\nDate: 2020-02-02\n\nReview: 6 months\n\n## Status\n\nAccepted\n\n",
)  # fmt: skip
WORDS = st.text("ab 1#*[]()|`'\"\\:-.,&{}<>!%@éع👩\u202e", max_size=60).map(
    lambda words: " ".join(words.split())
)


@settings(max_examples=200)
@given(
    st.sampled_from(HEADS),
    st.booleans(),
    WORDS,
    WORDS,
    st.sampled_from(["reaffirmed", "amended", "deprecated"]),
)
def test_whatever_the_words(head: str, crlf: bool, note: str, by: str, outcome: str):
    """Each form that front matter and lines can have, any words: read back as said, or refused and nothing changed."""
    text = head + BODY
    record = read_all([Source("0001-a.md", marked(text) if crlf else text)]).records[0]
    book = Book(Log.of([record]))
    entry = ReviewEntry(DAY, by.replace(":", "").strip(), outcome, note)
    try:
        book.add_review(record.path, entry)
    except AmendError:
        assert not book.changes()
        return
    made = book.record(record.path)
    assert entry in made.reviews
    assert len(made.reviews) == len(record.reviews) + 1
    (change,) = book.changes().changes.values()
    assert (change.after or "").replace("\r\n", "\n").endswith(BODY)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
def test_plain_words_are_refused_nowhere(head: str, crlf: bool):
    text = head + BODY
    log = Log.of(read_all([Source("0001-a.md", marked(text) if crlf else text)]).records)
    record = log.records[0]
    assert record.review is not None
    for entry in ENTRIES:
        book = Book(log)
        book.add_review(record.path, entry)
        assert entry in book.record(record.path).reviews
        assert book.record(record.path).review == replace(record.review, snooze=None) or record.review.snooze
    plans_hold(log, {}, record)


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_every_record_of_every_corpus(name: str, corpora: Path):
    log, sides = folder(corpora / name)
    for number, record in enumerate(log.records):
        is_recorded(log, sides, record, ENTRIES[number % len(ENTRIES)])
        plans_hold(log, sides, record)
