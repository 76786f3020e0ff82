"""Records that strangers wrote to do harm: each is read in bounded time, says what is wrong with it, and never hides its neighbour."""

import time

import pytest
from tests.property.checks import check_spans

from decidedly.dialects import read_all
from decidedly.log import Log
from decidedly.record import Document, Record
from decidedly.text import Source, decode

CANARY = Source(
    "0002-canary.md",
    "---\nstatus: accepted\ndate: 2024-01-02\n---\n\n# The canary sings\n\n## Decision\n\nWe sing.\n",
)
SECONDS = 10
"""Processor time that any single file may cost (measured on a busy machine; most take a tenth of it)."""


def read(source: Source, sides: dict[str, Source] | None = None) -> Record | Document:
    """The hostile file as read beside the canary, which has to be read as ever."""
    begin = time.process_time()
    reading = read_all([source, CANARY], sides)
    log = Log.of(reading.records, reading.documents)
    assert log.relations is not None
    assert time.process_time() - begin < SECONDS
    canary = log.by_path[CANARY.path]
    assert canary.title == "The canary sings"
    assert canary.status is not None
    assert canary.status.name == "accepted"
    assert canary.problems == ()
    hostile = log.by_path.get(source.path) or log.documents_by_path[source.path]
    check_spans(hostile)
    return hostile


def front(yaml: str, body: str = "# A title\n\n## Decision\n\nYes.\n") -> Source:
    return Source("0001-x.md", f"---\n{yaml}\n---\n\n{body}")


def codes(one: Record | Document) -> list[str]:
    return [problem.code for problem in one.problems]


