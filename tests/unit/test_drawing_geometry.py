"""What the picture promises, checked on the SVG itself: nothing overlaps, every label fits, no line crosses a box."""

import cProfile
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pstats import Stats
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from decidedly.drawing import Drawing, draw
from decidedly.drawing.metrics import width
from decidedly.log import Log
from decidedly.record import Day, Link, Record, Status
from decidedly.report import Report
from decidedly.text import Source, Span

KINDS = (
    "supersedes", "superseded-by", "supersedes-in-part", "superseded-in-part-by", "amends", "amended-by", "depends-on",
    "required-by", "refines", "refined-by", "relates-to", "conflicts-with", "mentions", "inspired by",
)  # fmt: skip
STATUSES = (
    "accepted",
    "proposed",
    "draft",
    "rejected",
    "deprecated",
    "superseded",
    "withdrawn",
    "parked",
    None,
)
_SENTENCES = (
    "Use PostgreSQL Kafka billing service of the to in internationalisation Donaudampfschifffahrtsgesellschaft WWWWWWWWWWWWWWWW "
    "🚀 👩‍👩‍👧‍👦 データベースの選択について 데이터베이스 Выбор базы данных ﷽ שלום e̸͍̊ <b> &amp; iiiiii — retries/back-off"
)
WORDS = _SENTENCES.split()

# ---------------------------------------------------------------------------------------- logs to draw


def make_record(
    id: str,
    title: str = "A question",
    *,
    status: str | None = "accepted",
    day: date | None = None,
    component: str = "",
    answer: str = "",
    links: Iterable[tuple[str, str]] = (),
) -> Record:
    """A record in a file of its own; `links` are (kind, target)."""
    return Record(
        Source(f"{id.lower()}.md", ""),
        id,
        title,
        number=int(found[0]) if (found := re.search(r"\d+", id)) else None,
        prefix=re.split(r"\W|\d", id)[0],
        status=Status(status, status, known=status != "parked") if status else None,
        date=Day(day.isoformat(), day) if day else None,
        component=component,
        answer=answer,
        links=tuple(Link(kind, target, Span(0, 0)) for kind, target in links),
    )


def make_report(*records: Record) -> Report:
    """A report on a log of `records`."""
    return Report(Log(tuple(records)), date(2026, 2, 27))


