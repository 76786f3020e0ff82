"""Writing the day of a status into a record: in place of the old one, written the same way, or where it has none yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from decidedly.amend.lines import beside
from decidedly.amend.proof import Intent, fault
from decidedly.amend.target import Edits, Target, filling, is_blank
from decidedly.dates import find_date, rewrite_date
from decidedly.record import Field
from decidedly.text import Edit, Span


def date_edits(target: Target, day: datetime.date) -> tuple[Edits | None, str]:
    """Edits after which the record's date is `day`; else None and why. () and "" where nothing has to be written."""
    now = target.record.date.day if target.record.date else None
    fields = [one for one in target.fields if one.name == "date" and not _of_a_revision(target, one)]
    if now == day and any(_day_of(one) == day for one in fields):
        return (), ""
    why = "it shows no place for a date"
    for edits in _stated(target, fields, day) if fields else _new(target, day):
        why = fault(target, edits, Intent(day=day))
        if not why:
            return edits, ""
    return None, why


def kept_edits(target: Target) -> tuple[Edits | None, str]:
    """Edits after which the record also says as the day on which it was begun what it says as its date, so that the date may
    become another one; else None and why. () and "" where no day would be lost."""
    old = target.record.date.day if target.record.date else None
    dated = [one for one in target.fields if one.name == "date" and not _of_a_revision(target, one)]
    field = next((one for one in dated if old is not None and _day_of(one) == old), None)
    begun = target.record.created.day if target.record.created else None
    if old is None or begun == old or any(one.name == "created" for one in target.record.fields):
        return (), ""
    why = "it shows no place for a second day"
    value = old.isoformat() if field is None else _in_its_quotes(target, field)
    field = field or target.status  # `accepted (2024-05-01)`
    if field is not None and field.origin in ("front-matter", "side-file", "list", "labels", "table"):
        edit = beside(target, field, _word_for_created(target, field), value)
        if edit is not None:
            why = fault(target, (edit,), Intent(created=old))
            if not why:
                return (edit,), ""
    return (None, why) if dated else ((), "")


def _word_for_created(target: Target, date: Field) -> str:
    """What the log's records call the day on which they were begun, in this form."""
    others = (field for one in target.log.records for field in one.fields if field.name == "created")
    label = next((one.label for one in others if one.origin == date.origin and one.label), "")
    return label or ("created" if date.label[:1].islower() else "Created")


def _in_its_quotes(target: Target, field: Field) -> str:
    """A key's value as written, quotes and all."""
    text, span = target.source.text, field.span
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    quote = before if before in ("'", '"') and before == after else ""
    return f"{quote}{target.source.at(span)}{quote}"


def has_place(target: Target) -> bool:
    """Whether a day belongs into the record: it states one, is in front matter, or its log's others state it so."""
    field = target.status
    if any(one.name == "date" for one in target.fields):
        return True
    if field is None:
        return False
    if any(one.name == "created" for one in target.fields) and not _habit(target, field):
        return False
    return field.origin == "front-matter" or _habit(target, field)


def _habit(target: Target, status: Field) -> bool:
    wanted = ("line", "list", "labels") if status.origin == "section" else (status.origin,)
    return any(
        field.name == "date" and field.origin in wanted
        for one in target.log.records
        if one.path != target.record.path
        for field in one.fields
    )


def _of_a_revision(target: Target, field: Field) -> bool:
    """Whether the day is that of one version of the text, in a table of them: what was is not changed."""
    if field.origin != "table":
        return False
    row = target.source.at(target.line(field.span)).strip().strip("|")
    status = target.field("status")
    beside = status is not None and target.line(status.span) == target.line(field.span)
    return row.count("|") > 1 and not beside


def _day_of(field: Field) -> datetime.date | None:
    found = find_date(field.value)
    return found.day if found is not None else None


def _stated(target: Target, fields: list[Field], day: datetime.date) -> Iterator[Edits]:
    """In place of the day that counts; others that say the same go along, else they would disagree."""
    old = target.record.date.day if target.record.date else None
    main = next((one for one in fields if old is not None and _day_of(one) == old), None)
    if main is None:
        for one in fields:
            edit = _value(target, one, day)
            if edit is not None:
                yield (edit,)
        return
    first = _value(target, main, day)
    if first is None:
        return
    same = [one for one in fields if one is not main and one.span != main.span and _day_of(one) == old]
    others = [edit for one in same if (edit := _value(target, one, day)) is not None]
    if others:
        yield (first, *others)
    yield (first,)


def _value(target: Target, field: Field, day: datetime.date) -> Edit | None:
    raw = target.source.at(field.span)
    badge = field.origin == "badge"  # where an underscore is a space
    made = rewrite_date(raw.replace("_", " ") if badge else raw, day)
    if badge and made is not None:
        made = made.replace(" ", "_").replace("-", "--") if "-" not in raw else None
    if made is not None:
        return target.cell(field, made)
    known = target.record.date is not None and target.record.date.day is not None
    if is_blank(raw) or not (known or "\n" in raw or "](" in raw):  # `January , 2026`: no day that is lost
        return filling(target, field, day.isoformat())
    return None


def _new(target: Target, day: datetime.date) -> Iterator[Edits]:
    """Beside the status; in a log of status sections, a line of its own under the title."""
    field = target.status
    if field is None:
        return
    value = day.isoformat()
    if field.origin != "section":
        edit = beside(target, field, _label(target, field), value)
        if edit is not None:
            yield (edit,)
        return
    structure = target.record.structure
    if structure is None or not structure.headings or target.side is not None:
        return
    at = structure.headings[0].span.end
    while target.source.text[at - 1] in "\r\n":
        at -= 1
    yield (Edit(Span(at, at), f"{target.eol * 2}Date: {value}"),)


def _label(target: Target, status: Field) -> str:
    """The word for a date, as the log's others have it in this form."""
    for one in target.log.records:
        for field in one.fields:
            if field.name == "date" and field.origin == status.origin and field.label:
                return field.label
    return "date" if status.label[:1].islower() else "Date"
