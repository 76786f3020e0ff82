"""The page of reviews, what it says without any script, and what it hands to the script."""

from __future__ import annotations

from datetime import date

import pytest
from tests.site import logs
from tests.site.markup import Element, read

from decidedly.pages import Site, feeds


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return logs.built(logs.PLANNED, events=logs.EVENTS)


@pytest.fixture(scope="module")
def reviews(site: dict[str, str]) -> Element:
    return read(site["reviews.html"])


def shown(page: Element) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each section that is not hidden: its heading, and each row's title and side."""
    found = []
    for section in page.one("div", "main-col").all("section"):
        if "hidden" in section.attributes:
            continue
        rows = [
            (one.one("h3").text, one.one("p", "side").text)
            for log in section.all("ol", "log")
            for one in log.inside
            if isinstance(one, Element)
        ]
        found.append((section.all("h2")[0].text, rows))
    return found


def test_the_page(reviews: Element):
    assert reviews.one("h1").text == "Reviews"
    assert "12 decisions of 14 in force or open have a day or an event for another look." in reviews.text
    assert shown(reviews) == [
        ("Before 2 Mar 2026 1 review", [("Redis provider", "Review by 15 Feb 2026")]),
        ("On 2 Mar 2026 1 review", [("Which broker", "Decide by 2 Mar 2026")]),
        ("By 1 Apr 2026 1 review", [("Database", "Review by 20 Mar 2026")]),
        (
            "By 31 May 2026 4 reviews",
            [
                ("Where Celery beat runs", "Review by 5 Apr 2026"),
                ("Assumed", "Review by 10 Apr 2026"),
                ("Deployments", "Snoozed until 20 Apr 2026"),
                ("Certificates", "Review by 10 May 2026"),
            ],
        ),
        (
            "After 31 May 2026 3 reviews",
            [
                ("Release day", "Review by 1 Jun 2026"),
                ("Queue", "Review by 5 Jan 2027"),
                ("Far away", "Review by 31 Dec 9999"),
            ],
        ),
        ("Waiting for an event", [("Backend hosting platform", "Waiting"), ("Search", "Waiting")]),
        ("Proposals without a day", [("Which CDN", "Open since 5 Nov 2025")]),
        ("Accepted without any review 1 decision", [("Maps", "Accepted 22 Dec 2025")]),
    ]


def test_what_is_waited_for(reviews: Element):
    event, manual = (one.text for one in reviews.all("p", "when"))
    assert event.startswith("When Phase 12")
    assert event.endswith(" starts")
    assert manual == "When more than 1M requests/month"


def test_rows_say_why_and_who(reviews: Element):
    notes = {one.one("h3").text: one.all("p", "note") for one in reviews.one("div", "main-col").all("li")}
    assert [one.text for one in notes["Where Celery beat runs"]] == ["every 6 months@bob"]
    assert [one.text for one in notes["Deployments"]] == ["Snoozed until 20 Apr 2026: launch freeze"]
    assert not notes["Maps"]
    redis = next(one for one in reviews.all("li") if one.all("h3") and one.one("h3").text == "Redis provider")
    assert redis.one("p", "ans").text == "→Upstash free tier"


def test_the_year_as_a_picture(reviews: Element):
    months = {
        f"{month.one('b').text} {month.one('p', 'm').all('span')[0].text}".strip() if month.one("p", "m").all("span") else month.one("b").text: [
            tile.attributes["href"] for tile in month.all("a", "tile")
        ]
        for month in reviews.one("ol", "months").inside
        if isinstance(month, Element)
    }  # fmt: skip
    assert list(months) == [
        "Earlier", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026",
        "Nov 2026", "Dec 2026", "Jan 2027", "Feb 2027", "Later",
    ]  # fmt: skip
    assert {name: tiles for name, tiles in months.items() if tiles} == {
        "Earlier": ["d/dr-002.html"],
        "Mar 2026": ["d/dr-008.html", "d/dr-003.html"],
        "Apr 2026": ["d/dr-004.html", "d/dr-015.html", "d/dr-007.html"],
        "May 2026": ["d/dr-013.html"],
        "Jun 2026": ["d/dr-012.html"],
        "Jan 2027": ["d/dr-005.html"],
        "Later": ["d/dr-014.html"],
    }


