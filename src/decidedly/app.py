"""The use-cases: open a log, judge it, choose among its records, publish it. The commands call these and print."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from decidedly import discovery, gather_reviews, git, hosting, workspace, writing
from decidedly.clock import source_date, source_moment
from decidedly.config import FILES
from decidedly.dates import Interval
from decidedly.log import Log
from decidedly.log.periods import period
from decidedly.record import Document, Record
from decidedly.report import Report
from decidedly.review import Known, Review, SettingsError, judge, people_of, read_events
from decidedly.text import called, near
from decidedly.workspace import Workspace

if TYPE_CHECKING:
    from decidedly.dialects import Memory
    from decidedly.live import Live
    from decidedly.pages import Site
    from decidedly.publish import Published
    from decidedly.theming import Dress


class AppError(Exception):
    """Something asked for that cannot be done. The message says what, where and what to do."""

    exit_code = 2


@dataclass(frozen=True)
class Opened:
    """A log with the place it was read from. `notes` are sentences about what was met on the way."""

    workspace: Workspace
    log: Log
    notes: tuple[str, ...] = ()


def open_place(
    start: Path,
    records: Path | None = None,
    config_file: Path | None = None,
    memory: Memory | None = None,
) -> tuple[Workspace, tuple[str, ...]]:
    """Find the log, finish or undo what a crash has interrupted there, and say what is worth saying.

    Raises WorkspaceError and ConfigError.
    """
    place = discovery.open_workspace(start, memory, records=records, config_file=config_file)
    recovered = writing.recover(place)
    warnings = tuple(f"warning: {warning}" for warning in place.config.warnings)
    return place, (*warnings, *((recovered,) if recovered else ()))


def open_log(
    start: Path,
    records: Path | None = None,
    config_file: Path | None = None,
    memory: Memory | None = None,
    *,
    rendered: bool = False,
) -> Opened:
    """Find and read the log, with a `memory` only what has changed since; `rendered` if pages will be made of it.

    Raises WorkspaceError (2: what was named is not there; 3: no records) and ConfigError.
    """
    place, notes = open_place(start, records, config_file, memory)
    return Opened(place, workspace.load(place, memory=memory, rendered=rendered), notes)


def make_report(opened: Opened, as_of: date, within: Interval | None = None) -> Report:
    """The log with the state of every record's review on the day `as_of`; `within` says how early one is upcoming.

    Raises AppError for a `[review]` table that can't be used.
    """
    return report_on(opened, opened.log, as_of, within=within)


def report_on(
    opened: Opened, log: Log, as_of: date, events_text: str | None = None, *, within: Interval | None = None
) -> Report:
    """The same for a log as it is about to be written; `events_text` stands in place of what events.yaml holds now."""
    place = opened.workspace
    events = None if events_text is None else read_events(events_text)
    try:
        known = gather_reviews.known(place, log, as_of, events=events, within=within)
    except SettingsError as error:
        raise AppError(f"{place.config.file}: {error}") from None

    def judged(record: Record, day: date) -> Review:
        return _judged(log, record, day, known)

    reviews = tuple(judged(record, as_of) for record in log.records)
    return Report(log, as_of, reviews, judge=judged, known=known)


def _judged(log: Log, record: Record, as_of: date, known: Known) -> Review:
    if record.status is None and log.successors(record):
        return Review(record, "unscheduled", people=people_of(record, known))  # only the other end says so
    return judge(record, as_of, known)


# ------------------------------------------------------------------------------------------------------- choosing


def find_record(opened: Opened, spelling: str, start: Path) -> Record:
    """The record that `spelling` means, which may be a path from `start`. Raises AppError that offers what may be meant."""
    log = opened.log
    for written in dict.fromkeys((spelling, spelling.replace("\\", "/"))):
        path = Path(os.path.abspath(start / written)) if "\0" not in written else start
        if path.is_relative_to(opened.workspace.records):
            named = log.by_path.get(path.relative_to(opened.workspace.records).as_posix())
            if named:
                return named
    found = log.find(spelling)
    if len(found) == 1:
        return found[0]
    if found:
        shown = "".join(f"\n  {record.path}  {record.title}" for record in found[:10])
        more = f"\n  and {len(found) - 10} more" if len(found) > 10 else ""
        raise AppError(f"“{spelling}” may be any of these; name one by its path:{shown}{more}")
    offered = log.suggestions(spelling)
    hint = f"did you mean {' or '.join(offered)}?" if offered else "adr list shows all"
    raise AppError(f"there is no record “{spelling}”; {hint}")


def owners(opened: Opened) -> tuple[Record | Document, ...]:
    """Everything that may hold a matrix: the records, then the log's other Markdown."""
    return (*opened.log.records, *opened.log.documents)


