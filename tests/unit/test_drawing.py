"""What the picture says: time, lanes, lineage, kinds of links, words that strangers wrote."""

import math
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from tests.unit.test_drawing_geometry import (
    Line,
    Picture,
    assert_good,
    corners,
    make_record,
    make_report,
    plain,
    read,
)

from decidedly.drawing import draw, lineages, loose_links, sample
from decidedly.drawing.kinds import VERBS
from decidedly.drawing.metrics import clean, fit, width
from decidedly.record import Record

JAN, FEB, MAR = date(2025, 1, 10), date(2025, 2, 10), date(2025, 3, 10)


def drawn(*records: Record) -> Picture:
    picture = read(draw(make_report(*records)).svg)
    assert_good(picture)
    return picture


def only_line(picture: Picture) -> Line:
    (line,) = [one for one in picture.lines if "head" not in one.classes]
    return line


def path_points(line: Line) -> list[tuple[float, float]]:
    return [point for _, points in corners(line.path) for point in points]


# ---------------------------------------------------------------------------------------- time


def test_months_run_from_left_to_right_and_empty_ones_are_folded() -> None:
    drawing = draw(
        make_report(
            make_record("DR-3", day=date(2025, 6, 1)), make_record("DR-1", day=JAN), make_record("DR-2", day=FEB),
            make_record("DR-4", day=date(2026, 6, 1)),
        )
    )  # fmt: skip
    picture = read(drawing.svg)
    assert drawing.months == ("Jan 2025", "Feb 2025", "Jun 2025", "Jun 2026")
    left = [picture.boxes[slug].left for slug in ("dr-1", "dr-2", "dr-3", "dr-4")]
    assert left == sorted(set(left))
    folds = [
        float((one.get("d") or "").split()[0].lstrip("M"))
        for one in picture.root
        if one.get("class") == "brk"
    ]
    assert len(folds) == 2
    assert left[1] < folds[0] < left[2] < folds[1] < left[3]


def undated(*columns: tuple[str, date | None]) -> list[str]:
    """Records in log order, and in the order in which they are drawn."""
    boxes = read(draw(make_report(*(make_record(id, day=day) for id, day in columns))).svg).boxes
    return sorted(boxes, key=lambda slug: (boxes[slug].left, boxes[slug].top))


def test_an_undated_record_stands_where_its_number_tells() -> None:
    assert undated(("DR-1", JAN), ("DR-2", None), ("DR-3", FEB), ("DR-4", None), ("DR-5", None)) == [
        "dr-1", "dr-2", "dr-3", "dr-4", "dr-5",
    ]  # fmt: skip
    assert undated(("DR-1", None), ("DR-2", FEB), ("DR-3", MAR)) == ["dr-1", "dr-2", "dr-3"]
    of_its_own = undated(("DR-1", JAN), ("DR-2", FEB), ("RFC-1", None), ("RFC-2", FEB))
    assert of_its_own.index("rfc-1") > of_its_own.index("dr-1")
    drawing = draw(
        make_report(make_record("DR-1", day=JAN), make_record("DR-2"), make_record("DR-3", status="proposed"))
    )
    assert drawing.months == ("Jan 2025", "No date")


def test_a_few_numbers_may_be_out_of_order() -> None:
    days = [date(2025, 1 + n % 12, 3) for n in range(8)]
    days[2], days[6] = days[6], days[2]
    found = [(f"DR-{n + 1:03}", day) for n, day in enumerate(days)]
    with_more = [*found[:5], ("DR-006", None), *found[6:]]
    at = undated(*with_more)
    assert at.index("dr-006") == at.index("dr-005") + 1


def test_where_numbers_tell_nothing_undated_records_stand_first_and_undated_proposals_last() -> None:
    drawing = draw(
        make_report(
            make_record("DR-1", day=MAR), make_record("DR-2", day=FEB), make_record("DR-3", day=JAN), make_record("DR-4"),
            make_record("DR-5", status="proposed"),
        )
    )  # fmt: skip
    boxes = read(drawing.svg).boxes
    assert drawing.months == ("No date", "Jan 2025", "Feb 2025", "Mar 2025", "No date")
    assert boxes["dr-4"].left < boxes["dr-3"].left
    assert boxes["dr-1"].left < boxes["dr-5"].left


