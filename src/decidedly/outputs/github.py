"""Findings as GitHub's workflow commands, which show them in the changed files of a pull request.

A step shows ten annotations of each level; the rest is counted in one line, so that nobody takes ten for all.
"""

from __future__ import annotations

from collections import Counter

from decidedly.finding import Finding, Severity
from decidedly.outputs.checked import Checked, Format, is_log
from decidedly.printable import visible
from decidedly.text import one_line

MOST = 10
"""How many annotations of a level GitHub shows for one step."""

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def make(checked: Checked) -> str:
    """A command for each finding that will be shown, errors first; the order is otherwise kept."""
    used: Counter[str] = Counter()
    lines: list[str] = []
    for severity, level in LEVELS.items():
        for finding in checked.findings:
            if finding.severity == severity:
                used[level] += 1
                if used[level] <= MOST:
                    lines.append(_command(checked, finding, level))
        if used[level] > MOST:
            lines.append(f"{used[level] - MOST} more of level {level} are in the log of this step only:")
            more = [one for one in checked.findings if one.severity == severity][MOST:]
            lines += [f"  {_plain(checked, one)}" for one in more]
    return "".join(f"{line}\n" for line in lines)


def _command(checked: Checked, finding: Finding, level: str) -> str:
    values = {"title": f"{finding.code} {finding.name}"}
    if not is_log(finding):
        region = checked.where(finding)
        values = {"file": checked.in_repository(finding.path), "line": str(region.line)} | values
        values |= {"col": str(region.column), "endLine": str(region.end_line)}
        if region.end_line == region.line:
            values["endColumn"] = str(region.end_column)
    words = one_line(finding.message) + (f"\n{one_line(finding.help)}" if finding.help else "")
    shown = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    return f"::{level} {shown}::{data(words)}"


def _plain(checked: Checked, finding: Finding) -> str:
    region = checked.where(finding)
    words = f"{checked.in_repository(finding.path)}:{region.line}: {finding.code} {finding.message}"
    return visible(one_line(words))


def data(words: str) -> str:
    """Text for the part after `::`."""
    words = visible(words)
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return data(words).replace(":", "%3A").replace(",", "%2C")


OUTPUT = Format("github", "text/plain", make)
