"""What the disk may hold: links, loops, pipes, strange names. Nothing outside the repository is read, nothing twice, nothing hangs."""

import os
import socket
import sys
from pathlib import Path

import pytest

from decidedly import discovery, workspace
from decidedly.log import Log
from decidedly.record import Document, Record
from decidedly.tree import MARKER
from decidedly.workspace import Workspace, WorkspaceError

RECORD = "# {}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n"
links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or RECORD.format(path.stem), encoding="utf-8")
    return path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (root / ".git" / "config").write_text("[core]\n")
    write(root / "docs/adr/0001-canary.md")
    write(tmp_path / "outside/0009-secret.md")
    (tmp_path / "outside/secret.png").write_bytes(b"secret")
    return root


def opened(root: Path, **options: Path) -> tuple[Workspace, Log]:
    place = discovery.open_workspace(root, **options)
    return place, workspace.load(place)


def paths(log: Log) -> list[str]:
    return [record.path for record in log.records]


@links
def test_a_link_out_of_the_repository_is_not_followed(repository: Path):
    outside = repository.parent / "outside"
    (repository / "docs/adr/0002-file.md").symlink_to(outside / "0009-secret.md")
    (repository / "docs/adr/folder").symlink_to(outside, target_is_directory=True)
    (repository / "docs/adr/0003-dots.md").symlink_to("../../../outside/0009-secret.md")
    (repository / "docs/adr/events.yaml").symlink_to(outside / "0009-secret.md")
    place, log = opened(repository)
    assert paths(log) == ["0001-canary.md"]
    assert "0009" not in " ".join(log.files)
    assert workspace.events_text(place) is None


@links
def test_what_a_link_leads_to_is_read_once_and_under_its_own_name(repository: Path):
    records = repository / "docs/adr"
    write(records / "z/0002-own.md")
    write(repository / "elsewhere/0003-linked.md")
    write(repository / "elsewhere/0004-single.md")
    (records / "a").symlink_to("z", target_is_directory=True)
    (records / "0002-again.md").symlink_to("z/0002-own.md")
    (records / "b").symlink_to(repository / "elsewhere", target_is_directory=True)
    (records / "c").symlink_to(repository / "elsewhere", target_is_directory=True)
    (records / "0004-alone.md").symlink_to(repository / "elsewhere/0004-single.md")
    _, log = opened(repository)
    assert sorted(paths(log)) in (
        ["0001-canary.md", "0004-alone.md", "b/0003-linked.md", "z/0002-own.md"],
        ["0001-canary.md", "0004-alone.md", "b/0003-linked.md", "b/0004-single.md", "z/0002-own.md"],
    )


@links
def test_loops_end(repository: Path):
    records = repository / "docs/adr"
    (records / "self").symlink_to(records, target_is_directory=True)
    (records / "up").symlink_to(repository, target_is_directory=True)
    (records / "one").symlink_to("two")
    (records / "two").symlink_to("one")
    (records / "0002-loop.md").symlink_to("0002-loop.md")
    place, log = opened(repository)
    assert paths(log) == ["0001-canary.md"]
    assert workspace.present(place, ["one", "0002-loop.md", "self/one"]) == frozenset()


@links
def test_gits_own_folder_is_never_read(repository: Path):
    write(repository / ".git/0005-hidden.md")
    (repository / "docs/adr/inside").symlink_to("../../.git", target_is_directory=True)
    (repository / "docs/adr/0006-x.md").symlink_to("../../.git/0005-hidden.md")
    place, log = opened(repository)
    assert paths(log) == ["0001-canary.md"]
    assert workspace.present(place, ["../../.git/config", "inside/config", "0006-x.md"]) == frozenset()


@posix
def test_pipes_sockets_and_devices_are_left_alone(repository: Path, monkeypatch: pytest.MonkeyPatch):
    records = repository / "docs/adr"
    os.mkfifo(records / "0002-pipe.md")
    os.mkfifo(records / "events.yaml")
    monkeypatch.chdir(records)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("0003-socket.md")
        (records / "0004-zero.md").symlink_to("/dev/zero")
        place, log = opened(repository)
        assert paths(log) == ["0001-canary.md"]
        assert workspace.events(place) == {}
        assert workspace.present(place, ["0002-pipe.md", "0003-socket.md", "0004-zero.md"]) == frozenset()


