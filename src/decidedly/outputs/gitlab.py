"""Findings as GitLab's code quality report, which shows them in merge requests."""

from __future__ import annotations

from decidedly.finding import Severity
from decidedly.outputs.checked import Checked, Format
from decidedly.outputs.kind import dumps
from decidedly.text import one_line

LEVELS: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def make(checked: Checked) -> str:
    """A list with an entry for each finding. Fingerprints stay when lines move, so that GitLab knows what is new."""
    return dumps(
        [
            {
                "description": f"{one_line(finding.message)} ({finding.name})",
                "check_name": finding.code,
                "fingerprint": name,
                "severity": LEVELS[finding.severity],
                "location": {
                    "path": checked.in_repository(finding.path),
                    "lines": {
                        "begin": (region := checked.where(finding)).line,
                        "end": max(region.line, region.end_line),
                    },
                },
            }
            for finding, name in zip(checked.findings, checked.fingerprints, strict=True)
        ]
    )


OUTPUT = Format("gitlab", "application/json", make)
