"""What was written is what is read, and every span cut out of its file is the value as written, in every form of record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.checks import check_spans
from tests.property.written import FORMS, Written, as_saved

from decidedly.dialects import read_all
from decidedly.record import Record
from decidedly.text import Source


def read(one: Written) -> tuple[Record, Source, Source | None]:
    source = one.source()
    side = Source("keps/1-words/kep.yaml", one.side) if one.side else None
    reading = read_all([source], {side.path: side} if side else {})
    assert len(reading.records) == 1, [document.kind for document in reading.documents]
    return reading.records[0], source, side


@pytest.mark.parametrize("form", FORMS)
def test_what_was_written_is_read_from_its_place(form: str):
    @settings(max_examples=60)
    @given(as_saved(FORMS[form]))
    def check(one: Written) -> None:
        record, source, side = read(one)
        assert record.status is not None
        assert record.status.name == one.status
        assert record.date is not None
        assert record.date.day == one.day
        assert " ".join(record.title.split()) == one.title
        assert {person.name for person in record.people} == set(one.people)
        assert [tag.lower() for tag in record.tags] == list(one.tags)
        check_spans(record, side)
        status = record.by_name["status"]
        written = side if side is not None and status.path == side.path else source
        assert one.status in written.at(status.span).lower()
        assert len(status.raw) <= len(one.status) + 8
        day = record.by_name["date"]
        written = side if side is not None and day.path == side.path else source
        assert written.at(day.span) == one.day.isoformat()

    check()


@pytest.mark.parametrize("form", FORMS)
def test_links_of_the_text_stand_where_they_say(form: str):
    """The links of the body have the targets that are written there, each at its place, in whatever form the head is."""

    @settings(max_examples=15)
    @given(as_saved(FORMS[form]))
    def check(one: Written) -> None:
        record, source, _ = read(one)
        links = {link.target: source.at(link.span) for link in record.links if link.place.kind != "field"}
        for target in ("https://example.org/a_(b)", "https://example.org/c?d=e", "0002-other.md#top", "im ages/p.png",
                       "https://example.org", "c.md", "d.md", "e.md", "f.md"):  # fmt: skip
            assert links[target] == target
        assert links["https://example.org/ref"] == "[ref][r]"
        assert "y" not in links
        assert "no" not in links

    check()


INLINE = st.lists(
    st.sampled_from(
        ["a", " ", "é", "🚀", "[l](t.md)", "[l](<a b.md>)", "![i](p.png)", "`c|d`", "https://x.org/a", "**b**", "<https://y.org>", "\\|",
         "\\[", "[r][d]", "[d]", "&amp;", "www.z.org", "a@b.org", "*e*", "~~s~~", "(", ")", "]", "[", "_", "<!-- c -->", "ﷺ", "\u202e", "\t"]
    ),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip
BLOCK = st.sampled_from(
    ["{}", "# {}", "## {} ##", "{}\n===", "* {}\n  * {}", "> {}\n> {}", "1. {}\n\n   {}", "| {} | {} |\n|---|---|\n| {} | {} |",
     "> - | {} | {} |\n>   |:-:|---|\n>   | {} | x |", "- [ ] {}\n- [x] {}", "term {}\n: {}", "a\n    {}", "\t{}", "- a\n\n\t{}", "[^f]: {}", "x[^f] {}",
     "```\n{}\n```", "<div>\n{}\n</div>", "    {}", "{}  \n{}", "{}\\\n   {}"]
)  # fmt: skip


@st.composite
def documents(draw) -> str:
    parts = []
    for form in draw(st.lists(BLOCK, min_size=1, max_size=6)):
        parts.append(form.format(*(draw(INLINE) for _ in range(form.count("{}")))))
    text = "\n\n".join([*parts, "[d]: https://d.org/x\n"])
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


@settings(max_examples=300)
@given(documents())
def test_every_construct_of_markdown_keeps_its_place(text: str):
    record = read_all([Source("0001-x.md", "# ADR-1: x\n\nStatus: accepted\n\n" + text)]).records[0]
    check_spans(record)
    assert record.structure is not None
    for reference in record.structure.references:
        written = record.source.at(reference.whole)
        match reference.kind:
            case "inline":
                assert written.startswith("![" if reference.image else "[")
                assert written.endswith(")")
                assert record.source.at(reference.span) == reference.target
            case "reference":
                assert written.endswith("]")
                assert reference.target == "https://d.org/x"
            case _:
                assert written.strip("<>").replace("\\|", "|") == reference.text.replace(
                    "\\|", "|"
                )  # cells drop the mark
