"""The picture of a log: time from left to right, a lane for each component, lineage as straight lines.

Columns are the months that have decisions; records without a date stand in columns of their own. The picture is a pure
function of the report: the same records give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from decidedly.drawing.kinds import style_of
from decidedly.drawing.layout import place
from decidedly.drawing.route import route
from decidedly.drawing.svg import empty, label_of, lane_width, render, sample
from decidedly.log import Relation
from decidedly.record import Record
from decidedly.report import Report

__all__ = ["Drawing", "draw", "lineages", "loose_links", "sample"]


PAPER = (1009, 680)
"""What margins leave of A4, landscape, in pixels of CSS."""

COLUMN = 1078
"""How many pixels a drawing has between its borders where it is no wider than the text above it."""

SMALLEST = 0.5
"""A drawing that is scaled down further can't be read: its words are less than five points high."""


BESIDE = 8
"""Between the names of lanes that stay in sight and the first box."""


@dataclass(frozen=True)
class Drawing:
    """A finished picture: its SVG, its size in pixels, how many records it shows, its lanes and months in order.

    So that a page can keep the names in sight while the picture moves: `across` has each month's width and `down` each
    lane's height with the gap after it and without; `margin` is where the months begin, 0 where lanes have no names.
    """

    svg: str
    width: int
    height: int
    nodes: int
    lanes: tuple[str, ...]
    months: tuple[str, ...] = ()
    margin: int = 0
    lead: float = 0
    across: tuple[float, ...] = ()
    down: tuple[tuple[float, float], ...] = ()

    @property
    def wide(self) -> bool:
        """Whether it needs more room than the text above it has."""
        return self.width > COLUMN

    @property
    def on_paper(self) -> bool:
        """Whether it can be read on one landscape page of A4."""
        return min(PAPER[0] / self.width, PAPER[1] / self.height) >= SMALLEST


def draw(
    report: Report,
    *,
    href: Callable[[Record], str] | None = None,
    records: Sequence[Record] | None = None,
    standalone: bool = False,
    label: str = "Decisions over time",
) -> Drawing:
    """Draw `records` (all of the log's, unless given) and the links between them.

    `href` says where a box leads; without it boxes are no links. `standalone` gives an SVG file with its own colours and
    marks; otherwise an inline `<svg class="graph">` that relies on the page for its style and for the symbols `#s-accepted`,
    `#s-proposed`, `#s-draft`, `#s-rejected`, `#s-deprecated` and `#s-superseded`. `label` names the picture for those who
    can't see it.
    """
    shown = report.log.records if records is None else tuple(records)
    if not shown:
        return Drawing(empty(label, standalone), 320, 64, 0, ())
    layout = place(report.log, shown)
    labels = [label_of(record) for record in shown]
    heights = [0] * len(layout.lane_of_row)
    for row, words in zip(layout.row, labels, strict=True):
        heights[row] = max(heights[row], words.height)
    margin = lane_width(layout.lanes)
    geometry = route(layout, heights, margin)
    svg = render(
        report.log, layout, geometry, labels, margin=margin, href=href, standalone=standalone, label=label
    )
    starts = [at for at, column in enumerate(layout.columns) if column.label]
    edges = [*(geometry.left[at] for at in starts), geometry.width]
    tops = [top for top, _ in geometry.bands]
    named = round(margin) - BESIDE if any(layout.lanes) else 0
    return Drawing(
        svg,
        round(geometry.width),
        round(geometry.bottom) + 12,
        len(shown),
        tuple(layout.lanes),
        tuple(layout.columns[at].label for at in starts),
        named,
        round(edges[0] - named, 1),
        tuple(round(end - start, 1) for start, end in pairwise(edges)),
        tuple(
            (round(after - top, 1), round(bottom - top, 1))
            for (top, bottom), after in zip(geometry.bands, [*tops[1:], geometry.bottom + 12], strict=True)
        ),
    )


def lineages(report: Report, records: Sequence[Record] | None = None) -> tuple[tuple[Record, ...], ...]:
    """The chains of whole supersession among `records` (default: all), newest first, the chain with the newest record first."""
    shown = report.log.records if records is None else tuple(records)
    group = {record.path: {record.path} for record in shown}
    for one in report.log.relations:
        if _replaced(one) and one.source.path in group and one.target.path in group:
            small, large = sorted((group[one.source.path], group[one.target.path]), key=len)
            if small is not large:
                large |= small
                group.update(dict.fromkeys(small, large))
    chains = []
    for record in shown:
        members = group[record.path]
        if len(members) > 1:
            chains.append(tuple(one for one in reversed(report.log.lineage(record)) if one.path in members))
            members.clear()  # told once
    return tuple(sorted(chains, key=_newest, reverse=True))


def loose_links(report: Report, records: Sequence[Record] | None = None) -> tuple[Relation, ...]:
    """The links among `records` (default: all) that no lineage tells: all but whole supersession that took place."""
    shown = report.log.records if records is None else tuple(records)
    wanted = {record.path for record in shown}
    return tuple(
        one
        for one in report.log.relations
        if one.source.path in wanted and one.target.path in wanted and not _replaced(one)
    )


def _replaced(relation: Relation) -> bool:
    """Whether `relation` is a whole supersession that took place."""
    return relation.kind == "supersedes" and style_of(relation) == "sup"


def _newest(chain: tuple[Record, ...]) -> tuple[int, str]:
    return max((one.when.toordinal() if one.when else 0, one.path) for one in chain)
