"""events.yaml as rules write it: which events it lacks, and the fix that names them there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.wording import listed
from decidedly.lint.words import one_slip
from decidedly.preamble import load_yaml
from decidedly.review import Event, read_events
from decidedly.text import LINE_END, Edit, Span, one_line

FILE = "events.yaml"
"""The file beside the records in which events have their days."""

_PLAIN = re.compile(r"[A-Za-z][\w ().,/+-]*[\w).]")
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def trouble(context: Context) -> str:
    """Why events.yaml can't be read, or ""."""
    if context.facts.events_text is None:
        return ""
    try:
        data = load_yaml(context.facts.events_text)
    except ValueError as error:
        return str(error)
    return "" if data is None or isinstance(data, dict) else "it is no list of ids with their days"


def name_events(context: Context, titles: Mapping[str, str], safe: bool) -> Fix | None:
    """The fix that adds events (id → title) without a day to events.yaml, making the file where there is none.

    None where the file is written so that nothing can be added at its end.
    """
    text = context.facts.events_text
    end = LINE_END.search(text) if text else None
    newline = end[0] if end else "\n"
    entries = newline.join(
        f"{_key(name)}:{newline}  title: {_words(title)}{newline}  expected: null{newline}  occurred: null"
        for name, title in titles.items()
    )
    entries += newline
    doing = f"name {listed([f'“{name}”' for name in titles])} in {FILE}"
    if text is None:
        return Fix(doing, creates={FILE: entries}, safe=safe)
    gap = "" if not text or text.endswith(("\n", "\r")) else newline
    after = read_events(text + gap + entries)
    if set(after) != set(read_events(text)) | set(titles):
        return None
    return Fix(doing, {FILE: (Edit(Span(len(text), len(text)), gap + entries),)}, safe=safe)


def meant_by(name: str, events: Mapping[str, Event]) -> Event | None:
    """The event of which `name` is a misspelling: a slip away in its letters, the same in its figures, the only one."""
    figures = re.findall(r"\d+", name)
    close = [
        event
        for other, event in events.items()
        if re.findall(r"\d+", other) == figures
        and one_slip(name, other)
        and re.fullmatch(r"\w[\w.-]*", event.id)
    ]
    return close[0] if len(close) == 1 else None


def title_of(name: str) -> str:
    """An event's id as words: `phase-12` as “Phase 12”."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _key(name: str) -> str:
    return name if _KEY.fullmatch(name) and name not in _WORDS else json.dumps(name, ensure_ascii=False)


def _words(title: str) -> str:
    words = one_line(title.encode("utf-8", "replace").decode("utf-8"))
    plain = _PLAIN.fullmatch(words) and words.lower() not in _WORDS
    return words if plain else json.dumps(words, ensure_ascii=False)
