"""`adr export json`: the whole log, everything that was read and worked out, as the contract `decidedly/log@1` has it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from decidedly import matrix
from decidedly.log import Log
from decidedly.outputs import graph, records
from decidedly.outputs.kind import Output, dumps
from decidedly.planned import ReviewPlan
from decidedly.record import Document, Link, Option, Record
from decidedly.report import Report
from decidedly.text import Span

if TYPE_CHECKING:
    from decidedly.render import Href, Resolve
    from decidedly.render.renderings import Renderings

SCHEMA = "decidedly/log@1"


ONE = "decidedly/record@1"
"""The contract of one record by itself: its entry, under the key `record`."""


def make(report: Report) -> str:
    """The whole log as JSON."""
    return dumps(data(report))


def data(report: Report) -> dict[str, Any]:
    """The whole log as plain data."""
    return _whole(report, [entry(report, record) for record in report.log.records])


def _whole(report: Report, records: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "records": records,
        "documents": [_document(document) for document in report.log.documents],
        "relations": graph.edges(report),
    }


def files(report: Report, renderings: Renderings | None = None) -> Iterator[tuple[str, str]]:
    """The same as files: one for each record, then the whole; name and text. Nothing is held on to but text.

    `renderings` knows bodies that were rendered before.
    """
    told: list[str] = []
    for record in report.log.records:
        one = entry(report, record, renderings)
        told.append(dumps(one, indent=None).rstrip("\n"))
        yield f"decisions/{one['key']}.json", f'{{"schema":"{ONE}","record":{told[-1]}}}\n'
    before, after = dumps(_whole(report, []), indent=None).split('"records":[]', 1)
    yield "decisions.json", f'{before}"records":[{",".join(told)}]{after}'


def entry(report: Report, record: Record, renderings: Renderings | None = None) -> dict[str, Any]:
    """One record with everything that is known of it, as plain data."""
    from decidedly.render.renderings import Renderings  # late: a list needs no rendering

    log = report.log
    body = (renderings or Renderings()).render(record, _resolver(log, record), dress=False)
    return records.entry(report, record) | {
        "key": log.slug(record),
        "prefix": record.prefix,
        "component": log.component(record),
        "in_force": log.in_force(record),
        "status_note": record.status.note if record.status else "",
        "date_raw": record.date.raw if record.date else None,
        "decide_by": _iso(record.due.day if record.due else None),
        "aliases": list(record.aliases),
        "people": [{"name": person.name, "role": person.role} for person in record.people],
        "applies_to": list(record.scope),
        "plan": _plan(record.review),
        "reviews": [
            {"on": _iso(one.on), "by": one.by, "outcome": one.outcome, "note": one.note}
            for one in record.reviews
        ],
        "assumptions": [
            {
                "id": one.id,
                "text": one.text,
                "evidence": one.evidence,
                "checked": _iso(one.checked),
                "valid_for": one.valid_for,
            }
            for one in record.assumptions
        ],
        "lineage": {
            "chain": [log.slug(one) for one in log.lineage(record)],
            "supersedes": [log.slug(one) for one in log.predecessors(record)],
            "superseded_by": [log.slug(one) for one in log.successors(record)],
            "would_be_superseded_by": [log.slug(one) for one in log.would_replace(record)],
            "current": [log.slug(one) for one in log.current(record)],
        },
        "sections": [
            {
                "title": one.title,
                "level": one.level,
                "role": one.role,
                "anchor": one.anchor,
                "markdown": record.source.at(one.body).strip(),
            }
            for one in record.sections
        ],
        "body": [
            {"title": one.title, "anchor": one.anchor, "role": one.role, "html": one.html}
            for one in body.sections
        ],
        "options": [_option(one) for one in record.options],
        "matrices": [_matrix(one) for one in matrix.matrices(record)],
        "checklists": [
            {"section": one.section, "items": [{"text": item.text, "done": item.done} for item in one.items]}
            for one in record.checklists
        ],
        "problems": [{"code": one.code, "message": one.message} for one in record.problems],
    }


def _resolver(log: Log, record: Record) -> Resolve:
    """Links as the file has them, those to other records by their path: readers of the JSON know where that is for them."""
    from decidedly.render import Href

    def resolve(target: str, image: bool) -> Href:
        if target.startswith("#"):
            return Href(target, "anchor")
        found = log.resolve(Link("mentions", target, Span(0, 0), image=image), record)
        fragment = f"#{quote(found.fragment)}" if found.fragment else ""
        if found.record:
            return Href(quote(found.record.path) + fragment, "record", found.record.title)
        if found.document:
            return Href(quote(found.document.path) + fragment, "document", found.document.title)
        return Href(target, "external" if "://" in target else "file")

    return resolve


def _document(document: Document) -> dict[str, Any]:
    return {"title": document.title, "kind": document.kind, "path": document.path}


def _plan(plan: ReviewPlan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "by": _iso(plan.by),
        "every": plan.every,
        "lead": plan.lead,
        "when": [
            {"kind": one.kind, "subject": one.subject, "condition": one.condition, "text": one.text}
            for one in plan.triggers
        ],
        "snoozed_until": _iso(plan.snooze.until if plan.snooze else None),
        "raw": plan.raw,
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "chosen": option.chosen,
        "pros": [one.text for one in option.pros],
        "cons": [one.text for one in option.cons],
        "neutral": [one.text for one in option.neutral],
        "costs": [{"label": one.label, "value": one.value} for one in option.costs],
    }


def _matrix(one: matrix.Matrix) -> dict[str, Any]:
    return {
        "options": list(one.options),
        "chosen": one.chosen,
        "weighted": one.weighted,
        "fit": [_number(fit) for fit in one.fit],
        "criteria": [
            {
                "name": criterion.name,
                "weight": _number(criterion.weight),
                "weight_raw": criterion.weight_raw,
                "inverted": criterion.inverted,
                "verdict": criterion.verdict,
                "scores": [
                    {
                        "raw": score.raw,
                        "mark": score.mark,
                        "value": _number(score.value),
                        "highest": _number(score.highest),
                    }
                    for score in criterion.scores
                ],
            }
            for criterion in one.criteria
        ],
    }


def _number(value: float | None) -> float | None:
    return round(value, 6) if value is not None and math.isfinite(value) else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


OUTPUT = Output("log", "application/json", ".json", make, SCHEMA)
