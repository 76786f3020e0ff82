import pytest

from decidedly.lifecycle import FOLLOWS, IN_FORCE, NAMES, OPEN, RETIRED, may_follow, meaning
from decidedly.synonyms import SYNONYMS


def test_every_status_is_of_one_kind():
    assert set(NAMES) == IN_FORCE | OPEN | RETIRED
    assert len(IN_FORCE) + len(OPEN) + len(RETIRED) == len(NAMES)
    assert set(FOLLOWS) == set(NAMES)
    assert all(set(after) <= set(NAMES) for after in FOLLOWS.values())


def test_synonyms_mean_statuses_and_are_written_as_they_are_looked_up():
    for word, name in SYNONYMS.items():
        assert name in NAMES
        assert meaning(word) == name, word
        assert word not in NAMES


@pytest.mark.parametrize(
    ("words", "name"),
    [("Accepted", "accepted"), ("APPROVED", "accepted"), ("In Review", "proposed"), ("in-review", "proposed"), ("work_in_progress", "draft"), ("  superseeded ", "superseded"),
     ("已接受", "accepted"), ("принято", "accepted"), ("abgelehnt", "rejected"), ("purple", None), ("", None)],
)  # fmt: skip
def test_meaning(words: str, name: str | None):
    assert meaning(words) == name


def test_configured_names_are_the_only_ones():
    names = ("open", "closed")
    assert meaning("open", names) == "open"
    assert meaning("accepted", names) is None
    assert meaning("approved", names) is None


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [("draft", "proposed", True), ("draft", "rejected", False), ("proposed", "accepted", True), ("accepted", "superseded", True), ("accepted", "proposed", False),
     ("rejected", "accepted", False), ("superseded", "superseded", True), ("deprecated", "superseded", True), ("purple", "accepted", True)],
)  # fmt: skip
def test_what_may_follow(before: str, after: str, allowed: bool):
    assert may_follow(before, after) is allowed
