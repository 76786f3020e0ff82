"""What a file says of one package."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 200
"""Characters of a package's name or version: longer is none."""

MOST = 100_000
"""Packages that are read of one file."""


@dataclass(frozen=True, slots=True)
class Use:
    """A package in one version. `exact` tells that it is the version in use, else it is the lowest that will do;
    `direct` that the project asked for the package itself, not something that it depends on."""

    name: str
    version: str
    exact: bool = True
    direct: bool = True
