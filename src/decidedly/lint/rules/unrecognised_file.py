"""P003: a file that looks like a record but was not taken as one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from decidedly.dialects.identity import PREFIXES, from_name
from decidedly.dialects.recognise import decisions_within
from decidedly.dialects.tongues import translations
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Document


def check(context: Context) -> Iterator[Fault]:
    """Documents numbered as records are, documents with a section for the decision, and those that hold many decisions."""
    numbers = {record.number for record in context.log.records}
    everything = [*context.log.by_path, *context.log.documents_by_path]
    told = set(translations(everything))
    for one in context.log.documents:
        if one.path in told:
            continue
        held = decisions_within(one.source, one.sections) if one.kind != "template" else ()
        if len(alone := {name.id for name in held if name.number not in numbers}) > 1:
            name = posixpath.basename(one.path)
            yield Fault(
                one.path,
                context.title_span(one),
                f"“{name}” holds {len(alone)} decisions that have no file of their own; they are left out of the log",
                f"give each a file of its own, such as {sorted(alone)[0]}-….md; or exclude the file in adr.toml",
                name,
            )
            continue
        why = _why(one) if one.kind == "document" and not held else ""
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