def test_without_any_date_there_is_one_group() -> None:
    drawing = draw(
        make_report(*(make_record(f"DR-{n}", status="proposed" if n % 2 else None) for n in range(20)))
    )
    assert drawing.months == ("No date",)
    assert_good(read(drawing.svg))


# ---------------------------------------------------------------------------------------- lanes and lineage


def test_a_lane_for_each_component() -> None:
    drawing = draw(
        make_report(
            make_record("DR-1", component="backend"), make_record("DR-2"), make_record("DR-3", component="frontend"),
            make_record("DR-4", component="backend"),
        )
    )  # fmt: skip
    boxes = read(drawing.svg).boxes
    assert drawing.lanes == ("backend", "frontend", "")
    assert max(boxes["dr-1"].bottom, boxes["dr-4"].bottom) < boxes["dr-3"].top < boxes["dr-2"].top


def test_a_log_without_components_has_one_lane_without_a_name() -> None:
    drawing = draw(make_report(make_record("DR-1"), make_record("DR-2")))
    assert drawing.lanes == ("",)
    assert "lane-n" not in drawing.svg


def test_a_chain_of_supersession_is_one_straight_line() -> None:
    others = [
        make_record(f"DR-1{n}", day=(JAN, FEB, MAR)[n % 3], links=[("relates-to", "DR-2")]) for n in range(9)
    ]
    picture = drawn(
        make_record("DR-1", status="superseded", day=JAN),
        make_record("DR-2", status="superseded", day=FEB, links=[("supersedes", "DR-1")]),
        make_record("DR-3", day=MAR, links=[("supersedes", "DR-2")]),
        *others,
    )
    assert len({picture.boxes[slug].top for slug in ("dr-1", "dr-2", "dr-3")}) == 1
    chain = [line for line in picture.lines if line.kind == "supersedes" and "head" not in line.classes]
    assert len(chain) == 2
    for line in chain:
        assert "sup" in line.classes
        assert [y for _, y in path_points(line)] == [path_points(line)[0][1]] * 2


def test_the_arrow_points_at_what_to_read_next() -> None:
    old, new = (
        make_record("DR-1", status="superseded", day=JAN),
        make_record("DR-2", day=FEB, links=[("supersedes", "DR-1")]),
    )
    picture = drawn(old, new)
    line = only_line(picture)
    assert (line.start, line.kind, line.end) == ("dr-2", "supersedes", "dr-1"), "the data state the relation"
    (head,) = [one for one in picture.lines if "head" in one.classes]
    tip = path_points(head)[1]
    assert abs(tip[0] - picture.boxes["dr-2"].left) < 4, "the arrow shows the way to read"


def test_the_arrow_is_right_even_when_the_successor_is_older() -> None:
    picture = drawn(
        make_record("DR-1", day=FEB), make_record("DR-2", day=JAN, links=[("supersedes", "DR-1")])
    )
    (head,) = [one for one in picture.lines if "head" in one.classes]
    tip = path_points(head)[1]
    assert abs(tip[0] - picture.boxes["dr-2"].right) < 4


@pytest.mark.parametrize(
    ("kind", "status", "classes"),
    [
        ("supersedes", "accepted", ["e", "sup"]),
        ("supersedes", None, ["e", "sup"]),
        ("supersedes-in-part", "superseded", ["e", "sup"]),
        ("supersedes", "proposed", ["e", "would"]),
        ("supersedes", "draft", ["e", "would"]),
        ("supersedes", "rejected", ["e"]),
        ("conflicts-with", "accepted", ["e", "con"]),
        ("depends-on", "accepted", ["e"]),
        ("inspired by", "accepted", ["e"]),
    ],
)
def test_the_kind_of_a_link_shows(kind: str, status: str | None, classes: list[str]) -> None:
    picture = drawn(
        make_record("DR-1", day=JAN), make_record("DR-2", status=status, day=FEB, links=[(kind, "DR-1")])
    )
    assert only_line(picture).classes == classes


