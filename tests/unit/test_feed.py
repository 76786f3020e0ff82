"""The Atom feeds, read back as XML."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from tests.site import logs
from tests.unit.test_calendar import DAY, FACTS, HOSTILE, HOSTILE_TEXT, SITE, file, quoted

from decidedly.outputs import feed
from decidedly.pages import Site

ATOM = "{http://www.w3.org/2005/Atom}"


def text(*files: tuple[str, str], as_of: date = DAY, **more: Any) -> str:
    return feed.make(logs.report(dict(files), as_of=as_of, events=FACTS), **({"site": SITE} | more))


def read(made: str) -> ElementTree.Element:
    root = ElementTree.fromstring(made.encode("utf-8"))
    assert root.tag == f"{ATOM}feed"
    for one in (root, *root.findall(f"{ATOM}entry")):  # what RFC 4287 demands of each
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1, name
        assert re.match(r"(tag:|urn:uuid:)[!-~]+$", one.findtext(f"{ATOM}id") or "")
        datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "")
        assert one.findall(f"{ATOM}link[@rel='alternate']")
    ids = [one.findtext(f"{ATOM}id") for one in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert root.findall(f"{ATOM}author")
    return root


def titles(*files: tuple[str, str], **more: Any) -> list[tuple[str, str]]:
    return [
        (one.findtext(f"{ATOM}updated", "")[:10], one.findtext(f"{ATOM}title", ""))
        for one in read(text(*files, **more)).findall(f"{ATOM}entry")
    ]


# ------------------------------------------------------------------------------------------------- what stands there


def test_an_entry():
    made = read(
        text(
            file(
                title="Where do workers run?",
                answer="On **Render** first",
                owner='"@alice"',
                tags="[hosting]",
            ),
            decisions=True,
            output="feed.atom",
        )
    )
    assert made.findtext(f"{ATOM}title") == "TIP decision log"
    self = made.find(f"{ATOM}link[@rel='self']")
    assert self is not None
    assert self.get("href") == "https://d.example.org/tip/feed.atom"
    entry = made.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Accepted: DR-001 Where do workers run?"
    assert entry.findtext(f"{ATOM}id") == "tag:d.example.org,2020:tip/dr-001.accepted"
    assert entry.findtext(f"{ATOM}updated") == "2025-12-22T00:00:00+00:00"
    assert entry.findtext(f"{ATOM}summary") == "<p>Accepted, 2025-12-22.</p><p>→ On Render first</p>"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "@alice"
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["Accepted", "hosting"]
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://d.example.org/tip/d/dr-001.html"


def test_decisions_and_what_is_due_newest_first():
    files = [
        file(1, "First", superseded_by="DR-002", status="superseded", date="2024-01-01"),
        file(2, "Second", supersedes="[DR-001]", date="2025-06-01", review="2026-02-15"),
        file(3, "Third", status="proposed", date="2026-01-10"),
        file(4, "Fourth", date="2026-12-24"),
        file(5, "Fifth", date=""),
        file(6, "Sixth", date="2025-07-01", review="2026-03-20"),
    ]
    assert titles(*files, decisions=True) == [
        ("2026-02-15", "Review due: DR-002 Second"),
        ("2026-01-10", "Proposed: DR-003 Third"),
        ("2025-07-01", "Accepted: DR-006 Sixth"),
        ("2025-06-01", "Superseded: DR-001 First"),
        ("2025-06-01", "Accepted: DR-002 Second"),
    ]
    assert titles(*files) == [
        ("2026-02-18", "Review soon: DR-006 Sixth"),
        ("2026-02-15", "Review due: DR-002 Second"),
        ("2026-01-16", "Review soon: DR-002 Second"),
    ]


def test_a_proposal_s_day_is_a_decision():
    assert titles(file(status="proposed", due="2026-03-01")) == [
        ("2026-03-01", "Decide due: DR-001 One"),
        ("2026-01-30", "Decide soon: DR-001 One"),
    ]


def test_each_happening_has_an_id_for_ever():
    def ids(*files: tuple[str, str], **more: Any) -> set[str]:
        found = read(text(*files, **more)).findall(f"{ATOM}entry/{ATOM}id")
        return {one.text or "" for one in found}

    before = ids(file(review="2026-02-15"), decisions=True)
    assert before == ids(
        file(review="2026-02-15", title="Another title"), decisions=True, as_of=date(2026, 8, 1)
    )
    assert before == ids(file(review="2026-02-20"), decisions=True)
    after = ids(file(review="2026-02-15", status="deprecated", date="2026-02-28"), decisions=True)
    assert not before & after
    again = "[{on: 2025-12-30, outcome: reaffirmed}]"
    assert len(before & ids(file(review="2026-02-15", reviews=again), decisions=True)) == 1
    unpublished = ids(file(review="2026-02-15"), site=Site())
    assert all(one.startswith("urn:uuid:") for one in unpublished)
    assert unpublished == ids(file(review="2026-02-15"), site=Site(title="Renamed"))


def test_links_lead_from_the_feed_s_own_place_while_there_is_no_address():
    made = text(file(review="2026-03-20"), site=Site(), output="owner/alice.atom")
    assert [one.get("href") for one in read(made).iter(f"{ATOM}link")] == [
        "../index.html",
        "../d/dr-001.html",
    ]


def test_an_empty_feed_has_the_moment_of_the_commit():
    made = read(text(file()))
    assert made.findtext(f"{ATOM}updated") == "2026-02-27T00:00:00+00:00"
    assert text(file()) == text(file())


def test_only_one_person_s():
    files = [file(1, review="2026-03-20", owner='"@alice"'), file(2, review="2026-03-21", owner="Bob")]
    assert titles(*files, owner="Alice") == [("2026-02-18", "Review soon: DR-001 One")]
    assert "for Alice" in text(*files, owner="Alice")


def test_a_long_log_s_feed_ends():
    assert len(titles(*logs.many(400).items(), decisions=True)) == feed.MOST


# ------------------------------------------------------------------------------------------------- hostile words


def check(made: str, expected: int) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2028\u2029]|##\\[", made)
    assert not re.search(r"(?m)^\s*::", made)
    root = read(made)
    assert len(root.findall(f"{ATOM}entry")) == expected
    names = {element.tag.removeprefix(ATOM) for element in root.iter()}
    assert names <= {
        "feed", "title", "link", "id", "updated", "author", "name", "generator", "entry", "published", "summary", "category",
    }  # fmt: skip
    for summary in root.iter(f"{ATOM}summary"):  # it is HTML: nothing but our own paragraphs
        inside = ElementTree.fromstring(f"<x>{summary.text}</x>")
        assert {element.tag for element in inside.iter()} == {"x", "p"}
        assert not any(element.attrib for element in inside.iter())


MARKUP = [
    "]]></title><entry><id>x</id>",
    "<script>alert(1)</script>&amp;&#0;",
    '"><img src=x onerror=alert(1)>',
]


@pytest.mark.parametrize("words", [*HOSTILE, *MARKUP])
def test_hostile_words_stay_words(words: str):
    said = quoted(words)
    found = file(
        title=words, answer=said, owner=said, tags=f"[{said}]", review=f"{{by: 2026-02-15, lead: {said}}}"
    )
    status = file(2, words, status=said)
    site = Site(title=words, url="https://d.example.org/a b")
    check(text(found, status, decisions=True, site=site, output="feed.atom"), 3)
    check(text(found, status, site=site), 2)


@settings(max_examples=60)
@given(HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT)
def test_no_words_add_anything(title: str, answer: str, owner: str, tag: str):
    found = file(
        title=title,
        answer=quoted(answer),
        owner=quoted(owner),
        tags=f"[{quoted(tag)}]",
        review="2026-02-15",
    )
    check(text(found, site=Site(title=title)), 2)
