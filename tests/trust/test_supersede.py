"""`adr supersede`, as somebody types it, stopped at every step: the old state or the new one, whole, and it is said."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.trust import tracing

from decidedly.cli import main
from decidedly.journal import JOURNAL

QUEUE = "docs/adr/0001-queue.md"
RABBIT = "docs/adr/0002-rabbit.md"
WHY = "".join(
    f"Reason {number} for a queue of our own, in a sentence of some length.\r\n" for number in range(60)
)

OLD = {
    QUEUE: f"# 1. Queue\r\n\r\nDate: 2025-01-01\r\n\r\n## Status\r\n\r\nAccepted\r\n\r\n## Context\r\n\r\n{WHY}\r\n"
    "## Decision\r\n\r\nRedis.\r\n".encode(),
    RABBIT: b"---\nstatus: accepted\ndate: 2025-02-02\n---\n\n# Rabbit\n\n## Context\n\n"
    + WHY.replace("\r", "").encode() * 2
    + b"\n## Decision Outcome\n\nRabbit.\n",
}  # fmt: skip
NEW = {
    QUEUE: OLD[QUEUE].replace(b"Accepted", b"Superseded by [Rabbit](0002-rabbit.md)"),
    RABBIT: OLD[RABBIT].replace(b"accepted\n", b'accepted\nsupersedes: "0001"\n'),
}
"""The records are of different sizes, and larger than the journal: a file that may not grow stops each of them in turn."""

COMMAND = ["-m", "decidedly", "supersede", "1", "--by", "2"]
NAMES = "0001-queue.md, 0002-rabbit.md"
SAID = {
    f"adr: finished a change that was interrupted: {NAMES}\n": NEW,
    f"adr: undid a change that was interrupted: {NAMES}\n": OLD,
    "adr: cleared up after a change that was interrupted before anything was written\n": OLD,
}
"""What a command may say that has found an interrupted change, and what the files hold then."""


def fill(root: Path) -> Path:
    for name, data in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Every file: what is left over shows here."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


def supersede(root: Path, *prefix: str, command: Sequence[str] = COMMAND) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, *command],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
    )


def settle(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, bytes]:
    """What is there after the next command, which has to say what it found."""
    left = (root / "docs" / "adr" / JOURNAL).exists()
    capsys.readouterr()
    assert main(["-C", str(root), "list"]) == 0
    after, said = contents(root), capsys.readouterr().err
    assert after in (OLD, NEW), "neither old nor new"
    assert after == SAID[said] if left else said == ""
    assert main(["-C", str(root), "list"]) == 0
    assert (contents(root), capsys.readouterr().err) == (after, ""), "nothing is left to do"
    return after


def works_after_all(root: Path) -> None:
    """Where nothing came of it, the command can be given again."""
    if contents(root) == OLD:
        assert main(["-C", str(root), *COMMAND[2:]]) == 0
    assert contents(root) == NEW


def test_as_it_goes_where_nothing_happens(tmp_path: Path):
    done = supersede(fill(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{QUEUE}: accepted → superseded; superseded-by 0002\n{RABBIT}: supersedes 0001\n"
    assert contents(tmp_path) == NEW


# --------------------------------------------------------------------------------------- killed, as strace sees it

MUTATING = (
    "write", "pwrite64", "writev", "openat", "rename", "renameat", "renameat2", "link", "linkat", "symlinkat", "unlink",
    "unlinkat", "fsync", "fdatasync", "chmod", "fchmod", "fchmodat", "mkdir", "mkdirat", "rmdir", "ftruncate",
)  # fmt: skip
"""Every call that can change what is on a disk, and those that make it last."""

ENOUGH = {"write": 6, "rename": 3, "link": 2, "unlink": 6, "fsync": 8, "open": 4, "chmod": 2}
"""How often a two-file change makes each kind of call at least: a trace that shows fewer has missed some."""


def traced(root: Path, trace: Path, *inject: str) -> list[str]:
    """Run the command below strace, its main thread alone (git, which it asks, changes nothing); its calls that change
    something, in order and without what differs from run to run."""
    calls = ",".join(tracing.known(*MUTATING))
    supersede(root, "strace", "-y", "-o", str(trace), "-e", f"trace={calls}", *inject)
    text = trace.read_text(errors="replace").replace(str(root), "")
    return [line for line in text.splitlines() if tracing.name_of(line)]


def changes_something(line: str) -> bool:
    return tracing.name_of(line) != "openat" or "O_CREAT" in line or "O_WRONLY" in line or "O_RDWR" in line


def same(line: str) -> str:
    """A call without its result, the names of passing files and the digests in them."""
    return re.sub(
        r"\.adr-[0-9a-f]{16}", ".adr-TOKEN", re.sub(r"\b\d+<[^>]*/stdout>|\d+<pipe:\[\d+\]>", "OUT", line)
    ).rpartition(" = ")[0]


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
def test_killed_at_every_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Before each write, rename, unlink … that it makes; the trace has to end with that very call."""
    whole = traced(fill(tmp_path / "whole"), tmp_path / "trace")
    assert contents(tmp_path / "whole") == NEW
    counted: dict[str, int] = {}
    seen: dict[str, list[str]] = {kind: [] for kind in ENOUGH}
    for at, line in enumerate(whole):
        name = tracing.name_of(line)
        counted[name] = counted.get(name, 0) + 1
        if not changes_something(line):
            continue
        root = fill(tmp_path / f"{name}-{counted[name]}")
        trace = tmp_path / "trace"
        found = traced(root, trace, "-e", f"inject={name}:signal=KILL:when={counted[name]}")
        assert "+++ killed by SIGKILL +++" in trace.read_text(errors="replace")
        assert same(found[-1]) == same(line), "another call was hit"
        assert len(found) == at + 1
        after = settle(root, capsys)
        works_after_all(root)
        kind = next(
            kind for kind in ENOUGH if name.startswith((kind, f"f{kind}", f"p{kind}", f"f{kind[:4]}"))
        )
        seen[kind].append("new" if after == NEW else "old")
    assert {kind: len(ends) for kind, ends in seen.items() if len(ends) < ENOUGH[kind]} == {}
    for ends in seen.values():
        assert ends == sorted(ends, reverse=True), "once it is to be finished, it is"  # old … new
    assert {"old", "new"} == set(seen["write"]) == set(seen["rename"]) == set(seen["unlink"])


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
def test_every_call_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """What needs space finds none, what changes a name finds a read-only disk: 0 means new; 2 means old, and says why."""
    whole = traced(fill(tmp_path / "whole"), tmp_path / "trace")
    calls = ",".join(tracing.known(*MUTATING))
    counted: dict[str, int] = {}
    codes: list[int] = []
    for line in whole:
        name = tracing.name_of(line)
        counted[name] = counted.get(name, 0) + 1
        if "chmod" in name or not changes_something(line) or same(line).startswith("write(OUT"):
            continue
        error = "EROFS" if name.startswith(("rename", "unlink")) else "ENOSPC"
        root = fill(tmp_path / f"{name}-{counted[name]}")
        trace = tmp_path / "trace"
        inject = f"inject={name}:error={error}:when={counted[name]}"
        done = supersede(root, "strace", "-o", str(trace), "-e", f"trace={calls}", "-e", inject)
        assert "(INJECTED)" in trace.read_text(errors="replace")
        codes.append(done.returncode)
        if done.returncode == 0:
            assert settle(root, capsys) == NEW
        else:
            words = re.escape(os.strerror(getattr(errno, error)))
            assert (done.returncode, done.stdout) == (2, "")
            assert re.fullmatch(rf"adr: .*: {words}; nothing was changed\n", done.stderr)
            assert contents(root) == OLD
    assert set(codes) == {0, 2}


