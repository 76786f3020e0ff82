"""The graph page: how decisions replace, depend on and contradict each other, drawn and as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decidedly.drawing import draw, lineages, sample
from decidedly.drawing.kinds import STYLES, VERBS, kind_of
from decidedly.drawing.ring import MOST_PARTS, Stop, ring
from decidedly.log import Log, Relation
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative
from decidedly.pages.parts import Part
from decidedly.record import Record
from decidedly.text import one_line

MOST_LINKS = 300

_LANES = {"component": "component", "package": "package", "folder": "folder", "tag": "first tag"}


@dataclass(frozen=True, slots=True)
class Told:
    """A link as words: `kind` is that of the drawing; ids are those of the drawing's boxes."""

    kind: str
    verb: str
    source: str
    source_id: str
    source_page: str
    target: str
    target_id: str
    target_page: str


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The graph page; for a big log also one page for each of its parts."""
    if not edition.log.records:
        return
    parts = edition.graph_parts
    if len(parts) == 1:
        yield _page(edition, "graph.html", "How decisions connect", edition.log.records)
        return
    index = [(one.name, len(one.records), one.output) for one in parts]
    yield _index(edition, parts, index)
    for one in parts:
        yield _page(edition, one.output, one.name, one.records, index=index)


@dataclass(frozen=True, slots=True)
class Overview:
    """A part of a big log: its page, how many decisions it has and how many of them are in force, and the parts that its
    decisions are linked with, each with its page and the number of links, the most first."""

    name: str
    page: str
    count: int
    in_force: int
    others: Sequence[tuple[str, str, int]]


def _index(
    edition: Edition, parts: Sequence[Part], index: Sequence[tuple[str, int, str]]
) -> tuple[str, bytes]:
    """The first page of a big graph: its parts, and how they are linked."""
    at = {record.path: number for number, part in enumerate(parts) for record in part.records}
    links: Counter[tuple[int, int]] = Counter()
    for one in edition.log.relations:
        ends = at[one.source.path], at[one.target.path]
        if one.kind in VERBS and ends[0] != ends[1]:
            links[min(ends), max(ends)] += 1
    overview = []
    for number, part in enumerate(parts):
        others = [
            (parts[b if a == number else a].name, parts[b if a == number else a].output, count)
            for (a, b), count in links.items()
            if number in (a, b)
        ]
        others.sort(key=lambda one: (-one[2], one[0]))
        holds = sum(edition.log.in_force(record) for record in part.records)
        overview.append(Overview(part.name, part.output, len(part.records), holds, others))
    stops = [Stop(part.name, len(part.records), relative("graph.html", part.output)) for part in parts]
    return edition.page(
        "graph.html",
        "graph.html",
        title="Graph",
        description="How the decisions replace, depend on and contradict each other.",
        nav="graph",
        heading="How decisions connect",
        ring=ring(stops, links, "Parts of the log and the links between them")
        if len(parts) <= MOST_PARTS
        else "",
        overview=overview,
        index=index if len(parts) > MOST_PARTS else (),
        **dict.fromkeys(("drawing", "linked", "chains", "links", "kinds", "unshown", "across", "lanes")),
    )


def _page(
    edition: Edition,
    output: str,
    heading: str,
    records: Sequence[Record],
    index: Sequence[tuple[str, int, str]] = (),
) -> tuple[str, bytes]:
    pages, report = edition.names.records, edition.report
    chains = lineages(report, records) if records else ()
    links = [_told(edition, output, one) for one in _links(edition, records)]
    across = [_told(edition, output, one) for one in _links(edition, records, across=True)] if index else []
    drawing = (
        draw(report, records=records, href=lambda one: relative(output, pages[one.path]), label=heading)
        if records
        else None
    )
    return edition.page(
        output,
        "graph.html",
        ring="",
        overview=(),
        across=across[:MOST_LINKS],
        title="Graph" if output == "graph.html" else f"Graph: {heading}",
        description="How the decisions replace, depend on and contradict each other.",
        nav="graph",
        heading=heading,
        drawing=drawing,
        lanes=_lanes(edition, records),
        linked=bool(chains or links),
        chains=[
            [
                (one, edition.standing(one), _since(edition, one), relative(output, pages[one.path]))
                for one in chain
            ]
            for chain in chains
        ],
        links=links[:MOST_LINKS],
        kinds=_kinds(links),
        unshown=max(0, len(links) - MOST_LINKS),
        index=index,
        name=lambda one: one_line(words.named(one), 160),
        answer=lambda one: one_line(one.answer, 160),
    )


def _links(edition: Edition, records: Sequence[Record], *, across: bool = False) -> list[Relation]:
    """The links among `records` that are drawn, or those that lead out of them; the weightiest kinds first."""
    shown = {record.path for record in records}
    order = list(VERBS)
    ends = edition.log.once(_ends)
    near = {number: one for path in shown for number, one in ends.get(path, ())}
    found = [
        near[number]
        for number in sorted(near)
        if len({near[number].source.path, near[number].target.path} - shown) == across
    ]
    return sorted(found, key=lambda one: order.index(kind_of(one)))


def _ends(log: Log) -> dict[str, list[tuple[int, Relation]]]:
    """The links that are drawn, in their order, by the paths of both ends."""
    found: dict[str, list[tuple[int, Relation]]] = {}
    for number, one in enumerate(log.relations):
        for path in {one.source.path, one.target.path} if one.kind in VERBS else ():
            found.setdefault(path, []).append((number, one))
    return found


def _told(edition: Edition, output: str, one: Relation) -> Told:
    names = edition.names
    kind = kind_of(one)
    return Told(
        kind,
        VERBS[kind],
        one_line(words.named(one.source), 160),
        names.slugs[one.source.path],
        relative(output, names.records[one.source.path]),
        one_line(words.named(one.target), 160),
        names.slugs[one.target.path],
        relative(output, names.records[one.target.path]),
    )


def _since(edition: Edition, record: Record) -> str:
    """How `record` stands and since when, as far as days are known: a retired one may carry the day of its decision only."""
    state, period = edition.standing(record), edition.periods.get(record.path)
    if period and period.until:
        return f"Decided {words.day(period.since)}, {state.word.lower()} {words.day(period.until)}"
    if state.key == "superseded":
        days = [one.date.day for one in edition.log.successors(record) if one.date and one.date.day]
        return f"{state.word} {words.day(min(days))}" if days else state.word
    said = record.date.day if record.date else None
    return f"{state.word}, {words.day(said)}" if said else state.word


def _kinds(links: Sequence[Told]) -> list[tuple[str, str, str, int]]:
    """The kinds of link that occur, each with its verb, a sample of its line and how many there are."""
    totals = Counter(one.kind for one in links)
    order = sorted(VERBS, key=lambda kind: kind not in STYLES)  # those with a colour first
    return [(kind, VERBS[kind], sample(kind), totals[kind]) for kind in order if totals[kind]]


def _lanes(edition: Edition, records: Sequence[Record]) -> str:
    """What the lanes of `records` are named after, as words: "component or first tag"; "" where there is one lane."""
    found = {edition.log.lane(record) for record in records}
    kinds = [words for kind, words in _LANES.items() if kind in {one for one, _ in found}]
    if len({name for _, name in found}) < 2:
        return ""
    return " or ".join(one for one in (", ".join(kinds[:-1]), kinds[-1]) if one)
