"""The folder that a site is built into: nobody else's file is lost, and a reader sees the old site or the new, whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from decidedly import folders
from decidedly.folders import PublishError
from decidedly.tree import MARKER

OLD = {"index.html": b"old", "d/one.html": b"old one", "d/gone.html": b"old gone"}
NEW = {"index.html": b"new", "d/one.html": b"new one", "m/deep/er.html": b"new deep"}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MARKER
    }


def build(target: Path, files: dict[str, bytes]) -> None:
    with folders.replacing(target) as new:
        for name, data in files.items():
            new.write(name, data)
        new.finish()


def write_twice(target: Path, name: str) -> None:
    with folders.replacing(target) as new:
        new.write("index.html", b"")
        new.write(name, b"")


def fail_half_way(target: Path) -> None:
    with folders.replacing(target) as new:
        new.write("index.html", b"half")
        raise ZeroDivisionError


def check(target: Path, keep: tuple[Path, ...] = (), sources: tuple[Path, ...] = ()) -> Path:
    return folders.checked(target, keep, sources)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    target = tmp_path / "work" / "_site"
    build(target, OLD)
    return target


def test_a_new_folder_and_its_parents(tmp_path: Path):
    target = check(tmp_path / "a" / "b")
    build(target, NEW)
    assert contents(target) == NEW


def test_an_empty_folder(tmp_path: Path):
    (tmp_path / "_site" / "empty").mkdir(parents=True)
    build(check(tmp_path / "_site"), NEW)
    assert contents(tmp_path / "_site") == NEW


def test_our_own_is_replaced_and_nothing_is_left_beside_it(site: Path):
    build(check(site), NEW)
    assert contents(site) == NEW
    assert [entry.name for entry in site.parent.iterdir()] == ["_site"]


def test_without_the_exchange_of_folders(site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    build(check(site), NEW)
    assert contents(site) == NEW
    assert [entry.name for entry in site.parent.iterdir()] == ["_site"]


@pytest.mark.parametrize("name", ["notes.md", "d/notes.md", "new/folder/notes.md", "d/CNAME", f"d/{MARKER}"])
def test_a_file_that_somebody_put_into_the_site_is_not_lost(site: Path, name: str):
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text("mine")
    with pytest.raises(PublishError, match=r"which adr build did not make; move that away") as caught:
        check(site)
    assert name in str(caught.value)


def test_the_index_of_another_program_belongs_to_the_site(site: Path):
    (site / "pagefind").mkdir()
    (site / "pagefind" / "pagefind.js").write_text("")
    assert check(site) == site


def test_somebody_elses_folder(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "guide.md").write_text("mine")
    with pytest.raises(PublishError, match=r"not empty and not made by adr build \(it holds guide\.md\)"):
        check(tmp_path / "docs")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"schema": "other"}', '{"schema": "decidedly/site@1"}', "[" * 100_000]
)
def test_a_marker_that_is_none(site: Path, text: str):
    (site / MARKER).write_text(text)
    with pytest.raises(PublishError, match="not made by adr build"):
        check(site)


def test_folders_that_everything_is_read_from(tmp_path: Path):
    records = tmp_path / "repository" / "docs" / "adr"
    records.mkdir(parents=True)
    for target in (records, records.parent, tmp_path / "repository", tmp_path, records / ".." / "adr"):
        with pytest.raises(PublishError, match="it would be lost"):
            check(target, keep=(records, tmp_path / "repository"))


def test_the_working_directory_by_its_short_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "adr").mkdir()
    monkeypatch.chdir(tmp_path / "adr")
    for short in (".", "..", "../adr", ""):
        with pytest.raises(PublishError, match="it would be lost"):
            check(Path(short), keep=(tmp_path / "adr",))


def test_a_site_that_records_were_moved_into(site: Path):
    with pytest.raises(PublishError, match=r"holds the record 0001-x\.md"):
        check(site, sources=(site / "d" / "0001-x.md",))


def test_inside_of_git(tmp_path: Path):
    with pytest.raises(PublishError, match="git's own folder"):
        check(tmp_path / ".git" / "site")


def test_a_file(tmp_path: Path):
    (tmp_path / "_site").write_text("mine")
    with pytest.raises(PublishError, match="a file; choose another"):
        check(tmp_path / "_site")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_links(site: Path, tmp_path: Path):
    (tmp_path / "link").symlink_to(site)
    with pytest.raises(PublishError, match="a link; name the folder"):
        check(tmp_path / "link")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    (site / "d" / "link").symlink_to(tmp_path / "mine")
    with pytest.raises(PublishError, match="holds d/link"):
        check(site)
    (site / "d" / "link").unlink()
    (tmp_path / "records").mkdir()
    (tmp_path / "by-link").symlink_to(tmp_path / "records")
    with pytest.raises(PublishError, match="it would be lost"):
        check(tmp_path / "records", keep=(tmp_path / "by-link",))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/x",
        "../x",
        "a/../x",
        "a//x",
        "./x",
        "a/",
        "C:/x",
        "a\\x",
        "x\0",
        "x\n",
        "a" * 256,
        "nul:",
        "index.html",
    ],
)
def test_names_of_pages_stay_inside(tmp_path: Path, name: str):
    with pytest.raises(ValueError, match="bad or doubled"):
        write_twice(tmp_path / "_site", name)
    assert list(tmp_path.iterdir()) == []


def test_a_build_that_fails_leaves_the_old_site(site: Path):
    with pytest.raises(ZeroDivisionError):
        fail_half_way(site)
    assert contents(site) == OLD
    assert [entry.name for entry in site.parent.iterdir()] == ["_site"]


@pytest.mark.skipif(
    sys.platform == "win32" or os.environ.get("USER") == "root", reason="permissions as on Unix"
)
def test_a_folder_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "_site" / "x").mkdir(parents=True)
    blocked = tmp_path / "file" / "_site"
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="what was there is unchanged"):
        build(blocked, NEW)


# ---------------------------------------------------------------------------------- killed, and out of space

CHILD = """
import errno, os, signal, sys
from pathlib import Path
target, fault, count, exchange = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
from decidedly import folders
if exchange == "no":
    folders._exchange = lambda one, other: False
