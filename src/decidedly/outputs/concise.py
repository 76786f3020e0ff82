"""Findings, one line each: `path:line:col: E L120 message`."""

from __future__ import annotations

from collections.abc import Mapping

from decidedly.finding import Finding
from decidedly.text import Source, one_line

LETTERS = {"error": "E", "warning": "W", "info": "I"}


def line(finding: Finding, sources: Mapping[str, Source]) -> str:
    """One finding as one line; a finding about the log as a whole has no line and column."""
    source = sources.get(finding.path)
    where = finding.path
    if source is not None:
        row, column = source.position(finding.span.start)
        where = f"{finding.path}:{row}:{column}"
    return f"{where}: {LETTERS[finding.severity]} {finding.code} {one_line(finding.message)}"
