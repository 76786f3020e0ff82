"""A change to several files that is stopped, anywhere: the old state or the new one, whole, after the next command."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.trust import tracing

from decidedly import locking
from decidedly.changes import Change, ChangeSet
from decidedly.cli import main
from decidedly.config import Config
from decidedly.journal import JOURNAL
from decidedly.locking import LockError, locked
from decidedly.workspace import Workspace
from decidedly.writing import WriteError, recover, write

OLD = {
    "docs/adr/0001-queue.md": b"# 1. Queue\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\n## Decision\r\n\r\nRedis.\r\n",
    "docs/adr/0002-queue.md": b"# 2. Queue\n\n## Status\n\nProposed\n\n## Decision\n\nRabbit.\n",
    "docs/adr/0002-twice.md": b"# 2. Twice\n\n## Status\n\nAccepted\n",
}
NEW = {
    "docs/adr/0001-queue.md": OLD["docs/adr/0001-queue.md"].replace(b"Accepted", b"Superseded by [2. Queue](0002-queue.md)"),
    "docs/adr/0002-queue.md": OLD["docs/adr/0002-queue.md"].replace(b"Proposed", b"Accepted"),
    "docs/adr/0003-twice.md": b"# 3. Twice\n\n## Status\n\nAccepted\n",
}  # fmt: skip
"""Two records change, and one moves: a file is made and another one goes."""

CHILD = """
import json, sys
from pathlib import Path
from decidedly import writing
from decidedly.changes import Change, ChangeSet
from decidedly.config import Config
from decidedly.workspace import Workspace
root = Path(sys.argv[1])
records = root / "docs" / "adr"
texts = json.loads(sys.argv[2])
changes = {}
for name, after in texts.items():
    file = records / Path(name).name
    before = file.read_bytes().decode() if file.exists() else None
    changes[file.name] = Change(before, after, moved="0002-twice.md" if before is None else "")
place = Workspace(root, records, Config(), "test")
try:
    writing.write(place, ChangeSet(changes))
except writing.WriteError as error:
    print(error)
    sys.exit(2)
"""


def fill(root: Path, files: dict[str, bytes] = OLD) -> Workspace:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return Workspace(root, root / "docs" / "adr", Config(), "test")


def contents(root: Path) -> dict[str, bytes]:
    """Every file: what is left over from writing shows here."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


def changes(texts: dict[str, bytes] = NEW) -> ChangeSet:
    return ChangeSet(
        {
            Path(name).name: Change(
                OLD[name].decode() if name in OLD else None, texts[name].decode() if name in texts else None
            )
            for name in OLD | texts
        }
    )


def child(root: Path, *prefix: str) -> subprocess.CompletedProcess[str]:
    texts = json.dumps({name: NEW[name].decode() if name in NEW else None for name in OLD | NEW})
    return subprocess.run(
        [*prefix, sys.executable, "-c", CHILD, str(root), texts],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
    )


def settled(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, bytes], str]:
    """What is there after the next command, and what that has said on stderr."""
    capsys.readouterr()
    assert main(["-C", str(root), "list"]) == 0
    return contents(root), capsys.readouterr().err


# ------------------------------------------------------------------------------------------------------ killed


CALLS = {
    "write": r"write",
    "rename": r"rename|renameat|renameat2",
    "link": r"link|linkat",
    "unlink": r"unlink|unlinkat",
    "fsync": r"fsync|fdatasync",
    "open": r"openat",
    "chmod": r"chmod|fchmod|fchmodat",
}


def known(pattern: str) -> list[str]:
    """Those of the calls that there are here."""
    return list(tracing.known(*pattern.split("|")))


