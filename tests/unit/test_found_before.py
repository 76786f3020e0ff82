"""What linting came to holds as long as nothing that it came of has changed, and no longer."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly import bundles, check, discovery, unchanged
from decidedly.asked import Asked
from decidedly.check import Check, Outcome
from decidedly.finding import Finding
from decidedly.lint import engine
from decidedly.lint.engine import Linted

DAY = date(2026, 1, 15)
ALL = Asked(extend=("ALL",), today=DAY)
RECORD = """---
status: accepted
date: 2025-01-15
review: 6 months
applies-to: ["src/**"]
related: [{other}]
---
# {number}. Which queue?

## Context

[the numbers](numbers.csv), [a guide](../guide.md#the-way), [code](../../src/queue.py#L3), <!-- adr-ignore: L120 reason="moved" -->
[nothing](gone.md).

## Decision

We will use Redis.
"""


def fill(root: Path) -> Path:
    records = root / "docs" / "adr"
    records.mkdir(parents=True)
    (root / "src").mkdir()
    for number in (1, 2, 3):
        (records / f"000{number}-queue.md").write_text(RECORD.format(number=number, other=4 - number))
    (records / "numbers.csv").write_text("1,2\n")
    (records / "template.md").write_text("# Title\n\n## Status\n\n## Context\n\n## Decision\n")
    (root / "docs/guide.md").write_text("# A guide\n\n## The way\n")
    (root / "src/queue.py").write_text("1\n2\n3\n")
    (root / "adr.toml").write_text('records = "docs/adr"\n')
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADR_CACHE", str(tmp_path / "cache"))
    return fill(tmp_path / "repository")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many findings each run of the rules came to."""
    found: list[int] = []
    whole = engine.run

    def run(*given) -> Linted:
        made = whole(*given)
        found.append(len(made.findings))
        return made

    monkeypatch.setattr(check, "run", run)
    return found


def lint(root: Path, asked: Asked = ALL) -> Outcome:
    return Check(discovery.open_workspace(root), root, asked).outcome()


def findings(root: Path, asked: Asked = ALL) -> tuple[tuple[Finding, ...], int]:
    outcome = lint(root, asked)
    return outcome.findings, outcome.known


def test_the_second_run_asks_no_rule(root: Path, runs: list[int]):
    first = findings(root)
    assert len(first[0]) > 5
    assert [findings(root) for _ in range(2)] == [first, first]
    assert len(runs) == 1


def test_what_is_mended_is_found_anew(root: Path, runs: list[int]):
    lint(root)
    run = Check(discovery.open_workspace(root), root, ALL)
    outcome = run.outcome(fix=True, unsafe=True)
    assert outcome.changes
    run.write(outcome)
    assert findings(root)[0] == outcome.findings


def baseline(root: Path) -> None:
    Check(discovery.open_workspace(root), root, ALL).write_baseline()


def configure(text: str) -> Callable[[Path], object]:
    return lambda root: (root / "adr.toml").write_text(f'records = "docs/adr"\n{text}\n')


CHANGES: dict[str, Callable[[Path], object]] = {
    "a record": lambda root: (root / "docs/adr/0001-queue.md").write_text(RECORD.format(number=1, other=7)),
    "a record's name": lambda root: (root / "docs/adr/0001-queue.md").rename(root / "docs/adr/0009-queue.md"),
    "a record gone": lambda root: (root / "docs/adr/0001-queue.md").unlink(),
    "a comment": lambda root: (root / "docs/adr/0002-queue.md").write_text(RECORD.format(number=2, other=2).replace("L120", "P")),
    "a document": lambda root: (root / "docs/adr/guide.md").write_text("# A guide\n\n[one](0007-queue.md)\n"),
    "the template": lambda root: (root / "docs/adr/template.md").unlink(),
    "a file gone": lambda root: (root / "docs/adr/numbers.csv").unlink(),
    "a file that was missing": lambda root: (root / "docs/adr/gone.md").write_text("There.\n"),
    "another's headings": lambda root: (root / "docs/guide.md").write_text("# A guide\n\n## Another way\n"),
    "another's lines": lambda root: (root / "src/queue.py").write_text("1\n"),
    "the tree": lambda root: (root / "src/queue.py").unlink(),
    "events": lambda root: (root / "docs/adr/events.yaml").write_text("launch: 2026-01-01\n"),
    "settings": configure('[lint]\nignore = ["M"]'),
    "a severity": configure('[lint.severity]\nL120 = "info"'),
    "statuses": configure('statuses = ["draft"]'),
    "a baseline": baseline,
    "a baseline of less": lambda root: (root / "adr-baseline.json").write_text('{"schema": "decidedly/baseline@1", "findings": []}\n'),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch, runs: list[int], change: str):
    findings(root)
    CHANGES[change](root)
    runs.clear()
    after = findings(root)
    assert len(runs) == 1
    assert findings(root) == after
    assert len(runs) == 1
    monkeypatch.setenv("ADR_CACHE", "off")
    assert findings(root) == after


def test_another_day_other_rules_or_another_program(
    root: Path, monkeypatch: pytest.MonkeyPatch, runs: list[int]
):
    asked = [ALL, Asked(), Asked(today=DAY), Asked(ignore=("L",))]
    assert len({repr(findings(root, one)) for one in asked}) == 3
    assert len(runs) == len(asked)
    for one in asked:
        findings(root, one)
    assert len(runs) == len(asked)
    later = replace(ALL, today=DAY + timedelta(days=900))
    assert [findings(root, later), findings(root, later)] != [findings(root), findings(root)]
    assert len(runs) == len(asked) + 2  # each day takes the other's place
    monkeypatch.setattr(unchanged, "program", lambda: "another")
    findings(root)
    assert len(runs) == len(asked) + 3


def test_what_is_named_is_a_part_of_the_same(root: Path, runs: list[int]):
    whole, _ = findings(root)
    named = str(root / "docs/adr/0002-queue.md")
    part, _ = findings(root, replace(ALL, paths=(named,)))
    assert part == tuple(one for one in whole if one.path == "0002-queue.md") != ()
    assert len(runs) == 1
    findings(
        root, replace(ALL, paths=(str(root / "docs/adr/template.md"),))
    )  # a template is no part of the log else
    assert len(runs) == 2


EDITS = st.lists(st.sampled_from(sorted(CHANGES)), max_size=4)


@settings(max_examples=10)
@given(EDITS)
def test_whatever_the_edits_the_same_is_found_as_without_a_cache(
    tmp_path_factory: pytest.TempPathFactory, edits: list[str]
):
    folder = tmp_path_factory.mktemp("edits")
    with pytest.MonkeyPatch.context() as patched:
        root = fill(folder / "repository")
        for edit in ("", *edits):
            patched.setenv("ADR_CACHE", str(folder / "cache"))
            try:
                if edit:
                    CHANGES[edit](root)
            except OSError:  # it is gone already
                pass
            found = findings(root)
            patched.setenv("ADR_CACHE", "off")
            assert findings(root) == found


def spoilt(data: bytes) -> dict[str, bytes]:
    mark = data.partition(b"\n")[0].decode().rpartition(" ")[0]
    (entry,) = bundles.entries_of(mark, data).values()
    asked, found = (json.loads(part) for part in entry.parts)

    def signed(*parts: object) -> bytes:
        packed = tuple(one if isinstance(one, bytes) else json.dumps(one).encode() for one in parts)
        return bundles.bundled(mark, {"found": bundles.Entry((), packed)})

    return {
        "nothing": b"",
        "half": data[: len(data) // 2],
        "flipped": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "one part": signed(asked),
        "no JSON": signed(b"{", found),
        "deep": signed(asked, b"[" * 200_000),
        "half a list": signed(asked, found[:1]),
        "no list": signed({}, found),
        "wrong types": signed(asked, [[1], []]),
        "a span beyond the text": signed(
            asked, json.loads(json.dumps(found).replace("[0, 0]", "[0, 99999]"))
        ),
    }


def test_what_is_odd_is_found_anew(root: Path, runs: list[int]):
    first = findings(root)
    (file,) = (root.parent / "cache/found").iterdir()
    sound = file.read_bytes()
    for name, data in spoilt(sound).items():
        file.write_bytes(data)
        count = len(runs)
        assert findings(root) == first, name
        assert len(runs) == count + 1, name


def test_the_world_is_asked_the_same(root: Path):
    """A run that finds nothing new writes nothing, and leaves the file as it was."""
    findings(root)
    (file,) = (root.parent / "cache/found").iterdir()
    before = file.stat().st_ino, file.stat().st_mtime_ns
    findings(root)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before
