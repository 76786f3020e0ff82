"""Renumbering: every link leads where it led, and back again every byte is as it was."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest
from tests.dialects.test_dialects import FOLDERS, HERE
from tests.property.test_amend import REAL, folder

from decidedly.amend import AmendError, Renumbering
from decidedly.lifecycle import NAMES
from decidedly.log import Log
from decidedly.record import Document, Record

REFUSED = (
    "no number",
    "its folder",
    "is there already",
    "would lead elsewhere",
    "leads nowhere now",
    "would be read",
)


def texts(log: Log) -> dict[str, str]:
    every: list[Record | Document] = [*log.records, *log.documents]
    return {one.path: one.source.text for one in every}


def targets(log: Log) -> dict[str, list[str]]:
    """Where the links of each record lead, by title."""
    return {
        record.path: [found.record.title if found.record else "" for found in log.resolved(record)]
        for record in log.records
    }


def there_and_back(log: Log, record: Record) -> str:
    """Give the record a number far away, and the old one again; why not, if it is refused."""
    work = Renumbering(log, NAMES)
    before, led = texts(log), targets(log)
    known = {one.number for one in log.records}
    wide = len(str(record.number or 0))
    far = next((n for n in range(10**wide - 1, 10 ** (wide - 1), -1) if n not in known), 0)
    if not far:
        return "is there already"  # no other number of that width is free
    try:
        move = work.move(record, far)
    except AmendError as error:
        return str(error)
    made = work.log
    assert made.by_path[move.path].number == far
    assert posixpath.dirname(move.path) == posixpath.dirname(record.path)
    for path, there in targets(made).items():
        old = led[record.path if path == move.path else path]
        assert [a for a, b in zip(old, there, strict=True) if a and a != b] == []
    if not move.shared:
        try:
            work.move(made.by_path[move.path], record.number or 0)
        except AmendError as error:
            return str(error)
        assert texts(work.log) == before
        assert not work.changes()
    return ""


@pytest.mark.parametrize("name", FOLDERS)
def test_there_and_back(name: str) -> None:
    """In every dialect."""
    log, _ = folder(HERE / name)
    for record in log.records:
        why = there_and_back(log, record)
        assert not why or any(words in why for words in REFUSED), why


def test_some_are_renumbered() -> None:
    """Most records of the dialects can be; the test above would not notice if none could."""
    done = [
        not there_and_back(log, record)
        for name in FOLDERS
        for log in [folder(HERE / name)[0]]
        for record in log.records[:2]
        if record.number is not None
    ]
    assert sum(done) >= len(done) * 0.8


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_real_logs(name: str, corpora: Path) -> None:
    """A few records of every real log."""
    log, _ = folder(corpora / name)
    numbered = [record for record in log.records if record.number is not None]
    few = numbered[:: max(1, len(numbered) // 4)]
    refused = [why for record in few if (why := there_and_back(log, record))]
    assert [why for why in refused if not any(words in why for words in REFUSED)] == []
