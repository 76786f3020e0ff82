"""A site of every real log, without configuration: it ends well, and every link in it leads somewhere."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.conftest import find_corpora

HERE = find_corpora()
NAMES = sorted(path.name for path in HERE.iterdir() if (path / "facts.json").is_file()) if HERE else []


class Page(HTMLParser):
    """The ids and links of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


def broken(site: Path) -> list[str]:
    """Internal links of a site that lead nowhere; fragments count too."""
    pages: dict[Path, Page] = {}
    for path in site.rglob("*.html"):
        page = Page()
        page.feed(path.read_text(encoding="utf-8"))
        pages[path] = page
    bad: list[str] = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            where = f"{path.relative_to(site).as_posix()}: {link}"
            if link.startswith("/") or parts.path.endswith("/"):
                bad.append(where)
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids
            ):
                bad.append(where)
    return bad


@pytest.mark.corpora
@pytest.mark.parametrize("name", NAMES)
def test_build(name: str, corpora: Path, tmp_path: Path) -> None:
    """`adr -C REPO build` ends with 0, and what a record's own text does not break is whole."""
    site = tmp_path / "site"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "decidedly",
            "-C",
            str(corpora / name / "repo"),
            "build",
            "--no-search",
            "--no-diagrams",  # drawing all of them takes minutes
            "-o",
            str(site),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (site / "index.html").is_file()
    assert broken(site) == []
