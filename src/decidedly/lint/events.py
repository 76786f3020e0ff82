"""events.yaml as rules write it: which events it lacks, and the fix that names them there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from decidedly.amend import events
from decidedly.amend.events import FILE
from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.wording import listed
from decidedly.lint.words import one_slip
from decidedly.review import Event, read_events
from decidedly.text import LINE_END

__all__ = ["FILE", "meant_by", "name_events", "title_of", "trouble"]


def trouble(context: Context) -> str:
    """Why events.yaml can't be read, or ""."""
    return "" if context.facts.events_text is None else events.trouble(context.facts.events_text)


def name_events(context: Context, titles: Mapping[str, str], safe: bool) -> Fix | None:
    """The fix that adds events (id → title) without a day to events.yaml, making the file where there is none.

    None where the file is written so that nothing can be added at its end.
    """
    text = context.facts.events_text
    end = LINE_END.search(text) if text else None
    newline = end[0] if end else "\n"
    entries = "".join(events.entry(name, title, eol=newline) for name, title in titles.items())
    doing = f"name {listed([f'“{name}”' for name in titles])} in {FILE}"
    if text is None:
        return Fix(doing, creates={FILE: entries}, safe=safe)
    edit = events.appended(text, entries, newline)
    after = read_events(text + edit.new)
    if set(after) != set(read_events(text)) | set(titles):
        return None
    return Fix(doing, {FILE: (edit,)}, safe=safe)


def meant_by(name: str, known: Mapping[str, Event]) -> Event | None:
    """The event of which `name` is a misspelling: a slip away in its letters, the same in its figures, the only one."""
    figures = re.findall(r"\d+", name)
    close = [
        event
        for other, event in known.items()
        if re.findall(r"\d+", other) == figures
        and one_slip(name, other)
        and re.fullmatch(r"\w[\w.-]*", event.id)
    ]
    return close[0] if len(close) == 1 else None


def title_of(name: str) -> str:
    """An event's id as words: `phase-12` as “Phase 12”."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
