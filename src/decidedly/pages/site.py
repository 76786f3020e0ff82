"""What the edge knows about publishing: everything that pages need and that no record says."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import quote

from decidedly.facts import Revision
from decidedly.pages.look import Look


@dataclass(frozen=True)
class Site:
    """How the log is published.

    `language` is the tag of the language that the records are written in where they say nothing else, or "".
    `url` is the absolute address of the published site, or "". `commit` and `built` are shown in the footer where
    they are known, and `stamp`, the same moment to the second, in calendar and feeds. `source_url`, `edit_url` and
    `history_url` hold `{path}`, the file's path in the repository, `new_url` that of a folder; they are "" when there is no such page; `host` is what the
    software behind them is called (`GitHub`). `prefix` is
    the records folder's path inside the repository (`docs/adr/`, or ""). `present` are those of `wanted()` that are
    real files of the repository, and its folders (with a slash behind them). `search`: a full-text index will be
    made. `cards`: a card will be drawn for each link that
    is shared, in letters of the font `card_font` where those of Pillow do not suffice. `diagrams` are the drawn ones of `diagrams.wanted()`, SVG by source. `commit_url` holds `{hash}`. `history` is each file's commits by its path in the repository, the newest
    first; empty where git can't say. `look` is what is set for the look of the pages; `own` says where its files are in
    the theme, by their names as written, and `own_pages` which document (by its path) each of its pages is.
    """

    title: str = "Decision log"
    description: str = ""
    language: str = ""
    url: str = ""
    commit: str = ""
    built: date | None = None
    stamp: datetime | None = None
    source_url: str = ""
    edit_url: str = ""
    history_url: str = ""
    new_url: str = ""
    host: str = ""
    prefix: str = ""
    present: frozenset[str] = frozenset()
    search: bool = True
    commit_url: str = ""
    cards: bool = False
    card_font: bytes = b""
    diagrams: Mapping[str, bytes] = field(default_factory=dict)
    history: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    look: Look = field(default_factory=Look)
    own: Mapping[str, str] = field(default_factory=dict)
    own_pages: Mapping[str, str] = field(default_factory=dict)

    def link(self, pattern: str, repository_path: str) -> str:
        """The address of a repository's file by one of the patterns; "" when the pattern is not known."""
        return pattern.replace("{path}", quote(repository_path)) if pattern else ""

    def revisions(self, path: str) -> tuple[Revision, ...]:
        """The commits that touched a file, by its path from the records folder."""
        return self.history.get(posixpath.normpath(posixpath.join(self.prefix, path)), ())

    def address(self, output: str) -> str:
        """The absolute address of an output path; "" when the site's own address is not known."""
        return f"{self.url.rstrip('/')}/{quote(output)}" if self.url else ""
