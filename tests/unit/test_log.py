import pytest

from decidedly.dialects import Settings, read_all
from decidedly.log import Log
from decidedly.record import Record
from decidedly.text import Source


def log_of(files: dict[str, str], **options) -> Log:
    reading = read_all([Source(path, text) for path, text in files.items()])
    return Log.of(reading.records, reading.documents, **options)


def adr(title: str, status: str = "Accepted", more: str = "", front: str = "") -> str:
    lead = f"---\n{front}\n---\n" if front else ""
    return f"{lead}# {title}\n\n## Status\n\n{status}\n\n## Context\n\n{more}\n\n## Decision\n\nYes.\n"


def paths(records: tuple[Record, ...]) -> list[str]:
    return [record.path for record in records]


def chain(*pairs: tuple[str, str]) -> Log:
    """Records by name; each pair says that the first supersedes the second."""
    names = sorted({name for pair in pairs for name in pair})
    said = {
        name: "\n".join(f"Supersedes [x]({old}.md)\n" for new, old in pairs if new == name) for name in names
    }
    return log_of({f"{name}.md": adr("X", f"Accepted\n\n{said[name]}") for name in names})


# ------------------------------------------------------------------------------------------------------ look-up

SERIES = {
    "DR-001-hosting.md": adr("DR-001: Hosting"),
    "DR-002-map.md": adr("DR-002: Map", front="aliases: [cartography, old-7]"),
    "RFC-0002-api.md": adr("API"),
    "0010-use-x/README.md": adr("Use X"),
    "sub/0011-use-y.md": adr("Use Y"),
}


@pytest.mark.parametrize(
    ("spelling", "wanted"),
    [
        ("DR-001", ["DR-001-hosting.md"]), ("dr-1", ["DR-001-hosting.md"]), ("DR 001", ["DR-001-hosting.md"]), ("dr1", ["DR-001-hosting.md"]), ("1", ["DR-001-hosting.md"]),
        ("#1", ["DR-001-hosting.md"]), ("DR-001-hosting", ["DR-001-hosting.md"]), ("ADR-0010-use-x", ["0010-use-x/README.md"]), ("DR-1-old-name", ["DR-001-hosting.md"]), ("dr-001-HOSTING.MD", ["DR-001-hosting.md"]), ("./DR-001-hosting.md", ["DR-001-hosting.md"]),
        ("host", ["DR-001-hosting.md"]), ("[DR-001]", ["DR-001-hosting.md"]), ("cartography", ["DR-002-map.md"]), ("OLD-7", ["DR-002-map.md"]),
        ("2", ["DR-002-map.md", "RFC-0002-api.md"]), ("rfc2", ["RFC-0002-api.md"]), ("10", ["0010-use-x/README.md"]), ("ADR-10", ["0010-use-x/README.md"]),
        ("0010-use-x", ["0010-use-x/README.md"]), ("sub/0011-use-y", ["sub/0011-use-y.md"]), ("sub\\0011-use-y.md", ["sub/0011-use-y.md"]),
        ("use-", ["sub/0011-use-y.md"]), ("", []), ("  ", []), ("zz", []), ("99", []), ("DR-010", ["0010-use-x/README.md"]), ("x" * 5000, []), ("1" * 5000, []),
    ],
)  # fmt: skip
def test_every_spelling(spelling: str, wanted: list[str]):
    log = log_of(SERIES)
    assert paths(log.find(spelling)) == wanted
    assert (log.get(spelling) is not None) == (len(wanted) == 1)


@pytest.mark.parametrize(
    ("spelling", "wanted"),
    [
        ("postgres-16", ["0001-postgres-16.md"]), ("http-2", ["0002-http-2.md"]), ("log4", ["0003-log4j.md"]),
        ("20240101", ["0004-until-20240101.md"]), ("rfc-2119", ["0005-follow-rfc-2119.md", "0006-drop-rfc-2119.md"]),
        ("2", ["0002-http-2.md"]), ("http-", ["0002-http-2.md"]), ("postgres-1", []), ("2024", []), ("202401", []), ("ADR-7", []),
    ],
)  # fmt: skip
def test_a_part_of_a_name_may_end_in_a_digit(spelling: str, wanted: list[str]):
    """For people: a number that a record has comes first, and a part of a number is none. A text's RFC-2119 is no record."""
    names = [
        "0001-postgres-16",
        "0002-http-2",
        "0003-log4j",
        "0004-until-20240101",
        "0005-follow-rfc-2119",
        "0006-drop-rfc-2119",
        "0070-x",
    ]
    log = log_of({f"{name}.md": adr("X", more="As RFC-2119 and HTTP-2 say.") for name in names})
    assert paths(log.find(spelling)) == wanted
    assert not log.relations


