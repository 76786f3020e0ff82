"""What a team has set for the linter: the `[lint]` table of adr.toml."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from decidedly.finding import SEVERITIES, Severity
from decidedly.lifecycle import NAMES
from decidedly.text import near


class SettingsError(ValueError):
    """A setting that can't be used; the message says which and what to write instead."""

    exit_code = 2


@dataclass(frozen=True)
class Folder:
    """Settings for the records whose path matches one of `paths` (shell patterns, the first as written)."""

    paths: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        """Whether the settings are for the file at `path`."""
        return any(fnmatch.fnmatch(path, pattern) for pattern in self.paths)


@dataclass(frozen=True)
class Settings:
    """Which rules run, and how severe they are. Codes may be cut short: `L` is every rule about links, `L12` ten of them.

    `select` (None: all that are on by default) and `ignore` hold codes or names; `severity` overrides defaults;
    `required_fields` and `required_sections` are for M101 and M109; `statuses` is the vocabulary; `tags` (empty: any)
    the allowed tags.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    required_fields: tuple[str, ...] = ()
    required_sections: tuple[str, ...] = ()
    statuses: tuple[str, ...] = NAMES
    folders: tuple[Folder, ...] = ()
    fail_on: Severity = "warning"

    def seen_from(self, prefix: str) -> Settings:
        """The same with patterns for folders that may also be written from where `prefix`, the records folder, lies."""
        lead = prefix.strip("/") + "/"
        folders = tuple(
            replace(
                one,
                paths=(*one.paths, *(path.removeprefix(lead) for path in one.paths if path.startswith(lead))),
            )
            for one in self.folders
        )
        return replace(self, folders=folders) if len(lead) > 1 else self

    def severity_of(self, code: str, name: str, default: str, path: str) -> Severity | None:
        """The severity that a rule has for a file, or None where it does not run."""
        on = default != "off" if self.select is None else matches(self.select, code, name)
        on = on or matches(self.extend_select, code, name)
        if matches(self.ignore, code, name) and not _closer(self.select or (), self.ignore, code, name):
            on = False
        severity = _override(self.severity, code, name) or (
            "warning" if default == "off" else cast("Severity", default)
        )
        for folder in self.folders:
            if folder.holds(path):
                on = (on or matches(folder.select, code, name)) and not matches(folder.ignore, code, name)
                severity = _override(folder.severity, code, name) or severity
        return severity if on else None


def matches(patterns: Sequence[str], code: str, name: str) -> bool:
    """Whether one of `patterns` means this rule: its code, the beginning of its code, its name, or ALL."""
    return any(
        pattern.upper() == "ALL" or code.startswith(pattern.upper()) or pattern.lower() == name
        for pattern in patterns
    )


def _closer(select: Sequence[str], ignore: Sequence[str], code: str, name: str) -> bool:
    """Whether a selection names the rule more exactly than what ignores it: `--select L120 --ignore L`."""

    def best(patterns: Sequence[str]) -> int:
        hits = [
            99 if pattern.lower() == name else 0 if pattern.upper() == "ALL" else len(pattern)
            for pattern in patterns
            if matches((pattern,), code, name)
        ]
        return max(hits, default=-1)

    return best(select) > best(ignore)


def _override(table: Mapping[str, Severity], code: str, name: str) -> Severity | None:
    best = ""
    for pattern in table:
        if matches((pattern,), code, name) and len(pattern) >= len(best):
            best = pattern
    return table[best] if best else None


KEYS = (
    "select",
    "extend-select",
    "ignore",
    "severity",
    "required-fields",
    "required-sections",
    "folders",
    "fail-on",
)


def read_settings(table: Mapping[str, Any], statuses: tuple[str, ...] = NAMES) -> Settings:
    """Settings from the `[lint]` table. Raises SettingsError with what is wrong and how to put it right."""
    for key in table:
        if key not in KEYS:
            offered = near(key, KEYS, 1)
            raise SettingsError(
                f"lint.{key} is no setting"
                + (f"; did you mean “{offered[0]}”?" if offered else f"; there are {', '.join(KEYS)}")
            )
    folders = table.get("folders", {})
    if not isinstance(folders, Mapping):
        raise SettingsError('lint.folders is a table of tables: [lint.folders."legacy/**"]')
    made = Settings(
        select=_words(table, "select") if "select" in table else None,
        extend_select=_words(table, "extend-select"),
        ignore=(*_words(table, "ignore"), *_off(table)),
        severity=_severities(table.get("severity", {}), "lint.severity"),
        required_fields=_words(table, "required-fields"),
        required_sections=_words(table, "required-sections"),
        statuses=statuses,
        folders=tuple(_folder(pattern, value) for pattern, value in folders.items()),
    )
    if "fail-on" in table:
        made = replace(made, fail_on=_severity(table["fail-on"], "lint.fail-on"))
    return made


def _folder(pattern: str, value: Any) -> Folder:
    if not isinstance(value, Mapping):
        raise SettingsError(f'lint.folders."{pattern}" is a table with select, ignore or severity')
    for key in value:
        if key not in ("select", "ignore", "severity"):
            raise SettingsError(
                f'lint.folders."{pattern}".{key} is no setting; there are select, ignore and severity'
            )
    return Folder(
        (pattern, f"{pattern.rstrip('/')}/*"),
        _words(value, "select"),
        (*_words(value, "ignore"), *_off(value)),
        _severities(value.get("severity", {}), f'lint.folders."{pattern}".severity'),
    )


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, ())
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        raise SettingsError(f'lint.{key} is a list of words: {key} = ["L120", "M"]')
    return tuple(value)


def _severities(value: Any, where: str) -> dict[str, Severity]:
    if not isinstance(value, Mapping):
        raise SettingsError(f'{where} is a table: {{ L120 = "warning" }}')
    return {code: _severity(words, f"{where}.{code}") for code, words in value.items() if words != "off"}


def _off(table: Mapping[str, Any]) -> tuple[str, ...]:
    """The rules whose severity is "off"."""
    value = table.get("severity", {})
    return (
        tuple(code for code, words in value.items() if words == "off") if isinstance(value, Mapping) else ()
    )


def _severity(value: Any, where: str) -> Severity:
    if value not in SEVERITIES:
        words = "error, warning or info" if where == "lint.fail-on" else "error, warning, info or off"
        raise SettingsError(f"{where} is {value!r}; write {words}")
    return cast("Severity", value)