def find_owner(opened: Opened, spelling: str, start: Path) -> Record | Document:
    """The record that `spelling` means, or the document of that path or file name. Raises as `find_record` does."""
    written = spelling.replace("\\", "/")
    path = Path(os.path.abspath(start / written)) if "\0" not in written else start
    records = opened.workspace.records
    inside = path.relative_to(records).as_posix() if path.is_relative_to(records) else ""
    if document := opened.log.documents_by_path.get(inside):
        return document
    name = written.casefold().removesuffix(".md")
    named = [
        one
        for one in opened.log.documents
        if name in (one.path.casefold().removesuffix(".md"), Path(one.path).stem.casefold())
    ]
    if len(named) == 1 and not opened.log.find(spelling):
        return named[0]
    return find_record(opened, spelling, start)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records to list: each of these narrows, several statuses, tags or owners widen.

    The status "none" stands for records that state none. `since` and `until` are inclusive. `at`: only what was in force
    on that day.
    """

    statuses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    in_force: bool = False
    at: date | None = None
    sort: str = "id"
    reverse: bool = False


SORTS: tuple[str, ...] = ("id", "date", "status", "title", "review")
"""What a list can be sorted by; dates newest first, reviews soonest first."""


def select(report: Report, wanted: Wanted, known: Iterable[str] = ()) -> tuple[Record, ...]:
    """The records that are wanted, sorted. `known` are the configured statuses.

    Raises AppError for a status that nothing has and nobody has configured: a typing error would else find nothing.
    """
    log = report.log
    present = dict.fromkeys(record.status.name for record in log.records if record.status)
    for status in wanted.statuses:
        if status not in ("none", *known, *present):
            names = list(dict.fromkeys([*known, *present, "none"]))
            meant = near(status, names, 1)
            raise AppError(
                f"no status “{status}”; "
                + (f"did you mean “{meant[0]}”?" if meant else f"there are {', '.join(names)}")
            )
    chosen = [record for record in log.records if _matches(log, record, wanted)]
    chosen.sort(key=_sort_key(report, wanted.sort, tuple(known)))
    return tuple(reversed(chosen)) if wanted.reverse else tuple(chosen)


def _matches(log: Log, record: Record, wanted: Wanted) -> bool:
    day = record.date.day if record.date else None
    tags = {tag.casefold() for tag in record.tags}
    owners = frozenset[str]().union(*map(called, record.owners))
    return (
        (not wanted.statuses or (record.status.name if record.status else "none") in wanted.statuses)
        and (not wanted.tags or any(tag.casefold() in tags for tag in wanted.tags))
        and (not wanted.owners or any(owners & called(name) for name in wanted.owners))
        and (wanted.since is None or (day is not None and day >= wanted.since))
        and (wanted.until is None or (day is not None and day <= wanted.until))
        and (not wanted.in_force or log.in_force(record))
        and (wanted.at is None or ((held := period(log, record)) is not None and held.holds(wanted.at)))
    )


def _sort_key(report: Report, sort: str, known: tuple[str, ...]) -> Callable[[Record], tuple[object, ...]]:
    order = {name: number for number, name in enumerate(known)}

    def key(record: Record) -> tuple[object, ...]:
        if sort == "date":
            return (-(record.when or date.min).toordinal(),)
        if sort == "status":
            name = record.status.name if record.status else ""
            return (order.get(name, len(order) + (not name)), name)
        if sort == "title":
            return (record.title.casefold(),)
        if sort == "review":
            return (report.review(record).due or date.max,)
        return ()

    return key


# ------------------------------------------------------------------------------------------------------ publishing


def web_remote(place: Workspace) -> hosting.Remote | None:
    """Where the repository is on the web, and by whose software: as configured, else as git's remote says."""
    config = place.config
    if config.repository:
        guessed = hosting.web_address(config.repository)
        return replace(guessed, provider=config.provider or guessed.provider) if guessed else None
    repository = git.repository(place.root)
    remote = repository.remote if repository else None
    return replace(remote, provider=config.provider) if remote and config.provider else remote


def make_site(opened: Opened, *, search: bool, dress: Dress | None = None) -> Site:
    """What pages need to know besides the records: configuration, git and the files that records link to."""
    from decidedly import diagrams, pages
    from decidedly.drawing.cards import there

    place = opened.workspace
    config = place.config
    repository = git.repository(place.root)
    head = repository.head if repository else None
    branch = repository.branch if repository else ""
    remote = web_remote(place)
    known = hosting.patterns(remote, branch, head.hash if head else "")
    prefix = repository_prefix(place)
    name = remote.url.rpartition("/")[2] if remote else ""
    site = pages.Site(
        title=config.title or (f"{name} decision log" if name else "Decision log"),
        description=config.description,
        language=config.language,
        url=config.url,
        commit=head.hash if head else "",
        built=source_date() or (head.day if head else None),
        stamp=source_moment() or (head.at if head else None),
        source_url=config.source_url or known.source,
        edit_url=config.edit_url or known.edit,
        history_url=config.history_url or known.history,
        new_url="" if config.edit_url else known.new,
        host=hosting.NAMES.get(remote.provider, "") if remote and not config.edit_url else "",
        prefix=prefix,
        present=workspace.present(place, pages.wanted(opened.log, prefix)),
        commit_url=known.commit,
        history=repository.history(prefix.rstrip("/")) if repository else {},
        search=search,
        cards=bool(config.url) and there(),
        card_font=diagrams.font() if config.url and there() else b"",
    )
    if dress is None:
        return site
    pages_of = {name: one.path for name, one in dress.pages.items()}
    return replace(site, look=dress.look, own=dress.own, own_pages=pages_of)


