"""The guide's page about comparisons says what is so."""

import re

from tests.conftest import ROOT
from tests.unit.reading import record

from decidedly.matrix import board, fits, matrices, ranking, weight_words
from decidedly.matrix.shares import DRAWS
from decidedly.matrix.words import CLOSE_LEAD, CLOSE_SHARE

GUIDE = (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")


def test_the_example_is_read_as_the_guide_says():
    found = re.search(r"```markdown\n(.*?)```", GUIDE, re.S)
    assert found is not None
    (made,) = matrices(record("# 1. Hosting\n\n## Decision criteria\n\n" + found[1]))
    assert made.options == ("Render", "Railway", "AWS")
    assert weight_words(made) == {"Critical": 4, "High": 3, "Medium": 2}
    assert [row.inverted for row in made.criteria] == [False, False, True]
    this = board(made)
    assert [this.options[at] for at in ranking(fits(this, this.weights))] == ["Render", "Railway", "AWS"]


def test_the_numbers_of_the_guide_are_those_of_the_program():
    assert f"fewer than {CLOSE_LEAD} points" in GUIDE
    assert f"fewer than {CLOSE_SHARE:.0%} of all".replace("%", " %") in GUIDE
    assert f"at most {DRAWS:,} fixed draws" in GUIDE
