"""What the pages of criteria matrices say, before any script runs."""

from __future__ import annotations

import gzip
import json

import pytest
from tests.site import comparisons, logs
from tests.site.markup import Element, read

from decidedly.pages.comparison import MOST_COUNTED


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return logs.built(comparisons.LOG)


@pytest.fixture(scope="module")
def shown(site):
    return lambda path: read(site[path])


def by_id(page: Element, name: str) -> Element:
    return next(one for one in page.all() if one.attributes.get("id") == name)


def ranked(page: Element) -> list[tuple[str, str]]:
    return [(one.one("span", "nm").text, one.one("span", "sc").text) for one in by_id(page, "Rank").all("li")]


def turns(page: Element) -> dict[str, str]:
    return {one.one("b").text: one.one("span").text for one in by_id(page, "Turns").all("li")}


def test_every_matrix_has_a_page_and_the_list_has_them_all(site, shown):
    pages = {path for path in site if path.startswith("m/")}
    assert pages == {
        "m/dr-001.html", "m/dr-002.html", "m/dr-003.html", "m/dr-004.html", "m/dr-004-2.html", "m/dr-005.html",
        "m/dr-006.html", "m/dr-007.html", "m/dr-008.html", "m/dr-010.html", "m/dr-011.html", "m/hosts.html",
    }  # fmt: skip
    listed = shown("compare.html").one("ol", "cmp")
    assert {one.attributes["href"] for one in listed.all("a")} == pages
    assert [one.text for one in listed.all("h2")][:2] == [
        "DR-003 Which database?",
        "DR-002 Hosting for the other product",
    ]
    assert listed.all("h2")[-1].text == "Hosts compared"
    assert "A close call." in listed.text
    assert "Fly.io is first in about 74% of all weightings." in listed.text


def test_compare_is_in_the_navigation_only_where_there_is_something_to_compare(shown):
    def names(page: Element) -> list[str]:
        return [one.text for one in page.all("nav")[0].all("a")]

    assert "Compare" in names(shown("index.html"))
    current = [
        one.text for one in shown("m/dr-002.html").all("nav")[0].all("a") if "aria-current" in one.attributes
    ]
    assert current == ["Compare"]
    none = logs.built(dict([logs.record(1, "Only one")]))
    assert "Compare" not in names(read(none["index.html"]))
    assert "compare.html" not in none


def test_ranking_firmness_and_turns(shown):
    page = shown("m/dr-002.html")
    assert ranked(page) == [("Fly.io", "88%"), ("AWS", "80%"), ("Railway", "70%"), ("Render", "50%")]
    assert by_id(page, "Verdict").text == "A close call. Fly.io is 8 points ahead of AWS."
    assert by_id(page, "Firm").text == "74%"
    assert (
        by_id(page, "FirmWords").text
        == "of all possible weightings put Fly.io first (estimated, give or take 2 points)."
    )
    assert [one.text for one in page.one("dl", "others").all("dd")] == ["24%", "3%", "never"]
    assert turns(page) == {
        "AWS": "Any one of GPU, Scaling or Global reach weighted above 4. Or all of them at more than 2 times the weight.",
        "Railway": "Ease of setup and Documentation at more than 4.5 times the weight.",
        "Render": "Never. Fly.io scores at least as high on every criterion.",
    }
    assert "The row “Best for us?” is a verdict and is not scored." in page.text
    assert "What the record says: Best for us?" in page.text
    assert by_id(page, "Rank").all("li")[0].all("svg", "mark")[0].attributes["aria-label"] == "proposed"


