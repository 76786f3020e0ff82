"""Dates and durations as people write them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from decidedly.text import Span

_ENGLISH = "january february march april may june july august september october november december"
MONTHS: dict[str, int] = {"sept": 9}
for _number, _name in enumerate(_ENGLISH.split(), start=1):  # calendar.month_name would ask the locale
    MONTHS |= {_name: _number, _name[:3]: _number}
_ELSEWHERE = (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
for _names in _ELSEWHERE:
    MONTHS |= {name: number for number, name in enumerate(_names.split(), start=1)}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TAIL = r"(?!\d)"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ymd", re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TAIL)),
    ("ymd", re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)" + _TAIL)),
    (
        "ymd",
        re.compile(r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
    ),
    (
        "dmy",
        re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:[-/]|\.\s?)(?P<m>\d{1,2})(?:[-/]|\.\s?)(?P<y>\d{4})" + _TAIL),
    ),
    ("dmy", re.compile(r"(?<!\d)(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{2})" + _TAIL)),
    (
        "words",
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?[\s,.-]+(?:(?:of|de)\s+)?(?P<mon>{_MONTH})\b[\s,.-]+(?:del?\s+)?(?P<y>\d{{4}})"
            + _TAIL,
            re.I,
        ),
    ),
    (
        "words",
        re.compile(
            rf"\b(?P<mon>{_MONTH})\b[\s.-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,.-]+(?P<y>\d{{4}})" + _TAIL,
            re.I,
        ),
    ),
    (
        "words",
        re.compile(
            rf"(?<!\d)(?P<y>\d{{4}})[\s,.-]+(?P<mon>{_MONTH})\b[\s.-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
            + _TAIL,
            re.I,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date found in some words: `day` is None when it looks like a date but no such day exists."""

    day: date | None
    span: Span
    ambiguous: bool = False
    iso: bool = False


def find_date(words: str) -> Found | None:
    """The first date in `words`, or None. `DD/MM/YYYY` is read day first unless only month first makes a day."""
    best: tuple[int, Found] | None = None
    for form, pattern in _FORMS:
        match = pattern.search(words)
        if match is None or (best is not None and match.start() >= best[0]):
            continue
        best = (match.start(), _read(form, match))
    return best[1] if best else None


def _read(form: str, match: re.Match[str]) -> Found:
    parts = match.groupdict()
    year, day = int(parts["y"]), int(parts["d"])
    year += 2000 if len(parts["y"]) == 2 else 0
    month = MONTHS.get(parts["mon"].lower(), 0) if form == "words" else int(parts["m"])
    ambiguous = form == "dmy" and day <= 12 and month <= 12 and day != month
    if form == "dmy" and month > 12 >= day:
        day, month = month, day
    iso = form == "ymd" and re.fullmatch(r"\d{4}-\d\d-\d\d", match[0]) is not None
    return Found(make(year, month, day), Span(*match.span()), ambiguous, iso)


_PERIOD = re.compile(
    r"(?:(?:by|until|in|during|the|end|of)\s+)*(?:"
    r"(?P<part>(?:Q[1-4]|H[12]))[\s/,'’-]*(?P<year>20\d\d)|(?P<year_first>20\d\d)[\s/-]*(?P<part_behind>(?:Q[1-4]|H[12]))"
    rf"|(?P<name>{_MONTH})\.?[\s,/-]+(?P<year_behind>20\d\d)"
    r"|(?P<iso>20\d\d)-(?P<month>0[1-9]|1[0-2])|(?P<slashed>0?[1-9]|1[0-2])/(?P<last>20\d\d)|(?P<alone>20\d\d))",
    re.I,
)


def last_day(words: str) -> date | None:
    """The last day of a month, quarter, half or year: `Q3 2026`, `January 2025`, `end of 2026`; None for all else."""
    match = _PERIOD.fullmatch(words.strip()) if len(words) <= 60 else None
    if match is None:
        return None
    said = {name: value for name, value in match.groupdict().items() if value}
    year = next(int(value) for value in said.values() if len(value) == 4 and value.isdigit())
    part = said.get("part") or said.get("part_behind")
    month = 12
    if part is not None:
        month = int(part[1]) * (3 if part[0] in "Qq" else 6)
    elif "name" in said:
        month = MONTHS[said["name"].lower()]
    elif "month" in said or "slashed" in said:
        month = int(said.get("month") or said["slashed"])
    return make(year, month, calendar.monthrange(year, month)[1])


