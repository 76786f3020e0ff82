import re

import pytest

from decidedly.dialects.labels import FIELDS, LINK_FIELDS, PEOPLE, canonical, folded, link_kind
from decidedly.record import INVERSE


@pytest.mark.parametrize(
    ("label", "wanted"),
    [("**Status**:", "status"), ("✅ Status", "status"), ("Decision-Makers", "decision makers"), ("supersededBy", "superseded by"), ("last_reviewed_on", "last reviewed on"),
     ("__Date__", "date"), ("  Date  of\tdecision ", "date of decision"), ("状态：", "状态"), ("", "")],
)  # fmt: skip
def test_labels_are_folded(label: str, wanted: str):
    assert folded(label) == wanted


@pytest.mark.parametrize(
    ("label", "name"),
    [("Deciders", "decision-makers"), ("Decided By", "decision-makers"), ("approved by", "approver"), ("Owner(s)", "owner"), ("Next Review", "review"), ("Last Updated", "updated"),
     ("Superceded by", "superseded-by"), ("Supersedes", "supersedes"), ("See also", "relates-to"), ("Schlagworte", "tags"), ("EIP", "id"), ("Anything", None), ("x" * 10_000, None)],
)  # fmt: skip
def test_canonical_names(label: str, name: str | None):
    assert canonical(label) == name


def test_every_label_is_written_as_it_is_looked_up():
    seen: dict[str, str] = {}
    for name, labels in FIELDS.items():
        for label in labels:
            assert seen.setdefault(label, name) == name, f"{label} names both {seen[label]} and {name}"
            assert canonical(label) == name or "-" in label, label
            assert re.search(r"\s\s", label) is None


def test_link_fields_are_kinds_and_people_are_fields():
    assert set(INVERSE) - {"mentions"} == LINK_FIELDS
    assert set(FIELDS) >= LINK_FIELDS
    assert set(PEOPLE) <= set(FIELDS)
    assert link_kind("Builds on") == "depends-on"
    assert link_kind("Status") is None
