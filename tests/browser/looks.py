"""What is asked of every page, whatever it shows: nobody is kept out, nothing sticks out, nothing is too small to hit."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_SMALL = """selector => [...document.querySelectorAll(selector)].filter(one => one.offsetParent)
    .map(one => [(one.textContent || one.id).trim().slice(0, 30), one.getBoundingClientRect()])
    .filter(([_, box]) => box.width < 24 || box.height < 23.9).map(([text, box]) => `${text} ${box.width}x${box.height}`)"""


def violations(page: Page, axe_script: Path) -> list[str]:
    """What axe finds on the page as it is now: the rule, the first element and what is wrong with it."""
    page.add_script_tag(path=axe_script)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [
        f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
    ]


def width(page: Page) -> int:
    """How wide the page is: more than the window where something sticks out."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


def too_small(page: Page, selector: str) -> list[str]:
    """Targets that are smaller than 24 by 24 pixels (WCAG 2.5.8)."""
    return list(page.evaluate(_SMALL, selector))
