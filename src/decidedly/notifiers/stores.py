"""Where it is kept what has been announced: as asked for, as configured, else with the dashboard, in git, or in a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from decidedly.notices import SettingsError
from decidedly.notifiers import NOTIFIERS
from decidedly.notifiers.kind import Notifier, StateError, Store, Surroundings
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


def store_for(
    asked: Path | None,
    records: Path,
    made: Mapping[str, Notifier],
    failed: Mapping[str, str],
    surroundings: Surroundings,
) -> Store:
    """The store of a run: the file `asked` for, else what `[remind]` says. `made` are the channels that can be had, `failed`
    says why others can't.

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
            if kind.name in failed and kind.keeps_state:
                return NoStore(kind.name, failed[kind.name])
            store = made[kind.name].store if kind.name in made else None
            if store is not None:
                return store
        if said:
            raise SettingsError(
                "remind.state is “dashboard”, but there is none: add [remind.github] or [remind.gitlab]"
            )
    repository = surroundings.repository
    if repository is not None and repository.remote_name:
        return RefStore(repository, repository.remote_name)
    if said:
        raise SettingsError(f"remind.state is “git”, but {root} has no remote; name a file instead")
    common = (repository.run("rev-parse", "--git-common-dir") or "").strip() if repository else ""
    return FileStore(root / common / FILE if common else records / HIDDEN)