def test_every_kind_is_told_without_colour() -> None:
    """The dashes, the weight or the end of the line: no two are drawn alike, and each says what it is."""
    looks: dict[str, tuple[str, ...]] = {}
    style = ElementTree.fromstring(draw(make_report(make_record("DR-1")), standalone=True).svg)
    rules = "".join(one.text or "" for one in style.iter() if plain(one) == "style")
    for kind in VERBS:
        link = {"would": "supersedes", "refused": "supersedes"}.get(kind, kind)
        status = {"would": "proposed", "refused": "rejected"}.get(kind, "accepted")
        picture = drawn(
            make_record("DR-1", day=JAN), make_record("DR-2", status=status, day=FEB, links=[(link, "DR-1")])
        )
        line = only_line(picture)
        assert line.kind == kind
        assert (
            f"<title>DR-2 {VERBS[kind]} DR-1</title>"
            in draw(
                make_report(
                    make_record("DR-1", day=JAN),
                    make_record("DR-2", status=status, day=FEB, links=[(link, "DR-1")]),
                )
            ).svg
        )
        head = [one.classes[-1] for one in picture.lines if "head" in one.classes]
        shape = re.sub(r"[\d. ]+", "", "".join(one.path for one in picture.lines if "head" in one.classes))
        looks[kind] = (*line.classes, *head, shape, *re.findall(rf"data-kind={kind}\]{{([^}}]*)}}", rules))
        assert f'data-kind="{kind}"' in sample(kind)
    assert len(set(looks.values())) == len(VERBS), looks


def test_grey_gives_way_to_a_stronger_line_between_the_same_two() -> None:
    links = [("supersedes", "DR-1"), ("mentions", "DR-1"), ("conflicts-with", "DR-1"), ("depends-on", "DR-1")]
    picture = drawn(make_record("DR-1", day=JAN), make_record("DR-2", day=FEB, links=links))
    assert sorted(line.classes[1] for line in picture.lines if "head" not in line.classes) == ["con", "sup"]


@pytest.mark.parametrize(
    ("status", "retired"),
    [("accepted", False), ("proposed", False), ("superseded", True), ("rejected", True), ("withdrawn", True), ("deprecated", True), ("parked", False), (None, False)],
)  # fmt: skip
def test_what_is_retired_looks_it(status: str | None, retired: bool) -> None:
    node = drawn(make_record("DR-1", status=status)).nodes["dr-1"]
    classes = (node.get("class") or "").split()
    assert ("retired" in classes) is retired
    assert {"parked": "s-other", None: "s-none"}.get(status, f"s-{status}") in classes


def test_a_record_without_status_that_was_replaced_looks_retired() -> None:
    picture = drawn(
        make_record("DR-1", status=None), make_record("DR-2", status=None, links=[("supersedes", "DR-1")])
    )
    retired = {slug for slug, node in picture.nodes.items() if "retired" in (node.get("class") or "")}
    assert retired == {"dr-1"}


def test_links_in_a_circle_and_to_itself_do_no_harm() -> None:
    picture = drawn(
        make_record("DR-1", day=JAN, links=[("supersedes", "DR-3"), ("relates-to", "DR-1")]),
        make_record("DR-2", day=JAN, links=[("supersedes", "DR-1")]),
        make_record("DR-3", day=FEB, links=[("supersedes", "DR-2"), ("supersedes", "DR-3")]),
    )
    assert {(line.start, line.end) for line in picture.lines} == {
        ("dr-1", "dr-3"),
        ("dr-2", "dr-1"),
        ("dr-3", "dr-2"),
    }


