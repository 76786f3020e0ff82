"""P006: a value that wears emoji or bold type where the bare word was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.dialects.status import read_status
from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Field, Record
from decidedly.text import Edit, one_line, without_emoji

_EMPHASIS = re.compile(r"(?<![\w*_`])(\*\*\*|___|\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1(?![\w*_`])")
_LEAD = re.compile(r"^[^\w*`~\[({<\"'“‘„«-]+")
"""Emoji and the like that a value begins with."""
_QUOTED = re.compile(r"[\"'“‘„«]([^\"'“”‘’„«»]+)[\"'“”’»]")
"""A value that stands in quotation marks as a whole."""


def check(context: Context) -> Iterator[Fault]:
    """Decorated statuses and dates, unless that is how the log writes them."""
    for name in ("status", "date"):
        found: list[tuple[Record, Field, str]] = []
        plain = 0
        for record in context.records:
            field = record.by_name.get(name)
            if field is None or not field.raw or field.path is not None or field.origin == "badge":
                continue
            bare = _bare(field)
            if bare and record.dialect != "bold-labels":
                found.append((record, field, bare))
            plain += not bare
        if len(found) >= 3 and len(found) > plain:
            continue
        for record, field, bare in found:
            fix = Fix(f"write {bare}", {record.path: (Edit(field.span, bare),)})
            message = (
                f"the {name} “{one_line(field.raw, 60)}” is decorated; plain “{one_line(bare, 60)}” is meant"
            )
            yield Fault(record.path, field.span, message, f"write {one_line(bare, 60)}", name, fix=fix)


def _bare(field: Field) -> str:
    """The value without the emoji and the emphasis that it begins with, or "" where it is bare already."""
    raw = field.raw.strip()
    if raw[:1].isalnum() or raw[:1] in "[{<(" or "\n" in raw:
        return ""
    bare = raw
    for _ in range(4):
        quoted = _QUOTED.fullmatch(bare)
        bare = quoted[1] if quoted else _LEAD.sub("", bare)
        match = _EMPHASIS.match(bare)
        if match is not None:
            rest = bare[match.end() :]
            bare = match[2] + (rest if without_emoji(rest) else "")
    if bare == raw or not bare[:1].isalnum():
        return ""
    if field.name == "date":
        return bare if bare[:1].isdigit() else ""
    before, after = read_status(raw), read_status(bare)
    return bare if before and after and (before.name, before.in_part) == (after.name, after.in_part) else ""


RULE = Rule(
    "P006", "decorated-value", "info", "emoji or bold type where the bare word was meant", check, "safe"
)
