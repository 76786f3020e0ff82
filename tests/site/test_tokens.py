"""Colours: every pair of tokens that words or marks use can be told apart, in both schemes."""

from __future__ import annotations

import re

import pytest
from tests.site import logs

from decidedly.pages import colours
from decidedly.pages.colours import contrast

CSS = logs.theme()["assets/site.css"]


def tokens(scheme: int) -> dict[str, str]:
    """The colour of each token in the light (0) or dark (1) scheme."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", CSS)
    return {name: both[scheme] for name, *both in found}


PAIRS = [
    *((colours.NAMES[front], colours.NAMES[back], least) for front, back, least in colours.PAIRS),
    *((f"code-{kind}", "sunk", 4.5) for kind in "ksncf"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(scheme: int, front: str, back: str, least: float):
    known = tokens(scheme)
    assert contrast(known[front], known[back]) >= least


def test_browsers_without_light_dark_get_the_light_scheme():
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", CSS.split("@supports")[0]))
    assert plain == tokens(0)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.005)
    assert set(colours.built_in(CSS)) == set(colours.NAMES)
