"""What other programs get: every output against its schema, hostile records included, and what the links mean."""

import importlib
import json
import pkgutil
import re
import shutil
import subprocess
from datetime import date
from typing import Any

import jsonschema
import pytest
from tests.conftest import ROOT

from decidedly import dialects, outputs, resources
from decidedly.log import Log
from decidedly.outputs import OUTPUTS, decisions, dot, dumps, graph, mermaid, named, records, reviews
from decidedly.outputs.formats import FORMATS
from decidedly.report import Report
from decidedly.review import judge
from decidedly.text import Source

PLAIN = {
    "0001-queue.md": """---
id: "0001"
title: Which queue?
answer: Redis streams
status: superseded
date: 2024-02-29
tags: [queue, backend]
owner: "@alice"
superseded-by: ["0003"]
applies-to: ["backend/**"]
review: {every: 6 months}
reviews:
  - {on: 2024-08-01, by: "@alice", outcome: reaffirmed, note: still fine}
---
# Which queue?

## Context and Problem Statement

We need one. See [the pictures](pictures/queue.png), [the web](https://example.org) and [the next](0002-cache.md#decision).

## Decision Outcome

Chosen option: "Redis streams", because <b>simple</b>.
""",
    "0002-cache.md": """# 2. Cache

Date: 2025-01-15

## Status

Accepted

## Context

It replaces nothing, unlike [this](0099-gone.md). See [that](notes.txt) and ![a picture](0098-picture.png).

| Criterion | Weight | Redis | Files |
|---|---|---|---|
| Speed | High | ✅ | ❌ |
| Ease | Low | ⚠️ | ✅ |

- [x] measured
- [ ] moved

## Decision

We will use Redis.
""",
    "0003-queue-again.md": """---
status: accepted
date: 2025-06-01
supersedes: ["0001", "0077"]
review: 2025-12-31
---
# Which queue now?

## Decision

RabbitMQ.
""",
}

HOSTILE = {
    "0001-a.md": '# 1. "];\n\n## Status\n\nAccepted\n',
    "0002-b.md": (
        "---\n"
        'id: "::error::x"\n'
        'title: "\\"] --> x; click a \\u001b[2J\\u202e ##[group] </script><img src=x onerror=alert(1)>\\ud800 `end` \\\\N &lt; #quot;"\n'
        'answer: "\\u0085 a \\u2028 b"\n'
        "status: accepted\n"
        "supersedes: [1]\n"
        "---\n# x\n\n## Decision\n\n<script>alert(1)</script> [x](javascript:alert(1))\n"
    ),
    "0003-c.md": "# 3. Ein Größenvergleich — 日本語 עברית 👩‍👩‍👧\n\nStatus: weird ☃ word\n",
    "empty/0004.md": "# \n\n## Status\n\nSuperseded by [4](0004.md)\n",
}


def report_of(files: dict[str, str], as_of: date = date(2026, 1, 15)) -> Report:
    reading = dialects.read_all(Source(path, text) for path, text in files.items())
    log = Log.of(reading.records, reading.documents)
    return Report(log, as_of, tuple(judge(record, as_of) for record in log.records))


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(PLAIN)


@pytest.fixture(scope="module")
def hostile() -> Report:
    return report_of(HOSTILE)


def validate(text: str) -> Any:
    data = json.loads(text)
    name, version = data["schema"].removeprefix("decidedly/").split("@")
    schema = json.loads(resources.read_text(resources.schemas(), f"{name}-{version}.json"))
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    checker.check_schema(schema)
    checker.validate(data)
    return data


# ----------------------------------------------------------------------------------------------------- all of them


def test_every_file_of_the_package_is_listed():
    registries = [value for value in (*vars(outputs).values(), FORMATS) if isinstance(value, tuple)]
    listed = [one for registry in registries for one in registry]
    for found in pkgutil.iter_modules(outputs.__path__):
        module = importlib.import_module(f"decidedly.outputs.{found.name}")
        if hasattr(module, "make") or hasattr(module, "OUTPUT"):
            assert module.OUTPUT in listed, f"outputs/{found.name}.py is in no registry"