def test_only_files_of_the_repository_are_present(repository: Path):
    records = repository / "docs/adr"
    (records / "picture.png").write_bytes(b"picture")
    (repository / "logo.png").write_bytes(b"logo")
    place, _ = opened(repository)
    asked = ["picture.png", "../../logo.png", "../../../outside/secret.png", str(repository.parent / "outside/secret.png"), "missing.png", "", ".", "..", "a\x00b",
             "../../.git/config", "x" * 5000, "\ud800.png", "//server/share", "\\\\server\\share", "../adr/picture.png", "C:\\x"]  # fmt: skip
    assert workspace.present(place, asked) == {
        "picture.png",
        "../../logo.png",
        "../adr/picture.png",
        "./",
        "../",
        "/",
    }
    assert workspace.read_bytes(place, "../../logo.png") == b"logo"
    for name in ("../../../outside/secret.png", "../../.git/config", "missing.png", ".", "a\x00b"):
        with pytest.raises(OSError):
            workspace.read_bytes(place, name)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps any bytes as a name")
def test_names_that_are_no_utf8(repository: Path):
    records = os.fsencode(repository / "docs/adr")
    for name in (b"0002-caf\xe9.md", b"0002-caf\xe8.md", b"pict\xff.png"):
        with open(os.path.join(records, name), "wb") as file:
            file.write(RECORD.format("x").encode())
    _, log = opened(repository)
    assert paths(log) == ["0001-canary.md", "0002-caf%E8.md", "0002-caf%E9.md"]
    assert "pict%FF.png" in log.files
    for one in (*paths(log), *log.files):
        one.encode()


@posix
@pytest.mark.parametrize(
    "name",
    [
        "0002-a\\b.md",
        "0002-a\nb.md",
        "0002-\x1b[31m.md",
        "0002-\u202e.md",
        "0002 🚀.md",
        "0002-con.md",
        "0002-" + "x" * 240 + ".md",
        "0002-a:b*?.md",
    ],
)
def test_strange_names(repository: Path, name: str):
    write(repository / "docs/adr" / name)
    _, log = opened(repository)
    assert name in paths(log)
    assert log.by_path[name].number == 2
    assert log.get("2") is log.by_path[name]


def test_a_site_that_was_built_is_not_read_again(repository: Path):
    built = repository / "docs/adr/public"
    write(built / "0001-canary.md")
    write(built / MARKER, "{}")
    write(repository / "docs/adr/_site/0001-canary.md")
    write(repository / "docs/adr/node_modules/x/0001-canary.md")
    write(repository / "docs/adr/.hidden/0001-canary.md")
    _, log = opened(repository)
    assert paths(log) == ["0001-canary.md"]


@posix
def test_a_tree_deeper_than_any_recursion(repository: Path):
    here = os.open(repository / "docs/adr", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        _, log = opened(repository)
        assert paths(log) == ["0001-canary.md"]
    finally:  # what clears up after tests recurses too
        folder = repository / "docs/adr"
        while (folder / "d" / "d").exists():
            (folder / "d" / "d").rename(folder / "next")
            (folder / "d").rmdir()
            (folder / "next").rename(folder / "d")
        (folder / "d").rmdir()


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read anything")
def test_what_may_not_be_read_is_said(repository: Path):
    locked = write(repository / "docs/adr/0002-locked.md")
    locked.chmod(0)
    _, log = opened(repository)
    assert "0001-canary.md" in paths(log)
    everything: list[Record | Document] = [*log.records, *log.documents]
    problems = [problem for one in everything for problem in one.problems]
    assert [problem.code for problem in problems] == ["P002"]
    (repository / "docs/adr").chmod(0)
    with pytest.raises(WorkspaceError) as caught:
        opened(repository, records=repository / "docs/adr")
    (repository / "docs/adr").chmod(0o755)
    assert caught.value.exit_code == 2


def test_a_file_of_megabytes_is_read_in_part_and_said(repository: Path):
    write(repository / "docs/adr/0002-large.md", RECORD.format("Large") + "words\n" * 900_000)
    _, log = opened(repository)
    large = log.by_path["0002-large.md"]
    assert large.title == "Large"
    assert any("4,000,000 bytes" in problem.message for problem in large.problems)
