"""Where it is kept what has been announced: as asked for, as configured, else with the dashboard, in git, or in a file."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from decidedly.notices import SettingsError, UnreadableError, loads
from decidedly.notifiers import NOTIFIERS
from decidedly.notifiers.kind import ConflictError, Notifier, StateError, Store, Surroundings
from decidedly.notifiers.memory import FileStore
from decidedly.notifiers.ref import RefStore

FILE = "decidedly/reminders.json"
"""In git's own folder, where there is no remote."""

HIDDEN = ".adr-reminders.json"
"""Beside the records, where there is no git."""


class NoStore:
    """A place for the state that can't be had."""

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        self._why = why

    def load(self) -> tuple[str, str]:
        """Raises StateError."""
        raise StateError(f"{self.where}: {self._why}")

    def save(self, text: str, version: str) -> str:
        """Raises StateError."""
        raise StateError(f"{self.where}: {self._why}")


class Paired:
    """A store with a spare one for the days on which it can't be had: what either knows counts, and both are told.

    A spare that knows nothing is no help: then it is not known what was announced.
    """

    def __init__(self, first: Store, spare: Store) -> None:
        self.first, self.spare = first, spare
        self.where = first.where

    def load(self) -> tuple[str, str]:
        """What both know together, and the versions of both. Raises StateError where neither can tell."""
        texts: list[str] = []
        versions: list[str | None] = []
        why: StateError | None = None
        for store in (self.first, self.spare):
            try:
                text, version = store.load()
            except StateError as error:
                why, text, version = why or error, "", None
            texts.append(text)
            versions.append(version)
        if versions[0] is None and not texts[1]:
            raise why or StateError(self.where)
        return _together(*texts), json.dumps(versions)

    def save(self, text: str, version: str) -> str:
        """See Store. One of both is enough; what somebody else has stored in the spare meanwhile counts next time."""
        versions: list[str | None] = json.loads(version)
        why: StateError | None = None
        for at, store in enumerate((self.first, self.spare)):
            known = versions[at]
            if known is not None:
                try:
                    versions[at] = store.save(text, known)
                except StateError as error:
                    why, versions[at] = why or error, None
                except ConflictError:
                    if at == 0 or versions[0] is None:
                        raise
                    versions[at] = None
        if versions == [None, None]:
            raise why or StateError(self.where)
        return json.dumps(versions)


def _together(first: str, second: str) -> str:
    """Two states as one; a damaged one counts only where there is no other."""
    if first == second:
        return first
    try:
        known = loads(second) if second else None
    except UnreadableError:
        return first or second
    try:
        return loads(first).merged(known).dumps() if first and known else first or second
    except UnreadableError:
        return second


def held(store: Store) -> contextlib.AbstractContextManager[None]:
    """Keep other runs on this machine away from a store that is a file, or has one to spare."""
    file = store.spare if isinstance(store, Paired) else store
    return file.held() if isinstance(file, FileStore) else contextlib.nullcontext()


def store_for(
    asked: Path | None,
    records: Path,
    made: Mapping[str, Notifier],
    failed: Mapping[str, str],
    surroundings: Surroundings,
    *,
    dry: bool = False,
) -> Store:
    """The store of a run: the file `asked` for, else what `[remind]` says. `made` are the channels that can be had, `failed`
    says why others can't. A `dry` run asks no service for what it remembers.

    Raises SettingsError where the state is to be kept where it can't be.
    """
    said, config, root = surroundings.settings.state, surroundings.config, surroundings.root
    if asked is not None:
        return FileStore(asked)
    if said not in ("", "git", "dashboard"):
        base = Path(os.path.abspath(config.file)).parent if config.file else root
        return FileStore(base / said)
    if said in ("", "dashboard"):
        for kind in NOTIFIERS:
            store = made[kind.name].store if kind.name in made else None
            if kind.name in failed and kind.keeps_state:
                store = NoStore(kind.name, failed[kind.name])
            if store is not None and dry:
                return _own(records, surroundings)
            if store is not None:
                alone = bool(said) or all(one.standing for one in made.values())
                return store if alone else Paired(store, _own(records, surroundings))
        if said:
            raise SettingsError(
                "remind.state is “dashboard”, but there is none: add [remind.github] or [remind.gitlab]"
            )
    store = _own(records, surroundings)
    if said and not isinstance(store, RefStore):
        raise SettingsError(f"remind.state is “git”, but {root} has no remote; name a file instead")
    return store


def _own(records: Path, surroundings: Surroundings) -> Store:
    """What needs no service: git's remote, else a file."""
    repository, root = surroundings.repository, surroundings.root
    if repository is not None and repository.remote_name:
        return RefStore(repository, repository.remote_name)
    common = (repository.run("rev-parse", "--git-common-dir") or "").strip() if repository else ""
    return FileStore(root / common / FILE if common else records / HIDDEN)
