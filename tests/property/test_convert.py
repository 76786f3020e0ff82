"""Converting: the same facts in every form and back again, and prose that is the same byte for byte."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialects.test_dialects import FOLDERS, HERE, facts
from tests.property.test_amend import REAL, folder

from decidedly.amend import FORMS, AmendError, Book
from decidedly.amend.pieces import history_of
from decidedly.cli.convert import DIALECTS
from decidedly.dialects import read_record
from decidedly.dialects.labels import canonical
from decidedly.log import Log
from decidedly.preamble import plain, read_preamble
from decidedly.record import Record
from decidedly.text import Source

MOVED = {"status_raw", "dialect", "roles", "links", "mentions", "known", "ambiguous_date"}

WEB = re.compile(r"https?://")


def said(log: Log, record: Record) -> dict[str, Any]:
    """What a record says, and to which records its links lead. Lists have tags in small letters."""
    led = {
        (found.link.kind, found.record.path if found.record else found.link.target)
        for found in log.resolved(record)
        if found.link.kind != "mentions" and not WEB.match(found.link.target)
    }
    own = [item.span for field in record.fields if field.name == "status" for item in field.items]
    lists = [one for one in record.checklists if not any(map(one.span.contains, own))]
    people = sorted(tuple(one) for one in facts(record)["people"])
    return {key: value for key, value in facts(record).items() if key not in MOVED} | {
        "led": led,
        "people": people,
        "checks": [[sum(item.done for item in one.items), len(one.items)] for one in lists],
        "tags": [one.lower() for one in record.tags],
    }


def prose(record: Record) -> list[str]:
    """The text of every section but those that hold metadata, as it stands; a history of statuses is prose."""
    history = history_of(record)
    return [
        record.source.at(one.body).strip()
        for one in record.sections
        if (one.role not in ("status", "date", "metadata", "") and one.level > 1)
        or (history is not None and one.role == "status" and one.body.contains(history.status.span))
    ]


def convert(book: Book, path: str, dialect: str) -> bool:
    """Convert a record, and look whether it says the same; False where that is refused."""
    log, before = book.log, book.record(path)
    try:
        book.convert(path, dialect)
    except AmendError:
        assert book.record(path) is before
        return False
    made = book.record(path)
    assert said(book.log, made) == said(log, before)
    assert prose(made) == prose(before)
    web = [one.target for one in before.links if one.kind != "mentions" and WEB.match(one.target)]
    assert all(one in made.source.text for one in web)
    for file, change in book.changes().changes.items():
        assert file == path or set((change.after or "").splitlines()) <= set(
            (change.before or "").splitlines()
        )
    return True


def test_the_command_offers_what_can_be_written() -> None:
    assert set(DIALECTS) == set(FORMS)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_dialect_and_back_again(name: str) -> None:
    """From each form into each other one, and from there into a third."""
    log, sides = folder(HERE / name)
    for record in log.records:
        for number, dialect in enumerate(DIALECTS):
            book = Book(log, sides)
            if convert(book, record.path, dialect):
                convert(book, record.path, DIALECTS[number - 1])
                convert(book, record.path, dialect)


@pytest.mark.parametrize(
    "name", ["nygard", "madr2", "madr212", "madr3", "madr4", "native", "bold-labels", "adr-tools"]
)
def test_the_common_ones_can_all_be_converted(name: str) -> None:
    """Of the dialects that most teams write, nearly every record."""
    log, sides = folder(HERE / name)
    tries = [(record.path, dialect) for record in log.records for dialect in DIALECTS]
    done = sum(convert(Book(log, sides), path, dialect) for path, dialect in tries)
    assert done >= len(tries) * 0.8


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["talo", "phodal", "toml", "mkdocs-material-adr", "kep"])
def test_histories_toml_nested_keys_and_side_files(name: str, dialect: str) -> None:
    """Every record of these goes into every form, and what is left says nothing of its status any more but the history."""
    log, sides = folder(HERE / name)
    for record in log.records:
        book = Book(log, sides)
        assert convert(book, record.path, dialect)
        made = book.record(record.path)
        stated = {one.origin for one in made.fields if one.name == "status"}
        origins = {
            "front-matter": {"front-matter"},
            "list": {"list"},
            "labels": {"labels"},
            "section": {"section", "line"},
        }
        assert stated <= origins[FORMS[dialect]] | ({"section"} if history_of(made) else set())
        assert not book.convert(record.path, dialect), "once is enough"


@pytest.mark.parametrize("name", ["talo", "phodal"])
@pytest.mark.parametrize("dialect", ["native", "madr2", "bold-labels"])
def test_a_history_comes_back_as_it_was(name: str, dialect: str) -> None:
    """Where nothing new was said the bytes are those from before; else there is one entry more."""
    log, sides = folder(HERE / name)
    for record in log.records:
        book = Book(log, sides)
        book.convert(record.path, dialect)
        book.convert(record.path, "nygard")
        assert book.record(record.path).source.text == record.source.text
        assert not book.changes()
        book.convert(record.path, dialect)
        there = book.record(record.path).source.text
        raw = book.record(record.path).by_name["status"]
        source = replace(record.source, text=there[: raw.span.start] + "withdrawn" + there[raw.span.end :])
        again = Book(Log.of([read_record(source)]))
        before = said(again.log, again.record(record.path))
        assert again.convert(record.path, "nygard")
        assert said(again.log, again.record(record.path)) == before
        old, new = record.source.text.splitlines(), again.record(record.path).source.text.splitlines()
        more = [line for line in new if line not in old]
        assert len(more) == 1
        assert "withdrawn" in more[0].lower()
        assert [line for line in new if line != more[0] and line.strip()] == [
            line for line in old if line.strip()
        ]


TOML_KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(
    lambda key: (
        not canonical(key)
        and key not in ("adr", "decision", "metadata", "meta", "y", "n", "yes", "no", "on", "off")
    )
)
TOML_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=20)
TOML_VALUES = st.one_of(
    TOML_WORDS.map(lambda words: json.dumps(words, ensure_ascii=False)),
    st.booleans().map(lambda value: str(value).lower()),
    st.integers(-(10**9), 10**9).map(str),
    st.dates().map(lambda day: day.isoformat()),
    st.lists(st.from_regex(r"[a-zA-Z ':#,-]{0,12}", fullmatch=True), max_size=4).map(json.dumps),
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(TOML_KEYS, TOML_VALUES, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(DIALECTS),
)
def test_toml_heads(values: dict[str, str], eol: str, dialect: str) -> None:
    """Whatever else TOML front matter holds: the same values stand there afterwards, the prose is the same, or it is refused."""
    body = eol.join(["", "# A", "", "## Decision", "", "We do it.", ""])
    lines = [
        "+++",
        *(f"{key} = {value}" for key, value in values.items()),
        "# mine",
        'status = "accepted" # at last',
        "date = 2024-06-03",
        "+++",
    ]
    source = Source("0001-a.md", "".join(f"{line}{eol}" for line in lines) + body)
    book = Book(Log.of([read_record(source)]))
    before = plain(read_preamble(source).values)
    if not convert(book, "0001-a.md", dialect):
        return
    made = book.record("0001-a.md")
    after = plain(read_preamble(made.source).values) or {}
    assert {key: after.get(key) for key in values} == {key: before[key] for key in values}
    assert made.source.text.endswith(body.partition("# A")[2].lstrip())
    assert all(words in made.source.text for words in ("# mine", "at last"))
    assert ("\r" in made.source.text) is (eol == "\r\n")


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_real_logs(name: str, corpora: Path) -> None:
    """Every record of every real log into one form, and into another."""
    log, sides = folder(corpora / name)
    for number, record in enumerate(log.records):
        book = Book(log, sides)
        for dialect in (DIALECTS[number % 5], DIALECTS[(number + 2) % 5]):
            convert(book, record.path, dialect)
