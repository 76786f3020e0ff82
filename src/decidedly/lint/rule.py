"""What a rule is, and the faults that it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from decidedly.finding import Fix, Related, Severity
from decidedly.lint.context import Context
from decidedly.text import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found, before the engine adds code and severity.

    `span` is the exact value meant (in the text of `path`). `subject` names the thing (a link's target, a field) so that
    a baseline recognises the finding when lines move. `message` says what, `help` what to do next. `severity`,
    where given, stands in place of the rule's own. `parts` are the faults that this one says in one word for all.
    """

    path: str
    span: Span
    message: str
    help: str = ""
    subject: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    parts: tuple[Fault, ...] = ()


Need = Literal["files", "lines", "anchors", "base", "branches", "events", "tree", "today"]
"""What a rule must know of the world: which linked files exist, how long they are, their headings, the log at the base
revision, ids on other branches, events.yaml, every file of the repository, the day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `severity` is its default ("off": only when selected); `fix` tells whether it can mend what it finds.

    `needs` names what the edge has to gather before `check` runs; a rule whose needs were not gathered stays silent.
    """

    code: str
    name: str
    severity: Severity | Literal["off"]
    summary: str
    check: Callable[[Context], Iterable[Fault]]
    fix: Literal["", "safe", "unsafe"] = ""
    needs: tuple[Need, ...] = ()


def habit(faults: list[Fault], applicable: int, path: str, message: str, help: str) -> list[Fault]:
    """Where most of the records that a rule applies to have the same fault, one finding for the log instead of many.

    It is a habit when at least three records, and more than half of those it applies to, have it.
    """
    if len(faults) >= 3 and len(faults) * 2 > applicable:
        return [Fault(path, Span(0, 0), message, help, subject="log", parts=tuple(faults))]
    return faults
