"""Secrets come from the environment and go nowhere but to their service: not into a message, not into an exception."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

from decidedly.notices.words import clean

SHORTEST = 4
"""Characters of a secret that is looked for in words: a shorter one would blank out half of them."""


def secret(environment: Mapping[str, str], name: str) -> str:
    """The value of an environment variable without white space at its ends, "" where it is not set."""
    return environment.get(name, "").strip()


def redacted(words: str, secrets: Iterable[str]) -> str:
    """`words` as one clean line in which every secret, in whatever form it may come back, is an ellipsis."""
    forms: set[str] = set()
    for one in secrets:
        for form in (one, quote(one, safe=""), quote(one), repr(one)[1:-1], *_parts(one)):
            forms |= {form, base64.b64encode(form.encode("utf-8", "surrogateescape")).decode("ascii")}
    for form in sorted(forms, key=len, reverse=True):
        if len(form) >= SHORTEST:
            words = words.replace(form, "…")
    return clean(words)


def _parts(one: str) -> list[str]:
    """The parts of an address that identify more than its service: whatever follows the host, and the credentials."""
    try:
        parts = urlsplit(one)
    except ValueError:
        return []
    if not parts.scheme or not parts.netloc:
        return []
    credentials = parts.netloc.rpartition("@")[0]
    tail = one.split("://", 1)[1].partition("/")[2]
    inner = [piece for piece in tail.replace("?", "/").replace("&", "/").split("/") if len(piece) >= 8]
    return [credentials, *credentials.split(":"), tail, *inner]
