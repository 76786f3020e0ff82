from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from decidedly import workspace
from decidedly.config import ConfigError
from decidedly.dialects import reading
from decidedly.discovery import STANDARD, open_workspace
from decidedly.text import Source
from decidedly.workspace import WorkspaceError

RECORD = "# {}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n"


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or RECORD.format(path.stem), encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository of git, and a log above it that nothing may find."""
    top = tmp_path / "repository"
    write(top / ".git/HEAD", "ref: refs/heads/main\n")
    write(tmp_path / "docs/adr/0099-above.md")
    return top


def found(start: Path, **options: Path) -> tuple[str, list[str]]:
    """Where the log is (from the repository's top), and its records."""
    place = open_workspace(start, **options)
    records = [record.path for record in workspace.load(place).records]
    return place.records.relative_to(place.root).as_posix(), records


# ------------------------------------------------------------------------------------------------------ discovery


@pytest.mark.parametrize("folder", STANDARD)
def test_the_usual_folders(root: Path, folder: str):
    write(root / folder / "0001-x.md")
    write(root / "src/deep/readme.txt", "x")
    assert found(root) == (folder, ["0001-x.md"])
    assert found(root / "src/deep") == (folder, ["0001-x.md"])
    assert found(root / folder) == (folder, ["0001-x.md"])
    assert open_workspace(root).root == root


def test_a_usual_folder_without_records_is_passed_over(root: Path):
    write(root / "adr/readme.md", "# Where decisions will be\n")
    write(root / "docs/decisions/0001-x.md")
    assert found(root)[0] == "docs/decisions"


def test_the_nearest_log_wins(root: Path):
    write(root / "docs/adr/0001-x.md")
    write(root / "service/docs/adr/0002-y.md")
    assert found(root / "service") == ("service/docs/adr", ["0002-y.md"])
    assert found(root) == ("docs/adr", ["0001-x.md"])


def test_nothing_above_the_repository_is_found(root: Path):
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(root)
    assert caught.value.exit_code == 3
    assert "--dir" in str(caught.value)


@pytest.mark.parametrize("folder", ["rfcs", "ADR", "src/adr", "docs/arch", "doc/decisions", "a/b/c", ""])
def test_a_log_anywhere_is_known_by_its_looks(root: Path, folder: str):
    for number in range(1, 4):
        write(root / folder / f"{number:04}-x.md")
    write(root / "notes.md", "# Notes\n\nSome.\n")
    assert found(root)[0] == (folder or ".")
    assert len(found(root)[1]) == 3


def test_proposals_of_which_only_the_file_beside_tells(root: Path):
    for number in (7, 12, 130):
        folder = root / f"keps/sig-tea/{number}-cups"
        write(folder / "README.md", "# Cups\n\n## Summary\n\nCups.\n")
        write(folder / "kep.yaml", f"title: Cups\nkep-number: {number}\nstatus: implementable\n")
    assert found(root)[0] == "keps/sig-tea"
    assert len(found(root)[1]) == 3


def test_a_log_in_folders_by_subject(root: Path):
    for number, folder in enumerate(("safety", "work", "tools", "safety"), 1):
        write(root / folder / f"{number:03}-x.md")
    assert found(root) == (".", ["safety/001-x.md", "safety/004-x.md", "tools/003-x.md", "work/002-x.md"])


def test_folders_that_are_not_the_projects_own_are_not_searched(root: Path):
    for folder in ("node_modules/x/docs", "vendor/y", ".hidden", "_site", "target", "versioned_docs/v1"):
        write(root / folder / "0001-x.md")
    with pytest.raises(WorkspaceError):
        open_workspace(root)


@pytest.mark.parametrize(
    "folder",
    [".adr", "lib/.adr", ".architecture/decisions", ".github/docs/adr", ".team/decisions", "docs/.rfcs", ".notes/doc/adrs"],
)  # fmt: skip
def test_a_log_behind_a_leading_dot(root: Path, folder: str):
    write(root / folder / "0001-x.md")
    write(root / "readme.md", "# The project\n")
    assert found(root) == (folder, ["0001-x.md"])
    assert found(root / folder) == (folder, ["0001-x.md"])


def test_many_decisions_in_one_file_are_named(root: Path):
    text = "# Decisions\n\n## ADR-1: A\n\nStatus: Accepted\n\n## ADR-2: B\n\n- **Status**: Proposed\n"
    write(root / "docs/DECISIONS.md", text)
    with pytest.raises(WorkspaceError, match=r"docs/DECISIONS\.md holds 2 decisions, and each needs a file"):
        open_workspace(root)
    with pytest.raises(WorkspaceError, match=r"DECISIONS\.md holds 2 decisions") as error:
        workspace.load(open_workspace(root, records=Path("docs")))
    assert error.value.exit_code == 3


def test_a_log_without_a_dot_comes_first(root: Path):
    write(root / ".team/decisions/0001-x.md")
    write(root / "notes/0002-y.md")
    assert found(root) == ("notes", ["0002-y.md"])


@pytest.mark.parametrize("folder", [".git", ".venv", ".tox", ".cache", ".mypy_cache", ".history", ".vendor"])
@pytest.mark.parametrize("inner", ["adr", "docs/adr", "x/adr"])
def test_no_log_is_sought_among_what_tools_keep(root: Path, folder: str, inner: str):
    write(root / folder / inner / "0001-x.md")
    with pytest.raises(WorkspaceError):
        open_workspace(root)


def test_folders_with_a_dot_inside_a_log_are_not_read(root: Path):
    write(root / "docs/adr/0001-x.md")
    write(root / "docs/adr/.drafts/0002-y.md")
    write(root / "docs/adr/.adr/0003-z.md")
    assert found(root) == ("docs/adr", ["0001-x.md"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("adr.toml", 'records = "my/log"'),
        ("pyproject.toml", '[tool.adr]\nrecords = "my/log"'),
        (".adr-dir", "my/log\n"),
        (".adr-dir", "my/log\r\n"),
        ("adrs.toml", 'adr_dir = "my/log"'),
        (".log4brains.yml", "project:\n  name: X\n  adrFolder: ./my/log\n"),
        (".adr.json", '{"path": "my/log"}'),
        ("adr.config.json", '{"adrDir": "my/log"}'),
    ],
)
def test_configuration_comes_before_the_usual_folders(root: Path, name: str, text: str):
    write(root / "docs/adr/0001-usual.md")
    write(root / "my/log/0002-named.md")
    write(root / name, text)
    write(root / "my/below/x.txt", "x")
    for start in (root, root / "my", root / "my/below", root / "my/log"):
        assert found(start) == ("my/log", ["0002-named.md"])


def test_a_configuration_without_a_folder_still_configures(root: Path):
    write(root / "docs/adr/0001-x.md", RECORD.format("X").replace("Accepted", "Open"))
    write(root / "adr.toml", 'statuses = ["open", "closed"]')
    place = open_workspace(root / "docs/adr")
    (record,) = workspace.load(place).records
    assert record.status is not None
    assert (record.status.name, record.status.known) == ("open", True)


def test_a_records_folder_that_was_entered_belongs_to_the_configuration_above(root: Path):
    write(
        root / ".log4brains.yml",
        "project:\n  name: X\n  adrFolder: docs/adr\n  packages:\n    - {name: api, path: api, adrFolder: api/docs/adr}\n",
    )
    write(root / "docs/adr/20240101-main.md")
    write(root / "api/docs/adr/20240102-api.md")
    wanted = (".", ["api/docs/adr/20240102-api.md", "docs/adr/20240101-main.md"])
    for start in (root, root / "docs/adr", root / "api/docs/adr", root / "api"):
        assert found(start) == wanted
    log = workspace.load(open_workspace(root))
    assert [record.id for record in log.records] == ["api/20240102-api", "20240101-main"]
    assert log.local_ids


def test_an_old_folder_that_was_entered_is_its_own_log(root: Path):
    write(root / "adr.toml", 'records = "docs/decisions"')
    write(root / "docs/decisions/0001-new.md")
    write(root / "old/adr/0002-old.md")
    assert found(root / "old/adr") == ("old/adr", ["0002-old.md"])
    assert found(root / "old")[0] == "old/adr"
    assert found(root)[0] == "docs/decisions"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (".adr-dir", "gone", "not there"),
        (".adr-dir", "../docs/adr", "outside"),
        ("adr.toml", 'records = "gone"', "gone"),
        ("adr.toml", 'records = "notes.txt"', "notes.txt"),
    ],
)
def test_a_configured_folder_that_cannot_be_used(root: Path, name: str, text: str, said: str):
    write(root / "docs/adr/0001-x.md")
    write(root / "notes.txt", "x")
    write(root / name, text)
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(root)
    assert caught.value.exit_code == 2
    assert name in str(caught.value)
    assert said in str(caught.value)


