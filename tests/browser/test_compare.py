"""Comparisons in a real browser: the script says what Python says, weights can be tried, shared and taken back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from tests.browser import looks
from tests.browser.conftest import write
from tests.browser.test_site import Watch
from tests.site import comparisons, logs

from decidedly import matrix as mx
from decidedly.matrix import words
from decidedly.pages import comparison
from decidedly.pages.edition import Edition

PAGES = (
    "compare.html", "m/dr-001.html", "m/dr-002.html", "m/dr-003.html", "m/dr-004-2.html", "m/dr-005.html", "m/dr-006.html",
    "m/dr-007.html", "m/dr-008.html", "m/dr-010.html", "m/dr-011.html", "m/hosts.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> str:
    """The site of a log full of matrices, opened from its folder."""
    return write(tmp_path_factory.mktemp("compared"), logs.built(comparisons.LOG)).as_uri() + "/"


@pytest.fixture
def tab(browser: Browser, home: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch = Watch(page, home)
    yield page
    context.close()
    assert not watch.seen


def names(page: Page) -> list[str]:
    return [name.strip() for name in page.locator("#Rank .nm").all_inner_texts()]


# ------------------------------------------------------------------------------------------ the same as Python

SHOWN = """() => {
    const text = id => document.getElementById(id).textContent;
    return {
        ranked: [...document.querySelectorAll(".rank li")].map(one => [one.querySelector(".nm").textContent, one.querySelector(".sc").textContent]),
        bars: [...document.querySelectorAll(".rank li")].map(one => [...one.querySelectorAll("rect")].map(rect => [+rect.getAttribute("x"), +rect.getAttribute("width")])),
        verdict: text("Verdict"),
        firm: [text("Firm"), text("FirmWords")],
        others: [...document.querySelectorAll(".others div")].map(one => [one.children[0].textContent, one.children[1].textContent]),
        ahead: text("Ahead"),
        turns: [...document.querySelectorAll(".turns li")].map(one => [one.querySelector("b").textContent, one.querySelector("span").textContent]),
        weights: [...document.querySelectorAll("#Matrix output")].map(one => one.textContent),
    };
}"""


def expected(board: mx.Board, weights: list[float], end: float) -> dict:
    """What the page has to show under these weights, by Python."""
    scores = mx.fits(board, weights)
    order = mx.ranking(scores)
    shares = mx.shares(board)
    bars = []
    for option in order:
        column = board.column(option)
        whole = sum(weight for weight, value in zip(weights, column, strict=True) if value is not None)
        widths = [
            w * (v or 0) / (whole * board.top) * 1000 if whole else 0
            for w, v in zip(weights, column, strict=True)
        ]
        starts = [0.0, *itertools.accumulate(widths)]
        bars.append([[x, max(0, width - 2.5)] for x, width in zip(starts, widths, strict=False)])
    return {
        "ranked": [[board.options[at], mx.percent(scores[at])] for at in order],
        "bars": bars,
        "verdict": "".join(words.verdict(board, weights)),
        "firm": list(words.firmness(board, order[0])),
        "others": [
            [board.options[at], "never" if shares[at].never else words.share_words(shares[at]).removeprefix("about ")]
            for at in order[1:]
        ],
        "ahead": f"What would put another option ahead of {board.options[order[0]]}",
        "turns": [
            [board.options[one.option], words.turn(board, order[0], one)] for one in mx.overtakes(board, weights, end)
        ],
        "weights": [words.number(one) for one in weights],
    }  # fmt: skip


CELLS = st.sampled_from(
    ["0/5", "1/5", "2/5", "3/5", "4/5", "5/5", "2.5/5", "3.3/5", "⭐⭐⭐", "❌", "✅", "⚠️", "?"]
)
WEIGHTS = st.sampled_from(["1", "2", "3", "0.5", "1.25", "0.1", "10", "33.3", "0", "Critical", "High", "Low"])
TRIED = st.sampled_from([0, 0.01, 0.5, 1, 1.5, 2, 3, 4.75, 5, 7, 12.34, 100])


@st.composite
def compared(draw) -> tuple[list[list[str]], list[str], list[list[float]]]:
    """A table of cells, its weights, and two sets of other weights."""
    options, criteria = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    grades = draw(
        st.lists(st.lists(CELLS, min_size=options, max_size=options), min_size=criteria, max_size=criteria)
    )
    weights = draw(st.lists(WEIGHTS, min_size=criteria, max_size=criteria))
    tried = draw(st.lists(st.lists(TRIED, min_size=criteria, max_size=criteria), min_size=2, max_size=2))
    return grades, weights, tried


TWINS = ([["3/5", "3/5", "5/5"], ["2/5", "2/5", "1/5"]], ["1", "1"], [[0, 0], [1, 3]])
HALVES = (
    [["0/5", "5/5"], ["2.5/5", "2.5/5"], ["5/5", "1/5"]],
    ["3", "1", "2"],
    [[1, 1, 1.25], [100, 0, 0.01]],
)


@pytest.mark.slow
@settings(max_examples=40)
@example(TWINS, "accepted")
@example(HALVES, "proposed")
@given(compared(), st.sampled_from(["accepted", "proposed"]))
def test_the_script_says_what_python_says(browser: Browser, tmp_path_factory, case, status):
    grades, weights, tried = case
    head = " | ".join(f"Option {letter}" for letter in "ABCDE"[: len(grades[0])])
    rows = [
        f"Goal {at} | {weight} | {' | '.join(row)}"
        for at, (row, weight) in enumerate(zip(grades, weights, strict=True))
    ]
    table = comparisons.grid(f"Criterion | Weight | {head}", *rows)
    report = logs.report(
        dict([logs.record(1, "Which?", status, body=comparisons.compared(table, answer="Option B"))])
    )
    found = mx.matrices(report.log.records[0])
    assume(found)
    edition = Edition(report, logs.SITE, logs.theme())
    site = dict(comparison.pages(edition)) | dict(edition.assets.values())
    board = mx.board(found[0])
    others = [one for one in tried if len(one) == len(board.criteria)]
    end = mx.scale(board)
    written = {path: data.decode() for path, data in site.items()}
    address = write(tmp_path_factory.mktemp("case"), written).joinpath("m/dr-001.html").as_uri()
    page = browser.new_page()
    try:
        page.goto(address)
        for given_ in [list(board.weights), *others, list(board.weights)]:
            fragment = "#w=" + ",".join(f"{one:g}" for one in given_)
            page.goto(address + fragment)
            expect(page.locator("#Matrix output")).to_have_text([words.number(one) for one in given_])
            shown, due = page.evaluate(SHOWN), expected(board, given_, mx.stretched(end, given_))
            bars, due_bars = shown.pop("bars"), due.pop("bars")
            assert shown == due
            for bar, due_bar in zip(bars, due_bars, strict=True):
                assert list(itertools.chain(*bar)) == pytest.approx(list(itertools.chain(*due_bar)), abs=1e-6)
    finally:
        page.close()


def test_what_stands_in_the_page_is_what_the_script_would_write(browser: Browser, home: str):
    for path in PAGES[1:]:
        pages = []
        for scripts in (False, True):
            context = browser.new_context(java_script_enabled=scripts)
            page = context.new_page()
            page.goto(home + path)
            pages.append([
                page.locator(css).all_inner_texts() for css in (".rank", "#Verdict", "#Firm", "#FirmWords", ".others", ".turns", ".heat tr", "output")
            ])  # fmt: skip
            context.close()
        assert pages[0] == pages[1], path


# ------------------------------------------------------------------------------------------ trying weights


def test_arrow_keys_move_a_weight_and_its_value_is_spoken(tab: Page, home: str):
    tab.goto(home + "m/dr-002.html")
    slider = tab.get_by_label("Scaling")
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "1, 13% of the whole")
    for _ in range(6):
        tab.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "4, 36% of the whole")
    expect(tab.locator("output").nth(5)).to_have_text("4")
    expect(tab.locator("#Verdict")).to_contain_text("score the same")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("#Live")).to_have_text("AWS leads with 86%.")
    expect(tab.locator("#Live")).to_have_attribute("role", "status")
    assert names(tab) == ["AWS", "Fly.io", "Railway", "Render"]
    expect(tab.locator("#Firm")).to_have_text("24%")
    expect(tab.locator("#FirmWords")).to_contain_text("The record proposes Fly.io.")
    expect(tab.locator("th.first")).to_have_text("AWS")
    expect(slider).to_be_focused()
    assert tab.url.endswith("#w=1,1,1,1,1,4.5,1,1")


def test_a_what_if_can_be_shared_and_taken_back(tab: Page, home: str):
    tab.goto(home + "m/dr-002.html#w=1,1,1,1,1,3,3,1")
    expect(tab.locator("#Rank .sc").first).to_have_text("87%")
    assert names(tab)[0] == "AWS"
    expect(tab.locator("tr.changed th")).to_have_text(["Scaling", "Global reach"])
    reset = tab.get_by_role("button", name="Reset to the record")
    expect(reset).to_have_attribute("aria-disabled", "false")
    reset.press("Enter")
    expect(reset).to_have_attribute("aria-disabled", "true")
    expect(reset).to_be_focused()
    assert names(tab)[0] == "Fly.io"
    assert "#" not in tab.url
    expect(tab.locator("tr.changed")).to_have_count(0)


@pytest.mark.parametrize(
    "fragment",
    [
        "w=1,2",
        "w=1,1,1,1,1,1,1,x",
        "w=,,,,,,,",
        "w=1,1,1,1,1,1,1,1e9",
        "w=-1,1,1,1,1,1,1,1",
        "Content",
        "w=1.1.1,1,1,1,1,1,1,1",
    ],
)
def test_a_broken_link_shows_the_record(tab: Page, home: str, fragment: str):
    tab.goto(f"{home}m/dr-002.html#{fragment}")
    expect(tab.locator("output")).to_have_text(["1"] * 8)
    assert names(tab)[0] == "Fly.io"


def test_weights_of_another_phase_are_one_press_away(tab: Page, home: str):
    tab.goto(home + "m/dr-003.html")
    before = tab.locator("#Rank .sc").all_inner_texts()
    tab.get_by_role("button", name="Scale").click()
    expect(tab.locator("output")).to_have_text(["2", "1", "4", "2"])
    assert tab.url.endswith("#w=2,1,4,2")
    assert tab.locator("#Rank .sc").all_inner_texts() != before
    tab.get_by_role("button", name="MVP").click()
    expect(tab.locator("output")).to_have_text(["3", "2.5", "1", "1"])
    assert tab.locator("#Rank .sc").all_inner_texts() == before
    expect(tab.get_by_role("button", name="Reset to the record")).to_have_attribute("aria-disabled", "true")


def test_all_weights_may_be_nothing(tab: Page, home: str):
    tab.goto(home + "m/dr-002.html#w=0,0,0,0,0,0,0,0")
    expect(tab.locator("#Rank .sc")).to_have_text(["–"] * 4)
    expect(tab.locator("#Verdict")).to_have_text("".join(words.NOTHING))
    expect(tab.locator("input").first).to_have_attribute("aria-valuetext", "0, 0% of the whole")
    slider = tab.get_by_label("Docker")
    slider.press("ArrowRight")
    expect(tab.locator("#Live")).to_have_text(re.compile("leads with"))
    slider.press("ArrowLeft")
    expect(tab.locator("#Live")).to_have_text("Nothing weighs anything.")


def test_a_slider_reaches_what_is_advised_and_what_a_link_asks_for(tab: Page, home: str):
    tab.goto(home + "m/dr-011.html")
    expect(tab.locator("#Turns")).to_have_text(re.compile(r"Tooling weighted above 10\."))
    slider = tab.get_by_label("Tooling")
    slider.press("End")
    assert names(tab) == ["B", "A"]
    tab.goto(home + "m/dr-002.html#w=12,1,1,1,1,1,1,1")
    expect(tab.locator("input").first).to_have_value("12")
    expect(tab.locator("input").first).to_have_attribute("max", "20")
    tab.get_by_role("button", name="Reset to the record").click()
    expect(tab.locator("input").first).to_have_attribute("max", "5")


def test_many_options_follow_the_weights_in_all_their_places(tab: Page, home: str):
    tab.goto(home + "m/dr-010.html")
    heads = tab.locator(".heat thead th[data-o]")
    before = heads.all_inner_texts()
    expect(tab.locator(".rank li:visible")).to_have_count(6)
    tab.locator(".rest > summary").first.press("Enter")
    expect(tab.locator(".rank li:visible")).to_have_count(30)
    tab.get_by_label("Criterion 5").press("End")
    after = heads.all_inner_texts()
    assert after != before
    assert [one.strip() for one in tab.locator(".rank .nm").all_inner_texts()] == after
    row = tab.locator(".heat tbody tr").nth(5)
    cells = row.locator("td:not(.wt)").all_inner_texts()
    assert cells == [f"{int(name[6:]) // 6}/5" for name in after]
    expect(tab.locator(".rank .first")).to_have_count(1)
    expect(tab.locator("th.first")).to_have_text(after[0])


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_of_many_options_is_no_longer_than_its_table(browser: Browser, home: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(home + "m/dr-010.html")
    assert page.evaluate("document.documentElement.scrollHeight") < (2000 if width == 1280 else 3500)
    page.evaluate("document.querySelector('.heatbox').scrollLeft = 600")
    assert page.locator(".heat tbody th").first.evaluate("one => one.getBoundingClientRect().left") >= 0
    page.close()


def test_a_criterion_lights_up_what_it_adds(tab: Page, home: str):
    tab.goto(home + "m/dr-002.html")
    tab.get_by_label("Docker").focus()
    expect(tab.locator("#Rank rect.on")).to_have_count(4)
    expect(tab.locator("#Rank li").first.locator("rect").nth(1)).to_have_class(re.compile("on"))
    tab.get_by_role("link", name="Read the decision").focus()
    expect(tab.locator("#Rank rect.on")).to_have_count(0)


def test_a_link_to_the_weights_is_copied(browser: Browser, home: str):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(home + "m/dr-002.html")
    expect(page.locator("#Share")).to_be_hidden()
    page.get_by_label("GPU").press("End")
    page.locator("#Share").click()
    expect(page.locator("#Share")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == home + "m/dr-002.html#w=1,1,1,5,1,1,1,1"
    context.close()


def test_from_a_decision_to_its_comparison_and_on(tab: Page, home: str):
    tab.goto(home + "d/dr-001.html")
    tab.get_by_role("link", name="Compare with other weights").click()
    tab.wait_for_url("**/m/dr-001.html")
    expect(tab.locator("#Verdict")).to_contain_text("No change of weights can flip this.")
    tab.get_by_role("navigation", name="Main").get_by_role("link", name="Compare").click()
    tab.wait_for_url("**/compare.html")
    tab.get_by_role("link", name="Hosts compared").click()
    tab.wait_for_url("**/m/hosts.html")
    tab.get_by_role("link", name="Read the document").click()
    tab.wait_for_url("**/doc/hosts.html")


# ------------------------------------------------------------------------------------------ for everybody


def test_without_scripts_there_is_no_dead_control(browser: Browser, home: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES:
        page.goto(home + path)
        expect(page.locator("input:visible, button:visible, .js-only:visible")).to_have_count(0)
    page.goto(home + "m/dr-002.html")
    expect(page.locator("output:visible")).to_have_text(["1"] * 8)
    expect(page.locator("#Rank .sc:visible")).to_have_text(["88%", "80%", "70%", "50%"])
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
    for path in (*PAGES, "m/dr-002.html#w=1,1,1,1,1,3,3,1"):
        page.goto(home + path)
        found += looks.violations(page, axe_script)
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways_and_no_target_is_too_small(browser: Browser, home: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in PAGES:
        page.goto(home + path)
        assert looks.width(page) <= width, path
        assert not looks.too_small(page, "main button, main .btn, main nav a, a.pill, main input"), path
    page.close()


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_every_score_of_a_few_options_is_in_view(browser: Browser, home: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(home + "m/dr-002.html")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll(".heat td, .heat th")].filter(one => one.checkVisibility())
            .map(one => one.getBoundingClientRect()).filter(box => box.left < 0 || box.right > innerWidth).length"""
    )
    page.close()
    assert beyond == 0


