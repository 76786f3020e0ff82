"""Writing a change set: all of it or nothing, on a real disk."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from decidedly import journal
from decidedly.changes import Change, ChangeSet, carried
from decidedly.config import Config
from decidedly.text import decode
from decidedly.workspace import Workspace
from decidedly.writing import WriteError, recover, write


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    records = tmp_path / "repo" / "docs" / "adr"
    records.mkdir(parents=True)
    return Workspace(tmp_path / "repo", records, Config(), "test")


def put(place: Workspace, path: str, data: bytes) -> Path:
    file = place.records / path
    file.write_bytes(data)
    return file


def change(file: Path, after: str) -> Change:
    source = decode(file.name, file.read_bytes())
    return Change(source.text, after, source.encoding)


def everything(place: Workspace) -> dict[str, bytes]:
    """Every file of the repository; what is left over from writing would show here."""
    return {
        file.relative_to(place.root).as_posix(): file.read_bytes()
        for file in place.root.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (b"one\r\ntwo\n", "1\r\ntwo\n", b"1\r\ntwo\n"),
        (b"\xef\xbb\xbfone\n", "\ufeff1\n", b"\xef\xbb\xbf1\n"),
        ("\ufeffone\n".encode("utf-16-le"), "\ufeff1 é\n", "\ufeff1 é\n".encode("utf-16-le")),
        (b"caf\xe9 \x80\n", "café € 1\n", b"caf\xe9 \x80 1\n"),
        (b"no newline", "1", b"1"),
    ],
    ids=["crlf", "bom", "utf-16", "cp1252", "no-newline"],
)
def test_bytes_stay_as_they_are_encoded(place: Workspace, before: bytes, after: str, wanted: bytes) -> None:
    file = put(place, "a.md", before)
    assert write(place, ChangeSet({"a.md": change(file, after)})) == ("a.md",)
    assert everything(place) == {"docs/adr/a.md": wanted}


def test_new_files_and_several_at_once(place: Workspace) -> None:
    one = put(place, "a.md", b"one\n")
    changes = ChangeSet({"a.md": change(one, "1\n"), "events.yaml": Change(None, "x: {}\n"), "../new/b.md": Change(None, "b\n")})  # fmt: skip
    assert write(place, changes) == ("../new/b.md", "a.md", "events.yaml")
    assert everything(place) == {
        "docs/adr/a.md": b"1\n",
        "docs/adr/events.yaml": b"x: {}\n",
        "docs/new/b.md": b"b\n",
    }


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_mode_is_kept(place: Workspace) -> None:
    file = put(place, "a.md", b"one\n")
    file.chmod(0o640)
    write(place, ChangeSet({"a.md": change(file, "1\n")}))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_are_followed_inside_the_repository_only(place: Workspace, tmp_path: Path) -> None:
    real = place.root / "real.md"
    real.write_bytes(b"one\n")
    link = place.records / "a.md"
    link.symlink_to(real)
    write(place, ChangeSet({"a.md": Change("one\n", "1\n")}))
    assert link.is_symlink()
    assert real.read_bytes() == b"1\n"
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"one\n")
    (place.records / "b.md").symlink_to(outside)
    with pytest.raises(WriteError, match="lies outside"):
        write(place, ChangeSet({"b.md": Change("one\n", "1\n")}))
    assert outside.read_bytes() == b"one\n"


@pytest.mark.parametrize("path", ["../../../outside.md", "/etc/passwd", "a\0b.md", "../../.git/config"])
def test_nothing_outside_is_written(place: Workspace, path: str) -> None:
    (place.root / ".git").mkdir()
    with pytest.raises(WriteError, match="nothing was changed"):
        write(place, ChangeSet({path: Change(None, "x")}))
    assert everything(place) == {}


def test_what_somebody_else_has_written_stays(place: Workspace) -> None:
    one, two = put(place, "a.md", b"one\n"), put(place, "b.md", b"two\n")
    changes = ChangeSet({"a.md": change(one, "1\n"), "b.md": change(two, "2\n"), "c.md": Change(None, "3\n")})
    two.write_bytes(b"meanwhile\n")
    before = everything(place)
    with pytest.raises(WriteError, match=r"b\.md: has changed since it was read; run the command again"):
        write(place, changes)
    assert everything(place) == before
    two.unlink()
    with pytest.raises(WriteError, match=r"b\.md: is gone"):
        write(place, changes)
    put(place, "b.md", b"two\n")
    put(place, "c.md", b"mine\n")
    before = everything(place)
    with pytest.raises(WriteError, match=r"c\.md: is there already"):
        write(place, changes)
    assert everything(place) == before


def test_what_can_not_be_encoded_is_refused(place: Workspace) -> None:
    file = put(place, "a.md", b"caf\xe9\n")
    with pytest.raises(WriteError, match="save the file as UTF-8 first"):
        write(place, ChangeSet({"a.md": change(file, "café 漢\n")}))
    with pytest.raises(WriteError, match="would not read back"):
        write(place, ChangeSet({"a.md": change(file, "cafÃ©\n")}))  # in these bytes it would be UTF-8
    assert file.read_bytes() == b"caf\xe9\n"


CALLS = ("fsync", "replace", "link")


@pytest.mark.skipif(sys.platform == "win32", reason="calls of POSIX")
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("number", range(1, 12))
def test_a_disk_that_fails_leaves_everything_as_it_was(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    """Each call that changes the disk fails once: old bytes everywhere, nothing left over, and an error that says so."""
    one, two = put(place, "a.md", b"one\n"), put(place, "b.md", b"two\n")
    changes = ChangeSet({"a.md": change(one, "1\n"), "b.md": change(two, "2\n"), "c.md": Change(None, "3\n")})
    before = everything(place)
    seen = 0

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == number:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **named)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, name, failing(getattr(os, name)))
        if name != "link" and number <= (3 if name == "replace" else 9):
            with pytest.raises(WriteError, match="nothing was changed"):
                write(place, changes)
            assert everything(place) == before
            return
        write(place, changes)  # without hard links, or where a folder can't be synced, there is another way
    assert everything(place) == {"docs/adr/a.md": b"1\n", "docs/adr/b.md": b"2\n", "docs/adr/c.md": b"3\n"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not stop root")
def test_a_file_that_may_not_be_written(place: Workspace) -> None:
    file = put(place, "a.md", b"one\n")
    file.chmod(0o444)
    with pytest.raises(WriteError, match="may not be written"):
        write(place, ChangeSet({"a.md": change(file, "1\n")}))
    assert file.read_bytes() == b"one\n"


def test_a_file_moves_with_its_mode(place: Workspace) -> None:
    """The new name has the new text, what the old one might be used for, and the old one is gone."""
    old = put(place, "0001-a.md", b"one\r\n")
    if os.name != "nt":
        old.chmod(0o755)
    changes = ChangeSet(
        {"0001-a.md": Change("one\r\n", None), "0002-a.md": Change(None, "two\r\n", moved="0001-a.md")}
    )
    assert write(place, changes) == ("0001-a.md", "0002-a.md")
    assert everything(place) == {"docs/adr/0002-a.md": b"two\r\n"}
    assert os.name == "nt" or stat.S_IMODE((place.records / "0002-a.md").stat().st_mode) == 0o755


def test_a_move_that_fails_leaves_the_old_file(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever step fails: the old name, the old text, and nothing else."""
    put(place, "0001-a.md", b"one\n")
    before = everything(place)
    changes = ChangeSet(
        {"0001-a.md": Change("one\n", None), "0002-a.md": Change(None, "two\n", moved="0001-a.md")}
    )
    for number in range(2):
        with monkeypatch.context() as patched:
            done = iter(range(9))

            def put_some(step: Any, real: Any = journal.put, limit: int = number, done: Any = done) -> None:
                if next(done) == limit:
                    raise OSError(errno.EIO, "Input/output error", str(step.target))
                real(step)

            patched.setattr(journal, "put", put_some)
            with pytest.raises(WriteError, match="nothing was changed"):
                write(place, changes)
        assert everything(place) == before


