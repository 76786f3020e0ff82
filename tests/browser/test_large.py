"""A log of more than a thousand decisions: nothing is missing, and no page or list grows with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import looks
from tests.browser.conftest import publish
from tests.site import logs
from tests.site.test_site import MOST_BYTES

COUNT = 1200
OF_2025 = 700


def records() -> dict[str, str]:
    """Most of them of one year; every ninth replaces an older one."""
    files = []
    for number in range(1, COUNT + 1):
        year = 2025 if number > COUNT - OF_2025 else 2016 + number % 9
        front = {
            "component": f"part {number % 8}",
            "tags": f"[tag{number % 5}]",
            "answer": f"Answer {number}",
        }
        if number % 9 == 0:
            front["supersedes"] = f"[DR-{number - 8:03}]"
        if number % 50 == 0:
            front["review"] = "2026-02-01"
        files.append(
            logs.record(
                number,
                f"Question number {number}{' about hosting' if number % 4 == 0 else ''}",
                date=f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}",
                **front,
            )
        )
    return dict(files)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("large"), records(), "--no-search")


@pytest.fixture
def tab(browser: Browser, large: Path) -> Iterator[Page]:
    page = browser.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.goto((large / "index.html").as_uri())
    yield page
    page.close()
    assert failed == []


def test_no_page_grows_with_the_log(large: Path):
    sizes = {file.relative_to(large).as_posix(): file.stat().st_size for file in large.rglob("*.html")}
    assert len(sizes) > COUNT
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_words_find_among_all_and_show_a_window(tab: Page):
    expect(tab.locator("#Rows .log li")).to_have_count(50)
    tab.keyboard.press("/")
    tab.keyboard.type("hosting")
    expect(tab.locator("#Count")).to_have_text("300 decisions match")
    expect(tab.locator("#Hits .log li")).to_have_count(50)
    tab.get_by_role("button", name="Show more").click()
    expect(tab.locator("#Hits .log li")).to_have_count(150)
    tab.locator("#Words").fill("answer 7")
    tab.locator("#Words").press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/d/dr-\d+\.html$"))
    expect(tab.locator(".sheet .verdict")).to_contain_text(re.compile(r"Answer \d*7"))


def test_filters_narrow_together_and_stay_in_the_address(tab: Page):
    tab.locator(".facet.years a[data-value='2025']").click()
    expect(tab.locator("#Count")).to_have_text("700 decisions match")
    tab.locator(".facet a[data-value='part 3']").click()
    found = tab.locator("#Count").inner_text()
    assert 0 < int(found.split()[0]) < 100
    tab.goto(tab.url)
    expect(tab.locator("#Count")).to_have_text(found)
    expect(tab.locator("#Active button")).to_have_text(["Component: part 3 ×", "Year: 2025 ×"])


def test_without_scripts_every_decision_can_be_reached(browser: Browser, large: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((large / "index.html").as_uri())
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2025").click()
    expect(page.locator("h1")).to_have_text("Decisions of 2025")
    seen: set[str] = set()
    months = page.get_by_role("navigation", name="Months").get_by_role("link")
    for address in [one.get_attribute("href") for one in months.all()]:
        page.goto((large / "log" / str(address)).as_uri())
        seen |= {str(one.get_attribute("href")) for one in page.locator(".log h3 a").all()}
    assert len(seen) == OF_2025
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2016").click()
    page.locator(".log h3 a").last.click()
    expect(page.locator(".status")).to_contain_text("2016")
    context.close()


def test_the_graph_leads_from_parts_to_a_decision(tab: Page):
    tab.get_by_role("navigation", name="Main").get_by_role("link", name="Graph").click()
    tab.locator("table a").first.click()
    expect(tab.locator("main svg a").first).to_be_visible()
    tab.locator("main svg a").first.focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/d/dr-\d+\.html$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Browser, large: Path, axe_script: Path, scheme):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, found = context.new_page(), []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name in (
            "index.html",
            "log/2025.html",
            "log/2025-03.html",
            "log/2016.html",
            "timeline.html",
            "search.html",
        ):
            page.goto((large / name).as_uri())
            found += looks.violations(page, axe_script)
            assert looks.width(page) <= width, (name, width)
    context.close()
    assert not found, "\n".join(found)
