"""The page of one decision: its standing, the answer up front, facts, lineage, body, relations, neighbours."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from decidedly.lifecycle import OPEN
from decidedly.log import Relation
from decidedly.pages import citing, sheet, words
from decidedly.pages.edition import Edition
from decidedly.pages.links import resolver
from decidedly.pages.names import relative
from decidedly.pages.rows import answer, partly
from decidedly.pages.words import INCOMING, OUTGOING, Standing
from decidedly.record import Record
from decidedly.text import one_line

MOST_RELATED = 12
MOST_PREVIEWS = 20
MOST_CHANGES = 10
OVER = frozenset({"due", "overdue", "breached"})
"""States of a review in which its banner shows."""

MEANS = {
    "draft": "Not decided yet.",
    "proposed": "Not decided yet.",
    "rejected": "This was not adopted.",
    "withdrawn": "This was not adopted.",
    "deprecated": "This should no longer be followed.",
}
"""What a status means for the reader, in the bar of the page."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The status bar: a word, when, a sentence, and where to go instead."""

    word: str
    css: str
    loud: bool = False
    joint: str = ""
    day: date | None = None
    rest: str = ""
    go: Sequence[Record] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """The banner of what is due, or will be (`hidden` until then): what, on which day, why, who, and the command for it."""

    task: str
    day: date
    why: str
    people: str
    command: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Another decision in the list of related ones."""

    kind: str
    record: Record
    standing: Standing


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A way on at the foot of the page: what the other decision is to this one."""

    kind: str
    record: Record


@dataclass(frozen=True, slots=True)
class Change:
    """A commit that touched the record, and whether it was made after the day of the decision."""

    day: date
    subject: str
    author: str
    url: str = ""
    after: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """The latest commits, how many changes there were, how many since it was decided, and the day the record was added."""

    changes: Sequence[Change]
    count: int
    since: int
    first: date


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Every decision's page, the copy of its Markdown, and the pages of its old names."""
    for record in edition.log.records:
        yield page(edition, record)
        yield copy(edition, record)
    for output in edition.names.aliases:
        yield moved(edition, output)


def page(edition: Edition, record: Record) -> tuple[str, bytes]:
    """One decision's page."""
    records, at = edition.log.records, edition.places[record.path]
    before = records[at - 1] if at else None
    after = records[at + 1] if at + 1 < len(records) else None
    return _page(edition, record, before, after)


def copy(edition: Edition, record: Record) -> tuple[str, bytes]:
    """The copy of its Markdown."""
    output = edition.names.records[record.path].removesuffix(".html") + ".md"
    return output, record.source.text.encode("utf-8", "replace")


def moved(edition: Edition, output: str) -> tuple[str, bytes]:
    """The page of an old name, which leads on."""
    record = edition.names.aliases[output]
    target = relative(output, edition.names.records[record.path])
    name = words.named(record)
    return edition.page(output, "moved.html", title=name, target=target, name=name)


def _page(edition: Edition, record: Record, before: Record | None, after: Record | None) -> tuple[str, bytes]:
    names, site = edition.names, edition.site
    output = names.records[record.path]
    state = edition.standing(record)
    resolve = resolver(edition.log, names, site, record, output)
    body = edition.body(record)
    bar = status_bar(edition, record)
    others = related(edition, record)
    path = posixpath.normpath(posixpath.join(site.prefix, record.path))
    source = site.link(site.source_url, path)
    title = words.named(record)
    said = answer(record)
    component = edition.component(record)
    return edition.page(
        output,
        "decision.html",
        title=one_line(title, 200) + (f" ({state.word.lower()})" if state.retired else ""),
        description=one_line(f"{_in_time(edition, record)}. {said}".strip(), 240),
        record=record,
        tongue=edition.tongue(record),
        heading=one_line(words.heading(record), words.LONGEST_HEADING),
        dressed=words.dressed(record),
        id=one_line(record.id, 80),
        short=one_line(title, 100),
        standing=state,
        bar=bar,
        label=words.label,
        page_of=lambda one: relative(output, names.records[one.path]),
        standing_of=edition.standing,
        facts=sheet.facts(edition, record, resolve),
        turns=words.turns(edition.report.turns(record)),
        alert=alert(edition, record),
        said=said,
        body=body,
        component=component,
        component_page=edition.components.get(component, ""),
        related=others[:MOST_RELATED],
        unshown=max(0, len(others) - MOST_RELATED),
        graph=f"{relative(output, edition.graph_pages[record.path])}?focus={names.slugs[record.path]}",
        previews=_previews(edition, record, others),
        answer_of=answer,
        slug_of=lambda one: names.slugs[one.path],
        edit=site.link(site.edit_url, path),
        history=site.link(site.history_url, path),
        past=past(edition, record),
        source=source,
        permanent=source if site.commit and site.commit in source else "",
        markdown=posixpath.basename(output.removesuffix(".html") + ".md"),
        cite=citing.text(edition, record, state, output),
        bibtex=citing.bibtex(edition, record, state, output),
        card=edition.card(record),
        data=citing.data(edition, record, output),
        neighbours=_neighbours(edition, record, before, after),
        tags=record.tags,
        named=[*dict.fromkeys(one_line(one.name, 80) for one in record.people), *([component] if component else [])],
    )  # fmt: skip


