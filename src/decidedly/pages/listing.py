"""Lists of decisions: the log itself, and its slices by year, status, tag, component and person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from decidedly.lifecycle import OPEN
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.overview import MOST_ATTENTION, OTHER_WORDS, attention, facets, filters, other_documents
from decidedly.pages.rows import UNDATED, Key, Rows, grouped, month_of, period_name, year_of
from decidedly.pages.search import Search
from decidedly.record import Record

FIRST_PAGE = 50
"""A longer log shows its newest decisions and leads to pages of years."""

WINDOW = 100
"""Rows on one page of a slice."""

MOST_IN_YEAR = 500
"""A year with more decisions shows its newest and leads to pages of months."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of a row of years or months: its name, how many decisions it has, its page, whether this is it ("page")
    or is part of it ("true")."""

    key: str
    name: str
    number: int
    page: str
    here: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a slice is shown: `key` groups its rows; `most` shows only so many of the newest; `stops` are the rows of years
    and months around it, each with its name; `linked`: the filter leads to the statuses (else it only counts)."""

    key: Key = year_of
    most: int | None = None
    stops: Sequence[tuple[str, Sequence[Stop]]] = ()
    linked: bool = False


SLICE = Shape()


def pages(edition: Edition, search: Search) -> Iterator[tuple[str, bytes]]:
    """The log page and all its slices."""
    rows = Rows(edition)
    yield _log(edition, rows, search)
    everything = edition.newest_first
    if len(everything) > FIRST_PAGE:
        yield from _years(edition, rows, search)
    yield from _statuses(edition, rows, search)
    yield from _by(
        edition,
        rows,
        search,
        edition.tags,
        lambda one: {tag.casefold() for tag in one.tags},
        "Tagged {}",
        edition.spelling,
    )
    yield from _by(edition, rows, search, edition.components, lambda one: {edition.component(one)}, "{}")
    yield from _by(
        edition,
        rows,
        search,
        edition.people,
        lambda one: set(edition.owners(one)),
        "Decisions of {}",
        edition.person,
    )


def _log(edition: Edition, rows: Rows, search: Search) -> tuple[str, bytes]:
    log, site = edition.log, edition.site
    everything = edition.newest_first
    shown = everything[:FIRST_PAGE]
    dates = [record.when for record in everything if record.when]
    since = f" since {words.MONTHS[min(dates).month - 1]} {min(dates).year}" if dates else ""
    answered = [bool(record.answer) for record in everything if edition.standing(record).key not in OPEN]
    intro = f"{words.count(len(everything), 'decision')}{since}."
    if any(answered):
        intro += f" Each line gives the question and{'' if all(answered) else ', where the record states it,'} the answer."
    years = {year: len(records) for year, records in grouped(everything).items()}
    stops = _stops(years)
    wanting, rest = attention(edition)
    return edition.page(
        "index.html",
        "log.html",
        title="",
        description=site.description
        or f"{words.count(len(everything), 'architecture decision')}: the question, the answer and the reasons.",
        nav="log",
        heading="What we decided, and why",
        intro=intro,
        site_note=site.description,
        search=search.form("index.html", whole=len(everything) <= FIRST_PAGE) if everything else None,
        total=len(everything),
        filters=filters(edition, everything),
        current="",
        groups=rows.groups(shown, "index.html", years),
        id_width=rows.id_width,
        attention=wanting,
        rest=rest,
        most=MOST_ATTENTION,
        facets=facets(edition),
        documents=other_documents(edition),
        shown=len(shown),
        in_force=sum(edition.log.in_force(one) and not edition.standing(one).retired for one in everything),
        years=stops if len(stops) > 1 or len(shown) < len(everything) else [],
        inside=len(shown) == len(everything),
        stops=[],
        of=len(everything),
        more=len(everything) - len(shown),
        windows=[],
        empty=not log.records,
        crumb="",
        linked=True,
    )


def _stops(totals: dict[str, int], here: str | None = None, how: str = "page") -> list[Stop]:
    """The years or months of `totals` as a row; `here` is the one that is shown."""
    return [
        Stop(
            key or UNDATED, period_name(key), number, f"log/{key or UNDATED}.html", how if key == here else ""
        )
        for key, number in totals.items()
    ]


