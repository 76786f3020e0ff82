"""Runs transcripts: Markdown files that show files, commands and what these print.

A second-level heading begins a case, in a folder of its own; a page of the guide in `SESSIONS` is one case. In it

- a line that ends in "`PATH`:" before a fenced block writes that file ("`PATH`, in CRLF:" with such line ends),
- a fenced block `console` holds commands after `$ ` and what they print, stdout and stderr as they come; `[exit N]` is
  the exit code where it is not 0; `$ files` lists all files but git's,
- a line that ends in "`PATH`, after:" (or "`PATH`, in CRLF, after:") before a fenced block tells what the file must hold
  by then.

Of a shell there are `|`, `< FILE`, `> FILE` and, last on a line, `<<'WORD'` with the text in the lines up to WORD.

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
ROOT = HERE.parents[1]

SESSIONS = (ROOT / "docs" / "tutorial.md",)
"""Pages of the guide that are sessions from their first line to their last."""

FILES = (*sorted(HERE.glob("*.md")), *SESSIONS)

PROGRAMS = ("git", "mkdir", "rm", "cat")

_FENCE = re.compile(r"(`{3,})(\w*)")
_FILE = re.compile(r"`([^`]+)`(, in CRLF)?(, after)?:$")
_ASSIGNMENT = re.compile(r"[A-Z_]+=.*")
_HERE_DOCUMENT = re.compile(r" <<'(\w+)'$")


@dataclass
class Block:
    """A fenced block: where its lines stand in the transcript, what kind it is, the file that it shows, and how."""

    start: int
    end: int
    kind: str
    path: str = ""
    newline: str = "\n"
    after: bool = False


def cases(lines: list[str], *, one: bool = False) -> Iterator[tuple[str, list[Block]]]:
    """The cases of a transcript, all of it if it is `one`: heading and blocks."""
    title, blocks, opened = "", list[Block](), None
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if opened is None and line.startswith("# " if one else "## "):
            if blocks:
                yield title, blocks
            title, blocks = line.lstrip("#").strip(), []
        elif opened is None and match:
            before = next((one for one in reversed(lines[:number]) if one.strip()), "")
            named = _FILE.search(before)
            fence = match[1]
            opened = Block(number + 1, 0, match[2])
            if named:
                opened.path, opened.after = named[1], bool(named[3])
                opened.newline = "\r\n" if named[2] else "\n"
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
            printed = [line for command, text in commands(shown) for line in run(command, folder, text)]
            real.append((block, printed))
        elif block.after:
            real.append((block, held(folder / block.path, block.newline)))
        elif block.path:
            file = folder / block.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join(shown) + "\n", encoding="utf-8", newline=block.newline)
    return real


def held(file: Path, newline: str) -> list[str]:
    """The lines of a file; one that does not end in `newline` says so."""
    if not file.exists():
        return ["(no such file)"]
    lines = re.findall(r"([^\r\n]*)(\r\n|\r|\n|\Z)", file.read_bytes().decode("utf-8"))
    if lines[-1] == ("", ""):
        lines.pop()
    return [text if ending == newline else f"{text} (ends in {ending!r})" for text, ending in lines]


def commands(shown: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines of its here-document: text, then the word that ends it."""
    lines = iter(shown)
    for line in lines:
        if line.startswith("$ "):
            text: list[str] = []
            if ends := _HERE_DOCUMENT.search(line):
                for given in lines:
                    text.append(given)
                    if given == ends[1]:
                        break
                else:
                    raise AssertionError(f"no {ends[1]} after {line}")
            yield line[2:], text


@dataclass
class Step:
    """One program of a pipeline: its words, and the file that its output goes into, if any."""

    words: list[str]
    into: str = ""


def run(command: str, folder: Path, text: list[str]) -> Iterator[str]:
    """A command with its here-document, what it prints, and its exit code."""
    yield f"$ {command}"
    yield from text
    if command == "files":
        for file in sorted(folder.rglob("*")):
            relative = file.relative_to(folder)
            if file.is_file() and ".git" not in relative.parts:
                yield relative.as_posix()
        return
    steps, given = parsed(_HERE_DOCUMENT.sub("", command), folder)
    if text:
        given = "".join(f"{line}\n" for line in text[:-1]).encode()
    told, code = b"", 0
    for step in steps:
        piped = step is not steps[-1] or bool(step.into)
        given, said, code = program(step.words, folder, given, apart=piped)
        told += said
        if step.into:
            (folder / step.into).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.into).write_bytes(given)
            given = b""
    shown = (told + given).decode("utf-8").replace(str(folder), "/repository").replace("\r\n", "\n")
    yield from shown.splitlines()
    if code:
        yield f"[exit {code}]"


def parsed(command: str, folder: Path) -> tuple[list[Step], bytes]:
    """The programs of a pipeline, and what the first one reads."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|<>")
    lexer.whitespace_split, lexer.commenters = True, ""
    steps, given = [Step([])], b""
    words = iter(lexer)
    for word in words:
        if word == "|":
            steps.append(Step([]))
        elif word == "<":
            given = (folder / next(words)).read_bytes()
        elif word == ">":
            steps[-1].into = next(words)
        else:
            steps[-1].words.append(word)
    return steps, given


def program(words: list[str], folder: Path, given: bytes, *, apart: bool) -> tuple[bytes, bytes, int]:
    """What a program writes to stdout and (b"", unless they are to be kept `apart`) to stderr, and its exit code."""
    environment = surroundings()
    while _ASSIGNMENT.fullmatch(words[0]):
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    if words[0] == "adr":
        return call(words, folder, environment, given, apart=apart)
    if words[0] not in PROGRAMS:
        raise AssertionError(f"transcripts run adr, {', '.join(PROGRAMS)} only: {words[0]}")
    done = subprocess.run(
        words, cwd=folder, env=environment, input=given, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE if apart else subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout, done.stderr or b"", done.returncode


def call(
    words: list[str], folder: Path, environment: dict[str, str], given: bytes, *, apart: bool
) -> tuple[bytes, bytes, int]:
    """The same of `adr`. In this process: a hundred new ones would cost minutes."""
    printed, told = io.BytesIO(), io.BytesIO()
    out = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
    err = io.TextIOWrapper(told, encoding="utf-8", write_through=True) if apart else out
    old = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ), Path.cwd()
    sys.argv, sys.stdin = words, io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    sys.stdout, sys.stderr = out, err
    try:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        code = main(words[1:])
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = old[:4]
        os.environ.clear()
        os.environ.update(old[4])
        os.chdir(old[5])
    return printed.getvalue(), told.getvalue(), code


def surroundings() -> dict[str, str]:
    """A day, a width and names that are the same everywhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ADR_", "GIT_", "GITHUB_", "GITLAB_", "CI_"))
    }
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
    for title, blocks in cases(lines, one=file in SESSIONS):
        with tempfile.TemporaryDirectory() as folder:
            for block, real in perform(lines, blocks, Path(folder).resolve()):
                yield title, lines[block.start : block.end], real


def update(file: Path) -> bool:
    """Write what really happens into a transcript; whether that changed it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    changes: list[tuple[Block, list[str]]] = []
    for _, blocks in cases(lines, one=file in SESSIONS):
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
    for one in FILES:
        if (not sys.argv[2:] or one.stem in sys.argv[2:]) and update(one):
            print(f"updated {one.name}")
