"""The page about the log itself."""

from __future__ import annotations

from dataclasses import replace

from tests.site import logs
from tests.site.markup import Element, read

README = """# Our decisions

## How we decide

We write a proposal, everybody who is concerned reads it within a week, and the architects decide on Thursdays. What was
decided stands until another decision replaces it. See [the first](DR-001-host.md) for what we expect of a record.
"""
LISTING = "# Decisions\n\n" + "\n".join(
    f"- [{n}. A decision with quite a long title](DR-001-host.md)" for n in range(40)
)


def about(readme: str = "", **more: str) -> Element:
    files = dict([logs.record(1, "Host"), logs.record(2, "Cache", "superseded", superseded_by="DR-001")])
    files |= {"README.md": readme} if readme else {}
    return read(logs.built(files | more)["about.html"])


def meanings(page: Element) -> dict[str, str]:
    return {one.one("dt").text: one.one("dd").text for one in page.one("dl", "meanings").all("div")}


def test_the_process_is_what_the_log_s_own_readme_says():
    page = about(README)
    article = page.one("article")
    assert "the architects decide on Thursdays" in article.text
    assert [one.attributes["href"] for one in article.all("a") if "anchor" not in one.classes] == [
        "d/dr-001.html"
    ]
    assert page.one("nav", "onpage").all("a")[0].text == "How we decide"
    assert not about(LISTING).all("article"), "a list of the records tells nothing about the process"
    assert not about().all("article")


def test_statuses_are_explained_with_their_marks_and_numbers():
    page = about()
    assert list(meanings(page))[:3] == ["Accepted", "Proposed", "Draft"]
    assert meanings(page)["Accepted"] == "Decided, and in force. 1 decision"
    assert meanings(page)["Draft"] == "Being written. Not yet up for discussion."
    assert "No status" not in meanings(page)
    marks = [one.attributes["href"] for one in page.one("dl", "meanings").all("use")]
    assert marks[0] == "#s-accepted"
    assert len(set(marks)) == len(marks)


def test_what_to_start_from_is_the_log_s_template_or_what_its_records_have():
    assert "Most records of this log have these parts: Context, Decision, Consequences." in about().text
    page = about(**{"template.md": "# {Title}\n\n## Why\n\n{The <reason>}\n"})
    assert page.one("details", "template").one("pre").text == "# {Title} ## Why {The <reason>}"
    assert "Most records" not in page.text


def test_it_leads_to_a_new_file_and_to_the_commit():
    site = replace(
        logs.SITE,
        new_url="https://h.example/new/main/{path}",
        commit_url="https://h.example/c/{hash}",
        host="Gitea",
    )
    page = read(logs.built(dict([logs.record(1, "Host")]), site)["about.html"])
    links = {one.text: one.attributes["href"] for one in page.one("main").all("a")}
    assert links["start a file on Gitea"] == "https://h.example/new/main/docs/adr"
    assert links["3f9c2abd01"] == "https://h.example/c/3f9c2abd01"
    assert links["decisions.json"] == "api/v1/decisions.json"


def test_every_section_is_among_the_contents():
    page = read(logs.built(dict([logs.record(1, "Host")]))["about.html"])
    listed = [one.attributes["href"] for one in page.one("ul", "toc").all("a")]
    assert listed == ["#" + one.attributes["id"] for one in page.one("div", "rec").inside[1].all("h2")]


def test_an_empty_log_says_how_to_begin():
    assert 'adr new "First decision"' in read(logs.built({})["about.html"]).text
