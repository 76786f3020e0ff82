"""Dates and intervals, however they are written."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from decidedly.dates import Interval, find_date, read_interval

DAYS = st.dates(date(1900, 1, 1), date(9999, 12, 31))
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
AROUND = st.sampled_from(["", "on ", "(", "accepted: ", "**", "v1 "])


@given(DAYS, AROUND, st.sampled_from(["", " (Session 2)", ")", ", at noon", "T10:00:00Z", "**"]))
def test_a_date_is_found_at_its_place(day: date, before: str, after: str):
    month = ENGLISH[day.month - 1]
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {month} {day.year}",
        f"{day.day:02}-{month[:3]}-{day.year}",
        f"{month} {day.day}, {day.year}",
    ]
    for written in forms:
        found = find_date(before + written + after)
        assert found is not None
        assert found.day == day
        assert (before + written + after)[found.span.start : found.span.end] == written


@given(DAYS)
def test_day_and_month_that_may_be_taken_for_each_other_are_ambiguous(day: date):
    found = find_date(f"{day.day:02}/{day.month:02}/{day.year}")
    assert found is not None
    assert found.ambiguous == (day.day <= 12 and day.day != day.month)
    assert found.day == day


@given(st.text())
def test_any_words_are_safe(words: str):
    find_date(words)
    read_interval(words)


@given(st.text("0123456789-/. Janurymſİ年月日,thof", max_size=40))
def test_almost_dates_are_safe(words: str):
    found = find_date(words)
    assert found is None or 0 <= found.span.start < found.span.end <= len(words)


@given(DAYS, st.integers(-2000, 2000), st.integers(-40000, 40000))
def test_adding_never_leaves_the_calendar(day: date, months: int, days: int):
    moved = Interval(months, days).after(day)
    assert date.min <= moved <= date.max
    if not months and date.min + timedelta(40001) < day < date.max - timedelta(40001):
        assert moved == day + timedelta(days=days)


@given(
    st.integers(1, 999),
    st.sampled_from([("day", 0, 1), ("week", 0, 7), ("month", 1, 0), ("quarter", 3, 0), ("year", 12, 0)]),
)
def test_an_interval_in_words(count: int, unit: tuple[str, int, int]):
    word, months, days = unit
    wanted = Interval(count * months, count * days)
    for form in (
        f"{count} {word}s",
        f"every {count} {word}",
        f"{count}{word}s",
        f"In {count} {word.upper()}S",
    ):
        assert read_interval(form) == wanted
    assert read_interval(f"{count} {word}s and 2 days") == Interval(wanted.months, wanted.days + 2)
