"""How each line goes: along the gutters between columns and rows, never across a box.

A line leaves a box at its side, runs in a vertical gutter, and where it has further to go along a row that is empty
between its ends or along the gap between two rows. Lines that would coincide get tracks of their own; gutters and gaps
are as wide as their tracks need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from decidedly.drawing.layout import Edge, Layout

NODE_WIDTH = 160
HEADER = 44
HEAD = 6  # length of an arrowhead
_GUTTER = 22  # between columns, without tracks
_SIDE = 12  # from a box to the first track
_FOLD = 6  # more room where months are folded
_GAP = 12  # between rows; also from a row to its lane's edge
_BETWEEN = 6  # between lanes
_OFFSETS = (0, -7, 7, -14, 14)  # ports at the side of a box, from its middle
_OWN = 3  # ports that one side of a box takes for itself
_CLEAR = 5  # lines in one track keep this distance
_PRIORITY = {"sup": 0, "would": 1, "con": 2, "": 3}


@dataclass(slots=True)
class _Plan:
    """One line, from its left node `a` to its right node `b`, in ports, gutters and tracks."""

    edge: Edge
    a: int
    b: int
    port_a: int = 0
    port_b: int = 0
    run: str = "straight"  # or "a", "b" (along that node's row), "gap", "loop" (same column)
    gap: int = 0
    track: int = 0
    vertical: list[int] = field(default_factory=list)  # track in each vertical gutter passed


@dataclass(frozen=True)
class Geometry:
    """Pixels: `left[column]`, `top[row]`, `height[row]`, each lane's top and bottom, each line's corner points."""

    left: list[float]
    top: list[float]
    height: list[int]
    bands: list[tuple[float, float]]
    folds: list[float]
    lines: list[tuple[Edge, list[tuple[float, float]]]]
    width: float
    bottom: float


def route(layout: Layout, heights: Sequence[int], margin: float) -> Geometry:
    """Route every edge of `layout`, whose rows are `heights` high and whose first gutter starts at `margin`."""
    plans = _Planner(layout).plan()
    top, bands, tracks_y, bottom = _vertical_places(layout, heights, plans)

    def port(node: int, number: int) -> float:
        row = layout.row[node]
        return top[row] + heights[row] / 2 + _OFFSETS[number]

    def level(plan: _Plan) -> float:
        return tracks_y[plan.gap][plan.track]

    # Vertical stretches: gutter → (from, to, plan, which of its stretches).
    stretches: dict[int, list[tuple[float, float, _Plan, int]]] = {}
    for plan in plans:
        ya, yb = port(plan.a, plan.port_a), port(plan.b, plan.port_b)
        ca, cb = layout.column[plan.a], layout.column[plan.b]
        if plan.run == "gap":
            stretches.setdefault(ca + 1, []).append((ya, level(plan), plan, 0))
            stretches.setdefault(cb, []).append((level(plan), yb, plan, 1))
        elif plan.run != "straight":
            stretches.setdefault(ca + 1 if plan.run == "b" else cb, []).append((ya, yb, plan, 0))
        plan.vertical = [0] * (2 if plan.run == "gap" else 0 if plan.run == "straight" else 1)
    counts = {gutter: _tracks(found) for gutter, found in stretches.items()}
    left, tracks_x, folds, width = _horizontal_places(layout, counts, margin)

    lines = []
    for plan in plans:
        ya, yb = port(plan.a, plan.port_a), port(plan.b, plan.port_b)
        ca, cb = layout.column[plan.a], layout.column[plan.b]
        right, target = left[ca] + NODE_WIDTH, left[cb]
        if plan.run == "straight":
            points = [(right, ya), (target, yb)]
        elif plan.run == "gap":
            x0, x1, y = tracks_x[ca + 1][plan.vertical[0]], tracks_x[cb][plan.vertical[1]], level(plan)
            points = [(right, ya), (x0, ya), (x0, y), (x1, y), (x1, yb), (target, yb)]
        else:
            x = tracks_x[ca + 1 if plan.run == "b" else cb][plan.vertical[0]]
            points = [(target if plan.run == "loop" else right, ya), (x, ya), (x, yb), (target, yb)]
        lines.append((plan.edge, points if plan.edge.start == plan.a else points[::-1]))
    return Geometry(left, top, list(heights), bands, folds, lines, width, bottom)


class _Planner:
    """Chooses ports, runs and horizontal tracks. Occupied stretches are bit sets: 2c is the gutter left of column c, 2c+1 the column."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        rows = len(layout.lane_of_row)
        self.boxes = [0] * rows  # columns with a box, per row
        for column, row in zip(layout.column, layout.row, strict=True):
            self.boxes[row] |= 1 << (2 * column + 1)
        self.ports = [[0] * len(_OFFSETS) for _ in range(rows)]  # taken stretches, per row and port
        self.own: dict[tuple[int, bool], list[int]] = {}  # ports of a box's side
        self.gaps: list[list[int]] = [[] for _ in range(rows + 1)]  # taken stretches, per gap and track
        self.load: dict[int, int] = {}  # lines in each vertical gutter

    def plan(self) -> list[_Plan]:
        column, row = self.layout.column, self.layout.row
        plans = []
        for edge in self.layout.edges:
            a, b = sorted((edge.start, edge.end), key=lambda at: (column[at], row[at], at))
            plans.append(_Plan(edge, a, b))
        plans.sort(
            key=lambda one: (
                _PRIORITY[one.edge.style],
                column[one.b] - column[one.a],
                abs(row[one.b] - row[one.a]),
                one.a,
                one.b,
            )
        )
        rest = [plan for plan in plans if not self._straight(plan)]
        rest.sort(key=lambda one: column[one.b] - column[one.a])  # near ones first: they have the fewest ways
        for plan in rest:
            self._bend(plan)
        return plans

    def _straight(self, plan: _Plan) -> bool:
        """Take the straight way along the row that both ends share, if nothing is in it."""
        row, ca, cb = self.layout.row[plan.a], self.layout.column[plan.a], self.layout.column[plan.b]
        between = _bits(2 * ca + 2, 2 * cb)
        if self.layout.row[plan.b] != row or ca == cb or self.boxes[row] & between:
            return False
        for number in range(len(_OFFSETS)):
            if not self.ports[row][number] & between:
                self.ports[row][number] |= between
                self.own.setdefault((plan.a, True), []).append(number)
                self.own.setdefault((plan.b, False), []).append(number)
                plan.port_a = plan.port_b = number
                return True
        return False

    def _bend(self, plan: _Plan) -> None:
        column, row = self.layout.column, self.layout.row
        ca, cb, ra, rb = column[plan.a], column[plan.b], row[plan.a], row[plan.b]
        down = rb > ra
        if ca == cb:
            plan.run = "loop"
            plan.port_a = self._port(plan.a, False, down)
            plan.port_b = self._port(plan.b, False, not down)
            self._count(ca)
            return
        runs = [
            (self.load.get(gutter, 0), run, taken)
            for run, at, far, stretch, gutter in (
                ("b", rb, plan.b, _bits(2 * ca + 2, 2 * cb), ca + 1),
                ("a", ra, plan.a, _bits(2 * ca + 2, 2 * cb), cb),
            )
            if not self.boxes[at] & stretch
            and (taken := self._free(at, stretch, down == (far == plan.a))) is not None
        ]
        if runs:
            _, plan.run, number = min(runs, key=lambda one: one[0])
            stretch = _bits(2 * ca + 2, 2 * cb)
            if plan.run == "b":
                self._take(plan.b, False, number, stretch)
                plan.port_a, plan.port_b = self._port(plan.a, True, down), number
                self._count(ca + 1)
            else:
                self._take(plan.a, True, number, stretch)
                plan.port_a, plan.port_b = number, self._port(plan.b, False, not down)
                self._count(cb)
            return
        plan.run = "gap"
        near = (
            {ra + 1, rb, ra + 2, rb - 1}
            if down
            else {ra, rb + 1, ra - 1, rb + 2}
            if rb < ra
            else {ra, ra + 1}
        )
        low, high = (min(ra, rb) + 1, max(ra, rb)) if ra != rb else (ra, ra + 1)
        stretch = _bits(ca + 1, cb)
        plan.track, _, plan.gap = min(
            (self._first_track(gap, stretch), abs(gap - rb), gap) for gap in near if low <= gap <= high
        )
        tracks = self.gaps[plan.gap]
        if plan.track == len(tracks):
            tracks.append(0)
        tracks[plan.track] |= stretch
        plan.port_a = self._port(plan.a, True, plan.gap > ra)
        plan.port_b = self._port(plan.b, False, plan.gap > rb)
        self._count(ca + 1)
        self._count(cb)

    def _first_track(self, gap: int, stretch: int) -> int:
        return next(
            (at for at, taken in enumerate(self.gaps[gap]) if not taken & stretch), len(self.gaps[gap])
        )

    def _free(self, row: int, stretch: int, down: bool) -> int | None:
        order = (0, 2, 1, 4, 3) if down else (0, 1, 2, 3, 4)
        return next((number for number in order if not self.ports[row][number] & stretch), None)

    def _take(self, node: int, right: bool, number: int, stretch: int) -> None:
        self.ports[self.layout.row[node]][number] |= stretch
        self.own.setdefault((node, right), []).append(number)

    def _port(self, node: int, right: bool, down: bool) -> int:
        """A port for a line that leaves for the gutter beside the box; lines of one crowded side share theirs."""
        own = self.own.setdefault((node, right), [])
        stretch = 1 << (2 * self.layout.column[node] + (2 if right else 0))
        free = self._free(self.layout.row[node], stretch, down) if len(set(own)) < _OWN else None
        if free is None:
            free = min(set(own), key=lambda number: (own.count(number), number)) if own else 0
        self._take(node, right, free, stretch)
        return free

    def _count(self, gutter: int) -> None:
        self.load[gutter] = self.load.get(gutter, 0) + 1


