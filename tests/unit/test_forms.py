import pytest
from tests.unit.reading import record

HEAD = "# T\n\n"


def fields(text: str, **options: str) -> list[tuple[str, str, str]]:
    """(name, origin, raw) of each field; every span is checked on the way."""
    one = record(text, **options)
    for field in one.fields:
        if field.path is None:
            assert one.source.at(field.span) == field.raw
    return [(field.name, field.origin, field.raw) for field in one.fields]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\nstatus: 'x'\nadr: {date: 2024-01-02}\nUnknown_Key: [a, b]\n---\n", [("status", "front-matter", "x"), ("date", "front-matter", "2024-01-02"), ("unknown key", "front-matter", "[a, b]")]),
        ("---\nstatus: {proposed}\n---\n", [("status", "front-matter", "proposed")]),
        (HEAD + "* Status: x\n- **Date**: y <!-- z -->\n1. __Owner:__ z\\\n", [("status", "list", "x"), ("date", "list", "y"), ("owner", "list", "z")]),
        (HEAD + "* Deciders:\n  * A\n  * B\n", [("decision-makers", "list", "")]),
        (HEAD + "* Deciders: A,\n  B\n* Date: y\n", [("decision-makers", "list", "A,\n  B"), ("date", "list", "y")]),
        (HEAD + "**Status:** ✅ **x** | **Date:** y · **Owner**: z<br>\n", [("status", "labels", "✅ **x**"), ("date", "labels", "y"), ("owner", "labels", "z")]),
        (HEAD + "**Status:** x  \n**Date:** y<br />\n**Owner:** z\\\nmore\n", [("status", "labels", "x"), ("date", "labels", "y"), ("owner", "labels", "z")]),
        (HEAD + "## Context\n\nx\n\n---\n\n**Approved By:** A\n**Review Date:** Phase 12\n", [("approver", "labels", "A"), ("review", "labels", "Phase 12")]),
        (HEAD + "| Status | x |\n|---|---|\n| **Date** | y |\n", [("status", "table", "x"), ("date", "table", "y")]),
        (HEAD + "| Field | Value |\n|---|---|\n| Status | x |\n| Date |  |\n", [("status", "table", "x"), ("date", "table", "")]),
        (HEAD + "| Status | Date |\n|---|---|\n| x | y |\n", [("status", "table", "x"), ("date", "table", "y")]),
        (HEAD + "## Status\n\n> x\n\n## Date\n\n- y\n", [("status", "section", "x"), ("date", "section", "y")]),
        (HEAD + "## Status\n\n- [ ] draft\n- [x] accepted\n", [("status", "section", "accepted")]),
        (HEAD + "## Status\n\n- [ ] draft\n- [ ] accepted\n", [("status", "section", "")]),
        (HEAD + "## Status\n\n```\nx\n```\n", [("status", "section", "x")]),
        (HEAD + "## Status\n\n2020-01-02 proposed\n\n2021-01-02 accepted\n", [("status", "section", "accepted"), ("date", "section", "2021-01-02")]),
        (HEAD + "## Status\n\n| Status | Time |\n|---|---|\n| proposed | 2020-01-02 |\n| accepted | 2021-01-02 |\n", [("status", "section", "accepted"), ("date", "section", "2021-01-02")]),
        (HEAD + "## Status\n\n<!-- choose -->\n\n## Context\n", [("status", "section", "")]),
        (HEAD + "## Status: x ##\n\n## Context\n", [("status", "section", "x")]),
        (HEAD + "Status: x\nDate:\ty\nNothing: known\n", [("status", "line", "x"), ("date", "line", "y")]),
        ("Date: y\n\n# T\n\nStatus: x\n", [("date", "line", "y"), ("status", "line", "x")]),
        (HEAD + "Date: y   Status: x\tOwner: z\n", [("date", "line", "y"), ("status", "line", "x"), ("owner", "line", "z")]),
        (HEAD + "日期：2024-05-01 · 状态：已接受 · 负责人：甲\n", [("date", "line", "2024-05-01"), ("status", "line", "已接受"), ("owner", "line", "甲")]),
        (HEAD + "- **Owner:** A · **Asked:** B, C\n- **Date:** y **now** or never\n", [("owner", "list", "A"), ("date", "list", "y **now** or never")]),
        (HEAD + "Decided by: A (1, 2). Consulted: B,\nC\nMore, and more.\n", [("decision-makers", "line", "A (1, 2)"), ("consulted", "line", "B,\nC")]),
        (HEAD + "**Deciders:** A (x and\ny),\nB\n**Date:** y\n", [("decision-makers", "labels", "A (x and\ny),\nB"), ("date", "labels", "y")]),
        (HEAD + "> **Depends on:** [A](a.md);\n> [B](b.md)\n> **Date:** y\n", [("depends-on", "labels", "[A](a.md);\n> [B](b.md)"), ("date", "labels", "y")]),
        (HEAD + "Some **bold** words: and more.\n\n## Context\n\n**Status:** no\n", []),
        (HEAD + "```\nStatus: no\n```\n", []),
        (HEAD + "`Status: no` and <!-- Status: no -->\n", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_forms(text: str, wanted: list[tuple[str, str, str]], end: str):
    found = [
        field
        for field in fields(text.replace("\n", end))
        if field[0] in {name for name, _, _ in wanted} or not wanted
    ]
    assert found == [(name, origin, raw.replace("\n", end)) for name, origin, raw in wanted]


def test_fields_of_a_side_file_have_their_place_in_it():
    side = "title: 'T'\nstatus: implementable\nauthors:\n- \"@a\"\n- b\n"
    one = record("# KEP\n", "keps/1-x/README.md", side)
    assert {field.name: field.path for field in one.fields} == {
        "title": "kep.yaml",
        "status": "kep.yaml",
        "author": "kep.yaml",
    }
    for field in one.fields:
        assert side[field.span.start : field.span.end] == field.raw
    assert (one.title, one.owners) == ("T", ("@a", "b"))


def test_the_more_trusted_form_counts():
    one = record("---\nstatus: accepted\n---\n# T\n\n* Status: rejected\n\n## Status\n\nDraft\n")
    assert [field.origin for field in one.fields if field.name == "status"] == [
        "front-matter",
        "list",
        "section",
    ]
    assert one.status is not None
    assert one.status.name == "accepted"
    unfilled = record("---\nstatus: '{proposed | accepted}'\n---\n# T\n\n* Status: rejected\n")
    assert unfilled.status is not None
    assert unfilled.status.name == "rejected"


def test_items_are_at_their_places():
    one = record(
        "---\ntags: [a, 'b c', \"d\"]\ndeciders:\n  - X\n  - {name: Y, role: z}\n---\n# T\n\n* Consulted:\n  * **P**\n  * Q [q](q.md)\n"
    )
    items = {
        field.name: [(item.raw, one.source.at(item.span)) for item in field.items]
        for field in one.fields
        if field.items
    }
    assert items["tags"] == [("a", "a"), ("b c", "b c"), ("d", "d")]
    assert items["decision-makers"] == [("X", "X"), ("Y", "Y")]
    assert items["consulted"] == [("**P**", "**P**"), ("Q [q](q.md)", "Q [q](q.md)")]


def test_the_head_covers_what_a_page_shows_itself():
    one = record(
        "---\na: b\n---\n# T\n\n* Status: x\n* Date: y\n\nSome prose.\n\n## Status\n\nx\n\n## Context\n\nz\n"
    )
    shown = [one.source.at(span) for span in one.head]
    assert shown[:3] == ["---\na: b\n---\n", "# T", "* Status: x\n* Date: y"]
    assert "Some prose." not in "".join(shown)


def test_no_more_fields_than_anybody_states():
    assert len(record(HEAD + "- Status: x\n" * 3000).fields) == 1000
