"""What `adr lint` was asked for: rules, severities, paths, what to compare with; told apart from what cannot be done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from decidedly import gather, workspace
from decidedly.finding import LOG
from decidedly.lint import RULES
from decidedly.lint.settings import Settings, SettingsError, matches, read_settings
from decidedly.log import Log
from decidedly.text import Source, decode, near
from decidedly.workspace import Workspace


class CheckError(Exception):
    """Something asked for that cannot be done. The message says what, where and what to do."""

    exit_code = 2


class NothingHere(CheckError):
    """A folder in which there is nothing to check, which is never "clean"."""

    exit_code = 3


@dataclass(frozen=True)
class Asked:
    """What to check: only the findings of `paths` (all without any), on the day `today` (no day: no rule about time),
    against `base`, and of these only what is `new`. `baseline` names the file of known findings; "" the usual one, if
    it is there; "off" none. `clock` is the day from which unsafe fixes plan ahead. `select` takes the place of what is configured, `extend` and `ignore` add to it."""

    paths: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    today: date | None = None
    base: str = ""
    new: bool = False
    baseline: str = ""
    clock: date | None = None


def settings_of(place: Workspace, asked: Asked) -> Settings:
    """The configured settings with what was asked for. Raises CheckError."""
    try:
        settings = read_settings(place.config.lint, place.config.statuses)
    except SettingsError as error:
        raise CheckError(f"{place.config.file}: {error}") from None
    _check_codes(place, settings, asked)
    if place.config.file:
        home = os.path.dirname(os.path.abspath(place.config.file))
        try:
            settings = settings.seen_from(Path(os.path.relpath(place.records, home)).as_posix())
        except ValueError:  # another drive
            pass
    if asked.select:
        settings = replace(settings, select=asked.select, extend_select=(), ignore=())
    return replace(
        settings,
        extend_select=(*settings.extend_select, *asked.extend),
        ignore=(*settings.ignore, *asked.ignore),
    )


def _check_codes(place: Workspace, settings: Settings, asked: Asked) -> None:
    """A rule that nobody knows would else switch nothing on or off, and nobody would notice."""
    file = f"{place.config.file}: "
    places: list[tuple[str, Sequence[str]]] = [
        ("--select", asked.select),
        ("--extend-select", asked.extend),
        ("--ignore", asked.ignore),
        (f"{file}lint.select", settings.select or ()),
        (f"{file}lint.extend-select", settings.extend_select),
        (f"{file}lint.ignore", settings.ignore),
        (f"{file}lint.severity", tuple(settings.severity)),
    ]
    for folder in settings.folders:
        where = f'{file}lint.folders."{folder.paths[0]}"'
        places += [
            (f"{where}.select", folder.select),
            (f"{where}.ignore", folder.ignore),
            (f"{where}.severity", tuple(folder.severity)),
        ]
    for where, codes in places:
        for code in codes:
            if not any(matches((code,), rule.code, rule.name) for rule in RULES):
                raise CheckError(f"{where}: there is no rule “{code}”; {offer(code)}")


def offer(words: str) -> str:
    """What rules may have been meant by `words`, a code or a name."""
    code = words.upper()
    meant = [rule for rule in RULES if code.startswith(rule.code)]
    if not meant and any(char.isdigit() for char in words):
        meant = [rule for rule in RULES if rule.code.startswith(code[:3])][:2]
    elif not meant:
        by_name = {rule.name: rule for rule in RULES}
        meant = [by_name[name] for name in near(words, list(by_name), 2)]
    found = " or ".join(f"{rule.code} {rule.name}" for rule in meant)
    return f"did you mean {found}?" if found else "adr explain lists all"


def named_paths(
    place: Workspace, start: Path, paths: Iterable[str], log: Log
) -> tuple[frozenset[str], list[Source]]:
    """The paths asked for, from the records folder, and the texts among them that the log does not have."""
    named: set[str] = set()
    extra: list[Source] = []
    for words in paths:
        path = Path(os.path.abspath(start / words)) if "\0" not in words else None
        if path is None or not os.path.exists(path):
            raise CheckError(f"{words}: there is no such file or folder")
        try:
            name = Path(os.path.relpath(path, place.records)).as_posix()
        except ValueError:
            raise CheckError(f"{words}: lies on another drive than the records") from None
        named.add(LOG if place.records.is_relative_to(path) else name)
        if path.is_dir() or name in log.by_path:
            continue
        if workspace.kind_of(name) != "text" and name not in log.files:
            raise CheckError(f"{words}: no Markdown; name records, other Markdown files or folders")
        document = log.documents_by_path.get(name)
        if document is not None:
            if document.kind == "template":
                extra.append(document.source)  # whoever names a template wants it checked
            continue
        data = gather.Disk(place, "").read([name])
        if not data:
            raise CheckError(f"{words}: can't be read, or lies outside of {place.root}")
        if workspace.kind_of(name) == "text":
            extra.append(decode(name, data[name]))
    return frozenset(named), extra
