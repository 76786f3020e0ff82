"""The use-case of `adr for`: which decisions in force govern these files, or what a branch changes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

from decidedly import git, hosting
from decidedly.app import AppError, Opened, make_report, repository_prefix
from decidedly.gather import Disk
from decidedly.outputs.governing import MARKER, markdown
from decidedly.report import Report
from decidedly.scope import Governs, governing


@dataclass(frozen=True)
class Governed:
    """What was asked (`paths`: files from the repository's root; `base`: the branch or commit compared with, or "") and
    the decisions that govern it, in the order of closeness."""

    report: Report
    paths: tuple[str, ...]
    decisions: tuple[Governs, ...]
    base: str = ""
    prefix: str = ""


def governed(
    opened: Opened,
    as_of: date,
    paths: Iterable[str],
    start: Path,
    base: str = "",
    listed: Iterable[str] = (),
) -> Governed:
    """The decisions that govern `paths` (as a user in `start` names them) and, with `base`, what HEAD changes since.

    A folder means every file in it. `listed` are paths as another program prints them: from `start` or from the
    repository's root, and of files that may be gone. Raises AppError for one of `paths` that is nowhere, not even in
    git, for a path outside of the repository, and for a base that can't be used.
    """
    place = opened.workspace
    prefix = repository_prefix(place)
    world = Disk(place, prefix)
    asked: dict[str, None] = {}
    for written in paths:
        asked |= dict.fromkeys(_files(world, written, start))
    for written in listed:
        at_root = written.replace("\\", "/") in world.tree and not os.path.lexists(start / written)
        asked |= dict.fromkeys(_files(world, written, place.root if at_root else start, gone=True))
    if base:
        asked |= dict.fromkeys(_changed(place.root, base))
    return Governed(
        make_report(opened, as_of),
        tuple(asked),
        governing(opened.log, asked, prefix),
        base,
        prefix,
    )


def _files(world: Disk, written: str, start: Path, *, gone: bool = False) -> list[str]:
    if not written or "\0" in written:
        raise AppError(f"“{written}” is no path")
    path = Path(os.path.abspath(start / written))
    if not path.exists() and "\\" in written:
        path = Path(os.path.abspath(start / written.replace("\\", "/")))
    root = Path(os.path.abspath(world.place.root))
    if not path.is_relative_to(root):
        raise AppError(f"{written}: outside of {root}, where the decisions are about")
    relative = path.relative_to(root).as_posix()
    if path.is_dir():
        folder = "" if relative == "." else f"{relative}/"
        return sorted(one for one in world.tree if one.startswith(folder))
    if not gone and not path.exists() and relative not in world.tree:
        raise AppError(f"{written}: there is no such file or folder")
    return [relative]


def _changed(root: Path, base: str) -> tuple[str, ...]:
    repository = git.repository(root)
    if repository is None:
        raise AppError(f"--base {base}: {root} is no git repository")
    commit = repository.commit(base)
    if commit is None:
        raise AppError(f"--base {base}: there is no such branch, tag or commit here; fetch it first")
    changed = repository.changed(repository.merge_base(commit, "HEAD") or commit)
    if changed is None:
        raise AppError(f"--base {base}: git can't compare with it")
    return changed


def source_pattern(opened: Opened) -> str:
    """The web address of a record's source with `{path}` for its path from the records folder; "" where there is none."""
    place = opened.workspace
    repository = git.repository(place.root)
    head = repository.head if repository else None
    known = hosting.patterns(
        repository.remote if repository else None,
        repository.branch if repository else "",
        head.hash if head else "",
    )
    pattern = place.config.source_url or known.source
    return pattern.replace("{path}", quote(repository_prefix(place), safe="/") + "{path}")


def comment(opened: Opened, found: Governed, environment: Mapping[str, str] | None = None) -> str:
    """Keep what governs as one comment on the pull request whose job this is; in words what was done.

    Raises NoPullRequestError elsewhere, NotifierError where it can't be written.
    """
    from decidedly.notifiers.comments import keep_here

    text = markdown(found.report, found.decisions, source_pattern(opened))
    return keep_here(os.environ if environment is None else environment, MARKER, text)
