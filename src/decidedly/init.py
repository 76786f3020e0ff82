"""The use-case of `adr init`: adopt the records that are there, or start a log; write only what is not there yet."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from decidedly import __version__, discovery, git, resources, workspace, writing
from decidedly.app import AppError, repository_prefix
from decidedly.begin import shipped_templates
from decidedly.changes import Change, ChangeSet
from decidedly.config import Config, find_config
from decidedly.dialects import DIALECTS
from decidedly.discovery import STANDARD
from decidedly.drafting import Wish, draft, free_number, learn
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.workspace import Workspace, WorkspaceError

DEFAULT = "docs/adr"
"""Where a log is started when nobody says where."""

SERVICES = ("github", "gitlab")
SHOWN = 10
"""How many folders with other records a note names."""

TITLE = "Record architecture decisions"
OLD = (
    "a pull request fails for what it brings only (--new); adr lint tells what is to be said of the log today"
)


@dataclass(frozen=True)
class Begun:
    """What there is now (or would be): where the log is, whether it was there, what is configured and written.

    `settings` are the keys of adr.toml that are needed; `changes` has paths from the records folder, `written` are
    those from the repository's root. `notes` say what is left to do by hand, `recovered` what has become of a change
    that a crash had interrupted ("": there was none).
    """

    place: Workspace
    log: Log
    adopted: bool
    settings: dict[str, str] = field(default_factory=dict)
    changes: ChangeSet = field(default_factory=ChangeSet)
    notes: tuple[str, ...] = ()
    recovered: str = ""

    @property
    def folder(self) -> str:
        """The records folder from the repository's root."""
        return repository_prefix(self.place).rstrip("/") or "."

    @property
    def written(self) -> tuple[str, ...]:
        """The paths of what is written, from the repository's root."""
        root = repository_prefix(self.place)
        return tuple(
            sorted(os.path.normpath(root + path).replace(os.sep, "/") for path in self.changes.changes)
        )

    @property
    def dialects(self) -> list[tuple[str, str, int]]:
        """Name, title and number of records of each dialect, the most common first."""
        titles = {one.name: one.title for one in DIALECTS}
        counts = Counter(record.dialect for record in self.log.records)
        return [(name, titles.get(name, "without metadata"), count) for name, count in counts.most_common()]