def test_suggestions():
    log = log_of(SERIES)
    assert log.suggestions("DR-01")[0] in ("DR-001", "DR-002")
    assert log.suggestions("x" * 100_000) == []


def test_ids_that_repeat_are_found_near():
    files = {f"{folder}/0001-{name}.md": adr(name) for folder, name in (("a", "one"), ("b", "two"))}
    files["b/0002-three.md"] = adr("three", "Accepted\n\nSupersedes ADR-0001")
    log = log_of(files, local_ids=True)
    here = log.by_path["b/0002-three.md"]
    assert log.get("1") is None
    assert paths(log.find("1")) == ["a/0001-one.md", "b/0001-two.md"]
    assert paths(log.find("1", near_to=here)) == ["b/0001-two.md"]
    assert [(one.source.path, one.target.path) for one in log.relations] == [
        ("b/0002-three.md", "b/0001-two.md")
    ]


# ------------------------------------------------------------------------------------------------------ names


def test_slugs():
    log = log_of(
        {"DR-001-x.md": adr("x"), "a/0001-x.md": adr("x"), "b/0001-y.md": adr("y"), "c/0002-z.md": adr("z")}
    )
    assert {record.path: log.slug(record) for record in log.records} == {
        "DR-001-x.md": "dr-001", "a/0001-x.md": "a-0001", "b/0001-y.md": "b-0001", "c/0002-z.md": "0002"
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "CON",
        "nul",
        "COM1",
        "index",
        "..",
        "🚀",
        "مرحبا",
        "a" * 300,
        "../../etc/passwd",
        "a b/c?d#e",
        "%2e%2e",
        "<script>",
    ],
)
def test_slugs_are_safe(name: str):
    log = log_of(
        {"0001-x.md": adr("x", front=f"id: {name!r}"), "0002-x.md": adr("y", front=f"id: {name.upper()!r}")}
    )
    one, other = (log.slug(record) for record in log.records)
    assert one != other
    for slug in (one, other):
        assert 0 < len(slug) <= 85
        assert slug.replace("-", "").replace("_", "").isalnum()
        assert slug.isascii()
        assert slug == slug.lower()
        assert slug not in ("con", "nul", "com1", "index")


def test_order_is_natural_by_folder_series_and_number():
    log = log_of(
        {f"{name}-x.md": adr("x") for name in ("ADR-10", "ADR-2", "RFC-1", "b/0001", "a/0002", "a/0001")}
    )
    assert paths(log.records) == [
        "ADR-2-x.md",
        "ADR-10-x.md",
        "RFC-1-x.md",
        "a/0001-x.md",
        "a/0002-x.md",
        "b/0001-x.md",
    ]


# ------------------------------------------------------------------------------------------------------ links


def test_both_ends_of_a_link_are_one_relation():
    log = log_of({
        "0001-old.md": adr("Old", "Superseded by [2. New](0002-new.md)"),
        "0002-new.md": adr("New", "Accepted\n\nSupersedes [1. Old](0001-old.md)"),
    })  # fmt: skip
    (one,) = log.relations
    assert (one.source.path, one.kind, one.target.path, one.stated) == (
        "0002-new.md",
        "supersedes",
        "0001-old.md",
        "both",
    )
    assert one.link in log.by_path["0002-new.md"].links
    assert log.outgoing(one.source) == log.incoming(one.target) == (one,)


