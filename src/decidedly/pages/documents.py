"""Other documents of the records folder, as plain pages of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from decidedly.pages.edition import Edition
from decidedly.record import Document
from decidedly.text import one_line


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Every published document's page."""
    site = edition.site
    for document in edition.log.documents:
        output = edition.names.documents.get(document.path)
        if output is None:
            continue
        title = title_of(document)
        path = posixpath.normpath(posixpath.join(site.prefix, document.path))
        yield edition.page(
            output,
            "document.html",
            title=title,
            nav=output,
            description=f"{title}: a document beside the decisions.",
            heading=title,
            tongue=edition.tongue(document),
            body=edition.rendered(document, output),
            edit=site.link(site.edit_url, path),
            history=site.link(site.history_url, path),
            source=site.link(site.source_url, path),
        )


def title_of(document: Document) -> str:
    """What a document is called: its title; a template, whose title is still to be filled in, by its file's name."""
    name = posixpath.basename(document.path)
    return f"Template {name}" if document.kind == "template" else one_line(document.title, 200) or name
