"""The graph page: how decisions replace, depend on and contradict each other, drawn and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decidedly.drawing import draw, lineages
from decidedly.log import Relation
from decidedly.pages import words
from decidedly.pages.edition import Edition
from decidedly.pages.names import relative, slices
from decidedly.pages.rows import by_year
from decidedly.record import Record
from decidedly.text import one_line

MOST_NODES = 150
"""A bigger log has one drawing for each component (or year), and an index of them."""

MOST_LINKS = 300

VERBS = {
    "supersedes": "replaces",
    "supersedes-in-part": "replaces part of",
    "amends": "amends",
    "depends-on": "depends on",
    "refines": "refines",
    "conflicts-with": "reaches the opposite answer to",
    "relates-to": "is related to",
}
"""The verb of each kind of link that the graph tells, the weightiest first."""


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The graph page; for a big log also one page for each of its parts."""
    records = edition.log.records
    if not records:
        return
    if len(records) <= MOST_NODES:
        yield _page(edition, "graph.html", "How decisions connect", records)
        return
    parts = _parts(edition)
    outputs = slices("graph", parts)
    index = [(name or "Other decisions", len(parts[name]), outputs[name]) for name in parts]
    yield _page(edition, "graph.html", "How decisions connect", (), index=index)
    for name, part in parts.items():
        yield _page(edition, outputs[name], name or "Other decisions", part, index=index)


def _parts(edition: Edition) -> dict[str, list[Record]]:
    """A big log in drawable parts: by component, and what is still too big by year, then by number."""
    by_component: dict[str, list[Record]] = {}
    for record in edition.log.records:
        by_component.setdefault(edition.component(record), []).append(record)
    parts: dict[str, list[Record]] = {}
    for name, records in sorted(by_component.items()):
        if len(records) <= MOST_NODES:
            parts[name] = records
            continue
        for year, ones in sorted(by_year(records).items(), reverse=True):
            for at in range(0, len(ones), MOST_NODES):
                part = [f"part {at // MOST_NODES + 1}"] if len(ones) > MOST_NODES else []
                parts[
                    ", ".join(one for one in (name, year.lstrip("0") or "without a date", *part) if one)
                ] = ones[at : at + MOST_NODES]
    return parts


def _page(
    edition: Edition,
    output: str,
    heading: str,
    records: Sequence[Record],
    index: Sequence[tuple[str, int, str]] = (),
) -> tuple[str, bytes]:
    pages, report = edition.names.records, edition.report
    chains = lineages(report, records) if records else ()
    links = _links(edition, records)
    drawing = (
        draw(report, records=records, href=lambda one: relative(output, pages[one.path]), label=heading)
        if records
        else None
    )
    return edition.page(
        output,
        "graph.html",
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
        links=[_sentence(edition, output, one) for one in links[:MOST_LINKS]],
        unshown=max(0, len(links) - MOST_LINKS),
        index=index,
        name=lambda one: one_line(words.named(one), 160),
        answer=lambda one: one_line(one.answer, 160),
    )


def _links(edition: Edition, records: Sequence[Record]) -> list[Relation]:
    """The links among `records` that are drawn, the weightiest kinds first."""
    shown = {record.path for record in records}
    order = list(VERBS)
    found = [
        one
        for one in edition.log.relations
        if one.kind in VERBS and {one.source.path, one.target.path} <= shown
    ]
    return sorted(found, key=lambda one: order.index(one.kind))


def _sentence(edition: Edition, output: str, one: Relation) -> tuple[str, str, str, str, str]:
    pages = edition.names.records
    verb = VERBS[one.kind]
    if one.kind == "supersedes" and one.source not in edition.log.successors(one.target):
        verb = "would replace"
    return (
        relative(output, pages[one.source.path]),
        one_line(words.named(one.source), 160),
        verb,
        relative(output, pages[one.target.path]),
        one_line(words.named(one.target), 160),
    )
