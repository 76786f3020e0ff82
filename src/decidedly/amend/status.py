"""Writing a status into a record: in place of the old word, as a new row of its history, or where it has none yet.

Each form gives edits or None; what they make is read again before it is offered.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from decidedly.amend.lines import beside, in_head
from decidedly.amend.pieces import History, history_of
from decidedly.amend.proof import Intent, fault
from decidedly.amend.removal import removals
from decidedly.amend.target import Edits, Target, filling, is_blank
from decidedly.amend.words import capitals, rewritten, word_for
from decidedly.dates import find_date, rewrite_date
from decidedly.dialects.status import cleaned, read_status
from decidedly.dialects.wording import cased
from decidedly.lifecycle import meaning
from decidedly.record import Field
from decidedly.text import Edit, Span


def status_edits(
    target: Target, status: str, day: datetime.date | None = None, dropped: frozenset[str] = frozenset()
) -> tuple[Edits | None, str, bool]:
    """Edits after which the record states `status`; else None and why. The last tells whether they state `day` too.

    `day` is needed where the record keeps a history of its status. Links of the kinds in `dropped` go with the old status.
    """
    field = target.status
    history = history_of(target.record) if target.side is None else None
    also = removals(target, dropped)
    why = "it shows no place for a status"
    if field is not None and history is not None and history.status == field:
        if day is None:
            return None, "its history of statuses wants a day", False
        for entry in next_entry(target, field, history.date, status, day):
            edits = (*entry, *also)
            why = fault(target, edits, Intent(status=status, day=day, dropped=dropped))
            if not why:
                return edits, "", True
        return None, why, False
    dated = False
    also = (*also, *_entry_beside(target, history, status, day))
    own = (
        target.record.date.day if target.record.date else None
    )  # a day behind the status stays where no other comes
    for made in _stated(target, field, status, day or own) if field is not None else _new(target, status):
        edits = (*made, *also)
        why = fault(target, edits, Intent(status=status, dropped=dropped))
        if why and day is not None:  # the day stands behind the status: `Accepted on 2024-05-01`
            dated = not fault(target, edits, Intent(status=status, day=day, dropped=dropped))
        if not why or dated:
            return edits, "", dated
    return None, why, False


# ------------------------------------------------------------------------------------------ in place of the old status


def _stated(target: Target, field: Field, status: str, day: datetime.date | None) -> Iterator[Edits]:
    """In place of what the field says; other fields that say the same go along, else they would disagree."""
    edit = value_edit(target, field, status, day)
    if edit is None:
        if target.loose:
            yield from _after_the_old(target, field, status)
        return
    main = (edit, *_alt_text(target, field, status))
    others: list[Edit] = []
    said = read_status(field.raw, target.statuses)
    history = history_of(target.record)
    for other in target.fields:
        if history is not None and other == history.status:
            continue  # what was is not changed
        if other.name == "status" and other is not field and said is not None and other.span != field.span:
            same = read_status(other.raw, target.statuses)
            made = value_edit(target, other, status, day) if same and same.name == said.name else None
            if made is not None:
                others += [made, *_alt_text(target, other, status)]
    if others:
        yield (*main, *others)
    yield main
    if target.loose:
        yield from _after_the_old(target, field, status)


def _after_the_old(target: Target, field: Field, status: str) -> Iterator[Edits]:
    """`Accepted in <https://…> → Deprecated`: where the old words hold links that nobody asked to lose."""
    raw = target.source.at(field.span)
    if (
        field.origin in ("list", "labels", "line", "definition", "section")
        and "\n" not in raw
        and raw.strip()
    ):
        word = cased(word_for(target, status), cleaned(raw)[:1])
        yield (Edit(Span(field.span.end, field.span.end), f" → {word}"),)


def value_edit(
    target: Target, field: Field | None, status: str, day: datetime.date | None = None
) -> Edit | None:
    """The edit of one field's value, after which it says `status`."""
    if field is None:
        return None
    raw = target.source.at(field.span)
    if is_blank(raw):
        word = word_for(target, status)
        return filling(target, field, cased(word, "A") if target.log.once(capitals) else word)
    if (box := _boxes(target, field, status)) is not None:
        return box
    if field.origin == "badge":
        word = word_for(target, status)
        made = cased(word, raw) if word.isascii() and word.isalpha() else None
    else:
        made = rewritten(target, raw, status, day)
    return None if made is None else target.cell(field, made)


