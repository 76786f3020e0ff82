"""Writing a site: the new one is built beside the old, and takes its place only when it is whole.

Part of the edge. Only a folder that this program made, an empty or a new one is ever replaced.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from decidedly import cache, folders, unchanged, workspace
from decidedly.outputs import calendar, decisions, feed, graph, reviews
from decidedly.outputs.kind import dumps
from decidedly.report import Report
from decidedly.theming import Dress, config_folder, load_theme
from decidedly.workspace import Workspace

if TYPE_CHECKING:
    from decidedly.pages import Renderings, Site

NO_PAGEFIND = "no full-text search: Pagefind is not installed (pip install 'pagefind[bin]')"

INDEX_TIMEOUT = 600
"""Seconds that the full-text index may take."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was built: the folder, its first page, how many files and records, and sentences about what went amiss."""

    folder: Path
    index: Path
    files: int
    records: int
    warnings: tuple[str, ...] = ()


def publish(
    place: Workspace,
    report: Report,
    make_site: Callable[[bool], Site],
    dress: Dress,
    target: Path,
    *,
    search: bool,
) -> Published:
    """Build the site of `report` into the folder `target`. `make_site` gets whether there will be a full-text index.

    Where a build of the very same is there already, nothing is written.
    Raises PublishError, and leaves the old site as it was, when the folder may not be replaced or cannot be written.
    """
    target = folders.checked(
        target, keep=_kept(place), sources=[place.records / record.path for record in report.log.records]
    )
    theme = {**load_theme(place), **dress.files}
    warnings = list(dress.warnings)
    pagefind = find_pagefind() if search else None
    if search and pagefind is None:
        warnings.append(NO_PAGEFIND)
    site = make_site(pagefind is not None)
    program, read_from = unchanged.program(), place.memory.read_from
    made_of = _made_of(place, report, site, theme, (program, read_from, str(pagefind or "")))
    files = unchanged.files(target, place.root, made_of) if made_of else 0
    if files:
        return Published(target, target / "index.html", files, len(report.log.records), tuple(warnings))
    renderings = _renderings(place, program, read_from)
    with folders.replacing(target) as new:
        files = _write(place, report, site, theme, new, renderings)
        if pagefind is not None and (trouble := index(pagefind, new.path)):
            # The pages that were written offer a search that is not there: write them again without.
            warnings.append(f"no full-text search: {trouble}")
            made_of = ""
            new.clear()
            files = _write(place, report, make_site(False), theme, new, renderings)
        state = unchanged.state(new.path) if made_of else ""
    if state:
        unchanged.note(target, place.root, made_of, state, files)
    if renderings.changed:
        cache.store("bodies", str(place.records), place.root, renderings.to_bytes())
    return Published(target, target / "index.html", files, len(report.log.records), tuple(warnings))


def _renderings(place: Workspace, program: str, read_from: Mapping[str, str]) -> Renderings:
    """What the last build has left of rendering the same log."""
    from decidedly import pages

    return pages.Renderings(program, read_from, cache.fetch("bodies", str(place.records), place.root))


def _made_of(
    place: Workspace,
    report: Report,
    site: Site,
    theme: Mapping[str, str | bytes],
    made_by: tuple[str, Mapping[str, str], str],
) -> str:
    """A digest of everything that the site is made of, "" where that can't be told."""
    if not all(made_by[:2]):
        return ""
    copies = ((name, hashlib.sha256(data).digest()) for name, data in _copies(place, report, site))
    told = (report.log, report.as_of, report.findings, report.known, site, theme, tuple(copies))
    return unchanged.digest([*made_by, *told, report.judge is None])


def _write(
    place: Workspace,
    report: Report,
    site: Site,
    theme: Mapping[str, str | bytes],
    new: folders.Folder,
    renderings: Renderings,
) -> int:
    from decidedly import pages

    for name, data in pages.build(report, site, theme, renderings):
        new.write(name, data)
    others = (
        api(report, renderings),
        feeds(report, site),
        _copies(place, report, site),
        _cards(report, site),
    )
    for name, data in chain(*others):
        new.write(name, data)
    new.finish()
    return len(new.names)