# ------------------------------------------------------------------------------------------------------ front matter


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[[", "{{", "!!a [", "&a ["])
@pytest.mark.parametrize("count", [40, 30_000])
def test_nesting_without_end(opening: str, count: int):
    one = read(front(f"status: accepted\ndeep: {opening * count}"))
    assert codes(one)
    assert set(codes(one)) == {"P002"}


def test_the_status_of_a_record_with_broken_yaml_is_still_read():
    one = read(
        front("status: accepted # yes\ntitle: 'A: title' # no\ntags:\n  - a\n  - b\nbad: [" + "[" * 30_000)
    )
    assert isinstance(one, Record)
    assert one.status is not None
    assert one.status.name == "accepted"
    assert one.title == "A: title"
    assert one.tags == ("a", "b")


def test_aliases_that_multiply():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 10)]
    assert codes(read(front("\n".join([*lines, "status: accepted"])))) == ["P002"]


def test_aliases_that_deepen():
    lines = ["a0: &a0 [x]"]
    lines += [f"a{number}: &a{number} {'[' * 20}*a{number - 1}{']' * 20}" for number in range(1, 60)]
    one = read(front("\n".join([*lines, "supersedes: *a59", "status: accepted"])))
    assert codes(one) == ["P002"]


@pytest.mark.parametrize(
    "yaml", ["a: &a [*a]", "a: *a", "a: &a {b: *a}", "<<: *nothing", "*a : b", "&a &b c: d"]
)
def test_aliases_of_nothing_and_of_themselves(yaml: str):
    read(front(yaml))


def test_more_front_matter_than_anybody_writes():
    one = read(front("\n".join(f"key{number}: value" for number in range(20_000)) + "\nstatus: rejected"))
    assert codes(one) == ["P002"]
    assert "64 KB" in one.problems[0].message


@pytest.mark.parametrize(
    "yaml",
    ["content: x", "handler: y", "metadata: {content: z}", "1: a", "? [a, b]\n: c", "? {a: b}\n: c", "~: a", "true: b", "2024-13-45: c", "!!python/object:os.system x: y",
     "date: 2024-13-45", "date: 0000-01-01", "date: 99:99", "number: " + "9" * 5000, "id: " + "1" * 5000, "title: !!int abc", "date: !!timestamp zzz",
     "status: !!python/object/apply:os.system ['true']", "status: !!binary ///", "%TAG ! x", "a: b\na: c\na: d", "status:", "status: {}", "status: []",
     "tags: {a: {b: c}}", "review: [[[]]]", "review: {when: {event: {a: b}}}", "reviews: {a: b}", "assumptions: [[], {}, ~]", "links: [[a], {target: {}}, {kind: x}]",
     "supersedes: {a: b}", "applies-to: {path: [a]}", "superseded-by: ''", "date: ~", "aliases: [[[a]]]", "title: {}", "title: []", "id: {}", "due: {a: b}"],
)  # fmt: skip
def test_odd_keys_and_odd_types(yaml: str):
    one = read(front(f"{yaml}\nzz: 1"))
    assert isinstance(one, Record)
    assert one.date is None or one.date.day is None


def test_of_doubled_keys_the_first_counts_and_a_problem_says_so():
    one = read(front("status: accepted\nstatus: rejected"))
    assert isinstance(one, Record)
    assert one.status is not None
    assert one.status.name == "accepted"
    assert [problem.message for problem in one.problems] == [
        "the key 'status' stands twice; the first counts"
    ]
    assert one.problems[0].span is not None
    assert one.source.position(one.problems[0].span.start) == (3, 1)


@pytest.mark.parametrize(
    "toml",
    [
        "a = [" * 5000,
        "a = " + "9" * 5000,
        "a = 2024-13-45",
        "a = 1\na = 2",
        "a = '''",
        "= 1",
        "[a",
        "a = \x00",
    ],
)
def test_odd_toml(toml: str):
    one = read(
        Source("0001-x.md", f"+++\nstatus = 'accepted'\n{toml}\n+++\n\n# A title\n\n## Decision\n\nYes.\n")
    )
    assert "P002" in codes(one)


def test_a_hostile_side_file():
    side = Source("0003-x/kep.yaml", "a: " + "[" * 30_000)
    one = read(Source("0003-x/README.md", "# KEP-3: x\n\n## Summary\n"), {side.path: side})
    assert isinstance(one, Record)


# ------------------------------------------------------------------------------------------------------ Markdown


UNITS = (
    "a", " ", "\t", "*", "**", "_", "__", "`", "``", "~~", "(", ")", "[", "]", "![", "](", "[a[a", "[a](", "[a][b]", "<", "<a", "<!--", "-->", "|", "| ", "\\", "&",
    ":", "a:b ", "http: ", "http://a ", "www.a.b ", "a@b.c ", "#", "# ", "> ", "- ", "1. ", "\n", "\r", "a\n\n", "- a\n", "  - a\n", "> - ", "[a](b) ", "[^a]", "[^a]: b\n",
    "[a]: b\n", "| a | b |\n", "|a|b|\n|-|-|\n", "---\n", "```\n", "\x00", "\ufeff", "✅", "\u202e", "⚠️", "1", "1-", "a-", "A-1 ", "by ", "superseded by ", "supersedes ADR-1, ",
    "**Status:** a ", "Status: a\n", "Date: 1 ", "1 Jan ", "because ", "## Status\n\na\n\n", "## Options\n\n* a\n\n", "### A\n\n* Good, because b\n\n", "<b>", "(selected) ", "[|", "…",
    "\n\n\n- ", "- [x] a\n", "in the context of ", "{a | ", "'", '"', "“", "a and ", "$", "=>",
)  # fmt: skip
HEADS = {
    "text": "",
    "status": "# T\n\n## Status\n\n",
    "list": "# T\n\n* Status: accepted\n* Deciders: ",
    "label": "# T\n\n**Status:** ",
    "options": "# T\n\n## Considered Options\n\n### ",
    "decision": "# T\n\n## Decision\n\n",
    "title": "# ",
    "links": "# T\n\nSupersedes: ",
}


@pytest.mark.slow
@pytest.mark.parametrize("head", HEADS)
def test_no_repetition_takes_long(head: str):
    """A file full of each unit: what grows faster than its length shows even at this size."""
    for unit in UNITS:
        size = 20_000 if head == "text" else 8_000
        text = HEADS[head] + (unit * (size // len(unit) + 1))[:size]
        begin = time.process_time()
        read(Source("0001-x.md", text))
        took = time.process_time() - begin
        assert took < 3, f"{took:.1f} s for {unit!r}"


@pytest.mark.parametrize(
    "key",
    [
        "status",
        "date",
        "title",
        "decision-makers",
        "tags",
        "supersedes",
        "review",
        "applies-to",
        "id",
        "answer",
    ],
)
@pytest.mark.parametrize(
    "unit", ["a ", "[", "[a](", "(", "{|", "a-", "~~", "<b", "by ", "1 ", "  ", "a, ", "superseded by ", "a/"]
)
def test_long_values_of_front_matter(key: str, unit: str):
    value = (unit * 60_000)[:60_000].replace('"', "")
    read(front(f'{key}: "{value}"'))


@pytest.mark.parametrize(
    "name",
    ["thisisaverylongnamewithoutanydigitsinitwhichnobodywouldwrite", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-a-b-c-d-e-f-g",
     "use-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u because!", "A" * 5000, "-" * 5000, "1" * 5000, "a " * 3000 + "1"],
)  # fmt: skip
def test_names_that_no_record_has(name: str):
    """Patterns that look for an id in a name must not try every way to cut it."""
    read(
        Source(
            "0001-x.md",
            f"# T\n\nSupersedes: {name}\n\n## Status\n\nSuperseded by [{name}]({name}.md)\n\nReplaces [x](<{name}.md>)\n",
        )
    )
    read(front(f'supersedes: ["{name}", "{name}.md"]\nsuperseded-by: {name!r}'))


@pytest.mark.parametrize("opening", ["> ", "- ", "* - ", "1. ", "> - ", "[", "![", "**", "_", "<div>"])
def test_depth(opening: str):
    read(Source("0001-x.md", "# T\n\n" + opening * 20_000 + "x"))


def test_brackets_that_are_no_links_are_given_up_on_and_said():
    one = read(Source("0001-x.md", "# ADR-1: T\n\n[real](0002-canary.md)\n\n" + "[a" * 32_000))
    assert "P002" in codes(one)
    assert "0002-canary.md" in [link.target for link in one.links]


def test_a_text_of_megabytes_is_cut_and_said():
    one = read(
        Source("0001-x.md", "# ADR-1: T\n\nStatus: accepted\n\n" + "words and more words\n\n" * 240_000)
    )
    assert isinstance(one, Record)
    assert one.status is not None
    assert codes(one) == ["P002"]
    assert "400,000" in one.problems[0].message


@pytest.mark.parametrize("comment", ["<!--", "<!-- status: rejected", "<!---->", "<!-- -- >", "<!-->"])
def test_comments_without_end(comment: str):
    one = read(
        Source("0001-x.md", f"# ADR-1: T\n\nStatus: accepted {comment}\n\n## Decision\n\nx {comment}\n")
    )
    assert isinstance(one, Record)
    assert one.status is not None
    assert one.status.name == "accepted"


# ------------------------------------------------------------------------------------------------------ bytes


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(b"caf\xe9", "cp1252"), (b"a\x81b", "latin-1"), (b"\xff\xfea\x00", "utf-16-le"), (b"\xfe\xff\x00a", "utf-16-be"), (b"\xff\xfea", "cp1252"), (b"\xed\xa0\x80", "cp1252"),
     (b"\xff\xfe\x00\xd8", "cp1252"), (bytes(range(256)), "latin-1")],
)  # fmt: skip
def test_bytes_that_are_no_utf8(data: bytes, encoding: str):
    source = decode("0001-x.md", data)
    assert source.encoding == encoding
    assert source.text.encode(encoding) == data
    one = read(source)
    assert codes(one)[0] == "P005"


def test_nul_and_controls_are_text():
    one = read(
        Source(
            "0001-x.md",
            "---\nstatus: acc\x00epted\ntitle: a\x01\x85b\n---\n# ADR-1:\x00 T\x1b[31m\n\n## Decision\n\n\x00\n",
        )
    )
    assert isinstance(one, Record)
    assert one.status is not None


def test_lone_surrogates():
    one = read(
        Source(
            "0001-x.md",
            "---\ntitle: \ud800\n---\n# ADR-1: \udfff\n\n[a](\ud800) <http://\udc80> http://\ud800/\n\n## Decision\n\nx\n",
        )
    )
    assert isinstance(one, Record)


def test_twenty_records_that_supersede_each_other():
    names = [f"{number:04}-x.md" for number in range(1, 21)]
    sources = [
        Source(
            name,
            "# T\n\n## Status\n\nAccepted\n\n"
            + "\n".join(f"Supersedes [x]({other})" for other in names if other != name),
        )
        for name in names
    ]
    begin = time.process_time()
    log = Log.of(read_all(sources).records)
    assert len(log.cycles()) == 1
    assert len(log.cycles()[0]) == 20
    for record in log.records:
        assert len(log.lineage(record)) == 20
        assert log.current(record) == ()
    assert time.process_time() - begin < SECONDS


def test_a_thousand_records_in_one_line_of_succession():
    sources = [
        Source(f"{number:04}-x.md", f"# T\n\n## Status\n\nAccepted\n\nSupersedes [x]({number - 1:04}-x.md)\n")
        for number in range(1, 1001)
    ]
    begin = time.process_time()
    log = Log.of(read_all(sources).records)
    first, *_, last = log.records
    assert log.lineage(first) == log.records
    assert log.current(first) == (last,)
    assert time.process_time() - begin < SECONDS
