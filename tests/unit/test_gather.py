"""What git and the disk tell the rules, in a real repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from decidedly import discovery, gather, git, workspace
from decidedly.git import Repository
from decidedly.workspace import Workspace

RECORD = "# {number}. {title}\n\nDate: 2025-01-01\n\n## Status\n\nAccepted\n\n## Decision\n\nYes.\n"


def run(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def add(folder: Path, number: int, title: str) -> None:
    name = f"{number:04}-{title.lower().replace(' ', '-')}.md"
    (folder / "docs" / "adr" / name).write_text(RECORD.format(number=number, title=title), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """main: 1; other: 1 and 2 (a queue); topic, checked out: 1 and 2 (a cache)."""
    folder = tmp_path / "repo"
    (folder / "docs" / "adr").mkdir(parents=True)
    run(folder, "init", "-q", "-b", "main")
    add(folder, 1, "Language")
    (folder / "docs" / "adr" / "events.yaml").write_text("phase-1: {title: One}\n", encoding="utf-8")
    run(folder, "add", ".")
    run(folder, "commit", "-qm", "one")
    run(folder, "checkout", "-qb", "other")
    add(folder, 2, "Queue")
    run(folder, "add", ".")
    run(folder, "commit", "-qm", "two")
    run(folder, "checkout", "-q", "main")
    run(folder, "checkout", "-qb", "topic")
    add(folder, 2, "Cache")
    return discovery.open_workspace(folder)


def base(place: Workspace, name: str, *, branches: bool = True) -> gather.Base:
    return gather.base(place, workspace.load(place), name, "docs/adr/", branches=branches)


def test_the_log_at_the_base(place: Workspace) -> None:
    found = base(place, "main")
    assert [record.path for record in found.log.records] == ["0001-language.md"]
    assert found.world.events_text == "phase-1: {title: One}\n"
    assert found.world.present(["0001-language.md", "0002-cache.md", "../../x"]) == {"0001-language.md"}


def test_the_base_of_logs_behind_a_leading_dot(place: Workspace) -> None:
    """Also where a configuration joins two, so that the dot stands in the names of their files."""
    for folder in (".github/adr", "lib/.adr"):
        (place.root / folder).mkdir(parents=True)
        (place.root / folder / "0001-language.md").write_text(
            RECORD.format(number=1, title="X"), encoding="utf-8"
        )
    (place.root / ".log4brains.yml").write_text(
        "project:\n  name: X\n  adrFolder: .github/adr\n  packages: [{name: a, path: lib, adrFolder: lib/.adr}]\n",
        encoding="utf-8",
    )
    run(place.root, "add", ".")
    run(place.root, "commit", "-qm", "three")
    there = discovery.open_workspace(place.root)
    found = gather.base(there, workspace.load(there), "HEAD", "", branches=False)
    assert [record.path for record in found.log.records] == [
        ".github/adr/0001-language.md",
        "lib/.adr/0001-language.md",
    ]


def test_the_base_is_where_histories_parted(place: Workspace) -> None:
    """What has happened on the other branch since is none of ours."""
    found = base(place, "other")
    assert [record.path for record in found.log.records] == ["0001-language.md"]


def test_ids_of_others(place: Workspace) -> None:
    assert base(place, "main").taken == {"0002": ("other",)}
    run(place.root, "branch", "-q", "same", "other")
    assert set(base(place, "main").taken["0002"]) == {"other", "same"}


def test_a_record_of_ours_that_others_have_too_is_no_clash(place: Workspace) -> None:
    run(place.root, "add", ".")
    run(place.root, "commit", "-qm", "cache")
    run(place.root, "branch", "-q", "copy")
    run(place.root, "branch", "-qD", "other")
    assert base(place, "main").taken == {}


def test_what_is_renamed_is_no_clash(place: Workspace) -> None:
    run(place.root, "branch", "-qD", "other")
    records = place.records
    (records / "0001-language.md").rename(records / "0001-tongue.md")
    assert base(place, "main").taken == {}


@pytest.mark.parametrize("name", ["nowhere", "--help", "", "a\nb", "main:docs", "HEAD^{tree}"])
def test_no_such_base(place: Workspace, name: str) -> None:
    with pytest.raises(gather.BaseError):
        base(place, name)


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "0001-a.md").write_text(RECORD.format(number=1, title="A"), encoding="utf-8")
    place = discovery.open_workspace(tmp_path)
    with pytest.raises(gather.BaseError, match="no git repository"):
        gather.base(place, workspace.load(place), "main", "", branches=True)


def test_processes_do_not_grow_with_records(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def count() -> int:
        calls: list[tuple[str, ...]] = []
        real = Repository.run_bytes

        def counted(self: Repository, *arguments: str, given: bytes = b"") -> bytes | None:
            calls.append(arguments)
            return real(self, *arguments, given=given)

        with monkeypatch.context() as patch:
            patch.setattr(Repository, "run_bytes", counted)
            base(place, "main")
        return len(calls)

    few = count()
    run(place.root, "checkout", "-q", "main")
    for number in range(10, 40):
        add(place.root, number, f"More {number}")
    run(place.root, "add", "docs/adr")
    run(place.root, "commit", "-qm", "many")
    assert count() <= few


def test_the_tree_is_what_git_would_take(place: Workspace) -> None:
    (place.root / ".gitignore").write_text("*.log\n", encoding="utf-8")
    (place.root / "x.log").write_text("x", encoding="utf-8")
    (place.root / "näher.txt").write_text("x", encoding="utf-8")
    tree = gather.Disk(place, "docs/adr/").tree
    assert {".gitignore", "näher.txt", "docs/adr/0001-language.md"} <= tree
    assert "x.log" not in tree


def test_contents_in_one_process(place: Workspace) -> None:
    repository = git.repository(place.root)
    assert repository is not None
    commit = repository.commit("other")
    assert commit is not None
    tree = repository.tree(commit, "docs/adr")
    assert set(tree) == {"docs/adr/0001-language.md", "docs/adr/0002-queue.md", "docs/adr/events.yaml"}
    contents = repository.contents(tree.values())
    assert contents[tree["docs/adr/events.yaml"].hash] == b"phase-1: {title: One}\n"
    assert repository.trees([commit, "0" * 40], "docs/adr/")["0" * 40] == ""
    assert repository.contents([git.Blob("0" * 40, 1)]) == {}


def test_texts_in_memory_are_read_as_from_the_disk(place: Workspace) -> None:
    log = workspace.load(place)
    text = RECORD.format(number=1, title="Changed")
    made = gather.with_texts(place, log, {"0001-language.md": text})
    (place.records / "0001-language.md").write_text(text, encoding="utf-8", newline="")
    assert [(one.path, one.title, one.links) for one in made.records] == [
        (one.path, one.title, one.links) for one in workspace.load(place).records
    ]


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_odd_names(place: Workspace) -> None:
    (place.records / "0003-a\tb.md").write_text(RECORD.format(number=3, title="Odd"), encoding="utf-8")
    run(place.root, "add", ".")
    run(place.root, "commit", "-qm", "odd")
    found = base(place, "topic")
    assert "0003-a\tb.md" in found.log.by_path


def test_folders_are_told_from_files(place: Workspace) -> None:
    wanted = ["0001-language.md", "../../docs", "nowhere", "../../..", "/", "x\0y"]
    assert workspace.present(place, wanted) == {"0001-language.md", "../../docs/"}
