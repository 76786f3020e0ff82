"""Baselines: what is written is read again, lines do not matter, counts do."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decidedly.finding import Finding
from decidedly.lint.baseline import SCHEMA, BaselineError, Entry, read_baseline, write_baseline
from decidedly.record import Place
from decidedly.text import Span


def finding(code: str, path: str, subject: str, at: int = 0, message: str = "m") -> Finding:
    return Finding(
        code, "a-rule", "warning", path, Place("whole", "", Span(at, at + 1)), message, "", subject
    )


ONE = finding("L120", "0001-a.md", "ADR-0099")
TWO = finding("M104", "0001-a.md", "2024-02-30")


def test_what_is_said_once_for_many_is_known_by_each():
    parts = tuple(finding("M108", f"000{number}-x.md", "owner") for number in range(1, 5))
    whole = replace(finding("M108", ".", "log"), parts=parts)
    baseline = read_baseline(write_baseline([replace(whole, parts=parts[:3])]))
    assert [entry.record for entry in baseline.entries] == ["0001-x.md", "0002-x.md", "0003-x.md"]
    assert baseline.apply(parts[:3]) == ((), parts[:3], ())
    assert baseline.apply([replace(whole, parts=parts[:3])])[0] == ()
    kept, known, gone = baseline.apply([whole])
    assert (kept, known, gone) == ((parts[3],), (replace(whole, parts=parts[:3]),), ())
    assert read_baseline(write_baseline([])).apply([whole])[0] == (whole,)


def test_what_is_written_is_forgiven_wherever_it_moves():
    baseline = read_baseline(write_baseline([ONE, TWO]))
    moved = [finding("L120", "0001-a.md", "ADR-0099", at=500), TWO]
    assert baseline.apply(moved) == ((), tuple(moved), ())


def test_new_known_and_stale():
    baseline = read_baseline(write_baseline([ONE, TWO]))
    other = finding("L120", "0001-a.md", "ADR-0098")
    assert baseline.apply([other, ONE]) == ((other,), (ONE,), (Entry("M104", "0001-a.md", "2024-02-30"),))


def test_one_more_of_a_kind_is_new_and_one_less_is_stale():
    baseline = read_baseline(write_baseline([ONE, ONE]))
    assert baseline.entries == (Entry("L120", "0001-a.md", "ADR-0099", 2),)
    assert [len(part) for part in baseline.apply([ONE, ONE, ONE])] == [1, 2, 0]
    assert baseline.apply([ONE])[2] == (Entry("L120", "0001-a.md", "ADR-0099", 1),)


def test_a_finding_without_a_subject_is_known_by_its_message():
    baseline = read_baseline(write_baseline([finding("M111", "a.md", "", message="no answer")]))
    assert baseline.apply([finding("M111", "a.md", "", message="no status")])[0]
    assert not baseline.apply([finding("M111", "a.md", "", at=9, message="no answer")])[0]


def test_what_nobody_looked_for_is_not_stale():
    baseline = read_baseline(write_baseline([ONE, TWO]))
    assert baseline.apply([], lambda entry: entry.rule == "L120")[2] == (baseline.entries[0],)


def test_findings_about_the_linting_are_never_kept():
    g501 = finding("G501", "0001-a.md", "L120")
    assert read_baseline(write_baseline([g501])).entries == ()
    entry = f'{{"schema": "{SCHEMA}", "findings": [{{"rule": "G501", "record": "0001-a.md", "subject": "L120"}}]}}'
    assert read_baseline(entry).apply([g501])[0] == (g501,)


def test_the_text_is_sorted_one_line_for_each_and_without_lines_or_columns():
    assert write_baseline([TWO, ONE, TWO]) == write_baseline([TWO, TWO, ONE]) == (
        '{\n  "schema": "decidedly/baseline@1",\n  "findings": [\n'
        '    {"rule": "L120", "record": "0001-a.md", "subject": "ADR-0099"},\n'
        '    {"rule": "M104", "record": "0001-a.md", "subject": "2024-02-30", "count": 2}\n'
        "  ]\n}\n"
    )  # fmt: skip
    assert json.loads(write_baseline([])) == {"schema": SCHEMA, "findings": []}


def test_an_entry_stands_on_its_line():
    text = write_baseline([ONE, TWO, TWO])
    baseline = read_baseline(text)
    spans = [baseline.span_of(entry) for entry in baseline.entries]
    assert [text[span.start : span.end].count("subject") for span in spans] == [1, 1]
    assert spans[0] < spans[1]
    other = read_baseline(json.dumps(json.loads(text)), "../b.json")  # written by another program
    assert other.entries == baseline.entries
    assert other.span_of(Entry("X", "y", "z")) == Span(0, 0)


def test_entries_are_taken_out():
    text = write_baseline([ONE, TWO, TWO])
    baseline = read_baseline(text)
    assert baseline.without([]) == text
    assert baseline.without([Entry("M104", "0001-a.md", "2024-02-30", 1)]) == write_baseline([ONE, TWO])
    assert baseline.without(baseline.entries) == write_baseline([])


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "{}", '{"schema": "decidedly/baseline@1"}',
        '{"schema": "decidedly/baseline@2", "findings": []}', '{"schema": 1, "findings": []}',
        '{"schema": "decidedly/baseline@1", "findings": [1]}',
        '{"schema": "decidedly/baseline@1", "findings": [{"rule": "L120"}]}',
        '{"schema": "decidedly/baseline@1", "findings": [{"rule": "L120", "record": "a", "subject": 1}]}',
        '{"schema": "decidedly/baseline@1", "findings": [{"rule": "L", "record": "a", "subject": "s", "count": 0}]}',
        '{"schema": "decidedly/baseline@1", "findings": [{"rule": "L", "record": "a", "subject": "s", "count": true}]}',
        "[" * 100_000, "9" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_baseline_says_why(text):
    with pytest.raises(BaselineError, match=r"my-baseline\.json.*adr lint --baseline write"):
        read_baseline(text, "my-baseline.json")


@given(st.lists(st.tuples(st.text(), st.text(), st.text(min_size=1)), max_size=5))
def test_any_words_come_back(keys):
    findings = [finding("L120" + rule, path, subject) for rule, path, subject in keys]
    text = write_baseline(findings)
    text.encode("utf-8")
    baseline = read_baseline(text)
    assert baseline.apply(findings) == ((), tuple(findings), ())
    assert all(text[span.start :].startswith('{"rule"') for span in map(baseline.span_of, baseline.entries))
