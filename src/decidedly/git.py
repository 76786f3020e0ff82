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
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlsplit

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
    """A commit: its full hash and the day (in the committer's time zone) on which it was made."""

    hash: str
    day: date


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a repository is on the web: its address without a final slash, and whose software serves it ("" if unknown)."""

    url: str
    provider: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """Web addresses of a file, each with `{path}` for its path in the repository; "" where there is none.

    `source` shows the file as of a commit, `edit` opens the host's editor, `history` lists the commits that touched it.
    """

    source: str = ""
    edit: str = ""
    history: str = ""


@dataclass(frozen=True)
class Repository:
    """A git repository by the folder that holds its `.git`. Every question has an empty answer when git can't say."""

    root: Path

    def run(self, *arguments: str) -> str | None:
        """What git prints, or None when it is missing or fails."""
        environment = {name: value for name, value in os.environ.items() if name not in _STEERING}
        environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                ["git", *_SAFE, *arguments],
                cwd=self.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.SubprocessError, ValueError):
            return None
        return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None

    @cached_property
    def head(self) -> Commit | None:
        """The commit that is checked out."""
        printed = self.run("log", "-1", "--no-notes", "--format=%H %cs", "HEAD", "--")
        match = re.fullmatch(r"([0-9a-f]{40,64}) (\d{4}-\d\d-\d\d)", (printed or "").strip())
        if match is None:
            return None
        try:
            return Commit(match[1], date.fromisoformat(match[2]))
        except ValueError:
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
        names = (self.run("remote") or "").split()
        if not names:
            return None
        name = "origin" if "origin" in names else names[0]
        return web_address((self.run("remote", "get-url", "--", name) or "").strip())

    def tracked(self, paths: Iterable[str]) -> frozenset[str]:
        """Which of `paths` (relative to the root, forward slashes) git knows."""
        wanted = list(paths)
        found: set[str] = set()
        for start in range(0, len(wanted), 500):  # a command line has an end
            printed = self.run("ls-files", "-z", "--", *wanted[start : start + 500]) or ""
            found.update(printed.split("\0"))
        return frozenset(found.intersection(wanted))


def repository(start: Path) -> Repository | None:
    """The repository that `start` lies in, or None. Looks for `.git` upwards and starts no process."""
    for folder in (start, *start.parents):
        mark = folder / ".git"
        try:
            if mark.is_file() or (mark / "HEAD").is_file():
                return Repository(folder)
        except OSError:
            return None
    return None


# -------------------------------------------------------------------------------------------- addresses; pure from here

_SCP = re.compile(r"(?:[\w.+-]+@)?([\w.-]+):(?!//)(.+)")
_HOSTS = (("github", "github"), ("gitlab", "gitlab"), ("bitbucket", "bitbucket"), ("gitea", "gitea"), ("forgejo", "forgejo"),
          ("codeberg", "forgejo"))  # fmt: skip


def web_address(url: str) -> Remote | None:
    """The web address of a remote (`git@host:team/repo.git`, `ssh://`, `https://`): no user, no password, no port of ssh.

    None for a folder, a bundle or anything else that is not on the web.
    """
    if any(ord(char) <= 32 or ord(char) == 127 for char in url):
        return None
    port = ""
    scheme = "https"
    if "://" in url:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
            if parts.scheme in ("http", "https"):
                scheme, port = parts.scheme, f":{parts.port}" if parts.port else ""
            elif parts.scheme not in ("ssh", "git", "git+ssh"):
                return None
        except ValueError:
            return None
    else:
        match = _SCP.fullmatch(url)
        if match is None or re.match(r"[A-Za-z]:[\\/]", url):
            return None
        host, path = match[1].lower(), match[2]
    path = quote(path.strip("/").removesuffix(".git"), safe="/~@:+,=%")
    if not re.fullmatch(r"[\w.-]+", host) or not path:
        return None
    provider = next((name for part, name in _HOSTS if part in host), "")
    return Remote(f"{scheme}://{host}{port}/{path}", provider)


def patterns(remote: Remote | None, branch: str, commit: str = "") -> Patterns:
    """Where the host shows, edits and follows a file; `commit` makes the link to the source permanent."""
    if remote is None or not remote.provider:
        return Patterns()
    url, at = remote.url, quote(branch, safe="/")
    source, edit, history = {
        "github": ("blob/{ref}/{path}", "edit/{branch}/{path}", "commits/{branch}/{path}"),
        "gitlab": ("-/blob/{ref}/{path}", "-/edit/{branch}/{path}", "-/commits/{branch}/{path}"),
        "bitbucket": ("src/{ref}/{path}", "src/{branch}/{path}?mode=edit", "history-node/{branch}/{path}"),
    }.get(
        remote.provider,
        (
            "src/commit/{ref}/{path}" if commit else "src/branch/{ref}/{path}",
            "_edit/{branch}/{path}",
            "commits/branch/{branch}/{path}",
        ),
    )

    def made(pattern: str) -> str:
        reference = commit or at
        if not (reference if "{ref}" in pattern else at):
            return ""
        filled = pattern.replace("{ref}", reference).replace("{branch}", at)
        # A branch named "{path}" must not become a second place for the path.
        return f"{url}/{filled}" if filled.count("{path}") == 1 else ""

    return Patterns(made(source), made(edit), made(history))


def own_urls(remote: Remote | None, branch: str) -> tuple[str, ...]:
    """Address prefixes under which the repository's own files are shown, for recognising absolute links to them."""
    if remote is None:
        return ()
    views = {
        "gitlab": ("-/blob/{}/", "-/raw/{}/", "blob/{}/"),
        "bitbucket": ("src/{}/", "raw/{}/"),
        "gitea": ("src/branch/{}/", "raw/branch/{}/"),
        "forgejo": ("src/branch/{}/", "raw/branch/{}/"),
    }.get(remote.provider, ("blob/{}/", "tree/{}/", "raw/{}/"))
    names = dict.fromkeys(name for name in (branch, "main", "master", "HEAD") if name)
    return tuple(f"{remote.url}/{view.format(quote(name, safe='/'))}" for name in names for view in views)