def _years(edition: Edition, rows: Rows, search: Search) -> Iterator[tuple[str, bytes]]:
    """The pages of the years, and of the months of a year that has very many decisions."""
    by_year = grouped(edition.newest_first)
    totals = {year: len(records) for year, records in by_year.items()}
    for year, records in by_year.items():
        page = f"log/{year or UNDATED}.html"
        heading = f"Decisions of {int(year)}" if year else "Decisions without a date"
        stops = [("Years", _stops(totals, year))]
        months = grouped(records, month_of)
        if len(records) <= MOST_IN_YEAR or not year:
            yield from _slice(edition, rows, search, page, heading, records, Shape(month_of, None, stops))
            continue
        counted = {month: len(ones) for month, ones in months.items()}
        shape = Shape(month_of, FIRST_PAGE, [*stops, ("Months", _stops(counted))])
        yield from _slice(edition, rows, search, page, heading, records, shape)
        for month, ones in months.items():
            both = [("Years", _stops(totals, year, "true")), ("Months", _stops(counted, month))]
            yield from _slice(
                edition,
                rows,
                search,
                f"log/{month}.html",
                f"Decisions of {period_name(month)}",
                ones,
                Shape(month_of, None, both),
            )


def _statuses(edition: Edition, rows: Rows, search: Search) -> Iterator[tuple[str, bytes]]:
    by_key: dict[str, list[Record]] = {}
    for record in edition.newest_first:
        by_key.setdefault(edition.standing(record).key, []).append(record)
    for one in filters(edition, edition.newest_first) if by_key else ():
        key = next(key for key, page in edition.statuses.items() if page == one.page)
        heading = {
            "none": "Decisions without a status",
            "other": "Decisions with another status" + ("" if one.name == OTHER_WORDS else f": {one.name}"),
        }.get(key, f"{one.name} decisions")
        yield from _slice(edition, rows, search, one.page, heading, by_key[key], Shape(linked=True))


def _by(
    edition: Edition,
    rows: Rows,
    search: Search,
    pages: dict[str, str],
    keys: Callable[[Record], set[str]],
    heading: str,
    name: Callable[[str], str] = str,
) -> Iterator[tuple[str, bytes]]:
    """The pages of one kind of slice: `keys` tells to which of them a record belongs."""
    found: dict[str, list[Record]] = {}
    for record in edition.newest_first:
        for key in keys(record):
            found.setdefault(key, []).append(record)
    for key, page in pages.items():
        yield from _slice(edition, rows, search, page, heading.format(name(key)), found[key])


def _slice(
    edition: Edition,
    rows: Rows,
    search: Search,
    page: str,
    heading: str,
    records: Sequence[Record],
    shape: Shape = SLICE,
) -> Iterator[tuple[str, bytes]]:
    """The pages of one slice, `WINDOW` rows each, or one with the newest of it."""
    stem = page.removesuffix(".html")
    shown = records[: shape.most]
    parts = [shown[at : at + WINDOW] for at in range(0, len(shown), WINDOW)]
    outputs = [page, *(f"{stem}.p{number}.html" for number in range(2, len(parts) + 1))]
    counts = filters(edition, edition.newest_first if shape.linked else records)
    totals = {key: len(ones) for key, ones in grouped(records, shape.key).items()}
    for number, (output, part) in enumerate(zip(outputs, parts, strict=True), 1):
        at = f" (page {number} of {len(parts)})" if len(parts) > 1 else ""
        yield edition.page(
            output,
            "log.html",
            title=heading + at,
            description=f"{heading}: {words.count(len(records), 'decision')}.",
            nav="",
            heading=heading,
            intro=f"{words.count(len(records), 'decision')}{at}.",
            site_note="",
            search=search.form(output, whole=len(part) == len(records)),
            total=len(edition.newest_first),
            filters=counts,
            current=page,
            groups=rows.groups(part, output, totals, shape.key),
            id_width=rows.id_width,
            attention=[],
            rest=[],
            most=0,
            facets=[],
            documents=[],
            shown=len(part),
            in_force=0,
            years=[],
            stops=shape.stops,
            of=len(records),
            more=len(records) - len(shown),
            windows=[(n, to, to == output) for n, to in enumerate(outputs, 1)] if len(parts) > 1 else [],
            empty=False,
            crumb=heading,
            linked=shape.linked,
        )
