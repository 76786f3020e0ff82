"""Which decisions govern which files, and what is said of it."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt

from decidedly import app, dialects, resources
from decidedly.governing import governed
from decidedly.log import Log
from decidedly.outputs import governing as output
from decidedly.report import Report
from decidedly.review import Review
from decidedly.scope import governing
from decidedly.text import Source

FILES = [
    "backend/app.py",
    "backend/worker/tasks.py",
    "backend/worker/README.md",
    "web/index.ts",
    "render.yaml",
]


def record(number: int, head: str = "status: accepted", body: str = "Yes.") -> Source:
    text = f"---\n{head}\n---\n# Question {number}\n\n## Context\n\n{body}\n\n## Decision\n\nYes.\n"
    return Source(f"{number:04}-question.md", text)


def log_of(*sources: Source) -> Log:
    reading = dialects.read_all(sources)
    return Log.of(reading.records, reading.documents)


def found(
    *sources: Source, paths: list[str] = FILES, prefix: str = "docs/adr/"
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Number of the record → the words that say so → the files."""
    return {
        one.record.path[:4]: {why.words: why.paths for why in one.because}
        for one in governing(log_of(*sources), paths, prefix)
    }


@pytest.mark.parametrize(
    ("scope", "meant"),
    [
        ('["backend/**"]', {"backend/**": tuple(FILES[:3])}),
        ('["backend/"]', {"backend/": tuple(FILES[:3])}),
        ('["*.py"]', {"*.py": tuple(FILES[:2])}),
        ('["/worker"]', {}),
        ("[worker]", {"worker": tuple(FILES[1:3])}),
        ('["backend/**", "!*.md"]', {"backend/**": tuple(FILES[:2])}),
        ('["!*.md", "backend/**"]', {"backend/**": tuple(FILES[:3])}),
        ('["backend/**", "!backend/worker", "backend/worker/tasks.py"]',
         {"backend/**": (FILES[0],), "backend/worker/tasks.py": (FILES[1],)}),
        ('["[z-a", "**"]', {"**": tuple(FILES)}),
    ],
)  # fmt: skip
def test_patterns(scope: str, meant: dict[str, tuple[str, ...]]):
    assert found(record(1, f"status: accepted\napplies-to: {scope}")).get("0001", {}) == meant


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("See [it](../../backend/app.py).", {"../../backend/app.py": (FILES[0],)}),
        ("See [it](../../backend/worker/).", {"../../backend/worker/": tuple(FILES[1:3])}),
        ("See [it](/render.yaml#L3).", {"/render.yaml#L3": (FILES[4],)}),
        ("It is in backend/app.py:30-42.", {"backend/app.py": (FILES[0],)}),
        ("It is `backend/worker/tasks.py`.", {"backend/worker/tasks.py": (FILES[1],)}),
        ("It is in `./web/`.", {"./web/": (FILES[3],)}),
        ("It is `app.py`, or `worker`, or `*/app.py`, or `https://x.example/backend/app.py`.", {}),
        ("It is [the repository](../../) or [here](.).", {}),
        ("```\n[it](../../backend/app.py)\n```", {}),
    ],
)
def test_what_a_text_refers_to(body: str, meant: dict[str, tuple[str, ...]]):
    assert found(record(1, body=body)).get("0001", {}) == meant


def test_only_what_is_in_force_and_never_itself():
    scope = 'applies-to: ["**"]'
    sources = [
        record(1, f"status: superseded\n{scope}"),
        record(2, f"status: proposed\n{scope}"),
        record(3, f"status: accepted\n{scope}"),
        record(4, f"status: accepted\nsupersedes: [1]\n{scope}"),
        record(5, f"status: accepted\n{scope}", "`web/index.ts`"),
        record(6, "status: accepted", "`web/index.ts`"),
    ]
    assert list(found(*sources)) == ["0003", "0004", "0005", "0006"]
    own = found(*sources, paths=["docs/adr/0003-question.md", "x.py"])
    assert own["0003"] == {"**": ("x.py",)}
    assert list(found(*sources, paths=["docs/adr/0003-question.md"])) == ["0004", "0005"]


def test_a_link_to_another_record_is_no_word_on_its_file():
    sources = [
        record(1, "status: accepted"),
        record(2, "status: accepted", "See [that](0001-question.md) and `docs/adr/0001-question.md`."),
        record(3, 'status: accepted\napplies-to: ["docs/adr/**"]'),
    ]
    assert found(*sources, paths=["docs/adr/0001-question.md"]) == {
        "0003": {"docs/adr/**": ("docs/adr/0001-question.md",)}
    }


# ------------------------------------------------------------------------------------------------------- on the disk


