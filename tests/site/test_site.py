"""What holds for every page of every site: links, markup, policy, size, bytes."""

from __future__ import annotations

import gzip
import json
import posixpath
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from tests.site import comparisons, logs
from tests.site.markup import Element, read

from decidedly.pages import Site, build, copies
from decidedly.pages.edition import style_hash

ROOT = Path(__file__).resolve().parents[2]

MOST_BYTES = 150_000
"""Of one page, before compression, however many decisions there are."""

SITES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "small": (logs.SMALL, {"others": logs.SMALL_FILES, "own_urls": logs.SMALL_URLS}),
    "empty": ({}, {}),
    "one": (dict([logs.record(1, "Only one")]), {}),
    "many": (logs.many(320), {}),
    "hostile": (logs.HOSTILE, {"others": ["evil.html"]}),
    "planned": (logs.PLANNED, {"events": logs.EVENTS}),
    "many planned": (logs.planned(320), {}),
    "hostile plans": (logs.HOSTILE_PLANS, {}),
    "compared": (comparisons.LOG, {}),
}


@pytest.fixture(scope="module", params=SITES)
def site(request) -> dict[str, str]:
    files, more = SITES[request.param]
    return logs.built(files, **more)


@pytest.fixture(scope="module")
def pages(site) -> dict[str, Element]:
    return {path: read(text) for path, text in site.items() if path.endswith(".html")}


def made_elsewhere(path: str) -> bool:
    """What other parts of the program add to the folder: JSON, copied files, the full-text index."""
    return path.startswith(("api/", "files/", "pagefind/")) or path.endswith((".atom", ".ics"))


def test_links_resolve(site, pages):
    ids = {path: set(page.ids) for path, page in pages.items()}
    for path, page in pages.items():
        for element in page.all():
            for name in ("href", "src", "action"):
                target = element.attributes.get(name)
                if target is None or target.startswith(("https://", "mailto:")):
                    continue
                where = f"{path}: {name}={target!r}"
                assert not target.startswith("/"), where
                parts = urlsplit(target)
                assert not parts.scheme, where
                assert parts.path == "" or not parts.path.endswith("/"), where
                found = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
                    if parts.path
                    else path
                )
                assert found in site or made_elsewhere(found), where
                if parts.fragment and found in ids:
                    assert unquote(parts.fragment) in ids[found], where


def test_no_base_and_ids_only_once(pages):
    for path, page in pages.items():
        assert not page.all("base"), path
        ids = page.ids
        assert len(ids) == len(set(ids)), (path, sorted(one for one in ids if ids.count(one) > 1))


def policy(page: Element) -> str:
    """What the page may load, as it says itself."""
    (found,) = (
        one.attributes["content"]
        for one in page.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    return found


def test_no_active_content(pages):
    for path, page in pages.items():
        for element in page.all():
            assert element.tag not in ("iframe", "object", "embed"), (path, element.tag)
            if element.tag == "style":  # the one page that can link to no stylesheet
                assert path == "404.html"
                assert style_hash("".join(element.inside)) in policy(page)
            if element.tag == "script" and element.attributes.get("type") != "application/ld+json":
                assert element.attributes.get("src"), path
                assert not element.text, path
            for name, value in element.attributes.items():
                assert not name.startswith("on"), (path, element.tag, name)
                assert name != "style", (path, element.tag)
                if name in ("href", "src", "action", "formaction"):
                    assert re.match(r"(https?://|mailto:|[^:]*$|[^:]*[/?#])", value), (path, value)


def test_policy(pages):
    for path, page in pages.items():
        says = policy(page)
        assert says.startswith("default-src 'none'"), path
        assert "unsafe-inline" not in says, path
        assert ("wasm-unsafe-eval" in says) == bool(page.all("form", "search")), path


def test_nothing_from_elsewhere(pages):
    for path, page in pages.items():
        for element in page.all():
            if element.tag in ("script", "img", "source"):
                assert "//" not in element.attributes.get("src", ""), path
            if element.tag == "link" and element.attributes.get("rel") != "canonical":
                assert "//" not in element.attributes["href"], path


def test_names_differ_in_more_than_case(site):
    assert len({path.casefold() for path in site}) == len(site)
    for path in site:
        assert ".." not in path.split("/"), path
        assert not path.startswith("/"), path
        assert all(len(part.encode()) < 250 for part in path.split("/")), path
        assert not re.search(r'[<>:"|?*\\\x00-\x1f]', path), path
        assert path.split("/")[-1].split(".")[0] not in ("con", "nul", "aux", "prn"), path


def test_budgets(site):
    for path, text in site.items():
        size = len(gzip.compress(text.encode(), 6))
        if path.endswith(".css"):
            assert size <= 10_000
        elif path.startswith("assets/") and path.endswith(".js"):
            assert size <= 12_000
        elif path.startswith("idx/"):
            assert size <= 60_000
        elif path.endswith(".html") and path != "print.html":  # the whole log, for paper
            assert len(text.encode()) <= MOST_BYTES, path
            assert size <= (
                40_000
                if path.split("/")[0] in ("index.html", "graph.html", "graph", "log", "status", "tag")
                else 30_000
            ), path


def test_landmarks_and_headings(pages):
    for path, page in pages.items():
        if path == "404.html" or not page.all("nav"):
            continue
        assert page.all("a", "skip")[0].attributes["href"] == "#Content", path
        assert "Content" in page.one("main").attributes["id"], path
        assert len(page.all("h1")) == 1, path
        levels = [int(one.tag[1]) for one in page.one("main").all() if re.fullmatch("h[1-6]", one.tag)]
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False)), (path, levels)


def test_same_input_same_bytes():
    one = list(build(logs.report(logs.SMALL, others=logs.SMALL_FILES), logs.SITE, logs.theme()))
    two = list(build(logs.report(logs.SMALL, others=logs.SMALL_FILES), logs.SITE, logs.theme()))
    assert one == two


def test_a_decision_page_does_not_grow_with_the_log():
    small, large = logs.built(logs.many(12)), logs.built(logs.many(400))
    assert len(large["d/dr-001.html"]) <= 1.05 * len(small["d/dr-001.html"])


def test_copies_stay_inside_and_are_no_pages():
    report = logs.report(logs.HOSTILE, others=["evil.html"])
    site = Site(prefix="docs/adr/", present=frozenset({"../../../../etc/passwd", "evil.html"}))
    assert copies(report, site) == {}
    report = logs.report(logs.SMALL, others=logs.SMALL_FILES)
    assert copies(report, Site()) == {"img/flow.png": "files/img-flow.png"}


def test_html_is_valid(site, tmp_path, html_validate):
    for path, text in site.items():
        if path.endswith(".html"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    config = ROOT / "tests" / "site" / ".htmlvalidate.json"
    done = subprocess.run(
        [*html_validate, "--config", str(config), "--formatter", "json", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        f"{Path(one['filePath']).relative_to(tmp_path)}:{m['line']} {m['ruleId']}: {m['message']}"
        for one in json.loads(done.stdout or "[]")
        for m in one["messages"]
    ]
    assert not found, "\n".join(found[:20])
    assert done.returncode == 0, done.stderr
