"""The published site: a report turned into HTML pages, as plain bytes. Nothing here touches a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

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
from decidedly.pages.edition import Edition
from decidedly.pages.files import is_harmless, wanted
from decidedly.pages.names import Names
from decidedly.pages.site import Site
from decidedly.report import Report

__all__ = ["KINDS", "Site", "build", "copies", "document", "feeds", "is_harmless", "wanted"]


def _assets(edition: Edition, _: search.Search) -> Iterator[tuple[str, bytes]]:
    """Stylesheet, scripts and icon, named after their content."""
    yield from edition.assets.values()


KINDS: tuple[Callable[[Edition, search.Search], Iterator[tuple[str, bytes]]], ...] = (
    _assets,
    listing.pages,
    lambda edition, _: decision.pages(edition),
    lambda edition, _: documents.pages(edition),
    lambda edition, _: graph.pages(edition),
    lambda edition, _: compare.pages(edition),
    lambda edition, _: comparison.pages(edition),
    timeline.pages,
    lambda edition, _: reviews.pages(edition),
    search.pages,
    lambda edition, _: about.pages(edition),
    lambda edition, _: whole.pages(edition),
    around.not_found,
)
"""Every kind of page, in the order in which they are made."""


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
    return whole.alone(edition, edition.assets["assets/whole.css"][1].decode(), pictures)


def build(report: Report, site: Site, theme: Mapping[str, str | bytes]) -> Iterator[tuple[str, bytes]]:
    """Every page and asset of the site: output path and content.

    `theme` are the theme's files: path (`layouts/log.html`, `assets/site.css` …) → text, or bytes of pictures and fonts.
    """
    edition = Edition(report, site, theme)
    made = search.Search(edition)
    outputs: list[str] = []
    for kind in KINDS:
        for output, data in kind(edition, made):
            outputs.append(output)
            yield output, data
    yield from around.for_engines(edition, outputs)