def test_a_removal_without_a_way_back_is_not_finished(place: Workspace) -> None:
    """A journal that a stranger has put into a checkout removes nothing."""
    file = put(place, "0001-a.md", b"one\n")
    step = journal.Step("0001-a.md", file, journal.digest(b"one\n"), "", "0" * 16)
    journal.begin(place.records, [step])
    journal.ready(place.records, [step])
    assert "undid" in recover(place)
    assert everything(place) == {"docs/adr/0001-a.md": b"one\n"}


@pytest.mark.parametrize("name", ["0001-a.md", "1 with spaces.md", 'quote".md'])
def test_git_takes_the_diff_of_a_move(place: Workspace, name: str) -> None:
    """As a move, whether or not the text changes; with other changes beside it."""
    if os.name == "nt" and '"' in name:
        pytest.skip("no name on Windows")
    git = ["git", "-C", str(place.root)]
    for after in ("one\ntwo\n", "one\n2"):
        put(place, name, b"one\ntwo\n")
        put(place, "0009-x.md", b"x\n")
        changes = ChangeSet(
            {
                name: Change("one\ntwo\n", None),
                f"0002-{name}": Change(None, after, moved=name),
                "0009-x.md": Change("x\n", "y\n"),
            }
        )
        subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "apply", "-"], input=changes.patch("docs/adr/"), check=True)
        found = {path: data for path, data in everything(place).items() if not path.startswith(".git/")}
        assert found == {f"docs/adr/0002-{name}": after.encode(), "docs/adr/0009-x.md": b"y\n"}
        (place.records / f"0002-{name}").unlink()


