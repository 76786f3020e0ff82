"""Reviews judged in the reader's browser: one build, many days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import looks
from tests.browser.conftest import write
from tests.browser.test_site import Watch
from tests.site import logs

from decidedly.pages import words
from decidedly.report import Report
from decidedly.review import ATTENTION, Review

BUILT = logs.AS_OF
DAYS = sorted(
    {
        *(BUILT + timedelta(days=number) for number in (-60, -1, 0, 1, 12, 17, 18, 19, 33, 48, 49, 50, 90, 91, 200)),
        *(date(2026, month, day) for month in (2, 5, 6) for day in (1, 14, 15, 16)),
        *(date(year, 3, 2) for year in (2027, 2028, 2040)),
        date(2028, 2, 29),
        date(2026, 12, 31),
    }
)  # fmt: skip


@pytest.fixture(scope="session")
def planned_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the log with a plan of every kind, as pages only."""
    return write(tmp_path_factory.mktemp("planned"), logs.built(logs.PLANNED, events=logs.EVENTS))


@pytest.fixture(scope="session")
def report() -> Report:
    return logs.report(logs.PLANNED, events=logs.EVENTS)


@pytest.fixture
def home(planned_folder: Path) -> str:
    return planned_folder.as_uri() + "/"


@pytest.fixture
def tab(browser: Browser, home: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch = Watch(page, home)
    yield page
    context.close()
    assert not watch.seen


def on(tab: Page, day: date, address: str) -> None:
    """Open a page as a reader does on `day`."""
    tab.clock.set_fixed_time(datetime(day.year, day.month, day.day, 10))
    tab.goto(address)


def judged(report: Report, day: date) -> dict[str, Review]:
    """What Python says of each record on `day`, by its page."""
    assert report.judge
    return {
        f"d/{report.log.slug(record)}.html": report.judge(record, day)
        for record in report.log.records
        if record.status and record.status.name != "superseded"
    }


def row(tab: Page, title: str):
    return tab.locator("#Reviews .log > li", has=tab.get_by_role("link", name=title, exact=True))


def heading_of(tab: Page, title: str):
    """The heading under which a decision stands."""
    link = tab.get_by_role("link", name=title, exact=True)
    return tab.locator("#Reviews section", has=link).locator("h2 b")


# ------------------------------------------------------------------------------------------------ the same as Python


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_state_is_the_one_that_python_says(tab: Page, home: str, report: Report, day: date):
    on(tab, day, home + "reviews.html")
    expect(tab.locator("[data-group] h2 b").first).to_have_text("Overdue")  # the script has run
    seen = tab.locator("#Reviews [data-review-box][data-state]").evaluate_all(
        """rows => rows.map(row => [row.querySelector("h3 a").getAttribute("href"), row.dataset.state, row.dataset.counts,
            row.closest("section").dataset.group, row.closest("section").querySelector("h2 b").textContent])"""
    )
    states = judged(report, day)
    groups = {}
    for href, state, counts, group, heading in seen:
        review = states[href]
        assert state == review.state, href
        if review.state != "snoozed":
            assert counts == (review.due.isoformat() if review.due else ""), href
        groups[href] = (group, heading)
        left = (date.fromisoformat(counts) - day).days
        wanted = (
            "Overdue" if state in ("overdue", "breached")
            else "Due today" if left <= 0
            else "In the next 30 days" if left <= 30
            else "In the next 90 days" if left <= 90
            else "Later"
        )  # fmt: skip
        assert heading == wanted, href
    built = judged(report, BUILT)
    assert set(groups) == {href for href, review in built.items() if review.due}
    tiles = tab.locator(".tile").evaluate_all(
        """tiles => tiles.map(tile => [tile.dataset.counts, tile.querySelector("time").textContent,
            tile.closest("[data-month]").dataset.month, tile.closest("[data-month]").querySelector(".m").textContent])"""
    )
    last = f"{day.year + 1 if day.month > 1 else day.year}-{(day.month + 10) % 12 + 1:02}"
    for counts, text, month, heading in tiles:
        wanted = "past" if counts[:7] < f"{day:%Y-%m}" else counts[:7] if counts[:7] <= last else "later"
        assert (month, text) == (wanted, words.day(date.fromisoformat(counts)))
        named = f"{words.MONTHS[int(month[5:]) - 1][:3]} {month[:4]}" if month[0] == "2" else wanted
        assert heading.casefold() == ("earlier" if named == "past" else named).casefold()
    assert [one[0] for one in tiles] == sorted(one[0] for one in tiles)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_box_of_the_log_page_is_that_of_the_day(tab: Page, home: str, report: Report, day: date):
    on(tab, day, home + "index.html")
    states = judged(report, day)
    due = sorted(
        (review.due, href) for href, review in states.items() if review.state in ATTENTION and review.due
    )
    old = ["d/dr-009.html"] if (day - date(2025, 11, 5)).days > 30 else []
    kept = [href for _, href in due][: 4 - len(old)] + old
    waiting = [href for href, review in states.items() if review.state == "waiting"]
    wanted = [*kept, *waiting][:4]
    entries = tab.locator("ul.todo > li:visible")
    expect(entries).to_have_count(len(wanted))
    assert entries.locator("a").evaluate_all("links => links.map(a => a.getAttribute('href'))") == wanted


# ------------------------------------------------------------------------------------------------ one build, four days


@pytest.mark.parametrize(
    ("day", "state", "heading", "said"),
    [
        ("2026-02-01", "fresh", "In the next 90 days", "In 47 days"),
        ("2026-03-08", "upcoming", "In the next 30 days", "Due in 12 days"),
        ("2026-03-20", "due", "Due today", "Due today"),
        ("2026-04-04", "overdue", "Overdue", "15 days overdue"),
        ("2027-03-20", "overdue", "Overdue", "12 months overdue"),
    ],
)
def test_one_build_on_several_days(tab: Page, home: str, day: str, state: str, heading: str, said: str):
    on(tab, date.fromisoformat(day), home + "reviews.html")
    database = row(tab, "Database")
    expect(database).to_have_attribute("data-state", state)
    expect(database.locator(".side b")).to_have_text(said)
    expect(database.locator(".side time")).to_have_text("20 Mar 2026")
    expect(heading_of(tab, "Database")).to_have_text(heading)
    tab.goto(home + "d/dr-003.html")
    banner = tab.locator(".alert")
    if state in ("due", "overdue"):
        expect(banner).to_contain_text(f"Review {said[0].lower()}{said[1:]}")
    else:
        expect(banner).to_be_hidden()
    tab.goto(home + "index.html")
    pill = tab.locator("#Rows li", has_text="Database").locator(".note .pill")
    if state == "fresh":
        expect(pill).to_be_hidden()
    else:
        expect(pill).to_have_text(f"Review {said[0].lower()}{said[1:]}20 Mar 2026")


def test_a_snoozed_review_is_due_when_the_snooze_ends(tab: Page, home: str):
    on(tab, date(2026, 4, 19), home + "reviews.html")
    expect(row(tab, "Deployments").locator(".side")).to_have_text("Snoozed until 20 Apr 2026")
    expect(heading_of(tab, "Deployments")).to_have_text("In the next 30 days")
    tab.goto(home + "d/dr-007.html")
    expect(tab.locator(".alert")).to_be_hidden()
    expect(tab.locator(".sheet .pill")).to_be_hidden()
    on(tab, date(2026, 4, 20), home + "reviews.html")
    expect(row(tab, "Deployments").locator(".side")).to_have_text("59 days overdue 20 Feb 2026")
    expect(heading_of(tab, "Deployments")).to_have_text("Overdue")
    tab.goto(home + "d/dr-007.html")
    expect(tab.locator(".alert b")).to_have_text("Review 59 days overdue")
    expect(tab.locator(".sheet [data-words]")).to_have_text("Review 59 days overdue")


def test_a_year_on(tab: Page, home: str):
    on(tab, date(2027, 3, 2), home + "reviews.html")
    visible = tab.locator("#Reviews section[data-group]:visible h2")
    expect(visible).to_have_text(["Overdue 9 reviews", "Later 1 review"])
    months = tab.locator(".months > li:visible .m")
    expect(months).to_have_text(
        ["Earlier", *(f"{words.MONTHS[(n + 2) % 12][:3]} {2027 + (n + 2) // 12}" for n in range(12)), "Later"]
    )
    expect(tab.locator(".months > li.now .m")).to_have_text("Mar 2027")
    earlier = tab.locator('.months > li[data-month="past"]')
    expect(earlier.locator("a:visible")).to_have_count(6)
    expect(earlier.locator(".rest")).to_have_text("+3")
    expect(earlier.locator("a").first).to_have_class("tile s-overdue")


def test_numbers_count_what_is_on_other_pages_too(tab: Page, tmp_path: Path):
    files = logs.planned(320)
    home = write(tmp_path, logs.built(files)).as_uri() + "/"
    days = [one.due for one in logs.report(files).reviews if one.due]
    page = tab.context.new_page()
    for day in (BUILT, date(2026, 9, 2)):
        on(page, day, home + "reviews.html")
        past = page.locator('.months > li[data-month="past"]')
        earlier = sum(one < day.replace(day=1) for one in days)
        expect(past.locator(".rest")).to_have_text(f"+{earlier - past.locator('a:visible').count()}")
    on(page, BUILT, home + "reviews.html")
    expect(page.locator("#Reviews section:visible h2")).to_have_text(["Overdue 100 of 107 reviews"])
    page.get_by_label("Reviews of").select_option("@person1")
    expect(page.locator("#Reviews section:visible h2")).to_have_text([re.compile(r"^Overdue \d reviews?$")])


def test_a_phone_shows_only_months_in_which_something_is_due(tab: Page, home: str):
    tab.set_viewport_size({"width": 390, "height": 800})
    on(tab, date(2026, 4, 1), home + "reviews.html")
    for month in tab.locator(".months > li:visible:not(.now)").all():
        expect(month.locator(".tile:visible").first).to_be_visible()
    expect(tab.locator(".months > li.now")).to_be_visible()


def test_nothing_due_is_said_for_the_reader_s_day(tab: Page, home: str, tmp_path: Path):
    files = dict([logs.record(1, "One", review="2026-12-01"), logs.record(2, "Two", review="2026-12-02")])
    calm = write(tmp_path, logs.built(files)).as_uri() + "/reviews.html"
    page = tab.context.new_page()
    on(page, date(2026, 4, 1), calm)
    expect(page.locator("#Nothing")).to_have_text("Nothing due before 30 Jun 2026.")
    on(page, date(2026, 10, 1), calm)
    expect(page.locator("#Nothing")).to_be_hidden()


# ------------------------------------------------------------------------------------------------ by owner


def test_only_one_person_s_reviews(tab: Page, home: str):
    on(tab, BUILT, home + "reviews.html")
    tab.get_by_label("Reviews of").select_option("@bob")
    expect(tab.locator("#Reviews .log > li:visible h3")).to_have_text(
        ["Redis provider", "Where Celery beat runs", "Search"]
    )
    expect(tab.locator("#Shown")).to_have_text("3 decisions")
    expect(tab.locator("#Reviews section:visible h2")).to_have_text(
        ["Overdue 1 review", "In the next 90 days 1 review", "Waiting for an event"]
    )
    expect(tab.locator(".tile:visible")).to_have_count(2)
    expect(tab.locator(".when:visible")).to_have_count(1)
    tab.get_by_label("Reviews of").select_option("@carol")
    expect(tab.locator("#Reviews .log > li:visible h3")).to_have_text(["Which broker", "Which CDN"])
    tab.get_by_label("Reviews of").select_option("everybody")
    expect(tab.locator("#Reviews .log > li:visible")).to_have_count(14)
    expect(tab.locator("#Shown")).to_have_text("")


def test_months_lead_to_their_decisions(tab: Page, home: str):
    on(tab, BUILT, home + "reviews.html")
    tab.get_by_role("link", name="DR-004 5 Apr 2026").click()
    tab.wait_for_url("**/d/dr-004.html")
    tab.get_by_role("navigation", name="Main").get_by_role("link", name="Reviews").click()
    tab.wait_for_url("**/reviews.html")


# ------------------------------------------------------------------------------------------------ for everybody


def test_without_scripts_every_day_is_there(browser: Browser, home: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + "reviews.html")
    expect(page.locator(".js-only:visible")).to_have_count(0)
    expect(page.locator("#Reviews .log > li:visible")).to_have_count(14)
    expect(row(page, "Redis provider").locator(".side")).to_have_text("Review by 15 Feb 2026")
    expect(page.locator("#Reviews h2:visible").first).to_have_text("Before 2 Mar 2026 1 review")
    expect(page.locator(".tile:visible")).to_have_count(10)
    page.goto(home + "d/dr-002.html")
    expect(page.locator(".alert b")).to_have_text("Review by 15 Feb 2026")
    page.goto(home + "d/dr-003.html")
    expect(page.locator(".alert")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessible(
    browser: Browser, home: str, axe_script: Path, width: int, scheme: Literal["light", "dark"]
):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found = []
    for day in (BUILT, date(2027, 3, 2)):
        for kind in ("reviews.html", "d/dr-002.html", "index.html"):
            on(page, day, home + kind)
            found += looks.violations(page, axe_script)
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out_or_is_too_small(browser: Browser, home: str, tmp_path: Path, width: int):
    hostile = write(tmp_path, logs.built(logs.HOSTILE_PLANS)).as_uri() + "/"
    page = browser.new_page(viewport={"width": width, "height": 800})
    watch = Watch(page, "file:")
    for kind in (
        home + "reviews.html",
        home + "d/dr-002.html",
        hostile + "reviews.html",
        hostile + "d/dr-001.html",
    ):
        page.goto(kind)
        assert looks.width(page) <= width, kind
        assert not looks.too_small(page, "main aside a, .tile, select, summary"), kind
    page.close()
    assert not watch.seen


def test_on_paper(browser: Browser, home: str):
    page = browser.new_page(color_scheme="dark")
    page.set_viewport_size({"width": 680, "height": 960})  # what A4 leaves
    page.goto(home + "reviews.html")
    page.emulate_media(media="print")
    expect(page.locator(".who")).to_be_hidden()
    expect(page.locator(".months")).to_be_visible()
    expect(row(page, "Redis provider")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert looks.width(page) <= 680
    page.close()
