"""The picture of a log: time from left to right, a lane for each component, lineage as straight lines.

Columns are the months that have decisions; records without a date stand in a column of their own. The picture is a pure
function of the report: the same records give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from decidedly.drawing.layout import place, style_of
from decidedly.drawing.route import route
from decidedly.drawing.svg import empty, label_of, lane_width, render
from decidedly.log import Relation
from decidedly.record import Record
from decidedly.report import Report

__all__ = ["Drawing", "draw", "lineages", "loose_links"]


@dataclass(frozen=True)
class Drawing:
    """A finished picture: its SVG, its size in pixels, how many records it shows, its lanes and months in order."""

    svg: str
    width: int
    height: int
    nodes: int
    lanes: tuple[str, ...]
    months: tuple[str, ...] = ()


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
    months = tuple(column.label for column in layout.columns if column.label)
    return Drawing(
        svg, round(geometry.width), round(geometry.bottom) + 12, len(shown), tuple(layout.lanes), months
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