def test_git_takes_the_diff_of_a_removal(place: Workspace) -> None:
    put(place, "0001-a.md", b"one\n")
    subprocess.run(["git", "-C", str(place.root), "init", "-q"], check=True)
    patch = ChangeSet({"0001-a.md": Change("one\n", None)}).patch("docs/adr/")
    subprocess.run(["git", "-C", str(place.root), "apply", "-"], input=patch, check=True)
    assert not (place.records / "0001-a.md").exists()


# --------------------------------------------------------------------------------------- files that move as they are

IMAGE = b"\x89PNG\r\n\x1a\n\x00\xff\xfe\x81"


def image(place: Workspace, old: str = "0001-a/img/plan.png", data: bytes = IMAGE) -> Path:
    (place.records / old).parent.mkdir(parents=True, exist_ok=True)
    return put(place, old, data)


MOVED = carried("0001-a/img/plan.png", "0002-a/img/plan.png", journal.digest(IMAGE))


def test_a_file_moves_as_it_is(place: Workspace) -> None:
    """Byte for byte, with its mode, though it may not be written; the folder that it leaves empty goes too."""
    file = image(place)
    file.chmod(0o444)
    changed = file.stat().st_mtime_ns
    assert write(place, ChangeSet(MOVED)) == ("0001-a/img/plan.png", "0002-a/img/plan.png")
    made = place.records / "0002-a/img/plan.png"
    assert everything(place) == {"docs/adr/0002-a/img/plan.png": IMAGE}
    assert [one.name for one in place.records.iterdir()] == ["0002-a"]
    assert made.stat().st_mtime_ns == changed
    assert os.name == "nt" or stat.S_IMODE(made.stat().st_mode) == 0o444


def test_a_folder_with_more_in_it_stays(place: Workspace) -> None:
    image(place)
    put(place, "0001-a/other.txt", b"mine")
    write(place, ChangeSet(MOVED))
    assert everything(place) == {"docs/adr/0001-a/other.txt": b"mine", "docs/adr/0002-a/img/plan.png": IMAGE}
    assert not (place.records / "0001-a/img").exists()


