"""The timeline as it is built."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.site import logs
from tests.site.markup import Element, read

from decidedly.log.periods import Period
from decidedly.pages.timeline import HEIGHT, WIDTH, chart


@pytest.fixture(scope="module")
def shown() -> Element:
    return read(logs.small()["timeline.html"])


def ids(one: Element) -> list[str]:
    return [row.text for row in one.all("span", "id")]


def part(shown: Element, name: str) -> Element:
    return next(one for one in shown.all("ol", "held") if one.attributes["id"] == name)


def test_what_holds_and_what_held(shown: Element):
    assert ids(part(shown, "Now")) == ["DR-008", "DR-004", "DR-001"]
    assert ids(part(shown, "Then")) == ["DR-003"]
    (old,) = part(shown, "Then").all("li")
    assert old.one("p", "side").text == "23 Dec 2025 to 19 Jan 2026, then DR-008"
    assert (old.attributes["data-since"], old.attributes["data-until"]) == ("2025-12-23", "2026-01-19")
    said = next(one for one in shown.all("h2")[0].all("span") if one.attributes.get("role") == "status")
    assert (said.attributes["id"], said.text) == ("Held", "3 decisions in force on 2 March 2026")
    assert "11. No status" in shown.text.replace("0011 ", "11. ")


def test_what_happened(shown: Element):
    told = [one.text for one in shown.all("ul", "events")[0].all("li")]
    assert told[0] == "24 Feb Proposed DR-009 Redis once more"
    everything = [one.text for events in shown.all("ul", "events") for one in events.all("li")]
    assert "19 Jan Decided DR-008 Redis provider again, replacing DR-003" in everything
    assert "10 Jun Deprecated DR-005 Local development" in everything
    assert len(everything) == 9


def test_reviews_are_told_with_their_outcome():
    files = dict(
        [logs.record(1, "X", date="2025-01-01", reviews="[{on: 2025-06-01, outcome: reaffirmed, note: 'still <cheap>'}]")]
    )  # fmt: skip
    told = [one.text for one in read(logs.built(files)["timeline.html"]).all("li")]
    assert "1 Jun Reviewed DR-001 X reaffirmed: still <cheap>" in told


def test_a_log_without_days_has_no_timeline():
    files = dict([logs.record(1, "X", date="")])
    site = logs.built(files)
    assert "timeline.html" not in site
    assert "Timeline" not in read(site["index.html"]).one("header", "top").text


def test_a_long_log_leaves_the_rest_to_the_script():
    site = logs.built(logs.many(700))
    page = read(site["timeline.html"])
    form = page.one("div", "at")
    assert len(part(page, "Now").all("li")) == 120
    for number in range(int(form.attributes["data-chunks"])):
        assert form.attributes["data-rows"].replace("{n}", str(number)) in site
    assert len(site["timeline.html"]) < 150_000


def test_the_picture_counts_what_holds():
    made = chart([Period(date(2025, 1, 1), date(2025, 7, 2)), Period(date(2025, 4, 2))], date(2026, 1, 1))
    assert made is not None
    assert (made.first, made.last, made.most) == (date(2025, 1, 1), date(2026, 1, 1), 2)
    steps = [(float(x), float(y)) for x, y in re.findall(r"H([\d.]+)V([\d.]+)", made.path)]
    half, full = HEIGHT - (HEIGHT - 4) / 2, 4
    assert steps == [(0, half), (249.3, full), (498.6, half), (WIDTH, HEIGHT)]
    assert made.years == [(1000.0, 2026)]
    assert chart([Period(date(2025, 1, 1))], date(2025, 1, 1)) is None


def test_what_begins_later_is_not_in_force_yet():
    files = dict([
        logs.record(1, "Old", "superseded", "2025-01-01", superseded_by="[DR-002]"),
        logs.record(2, "New", "accepted", "2026-05-01", supersedes="[DR-001]"),
    ])  # fmt: skip
    page = read(logs.built(files)["timeline.html"])
    assert "1 decision in force on 2 March 2026" in page.text
    assert [(one.one("span", "id").text, "hidden" in one.attributes) for one in part(page, "Now").all("li")] == [
        ("DR-002", True),
        ("DR-001", False),
    ]
