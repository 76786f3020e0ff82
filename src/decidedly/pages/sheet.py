"""The sheet of facts at the head of a decision: the answer first, then when, who, review, lineage and the rest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from decidedly.lifecycle import OPEN
from decidedly.log import Log
from decidedly.log.periods import period
from decidedly.log.reasons import Reason, reason
from decidedly.pages import lineage, words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative
from decidedly.pages.rows import answer, partly
from decidedly.pages.tongue import stated_tongue
from decidedly.record import INVERSE, Field, Record
from decidedly.render import Resolve, inline
from decidedly.review import TO_DECIDE
from decidedly.text import one_line

SHOWN_FIELDS = frozenset(
    [
        "id",
        "title",
        "answer",
        "status",
        "date",
        "decision-makers",
        "approver",
        "author",
        "owner",
        "consulted",
        "informed",
        "component",
        "tags",
        "aliases",
        "review",
        "reviews",
        "assumptions",
        "applies-to",
    ]
)
"""Fields that have their own place on the page; whatever else a record states is listed as it stands."""

VISIBLE = frozenset({"list", "labels", "table", "line"})
"""Origins of metadata that a reader of the Markdown sees as text; the rest is front matter."""

LONG_ANSWER = 160  # characters


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: its label, its kind (which tells the layout how to show `value`), and whether it is the answer."""

    label: str
    kind: str
    value: Any
    day: date | None = None
    note: str = ""


def facts(edition: Edition, record: Record, resolve: Resolve) -> list[Fact]:
    """All rows of the sheet, in order. Nothing that the record does not say has a row."""
    return [
        one
        for part in (_decision, _people, _review, _lineage, _about, _rest)
        for one in part(edition, record, resolve)
    ]


def _dressed(record: Record, resolve: Resolve) -> str:
    """The answer as HTML: with its code and links where the head states it in Markdown, else its plain words."""
    stated = next((one.value for one in record.fields if one.name == "answer" and one.value.strip()), "")
    written = stated and ("`" in stated or "<" not in stated)  # a type such as List<T> is no HTML
    return inline(stated, resolve) if written else escape(record.answer)


def _decision(edition: Edition, record: Record, resolve: Resolve) -> Iterator[Fact]:
    state = edition.standing(record)
    gone = state.key == "superseded"
    if record.answer:
        long = len(record.answer) > LONG_ANSWER
        label = {"draft": "Idea", "proposed": "Proposal"}.get(
            state.key, "Decided then" if gone else "Decision"
        )
        yield Fact(label, "verdict-long" if long else "verdict", _dressed(record, resolve))
    elif state.key in ("draft", "proposed") and record.section("decision") is None:
        yield Fact("Decision", "quiet", "No answer yet")
    log, page = edition.log, edition.names.records[record.path]
    if gone:
        now = log.current(record) or log.latest(record) or log.successors(record)
        answers = [
            (answer(one), words.label(one), relative(page, edition.names.records[one.path]))
            for one in now[:3]
        ]
        if answers:
            yield Fact("Decided now" if log.current(record) else "Decided last", "now", answers)
        elif others := replaced_from_outside(log, record):
            yield Fact("Replaced by", "html-list", [(inline(one.markdown, resolve), "") for one in others])
        if (why := reason(log, record)) is not None:
            yield Fact(
                "Why it changed",
                "why",
                _quoted(edition, why, page),
                note="" if why.record is record else words.label(why.record),
            )
    part = partly(log.incoming(record))
    if part:
        yield Fact(
            "In part",
            "pills",
            [lineage.pill(edition, one, page, "replaces part of it") for one in part[: lineage.MOST_PILLS]],
        )
    when = period(log, record) if gone else None
    if when and when.until:
        yield Fact("In force", "period", (when.since, when.until, words.span_of_days(when.since, when.until)))


def _quoted(edition: Edition, why: Reason, page: str) -> tuple[str, str]:
    """The words of a reason, and the address of the section that has them."""
    there = edition.names.records[why.record.path]
    return why.words, f"{'' if there == page else relative(page, there)}#{why.anchor}"


def _says_more(edition: Edition, record: Record, note: str) -> bool:
    """Whether the words after a status say anything but the name of what replaced the record.

    A lone "in" is what is left where an address followed.
    """
    log = edition.log
    for one in (*log.successors(record), *log.would_replace(record), *partly(log.incoming(record))):
        for name in (one.path, posixpath.basename(one.path), one.id, one.title):
            note = note.replace(name, "")
        if one.number is not None:  # "ADR 32" names 032 as well
            note = re.sub(rf"\b(?:[A-Za-z]{{1,5}}[ -]?)?0*{one.number}\b", "", note)
    for outside in replaced_from_outside(log, record):
        note = note.replace(outside.words, "")
    note = re.sub(r"^\W*(?:in[ -]part|partly|partially)?\W*(?:by)?\b", "", note, flags=re.I)
    return any(char.isalpha() for char in re.sub(r"\b(?:in|at|by|via|with|and)\b", "", note, flags=re.I))


@dataclass(frozen=True, slots=True)
class Outside:
    """What replaced a record without being a record of the log: its words, its Markdown, whether it is published."""

    words: str
    markdown: str
    published: bool


