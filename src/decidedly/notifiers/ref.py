"""The state on a ref of the remote: every fresh clone finds it there, no branch and no pull request ever shows it.

A blob, not a commit: there is nothing to merge, and no server refuses it as no fast-forward (git's receive-pack looks for
that below refs/heads only). It is replaced by compare-and-swap: `--force-with-lease` names the version that was read.
"""

from __future__ import annotations

import re

from decidedly.git import Attempt, GitError, Repository
from decidedly.notifiers.kind import ConflictError, StateError
from decidedly.notifiers.memory import LIMIT

REF = "refs/decidedly/reminders"
PATIENCE = 60.0
"""Seconds that the remote has for an answer."""

_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_MOVED = ("[rejected]", "stale info", "cannot lock ref", "remote rejected", "failed to update ref")
_FORBIDDEN = (
    "denied",
    "403",
    "not allowed",
    "unauthorized",
    "authentication",
    "could not read",
    "permission",
)


class RefStore:
    """REF of the remote `remote`."""

    def __init__(self, repository: Repository, remote: str) -> None:
        self.repository = repository
        self.remote = remote
        self.where = f"{REF} of {remote}"

    def load(self) -> tuple[str, str]:
        """What the remote has, and its hash. Raises StateError where it can't be asked."""
        version = self._there()
        if not version:
            return "", ""
        known = self._blob(version)
        if known is None:
            fetched = self._git(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=",
                "--", self.remote, f"+{REF}:{REF}",
            )  # fmt: skip
            if fetched.code:
                raise StateError(self._words("can't be fetched", fetched))
            known = self._blob(REF)
        if known is None:
            raise StateError(f"{self.where}: no small text; delete it to begin anew: git push {self.remote} :{REF}")  # fmt: skip
        return known

    def _blob(self, name: str) -> tuple[str, str] | None:
        """Text and hash of a blob that this clone has; None for anything else."""
        printed = self.repository.run_bytes("cat-file", "--batch", given=f"{name}\n".encode("ascii"))
        head, _, rest = (printed or b"").partition(b"\n")
        words = head.split()
        if len(words) != 3 or words[1] != b"blob" or int(words[2]) > LIMIT:
            return None
        return rest[: int(words[2])].decode("utf-8", "replace"), words[0].decode("ascii")

    def _there(self) -> str:
        asked = self._git("ls-remote", "--quiet", "--refs", "--", self.remote, REF)
        if asked.code:
            raise StateError(self._words("can't be asked for", asked))
        for line in asked.printed.decode("utf-8", "replace").splitlines():
            version, _, name = line.partition("\t")
            if name == REF and _HASH.fullmatch(version):
                return version
        return ""

    def save(self, text: str, version: str) -> str:
        """Push it, if the remote still has `version`. Raises ConflictError and StateError."""
        made = self._git("hash-object", "-w", "--stdin", given=text.encode("utf-8"))
        new = made.printed.decode("ascii", "replace").strip()
        if made.code or not _HASH.fullmatch(new):
            raise StateError(self._words("can't be stored in this clone", made))
        pushed = self._git(
            "push", "--quiet", "--porcelain", "--no-verify", "--no-signed", "--recurse-submodules=no",
            f"--force-with-lease={REF}:{version}", "--", self.remote, f"{new}:{REF}",
        )  # fmt: skip
        if pushed.code:
            words = f"{pushed.printed.decode('utf-8', 'replace')} {pushed.said}".lower()
            if any(sign in words for sign in _MOVED) and self._there() != version:
                raise ConflictError
            raise StateError(self._words("can't be pushed", pushed))
        return new

    def _git(self, *arguments: str, given: bytes = b"") -> Attempt:
        try:
            return self.repository.attempt(*arguments, given=given, seconds=PATIENCE)
        except GitError as error:
            raise StateError(f"{self.where}: {error}") from None

    def _words(self, what: str, attempt: Attempt) -> str:
        said = _CREDENTIALS.sub("", attempt.said)
        lines = [one.strip() for one in said.splitlines() if re.match(r"\s*(fatal|error|remote|!)", one)]
        hint = (
            "; the token needs the right to push (contents: write)"
            if what == "can't be pushed" and any(sign in said.lower() for sign in _FORBIDDEN)
            else ""
        )
        return f"{self.where} {what}: {' '.join(lines)[:300] or f'git ended with {attempt.code}'}{hint}"
