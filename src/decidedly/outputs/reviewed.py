"""`adr review --json`: what was recorded and when each record comes up again: the contract `decidedly/reviewed@1`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from decidedly.outputs.kind import dumps
from decidedly.report import Report
from decidedly.text import one_line

SCHEMA = "decidedly/reviewed@1"


def reviewed_json(
    report: Report,
    paths: Sequence[str],
    done: Mapping[str, Iterable[str]],
    following: Mapping[str, str],
    notes: Iterable[str],
    *,
    dry_run: bool,
    diff: str = "",
) -> str:
    """The records at `paths` with what was done and their next review (in words in `following`); then other records
    that changed with them. `diff` stands there for a dry run: nothing was written, and this is what would have been."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "dry_run": dry_run,
        "reviews": [
            {
                **_named(report, path, done),
                "state": report.review_by_path[path].state,
                "due": due.isoformat() if (due := report.review_by_path[path].due) else None,
                "reason": report.review_by_path[path].reason,
                "next": following.get(path, ""),
            }
            for path in paths
        ],
        "others": [_named(report, path, done) for path in sorted(done) if path not in paths],
        "notes": list(notes),
    }
    if dry_run:
        data["diff"] = diff
    return dumps(data)


def _named(report: Report, path: str, done: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    record = report.log.by_path[path]
    return {
        "id": record.id,
        "path": record.path,
        "title": one_line(record.title),
        "status": record.status.name if record.status else None,
        "done": list(done.get(path, ())),
    }
