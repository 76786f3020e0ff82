"""One edition of the site: what all its pages share, and how a page is put together."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from decidedly.drawing.cards import writable
from decidedly.lifecycle import OPEN
from decidedly.log.periods import Period, period
from decidedly.pages import colours
from decidedly.pages.diagrams import Diagrams
from decidedly.pages.layouts import Brand, environment
from decidedly.pages.links import resolver
from decidedly.pages.look import lean, stylesheet
from decidedly.pages.matrices import Compared, compared
from decidedly.pages.names import Names, relative, slices
from decidedly.pages.parts import Part, parts
from decidedly.pages.site import Site
from decidedly.pages.tongue import Tongue, tongue
from decidedly.pages.words import Standing, heading, standing
from decidedly.record import Document, Record
from decidedly.render import Pictures, Rendered
from decidedly.render.renderings import Renderings
from decidedly.report import Report
from decidedly.text import one_line

if TYPE_CHECKING:
    from jinja2 import Environment, Template

CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
"""What a page may load: nothing but our own files, and no script that stands in the page itself."""

SEARCH_CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)
"""The same for pages with a search box: the full-text index is WebAssembly and is fetched in parts."""

LOG_CARD = "og.png"
"""The card of pages that have none of their own."""

MOST_WHOLE = 300
"""A bigger log is not on one page of its site: `adr export html` writes it as one document when it is wanted."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_WHOLE = (
    "assets/about.css",
    "assets/graph.css",
    "assets/matrix.css",
    "assets/timeline.css",
    "assets/reviews.css",
    "assets/whole.css",
)
"""Stylesheets of some pages, which have the rules of all pages before their own."""

_HASHED = (".css", ".js", ".svg")
OWN = "own.css"
"""The file of the theme whose rules come last in every stylesheet."""