def init_log(
    start: Path, directory: str | None, service: str | None, as_of: date, *, dry_run: bool = False
) -> Begun:
    """Adopt or start a log; `directory` is the records folder, from `start`. Writes unless `dry_run`.

    Raises AppError, ConfigError and WorkspaceError for what can't be done, WriteError and LockError.
    """
    place = _place(start, directory)
    there = place.records.is_dir()
    recovered = writing.recover(place) if there else ""
    log = workspace.load(place, empty_ok=True) if there else Log(())
    changes: dict[str, Change] = {}
    settings, notes = _settings(place, log)
    if log.records and directory is None and (others := discovery.left_out(place)):
        shown = ", ".join(f"{folder} ({count})" for folder, count in sorted(others.items())[:SHOWN])
        more = f" and {len(others) - SHOWN} more folders" if len(others) > SHOWN else ""
        whole = os.path.relpath(place.root, start).replace(os.sep, "/")
        notes = (
            *notes,
            f"records elsewhere are left out: {shown}{more}; adr init {whole} makes one log of all",
        )
    prefix = repository_prefix(place)
    up = "../" * prefix.count("/")
    if settings:
        changes[f"{up}adr.toml"] = Change(None, "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in settings.items()))  # fmt: skip
    if not log.records:
        path, text = _first(place, log, as_of, workspace.names(place) if there else ())
        changes[path] = Change(None, text)
    if service:
        written, left = _workflows(place, service)
        changes |= {up + path: Change(None, text) for path, text in written.items()}
        notes = (*notes, *left)
        if log.records and written:
            notes = (*notes, OLD)
    notes = (*notes, *_ignored(place))
    begun = Begun(place, log, bool(log.records), settings, ChangeSet(changes), notes, recovered)
    if not dry_run and changes:
        writing.write(place, begun.changes)
    return begun


def _place(start: Path, directory: str | None) -> Workspace:
    """Where the log is or will be."""
    if directory is None:
        try:
            return discovery.open_workspace(start)
        except WorkspaceError as error:
            named = _named(start)
            if error.exit_code != 3 and named is None:
                raise
            repository = git.repository(start)
            root = repository.root if repository else start
            return _new(root, named or root / DEFAULT)
    if "\0" in directory:
        raise AppError(f"{directory!r}: no path of a folder")
    folder = Path(os.path.abspath(start / directory))
    if folder.is_dir():
        return discovery.open_workspace(start, records=folder)
    if folder.exists():
        raise AppError(f"{directory}: a file; name the folder that the records are to stand in")
    above = next(one for one in folder.parents if one.is_dir())
    repository = git.repository(above)
    root = repository.root if repository else start if folder.is_relative_to(start) else folder
    return _new(root, folder)


def _new(root: Path, folder: Path) -> Workspace:
    if ".git" in folder.parts:
        raise AppError(f"{folder}: git's own folder; name another one")
    found = find_config(root)
    return Workspace(root, folder, found[1] if found else Config(), "adr init")


def _named(start: Path) -> Path | None:
    """The records folder that a configuration above names, whether it is there or not."""
    repository = git.repository(start)
    for level in (start, *start.parents):
        found = find_config(level)
        if found is not None and found[1].records:
            return Path(os.path.abspath(level / found[1].records))
        if repository is None or level == repository.root:
            return None
    return None


def _settings(place: Workspace, log: Log) -> tuple[dict[str, str], tuple[str, ...]]:
    """What has to be configured so that every command finds and reads this log; and what to write by hand."""
    settings: dict[str, str] = {}
    folder = repository_prefix(place).rstrip("/") or "."
    if not _found_alone(place, folder, bool(log.records)) or not _found_inside(place, log):
        settings["records"] = folder
    if place.config.ids != "local" and _local(log):
        settings["ids"] = "local"
    if not settings:
        return {}, ()
    needed = ", ".join(f'{key} = "{value}"' for key, value in settings.items())
    for name in ("adr.toml", "pyproject.toml"):
        file = place.root / name
        if file.is_file() and (name == "adr.toml" or (find_config(place.root) or (None,))[0] == file):
            return {}, (f"{name} is there and stays as it is: set {needed} in it",)
    return settings, ()


def _ignored(place: Workspace) -> tuple[str, ...]:
    """A word on the site's folder where git would take it for something to be committed."""
    repository = git.repository(place.root)
    output = place.config.output.rstrip("/")
    if repository is None or output.startswith(("/", "..")) or not output:
        return ()
    if repository.run("check-ignore", "-q", "--no-index", f"{output}/x") is not None:
        return ()
    return (f"adr build writes {output}/: add that line to .gitignore",)


def _found_alone(place: Workspace, folder: str, adopted: bool) -> bool:
    """Whether commands run at the root find the folder by themselves."""
    try:
        return discovery.open_workspace(place.root).records == place.records
    except WorkspaceError:
        named = _named(place.root)
        return named == place.records or (named is None and not adopted and folder in STANDARD)


def _found_inside(place: Workspace, log: Log) -> bool:
    """Whether commands run in each of the log's folders find all of it, and not that folder alone."""
    if place.config.records or place.config.packages:
        return True
    return all(
        discovery.open_workspace(place.records / folder).records == place.records
        for folder in sorted({home(record.path) for record in log.records})
    )


def _local(log: Log) -> bool:
    """Whether ids count in each folder for itself: several folders use the same numbers, and none does so twice."""
    inside = Counter((home(record.path), record.prefix, record.number) for record in log.records if record.number is not None)  # fmt: skip
    across = Counter((prefix, number) for _, prefix, number in inside)
    doubled = sum(count > 1 for count in across.values())
    return doubled >= 2 and max(inside.values()) == 1


def _first(place: Workspace, log: Log, as_of: date, names: tuple[str, ...]) -> tuple[str, str]:
    """The path and text of a log's first record."""
    habits = learn(log)
    body = resources.read_text(resources.scaffold(), "first-record.md")
    repository = git.repository(place.root)
    who = (repository.run("config", "--get", "user.name") or "").strip() if repository else ""
    owners = (who,) if who.isprintable() and who and "," not in who else ()
    wish = Wish(TITLE, "accepted", as_of.isoformat(), owners=owners, review="1 year", body=body)
    status = (
        replace(wish, status=place.config.statuses[0]) if "accepted" not in place.config.statuses else wish
    )
    made = draft(
        log, habits, status, None, shipped_templates(), number=free_number(log, habits, ()), names=names,
        settings=workspace.reader_settings(place),
    )  # fmt: skip
    return made.path, made.text


def _workflows(place: Workspace, service: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Path (from the root) → text of the files that are not there yet, and what is left to do."""
    if service == "github":
        return _github(place)
    text = _pinned("gitlab.yml")
    main, included = ".gitlab-ci.yml", ".gitlab/decisions.yml"
    todo = "for reminders: make a pipeline schedule, and a project access token (role Planner, scope api) as the masked variable GITLAB_TOKEN"  # fmt: skip
    if not os.path.lexists(place.root / main):
        return {main: text}, (todo,)
    if not os.path.lexists(place.root / included):
        return {included: text}, (f"add to {main}: include: [{{local: {included}}}]", todo)
    return {}, (f"{included} is there and stays as it is",)


def _pinned(name: str) -> str:
    """A workflow that installs a version which understands it as this one does."""
    major, minor = (int(part) for part in __version__.split(".")[:2])
    upto = f"{major + 1}" if major else f"0.{minor + 1}"
    text = resources.read_text(resources.scaffold(), name)
    return re.sub(
        r'pip install "?(decidedly(?:\[\w+\])?)"?', rf'pip install "\1>={major}.{minor},<{upto}"', text
    )


def _github(place: Workspace) -> tuple[dict[str, str], tuple[str, ...]]:
    repository = git.repository(place.root)
    branch = repository.branch if repository else ""
    known = branch if re.fullmatch(r"[\w./-]+", branch) else "main"
    pages = "choose “GitHub Actions” as the source of Pages in the repository's settings"
    written: dict[str, str] = {}
    notes: list[str] = []
    for name, scaffold, note in (
        ("decisions.yml", "github.yml", pages),
        ("decision-reviews.yml", "github-reviews.yml", ""),
    ):
        path = f".github/workflows/{name}"
        if os.path.lexists(place.root / path):
            notes.append(f"{path} is there and stays as it is")
            continue
        written[path] = _pinned(scaffold).replace("BRANCH", known)
        notes += [note] if note else []
    return written, tuple(notes)
