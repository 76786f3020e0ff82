"""The picture as SVG text: inline for a page that has its own stylesheet, or a file that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from decidedly.drawing.kinds import ENDS, STYLES, verb_of
from decidedly.drawing.layout import Edge, Layout
from decidedly.drawing.metrics import clean, fit, width
from decidedly.drawing.route import HEAD, HEADER, NODE_WIDTH, Geometry
from decidedly.lifecycle import NAMES, RETIRED
from decidedly.log import Log
from decidedly.record import Record
from decidedly.text import without_kind

Point = tuple[float, float]

LABEL = 36  # from a box's left side to its words
LINE = 16  # from one line of a title to the next
NARROW, BROAD = 92, 154
"""How much room the names of lanes take. The stylesheet of a page knows both, 8 pixels less."""
_RADIUS = 10
_TIP = 1.5  # between an arrowhead and the box it points at
_NAME_LINE = 17
_SAFE_HREF = re.compile(r"(?:https?:|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x1f]+")  # what browsers leave out of an address
_MARKS = {name: name for name in NAMES} | {"withdrawn": "rejected"}
_RING = '<circle cx="8" cy="8" r="6.1" fill="none" stroke="currentColor" stroke-width="1.8"/>'
_SYMBOLS = {
    "accepted": '<circle cx="8" cy="8" r="7" fill="currentColor"/><path class="tick" d="M4.7 8.3l2.3 2.3 4.4-4.8" fill="none"'
    ' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
    "proposed": _RING + '<circle cx="8" cy="8" r="2.1" fill="currentColor"/>',
    "draft": _RING.replace("/>", ' stroke-dasharray="2.6 2.19"/>'),
    "rejected": _RING + '<path d="M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
    "deprecated": _RING + '<path d="M4.8 8h6.4" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
    "superseded": _RING + '<path d="M5 8h5.6M8.2 5.3L10.9 8l-2.7 2.7" fill="none" stroke="currentColor" stroke-width="1.7"'
    ' stroke-linecap="round" stroke-linejoin="round"/>',
}  # fmt: skip
_COLOURS = {
    # name: light, dark
    "surface": ("#fff", "#171d1a"),
    "sunk": ("#f1f3ef", "#0a0e0c"),
    "ink": ("#15201b", "#e7ece8"),
    "muted": ("#515c56", "#a2ada6"),
    "edge": ("#7d8781", "#6d7872"),
    "accepted": ("#1e7c4c", "#58b981"),
    "proposed": ("#2c66c7", "#6c9fe8"),
    "draft": ("#727c76", "#8b958f"),
    "rejected": ("#c3382e", "#e0695d"),
    "withdrawn": ("#727c76", "#8b958f"),
    "deprecated": ("#a4650c", "#c9933a"),
    "superseded": ("#7857b3", "#a384db"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one box: its id, one or two lines of title."""

    id: str
    title: tuple[str, ...]

    @property
    def height(self) -> int:
        """How high the box has to be."""
        return 48 if len(self.title) < 2 else 48 + LINE


def label_of(record: Record) -> Label:
    """The words of `record`, cut to its box."""
    room = NODE_WIDTH - LABEL - 8
    return Label(
        (fit(record.id, room, 12, mono=True) or [""])[0],
        tuple(fit(without_kind(record.title), room, 13, lines=2)),
    )


def lane_width(names: Sequence[str]) -> float:
    """How much room the names of the lanes take at the left, with the space around them."""
    if not any(names):
        return 16
    words = [word for name in names for word in clean(name).split()]
    longest = max((width(word, 13, bold=True) for word in words), default=0)
    return NARROW if longest <= NARROW - 28 else BROAD


def empty(label: str, standalone: bool) -> str:
    """What is shown for no records at all."""
    return "".join(
        [
            *_open(320, 64, label, standalone),
            '<text class="axis" x="16" y="37">No decisions yet</text></svg>',
            "\n" * standalone,
        ]
    )


