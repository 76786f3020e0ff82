"""What is raised where a change can't be made."""

from __future__ import annotations

from decidedly.conflicts import conflicted
from decidedly.text import Source

UNCHANGED = "; nothing was changed"
"""What a message ends with that stands for itself; a list of several says it once."""


class AmendError(Exception):
    """A change that can't be made, or can't be proved. The message says which file, why, and what to do."""

    exit_code = 2


def refuse_conflicts(source: Source) -> None:
    """Raises AmendError where a merge conflict is left in a text that is to be edited."""
    why = conflicted(source)
    if why:
        raise AmendError(f"{why}; resolve it first{UNCHANGED}")
