import json
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from decidedly import bundles, cache, workspace
from decidedly.dialects import Memory, kept, reading
from decidedly.discovery import open_workspace
from decidedly.log import Log
from decidedly.record import Document, Record
from decidedly.stored import Odd, unpacker
from decidedly.text import Source, Span

RECORD = "# {}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a log, and a cache of its own."""
    monkeypatch.setenv("ADR_CACHE", str(tmp_path / "cache"))
    top = tmp_path / "repository"
    (top / "docs/adr").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / ".git/HEAD").write_text("ref: refs/heads/main\n")
    for number in range(1, 4):
        (top / f"docs/adr/000{number}-x.md").write_text(
            RECORD.format(f"{number}. Use {number}"), encoding="utf-8"
        )
    return top


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the texts that were taken to pieces."""
    paths: list[str] = []
    whole = reading.take_apart

    def take_apart(source: Source) -> reading.Pieces:
        paths.append(source.path)
        return whole(source)

    monkeypatch.setattr(reading, "take_apart", take_apart)
    return paths


def load(root: Path, **options: Path) -> Log:
    return workspace.load(open_workspace(root, **options))


def files(root: Path) -> list[Path]:
    """What is in the cache."""
    return sorted(path for path in (root.parent / "cache").rglob("*") if path.is_file())


def test_the_second_run_reads_nothing(root: Path, read: list[str]):
    first = load(root)
    assert len(read) == 3
    assert load(root) == first
    assert len(read) == 3
    assert len(files(root)) == 1


def test_a_log_that_is_searched_for_is_found_without_reading(root: Path, read: list[str]):
    (root / "docs/adr").rename(root / "docs/notes")
    first = load(root)
    count = len(read)
    assert load(root) == first
    assert len(read) == count


def held(log: Log) -> list[str]:
    """The records whose tokens are held on to."""
    return [one.path for one in log.records if one.structure and "tokens" in one.structure.__dict__]


def test_of_a_large_log_only_what_was_kept_is_held_on_to(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
):
    plain = workspace.load(open_workspace(root), rendered=True)
    assert len(held(plain)) == 3
    (file,) = files(root)
    file.unlink()
    read.clear()
    monkeypatch.setattr(workspace, "MOST_TO_READ", 100)
    monkeypatch.setattr(kept, "RECENT", 1)
    log = load(root)
    assert log == plain
    assert len(read) == 3
    assert held(log) == ["0001-x.md"]
    for one, other in zip(log.records, plain.records, strict=True):
        assert one.structure is not None
        assert other.structure is not None
        assert one.structure.tokens == other.structure.tokens
    assert held(log) == ["0001-x.md", "0003-x.md"]


def test_what_was_edited_renamed_or_deleted(root: Path, read: list[str]):
    load(root)
    read.clear()
    folder = root / "docs/adr"
    (folder / "0001-x.md").write_text(RECORD.format("1. Use another"), encoding="utf-8")
    (folder / "0002-x.md").rename(folder / "0005-x.md")
    (folder / "0003-x.md").unlink()
    log = load(root)
    assert [(one.path, one.title) for one in log.records] == [
        ("0001-x.md", "Use another"),
        ("0005-x.md", "Use 2"),
    ]
    assert read == ["0001-x.md", "0005-x.md"]
    size = files(root)[0].stat().st_size
    (folder / "0005-x.md").unlink()
    load(root)
    assert files(root)[0].stat().st_size < size


def test_settings_that_changed(root: Path):
    assert load(root).records[0].status is not None
    (root / "adr.toml").write_text('records = "docs/adr"\nstatuses = ["draft", "done"]\n')
    status = load(root).records[0].status
    assert status is not None
    assert not status.known
    (root / "adr.toml").write_text('records = "docs/adr"\n')
    status = load(root).records[0].status
    assert status is not None
    assert status.known


def test_another_version_reads_for_itself(root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch):
    load(root)
    read.clear()
    monkeypatch.setattr(cache, "_program", lambda: "another")
    load(root)
    assert len(read) == 3
    monkeypatch.setattr(cache, "_program", lambda: "")  # nobody can tell which
    load(root)
    assert len(read) == 6


def test_a_memory_of_the_callers_own_is_left_to_nobody(root: Path):
    memory = Memory()
    workspace.load(open_workspace(root, memory), memory=memory)
    workspace.load(open_workspace(root), keep=False)
    assert files(root) == []


# ------------------------------------------------------------------------------------------------- where, and whether


@pytest.mark.parametrize("named", ["off", "no", "0", "OFF", "relative/folder"])
def test_switched_off(root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, named: str):
    monkeypatch.setenv("ADR_CACHE", named)
    monkeypatch.chdir(root)
    load(root)
    load(root)
    assert len(read) == 6
    assert not (root / "relative").exists()
    assert files(root) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folder is named otherwise there")
def test_the_users_own_folder(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ADR_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(root.parent / "cache"))
    load(root)
    assert files(root)[0].parent == root.parent / "cache/decidedly/read"
    assert files(root)[0].parent.stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache.home() is None


@pytest.mark.parametrize("name", ["", "cache", "link"])
def test_no_checkout_brings_its_own(root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, name: str):
    if name == "link":
        (root / "inner").mkdir()
        (root.parent / "link").symlink_to(root / "inner")
    monkeypatch.setenv("ADR_CACHE", str(root.parent / "link" if name == "link" else root / name))
    load(root)
    load(root)
    assert len(read) == 6
    assert not (root / "read").exists()
    assert not (root / "cache").exists()


# ---------------------------------------------------------------------------------------------- bytes that are not ours


def damaged(data: bytes) -> dict[str, bytes]:
    head, _, body = data.partition(b"\n")
    return {
        "empty": b"",
        "half": data[: len(data) // 2],
        "all but one": data[:-1],
        "one more": data + b"x",
        "flipped": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "foreign": b"SQLite format 3\0" + data,
        "another version": data.replace(b"decidedly-kept 2", b"decidedly-kept 1", 1),
        "no text": b"\xff\xfe" * 4000,
        "body alone": body,
        "head alone": head,
    }


def signed(old: bytes, body: bytes) -> bytes:
    """A body with the checksum that it needs."""
    name, version, made_by, _ = old.partition(b"\n")[0].decode().split(" ")
    return f"{name} {version} {made_by} {bundles.checksum(body)}\n".encode() + body


def hostile(data: bytes) -> dict[str, bytes]:
    """What has the right checksum, as only who may write there can make it."""
    body = data.partition(b"\n")[2]
    index, _, _ = body.partition(b"\n\n")
    lines = index.decode().splitlines()
    key = lines[0].split(" ")[0]
    rows = {
        "deep": b"[" * 200_000,
        "deep objects": b'{"a":' * 100_000,
        "huge": b"[" + b"[]," * 2_000_000 + b"[]]",
        "number": b"[" + b"9" * 200_000 + b"]",
        "words": b'"x"',
        "nothing": b"",
        "null": b"null",
        "no text": b"\xff\xfe\x00",
        "wrong types": b"[" + b",".join([b"{}"] * 30) + b"]",
    }
    made = {
        name: f"{key} record record / {len(one)} {len(one)} {len(one)}\n\n".encode() + one * 3
        for name, one in rows.items()
    }
    made |= {
        "negative": f"{key} record record / -5 5 0\n\n".encode(),
        "too long": f"{key} record record / 5 5 {10**30}\n\n".encode(),
        "no numbers": f"{key} record record / a b c\n\n".encode(),
        "digits": f"{key} record record / {'9' * 10_000} 0 0\n\n".encode(),
        "short": b"x y\n\n",
        "unknown kind": f"{key} thing record / 0 0 0\n\n".encode(),
        "unknown reading": f"{key} record thing / 0 0 0\n\n".encode(),
        "no end": f"{key} record record / 0 0 0\n".encode(),
        "no lines": b"\n",
    }
    return {name: signed(data, one) for name, one in made.items()}


def whole(log: Log) -> str:
    """Everything that is known of the log."""
    texts: list[Record | Document] = [*log.records, *log.documents]
    return "\n".join(
        f"{one!r}{one.structure and one.structure.headings}{one.structure and len(one.structure.tokens)}"
        for one in texts
    )


@pytest.mark.parametrize("make", [damaged, hostile])
def test_what_is_odd_is_read_from_the_texts(root: Path, make: Callable[[bytes], dict[str, bytes]]):
    expected = whole(load(root))
    (file,) = files(root)
    sound = file.read_bytes()
    for name, data in make(sound).items():
        file.write_bytes(data)
        assert whole(load(root)) == expected, name
        assert whole(load(root)) == expected, name


@pytest.mark.parametrize(
    "span",
    ["[5, 4]", "[-1, 4]", "[0, 99]", "[0]", "[0, 1, 2]", '["0", 1]', "[0.0, 1]", "[true, 1]", "null", "{}"],
)
def test_a_span_lies_in_its_text(span: str):
    assert unpacker(Span)([0, 9], 9) == Span(0, 9)
    with pytest.raises(Odd):
        unpacker(Span)(json.loads(span), 9)


def test_what_is_no_file_of_the_users_own(root: Path, monkeypatch: pytest.MonkeyPatch):
    expected = whole(load(root))
    (file,) = files(root)
    sound = file.read_bytes()
    elsewhere = root.parent / "elsewhere"
    elsewhere.write_bytes(sound)
    file.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(file)
        assert whole(load(root)) == expected  # and does not wait for somebody to write
    file.unlink(missing_ok=True)
    file.mkdir()
    assert whole(load(root)) == expected
    file.rmdir()
    file.symlink_to(elsewhere)
    assert whole(load(root)) == expected
    assert elsewhere.read_bytes() == sound
    monkeypatch.setattr(cache, "LARGEST", 10)
    assert whole(load(root)) == expected


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")
def test_what_somebody_else_wrote_is_not_read(root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch):
    load(root)
    read.clear()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    load(root)
    assert len(read) == 3


# --------------------------------------------------------------------------------------------------- disks that fail


@pytest.mark.parametrize("call", ["mkdir", "mkstemp", "fdopen", "replace"])
def test_a_disk_that_does_not_take_it(root: Path, monkeypatch: pytest.MonkeyPatch, call: str):
    def fail(*_: object, **__: object):
        raise OSError(28, "No space left on device")

    where = {"mkdir": Path, "mkstemp": tempfile, "fdopen": os, "replace": os}[call]
    with monkeypatch.context() as patched:
        patched.setattr(where, call, fail)
        assert len(load(root).records) == 3
    assert files(root) == []
    assert len(load(root).records) == 3


def test_a_file_where_the_folder_belongs(root: Path):
    (root.parent / "cache").write_text("mine")
    assert len(load(root).records) == 3
    assert (root.parent / "cache").read_text() == "mine"


def test_what_is_old_or_too_much_goes(root: Path, monkeypatch: pytest.MonkeyPatch):
    folder = root.parent / "cache/read"
    folder.mkdir(parents=True)
    for name, age in (("old", 70 * 86_400), (".new.left", 7_200), ("young", 60)):
        (folder / name).write_bytes(b"x" * 100)
        at = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (at, at))
    load(root)
    assert {path.name for path in files(root)} >= {"young"}
    assert len(files(root)) == 2
    monkeypatch.setattr(cache, "FULL", 1)
    (root / "docs/adr").rename(root / "docs/decisions")
    load(root)
    assert not (folder / "young").exists()


def test_commands_at_once(root: Path):
    words = [sys.executable, "-m", "decidedly", "list", "--json"]
    running = [subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE) for _ in range(6)]
    said = [process.communicate()[0] for process in running]
    assert said[0]
    assert set(said) == {said[0]}
    assert [path.name.startswith(".new.") for path in files(root)] == [False]
    assert subprocess.run(words, cwd=root, capture_output=True, check=True).stdout == said[0]


# ------------------------------------------------------------------------------------------------ what it depends on


def run(code: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout.split()


def test_every_module_that_reading_needs_is_part_of_the_key(tmp_path: Path):
    code = """
        import sys
        from decidedly.dialects import memory, reading
        from decidedly.text import Source, Span
        reading.record(reading.parse(Source("0001-x.md", "---\\nreview: 6 months\\n---\\n# T\\n"), Source("kep.yaml", "a: 1")), memory.Settings())
        reading.record(reading.parse(Source("0001-x.md", "+++\\nreview = 1\\n+++\\n# T\\n"), None), memory.Settings())
        print(*(name for name in sys.modules if name.startswith("decidedly.")))
    """
    names = {name.split(".")[1] for name in run(code, tmp_path)}
    assert names <= {part.removesuffix(".py") for part in cache.READING}


def test_nothing_that_parses_is_imported_for_what_is_known(root: Path):
    code = """
        import io, sys
        from decidedly.cli import main
        out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO())
        main(["list"])
        sys.stdout = out
        print("there", *(name for name in ("markdown_it", "yaml", "frontmatter", "networkx", "jinja2") if name in sys.modules))
    """
    assert run(code, root) != ["there"]
    assert run(code, root) == ["there"]
