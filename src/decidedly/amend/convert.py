"""Moving a record's metadata into another form: front matter, a list, bold labels, or sections; all prose stays where it is.

What is moved is taken out of the head and put back in the new form; every remark goes along. The result is read again
and must say the same, and keys that only front matter can hold stay there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from decidedly.amend.errors import UNCHANGED, AmendError
from decidedly.amend.proof import facts
from decidedly.amend.putting import removals_of, written
from decidedly.amend.taking import taken
from decidedly.amend.target import Target
from decidedly.amend.unkeying import nested_metadata
from decidedly.log import Log
from decidedly.preamble import plain, read_preamble
from decidedly.record import Record
from decidedly.text import Source, apply_edits

FORMS: dict[str, str] = {
    "native": "front-matter",
    "madr4": "front-matter",
    "madr2": "list",
    "bold-labels": "labels",
    "nygard": "section",
}
"""The dialects that can be written, with where each states its metadata."""


@dataclass(frozen=True)
class Converted:
    """A record's text in another form, and that of the file beside it: None where there is none any more."""

    text: str
    beside: str | None


def converted(target: Target, side: Source | None, dialect: str) -> Converted | None:
    """The record with its metadata stated as `dialect` does; None where it does so already. `side` is the file beside it.

    Raises AmendError where something would be lost.
    """
    record, form = target.record, FORMS[dialect]
    stated = record.by_name.get("status")
    preamble = read_preamble(record.source)
    unsettled = form == "front-matter" and (preamble.kind == "toml" or nested_metadata(preamble))
    if not unsettled:
        if record.dialect == dialect or (stated is None and not record.head):
            return None
        if form == "front-matter" and stated is not None and stated.origin == form and dialect != "native":
            return None
    head = taken(target, side, form)
    if not unsettled and not {"status", "date"} & {one.name for one in head.pieces}:
        if stated is None or record.status is None or stated.origin == form:
            return None
        raise AmendError(
            f"{record.path}: its status stands in {_PLACES.get(stated.origin, stated.origin)}, and something else with it "
            f"or elsewhere, so that it can't be moved; state it once and plainly first{UNCHANGED}"
        )
    try:
        edits = (*removals_of(target, head), *head.edits, *written(target, head, dialect, form))
        edits = tuple(sorted((one for one in edits if len(one.span) or one.new), key=lambda one: one.span))
        text = apply_edits(record.source.text, edits)
        beside = None if side is None else apply_edits(side.text, head.beside)
    except ValueError:
        raise AmendError(
            f"{record.path}: its head is too tangled to be taken apart; put each label on a line of its own first{UNCHANGED}"
        ) from None
    if (
        beside is not None
        and not re.sub(r"^(?:---|\.\.\.)[ \t]*$", "", beside.lstrip("\ufeff"), flags=re.M).strip()
    ):
        beside = None
    if text == record.source.text and (side is None or beside == side.text):
        return None
    made = target.read_with(
        replace(record.source, text=text),
        None if side is None or beside is None else replace(side, text=beside),
    )
    why = _fault(target, made, form) or _unlike(record.source, made.source)
    if why:
        raise AmendError(f"{record.path}: {why}{UNCHANGED}")
    return Converted(text, beside)


_PLACES = {"badge": "a badge", "html": "an HTML table", "definition": "a definition list", "section": "a section", "line": "a line of text", "table": "a table", "list": "a list",
           "labels": "labels", "front-matter": "front matter", "side-file": "the file beside it"}  # fmt: skip


def _fault(target: Target, made: Record, form: str) -> str:
    before = target.record
    old, new = _said(target.log, before), _said(target.log, made)
    for key, value in old.items():
        if new[key] != value:
            return f"its {key} would be read differently"
    web = [one.target for one in before.links if one.kind != "mentions" and "://" in one.target]
    if gone := [one for one in web if one not in made.source.text]:
        return f"its link to {gone[0]} would be lost"
    stated = made.by_name.get("status")
    if before.status is not None and (stated is None or stated.origin != form):
        where = _PLACES.get(stated.origin, stated.origin) if stated is not None else ""
        return (
            f"its status is in {where} as well, which would count more"
            if where
            else "its status would be lost"
        )
    more = Counter(one.code for one in made.problems) - Counter(one.code for one in before.problems)
    return f"it would be damaged ({', '.join(more)})" if more else ""


def _unlike(before: Source, after: Source) -> str:
    """Which key of TOML front matter would have another value as YAML, if one would."""
    old, new = read_preamble(before), read_preamble(after)
    if old.kind != "toml" or new.kind != "yaml" or old.values is None:
        return ""
    there = plain(new.values) or {}
    said = {
        key.value: value
        for key, value in zip(
            (key for key, _ in old.values.pairs),
            map(plain, (node for _, node in old.values.pairs)),
            strict=True,
        )
    }
    wrong = next((key for key, value in said.items() if there.get(key) != value), None)
    return f"the value of its key “{wrong}” has no equal in YAML" if wrong is not None else ""


def _said(log: Log, record: Record) -> dict[str, Any]:
    """What has to stay the same: everything but places and words of the metadata."""
    said = facts(record, frozenset({"people", "other metadata", "sections", "answer"}))
    links: dict[tuple[str, str], int] = {}
    for found in (log.resolve(link, record) for link in record.links if link.kind != "mentions"):
        if found.record is not None or "://" not in found.link.target:
            links[found.link.kind, found.record.path if found.record else found.link.target] = 1
    return said | {
        "status": record.status and (record.status.name, record.status.in_part),
        "date": record.date and record.date.day,
        "people": Counter((one.name, one.role) for one in record.people),
        "links": links,
        "tags": {one.casefold() for one in record.tags},  # lists have them in small letters
        "sections": [one.title for one in record.sections if one.role not in ("status", "date", "metadata")],
        "answer": record.answer,
    }
