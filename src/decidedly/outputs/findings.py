"""`adr lint --format json`: the findings, as the contract `decidedly/findings@1` has it."""

from __future__ import annotations

from typing import Any

from decidedly.finding import Finding
from decidedly.outputs.checked import Checked, Format
from decidedly.outputs.kind import dumps
from decidedly.text import one_line

SCHEMA = "decidedly/findings@1"


def make(checked: Checked) -> str:
    """Every finding with its exact place; a finding about the log as a whole has the path `.` and line 1."""
    return dumps(
        {
            "schema": SCHEMA,
            "records": checked.records,
            "findings": [_entry(checked, one) for one in checked.findings],
        }
    )


def _entry(checked: Checked, finding: Finding) -> dict[str, Any]:
    region = checked.where(finding)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "path": finding.path,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
        "message": one_line(finding.message),
        "help": one_line(finding.help),
        "fixable": finding.fix is not None,
    }


OUTPUT = Format("json", "application/json", make, SCHEMA)
