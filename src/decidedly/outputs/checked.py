"""What linting said, with everything that a format needs to word it: formats of findings take this and give text."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from decidedly.finding import LOG, SEVERITIES, Finding, Severity
from decidedly.text import Source, Span

if TYPE_CHECKING:
    from decidedly.lint.rule import Rule


@dataclass(frozen=True, slots=True)
class Region:
    """A place in a text as editors count: lines and columns from 1, columns in characters, the end excluded."""

    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Region(1, 1, 1, 1)
"""The region of what has no place: a finding about the log as a whole."""


@dataclass(frozen=True)
class Checked:
    """Findings in their order, and what they are about.

    `sources` are the texts by path (relative to the records folder); `records` how many records were read; `prefix` the
    records folder's path in the repository, with a final slash, or ""; `shown` how a path is shown to people (itself
    where it is not in it); `rules` every rule there is; `pages` their documentation in Markdown by code; `links` where
    that can be opened, by code. `columns` is the width of the terminal, `colored` whether it shows colour; `texts` are the paths
    that were looked at.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, Source]
    records: int
    prefix: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    columns: int = 100
    colored: bool = False
    texts: tuple[str, ...] = ()

    def region(self, path: str, span: Span) -> Region:
        """Where `span` of that file is; NOWHERE for what is no file."""
        source = self.sources.get(path)
        if source is None:
            return NOWHERE
        return Region(*source.position(span.start), *source.position(max(span.start, span.end)))

    def where(self, finding: Finding) -> Region:
        """Where a finding is."""
        return self.region(finding.path, finding.span)

    def in_repository(self, path: str) -> str:
        """A path relative to the repository's root; the log itself is its folder."""
        return posixpath.normpath(posixpath.join(self.prefix, path))

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """A name for each finding that lines above it do not change, unique in this run."""
        seen: Counter[str] = Counter()
        made: list[str] = []
        for finding in self.findings:
            code, path, subject = finding.key
            words = "\0".join((code, self.in_repository(path), subject))
            name = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:40]
            seen[name] += 1
            made.append(name if seen[name] == 1 else f"{name}:{seen[name]}")
        return tuple(made)


def is_log(finding: Finding) -> bool:
    """Whether a finding is about the log as a whole."""
    return finding.path == LOG


def counts(findings: tuple[Finding, ...]) -> dict[Severity, int]:
    """How many there are of each severity, the most severe first."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}


@dataclass(frozen=True, slots=True)
class Format:
    """A format of findings: its name, its media type, and the function that writes it. `schema` names the JSON contract."""

    name: str
    media: str
    make: Callable[[Checked], str]
    schema: str = ""
