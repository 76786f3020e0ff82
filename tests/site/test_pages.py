"""What single pages say."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from tests.site import logs
from tests.site.markup import Element, read

from decidedly.facts import Revision
from decidedly.pages import Site, is_harmless, wanted


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return logs.small()


@pytest.fixture(scope="module")
def shown(site):
    return lambda path: read(site[path])


def sheet(page: Element) -> dict[str, str]:
    found = page.all("dl", "sheet")[0]
    labels = [one.text for one in found.inside if isinstance(one, Element) and one.tag == "dt"]
    values = [one.text for one in found.inside if isinstance(one, Element) and one.tag == "dd"]
    return dict(zip(labels, values, strict=True))


def rows(page: Element) -> dict[str, Element]:
    return {
        one.all("h3")[0].text: one
        for block in page.all("ol", "log")
        for one in block.inside
        if isinstance(one, Element)
    }


# ------------------------------------------------------------------------------------------------ log


PAST = (
    Revision("c" * 40, date(2026, 3, 1), "Mallory <b>", "Reword <script>"),
    Revision("b" * 40, date(2025, 6, 1), "Zoë", "Accept"),
    Revision("a" * 40, date(2025, 5, 1), "Zoë", "Draft"),
)


def past(revisions: tuple[Revision, ...], **more: str) -> list[Element]:
    files = {"0001-x.md": "---\nstatus: accepted\ndate: 2025-06-01\n---\n# Which queue?\n"}
    site = Site(prefix="docs/adr/", history={"docs/adr/0001-x.md": revisions}, **more)  # type: ignore[arg-type]
    return read(logs.built(files, site)["d/0001.html"]).all("details", "past")


def test_the_past_of_a_record_tells_what_changed_after_the_decision():
    (told,) = past(PAST, commit_url="https://h.example/commit/{hash}")
    assert told.one("summary").text == "Changed twice, once since it was decided"
    assert [one.attributes["href"][-40:] for one in told.all("a")] == ["c" * 40, "b" * 40, "a" * 40]
    assert "Reword <script>" in told.one("li", "after").text
    assert len(told.all("li", "after")) == 1
    assert past(PAST[:1])[0].one("summary").text == "Unchanged since 1 Mar 2026", "added late, never changed"
    assert past(PAST[2:])[0].one("summary").text == "Unchanged since 1 May 2025"
    assert not past(PAST)[0].all("a")
    assert not past(())
    (many,) = past(PAST[:1] * 30, history_url="https://h.example/log/{path}")
    assert len(many.all("time")) == 10
    assert many.one("li", "more").text == "and 20 earlier"


def test_log_gives_question_and_answer_by_year(shown):
    home = shown("index.html")
    assert home.one("h1").text == "What we decided, and why"
    assert (
        "11 decisions since May 2024. Each line gives the question and, where the record states it, the answer."
        in home.text
    )
    assert [one.text for one in home.all("h2", "year")] == [
        "2026 4 decisions",
        "2025 5 decisions",
        "2024 1 decision",
        "No date 1 decision",
    ]
    row = rows(home)["Backend hosting platform"]
    assert row.all("p", "ans")[0].text == "→Host on Render, free tier first"
    assert row.one("p", "side").text == "Accepted 22 Dec"
    assert next(iter(rows(home))) == "Redis once more"


def test_log_says_who_replaces_whom(shown):
    found = rows(shown("index.html"))
    assert found["Redis provider"].one("p", "note").text.startswith("Replaced by DR-008 on 19 Jan 2026")
    assert "retired" in found["Redis provider"].classes
    assert "Replaces DR-003" in found["Redis provider again"].one("p", "note").text
    assert found["Redis provider again"].attributes["data-replaces"] == "dr-003"
    assert "Would replace DR-008" in found["Redis once more"].one("p", "note").text
    assert "data-replaces" not in found["Redis once more"].attributes


def test_an_open_question_has_no_answer_and_an_accepted_one_no_invented_one(shown):
    found = rows(shown("index.html"))
    assert found["Blue-green deployments"].one("p", "ans").text == "→No answer yet"
    assert "No answer yet" not in found["No status"].text


def test_statuses_are_links_that_work_without_scripts(shown):
    home = shown("index.html")
    filters = {
        one.text: one.attributes["href"]
        for one in home.one("nav", "filters").all("a")
        if "js-only" not in one.classes
    }
    assert filters == {
        "All 11": "index.html", "Accepted 3": "status/accepted.html", "Draft 1": "status/draft.html", "Proposed 2": "status/proposed.html",
        "Rejected 1": "status/rejected.html", "Deprecated 1": "status/deprecated.html", "Superseded 1": "status/superseded.html",
        "Pondering 1": "status/other.html", "No status 1": "status/none.html",
    }  # fmt: skip
    accepted = shown("status/accepted.html")
    assert set(rows(accepted)) == {"Backend hosting platform", "Database", "Redis provider again"}
    assert [
        one.attributes["href"]
        for one in accepted.one("nav", "filters").all("a")
        if "aria-current" in one.attributes
    ] == ["accepted.html"]


def test_attention(shown):
    found = [one.text for one in shown("index.html").one("ul", "todo").all("li")]
    assert found[0].startswith("Review by 15 Feb 2026DR-008 Redis provider again")
    assert found[1].startswith("Review by 20 Mar 2026DR-004 Database")
    assert found[2].startswith("Open since 23 Dec 2025DR-002 Map provider")


def rest(site: dict[str, str]) -> dict[str, str]:
    """The lines below what wants attention: where each leads, and what it says where it shows."""
    box = read(site["index.html"]).one("section", "attention")
    return {
        one.one("a").attributes["href"]: "" if "hidden" in one.attributes else one.text
        for one in box.all("p", "more")
    }


def test_attention_says_how_many_more_there_are_and_leads_to_them():
    proposals = [logs.record(n, f"Question {n}", "proposed", "2023-01-02") for n in range(1, 25)]
    assert rest(logs.built(dict(proposals))) == {
        "status/proposed.html": "20 more among the open proposals",
    }
    reviews = [logs.record(n, f"Plan {n}", review="2026-02-15") for n in range(30, 38)]
    assert rest(logs.built(dict(proposals + reviews))) == {
        "status/proposed.html": "23 more among the open proposals",
        "reviews.html": "5 more among the planned reviews",
    }
    young = [logs.record(n, f"Question {n}", "proposed", "2026-02-20") for n in (1, 2)]
    assert rest(logs.built(dict(young + reviews[:2]))) == {"status/proposed.html": "", "reviews.html": ""}
    assert rest(logs.built(dict(proposals[:1]))) == {}


def test_a_proposal_wants_attention_once_and_for_its_decision():
    site = logs.built(
        dict([logs.record(1, "Broker", "proposed", "2026-01-02", due="2026-03-10", review="2026-03-12")])
    )
    home = read(site["index.html"])
    entries = home.one("ul", "todo").all("li")
    assert [one.text for one in entries] == ["Decision by 10 Mar 2026DR-001 Broker10 Mar 2026"]
    assert entries[0].attributes["data-review-box"] == "Decision"
    assert rows(home)["Broker"].one("span", "pill").text.startswith("Decision by 10 Mar 2026")
    facts = sheet(read(site["d/dr-001.html"]))
    assert facts["To be decided"] == "10 March 2026"
    assert "10 Mar" not in facts["Review"]


def test_an_awaited_event_is_said_to_be_a_review():
    site = logs.built(dict([logs.record(1, "Broker", review="Phase 12 (before launch)")]))
    assert read(site["index.html"]).one("ul", "todo").text.startswith("Review: Phase 12 (before launch)")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Architecture Decision Record: Use Postgres", "Use Postgres"),
        ("ADR: Use Postgres", "Use Postgres"),
        ("RFC - Use Postgres", "Use Postgres"),
        ("ADR link resolver", "ADR link resolver"),
        ("ADR:", "ADR:"),
        ("Frontend: Use React", "Frontend: Use React"),
    ],
)
def test_titles_are_shown_without_the_kind_of_document(title, shown):
    files = {"0001-x.md": f"# 1. {title}\n\nDate: 2025-01-02\n\n## Status\n\nAccepted\n"}
    site = logs.built(files)
    assert list(rows(read(site["index.html"]))) == [shown]
    assert read(site["d/0001.html"]).one("h1").text == shown
    assert logs.report(files).log.records[0].title == title


def test_no_records():
    home = read(logs.built({})["index.html"])
    assert 'No decisions yet. adr new "First decision" creates the first.' in home.text
    assert not home.all("form")


def test_a_long_log_shows_its_newest_and_leads_to_the_years():
    site = logs.built(logs.many(120))
    home = read(site["index.html"])
    assert len(rows(home)) == 50
    last = home.all("h2", "year")[-1].text.split()
    assert last[2:] == ["of", "12", "decisions"]
    assert int(last[1]) < 12
    years = {one.attributes["href"] for one in home.all("nav", "pages")[-1].all("a")}
    assert years == {f"log/{year}.html" for year in range(2016, 2026)}
    everywhere = [title for year in years for title in rows(read(site[year]))]
    assert sorted(everywhere) == sorted(f"Decision number {number}" for number in range(1, 121))


def test_a_long_slice_has_pages():
    site = logs.built(logs.many(230))
    first = read(site["status/accepted.html"])
    assert len(rows(first)) == 100
    others = [one.attributes["href"] for one in first.one("nav", "pages").all("a")]
    assert others == ["accepted.html", "accepted.p2.html"]
    total = next(
        int(one.text.split()[-1])
        for one in first.one("nav", "filters").all("a")
        if one.text.startswith("Accepted")
    )
    assert len(rows(read(site["status/accepted.p2.html"]))) == total - 100


def test_a_year_leads_to_the_others_and_groups_by_month():
    page = read(logs.built(logs.many(120))["log/2020.html"])
    years = page.one("nav", "pages")
    assert years.attributes["aria-label"] == "Years"
    assert [one.attributes["href"] for one in years.all("a")] == [
        f"{year}.html" for year in range(2025, 2015, -1)
    ]
    assert [one.text for one in years.all("a") if one.attributes.get("aria-current") == "page"] == ["2020 12"]
    months = [one.text.split() for one in page.all("h2", "year")]
    assert {year for _, year, *_ in months} == {"2020"}
    assert sum(int(count) for _, _, count, *_ in months) == 12


def test_a_long_log_of_one_year_leads_to_it():
    site = logs.built(dict(logs.record(number, f"Number {number}") for number in range(1, 62)))
    home = read(site["index.html"])
    assert [one.attributes["href"] for one in home.one("nav", "pages").all("a")] == ["log/2025.html"]
    year = read(site["log/2025.html"])
    assert len(rows(year)) == 61
    assert not year.all("nav", "pages")


def test_a_year_of_very_many_decisions_leads_to_its_months():
    files = [
        logs.record(number, f"Number {number}", date=f"2025-{number % 12 + 1:02}-{number // 12 % 28 + 1:02}")
        for number in range(1, 602)
    ]
    site = logs.built(dict([*files, logs.record(900, "Another year", date="2024-05-05")]))
    year = read(site["log/2025.html"])
    assert len(rows(year)) == 50
    assert [one.attributes["aria-label"] for one in year.all("nav", "pages")] == ["Years", "Months"]
    assert "Above are the newest 50 of 601 decisions. All of them by month." in year.text
    months = [one.attributes["href"] for one in year.all("nav", "pages")[-1].all("a")]
    assert months == [f"2025-{month:02}.html" for month in range(12, 0, -1)]
    assert sum(len(rows(read(site[f"log/{month}"]))) for month in months) == 601
    march = read(site["log/2025-03.html"])
    assert march.one("h1").text == "Decisions of March 2025"
    assert [one.attributes["aria-label"] for one in march.all("nav", "pages")] == ["Years", "Months"]
    assert [one.text for one in march.all("h2", "year")] == ["March 2025 50 decisions"]
    assert "log/2025.p2.html" not in site


# ------------------------------------------------------------------------------------------------ decision


def test_decision_page(shown):
    one = shown("d/dr-001.html")
    assert one.one("h1").text == "Backend hosting platform"
    assert one.one("div", "status").text.startswith("Accepted, in force since 22 Dec 2025")
    facts = sheet(one)
    assert next(iter(facts)) == "Decision"
    assert facts["Decision"] == "Host on Render, free tier first"
    assert facts["Decided"] == "22 December 2025 by TIP Team"
    assert facts["Tags"] == "hostingcelery"
    assert [link.text for link in one.one("ol", "crumbs").all("a")] == ["Log", "backend"]
    assert [link.text for link in one.one("ul", "toc").all("a")][:2] == ["Context", "Considered options"]
    assert one.one("title").text == "DR-001 Backend hosting platform · TIP decision log"
    acts = {link.text: link.attributes["href"] for link in one.one("ul", "acts").all("a")}
    assert acts["Edit"] == "https://example.org/tip/edit/main/docs/adr/DR-001-backend-hosting-platform.md"
    assert acts["Markdown"] == "dr-001.md"


def test_source_copy_is_the_file(site):
    assert site["d/dr-001.md"] == logs.SMALL["DR-001-backend-hosting-platform.md"]


def test_links_of_the_body_are_rewritten(shown):
    links = {
        one.text: one for one in shown("d/dr-001.html").one("article").all("a") if "anchor" not in one.classes
    }
    assert links["the comparison"].attributes["href"] == "../doc/platform-comparison.html"
    assert links["a picture"].attributes["href"] == "../files/img-flow.png"
    assert links["Redis"].attributes["href"] == "dr-003.html#decision"
    assert links["ours"].attributes["href"] == "dr-002.html"
    assert "gone" not in links
    assert [one.attributes["src"] for one in shown("d/dr-001.html").one("article").all("img")] == [
        "../files/img-flow.png"
    ]


def test_code_of_the_repository_leads_to_its_source():
    site = Site(
        source_url="https://example.org/blob/{path}",
        prefix="docs/adr/",
        present=frozenset({"../../src/main.py"}),
    )
    links = {
        one.text: one.attributes["href"]
        for one in read(logs.built(logs.SMALL, site)["d/dr-001.html"]).one("article").all("a")
    }
    assert links["code"] == "https://example.org/blob/src/main.py"


def test_a_folder_of_the_repository_leads_to_it():
    site = Site(
        source_url="https://example.org/{path}", prefix="docs/adr/", present=frozenset({"../../src/"})
    )
    files = {"0001-x.md": "# 1. X\n\n## Status\n\nAccepted\n\n## Decision\n\nSee [it](../../src/).\n"}
    links = read(logs.built(files, site)["d/0001.html"]).one("article").all("a")
    assert {one.text: one.attributes["href"] for one in links}["it"] == "https://example.org/src"


def test_wanted_are_the_other_files():
    assert wanted(logs.report(logs.SMALL).log, "docs/adr/") == {
        "../../src/main.py",
        "img/flow.png",
        "nowhere.md",
    }
    report = logs.report(
        {
            "a/0001-x.md": "# 1. X\n\n## Status\n\nAccepted\n\n![i](/img/top.png) <img src='b.png'> [w](https://example.org/x)\n"
        }
    )
    assert wanted(report.log, "docs/adr/") == {"../../img/top.png", "a/b.png"}


def test_superseded_page_sends_the_reader_on(shown):
    one = shown("d/dr-003.html")
    bar = one.one("div", "status")
    assert "loud" in bar.classes
    assert bar.text == "Superseded on 19 Jan 2026. This is no longer how we do it. Read DR-008 instead"
    assert bar.one("a", "go").attributes["href"] == "dr-008.html"
    facts = sheet(one)
    assert facts["Decided then"] == "A 256 MB VM beside the worker"
    assert facts["Decided now"] == "Upstash free tier, in DR-008"
    assert facts["In force"] == "23 December 2025 to 19 January 2026 (27 days)"
    assert facts["Lineage"] == "DR-003, this page→thenDR-008, in force"
    assert "(superseded)" in one.one("title").text


def test_a_proposal_that_would_replace_is_shown_on_the_old_page(shown):
    one = shown("d/dr-008.html")
    assert one.one("div", "status").text.startswith("Accepted, in force since 19 Jan 2026")
    assert sheet(one)["Lineage"] == "DR-003→thenDR-008, in force→thenDR-009 would replace it"
    assert "Would be replaced by" in one.one("ul", "rels").text


def test_button_leads_to_the_last_successor_in_force():
    site = logs.built(dict([
        logs.record(1, "First", "superseded", "2020-01-01", superseded_by="DR-002"),
        logs.record(2, "Second", "superseded", "2021-01-01", superseded_by="DR-003"),
        logs.record(3, "Third", date="2022-01-01", supersedes="[DR-002]"),
    ]))  # fmt: skip
    bar = read(site["d/dr-001.html"]).one("div", "status")
    assert bar.text == "Superseded on 1 Jan 2021. This is no longer how we do it. Read DR-003 instead"


def test_a_chain_without_a_decision_in_force_leads_to_its_end():
    site = logs.built(
        dict(
            [
                logs.record(1, "First", "superseded", "2020-01-01", superseded_by="DR-002"),
                logs.record(2, "Second", "superseded", "2021-01-01", superseded_by="DR-003"),
                logs.record(3, "Third", "deprecated", "2022-01-01", answer="No queue"),
            ]
        )
    )
    one = read(site["d/dr-001.html"])
    assert one.one("div", "status").text.endswith(
        "What replaced it is no longer in force either. Read DR-003 instead"
    )
    assert sheet(one)["Decided last"] == "No queue, in DR-003"
    assert sheet(one)["Lineage"] == "DR-001, this page→thenDR-002→thenDR-003"


def test_a_circle_is_told_once():
    site = logs.built(
        dict(
            [
                logs.record(1, "First", "superseded", "", superseded_by="DR-002"),
                logs.record(2, "Second", "superseded", "", superseded_by="DR-001"),
            ]
        )
    )
    one = read(site["d/dr-001.html"])
    assert sheet(one)["Lineage"] == "DR-001, this page→thenDR-002"
    assert one.one("a", "go").text == "Read DR-002 instead"


@pytest.mark.parametrize(
    ("words", "bar", "fact"),
    [
        ("ADR-77", "by ADR-77, which is not in this log", "ADR-77"),
        ("[ADR-77](0077-x.md)", "by ADR-77, which is not in this log", "ADR-77"),
        (
            "[the platform's ADR 12](https://example.org/12)",
            "by the platform's ADR 12, which is not in this log",
            "the platform's ADR 12",
        ),
        ("[our guide](guide.md)", "by our guide", "our guide"),
    ],
)
def test_superseded_by_something_else_than_a_record(words, bar, fact):
    site = logs.built(
        {
            "0001-x.md": f"# 1. X\n\n## Status\n\nSuperseded by {words}\n\n## Decision\n\nWe use X.\n",
            "0002-y.md": "# 2. Y\n\n## Status\n\nAccepted\n\n## Decision\n\nWe use Y.\n",
            "guide.md": "# Guide\n\nHow.\n",
        }
    )
    one = read(site["d/0001.html"])
    assert one.one("div", "status").one("p").text == f"Superseded {bar}"
    assert sheet(one)["Replaced by"] == fact
    assert "Status note" not in sheet(one)


def test_what_is_no_date_is_said_once():
    site = logs.built({"0001-x.md": "# 1. X\n\nStatus: Accepted\n\nDate: sometime in 2024\n"})
    assert sheet(read(site["d/0001.html"]))["Decided"] == "sometime in 2024"


def test_one_sided_supersession_counts_and_says_what_the_file_says():
    site = logs.built(
        dict(
            [
                logs.record(1, "First", date="2020-01-01"),
                logs.record(2, "Second", date="2021-01-01", supersedes="[DR-001]"),
            ]
        )
    )
    one = read(site["d/dr-001.html"])
    assert one.one("a", "go").attributes["href"] == "dr-002.html"
    assert sheet(one)["Its file says"] == "accepted"


def test_superseded_by_nobody():
    one = read(logs.built(dict([logs.record(1, "First", "superseded")]))["d/dr-001.html"])
    assert one.one("div", "status").text.startswith("Superseded, but no replacement is recorded.")


def test_superseded_in_part_stays_in_force():
    site = logs.built(
        dict([logs.record(1, "First"), logs.record(2, "Second", supersedes_in_part="[DR-001]")])
    )
    one = read(site["d/dr-001.html"])
    assert "Superseded in part by DR-002; the rest stands." in one.one("div", "status").text
    assert "loud" not in one.one("div", "status").classes


def test_status_words_are_never_invented(shown):
    assert shown("d/0011.html").one("div", "status").text.startswith("No status recorded")
    assert shown("d/0010.html").one("div", "status").text.startswith("Pondering")


def test_review_has_the_date_for_the_browser(shown):
    one = shown("d/dr-008.html")
    times = [time for time in one.all("time") if "data-review" in time.attributes]
    assert {time.attributes["datetime"] for time in times} == {"2026-02-15"}
    assert {time.attributes["data-review"] for time in times} == {
        " fresh 2026-02-15;2026-01-16 upcoming;2026-02-15 due;2026-02-16 overdue"
    }
    assert sheet(one)["Review"].startswith("Review by 15 Feb 2026")


def test_aliases_lead_on_and_replace_no_page():
    site = logs.built(logs.HOSTILE)
    stub = read(site["d/old-name.html"])
    assert stub.one("a").attributes["href"] == "dr-007.html"
    assert len(site["d/old-name.html"]) < 1000
    assert "Itself" not in read(site["d/dr-001.html"]).one("title").text


def test_other_fields_of_the_head_are_kept():
    text = "# 1. X\n\n* Status: accepted\n* Date: 2024-01-01\n* Technical Story: [T-1](https://example.org/T-1)\n\n## Decision\n\nYes.\n"
    one = read(logs.built({"0001-x.md": text})["d/0001.html"])
    assert sheet(one)["Technical Story"] == "T-1"


# ------------------------------------------------------------------------------------------------ the rest


def test_document_page(shown):
    one = shown("doc/platform-comparison.html")
    assert one.one("h1").text == "Platform comparison"
    assert [
        link.attributes["href"] for link in one.one("article").all("a") if "anchor" not in link.classes
    ] == ["../d/dr-001.html"]


def test_graph_page(shown):
    one = shown("graph.html")
    nodes = (
        [link.attributes["href"] for link in one.one("svg", "graph").all("a")]
        if len(one.all("svg", "graph")) == 1
        else [link.attributes["href"] for link in one.one("section", "gwrap").all("a")]
    )
    assert len(nodes) == 11
    words = [item.text for item in one.one("table", "linktable").one("tbody").all("tr")]
    kinds = {item.one("input").attributes["value"]: item.text for item in one.one("ul", "keys").all("li")}
    assert kinds == {
        "supersedes": "replaces 1",
        "would": "would replace 1",
        "depends-on": "depends on 1",
        "relates-to": "is related to 1",
        "mentions": "mentions 1",
    }
    drawn = {line.attributes["data-kind"] for line in one.all("path") if "data-kind" in line.attributes}
    assert drawn == set(kinds)
    assert "DR-008 Redis provider again replaces DR-003 Redis provider" in words
    assert "DR-009 Redis once more would replace DR-008 Redis provider again" in words
    assert "DR-004 Database depends on DR-001 Backend hosting platform" in words


def test_the_graph_tells_what_its_lanes_and_days_are():
    files = dict(
        [
            logs.record(1, "Host", "superseded", "2024-02-19", component="web"),
            logs.record(2, "Host again", "accepted", "2025-03-03", component="web", supersedes="[DR-001]"),
            logs.record(3, "Store", "accepted", "2025-04-03", tags="[storage]"),
            logs.record(4, "Queue", "superseded", "2025-05-03", tags="[storage]"),
            logs.record(5, "Queue again", "accepted", "2025-05-03", tags="[storage]", supersedes="[DR-004]"),
            logs.record(6, "Odd", "accepted", "2025-06-03"),
        ]
    )
    one = read(logs.built(files)["graph.html"])
    assert "each component or first tag has its lane; what has none comes last." in one.one("main").text
    rails = [item.text for item in one.one("ul", "rails").all("small")]
    assert rails == [
        "Accepted, 3 May 2025",
        "Superseded 3 May 2025",
        "Accepted, 3 Mar 2025",
        "Decided 19 Feb 2024, superseded 3 Mar 2025",
    ]


def test_graph_without_links():
    one = read(logs.built(dict([logs.record(1, "Only")]))["graph.html"])
    assert "No links between decisions yet." in one.text


def test_a_big_graph_has_parts():
    files = logs.many(300)
    first, second = sorted(files)[:2]
    files[first] = files[first].replace("---\n", "---\ncomponent: alpha\nrelated: [DR-002]\n", 1)
    files[second] = files[second].replace("---\n", "---\ncomponent: beta\n", 1)
    site = logs.built(files)
    index = read(site["graph.html"])
    rows = {row.one("th").text: row for row in index.one("table", "partlist").one("tbody").all("tr")}
    parts = [row.one("th").one("a").attributes["href"] for row in rows.values()]
    assert sum(len(read(site[part]).one("section", "gwrap").all("a")) for part in parts) == 300
    assert sum(int(row.all("td")[0].text) for row in rows.values()) == 300
    assert rows["alpha"].all("td")[2].text.startswith("beta 1")
    ring = index.one("svg", "ring")
    assert [link.attributes["href"] for link in ring.all("a")] == parts
    assert "alpha and beta: 1 link" in [one.text for one in ring.all("title")]
    across = read(site[rows["alpha"].one("th").one("a").attributes["href"]]).all("table", "linktable")[-1]
    (row,) = across.one("tbody").all("tr")
    ends = [link.attributes["href"] for link in row.all("a")]
    assert ends == ["../d/dr-001.html", "../d/dr-002.html"]
    assert "is related to" in row.text


def test_rows_for_the_instant_search(site):
    scripts = [text for path, text in site.items() if path.startswith("idx/rows-0.")]
    called = re.fullmatch(r"decidedlyRows\(0,(.*)\);\n", scripts[0], re.S)
    assert called
    found = {row[0]: row for row in json.loads(called[1])}
    assert found["DR-001"][1:7] == [
        "Backend hosting platform",
        "Host on Render, free tier first",
        "Accepted",
        "s-accepted",
        "2025-12-22",
        "dr-001.html",
    ]
    assert found["DR-001"][7] == ["TIP Team"]
    assert found["DR-001"][11:14] == [["celery", "hosting"], ["tip team"], "backend"]


def test_people_are_one_whatever_the_case_of_their_letters():
    names = ["SergeyM", "sergeym", "SergeyM", "Ann"]
    files = dict(
        logs.record(number, f"Question {number}", decision_makers=f"[{name}]", review="2026-04-01")
        for number, name in enumerate(names, 1)
    )
    site = logs.built(files)
    index = read(site["index.html"])
    people = next(one for one in index.one("aside", "facets").all("section") if one.one("h2").text == "People")
    assert [one.text for one in people.all("a")] == ["SergeyM3", "Ann1"]
    assert [path for path in site if path.startswith("owner/")] == ["owner/ann.html", "owner/sergeym.html"]
    page = read(site["owner/sergeym.html"])
    assert page.one("h1").text == "Decisions of SergeyM"
    assert len(page.one("ol", "log").all("li")) == 3
    assert "SergeyM" in read(site["reviews.html"]).one("ul", "people").text
    assert "sergeym" not in read(site["reviews.html"]).one("ul", "people").text


def test_rows_cannot_end_their_script():
    script = next(text for path, text in logs.built(logs.HOSTILE).items() if path.startswith("idx/"))
    assert "<" not in script
    assert "\u2028" not in script


def test_not_found_needs_no_relative_address(shown):
    assert not shown("404.html").all("a")
    assert not shown("404.html").all("link")
    home = read(logs.built(logs.SMALL, Site(url="https://d.example.org/adr"))["404.html"])
    assert {one.attributes["href"] for one in home.all("a")} == {"https://d.example.org/adr/index.html"}
    assert home.one("form").attributes["action"] == "https://d.example.org/adr/search.html"


def test_search_page_lists_everything_by_title(shown):
    titles = [one.text for one in shown("search.html").one("ul", "plain").all("a")]
    assert len(titles) == 11


def test_harmless_pictures():
    assert is_harmless("a.png", b"<script>")
    assert is_harmless(
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/><style>.on{color:red}</style></svg>',
    )
    for bad in (
        b"<svg><script>1</script></svg>",
        b"<svg onload=alert(1)>",
        b'<svg><a href="javascript:1"/></svg>',
        b"<svg><foreignObject/></svg>",
        b'<!DOCTYPE s [<!ENTITY x "y">]><svg/>',
    ):
        assert not is_harmless("a.svg", bad)


def test_a_note_that_only_names_what_replaced_the_record_is_not_told_twice():
    files = {
        "032.md": "---\ntitle: 'New'\nstatus: accepted\n---\n# 32. New\n\nSupersedes [27](027.md)\n",
        "027.md": "# 27. Old\n\n## Status\n\nSuperseded by [ADR 32](032.md)\n",
        "028.md": "# 28. Other\n\n## Status\n\nSuperseded by [ADR 32](032.md) for load\n",
    }
    site = logs.built(files)
    assert "Status note" not in sheet(read(site["d/027.html"]))
    assert "for load" in sheet(read(site["d/028.html"]))["Status note"]


def test_tags_that_repeat_the_status_are_no_way_into_the_log():
    files = dict([logs.record(1, "A", tags="[Accepted, queue]"), logs.record(2, "B", tags="[Accepted]")])
    home = read(logs.built(files)["index.html"])
    tags = [one.text for one in home.all("a") if one.attributes.get("data-filter") == "tag"]
    assert tags == ["queue1"]


def test_several_words_of_the_team_s_own_have_one_page():
    files = {f"000{n}-{word}.md": f"# {n}. {word}\n\n## Status\n\n{word}\n" for n, word in ((1, "Parked"), (2, "Simmering"))}
    assert read(logs.built(files)["status/other.html"]).one("h1").text == "Decisions with another status"
    assert read(logs.small()["status/other.html"]).one("h1").text == "Decisions with another status: Pondering"