@pytest.mark.parametrize("number", range(1, 9))
def test_it_moves_without_hard_links_too(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Where there are none its bytes are copied; the same where one link fails and the others don't."""
    image(place)
    real, seen = os.link, 0

    def failing(*arguments: Any, **named: Any) -> None:
        nonlocal seen
        seen += 1
        if number == 8 or seen == number:
            raise OSError(errno.EPERM, "Operation not permitted")
        real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", failing)
        write(place, ChangeSet(MOVED))
    assert everything(place) == {"docs/adr/0002-a/img/plan.png": IMAGE}


def test_it_is_not_moved_if_it_has_changed(place: Workspace) -> None:
    file = image(place, data=b"other")
    with pytest.raises(WriteError, match=r"plan\.png: has changed since it was read"):
        write(place, ChangeSet(MOVED))
    file.unlink()
    with pytest.raises(WriteError, match=r"plan\.png: is gone since it was read"):
        write(place, ChangeSet(MOVED))
    image(place)
    image(place, "0002-a/img/plan.png", b"theirs")
    before = everything(place)
    with pytest.raises(WriteError, match=r"0002-a/img/plan\.png: is there already"):
        write(place, ChangeSet(MOVED))
    assert everything(place) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_does_not_move(place: Workspace) -> None:
    real = put(place, "real.png", IMAGE)
    (place.records / "0001-a/img").mkdir(parents=True)
    (place.records / "0001-a/img/plan.png").symlink_to(real)
    with pytest.raises(WriteError, match="is a link to"):
        write(place, ChangeSet(MOVED))
    assert real.read_bytes() == IMAGE


@pytest.mark.parametrize("number", range(2))
def test_a_failing_move_leaves_no_folder(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    image(place)
    real, done = journal.put, iter(range(9))

    def put_some(step: Any) -> None:
        if next(done) == number:
            raise OSError(errno.EIO, "Input/output error", str(step.target))
        real(step)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "put", put_some)
        with pytest.raises(WriteError, match="nothing was changed"):
            write(place, ChangeSet(MOVED))
    assert everything(place) == {"docs/adr/0001-a/img/plan.png": IMAGE}
    assert [one.name for one in place.records.iterdir()] == ["0001-a"]


def test_what_moved_is_not_lost_while_leftovers_are_cleared(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash after the way back has gone, and an edit after that: going back would remove the only copy."""
    image(place)
    note = put(place, "note.md", b"one\n")
    changes = ChangeSet({**MOVED, "note.md": Change("one\n", "two\n")})

    class Died(BaseException):
        pass

    def die(folder: Path) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(journal, "end", die)
        patch.setattr("decidedly.writing._undone", lambda *arguments: "")
        with pytest.raises(Died):
            write(place, changes)
    note.write_bytes(b"three\n")
    assert recover(place).endswith("note.md has been edited since and was left alone")
    assert everything(place) == {"docs/adr/0002-a/img/plan.png": IMAGE, "docs/adr/note.md": b"three\n"}


def test_git_takes_the_diff_of_what_moves_as_it_is(place: Workspace) -> None:
    """Images, and texts in an encoding that git takes for binary."""
    image(place)
    text = put(place, "0001-a/notes.md", "\ufeffone\n".encode("utf-16-le"))
    source = decode("0001-a/notes.md", text.read_bytes())
    changes = ChangeSet(
        {
            **MOVED,
            "0001-a/notes.md": Change(source.text, None, source.encoding),
            "0002-a/notes.md": Change(None, source.text, source.encoding, moved="0001-a/notes.md"),
        }
    )
    git = ["git", "-C", str(place.root)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "apply", "-"], input=changes.patch("docs/adr/"), check=True)
    found = {path: data for path, data in everything(place).items() if not path.startswith(".git/")}
    assert found == {
        "docs/adr/0002-a/img/plan.png": IMAGE,
        "docs/adr/0002-a/notes.md": source.text.encode("utf-16-le"),
    }
    assert "plan.png" in changes.diff()
