"""How values are spelt in YAML, and TOML front matter as YAML: keys, comments and order stay as they are."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from decidedly.preamble import Preamble, Scalar
from decidedly.text import LINE_END, Source, Span

_PLAIN = re.compile(r"[^\W\d_][\w ./+()'-]*|\d{4}-\d\d-\d\d|[1-9]\d*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def scalar(value: str) -> str:
    """A YAML value: bare where it is plain words or a day, else in double quotes."""
    if _PLAIN.fullmatch(value) and not value.endswith(" ") and value.lower() not in _WORDS:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def listed(values: Sequence[str]) -> str:
    """A YAML list on one line."""
    return f"[{', '.join(map(scalar, values))}]"


# ------------------------------------------------------------------------------------------------ from TOML to YAML


_STRING = r"\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'"
_COMMENTS = re.compile(rf"(?s:{_STRING})|#(?P<words>[^\n]*)")
_CLOCK = re.compile(r"\d\d:\d\d")
_ENDLESS = {"inf": ".inf", "+inf": ".inf", "-inf": "-.inf", "nan": ".nan", "+nan": ".nan", "-nan": ".nan"}


def yaml_of(source: Source, preamble: Preamble) -> str:
    """The TOML front matter's inner text as YAML, lines ending in LF.

    Keys keep their order and comments their place beside them; tables follow as mappings, their comments above them.
    """
    inner = LINE_END.sub("\n", source.at(preamble.inner))
    data = tomllib.loads(inner)
    made: list[str] = []
    told: set[str] = set()
    starts = (
        {source.line_of(key.span.start): (key, node) for key, node in preamble.values.pairs}
        if preamble.values
        else {}
    )
    line, last = source.line_of(preamble.inner.start) + 1, source.line_of(preamble.inner.end)
    tables = False
    rest: list[str] = []
    while line < last:
        text = source.at(source.line_span(line)).strip()
        if line in starts and not tables:
            key, node = starts[line]
            stop = max(line, source.line_of(max(node.span.end - 1, key.span.end))) + 1
            remarks = list(
                _comments(
                    source.at(source.lines_span(line, stop)), key.span.start - source.line_span(line).start
                )
            )
            raw = source.at(node.span)
            value = _value(data[key.value], raw if isinstance(node, Scalar) else "")
            beside = f" # {remarks[-1]}" if remarks and stop == line + 1 else ""
            made += [f"# {one}" for one in remarks] if not beside else []
            made.append(f"{_key(key.value)}: {value}{beside}")
            told.add(key.value)
            line = stop
            continue
        tables = tables or text.startswith("[")
        if not text or text.startswith("#"):
            (rest if tables else made).append(text)
        elif tables:
            rest += [f"# {one}" for one in _comments(text, 0)]
        line += 1
    others = {key: value for key, value in data.items() if key not in told}
    if others:
        made += [one for one in rest if one]
        dumped = yaml.safe_dump(
            _storable(others), sort_keys=False, allow_unicode=True, default_flow_style=False, width=10**6
        )
        made += dumped.splitlines()
    return "".join(f"{one}\n" for one in made)


def _comments(text: str, begin: int) -> Iterator[str]:
    for match in _COMMENTS.finditer(LINE_END.sub("\n", text), begin):
        if match["words"] is not None and match["words"].strip():
            yield match["words"].strip()


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][\w-]*", name) and name.lower() not in _WORDS else scalar(name)


def _value(data: Any, raw: str = "") -> str:
    """A value as YAML has it on one line; numbers and days as they were written (`raw`)."""
    if isinstance(data, str):
        return scalar(data)
    if isinstance(data, Mapping):
        return f"{{{', '.join(f'{_key(key)}: {_value(value)}' for key, value in data.items())}}}"
    if isinstance(data, list):
        return f"[{', '.join(_value(one) for one in data)}]"
    shown = raw or (str(data).lower() if isinstance(data, bool) else _shown(data))
    return f'"{shown}"' if _CLOCK.match(shown) else _ENDLESS.get(shown, shown)


def _shown(data: Any) -> str:
    return data.isoformat() if isinstance(data, datetime.date | datetime.time) else str(data)


def _storable(data: Any) -> Any:
    """The same without what YAML has no form for: times of day become words."""
    if isinstance(data, Mapping):
        return {key: _storable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_storable(one) for one in data]
    return data.isoformat() if isinstance(data, datetime.time) else data


def opening(source: Source, preamble: Preamble) -> Span:
    """The fence that opens the front matter."""
    line = source.line_span(source.line_of(preamble.inner.start))
    at = source.text.index("+++", line.start)
    return Span(at, at + 3)


def closing(source: Source, preamble: Preamble) -> Span:
    """The fence that closes it."""
    at = source.text.index("+++", preamble.inner.end)
    return Span(at, at + 3)
