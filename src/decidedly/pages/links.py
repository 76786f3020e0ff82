"""Links as readers follow them: what a target written in a record becomes on that record's page."""

from __future__ import annotations

from urllib.parse import quote

from decidedly.log import Log
from decidedly.pages.names import Names, relative
from decidedly.pages.paths import in_repository, is_web, locate
from decidedly.pages.site import Site
from decidedly.pages.words import named
from decidedly.record import Document, Link, Record
from decidedly.render import Href, Resolve, page_anchor
from decidedly.text import Span

_NOWHERE = Span(0, 0)


def resolver(log: Log, names: Names, site: Site, owner: Record | Document, page: str) -> Resolve:
    """What turns a target in `owner` into an address on the page `page`."""

    def resolve(target: str, image: bool) -> Href:
        if target.startswith("#"):
            return Href(target, "anchor", "")
        found = log.resolve(Link("mentions", target, _NOWHERE, image=image), owner)
        output = names.records.get(found.record.path) if found.record else None
        if found.document and not output:
            output = names.documents.get(found.document.path)
        if output:
            title = named(found.record) if found.record else found.document.title if found.document else ""
            there = found.record or found.document
            anchors = {section.anchor for section in there.sections} if there and found.fragment else ()
            fragment = f"#{quote(page_anchor(found.fragment))}" if found.fragment in anchors else ""
            address = fragment if fragment and output == page else relative(page, output) + fragment
            return Href(address, "record" if found.record else "document", title)
        if is_web(target):
            return Href(target, "external", "")
        return _file(target, names, site, owner, page)

    return resolve


def _file(target: str, names: Names, site: Site, owner: Record | Document, page: str) -> Href:
    found = locate(target, owner.path, site.prefix)
    if found is None:
        return Href("", "broken", "")
    path, fragment = found
    if path in names.files:
        return Href(relative(page, names.files[path]), "file", "")
    there = (
        path in names.log.files
        or path in names.log.documents_by_path
        or not site.present.isdisjoint((path, f"{path}/"))
    )
    whole = in_repository(path, site.prefix)
    if whole and there and (address := site.link(site.source_url, whole)):
        return Href(address + (f"#{quote(fragment)}" if fragment else ""), "external", "")
    if there or not whole:
        return Href("", "unpublished", f"{whole or path} (not published here)")
    return Href("", "broken", "")
