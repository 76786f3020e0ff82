"""G501: a suppression that suppresses nothing, has no effect, or is over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.suppress import Suppression
from decidedly.text import Edit, Source, Span


def unused(
    context: Context,
    suppressions: Mapping[str, tuple[Suppression, ...]],
    used: Collection[tuple[str, Span, str]],
    rules: Sequence[Rule],
) -> Iterator[Fault]:
    """The faults of suppression comments, once the other rules have run. `used` holds (path, comment, code) that silenced something."""
    for path, comments in suppressions.items():
        source = context.sources[path]
        for one in comments:
            if one.problem:
                yield Fault(
                    path,
                    one.span,
                    f"this suppression has no effect: {one.problem}",
                    "see adr explain G501",
                    ",".join(one.codes),
                )
                continue
            idle = [
                code
                for code in one.codes
                if (path, one.span, code) not in used and _ran(code, rules, context, path)
            ]
            strange = [code for code in idle if not _meant(code, rules)]
            if idle:
                words = " and ".join(idle)
                fix = (
                    Fix("take the comment out", {path: (Edit(_whole_line(source, one.span), ""),)})
                    if len(idle) == len(one.codes)
                    else None
                )
                yield Fault(
                    path,
                    one.span,
                    f"there is no rule {' or '.join(strange)}"
                    if strange
                    else f"nothing to suppress here: no {words}",
                    "adr explain lists all; take the comment out" if strange else "take the comment out",
                    words,
                    fix=fix,
                )


def _ran(code: str, rules: Sequence[Rule], context: Context, path: str) -> bool:
    """Whether the rules that `code` means did run: what was not looked for can't be called unused."""
    facts = context.facts
    unknown: set[str] = set()
    unknown |= {"files", "lines"} if facts.files is None else set()
    unknown |= {"tree"} if facts.tree is None else set()
    unknown |= {"base", "branches"} if facts.base is None else set()
    unknown |= {"today"} if facts.today is None else set()
    return all(
        context.settings.severity_of(rule.code, rule.name, rule.severity, path)
        and unknown.isdisjoint(rule.needs)
        for rule in _meant(code, rules)
    )


def _meant(code: str, rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.code.startswith(code) or rule.name == code]


def _whole_line(source: Source, span: Span) -> Span:
    """The comment with its line, where it stands alone."""
    first, last = source.line_of(span.start), source.line_of(max(span.start, span.end - 1))
    lines = source.lines_span(first, last + 1)
    return lines if source.at(lines).strip() == source.at(span) else span


def check(context: Context) -> Iterator[Fault]:
    """Nothing by itself: the engine calls `unused` after the other rules."""
    yield from ()


RULE = Rule("G501", "unused-suppression", "warning", "a suppression that suppresses nothing", check, "safe")