def _boxes(target: Target, field: Field, status: str) -> Edit | None:
    """A task list of statuses, one of them ticked: another gets the tick."""
    source = target.source
    ticked = re.compile(r"\[([ xX])\]\s")
    items = [one for one in field.items if ticked.match(source.at(one.span))]
    wanted = [one for one in items if meaning(cleaned(one.raw[4:]), target.statuses) == status]
    if len(wanted) != 1:
        return None
    first = min(one.span.start for one in items)
    last = max(one.span.end for one in items)
    text = source.at(Span(first, last))
    for one in items:
        at = one.span.start - first + 1
        text = text[:at] + ("x" if one is wanted[0] else " ") + text[at + 1 :]
    return Edit(Span(first, last), text)


def _alt_text(target: Target, field: Field, status: str) -> Edits:
    """The words of a badge, where they are the status: who hears the page would hear the old one."""
    if field.origin != "badge":
        return ()
    line = target.line(field.span)
    text = target.source.at(Span(line.start, field.span.start))
    alt = re.search(r"!\[([^\]\n]*)\]\([^()]*$", text)
    if alt is None or meaning(alt[1], target.statuses) is None:
        return ()
    start = line.start + alt.start(1)
    return (Edit(Span(start, start + len(alt[1])), cased(word_for(target, status), alt[1])),)


# ------------------------------------------------------------------------------------------------ a history of statuses


def _entry_beside(target: Target, history: History | None, status: str, day: datetime.date | None) -> Edits:
    """A new entry in a history that stands beside what counts, and has said the same so far."""
    now = target.record.status
    newest = read_status(history.status.raw, target.statuses) if history is not None else None
    if history is None or day is None or now is None or newest is None or newest.name != now.name:
        return ()
    return next(next_entry(target, history.status, history.date, status, day), ())


def next_entry(
    target: Target, field: Field, when: Field, status: str, day: datetime.date, word: str = ""
) -> Iterator[Edits]:
    """The newest entry once more, with the new status and the new day, after it or before it: as the others stand.

    `word` is what it says of the status, else what the record's log says.
    """
    source, eol = target.source, target.eol
    line = target.line(field.span)
    word = word or cased(word_for(target, status), cleaned(field.raw)[:1])
    table = next(
        (
            one
            for one in (target.record.structure.tables if target.record.structure else ())
            if one.span.contains(field.span)
        ),
        None,
    )
    if table is None:
        dated = rewrite_date(source.at(when.span), day) or day.isoformat()
        (one, first), (other, second) = sorted(((field.span, word), (when.span, dated)))
        lead = source.at(Span(line.start, one.start))
        behind = source.at(Span(other.end, line.end)) if other is when.span else ""
        entry = f"{lead}{first}{source.at(Span(one.end, other.start))}{second}{behind}"
        gap = eol if lead.strip() else _gap(target, field, line)
        section = target.record.section("status")
        ahead = source.at(source.line_span(source.line_of(line.start) + 1))
        below = source.at(Span(line.end, section.body.end)) if section is not None else ahead
        if field.origin == "list" and not re.match(
            re.escape(lead[: len(lead) - len(lead.lstrip(" \t-*+"))]) + r"\S", ahead
        ):
            below = ""  # the list ends here
        falling = find_date(below) is not None
    else:
        row = next(one for one in table.rows if any(span == field.span for _, span in one))
        entry, at = "", line.start
        for _, span in row:
            close = source.text.find("|", span.end, line.end)
            room = (close if close >= 0 else line.end) - span.start
            new = word if span == field.span else day.isoformat() if when.span.start in _within(span) else ""
            wide = new.ljust(max(room - 1, 0)) + (" " if room else "")
            entry += source.text[at : span.start] + (wide if close >= 0 else new)
            at = span.start + room
        entry += source.text[at : line.end]
        gap = eol
        falling = row is not table.rows[-1]
    after = (Edit(Span(line.end, line.end), f"{gap}{entry}"),)
    above = (Edit(Span(line.start, line.start), f"{entry}{gap}"),)
    yield from (above, after) if falling else (after, above)


def _within(span: Span) -> range:
    return range(span.start, span.end + 1)


def _gap(target: Target, field: Field, line: Span) -> str:
    """What stands between two entries: a line end, or an empty line as well."""
    if len(field.items) > 1 or target.source.line_of(line.start) == 0:
        return target.eol
    number = target.source.line_of(line.start)
    beside = [target.source.at(target.source.line_span(one)).strip() for one in (number - 1, number + 1)]
    return target.eol if any(find_date(one[:10]) for one in beside) else target.eol * 2


