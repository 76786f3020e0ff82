"""Rust: Cargo.toml. (Cargo.lock is written as uv.lock is.)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from decidedly.versions.npm import lowest
from decidedly.versions.python import toml
from decidedly.versions.use import Use

_KEYS = ("dependencies", "dev-dependencies", "build-dependencies")


def cargo_toml(text: str) -> Iterator[Use]:
    """The lowest versions that a Cargo.toml lets pass."""
    data = toml(text)
    places: list[Any] = [data, data.get("workspace")]
    targets = data.get("target")
    places += targets.values() if isinstance(targets, dict) else ()
    for place in places:
        for key in _KEYS:
            table = place.get(key) if isinstance(place, dict) else None
            for name, value in table.items() if isinstance(table, dict) else ():
                words = value.get("version") if isinstance(value, dict) else value
                real = value.get("package") if isinstance(value, dict) else None
                if isinstance(words, str):
                    yield from lowest(real if isinstance(real, str) else name, words)
