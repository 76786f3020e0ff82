"""Taking the metadata out of a record's head: front matter, lists, labels, tables, a status section, each with its remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.amend.pieces import SINGLE, Head, History, Piece, apart, history_of
from decidedly.amend.target import Target, is_blank
from decidedly.amend.unkeying import from_front_matter, from_side
from decidedly.dialects.labels import LINK_FIELDS, link_kind
from decidedly.dialects.status import cleaned
from decidedly.preamble import read_preamble
from decidedly.record import Record
from decidedly.text import Source, Span, one_line


def taken(target: Target, side: Source | None, form: str) -> Head:
    """What is to be moved into `form`. Raises AmendError where the head can't be taken apart without losing something."""
    head = Head(history=history_of(target.record))
    from_front_matter(target, form, head)
    if side is not None:
        from_side(side, head)
    if head.history is not None:
        _from_history(target, form, head)
    else:
        _from_status_section(target, head)
    title = target.record.structure.headings[:1] if target.record.structure else ()
    for span in target.record.head:
        known = [*head.spans, *(one.span for one in title)]
        if (
            any(one.contains(span) or span.contains(one) for one in known)
            or span.start == 0 < front_end(target) >= span.end
            or (head.history is not None and _holds(target.record, span, head.history))
        ):
            continue
        around = [one.role for one in target.record.sections if one.level > 1 and one.span.contains(span)]
        if set(around) - {"metadata", "status", "date", ""}:
            continue  # labels at the end of the text: they stand well where they are
        made = list(_from_block(target, span))
        if target.record.date is None and made and all(one.name == "created" for one in made):
            continue  # a line that tells when the text was begun; as metadata it would date the decision
        pieces = _added(head, made)
        if pieces is not None:
            head.pieces += pieces
            head.spans.append(span)
    head.pieces = _unique(head.pieces)
    for piece in head.pieces:
        _resolve(target, piece)
    return head


def _added(head: Head, made: list[Piece]) -> list[Piece] | None:
    """What a block adds to what is known. None where it has to stay, for it says something else than what counts."""
    found: list[Piece] = []
    for piece in made:
        how = head.second(piece)
        if how == "outranked":
            return None
        again = piece.name in SINGLE and any(one.name == piece.name for one in found)
        if how != "told":
            found.append(apart(piece) if again or how == "apart" else piece)
    return found if made else None


def _holds(record: Record, span: Span, history: History) -> bool:
    section = record.section("status")
    return span.contains(history.status.span) or (section is not None and section.span.contains(span))


def front_end(target: Target) -> int:
    """Where the body begins."""
    return read_preamble(target.record.source).end


_REMARK = re.compile(r"<!--\s*(.*?)\s*-->", re.S)


def _from_block(target: Target, span: Span) -> Iterator[Piece]:
    """The facts of a block of the head: a list, labelled lines, a table."""
    source = target.record.source
    for one in target.record.fields:
        if not span.contains(one.span) or one.origin not in ("list", "labels", "table", "line", "section"):
            continue
        values = [item.raw for item in one.items] if one.items and not one.raw else [one_line(one.raw)]
        rest = source.at(
            Span(one.span.end, max(one.span.end, source.line_span(source.line_of(one.span.end)).end))
        )
        remark = _REMARK.search(rest)
        if is_blank(values[0] if values else "") and one.name in ("status", "date", *LINK_FIELDS):
            continue
        yield Piece(one.name, one.label, values, remark[1] if remark else "")


def _from_history(target: Target, form: str, head: Head) -> None:
    """The newest entry of a history, where it is what counts. The history itself is prose: it stays as it is."""
    record, history = target.record, head.history
    if history is None or form == "section" or head.said("status") is not None:
        return
    stated = next((one for one in record.fields if one.name == "status"), None)
    if stated is not history.status:
        return
    head.pieces.append(Piece("status", "", [one_line(history.status.raw)]))
    if record.date is not None and head.said("date") is None:
        day = record.date.day.isoformat() if record.date.day else one_line(history.date.raw)
        head.pieces.append(Piece("date", "", [day]))


