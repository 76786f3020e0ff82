"""Running the rules: faults become findings, with the severity that they have there, less what is suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from decidedly.finding import LOG, SEVERITIES, Finding, Severity
from decidedly.lint.baseline import Entry
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Need, Rule
from decidedly.lint.suppress import Suppression, read_suppressions
from decidedly.record import Place, Record
from decidedly.text import Span

MILDER = frozenset({"rejected", "withdrawn", "superseded"})
"""Statuses in which a fault is one step less severe."""


@dataclass(frozen=True)
class Linted:
    """What linting said. `grandfathered` findings are known to the baseline; what a comment silences is not among them."""

    findings: tuple[Finding, ...]
    grandfathered: tuple[Finding, ...] = ()


def needs(rules: Iterable[Rule], context: Context) -> frozenset[Need]:
    """What the rules that may run have to be told of the world."""
    wanted: set[Need] = set()
    for rule in rules:
        if any(_severity(rule, context, path) for path in ("", *(one.path for one in context.texts))):
            wanted.update(rule.needs)
    return frozenset(wanted)


def run(rules: Sequence[Rule], context: Context) -> Linted:
    """All findings of `rules`, ordered by path and place, less those that the context's baseline knows.

    Rules of group G see what the others found.
    """
    found: list[Finding] = []
    for rule in rules:
        if not rule.code.startswith("G") and _told(rule, context):
            found += _findings(rule, context, rule.check(context))
    suppressions = {one.path: made for one in context.texts if (made := read_suppressions(one))}
    open_, used = _split(found, suppressions, context)
    known: tuple[Finding, ...] = ()
    gone: tuple[Entry, ...] = ()
    if context.baseline is not None:
        kept, known, gone = context.baseline.apply(open_, lambda entry: _looked_for(entry, rules, context))
        open_ = list(kept)
    for rule in rules:
        if rule.code == "G501":
            open_ += _findings(rule, context, _unused(context, suppressions, used, rules))
        elif rule.code == "G502":
            open_ += _findings(rule, context, _stale(context, gone))
    order = order_of(context)
    return Linted(tuple(sorted(open_, key=order)), tuple(sorted(known, key=order)))


def _looked_for(entry: Entry, rules: Sequence[Rule], context: Context) -> bool:
    """Whether a baseline's entry would have been found, were it still there; no rule at all finds it any more."""
    meant = [rule for rule in rules if rule.code == entry.rule]
    return not meant or any(
        _told(rule, context) and _severity(rule, context, entry.record) is not None for rule in meant
    )


def _told(rule: Rule, context: Context) -> bool:
    facts = context.facts
    have = {
        "files": facts.files is not None,
        "lines": facts.files is not None,
        "anchors": True,
        "tree": facts.tree is not None,
        "base": facts.base is not None,
        "branches": True,
        "events": True,
        "today": facts.today is not None,
    }
    return all(have[need] for need in rule.needs)


def _severity(rule: Rule, context: Context, path: str) -> Severity | None:
    return context.settings.severity_of(rule.code, rule.name, rule.severity, path)


def _findings(rule: Rule, context: Context, faults: Iterable[Fault]) -> list[Finding]:
    made: list[Finding] = []
    for fault in faults:
        severity = _severity(rule, context, fault.path)
        if severity is None:
            continue
        if fault.severity is not None and not _overridden(rule, context):
            severity = fault.severity
        record = context.log.by_path.get(fault.path)
        if record is not None and record.status is not None and record.status.name in MILDER:
            severity = SEVERITIES[min(SEVERITIES.index(severity) + 1, len(SEVERITIES) - 1)]
        place = _place(record, fault.span)
        parts = _findings(rule, context, fault.parts) if fault.parts else []
        made.append(
            Finding(
                rule.code,
                rule.name,
                severity,
                fault.path,
                place,
                fault.message,
                fault.help,
                fault.subject,
                fault.related,
                fault.fix,
                tuple(_no_worse(part, severity) for part in parts),
            )
        )
    return made


def _no_worse(part: Finding, severity: Severity) -> Finding:
    """What is a habit of the log is no graver in one record than it is in all."""
    return replace(part, severity=max(part.severity, severity, key=SEVERITIES.index))


def _overridden(rule: Rule, context: Context) -> bool:
    settings = context.settings
    return any(rule.code.startswith(code.upper()) or code == rule.name for code in settings.severity)


def _place(record: Record | None, span: Span) -> Place:
    """The field or section that `span` lies in, for those who ask for more than a position."""
    if record is None:
        return Place("whole", "", span)
    for one in record.fields:
        if one.path is None and one.span.contains(span) and len(one.span):
            return Place("field", one.name, span)
    inner = None
    for section in record.sections:
        if section.span.contains(span):
            inner = section
    return Place("section", inner.anchor, span) if inner else Place("whole", "", span)


def _split(
    found: list[Finding], suppressions: Mapping[str, tuple[Suppression, ...]], context: Context
) -> tuple[list[Finding], set[tuple[str, Span, str]]]:
    """What no comment silences, and the comments that have silenced something."""
    open_: list[Finding] = []
    used: set[tuple[str, Span, str]] = set()
    today = context.facts.today
    for finding in found:
        source = context.sources.get(finding.path)
        line = source.line_of(finding.span.start) if source else 0
        silent = False
        for one in suppressions.get(finding.path, ()):
            if one.covers(finding.code, finding.name, line):
                used.update(
                    (finding.path, one.span, code)
                    for code in one.codes
                    if finding.code.startswith(code) or code == finding.name
                )
                silent = silent or today is None or one.until is None or one.until >= today
        if not silent:
            open_.append(finding)
    return open_, used


def _unused(
    context: Context,
    suppressions: Mapping[str, tuple[Suppression, ...]],
    used: set[tuple[str, Span, str]],
    rules: Sequence[Rule],
) -> Iterable[Fault]:
    from decidedly.lint.rules.unused_suppression import unused

    return unused(context, suppressions, used, rules)


def _stale(context: Context, gone: Sequence[Entry]) -> Iterable[Fault]:
    from decidedly.lint.rules.stale_baseline import stale

    return stale(context, gone)


def order_of(context: Context) -> Callable[[Finding], tuple[int, str, Span, str]]:
    """The order of findings: the log as a whole, then its texts, each from top to bottom."""
    at = {path: number for number, path in enumerate((LOG, *(one.path for one in context.texts)))}

    def key(finding: Finding) -> tuple[int, str, Span, str]:
        return at.get(finding.path, len(at)), finding.path, finding.span, finding.code

    return key
