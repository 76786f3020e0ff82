"""What the reader is told of a log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from decidedly.lifecycle import NAMES


@dataclass(frozen=True)
class Settings:
    """What the reader is told: the status vocabulary, which folder is which package (folder → name), and what the
    records folder itself is called."""

    statuses: tuple[str, ...] = NAMES
    packages: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
