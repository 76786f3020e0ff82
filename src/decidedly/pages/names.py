"""Where every page goes: output paths from validated slugs only, no two of them alike on any file system."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from decidedly.log import Log
from decidedly.pages.files import published_files
from decidedly.pages.site import Site
from decidedly.record import Document, Record
from decidedly.text import name_slug

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
LONGEST = 50

_PLAIN = re.compile(r"[a-zA-Z0-9/._~-]*")


def safe_name(words: str, otherwise: str) -> str:
    """A file name (without its ending) that every system takes: lower case, letters, digits and dashes."""
    name = name_slug(words)[:LONGEST].strip("-") or otherwise
    return f"{name}-x" if name in RESERVED else name


@dataclass
class Taken:
    """Gives out names, each only once, whatever their case."""

    used: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, end: str = "") -> str:
        """`name` + `end`, or `name-2` + `end` and so on where that is taken."""
        key = (name + end).casefold()
        number = self.used.get(key, 0) + 1
        self.used[key] = number
        return name + end if number == 1 else self.take(f"{name}-{number}", end)


@dataclass(frozen=True)
class Names:
    """Output paths of one log's pages."""

    log: Log
    site: Site

    @cached_property
    def slugs(self) -> dict[str, str]:
        """A record's path → its name in addresses."""
        taken = Taken()
        return {record.path: taken.take(self.log.slug(record)) for record in self.log.records}

    @cached_property
    def records(self) -> dict[str, str]:
        """A record's path → its page. The copy of its Markdown stands beside it."""
        return {path: f"d/{slug}.html" for path, slug in self.slugs.items()}

    @cached_property
    def aliases(self) -> dict[str, Record]:
        """Pages of old ids and names → the record that they lead to. No record's own page is ever replaced."""
        pages = {page.casefold() for page in self.records.values()}
        found: dict[str, Record] = {}
        for record in self.log.records:
            for alias in record.aliases:
                page = f"d/{safe_name(alias, '')}.html"
                if page != "d/.html" and page.casefold() not in pages:
                    pages.add(page.casefold())
                    found[page] = record
        return found

    @cached_property
    def documents(self) -> dict[str, str]:
        """A published document's path → its page. Templates are published only where something links to them."""
        taken = Taken()
        found: dict[str, str] = {}
        linked = self._linked_documents
        for document in self.log.documents:
            if document.kind != "template" or document.path in linked:
                words = posixpath.splitext(document.path)[0].replace("/", " ")
                found[document.path] = taken.take(f"doc/{safe_name(words, 'document')}", ".html")
        return found

    @cached_property
    def _linked_documents(self) -> frozenset[str]:
        if all(document.kind != "template" for document in self.log.documents):
            return frozenset()
        owners: tuple[Record | Document, ...] = (*self.log.records, *self.log.documents)
        found = (self.log.resolve(link, owner).document for owner in owners for link in owner.links)
        return frozenset(document.path for document in found if document)

    @cached_property
    def files(self) -> dict[str, str]:
        """A copied file's path → where its copy goes."""
        taken = Taken()
        copied: dict[str, str] = {}
        for path in sorted(published_files(self.log, self.site)):
            stem, end = posixpath.splitext(path)
            copied[path] = taken.take(
                f"files/{safe_name(stem.replace('/', ' ').replace('.', ' '), 'file')}", end.lower()
            )
        return copied


def slices(folder: str, keys: Iterable[str]) -> dict[str, str]:
    """The page of each of `keys` (tags, people …) in `folder`."""
    taken = Taken()
    return {key: taken.take(f"{folder}/{safe_name(key, folder)}", ".html") for key in keys}


def relative(page: str, target: str) -> str:
    """The address of output `target` seen from output `page`; it always ends in a file name."""
    here, _, _ = page.rpartition("/")
    there, _, name = target.rpartition("/")
    if here == there:
        return name if _PLAIN.fullmatch(name) else quote(name)
    up = "../" * (here.count("/") + 1) if here else ""
    return up + (target if _PLAIN.fullmatch(target) else quote(target))
