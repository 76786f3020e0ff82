"""The hidden line by which an issue of ours is known, whatever it is called, and what is remembered in it.

`<!-- decidedly:dashboard docs/adr eJyr… 1f0c93ab52d7 -->`: what it is, whose log's, the state (compressed, in base64), and
a checksum over all three. A line without a state has neither of the last two.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass
from urllib.parse import quote, unquote

LARGEST = 4_000_000
"""Bytes of a state: a longer one is none of ours."""

_LINE = re.compile(
    r"<!-- decidedly:(?P<kind>[a-z]+) (?P<key>[^\s<>]+)(?: (?P<packed>[A-Za-z0-9+/]+=*) (?P<sum>[0-9a-f]{12}))?(?P<odd>[^<>]*?)-->[ \t]*\r?\n?"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What the line says: the kind (`dashboard`, `review`), the key, and the state, "" without one.

    `damaged`: there is a state which can't be read, because somebody has changed or cut it.
    """

    kind: str
    key: str
    state: str = ""
    damaged: bool = False


def write_marker(marker: Marker) -> str:
    """The line, without a line end."""
    head = f"<!-- decidedly:{marker.kind} {_safe(marker.key)}"
    if not marker.state:
        return f"{head} -->"
    packed = base64.b64encode(zlib.compress(marker.state.encode("utf-8"), 9)).decode("ascii")
    return f"{head} {packed} {_sum(marker.kind, marker.key, packed)} -->"


def read_marker(body: str) -> Marker | None:
    """The first marker in an issue's body, None without one."""
    match = _LINE.search(body)
    if match is None:
        return None
    kind, key, packed = match["kind"], unquote(match["key"]), match["packed"]
    if packed is None:
        return Marker(kind, key, damaged=bool(match["odd"].strip()))
    if match["odd"].strip() or match["sum"] != _sum(kind, key, packed):
        return Marker(kind, key, damaged=True)
    state = _unpacked(packed)
    return Marker(kind, key, state or "", damaged=state is None)


def visible(body: str) -> str:
    """The body without its marker: what people read, with plain line ends."""
    return _LINE.sub("", body, count=1).replace("\r\n", "\n").strip()


def _safe(key: str) -> str:
    return quote(key, safe="/._").replace("-", "%2D")  # two dashes would end the comment


def _sum(kind: str, key: str, packed: str) -> str:
    return hashlib.sha256(f"{kind} {key} {packed}".encode("ascii", "backslashreplace")).hexdigest()[:12]


def _unpacked(packed: str) -> str | None:
    try:
        unpack = zlib.decompressobj()
        data = unpack.decompress(base64.b64decode(packed, validate=True), LARGEST)
        return data.decode("utf-8") if unpack.eof else None
    except (binascii.Error, zlib.error, ValueError):
        return None