def test_broken_configuration_is_said(root: Path):
    write(root / "adr.toml", "records = ")
    with pytest.raises(ConfigError, match=r"adr\.toml"):
        open_workspace(root)


def test_a_named_configuration_file(root: Path):
    write(root / "docs/adr/0001-x.md")
    write(root / "my/log/0002-named.md")
    other = write(root / "my/other.toml", 'records = "log"')
    assert found(root, config_file=other) == ("my/log", ["0002-named.md"])
    with pytest.raises(WorkspaceError, match=r"gone\.toml"):
        open_workspace(root, config_file=root / "gone.toml")


# ------------------------------------------------------------------------------------------------------ --dir


def test_a_named_folder(root: Path):
    write(root / "docs/adr/0001-x.md")
    write(root / "elsewhere/0002-y.md")
    assert found(root, records=Path("elsewhere")) == ("elsewhere", ["0002-y.md"])
    assert found(root / "docs", records=Path("../elsewhere")) == ("elsewhere", ["0002-y.md"])


@pytest.mark.parametrize(("name", "said"), [("gone", "no such folder"), ("notes.md", "not a folder")])
def test_a_named_folder_that_is_none(root: Path, name: str, said: str):
    write(root / "notes.md", "x")
    with pytest.raises(WorkspaceError, match=said) as caught:
        open_workspace(root, records=Path(name))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("files", "said"), [([], "no Markdown files"), (["a.md", "b.md"], "2 Markdown files")]
)
def test_a_named_folder_without_records_is_never_clean(root: Path, files: list[str], said: str):
    (root / "empty").mkdir()
    for name in files:
        write(root / "empty" / name, "# Notes\n")
    place = open_workspace(root, records=Path("empty"))
    with pytest.raises(WorkspaceError, match=said) as caught:
        workspace.load(place)
    assert caught.value.exit_code == 3
    assert workspace.load(place, empty_ok=True).records == ()