def test_what_the_script_gets(reviews: Element):
    turns = {
        one.one("h3").text: one.one("time").attributes.get("data-review")
        for one in reviews.one("div", "main-col").all("li")
        if one.all("time")
    }
    assert turns["Database"] == " fresh 2026-03-20;2026-02-18 upcoming;2026-03-20 due;2026-03-21 overdue"
    assert turns["Deployments"] == " fresh 2026-02-20;2026-01-21 snoozed;2026-04-20 overdue"
    assert turns["Far away"] == " fresh 9999-12-31;9999-12-01 upcoming;9999-12-31 due"
    assert turns["Maps"] is None


def test_owners_have_their_own_calendars(reviews: Element, site: dict[str, str]):
    people = reviews.one("ul", "people").inside
    found = [[link.attributes["href"] for link in one.all("a")] for one in people if isinstance(one, Element)]
    assert found == [
        ["owner/bob.html", "owner/bob.ics", "owner/bob.atom"],
        ["owner/alice.html", "owner/alice.ics", "owner/alice.atom"],
        ["owner/carol.html", "owner/carol.ics", "owner/carol.atom"],
    ]
    assert feeds(logs.report(logs.PLANNED, events=logs.EVENTS), logs.SITE) == {
        "reviews": "",
        "owner/alice": "@alice",
        "owner/bob": "@bob",
        "owner/carol": "@carol",
    }
    assert {one.text for one in reviews.one("select").all("option")} == {
        "everybody",
        "@alice",
        "@bob",
        "@carol",
    }


def test_feeds_are_linked_in_the_head(reviews: Element, site: dict[str, str]):
    def alternates(of: Element) -> list[tuple[str, str]]:
        return [
            (one.attributes["type"], one.attributes["href"])
            for one in of.all("link")
            if one.attributes.get("rel") == "alternate"
        ]

    assert alternates(read(site["d/dr-001.html"])) == [("application/atom+xml", "../feed.atom")]
    assert sorted(alternates(reviews)) == [
        ("application/atom+xml", "feed.atom"),
        ("application/atom+xml", "reviews.atom"),
        ("text/calendar", "reviews.ics"),
    ]


def test_the_address_to_subscribe_to_where_it_is_known(reviews: Element):
    known = logs.built(logs.PLANNED, Site(url="https://d.example.org/adr/"))
    assert "https://d.example.org/adr/reviews.ics" in read(known["reviews.html"]).one("details", "how").text
    assert "Copy the address of the link Calendar above." in reviews.one("details", "how").text


def test_navigation_has_reviews_only_where_there_are_plans(reviews: Element):
    assert [one.text for one in reviews.one("header", "top").one("nav").all("a") if "aria-current" in one.attributes] == ["Reviews"]  # fmt: skip
    bare = logs.built(dict([logs.record(1, "Only one")]))
    assert "reviews.html" not in bare
    assert "Reviews" not in [one.text for one in read(bare["index.html"]).one("header", "top").all("a")]
    assert feeds(logs.report(dict([logs.record(1, "Only one")])), logs.SITE) == {}


def test_nothing_due():
    page = read(logs.built(dict([logs.record(1, "One", review="{when: [{manual: more load}]}")]))["reviews.html"])  # fmt: skip
    assert page.one("p", "none").text == "Nothing due before 31 May 2026."
    assert "hidden" not in page.one("p", "none").attributes
    assert not page.all("ol", "months")
    due = read(logs.built(dict([logs.record(1, "One", review="2026-03-20")]))["reviews.html"])
    assert "hidden" in due.one("p", "none").attributes


