"""What an output is, and the one way of writing JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from decidedly.report import Report

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|##(?=\\[)")


@dataclass(frozen=True, slots=True)
class Output:
    """A format: its name, its media type, the usual end of its files' names, and the function that writes it.

    `schema` names the JSON contract and with it the JSON Schema file; "" for formats that are no JSON.
    """

    name: str
    media: str
    suffix: str
    make: Callable[[Report], str]
    schema: str = ""


def dumps(data: object, *, indent: int | None = 2) -> str:
    """`data` as JSON that reads the same everywhere: it is safe to print and to log, whatever the records hold.

    Characters that steer terminals or text direction and lone surrogates are written as escapes, and so is what a CI log
    would take as a command. Ends with a newline.
    """
    text = json.dumps(data, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    return _UNSAFE.sub(_escape, text) + "\n"


def _escape(match: re.Match[str]) -> str:
    # A lone surrogate is no character at all: it becomes the sign for one that could not be read.
    return "".join("\\ufffd" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04x}" for char in match[0])
