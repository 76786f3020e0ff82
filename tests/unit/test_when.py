"""What people type as a time: one day, again and again, an event, or a slip."""

from datetime import date

import pytest

from decidedly.dates import meant_as_time, one_day, repeats

TODAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in 3 weeks", date(2026, 2, 5)),
        ("in a year", date(2027, 1, 15)),
        ("tomorrow", date(2026, 1, 16)),
        ("2026-06-30", date(2026, 6, 30)),
        ("Q3 2026", date(2026, 9, 30)),
        ("3 weeks", None),
        ("every 3 weeks", None),
        ("in production", None),
        ("phase-12", None),
    ],
)
def test_one_day(words: str, day: date | None) -> None:
    assert one_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "again"),
    [("every 6 months", True), ("yearly", True), ("twice a year", True), ("6 months", False), ("in 6 months", False), ("1y", False)],
)  # fmt: skip
def test_again_and_again(words: str, again: bool) -> None:
    assert repeats(words) is again


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("6 mnths", "“6 months”"),
        ("in 6 mnoths", "“in 6 months”"),
        ("tomorow", "“tomorrow”"),
        ("anually", "“annually”"),
        ("0 days", "a time that is longer than nothing, such as “6 months”"),
        ("yesterday", "a day that is still to come"),
        ("next year", "a day (YYYY-MM-DD), or how long from now (“in 1 year”)"),
    ],
)
def test_slips(words: str, meant: str) -> None:
    assert meant_as_time(words) == meant


@pytest.mark.parametrize(
    "words",
    ["phase-12", "go-live", "After go-live", "when the vendor raises prices", "in production", "next release", "6 months", "every 2 weeks", "yearly", "2 beers", "v2", "3rd region", "today-app", "daylight", ""],
)  # fmt: skip
def test_no_slips(words: str) -> None:
    assert meant_as_time(words) == ""
