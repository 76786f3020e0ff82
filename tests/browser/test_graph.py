"""The drawing of the graph in a real browser: by mouse, by keys, by fingers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser import looks
from tests.browser.conftest import write
from tests.browser.test_site import Watch
from tests.site import logs

DIM = re.compile(r"\bdim\b")
OFF = re.compile(r"\boff\b")


@pytest.fixture
def home(folder: Path) -> str:
    return folder.as_uri() + "/"


@pytest.fixture
def tab(browser: Browser, home: str):
    context = browser.new_context(viewport={"width": 1000, "height": 700}, has_touch=True)
    page = context.new_page()
    watch = Watch(page, home)
    page.goto(home + "graph.html")
    yield page
    context.close()
    assert not watch.seen


def node(page: Page, slug: str) -> Locator:
    return page.locator(f'.gwrap [data-id="{slug}"]')


def rows(page: Page) -> Locator:
    return page.locator(".linktable tbody tr:visible")


def width(page: Page) -> float:
    box = page.locator(".gpan > .graph").bounding_box()
    assert box is not None
    return box["width"]


def test_a_box_keeps_its_neighbours(tab: Page):
    node(tab, "dr-008").hover()
    expect(node(tab, "dr-005")).to_have_class(DIM)
    expect(node(tab, "dr-003")).not_to_have_class(DIM)
    expect(node(tab, "dr-009")).not_to_have_class(DIM)
    tab.locator("h1").hover()
    expect(node(tab, "dr-005")).not_to_have_class(DIM)
    node(tab, "dr-001").focus()
    expect(node(tab, "dr-008")).to_have_class(DIM)


def test_one_decision_in_focus(tab: Page, home: str):
    tab.locator("#Focus").fill("database")
    tab.keyboard.press("Enter")
    expect(tab.locator("#Focus")).to_have_value("DR-004 Database (accepted)")
    expect(rows(tab)).to_have_text([re.compile("DR-004 Database.*depends on.*DR-001 Backend", re.S)])
    expect(tab.locator("#Shown")).to_have_text("1 link of DR-004 Database (accepted)")
    expect(node(tab, "dr-003")).to_have_class(DIM)
    assert tab.url.endswith("?focus=dr-004")
    tab.keyboard.press("Escape")
    expect(node(tab, "dr-003")).not_to_have_class(DIM)
    expect(tab.locator("#Shown")).to_have_text("")
    tab.locator("#Focus").fill("no such thing")
    tab.keyboard.press("Enter")
    expect(tab.locator("#Shown")).to_have_text("No decision here has these words")
    tab.goto(home + "graph.html?focus=dr-008")
    expect(node(tab, "dr-008")).to_have_class(re.compile("picked"))
    expect(node(tab, "dr-008")).to_be_in_viewport()
    expect(rows(tab)).to_have_count(2)
    tab.goto(home + "graph.html?focus=<b>%")
    expect(rows(tab)).to_have_count(5)


def test_kinds_of_link_can_be_left_out(tab: Page):
    line = tab.locator('.gwrap [data-from="dr-008"][data-to="dr-003"]').first
    expect(line).not_to_have_class(OFF)
    tab.get_by_label("replaces 1", exact=False).first.uncheck()
    expect(line).to_have_class(OFF)
    expect(rows(tab)).to_have_count(4)
    expect(tab.locator("#Shown")).to_have_text("4 links")
    node(tab, "dr-008").hover()
    expect(node(tab, "dr-003")).to_have_class(DIM)
    tab.get_by_label("replaces 1", exact=False).first.check()
    expect(rows(tab)).to_have_count(5)


def test_a_line_that_stands_for_two_kinds_says_both_and_stays_for_either(browser: Browser, tmp_path: Path):
    files = dict([logs.record(1, "One"), logs.record(2, "Two", depends_on="[DR-001]", related="[DR-001]")])
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto(write(tmp_path, logs.built(files)).as_uri() + "/graph.html")
    line = page.locator('.gwrap [data-from="dr-002"]').first
    node(page, "dr-001").hover()
    expect(page.locator("#Near")).to_have_text("DR-002 depends on DR-001; DR-002 is related to DR-001")
    for kind, seen in (("depends on", True), ("is related to", False)):
        page.get_by_label(kind, exact=False).first.uncheck()
        expect(line).to_have_class(re.compile(r"^e( head)?$" if seen else OFF.pattern))
    page.close()


def test_zoom_by_buttons_keys_and_wheel(tab: Page):
    whole = width(tab)
    tab.locator("#In").click()
    assert width(tab) == pytest.approx(whole * 1.25, abs=1)
    tab.locator(".gwrap").focus()
    tab.keyboard.press("-")
    assert width(tab) == pytest.approx(whole, abs=1)
    tab.keyboard.press("+")
    tab.keyboard.press("0")
    assert width(tab) == pytest.approx(whole, abs=1)
    tab.locator(".gwrap").hover(position={"x": 300, "y": 100})
    tab.keyboard.down("Control")
    tab.mouse.wheel(0, -300)
    tab.keyboard.up("Control")
    expect(tab.locator(".gpan > .graph")).not_to_have_css("width", f"{whole:g}px")
    assert width(tab) > whole * 2
    tab.locator("#Fit").click()
    frame = tab.locator(".gwrap").bounding_box()
    assert frame is not None
    assert width(tab) <= frame["width"]


def test_the_mouse_drags_the_drawing_and_opens_nothing(tab: Page, home: str):
    tab.locator("#In").click()
    tab.locator("#In").click()
    tab.locator("#In").click()
    box = node(tab, "dr-001").bounding_box()
    assert box is not None
    before = tab.locator(".gwrap").evaluate("one => one.scrollLeft")
    tab.mouse.move(box["x"] + 20, box["y"] + 20)
    tab.mouse.down()
    tab.mouse.move(box["x"] - 60, box["y"] + 10, steps=4)
    tab.mouse.up()
    assert tab.locator(".gwrap").evaluate("one => one.scrollLeft") != before
    assert tab.url == home + "graph.html"
    node(tab, "dr-008").click()
    tab.wait_for_url("**/d/dr-008.html")


def test_two_fingers_zoom(tab: Page):
    whole = width(tab)
    frame = tab.locator(".gwrap").bounding_box()
    assert frame is not None
    x, y = frame["x"] + 300, frame["y"] + 60
    session = tab.context.new_cdp_session(tab)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [{"x": a, "y": b, "id": number} for number, (a, b) in enumerate(points)],
            },
        )

    touch("touchStart", (x - 50, y), (x + 50, y))
    touch("touchMove", (x - 70, y), (x + 70, y))
    touch("touchMove", (x - 100, y), (x + 100, y))
    touch("touchEnd")
    assert width(tab) == pytest.approx(whole * 2, rel=0.05)


def inside(page: Page, slug: str) -> bool:
    """Whether the box is seen: inside the window and the frame, under neither the names of lanes nor the months."""
    return bool(
        page.evaluate(
            """slug => {
              const box = document.querySelector(`.gwrap [data-id="${slug}"]`).getBoundingClientRect();
              const frame = document.querySelector('.gwrap').getBoundingClientRect();
              const names = document.querySelector('.glanes')?.getBoundingClientRect().right ?? frame.left;
              return box.left >= names - 1 && box.right <= Math.min(frame.right, innerWidth) + 1
                && box.top >= Math.max(0, frame.top) + 43 && box.bottom <= Math.min(frame.bottom, innerHeight) + 1;
            }""",
            slug,
        )
    )


def at(page: Page) -> dict[str, float]:
    """How far the frame is scrolled, and how far it could be."""
    return dict(
        page.locator(".gwrap").evaluate(
            """one => ({x: one.scrollLeft, y: one.scrollTop, most_x: one.scrollWidth - one.clientWidth,
                        most_y: one.scrollHeight - one.clientHeight})"""
        )
    )


@pytest.fixture(scope="module")
def wide(tmp_path_factory) -> str:
    """The site of 60 records over 30 months in 20 components: larger than any window, both ways."""
    files = {}
    for number in range(1, 61):
        month = (number - 1) // 2
        part = f"component: part {number % 20}\n" + (
            f"depends-on: [DR-{number - 1:03}]\n" if number > 1 else ""
        )
        path, text = logs.record(
            number, f"Question number {number}", "accepted", f"{2022 + month // 12}-{1 + month % 12:02}-05"
        )
        files[path] = text.replace("---\n", f"---\n{part}", 1)
    return write(tmp_path_factory.mktemp("wide"), logs.built(files)).as_uri() + "/"


@pytest.mark.parametrize("scripts", [True, False])
def test_names_and_months_stay_in_sight(browser: Browser, wide: str, scripts: bool):
    context = browser.new_context(viewport={"width": 1000, "height": 700}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(wide + "graph.html")
    frame = page.locator(".gwrap")
    frame.scroll_into_view_if_needed()
    frame.hover(position={"x": 400, "y": 200})
    page.mouse.wheel(-1200 if scripts else 1200, 500)
    page.wait_for_timeout(300)
    around = frame.bounding_box()
    assert around is not None
    for name in page.locator(".glanes span").all():
        box = name.bounding_box()
        assert box is not None
        assert 0 <= box["x"] - around["x"] < 30
    months = [one.bounding_box() for one in page.locator(".gmonths span").all()]
    assert all(one is not None and 0 <= one["y"] - around["y"] <= 44 for one in months)
    words = page.locator(".gmonths span").all_inner_texts()
    assert all(re.fullmatch(r"[A-Z][a-z]{2} 20\d\d", one) for one in words), words
    context.close()


def test_it_opens_at_the_newest_and_says_that_there_is_more(browser: Browser, wide: str):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(wide + "graph.html")
    place = at(page)
    assert place["x"] == pytest.approx(place["most_x"], abs=1)
    assert place["most_x"] > 0
    more = "side => document.querySelector('.gframe').style.getPropertyValue('--' + side)"
    assert [page.evaluate(more, side) for side in "lrtb"] == ["1", "0", "0", "1"]
    page.locator(".gwrap").evaluate("one => one.scrollTo(0, 0)")
    page.wait_for_timeout(100)
    assert [page.evaluate(more, side) for side in "lrtb"] == ["0", "1", "0", "1"]
    page.close()


def test_fit_shows_all_or_fits_one_way(browser: Browser, wide: str, home: str):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(home + "graph.html")
    page.locator("#Fit").click()
    place = at(page)
    assert (place["most_x"], place["most_y"]) == (0, 0)
    assert page.locator("#Out").get_attribute("aria-disabled") == "true"
    page.goto(wide + "graph.html")
    page.locator("#Fit").click()
    place = at(page)
    assert place["most_y"] == 0 or place["most_x"] == 0
    assert place["x"] == pytest.approx(place["most_x"], abs=1)
    assert place["y"] == 0
    assert page.locator("#Out").get_attribute("aria-disabled") == "false"
    for _ in range(12):
        page.locator("#Out").press("Enter")
    place = at(page)
    assert (place["most_x"], place["most_y"]) == (0, 0)
    assert page.locator("#Out").get_attribute("aria-disabled") == "true"
    names = page.locator(".glanes span").first
    assert names.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 12
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_in_focus_is_in_view(browser: Browser, wide: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for slug in ("dr-001", "dr-031", "dr-060"):
        page.goto(wide + f"graph.html?focus={slug}")
        assert inside(page, slug), slug
    page.goto(wide + "graph.html")
    page.locator("#Focus").fill("dr-020")
    assert inside(page, "dr-020")
    expect(page.locator("#Focus")).to_be_in_viewport()
    assert page.locator("#Focus").evaluate("one => [one.scrollLeft, one.selectionStart]") == [0, 0]
    expect(page.locator("#Near")).to_have_text("DR-020 depends on DR-019 · DR-021 depends on DR-020")
    page.close()


def test_what_was_left_out_survives_a_reload(tab: Page, home: str):
    tab.get_by_label("mentions", exact=False).first.uncheck()
    tab.locator("#Focus").fill("dr-004")
    expect(tab).to_have_url(home + "graph.html?focus=dr-004&hide=mentions")
    tab.reload()
    expect(tab.get_by_label("mentions", exact=False).first).not_to_be_checked()
    expect(tab.locator('.gwrap [data-kind="mentions"]').first).to_have_class(OFF)
    expect(node(tab, "dr-004")).to_have_class(re.compile("picked"))
    tab.get_by_label("mentions", exact=False).first.check()
    tab.locator("#Focus").press("Escape")
    expect(tab).to_have_url(home + "graph.html")


def test_a_box_under_the_pointer_says_its_links(tab: Page):
    node(tab, "dr-008").hover()
    expect(tab.locator("#Near")).to_have_text("DR-009 would replace DR-008 · DR-008 replaces DR-003")
    expect(tab.locator('.gwrap path[data-from="dr-008"] title').first).to_have_text("DR-008 replaces DR-003")
    tab.locator("h1").hover()
    expect(tab.locator("#Near")).to_have_text("")


def test_a_box_reached_by_keyboard_is_not_covered(browser: Browser, wide: str):
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto(wide + "graph.html")
    page.locator(".gwrap").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert inside(page, page.evaluate("document.activeElement.dataset.id"))
    page.close()


def test_on_paper_it_is_legible_or_left_out(browser: Browser, wide: str, home: str):
    page = browser.new_page(viewport={"width": 1009, "height": 680})
    page.emulate_media(media="print")
    page.goto(home + "graph.html")
    drawn = page.locator(".gpan > .graph")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("one => one.getBoundingClientRect().width / one.viewBox.baseVal.width") >= 0.5
    expect(page.locator(".gwrap .lane-n").first).to_be_visible()
    page.goto(wide + "graph.html")
    expect(page.locator(".gpan > .graph")).to_be_hidden()
    expect(page.get_by_text("The drawing is too large for paper. Its links follow as text.")).to_be_visible()
    expect(page.locator(".linktable")).to_be_visible()
    page.close()


def test_a_narrow_drawing_stands_below_the_text(browser: Browser, wide: str, tmp_path: Path):
    narrow = write(tmp_path, logs.built(dict([logs.record(1, "Only one")]))).as_uri() + "/"
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for home, beside in ((narrow, 0), (wide, -60)):
        page.goto(home + "graph.html")
        left = "one => one.getBoundingClientRect().left"
        assert page.locator(".gframe").evaluate(left) - page.locator("h1").evaluate(left) == beside
    page.close()


def test_on_paper_the_foot_follows_the_drawing(browser: Browser, tmp_path: Path):
    """No page of its own for the line at the foot, where nothing else follows the landscape page."""
    home = write(tmp_path, logs.built(dict([logs.record(1, "Only one")]))).as_uri() + "/"
    page = browser.new_page()
    page.goto(home + "graph.html")
    data = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 2


def test_without_scripts_the_kinds_are_a_key_and_the_table_is_whole(browser: Browser, home: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + "graph.html")
    expect(rows(page)).to_have_count(5)
    expect(page.locator(".keys li:visible")).to_have_count(5)
    expect(page.locator(".keys input:visible, .gtools:visible")).to_have_count(0)
    context.close()


def test_with_forced_colours_lanes_keep_their_ground_and_kinds_their_lines(browser: Browser, home: str):
    page = browser.new_page(forced_colors="active")
    page.goto(home + "graph.html")
    strip = page.locator(".glanes rect").first
    assert strip.evaluate("one => getComputedStyle(one).stroke") == "none"
    lines = page.locator(".keys path:not(.head)")
    look = "all => all.map(one => { const s = getComputedStyle(one); return [s.strokeDasharray, s.strokeWidth].join(); })"
    found = lines.evaluate_all(look)
    assert len(set(found)) == len(found) == 5
    assert len(set(lines.evaluate_all("all => all.map(one => getComputedStyle(one).stroke)"))) == 1
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawing_is_for_everybody(
    browser: Browser, wide: str, axe_script: Path, scheme: Literal["light", "dark"]
):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, found = context.new_page(), []
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(wide + "graph.html")
        page.locator("#Fit").click()
        found += looks.violations(page, axe_script)
        assert looks.width(page) <= width
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_parts_of_a_big_graph_are_for_everybody(
    browser: Browser, long_folder: Path, axe_script: Path, scheme: Literal["light", "dark"]
):
    part = next((long_folder / "graph").iterdir())
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, found = context.new_page(), []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for file in (long_folder / "graph.html", part):
            page.goto(file.as_uri())
            found += looks.violations(page, axe_script)
            assert looks.width(page) <= width
            expect(page.locator(".ring:visible")).to_have_count(int(width == 1280 and file != part))
    context.close()
    assert not found, "\n".join(found)
