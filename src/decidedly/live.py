"""A site that is not written: each of its files is made when somebody asks for it, and once.

Part of the edge. For the preview: after a change only the page that is looked at has to be made again.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from decidedly import folders, pages, publish, workspace
from decidedly.report import Report
from decidedly.workspace import Workspace

PAGEFIND = "pagefind/"


class Live:
    """The files of one edition of the site. `warnings` say what is amiss with it.

    The full-text index needs every decision's page: it is made when the reader searches for the first time.
    """

    def __init__(
        self,
        place: Workspace,
        report: Report,
        site: pages.Site,
        theme: Mapping[str, str | bytes],
        warnings: tuple[str, ...] = (),
    ) -> None:
        self.place, self.report, self.site, self.theme = place, report, site, theme
        self.warnings = warnings
        self._lock = threading.Lock()
        self._press = pages.Press(report, site, theme)
        self._copies = {name: source for source, name in pages.copies(report, site).items()}
        self._rest: tuple[tuple[Callable[[str], bool], Iterator[tuple[str, bytes]]], ...] = (
            (lambda name: name.startswith("api/"), publish.api(report)),
            (lambda name: name.endswith((".ics", ".atom")), publish.feeds(report, site)),
        )
        self._made: dict[str, bytes] = {}
        self._indexing = threading.Lock()
        self._index: tempfile.TemporaryDirectory[str] | None = None
        self._closed = False

    def get(self, name: str) -> bytes | None:
        """The file at that path of the site, None where there is none. Whatever a layout raises is raised."""
        if name.startswith(PAGEFIND):
            return self._searched(name) if self.site.search else None
        with self._lock:
            return self._get(name)

    def _get(self, name: str) -> bytes | None:
        found = self._press.get(name) if name not in self._made else self._made[name]
        if found is not None:
            return found
        if name in self._copies:
            return self._copy(self._copies[name])
        for belongs, files in self._rest:
            if belongs(name):
                for made, data in files:
                    self._made[made] = data
                    if made == name:
                        return data
        return None

    def _copy(self, source: str) -> bytes | None:
        try:
            data = workspace.read_bytes(self.place, source)
        except (OSError, workspace.WorkspaceError):
            return None
        return data if pages.is_harmless(source, data) else None

    # -- full text ---------------------------------------------------------------------------------------------

    def _searched(self, name: str) -> bytes | None:
        with self._indexing:
            if self._index is None and not self._closed:
                self._index = self._make_index()
            if self._index is None:
                return None
            folder = Path(self._index.name).resolve()
            try:
                file = (folder / name).resolve()
                return file.read_bytes() if file.is_relative_to(folder / "pagefind") else None
            except (OSError, ValueError):
                return None

    def _make_index(self) -> tempfile.TemporaryDirectory[str] | None:
        pagefind = publish.find_pagefind()
        if pagefind is None:
            return None
        made = tempfile.TemporaryDirectory(prefix="adr-preview-", ignore_cleanup_errors=True)
        folder = folders.Folder(Path(made.name))
        for name, data in pages.searched(self.report, self.site, self.theme):
            if self._closed:  # the next edition is there: nobody waits for this one
                break
            folder.write(name, data)
        else:
            if not publish.index(pagefind, folder.path):
                return made
        made.cleanup()
        return None

    def close(self) -> None:
        """Give up what is being made, and remove what was."""
        self._closed = True
        with self._indexing:
            if self._index is not None:
                self._index.cleanup()
                self._index = None