def generated(count: int, seed: int, *, links: float = 1.2, lanes: int = 6, months: int = 30) -> Report:
    """A log of `count` records with everything that is hard to draw."""
    chance = random.Random(seed)
    found = []
    for number in range(1, count + 1):
        month = min(months - 1, max(0, int(number / count * months + chance.gauss(0, 2))))
        if chance.random() < 0.15:
            month = months // 2  # the month in which everything was written down
        day = (
            date(2020 + month * 2 // 12, 1 + month * 2 % 12, chance.randint(1, 28))
            if chance.random() > 0.08
            else None
        )
        stated = []
        for _ in range(chance.choice((0, 1, 1, 1, 2, 4)) if links else 0):
            far = chance.random() < 0.3
            other = chance.randint(1, count) if far else max(1, number - chance.randint(0, 20))
            stated.append((chance.choice(KINDS), f"DR-{other:03}"))
        lane = min(lanes - 1, int(chance.expovariate(0.5)))
        found.append(
            make_record(
                f"DR-{number:03}",
                " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 12))),
                status=chance.choice(STATUSES),
                day=day,
                component=("", "TIP backend", "frontend", "platform engineering", "データ", "x" * 60)[lane],
                answer="Because of < & \x07 reasons" if chance.random() < 0.3 else "",
                links=stated,
            )
        )
    return make_report(*found)


# ---------------------------------------------------------------------------------------- reading the SVG back


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        return self.left - margin < x < self.right + margin and self.top - margin < y < self.bottom + margin

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass
class Line:
    """An edge or an arrowhead as it is drawn."""

    start: str
    end: str
    kind: str
    classes: list[str]
    path: str

    @property
    def ends(self) -> set[str]:
        return {self.start, self.end}


@dataclass
class Text:
    """A piece of text: its box by the table of widths, and the box it has to stay in."""

    words: str
    box: Box
    room: Box


@dataclass
class Picture:
    """What a reader of the SVG sees."""

    root: ElementTree.Element
    boxes: dict[str, Box]
    nodes: dict[str, ElementTree.Element]
    lines: list[Line]
    texts: list[Text]


def plain(element: ElementTree.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def number(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name, "0"))


def box_of(rect: ElementTree.Element, x: float = 0, y: float = 0) -> Box:
    x, y = x + number(rect, "x"), y + number(rect, "y")
    return Box(x, y, x + number(rect, "width"), y + number(rect, "height"))


def text_box(words: str, x: float, y: float, size: float, *, bold: bool = False, mono: bool = False) -> Box:
    return Box(x, y - 0.93 * size, x + width(words, size, bold=bold, mono=mono), y + 0.25 * size)


def read(svg: str) -> Picture:
    """Parse the SVG and find everything that has a place in it."""
    root = ElementTree.fromstring(svg)
    picture = Picture(root, {}, {}, [], [])
    lanes = [box_of(one) for one in root if one.get("class") == "lane"]
    for element in root:
        classes = (element.get("class") or "").split()
        if "node" in classes:
            slug, (x, y) = (
                element.get("data-id", ""),
                map(float, re.findall(r"[\d.]+", element.get("transform", ""))),
            )
            assert slug not in picture.boxes
            rect = next(one for one in element if plain(one) == "rect")
            box = picture.boxes[slug] = box_of(rect, x, y)
            picture.nodes[slug] = element
            inner = [one for one in element if plain(one) == "svg"]
            assert all(within(box_of(one, x, y), box) for one in inner)
            for text in (text for one in inner for text in one if plain(text) == "text"):
                mono = text.get("class") == "gid"
                left, base = x + number(inner[-1], "x") + number(text, "x"), y + number(text, "y")
                words = text.text or ""
                picture.texts.append(
                    Text(words, text_box(words, left, base, 12 if mono else 13, mono=mono), box)
                )
        elif "e" in classes:
            data = {name: element.get(f"data-{name}", "") for name in ("from", "to", "kind")}
            picture.lines.append(Line(data["from"], data["to"], data["kind"], classes, element.get("d", "")))
        elif "lane-n" in classes:
            for part in (one for one in element if plain(one) == "tspan"):
                box = text_box(part.text or "", number(part, "x"), number(part, "y"), 13, bold=True)
                picture.texts.append(Text(part.text or "", box, next(one for one in lanes if one.meets(box))))
        elif "axis" in classes:
            box = text_box(element.text or "", number(element, "x"), number(element, "y"), 13)
            picture.texts.append(Text(element.text or "", box, Box(0, 0, number(root, "width"), 44)))
    return picture


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


Point = tuple[float, float]


def corners(path: str) -> Iterator[tuple[str, list[Point]]]:
    """The commands of a path with their points; all that we write are absolute M, L and Q."""
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        assert command in "MLQ", path
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", rest)]
        yield command, list(zip(numbers[::2], numbers[1::2], strict=True))


def sample(path: str, step: float = 2.0) -> Iterator[Point]:
    """Points on the path, `step` pixels apart or less."""
    here = (0.0, 0.0)
    for command, points in corners(path):
        if command == "M":
            here = points[0]
            yield here
            continue
        (ax, ay), (bx, by), (cx, cy) = here, points[0], points[-1]
        count = max(1, int((abs(bx - ax) + abs(by - ay) + abs(cx - bx) + abs(cy - by)) / step) + 1)
        for at in range(1, count + 1):
            t = at / count
            if command == "L":
                yield ax + (cx - ax) * t, ay + (cy - ay) * t
            else:
                u = 1 - t
                yield u * u * ax + 2 * u * t * bx + t * t * cx, u * u * ay + 2 * u * t * by + t * t * cy
        here = (cx, cy)


# ---------------------------------------------------------------------------------------- the promises


def assert_no_overlap(picture: Picture) -> None:
    """No two boxes share a point; no two pieces of text either, nor text and a box that isn't its own."""
    things = [(box, slug) for slug, box in picture.boxes.items()]
    things += [(text.box, text.words) for text in picture.texts if text.room not in picture.boxes.values()]
    things.sort()
    for at, (box, name) in enumerate(things):
        for other, other_name in things[at + 1 :]:
            if other.left >= box.right:
                break
            assert not box.meets(other), (name, other_name)


def assert_labels_fit(picture: Picture) -> None:
    for text in picture.texts:
        assert text.room.left <= text.box.left
        assert text.box.right <= text.room.right, text.words
        assert text.room.top <= text.box.top, text.words
        assert text.box.bottom <= text.room.bottom, text.words
    by_room: dict[Box, list[Text]] = defaultdict(list)
    for text in picture.texts:
        by_room[text.room].append(text)
    for texts in by_room.values():
        for at, text in enumerate(texts):
            assert not any(text.box.meets(other.box) for other in texts[at + 1 :]), text.words


def assert_no_crossing(picture: Picture) -> None:
    """No line comes within a pixel of a box that it doesn't belong to, nor runs through one of its own."""
    grid: dict[tuple[int, int], list[str]] = defaultdict(list)
    for slug, box in picture.boxes.items():
        for column in range(int(box.left - 2) // 100, int(box.right + 2) // 100 + 1):
            for row in range(int(box.top - 2) // 100, int(box.bottom + 2) // 100 + 1):
                grid[column, row].append(slug)
    width_, height = number(picture.root, "width"), number(picture.root, "height")
    for line in picture.lines:
        for x, y in sample(line.path):
            assert 0 <= x <= width_
            assert 0 <= y <= height
            for slug in grid.get((int(x) // 100, int(y) // 100), ()):
                margin = -0.1 if slug in line.ends else 1
                assert not picture.boxes[slug].holds(x, y, margin), (line, slug)


def assert_lines_end_at_their_boxes(picture: Picture) -> None:
    for line in picture.lines:
        if "head" in line.classes:
            continue
        points = list(sample(line.path))
        found = {
            end
            for end in line.ends
            for point in (points[0], points[-1])
            if picture.boxes[end].holds(*point, 3) and not picture.boxes[end].holds(*point, -0.1)
        }
        assert found == line.ends, line


def assert_lines_apart(picture: Picture) -> None:
    """No upright stretches of two lines lie on each other; level ones only where both lines leave the same box."""
    upright: dict[float, list[tuple[float, float, Line]]] = defaultdict(list)
    level: dict[float, list[tuple[float, float, Line]]] = defaultdict(list)
    for line in picture.lines:
        if "head" in line.classes:
            continue
        here = (0.0, 0.0)
        for command, points in corners(line.path):
            if command == "L":
                (ax, ay), (bx, by) = here, points[0]
                if ax == bx:
                    upright[ax].append((min(ay, by), max(ay, by), line))
                elif ay == by:
                    level[ay].append((min(ax, bx), max(ax, bx), line))
            here = points[-1]
    for kind, stretches in [("upright", upright), ("level", level)]:
        for found in stretches.values():
            found.sort(key=lambda one: one[:2])
            for at, (_, end, line) in enumerate(found):
                for low, _, other in found[at + 1 :]:
                    if low >= end - 0.5:
                        break
                    assert kind == "level", (line, other)
                    assert line.ends & other.ends, (line, other)


def assert_good(picture: Picture) -> None:
    assert_no_overlap(picture)
    assert_labels_fit(picture)
    assert_no_crossing(picture)
    assert_lines_end_at_their_boxes(picture)


@pytest.mark.parametrize("seed", range(6))
def test_five_hundred_records(seed: int) -> None:
    report = generated(500, seed)
    drawing = draw(report, href=lambda record: f"d/{record.id}.html")
    picture = read(drawing.svg)
    assert len(picture.boxes) == drawing.nodes == 500
    assert len(picture.lines) > 500
    assert_good(picture)
    assert_lines_apart(picture)


@pytest.mark.parametrize("seed", range(30))
def test_twenty_records(seed: int) -> None:
    picture = read(draw(generated(20, seed, lanes=3, months=8)).svg)
    assert_good(picture)
    assert_lines_apart(picture)


def test_a_hub_and_a_crowd() -> None:
    hub = make_record("DR-000", "Everything rests on this", day=date(2024, 1, 1))
    rest = [
        make_record(
            f"DR-{n:03}",
            day=date(2024, 1 + n % 3, 1 + n % 28),
            links=[("depends-on", "DR-000"), ("amends", f"DR-{n // 2:03}")],
        )
        for n in range(1, 120)
    ]
    picture = read(draw(make_report(hub, *rest)).svg)
    assert_good(picture)


def test_every_record_of_one_month_has_its_own_place() -> None:
    drawing = draw(
        make_report(*(make_record(f"DR-{n:03}", day=date(2024, 5, 1 + n % 28)) for n in range(60)))
    )
    assert_good(read(drawing.svg))
    assert drawing.months == ("May 2024",)
    assert drawing.height < 700, "a crowded month spreads over several columns"


def test_the_checks_can_fail() -> None:
    report = make_report(
        make_record("DR-001", day=date(2024, 1, 1)),
        make_record("DR-002", day=date(2024, 2, 1)),
        make_record("DR-003", day=date(2024, 3, 1), links=[("depends-on", "DR-002")]),
    )
    svg = draw(report).svg
    through = re.sub(r'(class="e"[^>]* d=")[^"]*', r"\g<1>M0 80L500 80", svg)
    assert through != svg
    with pytest.raises(AssertionError):
        assert_no_crossing(read(through))
    with pytest.raises(AssertionError):
        assert_lines_end_at_their_boxes(read(through))
    with pytest.raises(AssertionError):
        assert_no_overlap(read(re.sub(r"translate\([\d.]+", "translate(40", svg)))
    with pytest.raises(AssertionError):
        assert_labels_fit(read(svg.replace("A question", "A question that is too long")))


def test_work_grows_with_the_number_of_records() -> None:
    """Counted in calls, which are the same on every machine; four times the records, with as many links each."""

    def calls(count: int) -> int:
        report = generated(count, 1, months=count // 16)
        assert report.log.relations
        profile = cProfile.Profile()
        profile.runcall(draw, report)
        return int(Stats(profile).total_calls)  # type: ignore[attr-defined]

    calls(50)  # what is made once
    assert calls(2000) < 5 * calls(500)


def test_same_records_same_bytes() -> None:
    def once() -> Drawing:
        return draw(generated(200, 4), standalone=True)

    assert once() == once()