def _bits(first: int, last: int) -> int:
    """A bit set with the bits `first` to `last`, both included."""
    return (1 << (last + 1)) - (1 << first)


def _pitch(count: int) -> int:
    """The distance of parallel tracks."""
    return 6 if count <= 6 else 5 if count <= 12 else 4


def _vertical_places(
    layout: Layout, heights: Sequence[int], plans: list[_Plan]
) -> tuple[list[float], list[tuple[float, float]], list[list[float]], float]:
    """Rows, lanes and the tracks of each gap, from top to bottom."""
    lane_of_row = layout.lane_of_row
    rows = len(lane_of_row)
    counts = [0] * (rows + 1)
    for plan in plans:
        if plan.run == "gap":
            counts[plan.gap] = max(counts[plan.gap], plan.track + 1)
    top: list[float] = []
    tracks: list[list[float]] = []
    bands: list[tuple[float, float]] = []
    y = start = float(HEADER)
    for gap in range(rows + 1):
        border = 0 < gap < rows and lane_of_row[gap - 1] != lane_of_row[gap]
        count = counts[gap]
        pitch = _pitch(count)
        size = max(
            2 * _GAP + _BETWEEN if border else _GAP, (count - 1) * pitch + _GAP + (_BETWEEN if border else 0)
        )
        first = y + (size - (count - 1) * pitch) / 2
        tracks.append([first + at * pitch for at in range(count)])
        if border:
            bands.append((start, y + (size - _BETWEEN) / 2))
            start = y + (size + _BETWEEN) / 2
        y += size
        if gap < rows:
            top.append(y)
            y += heights[gap]
    bands.append((start, y))
    return top, bands, tracks, y


