"""Which other files records link to, and which of those are copied to the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.log import Log
from decidedly.pages.paths import ATTACHMENTS, IMAGES, ending, in_repository, locate
from decidedly.pages.site import Site
from decidedly.record import Document, Record

_HTML_IMAGE = re.compile(r"""<img\b[^>]{0,400}?\bsrc\s*=\s*["']?([^"'\s>]{1,1000})""", re.I)


def linked(log: Log, prefix: str = "") -> Iterator[tuple[str, bool]]:
    """Every path that records and documents link to and that is neither, with whether it is shown as an image."""
    owners: tuple[Record | Document, ...] = (*log.records, *log.documents)
    for owner in owners:
        for target, image in _targets(owner):
            found = locate(target, owner.path, prefix)
            if found and found[0] not in log.by_path and found[0] not in log.documents_by_path:
                yield found[0], image


def _targets(owner: Record | Document) -> Iterator[tuple[str, bool]]:
    for link in owner.links:
        if link.place.kind != "field" or "/" in link.target or "." in link.target:  # a field may name an id
            yield link.target, link.image
    text = owner.source.text
    if "<img" in text or "<IMG" in text:
        for match in _HTML_IMAGE.finditer(text):
            yield match[1], True


def wanted(log: Log, prefix: str = "") -> frozenset[str]:
    """Paths (relative to the records folder; they may begin with `../`) of all other files that the log links to.

    The edge tells, in `Site.present`, which of them are real files of the repository. `prefix` is the records
    folder's path in the repository: links that begin with `/` count from its top.
    """
    return frozenset(path for path, _ in linked(log, prefix) if path not in log.files)


def published_files(log: Log, site: Site) -> frozenset[str]:
    """Files that are copied: images from anywhere in the repository, other attachments from the records folder."""
    return frozenset(
        path
        for path, image in linked(log, site.prefix)
        if (path in log.files or path in site.present)
        and in_repository(path, site.prefix)
        and (ending(path) in IMAGES if image or path.startswith("../") else ending(path) in ATTACHMENTS)
    )


_ACTIVE = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|embed|object|handler|listener|set\b|animate)"
    rb"|[\s/\"'](?:on[a-z]+)\s*=|javascript\s*:|<!entity|<\?xml-stylesheet|data\s*:\s*text/html",
    re.I,
)


def is_harmless(path: str, data: bytes) -> bool:
    """Whether a file may be copied to the site: an SVG image must hold nothing that could run when it is opened itself."""
    if ending(path) != ".svg":
        return True
    return b"\0" not in data and not _ACTIVE.search(data)
