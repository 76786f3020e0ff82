from datetime import date

import pytest

from decidedly.dates import Interval, find_date, make, read_interval


@pytest.mark.parametrize(
    ("words", "day", "ambiguous", "iso"),
    [
        ("2024-03-12", date(2024, 3, 12), False, True),
        ("2024-3-2", date(2024, 3, 2), False, False),
        ("2024/03/12 (Session 2)", date(2024, 3, 12), False, False),
        ("20240312", date(2024, 3, 12), False, False),
        ("12/01/1992", date(1992, 1, 12), True, False),
        ("05/05/2020", date(2020, 5, 5), False, False),
        ("13/01/1992", date(1992, 1, 13), False, False),
        ("01/13/1992", date(1992, 1, 13), False, False),
        ("12.03.24", date(2024, 3, 12), True, False),
        ("12 March 2024", date(2024, 3, 12), False, False),
        ("12th of March, 2024", date(2024, 3, 12), False, False),
        ("March 12, 2024", date(2024, 3, 12), False, False),
        ("01-Aug-2023", date(2023, 8, 1), False, False),
        ("Sept 1st, 2021", date(2021, 9, 1), False, False),
        ("2021 Feb 3", date(2021, 2, 3), False, False),
        ("2024年3月12日", date(2024, 3, 12), False, False),
        ("12. März 2024", date(2024, 3, 12), False, False),
        ("12 de marzo de 2024", date(2024, 3, 12), False, False),
        ("between 2020-01-02 and 2021-01-02", date(2020, 1, 2), False, True),
    ],
)
def test_dates_as_people_write_them(words: str, day: date, ambiguous: bool, iso: bool):
    found = find_date(words)
    assert found is not None
    assert (found.day, found.ambiguous, found.iso) == (day, ambiguous, iso)


@pytest.mark.parametrize(
    "words",
    ["2024-13-45", "0000-01-01", "30 February 2024", "99/99/9999", "12 Aprİl 2024", "2024-02-30T10:00"],
)
def test_days_that_do_not_exist_look_like_dates(words: str):
    found = find_date(words)
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize(
    "words", ["", "Phase 12", "v1.2.3", "1234567890123", "ADR-2024", "12/2024", "192.168.100.200"]
)
def test_what_is_no_date(words: str):
    assert find_date(words) is None


@pytest.mark.parametrize(
    ("words", "interval"),
    [
        ("6 months", Interval(6)), ("1 year and 2 weeks", Interval(12, 14)), ("every two weeks", Interval(0, 14)), ("90d", Interval(0, 90)), ("yearly", Interval(12)),
        ("P6M", Interval(6)), ("p1y2m3w4d", Interval(14, 25)), ("a quarter", Interval(3)), ("In 3 Months", Interval(3)), ("1 year, 1 month and 1 day", Interval(13, 1)),
        ("every other month", Interval(2)), ("each second week", Interval(0, 14)), ("once a year", Interval(12)), ("once per quarter", Interval(3)),
        ("twice a year", Interval(6)), ("half-yearly", Interval(6)), ("second quarter", None), ("other month", None),
        ("month", Interval(1)), ("each year", Interval(12)), ("after 2 fortnights", Interval(0, 28)),
    ],
)  # fmt: skip
def test_intervals(words: str, interval: Interval):
    assert read_interval(words) == interval


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "0 days",
        "P",
        "6",
        "6 moons",
        "-1 month",
        "1.5 years",
        "and",
        "x" * 100_000,
        "1" * 50 + " days",
        "P0D",
    ],
)
def test_what_is_no_interval(words: str):
    assert read_interval(words) is None


@pytest.mark.parametrize(
    ("day", "interval", "wanted"),
    [
        (date(2024, 1, 31), Interval(1), date(2024, 2, 29)),
        (date(2024, 2, 29), Interval(12), date(2025, 2, 28)),
        (date(2024, 12, 15), Interval(1, 20), date(2025, 2, 4)),
        (date(9999, 12, 1), Interval(1), date.max),
        (date(9999, 12, 1), Interval(0, 99), date.max),
        (date(1, 1, 1), Interval(-1), date.min),
        (date(1, 1, 1), Interval(0, -1), date.min),
    ],
)
def test_adding(day: date, interval: Interval, wanted: date):
    assert interval.after(day) == wanted
    assert Interval(-interval.months, -interval.days).before(day) == wanted


def test_nothing_is_no_interval():
    assert not Interval()
    assert Interval(0, 1)
    assert make(2023, 2, 29) is None
