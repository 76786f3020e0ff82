"""Why a decision was replaced, quoted from what somebody wrote."""

from __future__ import annotations

import pytest
from tests.site import logs

from decidedly import dialects
from decidedly.log import Log
from decidedly.log.reasons import LONGEST, Reason, reason
from decidedly.text import Source


def why(old: str, new: str, *, title: str = "Where do we run?") -> Reason | None:
    """The reason for which DR-001, with the sections `old`, gave way to DR-002 with the sections `new`."""
    files = [
        logs.record(1, title, "superseded", "2024-01-10", old),
        logs.record(2, "Where do we run now?", date="2025-03-01", body=new, supersedes="[DR-001]"),
    ]
    reading = dialects.read_all([Source(path, text) for path, text in files])
    log = Log.of(reading.records, reading.documents)
    return reason(log, log.records[0])


PLAIN = "## Context\n\nIt costs too much.\n"


@pytest.mark.parametrize(
    ("context", "words"),
    [
        ("Two restarts lost the queue.", "Two restarts lost the queue."),
        ("Two restarts lost the queue. We were asleep. It rained.", "Two restarts lost the queue. We were asleep."),
        ("It has *two* parts, see `x.py`, i.e. the first one. And more.", "It has two parts, see x.py, i.e. the first one. And more."),
        ("It has grown to version 2.0 by now. Nobody minds that.", "It has grown to version 2.0 by now. Nobody minds that."),
        ("A year has gone by. DR-001 was made for ten users. We have a thousand. It rained.",
         "DR-001 was made for ten users. We have a thousand."),
        ("This record supersedes DR-001. Harbor has raised its prices.", "Harbor has raised its prices."),
        ("We replace DR-001 because Harbor has raised its prices.", "We replace DR-001 because Harbor has raised its prices."),
        ("Where do we run? The old place has closed its doors.", "The old place has closed its doors."),
    ],
)  # fmt: skip
def test_the_context_of_what_came_after_tells(context: str, words: str):
    found = why(PLAIN, f"## Context\n\n{context}\n\n## Decision\n\nElsewhere.\n")
    assert found is not None
    assert (found.words, found.record.id, found.anchor) == (words, "DR-002", "context")


@pytest.mark.parametrize(
    "context",
    ["", "Because of:\n\n- money\n- time", "- money\n- time", "{What is the issue that we see?}", "Describe the context here.",
     "In DR-001 we said that\n\n- it is small", "![a picture](x.png)", "Money."],
)  # fmt: skip
def test_what_is_no_sentence_tells_nothing(context: str):
    assert why(PLAIN, f"## Context\n\n{context}\n\n## Decision\n\nElsewhere.\n") is None


@pytest.mark.parametrize(
    "heading", ["Why it was superseded", "Reason for replacement", "Superseded", "Why it is history"]
)
def test_its_own_words_go_first(heading: str):
    found = why(f"{PLAIN}\n## {heading}\n\nThe place has closed.\n", PLAIN)
    assert found is not None
    assert (found.words, found.record.id) == ("The place has closed.", "DR-001")


def test_a_long_sentence_is_cut_and_never_joined_by_another():
    found = why(PLAIN, f"## Context\n\n{'so very long ' * 30}indeed. And short.\n")
    assert found is not None
    assert len(found.words) <= LONGEST
    assert found.words.endswith("…")


def test_only_what_was_replaced_has_a_reason():
    reading = dialects.read_all([Source(path, text) for path, text in [logs.record(1, "A", body=PLAIN)]])
    assert reason(Log.of(reading.records), reading.records[0]) is None