def test_a_table_fades_only_where_more_of_it_is_to_come(browser: Browser, home: str):
    boxes = """async () => {
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        return [...document.querySelectorAll(".scroll, .heatbox")].map(one =>
            [one.scrollWidth - one.clientWidth, getComputedStyle(one).getPropertyValue("--fade") !== "0px"]);
    }"""
    seen = set()
    for width in (390, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800})
        for path in [*PAGES, "d/dr-002.html"]:
            page.goto(home + path)
            for more, fades in page.evaluate(boxes):
                assert fades == (more > 0), (path, width, more)
                assert not 0 < more < 8, (path, width, more)
                seen.add(fades)
        page.close()
    assert seen == {False, True}


def test_on_paper(browser: Browser, home: str):
    page = browser.new_page(color_scheme="dark", viewport={"width": 680, "height": 960})
    for path in PAGES:
        page.goto(home + path)
        page.emulate_media(media="print")
        expect(page.locator("input:visible, button:visible, .top:visible")).to_have_count(0)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert looks.width(page) <= 680, path
    page.goto(home + "m/dr-002.html#w=1,1,1,1,1,3,3,1")
    expect(page.locator("output:visible")).to_have_text(["1", "1", "1", "1", "1", "3", "3", "1"])
    page.close()


def test_nothing_hostile_runs(browser: Browser, home: str):
    page = browser.new_page()
    watch = Watch(page, home)
    page.goto(home + "m/dr-008.html")
    page.locator("input").first.press("ArrowRight")
    expect(page.locator("#Live")).not_to_have_text("")
    expect(page.locator("main script, main img, main iframe")).to_have_count(0)
    page.goto(home + "compare.html")
    page.close()
    assert not watch.seen
