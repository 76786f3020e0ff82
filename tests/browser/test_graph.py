"""The drawing of the graph in a real browser: by mouse, by keys, by fingers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser import looks
from tests.browser.test_site import Watch

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
    box = page.locator(".gwrap .graph").bounding_box()
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
    expect(tab.locator(".gwrap .graph")).not_to_have_css("width", f"{whole:g}px")
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


def test_without_scripts_the_kinds_are_a_key_and_the_table_is_whole(browser: Browser, home: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + "graph.html")
    expect(rows(page)).to_have_count(5)
    expect(page.locator(".keys li:visible")).to_have_count(5)
    expect(page.locator(".keys input:visible, .gtools:visible")).to_have_count(0)
    context.close()


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
