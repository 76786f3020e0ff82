"""What a team has configured: files are read here, what they mean is worked out purely.

`adr.toml` or `[tool.adr]` in pyproject.toml is ours; the configuration files of other tools say at least where their
records are, so that their users need none of ours.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from decidedly.lifecycle import NAMES
from decidedly.text import near

LIMIT = 256_000
"""Bytes of a configuration file: a longer one is a mistake or an attack."""


class ConfigError(Exception):
    """A configuration that cannot be used. The message says which file, which key and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a log4brains workspace: its name, its folder, and the folder of its records."""

    name: str
    path: str
    records: str


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be configured, each with its default. Paths are relative to the file's folder.

    `file` is the name of the file it was read from, "" without one. `source_url`, `edit_url` and `history_url` hold
    `{path}`, the file's path in the repository. `lint`, `review`, `remind` and `theme` are tables that those who need
    them read themselves. `warnings` are sentences about keys that nothing here knows.
    """

    file: str = ""
    records: str = ""
    title: str = ""
    description: str = ""
    language: str = ""
    url: str = ""
    source_url: str = ""
    edit_url: str = ""
    history_url: str = ""
    repository: str = ""
    provider: str = ""
    output: str = "_site"
    site: str = ""
    templates: str = ""
    statuses: tuple[str, ...] = NAMES
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    ids: str = "global"
    ascii_names: bool = False
    packages: tuple[Package, ...] = ()
    lint: Mapping[str, Any] = field(default_factory=dict)
    review: Mapping[str, Any] = field(default_factory=dict)
    remind: Mapping[str, Any] = field(default_factory=dict)
    theme: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------------------- our own file

_TEXT = ("records", "title", "description", "language", "url", "source-url", "edit-url", "history-url", "repository", "provider",
         "output", "site", "templates", "ids")  # fmt: skip
_LISTS = ("statuses", "include", "exclude")
_FLAGS = ("ascii-names",)
_TABLES = ("lint", "review", "remind", "theme")
KEYS: tuple[str, ...] = (*_TEXT, *_LISTS, *_FLAGS, *_TABLES)
"""The keys of adr.toml."""

PROVIDERS: tuple[str, ...] = ("github", "gitlab", "bitbucket", "gitea", "forgejo")


def parse_toml(text: str, file: str = "adr.toml") -> Config:
    """The configuration in an `adr.toml`. Raises ConfigError."""
    return _from_table(_toml(text, file), file, "")


def parse_pyproject(text: str, file: str = "pyproject.toml") -> Config | None:
    """The configuration in `[tool.adr]` of a pyproject.toml, None where there is no such table. Raises ConfigError."""
    if "adr" not in text:
        return None
    tool = _toml(text, file).get("tool")
    if not isinstance(tool, dict) or "adr" not in tool:
        return None
    table = tool["adr"]
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: tool.adr is {_kind(table)}; write a table [tool.adr]")
    return _from_table(table, file, "tool.adr.")


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None


def _from_table(table: Mapping[str, Any], file: str, prefix: str) -> Config:
    values: dict[str, Any] = {}
    warnings: list[str] = []
    for key, value in table.items():
        name = key.replace("_", "-")
        if name in _TEXT:
            values[name] = _text(value, file, prefix + key)
        elif name in _LISTS:
            values[name] = _texts(value, file, prefix + key)
        elif name in _FLAGS:
            if not isinstance(value, bool):
                raise ConfigError(f"{file}: {prefix}{key} is {_kind(value)}; write true or false")
            values[name] = value
        elif name in _TABLES:
            if not isinstance(value, dict):
                raise ConfigError(f"{file}: {prefix}{key} is {_kind(value)}; write a table [{prefix}{key}]")
            values[name] = value
        else:
            meant = near(key, KEYS, 1)
            hint = f"did you mean “{meant[0]}”?" if meant else f"known keys: {', '.join(KEYS)}"
            warnings.append(f"{file}: unknown key “{prefix}{key}”: {hint}")
    config = Config(file=file, warnings=tuple(warnings))
    config = replace(config, **{name.replace("-", "_"): value for name, value in values.items()})
    _check(config, prefix)
    return config


def _check(config: Config, prefix: str) -> None:
    if config.ids not in ("global", "local"):
        raise ConfigError(f"{config.file}: {prefix}ids is “{config.ids}”; write “global” or “local”")
    if config.provider and config.provider not in PROVIDERS:
        raise ConfigError(
            f"{config.file}: {prefix}provider is “{config.provider}”; write one of {', '.join(PROVIDERS)}"
        )
    for name in ("url", "repository", "source_url", "edit_url", "history_url"):
        value = getattr(config, name)
        if value and not value.startswith(("https://", "http://")):
            key = prefix + name.replace("_", "-")
            raise ConfigError(
                f"{config.file}: {key} is “{value}”; write an address that begins with https://"
            )
        if value and name.endswith("_url") and "{path}" not in value:
            key = prefix + name.replace("_", "-")
            raise ConfigError(f"{config.file}: {key} has no {{path}}; put it where the record's path belongs")
    if config.language and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", config.language):
        raise ConfigError(
            f"{config.file}: {prefix}language is “{config.language}”; write a language tag such as “fr” or “pt-BR”"
        )
    if not config.statuses:
        raise ConfigError(
            f"{config.file}: {prefix}statuses is empty; leave it out to have {', '.join(NAMES)}"
        )
    for name in ("records", "output", "site", "templates"):
        if "\x00" in getattr(config, name):
            raise ConfigError(f"{config.file}: {prefix}{name} holds a NUL character; write a path")