def replaced_from_outside(log: Log, record: Record) -> list[Outside]:
    """What `record` says replaced it, where that is no record of this log: a broken name, a page elsewhere, a document."""
    found = {}
    for one in log.resolved(record):
        target = one.link.target
        if one.link.kind != "superseded-by" or one.record is not None:
            continue
        said = one.link.text or (one.document.title if one.document else "") or target
        path = "/" in target or "." in target
        markdown = f"[{said}](<{target}>)" if path and not set(target) & set("<>\n") else said
        found[target] = Outside(said, markdown, one.document is not None)
    return list(found.values())


def _people(edition: Edition, record: Record, resolve: Resolve) -> Iterator[Fact]:
    def of(*roles: str) -> list[str]:
        return list(dict.fromkeys(one_line(one.name, 80) for one in record.people if one.role in roles))

    state = edition.standing(record)
    deciders, authors, owners = of("decider", "approver"), of("author"), of("owner")
    by = deciders or (authors if state.key in ("draft", "proposed") else []) or []
    label = {
        "draft": "Drafted",
        "proposed": "Proposed",
        "rejected": "Rejected",
        "withdrawn": "Withdrawn",
    }.get(state.key, "Decided")
    when = record.date
    period_told = (
        state.key == "superseded" and not by and not (when and when.note) and period(edition.log, record)
    )
    if ((when and (when.day or when.raw)) or by) and not period_told:
        raw = one_line(when.raw, 80) if when and (not when.day or when.ambiguous) else ""
        said = one_line(when.note, 120) if when else ""
        parts = (f"(written {raw})" if raw and when and when.day else raw, "" if said in raw else said)
        note = " ".join(part for part in parts if part)
        yield Fact(label, "when", words.listed(by), when.day if when else None, note)
    if when is None and record.when is not None and not any(one.name == "created" for one in record.fields):
        yield Fact("Begun", "when", "", record.when, "")
    if own := words.own_status(record, state):
        yield Fact("Its file says", "html", inline(own, resolve))
    elif record.status and _says_more(edition, record, record.status.note):
        yield Fact("Status note", "text", one_line(record.status.note, 300))
    if authors and authors != by:
        yield Fact("Written by", "text", words.listed(authors))
    if owners and owners != by:
        yield Fact("Owner", "text", words.listed(owners))
    for label, role in (("Consulted", "consulted"), ("Informed", "informed")):
        if names := of(role):
            yield Fact(label, "text", words.listed(names))
    if record.due and state.key in ("draft", "proposed"):
        yield Fact(
            "To be decided",
            "when",
            "",
            record.due.day,
            one_line(record.due.note if record.due.day else record.due.raw, 120),
        )


def _review(edition: Edition, record: Record, resolve: Resolve) -> Iterator[Fact]:
    plan, review = record.review, edition.report.review(record)
    if (
        plan
        and review.reason != TO_DECIDE
        and (review.due or review.state in ("waiting", "snoozed", "breached"))
    ):
        yield Fact(
            "Review",
            "review",
            words.reason(review, 200),
            review.due,
            review.state,
        )
    elif plan and plan.raw and not edition.standing(record).retired:
        yield Fact("Review", "text", one_line(plan.raw, 200))
    if record.reviews:
        yield Fact(
            "Reviewed",
            "entries",
            [
                (one.on, one_line(one.outcome, 80), one_line(one.by, 80), one_line(one.note, 300))
                for one in record.reviews[-6:]
            ],
        )
    if record.assumptions:
        yield Fact(
            "Assumes",
            "html-list",
            [_assumption(one.text, one.checked, one.evidence, resolve) for one in record.assumptions],
        )


def _assumption(text: str, checked: date | None, evidence: str, resolve: Resolve) -> tuple[str, str]:
    link = f" [evidence](<{evidence}>)" if evidence and not set(evidence) & set("<>\n") else ""
    return inline(text + link, resolve), f"checked {words.day(checked)}" if checked else ""


def _lineage(edition: Edition, record: Record, _: Resolve) -> Iterator[Fact]:
    steps = lineage.path(edition, record)
    if steps:
        yield Fact("Lineage", "chain", steps)


def _about(edition: Edition, record: Record, _: Resolve) -> Iterator[Fact]:
    if record.scope:
        yield Fact("Applies to", "paths", [one_line(path, 120) for path in record.scope[:12]])
    page = edition.names.records[record.path]
    if record.tags:
        yield Fact(
            "Tags",
            "tags",
            [(one_line(tag, 60), relative(page, edition.tags[tag.casefold()])) for tag in record.tags],
        )


def _rest(edition: Edition, record: Record, resolve: Resolve) -> Iterator[Fact]:
    dangling = {
        one.link.place.name
        for one in edition.log.resolved(record)
        if one.record is None and one.document is None
    }
    state = edition.standing(record).key
    hidden: list[tuple[str, str]] = []
    for one in record.fields:
        words_said = (one.value or one.raw).strip()
        if one.name in ("lang", "dir") and stated_tongue(record, one.name):
            continue
        if not words_said or one.name in SHOWN_FIELDS or (one.name in INVERSE and one.name not in dangling):
            continue
        if one.name == "superseded-by" and not edition.log.successors(record) and state == "superseded":
            continue
        if one.name == "due" and state in OPEN:
            continue
        if one.origin in VISIBLE:
            yield Fact(_label(one), "html", inline(words_said, resolve))
        elif one.origin in ("front-matter", "side-file"):
            hidden.append((_label(one), one_line(words_said, 300)))
    if hidden:
        yield Fact("More", "fields", hidden)


def _label(one: Field) -> str:
    return one_line(one.label.strip().rstrip(":") or one.name, 40)
