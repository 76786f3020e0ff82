"""Search by title: the rows of all decisions as classic scripts (they also load from file://), and the search page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from decidedly.pages import words
from decidedly.pages.edition import Edition, digest
from decidedly.pages.names import relative
from decidedly.pages.rows import answer
from decidedly.text import one_line

CHUNK = 250
"""Decisions in one script: the first results of a big log come from its newest ones, at once."""

MOST_NAMES = 20
"""People and old names of one record that its row is found by."""

LISTED = 500
"""A longer log is listed on the search page by its years only."""


@dataclass(frozen=True, slots=True)
class Form:
    """A page's search box: where its words go without JavaScript, its scripts of rows, and whether the page itself
    already holds every row that it may find."""

    action: str
    rows: str
    chunks: int
    root: str
    whole: bool
    full_text: str


class Search:
    """The scripts of rows of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def scripts(self) -> list[tuple[str, bytes]]:
        """The scripts: output path and content."""
        rows = list(self._rows())
        chunks = [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]
        made = [
            f"decidedlyRows({number},{words.script_json(chunk)});\n".encode("utf-8", "replace")
            for number, chunk in enumerate(chunks)
        ]
        name = digest(b"".join(made))
        return [(f"idx/rows-{number}.{name}.js", data) for number, data in enumerate(made)]

    def _rows(self) -> Iterator[list[object]]:
        """Id, title, answer, status word, its class, date, page, everybody named, the first day on which it was in force and
        the first on which it no longer was ("" where there is none), what it can be filtered by (key of its status, tags,
        people who answer for it, component, whether it is in force), its old names, its language."""
        edition = self.edition
        for record in edition.newest_first:
            state = edition.standing(record)
            people = dict.fromkeys(edition.person(person.name) for person in record.people)
            held = edition.periods[record.path]
            yield [
                record.id,
                one_line(words.heading(record), 200),
                answer(record),
                state.word,
                state.css + (" retired" if state.retired else ""),
                record.when.isoformat() if record.when else "",
                edition.names.records[record.path].removeprefix("d/"),
                [one_line(name, 80) for name in people][:MOST_NAMES],
                held.since.isoformat() if held else "",
                held.until.isoformat() if held and held.until else "",
                state.key,
                sorted({tag.casefold() for tag in record.tags}),
                list(edition.owners(record)),
                edition.component(record),
                int(edition.log.in_force(record) and not state.retired),
                [one_line(name, 80) for name in record.aliases][:MOST_NAMES],
                edition.tongue(record).lang,
            ]

    def form(self, page: str, *, whole: bool) -> Form:
        """The search box of one page."""
        first = self.scripts[0][0] if self.scripts else ""
        return Form(
            relative(page, "search.html"),
            relative(page, first).replace("rows-0.", "rows-{n}.") if first else "",
            len(self.scripts),
            "../" * page.count("/"),
            whole,
            relative(page, "pagefind/pagefind.js") if self.edition.site.search else "",
        )


def pages(edition: Edition, search: Search) -> Iterator[tuple[str, bytes]]:
    """The search page, and the scripts of rows."""
    yield from search.scripts
    by_title = sorted(edition.log.records, key=lambda record: (words.heading(record).casefold(), record.path))
    years: dict[str, int] = {}
    for record in edition.newest_first:
        year = f"{record.when.year:04}" if record.when else ""
        years[year] = years.get(year, 0) + 1
    yield edition.page(
        "search.html",
        "search.html",
        title="Search",
        description=f"Search {words.count(len(by_title), 'decision')}.",
        search=search.form("search.html", whole=False),
        nav="search",
        total=len(by_title),
        records=[
            (words.named(one), edition.names.records[one.path], edition.standing(one)) for one in by_title
        ]
        if len(by_title) <= LISTED
        else [],
        years=[(year, number, f"log/{year or 'undated'}.html") for year, number in years.items()]
        if len(by_title) > LISTED
        else [],
    )
