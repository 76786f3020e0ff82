"""Colours: every pair of tokens that words or marks use can be told apart, in both schemes."""

from __future__ import annotations

import re

import pytest
from tests.site import logs

CSS = logs.theme()["assets/site.css"]
STATUSES = ("accepted", "proposed", "draft", "rejected", "deprecated", "superseded")


def tokens(scheme: int) -> dict[str, str]:
    """The colour of each token in the light (0) or dark (1) scheme."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", CSS)
    return {name: both[scheme] for name, *both in found}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *((name, ground, 4.5) for name in ("ink", "muted", "link") for ground in ("bg", "sunk", "surface")),
    *((status, ground, 4.5) for status in STATUSES for ground in ("bg", f"{status}-t")),
    *(("ink", f"{status}-t", 4.5) for status in STATUSES),
    *((f"{status}-m", ground, 3.0) for status in STATUSES for ground in ("bg", f"{status}-t")),
    *(("muted", f"{status}-t", 4.5) for status in STATUSES),
    *(("ink", f"h{step}", 4.5) for step in range(5)),
    ("h5-ink", "h5", 4.5),
    *((f"code-{kind}", "sunk", 4.5) for kind in "ksncf"),
    *(("edge", ground, 3.0) for ground in ("bg", "surface")),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(scheme: int, front: str, back: str, least: float):
    colours = tokens(scheme)
    assert contrast(colours[front], colours[back]) >= least


def test_browsers_without_light_dark_get_the_light_scheme():
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", CSS.split("@supports")[0]))
    assert plain == tokens(0)
