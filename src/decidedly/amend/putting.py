"""Putting metadata into a record in another form: front matter, a list, labels, sections."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from decidedly.amend.ends import WORDS
from decidedly.amend.errors import UNCHANGED, AmendError
from decidedly.amend.pieces import MOVABLE, Head, History, Piece
from decidedly.amend.spelling import closing, listed, opening, scalar, yaml_of
from decidedly.amend.status import next_entry
from decidedly.amend.taking import front_end
from decidedly.amend.target import Target
from decidedly.dialects.labels import canonical
from decidedly.dialects.plan import read_day
from decidedly.dialects.status import cleaned, read_status
from decidedly.log.names import called
from decidedly.preamble import read_preamble
from decidedly.record import Record
from decidedly.text import Edit, Span, name_slug

_LABELS = {
    "decision-makers": "Deciders",
    "relates-to": "Related",
    "ticket": "Technical Story",
    "due": "Due Date",
} | WORDS


def removals_of(target: Target, head: Head) -> Iterator[Edit]:
    """The spans that go, each with the empty lines behind it; where front matter goes whole, so does the line after it."""
    text = target.record.source.text
    front = front_end(target)
    for span in head.spans:
        end = span.end
        if span.start >= front or span.end >= front:
            while end < len(text) and text[end] in "\r\n":
                end += 1
        yield Edit(Span(span.start, end), "")


def written(target: Target, head: Head, dialect: str, form: str) -> Iterator[Edit]:
    """The edits that put what was taken into `form`, spelt as `dialect` spells it."""
    eol = target.eol
    pieces = sorted(
        head.pieces, key=lambda one: _ORDER.index(one.name) if one.name in _ORDER else len(_ORDER)
    )
    if form == "front-matter":
        yield from _front_edits(
            target, [line for piece in pieces for line in _key_lines(target, piece, dialect)]
        )
        return
    if form == "section" and head.history is not None:
        yield from _into_history(target, head.history, pieces)
        pieces = [piece for piece in pieces if piece.name not in ("status", "date")]
    shown = [(piece, _line_value(target, piece, form == "section")) for piece in pieces]
    if form == "section":
        status = [value for piece, value in shown if piece.name == "status"]
        apart = [] if head.history is not None else list(WORDS)
        links = [f"{WORDS[piece.name]} {value}" for piece, value in shown if piece.name in apart]
        rest = [
            f"{_label(piece)}: {value}"
            for piece, value in shown
            if piece.name != "status" and piece.name not in apart
        ]
        if rest:
            yield _after_title(target, head, eol.join(rest))
        if status:
            words = status[0][:1].upper() + status[0][1:]
            block = (eol * 2).join([words, *links])
            yield _before_sections(target, head, f"Status{eol * 2}{block}{eol * 2}")
        return
    if not shown:
        return
    mark, open_, close = ("* ", "", ":") if form == "list" else ("", "**", ":**")
    yield _after_title(
        target, head, eol.join(f"{mark}{open_}{_label(piece)}{close} {value}" for piece, value in shown)
    )


_ORDER = (
    "id",
    "title",
    "status",
    "superseded-by",
    "supersedes",
    "date",
    "decision-makers",
    "consulted",
    "informed",
    "owner",
)


def _label(piece: Piece) -> str:
    if piece.label and canonical(piece.label) == (
        piece.name if piece.name in MOVABLE else canonical(piece.label)
    ):
        return piece.label.strip("*_ ").removesuffix(":")
    return _LABELS.get(piece.name, piece.name.replace("-", " ").title())


def _line_value(target: Target, piece: Piece, titled: bool) -> str:
    """The value as text forms state it: records by links, whose words are their titles or their ids."""
    value = piece.text
    if piece.others and not piece.prose:
        links = ", ".join(target.link(one, titled=titled) for one in piece.others)
        value = f"superseded by {links}" if piece.name == "status" else links
    return f"{value} <!-- {piece.remark} -->" if piece.remark else value


def _key_lines(target: Target, piece: Piece, dialect: str) -> Iterator[str]:
    """The value as a key: ids for records, a list where there are several."""
    key = (
        piece.name if piece.name in MOVABLE or canonical(piece.name) else name_slug(piece.label or piece.name)
    )
    key = "related" if key == "relates-to" else key
    if key == "applies-to" and not set(piece.values) <= set(target.record.scope):
        key = name_slug(piece.label or "scope")  # words, not paths: `Scope: the whole platform`
    remark = f" # {piece.remark}" if piece.remark else ""
    headings = target.record.structure.headings if target.record.structure else ()
    if piece.name == "title" and piece.prose and headings and headings[0].level == 1:
        yield f"# {piece.label}: {piece.text}"  # the heading is the title; a key would take its place
    elif piece.name == "status":
        kept = not piece.others and re.search(r"\]\(|<https?://", piece.text)
        word = piece.text if kept else cleaned(piece.text)
        if piece.others and dialect == "native":
            yield f"status: superseded{remark}"
            yield f"superseded-by: {listed([_id(target, one) for one in piece.others])}"
            return
        if piece.others:
            word = f"superseded by {', '.join(called(one) for one in piece.others)}"
        yield f"status: {scalar(word[:1].lower() + word[1:] if word.isascii() and not word.isupper() else word)}{remark}"
    elif piece.others:
        yield f"{key}: {listed([_id(target, one) for one in piece.others])}{remark}"
    elif piece.name == "tags" and target.record.tags:
        found = [re.search(re.escape(tag), piece.text, re.I) for tag in target.record.tags]
        tags = [one[0] if one else tag for one, tag in zip(found, target.record.tags, strict=True)]
        yield f"tags: {listed(tags)}{remark}"
    elif len(piece.values) > 1:
        yield f"{key}: {listed(piece.values)}{remark}"
    else:
        yield f"{key}: {scalar(piece.text)}{remark}" if piece.text else f"{key}:{remark}"


def _id(target: Target, other: Record) -> str:
    found = target.log.find(other.id, target.record)
    return (
        other.id
        if found == (other,)
        else posixpath.relpath(f"/{other.path}", f"/{posixpath.dirname(target.record.path)}")
    )


def _front_edits(target: Target, lines: list[str]) -> Iterator[Edit]:
    """Keys before those that are there, or front matter of their own; TOML becomes YAML with them."""
    source, eol = target.record.source, target.eol
    preamble = read_preamble(source)
    if preamble.kind == "toml":
        yield Edit(opening(source, preamble), "---")
        rest = yaml_of(source, preamble).replace("\n", eol)
        begin = source.lines_span(0, source.line_of(preamble.inner.start) + 1).end
        yield Edit(
            Span(begin, max(begin, preamble.inner.end)), "".join(f"{line}{eol}" for line in lines) + rest
        )
        yield Edit(closing(source, preamble), "---")
    elif preamble.kind and lines:
        pairs = preamble.values.pairs if preamble.values is not None else ()
        at = source.lines_span(0, source.line_of(preamble.inner.start) + 1).end
        first = source.line_span(source.line_of(pairs[0][0].span.start)).start if pairs else at
        lead = re.match(r"[ \t]*", source.text[first:]) if pairs else None
        indent = lead[0] if lead else ""
        yield Edit(Span(at, at), "".join(f"{indent}{line}{eol}" for line in lines))
    elif lines:
        begin = 1 if source.text.startswith("\ufeff") else 0
        yield Edit(Span(begin, begin), f"---{eol}{eol.join(lines)}{eol}---{eol}{eol}")


def _into_history(target: Target, history: History, pieces: Sequence[Piece]) -> Iterator[Edit]:
    """A new entry, where the newest one does not say it; remarks as a comment behind the history."""
    record, said = target.record, {piece.name: piece for piece in pieces}
    newest = read_status(history.status.raw, target.statuses)
    day = read_day(history.date.raw).day
    when = record.date.day if record.date is not None else None
    same = newest is not None and record.status is not None and newest.name == record.status.name
    if "status" in said and (not same or ("date" in said and when != day)):
        status = said["status"]
        if when is None or record.status is None or (not same and "date" not in said):
            raise AmendError(
                f"{record.path}: its history of statuses ends with {newest.name if newest else 'no status'}, and there is "
                f"no day for a new entry; write that entry first{UNCHANGED}"
            )
        word = _line_value(target, status, False) if status.others else status.text
        word = word[:1].upper() + word[1:] if history.status.raw[:1].isupper() else word
        edits = next(next_entry(target, history.status, history.date, record.status.name, when, word), ())
        yield from edits
    remarks = [said[name].remark for name in ("status", "date") if name in said and said[name].remark]
    section = record.section("status")
    if remarks and section is not None:
        source = record.source
        at = source.stripped(section.body).end
        yield Edit(Span(at, at), f"{target.eol * 2}<!-- {'; '.join(remarks)} -->")


def _after_title(target: Target, head: Head, block: str) -> Edit:
    """The edit that puts a block behind the title, with an empty line on either side."""
    text, structure, eol = target.record.source.text, target.record.structure, target.eol
    headings = structure.headings if structure else ()
    if headings and headings[0].level == 1:
        at = headings[0].span.end
        while at > headings[0].span.start and text[at - 1] in "\r\n":
            at -= 1
        return Edit(Span(at, at), f"{eol * 2}{block}")
    begin = 1 if text.startswith("\ufeff") else 0
    at = max(front_end(target), begin)
    if at > begin and not any(
        one.end >= at for one in head.spans if one.start <= begin
    ):  # behind front matter
        blank = re.match(r"(?:[ \t]*(?:\r\n|\r|\n))*", text[at:])
        gap = eol if blank is None or not blank[0] or not text[at:].strip() else ""
        return Edit(Span(at, at), f"{eol}{block}{eol}{gap}")
    while at > begin and at < len(text) and text[at] in "\r\n":
        at += 1
    return Edit(Span(at, at), f"{block}{eol * 2}")


def _before_sections(target: Target, head: Head, block: str) -> Edit:
    structure = target.record.structure
    kept = target.record.section("status")
    for heading in structure.headings if structure else ():
        if heading.level > 1 and not any(one.contains(heading.span) for one in head.spans):
            if (
                kept is not None and kept.heading == heading.span
            ):  # what a record says of its status beside it
                at = (
                    kept.body.start
                    + len(target.source.text[kept.body.start :])
                    - len(target.source.text[kept.body.start :].lstrip("\r\n"))
                )
                return Edit(Span(at, at), block.partition(target.eol)[2].lstrip("\r\n"))
            return Edit(Span(heading.span.start, heading.span.start), f"{'#' * heading.level} {block}")
    text = target.record.source.text
    at = len(text.rstrip())
    return Edit(Span(at, at), f"{target.eol * 2}## {block.rstrip()}")