def test_names():
    assert [named(output.name) for output in OUTPUTS] == list(OUTPUTS)
    with pytest.raises(KeyError):
        named("nothing")


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
@pytest.mark.parametrize("files", [PLAIN, HOSTILE, {}], ids=["plain", "hostile", "empty"])
def test_every_output_of_every_log(output: outputs.Output, files: dict[str, str]):
    text = output.make(report_of(files))
    assert text == output.make(report_of(files)), "the same bytes each time"
    assert text.endswith("\n")
    text.encode("utf-8")
    if output.name == "ics":  # its lines end as RFC 5545 has it
        text = text.replace("\r\n", "\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]|##\\[", text)
    assert not re.search(r"(?m)^\s*::", text)
    if output.schema:
        assert validate(text)["schema"] == output.schema


def test_every_schema_is_used():
    names = {path for path, _ in resources.walk(resources.schemas())}
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "decidedly").rglob("*.py"))
    said = {f"{name}-{version}.json" for name, version in re.findall(r'"decidedly/([a-z]+)@(\d+)"', source)}
    assert names <= said
    # files of our own, which no other program reads
    assert said - names <= {"site-1.json", "journal-1.json", "baseline-1.json", "reminders-1.json"}
    assert {
        output.schema.removeprefix("decidedly/").replace("@", "-") + ".json"
        for output in (*OUTPUTS, *FORMATS)
        if output.schema
    } <= names


def test_the_two_schemas_of_a_record_say_the_same():
    one, whole, short = (
        json.loads(resources.read_text(resources.schemas(), f"{name}-1.json"))["$defs"]
        for name in ("record", "log", "records")
    )
    assert one["record"] == whole["record"]
    assert short["record"]["properties"].items() <= one["record"]["properties"].items()


def test_json_is_safe_to_print_and_loses_nothing():
    words = "\x1b[2J \x9b \u202e ##[group] \u2028 </script> é 👩‍👩‍👧"
    text = dumps({"a": words})
    assert json.loads(text) == {"a": words}
    assert "é 👩‍👩‍👧" in text
    assert json.loads(dumps(["\ud800"])) == ["\ufffd"]
    assert dumps([1], indent=None) == "[1]\n"


# -------------------------------------------------------------------------------------------------------- records


def entries(report: Report) -> dict[str, Any]:
    return {entry["path"]: entry for entry in validate(records.make(report))["records"]}


def test_a_record(report: Report):
    assert entries(report)["0001-queue.md"] == {
        "id": "0001",
        "number": 1,
        "title": "Which queue?",
        "answer": "Redis streams",
        "status": "superseded",
        "status_raw": "superseded",
        "date": "2024-02-29",
        "path": "0001-queue.md",
        "dialect": report.log.records[0].dialect,
        "tags": ["queue", "backend"],
        "owners": ["@alice"],
        "links": [
            {
                "kind": "superseded-by",
                "target": "0003",
                "label": "superseded-by",
                "resolved": "0003-queue-again.md",
            },
            {
                "kind": "mentions",
                "target": report.log.records[1].id,
                "label": "",
                "resolved": "0002-cache.md",
            },
        ],
        "review": {"state": "unscheduled", "due": None, "reason": ""},
    }


def test_links_that_lead_nowhere_are_told_from_links_that_are_none(report: Report):
    assert entries(report)["0002-cache.md"]["links"] == [
        {"kind": "mentions", "target": "0099-gone.md", "label": "", "resolved": None}
    ]
    supersedes = [
        link for link in entries(report)["0003-queue-again.md"]["links"] if link["kind"] == "supersedes"
    ]
    assert [(link["target"], link["resolved"]) for link in supersedes] == [
        ("0001", "0001-queue.md"),
        ("0077", None),
    ]


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        ("0012-use-x.md", True),
        ("other/0012-use-x.md#context", True),
        ("../../other/0012-use-x.md", False),
        ("../0012-use-x.md", True),
        ("RFC 3339", False),
        ("ADR-12", True),
        ("adr-0012.md", True),
        ("TDR 7", True),
        ("20200924-use-x", True),
        ("0012", True),
        ("12", True),
        ("README.md", False),
        ("notes.txt", False),
        ("0012-picture.png", False),
        ("images/2024/", False),
        ("https://example.org/0012-x.md", False),
        ("//example.org/0012.md", False),
        ("mailto:0012@example.org", False),
        ("#0012", False),
        ("", False),
        ("1", False),
        ("backend/app.py", False),
    ],
)
def test_what_reads_like_a_record(target: str, verdict: bool):
    log = report_of({"team/TDR-0001-x.md": "# TDR-0001: X\n\n## Status\n\nAccepted\n"}).log
    assert records.looks_like_record(target, "team/TDR-0001-x.md", log) is verdict


