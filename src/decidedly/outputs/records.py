"""`adr list --json`: the records with their metadata, as the contract `decidedly/records@1` has it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from decidedly.log import Log, Resolved
from decidedly.outputs.kind import Output, dumps
from decidedly.record import Record
from decidedly.report import Report

SCHEMA = "decidedly/records@1"

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_REFERENCE = re.compile(
    r"(?:(?P<letters>[a-z]{1,8})[ _-]?)?\d{2,}(?:[-_ .].*)?|(?P<short>[a-z]{2,8})[ _-]\d+", re.I
)


def make(report: Report, records: Iterable[Record] | None = None) -> str:
    """The records of the report, or `records` of it in their order, as JSON."""
    chosen = report.log.records if records is None else records
    return dumps({"schema": SCHEMA, "records": [entry(report, record) for record in chosen]})


def entry(report: Report, record: Record) -> dict[str, Any]:
    """One record as plain data."""
    review = report.review_by_path.get(record.path)
    return {
        "id": record.id,
        "number": record.number,
        "title": record.title,
        "answer": record.answer,
        "status": record.status.name if record.status else None,
        "status_raw": record.status.raw if record.status else None,
        "date": _iso(record.date.day if record.date else None),
        "path": record.path,
        "dialect": record.dialect,
        "tags": list(record.tags),
        "owners": list(record.owners),
        "links": list(links(report.log, record)),
        "review": {
            "state": review.state if review else "unscheduled",
            "due": _iso(review.due if review else None),
            "reason": review.reason if review else "",
        },
    }


def links(log: Log, record: Record) -> Iterator[dict[str, Any]]:
    """The links between records that `record` itself states, each once.

    A mere mention counts when it leads to another record, or looks as if it were meant to.
    """
    seen: set[tuple[str, str, str, str | None]] = set()
    for found in log.resolved(record):
        if not _is_link(found, record, log):
            continue
        target = found.record.id if found.record else found.link.target
        resolved = found.record.path if found.record else None
        key = (found.link.kind, target, found.link.label, resolved)
        if key not in seen:
            seen.add(key)
            yield {"kind": key[0], "target": target, "label": key[2], "resolved": resolved}


def _is_link(found: Resolved, record: Record, log: Log) -> bool:
    if found.link.kind != "mentions":
        return not found.link.image
    if found.record is not None:
        return found.record is not record
    return (
        found.document is None
        and not found.link.image
        and looks_like_record(found.link.target, record.path, log)
    )


def looks_like_record(target: str, owner: str = "", log: Log | None = None) -> bool:
    """Whether a link's target, which leads to no record, reads as if it named one: `0012-use-x.md`, `ADR-12`.

    `owner` is the path of the record that has the link: what lies outside of the records folder is no record. In
    `log`, "RFC 3339" is a record only where records are called RFC.
    """
    path = target.partition("#")[0].partition("?")[0].rstrip("/")
    if _ADDRESS.match(target) or not path or path.startswith("/"):
        return False
    if posixpath.normpath(posixpath.join(posixpath.dirname(owner), path)).startswith("../"):
        return False
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix.lower() not in ("md", "markdown", "mdx") and not suffix.isdigit():
        return False
    if "/" in path and not dot:
        return False
    match = _REFERENCE.fullmatch(stem if dot and not suffix.isdigit() else name)
    if match is None:
        return False
    letters = (match["letters"] or match["short"] or "").lower()
    return letters in ("", "adr") or (
        log is not None and any(one.prefix.lower() == letters for one in log.records)
    )


def _iso(day: object) -> str | None:
    return str(day) if day else None


OUTPUT = Output("records", "application/json", ".json", make, SCHEMA)