def repository_prefix(place: Workspace) -> str:
    """The records folder's path in the repository, with a final slash, or "" where they are the same."""
    try:
        relative = place.records.relative_to(place.root).as_posix()
    except ValueError:
        return ""
    return "" if relative == "." else relative + "/"


def build_site(
    opened: Opened, as_of: date, target: Path | None = None, *, search: bool = True, draw: bool = True
) -> Published:
    """Build the site into `target`, else the configured folder. The old one stays until the new one is whole.

    Without `draw` no diagram is drawn: those are shown that were drawn before.
    Raises PublishError when the folder may not be replaced or cannot be written.
    """
    from decidedly import diagrams, pages, publish, theming

    place = opened.workspace
    dress = theming.load_dress(place)
    opened = with_pages(opened, dress)
    drawn = diagrams.draw(pages.diagrams_wanted(opened.log), known_only=not draw)
    dress = replace(dress, warnings=(*dress.warnings, *drawn.warnings))
    where = target or theming.config_folder(place) / place.config.output
    return publish.publish(
        place,
        make_report(opened, as_of),
        lambda found: replace(make_site(opened, search=found, dress=dress), diagrams=drawn.pictures),
        dress,
        where,
        search=search,
    )


def make_document(opened: Opened, as_of: date) -> str:
    """The whole log as one file of HTML that needs no other."""
    from decidedly import diagrams, pages, publish, theming

    place = opened.workspace
    dress = theming.load_dress(place)
    drawn = diagrams.draw(pages.diagrams_wanted(opened.log)).pictures
    site = replace(make_site(opened, search=False, dress=dress), diagrams=drawn)
    return publish.document(place, make_report(opened, as_of), site, dress)


def live_site(opened: Opened, as_of: date, *, search: bool = True) -> Live:
    """The same site unwritten: each file is made when it is asked for; of its diagrams those are shown that a build has drawn.

    Raises PublishError, AppError.
    """
    from decidedly import diagrams, live, pages, publish, theming

    place = opened.workspace
    dress = theming.load_dress(place)
    opened = with_pages(opened, dress)
    there = search and publish.find_pagefind() is not None
    warnings = (*dress.warnings, *((publish.NO_PAGEFIND,) if search and not there else ()))
    drawn = diagrams.draw(pages.diagrams_wanted(opened.log), known_only=True).pictures
    site = replace(make_site(opened, search=there, dress=dress), diagrams=drawn, cards=False)
    theme = {**theming.load_theme(place), **dress.files}
    return live.Live(place, make_report(opened, as_of), site, theme, warnings)


def with_pages(opened: Opened, dress: Dress) -> Opened:
    """The log with the pages of one's own that the configuration names among its documents."""
    log = opened.log
    known = {*log.by_path, *log.documents_by_path}
    more = tuple(one for one in dress.pages.values() if one.path not in known)
    return replace(opened, log=replace(log, documents=(*log.documents, *more))) if more else opened


def sources(opened: Opened, config_file: Path | None = None) -> list[Path]:
    """The folders and files that a site is made from: records, the user's own theme, configuration."""
    from decidedly import theming

    place = opened.workspace
    found = [place.records, *theming.named_files(place)]
    if place.config.site:
        found.append(theming.config_folder(place) / place.config.site)
    found += (
        [config_file]
        if config_file
        else [folder / name for folder in (place.root, place.records) for name in FILES]
    )
    if place.config.file:
        found.append(Path(place.config.file))
    return list(dict.fromkeys(path.absolute() for path in found))


def check_output(place: Workspace, log: Log, target: Path) -> None:
    """Refuse to write data over a file that the log is read from. Raises PublishError."""
    from decidedly import folders
    from decidedly.lint.baseline import FILE as BASELINE

    sides = [name for name in log.files if workspace.kind_of(name) == "side"]
    texts = [*log.by_path, *log.documents_by_path, *sides, "events.yaml", BASELINE]
    read = [place.records / name for name in texts]
    if place.config.file:
        config = Path(place.config.file)
        read += [config, config.parent / BASELINE]
    folders.check_file(target, read)


def is_output(opened: Opened, path: Path) -> bool:
    """Whether `path` lies in a site that was built, or is about to be."""
    place = opened.workspace
    from decidedly import theming

    output = theming.config_folder(place) / place.config.output
    return path.is_relative_to(output) or any(part.startswith(f".{output.name}.adr-") for part in path.parts)
