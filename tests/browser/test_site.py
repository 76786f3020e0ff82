"""The published site in a real browser."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect
from tests.browser import looks
from tests.browser.conftest import write
from tests.site import logs

KINDS = (
    "index.html",
    "status/accepted.html",
    "tag/hosting.html",
    "d/dr-001.html",
    "d/dr-003.html",
    "doc/platform-comparison.html",
    "graph.html",
    "timeline.html",
    "about.html",
    "print.html",
    "search.html",
)


class Watch:
    """What a page does that it should not: console errors, failed requests, requests that leave the site, dialogs."""

    def __init__(self, page: Page, home: str) -> None:
        self.seen: list[str] = []
        page.on(
            "console",
            lambda message: self.seen.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.seen.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("dialog", self._dialog)
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((home, "data:"))
                else self.seen.append(f"leaves: {request.url}")
            ),
        )

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the test went on to the next page
            self.seen.append(f"failed: {request.url} {request.failure}")


@pytest.fixture
def home(folder: Path) -> str:
    return folder.as_uri() + "/"


@pytest.fixture
def tab(browser: Browser, home: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch = Watch(page, home)
    yield page
    context.close()
    assert not watch.seen


def pages_of(folder: Path) -> list[Path]:
    """Every page of a site but those that only lead on."""
    return [
        path
        for path in sorted(folder.rglob("*.html"))
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
    ]


# ------------------------------------------------------------------------------------------------ opened from a folder


def test_words_filter_the_rows_at_once(tab: Page, home: str):
    tab.goto(home + "index.html")
    tab.keyboard.press("/")
    expect(tab.locator("#Words")).to_be_focused()
    tab.keyboard.type("redis prov")
    expect(tab.locator("#Rows .log h3:visible")).to_have_text(["Redis provider again", "Redis provider"])
    expect(tab.locator("#Count")).to_have_text("2 decisions match")
    expect(tab.locator("#Rows .year:visible")).to_have_text(
        ["2026 1 of 4 decisions", "2025 1 of 5 decisions"]
    )
    expect(tab.locator("#Count")).to_have_attribute("role", "status")
    tab.keyboard.press("Escape")
    expect(tab.locator("#Rows .log li:visible")).to_have_count(11)
    expect(tab.locator("#Words")).to_have_value("")


def test_tags_and_people_are_found_though_no_row_shows_them(tab: Page, home: str):
    tab.goto(home + "index.html")
    tab.locator("#Words").fill("celery team host")
    row = tab.locator("#Rows .log li:visible")
    expect(row.locator("h3")).to_have_text(["Backend hosting platform"])
    expect(row.locator(".why span")).to_have_text(["tag: celery", "person: TIP Team"])
    expect(row.locator("mark")).to_have_text(["host", "Host", "celery", "Team"])
    tab.locator("#Words").fill("backend")
    expect(row.locator(".why")).to_have_count(0)
    tab.locator("#Words").fill("")
    expect(tab.locator("#Rows .why, #Rows mark")).to_have_count(0)
    expect(tab.locator("#Rows .log h3 a").last).to_have_text("No status")


def test_what_matched_is_marked_as_it_is_written(browser: Browser, tmp_path: Path):
    files = dict([
        logs.record(1, "Größe und ﬁxe Kosten", answer="Use **C#**, not C", tags="['a<b']", component="Büro", aliases="[old-name]"),
        logs.record(2, "Other"),
    ])  # fmt: skip
    page = browser.new_page()
    page.goto((write(tmp_path, logs.built(files)) / "index.html").as_uri())
    row = page.locator("#Rows li:visible")
    for words, marks, why in (
        ("GRÖSSE", [], []),
        ("groß fix", ["Größ", "ﬁx"], []),
        ("gro größe", ["Größe"], []),
        ("c#", ["C#"], []),
        ("a<b", ["a<b"], ["tag: a<b"]),
        ("buro", ["Büro"], ["component: Büro"]),
        ("old-n", ["old-n"], ["once called: old-name"]),
    ):
        page.locator("#Words").fill(words)
        expect(row.locator("mark")).to_have_text(marks)
        expect(row.locator(".why span")).to_have_text(why)
    page.close()


def test_nothing_found_is_said(tab: Page, home: str):
    tab.goto(home + "index.html")
    tab.locator("#Words").fill("quetzalcoatl")
    expect(tab.locator("#Count")).to_have_text(
        "No decision matches. Only titles, answers, tags and people are searched in pages opened from a folder."
    )


def test_slash_leads_to_search_from_anywhere(tab: Page, home: str):
    tab.goto(home + "d/dr-001.html")
    tab.keyboard.press("/")
    tab.wait_for_url("**/search.html#Words")
    tab.locator("#Words").fill("valkey")
    expect(tab.locator("#Hits .log h3")).to_have_text(["Redis once more"])
    tab.locator("#Hits .log h3 a").click()
    tab.wait_for_url("**/d/dr-009.html")


def test_a_long_log_is_searched_beyond_its_first_page(browser: Browser, long_folder: Path):
    page = browser.new_page()
    page.goto((long_folder / "index.html").as_uri())
    expect(page.locator("#Rows .log li")).to_have_count(50)
    page.locator("#Words").fill("answer number 317")
    expect(page.locator("#Hits .log h3")).to_have_text(["Decision number 317"])
    page.locator("#Words").fill("dr-017")
    expect(page.locator("#Hits .log h3")).to_have_text(["Decision number 17"])
    page.locator("#Words").fill("")
    expect(page.locator("#Rows .log li:visible")).to_have_count(50)
    page.close()


def test_keys_walk_the_rows(tab: Page, home: str):
    tab.goto(home + "index.html")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/d/dr-007.html")


def test_the_first_tab_stop_skips_to_the_content(tab: Page, home: str):
    for kind in KINDS:
        tab.goto(home + kind)
        tab.keyboard.press("Tab")
        expect(tab.locator(":focus")).to_have_text("Skip to content")
        tab.keyboard.press("Enter")
        assert tab.url.endswith("#Content")


def test_lineage_is_drawn_beside_the_rows(tab: Page, home: str):
    tab.goto(home + "index.html")
    expect(tab.locator(".arcs path")).to_have_attribute("d", re.compile("."))


def test_a_superseded_page_keeps_its_button_in_view(tab: Page, home: str):
    tab.goto(home + "d/dr-003.html")
    tab.mouse.wheel(0, 2000)
    expect(tab.locator(".status .go")).to_be_in_viewport()
    tab.locator(".status .go").click()
    tab.wait_for_url("**/d/dr-008.html")


def test_previews_open_on_rest_and_close_on_escape(tab: Page, home: str):
    tab.goto(home + "d/dr-003.html")
    tab.locator(".sheet a", has_text="DR-008").first.hover()
    preview = tab.locator('.pv[data-for="dr-008.html"]')
    expect(preview).to_be_visible()
    expect(preview).to_contain_text("Upstash free tier")
    tab.keyboard.press("Escape")
    expect(preview).to_be_hidden()


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2025-12-01", "Review by 15 Feb 2026"),
        ("2026-02-10", "Review due in 5 days"),
        ("2026-02-15", "Review due today"),
        ("2026-03-02", "Review 15 days overdue"),
    ],
)
def test_review_dates_follow_the_reader_s_day(tab: Page, home: str, today: str, words: str):
    tab.clock.set_fixed_time(datetime.fromisoformat(today + "T10:00:00"))
    tab.goto(home + "d/dr-008.html")
    expect(tab.locator(".sheet [data-words]")).to_have_text(words)


def test_what_wants_attention_besides_follows_the_reader_s_day(browser: Browser, tmp_path: Path):
    files = [logs.record(n, f"Question {n}", "proposed", "2026-02-20") for n in range(1, 25)]
    files += [logs.record(n, f"Plan {n}", review="2026-08-15") for n in range(30, 38)]
    site = write(tmp_path, logs.built(dict(files)))
    page = browser.new_page()
    lines = page.locator(".attention .more:visible")
    for today, said in (
        ("2026-03-01", []),
        ("2026-04-01", ["20 more among the open proposals"]),
        ("2026-08-20", ["23 more among the open proposals", "5 more among the planned reviews"]),
    ):
        page.clock.set_fixed_time(datetime.fromisoformat(today + "T10:00:00"))
        page.goto((site / "index.html").as_uri())
        expect(lines).to_have_text(said)
    lines.first.locator("a").click()
    page.wait_for_url("**/status/proposed.html")
    expect(page.locator("#Rows .log li")).to_have_count(24)
    page.close()


def test_the_scheme_can_be_chosen(tab: Page, home: str):
    tab.emulate_media(color_scheme="light")
    tab.goto(home + "index.html")
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.locator("#Theme").click()
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    tab.goto(home + "graph.html")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_every_kind_of_page_opens_quietly(tab: Page, home: str):
    for kind in (*KINDS, "404.html"):
        tab.goto(home + kind)


# ------------------------------------------------------------------------------------------------ without scripts


def test_without_scripts_nothing_is_missing(browser: Browser, home: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + "index.html")
    expect(page.locator(".js-only:visible")).to_have_count(0)
    expect(page.locator("#Rows .log li:visible")).to_have_count(11)
    page.get_by_role("link", name="Superseded 1").click()
    page.wait_for_url("**/status/superseded.html")
    page.get_by_role("link", name="Redis provider", exact=True).click()
    expect(page.locator(".status")).to_contain_text("This is no longer how we do it.")
    expect(page.locator(".js-only:visible")).to_have_count(0)
    page.goto(home + "index.html")
    page.locator("#Words").fill("redis")
    page.locator("#Words").press("Enter")
    page.wait_for_url("**/search.html?q=redis")
    expect(page.get_by_role("link", name="DR-008 Redis provider again")).to_be_visible()
    context.close()


# ------------------------------------------------------------------------------------------------ served under a sub-path


def test_full_text_under_a_sub_path(browser: Browser, served: str):
    context = browser.new_context()
    page = context.new_page()
    watch = Watch(page, served)
    page.goto(served + "index.html")
    page.locator("#Words").fill("built-in workers")
    hit = page.locator("#Hits li", has_text="Backend hosting platform")
    expect(hit.locator(".excerpt mark").first).to_be_visible()
    expect(page.locator("#Hits h2")).to_have_text("In the text")
    assert page.url.endswith("?q=built-in%20workers")
    hit.locator("h3 a").click()
    page.wait_for_url("**/org/repo/d/dr-001.html")
    page.goto(served + "search.html?q=platforms")
    expect(page.locator("#Hits li", has_text="Platform comparison")).to_be_visible()
    page.locator("#Hits h3 a", has_text="Platform comparison").click()
    page.wait_for_url("**/org/repo/doc/platform-comparison.html")
    for kind in KINDS:
        page.goto(served + kind)
    context.close()
    assert not watch.seen


@pytest.mark.parametrize(
    ("words", "said", "marks"),
    [
        ("workerbench", "No decision matches", []),
        ("C#", "No decision matches", []),
        ("low usages", "2 in the text", ["low", "usage"]),
        ("build-in", "No decision matches", []),
        ("redis", "3 decisions match, 1 more in the text", ["Redis"]),
    ],
)
def test_full_text_finds_the_words_themselves(
    browser: Browser, served: str, words: str, said: str, marks: list[str]
):
    page = browser.new_page()
    page.goto(served + "search.html")
    page.locator("#Words").fill(words)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#Count")).to_have_text(said)
    for excerpt in page.locator(".excerpt").all():
        expect(excerpt.locator("mark")).to_have_text(marks)
    page.close()


def test_full_text_quotes_the_text_and_knows_title_and_people(browser: Browser, served: str):
    page = browser.new_page()
    page.goto(served + "search.html")
    page.locator("#Words").fill("hosting celery team built-in")
    hit = page.locator("#Hits li")
    expect(hit.locator("h3")).to_have_text(["Backend hosting platform"])
    expect(hit.locator(".excerpt")).to_have_text(re.compile("^Context. The backend needs a host"))
    expect(hit.locator(".excerpt mark")).to_have_text(["host", "Built-in"])
    page.locator("#Words").fill("backend host")
    expect(page.locator("#Count")).to_have_text("1 decision matches")
    page.goto(served + "index.html?status=accepted&q=workers")
    expect(page.locator("#Count")).to_have_text("1 in the text")
    page.goto(served + "index.html?status=draft&q=workers")
    expect(page.locator("#Count")).to_have_text("No decision matches")
    page.close()


# ------------------------------------------------------------------------------------------------ for everybody


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
    for kind in (*KINDS, "d/dr-008.html", "d/0011.html"):
        page.goto(home + kind)
        found += looks.violations(page, axe_script)
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(browser: Browser, home: str, hostile_folder: Path, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    hostile = [path.as_uri() for path in pages_of(hostile_folder)]
    for address in (*(home + kind for kind in KINDS), *hostile):
        page.goto(address)
        if (seen := looks.width(page)) > width:
            wide.append(f"{address}: {seen}")
    context.close()
    assert not wide


def test_large_letters_break_no_name_and_no_id(browser: Browser, home: str, tmp_path: Path):
    """At twice the size on a phone: the log's name breaks between words, ids stand on one line, nothing is wider."""
    plans = write(tmp_path, logs.built(logs.PLANNED)).as_uri() + "/"
    page = browser.new_page(viewport={"width": 390, "height": 800})
    for address in (home + "index.html", home + "graph.html", home + "timeline.html", plans + "reviews.html"):
        page.goto(address)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert looks.width(page) <= 390, address
        name = page.locator(".brand")
        assert (
            name.evaluate("one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)") < 3.5
        ), address
        lines = page.evaluate(
            """() => [...document.querySelectorAll(".log .id")].filter(one => one.checkVisibility() && one.firstChild).map(one => {
                const range = document.createRange();
                range.selectNodeContents(one);
                return range.getClientRects().length;
            })"""
        )
        assert set(lines) <= {1}, address
        over = page.evaluate(
            """() => [...document.querySelectorAll(".log li")].filter(row => row.checkVisibility()).filter(row => {
                const range = document.createRange();
                range.selectNodeContents(row.querySelector(".id"));
                const id = range.getBoundingClientRect(), side = row.querySelector(".side").getBoundingClientRect();
                return id.right > side.left && id.bottom > side.top && side.bottom > id.top;
            }).length"""
        )
        assert not over, address
    page.goto(home + "timeline.html")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert page.locator(".years").evaluate(
        "one => [...one.querySelectorAll('text')].every(text => text.getBoundingClientRect().bottom <= one.getBoundingClientRect().bottom + 3)"
    )
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_text_is_squeezed(browser: Browser, home: str, calm_folder: Path, width: int):
    """A list item, a paragraph or a heading of some length has room for a few words on a line."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    squeezed = []
    for address in (*(home + kind for kind in KINDS), (calm_folder / "index.html").as_uri()):
        page.goto(address)
        squeezed += page.evaluate(
            """() => [...document.querySelectorAll("main li, main p, main h2, main h3")]
                .filter(one => one.checkVisibility() && one.textContent.trim().length > 30 && one.clientWidth > 1 && one.clientWidth < 120)
                .map(one => `${location.pathname}: ${one.clientWidth}px: ${one.textContent.trim().slice(0, 40)}`)"""
        )
    context.close()
    assert not squeezed


@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_header_has_room_for_all_of_it(browser: Browser, home: str, colours: Literal["none", "active"]):
    context = browser.new_context(forced_colors=colours)
    page = context.new_page()
    for width in (320, 390, 560, 640, 700, 768, 820, 896, 900, 960, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        for kind in ("index.html", "d/dr-001.html"):
            page.goto(home + kind)
            assert page.locator(".top").evaluate("one => one.offsetHeight") < 125, (width, kind)
            hidden = page.evaluate(
                """() => [...document.querySelectorAll(".top nav a, .tools > *")].filter(one => one.checkVisibility()).filter(one => {
                    const box = one.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
                    return x < innerWidth && !one.contains(document.elementFromPoint(x, y));
                }).map(one => one.textContent)"""
            )
            assert not hidden, (width, kind)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_what_tells_things_apart(
    browser: Browser, home: str, scheme: Literal["light", "dark"]
):
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto(home + "index.html")
    style = "one => (([css, name]) => getComputedStyle(document.querySelector(css))[name])(one)"

    def seen(css: str, name: str) -> str:
        return str(page.evaluate(style, [css, name]))

    ground = seen("body", "backgroundColor")
    assert seen(".top nav a[aria-current]", "borderBottomColor") != ground
    assert seen(".top nav a:not([aria-current])", "borderBottomColor") == ground
    assert seen(".filters a[aria-current]", "backgroundColor") != ground
    assert seen(".filters a:not([aria-current])", "backgroundColor") in (
        ground,
        ground.replace("rgb(", "rgba(").replace(")", ", 0)"),
    )
    disc, check = page.evaluate(
        """() => { const mark = getComputedStyle(document.querySelector(".log .s-accepted .mark"));
            const tell = document.createElement("i"); tell.style.color = mark.getPropertyValue("--bg"); document.body.append(tell);
            return [mark.color, getComputedStyle(tell).color]; }"""
    )
    assert disc != check
    context.close()


def test_nothing_is_cut_off_on_paper(browser: Browser, tmp_path: Path):
    wide = "\n".join(
        [f"| Goal | {' | '.join(f'Option number {at}' for at in range(9))} |", "|---" * 10 + "|"]
        + [
            f"| Goal {row} of some length | {' | '.join(['⭐⭐⭐', '⭐⭐⭐⭐', '⭐'] * 3)} |"
            for row in range(4)
        ]
    )
    plain = wide.replace("⭐", "as written ")
    code = f"```\n{'a line of code that is very long ' * 9}\n```"
    body = f"## Context\n\n{plain}\n\n{code}\n\n## Criteria\n\n{wide}\n"
    site = write(tmp_path, logs.built(dict([logs.record(1, "Wide", body=body)])))
    page = browser.new_page(viewport={"width": 680, "height": 960})
    page.emulate_media(media="print")
    for kind in ("d/dr-001.html", "print.html", "m/dr-001.html"):
        page.goto((site / kind).as_uri())
        assert looks.width(page) <= 680, kind
    page.close()


def test_the_first_column_stays_while_a_wide_table_is_scrolled(browser: Browser, tmp_path: Path):
    wide = "\n".join(
        [f"| Goal | {' | '.join(f'Option number {at}' for at in range(9))} |", "|---" * 10 + "|"]
        + [f"| Goal {row} | {' | '.join(['✅ Yes'] * 9)} |" for row in range(4)]
    )
    body = f"## Criteria\n\n{wide}\n\n## Context\n\n{wide.replace('✅', 'always')}\n"
    site = write(tmp_path, logs.built(dict([logs.record(1, "Wide", body=body)])))
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((site / "d" / "dr-001.html").as_uri())
    assert page.locator(".scroll").count() == 2
    for table in page.locator(".scroll").all():
        table.evaluate("one => { one.scrollLeft = 400; }")
        first = table.locator("tbody tr").first.locator("th, td").first
        assert first.evaluate("one => one.getBoundingClientRect().left") >= 0
    page.close()


@pytest.mark.parametrize("width", [320, 390])
def test_no_count_is_broken_inside_a_word(browser: Browser, long_folder: Path, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for kind in ("log/2016.html", "component/part-1.html", "status/accepted.html"):
        page.goto((long_folder / kind).as_uri())
        lines = page.evaluate(
            """() => [...document.querySelectorAll(".filters li, .filters a, .pages a")].map(one => {
                const range = document.createRange();
                return [...one.childNodes].filter(node => node.nodeType === 3 && node.data.trim()).map(node => {
                    range.selectNodeContents(node);
                    return range.getClientRects().length;
                });
            }).flat()"""
        )
        assert set(lines) == {1}, kind
    page.close()


def test_an_option_s_name_breaks_only_where_it_must(browser: Browser, home: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(home + "d/dr-001.html")
    heights = page.evaluate(
        """() => [...document.querySelectorAll(".option h3")].map(one => one.clientHeight)"""
    )
    page.close()
    assert len(heights) == 2
    assert max(heights) < 40


def test_what_is_to_do_has_its_box_on_phones_too(browser: Browser, tmp_path: Path):
    task = "a task that has so many words that they do not fit into one line of a phone"
    body = f"## Decision\n\nWe do it.\n\n## Plan\n\n- [x] Done: {task}\n- [ ] Open: {task}\n"
    site = write(tmp_path, logs.built(dict([logs.record(1, "Database", body=body)])))
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((site / "d" / "dr-001.html").as_uri())
    marks, lines = page.evaluate(
        """() => {
            const items = [...document.querySelectorAll(".task-list-item")];
            return [
                items.map(one => one.querySelector(".mark").getBoundingClientRect()).map(box => [box.left, box.width, box.height]),
                items.map(one => {
                    const range = document.createRange();
                    range.selectNodeContents(one.lastChild);
                    return [...range.getClientRects()].map(box => Math.round(box.left));
                }),
            ];
        }"""
    )
    page.close()
    done, open_ = marks
    assert done == open_
    assert done[1] > 12
    assert all(len(lefts) > 1 and max(lefts) - min(lefts) <= 1 for lefts in lines)


def test_a_paragraph_runs_the_way_of_its_script(browser: Browser, tmp_path: Path):
    body = "## Decision\n\nנבחר בסיס נתונים.\n\nWe do it.\n"
    site = write(tmp_path, logs.built(dict([logs.record(1, "Database", body=body)])))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((site / "d" / "dr-001.html").as_uri())
    lefts = page.evaluate(
        """() => [...document.querySelectorAll(".prose > p")].map(one => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return range.getBoundingClientRect().left - one.getBoundingClientRect().left;
        })"""
    )
    page.close()
    hebrew, english = lefts
    assert hebrew > 100
    assert english < 1


def test_a_text_from_the_right_stands_at_the_right(browser: Browser, axe_script: Path, tmp_path: Path):
    words = "نحتاج إلى قاعدة بيانات تتحمل ملايين السجلات كل يوم"
    body = (
        f"## السياق\n\n{words} {words} {words}\n\n- {words}\n\n| المعيار | أ | ب |\n|---|---|---|\n| السرعة | جيدة جدا | جيدة |\n\n"
        f"## Options\n\n### Option 1: أ (SELECTED)\n\n**Pros:**\n\n- {words}\n\n**Cons:**\n\n- {words}\n\n### Option 2: ب\n\n**Pros:**\n\n- {words}\n"
    )
    site = write(
        tmp_path,
        logs.built(dict([logs.record(1, "أي قاعدة بيانات نستخدم", answer=words, body=body, lang="ar")])),
    )
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto((site / "d" / "dr-001.html").as_uri())
        rights = page.evaluate(
            """() => [".title h1", ".prose > h2", ".prose > p", ".prose > ul", ".prose table", ".option .two > div"]
                .map(css => Math.round(document.querySelector(css).getBoundingClientRect().right))"""
        )
        assert max(rights[:5]) - min(rights[:5]) <= 1, rights
        first, second = page.evaluate(
            "() => [...document.querySelectorAll('.prose th')].slice(0, 2).map(one => one.getBoundingClientRect().left)"
        )
        assert first > second
        if width == 1280:
            pros, cons = page.evaluate(
                "() => [...document.querySelectorAll('.option .two > div')].slice(0, 2).map(one => one.getBoundingClientRect().left)"
            )
            assert pros > cons
        assert looks.width(page) <= width
        assert not looks.violations(page, axe_script)
        context.close()


def test_other_words_in_a_text_from_the_right_keep_to_its_edges(browser: Browser, tmp_path: Path):
    words = "نحتاج إلى قاعدة بيانات تتحمل ملايين السجلات كل يوم"
    body = f"## السياق\n\n{words}\n\nIn English.\n\n- {words}\n- In English\n"
    site = write(tmp_path, logs.built(dict([logs.record(1, words, body=body, lang="ar")])))
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((site / "d" / "dr-001.html").as_uri())
    prose, english, first, second = page.evaluate(
        """() => [".prose", ".prose > p + p", ".prose li", ".prose li + li"].map(css => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(css));
            const box = css === ".prose" ? document.querySelector(css).getBoundingClientRect() : range.getBoundingClientRect();
            return [Math.round(box.left), Math.round(box.right)];
        })"""
    )
    page.close()
    assert english[0] == prose[0]
    assert abs(first[1] - second[1]) <= 2, "beside its bullet"


def test_more_beside_the_text_is_faded(browser: Browser, home: str):
    page = browser.new_page(viewport={"width": 1280, "height": 420})
    page.goto(home + "d/dr-001.html")
    aside = page.locator(".aside")
    fade = "one => parseFloat(getComputedStyle(one).getPropertyValue('--fade'))"
    assert aside.evaluate("one => one.scrollHeight > one.clientHeight")
    assert aside.evaluate(fade) > 0
    aside.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    page.wait_for_function(
        "() => parseFloat(getComputedStyle(document.querySelector('.aside')).getPropertyValue('--fade')) === 0"
    )
    page.set_viewport_size({"width": 1280, "height": 2400})
    assert aside.evaluate(fade) == 0
    page.close()


def test_a_search_with_marks_is_accessible(browser: Browser, home: str, axe_script: Path):
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(home + "index.html?q=celery")
        expect(page.locator("#Rows mark")).to_have_count(1)
        assert not looks.violations(page, axe_script)
        page.goto(home + "search.html?q=redis")
        expect(page.locator("#Hits mark").first).to_be_visible()
        assert not looks.violations(page, axe_script)
        context.close()


def test_targets_are_big_enough(browser: Browser, home: str):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for kind in KINDS:
        page.goto(home + kind)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, .btn, nav a, .facet a, .tags a, a.pill, .acts a, summary, input")]
            .filter(one => one.offsetParent && !one.closest(".vh") && !one.classList.contains("vh"))
            .map(one => one.closest("label") || one)  // all of a label is its control's target
            .map(one => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
            .filter(([_, box]) => box.width < 24 || box.height < 23.9).map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
        )
        assert not small, kind
    page.close()


def test_nothing_hostile_runs(browser: Browser, hostile_folder: Path):
    context = browser.new_context()
    page = context.new_page()
    watch = Watch(page, hostile_folder.as_uri())
    for path in pages_of(hostile_folder):
        page.goto(path.as_uri())
    page.goto((hostile_folder / "index.html").as_uri())
    page.locator("#Words").fill("script")
    page.wait_for_timeout(300)
    context.close()
    assert not watch.seen


def test_on_paper(browser: Browser, home: str):
    page = browser.new_page(color_scheme="dark")
    page.goto(home + "d/dr-003.html")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".status")).to_be_visible()
    expect(page.locator(".acts")).to_be_hidden()
    expect(page.get_by_role("heading", name="This record")).to_be_hidden()
    expect(page.locator(".crumbs a").first).to_be_hidden()
    expect(page.locator(".crumbs .id")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(21, 32, 27)"
    page.set_viewport_size({"width": 680, "height": 960})  # what A4 leaves
    for kind in ("index.html", "graph.html"):
        page.goto(home + kind)
        assert looks.width(page) <= 680, kind
        beyond = page.evaluate(
            "[...document.querySelectorAll('ul.todo li')].filter(one => one.getBoundingClientRect().right > 680).length"
        )
        assert beyond == 0, kind
    page.close()


# ------------------------------------------------------------------------------------------------ filters


def shown_rows(page: Page) -> list[str]:
    return page.locator(".log h3:visible").all_inner_texts()


def test_filters_narrow_the_log_and_live_in_the_address(browser: Browser, served: str):
    page = browser.new_page()
    watch = Watch(page, served)
    page.goto(served + "index.html")
    page.get_by_role("link", name="In force 4").click()
    expect(page.locator("#Count")).to_have_text("4 decisions match")
    page.locator(".facet").get_by_role("link", name="hosting").click()
    expect(page.locator("#Count")).to_have_text("1 decision matches")
    assert shown_rows(page) == ["Backend hosting platform"]
    assert page.url.endswith("?force=1&tag=hosting")
    page.go_back()
    expect(page.locator("#Count")).to_have_text("4 decisions match")
    page.goto(served + "index.html?status=proposed&year=2026")
    assert shown_rows(page) == ["Redis once more"]
    expect(page.locator("#Active button")).to_have_text(["Proposed ×", "Year: 2026 ×"])
    page.locator("#Active button").nth(1).click()
    expect(page.locator("#Count")).to_have_text("2 decisions match")
    page.locator("#Words").fill("map")
    expect(page.locator("#Count")).to_have_text("1 decision matches")
    assert page.url.endswith("?q=map&status=proposed")
    page.get_by_role("link", name="All 11").click()
    page.locator("#Words").press("Escape")
    expect(page.locator(".log li:visible")).to_have_count(11)
    assert page.url.endswith("index.html")
    page.close()
    assert not watch.seen


def test_filters_reach_every_decision_of_a_long_log(browser: Browser, long_folder: Path):
    page = browser.new_page()
    page.goto((long_folder / "index.html").as_uri())
    page.locator("details", has_text="more").first.locator("summary").click()
    page.locator(".facet a[data-value='part 3']").click()
    expect(page.locator("#Count")).to_have_text("64 decisions match")
    expect(page.locator("#Hits .log li")).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#Hits .log li")).to_have_count(64)
    expect(page.locator("#Hits .log li").nth(50).locator("a")).to_be_focused()
    expect(page.locator(".facet a[data-value='part 3']")).to_have_attribute("aria-current", "true")
    page.locator(".facet a[data-value='part 3']").click()
    expect(page.locator("#Rows .log li:visible")).to_have_count(50)
    page.close()


def test_arrows_lead_from_the_search_box_through_the_rows(tab: Page, home: str):
    tab.goto(home + "index.html")
    tab.locator("#Words").fill("redis")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowUp")
    expect(tab.locator(":focus")).to_have_text("Redis once more")
    tab.keyboard.press("ArrowUp")
    expect(tab.locator("#Words")).to_be_focused()


def test_leading_on_within_the_page_keeps_the_words(tab: Page, home: str):
    tab.goto(home + "index.html")
    tab.locator("#Words").fill("redis")
    tab.locator(".skip").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#Words")).to_have_value("redis")
    assert len(shown_rows(tab)) == 3
