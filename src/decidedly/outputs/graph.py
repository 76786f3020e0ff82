"""The log as a graph in JSON: records are nodes, the links between them edges, each once and forward."""

from __future__ import annotations

from typing import Any

from decidedly.outputs.kind import Output, dumps
from decidedly.report import Report

SCHEMA = "decidedly/graph@1"


def make(report: Report) -> str:
    """Nodes and edges as JSON; an edge names its ends by the nodes' keys, which are unique even where ids are not."""
    return dumps(data(report))


def data(report: Report) -> dict[str, Any]:
    """The same as plain data."""
    return {"schema": SCHEMA, "nodes": nodes(report), "edges": edges(report)}


def nodes(report: Report) -> list[dict[str, Any]]:
    """Every record, with what a picture of it needs."""
    log = report.log
    return [
        {
            "key": log.slug(record),
            "id": record.id,
            "title": record.title,
            "answer": record.answer,
            "status": record.status.name if record.status else None,
            "date": record.date.day.isoformat() if record.date and record.date.day else None,
            "component": log.component(record),
            "in_force": log.in_force(record),
            "path": record.path,
        }
        for record in log.records
    ]


def edges(report: Report) -> list[dict[str, Any]]:
    """Every link between two records; `stated` tells which end says so: source, target or both."""
    log = report.log
    return [
        {
            "source": log.slug(relation.source),
            "kind": relation.kind,
            "target": log.slug(relation.target),
            "stated": relation.stated,
        }
        for relation in log.relations
    ]


OUTPUT = Output("graph", "application/json", ".json", make, SCHEMA)
