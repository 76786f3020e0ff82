"""Writing into events.yaml: an event named, its title, the days on which it is expected and on which it occurred.

By spans: comments, order, quotes and all other entries stay as they are. What comes of it is read again before it counts.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from decidedly.amend.errors import AmendError
from decidedly.amend.pairs import flow, is_flow, key_of, scalar, whole, with_pair, words
from decidedly.dates import find_date, rewrite_date
from decidedly.preamble import Mapping as Pairs
from decidedly.preamble import Node, Scalar, compose, load_yaml
from decidedly.text import LINE_END, Edit, Source, Span, apply_edits, name_slug

FILE = "events.yaml"
"""The file beside the records in which events have their days."""

Values = Mapping[str, str | datetime.date | None]
"""What is to be written of an event: `title`, `expected`, `occurred`; None takes the value away."""

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_TITLE = re.compile(r"[A-Za-z][\w ().,/+-]*[\w).]")


def entry(name: str, title: str, expected: str = "null", occurred: str = "null", eol: str = "\n") -> str:
    """An entry as it is written where there is none, with its last line end."""
    return eol.join(
        (
            f"{_key(name)}:",
            f"  title: {_title(title)}",
            f"  expected: {expected}",
            f"  occurred: {occurred}",
            "",
        )
    )


def appended(text: str, entries: str, eol: str) -> Edit:
    """The edit that puts entries at the end of the file's text."""
    gap = "" if not text or text.endswith(("\n", "\r")) else eol
    return Edit(Span(len(text), len(text)), gap + entries)


def trouble(text: str) -> str:
    """Why the text of events.yaml can't be read, or ""."""
    try:
        data = load_yaml(text)
    except ValueError as error:
        return str(error)
    return "" if data is None or isinstance(data, dict) else "it is no list of ids with their days"


def amended(source: Source | None, name: str, values: Values, title: str = "") -> Source:
    """events.yaml with these values of the event `name` (a slug), which is added where it is not there, with `title`.

    Raises AmendError where the file can't be read, or is written so that nothing can be put there.
    """
    old = source or Source(FILE, "")
    if problem := trouble(old.text):
        raise AmendError(f"{FILE}: can't be read: {problem}; repair it first; nothing was changed")
    found = LINE_END.search(old.text)
    eol = found[0] if found else "\n"
    root, _ = compose(old)
    pair = _entry_of(root, name)
    made = (
        _changed(old, pair, values, eol) if pair is not None else _added(old, root, name, values, title, eol)
    )
    if made is None or not _is_meant(old.text, made, pair[0].value if pair else name, values):
        raise AmendError(
            f"{FILE}: “{name}” is written so that its values can't be put there; edit it by hand; nothing was changed"
        )
    return replace(old, text=made)


def _entry_of(root: Node | None, name: str) -> tuple[Scalar, Node] | None:
    pairs = root.pairs if isinstance(root, Pairs) else ()
    return next((one for one in pairs if (name_slug(one[0].value) or one[0].value) == name), None)


def _added(source: Source, root: Node | None, name: str, values: Values, title: str, eol: str) -> str:
    said = {key: _value(value) for key, value in values.items()}
    title = str(values.get("title") or title or name)
    if isinstance(root, Pairs) and is_flow(source, root):
        item = flow(
            [("title", scalar(title)), *((key, said.get(key, "null")) for key in ("expected", "occurred"))]
        )
        if not root.pairs:
            return apply_edits(source.text, [Edit(root.span, f"{{{_key(name)}: {item}}}")])
        edit = with_pair(source, root, _key(name), item, eol)
        return apply_edits(source.text, [edit] if edit else [])
    text = entry(name, title, said.get("expected", "null"), said.get("occurred", "null"), eol)
    return apply_edits(source.text, [appended(source.text, text, eol)])


