"""P003: a file that looks like a record but was not taken as one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from decidedly.dialects.identity import PREFIXES, from_name
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Document


def check(context: Context) -> Iterator[Fault]:
    """Documents numbered as records are, and documents with a section for the decision."""
    for one in context.log.documents:
        why = _why(one) if one.kind == "document" else ""
        if why:
            name = posixpath.basename(one.path)
            yield Fault(
                one.path,
                context.title_span(one),
                f"“{name}” {why}; it is left out of the log",
                "write its status below the title; or exclude the file in adr.toml if it is no record",
                name,
            )


def _why(one: Document) -> str:
    name = from_name(one.path)
    titles = [section.title.lower() for section in one.sections if section.role == "decision"]
    if any(re.search(r"\bdecision\b", title) for title in titles):
        return "has a section for a decision but no status"
    if (
        name is not None
        and name.number is not None
        and (len(name.digits) >= 3 or name.prefix.lower() in PREFIXES)
    ):
        return "is numbered like a record but has neither a status nor a decision"
    return ""


RULE = Rule("P003", "unrecognised-file", "info", "looks like a record but was not taken as one", check)