def test_a_start_that_is_not_there(root: Path):
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(root / "gone")
    assert caught.value.exit_code == 2


def test_outside_git_the_start_is_the_root(tmp_path: Path):
    write(tmp_path / "above/adr/0001-x.md")
    write(tmp_path / "above/here/notes.md", "x")
    with pytest.raises(WorkspaceError):
        open_workspace(tmp_path / "above/here")
    assert found(tmp_path / "above") == ("adr", ["0001-x.md"])


# ------------------------------------------------------------------------------------------------------ reading


def test_files_and_documents(root: Path):
    write(root / "docs/adr/0001-x.md")
    write(root / "docs/adr/README.md", "# Index\n")
    write(root / "docs/adr/guide.mdx", "# Guide\n")
    write(root / "docs/adr/images/a.png", "png")
    write(root / "docs/adr/template.md", RECORD.format("T"))
    log = workspace.load(open_workspace(root))
    assert [record.path for record in log.records] == ["0001-x.md"]
    assert {one.path: one.kind for one in log.documents} == {
        "README.md": "index",
        "guide.mdx": "document",
        "template.md": "template",
    }
    assert log.files == {"images/a.png"}


@pytest.mark.parametrize(
    ("patterns", "wanted"),
    [
        ('exclude = ["archive/*"]', ["0001-x.md", "team/0003-z.md"]),
        ('exclude = ["archive"]', ["0001-x.md", "team/0003-z.md"]),
        ('exclude = ["archive/", "team/**"]', ["0001-x.md"]),
        ('include = ["team/*"]', ["team/0003-z.md"]),
        ('include = ["*.md"]\nexclude = ["0001*"]', ["archive/0002-y.md", "team/0003-z.md"]),
    ],
)
def test_include_and_exclude(root: Path, patterns: str, wanted: list[str]):
    for name in ("0001-x.md", "archive/0002-y.md", "team/0003-z.md", "a.png"):
        write(root / "docs/adr" / name)
    write(root / "adr.toml", f'records = "docs/adr"\n{patterns}')
    log = workspace.load(open_workspace(root))
    assert [record.path for record in log.records] == wanted
    assert log.files == {"a.png"}