def test_segments_are_the_contributions_of_the_criteria(shown):
    page = shown("m/dr-001.html")
    assert ranked(page) == [("Render", "100%"), ("Railway", "42%"), ("AWS", "33%")]
    for item, score in zip(by_id(page, "Rank").all("li"), (1000, 5 / 12 * 1000, 4 / 12 * 1000), strict=True):
        parts = item.all("rect")
        assert len(parts) == 4
        assert sum(
            float(one.attributes["width"]) + 2.5 for one in parts if float(one.attributes["width"])
        ) == pytest.approx(score, abs=0.1)
    aws = by_id(page, "Rank").all("li")[2].all("rect")
    assert [one.one("title").text for one in aws][:2] == [
        "Built-in workers: 1 of 2",
        "Predictable pricing: 0 of 2",
    ]


def test_the_heat_map_says_what_the_record_says_and_how_good_that_is(shown):
    page = shown("m/dr-001.html")
    rows = page.one("table", "heat").one("tbody").all("tr")
    cells = [
        [
            (one.text, next(css for css in one.classes if css[0] == "c" and len(css) == 2))
            for one in row.all("td", "c")
        ]
        for row in rows
    ]
    assert cells[0] == [("Yes", "c5"), ("No", "c0"), ("Partly: Manual", "c3")]
    assert rows[0].one("th").text == "Built-in workersCritical"
    stars = shown("m/dr-002.html").one("table", "heat").one("tbody").all("tr")[0]
    assert [one.text for one in stars.all("td", "c")] == [
        "4 of 5 stars",
        "5 of 5 stars",
        "4 of 5 stars",
        "2 of 5 stars",
    ]


def test_weights_are_sliders_with_the_value_spoken(shown):
    sliders = shown("m/dr-001.html").all("input")
    assert [(one.attributes["min"], one.attributes["max"], one.attributes["step"], one.attributes["value"]) for one in sliders] == [
        ("0", "5", "0.5", "4"), ("0", "5", "0.5", "3"), ("0", "5", "0.5", "3"), ("0", "5", "0.5", "2")
    ]  # fmt: skip
    assert sliders[0].attributes["aria-valuetext"] == "4, 33% of the whole"
    assert all("js-only" in one.classes for one in sliders)
    assert [one.text for one in shown("m/dr-001.html").all("output")] == ["4", "3", "3", "2"]


def test_what_marks_and_words_count_as(shown):
    table = shown("m/dr-001.html").one("table", "counts")
    assert [[one.text for one in row.all("td")] for row in table.one("tbody").all("tr")] == [
        ["Yes (7 cells)", "2 of 2"], ["Partly (1 cell)", "1 of 2"], ["No (4 cells)", "0 of 2"],
        ["weight Critical", "4"], ["weight High", "3"], ["weight Medium", "2"],
    ]  # fmt: skip


def test_several_columns_of_weights_are_presets(shown):
    page = shown("m/dr-003.html")
    presets = {
        one.text: one.attributes["data-preset"]
        for one in page.all("button")
        if "data-preset" in one.attributes
    }
    assert presets == {"MVP": "3,2.5,1,1", "Scale": "2,1,4,2", "All alike": "1,1,1,1"}
    assert {one.attributes["step"] for one in page.all("input")} == {"0.5"}


def test_polarity_holes_and_rows_that_say_nothing(shown):
    page = shown("m/dr-003.html")
    rows = {row.one("th").text: row for row in page.one("table", "heat").one("tbody").all("tr")}
    assert list(rows) == ["Speed", "Cost↓ lower is better", "Licence", "Tooling", "Docs"]
    cost = rows["Cost↓ lower is better"].all("td", "c")
    assert [(one.text, "c3" in one.classes, "c1" in one.classes) for one in cost] == [
        ("2/5", True, False),
        ("4/5", False, True),
    ]
    assert "not scored" in rows["Licence"].text
    assert not rows["Licence"].all("input")
    assert [one.text for one in rows["Docs"].all("td", "u")] == ["?"]
    assert "Mongo is scored on 3 of 4 criteria; its score is of those." in page.text
    assert "“Licence” counts for nothing: no cell there can be scored." in page.text
    assert "Lower is better for Cost." in page.text
    assert turns(page)["Mongo"] == "Can’t be said: some criteria score only Postgres, or only this one."


