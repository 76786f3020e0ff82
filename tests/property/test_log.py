"""The log of any set of records with any links between them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly.log import FORWARD, Log
from decidedly.log.names import natural
from decidedly.record import INVERSE, Link, Place, Record, Status
from decidedly.text import Source, Span

KINDS = st.sampled_from(
    [
        "supersedes",
        "superseded-by",
        "supersedes-in-part",
        "amends",
        "depends-on",
        "relates-to",
        "mentions",
        "conflicts-with",
    ]
)
STATUSES = st.sampled_from([None, "draft", "proposed", "accepted", "rejected", "superseded", "deprecated"])
IDS = st.one_of(
    st.sampled_from(
        [
            "1",
            "0001",
            "DR-001",
            "dr-001",
            "CON",
            "nul",
            "",
            "..",
            "🚀",
            "مرحبا",
            "a" * 300,
            "a/b",
            "index",
            "A b",
            "É",
            "%2e",
            "x" * 90,
        ]
    ),
    st.text(max_size=12),
)


def record(number: int, name: str, status: str | None, links: list[tuple[str, int]]) -> Record:
    place = Place("field", "links", Span(0, 0))
    return Record(
        Source(f"{number:04}-x.md", ""),
        id=name,
        title="x",
        number=number,
        status=Status(status, status) if status else None,
        links=tuple(Link(kind, f"{target:04}-x.md", Span(0, 0), place=place) for kind, target in links),
    )


@st.composite
def logs(draw, size: int = 9) -> Log:
    count = draw(st.integers(1, size))
    links = st.lists(st.tuples(KINDS, st.integers(0, count)), max_size=4)
    return Log.of(record(number, draw(IDS), draw(STATUSES), draw(links)) for number in range(count))


@settings(max_examples=200)
@given(logs())
def test_relations_are_forward_and_stated_by_somebody(log: Log):
    seen = set()
    for one in log.relations:
        assert one.kind not in FORWARD
        assert one.source.path != one.target.path
        assert (one.source.path, one.kind, one.target.path) not in seen
        seen.add((one.source.path, one.kind, one.target.path))
        ends = {
            "source": (one.source, one.kind, one.target),
            "target": (one.target, INVERSE[one.kind], one.source),
        }
        for end in ("source", "target") if one.stated == "both" else (one.stated,):
            here, kind, there = ends[end]
            assert any(link.kind == kind and link.target == there.path for link in here.links), (
                f"{here.path} never says {kind} {there.path}"
            )
        assert one in log.outgoing(one.source)
        assert one in log.incoming(one.target)


@settings(max_examples=200)
@given(logs())
def test_lineage_is_one_group_with_one_order(log: Log):
    for one in log.records:
        line = log.lineage(one)
        assert one in line
        assert len(set(line)) == len(line)
        for other in line:
            assert log.lineage(other) == line
        at = {each.path: number for number, each in enumerate(line)}
        if not log.cycles():
            for each in line:
                assert all(at[old.path] < at[each.path] for old in log.predecessors(each))
        for last in log.current(one):
            assert log.in_force(last)
            assert last in line
        assert not (log.in_force(one) and log.current(one))


@settings(max_examples=200)
@given(logs())
def test_slugs_are_safe_everywhere(log: Log):
    slugs = [log.slug(one) for one in log.records]
    assert len({slug.lower() for slug in slugs}) == len(slugs)
    reserved = {"con", "prn", "aux", "nul", "index", "com1", "lpt9", ".", "..", ""}
    for slug in slugs:
        assert slug not in reserved
        assert len(slug) <= 100
        assert slug.isascii()
        assert not slug.startswith(("-", "."))
        assert all(char.isalnum() or char in "-_" for char in slug)
    again = Log.of(reversed(log.records))
    assert slugs == [again.slug(one) for one in again.records]


@given(logs(), st.text(max_size=30))
def test_look_up_is_safe_and_exact(log: Log, words: str):
    log.find(words)
    log.suggestions(words)
    for one in log.records:
        assert one in log.find(one.path)
        assert log.get(one.path) == one


@given(st.lists(st.text(max_size=10)))
def test_natural_order_is_total(words: list[str]):
    in_order = sorted(words, key=natural)
    assert [natural(word) for word in in_order] == sorted(natural(word) for word in words)
    assert natural("ADR-2") < natural("ADR-10")