def rewrite_date(words: str, day: date) -> str | None:
    """`words` with its first date replaced by `day`, written the way the old one is: its order, marks and language.

    None where there is no date. Where the old way would not be read as that day again, it is written as YYYY-MM-DD.
    """
    found = [(match.start(), form, match) for form, one in _FORMS if (match := one.search(words)) is not None]
    if not found:
        return None
    _, form, match = min(found, key=lambda one: one[0])
    swapped = form == "dmy" and int(match["m"]) > 12 >= int(match["d"])
    new = {"y": f"{day.year:04}"[-len(match["y"]) :], "m": "", "d": ""}
    for name, number in (("m", day.day if swapped else day.month), ("d", day.month if swapped else day.day)):
        if name in match.groupdict():
            old = match[name]
            wide = old.startswith("0") or (len(old) == 2 and form != "words")
            new[name] = f"{number:02}" if wide else str(number)
    if form == "words":
        new["mon"] = _month_like(match["mon"], day.month)
    spans = sorted((match.span(name), text) for name, text in new.items() if name in match.groupdict())
    text, at = "", match.start()
    for (start, end), value in spans:
        text += words[at:start] + value
        at = end
        tail = _ORDINAL.match(words, end)
        if (start, end) == match.span("d") and tail is not None:
            english = tail[0] in ("st", "nd", "rd", "th")
            text += _ordinal(day.day) if english else "er" if day.day == 1 else ""
            at = tail.end()
    text += words[at : match.end()]
    again = find_date(text)
    if again is None or again.day != day or len(again.span) != len(text):
        text = day.isoformat()
    clock = _CLOCK.match(words, match.end())  # it told the time of the old day
    before = _WEEKDAY.sub(lambda name: name[1] + _weekday(name[2], day) + name[3], words[: match.start()])
    return before + text + words[clock.end() if clock else match.end() :]


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"(\b)((?:{'|'.join(one[:3] for one in _DAYS)})[a-z]*)([\s,.]*(?:the\s+)?)$", re.I)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er)(?=[\s,.-])")


def _weekday(old: str, day: date) -> str:
    """The day's name, as long as `old` and in its letters; `old` itself where that is none."""
    if not any(name in (old.lower(), f"{old.lower()[:3]}{name[3:]}") or len(old) == 3 for name in _DAYS):
        return old
    name = _DAYS[day.weekday()]
    name = name[:3] if len(old) == 3 else name
    return name.capitalize() if old[:1].isupper() else name


_CLOCK = re.compile(r"[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z\b|UTC\b|[+-]\d\d:?\d\d\b))?")


def _month_like(old: str, month: int) -> str:
    """The month's name in the language of `old`, as long (`Mar` or `March`) and in the same letters."""
    languages = [_ENGLISH.split(), *(names.split() for names in _ELSEWHERE)]
    names = next((names for names in languages if old.lower() in names), None)
    name = names[month - 1] if names else languages[0][month - 1][:3]
    if old.lower() == "may" and len(old) == 3:
        name = languages[0][month - 1]
    return name.upper() if old.isupper() else name.capitalize() if old[:1].isupper() else name


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Interval:
    """A calendar interval: whole months (years are twelve) and days (weeks are seven)."""

    months: int = 0
    days: int = 0

    def __bool__(self) -> bool:
        return bool(self.months or self.days)

    def after(self, day: date) -> date:
        """`day` plus this interval; a month's missing day becomes its last; never past the calendar's ends."""
        total = day.year * 12 + day.month - 1 + self.months
        year, month = divmod(total, 12)
        if year > MAXYEAR:
            return date.max
        if year < MINYEAR:
            return date.min
        moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        try:
            return moved + timedelta(days=self.days)
        except OverflowError:
            return date.max if self.days > 0 else date.min

    def before(self, day: date) -> date:
        """`day` minus this interval."""
        return Interval(-self.months, -self.days).after(day)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12) if self.months % 12 == 0 else (0, self.months)
        weeks, days = divmod(self.days, 7) if self.days % 7 == 0 else (0, self.days)
        parts = ((years, "year"), (months, "month"), (weeks, "week"), (days, "day"))
        return (
            " and ".join(f"{count} {unit}{'s' * (count != 1)}" for count, unit in parts if count) or "0 days"
        )