class Edition:
    """A report, how it is published, the theme, and everything worked out once for all pages."""

    def __init__(
        self,
        report: Report,
        site: Site,
        theme: Mapping[str, str | bytes],
        renderings: Renderings | None = None,
    ) -> None:
        self.report = report
        self.renderings = renderings or Renderings()
        self.site = site
        self.log = report.log
        self.names = Names(report.log, site)
        self.diagrams = Diagrams(site)
        texts = {path: text for path, text in theme.items() if isinstance(text, str)}
        self.layouts = {
            path.removeprefix("layouts/"): text for path, text in texts.items() if path.startswith("layouts/")
        }
        self.assets: dict[str, tuple[str, bytes]] = {
            path: (_hashed(path, data, always=True), data)
            for path, data in theme.items()
            if isinstance(data, bytes)
        }
        names = {
            one: self.assets[path][0].rpartition("/")[2]
            for one, path in site.own.items()
            if path in self.assets
        }
        last = stylesheet(site.look, names) + texts.get(OWN, "")
        self._sheet = texts.get("assets/site.css", "")
        for path, text in sorted(texts.items()):
            if path.startswith("assets/"):
                if path in _WHOLE:  # such a page asks for one stylesheet too
                    text = self._sheet + text
                if path.endswith(".css"):
                    text = lean(text) + last
                self.assets[path] = (_hashed(path, text.encode()), text.encode())
        self._templates: dict[str, Template] = {}
        self._standings: dict[str, Standing] = {}
        self._bodies: dict[str, Rendered] = {}
        self._tongues: dict[str, Tongue] = {}

    # -- facts that many pages need ------------------------------------------------------------------------------

    def standing(self, record: Record) -> Standing:
        """How `record` stands; worked out once."""
        found = self._standings.get(record.path)
        if found is None:
            found = self._standings[record.path] = standing(self.log, record)
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each record stands in the log, by its path."""
        return {record.path: at for at, record in enumerate(self.log.records)}

    @cached_property
    def newest_first(self) -> tuple[Record, ...]:
        """All records: by date, newest first; those of one day from the highest number down; undated ones last."""
        numbered = list(enumerate(self.log.records))
        numbered.sort(
            key=lambda one: (one[1].when.toordinal() if one[1].when else 0, one[0]),
            reverse=True,
        )
        return tuple(record for _, record in numbered)

    @cached_property
    def tags(self) -> dict[str, str]:
        """Tags, in lower case → their page."""
        return slices("tag", sorted(self._spellings))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for record in self.log.records:
            for tag in record.tags:
                found.setdefault(tag.casefold(), tag)
        return found

    def spelling(self, tag: str) -> str:
        """How a tag is written where it first occurs."""
        return self._spellings.get(tag, tag)

    @cached_property
    def components(self) -> dict[str, str]:
        """Components → their page; a first tag that stands in for a component has its own page already."""
        found = {self.component(record) for record in self.log.records} - {""}
        return slices("component", sorted(found)) if len(found) > 1 else {}

    @cached_property
    def people(self) -> dict[str, str]:
        """People who answer for decisions, in lower case → their page."""
        return slices("owner", sorted({key for record in self.log.records for key in self.owners(record)}))

    def owners(self, record: Record) -> tuple[str, ...]:
        """Who answers for `record`, as keys of `people`."""
        return tuple(dict.fromkeys(name.casefold() for name in record.owners))

    @cached_property
    def _names(self) -> dict[str, str]:
        found: dict[str, Counter[str]] = {}
        named = [person.name for record in self.log.records for person in record.people]
        named += [name for review in self.report.reviews for name in review.people]
        for name in named:
            found.setdefault(name.casefold(), Counter())[name] += 1
        return {key: ones.most_common(1)[0][0] for key, ones in found.items()}

    def person(self, name: str) -> str:
        """How somebody's name is written most often, whatever the case of its letters here."""
        return self._names.get(name.casefold(), name)

    @cached_property
    def statuses(self) -> dict[str, str]:
        """Keys of the standings that occur → their page."""
        return slices("status", sorted({self.standing(record).key for record in self.log.records}))

    @cached_property
    def compared(self) -> tuple[Compared, ...]:
        """Every criteria matrix, with its page."""
        return compared(self.log, self.names)

    @cached_property
    def compared_of(self) -> dict[str, list[Compared]]:
        """The criteria matrices of each record or document that has any, by its path."""
        found: dict[str, list[Compared]] = {}
        for one in self.compared:
            found.setdefault(one.owner.path, []).append(one)
        return found

    def compare_links(self, owner: Record | Document, page: str) -> Mapping[int, str]:
        """Where the matrices of `owner` have their pages, seen from `page`, by the beginning of each table."""
        return {
            one.matrix.table.span.start: relative(page, one.output)
            for one in self.compared_of.get(owner.path, ())
        }

    def body(self, record: Record) -> Rendered:
        """The body of a record as its own page shows it. Kept for the whole log as one document, where there is one."""
        found = self._bodies.get(record.path)
        if found is None:
            page = self.names.records[record.path]
            found = self.rendered(record, page)
            if self.has_whole:
                self._bodies[record.path] = found
        return found

    def rendered(self, owner: Record | Document, page: str) -> Rendered:
        """The body of a record or document as `page`, which is its own, shows it."""
        return self.renderings.render(
            owner,
            resolver(self.log, self.names, self.site, owner, page),
            compare=self.compare_links(owner, page),
            pictures=self.pictures(page),
            foreign=self.tongue(owner).foreign,
        )

    def tongue(self, owner: Record | Document) -> Tongue:
        """The language and direction of a record or document; worked out once."""
        found = self._tongues.get(owner.path)
        if found is None:
            found = self._tongues[owner.path] = tongue(owner, self.site.language)
        return found

    def pictures(self, page: str) -> Pictures | None:
        """What knows the drawn diagrams as `page` shows them."""
        return (lambda source: self.diagrams.picture(source, page)) if self.site.diagrams else None

    def component(self, record: Record) -> str:
        """The record's component, package or folder, or ""."""
        if record.component:
            return record.component
        lane = self.log.component(record)
        return "" if lane.casefold() in {tag.casefold() for tag in record.tags} else lane

    def replaces(self, record: Record) -> tuple[Record, ...]:
        """What `record` has wholly replaced."""
        return tuple(old for old in self.log.predecessors(record) if self._counts(record, old))

    def would_replace(self, record: Record) -> tuple[Record, ...]:
        """What `record`, a proposal, would replace."""
        if self.standing(record).key not in OPEN:
            return ()
        return tuple(old for old in self.log.predecessors(record) if not self._counts(record, old))

    def _counts(self, new: Record, old: Record) -> bool:
        return any(one.path == new.path for one in self.log.successors(old))

    # -- pages ---------------------------------------------------------------------------------------------------

    @cached_property
    def navigation(self) -> tuple[tuple[str, str, str], ...]:
        """The main navigation: key, words and page of each entry; only pages that there are."""
        found = [
            ("log", "Log", "index.html", True),
            ("graph", "Graph", "graph.html", bool(self.log.records)),
            ("timeline", "Timeline", "timeline.html", any(self.periods.values())),
            ("reviews", "Reviews", "reviews.html", self.planned),
            ("compare", "Compare", "compare.html", bool(self.compared)),
            ("about", "About", "about.html", True),
        ]
        there = {key: (key, words, page) for key, words, page, shown in found if shown}
        for file, path in self.site.own_pages.items():
            output = self.names.documents.get(path) or self.names.records.get(path)
            if output:
                one = self.log.documents_by_path.get(path) or self.log.by_path[path]
                there[file] = (output, one_line(one.title, 40), output)
        wanted = self.site.look.navigation
        if not wanted:
            return tuple(there.values())
        return tuple(
            ("", one.title, one.url)
            if one.url
            else (there[one.key][0], one.title or there[one.key][1], there[one.key][2])
            for one in wanted
            if one.url or one.key in there
        )

    @cached_property
    def brand(self) -> Brand:
        """What stands for the site on each of its pages."""
        look = self.site.look
        own = self.site.own
        return Brand(
            own.get(look.logo, ""),
            own.get(look.logo_dark, ""),
            look.logo_alone,
            own.get(look.icon, "assets/icon.svg"),
            (colours.built_in(self._sheet) | dict(look.colours)).get("background", ("#fff", "#000")),
        )

    @cached_property
    def graph_parts(self) -> tuple[Part, ...]:
        """The drawings of the graph."""
        return parts(self.log.records, self.component)

    @cached_property
    def graph_pages(self) -> dict[str, str]:
        """The page on which each record is drawn, by the record's path."""
        return {record.path: part.output for part in self.graph_parts for record in part.records}

    @cached_property
    def has_cards(self) -> bool:
        """Whether the site has cards for links that are shared."""
        return self.site.cards and bool(self.site.url) and writable(self.site.title, self.site.card_font)

    def card(self, record: Record) -> str:
        """The output path of a decision's card, "" where it has none."""
        there = self.has_cards and writable(heading(record), self.site.card_font)
        return f"og/{self.names.slugs[record.path]}.png" if there else ""

    @cached_property
    def has(self) -> Mapping[str, bool]:
        """Which pages there are that not every log has."""
        return {
            "plans": self.planned,
            "whole": self.has_whole,
            "timeline": any(key == "timeline" for key, _, _ in self.navigation),
        }

    @cached_property
    def has_whole(self) -> bool:
        """Whether the site has the whole log on one page."""
        return 0 < len(self.log.records) <= MOST_WHOLE

    @cached_property
    def planned(self) -> bool:
        """Whether any record has a plan for its review, or a day by which it is to be decided."""
        return any(one.review or one.due for one in self.log.records) or any(
            review.state != "unscheduled" for review in self.report.reviews
        )

    @cached_property
    def periods(self) -> dict[str, Period | None]:
        """When each record was in force, by its path."""
        return {record.path: period(self.log, record) for record in self.log.records}

    @cached_property
    def environment(self) -> Environment:
        """Jinja over the theme's layouts: everything escaped, nothing reachable but what a page is given."""
        return environment(self.layouts, self.site, self.navigation, self.brand)

    def template(self, name: str) -> Template:
        """A layout, compiled once."""
        if name not in self._templates:
            self._templates[name] = self.environment.get_template(name)
        return self._templates[name]

    def page(
        self, output: str, layout: str, *, title: str, description: str = "", **values: Any
    ) -> tuple[str, bytes]:
        """One page: its output path and its bytes. `values` are what the layout is given beside the common ones."""
        card = values.pop("card", "") or (LOG_CARD if self.has_cards else "")
        html = self.template(layout).render(
            output=output,
            href=lambda target: relative(output, target),
            asset=lambda path: relative(output, self.assets[path][0]),
            root="../" * output.count("/"),
            has=self.has,
            title=f"{title} · {self.site.title}" if title else self.site.title,
            description=description,
            canonical=self.site.address(output),
            card=self.site.address(card) if card else "",
            csp=(SEARCH_CSP if values.get("search") else CSP)
            + ("; font-src 'self'" if self.site.look.faces else ""),
            **{"search": None, "nav": "", **values},
        )
        return output, encode(html)


def encode(html: str) -> bytes:
    """A page's bytes, without the characters that HTML has no place for."""
    return _CONTROLS.sub("", html).encode("utf-8", "replace")


def style_hash(style: str) -> str:
    """What a page's policy says for it to use `style`, a stylesheet that stands in the page itself."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def digest(data: bytes) -> str:
    """A short name for some bytes, so that a browser never shows old ones."""
    return hashlib.sha256(data).hexdigest()[:8]


def _hashed(path: str, text: bytes, *, always: bool = False) -> str:
    stem, dot, end = path.rpartition(".")
    return f"{stem}.{digest(text)}.{end}" if always or dot + end in _HASHED else path