def test_a_supersession_that_one_end_states_counts():
    log = log_of({"0001-old.md": adr("Old", "Superseded by ADR-0002"), "0002-new.md": adr("New")})
    old, new = log.records
    assert log.successors(old) == (new,)
    assert log.predecessors(new) == (old,)
    assert log.relations[0].stated == "target"
    assert not log.in_force(old)
    assert log.current(old) == (new,)
    log = log_of({"0001-old.md": adr("Old"), "0002-new.md": adr("New", "Accepted\n\nSupersedes ADR-0001")})
    assert not log.in_force(log.records[0])


@pytest.mark.parametrize(
    ("status", "replaces"), [("Proposed", True), ("Draft", True), ("Rejected", False), ("Withdrawn", False)]
)
def test_what_is_not_accepted_supersedes_nothing_yet(status: str, replaces: bool):
    log = log_of(
        {"0001-old.md": adr("Old"), "0002-new.md": adr("New", f"{status}\n\nSupersedes [1](0001-old.md)")}
    )
    old, new = log.records
    assert log.successors(old) == ()
    assert log.in_force(old)
    assert log.would_replace(old) == ((new,) if replaces else ())


def test_a_proposal_that_the_old_record_names_itself_counts():
    log = log_of(
        {"0001-old.md": adr("Old", "Superseded by [2](0002-new.md)"), "0002-new.md": adr("New", "Proposed")}
    )
    assert log.successors(log.records[0]) == (log.records[1],)
    assert log.would_replace(log.records[0]) == ()


def test_what_is_superseded_in_part_stays_in_force():
    log = log_of(
        {
            "0001-old.md": adr("Old", "Accepted\n\nSuperseded in part by [2](0002-new.md)"),
            "0002-new.md": adr("New"),
        }
    )
    old = log.records[0]
    assert log.in_force(old)
    assert log.successors(old) == ()
    assert [one.kind for one in log.relations] == ["supersedes-in-part"]
    assert log.lineage(old) == (old,)


def test_weak_links_give_way():
    log = log_of(
        {
            "0001-a.md": adr("A"),
            "0002-b.md": adr("B", "Accepted\n\nAmends [1](0001-a.md)", "See [1](0001-a.md), [1](0001-a.md)."),
        }
    )
    assert [one.kind for one in log.relations] == ["amends"]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("## Status\n\nAccepted\n\nAmends [1](0001-a.md)\n\nRelates to [1](0001-a.md)", ["amends", "relates-to"]),
        ("## Status\n\nAccepted\n\nAmends [1](0001-a.md)\n\n## Related\n\n* [1](0001-a.md)", ["amends"]),
        ("## Status\n\nAccepted\n\n## Related\n\n* [1](0001-a.md)", ["relates-to"]),
    ],
)  # fmt: skip
def test_what_is_stated_in_words_stays_beside_a_stronger_link(said: str, kinds: list[str]):
    """A list of related records says no more of a record that is amended."""
    log = log_of(
        {"0001-a.md": adr("A"), "0002-b.md": f"# B\n\n{said}\n\n## Decision\n\nYes, see [1](0001-a.md).\n"}
    )
    assert [one.kind for one in log.relations] == kinds
    keys = log_of(
        {
            "1.md": adr("A"),
            "2.md": "---\nstatus: accepted\namends: 1\nrelated: [1]\n---\n# B\n\n## Decision\n\nYes.\n",
        }
    )
    assert [one.kind for one in keys.relations] == ["amends", "relates-to"]


def test_links_to_itself_and_to_nothing_are_no_relations():
    log = log_of({"0001-a.md": adr("A", "Superseded by [1](0001-a.md)", "[x](0009-gone.md)")})
    assert log.relations == ()
    assert log.current(log.records[0]) == ()
    assert log.lineage(log.records[0]) == log.records
    gone = next(one for one in log.resolved(log.records[0]) if one.link.target == "0009-gone.md")
    assert (gone.record, gone.document) == (None, None)