def _from_status_section(target: Target, head: Head) -> None:
    """A status section whose lines are a status and links: `Accepted`, `Supersedes [1. Queue](…)`."""
    record = target.record
    stated = target.status_in("section")
    section = record.section("status")
    if stated is None or section is None or record.status is None or head.said("status") is not None:
        return
    source = record.source
    first, last = (
        source.line_of(section.body.start),
        source.line_of(max(section.body.start, section.span.end - 1)),
    )
    lines = [
        (number, re.sub(r"^[ \t>]*(?:[-*+][ \t]+)?", "", source.at(source.line_span(number))).strip())
        for number in range(first, last + 1)
    ]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    numbers = [number for number, _ in lines]
    inline = not section.body.contains(stated.span)
    told = [] if inline else _sentence(lines)
    words = " ".join(line for number, line in lines if number in told) if len(told) > 1 else stated.raw
    status = Piece("status", stated.label, [one_line(words)])
    head.pieces.append(status)
    labelled = {
        source.line_of(one.span.start): one
        for one in record.fields
        if one.origin == "section" and one.label != stated.label and section.body.contains(one.span)
    }
    for number, line in lines[len(told) :]:
        if (field := labelled.get(number)) is not None:
            told.append(number)
            head.pieces.append(Piece(field.name, field.label, [one_line(field.raw)]))
            continue
        kind, rest = _said_of(line)
        if not kind:
            continue
        told.append(number)
        if kind == "superseded-by" and _whole(record) and cleaned(status.text).lower() != "superseded":
            status.values = [line]  # it counts, not the “Accepted” before it
        else:
            head.pieces.append(Piece(kind, "", [rest]))
    if set(numbers) - set(told) and not inline:  # what else stands there stays under its heading
        head.spans += [source.lines_span(number, number + 1) for number in told]
    else:
        head.spans.append(section.span)


def _sentence(lines: list[tuple[int, str]]) -> list[int]:
    """The lines of the first sentence, which may go on below: those that follow each other and begin in small letters."""
    numbers = [lines[0][0]]
    for number, line in lines[1:]:
        if number != numbers[-1] + 1 or not line[:1].islower():
            break
        numbers.append(number)
    return numbers


def _whole(record: Record) -> bool:
    return record.status is not None and record.status.name == "superseded"


def _said_of(line: str) -> tuple[str, str]:
    """The kind of link that a line begins with, and what follows."""
    words = re.match(r"[A-Za-z][A-Za-z ]*?(?=\s*[\[:(]|\s+[A-Z]{2,}|\s+\d)", line)
    kind = link_kind(words[0]) if words else None
    return (kind, line[words.end() :].strip(" :")) if kind and words else ("", "")


def _unique(pieces: list[Piece]) -> list[Piece]:
    """Each fact once, with all values of others that have its name."""
    found: dict[str, Piece] = {}
    for piece in pieces:
        if piece.name not in found:
            found[piece.name] = piece
        elif piece.name not in SINGLE:
            one = found[piece.name]
            one.values += [value for value in piece.values if value not in one.values]
            one.remark = "; ".join(dict.fromkeys(said for said in (one.remark, piece.remark) if said))
    return list(found.values())


# --------------------------------------------------------------------------------------------------- what it points at


_LINKED = re.compile(r"\[[^\[\]]*\]\(<?([^()<>]*)>?\)")


def _resolve(target: Target, piece: Piece) -> None:
    """The records that a link's values, or a status that tells by what, lead to; only where nothing else is said."""
    record = target.record
    if piece.name == "status":
        if not _whole(record) or cleaned(piece.text).lower() == "superseded":
            return
        spots = [
            one.target for one in record.links if one.kind == "superseded-by" and one.target in piece.text
        ]
    elif piece.name in LINK_FIELDS:
        spots = [match[1] for match in _LINKED.finditer(piece.text)]
        rest = _LINKED.sub(" ", piece.text)
        spots += [one for one in re.split(r"[,;]\s*|\s+and\s+", rest.strip(" *_`\"'")) if one.strip()]
    else:
        return
    links = {one.target: one for one in record.links if one.target in spots}
    others = [target.log.resolve(links[one], record).record if one in links else None for one in spots]
    if spots and all(one is not None for one in others):
        piece.others = [one for one in others if one is not None]