def _yaml_text(table: Mapping[str, Any], key: str, file: str, within: str) -> str:
    value = table.get(key)  # YAML is read as strings, so an empty value may still be the word
    return "" if value in (None, "null", "~") else _text(value, file, f"{within}.{key}")


def _text(value: object, file: str, key: str) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{file}: {key} is {_kind(value)}; write text in quotes")
    return value.strip()


def _texts(value: object, file: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ConfigError(f'{file}: {key} is {_kind(value)}; write a list of texts, such as ["a", "b"]')
    texts = tuple(dict.fromkeys(one.strip() for one in value))
    return tuple(one.lower() for one in texts) if key.endswith("statuses") else texts


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        dict: "a table",
        type(None): "empty",
    }
    if isinstance(value, list):
        return (
            "a list" if all(isinstance(one, str) for one in value) else "a list with other things than texts"
        )
    return names.get(type(value), f"a {type(value).__name__}")


# ---------------------------------------------------------------------------------------------- other tools' files


def parse_adr_dir(text: str, file: str = ".adr-dir") -> Config:
    """adr-tools: the first line is the folder of the records. Raises ConfigError where it is empty."""
    lines = text.removeprefix("\ufeff").strip().splitlines()
    if not lines:
        raise ConfigError(f"{file}: empty; write the folder of the records in its first line")
    return Config(file=file, records=lines[0].strip())


def parse_adrs_toml(text: str, file: str = "adrs.toml") -> Config:
    """adrs: `adr_dir` is the folder of the records."""
    folder = _toml(text, file).get("adr_dir", "doc/adr")
    return Config(file=file, records=_text(folder, file, "adr_dir"))


def parse_json(text: str, file: str = ".adr.json") -> Config:
    """`.adr.json` and `adr.config.json` of several tools: the folder of the records under the names they use."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: not valid JSON: {error}") from None
    if not isinstance(data, dict):
        raise ConfigError(f"{file}: holds {_kind(data)}; an object with the key “path” is expected")
    for key in ("path", "adrDir", "adr_dir", "dir", "directory", "folder"):
        if key in data:
            return Config(file=file, records=_text(data[key], file, key))
    return Config(file=file, warnings=(f"{file}: no “path” in it: the records are searched for",))


def parse_log4brains(text: str, file: str = ".log4brains.yml") -> Config:
    """log4brains: the project's name, the folders of its records and packages, its repository."""
    from decidedly import preamble

    try:
        data = preamble.load_yaml(text)
    except ValueError as error:
        raise ConfigError(f"{file}: {error}") from None
    project = data.get("project") if isinstance(data, dict) else None
    if not isinstance(project, dict):
        raise ConfigError(f"{file}: no “project” in it; see log4brains' documentation, or write an adr.toml")
    packages: list[Package] = []
    listed = project.get("packages") or []
    for number, entry in enumerate(listed if isinstance(listed, list) else [listed]):
        key = f"project.packages[{number}]"
        if not isinstance(entry, dict):
            raise ConfigError(f"{file}: {key} is {_kind(entry)}; write name, path and adrFolder")
        name, folder = (_yaml_text(entry, part, file, key) for part in ("name", "adrFolder"))
        if not name or not folder:
            raise ConfigError(f"{file}: {key} lacks {'adrFolder' if name else 'name'}")
        packages.append(Package(name, _yaml_text(entry, "path", file, key), folder))
    repository = project.get("repository")
    repository = repository if isinstance(repository, dict) else {}
    provider = _yaml_text(repository, "provider", file, "project.repository").lower()
    pattern = _yaml_text(repository, "viewFileUriPattern", file, "project.repository")
    url = _yaml_text(repository, "url", file, "project.repository").rstrip("/")
    url = url if url.startswith(("https://", "http://")) else ""
    return Config(
        file=file,
        records=_yaml_text(project, "adrFolder", file, "project"),
        title=_yaml_text(project, "name", file, "project"),
        repository=url,
        provider=provider if provider in PROVIDERS else "",
        source_url=url + pattern.replace("%branch", "HEAD").replace("%path", "{path}")
        if url and pattern
        else "",
        packages=tuple(packages),
        ids="local" if packages else "global",
    )


# ------------------------------------------------------------------------------------------------------ the edge

FILES: dict[str, Callable[[str, str], Config | None]] = {
    "adr.toml": parse_toml,
    "pyproject.toml": parse_pyproject,
    ".adr-dir": parse_adr_dir,
    "adrs.toml": parse_adrs_toml,
    ".log4brains.yml": parse_log4brains,
    ".adr.json": parse_json,
    "adr.config.json": parse_json,
}
"""The configuration files that discovery looks for in a folder, in the order of trust."""


def read_config(file: Path) -> Config | None:
    """The configuration in `file`, by its name; any other `.toml` is read as an adr.toml.

    None for a pyproject.toml without `[tool.adr]`. Raises ConfigError for what cannot be read or used.
    """
    parse = FILES.get(file.name, parse_toml)
    try:
        with file.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}") from None
    if len(data) > LIMIT:
        if parse is parse_pyproject and b"[tool.adr" not in data:
            return None
        raise ConfigError(f"{file}: larger than {LIMIT:,} bytes; a configuration file is expected")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: not UTF-8; save it as UTF-8") from None
    return parse(text, str(file))


def find_config(folder: Path) -> tuple[Path, Config] | None:
    """The first configuration file in `folder` (not above it) with what it says. Raises ConfigError."""
    for name in FILES:
        file = folder / name
        if file.is_file():
            config = read_config(file)
            if config is not None:
                return file, config
    return None
