"""What stands around the pages: not found, sitemap, robots."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from tests.site import logs
from tests.site.markup import read

from decidedly.facts import Revision
from decidedly.pages import Site

FILES = dict([logs.record(1, "Host", aliases="[hosting]"), logs.record(2, "Cache")])
SITE = Site(
    url="https://log.example/a&b/",
    history={"DR-001-host.md": (Revision("c" * 40, date(2026, 3, 1), "Ann", "Reword"),)},
)


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return logs.built(FILES, SITE)


def test_the_sitemap_lists_every_page_that_is_worth_finding(site):
    found = {}
    for one in ElementTree.fromstring(site["sitemap.xml"]):
        loc, *rest = list(one)
        found[loc.text] = [more.text for more in rest]
    assert found["https://log.example/a&b/d/dr-001.html"] == ["2026-03-01"]
    assert found["https://log.example/a&b/d/dr-002.html"] == []
    assert "https://log.example/a&b/index.html" in found
    assert not [one for one in found if one.endswith(("404.html", "search.html", "hosting.html", "print.html"))]
    assert "Sitemap: https://log.example/a&b/sitemap.xml" in site["robots.txt"]


def test_without_an_address_there_is_none():
    site = logs.built(FILES)
    assert "sitemap.xml" not in site
    assert "robots.txt" not in site
    page = read(site["404.html"])
    assert not page.all("a")
    assert not page.all("link")
    assert not page.all("script")


def test_what_is_not_found_is_searched_for(site):
    page = read(site["404.html"])
    for element in page.all():
        for name in ("href", "src", "action", "data-rows", "data-root"):
            target = element.attributes.get(name, "")
            assert not target or target.startswith(("https://log.example/a&b/", "#")), (element.tag, name, target)
    assert "data-lost" in page.one("form", "search").attributes
    assert not read(logs.built({}, replace(SITE, history={}))["404.html"]).all("form")