def test_two_matrices_of_one_record_lead_to_each_other(shown):
    first, second = shown("m/dr-004.html"), shown("m/dr-004-2.html")
    assert first.one("h1").text == "Two questions in one: Comparison of options 1 (1 of 2)"
    assert second.one("h1").text == "Two questions in one: Comparison of options 2 (2 of 2)"
    assert [one.attributes["href"] for one in second.one("nav", "pages").all("a")] == [
        "dr-004.html",
        "dr-004-2.html",
    ]
    assert "Superseded" in first.one("p", "chain").text


def test_cells_that_are_multiplied_already_are_only_shown(site, shown):
    page = shown("m/dr-005.html")
    assert not page.all("input")
    assert not page.all("ol", "rank")
    assert not page.all("button", "js-only")[1:], "only the scheme's"
    assert "matrix.js" not in "".join(one.attributes["src"] for one in page.all("script"))
    assert "no other weights can be tried" in page.text
    assert [one.text for one in page.one("table", "heat").one("tbody").all("tr")[0].all("td")] == [
        "20 (5×4)",
        "15 (5×3)",
    ]
    assert "scores highest" not in read(site["d/dr-005.html"]).one("article").text


def test_a_decision_and_a_document_lead_to_their_comparison(shown):
    links = [
        one.attributes["href"]
        for one in shown("d/dr-004.html").all("a")
        if one.text == "Compare with other weights"
    ]
    assert links == ["../m/dr-004.html", "../m/dr-004-2.html"]
    assert [one.attributes["href"] for one in shown("doc/hosts.html").one("p", "keyline").all("a")] == [
        "../m/hosts.html"
    ]
    assert not [one for one in shown("d/dr-009.html").all("a") if "m/" in one.attributes["href"][:5]]


def test_the_list_speaks_of_one_as_of_one(shown):
    one = logs.built(dict([logs.record(1, "Host", body=comparisons.compared(comparisons.HOSTING))]))
    assert "1 comparison of options by criteria. Open it to see" in read(one["compare.html"]).text
    assert "Open one to see" in shown("compare.html").text


def test_a_weight_stays_beside_its_word(site):
    for path in ("m/dr-001.html", "d/dr-001.html"):
        assert "Critical\xa04, High\xa03" in site[path], path


def test_the_words_of_the_record_are_in_its_language(site):
    body = comparisons.compared(comparisons.HOSTING)
    foreign = logs.built(dict([logs.record(1, "Wirt", lang="de", body=body)]))
    page = read(foreign["m/dr-001.html"])
    for tag, kind in (("h1", ""), ("ol", "rank"), ("thead", ""), ("tbody", ""), ("dl", "others"), ("ul", "turns")):
        found = page.all(tag, kind)[0]
        assert "de" in [one.attributes.get("lang") for one in (found, *found.all())], tag
    assert page.one("p", "keyline").attributes.get("lang") is None
    listed = read(foreign["compare.html"])
    assert listed.one("h2").one("a").all("span")[-1].attributes["lang"] == "de"
    assert listed.one("ul", "mini").all("span")[0].attributes["lang"] == "de"
    assert ' lang="' not in site["m/dr-001.html"].partition("<body>")[2]


def test_only_pages_of_matrices_load_their_script_and_rules(site, shown):
    for path in ("index.html", "d/dr-001.html", "compare.html"):
        assert not [one for one in shown(path).all("script") if "matrix" in one.attributes.get("src", "")], (
            path
        )
    sheets = [
        one.attributes["href"]
        for one in shown("m/dr-001.html").all("link")
        if one.attributes["rel"] == "stylesheet"
    ]
    assert len(sheets) == 1
    assert sheets[0].startswith("../assets/matrix.")
    whole = site[sheets[0].removeprefix("../")]
    assert ":root" in whole
    assert ".heat" in whole


