"""Converting: the same facts in every form and back again, and prose that is the same byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.dialects.test_dialects import FOLDERS, HERE, facts
from tests.property.test_amend import REAL, folder

from decidedly.amend import FORMS, AmendError, Book
from decidedly.cli.convert import DIALECTS
from decidedly.log import Log
from decidedly.record import Record

MOVED = {"status_raw", "dialect", "roles", "links", "mentions", "known", "ambiguous_date"}


def said(log: Log, record: Record) -> dict[str, Any]:
    """What a record says, and where its links lead."""
    led = {
        (found.link.kind, found.record.path if found.record else found.link.target)
        for found in log.resolved(record)
        if found.link.kind != "mentions"
    }
    people = sorted(tuple(one) for one in facts(record)["people"])
    return {key: value for key, value in facts(record).items() if key not in MOVED} | {
        "led": led,
        "people": people,
    }


def prose(record: Record) -> list[str]:
    """The text of every section but those that hold metadata, as it stands."""
    return [
        record.source.at(one.body).strip()
        for one in record.sections
        if one.role not in ("status", "date", "metadata", "") and one.level > 1
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
