"""Whether a site that was built is the one that a build would make: then there is nothing to write.

Part of the edge. Pages are made of what the edge hands down and of nothing else, so that a digest of all of it tells. What
it came to is kept in the user's own cache folder; a site that anybody has touched since is built again.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterable, Mapping
from collections.abc import Set as AnySet
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import decidedly
from decidedly import cache
from decidedly.record import Document, Record

LIBRARIES = (
    "feedgenerator", "icalendar", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "networkx", "nh3", "packaging", "pagefind",
    "pagefind-bin", "pagefind-bin-extended", "pillow", "pygments", "python-frontmatter", "pyyaml",
)  # fmt: skip
"""What pages are made with, as far as it is installed."""


class _Unknown(Exception):
    """Something of which nobody can tell whether it has changed."""


def digest(parts: Iterable[Any]) -> str:
    """A digest of values of any of the program's own types, "" where one of them can't be told from another.

    Records and documents count by their texts: what else they were read from has to be among the parts.
    """
    made = hashlib.blake2b(digest_size=20)
    try:
        for part in parts:
            _feed(made, part)
    except (_Unknown, OSError, RecursionError):
        return ""
    return made.hexdigest()


def _feed(made: hashlib.blake2b, value: Any) -> None:
    if isinstance(value, bytes):
        made.update(b"b%d " % len(value) + value)
    elif isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        made.update(b"t%d " % len(text) + text)
    elif value is None or isinstance(value, (bool, int, float, datetime.date, datetime.timedelta)):
        made.update(f"{type(value).__name__} {value!r} ".encode())
    elif isinstance(value, (Record, Document)):
        _feed(made, (type(value).__name__, value.source))
    elif is_dataclass(value) and not isinstance(value, type):
        made.update(f"{type(value).__qualname__} ".encode())
        for one in fields(value):
            _feed(made, getattr(value, one.name))
    elif isinstance(value, Mapping):
        made.update(b"m%d " % len(value))
        for key, one in value.items():
            _feed(made, key)
            _feed(made, one)
    elif isinstance(value, AnySet):
        made.update(b"s%d " % len(value))
        for told in sorted(digest([one]) for one in value):
            if not told:
                raise _Unknown
            made.update(told.encode())
    elif isinstance(value, (tuple, list)):
        made.update(b"l%d " % len(value))
        for one in value:
            _feed(made, one)
    else:
        raise _Unknown


def program() -> str:
    """What makes the pages: the sources of the program and the versions of what it uses; "" where that can't be told."""
    versions = []
    for name in LIBRARIES:
        try:
            versions.append(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            versions.append("")
    package = Path(decidedly.__file__).parent
    sources = sorted(package.rglob("*.py"))
    if not sources:  # in an archive
        return ""
    return digest([sys.version, versions, [(str(one), one.read_bytes()) for one in sources]])


def files(target: Path, root: Path, key: str) -> int:
    """How many files a build made in `target` from what `key` stands for; 0 unless they are all there, and nothing else."""
    kept = cache.fetch("built", str(target), root)
    try:
        said = json.loads(kept)
        count = said["files"] if said["key"] == key and said["site"] == state(target) else 0
    except (ValueError, TypeError, LookupError, RecursionError):
        return 0
    return count if type(count) is int else 0


def note(target: Path, root: Path, key: str, site: str, files: int) -> None:
    """Leave to the next build what this one has made; `site` is the `state` of the new folder, before others could see it."""
    said = {"key": key, "site": site, "files": files}
    cache.store("built", str(target), root, json.dumps(said).encode())


def state(target: Path) -> str:
    """What tells whether anybody has changed a file of a site, wherever its folder is moved."""
    found = []
    for folder, names, there in os.walk(target):
        names.sort()
        for name in sorted(there):
            path = os.path.join(folder, name)
            try:
                status = os.lstat(path)
            except OSError:
                return ""
            found.append(
                (
                    os.path.relpath(path, target),
                    status.st_mode,
                    status.st_size,
                    status.st_mtime_ns,
                    status.st_ino,
                )
            )
    return digest([found])