# ------------------------------------------------------------------------------------ killed, where there is no strace

CHILD = """
import os, sys
root, count = sys.argv[1], int(sys.argv[2])
watched = {"os.rename", "os.link", "os.remove", "os.chmod", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate"}
def hook(event, arguments):
    global count
    if event == "open":
        hit = isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    else:
        hit = event in watched
    if hit and any(isinstance(one, (str, os.PathLike)) and str(one).startswith(root) for one in arguments):
        count -= 1
        if count == 0:
            sys.stderr.write(event)
            sys.stderr.flush()
            os._exit(99)
from decidedly.cli import main
sys.addaudithook(hook)
sys.exit(main(sys.argv[3:]))
"""
"""The command with a hook on what Python is about to do to a disk, which ends the process at once: no clearing up."""


@pytest.mark.slow
def test_killed_at_every_step_that_python_tells_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    steps: list[str] = []
    ends: list[str] = []
    for count in range(1, 100):
        root = fill(tmp_path / str(count)).resolve()
        done = supersede(root, command=["-c", CHILD, str(root), str(count), *COMMAND[2:]])
        if done.returncode == 0:
            break
        assert done.returncode == 99, done.stderr
        steps.append(done.stderr)
        ends.append("new" if settle(root, capsys) == NEW else "old")
        works_after_all(root)
    else:
        pytest.fail("never came to an end")
    for step, least in {"open": 4, "os.rename": 3, "os.link": 2, "os.remove": 6}.items():
        assert steps.count(step) >= least
    assert ends == sorted(ends, reverse=True)
    assert set(ends) == {"old", "new"}