def test_a_record_s_mention_of_its_own_number_means_itself():
    """Also where another record has the number, and by another spelling; a typed link still means the other one."""
    log = log_of(
        {
            "0002-go.md": adr("2. Go", more="ADR-0002 is this one, and so is ADR 2."),
            "0002-rust.md": adr("2. Rust", more="See ADR-2."),
            "DR-2-c.md": adr("DR-2: C", more="See ADR-2 and DR-2."),
        }
    )
    for path in ("0002-go.md", "0002-rust.md"):
        record = log.by_path[path]
        assert record.links
        assert {found.record for found in log.resolved(record) if found.link.kind == "mentions"} == {record}
        assert not log.outgoing(record)
    dup = log_of(
        {"0002-go.md": adr("2. Go"), "0002-rust.md": adr("2. Rust", front="status: accepted\namends: ADR-2")}
    )
    assert [(one.source.path, one.kind, one.target.path) for one in dup.relations] == [
        ("0002-rust.md", "amends", "0002-go.md")
    ]


def test_what_links_lead_to():
    files = {
        "a/0001-x.md": adr("X", more="[y](../b/0002-y.md#context) [g](../guide.md) [w](https://example.org/0002-y.md) [m](mailto:a@b.c) [h](#top) "
                           "[u](https://git.example/t/r/blob/main/adr/b/0002-y.md?x=1#s) [f](../b/0003-folder) [q](../b/0002%2Dy.md)"),
        "b/0002-y.md": adr("Y"),
        "b/0003-folder/README.md": adr("Z"),
        "guide.md": "# Guide\n\nWords.\n",
    }  # fmt: skip
    log = log_of(files, own_urls=["https://git.example/t/r/blob/main/adr/"])
    found = {one.link.target: one for one in log.resolved(log.by_path["a/0001-x.md"])}
    there = log.by_path["b/0002-y.md"]
    assert found["../b/0002-y.md#context"].record is there
    assert found["../b/0002-y.md#context"].fragment == "context"
    assert found["../guide.md"].document is log.documents_by_path["guide.md"]
    assert found["https://example.org/0002-y.md"].record is None
    assert found["mailto:a@b.c"].record is None
    assert found["#top"].record is None
    own = found["https://git.example/t/r/blob/main/adr/b/0002-y.md?x=1#s"]
    assert (own.record, own.fragment) == (there, "s")
    assert found["../b/0003-folder"].record is log.by_path["b/0003-folder/README.md"]
    assert found["../b/0002%2Dy.md"].record is there


def test_a_link_out_of_the_folder_and_into_it_again():
    files = {"0001-x.md": adr("X", more="[y](../adr/0002-y.md) [z](../../docs/adr/0002-y.md#context) [no](../adrs/0002-y.md)"),
             "0002-y.md": adr("Y")}  # fmt: skip
    log = log_of(files, home="docs/adr/")
    assert [one.record.path for one in log.resolved(log.records[0]) if one.record] == [
        "0002-y.md",
        "0002-y.md",
    ]
    assert not any(one.record for one in log_of(files).resolved(log.records[0]))


def test_a_broken_path_of_a_typed_link_is_guessed_and_said():
    log = log_of(
        {
            "0001-old.md": adr("Old", "Superseded by [ADR-0002](0002-was-renamed.md)"),
            "0002-new.md": adr("New"),
        }
    )
    (found,) = [one for one in log.resolved(log.records[0]) if one.link.kind == "superseded-by"]
    assert found.record is log.records[1]
    assert not found.exact


@pytest.mark.parametrize(
    ("words", "found"),
    [("AGENTS.md §1", False), ("page 1", False), ("1. New", True), ("ADR-0001", True), ("see adr 1", True)],
)
def test_what_the_words_of_a_broken_link_name(words: str, found: bool):
    log = log_of(
        {"0001-new.md": adr("New"), "0002-x.md": adr("X", f"Accepted\n\nAmends [{words}](../NOTES.md)")}
    )
    (one,) = [one for one in log.resolved(log.records[1]) if one.link.kind == "amends"]
    assert (one.record is not None) == found


# ------------------------------------------------------------------------------------------------------ lineage


def test_lineage_is_oldest_first_whatever_the_numbers():
    log = chain(("0001-c", "0003-b"), ("0003-b", "0002-a"))
    wanted = ["0002-a.md", "0003-b.md", "0001-c.md"]
    for record in log.records:
        assert paths(log.lineage(record)) == wanted
    assert paths(log.current(log.by_path["0002-a.md"])) == ["0001-c.md"]
    assert log.current(log.by_path["0001-c.md"]) == ()


