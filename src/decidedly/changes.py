"""Changes to files, planned whole before anything is written."""

from __future__ import annotations

import difflib
import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from decidedly.text import Edit, Source, apply_edits


def digest(text: str | None) -> str:
    """A hash by which a text is recognised; "" for a file that is not there."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One file's text before (None: it did not exist) and after (None: it is removed), and how it is encoded.

    A file that takes the place of another one has in `moved` the path of that, which is removed in the same change set.
    One that moves as it is, whatever it holds, has no text at either path, and the SHA-256 of its bytes in `content`.
    """

    before: str | None
    after: str | None
    encoding: str = "utf-8"
    moved: str = ""
    content: str = ""

    @property
    def hash_before(self) -> str:
        """What the file must still be when it is written."""
        return digest(self.before)


def carried(old: str, new: str, content: str) -> dict[str, Change]:
    """Both changes of a file that moves byte for byte; `content` is the SHA-256 of its bytes in hexadecimal."""
    return {old: Change(None, None, content=content), new: Change(None, None, moved=old, content=content)}


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
        return "".join(head + body for head, body, _ in self._pieces(prefix))

    def patch(self, prefix: str = "", *, headed: bool = False) -> bytes:
        """The same as bytes that `git apply` takes: each file's lines in the file's own encoding.

        `headed`: every file has git's own line before it, so that git takes the paths as the repository's in a folder of it
        too; it leaves out what lies outside of that folder, without a word. A file in UTF-16 is binary to git and left
        out, unless it only moves.
        """
        return b"".join(
            head.encode() + body.encode(encoding)
            for head, body, encoding in self._pieces(prefix, headed)
            if not (body and encoding.startswith("utf-16"))
        )

    def _pieces(self, prefix: str, headed: bool = False) -> Iterator[tuple[str, str, str]]:
        """Each file's part of the diff: the lines that name it, those of its content, and their encoding."""
        moved = {change.moved: change for change in self.changes.values() if change.moved}
        for path, change in sorted(self.changes.items()):
            if change.after is None and not change.moved and path in moved:
                continue  # told where it moves to
            if change.moved:
                yield _renamed(prefix, path, change, self.changes[change.moved].before or "")
            else:
                head, body, encoding = _diff(prefix, path, change)
                yield (_git_head(prefix, path, change) if moved or headed else "") + head, body, encoding


def _diff(prefix: str, path: str, change: Change) -> tuple[str, str, str]:
    whole = posixpath.normpath(posixpath.join(prefix, path))
    old = "/dev/null" if change.before is None else _name(f"a/{whole}")
    new = "/dev/null" if change.after is None else _name(f"b/{whole}")
    body = _body(change.before or "", change.after or "")
    return (f"--- {old}\n+++ {new}\n" if body else ""), body, change.encoding


def _git_head(prefix: str, path: str, change: Change) -> str:
    """The line that keeps a file's part of a diff apart from the move that may stand before it."""
    whole = posixpath.normpath(posixpath.join(prefix, path))
    old, new = (_name(f"{side}/{whole}").rstrip("\t") for side in "ab")
    what = "new file" if change.before is None else "deleted file" if change.after is None else ""
    return f"diff --git {old} {new}\n" + (f"{what} mode 100644\n" if what else "")


def _renamed(prefix: str, path: str, change: Change, before: str) -> tuple[str, str, str]:
    """As git tells of a file that moves, whether or not its text changes."""
    old, new = (posixpath.normpath(posixpath.join(prefix, one)) for one in (change.moved, path))
    quoted = [_name(name).rstrip("\t") for name in (f"a/{old}", f"b/{new}", old, new)]
    head = "diff --git {} {}\nrename from {}\nrename to {}\n".format(*quoted)
    body = _body(before, change.after or "")
    names = f"--- {_name(f'a/{old}')}\n+++ {_name(f'b/{new}')}\n" if body else ""
    return head + names, body, change.encoding


def _body(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(_lines(before), _lines(after), lineterm="\n"))[2:]
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
