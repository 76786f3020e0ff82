"""The page about the log itself: how the team works with it, what its statuses mean, how to propose, where to follow it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from decidedly.lifecycle import NAMES
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.links import resolver
from decidedly.pages.overview import LIFE, filters
from decidedly.record import Document
from decidedly.render import plain_text, render
from decidedly.text import one_line

ENOUGH = 200
"""Characters of prose, links and tables apart, from which on a README tells how its log works."""

MOST_TEMPLATES, LONGEST_TEMPLATE = 3, 6_000
MOST_HABITS = 9

MEANINGS = {
    "draft": "Being written. Not yet up for discussion.",
    "proposed": "Up for discussion. Not decided yet.",
    "accepted": "Decided, and in force.",
    "rejected": "Decided against. Kept, so that the reasons are not lost.",
    "withdrawn": "Taken back before it was decided.",
    "deprecated": "No longer to be followed, and nothing took its place.",
    "superseded": "Replaced by a later decision, which its page leads on to.",
    "other": "A word of the team’s own.",
    "none": "The record states none. It counts as in force unless another replaces it.",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A status of this log: its word, its mark, what it means, how many decisions have it, and their page."""

    word: str
    css: str
    meaning: str
    total: int
    page: str


@dataclass(frozen=True, slots=True)
class Template:
    """What a new record of this log starts from: its file's name, its text, where it is in the repository."""

    name: str
    text: str
    source: str


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The page."""
    output, site, log = "about.html", edition.site, edition.log
    readme = process(edition)
    resolve = resolver(log, edition.names, site, readme, output) if readme else None
    body = render(readme, resolve, pictures=edition.pictures(output)) if readme and resolve else None
    folder = site.prefix.rstrip("/")
    yield edition.page(
        output,
        "about.html",
        title="About",
        description=f"How {site.title} works: its statuses, how to propose a decision, feeds and data.",
        nav="about",
        body=body,
        readme=posixpath.basename(readme.path) if readme else "",
        readme_page=edition.names.documents.get(readme.path, "") if readme else "",
        total=len(log.records),
        meanings=meanings(edition),
        templates=templates(edition),
        habits=habits(edition),
        folder=folder,
        commit_page=site.commit_url.replace("{hash}", site.commit) if site.commit else "",
        new=site.link(site.new_url, folder),
        whole=edition.has_whole,
        planned=edition.planned,
        people=len(edition.people),
    )


def process(edition: Edition) -> Document | None:
    """The README of the records folder, where it says more than which records there are."""
    found = {
        document.path.lower(): document
        for document in edition.log.documents
        if "/" not in document.path and document.kind == "index"
    }
    for name in ("readme.md", "readme.mdx", "index.md"):
        if name in found and _prose(found[name]) >= ENOUGH:
            return found[name]
    return None


def _prose(document: Document) -> int:
    tabled = sum(len(cell.raw) for table in document.tables for row in table.rows for cell in row)
    return len(plain_text(document)) - sum(len(link.text) for link in document.links) - tabled


def meanings(edition: Edition) -> list[Meaning]:
    """The statuses that may occur in this log, and those that do, in the order of a decision's life."""
    there = {one.page: one for one in filters(edition, edition.newest_first)} if edition.log.records else {}
    keys = [*LIFE, *(key for key in edition.statuses if key not in LIFE)]
    found = []
    for key in keys:
        page = edition.statuses.get(key, "")
        one = there.get(page)
        css = f"s-{key}" if key in NAMES else "s-other"
        word = one.name if one else key.capitalize()
        found.append(
            Meaning(word, one.css if one else css, MEANINGS.get(key, ""), one.total if one else 0, page)
        )
    return found


def templates(edition: Edition) -> list[Template]:
    """The log's own templates."""
    site = edition.site
    found = []
    for document in edition.log.documents:
        if document.kind == "template" and len(document.source.text) <= LONGEST_TEMPLATE:
            path = posixpath.normpath(posixpath.join(site.prefix, document.path))
            text = document.source.text.strip()
            found.append(Template(posixpath.basename(document.path), text, site.link(site.source_url, path)))
    return found[:MOST_TEMPLATES]


def habits(edition: Edition) -> list[str]:
    """The sections that most records of this log have, in their order: what a new one is expected to have."""
    records = edition.log.records
    counts: dict[str, list[int]] = {}
    for record in records:
        titles = dict.fromkeys(
            one_line(section.title, 60).rstrip(":") for section in record.sections if section.level <= 2
        )
        for at, title in enumerate(titles):
            counts.setdefault(title, []).append(at)
    common = {
        title: sum(places) / len(places)
        for title, places in counts.items()
        if title and 2 * len(places) > len(records) and len(records) > 1
    }
    heads = {words.heading(record) for record in records}
    return [title for title in sorted(common, key=lambda title: common[title]) if title not in heads][
        :MOST_HABITS
    ]
