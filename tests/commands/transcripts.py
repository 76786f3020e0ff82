"""Runs transcripts: Markdown files that show files, commands and what these print.

A second-level heading begins a case, in a folder of its own. In it

- a line that ends in "`PATH`:" before a fenced block writes that file,
- a fenced block `console` holds commands after `$ ` and what they print, stdout and stderr as they come; `[exit N]` is
  the exit code where it is not 0; `$ files` lists all files but git's,
- a line that ends in "`PATH`, after:" before a fenced block tells what the file must hold by then.

`python -m tests.commands.transcripts --update` writes what is really printed into all of them.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from decidedly.cli import main

HERE = Path(__file__).parent

_FENCE = re.compile(r"(`{3,})(\w*)")
_FILE = re.compile(r"`([^`]+)`(, after)?:$")
_ASSIGNMENT = re.compile(r"[A-Z_]+=.*")


@dataclass
class Block:
    """A fenced block: where its lines stand in the transcript, what kind it is, and the file that it shows."""

    start: int
    end: int
    kind: str
    path: str = ""
    after: bool = False


def cases(lines: list[str]) -> Iterator[tuple[str, list[Block]]]:
    """The cases of a transcript: heading and blocks."""
    title, blocks, opened = "", list[Block](), None
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if opened is None and line.startswith("## "):
            if blocks:
                yield title, blocks
            title, blocks = line[3:].strip(), []
        elif opened is None and match:
            before = next((one for one in reversed(lines[:number]) if one.strip()), "")
            named = _FILE.search(before)
            fence = match[1]
            opened = Block(number + 1, 0, match[2], named[1] if named else "", bool(named and named[2]))
        elif opened is not None and line == fence:
            opened.end = number
            blocks.append(opened)
            opened = None
    assert opened is None, f"a fence is not closed in “{title}”"
    if blocks:
        yield title, blocks


def perform(lines: list[str], blocks: list[Block], folder: Path) -> list[tuple[Block, list[str]]]:
    """Do what the blocks of a case say, in order; for each that tells of an outcome, its lines as they really are."""
    real: list[tuple[Block, list[str]]] = []
    for block in blocks:
        shown = lines[block.start : block.end]
        if block.kind == "console":
            real.append((block, [line for command in commands(shown) for line in run(command, folder)]))
        elif block.after:
            file = folder / block.path
            real.append(
                (
                    block,
                    file.read_text(encoding="utf-8").splitlines() if file.exists() else ["(no such file)"],
                )
            )
        elif block.path:
            file = folder / block.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(shown) + "\n", encoding="utf-8", newline="\n")
    return real


def commands(shown: list[str]) -> Iterator[str]:
    """The commands of a console block."""
    for line in shown:
        if line.startswith("$ "):
            yield line[2:]


def run(command: str, folder: Path) -> Iterator[str]:
    """A command, what it prints, and its exit code."""
    yield f"$ {command}"
    if command == "files":
        for file in sorted(folder.rglob("*")):
            relative = file.relative_to(folder)
            if file.is_file() and ".git" not in relative.parts:
                yield relative.as_posix()
        return
    words = shlex.split(command)
    environment = surroundings()
    while _ASSIGNMENT.fullmatch(words[0]):
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    if words[0] == "adr":
        printed, code = call(words, folder, environment)
    elif words[0] in ("git", "mkdir", "rm", "cat"):
        done = subprocess.run(
            words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        printed, code = done.stdout, done.returncode
    else:
        raise AssertionError(f"transcripts run adr, git, mkdir, rm and cat only: {command}")
    shown = printed.decode("utf-8").replace(str(folder), "/repository").replace("\r\n", "\n")
    yield from shown.splitlines()
    if code:
        yield f"[exit {code}]"


def call(words: list[str], folder: Path, environment: dict[str, str]) -> tuple[bytes, int]:
    """What `adr` prints, and its exit code. In this process: a hundred new ones would cost minutes."""
    both = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    old = sys.argv, sys.stdout, sys.stderr, dict(os.environ), Path.cwd()
    sys.argv, sys.stdout, sys.stderr = words, both, both
    try:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        code = main(words[1:])
    finally:
        sys.argv, sys.stdout, sys.stderr = old[:3]
        os.environ.clear()
        os.environ.update(old[3])
        os.chdir(old[4])
    buffer = both.detach()
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue(), code


def surroundings() -> dict[str, str]:
    """A day, a width and names that are the same everywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADR_", "GIT_"))}
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "EDITOR", "VISUAL"):
        kept.pop(name, None)
    return kept | {
        "ADR_DATE": "2026-01-15",
        "COLUMNS": "100",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Test",
        "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_AUTHOR_DATE": "2026-01-10T12:00:00+0000",
        "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@example.org",
        "GIT_COMMITTER_DATE": "2026-01-10T12:00:00+0000",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def check(file: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """For each outcome that a transcript tells of: the case, the lines as told, the lines as they are."""
    lines = file.read_text(encoding="utf-8").splitlines()
    for title, blocks in cases(lines):
        with tempfile.TemporaryDirectory() as folder:
            for block, real in perform(lines, blocks, Path(folder).resolve()):
                yield title, lines[block.start : block.end], real


def update(file: Path) -> bool:
    """Write what really happens into a transcript; whether that changed it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    changes: list[tuple[Block, list[str]]] = []
    for _, blocks in cases(lines):
        with tempfile.TemporaryDirectory() as folder:
            changes += perform(lines, blocks, Path(folder).resolve())
    before = list(lines)
    for block, real in reversed(changes):
        lines[block.start : block.end] = real
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return lines != before


if __name__ == "__main__":
    if sys.argv[1:2] != ["--update"]:
        sys.exit(f"usage: python -m tests.commands.transcripts --update [NAME…]; transcripts are in {HERE}")
    for one in sorted(HERE.glob("*.md")):
        if (not sys.argv[2:] or one.stem in sys.argv[2:]) and update(one):
            print(f"updated {one.name}")
