"""Fixing is safe: whatever a record holds, what no fix names stays byte for byte, and nothing gets worse."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.conftest import find_corpora

from decidedly import discovery
from decidedly.asked import Asked
from decidedly.check import Check
from decidedly.config import Config
from decidedly.finding import Finding
from decidedly.lint import RULES
from decidedly.lint.baseline import BaselineError, read_baseline
from decidedly.outputs.checked import Checked
from decidedly.outputs.formats import FORMATS
from decidedly.text import apply_edits, decode
from decidedly.workspace import Workspace

CANARY = "no rule has anything to say about  this"
ENDS = ("\n", "\r\n")
MARKS = ("", "\ufeff")

PROSE = st.sampled_from(
    [
        "We keep it  simple.  ",
        "\ttabs stay\t",
        "- [ ] open task <!-- a comment -->",
        "| a | b |\n|---|---|\n| ✅ Manual | ⚠️ Manual |",
        "See `docs/x.md:3` and <https://example.org/?a=b#c>.",
        "```yaml\nstatus: acepted\ndate: 2024-13-45\n```",
        "漢字 👩‍👩‍👧 مرحبا é e\u0301",
        "‚úÖ easy ‚ö†Ô∏è not",
        "* Good, because ‚Üí is an arrow",
        "[gone](nowhere.md) and [undefined][ref]",
        "Supersedes ADR-0001 in part.",
        "<!-- adr-ignore: L125 -->",
        '<!-- adr-ignore: S110 reason="x" -->',
        "**Review Date:** Phase 12 (before production)",
        "",
    ]
)
STATUS = st.sampled_from(
    ["accepted", "acepted", "✅ **Accepted**", "superseded by ADR-0002", "Proposed", "rejceted", "{proposed | accepted}", ""]
)  # fmt: skip
DATE = st.sampled_from(["2024-02-29", "2024-13-45", "29/02/2024", "March 5, 2024", "03.04.2023", "soon", ""])


@st.composite
def record(draw: st.DrawFn, number: int) -> bytes:
    """A record in one of three forms, with what people leave in them."""
    status, day = draw(STATUS), draw(DATE)
    prose = draw(st.lists(PROSE, max_size=5))
    title = f"# {number}. Which way?"
    form = draw(st.sampled_from(["front", "nygard", "list"]))
    if form == "front":
        quote = draw(st.sampled_from(["", '"', "'"]))
        status = status if quote or not status.startswith(("{", "*")) else "accepted"
        head = f"---\nstatus: {quote}{status}{quote}  # why\ndate: {day}\nsupersedes: [{draw(st.integers(1, 4))}]\n---\n{title}\n"
    elif form == "nygard":
        head = f"{title}\n\nDate: {day}\n\n## Status\n\n{status}\n"
    else:
        head = f"{title}\n\n* Status: {status}\n* Date: {day}\n"
    prose = [part for one in prose for part in (one, f"{CANARY} \t. ")]
    body = "\n\n".join(("## Context", *prose, "## Decision", "We will do it.", "## Consequences", *prose[:2]))
    text = f"{head}\n{body}\n"
    if draw(st.booleans()):
        text = text.rstrip("\n")
    text = draw(st.sampled_from(MARKS)) + text.replace("\n", draw(st.sampled_from(ENDS)))
    return text.encode("utf-8")


def write(folder: Path, files: Mapping[str, bytes]) -> Workspace:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, data in files.items():
        (folder / path).write_bytes(data)
    return Workspace(folder, folder, Config(), "test")


def keys(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, str]]:
    return Counter(key for finding in findings for key in finding.keys)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixing_is_safe(tmp_path: Path, unsafe: bool, data: st.DataObject) -> None:
    """Nothing is refused that is offered as safe; nothing new is found; a second run changes nothing."""
    files = {
        f"{number:04}-way.md": data.draw(record(number))
        for number in range(1, data.draw(st.integers(1, 3)) + 1)
    }
    place = write(tmp_path / "log", files)
    asked = Asked(extend=("ALL",), today=date(2026, 1, 15))
    check = Check(place, place.records, asked)
    before = check.outcome()
    outcome = check.outcome(fix=True, unsafe=unsafe)
    check.write(outcome)
    assert not keys(outcome.findings) - keys(before.findings)
    again = Check(place, place.records, asked)
    after = again.outcome()
    assert keys(after.findings) == keys(outcome.findings), "what was promised is what is on the disk"
    second = again.outcome(fix=True, unsafe=unsafe)
    assert not second.changes
    for path, data_before in files.items():
        assert canaries((place.records / path).read_bytes()) == canaries(data_before)


def canaries(data: bytes) -> list[bytes]:
    """The lines that no fix may touch, with their ends."""
    return [line for line in data.splitlines(keepends=True) if CANARY.encode() in line]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_each_fix_changes_what_it_names(tmp_path: Path, data: st.DataObject) -> None:
    """A fix by itself: only its spans differ, its finding is gone, and the text reads back as it was written."""
    files = {f"{number:04}-way.md": data.draw(record(number)) for number in (1, 2)}
    place = write(tmp_path / "log", files)
    check = Check(place, place.records, Asked(extend=("ALL",)))
    outcome = check.outcome()
    for finding in outcome.findings:
        if finding.fix is None or not finding.fix.safe or finding.path.endswith(".json"):
            continue
        for path, edits in finding.fix.edits.items():
            source = outcome.sources[path]
            for edit in edits:
                assert 0 <= edit.span.start <= edit.span.end <= len(source.text)
                assert source.at(edit.span) != edit.new, f"{finding.code} changes nothing"
            text = apply_edits(source.text, edits)
            assert decode(path, text.encode(source.encoding)).text == text


ODD = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(
        lambda head, body: f"---\n{head}\n---\n# T\n\n{body}".encode("utf-8", "surrogatepass"),
        st.text(max_size=80),
        st.text("# -*[]()|:\n\t`~<>!{}\x00\u202eA1é漢", max_size=200),
    ),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd=st.lists(ODD, min_size=1, max_size=3), events=st.binary(max_size=60), known=st.binary(max_size=40))
@example(odd=[b"\xc2\x00\x80"], events=b"", known=b"")  # without the NUL the bytes would be UTF-8
def test_nothing_raises(tmp_path: Path, odd: list[bytes], events: bytes, known: bytes) -> None:
    """Whatever lies in the folder: it is linted, fixed, and told in every format, beside a record that is none the worse."""
    files = {f"{number:04}-odd.md": data for number, data in enumerate(odd, 2)}
    files |= {"0001-plain.md": b"# 1. Plain\n\n## Status\n\nAccepted\n", "events.yaml": events}
    place = write(tmp_path / "log", files)
    check = Check(place, place.records, Asked(extend=("ALL",), today=date(2026, 1, 15)))
    for outcome in (check.outcome(), check.outcome(fix=True, unsafe=True)):
        made = Checked(
            outcome.findings,
            outcome.sources,
            len(outcome.log.records),
            rules=RULES,
            texts=outcome.texts,
            colored=True,
        )
        for one in FORMATS:
            one.make(made).encode("utf-8")
    assert "0001-plain.md" in check.log.by_path
    check.write(outcome)
    with contextlib.suppress(BaselineError):
        read_baseline(known.decode("utf-8", "replace"))


# ------------------------------------------------------------------------------------------------------- real logs

HERE = find_corpora()
NAMES = sorted(path.name for path in HERE.iterdir() if (path / "repo").is_dir()) if HERE else []


@pytest.mark.corpora
@pytest.mark.parametrize("name", NAMES)
def test_fixing_real_logs_is_safe(name: str, corpora: Path, tmp_path: Path) -> None:
    """The same over real logs, and: git applies the diff that is shown, with the same result."""
    folder = tmp_path / "repo"
    shutil.copytree(corpora / name / "repo", folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    place = discovery.open_workspace(folder)
    check = Check(place, folder, Asked())
    before, outcome = check.outcome(), check.outcome(fix=True)
    assert not keys(outcome.findings) - keys(before.findings)
    done = subprocess.run(
        [sys.executable, "-m", "decidedly", "-q", "lint", "--diff"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    check.write(outcome)
    if done.stdout:
        subprocess.run(["git", "apply", "--whitespace=nowarn"], cwd=copy, input=done.stdout, check=True)
    for file in place.records.rglob("*.md"):
        assert file.read_bytes() == (copy / file.relative_to(folder)).read_bytes(), file.name
    again = Check(place, folder, Asked())
    assert keys(again.outcome().findings) == keys(outcome.findings)
    assert not again.outcome(fix=True).changes
