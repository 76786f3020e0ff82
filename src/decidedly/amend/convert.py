"""Moving a record's metadata into another form: front matter, a list, bold labels, or sections; all prose stays where it is.

What is moved is taken out of the head and put back in the new form; every remark goes along. The result is read again
and must say the same, and keys that only front matter can hold stay there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from decidedly.amend.errors import AmendError
from decidedly.amend.proof import facts
from decidedly.amend.putting import removals_of, written
from decidedly.amend.taking import taken
from decidedly.amend.target import Target
from decidedly.log import Log
from decidedly.record import Record
from decidedly.text import Edit, apply_edits

FORMS: dict[str, str] = {
    "native": "front-matter",
    "madr4": "front-matter",
    "madr2": "list",
    "bold-labels": "labels",
    "nygard": "section",
}
"""The dialects that can be written, with where each states its metadata."""


def convert_edits(target: Target, dialect: str) -> tuple[Edit, ...]:
    """Edits after which the record states its metadata as `dialect` does; () where it does so already.

    Raises AmendError where something would be lost.
    """
    record = target.record
    form = FORMS[dialect]
    if target.side is not None or any(one.path for one in record.fields):
        raise AmendError(f"{record.path}: its metadata stands in another file; nothing was changed")
    status = target.status
    if record.dialect == dialect or (status is None and not record.head):
        return ()
    if form == "front-matter" and status is not None and status.origin == form and dialect != "native":
        return ()
    head = taken(target, form)
    if not {"status", "date"} & {one.name for one in head.pieces}:
        return ()
    edits = (*removals_of(target, head), *written(target, head, dialect, form))
    edits = tuple(sorted((one for one in edits if len(one.span) or one.new), key=lambda one: one.span))
    try:
        text = apply_edits(record.source.text, edits)
    except ValueError:
        raise AmendError(
            f"{record.path}: its head is too tangled to be taken apart; nothing was changed"
        ) from None
    why = _fault(target, target.read(text), form)
    if why:
        raise AmendError(f"{record.path}: {why}; nothing was changed")
    return edits


def _fault(target: Target, made: Record, form: str) -> str:
    before = target.record
    old, new = _said(target.log, before), _said(target.log, made)
    for key, value in old.items():
        if new[key] != value:
            return f"its {key} would be read differently"
    stated = made.by_name.get("status")
    if before.status is not None and (stated is None or stated.origin != form):
        return "its status would not stand where it should"
    return ""


def _said(log: Log, record: Record) -> dict[str, Any]:
    """What has to stay the same: everything but places and words of the metadata."""
    said = facts(record, frozenset({"people", "other metadata", "sections", "answer"}))
    links: dict[tuple[str, str], int] = {}
    for found in (log.resolve(link, record) for link in record.links):
        if found.link.kind != "mentions":
            links[found.link.kind, found.record.path if found.record else found.link.target] = 1
    return said | {
        "status": record.status and (record.status.name, record.status.in_part),
        "date": record.date and record.date.day,
        "people": Counter((one.name, one.role) for one in record.people),
        "links": links,
        "sections": [one.title for one in record.sections if one.role not in ("status", "date", "metadata")],
        "answer": record.answer,
    }
