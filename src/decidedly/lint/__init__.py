"""The linter: every rule is one small file in `rules/` with a page beside it that is its documentation and its test."""

from __future__ import annotations

from decidedly.lint.rule import Rule
from decidedly.lint.rules import (
    assumption_expired,
    bad_date,
    dangling_record,
    decorated_value,
    duplicate_id,
    encoding,
    file_name_mismatch,
    future_date,
    metadata_disagrees,
    missing_field,
    missing_section,
    mojibake,
    no_answer,
    no_owner,
    no_records,
    no_review_plan,
    placeholder_text,
    prose_trigger,
    review_cluster,
    review_due,
    reviewed_in_future,
    rubber_stamp,
    stale_baseline,
    undated_without_backstop,
    undefined_event,
    unknown_field,
    unknown_status,
    unreadable_front_matter,
    unrecognised_file,
    unused_suppression,
)

RULES: tuple[Rule, ...] = (
    no_records.RULE,
    unreadable_front_matter.RULE,
    unrecognised_file.RULE,
    mojibake.RULE,
    encoding.RULE,
    decorated_value.RULE,
    metadata_disagrees.RULE,
    missing_field.RULE,
    unknown_field.RULE,
    bad_date.RULE,
    placeholder_text.RULE,
    duplicate_id.RULE,
    file_name_mismatch.RULE,
    no_owner.RULE,
    missing_section.RULE,
    future_date.RULE,
    no_answer.RULE,
    unknown_status.RULE,
    dangling_record.RULE,
    no_review_plan.RULE,
    prose_trigger.RULE,
    undefined_event.RULE,
    undated_without_backstop.RULE,
    review_due.RULE,
    reviewed_in_future.RULE,
    rubber_stamp.RULE,
    review_cluster.RULE,
    assumption_expired.RULE,
    unused_suppression.RULE,
    stale_baseline.RULE,
)
"""Every rule, by code. A file that is not here does not run; a test demands that every file is."""


def find_rule(words: str) -> Rule | None:
    """The rule of that code or name."""
    return next((rule for rule in RULES if rule.code == words.upper() or rule.name == words.lower()), None)