def test_what_a_page_needs_to_keep_names_in_sight() -> None:
    drawing = draw(
        make_report(
            make_record("DR-1", day=JAN, component="web"), make_record("DR-2", day=FEB, component="web"),
            make_record("DR-3", day=MAR, component="api"),
        )
    )  # fmt: skip
    picture = read(drawing.svg)
    lanes = [one for one in picture.root if one.get("class") == "lane"]
    assert drawing.margin == 84
    at = drawing.margin + drawing.lead
    for slug, width_ in zip(("dr-1", "dr-2", "dr-3"), drawing.across, strict=True):
        assert picture.boxes[slug].left == pytest.approx(at, abs=0.5)
        at += width_
    assert at == pytest.approx(drawing.width, abs=1)
    top = 44.0
    for lane, (step, high) in zip(lanes, drawing.down, strict=True):
        assert (float(lane.get("y", "")), float(lane.get("height", ""))) == pytest.approx(
            (top, high), abs=0.2
        )
        top += step
    assert drawing.on_paper
    assert not draw(
        make_report(*(make_record(f"DR-{n}", day=date(2000 + n, 1, 1)) for n in range(1, 20)))
    ).on_paper
    assert draw(make_report(make_record("DR-1"))).margin == 0


def test_a_part_of_the_log_can_be_drawn() -> None:
    one, two, three = (
        make_record("DR-1", day=JAN),
        make_record("DR-2", links=[("amends", "DR-1")]),
        make_record("DR-3"),
    )
    drawing = draw(make_report(one, two, three), records=[one, three])
    assert drawing.nodes == 2
    assert read(drawing.svg).boxes.keys() == {"dr-1", "dr-3"}
    assert "data-from" not in drawing.svg


def test_an_empty_log_says_so() -> None:
    drawing = draw(make_report())
    assert "No decisions yet" in drawing.svg
    assert (drawing.nodes, drawing.lanes) == (0, ())
    ElementTree.fromstring(draw(make_report(), standalone=True).svg)


# ---------------------------------------------------------------------------------------- words


HOSTILE = (
    "</text></svg><script>alert(1)</script>\"' onload=x \x00\x07\x1b\ud800\ufffe\u202eevil\u2066 &amp; &lt;"
)


@pytest.mark.parametrize("standalone", [False, True])
def test_hostile_words_stay_words(standalone: bool) -> None:
    record = make_record("DR-1", HOSTILE, component=HOSTILE, answer=HOSTILE, links=[(HOSTILE, "DR-2")])
    drawing = draw(
        make_report(record, make_record("DR-2")),
        href=lambda record: f'd/{record.id}"><script>.html',
        label=HOSTILE,
        standalone=standalone,
    )
    drawing.svg.encode()
    root = ElementTree.fromstring(drawing.svg)
    allowed = {
        "svg",
        "title",
        "style",
        "defs",
        "symbol",
        "rect",
        "text",
        "tspan",
        "path",
        "circle",
        "use",
        "a",
    }
    assert {plain(one) for one in root.iter()} <= allowed
    assert not any(name.startswith("on") or name == "style" for one in root.iter() for name in one.keys())  # noqa: SIM118
    assert not {"\u202e", "\u2066", "\x07", "\ufffe"} & set(drawing.svg)
    titles = [one.text or "" for one in root.iter() if plain(one) == "title"]
    assert any("<script>alert(1)</script>" in title for title in titles), (
        "the whole title is still there to read"
    )


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("d/dr-1.html", "d/dr-1.html"),
        ("https://example.org/x", "https://example.org/x"),
        ("javascript:alert(1).md", "./javascript:alert(1).md"),
        (" javascript:alert(1)", "./javascript:alert(1)"),
        ("java\tscript:alert(1)", "./javascript:alert(1)"),
        ("a/b:c.html", "a/b:c.html"),
        ("a  b.html", "a%20%20b.html"),
    ],
)
def test_links_lead_to_pages_only(target: str, shown: str) -> None:
    root = ElementTree.fromstring(draw(make_report(make_record("DR-1")), href=lambda _: target).svg)
    assert [one.get("href") for one in root.iter("a")] == [shown]


