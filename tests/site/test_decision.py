"""What a decision's page says about its place among the others, and to those who cite it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.site import logs
from tests.site.markup import Element, read
from tests.site.test_pages import sheet

from decidedly.facts import Revision
from decidedly.pages import Site


@pytest.fixture(scope="module")
def chain() -> dict[str, str]:
    """Seven decisions, each of which replaced the one before."""
    ones = [logs.record(1, "Host 1", "superseded", "2020-01-01")]
    for number in range(2, 8):
        state = "accepted" if number == 7 else "superseded"
        ones.append(
            logs.record(
                number, f"Host {number}", state, f"{2019 + number}-01-01", supersedes=f"[DR-00{number - 1}]"
            )
        )
    return logs.built(dict(ones))


def test_the_lineage_is_one_path_from_its_beginning_to_what_is_in_force(chain):
    told = {number: sheet(read(chain[f"d/dr-00{number}.html"]))["Lineage"] for number in (1, 4, 7)}
    assert told[4] == "→then".join(
        ["DR-001", "DR-002", "DR-003", "DR-004, this page", "DR-005", "DR-006", "DR-007, in force"]
    )
    assert told[1] == "→then".join(
        ["DR-001, this page", "DR-002", "DR-003", "DR-004", "…", "DR-007, in force"]
    )
    assert told[7] == "→then".join(["DR-001", "…", "DR-004", "DR-005", "DR-006", "DR-007, in force"])


@pytest.mark.parametrize("form", ["# X\n\n## Status\n\n{}\n", "---\nstatus: {}\n---\n# X\n", "# X\n\nStatus: **{}**\n"])
def test_a_long_status_of_one_s_own_is_cut_in_the_bar_alone(form):
    status = "Parked until the board has met (see minutes), with strong objections"
    page = read(logs.built({"0001-x.md": form.format(status)})["d/0001.html"])
    assert page.one("div", "status").one("b").text == "Parked until the board has met (see…"
    assert sheet(page)["Its file says"] == status
    short = read(logs.built({"0001-x.md": form.format("Pondering")})["d/0001.html"])
    assert short.one("div", "status").one("b").text == "Pondering"
    assert "Its file says" not in sheet(short)


ARABIC = "## السياق\n\nنحتاج إلى قاعدة بيانات تتحمل ملايين السجلات كل يوم.\n\n## Considered options\n\n### Option 1: PostgreSQL (SELECTED)\n\n**Pros:**\n\n- سريعة\n\n### Option 2: X\n\n**Cons:**\n\n- بطيئة\n"


@pytest.mark.parametrize(
    ("front", "language", "lang", "direction"),
    [
        ({"lang": "ar", "dir": "rtl"}, "", "ar", "rtl"),
        ({"lang": "fa-IR"}, "", "fa-IR", "rtl"),
        ({"lang": "ar-Latn"}, "", "ar-Latn", None),
        ({"lang": "pt-BR", "dir": "ltr"}, "fr", "pt-BR", "ltr"),
        ({}, "fr", "fr", None),
        ({}, "", None, None),
        ({"lang": "'\"><b>'", "dir": "up"}, "", None, None),
        ({"lang": "english language"}, "", None, None),
    ],
)
def test_a_record_is_in_its_own_language_and_direction(front, language, lang, direction):
    body = "## Contexte\n\nIl nous faut une base.\n"
    site = logs.built(
        dict([logs.record(1, "Quelle base", answer="La nôtre", body=body, **front)]), Site(language=language)
    )
    page = read(site["d/dr-001.html"])
    article, title = page.one("article"), page.one("h1")
    assert (article.attributes.get("lang"), article.attributes.get("dir")) == (lang, direction)
    assert (title.attributes.get("lang"), title.attributes["dir"]) == (lang, direction or "auto")
    assert page.one("dd", "verdict").attributes.get("lang") == lang
    row = read(site["index.html"]).one("ol", "log")
    assert row.one("h3").one("a").attributes.get("lang") == lang
    whole = read(site["print.html"]).one("article").one("div", "prose")
    assert (whole.attributes.get("lang"), whole.attributes.get("dir")) == (lang, direction)
    assert page.one("html").attributes["lang"] == "en"
    assert ("1 other field" in page.text or "2 other fields" in page.text) is (lang is None and bool(front))


def test_letters_that_run_to_the_left_set_the_direction_and_our_words_stay_english():
    site = logs.built(
        dict([logs.record(1, "أي قاعدة بيانات", body=ARABIC), logs.record(2, "X", body=ARABIC, lang="ar")])
    )
    article = read(site["d/dr-001.html"]).one("article")
    assert article.attributes["dir"] == "rtl"
    assert "lang" not in article.attributes
    own = read(site["d/dr-002.html"]).one("article")
    assert {one.text: one.attributes.get("lang") for one in own.all("h4")} == {"For": "en", "Against": "en"}


def test_what_was_replaced_tells_why():
    context = "## Context\n\nTwo restarts lost the queue. DR-001 has no disk.\n"
    files = [
        logs.record(1, "Redis", "superseded", "2025-01-01"),
        logs.record(2, "Redis again", date="2025-02-01", body=context, supersedes="[DR-001]"),
        logs.record(3, "Maps", "superseded", "2025-01-01", superseded_by="DR-004", body=f"{context}\n## Why it was replaced\n\nThe maps were old.\n"),
        logs.record(4, "Maps again", date="2025-02-01"),
    ]  # fmt: skip
    site = logs.built(dict(files))
    row = next(one for one in read(site["d/dr-001.html"]).all("dd") if one.all("q"))
    assert row.one("q").text == "DR-001 has no disk."
    assert row.one("a").attributes["href"] == "dr-002.html#context"
    assert row.text.endswith("in the context of DR-002")
    own = next(one for one in read(site["d/dr-003.html"]).all("dd") if one.all("q"))
    assert (own.one("q").text, own.one("a").attributes["href"]) == (
        "The maps were old.",
        "#why-it-was-replaced",
    )
    assert not read(site["d/dr-002.html"]).all("q")
    whole = read(site["print.html"])
    there = [one.one("a").attributes["href"] for one in whole.all("dd") if one.all("q")]
    assert there == ["#dr-002--context", "#dr-003--why-it-was-replaced"]
    ids = {one.attributes.get("id") for one in whole.all()}
    assert {href[1:] for href in there} <= ids


def test_the_day_of_a_decision_is_never_told_as_that_of_its_end(chain):
    page = read(chain["d/dr-004.html"])
    described = next(one for one in page.all("meta") if one.attributes.get("name") == "description")
    assert described.attributes["content"].startswith("Decided 1 Jan 2023, superseded 1 Jan 2024.")
    row = next(one for one in read(chain["index.html"]).all("li") if one.attributes.get("id") == "dr-004")
    assert row.one("p", "side").text == "Superseded decided 1 Jan"


def test_what_is_in_force_from_a_later_day_on_is_not_in_force_yet():
    site = logs.built(dict([logs.record(1, "Later", date="2031-01-01"), logs.record(2, "Now", date="2025-01-01")]))
    assert read(site["d/dr-001.html"]).one("div", "status").text.startswith("Accepted, in force from 1 Jan 2031")
    assert read(site["d/dr-002.html"]).one("div", "status").text.startswith("Accepted, in force since 1 Jan 2025")


def test_a_status_that_names_only_what_replaces_part_of_it_is_not_told_twice():
    old = "# 1. Both\n\n* Status: superseded in part by [2](0002-part.md){}\n* Date: 2025-01-01\n\n## Context\n\nHm.\n"
    new = "# 2. Part\n\n* Status: accepted\n* Date: 2025-02-01\n\n## Context\n\nHm.\n"

    def told(more: str) -> dict[str, str]:
        site = logs.built({"0001-both.md": old.format(more), "0002-part.md": new})
        return sheet(read(site["d/0001.html"]))

    assert "Status note" not in told("")
    assert told(", for tablets only")["Status note"]


@pytest.mark.parametrize(("said", "note"), [("in <https://example.org/pull/16>", None), ("in part, by Ann", "in part, by Ann")])
def test_a_status_that_leads_to_an_address_has_no_note_of_its_own(said, note):
    form = "# 1. Both\n\nDate: 2025-01-01\n\n## Status\n\nImplemented {}\n\n## Context\n\nHm.\n"
    assert sheet(read(logs.built({"0001-both.md": form.format(said)})["d/0001.html"])).get("Status note") == note


def test_the_foot_leads_on_along_the_lineage_and_the_log(chain):
    def foot(files: dict[str, str], page: str) -> list[tuple[str, str, str]]:
        ways = read(files[page]).one("nav", "prevnext").all("a")
        return [(one.attributes["rel"], one.one("small").text, one.one("bdi").text) for one in ways]

    assert foot(chain, "d/dr-004.html") == [
        ("prev", "← Replaced", "DR-003 Host 3"),
        ("next", "Replaced by →", "DR-005 Host 5"),
    ]
    assert foot(logs.small(), "d/dr-003.html") == [
        ("prev", "← Before it in the log", "DR-002 Map provider"),
        ("next", "Replaced by →", "DR-008 Redis provider again"),
        ("next", "Next in the log →", "DR-004 Database"),
    ]
    assert not read(logs.built(dict([logs.record(1, "X")]))["d/dr-001.html"]).all("nav", "prevnext")


SITE = Site(
    title="R&D log",
    url="https://x.example/log",
    commit="c" * 40,
    source_url="https://github.com/t/r/blob/" + "c" * 40 + "/{path}",
    edit_url="https://github.com/t/r/edit/main/{path}",
    host="GitHub",
    history={"0001-x.md": (Revision("c" * 40, date(2026, 3, 1), "Ann", "Reword"),)},
)
FILE = {
    "0001-x.md": "---\nstatus: accepted\ndate: 2025-06-01\nanswer: 50% **now**\ndecision-makers: [Ann, Bo]\n---\n# Cost & `</script>` of 100%?\n"
}


@pytest.fixture(scope="module")
def cited() -> Element:
    return read(logs.built(FILE, SITE)["d/0001.html"])


def test_a_decision_is_cited_as_text_and_as_bibtex(cited):
    text, bibtex = (one.text for one in cited.one("details", "cite").all("pre"))
    assert text == (
        "Ann and Bo. “0001 Cost & </script> of 100%?” R&D log, 1 Jun 2025, accepted. "
        "https://x.example/log/d/0001.html (commit cccccccccccc)."
    )
    assert bibtex == (
        r"@misc{r-d-log-0001, title = {{0001 Cost \& </script> of 100\%?}}, author = {{Ann} and {Bo}}, year = {2025}, month = {6}, "
        r"howpublished = {R\&D log}, note = {Accepted, commit cccccccccccc}, url = {https://x.example/log/d/0001.html} }"
    )
    links = [one.attributes["href"] for one in cited.one("details", "cite").all("a")]
    assert links == ["https://github.com/t/r/blob/" + "c" * 40 + "/0001-x.md"]
    assert "Edit on GitHub" in cited.one("aside").text


@pytest.mark.parametrize(
    ("front", "who"),
    [
        ({"decision_makers": "[Ann]", "author": "Bo", "owner": "Cy"}, "Ann. “"),
        ({"author": "Bo", "owner": "Cy"}, "Bo. “"),
        ({"owner": "Cy"}, "Cy. “"),
        ({}, "“DR-001"),
    ],
)
def test_who_decided_is_cited_before_who_wrote_and_who_answers_for_it(front, who):
    page = read(logs.built(dict([logs.record(1, "X", **front)]))["d/dr-001.html"])
    assert page.one("details", "cite").all("pre")[0].text.startswith(who)


def test_search_engines_are_told_what_the_page_is(cited):
    page = logs.built(FILE, SITE)["d/0001.html"]
    script = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(script) == {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": "0001 Cost & </script> of 100%?",
        "abstract": "50% now",
        "datePublished": "2025-06-01",
        "dateModified": "2026-03-01",
        "author": [{"@type": "Person", "name": "Ann"}, {"@type": "Person", "name": "Bo"}],
        "url": "https://x.example/log/d/0001.html",
        "isPartOf": {"@type": "CreativeWork", "name": "R&D log"},
    }
    said = {
        one.attributes.get("property"): one.attributes["content"]
        for one in cited.all("meta")
        if "property" in one.attributes
    }
    assert said["og:url"] == "https://x.example/log/d/0001.html"
    assert said["og:title"] == "0001 Cost & </script> of 100%? · R&D log"
    assert said["og:description"] == "Accepted 1 Jun 2025. 50% now"


def test_marks_of_markdown_show_nowhere_and_types_keep_their_brackets():
    text = (
        "---\ntitle: 'RFC: Which `Map<K, V>` and *whose* `cache`?'\nstatus: accepted\ndate: 2025-01-01\n---\n"
        "## Decision\n\nChosen option: `Map<String, List<T>>` of __our__ `__cache__`.\n"
    )
    stated = (
        "---\nid: DR-002\nstatus: accepted\nanswer: 'Keep `List<T>` and Set<T>'\n---\n# Which `List<T>`?\n"
    )
    site = logs.built({"DR-001-x.md": text, "DR-002-y.md": stated})
    page = site["d/dr-001.html"]
    assert (
        '<h1 dir="auto">Which <code>Map&lt;K, V&gt;</code> and whose <code>cache</code>?</h1>'
        in page
    )
    assert read(page).one("title").text.startswith("DR-001 Which Map<K, V> and whose cache?")
    assert sheet(read(page))["Decision"] == "Map<String, List<T>> of our __cache__"
    rows = read(site["index.html"])
    assert [one.text for one in rows.all("h3")] == ["Which Map<K, V> and whose cache?", "Which List<T>?"]
    answers = [one.text for one in rows.all("p", "ans")]
    assert answers == ["→Map<String, List<T>> of our __cache__", "→Keep List<T> and Set<T>"]
    assert "Keep <code>List&lt;T&gt;</code>" in site["d/dr-002.html"]
    assert "`" not in read(site["graph.html"]).text
