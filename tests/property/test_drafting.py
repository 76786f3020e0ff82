"""In every dialect, whatever is asked: the new record reads back as asked, or nothing is made of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly import dialects, discovery, workspace
from decidedly.begin import shipped_templates
from decidedly.dialects.labels import NO_VALUE
from decidedly.drafting import DraftError, Wish, clean_title, draft, free_number, learn
from decidedly.log import Log
from decidedly.text import Source

LOGS = sorted(
    folder for folder in (Path(__file__).parents[1] / "dialects").iterdir() if any(folder.rglob("*.md"))
)
TEMPLATES = shipped_templates()

WORDS = st.lists(st.from_regex(r"[A-Za-zÀ-ÿа-я漢字]{2,12}", fullmatch=True), min_size=2, max_size=6).map(
    " ".join
)
NAMES = st.from_regex(r"@?[A-Za-z][a-zé]{3,8}( [A-Z][a-z]{1,8})?", fullmatch=True)
TAGS = st.lists(
    st.from_regex(r"[a-z]{3,8}(-[a-z]{2,8})?", fullmatch=True).filter(lambda tag: tag not in NO_VALUE),
    max_size=3,
    unique=True,
)
PLANS = st.sampled_from(["", "2027-05-01", "6 months", "1 year", "phase-12"])


@cache
def log_of(folder: Path) -> Log:
    return workspace.load(discovery.open_workspace(folder, records=folder))


def made(log: Log, wish: Wish) -> None:
    """Make the record, and read it among all others as the next command would."""
    habits = learn(log)
    number = free_number(log, habits, ())
    names = [record.path for record in log.records]
    drafted = draft(log, habits, wish, None, TEMPLATES, number=number, names=names)
    assert drafted.path not in names
    assert ".." not in drafted.path.split("/")
    sources = [record.source for record in log.records] + [document.source for document in log.documents]
    read = dialects.read_all([*sources, Source(drafted.path, drafted.text)])
    found = next(record for record in read.records if record.path == drafted.path)
    whole = Log.of(read.records, read.documents)
    assert found.title == wish.title
    assert found.status is not None
    assert found.status.name == wish.status
    assert found.date is not None
    assert str(found.date.day) == wish.date
    assert {tag.casefold() for tag in found.tags} == {tag.casefold() for tag in wish.tags}
    assert {person.name for person in found.people} >= set(wish.owners)
    assert (found.review.raw if found.review else "") == wish.review
    kinds = {
        (one.link.kind, one.record.path)
        for one in whole.resolved(found)
        if one.record and one.record is not found
    }
    wanted = {
        ("supersedes-in-part" if wish.in_part else "supersedes", record.path) for record in wish.supersedes
    }
    wanted |= {("relates-to", record.path) for record in wish.related}
    assert {pair for pair in kinds if pair[0] != "mentions"} == wanted
    if habits.naming.series == "number":
        assert found.number == number


@pytest.mark.parametrize("folder", LOGS, ids=lambda folder: folder.name)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_it_reads_back_as_asked(folder: Path, data: st.DataObject):
    log = log_of(folder)
    # by their place: a failure would else print whole records
    drawn = data.draw(st.lists(st.integers(0, len(log.records) - 1), max_size=3, unique=True))
    old, related = [log.records[at] for at in drawn[:2]], [log.records[at] for at in drawn[2:]]
    title = data.draw(WORDS)
    wish = Wish(
        title[:1].upper() + title[1:],
        data.draw(st.sampled_from(["proposed", "draft", "accepted"])),
        "2026-01-15",
        tuple(old),
        bool(old) and data.draw(st.booleans()),
        tuple(related),
        tuple(data.draw(TAGS)),
        tuple(data.draw(st.lists(NAMES, max_size=2, unique=True))),
        data.draw(PLANS),
    )
    made(log, wish)


@pytest.mark.parametrize(
    "name", ["nygard", "madr4", "native", "log4brains", "bold-labels", "two-column", "adrs"]
)
@settings(max_examples=25, deadline=None)
@given(title=st.text(min_size=1, max_size=80))
def test_any_title_at_all(name: str, title: str):
    """Whatever a title holds: it reads back exactly, or the refusal is a sentence."""
    log = log_of(Path(__file__).parents[1] / "dialects" / name)
    try:
        made(log, Wish(clean_title(title), "proposed", "2026-01-15"))
    except (ValueError, DraftError) as error:
        said = str(error)
    else:
        said = ""
    assert not said or re.search("title|path|letter", said)