def run(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    for name in (*FILES, "docs/adr/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_text("one\n", encoding="utf-8")
    for number, head in ((1, 'applies-to: ["backend/**"]\nreview: 2026-01-01'), (2, "applies-to: [web/]")):
        one = record(number, f"status: accepted\nowner: '@alice'\n{head}")
        (folder / "docs" / "adr" / one.path).write_text(one.text, encoding="utf-8")
    run(folder, "init", "-q", "-b", "main")
    run(folder, "add", ".")
    run(folder, "commit", "-qm", "one")
    run(folder, "checkout", "-qb", "topic")
    return folder


def asked(
    folder: Path, *paths: str, start: Path | None = None, **more: object
) -> tuple[list[str], list[str]]:
    """What was understood, and the ids of what governs it."""
    answer = governed(app.open_log(folder), date(2026, 2, 1), paths, start or folder, **more)  # type: ignore[arg-type]
    return list(answer.paths), [one.record.id for one in answer.decisions]


def test_paths_as_people_name_them(repository: Path):
    backend = ["backend/app.py", "backend/worker/README.md", "backend/worker/tasks.py"]
    assert asked(repository, "backend") == (backend, ["0001"])
    assert asked(repository, "worker/tasks.py", start=repository / "backend") == (backend[2:], ["0001"])
    assert asked(repository, "../web", start=repository / "backend") == (["web/index.ts"], ["0002"])
    assert asked(repository, str(repository / "render.yaml")) == (["render.yaml"], [])
    assert asked(repository, "backend\\app.py") == (backend[:1], ["0001"])
    (repository / "web" / "index.ts").unlink()
    assert asked(repository, "web/index.ts") == (["web/index.ts"], ["0002"]), "git still knows it"
    for wrong in ("no/such.py", "..", "a\0b", ""):
        with pytest.raises(app.AppError):
            asked(repository, wrong)


def test_paths_as_other_programs_list_them(repository: Path):
    listed = ["web/index.ts", "tasks.py", "backend/gone.py"]
    assert asked(repository, listed=listed, start=repository / "backend" / "worker") == (
        ["web/index.ts", "backend/worker/tasks.py", "backend/worker/backend/gone.py"],
        ["0001", "0002"],
    )


def test_what_a_branch_changes(repository: Path):
    assert asked(repository, base="main") == ([], [])
    (repository / "web" / "new.ts").write_text("new\n", encoding="utf-8")
    run(repository, "mv", "backend/app.py", "backend/moved.py")
    run(repository, "commit", "-qam", "move")
    (repository / "render.yaml").write_text("two\n", encoding="utf-8")
    paths, decisions = asked(repository, base="main")
    assert paths == ["backend/app.py", "backend/moved.py", "render.yaml", "web/new.ts"]
    assert decisions == ["0001", "0002"]
    for wrong in ("nothing", "--help", "main\n"):
        with pytest.raises(app.AppError):
            asked(repository, base=wrong)


# ------------------------------------------------------------------------------------------------------- as it is told

HOSTILE = (
    "@everybody fixes #1, !2 and GH-3 at https://x.example www.x.example 1234567 <img src=x> [l](u) `a` | b"
)


def report_of(*sources: Source) -> Report:
    log = log_of(*sources)
    day = date(2026, 1, 1)
    return Report(log, date(2026, 2, 1), tuple(Review(one, "overdue", day, HOSTILE) for one in log.records))


def test_json_keeps_its_contract(repository: Path):
    answer = governed(app.open_log(repository), date(2026, 2, 1), ["backend/app.py"], repository)
    data = json.loads(output.as_json(answer.report, answer.paths, answer.decisions, "main"))
    jsonschema.validate(data, json.loads(resources.read_text(resources.schemas(), "governing-1.json")))
    (one,) = data["decisions"]
    assert (data["paths"], one["id"], one["owners"]) == (["backend/app.py"], "0001", ["@alice"])
    assert one["because"] == [{"kind": "applies-to", "words": "backend/**", "paths": ["backend/app.py"]}]
    assert one["review"] == {"state": "overdue", "due": "2026-01-01", "reason": "by 2026-01-01"}


def test_nothing_in_a_record_calls_anybody():
    head = f"status: accepted\nanswer: {json.dumps(HOSTILE)}\napplies-to: ['**', {json.dumps(HOSTILE)}]"
    source = Source("0001-x.md", record(1, head).text.replace("Question 1", HOSTILE))
    report = report_of(source)
    text = output.markdown(report, governing(report.log, ["a/`x` @bob #7"], ""), "https://git.example/{path}")
    assert text.startswith(output.MARKER + "\n")
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert shown.count("<a ") == 1
    assert 'href="https://git.example/0001-x.md"' in shown
    for active in ("<img", "<code", "@everybody", "#1", "!2", "GH-3", "https://x", "www.x", "1234567"):
        assert active not in shown.replace('href="https://git', ""), active
    assert "fixes" in shown
    assert output.markdown(report, ()) == ""


def test_a_long_list_is_cut():
    sources = [record(number, 'status: accepted\napplies-to: ["**"]') for number in range(1, 60)]
    report = report_of(*sources)
    text = output.markdown(report, governing(report.log, FILES, ""))
    assert text.count("\n- ") == output.MOST
    assert "And 19 more" in text
