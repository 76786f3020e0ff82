"""Findings as SARIF 2.1.0, for code scanning and editors: every rule with its page, exact regions, and the fixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from decidedly.finding import Finding, Fix, Severity
from decidedly.outputs.checked import Checked, Format, Region, is_log
from decidedly.outputs.kind import dumps
from decidedly.text import one_line

if TYPE_CHECKING:
    from decidedly.lint.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "REPOSITORY"
"""What paths are relative to: the repository's root."""

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def make(checked: Checked) -> str:
    """One run. Rules are all there are, so that a viewer can tell what was looked for."""
    numbers = {rule.code: number for number, rule in enumerate(checked.rules)}
    used = sorted({checked.in_repository(one.path) for one in checked.findings if not is_log(one)})
    run = {
        "tool": {
            "driver": {
                "name": "Decidedly",
                "version": checked.version,
                "semanticVersion": checked.version,
                "rules": [_rule(rule, checked.pages.get(rule.code, "")) for rule in checked.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "artifacts": [
            {"location": {"uri": _uri(path), "uriBaseId": ROOT}, "sourceLanguage": "markdown"}
            for path in used
        ],
        "results": [
            _result(checked, finding, name, numbers)
            for finding, name in zip(checked.findings, checked.fingerprints, strict=True)
        ],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, page: str) -> dict[str, Any]:
    why = re.search(r"^## Why\s+(.+?)(?=\n## |\Z)", page, re.S | re.M)
    words = one_line(why[1]) if why else rule.summary
    return {
        "id": rule.code,
        "name": "".join(part.title() for part in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.summary[:1].upper()}{rule.summary[1:].rstrip('.')}."},
        "fullDescription": {"text": words},
        "help": {"text": page or rule.summary, "markdown": page or rule.summary},
        "defaultConfiguration": {
            "enabled": rule.severity != "off",
            "level": "warning" if rule.severity == "off" else LEVELS[rule.severity],
        },
        "properties": {"tags": ["architecture-decision-record"]},
    }


def _result(checked: Checked, finding: Finding, name: str, numbers: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {"ruleId": finding.code}
    if finding.code in numbers:
        result["ruleIndex"] = numbers[finding.code]
    words = one_line(finding.message)
    result["level"] = LEVELS[finding.severity]
    result["message"] = {
        "text": _sentence(words) + (f" {_sentence(one_line(finding.help))}" if finding.help else "")
    }
    place: dict[str, Any] = {"artifactLocation": _location(checked, finding.path)}
    if finding.path in checked.sources:
        place["region"] = _region(checked.where(finding))
    result["locations"] = [{"physicalLocation": place}]
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": {
                    "artifactLocation": _location(checked, one.path),
                    "region": _region(checked.region(one.path, one.span)),
                },
                "message": {"text": _sentence(one_line(one.message))},
            }
            for number, one in enumerate(finding.related, 1)
        ]
    result["partialFingerprints"] = {"decidedly/v1": name}
    if finding.fix is not None and finding.fix.edits and not finding.fix.creates:
        result["fixes"] = [_fix(checked, finding.fix)]
    return result


def _fix(checked: Checked, fix: Fix) -> dict[str, Any]:
    return {
        "description": {"text": _sentence(one_line(fix.title))},
        "artifactChanges": [
            {
                "artifactLocation": _location(checked, path),
                "replacements": [
                    {
                        "deletedRegion": _region(checked.region(path, edit.span)),
                        "insertedContent": {"text": edit.new},
                    }
                    for edit in edits
                ],
            }
            for path, edits in fix.edits.items()
            if edits
        ],
    }


def _location(checked: Checked, path: str) -> dict[str, str]:
    return {"uri": _uri(checked.in_repository(path)), "uriBaseId": ROOT}


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "replace"), safe="/-._~")


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _sentence(words: str) -> str:
    # a bracketed number would be taken for a link to a related location, `{0}` for a placeholder
    words = re.sub(r"([\\\[\]])", r"\\\1", words)
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


OUTPUT = Format("sarif", "application/sarif+json", make)
