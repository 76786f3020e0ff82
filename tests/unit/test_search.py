"""Searching records in a terminal."""

import pytest

from decidedly import dialects
from decidedly.record import Record
from decidedly.search import fold, search
from decidedly.text import Source

FILES = {
    "0001-queue.md": "# 1. Which queue?\n\n## Status\n\nAccepted\n\n## Context\n\nThe café is größer.\n\n## Decision\n\nRedis streams.\n",
    "0002-redis.md": "# 2. Redis for the cache\n\n## Status\n\nAccepted\n\n## Context\n\nWe queue nothing.\n\n## Decision\n\nYes.\n",
    "0012-other.md": "---\ntags: [queue]\nstatus: accepted\n---\n# Something else\n\n## Decision\n\nIt depends on pre-0002 things.\n",
}


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    read = dialects.read_all(Source(path, text) for path, text in FILES.items()).records
    return tuple(sorted(read, key=lambda record: record.path))


def found(records: tuple[Record, ...], query: str) -> list[tuple[str, str]]:
    return [(hit.record.path[:4], hit.field) for hit in search(records, query)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("queue", [("0001", "title"), ("0012", "tags"), ("0002", "body")]),
        ("QUEUE", [("0001", "title"), ("0012", "tags"), ("0002", "body")]),
        ("que", [("0001", "title"), ("0012", "tags"), ("0002", "body")]),
        ("ueue", []),
        ("2", [("0002", "id")]),
        ("0002", [("0002", "id"), ("0012", "answer")]),
        ("redis", [("0002", "title"), ("0001", "answer")]),
        ("redis queue", [("0001", "title"), ("0002", "title")]),
        ("queue redis nothing", [("0002", "title")]),
        ("cafe grosser", [("0001", "body")]),
        ("CAFÉ GRÖSSER", [("0001", "body")]),
        ("nowhere", []),
        ("queue nowhere", []),
        ("", []),
        ("?!", []),
    ],
)
def test_search(records, query, hits):
    assert found(records, query) == hits


@pytest.mark.parametrize(
    ("query", "number", "line", "text"),
    [
        ("cafe", 0, 9, "The café is größer."),
        ("queue nothing", 0, 9, "We queue nothing."),
        ("redis streams", 0, 13, "Redis streams."),
        ("which queue", 0, 1, "# 1. Which queue?"),
    ],
)
def test_the_line_that_shows_it(records, query, number, line, text):
    hit = search(records, query)[number]
    assert (hit.line, hit.text) == (line, text)


def test_fold():
    assert fold("Größe É ﬁ Ⅻ") == "grosse e fi xii"