def _tracks(stretches: list[tuple[float, float, _Plan, int]]) -> int:
    """Give each vertical stretch of one gutter a track, and return how many there are.

    Leftmost go those going down that start lowest, then those going up that start highest: neighbours cross least.
    Lines between two boxes of one column come last, longest first, so that they nest beside their boxes.
    """

    def order(one: tuple[float, float, _Plan, int]) -> tuple[int, float, float]:
        start, end, plan, _ = one
        if plan.run == "loop":
            return (2, -abs(end - start), start)
        return (0, -start, end) if end >= start else (1, start, end)

    taken: list[int] = []
    for start, end, plan, which in sorted(stretches, key=order):
        low, high = (int(min(start, end)) - _CLEAR) // 2, (int(max(start, end)) + _CLEAR) // 2
        stretch = _bits(max(low, 0), high)
        track = next((at for at, bits in enumerate(taken) if not bits & stretch), len(taken))
        if track == len(taken):
            taken.append(0)
        taken[track] |= stretch
        plan.vertical[which] = track
    return len(taken)


def _horizontal_places(
    layout: Layout, counts: dict[int, int], margin: float
) -> tuple[list[float], dict[int, list[float]], list[float], float]:
    """Columns, the tracks of each gutter and the dotted lines where months are folded, from left to right."""
    left: list[float] = []
    tracks: dict[int, list[float]] = {}
    folds: list[float] = []
    x = margin
    for gutter, column in enumerate(layout.columns):
        count = counts.get(gutter, 0)
        pitch = _pitch(count)
        lead = _FOLD if column.folded else 0
        needed = (count - 1) * pitch + 2 * _SIDE if count else 0
        size = max(needed, _GUTTER if gutter else 0)
        first = x + lead + (size - (count - 1) * pitch) / 2
        tracks[gutter] = [first + at * pitch for at in range(count)]
        if column.folded:
            folds.append(x + (lead if count else (lead + size) / 2))
        x += lead + size
        left.append(x)
        x += NODE_WIDTH
    return left, tracks, folds, x + 10
