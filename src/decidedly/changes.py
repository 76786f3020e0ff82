"""Changes to files, planned whole before anything is written."""

from __future__ import annotations

import difflib
import hashlib
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
        parts: list[str] = []
        for path, change in sorted(self.changes.items()):
            before = _lines(change.before or "")
            old = "/dev/null" if change.before is None else f"a/{prefix}{path}"
            for line in difflib.unified_diff(
                before, _lines(change.after), old, f"b/{prefix}{path}", lineterm="\n"
            ):
                parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
        return "".join(parts)


def _lines(text: str) -> list[str]:
    """Lines with their ends, cut at LF alone as diff and git do."""
    return [line + "\n" for line in text.split("\n")[:-1]] + (
        [last] if (last := text.split("\n")[-1]) else []
    )