def _changed(source: Source, pair: tuple[Scalar, Node], values: Values, eol: str) -> str | None:
    """The text once each value is in its place; one after the other, for an entry may get a form of its own."""
    text, key = source.text, pair[0].value
    for name, value in values.items():
        now = Source(source.path, text)
        root, _ = compose(now)
        found = key_of(root, key) if isinstance(root, Pairs) else None
        if found is None:
            return None
        edit = _put(now, found, name, value, eol)
        text = apply_edits(text, [edit] if edit is not None else [])
    return text


def _put(source: Source, pair: tuple[Scalar, Node], name: str, value: str | datetime.date | None, eol: str) -> Edit | None:  # fmt: skip
    """The edit that gives one value to an entry of any form: `phase-12:`, `phase-12: 2026-05-01`, a mapping."""
    key, node = pair
    behind = whole(source, key).end + 1
    if isinstance(node, Scalar):
        if not len(node.span):
            return None if value is None else Edit(Span(behind, behind), f" {flow([(name, _value(value))])}")
        if value is None and not _said(node.value):
            return None
        if find_date(node.value) is None and _said(node.value):
            return None  # words that nothing reads as a day: they are not ours to throw away
        if name == "expected" or not _said(node.value):
            made = _in_place(source, node, value) if name == "expected" else flow([(name, _value(value))])
            return Edit(whole(source, node) if made.startswith("{") else node.span, made)
        if value is None:
            return None
        old = source.at(whole(source, node))
        return Edit(whole(source, node), flow([("expected", old), (name, _value(value))]))
    if not isinstance(node, Pairs):
        return None
    found = key_of(node, name)
    if found is None:
        if value is None:
            return None
        if not node.pairs:
            return Edit(node.span, flow([(name, _value(value))]))
        return with_pair(source, node, name, _value(value), eol)
    if not isinstance(found[1], Scalar):
        return None
    if not len(found[1].span):
        at = whole(source, found[0]).end + 1
        return None if value is None else Edit(Span(at, at), f" {_value(value)}")
    if name == "title" or value is None:
        as_it_is = isinstance(value, str) and found[1].value == words(value)
        return None if as_it_is else Edit(whole(source, found[1]), _value(value))
    return Edit(found[1].span, _in_place(source, found[1], value))


def _in_place(source: Source, node: Scalar, value: str | datetime.date | None) -> str:
    """A day written as the old one was."""
    if not isinstance(value, datetime.date):
        return _value(value)
    return rewrite_date(source.at(node.span), value) or value.isoformat()


def _is_meant(before: str, after: str, key: str, values: Values) -> bool:
    """Whether the new text says the values, and nothing besides that the old one did not."""
    try:
        old, new = _plain(before), _plain(after)
    except ValueError:
        return False
    was, now = old.pop(key, None), new.pop(key, None)
    if old != new:
        return False
    mine = now if isinstance(now, dict) else {"expected": now}
    other = was if isinstance(was, dict) else {"expected": was}
    for name, value in values.items():
        said = mine.get(name)
        if isinstance(value, datetime.date):
            found = find_date(said) if isinstance(said, str) else None
            if found is None or found.day != value:
                return False
        elif (_said(said) or None) != (words(value) if value else None):
            return False
    kept = {name: said for name, said in mine.items() if name not in values and _said(said)}
    known = {name: said for name, said in other.items() if name not in values and _said(said)}
    return kept == known or was is None


def _plain(text: str) -> dict[str, Any]:
    data = load_yaml(text)
    return dict(data) if isinstance(data, dict) else {}


def _said(value: object) -> object:
    """The value; "" where it stands for none."""
    return "" if isinstance(value, str) and value.strip().lower() in ("", "~", "null") else value


def _value(value: str | datetime.date | None) -> str:
    if value is None:
        return "null"
    return value.isoformat() if isinstance(value, datetime.date) else scalar(value)


def _key(name: str) -> str:
    return name if _KEY.fullmatch(name) and name not in _WORDS else json.dumps(name, ensure_ascii=False)


def _title(title: str) -> str:
    said = words(title.encode("utf-8", "replace").decode("utf-8"))
    plain = _TITLE.fullmatch(said) and said.lower() not in _WORDS
    return said if plain else json.dumps(said, ensure_ascii=False)