def test_reviews(report: Report):
    (due,) = validate(reviews.make(report))["reviews"]
    assert due == {
        "id": report.log.records[2].id,
        "title": "Which queue now?",
        "path": "0003-queue-again.md",
        "state": "overdue",
        "due": "2025-12-31",
        "reason": "by 2025-12-31",
        "owners": [],
        "days": -15,
    }
    everything = validate(reviews.make(report, everything=True))["reviews"]
    assert [review["state"] for review in everything] == ["unscheduled", "unscheduled", "overdue"]


# ------------------------------------------------------------------------------------------------------ the whole log


def test_the_whole_log(report: Report):
    data = validate(decisions.make(report))
    queue, cache, again = data["records"]
    assert queue["lineage"] == {
        "chain": ["0001", "0003"],
        "supersedes": [],
        "superseded_by": ["0003"],
        "would_be_superseded_by": [],
        "current": ["0003"],
    }
    assert (queue["in_force"], again["in_force"]) == (False, True)
    assert queue["plan"]["every"] == "6 months"
    assert queue["reviews"] == [
        {"on": "2024-08-01", "by": "@alice", "outcome": "reaffirmed", "note": "still fine"}
    ]
    assert (
        "We need one." in queue["sections"][1]["markdown"]
        or "We need one." in queue["sections"][0]["markdown"]
    )
    assert any('href="0002-cache.md#decision"' in part["html"] for part in queue["body"])
    (table,) = cache["matrices"]
    assert table["options"] == ["Redis", "Files"]
    assert table["fit"][0] > table["fit"][1]
    assert cache["checklists"][0]["items"] == [
        {"text": "measured", "done": True},
        {"text": "moved", "done": False},
    ]
    assert {"source": "0003", "kind": "supersedes", "target": "0001", "stated": "both"} in data["relations"]
    assert data["as_of"] == "2026-01-15"


def test_html_in_the_export_is_safe(hostile: Report):
    bodies = "".join(
        part["html"] for record in validate(decisions.make(hostile))["records"] for part in record["body"]
    )
    assert "<script" not in bodies
    assert 'href="javascript' not in bodies


def test_the_graph(report: Report):
    data = validate(graph.make(report))
    assert [node["key"] for node in data["nodes"]] == ["0001", "0002", "0003"]
    assert {edge["source"] for edge in data["edges"]} <= {node["key"] for node in data["nodes"]}


# ------------------------------------------------------------------------------------------------- mermaid and dot


def test_mermaid(report: Report):
    text = mermaid.make(report)
    assert text.startswith("flowchart LR\n")
    assert '  d0["0001: Which queue?"]' in text
    assert '  d2 ==>|"supersedes"| d0' in text
    assert "  class d1,d2 accepted" in text


def test_nothing_in_a_label_is_mermaid(hostile: Report):
    labels = re.findall(r'(?m)^  d\d+\["(.*)"\]$', mermaid.make(hostile))
    assert len(labels) == len(hostile.log.records)
    for label in labels:
        assert not set(label) & set('"<>[]{}`|\\;&*_~') - {";"}
        assert re.sub(r"#\d+;", "", label).count(";") == 0
        assert "#quot;" not in label
    assert mermaid.label("日本語 é") == "日本語 é"


def test_dot_quotes():
    assert dot.quoted('a"b\\N\n&lt;\x1b') == '"a\\"b\\\\N &amp;lt; "'


@pytest.mark.parametrize("files", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_graphviz_reads_it(files: dict[str, str]):
    program = shutil.which("dot")
    if program is None:
        pytest.skip("Graphviz is not installed")
    done = subprocess.run(
        [program, "-Tsvg"], input=dot.make(report_of(files)).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
