"""Reading is total: any text, any bytes, any damage to a real record; nothing raises, nothing points outside its file."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.checks import check_spans

from decidedly.dialects import read_all
from decidedly.log import Log
from decidedly.record import Document, Record
from decidedly.text import Source, decode

FIXTURES = sorted((Path(__file__).parents[1] / "dialects").rglob("*.md"))
PIECES = st.sampled_from(
    ["---", "+++", "...", "\n", "\r\n", "\r", " ", "\t", "# ", "## ", "Status", "status:", "Date:", "**Status:**", "|", "|---|", "- ", "* ", "1. ",
     "> ", "[", "]", "(", ")", "](", "<", ">", "<!--", "-->", "`", "```", "~~", "**", "_", "{", "}", "&a", "*a", "!!str", "'", '"', "\\", "#", ":", ",",
     "accepted", "superseded by", "ADR-1", "ADR 2", "2024-13-45", "0000-00-00", "12 Aprİl 2024", "ſeptember 1, 2020", "option 9999999999", "Option İ",
     "9" * 5000, "\x00", "\ufeff", "\u2028", "\x85", "\x0b", "\ud800", "\udfff", "🚀", "\u202e", "ﷺ", "content:", "handler:", "? ", "by", "because",
     "## Decision", "## Considered Options", "Chosen option:", "in the context of", "we decided for", "- [x] ", "<br>", "![a](b)", "[^1]", "[^1]: ",
     "http://", "www.", "a@b.c", "review:", "reviews:", "assumptions:", "supersedes:", "links:", "applies-to:", "2024-01-01", "6 months"]
)  # fmt: skip
NASTY = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=6)), max_size=40).map("".join)
PATHS = st.sampled_from(
    [
        "0001-x.md",
        "README.md",
        "x.md",
        "docs/adr/ADR-1.md",
        "0002-y/README.md",
        "template.md",
        "ſ.md",
        "a/b/c-1.mdx",
        "20240101-x.md",
    ]
)


def read(*sources: Source, sides: dict[str, Source] | None = None) -> None:
    reading = read_all(sources, sides)
    assert len(reading.records) + len(reading.documents) == len({source.path for source in sources})
    everything: list[Record | Document] = [*reading.records, *reading.documents]
    for one in everything:
        side = (sides or {}).get("0002-y/kep.yaml")
        check_spans(one, side)
    log = Log.of(reading.records, reading.documents)
    assert len({log.slug(record) for record in log.records}) == len(log.records)
    for record in log.records:
        assert set(log.lineage(record)) <= set(log.records)
        log.current(record)
        log.component(record)


@settings(max_examples=300)
@given(PATHS, NASTY)
def test_any_text(path: str, text: str):
    read(Source(path, text))


@settings(max_examples=150)
@given(NASTY, NASTY)
def test_any_front_matter_and_any_side_file(front: str, side: str):
    text = f"---\nstatus: accepted\n{front}\n---\n\n# A title\n\n## Decision\n\n{side}"
    read(
        Source("0001-x.md", text),
        Source("0002-y/README.md", front),
        sides={"0002-y/kep.yaml": Source("0002-y/kep.yaml", side)},
    )


@settings(max_examples=150)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"---\nstatus: \xe9\n---\n"]),
)
def test_any_bytes(data: bytes, lead: bytes):
    source = decode("0001-x.md", lead + data)
    read(source)
    if source.encoding != "utf-8" or not source.problems:
        assert source.text.encode(source.encoding) == lead + data


@settings(max_examples=300)
@given(st.data())
def test_any_damage_to_a_real_record(data: st.DataObject):
    fixture = data.draw(st.sampled_from(FIXTURES))
    text = decode(fixture.name, fixture.read_bytes()).text
    for _ in range(data.draw(st.integers(1, 4))):
        first = data.draw(st.integers(0, len(text)))
        last = data.draw(st.integers(first, min(len(text), first + 60)))
        new = data.draw(st.one_of(NASTY, st.just(text[first:last] * 2), st.just("")))
        text = text[:first] + new + text[last:]
    read(Source(fixture.name, text))
