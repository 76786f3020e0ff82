"""The whole log as one document, to print or to hand over: contents, then every decision, links leading within it."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from decidedly.pages import sheet, words
from decidedly.pages.edition import Edition, encode, style_hash
from decidedly.pages.links import resolver
from decidedly.pages.names import relative
from decidedly.pages.tongue import Tongue
from decidedly.pages.words import Standing
from decidedly.record import Record

OUTPUT = "print.html"

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r' (id|href|src)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision of the document: its id in it, how it stands, its facts and its body as HTML."""

    anchor: str
    record: Record
    standing: Standing
    facts: str
    body: str
    tongue: Tongue


Leads = Callable[[str], str]
"""An address relative to the top of the site → where it leads from the document; "" for nowhere."""


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The page of a site, where the log is not too big for one."""
    if edition.has_whole:
        yield edition.page(
            OUTPUT,
            "whole.html",
            title="The whole log",
            description=f"All {words.count(len(edition.log.records), 'decision')} on one page.",
            entries=entries(edition, lambda target: relative(OUTPUT, target)),
        )


def alone(edition: Edition, style: str, pictures: Mapping[str, bytes]) -> bytes:
    """The document as one file that needs no other: `style` is in it, and so are `pictures` (path on the site → bytes)."""

    def leads(target: str) -> str:
        address = urlsplit(target).path
        if address in pictures:
            kind = _KINDS.get(posixpath.splitext(address)[1].lower(), "")
            return f"data:{kind};base64,{base64.b64encode(pictures[address]).decode()}" if kind else ""
        return edition.site.address(target)

    style = style.replace("</", "<\\/")
    html = edition.template("alone.html").render(
        title=edition.site.title,
        description=f"All {words.count(len(edition.log.records), 'decision')}.",
        csp=f"default-src 'none'; style-src {style_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'",
        style=style,
        entries=entries(edition, leads),
    )
    return encode(html)


_KINDS = {
    ".apng": "image/apng", ".avif": "image/avif", ".bmp": "image/bmp", ".gif": "image/gif", ".ico": "image/x-icon", ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp",
}  # fmt: skip


def entries(edition: Edition, leads: Leads) -> Iterator[Entry]:
    """Every decision in the order of the log. `leads` tells where what is not in the document is."""
    anchors = {output: edition.names.slugs[path] for path, output in edition.names.records.items()}
    for record in edition.log.records:
        output = edition.names.records[record.path]
        anchor = edition.names.slugs[record.path]
        resolve = resolver(edition.log, edition.names, edition.site, record, output)
        facts = edition.template("facts.html").render(
            facts=sheet.facts(edition, record, resolve),
            turns=words.turns(edition.report.turns(record)),
            tongue=edition.tongue(record),
        )
        body = edition.template("body.html").render(body=edition.body(record))
        yield Entry(
            anchor,
            record,
            edition.standing(record),
            rewritten(facts.replace(", this page<", ", this one<"), output, anchor, anchors, leads),
            rewritten(body, output, anchor, anchors, leads, deeper=1),
            edition.tongue(record),
        )


def rewritten(
    html: str, page: str, anchor: str, anchors: Mapping[str, str], leads: Leads, deeper: int = 0
) -> str:
    """HTML made for `page` as a part of the document: its ids begin with `anchor`, links to decisions stay inside.

    `anchors` are the ids of all decisions by their pages; headings become `deeper` by so many levels.
    """
    folder = posixpath.dirname(page)

    def address(target: str) -> str:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            return target
        if not parts.path:
            return f"#{anchor}--{parts.fragment}" if parts.fragment else f"#{anchor}"
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        if path in anchors:
            return f"#{anchors[path]}" + (f"--{parts.fragment}" if parts.fragment else "")
        found = leads(path)
        return (
            f"{found}#{parts.fragment}"
            if found and parts.fragment and not found.startswith("data:")
            else found
        )

    def attribute(match: re.Match[str]) -> str:
        name, value = match[1], match[2]
        if name == "id":
            return f' id="{anchor}--{value}"'
        if value.startswith(_SPRITE):
            return match[0]
        made = address(value.replace("&amp;", "&")).replace("&", "&amp;")
        return f' {name}="{made}"' if made else ""

    def tag(match: re.Match[str]) -> str:
        name = match[2]
        if deeper and len(name) == 2 and name[0] == "h" and name[1].isdigit():
            name = f"h{min(6, int(name[1]) + deeper)}"
        rest = _ATTRIBUTE.sub(attribute, match[3]) if match[3] else ""
        if name == "section":  # a table's name has to be the only one of its kind
            rest = rest.replace(' aria-label="', f' aria-label="{anchor}, ', 1)
        if name == "img" and " src=" not in rest:
            return ""
        return f"<{match[1]}{name}{rest}>"

    return _TAG.sub(tag, html)


_SPRITE = ("#m-", "#s-", "#i-")
