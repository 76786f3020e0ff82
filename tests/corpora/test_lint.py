"""The linter over every real log, held against the faults that were counted there independently."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import find_corpora

pytestmark = pytest.mark.corpora

HERE = find_corpora()
NAMES = sorted(path.name for path in HERE.iterdir() if (path / "facts.json").is_file()) if HERE else []
KINDS = ("broken_links", "duplicate_ids", "dangling_supersede", "one_sided", "invalid_dates")
FOUND, FALSE = 0.98, 0.02
CALM = 10
"""Healthy records for which there may be one error."""


@dataclass
class Score:
    """What one rule found of the faults of one kind, and what it found that is none."""

    expected: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        self.expected += other.expected
        self.missed += other.missed
        self.wrong += other.wrong
        return self

    @property
    def cell(self) -> str:
        """found/expected, and the number of false ones."""
        if not self.expected and not self.wrong:
            return "."
        return f"{self.expected - len(self.missed)}/{self.expected}" + (
            f" +{len(self.wrong)}" if self.wrong else ""
        )


def lint(folder: Path, *arguments: str) -> dict[str, Any]:
    """What `adr lint --json` says of a log."""
    done = subprocess.run(
        [sys.executable, "-m", "decidedly", "--dir", str(folder), "lint", "--json", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def quoted(message: str) -> str:
    """The first words in quotation marks: what the finding is about, as written."""
    match = re.search(r"“(.+?)”", message)
    return match[1] if match else ""


def is_markdown(target: str) -> bool:
    return target.partition("#")[0].partition("?")[0].lower().endswith((".md", ".mdx"))


def of(findings: Iterable[dict[str, Any]], *codes: str) -> list[dict[str, Any]]:
    return [one for one in findings if one["code"] in codes]


def broken_links(facts: dict[str, Any], findings: list[dict[str, Any]]) -> Score:
    """Links to Markdown that is not there. What lies outside of the copy may be called broken, it is for the copy."""
    records = set(facts.get("record_files") or (one["file"] for one in facts["per_record"]))
    wanted = Counter((path, target) for path, target in facts["broken_links"])
    excused = {tuple(one[:2]) for one in facts.get("links_outside_copy", [])}
    excused |= {tuple(one[:2]) for one in facts.get("extensionless_doc_links", [])}
    judged = records | {path for path, _ in wanted}
    got = Counter(
        (one["path"], target)
        for one in of(findings, "L120", "L125")
        if is_markdown(target := quoted(one["message"])) and one["path"] in judged
    )
    return Score(
        wanted.total(),
        [f"{path}: {target}" for path, target in (wanted - got).elements()],
        [f"{path}: {target}" for path, target in (got - wanted).elements() if (path, target) not in excused],
    )


def duplicate_ids(facts: dict[str, Any], findings: list[dict[str, Any]]) -> Score:
    """Each file whose id another one has."""
    wanted = {path for _, files in facts["duplicate_ids"] for path in files}
    got = {one["path"] for one in of(findings, "M106")}
    return Score(len(wanted), sorted(wanted - got), sorted(got - wanted))


def dangling_supersede(facts: dict[str, Any], findings: list[dict[str, Any]]) -> Score:
    """Supersessions whose other end is no record."""
    wanted = {(path, target) for path, target, *_ in facts["dangling_supersede"]}
    got = {(one["path"], quoted(one["message"])) for one in of(findings, "L120")}
    excused = {(path, target) for path, target, *_ in facts.get("dangling_refs", [])}
    return Score(
        len(wanted),
        [f"{path}: {target}" for path, target in sorted(wanted - got)],
        [f"{path}: {target}" for path, target in sorted(got - wanted - excused)],
    )


def one_sided(facts: dict[str, Any], findings: list[dict[str, Any]]) -> Score:
    """Supersessions that one end does not know of: told at either end."""
    wanted = [(new, old) for new, old, _ in facts["one_sided"]]
    got = [one for one in of(findings, "L121") if "supersede" in one["message"]]
    paths = {one["path"] for one in got}
    ends = {path for pair in wanted for path in pair}
    partial = {path for pair in facts.get("supersedes_partial", []) for path in pair[:2]}
    return Score(
        len(wanted),
        [f"{new} > {old}" for new, old in wanted if not paths & {new, old}],
        [f"{one['path']}: {one['message']}" for one in got if one["path"] not in ends | partial],
    )


def invalid_dates(facts: dict[str, Any], findings: list[dict[str, Any]]) -> Score:
    """Days that no calendar has. What may be read in two ways is no ISO date, and may be told too."""
    wanted = {tuple(one[:2]) for one in facts.get("invalid_dates", [])}
    odd = {one[0] for one in facts.get("non_iso_dates", [])}
    odd |= {"."} if odd else set()  # where it is the log's habit, the log is told once
    got = {(one["path"], one["message"]) for one in of(findings, "M104")}
    return Score(
        len(wanted),
        [f"{path}: {raw}" for path, raw in wanted if not any(path == at and raw in said for at, said in got)],
        [f"{path}: {said}" for path, said in got if path not in odd | {at for at, _ in wanted}],
    )


JUDGES = (broken_links, duplicate_ids, dangling_supersede, one_sided, invalid_dates)


def test_faults(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """98 of 100 faults are found, 2 of 100 findings are false at most; healthy logs are told so."""
    totals = {judge.__name__: Score() for judge in JUDGES}
    lines = [
        f"{'log':18}{'recs':>5}" + "".join(f"{kind:>20}" for kind in KINDS) + f"{'E':>6}{'W':>6}{'I':>6}"
    ]
    loud: list[str] = []
    for name in NAMES:
        facts = json.loads((corpora / name / "facts.json").read_text(encoding="utf-8"))
        data = lint(corpora / name / "repo")
        findings = data["findings"]
        scores = {judge.__name__: judge(facts, findings) for judge in JUDGES}
        for kind, score in scores.items():
            totals[kind] += score
        by_severity = Counter(one["severity"] for one in findings)
        row = f"{name:18}{data['records']:>5}" + "".join(f"{scores[kind].cell:>20}" for kind in KINDS)
        lines.append(row + "".join(f"{by_severity[one]:>6}" for one in ("error", "warning", "info")))
        if not any(facts.get(kind) for kind in KINDS) and by_severity["error"] * CALM > data["records"]:
            loud.append(f"{name}: {[one['message'] for one in findings if one['severity'] == 'error']}")
    lines.append(f"{'all':23}" + "".join(f"{totals[kind].cell:>20}" for kind in KINDS))
    for kind, score in totals.items():
        lines += [f"  {kind} missed: {one}" for one in score.missed]
        lines += [f"  {kind} false:  {one}" for one in score.wrong]
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    whole = Score()
    for score in totals.values():
        whole += score
    found = whole.expected - len(whole.missed)
    assert found >= FOUND * whole.expected, whole.missed
    assert len(whole.wrong) <= FALSE * (found + len(whole.wrong)), whole.wrong
    assert not loud


# --------------------------------------------------------------------------------------------------------- the seeds


@pytest.fixture
def seeds(corpora: Path, tmp_path: Path) -> Path:
    """A copy that may be written to."""
    return Path(shutil.copytree(corpora / "seeds" / "repo", tmp_path / "repo"))


def test_mojibake_is_repaired(seeds: Path, corpora: Path) -> None:
    """Naming the damaged file mends it: every sequence, and nothing else."""
    name = "backend-deployment-issues.md"
    facts = json.loads((corpora / "seeds" / "facts.json").read_text(encoding="utf-8"))
    before = {file.name: file.read_bytes() for file in seeds.iterdir() if file.is_file()}
    found = of(lint(seeds, str(seeds / name))["findings"], "P004")
    assert len(found) == len(facts["encoding_lines"])
    assert sorted({one["line"] for one in found}) == sorted(
        line if isinstance(line, int) else line[0] for line in facts["encoding_lines"]
    )
    left = lint(seeds, str(seeds / name), "--select", "P004", "--fix")["findings"]
    assert left == []
    assert (seeds / name).read_bytes() == before[name].decode("utf-8").encode("mac_roman")
    del before[name]
    assert {file.name: file.read_bytes() for file in seeds.iterdir() if file.name in before} == before


def test_what_is_wrong_with_the_record(seeds: Path) -> None:
    """DR-001: what a reader would point out, each at its place, and nothing that is not true."""
    path = "DR-001-backend-hosting-platform.md"
    source = (seeds / path).read_text(encoding="utf-8").splitlines()
    found = [one for one in lint(seeds)["findings"] if one["path"] == path]
    said = {
        (one["code"], source[one["line"] - 1][one["column"] - 1 : one["end_column"] - 1]) for one in found
    }
    assert {code for code, _ in said} == {"L120", "L125", "R202", "R204", "X302", "X304"}
    assert ("L120", "DR-002") in said
    assert [words for code, words in said if code == "R202"] == ["Phase 12 (before production deployment)"]
    assert any(code == "X302" for code, _ in said)
    assert any(code == "X304" and "Manual" in words for code, words in said)
    missing = sorted(words for code, words in said if code == "L125")
    assert [words for words in missing if re.search(r":\d+", words)]
    assert all(words in "\n".join(source) for words in missing)


def test_prose_becomes_an_event(seeds: Path) -> None:
    """The fix names the event in events.yaml, and from then on nothing is said of it."""
    found = lint(seeds, "--select", "R202", "--fix", "--unsafe-fixes")["findings"]
    assert found == []
    events = (seeds / "events.yaml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^phase-12:", events)
    listed = json.loads(
        subprocess.run(
            [sys.executable, "-m", "decidedly", "--dir", str(seeds), "list", "--json"],
            capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout
    )  # fmt: skip
    assert listed["records"][0]["review"]["state"] == "waiting"