def test_the_numbers_in_the_page_are_data_and_nothing_else(shown):
    page = shown("m/dr-008.html")
    model = json.loads(by_id(page, "Matrix").attributes["data-model"])
    assert set(model) == set("ocvtwhpdrkf")
    assert len(model["v"]) == len(model["c"]) == len(model["w"])
    assert not page.all("script")[-1].text
    assert "alert" not in "".join(one.attributes.get("src", "") for one in page.all("script"))


def test_many_options_are_folded_and_stand_in_the_order_of_the_ranking():
    site = logs.built(dict([logs.record(1, "Many", body=comparisons.compared(comparisons.MANY))]))
    page = read(site["m/dr-001.html"])
    shown = [[one.text for one in part.all("span", "nm")] for part in page.all("ol", "rank")]
    assert [len(part) for part in shown] == [6, 24]
    ranked = [name for part in shown for name in part]
    assert [one.text for one in page.one("table", "heat").one("thead").all("th")][2:] == ranked
    scores = [[cell.text for cell in row.all("td")][1:] for row in page.one("table", "heat").one("tbody").all("tr")]
    assert scores[0] == [f"{(int(name[6:]) + int(name[6:]) // 6) % 6}/5" for name in ranked]
    aside = page.one("aside", "flip")
    assert [len(part.all("div")) for part in aside.all("dl", "others")] == [5, 24]
    assert [len(part.all("li")) for part in aside.all("ul", "turns")] == [5, 24]
    assert [one.one("summary").text for one in page.all("details", "rest")] == ["24 more options"] * 3


def test_a_very_large_matrix_has_no_page_of_its_own():
    rows = [
        f"Criterion {row} | " + " | ".join("✅❌"[(row + at) % 2] for at in range(20)) for row in range(31)
    ]
    table = comparisons.grid("Criterion | " + " | ".join(f"O{at}" for at in range(20)), *rows)
    site = logs.built(dict([logs.record(1, "Too much", body=comparisons.compared(table))]))
    assert not [path for path in site if path.startswith("m/")]
    assert "compare.html" not in site
    assert "O19" in site["d/dr-001.html"]


def test_many_kinds_of_cells_are_cut():
    rows = [
        f"Criterion {row} | Good, case {row} | {'Poor' if row % 3 else f'unsure {row}'}" for row in range(45)
    ]
    table = comparisons.grid("Criterion | A1 | B1", *rows)
    site = logs.built(dict([logs.record(1, "Wordy", body=comparisons.compared(table))]))
    counts = read(site["m/dr-001.html"]).one("table", "counts").one("tbody").all("tr")
    assert len(counts) == MOST_COUNTED + 1
    assert counts[-1].text.startswith("and ")


def test_a_long_list_is_cut_into_pages():
    files = dict(
        logs.record(number, f"Question {number}", body=comparisons.compared(comparisons.HOSTING))
        for number in range(1, 65)
    )
    site = logs.built(files)
    assert len(read(site["compare.html"]).one("ol", "cmp").all("h2")) == 60
    assert len(read(site["compare.p2.html"]).one("ol", "cmp").all("h2")) == 4
    assert [one.attributes["href"] for one in read(site["compare.p2.html"]).one("nav", "pages").all("a")] == [
        "compare.html",
        "compare.p2.html",
    ]


def test_all_that_a_page_loads_is_small(site, shown):
    for path in ("m/dr-001.html", "m/dr-007.html", "compare.html"):
        page = shown(path)
        scripts = [one.attributes["src"] for one in page.all("script")]
        sheets = [one.attributes["href"] for one in page.all("link") if one.attributes["rel"] == "stylesheet"]
        icons = [one.attributes["href"] for one in page.all("link") if one.attributes["rel"] == "icon"]

        def weight(found: list[str]) -> int:
            return sum(len(gzip.compress(site[one.removeprefix("../")].encode(), 6)) for one in found)

        assert weight(scripts) <= 12_000, path
        assert weight(sheets) <= 10_000, path
        assert 1 + len(scripts) + len(sheets) + len(icons) <= 6, path