def test_many_reviews_have_pages_and_months_their_numbers():
    site = logs.built(logs.planned(230))
    first = read(site["reviews.html"])
    assert [one.attributes["href"] for one in first.one("nav", "pages").all("a")] == [
        "reviews.html",
        "reviews.p2.html",
        "reviews.p3.html",
    ]
    titles = [
        one.text
        for path in ("reviews.html", "reviews.p2.html", "reviews.p3.html")
        for one in read(site[path]).one("div", "main-col").all("h3")
    ]
    assert sorted(titles) == sorted(f"Decision number {number}" for number in range(1, 231))
    assert len(first.all("a", "tile")) == 96
    assert not read(site["reviews.p2.html"]).all("ol", "months")
    totals = dict(pair.split(":") for pair in first.one("ol", "months").attributes["data-totals"].split())
    assert sum(int(number) for number in totals.values()) == 230


def test_many_without_a_review_are_counted():
    files = logs.many(120) | dict([logs.record(500, "Planned", review="2026-03-20")])
    page = read(logs.built(files)["reviews.html"])
    section = shown(page)[-1]
    assert section[0] == f"Accepted without any review {len(section[1]) + 64} decisions"
    assert len(section[1]) == 40
    assert "and 64 more decisions among all that are accepted." in page.text


# ------------------------------------------------------------------------------------------------- other pages


def test_the_banner_of_what_is_due(site: dict[str, str]):
    due = read(site["d/dr-002.html"]).one("div", "alert")
    assert "hidden" not in due.attributes
    assert due.one("b").text == "Review by 15 Feb 2026"
    assert "For @bob" in due.text
    assert "adr review DR-002" in due.text
    decide = read(site["d/dr-008.html"]).one("div", "alert")
    assert decide.one("b").text == "Decision by 2 Mar 2026"
    assert "adr accept DR-008" in decide.text
    for later in ("dr-003", "dr-004", "dr-007"):
        assert "hidden" in read(site[f"d/{later}.html"]).one("div", "alert").attributes
    for never in ("dr-001", "dr-006", "dr-010", "dr-011"):
        assert not read(site[f"d/{never}.html"]).all("div", "alert")


def test_the_log_page_carries_what_will_need_attention(site: dict[str, str]):
    todo = read(site["index.html"]).one("ul", "todo")
    entries = [one for one in todo.inside if isinstance(one, Element)]
    names = [(one.one("a").text, "hidden" in one.attributes) for one in entries]
    assert names[:4] == [
        ("DR-002 Redis provider", False),
        ("DR-008 Which broker", False),
        ("DR-003 Database", False),
        ("DR-009 Which CDN", False),
    ]
    assert all(hidden for _, hidden in names[4:])
    assert ("DR-004 Where Celery beat runs", True) in names
    assert ("DR-011 Old queue", True) not in names


def test_a_calm_log_hides_the_box():
    home = read(logs.built(dict([logs.record(1, "One", review="2029-01-01")]))["index.html"])
    assert "hidden" in home.one("section", "attention").attributes


@pytest.mark.parametrize("as_of", [date.min, date(2024, 2, 29), date.max])
def test_any_day_can_be_the_day(as_of: date):
    site = logs.built(logs.PLANNED, events=logs.EVENTS, as_of=as_of)
    assert read(site["reviews.html"]).one("h1").text == "Reviews"


def test_the_days_in_a_reason_are_written_as_all_days_are():
    put_off = "{by: 2026-03-20, snooze: {until: 2026-04-20, reason: see 2026-01-02}}"
    waiting = "{when: [{manual: more load, backstop: 2026-02-05}]}"
    site = logs.built(dict([logs.record(1, "One", review=put_off), logs.record(2, "Two", review=waiting)]))
    for path, words in (("d/dr-001.html", "Snoozed until 20 Apr 2026: see 2026-01-02"), ("d/dr-002.html", "more load; at the latest by 5 Feb 2026")):
        for page in (path, "reviews.html"):
            assert words in read(site[page]).one("main").text, page


def test_headings_count_what_is_on_other_pages_too():
    site = logs.built(logs.planned(320))
    heads = [
        [one.one("h2").text for one in read(site[path]).all("section", "yearblock") if "hidden" not in one.attributes]
        for path in ("reviews.html", "reviews.p2.html")
    ]  # fmt: skip
    assert heads == [
        ["Before 2 Mar 2026 100 of 107 reviews"],
        ["Before 2 Mar 2026 7 of 107 reviews", "After 31 May 2026 93 of 213 reviews"],
    ]
