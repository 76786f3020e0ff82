"""Reading events.yaml: what reviews may wait for, and when it is expected or occurred."""

from __future__ import annotations

from decidedly.dates import find_date
from decidedly.review.model import Event
from decidedly.text import name_slug


def read_events(text: str) -> dict[str, Event]:
    """The entries of an `events.yaml`, by id as plans name it (`Release 1.0`: `release-1-0`).

    What can't be read is left out; an entry may be just its expected day.
    """
    from decidedly.preamble import load_yaml  # few logs have such a file

    try:
        data = load_yaml(text)
    except ValueError:
        return {}
    found: dict[str, Event] = {}
    for name, entry in data.items() if isinstance(data, dict) else ():
        values = entry if isinstance(entry, dict) else {"expected": entry}
        days = [
            find_date(values[key]) if isinstance(values.get(key), str) else None
            for key in ("expected", "occurred")
        ]
        title = values.get("title")
        found[name_slug(str(name)) or str(name)] = Event(
            str(name), title if isinstance(title, str) else "", *(day.day if day else None for day in days)
        )
    return found
