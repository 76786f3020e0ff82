import pytest

from decidedly.markdown import MAX_CHARACTERS, Structure, parse
from decidedly.text import Source, Span


def read(text: str, start: int = 0) -> Structure:
    return parse(Source("x.md", text), start)


def references(text: str) -> list[tuple[str, str, str, str]]:
    """(kind, target, text at the target's span, text of the whole) of each reference."""
    found = read(text)
    return [
        (one.kind, one.target, found.source.at(one.span), found.source.at(one.whole))
        for one in found.references
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_headings(end: str):
    text = end.join(
        [
            "\ufeff# One *two* #",
            "",
            "Two",
            "lines",
            "===",
            "",
            "> # quoted",
            "",
            "- # listed",
            "",
            "## A `b`",
            "##",
            "## # #",
        ]
    )
    found = read(text)
    assert [(one.level, one.text, one.anchor) for one in found.headings] == [
        (1, "One two", "one-two"), (1, "Two lines", "two-lines"), (2, "A b", "a-b"), (2, "", "section"), (2, "#", "section-1")
    ]  # fmt: skip
    assert [found.source.at(one.words) for one in found.headings][:3] == [
        "One *two*",
        f"Two{end}lines",
        "A `b`",
    ]
    assert found.source.at(found.headings[0].span).lstrip("\ufeff") == "# One *two* #"
    assert found.source.at(found.headings[1].span) == f"Two{end}lines{end}==="


def test_anchors_are_unique_as_githubs_are():
    assert [one.anchor for one in read("# a\n# a\n# a-1\n# a\n# !\n# ?").headings] == [
        "a",
        "a-1",
        "a-1-1",
        "a-2",
        "section",
        "section-1",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a [l](b.md) c", [("inline", "b.md", "b.md", "[l](b.md)")]),
        ("[l](<a b.md> 'title')", [("inline", "a b.md", "a b.md", "[l](<a b.md> 'title')")]),
        ("[l](a_(b) \"t\")", [("inline", "a_(b)", "a_(b)", "[l](a_(b) \"t\")")]),
        ("[l]( a%20b.md )", [("inline", "a%20b.md", "a%20b.md", "[l]( a%20b.md )")]),
        ("[l]()", [("inline", "", "", "[l]()")]),
        ("![i](p.png)", [("inline", "p.png", "p.png", "![i](p.png)")]),
        ("[![i](p.png)](l.md)", [("inline", "l.md", "l.md", "[![i](p.png)](l.md)"), ("inline", "p.png", "p.png", "![i](p.png)")]),
        ("[l][d]\n\n[d]: e.md", [("reference", "e.md", "[l][d]", "[l][d]")]),
        ("[d] and [d][]\n\n[d]: e.md", [("reference", "e.md", "[d]", "[d]"), ("reference", "e.md", "[d][]", "[d][]")]),
        ("<https://a.b>", [("auto", "https://a.b", "https://a.b", "<https://a.b>")]),
        ("see https://a.b/c?d. Yes", [("auto", "https://a.b/c?d", "https://a.b/c?d", "https://a.b/c?d")]),
        ("(https://a.b/c)", [("auto", "https://a.b/c", "https://a.b/c", "https://a.b/c")]),
        ("**www.a.bc**", [("auto", "http://www.a.bc", "www.a.bc", "www.a.bc")]),
        ("me@a.bc", [("auto", "mailto:me@a.bc", "me@a.bc", "me@a.bc")]),
        ("a\n   b [l](c.md)\n", [("inline", "c.md", "c.md", "[l](c.md)")]),
        ("> > a\n> > [l](c.md)", [("inline", "c.md", "c.md", "[l](c.md)")]),
        ("-\t[l](c.md)\n\n\t[m](d.md)", [("inline", "c.md", "c.md", "[l](c.md)"), ("inline", "d.md", "d.md", "[m](d.md)")]),
        ("## [l](c.md) ##", [("inline", "c.md", "c.md", "[l](c.md)")]),
        ("| a \\| [l](c.md) |\n|---|\n| `x\\|y` [m](d.md) \\| https://e.f |", [
            ("inline", "c.md", "c.md", "[l](c.md)"), ("inline", "d.md", "d.md", "[m](d.md)"), ("auto", "https://e.f", "https://e.f", "https://e.f")]),
        ("- | a |\n  |---|\n  | [l](c.md) |", [("inline", "c.md", "c.md", "[l](c.md)")]),
        ("`[l](c.md)` \\[l](c.md) <!-- [l](c.md) -->", []),
        ("```\n[l](c.md)\n```\n\n    [l](c.md)", []),
        ("http:x mailto: a:b ww.a.b @a", []),
    ],
)  # fmt: skip
def test_references(text: str, wanted: list[tuple[str, str, str, str]]):
    assert references(text) == wanted
    crlf = [
        (kind, target, span, whole) for kind, target, span, whole in references(text.replace("\n", "\r\n"))
    ]
    assert crlf == wanted


