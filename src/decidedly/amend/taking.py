"""Taking the metadata out of a record's head: front matter, lists, labels, tables, a status section, each with its remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from decidedly.amend.errors import AmendError
from decidedly.amend.target import Target, is_blank
from decidedly.dialects.labels import LINK_FIELDS, canonical, folded, link_kind
from decidedly.dialects.status import cleaned, is_unfilled
from decidedly.preamble import Mapping, Scalar, read_preamble
from decidedly.preamble import Sequence as Items
from decidedly.record import Record
from decidedly.text import Span, one_line

MOVABLE = LINK_FIELDS | {
    "status", "date", "decision-makers", "approver", "author", "owner", "consulted", "informed", "component", "tags", "due",
}  # fmt: skip
"""What front matter gives away: other keys may be meant for other programs, or can't stand anywhere else."""


@dataclass
class Piece:
    """One fact of the head: its field's name, its label as written, its values, and a remark beside it.

    `others` are the records that it names, if it says nothing else; `prose` tells that it is from a text, links and all.
    """

    name: str
    label: str
    values: list[str]
    remark: str = ""
    others: list[Record] = field(default_factory=list)
    prose: bool = True

    @property
    def text(self) -> str:
        """The values on one line."""
        return ", ".join(self.values)


@dataclass
class Head:
    """What is taken out of a record, and what is known from it."""

    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    keeps_front_matter: bool = False


def taken(target: Target, form: str) -> Head:
    """What is to be moved into `form`. Raises AmendError where the head can't be taken apart without losing something."""
    head = Head()
    _from_front_matter(target, form, head)
    _from_status_section(target, head)
    title = target.record.structure.headings[:1] if target.record.structure else ()
    for span in target.record.head:
        known = [*head.spans, *(one.span for one in title)]
        if (
            any(one.contains(span) or span.contains(one) for one in known)
            or span.start == 0 < front_end(target) >= span.end
        ):
            continue
        around = [one.role for one in target.record.sections if one.level > 1 and one.span.contains(span)]
        if set(around) - {"metadata", "status", "date", ""}:
            continue  # labels at the end of the text: they stand well where they are
        made = list(_from_block(target, span))
        if made:
            head.pieces += made
            head.spans.append(span)
    head.pieces = _unique(head.pieces)
    for piece in head.pieces:
        _resolve(target, piece)
    return head


def front_end(target: Target) -> int:
    """Where the body begins."""
    return read_preamble(target.record.source).end


def _from_front_matter(target: Target, form: str, head: Head) -> None:
    source = target.record.source
    preamble = read_preamble(source)
    if preamble.kind == "toml":
        raise AmendError(f"{source.path}: TOML front matter can't be converted; nothing was changed")
    if preamble.values is None:
        head.keeps_front_matter = bool(preamble.kind)
        return
    head.keeps_front_matter = True
    if form == "front-matter":
        return  # it stays; what stands elsewhere comes to it
    gone: list[tuple[int, int]] = []
    stays = False
    for key, node in preamble.values.pairs:
        known = canonical(key.value) or folded(key.value)
        values = _flat(node)
        line = source.line_of(key.span.start)
        if isinstance(node, Mapping) and folded(key.value) in ("adr", "decision", "metadata", "meta"):
            raise AmendError(f"{source.path}: its keys are nested under “{key.value}”; nothing was changed")
        if known not in MOVABLE or values is None or source.at(source.line_span(line))[:1].isspace():
            stays = True
            continue
        last = max(line, source.line_of(max(node.span.end - 1, node.span.start)))
        remark = _comment(source.at(Span(max(node.span.end, key.span.end), source.line_span(last).end)))
        if values and not is_unfilled(values[0]):
            head.pieces.append(Piece(known, "", values, remark, prose=False))
        gone.append((line, last + 1))
    inner = range(source.line_of(preamble.inner.start) + 1, source.line_of(preamble.inner.end))
    left = [
        n for n in inner if not any(a <= n < b for a, b in gone) and source.at(source.line_span(n)).strip()
    ]
    if stays or left:
        head.spans += [source.lines_span(a, b) for a, b in gone]
    else:
        begin = 1 if source.text.startswith("\ufeff") else 0
        head.spans.append(Span(begin, preamble.span.end))
        head.keeps_front_matter = False


def _flat(node: object) -> list[str] | None:
    """The values of a key, if they are plain; None for mappings and lists of them."""
    if isinstance(node, Scalar):
        return [one_line(node.value)] if node.value.strip() else []
    if isinstance(node, Items) and all(isinstance(one, Scalar) for one in node.items):
        return [one_line(one.value) for one in node.items if isinstance(one, Scalar) and one.value.strip()]
    return None


def _comment(rest: str) -> str:
    match = re.search(r"(?:^|\s)#\s*(.+)$", rest)
    return match[1].strip() if match else ""


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


def _from_status_section(target: Target, head: Head) -> None:
    """A status section whose lines are a status and links: `Accepted`, `Supersedes [1. Queue](…)`."""
    record = target.record
    stated = target.status_in("section")
    section = record.section("status")
    if stated is None or section is None:
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
    if any(one.name == "date" and one.label == stated.label for one in record.fields):
        raise AmendError(f"{source.path}: a history of statuses can't be converted; nothing was changed")
    inline = not section.body.contains(stated.span)
    status = Piece("status", stated.label, [one_line(stated.raw)])
    head.pieces.append(status)
    told = [] if inline else [numbers[0]]
    for number, line in lines if inline else lines[1:]:
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


def _whole(record: Record) -> bool:
    return record.status is not None and record.status.name == "superseded"


def _said_of(line: str) -> tuple[str, str]:
    """The kind of link that a line begins with, and what follows."""
    words = re.match(r"[A-Za-z][A-Za-z ]*?(?=\s*[\[:(]|\s+[A-Z]{2,}|\s+\d)", line)
    kind = link_kind(words[0]) if words else None
    return (kind, line[words.end() :].strip(" :")) if kind and words else ("", "")


def _unique(pieces: list[Piece]) -> list[Piece]:
    """Each fact once; of several that have one name, the first of status and date, all values of others."""
    found: dict[str, Piece] = {}
    for piece in pieces:
        key = piece.name
        if key not in found:
            found[key] = piece
        elif key not in ("status", "date"):
            found[key].values += [one for one in piece.values if one not in found[key].values]
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