LIMITED = """
import resource, signal, sys
size, how = int(sys.argv[1]), sys.argv[2]
signal.signal(signal.SIGXFSZ, signal.SIG_DFL if how == "killed" else signal.SIG_IGN)
from decidedly.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.exit(main(sys.argv[3:]))
"""
"""The command in a process whose files may not grow beyond a size: the system stops it in the middle of a write."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits as on Unix")
@pytest.mark.parametrize("how", ["killed", "told"])
def test_stopped_in_the_middle_of_a_write(how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """At the journal, at the smaller record, at the larger one: half of it is on the disk already."""
    small, large = len(NEW[QUEUE]), len(NEW[RABBIT])
    halves: set[str] = set()
    for size in (0, 1, 200, small // 2, small - 1, small + 1, large - 1, large, large + 1):
        root = fill(tmp_path / str(size))
        done = supersede(root, command=["-c", LIMITED, str(size), how, *COMMAND[2:]])
        if size >= large:
            assert (done.returncode, contents(root)) == (0, NEW)
            continue
        halves |= {
            "journal" if name.endswith(JOURNAL) else "record"
            for name, data in contents(root).items()
            if name not in OLD and len(data) == size
        }
        if how == "killed":
            assert done.returncode == -signal.SIGXFSZ
            assert settle(root, capsys) == OLD
        else:
            assert (done.returncode, done.stdout) == (2, "")
            assert done.stderr.endswith(f": {os.strerror(errno.EFBIG)}; nothing was changed\n")
            assert contents(root) == OLD
        works_after_all(root)
    assert halves == ({"journal", "record"} if how == "killed" else set())


# --------------------------------------------------------------------------------------- disks as they really are


def test_a_disk_that_is_full(small_disk: Path):
    """Page by page there is more room, until there is enough."""
    fill(small_disk)
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(b"x" * 4096)
    codes: list[int] = []
    while not codes or codes[-1]:
        before = contents(small_disk)
        done = supersede(small_disk)
        codes.append(done.returncode)
        if done.returncode:
            assert (done.returncode, done.stdout) == (2, "")
            assert re.fullmatch(r"adr: .*: No space left on device; nothing was changed\n", done.stderr)
            assert contents(small_disk) == before
            os.truncate(small_disk / "ballast", (small_disk / "ballast").stat().st_size - 4096)
    assert len(codes) > 3
    assert {name: data for name, data in contents(small_disk).items() if name != "ballast"} == NEW


def test_a_disk_that_is_read_only(small_disk: Path):
    fill(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = supersede(small_disk)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"adr: .*: Read-only file system; nothing was changed\n", done.stderr)
    assert contents(small_disk) == OLD


def forbid(root: Path, what: str) -> None:
    (root / what).chmod(0o555 if (root / what).is_dir() else 0o444)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = fill(tmp_path / "repo")
    yield root
    (root / "docs" / "adr").chmod(0o755)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("docs/adr", "docs/adr: Permission denied; nothing was changed"),
        (QUEUE, "0001-queue.md: may not be written; see to its permissions; nothing was changed"),
        (RABBIT, "0002-rabbit.md: may not be written; see to its permissions; nothing was changed"),
    ],
)
def test_what_may_not_be_written(log: Path, what: str, said: str, without_rights: list[str]):
    forbid(log, what)
    done = supersede(log, *without_rights)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.removeprefix("adr: ").removeprefix(f"{log}/") == f"{said}\n"
    assert contents(log) == OLD


# --------------------------------------------------------------------------------- whichever command comes next

NEXT: dict[str, list[str]] = {
    "list": ["list"],
    "show": ["show", "1"],
    "search": ["search", "Rabbit"],
    "graph": ["graph"],
    "lint": ["lint"],
    "lint a file": ["lint", QUEUE],
    "export": ["export", "json"],
    "build": ["build", "--no-search"],
    "new": ["new", "Keep", "it", "--dry-run"],
    "init": ["init", "docs/adr"],
    "init, looking first": ["init", "--dry-run"],
    "accept": ["accept", "2"],
    "supersede": ["supersede", "1", "--by", "2"],
    "link": ["link", "1", "relates-to", "2"],
    "renumber": ["renumber", "2", "--to", "7", "--dry-run"],
    "convert": ["convert", "--to", "madr4", "--dry-run"],
}


@pytest.fixture(scope="module")
def between(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files, the journal among them, after a kill between the one record and the other."""
    for count in range(1, 100):
        root = fill(tmp_path_factory.mktemp("between")).resolve()
        supersede(root, command=["-c", CHILD, str(root), str(count), *COMMAND[2:]])
        found = contents(root)
        if found[QUEUE] == NEW[QUEUE] and found[RABBIT] == OLD[RABBIT]:
            return found
    pytest.fail("never stopped between the two")


@pytest.mark.parametrize("arguments", NEXT.values(), ids=NEXT)
def test_every_command_says_what_it_recovered(
    arguments: list[str],
    between: dict[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    """Whatever is typed next has to work on the whole change, and says so first."""
    for name, data in between.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    assert main(arguments) in (0, 1)
    assert "adr: finished a change that was interrupted: " + NAMES in capsys.readouterr().err.splitlines()
    after = contents(tmp_path)
    assert [name for name in after if Path(name).name.startswith(".adr")] == []
    assert b"Superseded by [Rabbit](0002-rabbit.md)" in after[QUEUE]
    assert b'supersedes: "0001"' in after[RABBIT]
