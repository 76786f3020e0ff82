"""Renumbering records whose folder holds the number, on a real disk."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from decidedly.app import AppError, open_log
from decidedly.decide import Decided
from decidedly.renumber import renumber

IMAGE = b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x81"
BODY = "\n## Status\n\nAccepted\n\n## Decision\n\nRedis.\n"


def fill(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = root / "adr" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def move(root: Path, spelling: str, to: int | None = None, *, dry_run: bool = False) -> Decided:
    return renumber(open_log(root), root, spelling, to=to, dry_run=dry_run)


def found(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root / "adr").as_posix(): file.read_bytes()
        for file in (root / "adr").rglob("*")
        if file.is_file()
    }


def test_everything_in_the_folder_moves(tmp_path: Path) -> None:
    """Images, hidden files, what the walk skips, folders below; folders that held nothing go."""
    files: dict[str, str | bytes] = {
        "0001-queue/README.md": "# 1. Queue\n" + BODY,
        "0001-queue/img/plan.png": IMAGE,
        "0001-queue/.keep": "",
        "0001-queue/build/out.bin": IMAGE * 3,
        "0001-queue/notes/deep.md": "# Deep\n\n[up](../README.md) ![plan](../img/plan.png)\n",
        "0002-cache.md": "# 2. Cache\n\n![plan](0001-queue/img/plan.png)\n" + BODY,
    }
    root = fill(tmp_path, files)
    (root / "adr/0001-queue/empty").mkdir()
    decided = move(root, "1", 3)
    after = found(root)
    assert after.keys() == {name.replace("0001", "0003") for name in files}
    assert after["0003-queue/img/plan.png"] == IMAGE
    assert after["0003-queue/build/out.bin"] == IMAGE * 3
    assert after["0003-queue/README.md"] == ("# 3. Queue\n" + BODY).encode()
    assert after["0003-queue/notes/deep.md"] == files["0001-queue/notes/deep.md"].encode()  # type: ignore[union-attr]
    assert b"](0003-queue/img/plan.png)" in after["0002-cache.md"]
    assert not (root / "adr/0001-queue").exists()
    assert decided.done["0003-queue/README.md"] == ("0001 → 0003, with 3 files beside it",)


def test_a_folder_that_is_a_bare_number(tmp_path: Path) -> None:
    """Its name means nothing by itself: only paths that lead into it change."""
    root = fill(
        tmp_path,
        {
            "0001/README.md": "# 1. Queue\n\n![a](plan.png) ![b](../0001/plan.png)\n" + BODY,
            "0001/plan.png": IMAGE,
            "0002/README.md": "# 2. Cache\n\n[q](../0001/README.md) ![c](../0001/plan.png) 0001 stays\n"
            + BODY,
        },
    )
    move(root, "1", 7)
    after = found(root)
    assert after["0007/README.md"].startswith(b"# 7. Queue\n\n![a](plan.png) ![b](../0007/plan.png)\n")
    assert b"[q](../0007/README.md) ![c](../0007/plan.png) 0001 stays" in after["0002/README.md"]
    assert after["0007/plan.png"] == IMAGE


def test_a_file_of_the_same_name_stays(tmp_path: Path) -> None:
    """The image beside `0001-queue.md` has its name by chance: the file stays, and so do the links to it."""
    root = fill(
        tmp_path,
        {
            "0001-queue.md": "# 1. Queue\n\n![plan](0001-queue.png), 0001-queue.md\n" + BODY,
            "0001-queue.png": IMAGE,
        },
    )
    move(root, "1", 2)
    after = found(root)
    assert after.keys() == {"0002-queue.md", "0001-queue.png"}
    assert b"![plan](0001-queue.png), 0002-queue.md" in after["0002-queue.md"]


def test_conflicts_between_folders(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    root = fill(tmp_path, {"0001-queue/README.md": "# 1. Queue\n" + BODY})
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "one"], check=True)
    fill(tmp_path, {"0001-cache/README.md": "# 1. Cache\n" + BODY, "0001-cache/plan.png": IMAGE})
    renumber(open_log(root), root, conflicts=True, base="main")
    assert found(root).keys() == {"0001-queue/README.md", "0002-cache/README.md", "0002-cache/plan.png"}


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_in_the_folder_is_refused(tmp_path: Path) -> None:
    root = fill(tmp_path, {"0001-queue/README.md": "# 1. Queue\n" + BODY, "plan.png": IMAGE})
    (root / "adr/0001-queue/plan.png").symlink_to("../plan.png")
    before = found(root)
    with pytest.raises(AppError, match=r"0001-queue/plan\.png is a link; move the folder 0001-queue by hand"):
        move(root, "1", 2)
    assert found(root) == before


def test_another_repository_in_the_folder_is_refused(tmp_path: Path) -> None:
    root = fill(
        tmp_path, {"0001-queue/README.md": "# 1. Queue\n" + BODY, "0001-queue/sub/.git": "gitdir: x\n"}
    )
    with pytest.raises(AppError, match=r"sub/\.git is another repository's"):
        move(root, "1", 2)


def test_git_takes_the_diff(tmp_path: Path) -> None:
    """With an image, whose move is a rename without content."""
    root = fill(
        tmp_path,
        {
            "0001 queue/README.md": "# 1. Queue\n" + BODY,
            "0001 queue/plan.png": IMAGE,
            "0002-cache.md": "# 2. Cache\n\n[q](<0001 queue/README.md>)\n" + BODY,
        },
    )
    patch = move(root, "1", 3, dry_run=True).changes.patch("adr/")
    assert set(found(root)) == {"0001 queue/README.md", "0001 queue/plan.png", "0002-cache.md"}
    subprocess.run(["git", "-C", str(root), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(root), "apply", "-"], input=patch, check=True)
    after = found(root)
    assert after.keys() == {"0003 queue/README.md", "0003 queue/plan.png", "0002-cache.md"}
    assert after["0003 queue/plan.png"] == IMAGE
    assert b"[q](<0003 queue/README.md>)" in after["0002-cache.md"]


def test_keys_that_hold_every_record_s_number_follow_it(tmp_path: Path) -> None:
    """A page's address or place in a menu; but no number that only happens to be the record's."""
    page = "---\nslug: {0}\nweight: {1}\n---\n\n# {0}. Queue\n" + BODY
    root = fill(tmp_path, {f"000{number}-a{number}.md": page.format(number, 2) for number in (1, 2)})
    move(root, "2", 7)
    assert found(root)["0007-a2.md"] == page.format(7, 2).encode()


def test_the_heading_of_the_record_that_keeps_the_number_stays(tmp_path: Path) -> None:
    """Its id in the heading means itself, wherever it stands there."""
    page = "# Shop - ADR-0001 - {0}\n" + BODY
    files: dict[str, str | bytes] = {f"ADR-0001-{name}.md": page.format(name) for name in ("a", "b")}
    root = fill(tmp_path, files)
    renumber(open_log(root), root, conflicts=True)
    assert found(root) == {
        "ADR-0001-a.md": page.format("a").encode(),
        "ADR-0002-b.md": page.format("b").replace("0001", "0002").encode(),
    }


def _record(number: int, title: str, more: str = "") -> str:
    return f"# {number}. {title}\n\n## Status\n\nAccepted\n\n## Decision\n\n{title}. {more}\n"


def _two_branches(root: Path) -> None:
    """`main` has Rust as number 2, the branch that is checked out has Go; each speaks of itself, and a README of either."""
    git = ["git", "-C", str(root), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    fill(root, {"0001-a.md": _record(1, "Start")})
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "one"], check=True)
    fill(root, {"0002-rust.md": _record(2, "Rust", "See ADR-0002 (this record).")})
    (root / "README.md").write_text("ADR-0002 is Rust\n")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "two"], check=True)
    fill(root, {"0002-go.md": _record(2, "Go", "See ADR-0002 (this record) and ADR 2.")})
    with (root / "README.md").open("a") as readme:
        readme.write("Go: ADR-0002, adr/0002-go.md\n")


def test_a_record_that_names_its_own_number_means_itself(tmp_path: Path) -> None:
    """What moves takes its own mentions along; what keeps its number is not touched."""
    _two_branches(tmp_path)
    kept = found(tmp_path)["0002-rust.md"]
    decided = renumber(open_log(tmp_path), tmp_path, conflicts=True, base="main")
    after = found(tmp_path)
    assert after["0002-rust.md"] == kept
    assert after["0003-go.md"] == _record(3, "Go", "See ADR-0003 (this record) and ADR 3.").encode()
    assert not decided.notes


def test_ids_outside_of_the_log_are_the_branch_s_on_its_own_lines(tmp_path: Path) -> None:
    _two_branches(tmp_path)
    renumber(open_log(tmp_path), tmp_path, conflicts=True, base="main", whole_repository=True)
    assert (tmp_path / "README.md").read_text() == "ADR-0002 is Rust\nGo: ADR-0003, adr/0003-go.md\n"


def test_ids_outside_of_the_log_are_listed_where_nobody_knows(tmp_path: Path) -> None:
    _two_branches(tmp_path)
    decided = renumber(open_log(tmp_path), tmp_path, conflicts=True, whole_repository=True)
    assert decided.notes == (
        "README.md:1:1 “ADR-0002” may mean either record, and was left",
        "README.md:2:5 “ADR-0002” may mean either record, and was left",
    )
