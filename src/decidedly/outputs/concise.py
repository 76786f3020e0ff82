"""Findings, one line each: `path:line:col: E L120 message`."""

from __future__ import annotations

from collections.abc import Mapping

from decidedly.finding import Finding
from decidedly.outputs.checked import Checked, Format
from decidedly.printable import visible
from decidedly.text import Source, one_line

LETTERS = {"error": "E", "warning": "W", "info": "I"}


def line(finding: Finding, sources: Mapping[str, Source], shown: Mapping[str, str] | None = None) -> str:
    """One finding as one line; a finding about the log as a whole has no line and column.

    `shown` tells how a path is to be shown, where that is another than its own.
    """
    source = sources.get(finding.path)
    where = (shown or {}).get(finding.path, finding.path)
    if source is not None:
        row, column = source.position(finding.span.start)
        where = f"{where}:{row}:{column}"
    return visible(f"{where}: {LETTERS[finding.severity]} {finding.code} {one_line(finding.message)}")


def make(checked: Checked) -> str:
    """All of them; nothing where there are none."""
    return "".join(f"{line(one, checked.sources, checked.shown)}\n" for one in checked.findings)


OUTPUT = Format("concise", "text/plain", make)
