"""When a decision was in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site import logs

from decidedly import dialects
from decidedly.log import Log
from decidedly.log.periods import Period, held_on, period
from decidedly.text import Source


def log_of(*files: tuple[str, str]) -> Log:
    reading = dialects.read_all([Source(path, text) for path, text in files])
    return Log.of(reading.records, reading.documents)


def first(*files: tuple[str, str]) -> Period | None:
    log = log_of(*files)
    return period(log, log.records[0])


OLD, NEW = date(2024, 1, 10), date(2025, 3, 1)
NEXT = logs.record(2, "Next", date="2025-03-01", supersedes="[DR-001]")


@pytest.mark.parametrize(
    ("files", "meant"),
    [
        ([logs.record(1, "A", date="2024-01-10")], Period(OLD)),
        ([logs.record(1, "A", date="")], None),
        ([logs.record(1, "A", "proposed", "2024-01-10")], None),
        ([logs.record(1, "A", "rejected", "2024-01-10")], None),
        ([logs.record(1, "A", "superseded", "2024-01-10"), NEXT], Period(OLD, NEW)),
        ([logs.record(1, "A", "accepted", "2024-01-10"), NEXT], Period(OLD, NEW)),
        ([logs.record(1, "A", "proposed", "2024-01-10"), NEXT], None),
        ([logs.record(1, "A", "superseded", "2024-01-10")], None),
        ([logs.record(1, "A", "superseded", "2025-03-01"), NEXT], None),
        ([logs.record(1, "A", "superseded", "2025-03-01", created="2024-01-10"), NEXT], Period(OLD, NEW)),
        ([logs.record(1, "A", "deprecated", "2025-03-01", created="2024-01-10")], Period(OLD, NEW)),
        ([logs.record(1, "A", "deprecated", "2025-03-01")], None),
        ([logs.record(1, "A", date="2024-01-10"), logs.record(2, "B", "proposed", "2025-03-01", supersedes="[DR-001]")],
         Period(OLD)),
    ],
)  # fmt: skip
def test_periods(files: list[tuple[str, str]], meant: Period | None):
    assert first(*files) == meant


days = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@given(st.lists(days, min_size=1, max_size=8), days)
def test_of_a_chain_one_at_most_holds_on_any_day(chain: list[date], day: date):
    files = [
        logs.record(number, f"Step {number}", date=str(when), **({"supersedes": f"[DR-{number - 1:03}]"} if number > 1 else {}))
        for number, when in enumerate(sorted(chain), 1)
    ]  # fmt: skip
    log = log_of(*files)
    held = held_on(log, day)
    assert len(held) <= 1
    assert bool(held) == (min(chain) <= day) or len(set(chain)) < len(chain)
    last = period(log, log.records[-1])
    assert last is not None
    assert last.until is None
    for record in log.records[:-1]:
        when = period(log, record)
        if when is not None:
            assert when.until is not None
            assert when.since < when.until
            assert when.holds(when.since)
            assert when.holds(when.until - timedelta(days=1))
            assert not when.holds(when.until)
