"""What people come for, from the first page to the answer: on the small log, on our own and on two real ones; with the mouse,
with the keyboard alone, on a phone by touch, and, wherever it can be, without scripts.

What has to be found is worked out from the log; how the words are written on the pages is the business of other tests.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.conftest import ROOT, find_corpora

from decidedly import app
from decidedly import matrix as mx
from decidedly.log.periods import held_on, period
from decidedly.pages.edition import Edition
from decidedly.pages.words import heading
from decidedly.record import Record
from decidedly.report import Report

DAY = date(2026, 3, 2)

PAIRS = [
    *(("small", way) for way in ("mouse", "keys", "touch", "no scripts")),
    ("our own", "keys"),
    ("our own", "touch"),
    *(
        pytest.param(f"real {number}", way, marks=pytest.mark.corpora)
        for number, way in ((1, "mouse"), (1, "keys"), (2, "touch"), (2, "no scripts"))
    ),
]
pytestmark = pytest.mark.parametrize(("place", "way"), PAIRS, indirect=["place"])


def real() -> list[Path]:
    """The two real logs, of those with days, in which most has been replaced."""
    facts = [
        json.loads(file.read_text()) for file in sorted((find_corpora() or Path("none")).glob("*/facts.json"))
    ]
    facts = [one for one in facts if one["dated"] * 2 > one["records"]]
    facts.sort(key=lambda one: (-one["statuses"].get("superseded", 0), one["records"]))
    return [(find_corpora() or Path()) / one["name"] / "repo" for one in facts[:2]]


@dataclass
class Place:
    """A built site and the log that it is of."""

    home: str
    report: Report
    edition: Edition

    def page(self, record: Record) -> str:
        return self.edition.names.records[record.path]


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    if request.param == "small":
        opened = app.open_log(folder.parent / "docs" / "adr")
    else:
        opened = app.open_log(ROOT if request.param == "our own" else real()[int(request.param[-1]) - 1])
        folder = tmp_path_factory.mktemp("journeys") / "site"
        app.build_site(opened, DAY, folder, search=False)
    report = app.make_report(opened, DAY)
    return Place(folder.as_uri() + "/", report, Edition(report, app.make_site(opened, search=False), {}))


class Reader:
    """Somebody with a browser, who gets about in one way."""

    def __init__(self, page: Page, way: str) -> None:
        self.page, self.way = page, way

    def go(self, one: Locator) -> None:
        """Follow a link, or press a button."""
        if self.way == "touch":
            one.tap()
        elif self.way == "keys":
            self.reach(one)
            self.page.keyboard.press("Enter")
        else:
            one.click()

    def reach(self, one: Locator) -> None:
        """Walk there with the Tab key."""
        expect(one).to_be_visible()
        for _ in range(400):
            if one.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{one} is not reached by Tab")


@pytest.fixture
def reader(way: str, browser: Browser) -> Iterator[Reader]:
    small = {"width": 390, "height": 844} if way == "touch" else {"width": 1280, "height": 800}
    context = browser.new_context(
        viewport=small,  # type: ignore[arg-type]
        has_touch=way == "touch",
        java_script_enabled=way != "no scripts",
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "requestfailed",
        lambda asked: complaints.append(asked.url) if "ABORT" not in str(asked.failure) else None,
    )
    if way != "no scripts":
        page.clock.set_fixed_time(datetime.combine(DAY, time(10)))
    yield Reader(page, way)
    context.close()
    assert complaints == []


def test_find_a_decision_by_words(place: Place, reader: Reader):
    """Somebody remembers a word of the question."""
    records = place.report.log.records
    said = [set(re.findall(r"[^\W\d_]{5,}", heading(one).lower())) for one in records]
    often = Counter(word for words in said for word in words)
    record, word = min(
        ((one, word) for one, words in zip(records, said, strict=True) for word in words),
        key=lambda pair: (often[pair[1]], -len(pair[1]), pair[1]),
    )
    page = reader.page
    page.goto(place.home + "index.html")
    if reader.way == "no scripts":
        page.locator("#Words").fill(word)
        page.locator("#Words").press("Enter")
        page.wait_for_url("**/search.html?*")
        found = page.locator("#Content a", has_text=heading(record)[:60])
    else:
        if reader.way == "keys":
            page.keyboard.press("/")
            page.keyboard.type(word)
        else:
            page.locator("#Words").fill(word)
        expect(page.locator("#Count")).to_contain_text("match")
        found = page.locator(".log li:visible h3 a", has_text=heading(record)[:60])
    reader.go(found.first)
    page.wait_for_url(f"**/{place.page(record)}")
    expect(page.locator("h1")).to_contain_text(re.compile(re.escape(word), re.I))


def test_follow_what_was_replaced_to_what_is_in_force(place: Place, reader: Reader):
    """Somebody arrives by a deep link at a decision that no longer holds."""
    log = place.report.log
    old = next((one for one in log.records if log.successors(one) and log.current(one)), None)
    if old is None:
        pytest.skip("nothing in this log has been replaced by what is in force")
    new = log.current(old)[0]
    page = reader.page
    page.goto(place.home + place.page(old))
    expect(page.locator(".status")).to_contain_text("Superseded")
    go = page.locator(".status .go").first
    expect(go).to_be_in_viewport()
    reader.go(go)
    page.wait_for_url(f"**/{place.page(new)}")
    expect(page.locator(".status")).not_to_contain_text("Superseded")


def test_see_what_was_in_force_on_a_day(place: Place, reader: Reader):
    """Somebody asks what held when something went wrong."""
    log = place.report.log
    periods = [found for one in log.records if (found := period(log, one))]
    days = sorted({one.since for one in periods} | {one.until for one in periods if one.until})
    if not days:
        pytest.skip("no decision of this log has a day")
    day = days[len(days) // 2]
    page = reader.page
    shown = page.locator("#Now > li:visible h3 a")  # and what has been replaced since
    if reader.way == "no scripts":  # the day of the build stands there
        page.goto(place.home + "timeline.html")
        shown = page.locator("#Now > li:visible h3 a")
        day = DAY
    elif reader.way == "keys":  # a shared link to the day before, and one step
        page.goto(f"{place.home}timeline.html?at={max(day - timedelta(1), days[0])}")
        reader.reach(page.locator("#Slide"))
        page.keyboard.press("ArrowRight")
        day = max(day, days[0] + timedelta(1))
    else:
        page.goto(place.home + "timeline.html")
        page.locator("#Day").fill(day.isoformat())
        page.locator("#Day").dispatch_event("change")
    held = held_on(log, day)
    expect(page.locator("#Held")).to_have_text(re.compile(rf"^{len(held)} decisions? in force on {day.day} "))
    expect(shown).to_have_count(len(held))
    pages = shown.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert sorted(pages) == sorted(place.page(one) for one in held)
    if pages:
        reader.go(shown.first)
        page.wait_for_url(f"**/{pages[0]}")


def test_see_which_are_due(place: Place, reader: Reader):
    """Somebody plans the next meeting."""
    page = reader.page
    page.goto(place.home + "index.html")
    entry = page.get_by_role("navigation", name="Main").get_by_role("link", name="Reviews")
    if not place.edition.planned:
        expect(entry).to_have_count(0)
        return
    reader.go(entry)
    page.wait_for_url("**/reviews.html")
    due = {
        place.page(one.record)
        for one in place.report.reviews
        if one.state in ("due", "overdue", "breached") and not place.edition.standing(one.record).retired
    }
    urgent = page.locator("#Reviews [data-group]:visible li:visible h3 a")
    shown = set(urgent.evaluate_all("all => all.map(one => one.getAttribute('href'))"))
    assert due <= shown
    if shown:
        first = urgent.first.get_attribute("href")
        reader.go(urgent.first)
        page.wait_for_url(f"**/{first}")


def test_flip_a_decision_by_weights(place: Place, reader: Reader):
    """Somebody doubts the choice: only the one thing counts in which another option is better."""
    for compared in place.edition.compared:
        board = mx.board(compared.matrix)
        scores = mx.fits(board, board.weights)
        leader = mx.ranking(scores)[0]
        found = [
            (criterion, other)
            for criterion, row in enumerate(board.values)
            for other, value in enumerate(row)
            if value is not None and row[leader] is not None and value > (row[leader] or 0) and value == max(one or 0 for one in row)
        ]  # fmt: skip
        if found and not mx.is_multiplied(compared.matrix):
            break
    else:
        pytest.skip("no comparison of this log can be turned")
    page = reader.page
    page.goto(place.home + compared.output)
    rank = page.locator("#Rank > li").first.locator(".nm")
    expect(rank).to_have_text(compared.matrix.options[leader])
    if reader.way == "no scripts":
        expect(page.locator("#Turns > li")).not_to_have_count(0)
        expect(page.locator("input[type=range]:visible")).to_have_count(0)
        return
    criterion = found[0][0]
    winners = {compared.matrix.options[other] for at, other in found if at == criterion}
    sliders = page.locator("tr[data-i] input[type=range]")
    assert sliders.count() == len(board.criteria)
    for at in range(len(board.criteria)):
        slider, most = sliders.nth(at), at == criterion
        if reader.way == "keys":
            reader.reach(slider)
            page.keyboard.press("End" if most else "Home")
        else:
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            assert box
            there = {"x": box["width"] - 1 if most else 1, "y": box["height"] / 2}
            slider.tap(position=there) if reader.way == "touch" else slider.click(position=there)  # type: ignore[arg-type]
    expect(rank).to_have_text(re.compile("^(" + "|".join(map(re.escape, winners)) + ")$"))
    address = page.url
    reader.go(page.locator("#Reset"))
    expect(rank).to_have_text(compared.matrix.options[leader])
    page.goto("about:blank")
    page.goto(address)  # the what-if can be sent to somebody
    expect(rank).not_to_have_text(compared.matrix.options[leader])


def test_cite_a_decision(place: Place, reader: Reader):
    """Somebody writes about a decision elsewhere."""
    record = place.report.log.records[0]
    page = reader.page
    page.goto(place.home + place.page(record))
    summary = page.locator("details.cite summary")
    text = page.locator("details.cite pre").first
    expect(text).to_be_hidden()
    reader.go(summary)
    expect(text).to_be_visible()
    expect(text).to_contain_text(heading(record)[:60])
    expect(page.locator("details.cite pre").nth(1)).to_contain_text("@")
