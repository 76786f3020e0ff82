"""What a rule says, as data: findings and the fixes that they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from decidedly.record import Place
from decidedly.text import Edit, Span

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Most severe first."""

LOG = "."
"""The path of a finding about the log as a whole."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a finding: edits by path, files to create, and what it does in words.

    A safe fix changes nothing that a person would have to judge; others are made only when asked for.
    """

    title: str
    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    creates: Mapping[str, str] = field(default_factory=dict)
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the rule that found it and the severity that it has here.

    `parts` are the findings that it says in one word for all: of a habit of the log, one for each record.
    """

    code: str
    name: str
    severity: Severity
    path: str
    place: Place
    message: str
    help: str = ""
    subject: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    parts: tuple[Finding, ...] = ()

    @property
    def span(self) -> Span:
        """The exact place in the text of `path`."""
        return self.place.span if self.place.span is not None else Span(0, 0)  # an empty span is a place too

    @property
    def key(self) -> tuple[str, str, str]:
        """What a baseline knows it by: rule, record, subject; never the line."""
        return self.code, self.path, self.subject or self.message

    @property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """The keys of all that it says: what is said for many at once is known as it would be one by one."""
        return tuple(part.key for part in self.parts) or (self.key,)
