"""The linter: every rule is one small file in `rules/` with a page beside it that is its documentation and its test."""

from __future__ import annotations

from decidedly.lint.rule import Rule
from decidedly.lint.rules import (
    dangling_record,
    stale_baseline,
    unknown_status,
    unused_suppression,
)

RULES: tuple[Rule, ...] = (
    unknown_status.RULE,
    dangling_record.RULE,
    unused_suppression.RULE,
    stale_baseline.RULE,
)
"""Every rule, by code. A file that is not here does not run; a test demands that every file is."""


def find_rule(words: str) -> Rule | None:
    """The rule of that code or name."""
    return next((rule for rule in RULES if rule.code == words.upper() or rule.name == words.lower()), None)
