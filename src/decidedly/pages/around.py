"""What stands around the pages: the page for addresses that do not exist, and what search engines read first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from decidedly.pages.edition import Edition, style_hash
from decidedly.pages.search import Search

MOST = 50_000
"""Addresses in one sitemap, by its standard."""

_APART = frozenset({"404.html", "search.html", "print.html"})


_ALONE = """:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 12vh auto; padding: 0 1.5rem; font: 1rem/1.6 Inter, system-ui, sans-serif; }
code { white-space: nowrap; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; }"""
"""The look of a page that can link to no stylesheet."""


def not_found(edition: Edition, search: Search) -> Iterator[tuple[str, bytes]]:
    """The page for addresses that do not exist. It is served at any depth, so that it links only to absolute addresses:
    where the site's own is known it searches for what the address seems to ask for."""
    site = edition.site
    form = None
    if site.url and edition.log.records:
        there = search.form("index.html", whole=False)
        form = replace(
            there,
            action=site.address(there.action),
            rows=site.address("") + there.rows if there.rows else "",
            root=site.address(""),
            full_text=site.address(there.full_text) if there.full_text else "",
        )
    yield edition.page(
        "404.html",
        "404.html",
        title="No decision here",
        home=site.address("index.html"),
        search=form,
        style=_ALONE,
        style_hash=style_hash(_ALONE),
    )


def for_engines(edition: Edition, outputs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """`sitemap.xml` and `robots.txt` of a site whose address is known. `outputs` are all that was made."""
    site = edition.site
    if not site.url:
        return
    changed = {
        page: revisions[0].day
        for path, page in edition.names.records.items()
        if (revisions := site.revisions(path))
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    pages = sorted(
        one
        for one in outputs
        if one.endswith(".html") and one not in _APART and one not in edition.names.aliases
    )
    for page in pages[:MOST]:
        day = f"<lastmod>{changed[page].isoformat()}</lastmod>" if page in changed else ""
        lines.append(f"<url><loc>{escape(site.address(page))}</loc>{day}</url>")
    lines.append("</urlset>\n")
    yield "sitemap.xml", "\n".join(lines).encode()
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.address('sitemap.xml')}\n".encode()
