"""The graph page: how decisions replace, depend on and contradict each other, drawn and as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decidedly.drawing import draw, lineages
from decidedly.drawing.ring import MOST_PARTS, Stop, ring
from decidedly.log import Relation
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative
from decidedly.pages.parts import Part
from decidedly.record import Record
from decidedly.text import one_line

MOST_LINKS = 300

WOULD = "would"
"""The kind under which the graph tells what a proposal would replace."""

VERBS = {
    "supersedes": "replaces",
    "supersedes-in-part": "replaces part of",
    "amends": "amends",
    "depends-on": "depends on",
    "refines": "refines",
    "conflicts-with": "reaches the opposite answer to",
    "relates-to": "is related to",
    "mentions": "mentions",
}
"""The verb of each kind of link that the graph tells, the weightiest first."""


LINES = {
    "supersedes": "sup",
    "supersedes-in-part": "sup",
    WOULD: "would",
    "conflicts-with": "con",
}
"""The class of the line of each kind that is not plain."""


@dataclass(frozen=True, slots=True)
class Told:
    """A link as words: `kind` is the relation's, or `would`; ids are those of the drawing's boxes."""

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
        **dict.fromkeys(("drawing", "linked", "chains", "links", "kinds", "unshown", "across")),
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
        linked=bool(chains or links),
        chains=[
            [(one, edition.standing(one), relative(output, pages[one.path])) for one in chain]
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
    found = [
        one
        for one in edition.log.relations
        if one.kind in VERBS and len({one.source.path, one.target.path} - shown) == across
    ]
    return sorted(found, key=lambda one: order.index(one.kind))


def _told(edition: Edition, output: str, one: Relation) -> Told:
    names = edition.names
    replaced = edition.log.successors(one.target) if one.kind == "supersedes" else ()
    would = one.kind == "supersedes" and one.source.path not in {new.path for new in replaced}
    return Told(
        WOULD if would else one.kind,
        "would replace" if would else VERBS[one.kind],
        one_line(words.named(one.source), 160),
        names.slugs[one.source.path],
        relative(output, names.records[one.source.path]),
        one_line(words.named(one.target), 160),
        names.slugs[one.target.path],
        relative(output, names.records[one.target.path]),
    )


def _kinds(links: Sequence[Told]) -> list[tuple[str, str, str, int]]:
    """The kinds of link that occur, each with its verb, the class of its line and how many there are."""
    totals = Counter(one.kind for one in links)
    verbs = {**VERBS, WOULD: "would replace"}
    order = sorted(verbs, key=lambda kind: (kind not in LINES, list(verbs).index(kind)))
    return [(kind, verbs[kind], LINES.get(kind, ""), totals[kind]) for kind in order if totals[kind]]