def test_two_successors_and_two_predecessors():
    log = chain(("0002-b", "0001-a"), ("0003-c", "0001-a"), ("0004-d", "0002-b"), ("0004-d", "0003-c"))
    first = log.by_path["0001-a.md"]
    assert paths(log.successors(first)) == ["0002-b.md", "0003-c.md"]
    assert paths(log.lineage(first)) == ["0001-a.md", "0002-b.md", "0003-c.md", "0004-d.md"]
    assert paths(log.current(first)) == ["0004-d.md"]


def test_circles():
    log = chain(("0001-a", "0002-b"), ("0002-b", "0003-c"), ("0003-c", "0001-a"), ("0004-d", "0001-a"))
    assert [paths(group) for group in log.cycles()] == [["0001-a.md", "0002-b.md", "0003-c.md"]]
    for record in log.records:
        assert sorted(paths(log.lineage(record))) == ["0001-a.md", "0002-b.md", "0003-c.md", "0004-d.md"]
    assert paths(log.current(log.by_path["0002-b.md"])) == ["0004-d.md"]
    assert log.cycles("amends") == []


def test_status_alone_decides_where_nothing_supersedes():
    log = log_of(
        {
            f"{number:04}-x.md": adr("X", status)
            for number, status in enumerate(
                ["Accepted", "Proposed", "Deprecated", "Superseded", "", "Purple"], 1
            )
        }
    )
    assert [log.in_force(record) for record in log.records] == [True, False, False, False, True, False]


def test_components():
    log = log_of({
        "docs/adr/web/0001-x.md": adr("X"),
        "docs/adr/api/0002-x/README.md": adr("X"),
        "docs/adr/0003-x.md": adr("X", front="tags: [accepted, storage]"),
        "docs/adr/0004-x.md": adr("X", front="component: billing"),
        "docs/adr/0005-x.md": adr("X"),
    })  # fmt: skip
    assert {record.path: log.component(record) for record in log.records} == {
        "docs/adr/web/0001-x.md": "web", "docs/adr/api/0002-x/README.md": "api", "docs/adr/0003-x.md": "storage",
        "docs/adr/0004-x.md": "billing", "docs/adr/0005-x.md": "",
    }  # fmt: skip


def test_a_lane_tells_what_it_is_named_after():
    files = {
        "packages/web/adr/0001-x.md": adr("X"),
        "docs/adr/0001-x.md": adr("X"),
        "docs/adr/0002-x.md": adr("X", front="tags: [storage]"),
    }
    read = read_all(
        [Source(path, text) for path, text in files.items()],
        settings=Settings(packages={"packages/web/adr": "web"}),
    )
    log = Log.of(read.records)
    assert [log.lane(record) for record in log.records] == [("", ""), ("tag", "storage"), ("package", "web")]


def test_the_typed_graph_has_every_record_and_each_relation_by_its_kind():
    log = Log.of(
        read_all(
            [
                Source("0001-a.md", "---\nstatus: superseded\n---\n# A\n\n## Decision\n\nA.\n"),
                Source("0002-b.md", "---\nstatus: accepted\nsupersedes: [1]\ndepends-on: [3]\n---\n# B\n"),
                Source("0003-c.md", "---\nstatus: accepted\n---\n# C\n"),
            ]
        ).records
    )
    whole = log.graph()
    assert sorted(whole.nodes) == ["0001-a.md", "0002-b.md", "0003-c.md"]
    assert whole.nodes["0003-c.md"]["record"] is log.by_path["0003-c.md"]
    assert sorted(whole.edges(keys=True)) == [
        ("0002-b.md", "0001-a.md", "supersedes"),
        ("0002-b.md", "0003-c.md", "depends-on"),
    ]
    assert list(log.graph("supersedes").edges) == [("0002-b.md", "0001-a.md", "supersedes")]


def test_what_is_worked_out_once():
    log = log_of({"0001-a.md": adr("1. A")})
    asked: list[Log] = []

    def count(one: Log) -> int:
        asked.append(one)
        return len(one.records)

    assert [log.once(count) for _ in range(3)] == [len(log.records)] * 3
    assert asked == [log]
