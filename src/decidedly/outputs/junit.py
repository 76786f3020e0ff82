"""Findings as a JUnit report, for CI systems that show nothing else: a test case for each record, failed where it has faults.

Written by hand: the form is ten lines of XML, and what matters (characters that XML forbids) the libraries leave to us.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from decidedly.finding import LOG, Finding
from decidedly.outputs import concise
from decidedly.outputs.checked import Checked, Format, counts, is_log
from decidedly.printable import visible
from decidedly.text import one_line

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make(checked: Checked) -> str:
    """One suite. Errors and warnings are failures; what is only information stands in the case's output."""
    return "".join(f"{line}\n" for line in _lines(checked))


def _lines(checked: Checked) -> Iterator[str]:
    by_path: dict[str, list[Finding]] = defaultdict(list, {path: [] for path in checked.texts})
    for finding in checked.findings:
        by_path[finding.path].append(finding)
    number = counts(checked.findings)
    failures = number["error"] + number["warning"]
    cases = sum(max(1, sum(one.severity != "info" for one in found)) for found in by_path.values())
    totals = f'tests="{cases}" failures="{failures}" errors="0" skipped="0"'
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<testsuites name="adr lint" {totals}>'
    yield f'  <testsuite name="adr lint" {totals}>'
    for path, found in by_path.items():
        name = "the log" if path == LOG else checked.in_repository(path)
        notes = [one for one in found if one.severity == "info"]
        faults = [one for one in found if one.severity != "info"]
        for finding in faults:
            yield from _case(checked, f"{finding.code} {finding.name}", name, finding, ())
        if not faults:
            yield from _case(checked, "adr lint", name, None, notes)
    yield "  </testsuite>"
    yield "</testsuites>"


def _case(
    checked: Checked, title: str, name: str, finding: Finding | None, notes: list[Finding] | tuple[()]
) -> Iterator[str]:
    head = f"    <testcase name={_attribute(f'{title}: {name}' if finding else name)} classname={_attribute(name)}"
    if finding is not None:
        place = (
            ""
            if is_log(finding)
            else f" file={_attribute(name)} line={_attribute(str(checked.where(finding).line))}"
        )
        words = f"{concise.line(finding, checked.sources, {finding.path: name})}\n{visible(one_line(finding.help))}".rstrip()
        yield f'{head}{place} time="0">'
        yield f"      <failure type={_attribute(finding.severity)} message={_attribute(one_line(finding.message))}>{_text(words)}</failure>"
        yield "    </testcase>"
    elif notes:
        yield f'{head} time="0">'
        words = "\n".join(concise.line(one, checked.sources, {one.path: name}) for one in notes)
        yield f"      <system-out>{_text(words)}</system-out>"
        yield "    </testcase>"
    else:
        yield f'{head} time="0"/>'


def _text(words: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", visible(words)))


OUTPUT = Format("junit", "application/xml", make)
