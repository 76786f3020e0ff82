"""The published site: a report turned into HTML pages, as plain bytes. Nothing here touches a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

from decidedly.drawing.cards import Card
from decidedly.pages import (
    about,
    around,
    compare,
    comparison,
    decision,
    documents,
    graph,
    listing,
    reviews,
    search,
    timeline,
    whole,
)
from decidedly.pages.cards import cards as all_cards
from decidedly.pages.diagrams import wanted as diagrams_wanted
from decidedly.pages.edition import Edition
from decidedly.pages.files import is_harmless, wanted
from decidedly.pages.names import Names
from decidedly.pages.site import Site
from decidedly.render.renderings import Renderings
from decidedly.report import Report

__all__ = [
    "KINDS",
    "Press",
    "Renderings",
    "Site",
    "build",
    "cards",
    "copies",
    "diagrams_wanted",
    "document",
    "feeds",
    "is_harmless",
    "searched",
    "wanted",
]


def _assets(edition: Edition, _: search.Search) -> Iterator[tuple[str, bytes]]:
    """Stylesheet, scripts and icon, named after their content."""
    yield from edition.assets.values()


Make = Callable[[Edition, search.Search], Iterator[tuple[str, bytes]]]

KINDS: tuple[tuple[Make, tuple[str, ...]], ...] = (
    (_assets, ("assets/",)),
    (listing.pages, ("index.html", "log/", "status/", "tag/", "component/", "owner/")),
    (lambda edition, _: decision.pages(edition), ("d/",)),
    (lambda edition, _: documents.pages(edition), ("doc/",)),
    (lambda edition, _: graph.pages(edition), ("graph",)),
    (lambda edition, _: compare.pages(edition), ("compare",)),
    (lambda edition, _: comparison.pages(edition), ("m/",)),
    (timeline.pages, ("timeline",)),
    (lambda edition, _: reviews.pages(edition), ("reviews",)),
    (search.pages, ("search", "idx/")),
    (lambda edition, _: about.pages(edition), ("about",)),
    (lambda edition, _: whole.pages(edition), (whole.OUTPUT,)),
    (around.not_found, ("404.html",)),
    (lambda edition, _: edition.diagrams.pages(), ("files/diagram-",)),
)
"""Every kind of page, in the order in which they are made, and how the paths of its pages begin."""


def copies(report: Report, site: Site) -> dict[str, str]:
    """Files that the site needs a copy of: path relative to the records folder → output path.

    Ask `is_harmless` about each file's bytes before copying it.
    """
    return Names(report.log, site).files


def feeds(report: Report, site: Site) -> dict[str, str]:
    """The calendars and feeds that the pages link to: output path without its ending → whose reviews ("": everybody's)."""
    return reviews.feeds(Edition(report, site, {}))


def document(
    report: Report, site: Site, theme: Mapping[str, str | bytes], pictures: Mapping[str, bytes]
) -> bytes:
    """The whole log as one file of HTML that needs no other. `pictures` are those of `copies` that are images, by output path."""
    edition = Edition(report, site, theme)
    return whole.alone(
        edition, edition.assets["assets/whole.css"][1].decode(), {**pictures, **edition.diagrams.files}
    )


def cards(report: Report, site: Site) -> dict[str, Card]:
    """The cards that pages name for links which are shared: output path → what it says. The edge draws and keeps them."""
    return dict(all_cards(Edition(report, site, {})))


def build(
    report: Report, site: Site, theme: Mapping[str, str | bytes], renderings: Renderings | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every page and asset of the site: output path and content.

    `theme` are the theme's files: path (`layouts/log.html`, `assets/site.css` …) → text, or bytes of pictures and fonts.
    `renderings` knows bodies that were rendered before.
    """
    edition = Edition(report, site, theme, renderings)
    made = search.Search(edition)
    outputs: list[str] = []
    for kind, _ in KINDS:
        for output, data in kind(edition, made):
            outputs.append(output)
            yield output, data
    yield from around.for_engines(edition, outputs)


def searched(report: Report, site: Site, theme: Mapping[str, str | bytes]) -> Iterator[tuple[str, bytes]]:
    """The pages whose words full-text search finds: those of decisions and of documents."""
    edition = Edition(report, site, theme)
    yield from decision.pages(edition)
    yield from documents.pages(edition)


class Press:
    """The same pages, each made when it is asked for, and once. Not for several threads at a time."""

    def __init__(self, report: Report, site: Site, theme: Mapping[str, str | bytes]) -> None:
        self.edition = Edition(report, site, theme)
        made = search.Search(self.edition)
        self._made: dict[str, bytes] = dict(self.edition.assets.values())
        self._rest = [
            (begins, kind(self.edition, made)) for kind, begins in KINDS if not set(begins) & {"d/", "m/"}
        ]
        self._failed: dict[tuple[str, ...], Exception] = {}

    @cached_property
    def _single(self) -> dict[str, Callable[[], tuple[str, bytes]]]:
        """Pages that need none of those before them: all that belong to one decision or one matrix."""
        edition = self.edition
        found: dict[str, Callable[[], tuple[str, bytes]]] = {}
        for record in edition.log.records:
            output = edition.names.records[record.path]
            found[output] = partial(decision.page, edition, record)
            found[output.removesuffix(".html") + ".md"] = partial(decision.copy, edition, record)
        for output in edition.names.aliases:
            found[output] = partial(decision.moved, edition, output)
        for one in edition.compared:
            found[one.output] = partial(comparison.page, edition, one)
        return found

    def get(self, output: str) -> bytes | None:
        """The page at that path, None where there is none. Whatever a layout raises is raised."""
        if output in self._made:
            return self._made[output]
        if output in self._single:
            self._made[output] = self._single[output]()[1]
            return self._made[output]
        for begins, pages in self._rest:
            if output.startswith(begins):
                self._make(begins, pages, output)
        return self._made.get(output)

    def _make(self, begins: tuple[str, ...], pages: Iterator[tuple[str, bytes]], output: str) -> None:
        """Make pages of one kind until that one is there."""
        if begins in self._failed:
            raise self._failed[begins]
        try:
            for name, data in pages:
                self._made[name] = data
                if name == output:
                    return
        except Exception as error:
            self._failed[begins] = error  # the iterator has ended with it
            raise
