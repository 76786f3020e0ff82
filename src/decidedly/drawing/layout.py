"""Where each record stands: its column (time), its lane (component) and its row.

A supersession chain shares a row, so that it reads as one straight line; rows are ordered so that links are short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from decidedly.drawing.columns import Column, columns_of
from decidedly.drawing.kinds import NEXT, STYLES, kind_of
from decidedly.log import Log
from decidedly.record import Record

_SWEEPS = 8
_WEIGHT = {"sup": 4.0, "would": 3.0, "con": 1.0, "": 1.0}
_GREY = ("amends", "refines", "depends-on", "relates-to")


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from node `start` to node `end` (indices), which says the relation's `kind` as it is told (`kind_of`).

    `style` is the class of the stroke: "sup" replaces, "would" would replace, "con" conflicts, "" everything else.
    `turned` tells that the line runs from the relation's target to its source. `also` are the other relations of the two
    that have no line of their own.
    """

    start: int
    end: int
    style: str
    kind: str
    turned: bool
    also: tuple[Edge, ...] = ()


@dataclass
class Layout:
    """Everything that has a place: node i is `records[i]`, in `column[i]`, `lane[i]` and `row[i]` (counted over all lanes)."""

    records: Sequence[Record]
    column: list[int]
    lane: list[int]
    row: list[int]
    columns: list[Column]
    lanes: list[str]
    edges: list[Edge]
    lane_of_row: list[int] = field(default_factory=list)


def place(log: Log, records: Sequence[Record]) -> Layout:
    """Give every one of `records` its column, lane and row, and choose the links to draw between them."""
    number = {record.path: at for at, record in enumerate(records)}
    edges = _edges(log, number)
    lanes: dict[str, int] = {}
    lane = [lanes.setdefault(log.component(record), len(lanes)) for record in records]
    if "" in lanes and len(lanes) > 1:  # records of no component come last
        order = [*(name for name in lanes if name), ""]
        moved = {lanes[name]: at for at, name in enumerate(order)}
        lane = [moved[one] for one in lane]
        lanes = {name: at for at, name in enumerate(order)}
    column, columns = columns_of(records, lane)
    layout = Layout(records, column, lane, [0] * len(records), columns, list(lanes), edges)
    _rows(layout)
    return layout


def _edges(log: Log, number: dict[str, int]) -> list[Edge]:
    """One line for each style between two records; a grey one only where no other joins them."""
    found: dict[tuple[int, int], list[Edge]] = {}
    rank = {kind: at for at, kind in enumerate(_GREY)}
    for relation in sorted(
        log.relations, key=lambda one: (one.kind == "mentions", rank.get(one.kind, len(rank)))
    ):
        source, target = number.get(relation.source.path), number.get(relation.target.path)
        if source is None or target is None or source == target:
            continue
        kind = kind_of(relation)
        style, turned = STYLES.get(kind, ""), kind in NEXT
        start, end = (target, source) if turned else (source, target)
        edge = Edge(start, end, style, kind, turned)
        pair = found.setdefault((min(start, end), max(start, end)), [])
        if edge not in pair:
            pair.append(edge)
    chosen = [edge for pair in found.values() for edge in _drawn(pair)]
    return sorted(chosen, key=lambda edge: (edge.start, edge.end, edge.style))


def _drawn(pair: list[Edge]) -> list[Edge]:
    """The lines between two records: the first of each style; the first of all tells what has none."""
    styles = {edge.style: edge for edge in reversed(pair)}
    lines = [edge for edge in pair if styles[edge.style] is edge and (edge.style or len(styles) == 1)]
    rest = tuple(edge for edge in pair if not any(edge is line for line in lines))
    return [replace(lines[0], also=rest), *lines[1:]]


def _strands(layout: Layout) -> list[list[int]]:
    """Chains of one lane that go strictly forward in time: supersession first, then what would supersede."""
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    column, lane = layout.column, layout.lane
    links = [
        edge
        for edge in layout.edges
        if edge.style in ("sup", "would")
        and lane[edge.start] == lane[edge.end]
        and column[edge.start] < column[edge.end]
    ]
    partly = "supersedes-in-part"
    links.sort(key=lambda e: (e.style, e.kind == partly, column[e.end] - column[e.start], e.start, e.end))
    for edge in links:
        if edge.start not in after and edge.end not in before:
            after[edge.start], before[edge.end] = edge.end, edge.start
    strands = []
    for at in range(len(layout.records)):
        if at not in before:
            strand = [at]
            while strand[-1] in after:
                strand.append(after[strand[-1]])
            strands.append(strand)
    return strands


def _rows(layout: Layout) -> None:
    """Put each strand on a row of its lane, as near as it goes to what it is linked with, in as few rows as time allows.

    Strands are taken in order of their first column, so that a lane never needs more rows than strands that overlap.
    """
    strands = _strands(layout)
    of_node = {at: number for number, strand in enumerate(strands) for at in strand}
    near: list[list[tuple[int, float]]] = [[] for _ in strands]
    for edge in layout.edges:
        one, other = of_node[edge.start], of_node[edge.end]
        if one != other:
            weight = 0.5 if edge.kind == "mentions" else _WEIGHT[edge.style]
            near[one].append((other, weight))
            near[other].append((one, weight))
    by_lane: list[list[int]] = [[] for _ in layout.lanes]
    for number, strand in enumerate(strands):
        by_lane[layout.lane[strand[0]]].append(number)
    spans = [(layout.column[strand[0]], layout.column[strand[-1]]) for strand in strands]

    rows: dict[int, int] = {}
    best: tuple[float, dict[int, int], int] | None = None
    for _ in range(_SWEEPS):
        rows, height = _sweep(by_lane, spans, near, rows)
        cost = sum(
            weight * abs(rows[one] - rows[other]) for one, links in enumerate(near) for other, weight in links
        )
        if best is None or cost < best[0]:
            best = (cost, rows, height)
    if best is not None:
        rows = best[1]
        layout.lane_of_row = [0] * best[2]
    for number, strand in enumerate(strands):
        for at in strand:
            layout.row[at] = rows[number]
            layout.lane_of_row[rows[number]] = layout.lane[at]


def _sweep(
    by_lane: list[list[int]],
    spans: list[tuple[int, int]],
    near: list[list[tuple[int, float]]],
    before: dict[int, int],
) -> tuple[dict[int, int], int]:
    """Rows of all strands, and how many there are, given the rows of the sweep before."""
    rows: dict[int, int] = {}
    top = 0
    for members in by_lane:
        wish: dict[int, float] = {}
        for number in members:
            pulls = [(before[other], weight) for other, weight in near[number] if other in before]
            total = sum(weight for _, weight in pulls)
            wish[number] = (
                sum(row * weight for row, weight in pulls) / total if total else before.get(number, 0)
            )
        ends: list[int] = []  # the last column taken in each row of the lane
        for number in sorted(members, key=lambda one: (spans[one][0], wish[one], -spans[one][1], one)):
            placed = [(rows[other], weight) for other, weight in near[number] if other in rows]
            if before:
                goal = wish[number]
            else:
                total = sum(weight for _, weight in placed)
                goal = sum(row * weight for row, weight in placed) / total if total else top
            free = [row for row, end in enumerate(ends) if end < spans[number][0]]
            if free:
                row = min(free, key=lambda one: (abs(top + one - goal), one))
            else:
                row = len(ends)
                ends.append(-1)
            ends[row] = spans[number][1]
            rows[number] = top + row
        top += len(ends)
    return rows, top
