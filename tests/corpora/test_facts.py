"""Every real log, held against what was counted in it independently."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import find_corpora
from tests.corpora.facts import ASIDE, HEAD, Score, judge

HERE = find_corpora()
NAMES = sorted(path.name for path in HERE.iterdir() if (path / "facts.json").is_file()) if HERE else []
ENOUGH = 0.98


def run(*arguments: str) -> Any:
    """What `adr … --json` prints, as data."""
    done = subprocess.run(
        [sys.executable, "-m", "decidedly", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def supersessions(listed: dict[str, Any]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """(newer, older) pairs of whole supersession, and (record, target) of those whose other end is no record."""
    pairs: set[tuple[str, str]] = set()
    loose: set[tuple[str, str]] = set()
    for record in listed["records"]:
        for link in record["links"]:
            if link["kind"].startswith(("supersedes", "superseded")) and link["resolved"] is None:
                loose.add((record["path"], link["target"]))
            elif link["kind"] == "supersedes" and link["resolved"] != record["path"]:
                pairs.add((record["path"], link["resolved"]))
            elif link["kind"] == "superseded-by" and link["resolved"] != record["path"]:
                pairs.add((link["resolved"], record["path"]))
    return pairs, loose


@pytest.fixture(scope="module")
def scores(corpora: Path) -> list[Score]:
    """The agreement of every log, read with `--dir` on the whole repository."""
    made = []
    for name in NAMES:
        folder = corpora / name
        listed = run("--dir", str(folder / "repo"), "list", "--json")
        made.append(judge(folder, listed, *supersessions(listed)))
    return made


def total(name: str, scores: list[Score], keep: Callable[[str], bool]) -> Score:
    """The sum over the logs whose name is kept."""
    whole = Score(name)
    for score in scores:
        if keep(score.name):
            whole.add(score)
    return whole


@pytest.mark.corpora
def test_facts(scores: list[Score], capsys: pytest.CaptureFixture[str]) -> None:
    """All records found, none invented; status, date and title right in 98 of 100; supersessions found, none invented."""
    aside = total("set aside", scores, lambda name: name in ASIDE)
    seen = total("the others", scores, lambda name: name not in ASIDE)
    whole = total("all", scores, lambda _: True)
    with capsys.disabled():
        print(
            "\n" + "\n".join([HEAD, *(score.row() for score in scores), seen.row(), aside.row(), whole.row()])
        )
    for part in (aside, seen, whole):
        assert part.missing == []
        assert part.invented == []
        for name in ("status", "date", "title"):
            assert part.right(name) >= ENOUGH, part.wrong[name]
        assert part.pairs_missing == []
        assert len(part.pairs_invented) <= 0.02 * part.pairs, part.pairs_invented
        assert part.dangling_missing == []
        assert len(part.dangling_invented) <= 0.02 * max(part.pairs + part.dangling, 1), (
            part.dangling_invented
        )


@pytest.mark.corpora
@pytest.mark.parametrize("name", NAMES)
def test_found_without_configuration(name: str, corpora: Path) -> None:
    """`adr -C REPO list` finds by itself the folder that holds all the records."""
    facts = json.loads((corpora / name / "facts.json").read_text(encoding="utf-8"))
    listed = run("-C", str(corpora / name / "repo"), "list", "--json")
    assert len(listed["records"]) == facts["records"]
