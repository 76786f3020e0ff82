"""Other documents of the records folder, as plain pages of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from decidedly.pages.edition import Edition
from decidedly.pages.links import resolver
from decidedly.render import render
from decidedly.text import one_line


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Every published document's page."""
    site = edition.site
    for document in edition.log.documents:
        output = edition.names.documents.get(document.path)
        if output is None:
            continue
        title = one_line(document.title, 200) or posixpath.basename(document.path)
        path = posixpath.normpath(posixpath.join(site.prefix, document.path))
        yield edition.page(
            output,
            "document.html",
            title=title,
            description=f"{title}: a document beside the decisions.",
            heading=title,
            body=render(document, resolver(edition.log, edition.names, site, document, output)),
            edit=site.link(site.edit_url, path),
            history=site.link(site.history_url, path),
            source=site.link(site.source_url, path),
        )
