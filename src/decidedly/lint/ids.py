"""What in a link's target is an id of this log, and what names something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from decidedly.lint.context import Context
from decidedly.record import Record

_ID = re.compile(r"^(?:(?P<letters>[A-Za-z][A-Za-z_ -]*?)[-_ ]?)?#?(?P<digits>\d{1,8})$")
_GENERAL = frozenset({"", "adr", "adrs", "dr", "decision", "decisions", "record"})
_FILE = re.compile(r"\.(?:md|mdx|markdown)(?:#.*)?$", re.I)


def is_file(target: str) -> bool:
    """Whether a target is the name of a Markdown file."""
    return _FILE.search(target) is not None


@dataclass(frozen=True)
class OwnIds:
    """The ids of a log: its own letters, and how far its numbers go."""

    context: Context

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(record.prefix.lower() for record in self.context.records) | _GENERAL

    @cached_property
    def _highest(self) -> int:
        return max((record.number or 0 for record in self.context.records), default=0)

    def means(self, target: str) -> bool:
        """Whether `target` is written as an id of this log: `17`, `ADR-17`; not `JIRA-17`, #17, nor RFC 7231 where there are 12."""
        match = _ID.match(target)
        if match is None or (match["letters"] or "").lower() not in self._prefixes:
            return False
        if "#" in target and not match["letters"]:
            return False  # an issue
        return not match["letters"] or int(match["digits"]) <= 10 * self._highest + 100

    def near(self, target: str, record: Record) -> list[str]:
        """Ids that look like `target`, other than the record's own."""
        return [one for one in self.context.log.suggestions(_FILE.sub("", target)) if one != record.id]
