"""Renumbering: every link leads where it led, and back again every byte is as it was."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.dialects.test_dialects import FOLDERS, HERE
from tests.property.test_amend import REAL, folder

from decidedly.amend import AmendError, Renumbering, numbered_folder
from decidedly.lifecycle import NAMES
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Document, Record
from decidedly.text import Source

REFUSED = (
    "no number",
    "is there already",
    "would lead elsewhere",
    "leads nowhere now",
    "would be read",
)


def texts(log: Log, sides: Mapping[str, Source]) -> dict[str, str]:
    every: list[Record | Document] = [*log.records, *log.documents]
    return {one.path: one.text for one in (*(one.source for one in every), *sides.values())}


def targets(log: Log) -> dict[str, list[str]]:
    """Where the links of each record lead, by title."""
    return {
        record.path: [found.record.title if found.record else "" for found in log.resolved(record)]
        for record in log.records
    }


def there_and_back(log: Log, record: Record, sides: Mapping[str, Source]) -> str:
    """Give the record a number far away, and the old one again; why not, if it is refused."""
    beside = {f"{posixpath.dirname(record.path)}/img/plan.png": "0" * 64} if numbered_folder(record) else {}
    log = replace(log, files=log.files | set(beside))
    work = Renumbering(log, NAMES, sides=sides)
    before, led = texts(log, sides), targets(log)
    known = {one.number for one in log.records}
    wide = len(str(record.number or 0))
    far = next((n for n in range(10**wide - 1, 10 ** (wide - 1), -1) if n not in known), 0)
    if not far:
        return "is there already"  # no other number of that width is free
    try:
        move = work.move(record, far, beside=beside)
    except AmendError as error:
        return str(error)
    made = work.log
    assert made.by_path[move.path].number == far
    assert home(move.path) == home(record.path)
    assert [posixpath.dirname(one) for one in made.files] == [
        f"{posixpath.dirname(move.path)}/img" for _ in beside
    ]
    if beside:
        assert not any(path.startswith(move.folder + "/") for path in texts(made, work.sides))
    there_now = targets(made)
    for path, old in led.items():
        there = there_now[move.moved(path)]
        assert [a for a, b in zip(old, there, strict=True) if a and a != b] == []
    if not move.shared:
        try:
            work.move(made.by_path[move.path], record.number or 0)
        except AmendError as error:
            return str(error)
        assert texts(work.log, work.sides) == before
        assert not work.changes()
    return ""


@pytest.mark.parametrize("name", FOLDERS)
def test_there_and_back(name: str) -> None:
    """In every dialect."""
    log, sides = folder(HERE / name)
    for record in log.records:
        why = there_and_back(log, record, sides)
        assert not why or any(words in why for words in REFUSED), why


def test_some_are_renumbered() -> None:
    """Most records of the dialects can be; the test above would not notice if none could."""
    done = [
        not there_and_back(log, record, sides)
        for name in FOLDERS
        for log, sides in [folder(HERE / name)]
        for record in log.records[:2]
        if record.number is not None
    ]
    assert sum(done) >= len(done) * 0.8


@pytest.mark.corpora
@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_real_logs(name: str, corpora: Path) -> None:
    """A few records of every real log."""
    log, sides = folder(corpora / name)
    numbered = [record for record in log.records if record.number is not None]
    few = numbered[:: max(1, len(numbered) // 4)]
    refused = [why for record in few if (why := there_and_back(log, record, sides))]
    assert [why for why in refused if not any(words in why for words in REFUSED)] == []
