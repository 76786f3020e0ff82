import pytest

from decidedly.text import (
    Edit,
    Source,
    Span,
    apply_edits,
    called,
    decode,
    name_slug,
    near,
    one_line,
    slug,
    without_emoji,
)


def test_lines_end_at_lf_crlf_and_cr():
    source = Source("x.md", "a\r\nb\rc\nd")
    assert source.line_starts == (0, 3, 5, 7)
    assert [source.at(source.line_span(line)) for line in range(4)] == ["a", "b", "c", "d"]
    assert [source.line_of(offset) for offset in range(8)] == [0, 0, 0, 1, 1, 2, 2, 3]
    assert source.at(source.lines_span(1, 3)) == "b\rc\n"
    assert source.line_span(9) == Span(8, 8)
    assert source.lines_span(9, 12) == Span(8, 8)


def test_positions_count_from_one_in_characters_without_the_byte_order_mark():
    source = Source("x.md", "\ufeffäb\n🚀c")
    assert source.position(0) == (1, 1)
    assert source.position(1) == (1, 1)
    assert source.position(2) == (1, 2)
    assert source.position(5) == (2, 2)


def test_stripped_keeps_what_is_not_white_space():
    source = Source("x.md", "  a b\t\n ")
    assert source.at(source.stripped(Span(0, 8))) == "a b"
    assert len(source.stripped(Span(0, 2))) == 0


def test_spans():
    assert len(Span(2, 5)) == 3
    assert Span(2, 5).contains(Span(2, 5))
    assert Span(2, 5).contains(Span(3, 3))
    assert not Span(2, 5).contains(Span(1, 3))
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 3)]


@pytest.mark.parametrize(
    ("data", "text", "encoding", "codes"),
    [
        (b"a\xc3\xa9", "aé", "utf-8", []),
        (b"\xef\xbb\xbfa", "\ufeffa", "utf-8", []),
        (b"a\xe9", "aé", "cp1252", ["P005"]),
        (b"a\x81", "a\x81", "latin-1", ["P005"]),
        (b"\xff\xfea\x00", "\ufeffa", "utf-16-le", ["P005"]),
        (b"\xfe\xff\x00a", "\ufeffa", "utf-16-be", ["P005"]),
        (b"", "", "utf-8", []),
    ],
)
def test_decoding(data: bytes, text: str, encoding: str, codes: list[str]):
    source = decode("x.md", data)
    assert (source.text, source.encoding, [one.code for one in source.problems]) == (text, encoding, codes)
    assert source.text.encode(encoding) == data


def test_the_problem_stands_at_the_first_byte_that_is_no_utf8():
    (problem,) = decode("x.md", "né ".encode() + b"\xe9").problems
    assert problem.span == Span(3, 4)


def test_edits_replace_their_spans_and_nothing_else():
    assert (
        apply_edits("abcdef", [Edit(Span(4, 5), "X"), Edit(Span(0, 1), ""), Edit(Span(2, 2), "-")])
        == "b-cdXf"
    )
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abc", [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")])


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("A Title", "a-title"),
        ("What's `new`?", "whats-new"),
        ("a & b", "a--b"),
        ("1.2 Über", "12-über"),
        ("a_b-c", "a_b-c"),
        ("决定", "决定"),
    ],
)
def test_anchors_are_those_of_github(words: str, anchor: str):
    assert slug(words) == anchor


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Phase 12", "phase-12"),
        ("Überprüfung!", "uberprufung"),
        ("a -- b", "a-b"),
        ("  ", ""),
        ("ﬁne", "fine"),
        ("東京 x", "東京-x"),
    ],
)
def test_names(words: str, name: str):
    assert name_slug(words) == name


def test_one_line_cuts_at_a_word():
    assert one_line(" a\n b\t c ") == "a b c"
    assert one_line("one two three four", 12) == "one two…"
    assert one_line("x" * 20, 10) == "x" * 9 + "…"
    assert len(one_line("some words, and others", 13)) <= 13


def test_emoji_are_taken_off():
    assert without_emoji("✅ yes ⚠️") == "yes"
    assert without_emoji("→ é 東") == "é 東"


def test_near():
    assert near("acepted", ["accepted", "rejected"]) == ["accepted"]
    assert near("zzz", ["accepted"]) == []


def test_every_way_to_name_a_person():
    assert called("@Alice") == {"alice"} == called(" alice ")
    assert called("Platform Team <Platform@Example.org>") == {
        "platform team <platform@example.org>",
        "platform team",
        "platform@example.org",
    }
    assert called("dre@example.org") == {"dre@example.org"}
    assert called("@org/team") == {"org/team"}
    assert called("  ") == frozenset()
