"""The record that the person who asked for this tool works with, read to the last detail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from decidedly import app, discovery, matrix, review, workspace
from decidedly.cli import main
from decidedly.log import Log
from decidedly.record import Record

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def log(corpora: Path) -> Log:
    return workspace.load(discovery.open_workspace(corpora / "seeds" / "repo"))


@pytest.fixture(scope="module")
def record(log: Log) -> Record:
    return log.records[0]


def test_head(record: Record) -> None:
    assert (record.id, record.number, record.title) == ("DR-001", 1, "Backend Hosting Platform")
    assert record.status is not None
    assert (record.status.name, record.status.raw) == ("accepted", "✅ **Accepted**")
    assert record.date is not None
    assert (record.date.day, record.date.note) == (date(2025, 12, 22), "Session 2")
    assert record.owners == ("TIP Team",)
    assert record.answer == "Render"
    assert record.dialect == "bold-labels"


def test_review_waits_for_an_event(record: Record) -> None:
    judged = review.judge(record, date(2026, 11, 22))
    assert (judged.state, judged.due, judged.reason) == (
        "waiting",
        None,
        "Phase 12 (before production deployment)",
    )
    assert record.review is not None
    assert [(one.kind, one.subject) for one in record.review.triggers] == [("event", "phase-12")]


def test_related_record_is_missing(record: Record, log: Log) -> None:
    loose = [
        (one.link.kind, one.link.target)
        for one in log.resolved(record)
        if one.record is None and "DR-" in one.link.target
    ]
    assert loose == [("relates-to", "DR-002")]


def test_options(record: Record) -> None:
    shown = [
        (one.name, one.chosen, len(one.pros), len(one.cons), [(cost.label, cost.value) for cost in one.costs])
        for one in record.options
    ]
    assert shown == [
        ("Render", True, 8, 2, [("MVP", "$0/month (free tier)"), ("Production", "$14/month (web + worker)")]),
        (
            "Railway",
            False,
            4,
            4,
            [("MVP", "~$5/month (usage-based)"), ("Production", "$15-30/month (unpredictable)")],
        ),
        (
            "AWS (EC2/ECS)",
            False,
            4,
            4,
            [("MVP", "$25-50/month (t3.small instances)"), ("Production", "$100-300/month")],
        ),
    ]


def test_matrix(record: Record) -> None:
    (made,) = matrix.matrices(record)
    assert (len(made.criteria), made.options, made.weighted) == (7, ("Render", "Railway", "AWS"), True)
    assert [criterion.weight_raw for criterion in made.criteria] == [
        "Critical",
        "High",
        "High",
        "High",
        "Medium",
        "Medium",
        "Medium",
    ]
    assert [round(100 * fit) for fit in made.fit if fit is not None] == [100, 63, 47]
    assert made.chosen == 0


def test_the_other_files_are_documents(log: Log) -> None:
    assert len(log.records) == 1
    assert {document.path: document.kind for document in log.documents} == dict.fromkeys(
        (
            "backend-deployment-issues.md",
            "deployment-guide.md",
            "deployment-plan.md",
            "platform-comparison.md",
        ),
        "document",
    )
    comparison = log.documents_by_path["platform-comparison.md"]
    stars = [found for table in comparison.tables if (found := matrix.read(table)) is not None]
    fits = [sorted(round(100 * fit) for fit in found.fit if fit is not None) for found in stars]
    assert [50, 70, 80, 88] in fits


def test_a_review_from_waiting_to_its_record(corpora: Path, tmp_path: Path) -> None:
    """What the record waits for gets a day, comes without a review, and is answered: each step as a person takes it."""
    names = ("DR-001-backend-hosting-platform.md", "platform-comparison.md")
    for name in names:
        (tmp_path / name).write_bytes((corpora / "seeds" / "repo" / name).read_bytes())
    before = (tmp_path / names[0]).read_bytes()

    def adr(*words: str) -> str:
        assert main(["-C", str(tmp_path), *words]) == 0
        return state("2026-04-20")

    def state(day: str) -> str:
        opened = app.open_log(tmp_path)
        return app.make_report(opened, date.fromisoformat(day)).review(opened.log.records[0]).state

    assert state("2026-04-20") == "waiting"
    assert adr("event", "phase-12", "--expected", "2026-05-01", "--as-of", "2026-04-20") == "upcoming"
    assert (state("2026-03-31"), state("2026-05-02")) == ("fresh", "overdue")
    assert adr("event", "phase-12", "--occurred", "2026-04-20", "--as-of", "2026-04-20") == "breached"
    assert adr("review", "DR-001", "--reaffirm", "-m", "still Render", "--by", "@a", "--date", "2026-04-20") == "unscheduled"  # fmt: skip
    line = b"**Reviewed:** 2026-04-20 reaffirmed by @a: still Render"
    after = (tmp_path / names[0]).read_bytes().splitlines()
    assert [one.rstrip() for one in after if one not in before.splitlines()] == [line]
    assert len(after) == len(before.splitlines()) + 1