def _in_time(edition: Edition, record: Record) -> str:
    """How the decision stands, and since when, as far as days tell."""
    state, when = edition.standing(record), edition.periods[record.path]
    if state.retired and when and when.until:
        return f"Decided {words.day(when.since)}, {state.word.lower()} {words.day(when.until)}"
    day = record.date.day if record.date and state.key != "superseded" else None
    return f"{state.word} {words.day(day)}" if day else state.word


def status_bar(edition: Edition, record: Record) -> Bar:
    """What the bar at the top of the page says."""
    log, state = edition.log, edition.standing(record)
    day = record.date.day if record.date else None
    if state.key == "superseded":
        return _superseded(edition, record)
    part = partly(log.incoming(record))
    rest = f"Superseded in part by {_names(part)}; the rest stands." if part else ""
    if state.key == "accepted":
        since = "since" if day and day <= edition.report.as_of else "from"
        return Bar("Accepted", state.css, joint=f", in force {since}" if day else "", day=day, rest=rest)
    if state.key == "none":
        return Bar("No status recorded", state.css, rest=rest)
    after = log.successors(record)[:1] if state.key in ("rejected", "withdrawn") else ()
    joint, rest = "," if day else "", MEANS.get(state.key, rest)
    return Bar(state.word, state.css, joint=joint, day=day, rest=rest, go=after)


def alert(edition: Edition, record: Record) -> Alert | None:
    """The banner of a record whose review or decision has a day."""
    review = edition.report.review(record)
    if review.due is None or review.state == "unscheduled" or edition.standing(record).retired:
        return None
    task = words.task(review)
    why = "" if task == "Decision" or review.state == "snoozed" else words.reason(review, 160)
    name = words.label(record) if record.id and " " not in record.id else posixpath.basename(record.path)
    return Alert(
        task,
        review.due,
        why,
        words.listed([one_line(name, 60) for name in review.people[:4]]),
        f"adr accept {name}" if task == "Decision" else f"adr review {name}",
        review.state not in OVER,
    )


def _why_none(next_ones: Sequence[Record]) -> str:
    """Why nothing that replaced a record is in force: it is not decided yet, or itself past."""
    if all(one.status is not None and one.status.name in OPEN for one in next_ones):
        return "What would replace it is not decided yet."
    return "What replaced it is no longer in force either."


def _superseded(edition: Edition, record: Record) -> Bar:
    log, css = edition.log, "s-superseded"
    next_ones, last_ones = log.successors(record), log.current(record)
    if not next_ones:
        part = partly(log.incoming(record))
        if part:
            return Bar("Superseded in part", css, loud=True, rest=f"See {_names(part)}.", go=part[:3])
        would = log.would_replace(record)
        more = f" {_names(would)} would replace it." if would else ""
        outside = sheet.replaced_from_outside(log, record)
        if outside:
            names = words.listed([one_line(one.words, 80) for one in outside[:3]])
            absent = "" if any(one.published for one in outside) else ", which is not in this log"
            return Bar("Superseded", css, loud=True, joint=f" by {names}{absent}", rest=more.strip())
        return Bar("Superseded,", css, loud=True, rest=f"but no replacement is recorded.{more}")
    day = superseded_on(record, next_ones)
    joint = " on" if day else f" by {_names(next_ones)}"
    if not last_ones:
        return Bar(
            "Superseded",
            css,
            loud=True,
            joint=joint,
            day=day,
            rest=_why_none(next_ones),
            go=(log.latest(record) or next_ones)[:1],
        )
    return Bar(
        "Superseded",
        css,
        loud=True,
        joint=joint,
        day=day,
        rest="This is no longer how we do it.",
        go=last_ones[:3],
    )