def traced(root: Path, trace: Path, calls: list[str], *inject: str) -> list[str]:
    """Run the change below strace; the lines of the trace that are calls, in order."""
    prefix = ["strace", "-f", "-o", str(trace), "-e", f"trace={','.join(calls)}", *inject]
    child(root, *prefix)
    return [line for line in trace.read_text(errors="replace").splitlines() if re.search(r"\b\w+\(", line)]


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("kind", CALLS)
def test_killed_at_every_call(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The process is killed before the first, second … n-th call of a kind that has to do with the records."""
    calls = known(CALLS[kind])
    fill(tmp_path / "whole")
    lines = traced(tmp_path / "whole", tmp_path / "trace", calls)
    assert contents(tmp_path / "whole") == NEW
    # Which of all calls of that kind are ours: those by name, and those on what was opened (none else writes or syncs).
    wanted = [
        (re.search(r"(\w+)\(", line), line)
        for line in lines
        if ".adr-" in line
        or kind in ("fsync", "chmod")
        or (kind == "write" and not re.search(r"write\([12],", line))
    ]
    counted: dict[str, int] = {}
    places: list[tuple[str, int]] = []
    ours = {id(line) for _, line in wanted}
    for line in lines:
        called = re.search(r"(\w+)\(", line)
        assert called is not None
        counted[called[1]] = counted.get(called[1], 0) + 1
        if id(line) in ours:
            places.append((called[1], counted[called[1]]))
    assert (
        len(places)
        >= {"rename": 3, "link": 3, "unlink": 6, "fsync": 8, "write": 5, "open": 5, "chmod": 3}[kind]
    )
    seen: set[str] = set()
    for name, number in places:
        root = tmp_path / f"{name}-{number}"
        fill(root)
        found = traced(root, tmp_path / "trace", calls, "-e", f"inject={name}:signal=KILL:when={number}")
        assert "+++ killed by SIGKILL +++" in (tmp_path / "trace").read_text(errors="replace")
        assert sum(f"{name}(" in line for line in found) == number, "the call was not reached"
        left = (root / "docs" / "adr" / JOURNAL).exists()
        after, said = settled(root, capsys)
        assert after in (OLD, NEW), f"{name} {number}: neither old nor new"
        assert bool(said) == left, said
        assert settled(root, capsys) == (after, ""), "the second command has nothing left to do"
        seen.add("old" if after == OLD else "new")
    if kind in ("unlink", "fsync"):
        assert seen == {"old", "new"}  # before the journal is ready, and after


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EACCES", "EROFS"])
@pytest.mark.parametrize("kind", ["write", "rename", "fsync"])
def test_every_call_fails_once(kind: str, error: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Never false success: exit 0 means the new state; else the old one is there without any further command."""
    name = next(iter(known(CALLS[kind])))
    calls = known(CALLS[kind])
    for number in range(1, 30):
        root = tmp_path / str(number)
        fill(root)
        trace = tmp_path / "trace"
        prefix = ["strace", "-f", "-o", str(trace), "-e", f"trace={','.join(calls)}"]
        done = child(root, *prefix, "-e", f"inject={name}:error={error}:when={number}")
        if "(INJECTED)" not in trace.read_text(errors="replace"):
            assert number > 3 or kind == "rename"
            return
        if re.search(r"write\([12],.*INJECTED", trace.read_text(errors="replace")):
            continue  # what is printed
        assert done.returncode in (0, 2), done.stderr
        if done.returncode == 0:
            assert settled(root, capsys)[0] == NEW
        else:
            assert "nothing was changed" in done.stdout
            assert contents(root) == OLD
    pytest.fail("never came to an end")


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
def test_contents_last_before_names_change(tmp_path: Path):
    """Power loss: each new content is synced before it is renamed, each folder after."""
    fill(tmp_path / "repo")
    calls = [*known(CALLS["fsync"]), *known(CALLS["rename"]), *known(CALLS["link"]), *known(CALLS["unlink"])]
    lines = traced(tmp_path / "repo", tmp_path / "trace", calls)
    kinds = {
        "sync": r"sync\(",
        "ready": rf"rename.*{re.escape(JOURNAL)}\"",
        "change": r'rename|link.*\.tmp", .*twice|unlink.*0002-twice',
        "end": rf'unlink.*{re.escape(JOURNAL)}"',
    }
    found = (next((kind for kind, shape in kinds.items() if re.search(shape, line)), "") for line in lines)
    steps = [kind for kind in found if kind]
    ready, end = steps.index("ready"), steps.index("end")
    # before it is ready: the journal and its folder, three contents and their folder, the journal again
    assert steps[:ready].count("sync") >= 2 + 4 + 1
    assert steps[ready + 1] == "sync"
    assert steps[ready + 2 : end] == ["change"] * 4 + ["sync"]


# ------------------------------------------------------------------------------------- a real disk that is full


def test_a_full_disk(small_disk: Path):
    place = fill(small_disk)
    before = contents(small_disk)
    large = {**NEW, "docs/adr/0003-twice.md": b"x" * 300_000}
    with pytest.raises(WriteError, match="No space left on device; nothing was changed"):
        write(place, changes(large))
    assert contents(small_disk) == before
    assert write(place, changes())
    assert contents(small_disk) == NEW


def test_a_folder_that_may_not_be_written(tmp_path: Path, without_rights: list[str]):
    root = tmp_path / "repo"
    fill(root)
    (root / "docs" / "adr").chmod(0o555)
    try:
        done = child(root, *without_rights)
        assert (done.returncode, done.stderr) == (2, "")
        assert done.stdout.strip() == f"{root / 'docs' / 'adr'}: Permission denied; nothing was changed"
        assert contents(root) == OLD
    finally:
        (root / "docs" / "adr").chmod(0o755)


# ---------------------------------------------------------------------------------- what a crash has left behind


def crashed(root: Path, at: str, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The state in which a process ends that dies at the first call of `at`, without clearing up."""

    class Died(BaseException):
        pass

    place = fill(root)

    def die(*arguments: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr("decidedly.journal." + at, die)
        patch.setattr("decidedly.writing._undone", lambda *arguments: "")
        with pytest.raises(Died):
            write(place, changes())
    return place


def test_it_is_finished_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # fmt: skip
    crashed(tmp_path, "put", monkeypatch)
    assert (tmp_path / "docs" / "adr" / JOURNAL).exists()
    after, said = settled(tmp_path, capsys)
    assert after == NEW
    assert (
        said
        == "adr: finished a change that was interrupted: 0001-queue.md, 0002-queue.md, 0002-twice.md, 0003-twice.md\n"
    )


def test_it_is_undone_where_its_contents_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = crashed(tmp_path, "clear", monkeypatch)  # all three are there, nothing is cleared up
    assert (tmp_path / "docs/adr/0001-queue.md").read_bytes() == NEW["docs/adr/0001-queue.md"]
    (tmp_path / "docs/adr/0002-queue.md").write_bytes(OLD["docs/adr/0002-queue.md"])
    assert recover(place).startswith("undid a change that was interrupted: 0001-queue.md, 0002")
    assert contents(tmp_path) == OLD


def test_what_was_edited_since_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = crashed(tmp_path, "clear", monkeypatch)
    (tmp_path / "docs/adr/0002-queue.md").write_bytes(b"by hand")
    assert recover(place).endswith("0002-queue.md has been edited since and was left alone")
    assert contents(tmp_path) == {**OLD, "docs/adr/0002-queue.md": b"by hand"}


def test_the_next_write_settles_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = crashed(tmp_path, "put", monkeypatch)
    with pytest.raises(WriteError, match="has changed since it was read"):
        write(place, ChangeSet({"0002-queue.md": Change(OLD["docs/adr/0002-queue.md"].decode(), "mine\n")}))
    assert contents(tmp_path) == NEW


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"schema": "other"}',
                                  b'{"schema": "decidedly/journal@1", "state": "ready", "files": [{"path": 1}]}'])  # fmt: skip
def test_a_journal_that_was_not_written_whole(text: bytes, tmp_path: Path):
    place = fill(tmp_path)
    (place.records / JOURNAL).write_bytes(text)
    assert recover(place) == "cleared up after a change that was interrupted before anything was written"
    assert contents(tmp_path) == OLD


def hostile(place: Workspace, **entry: str) -> None:
    step = {"path": "0001-queue.md", "before": "0" * 64, "after": "1" * 64, "token": "a" * 16} | entry
    text = json.dumps({"schema": "decidedly/journal@1", "state": "ready", "files": [step]})
    (place.records / JOURNAL).write_text(text)


@pytest.mark.parametrize("path", ["../../../outside.md", "/etc/passwd", "../../.git/hooks/pre-commit", "../../.GIT/config"])  # fmt: skip
def test_a_journal_that_came_with_a_checkout_reaches_nothing_outside(path: str, tmp_path: Path):
    place = fill(tmp_path / "repo")
    (tmp_path / "outside.md").write_bytes(b"mine")
    hostile(place, path=path)
    before = contents(tmp_path)
    assert "which is no file of this log; remove it" in recover(place)
    with pytest.raises(WriteError, match="remove it"):
        write(place, changes())
    assert contents(tmp_path) == before


def test_a_journal_that_came_with_a_checkout_loses_nothing(tmp_path: Path):
    place = fill(tmp_path)
    (place.records / f".adr-{'a' * 16}.tmp").write_bytes(b"evil")
    hostile(place)
    assert recover(place).endswith("0001-queue.md has been edited since and was left alone")
    assert contents(tmp_path) == OLD
    for token in ("../../x", "A" * 16, ""):
        hostile(place, token=token)
        assert recover(place).startswith("cleared up")
    assert contents(tmp_path) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege")
def test_a_journal_that_is_a_link_is_not_followed(tmp_path: Path):
    place = fill(tmp_path / "repo")
    (tmp_path / "elsewhere").write_text("mine")
    (place.records / JOURNAL).symlink_to(tmp_path / "elsewhere")
    assert recover(place).startswith("cleared up")
    assert (tmp_path / "elsewhere").read_text() == "mine"


# -------------------------------------------------------------------------------------------------------- the lock

HOLD = """
import sys, time
from pathlib import Path
from decidedly.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_one_writer_at_a_time_and_none_after_a_crash(tmp_path: Path, holder: subprocess.Popen[str]):
    with pytest.raises(LockError, match="another adr command has been writing there"), locked(tmp_path, 0.1):
        pass
    holder.kill()
    holder.wait()
    with locked(tmp_path, 5), locked(tmp_path, 0):
        pass
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != locking.LOCK] == []


@pytest.mark.skipif(sys.platform == "win32", reason="the way of Unix")
def test_where_folders_can_not_be_locked_a_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import errno
    import fcntl

    real = fcntl.flock

    def files_only(opened: int, how: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{opened}") or os.fstat(opened).st_mode & 0o040000:
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(opened, how)

    monkeypatch.setattr(fcntl, "flock", files_only)
    with locked(tmp_path, 0.1):
        assert (tmp_path / locking.LOCK).exists()
        code = "import sys, fcntl, os; fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)"
        refused = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / locking.LOCK)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "BlockingIOError" in refused.stderr
    with locked(tmp_path, 0.1):
        pass


def test_a_reader_leaves_the_journal_of_one_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = fill(tmp_path)
    (place.records / JOURNAL).write_text("being written")
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(place.records)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        monkeypatch.setattr("decidedly.writing.PATIENCE", 0.1)
        assert recover(place) == ""
        assert (place.records / JOURNAL).read_text() == "being written"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        process.stdout.close()


def test_twenty_writers_of_one_file(tmp_path: Path):
    """No edit is lost: one of them writes at a time, and whoever comes late is told."""
    place = fill(tmp_path)
    code = """
import sys
from pathlib import Path
from decidedly.changes import Change, ChangeSet
from decidedly.config import Config
from decidedly.workspace import Workspace
from decidedly.writing import WriteError, write
root = Path(sys.argv[1])
place = Workspace(root, root / "docs" / "adr", Config(), "test")
file = place.records / "0001-queue.md"
for _ in range(1000):
    text = file.read_bytes().decode()
    try:
        write(place, ChangeSet({file.name: Change(text, text + sys.argv[2] + chr(10))}))
    except WriteError as error:
        assert "has changed since it was read" in str(error), error
        continue
    sys.exit(0)
sys.exit(1)
"""
    started = time.monotonic()
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), f"line {n}"]) for n in range(20)]
    assert [one.wait() for one in writers] == [0] * 20
    text = (place.records / "0001-queue.md").read_bytes().decode()
    assert sorted(re.findall(r"^line (\d+)$", text, re.M), key=int) == [str(n) for n in range(20)]
    assert time.monotonic() - started < 120
    assert set(contents(tmp_path)) == set(OLD)
