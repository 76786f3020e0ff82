"""Python: uv.lock, poetry.lock, requirements files, pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from decidedly.versions.use import LONGEST, Use

TOML_LIMIT = 1_000_000
"""Characters of a manifest: people write those, a longer one is none."""


def locked(text: str) -> Iterator[Use]:
    """The `[[package]]` tables of uv.lock, poetry.lock and Cargo.lock.

    Programs write them with one value in a line, so that lines are all that is looked at: any text is read, in time that
    grows with its length.
    """
    name = version = ""
    inside = False
    for line in (*text.splitlines(), "["):
        if line.startswith("["):
            if inside and name and version:
                yield Use(name, version)
            inside, name, version = line.rstrip() == "[[package]]", "", ""
        elif inside and (match := _PAIR.match(line)):
            if match[1] == "name":
                name = match[2]
            else:
                version = match[2]


_PAIR = re.compile(rf'(name|version)\s*=\s*"([^"]{{1,{LONGEST}}})"')


def requirements(text: str) -> Iterator[Use]:
    """A requirements file: pins are versions in use, ranges say the lowest that will do."""
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        words = re.split(r"(?:^|\s)#|\s--", line, maxsplit=1)[0].strip()
        if words and not words.startswith("-"):
            yield from _required(words)


def pyproject(text: str) -> Iterator[Use]:
    """The dependencies of a pyproject.toml: of the project, its extras and groups, and of Poetry's own table."""
    data = toml(text)
    project = _table(data.get("project"))
    lists = [project.get("dependencies"), *_table(project.get("optional-dependencies")).values()]
    lists += _table(data.get("dependency-groups")).values()
    for one in lists:
        for words in one if isinstance(one, list) else ():
            if isinstance(words, str):
                yield from _required(words)
    poetry = _table(_table(data.get("tool")).get("poetry"))
    groups = [_table(one).get("dependencies") for one in _table(poetry.get("group")).values()]
    for table in (poetry.get("dependencies"), poetry.get("dev-dependencies"), *groups):
        for name, value in _table(table).items():
            words = _table(value).get("version") if isinstance(value, dict) else value
            if isinstance(words, str) and name != "python":
                yield from _poetry(name, words)


def toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text that people write; empty where it can't be read."""
    if len(text) > TOML_LIMIT:
        return {}
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _required(words: str) -> Iterator[Use]:
    from packaging.requirements import InvalidRequirement, Requirement

    if len(words) > 1_000:
        return
    try:
        requirement = Requirement(words)
    except (InvalidRequirement, ValueError):
        return
    found = [(one.operator, one.version) for one in requirement.specifier]
    yield from _lowest(requirement.name, found)


def _poetry(name: str, words: str) -> Iterator[Use]:
    found = [
        (match[1].replace("^", ">=").replace("~", ">=").replace(">==", ">=") or "==", match[2])
        for one in words[:LONGEST].split(",")
        if (match := re.fullmatch(r"\s*(\^|~=?|>=?|==?|)\s*(\d[\w.*+!-]*)\s*", one))
    ]
    yield from _lowest(name, found)


def _lowest(name: str, found: list[tuple[str, str]]) -> Iterator[Use]:
    """The version that a list of operators and versions pins, else the lowest that they let pass."""
    from packaging.version import InvalidVersion, Version

    best: tuple[Version, Use] | None = None
    for operator, words in found:
        if operator not in ("==", "===", ">=", "~=", ">") or len(words) > LONGEST:
            continue
        exact = operator in ("==", "===") and not words.endswith(".*")
        try:
            version = Version(words.removesuffix(".*"))
        except InvalidVersion:
            continue
        if best is None or exact or version > best[0]:
            best = (version, Use(name, words.removesuffix(".*"), exact))
        if exact:
            break
    if best is not None:
        yield best[1]