def superseded_on(record: Record, successors: Sequence[Record]) -> date | None:
    """The day on which `record` was replaced: the date of the decision that did it, where both dates make sense."""
    days = [one.date.day for one in successors if one.date and one.date.day]
    if not days:
        return None
    born = record.date.day if record.date else None
    return min(days) if born is None or min(days) >= born else None


def _names(records: Sequence[Record]) -> str:
    shown = [words.label(one) for one in records[:3]]
    return words.listed([*shown, f"{len(records) - 3} more"] if len(records) > 3 else shown)


def related(edition: Edition, record: Record) -> list[Related]:
    """Other decisions that this one is linked with, each once under its weightiest kind; the weightiest first."""
    found: dict[str, tuple[int, Related]] = {}
    order = list(OUTGOING)

    def add(one: Relation, other: Record, kinds: dict[str, str]) -> None:
        if other.path == record.path:
            return
        rank = order.index(one.kind) if one.kind in order else len(order)
        kind = kinds.get(one.kind, one.link.label or "Related")
        if one.kind == "supersedes" and not any(
            new.path == one.source.path for new in edition.log.successors(one.target)
        ):
            kind = "Would be replaced by" if other is one.source else "Would replace"
        if other.path not in found or rank < found[other.path][0]:
            found[other.path] = (rank, Related(kind, other, edition.standing(other)))

    for one in edition.log.incoming(record):
        add(one, one.source, INCOMING)
    for one in edition.log.outgoing(record):
        add(one, one.target, OUTGOING)
    return [entry for _, entry in sorted(found.values(), key=lambda pair: pair[0])]


def past(edition: Edition, record: Record) -> Past | None:
    """What git tells of the record; None where it tells nothing.

    What changed after the day of the decision is worth a look: a decided text should stand as it was decided.
    """
    revisions = edition.site.revisions(record.path)
    if not revisions:
        return None
    decided = record.date.day if record.date and edition.standing(record).key not in OPEN else None
    # the commit that added the file is no change, whenever it was made
    after = [decided is not None and one.day > decided for one in revisions[:-1]] + [False]
    shown = [
        Change(
            one.day,
            one_line(one.subject, 120),
            one_line(one.author, 60),
            edition.site.commit_url.replace("{hash}", one.hash),
            later,
        )
        for one, later in zip(revisions[:MOST_CHANGES], after, strict=False)
    ]
    return Past(shown, len(revisions) - 1, sum(after), revisions[-1].day)


def _neighbours(
    edition: Edition, record: Record, before: Record | None, after: Record | None
) -> list[tuple[str, list[Neighbour]]]:
    """The ways on at the foot of the page, those back and those forward: along the lineage, then along the log."""
    back = [Neighbour("Replaced", one) for one in edition.replaces(record)[:1]]
    on = [Neighbour("Replaced by", one) for one in edition.log.successors(record)[:1]]
    paths = {one.record.path for one in (*back, *on)}
    back += [Neighbour("Before it in the log", one) for one in (before,) if one and one.path not in paths]
    on += [Neighbour("Next in the log", one) for one in (after,) if one and one.path not in paths]
    return [(rel, ones) for rel, ones in (("prev", back), ("next", on))] if back or on else []


def _previews(edition: Edition, record: Record, others: Sequence[Related]) -> list[Record]:
    """Decisions whose gist the page carries, for a pointer that rests on a link to one of them."""
    log = edition.log
    ones = [
        *log.current(record),
        *log.successors(record),
        *edition.replaces(record),
        *(one.record for one in others),
    ]
    return list({one.path: one for one in ones if one.path != record.path}.values())[:MOST_PREVIEWS]