def test_the_output_folder_is_not_read(root: Path):
    write(root / "docs/adr/0001-x.md")
    write(root / "docs/adr/public/0001-x.md")
    write(root / "adr.toml", 'records = "docs/adr"\noutput = "docs/adr/public"')
    assert found(root)[1] == ["0001-x.md"]


def test_events(root: Path):
    write(root / "docs/adr/0001-x.md")
    place = open_workspace(root)
    assert workspace.events(place) == {}
    write(
        root / "docs/adr/events.yaml",
        "phase-12: {title: Before production, expected: 2026-05-01, occurred: null}\nlaunch:\n  occurred: 2026-01-02\nplain: 2026-03-04\nodd: [1]\n12: {expected: never}\n",
    )
    events = workspace.events(place)
    assert (events["phase-12"].title, events["phase-12"].expected, events["phase-12"].occurred) == (
        "Before production",
        date(2026, 5, 1),
        None,
    )
    assert events["launch"].occurred == date(2026, 1, 2)
    assert events["plain"].expected == date(2026, 3, 4)
    write(root / "docs/adr/events.yaml", "a: [")
    assert workspace.events(place) == {}


# ------------------------------------------------------------------------------------------------------ read once


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was taken to pieces."""
    counted: Counter[str] = Counter()
    whole = reading.take_apart

    def take_apart(source: Source) -> reading.Pieces:
        counted[source.text] += 1
        return whole(source)

    monkeypatch.setattr(reading, "take_apart", take_apart)
    return counted


@pytest.mark.parametrize("folder", ["", "src/notes/deep"])
def test_no_text_is_taken_to_pieces_twice(root: Path, readings: Counter[str], folder: str):
    for number in range(1, 6):
        write(root / folder / f"000{number}-x.md")
    write(root / folder / "guide.md", "# How we decide\n")
    write(root / "README.md", "# A project\n")
    place = open_workspace(root)
    assert place.found_by == "what its files look like"
    assert len(workspace.load(place).records) == 5
    assert set(readings.values()) == {1}


def test_a_usual_folder_of_records_without_numbers_is_read_once(root: Path, readings: Counter[str]):
    for name in ("one", "two"):
        write(root / "docs/adr" / f"{name}.md", RECORD.format(f"Use {name}"))
    assert found(root) == ("docs/adr", ["one.md", "two.md"])
    assert set(readings.values()) == {1}


def test_the_log_found_is_the_log_named(root: Path):
    """What was read on the way is seen from elsewhere: nothing of it shows."""
    for number in range(1, 4):
        write(root / "src/notes" / f"000{number}-x.md")
    write(root / "src/notes/0004-y.md", "# Something\n\n## Context\n\nx\n")
    searched, named = open_workspace(root), open_workspace(root, records=root / "src/notes")
    assert searched.records == named.records
    assert workspace.load(searched) == workspace.load(named)