_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18,
}  # fmt: skip
_UNITS = {"d": (0, 1), "day": (0, 1), "w": (0, 7), "week": (0, 7), "m": (1, 0), "mo": (1, 0), "month": (1, 0), "quarter": (3, 0), "q": (3, 0), "y": (12, 0), "year": (12, 0), "fortnight": (0, 14)}  # fmt: skip
_NAMED = {"daily": (0, 1), "weekly": (0, 7), "fortnightly": (0, 14), "monthly": (1, 0), "quarterly": (3, 0), "yearly": (12, 0), "annually": (12, 0), "annual": (12, 0), "biannually": (6, 0), "semiannually": (6, 0), "semi-annually": (6, 0), "half-yearly": (6, 0), "twice a year": (6, 0), "twice yearly": (6, 0), "biennially": (24, 0)}  # fmt: skip
_ISO = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$", re.I)


@lru_cache(1024)
def read_interval(words: str) -> Interval | None:
    """An interval from `6 months`, `1 year and 2 weeks`, `every two weeks`, `90d`, `yearly`, `P6M` (ISO 8601); None if it is none."""
    if len(words) > 200:
        return None
    text = " ".join(words.strip().lower().split())
    iso = _ISO.match(text)
    if iso:
        years, months, weeks, days = (int(one or 0) for one in iso.groups())
        return Interval(12 * years + months, 7 * weeks + days) or None
    text = re.sub(r"^(every|each) (?:other|second) ", r"\1 2 ", text)
    for lead in ("once ", "in ", "every ", "each ", "after ", "per "):
        text = text.removeprefix(lead)
    if text in _NAMED:
        return Interval(*_NAMED[text])
    months = days = 0
    for part in re.split(r"\s*(?:,|\band\b)\s*", text):
        match = re.fullmatch(r"(?:(\d{1,5}|[a-z]+)\s*)??([a-z]+?)s?", part)
        if match is None:
            return None
        count, unit = match.groups()
        if unit not in _UNITS:
            return None
        number = 1 if count is None else int(count) if count.isdigit() else _WORDS.get(count, 0)
        if number == 0:
            return None
        months += number * _UNITS[unit][0]
        days += number * _UNITS[unit][1]
    return Interval(months, days) or None


# ------------------------------------------------------------------------------------------- what people type as a time

_ONCE = re.compile(r"in\s+", re.I)
_AGAIN = re.compile(r"(?:every|each)\s|.*(?:ly|al)$|(?:once|twice|per)\s", re.I)
_COUNT = re.compile(r"(?:(?P<lead>in|every|each)\s+)?(?P<number>\d+)\s*(?P<unit>[a-z]+)", re.I)
_NEXT = re.compile(r"(?:next|this|coming)\s+(?:day|week|month|quarter|half|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)", re.I)  # fmt: skip
_TIMES = ("tomorrow", "today", "yesterday", *_NAMED)


def one_day(words: str, today: date) -> date | None:
    """The day that words mean which name one: `2026-06-30`, `in 6 months`, `tomorrow`, `Q3 2026`; None for all else."""
    text = " ".join(words.split())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return find_day(text)
    if text.lower() in ("today", "tomorrow"):
        return today + timedelta(days=text.lower() == "tomorrow")
    interval = read_interval(text) if _ONCE.match(text) else None
    return interval.after(today) if interval else last_day(text)


def find_day(words: str) -> date | None:
    """The day of a date as it is written."""
    found = find_date(words)
    return found.day if found else None


def repeats(words: str) -> bool:
    """Whether an interval is meant again and again in so many words: `every 6 months`, `yearly`."""
    return read_interval(words) is not None and _AGAIN.match(words.strip()) is not None


def once(words: str) -> bool:
    """Whether an interval names one day, so long after another: `in 6 months`."""
    return _ONCE.match(words.strip()) is not None and read_interval(words) is not None


def meant_as_time(words: str) -> str:
    """What to write instead of words that were meant as a time and are none (`6 mnths`, `tomorow`, `0 days`); else ""."""
    text = " ".join(words.split()).lower()
    if read_interval(text) or not text:
        return ""
    if _NEXT.fullmatch(text):
        return "a day (YYYY-MM-DD), or how long from now (“in 1 year”)"
    counted = _COUNT.fullmatch(text)
    if counted is not None:
        close = _close(counted["unit"], [f"{name}s" for name in _UNITS if len(name) > 2])
        if int(counted["number"]) == 0 and (close or counted["unit"] in _UNITS):
            return "a time that is longer than nothing, such as “6 months”"
        lead = f"{counted['lead']} " if counted["lead"] else ""
        return f"“{lead}{counted['number']} {close}”" if close else ""
    close = _close(text, _TIMES)
    return f"“{close}”" if close and close != text else "a day that is still to come" if close else ""


def _close(word: str, choices: Sequence[str]) -> str:
    """The choice that `word` is a slip of."""
    import difflib

    return next(iter(difflib.get_close_matches(word, choices, 1, 0.8)), "")
