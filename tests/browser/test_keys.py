"""Single keys can be turned off (WCAG 2.1.4), and those that leap from page to page are off until somebody wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def tab(browser: Browser, folder: Path) -> Iterator[Page]:
    page = browser.new_context().new_page()  # what one test keeps is none of the others'
    page.goto((folder / "about.html").as_uri())
    yield page
    page.context.close()


def test_single_keys_can_be_turned_off_and_on_again(tab: Page, folder: Path):
    tab.get_by_label("Single keys").uncheck()
    tab.goto((folder / "index.html").as_uri())
    tab.keyboard.press("/")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.tagName") == "BODY"
    tab.locator(".log h3 a").first.focus()
    tab.keyboard.press("ArrowDown")  # no single letter
    expect(tab.locator(".log h3 a").nth(1)).to_be_focused()
    tab.goto((folder / "about.html").as_uri())
    expect(tab.get_by_label("Single keys")).not_to_be_checked()
    tab.get_by_label("Single keys").check()
    tab.goto((folder / "index.html").as_uri())
    tab.keyboard.press("/")
    expect(tab.locator("#Words")).to_be_focused()


def test_leaps_are_off_until_they_are_wanted(tab: Page):
    tab.keyboard.press("g")
    tab.keyboard.press("t")
    expect(tab).to_have_url(re.compile("about.html$"))
    tab.get_by_label("g and a letter opens a page").check()
    for key, page in (("t", "timeline"), ("g", "graph"), ("r", "reviews"), ("l", "index")):
        tab.keyboard.press("g")
        tab.keyboard.press(key)
        expect(tab).to_have_url(re.compile(rf"/{page}\.html$"))
        tab.wait_for_load_state()
    tab.keyboard.press("/")
    tab.keyboard.type("gt")
    expect(tab).to_have_url(re.compile(r"/index\.html"))
    expect(tab.locator("#Words")).to_have_value("gt")


def test_the_letters_are_those_of_the_pages_that_there_are(tab: Page):
    letters = tab.locator(".keys div", has_text="Log, Graph").locator("kbd").all_inner_texts()
    there = [str(one.get_attribute("data-nav"))[0] for one in tab.locator("nav [data-nav]").all()]
    assert letters == ["g", *there]
    assert len(set(there)) == len(there)


def test_without_scripts_nothing_is_said_of_keys(browser: Browser, folder: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "about.html").as_uri())
    expect(page.locator("#Keys")).to_be_hidden()
    expect(page.locator("a[href='#Keys']")).to_be_hidden()
    context.close()
