"""Changes to files, planned whole before anything is written."""

from __future__ import annotations

import difflib
import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from decidedly.text import Edit, Source, apply_edits


def digest(text: str | None) -> str:
    """A hash by which a text is recognised; "" for a file that is not there."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One file's text before (None: it did not exist) and after, and how it is encoded."""

    before: str | None
    after: str
    encoding: str = "utf-8"

    @property
    def hash_before(self) -> str:
        """What the file must still be when it is written."""
        return digest(self.before)


@dataclass(frozen=True)
class ChangeSet:
    """Path (relative to the records folder) → change. The only thing that is ever written."""

    changes: Mapping[str, Change] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changes)

    @classmethod
    def of(
        cls,
        sources: Mapping[str, Source],
        edits: Mapping[str, Iterable[Edit]],
        creates: Mapping[str, str] | None = None,
    ) -> ChangeSet:
        """The change set that makes `edits` in `sources` and adds the files of `creates`.

        Raises ValueError where edits overlap or a file to be created is there already.
        """
        made: dict[str, Change] = {}
        for path, wanted in edits.items():
            source = sources[path]
            after = apply_edits(source.text, wanted)
            if after != source.text:
                made[path] = Change(source.text, after, source.encoding)
        for path, text in (creates or {}).items():
            if path in sources or path in made:
                raise ValueError(f"{path} is there already")
            made[path] = Change(None, text)
        return cls(made)

    def diff(self, prefix: str = "") -> str:
        """All changes as one unified diff; `prefix` (the records folder's path in the repository) goes before each path."""
        return "".join(_diff(prefix, path, change) for path, change in sorted(self.changes.items()))

    def patch(self, prefix: str = "") -> bytes:
        """The same as bytes that `git apply` takes: each file's lines in the file's own encoding.

        A file in UTF-16 is binary to git and left out.
        """
        made = b""
        for path, change in sorted(self.changes.items()):
            if not change.encoding.startswith("utf-16"):
                old, new, body = _diff(prefix, path, change).split("\n", 2)
                made += f"{old}\n{new}\n".encode() + body.encode(change.encoding)
        return made


def _diff(prefix: str, path: str, change: Change) -> str:
    whole = posixpath.normpath(posixpath.join(prefix, path))
    old = "/dev/null" if change.before is None else _name(f"a/{whole}")
    lines = difflib.unified_diff(
        _lines(change.before or ""), _lines(change.after), old, _name(f"b/{whole}"), lineterm="\n"
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _name(path: str) -> str:
    """A path as git writes it in a diff: quoted where it must be; a tab ends one with spaces."""
    if re.search(r'[\x00-\x1f\x7f"\\]', path):
        escaped = "".join(
            f"\\{ord(char):03o}"
            if ord(char) < 32 or char == "\x7f"
            else f"\\{char}"
            if char in '"\\'
            else char
            for char in path
        )
        return f'"{escaped}"'
    return f"{path}\t" if " " in path else path


def _lines(text: str) -> list[str]:
    """Lines with their ends, cut at LF alone as diff and git do."""
    return [line + "\n" for line in text.split("\n")[:-1]] + (
        [last] if (last := text.split("\n")[-1]) else []
    )