# ------------------------------------------------------------------------------------- where no status stands as yet


def _new(target: Target, status: str) -> Iterator[Edits]:
    """The places where a status may go, best first: as most records of the log have it, then as the dialect has it."""
    word = word_for(target, status)
    large = cased(word, "A")
    unheard = not any(one.status for one in target.log.records)
    word = large if target.log.once(capitals) else word
    origins = Counter(
        one.by_name["status"].origin for one in target.log.records if one.status and "status" in one.by_name
    )
    habit = [origin for origin, _ in origins.most_common(1)]
    usual = {"madr1": ["list"], "native": ["front-matter"], "madr4": ["front-matter"]}.get(
        target.record.dialect, ["section"]
    )
    if unheard and any(one.origin == "front-matter" for one in target.fields):
        usual = ["front-matter", *usual]
    for origin in (
        [*habit, *usual, "front-matter", "section", "list"] if target.loose else habit or ["front-matter"]
    ):
        place = {
            "front-matter": _first_key,
            "list": _head_item,
            "labels": _head_label,
            "line": _head_line,
            "table": _head_label,
            "section": _first_section,
        }.get(origin)
        written = large if unheard and origin in ("section", "line", "labels", "table") else word
        edits = place(target, written) if place is not None and (target.loose or origin in _SURE) else None
        if edits is not None:
            yield edits


_SURE = frozenset({"front-matter", "section"})


def _first_key(target: Target, word: str) -> Edits | None:
    """The first key of the front matter; without front matter, one of its own where the log's other records have it."""
    source = target.source
    keys = [one for one in target.fields if one.origin in ("front-matter", "side-file")]
    text = source.text.lstrip("\ufeff")
    if keys and (text.startswith(("---", "+++")) or target.side is not None):
        first = source.line_span(0 if target.side is not None else 1)
        if not re.match(r"[\w-]+[ \t]*[:=]", source.at(first)):
            first = target.line(min(one.span for one in keys))
        if not re.match(r"[\w\"' -]+[ \t]*[:=]", source.at(first)):
            return None
        indent = re.match(r"[ \t]*", source.at(first))
        value = f'status = "{word}"' if target.toml else f"{indent[0] if indent else ''}status: {word}"
        return (Edit(Span(first.start, first.start), f"{value}{target.eol}"),)
    if not target.loose or text.startswith(("---", "+++")):
        return None
    others = [one.by_name["status"].origin for one in target.log.records if "status" in one.by_name]
    if others and others.count("front-matter") * 2 <= len(others):
        return None
    start = len(source.text) - len(text)
    fence = f"---{target.eol}status: {word}{target.eol}---{target.eol * 2}"
    return (Edit(Span(start, start), fence),)


def _head_item(target: Target, word: str) -> Edits | None:
    """An item before the first of the head's list, else a list of its own."""
    first = next((one for one in target.fields if one.origin == "list"), None)
    if first is not None:
        line = target.line(first.span)
        before = target.source.at(Span(line.start, first.span.start))
        if first.label and first.label in before:
            made = before.replace(first.label, "Status", 1).rstrip() + f" {word}"
            return (Edit(Span(line.start, line.start), f"{made}{target.eol}"),)
    return in_head(target, f"* Status: {word}")


def _head_label(target: Target, word: str) -> Edits | None:
    """A label before the first of the head's labels or rows, else one of its own."""
    first = next((one for one in target.fields if one.origin in ("labels", "table")), None)
    if first is not None:
        edit = beside(target, first, "Status", word)
        if edit is not None:
            return (edit,)
    return in_head(target, f"**Status:** {word}")


def _head_line(target: Target, word: str) -> Edits | None:
    """A plain line beside the first of the head's, else one of its own."""
    first = next((one for one in target.fields if one.origin == "line"), None)
    edit = beside(target, first, "Status", word) if first is not None else None
    return (edit,) if edit is not None else in_head(target, f"Status: {word}")


def _first_section(target: Target, word: str) -> Edits | None:
    """`## Status` before the first section."""
    structure = target.record.structure
    if structure is None or target.side is not None:
        return None
    sections = [one for one in structure.headings if one.level == 2]
    if not sections:
        return None
    at = max(sections[0].span.start, int(target.source.text.startswith("\ufeff")))
    eol = target.eol
    return (Edit(Span(at, at), f"## Status{eol}{eol}{word}{eol}{eol}"),)
