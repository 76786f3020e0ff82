"""Entries of bytes under keys, as one run of bytes with a checksum: what one run leaves to the next.

Bytes in which anything is odd hold no entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under one key: a few words of ASCII without spaces, and parts of any bytes."""

    words: tuple[str, ...] = ()
    parts: tuple[bytes, ...] = ()


def bundled(mark: str, entries: Mapping[str, Entry]) -> bytes:
    """The entries as bytes. `mark`, one line, says what they are and who made them."""
    lines = "".join(
        f"{' '.join((key, *one.words, '/', *(str(len(part)) for part in one.parts)))}\n"
        for key, one in entries.items()
    )
    chunks = [lines.encode("ascii"), b"\n"]
    chunks += [part for one in entries.values() for part in one.parts]
    return b"".join([f"{mark} {checksum(*chunks)}\n".encode(), *chunks])


def entries_of(mark: str, data: bytes) -> dict[str, Entry]:
    """The entries that were bundled with the same `mark`; none where it is another, or something is odd."""
    head, _, body = data.partition(b"\n")
    if head != f"{mark} {checksum(body)}".encode():
        return {}
    index = b"" if body.startswith(b"\n") else body[: body.find(b"\n\n")]
    at = len(index) + (2 if index else 1)
    found: dict[str, Entry] = {}
    try:
        for line in index.decode("ascii").splitlines():
            said, _, lengths = line.partition(" /")
            key, *words = said.split(" ")
            parts = []
            for length in lengths.split():
                end = at + int(length)
                if not at <= end <= len(body):
                    return {}
                parts.append(body[at:end])
                at = end
            found[key] = Entry(tuple(words), tuple(parts))
    except ValueError:
        return {}
    return found if at == len(body) else {}


def checksum(*chunks: bytes) -> str:
    """What tells whether the bytes are still those that were written."""
    made = hashlib.blake2b(digest_size=20)
    for chunk in chunks:
        made.update(chunk)
    return made.hexdigest()