def render(
    log: Log,
    layout: Layout,
    geometry: Geometry,
    labels: Sequence[Label],
    *,
    margin: float,
    href: Callable[[Record], str] | None,
    standalone: bool,
    label: str,
) -> str:
    """The whole picture: lanes, axis, lines, and boxes in reading order (lane, then time)."""
    slugs = [log.slug(record) for record in layout.records]
    parts = _open(geometry.width, geometry.bottom + 12, label, standalone)
    parts += _lanes(layout, geometry, margin)
    parts += (
        f'<text class="axis" x="{_n(x)}" y="28">{column.label}</text>'
        for x, column in zip(geometry.left, layout.columns, strict=True)
        if column.label
    )
    parts += (f'<path class="brk" d="M{_n(x)} {HEADER}V{_n(geometry.bottom)}"/>' for x in geometry.folds)
    # Grey lines first, so that the others lie on them.
    order = {"": 0, "con": 1, "would": 2, "sup": 3}
    for edge, points in sorted(geometry.lines, key=lambda line: order[line[0].style]):
        parts.append(_line(edge, points, slugs, [record.id for record in layout.records]))
    nodes = sorted(
        range(len(layout.records)), key=lambda at: (layout.lane[at], layout.column[at], layout.row[at])
    )
    for at in nodes:
        record = layout.records[at]
        x, y, height = (
            geometry.left[layout.column[at]],
            geometry.top[layout.row[at]],
            geometry.height[layout.row[at]],
        )
        target = href(record) if href else None
        parts.append(_node(log, record, slugs[at], labels[at], x, y, height, target))
    return "".join([*parts, "</svg>", "\n" * standalone])


def _open(wide: float, high: float, label: str, standalone: bool) -> list[str]:
    """The opening tag; for a file also its colours, marks and ground."""
    size = f'viewBox="0 0 {_n(wide)} {_n(high)}" width="{_n(wide)}" height="{_n(high)}"'
    name = f'role="group" aria-label="{_escape(label)}"'
    if not standalone:
        return [f'<svg class="graph" {size} {name}>']
    symbols = "".join(
        f'<symbol id="s-{key}" viewBox="0 0 16 16">{shape}</symbol>' for key, shape in _SYMBOLS.items()
    )
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" {size} {name}>',
        f"<title>{_escape(label)}</title><style>{_style()}</style><defs>{symbols}</defs>",
        '<rect class="ground" width="100%" height="100%"/>',
    ]


def _style() -> str:
    """The stylesheet of a file. Colours are written out, for programs that know no CSS variables."""

    def colours(which: int) -> str:
        c = {name: pair[which] for name, pair in _COLOURS.items()}
        return (
            f".ground,.node rect{{fill:{c['surface']}}}.lane{{fill:{c['sunk']}}}text{{fill:{c['ink']}}}"
            f".axis,.node .gid,.node.retired text{{fill:{c['muted']}}}.node rect,.brk,.e{{stroke:{c['edge']}}}"
            f".e.sup{{stroke:{c['superseded']}}}.head.full{{fill:{c['superseded']}}}.head.diamond{{fill:{c['edge']}}}"
            f".head.hollow{{fill:{c['surface']}}}.e.would{{stroke:{c['proposed']}}}.e.con{{stroke:{c['rejected']}}}"
            f".tick{{stroke:{c['surface']}}}.node{{color:{c['draft']}}}a:hover rect,a:focus rect{{stroke:{c['ink']}}}"
            + "".join(f".s-{name}{{color:{c[name]}}}" for name in NAMES)
        )

    return (
        'svg{font:400 13px Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif}'
        ".lane-n{font-weight:600}.gid{font-family:ui-monospace,\"SF Mono\",\"Cascadia Mono\",Consolas,\"DejaVu Sans Mono\",monospace;"
        "font-size:12px}.retired rect{stroke-dasharray:3 3}a:hover rect,a:focus rect{stroke-width:2}.e,.brk{fill:none}"
        ".e{stroke-width:1.5}.e.sup{stroke-width:2.5}.e.would{stroke-width:2;stroke-dasharray:6 4}.e.con{stroke-width:2;"
        "stroke-dasharray:2 3}[data-kind=supersedes-in-part]{stroke-dasharray:12 3 3 3}[data-kind=amends]{stroke-dasharray:10 3 2 3 2 3}"
        "[data-kind=refines]{stroke-dasharray:10 3}.e[data-kind=relates-to]{stroke-width:1}"
        ".e[data-kind=mentions]{stroke-width:1.25;stroke-dasharray:1 4}"
        ".e.head{stroke-dasharray:none;stroke-linecap:round;stroke-linejoin:round}.brk{stroke-dasharray:2 4}"
        f"{colours(0)}@media (prefers-color-scheme:dark){{{colours(1)}}}"
    )  # fmt: skip


