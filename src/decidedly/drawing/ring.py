"""The parts of a big log on a ring, with a line between two that are linked: the wider, the more links there are.

Boxes stand on an ellipse that grows with their number; lines bend towards its middle, so that none runs through a box.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from decidedly.drawing.metrics import clean, fit

MOST_PARTS = 20
"""More parts would be a wheel of lines that tells nothing."""

WIDTH, HEIGHT = 152.0, 46.0
"""Of a box."""

GAP = 10.0
"""Between two boxes at least."""

WEIGHTS = tuple(
    f'stroke-width="{width}" opacity="{share}"'
    for width, share in (("1", ".3"), ("1.5", ".45"), ("2.5", ".6"), ("4", ".75"), ("6", ".9"))
)
"""How lines look, from the lightest to the weightiest."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One part: what it is called, how many records it has, and where it leads."""

    name: str
    count: int
    href: str


def ring(stops: Sequence[Stop], links: Mapping[tuple[int, int], int], label: str) -> str:
    """The picture as an inline SVG; `links`: how many there are between two parts, by their places in `stops`."""
    count = len(stops)
    across, down = radii(count)
    wide, high = 2 * across + WIDTH + 24, 2 * down + HEIGHT + 24
    middles = places(count, across, down, wide / 2, high / 2)
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    parts = [f'<svg class="graph ring" {size} role="group" aria-label="{_escape(label)}">']
    most = max(links.values(), default=1)
    for (one, other), number in sorted(links.items(), key=lambda pair: (pair[1], pair[0])):
        start, bend, end = curve(middles[one], middles[other], (wide / 2, high / 2))
        words = f"{stops[one].name} and {stops[other].name}: {number} link{'' if number == 1 else 's'}"
        parts.append(
            f'<path {WEIGHTS[_weight(number, most)]} d="M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}">'
            f"<title>{_escape(words)}</title></path>"
        )
    for (x, y), stop in zip(middles, stops, strict=True):
        name = "".join(fit(stop.name, WIDTH - 24, 13, bold=True))
        parts.append(
            f'<a href="{_escape(stop.href)}"><g class="node"><title>{_escape(stop.name)}</title>'
            f'<rect x="{x - WIDTH / 2:.1f}" y="{y - HEIGHT / 2:.1f}" width="{WIDTH:.0f}" height="{HEIGHT:.0f}" rx="7"/>'
            f'<text class="lane-n" text-anchor="middle" x="{x:.1f}" y="{y - 3:.1f}">{_escape(name)}</text>'
            f'<text class="axis" text-anchor="middle" x="{x:.1f}" y="{y + 14:.1f}">'
            f"{stop.count} decision{'' if stop.count == 1 else 's'}</text></g></a>"
        )
    return "".join((*parts, "</svg>"))


def radii(count: int) -> tuple[float, float]:
    """How wide and how high half a ring has to be for so many boxes."""
    across, down = 300.0, 150.0
    while not _fits(places(count, across, down, 0, 0)):
        across, down = across * 1.04, down * 1.04
    return across, down


def _fits(middles: Sequence[tuple[float, float]]) -> bool:
    pairs = zip(middles, (*middles[1:], middles[0]), strict=True)
    return len(middles) < 2 or all(
        abs(ax - bx) >= WIDTH + GAP or abs(ay - by) >= HEIGHT + GAP for (ax, ay), (bx, by) in pairs
    )


def places(count: int, across: float, down: float, x: float, y: float) -> list[tuple[float, float]]:
    """The middles of the boxes, the first at the top, then clockwise."""
    turns = [2 * math.pi * at / count - math.pi / 2 for at in range(count)]
    return [(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]


def curve(
    one: tuple[float, float], other: tuple[float, float], centre: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """The start, the bend and the end of a line between two boxes: it leaves each towards the middle of the ring."""
    start, end = _edge(one, centre), _edge(other, centre)
    half = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return start, (centre[0] + 0.2 * (half[0] - centre[0]), centre[1] + 0.2 * (half[1] - centre[1])), end


def _weight(number: int, most: int) -> int:
    """From 0 to 4, how weighty a line is."""
    return min(4, 5 * (number - 1) // most)


def _edge(middle: tuple[float, float], centre: tuple[float, float]) -> tuple[float, float]:
    """Where the way from a box's middle to the ring's leaves the box."""
    dx, dy = centre[0] - middle[0], centre[1] - middle[1]
    share = min(
        WIDTH / 2 / abs(dx) if dx else math.inf, HEIGHT / 2 / abs(dy) if dy else math.inf, 1.0
    )  # of the way
    return middle[0] + share * dx, middle[1] + share * dy


def _escape(words: str) -> str:
    return escape(clean(words))