def test_a_multi_line_link_has_its_whole_place():
    text = "> a [two\n> words](b.md) c"
    assert references(text) == [("inline", "b.md", "b.md", "[two\n> words](b.md)")]


def test_cells_of_tables():
    text = "x\n\n> 1. | a \\| b |  | c |\n>    |---|:-:|---|\n>    | d | e |\n>    | 1 | 2 | 3 | 4 |\n"
    found = read(text)
    (table,) = found.tables
    assert [[cell for cell, _ in row] for row in table.rows] == [
        ["a \\| b", "", "c"],
        ["d", "e", ""],
        ["1", "2", "3"],
    ]
    assert all(found.source.at(span) == cell for row in table.rows for cell, span in row)


def test_tables_without_outer_pipes_and_with_one_column():
    found = read("a | b\n--- | ---\nc | d\\\\|e\n\n| x |\n|---|\n|   |\n| y")
    assert [[[cell for cell, _ in row] for row in table.rows] for table in found.tables] == [
        [["a", "b"], ["c", "d\\\\|e"]], [["x"], [""], ["y"]]
    ]  # fmt: skip


def test_inline_code_has_its_place():
    found = read("a `b` ``c ` d`` \\`e` and\n> `f\n> g`")
    assert [found.source.at(span) for span in found.code_spans] == ["`b`", "``c ` d``", "`f\n> g`"]


def test_the_body_begins_after_the_front_matter():
    text = "---\na: b\n---\n\n# T\n\n[l](m.md)\n"
    found = read(text, 13)
    assert found.source.at(found.headings[0].span) == "# T"
    assert found.source.at(found.references[0].span) == "m.md"


def test_what_is_too_long_is_cut_and_said():
    found = read("word\n\n" * (MAX_CHARACTERS // 6 + 10))
    assert [one.code for one in found.problems] == ["P002"]


def test_footnotes_and_definitions_keep_their_places():
    text = "a[^1]\n\nterm\n: def [l](b.md)\n\n[^1]: note [m](c.md)\n"
    assert {target: span for _, target, span, _ in references(text)} == {"b.md": "b.md", "c.md": "c.md"}


def test_what_is_indented_below_an_admonition_is_no_code():
    text = (
        '!!! note "N"\n    [a](a.md)\n\n    [b](b.md) `c`\n\n    ```\n    [d](d.md)\n    ```\n\nw\n\n    [e](e.md)\n\n'
        "1. x\n\n    ??? tip\n\n        [f][r]\n\n        !!! note\n\n            ![g](g.png)\n\n[r]: f.md\n"
    )
    found = read(text)
    assert [one.target for one in found.references] == ["a.md", "b.md", "f.md", "g.png"]
    assert [found.source.at(one.span) for one in found.references] == ["a.md", "b.md", "[f][r]", "g.png"]
    assert [found.source.at(one.whole) for one in found.references[-1:]] == ["![g](g.png)"]
    assert [found.source.at(span) for span in found.code_spans] == ["`c`"]
    assert sorted(found.source.at(span)[-11:] for span in found.code_blocks) == ["[e](e.md)", "md)\n    ```"]


def test_boxes_in_boxes_are_read_to_a_depth():
    deep = "".join(f"{'    ' * one}!!! note\n\n" for one in range(60)) + "    " * 60 + "[a](a.md)\n"
    assert read(deep).references == ()


def test_positions_past_the_content_stay_inside():
    found = read("a\n\nb")
    inline = next(token for token in found.tokens if token.type == "inline")
    assert found.offset(inline, 0) == 0
    assert Span(0, 4).contains(found.span(found.tokens[0]))
