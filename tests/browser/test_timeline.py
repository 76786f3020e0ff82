"""The timeline in a real browser: any day, by address, by date and by slider."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_site import Watch


@pytest.fixture
def opened(browser: Browser, folder: Path):
    contexts = []

    def open_page(home: str, query: str = "", today: str = "2026-03-10") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.clock.set_fixed_time(datetime.fromisoformat(f"{today}T10:00:00"))
        contexts.append((context, Watch(page, home)))
        page.goto(f"{home}timeline.html{query}")
        return page

    yield open_page
    for context, watch in contexts:
        context.close()
        assert not watch.seen


def now(page: Page):
    return page.locator("#Now li:visible .id")


def test_today_and_a_day_in_the_address(opened, folder: Path):
    page = opened(folder.as_uri() + "/")
    expect(page.locator("#Held")).to_have_text("3 decisions in force on 10 March 2026")
    expect(now(page)).to_have_text(["DR-008", "DR-004", "DR-001"])
    expect(page.get_by_text("No longer in force")).to_have_count(0)
    page = opened(folder.as_uri() + "/", "?at=2026-01-18")
    expect(page.locator("#Held")).to_have_text("3 decisions in force on 18 January 2026")
    expect(now(page)).to_have_text(["DR-004", "DR-003", "DR-001"])
    expect(page.locator("#Now li", has_text="DR-003").locator(".side")).to_contain_text(
        "to 19 Jan 2026, then DR-008"
    )
    page = opened(folder.as_uri() + "/", "?at=1999-01-01&x=<b>")
    expect(page.locator("#Held")).to_have_text("1 decision in force on 22 December 2025")


def test_the_date_and_the_slider_say_the_same(opened, folder: Path):
    page = opened(folder.as_uri() + "/")
    page.locator("#Day").fill("2025-12-23")
    page.locator("#Day").dispatch_event("change")
    expect(page.locator("#Held")).to_have_text("3 decisions in force on 23 December 2025")
    expect(page.locator("#Slide")).to_have_attribute("aria-valuetext", "23 December 2025")
    page.locator("#Slide").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#Slide")).to_have_attribute("aria-valuetext", "22 December 2025")
    expect(page.locator("#Day")).to_have_value("2025-12-22")
    expect(page.locator("#Held")).to_have_text("1 decision in force on 22 December 2025")
    assert page.url.endswith("timeline.html?at=2025-12-22")
    page.keyboard.press("End")
    expect(page.locator("#Day")).to_have_value("2026-03-10")
    page.keyboard.press("Home")
    page.locator("#Today").click()
    expect(now(page)).to_have_count(3)
    assert page.url.endswith("timeline.html")


def test_a_long_log_answers_for_every_day(opened, long_folder: Path):
    page = opened(long_folder.as_uri() + "/")
    expect(page.locator("#Held")).to_contain_text("decisions in force on 10 March 2026")
    expect(now(page)).to_have_count(200)
    expect(page.locator("#Now + .more")).to_have_text("The newest 200 of them.")
    page.locator("#Slide").focus()
    page.keyboard.press("Home")
    expect(page.locator("#Held")).to_have_text("1 decision in force on 5 January 2016")
    page.locator("#Now a:visible").first.click()
    expect(page).to_have_url(re.compile(r"/d/dr-\d+\.html$"))


def test_no_word_of_the_table_is_broken_on_a_phone(browser: Browser, folder: Path):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((folder / "timeline.html").as_uri())
    broken = page.evaluate(
        """() => [...document.querySelectorAll(".churn :is(th, td)")].flatMap(cell => cell.textContent.split(/\\s+/).filter(word => {
            const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode(), range = document.createRange();
            if (!word || !text || text.data.indexOf(word) < 0) return false;
            range.setStart(text, text.data.indexOf(word));
            range.setEnd(text, text.data.indexOf(word) + word.length);
            return range.getClientRects().length > 1;
        }))"""
    )
    page.close()
    assert not broken


def test_without_scripts_the_day_of_the_build_is_shown(browser: Browser, folder: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(folder.as_uri() + "/timeline.html")
    expect(page.locator("#Held")).to_have_text("3 decisions in force on 2 March 2026")
    expect(page.locator("#Then li")).to_have_count(1)
    expect(page.locator("#Day")).to_be_hidden()
    expect(page.locator("#Slide")).to_be_hidden()
    context.close()
