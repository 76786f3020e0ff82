"""What a link leads to: a record or a document, found by its path, by a name, or by what the link's words say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from decidedly.log.names import SPELLED, Names
from decidedly.record import Document, Link, Record


@dataclass(frozen=True, slots=True)
class Resolved:
    """A link of one record with what it leads to: a record, a document, both None if neither.

    `exact` is False where the path is broken as written and the record was found by its name or id all the same.
    """

    link: Link
    record: Record | None = None
    document: Document | None = None
    fragment: str = ""
    exact: bool = True


_LEADING_ID = re.compile(r"^(?:[A-Za-z]+[-_ ])*[A-Za-z]*\d{1,8}(?=$|[-_.])")
_ANY_ID = re.compile(r"(?:^|[A-Za-z]+[- ]?)\d{1,8}")
"""An id among a link's words; a bare number only where they begin with it: the 1 of `AGENTS.md §1` is none."""


@dataclass(frozen=True)
class Resolver:
    """The records and documents of a log by path, the names that records go by, the URL prefixes of its own files, and the
    records folder's path in the repository, with a slash behind it, or ""."""

    records: Mapping[str, Record]
    documents: Mapping[str, Document]
    names: Names
    own_urls: tuple[str, ...]
    home: str = ""

    def resolve(self, link: Link, record: Record | Document) -> Resolved:
        """What a link of `record` leads to."""
        target = link.target.strip()
        own = next((url for url in self.own_urls if target.startswith(url)), None)
        if own is not None:
            path, _, fragment = target[len(own) :].partition("#")
            return self._at(
                link, posixpath.normpath(unquote(path.partition("?")[0])), unquote(fragment)
            ) or Resolved(link)
        if re.match(r"[a-z][a-z0-9+-]*:|[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)", target) or target.startswith(
            ("//", "#", "?")
        ):
            replaces = link.kind.startswith("supersede") and re.fullmatch(r"#\d{1,8}", target)
            named = self.names.find(target, record) if replaces else ()  # beside other words it is an issue
            return Resolved(link, named[0]) if len(named) == 1 else Resolved(link)
        path, _, fragment = target.partition("#")
        path = unquote(path.partition("?")[0]).replace("\\", "/")
        looks = "/" in path or re.search(r"\.[A-Za-z]{1,4}$", path) is not None
        if path and (looks or link.place.kind != "field"):
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(record.path), path))
            found = self._at(link, joined, unquote(fragment))
            if found is not None:
                return found
        if link.image:
            return Resolved(link)
        if path.startswith("/") and "." not in posixpath.basename(path):
            named = self.names.find(
                posixpath.basename(path.rstrip("/")), record
            )  # a route of the team's own site: /adr/23
            return (
                Resolved(link, named[0], None, unquote(fragment), exact=False)
                if len(named) == 1
                else Resolved(link)
            )
        if looks:
            return self._guess(link, path, record)
        if link.kind == "mentions" and SPELLED.match(path) and self._names_itself(path, record):
            return Resolved(link, self.records[record.path], None, unquote(fragment))
        named = self.names.find(path, record) if path else ()
        if len(named) > 1 and link.kind != "mentions":
            named = self._linking_back(named, record)
        if len(named) == 1 and (link.kind != "mentions" or SPELLED.match(path)):
            return Resolved(
                link,
                named[0],
                None,
                unquote(fragment),
                exact=link.place.kind == "field" or link.target in record.source.text,
            )
        return Resolved(link)

    def _names_itself(self, spelling: str, record: Record | Document) -> bool:
        """Whether an id in a record's text is its own: it means that record, whoever else has the number."""
        return record.path in self.records and any(
            one.path == record.path for one in self.names.find(spelling)
        )

    def _linking_back(self, named: tuple[Record, ...], record: Record | Document) -> tuple[Record, ...]:
        """Where an id is doubled: the one of them that links back to `record`, if just one does."""
        stem = posixpath.basename(record.path)
        back = [
            one
            for one in named
            if any(posixpath.basename(link.target.partition("#")[0]) == stem for link in one.links)
        ]
        return tuple(back) if len(back) == 1 else named

    def _at(self, link: Link, path: str, fragment: str) -> Resolved | None:
        if path.startswith("../") and self.home:  # out of the folder, and maybe into it again by its name
            whole = posixpath.normpath(posixpath.join(self.home, path))
            path = whole.removeprefix(self.home) if whole.startswith(self.home) else path
        for candidate in (path, f"{path}/README.md", f"{path}/index.md"):
            if candidate in self.records:
                return Resolved(link, self.records[candidate], None, fragment)
            if candidate in self.documents:
                return Resolved(link, None, self.documents[candidate], fragment)
        return None

    def _guess(self, link: Link, path: str, record: Record | Document) -> Resolved:
        """A broken path of a typed link: the record of that file name, else the one that the link's words name."""
        if link.kind == "mentions":
            return Resolved(link)
        stem = posixpath.basename(path).rsplit(".md", 1)[0].lower()
        named = self.names.exact(stem, record)
        for pattern, words in ((_LEADING_ID, stem), (_ANY_ID, link.text.lstrip(" #[(*`"))):
            match = pattern.search(words[:200])
            if len(named) != 1 and match is not None:
                named = self.names.find(match[0], record)
        return Resolved(link, named[0], exact=False) if len(named) == 1 else Resolved(link)
