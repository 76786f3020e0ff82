"""What git knows of a folder, asked through the git command; everything fails softly where there is no git.

A repository may be a stranger's: git is run from its root with hooks, monitors and embedded bare repositories off, with
argument lists only, never through a shell.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from decidedly.facts import Revision
from decidedly.hosting import Remote, web_address

_SAFE = (
    "--no-pager", "--literal-pathspecs", "--no-optional-locks",
    "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=", "-c", "log.showSignature=false",
)  # fmt: skip
_STEERING = frozenset((
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_TRACE",
))  # fmt: skip
TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full hash, the day (in the committer's time zone) on which it was made, and the moment in UTC."""

    hash: str
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's content as git keeps it: its hash and its size in bytes."""

    hash: str
    size: int


class GitError(Exception):
    """git itself could not be run."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a git command ended: its exit code, what it printed, and what it said on stderr."""

    code: int
    printed: bytes
    said: str


@dataclass(frozen=True)
class Repository:
    """A git repository by the folder that holds its `.git`. Every question has an empty answer when git can't say."""

    root: Path

    def run(self, *arguments: str) -> str | None:
        """What git prints, or None when it is missing or fails."""
        printed = self.run_bytes(*arguments)
        return None if printed is None else printed.decode("utf-8", "surrogateescape")

    def run_bytes(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """The same as bytes; git gets `given` to read."""
        try:
            done = self.attempt(*arguments, given=given)
        except GitError:
            return None
        return done.printed if done.code == 0 else None

    def attempt(self, *arguments: str, given: bytes = b"", seconds: float = TIMEOUT) -> Attempt:
        """The same for those who want to know why it fails. Raises GitError where git can't be run, or takes too long."""
        environment = {name: value for name, value in os.environ.items() if name not in _STEERING}
        environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                ["git", *_SAFE, *arguments],
                cwd=self.root,
                env=environment,
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GitError(f"git did not answer within {seconds:.0f} seconds") from None
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            raise GitError(f"git can't be run: {error}") from None
        return Attempt(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    @cached_property
    def head(self) -> Commit | None:
        """The commit that is checked out."""
        printed = self.run("log", "-1", "--no-notes", "--format=%H %cs %ct", "HEAD", "--")
        match = re.fullmatch(r"([0-9a-f]{40,64}) (\d{4}-\d\d-\d\d) (\d+)", (printed or "").strip())
        if match is None:
            return None
        try:
            made = datetime.fromtimestamp(int(match[3]), UTC)
            return Commit(match[1], date.fromisoformat(match[2]), made)
        except (ValueError, OverflowError, OSError):
            return None

    @cached_property
    def branch(self) -> str:
        """The branch that others see first: what `origin/HEAD` names, else the one checked out, else ""."""
        for reference, prefix in (
            ("refs/remotes/origin/HEAD", "refs/remotes/origin/"),
            ("HEAD", "refs/heads/"),
        ):
            printed = (self.run("symbolic-ref", "--quiet", reference) or "").strip()
            if printed.startswith(prefix):
                return printed.removeprefix(prefix)
        return ""

    @cached_property
    def remote(self) -> Remote | None:
        """Where `origin`, else the first remote, is on the web."""
        name = self.remote_name
        return web_address((self.run("remote", "get-url", "--", name) or "").strip()) if name else None

    @cached_property
    def remote_name(self) -> str:
        """`origin`, else the first remote, else ""."""
        names = (self.run("remote") or "").split()
        return "origin" if "origin" in names else names[0] if names else ""

    def files(self) -> frozenset[str] | None:
        """Every file of the working tree that git knows or would take, relative to the root; None when git can't say.

        Submodules, what a sparse checkout leaves out, and what was deleted and not yet committed are among them.
        """
        printed = self.run("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--")
        return None if printed is None else frozenset(name for name in printed.split("\0") if name)

    def deleted(self) -> frozenset[str]:
        """The files that git knows and the working tree no longer has."""
        return frozenset(
            name for name in (self.run("ls-files", "-z", "--deleted", "--") or "").split("\0") if name
        )

    def commit(self, name: str) -> str | None:
        """The hash of the commit that a branch, a tag or another name stands for."""
        if not name or name.startswith("-") or any(ord(char) < 32 for char in name):
            return None
        printed = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return printed.strip() if printed else None

    def changed(self, commit: str) -> tuple[str, ...] | None:
        """Every file that differs from `commit` in the working tree, new ones and both names of a moved one included.

        Relative to the root, sorted; None when git can't say.
        """
        printed = self.run("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", commit, "--")
        new = self.run("ls-files", "-z", "--others", "--exclude-standard", "--")
        if printed is None or new is None:
            return None
        return tuple(sorted({name for name in (printed + new).split("\0") if name}))

    def history(self, folder: str = "") -> dict[str, tuple[Revision, ...]]:
        """The commits of HEAD's history that touched each file below `folder`, the newest first, moves followed.

        By the path that the file has now, from the root. One process, however many files; merges count where they changed
        something themselves. Empty where the clone is shallow: what is missing would look as if it had never been.
        """
        if (self.run("rev-parse", "--is-shallow-repository") or "true").strip() != "false":
            return {}
        return _history(self, self.head.hash, folder) if self.head else {}

    def _history(self, folder: str) -> dict[str, tuple[Revision, ...]]:
        printed = self.run(
            "log", "-z", "--no-notes", "--name-status", "--find-renames", "--no-ext-diff",
            "--format=%x01%H%x00%cs%x00%an%x00%s", "HEAD", "--", *([folder] if folder else []),
        )  # fmt: skip
        return read_history(printed or "")

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit at which two histories parted; None where they never met, or where this clone is too shallow."""
        printed = self.run("merge-base", "--end-of-options", one, other)
        return printed.split()[0] if printed and printed.split() else None

    def other_branches(self) -> tuple[tuple[str, str], ...]:
        """(name, commit) of local and remote branches with commits that HEAD does not have, the newest first."""
        printed = self.run(
            "for-each-ref", "--no-merged=HEAD", "--sort=-committerdate", "--format=%(refname) %(symref) %(objectname)",
            "refs/heads", "refs/remotes",
        )  # fmt: skip
        found: list[tuple[str, str]] = []
        for line in (printed or "").splitlines():
            name, symbolic, commit = line.split(" ")
            if not symbolic:
                found.append((name.removeprefix("refs/heads/").removeprefix("refs/remotes/"), commit))
        return tuple(found)

    def tree(self, commit: str, folder: str = "") -> dict[str, Blob]:
        """Every regular file of a commit below `folder`, by its path from the root."""
        printed = self.run(
            "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *([folder] if folder else [])
        )
        found: dict[str, Blob] = {}
        for entry in (printed or "").split("\0"):
            head, _, path = entry.partition("\t")
            words = head.split()
            if len(words) == 4 and words[0].startswith("100"):
                found[path] = Blob(words[2], int(words[3]))
        return found

    def trees(self, commits: Iterable[str], folder: str) -> dict[str, str]:
        """For each commit the hash of its `folder`, "" where it has none: equal hashes, equal content. One process."""
        wanted = list(commits)
        asked = "".join(f"{commit}:{folder.rstrip('/')}\n" for commit in wanted)
        if "\n" in folder:
            return dict.fromkeys(wanted, "")
        printed = self.run_bytes(
            "cat-file",
            "--batch-check=%(objectname) %(objecttype)",
            given=asked.encode("utf-8", "surrogateescape"),
        )
        lines = (printed or b"").decode("utf-8", "surrogateescape").splitlines()
        return {
            commit: line.split(" ")[0] if line.endswith(" tree") else ""
            for commit, line in zip(wanted, lines, strict=False)
        }

    def contents(self, blobs: Iterable[Blob]) -> dict[str, bytes]:
        """The content of each blob, by its hash; one process, however many."""
        wanted = list(dict.fromkeys(blob.hash for blob in blobs))
        if not wanted:
            return {}
        printed = self.run_bytes("cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode())
        found: dict[str, bytes] = {}
        at = 0
        while printed and at < len(printed):
            end = printed.index(b"\n", at)
            words = printed[at:end].split()
            at = end + 1
            if len(words) == 3:
                size = int(words[2])
                found[words[0].decode()] = printed[at : at + size]
                at += size + 1
        return found


@lru_cache(1)
def _history(repository: Repository, head: str, folder: str) -> dict[str, tuple[Revision, ...]]:
    """History up to a commit never changes: the preview asks for it again and again."""
    return repository._history(folder)


def repository(start: Path) -> Repository | None:
    """The repository that `start` lies in, or None. Looks for `.git` upwards and starts no process."""
    for folder in (start, *start.parents):
        mark = folder / ".git"
        try:
            if mark.is_file():
                return Repository(folder)
            if (mark / "HEAD").is_file():
                return _known(folder, _stamp(mark))
        except (OSError, ValueError):
            return None
    return None


@lru_cache(4)
def _known(folder: Path, stamp: object) -> Repository:
    """What git has said of a repository stays as long as its files say that nothing has happened there."""
    return Repository(folder)


def _stamp(mark: Path) -> object:
    """Changes when the commit that is checked out, a branch, a remote or the configuration changes."""
    with (mark / "HEAD").open("rb") as stream:
        head = stream.read(1_000)
    names = ["config", "packed-refs", "shallow", "refs/remotes/origin/HEAD", "refs/heads"]
    if head.startswith(b"ref: "):
        names.append(head[5:].decode("utf-8", "surrogateescape").strip())
    found: list[object] = [head]
    for name in names:
        try:
            seen = (mark / name).stat()
            found.append((seen.st_ino, seen.st_size, seen.st_mtime_ns))
        except OSError:
            found.append(None)
    return object() if (mark / "reftable").exists() else tuple(found)


# --------------------------------------------------------------------------------------------------- pure from here


def read_history(printed: str) -> dict[str, tuple[Revision, ...]]:
    """What `git log -z --name-status` prints, each commit after \\x01 with its hash, day, author and subject."""
    found: dict[str, list[Revision]] = {}
    now: dict[str, str] = {}  # what a path of that time is called today
    revision: Revision | None = None
    words = iter(printed.split("\0"))
    for word in words:
        word = word.lstrip("\n")
        if word.startswith("\x01"):
            day, author, subject = next(words, ""), next(words, ""), next(words, "")
            try:
                revision = Revision(word[1:], date.fromisoformat(day), author, subject)
            except ValueError:
                revision = None
        elif word:
            path = next(words, "")
            before, path = (path, next(words, "")) if word[0] in "RC" else (path, path)
            known = now.get(path, path)
            if revision is not None:
                found.setdefault(known, []).append(revision)
            if word[0] == "R":
                now[before] = known
                now[path] = path  # an older file of the new name is another one
    return {path: tuple(revisions) for path, revisions in found.items()}
