"""`--json` of the commands that change records: the contract `decidedly/changes@1`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from decidedly.log import Log
from decidedly.outputs.kind import dumps
from decidedly.text import one_line

SCHEMA = "decidedly/changes@1"


def changes_json(
    log: Log, done: Mapping[str, Iterable[str]], notes: Iterable[str], *, dry_run: bool, diff: str = ""
) -> str:
    """What was done to which record, in log order, with each record's status and date as they are now.

    What was done to other files is among the notes. `diff` stands there for a dry run: nothing was written, and this is what would have been.
    """
    others = [f"{path}: {'; '.join(what)}" for path, what in sorted(done.items()) if path not in log.by_path]
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "dry_run": dry_run,
        "changes": [
            {
                "id": record.id,
                "path": record.path,
                "title": one_line(record.title),
                "status": record.status.name if record.status else None,
                "date": record.date.day.isoformat() if record.date and record.date.day else None,
                "done": list(done[record.path]),
            }
            for record in log.records
            if record.path in done
        ],
        "notes": [*notes, *others],
    }
    if dry_run:
        data["diff"] = diff
    return dumps(data)
