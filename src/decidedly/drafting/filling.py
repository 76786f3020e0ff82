"""A team's own template in plain Markdown, filled in where it asks for the title, the status, the day, people and tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from decidedly.dialects import read_record
from decidedly.dialects.status import cleaned, is_unfilled
from decidedly.drafting.front import Facts, scalar
from decidedly.drafting.habits import Habits
from decidedly.drafting.heads import Head, heading, link, status_links
from decidedly.lifecycle import meaning
from decidedly.log import Log
from decidedly.log.names import called
from decidedly.record import Document, Field, Record, Section
from decidedly.text import Edit, Source, Span, apply_edits

_DAY = re.compile(r"[\[{<]?\bYYYY[-/]MM[-/]DD\b[\]}>]?", re.I)
_OF_THE_HEAD = frozenset({"status", "date", "metadata"})
_PEOPLE = ("decision-makers", "owner", "author", "approver")
_FRONT = frozenset({"front-matter", "side-file"})


def offered(log: Log, habits: Habits) -> Document | None:
    """The template among the records that a new one begins from: in its folder or above it, in the form of the newest."""
    model = habits.model.by_name.get("status") if habits.model is not None else None

    def fits(document: Document) -> bool:
        status = next((one for one in document.fields if one.name == "status"), None)
        return model is None or status is None or (status.origin in _FRONT) == (model.origin in _FRONT)

    found = [
        one
        for one in log.documents
        if one.kind == "template" and _above(one.path, habits.folder) and fits(one)
    ]
    return min(found, key=lambda one: (-one.path.count("/"), len(one.path), one.path), default=None)


def _above(path: str, folder: str) -> bool:
    place = path.rpartition("/")[0]
    if path.lower().endswith(("/readme.md", "/index.md")):
        place = place.rpartition("/")[0]
    return "templates" not in path.lower().split("/")[:-1] and (
        not place or f"{folder}/".startswith(f"{place}/")
    )


def filled(
    text: str,
    facts: Facts,
    habits: Habits,
    head: Head,
    named: Callable[[Record], str],
    statuses: tuple[str, ...],
    *,
    escape: bool,
) -> Iterator[str]:
    """What the template makes, best first: all in its own places; below a head of ours, where it has no place for something.

    `named` tells how front matter names a record.
    """
    source = Source("template.md", text)
    record = read_record(source)
    kept: list[Edit] = []
    for edit in (
        *_title(record, facts, escape=escape),
        *_fields(record, facts, habits, named, statuses),
        *_days(record, facts),
    ):
        if all(edit.span.end <= one.span.start or one.span.end <= edit.span.start for one in kept):
            kept.append(edit)
    kept.sort(key=lambda one: one.span)
    yield _completed(apply_edits(text, kept), head)
    if sections := _sections(record):
        yield head.top + text[sections[0].span.start :].rstrip("\n") + "\n" + head.tail


def _completed(text: str, head: Head) -> str:
    """The text with what our head says and the template has no place for: lines behind its own, links under its own heading."""
    ours, theirs = (read_record(Source("template.md", one)) for one in (head.top, text))
    there = {one.name for one in theirs.fields}
    edits: list[Edit] = []
    for origin in ("front-matter", "list", "labels", "table", "line"):
        lines = [
            ours.source.at(ours.source.line_span(ours.source.line_of(one.span.start)))
            for one in ours.fields
            if one.origin == origin and one.name not in there and one.name != "title"
        ]
        beside = [one for one in theirs.fields if one.origin == origin]
        if lines and beside:
            last = max(theirs.source.line_of(one.span.end) for one in beside)
            end = theirs.source.line_span(last).end
            gap = "\n\n" if origin == "line" else "\n"
            edits.append(Edit(Span(end, end), "".join(f"{gap}{line}" for line in dict.fromkeys(lines))))
    items = head.tail.partition("## Links")[2].strip("\n")
    links = next((one for one in theirs.sections if one.title.casefold() == "links"), None)
    if items and links is not None:
        at = theirs.source.stripped(links.body).start
        edits.append(Edit(Span(at, at), f"{items}\n"))
    made = apply_edits(text, sorted(edits, key=lambda one: one.span))
    return made.rstrip("\n") + "\n" + head.tail if items and links is None else made


def _title(record: Record, facts: Facts, *, escape: bool) -> Iterator[Edit]:
    headings = record.structure.headings[:1] if record.structure else ()
    shown = heading(facts.title) if escape else facts.title
    for one in headings:
        match = re.match(r"#[ \t]+", record.source.at(one.span))
        if one.level == 1 and match is not None:
            line = record.source.line_span(record.source.line_of(one.span.start))
            yield Edit(Span(one.span.start + match.end(), line.end), f"{facts.lead or ''}{shown}")


def _fields(
    record: Record, facts: Facts, habits: Habits, named: Callable[[Record], str], statuses: tuple[str, ...]
) -> Iterator[Edit]:
    asked: dict[str, tuple[str, ...]] = {
        "tags": facts.tags,
        "component": (facts.component,),
        "review": (facts.review,),
    }
    asked["title"] = (facts.title,)
    people = next((one for one in _PEOPLE if one in record.by_name), "")
    asked |= {people: facts.owners, "date": (facts.date,)}
    for name, field in record.by_name.items():
        keyed = field.origin in _FRONT
        raw = record.source.at(field.span)
        values: tuple[str, ...] = tuple(one for one in asked.get(name, ()) if one)
        if name == "title" and not keyed:
            continue
        if name == "status":
            if meaning(cleaned(raw), statuses) == facts.status and not is_unfilled(raw):
                continue  # the team's own word for it
            values = (habits.word(facts.status, raw[:1].isupper() or field.origin == "section"),)
        elif name in ("created", "updated") and _DAY.search(raw):
            values = (facts.date,)
        elif name == "id":
            values = (str(facts.number) if re.fullmatch(r"\d*|[NX]+", raw, re.I) else facts.id,)
        for kind, others in facts.links:
            if kind == name:
                values = tuple(named(one) if keyed else link(one, facts, called(one)) for one in others)
        if values:
            edit = _value(record, field, values, status_links(facts) if name == "status" else ())
            if edit is not None:
                yield edit


def _value(record: Record, field: Field, values: tuple[str, ...], more: Iterable[str]) -> Edit | None:
    """The edit that puts the values in place of all that stands there."""
    source, plain = record.source, ", ".join(values)
    line = source.line_span(source.line_of(field.span.start))
    if field.origin == "section":
        section = next((one for one in record.sections if one.body.contains(field.span)), None)
        if section is None:
            return None
        return Edit(source.stripped(section.body), "\n".join([plain, *more]))
    if field.origin in _FRONT:
        key = re.match(r"[ \t]*[\w\"' -]+?[ \t]*:[ \t]*", source.at(line))
        if key is None or any(one.span.start > line.end for one in field.items):
            return None
        shown = f"[{', '.join(map(scalar, values))}]" if len(values) > 1 or field.items else scalar(plain)
        remark = re.search(r"[ \t]+#.*$", source.text[line.start + key.end() : line.end])
        end = line.start + key.end() + remark.start() if remark else line.end
        gap = "" if source.at(line)[: key.end()].endswith((" ", "\t")) else " "
        bare = plain if re.fullmatch(r"\d{4}-\d\d-\d\d|\d+", plain) else shown
        return Edit(Span(line.start + key.end(), end), gap + bare)
    if field.origin == "table":
        bar = source.text.find("|", field.span.end, line.end)
        end = bar if bar >= 0 else line.end
        return Edit(
            Span(field.span.start, end), plain.replace("|", "\\|").ljust(end - field.span.start - 1) + " "
        )
    breaks = re.search(r"(?:\\| {2,})$", source.at(line))
    return Edit(Span(field.span.start, line.end), plain + (breaks[0] if breaks else ""))


def _days(record: Record, facts: Facts) -> Iterator[Edit]:
    """Every day that is asked for above the sections."""
    end = next((one.span.start for one in _sections(record)), 0)
    for match in _DAY.finditer(record.source.text, 0, end):
        yield Edit(Span(match.start(), match.end()), facts.date)


def _sections(record: Record) -> list[Section]:
    """What a record says, but for its title and its metadata."""
    return [one for one in record.sections if one.level > 1 and one.role not in _OF_THE_HEAD]