new = {"index.html": b"new", "d/one.html": b"new one", "m/deep/er.html": b"new deep"}
watched = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir"}
import ctypes
armed = [False, count]
def hook(event, arguments):
    if not armed[0] or event not in watched:
        return
    armed[1] -= 1
    if armed[1] == 0:
        if fault == "kill":
            os._exit(99)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
sys.addaudithook(hook)
armed[0] = True
try:
    with folders.replacing(target) as made:
        for name, data in new.items():
            made.write(name, data)
        made.finish()
except folders.PublishError as error:
    armed[0] = False
    sys.exit(98)
armed[0] = False
sys.exit(0 if armed[1] > 0 else 97)
"""


def child(target: Path, fault: str, count: int, exchange: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(target), fault, str(count), exchange],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 97, 98, 99), done.stderr
    return done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("exchange", ["yes", "no"])
@pytest.mark.parametrize("fault", ["kill", "full"])
def test_stopped_at_every_step(tmp_path: Path, fault: str, exchange: str):
    """Killed, or out of space, at the first, second … n-th thing done to the disk."""
    for count in range(1, 200):
        target = tmp_path / str(count) / "_site"
        build(target, OLD)
        code = child(target, fault, count, exchange)
        seen = contents(target) if target.exists() else None
        if seen is None:  # between two renames: the old one stands beside, and the next build puts it back
            assert (fault, exchange, code) == ("kill", "no", 99)
            assert OLD in [contents(entry) for entry in target.parent.iterdir()]
        else:
            assert seen in (OLD, NEW)
        if code == 98:
            assert seen == OLD
        folders.checked(target, (), ())
        with pytest.raises(ZeroDivisionError):
            fail_half_way(target)
        assert contents(target) in (OLD, NEW)
        build(target, NEW)
        assert contents(target) == NEW
        assert [entry.name for entry in target.parent.iterdir()] == ["_site"]
        if code == 0:
            assert count > 10
            return
    pytest.fail("never came to an end")
