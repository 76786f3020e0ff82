"""Whether a version fulfils a condition such as `>=6`, by the rules of its ecosystem.

Python's versions follow PEP 440, and conditions are its specifiers. All others follow Semantic Versioning 2.0.0; their
conditions are what npm and Cargo have in common: `>= > <= < = !=`, `^`, `~`, wildcards, several of them joined by a comma
or a space (all must hold) or by `||` (one must). A bare version is a prefix: `6` means 6 and every 6.x. A pre-release comes
before its release, and a pre-release of 7 is not below 7: `<7` leaves 7.0.0-rc.1 out, as in PEP 440.
"""

from __future__ import annotations

import functools
import itertools
import re

LONGEST = 200
"""Characters of a version or a condition that are looked at; a longer one is none."""

_VERSION = re.compile(
    r"v?(?P<nums>\d{1,18}(?:\.\d{1,18}){0,5})(?:-(?P<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.+-]*)?"
)
_PART = re.compile(
    r"\s*(?P<op>>=|<=|>|<|===?|=|!=|\^|~>?|)\s*"
    r"(?:v?(?P<nums>\d{1,18}(?:\.\d{1,18}){0,5})(?P<wild>(?:\.[xX*])*)(?:-(?P<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?|[xX*])"
    r"(?=[\s,]|$)[\s,]*"
)

Release = tuple[int, ...]
Key = tuple[Release, tuple[int, ...] | tuple[int, tuple[tuple[int, int, str], ...]]]


def satisfies(ecosystem: str, version: str, condition: str) -> bool | None:
    """Whether `version` fulfils `condition`; None where one of them can't be read. No condition is always fulfilled."""
    if len(version) > LONGEST or len(condition) > LONGEST:
        return None
    if not condition.strip():
        return True
    return _pep440(version, condition) if ecosystem == "pypi" else _semver(version, condition)


def readable(ecosystem: str, condition: str) -> bool:
    """Whether `condition` can be read at all."""
    return satisfies(ecosystem, "1.0.0", condition) is not None


def order(ecosystem: str, version: str) -> tuple[bool, object, str]:
    """A key that puts versions of one ecosystem in their order; what is no version comes first."""
    if ecosystem == "pypi":
        from packaging.version import InvalidVersion, Version

        try:
            return (True, Version(version), version)
        except InvalidVersion:
            return (False, 0, version)
    key = _key(version)
    return (False, 0, version) if key is None else (True, key, version)


# ------------------------------------------------------------------------------------------------------------ PEP 440


@functools.lru_cache(maxsize=1024)
def _pep440(version: str, condition: str) -> bool | None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    words = condition.strip()
    if re.fullmatch(r"v?\d+(?:\.\d+)*(?:\.\*)?", words):
        words = f"=={words.removeprefix('v').removesuffix('.*')}.*"
    words = re.sub(r"(?<=[\w*])\s+(?=[<>=!~])", ",", words)
    try:
        return SpecifierSet(words).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion, ValueError):
        return None


# ------------------------------------------------------------------------------------------------ semantic versions


def _release(words: str) -> Release:
    """The numbers of a version, trailing zeros off, so that 6 and 6.0.0 are one."""
    numbers = [int(one) for one in words.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _key(version: str) -> Key | None:
    match = _VERSION.fullmatch(version.strip())
    return _made(match["nums"], match["pre"]) if match else None


def _made(nums: str, pre: str | None) -> Key:
    if not pre:
        return (_release(nums), (1,))
    parts = tuple(
        (0, int(one), "") if one.isdigit() and len(one) <= 18 else (1, 0, one) for one in pre.split(".")
    )
    return (_release(nums), (0, parts))


@functools.lru_cache(maxsize=1024)
def _semver(version: str, condition: str) -> bool | None:
    key = _key(version)
    found = [_all(key, one) for one in condition.split("||")] if key is not None else [None]
    return None if None in found else any(found)


def _all(key: Key | None, condition: str) -> bool | None:
    at, held, some = 0, True, False
    text = condition.strip()
    while at < len(text):
        match = _PART.match(text, at)
        if match is None or match.end() == at or key is None:
            return None
        held &= _one(key, match["op"].replace("~>", "~"), match)
        at, some = match.end(), True
    return held if some else None


def _one(key: Key, op: str, match: re.Match[str]) -> bool:
    if match["nums"] is None:
        return True  # `*`
    numbers = [int(one) for one in match["nums"].split(".")]
    partial = (len(numbers) < 3 or bool(match["wild"])) and not match["pre"]
    bound = _made(match["nums"], match["pre"])
    prefix = tuple(numbers)
    if op in ("", "=", "==", "===", "!="):
        same = _starts(key[0], prefix) if partial else key == bound
        return same != (op == "!=")
    if op == ">":
        return key >= (_next(prefix), (1,)) if partial else key > bound
    if op == ">=":
        return key >= bound
    if op == "<=":
        return _below(key, _next(prefix)) if partial else key <= bound
    if op == "<":
        return key < bound if match["pre"] else _below(key, bound[0])
    return key >= bound and _below(key, _next(_kept(numbers, op)))


def _below(key: Key, release: Release) -> bool:
    return key[0] < release


def _kept(numbers: list[int], op: str) -> Release:
    """The numbers that `^` or `~` hold fast: up to the first that is not zero; major and minor."""
    if op == "~":
        return tuple(numbers[:2])
    zeros = len(list(itertools.takewhile(lambda one: one == 0, numbers)))
    return tuple(numbers[: min(zeros + 1, len(numbers))])


def _next(prefix: Release) -> Release:
    """The first release after all that begin with `prefix`."""
    return (*prefix[:-1], prefix[-1] + 1)


def _starts(release: Release, prefix: Release) -> bool:
    padded = release + (0,) * (len(prefix) - len(release))
    return padded[: len(prefix)] == prefix
