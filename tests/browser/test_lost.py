"""The page for addresses that do not exist, as a host serves it."""

from __future__ import annotations

from playwright.sync_api import Browser, Route, expect
from tests.site import logs

from decidedly.pages import Site

HOME = "https://log.example/team/"


def test_an_address_that_is_not_there_finds_what_it_asks_for(browser: Browser):
    site = logs.built(logs.SMALL, Site(url=HOME, title="TIP", search=False))

    def serve(route: Route) -> None:
        path = route.request.url.split("?")[0].removeprefix(HOME)
        there = site.get(path)
        kind = {"js": "text/javascript", "css": "text/css"}.get(path.rpartition(".")[2], "text/html")
        route.fulfill(status=200 if there else 404, content_type=kind, body=there or site["404.html"])

    page = browser.new_page()
    seen: list[str] = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.route("**/*", serve)
    page.goto(HOME + "decisions/0008-redis-provider-chosen.html")
    expect(page.locator("#Hits h3")).to_have_text(["Redis provider again"])
    expect(page.locator("#Words")).to_have_value("8 redis provider")
    page.locator("#Hits h3 a").click()
    page.wait_for_url(HOME + "d/dr-008.html")
    page.goto(HOME + "nothing/like/it")
    page.locator("#Words").fill("database")
    expect(page.locator("#Hits h3")).to_have_text(["Database"])
    page.close()
    assert not seen
