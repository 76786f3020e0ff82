"""Which versions of which packages a repository uses, read from its own lock and manifest files. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from decidedly.versions import cargo, go, npm, python
from decidedly.versions.compare import order, readable, satisfies
from decidedly.versions.use import LONGEST, MOST, Use

LIMIT = 16_000_000
"""Bytes of a lock file: a longer one is not read."""

DEPTH = 5
"""How many folders deep lock and manifest files are looked for."""

ASIDE: frozenset[str] = frozenset({"test", "tests", "fixtures", "__fixtures__", "example", "examples", "benchmarks"})  # fmt: skip
"""Folders whose lock files say what is tried there, and nothing of what the project uses."""


@dataclass(frozen=True, slots=True)
class File:
    """A kind of file that names versions: whose, what its name (or path) looks like, and how it is read."""

    ecosystem: str
    path: re.Pattern[str]
    read: Callable[[str], Iterator[Use]]


def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:.*/)?{name}", re.S)


FILES: tuple[File, ...] = (
    File("pypi", _named(r"(?:uv|poetry)\.lock"), python.locked),
    File("pypi", _named(r"(?:requirements[^/]*|constraints[^/]*|requirements/[^/]+)\.txt"), python.requirements),
    File("pypi", _named(r"pyproject\.toml"), python.pyproject),
    File("npm", _named(r"(?:package-lock|npm-shrinkwrap)\.json"), npm.package_lock),
    File("npm", _named(r"pnpm-lock\.yaml"), npm.pnpm_lock),
    File("npm", _named(r"yarn\.lock"), npm.yarn_lock),
    File("npm", _named(r"package\.json"), npm.package_json),
    File("cargo", _named(r"Cargo\.lock"), python.locked),
    File("cargo", _named(r"Cargo\.toml"), cargo.cargo_toml),
    File("go", _named(r"go\.mod"), go.go_mod),
)  # fmt: skip
"""Every file that is read; what is not listed here is not looked at."""

ECOSYSTEMS: dict[str, str] = {
    "pypi": "pypi", "pip": "pypi", "python": "pypi",
    "npm": "npm",
    "cargo": "cargo", "crates": "cargo", "crates.io": "cargo",
    "go": "go", "golang": "go",
}  # fmt: skip
"""The names that a plan may use for an ecosystem."""

Uses = Mapping[tuple[str, str], tuple[str, ...]]
"""The versions in use by ecosystem and package, the lowest first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the files say of a package and a condition: the versions in use, whether one of them fulfils it, or why that
    can't be told."""

    versions: tuple[str, ...] = ()
    met: bool = False
    problem: str = ""


def kind_of(path: str) -> File | None:
    """The kind of file that stands at `path` (from the repository's root), None for one that is not read."""
    folders = path.split("/")[:-1]
    if len(folders) > DEPTH or not ASIDE.isdisjoint(folders):
        return None
    return next((one for one in FILES if one.path.fullmatch(path)), None)


def package(subject: str) -> tuple[str, str] | None:
    """Ecosystem and name of a package written as `pypi:celery` or as a package URL (`pkg:pypi/celery`); else None."""
    words = subject.strip()[:LONGEST]
    url = words.lower().startswith("pkg:")
    match = re.fullmatch(
        r"([a-z.]+)[:/](\S+)" if url else r"([a-z.]+):(\S+)", words[4:] if url else words, re.I
    )
    ecosystem = ECOSYSTEMS.get(match[1].lower()) if match else None
    if match is None or ecosystem is None:
        return None
    name = unquote(match[2]) if url else match[2]
    return ecosystem, folded(ecosystem, name)


def folded(ecosystem: str, name: str) -> str:
    """A package's name as its registry compares it."""
    if ecosystem == "pypi":
        return re.sub(r"[-_.]+", "-", name).lower()  # PEP 503
    return name.replace("_", "-").lower() if ecosystem == "cargo" else name


def in_use(files: Mapping[str, str]) -> Uses:
    """The versions that the texts of `files` (by path) name.

    Lock files and pins count before what a manifest only asks for, of which the lowest version is taken; where a file
    locks several versions of a package, those that the project itself asked for. Never raises.
    """
    exact: dict[tuple[str, str], set[str]] = {}
    asked: dict[tuple[str, str], set[str]] = {}
    for path, text in files.items():
        kind = kind_of(path)
        if kind is None:
            continue
        uses = [use for use in islice(kind.read(text), MOST) if len(use.name) + len(use.version) <= LONGEST]
        direct = {use.name for use in uses if use.direct}
        for use in uses:
            if use.direct or use.name not in direct:
                found = exact if use.exact else asked
                found.setdefault((kind.ecosystem, folded(kind.ecosystem, use.name)), set()).add(use.version)
    return {key: _sorted(key[0], found) for key, found in (asked | exact).items()}


def _sorted(ecosystem: str, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda one: order(ecosystem, one)))


def judge(uses: Uses, subject: str, condition: str) -> Verdict:
    """Whether a version in use of the package `subject` fulfils `condition`; without one it is enough that it is used."""
    named = package(subject)
    if named is None:
        return Verdict(
            problem=f"no package: write it like pypi:{posixpath.basename(subject.strip())[:40] or 'celery'}"
        )
    if condition.strip() and not readable(named[0], condition):
        return Verdict(problem="no condition: write one like >=6")
    versions = uses.get(named, ())
    return Verdict(versions, any(satisfies(named[0], one, condition) for one in versions))