def _lanes(layout: Layout, geometry: Geometry, margin: float) -> list[str]:
    parts = []
    for name, (top, bottom) in zip(layout.lanes, geometry.bands, strict=True):
        parts.append(
            f'<rect class="lane" x="0" y="{_n(top)}" width="{_n(geometry.width)}" height="{_n(bottom - top)}"/>'
        )
        shown = fit(name, margin - 28, 13, lines=max(1, int((bottom - top - 14) // _NAME_LINE)), bold=True)
        if not shown:
            continue
        whole = clean(name)
        title = f"<title>{_escape(whole)}</title>" if " ".join(shown) != whole else ""
        lines = "".join(
            f'<tspan x="16" y="{_n(top + 28 + at * _NAME_LINE)}">{_escape(line)}</tspan>'
            for at, line in enumerate(shown)
        )
        parts.append(f'<text class="lane-n">{title}{lines}</text>')
    return parts


def _node(
    log: Log, record: Record, slug: str, label: Label, x: float, y: float, height: int, target: str | None
) -> str:
    """One box: its mark, id and title; the whole title and the answer where the pointer rests."""
    status = record.status.name if record.status else ""
    if status in ("", "accepted") and log.successors(record):
        status = "superseded"  # only the other end says so
    retired = status in RETIRED
    look = status if status in NAMES else "other" if status else "none"
    classes = f"node s-{look}{' retired' * retired}"
    state = status or "no status"
    answer = f" → {record.answer}" if record.answer else ""
    title = _escape(clean(f"{record.id} {record.title} ({state}){answer}"))
    tag, link = ("a", f' href="{_escape(_safe(target))}"') if target is not None else ("g", "")
    first = (height - 12 - LINE * len(label.title)) / 2 + 11
    words = "".join(
        f'<text x="0" y="{_n(first + LINE * (at + 1) + 1)}">{_escape(line)}</text>'
        for at, line in enumerate(label.title)
    )
    mark = f'<use href="#s-{_MARKS[status]}"/>' if status in _MARKS else _RING
    # The inner <svg> cuts off whatever a strange font makes wider than the table of widths says.
    return (
        f'<{tag}{link} class="{classes}" data-id="{_escape(slug)}" transform="translate({_n(x)} {_n(y)})"><title>{title}</title>'
        f'<rect width="{NODE_WIDTH}" height="{height}" rx="7"/>'
        f'<svg x="10" y="{_n((height - 18) / 2)}" width="18" height="18" viewBox="0 0 16 16">{mark}</svg>'
        f'<svg x="{LABEL}" y="0" width="{NODE_WIDTH - LABEL - 4}" height="{height}">'
        f'<text class="gid" x="0" y="{_n(first)}">{_escape(label.id)}</text>{words}</svg></{tag}>'
    )


def _line(edge: Edge, points: list[Point], slugs: Sequence[str], ids: Sequence[str]) -> str:
    """One line and what stands at its end. `data-from`, `data-kind`, `data-to` and the title state the relation; an arrow
    shows the way to read."""
    source, target = _ends(edge)
    data = f'data-from="{_escape(slugs[source])}" data-kind="{_escape(edge.kind)}" data-to="{_escape(slugs[target])}"'
    if edge.also:
        data += f' data-also="{_escape("|".join(dict.fromkeys(one.kind for one in edge.also)))}"'
    told = []
    for one in (edge, *edge.also):
        source, target = _ends(one)
        told.append(" ".join(part for part in (ids[source], verb_of(one.kind), ids[target]) if part))
    return _stroke(edge.kind, edge.style, points, f" {data}", f"<title>{_escape('; '.join(told))}</title>")


def _ends(edge: Edge) -> tuple[int, int]:
    """The relation's source and target."""
    return (edge.end, edge.start) if edge.turned else (edge.start, edge.end)


def sample(kind: str) -> str:
    """A short line of `kind`, 38 by 12 pixels, for a key."""
    return _stroke(kind, STYLES.get(kind, ""), [(1, 6), (37, 6)], f' data-kind="{_escape(kind)}"', "")


def _stroke(kind: str, style: str, points: list[Point], data: str, title: str) -> str:
    end = ENDS.get(kind, "")
    classes = f"e {style}".strip()
    (x0, _), (x1, y) = points[-2:]
    way = 1 if x1 > x0 else -1
    tip = x1 - way * _TIP
    if end in ("full", "open", "hollow"):
        points = [*points[:-1], (tip - way, y)]
    line = f'<path class="{classes}"{data} d="{_path(points)}">{title}</path>'
    if not title:
        line = line.replace("></path>", "/>")
    if not end:
        return line
    if end == "bars":
        (ax, ay), (bx, _) = points[:2]
        start = ax + (3 if bx > ax else -3)
        shape = _poly((start, ay - 4), (start, ay + 4)) + _poly((x1 - way * 3, y - 4), (x1 - way * 3, y + 4))
    elif end == "diamond":
        middle = tip - way * 4
        shape = _poly((middle + way * 4, y), (middle, y - 3.5), (middle - way * 4, y), (middle, y + 3.5))
        shape += f"L{_n(middle + way * 4)} {_n(y)}"
    else:
        back = tip - way * HEAD
        shape = _poly((back, y - 4.5), (tip, y), (back, y + 4.5))
        shape += f"L{_n(back)} {_n(y - 4.5)}" if end != "open" else ""
    look = f" {end}" if end in ("full", "hollow", "diamond") else ""
    return f'{line}<path class="{classes} head{look}"{data} d="{shape}"/>'


def _poly(*points: Point) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _path(points: list[Point]) -> str:
    """Straight stretches with rounded corners."""
    (x, y), *rest = points
    parts = [f"M{_n(x)} {_n(y)}"]
    for at, (cx, cy) in enumerate(rest):
        if at + 1 == len(rest):
            parts.append(f"L{_n(cx)} {_n(cy)}")
            break
        nx, ny = rest[at + 1]
        before, after = abs(cx - x) + abs(cy - y), abs(nx - cx) + abs(ny - cy)
        # An inner stretch is shared by two corners; an outer one keeps a bit for the arrowhead.
        radius = min(
            _RADIUS, before / 2 if at else before - 2, after / 2 if at + 2 < len(rest) else after - HEAD
        )
        if radius < 1:
            parts.append(f"L{_n(cx)} {_n(cy)}")
        else:
            ax, ay = _toward((cx, cy), (x, y), radius)
            bx, by = _toward((cx, cy), (nx, ny), radius)
            parts.append(f"L{_n(ax)} {_n(ay)}Q{_n(cx)} {_n(cy)} {_n(bx)} {_n(by)}")
        x, y = cx, cy
    return "".join(parts)


def _toward(start: Point, end: Point, length: float) -> Point:
    """The point `length` away from `start` on the (upright or level) way to `end`."""
    (x, y), (ex, ey) = start, end
    return (x + length * ((ex > x) - (ex < x)), y + length * ((ey > y) - (ey < y)))


def _safe(target: str) -> str:
    """`target`, which is relative or on the web; anything else that looks like a scheme is made a relative path."""
    target = _IGNORED.sub("", target).strip().replace(" ", "%20")
    return target if _SAFE_HREF.match(target) else "./" + target


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


def _escape(words: str) -> str:
    return escape(clean(words))