def test_a_box_says_the_whole_title_and_the_answer() -> None:
    node = drawn(make_record("DR-1", "Backend hosting platform for everything that we run", answer="Render"))
    assert (
        node.nodes["dr-1"][0].text
        == "DR-1 Backend hosting platform for everything that we run (accepted) → Render"
    )


def test_inline_it_uses_the_symbols_of_the_page_and_alone_its_own() -> None:
    report = make_report(
        *(
            make_record(f"DR-{n}", status=s)
            for n, s in enumerate(("accepted", "withdrawn", "draft", "parked", None))
        )
    )
    inline, alone = draw(report).svg, draw(report, standalone=True).svg
    assert 'href="#s-accepted"' in inline
    assert inline.count('href="#s-rejected"') == 1
    assert "<symbol" not in inline
    assert "<style" not in inline
    assert " style=" not in inline
    root = ElementTree.fromstring(alone)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    symbols = {one.get("id") for one in root.iter() if plain(one) == "symbol"}
    used = {(one.get("href") or "").lstrip("#") for one in root.iter() if plain(one) == "use"}
    assert used
    assert used <= symbols
    assert "prefers-color-scheme:dark" in alone
    assert "//" not in alone.replace("http://www.w3.org/2000/svg", ""), "a file asks nobody for anything"


def test_long_words_are_broken_and_the_rest_is_left_out() -> None:
    assert fit("internationalisation", 80, 13, lines=2) == ["internatio-", "nalisation"]
    assert fit("Use PostgreSQL for billing", 120, 13, lines=2) == ["Use PostgreSQL", "for billing"]
    assert fit("Use ActiveRecord encryption", 116, 13, lines=2) == ["Use Active", "Record encryp…"]
    assert fit("RotatingRectangle", 116, 13, lines=2) == ["Rotating", "Rectangle"]
    (line,) = fit("Use PostgreSQL for billing and a lot more", 120, 13)
    assert line.endswith("…")
    assert width(line, 13) <= 120
    assert fit("", 100, 13) == []
    assert fit("anything", 1, 13) == ["…"]


def test_what_is_too_wide_by_a_rounding_error_is_broken() -> None:
    for length in range(2, 60):
        words = "×" * length
        limit = math.nextafter(width(words, 13, bold=True), 0)
        lines = fit(words, limit, 13, lines=2, bold=True)
        assert (len(lines), "".join(lines)) == (2, words)
        assert all(width(line, 13, bold=True) <= limit for line in lines)


def test_clusters_are_not_torn() -> None:
    family = "👩‍👩‍👧‍👦"
    shown = "".join(fit(family * 8, 100, 13, lines=1))
    assert shown.removesuffix("…") == family * (len(shown) // len(family))


def test_clean_keeps_one_line() -> None:
    assert clean(" a\n\tb\x00c\u200b\u2028d ") == "a bc d"


# ---------------------------------------------------------------------------------------- the same as text


def test_lineages_newest_first_and_loose_links_apart() -> None:
    report = make_report(
        make_record("DR-1", status="superseded", day=JAN),
        make_record("DR-2", status="superseded", day=FEB, links=[("supersedes", "DR-1")]),
        make_record("DR-3", day=MAR, links=[("supersedes", "DR-2"), ("depends-on", "DR-4")]),
        make_record("DR-4", day=JAN),
        make_record("DR-5", status="proposed", day=MAR, links=[("supersedes", "DR-4")]),
        make_record("DR-6", status="superseded", day=JAN),
        make_record("DR-7", day=FEB, links=[("supersedes", "DR-6")]),
    )
    assert [[one.id for one in chain] for chain in lineages(report)] == [
        ["DR-3", "DR-2", "DR-1"],
        ["DR-7", "DR-6"],
    ]
    loose = {(one.source.id, one.kind, one.target.id) for one in loose_links(report)}
    assert loose == {("DR-3", "depends-on", "DR-4"), ("DR-5", "supersedes", "DR-4")}
