"""What stands around the rows of the log: statuses with their numbers, what wants a look, other ways in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from decidedly.lifecycle import meaning
from decidedly.pages import documents, words
from decidedly.pages.edition import Edition
from decidedly.record import Record
from decidedly.review import ATTENTION, Review
from decidedly.text import one_line, without_emoji

LIFE = ("accepted", "proposed", "draft", "rejected", "withdrawn", "deprecated", "superseded")
"""The order of the statuses: what holds, what is open, what is history."""

OTHER_WORDS = "Other words"
"""What statuses are called together that this log has no name for."""

MOST_ATTENTION = 4
MOST_LATER = 12
"""Reviews that the log page carries hidden, so that it is right long after it was built."""

OPEN_TOO_LONG = timedelta(days=30)
MOST_FACETS, MORE_FACETS = 10, 60


@dataclass(frozen=True, slots=True)
class Filter:
    """One status of the filter: where it leads, and its part of the bar above (`x` and `width` of 1,000)."""

    key: str
    name: str
    css: str
    total: int
    page: str
    x: float = 0
    width: float = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One way into the log: `links` are value, name, number and page; `more` the rarer ones. `key` names it in addresses."""

    key: str
    name: str
    links: Sequence[tuple[str, str, int, str]]
    more: Sequence[tuple[str, str, int, str]] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that wants a look: the words on its pill, their kind (`review`, `age` or ""), the day they count from,
    and what is due on it (`task`). What is `hidden` may want one later: `turns` tells the script when. `open`: a proposal."""

    record: Record
    page: str
    css: str
    mark: str
    words: str
    kind: str = ""
    day: date | None = None
    task: str = ""
    turns: str = ""
    hidden: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What wants a look besides: `number` of `total` are not shown (0: the line is hidden, until the script finds that
    there are more), what they are among, and the page that lists all."""

    kind: str
    number: int
    total: int
    among: str
    page: str


def filters(edition: Edition, records: Sequence[Record]) -> list[Filter]:
    """The statuses of `records` in the order of a decision's life, with their parts of the bar."""
    totals: dict[str, int] = {}
    names: dict[str, set[str]] = {}
    classes: dict[str, str] = {}
    for record in records:
        state = edition.standing(record)
        totals[state.key] = totals.get(state.key, 0) + 1
        names.setdefault(state.key, set()).add(state.word)
        classes[state.key] = state.css
    late = {"other": 1, "none": 2}
    order = sorted(
        totals, key=lambda key: (LIFE.index(key) if key in LIFE else len(LIFE) + late.get(key, 0), key)
    )
    found: list[Filter] = []
    x = 0.0
    for key in order:
        width = 1000 * totals[key] / len(records)
        name = next(iter(names[key])) if len(names[key]) == 1 else OTHER_WORDS
        found.append(
            Filter(
                key,
                without_emoji(name) or "Other",
                classes[key],
                totals[key],
                edition.statuses[key],
                round(x, 1),
                round(max(width - 6, 2), 1),
            )
        )
        x += width
    return found


def attention(edition: Edition) -> tuple[list[Attention], list[Rest]]:
    """What wants a look, each record once, the most pressing first: what is due, proposals that wait, awaited events.

    Behind these, hidden, what will want one next. And how many more there are than can be shown: their numbers are of
    all proposals and planned reviews, which no day changes.
    """
    reviews, old, waiting = [], [], []
    for record, review in ((one, edition.report.review(one)) for one in edition.log.records):
        state = edition.standing(record)
        if state.retired:
            continue
        page = edition.names.records[record.path]
        if review.due and review.state != "unscheduled":
            reviews.append(review)
        if review.due and review.state in ATTENTION:
            continue
        if review.state == "waiting" and review.reason:
            said = f"Review: {one_line(review.reason, 80)}"
            waiting.append(Attention(record, page, "s-draft", "", said))
        day = record.date.day if record.date else None
        if state.key == "proposed" and day:
            young = edition.report.as_of - day <= OPEN_TOO_LONG
            said = f"Open since {words.day(day)}"
            old.append(
                Attention(record, page, "s-proposed", "s-proposed", said, "age", day, hidden=young, open=True)
            )
    reviews.sort(key=lambda one: one.due or date.max)
    old.sort(key=lambda one: one.day or date.max)
    urgent = [one.record.path for one in reviews if one.state in ATTENTION][:MOST_ATTENTION]
    due = [
        _due(edition, one)
        for at, one in enumerate(reviews)
        if at < MOST_LATER or one.record.path in urgent  # to foretell the states of all would take long
    ]
    pressing, overage = [one for one in due if not one.hidden], [one for one in old if not one.hidden]
    shown = [*pressing[: MOST_ATTENTION - bool(overage)], *overage, *waiting][:MOST_ATTENTION]
    later = [
        one
        for one in (*due[:MOST_LATER], *old[:MOST_ATTENTION], *waiting[:MOST_ATTENTION])
        if one not in shown
    ]
    rest = []
    proposals = sum(edition.standing(one).key == "proposed" for one in edition.log.records)
    if old and proposals > 1:
        more = proposals - sum(one.open for one in shown) if overage else 0
        rest.append(Rest("age", more, proposals, "open proposals", edition.statuses["proposed"]))
    planned, told = len(reviews) + len(waiting), sum(one.kind != "age" for one in shown)
    if planned > 1:
        more = planned - told if len(pressing) + len(waiting) > told else 0
        rest.append(Rest("review", more, planned, "planned reviews", "reviews.html"))
    return [*shown, *(replace(one, hidden=True) for one in later)], rest


def _due(edition: Edition, review: Review) -> Attention:
    record, task, day = review.record, words.task(review), review.due
    page = edition.names.records[record.path]
    said = f"{task} by {words.day(day)}" if day else ""
    turns = words.turns(edition.report.turns(record))
    hidden = review.state not in ATTENTION
    proposed = edition.standing(record).key == "proposed"
    return Attention(record, page, "s-due", "s-overdue", said, "review", day, task, turns, hidden, proposed)


def facets(edition: Edition) -> list[Facet]:
    """Ways into the log by component, tag and person, the most used first. A tag that repeats the status leads nowhere new."""
    records = edition.log.records
    spelled = {"tag": edition.spelling, "owner": edition.person}
    found = []
    for kind, name, pages, of in (
        ("component", "Components", edition.components, lambda one: [edition.component(one)]),
        ("tag", "Tags", edition.tags, lambda one: {tag.casefold() for tag in one.tags if not meaning(tag)}),
        ("owner", "People", edition.people, edition.owners),
    ):
        totals: dict[str, int] = {}
        for record in records:
            for key in of(record):
                totals[key] = totals.get(key, 0) + 1
        links = [
            (key, spelled.get(kind, str)(key), totals[key], pages[key])
            for key in sorted(totals, key=lambda key: (-totals[key], key))
            if key in pages
        ]
        if links:
            found.append(
                Facet(kind, name, links[:MOST_FACETS], links[MOST_FACETS : MOST_FACETS + MORE_FACETS])
            )
    return found


def other_documents(edition: Edition) -> list[tuple[str, str]]:
    """Titles and pages of the published documents."""
    pages = edition.names.documents
    return [
        (documents.title_of(document), pages[document.path])
        for document in edition.log.documents
        if document.path in pages
    ]