def _copies(place: Workspace, report: Report, site: Site) -> Iterator[tuple[str, bytes]]:
    from decidedly import pages

    for source, name in pages.copies(report, site).items():
        try:
            data = workspace.read_bytes(place, source)
        except (OSError, workspace.WorkspaceError):
            continue  # gone since the pages were made, or not ours to read: a dead link, no dead site
        if pages.is_harmless(source, data):
            yield name, data


def _cards(report: Report, site: Site) -> Iterator[tuple[str, bytes]]:
    from decidedly import diagrams, pages
    from decidedly.drawing import cards

    font = hashlib.sha256(site.card_font).hexdigest()
    for name, card in pages.cards(report, site).items():
        yield (
            name,
            diagrams.kept(
                "cards", f"{cards.EDITION} {font} {card!r}", partial(cards.draw, card, site.card_font)
            ),
        )


def document(place: Workspace, report: Report, site: Site, dress: Dress) -> str:
    """The whole log as one file of HTML that needs no other: its pictures and its stylesheet are in it."""
    from decidedly import pages

    pictures = dict(_copies(place, report, site))
    return pages.document(report, site, {**load_theme(place), **dress.files}, pictures).decode()


def api(report: Report, renderings: Renderings | None = None) -> Iterator[tuple[str, bytes]]:
    """The log for other programs, as files of the site."""
    for name, text in decisions.files(report, renderings):
        yield f"api/v1/{name}", text.encode()
    made = {"graph": graph.data(report), "reviews": reviews.data(report, everything=True)}
    for name, data in made.items():
        yield f"api/v1/{name}.json", dumps(data, indent=None).encode()


def feeds(report: Report, site: Site) -> Iterator[tuple[str, bytes]]:
    """Feeds and calendars: of decisions, of reviews, and of each person's reviews."""
    from decidedly import pages

    yield "feed.atom", feed.make(report, site=site, decisions=True, output="feed.atom").encode()
    days, entries = calendar.entries(report), feed.entries(report)
    for stem, owner in pages.feeds(report, site).items():
        yield f"{stem}.ics", calendar.write(report, days, owner=owner, site=site).encode()
        atom = feed.write(report, entries, owner=owner, site=site, output=f"{stem}.atom")
        yield f"{stem}.atom", atom.encode()


def _kept(place: Workspace) -> list[Path]:
    kept = [place.root, place.records, Path.home(), config_folder(place)]
    return kept + [config_folder(place) / one for one in (place.config.site, place.config.templates) if one]


# ---------------------------------------------------------------------------------------------------------- search


def find_pagefind() -> Path | None:
    """The program that makes the full-text index, or None."""
    try:
        from pagefind.service import get_executable

        found = get_executable()
    except (ImportError, OSError):
        return None
    return Path(found) if found is not None else None


def index(pagefind: Path, folder: Path) -> str:
    """Make the full-text index of the site in `folder`; returns what went wrong, "" when nothing did."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(
            [
                str(pagefind),
                "--site",
                str(folder),
                "--output-subdir",
                "pagefind",
                "--keep-index-url",
                "--exclude-selectors",
                ".anchor",
                "--silent",
            ],
            cwd=folder,  # its configuration file is looked for in the working directory: a site holds none
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=INDEX_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"Pagefind took longer than {INDEX_TIMEOUT} seconds"
    except OSError as error:
        return f"{pagefind.name} could not be started: {error.strerror or error}"
    if done.returncode != 0 or not (folder / "pagefind" / "pagefind.js").is_file():
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        return f"Pagefind failed with code {done.returncode}" + (f": {said[-1]}" if said else "")
    shutil.rmtree(folder / "pagefind" / "playground", ignore_errors=True)
    return ""
