"""The whole log as one document: on its site, and as one file."""

from __future__ import annotations

import re

from tests.site import logs
from tests.site.markup import Element, read

from decidedly.pages import Site, document

FILES = dict([
    logs.record(1, "Host", answer="Here", body="""## Context

See [the cache](DR-002-cache.md#context), [below](#decision), [the guide](guide.md), [the web](https://x.example/?a=1&b=2)[^1].

![flow](img/flow.png) and `<h2 id="x" href="y">` in code.

[^1]: A note, with a word of [the cache](DR-002-cache.md).

## Decision

### Why

Because.
"""),
    logs.record(2, "Cache", "proposed", body="## Context\n\nAs in [the first](DR-001-host.md).\n"),
    ("guide.md", "# Guide\n\nWords.\n"),
])  # fmt: skip


def whole(page: Element, name: str) -> Element:
    return next(one for one in page.all("article", "whole") if one.attributes["id"] == name)


def links(one: Element) -> list[str]:
    return [a.attributes.get("href", "") for a in one.all("a") if "anchor" not in a.classes]


def test_a_site_has_the_whole_log_on_one_page():
    page = read(logs.built(FILES, others=["img/flow.png"])["print.html"])
    first = whole(page, "dr-001")
    assert links(first) == [
        "#dr-002--context", "#dr-001--decision", "doc/guide.html", "https://x.example/?a=1&b=2", "#dr-001--fn-1", "#dr-002", "#dr-001--fnref-1",
    ]  # fmt: skip
    assert [(one.tag, one.text) for one in first.all() if re.fullmatch("h[1-6]", one.tag)] == [
        ("h2", "DR-001 Host"), ("h3", "Context#"), ("h3", "Decision#"), ("h4", "Why#"),
    ]  # fmt: skip
    assert first.all("img")[0].attributes["src"] == "files/img-flow.png"
    assert '<h2 id="x" href="y">' in first.text
    assert [one.text for one in page.one("nav", "whole-toc").all("a")] == ["DR-001 Host", "DR-002 Cache"]
    assert "print.html" in links(read(logs.built(FILES)["index.html"]).one("footer"))


def test_a_big_log_has_none():
    site = logs.built(logs.many(301))
    assert "print.html" not in site
    assert "print.html" not in site["index.html"] + site["about.html"]


def test_the_document_needs_no_other_file():
    made = document(
        logs.report(FILES, others=["img/flow.png"]),
        Site(title="The </style> log", commit="c" * 40),
        logs.theme(),
        {"files/img-flow.png": b"\x89PNG"},
    ).decode()
    page = read(made)
    first = whole(page, "dr-001")
    assert first.all("img")[0].attributes["src"] == "data:image/png;base64,iVBORw=="
    assert links(first)[2] == "", "a page that is not in the document can't be reached from it"
    for element in page.all():
        for name in ("href", "src"):
            target = element.attributes.get(name, "")
            assert target == "" or target.startswith(("#", "data:image/png", "https://x.example")), target
    assert not page.all("script")
    assert page.one("style").text
    assert "sha256-" in page.all("meta")[1].attributes["content"]


def test_with_an_address_it_leads_to_the_site():
    site = Site(url="https://log.example/adr")
    page = read(document(logs.report(FILES), site, logs.theme(), {}).decode())
    assert links(whole(page, "dr-001"))[2] == "https://log.example/adr/doc/guide.html"


def test_drawn_diagrams_are_files_of_the_site_and_part_of_the_document():
    source, svg = "graph TD\n A[Ask] --> B\n", b'<svg viewBox="0 0 120.4 80"><text>Ask</text></svg>'
    files = dict([logs.record(1, "Host", body=f"## Context\n\n```mermaid\n{source}```\n")])
    evil = b'<svg viewBox="0 0 9 9"><script>alert(1)</script></svg>'
    site = logs.built(files, Site(diagrams={source: svg, "x": evil}))
    (output,) = (path for path in site if path.startswith("files/"))
    assert site[output].encode() == svg
    image = read(site["d/dr-001.html"]).one("figure", "diagram").one("img").attributes
    assert (image["src"], image["width"], image["height"]) == (f"../{output}", "120", "80")
    assert image["alt"] == "Flowchart: Ask"
    alone = read(document(logs.report(files), Site(diagrams={source: svg}), logs.theme(), {}).decode())
    assert alone.one("figure", "diagram").one("img").attributes["src"].startswith("data:image/svg+xml;base64,")
    assert "mermaid-source" in logs.built(files, Site(diagrams={source: evil}))["d/dr-001.html"]
