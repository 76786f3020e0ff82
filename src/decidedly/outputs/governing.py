"""`adr for`: the decisions that govern files, as the contract `decidedly/governing@1` and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from decidedly.outputs.kind import dumps
from decidedly.printable import markdown_text
from decidedly.report import Report
from decidedly.review import ATTENTION, Review
from decidedly.scope import APPLIES, Because, Governs

SCHEMA = "decidedly/governing@1"
MARKER = "<!-- decidedly:governing -->"
"""The first line of the Markdown: by it the one comment that says this is found again."""

MOST = 40
"""How many decisions the Markdown tells of."""

MOST_REASONS = 3
"""And how many reasons for each."""


def as_json(report: Report, paths: Sequence[str], decisions: Iterable[Governs], base: str = "") -> str:
    """The decisions, what each of them governs of `paths`, and the state of its review, as JSON."""
    return dumps(
        {
            "schema": SCHEMA,
            "as_of": report.as_of.isoformat(),
            "base": base or None,
            "paths": list(paths),
            "decisions": [_entry(report, one) for one in decisions],
        }
    )


def _entry(report: Report, one: Governs) -> dict[str, Any]:
    record, review = one.record, report.review(one.record)
    return {
        "id": record.id,
        "title": record.title,
        "answer": record.answer,
        "status": record.status.name if record.status else None,
        "path": record.path,
        "owners": list(review.people),
        "because": [{"kind": why.kind, "words": why.words, "paths": list(why.paths)} for why in one.because],
        "review": {
            "state": review.state,
            "due": review.due.isoformat() if review.due else None,
            "reason": review.reason,
        },
    }


def why(because: Because) -> str:
    """One reason in words: `applies to backend/**`, `refers to backend/tasks.py`."""
    return f"{'applies to' if because.kind == APPLIES else 'refers to'} {because.words}"


def attention(review: Review) -> str:
    """What a reader should know of the review in a few words; "" where nothing is to be done."""
    if review.state not in ATTENTION:
        return ""
    day = f" since {review.due.isoformat()}" if review.due and review.state in ("overdue", "breached") else ""
    day = day or (f" on {review.due.isoformat()}" if review.due else "")
    words = {
        "upcoming": "review coming up",
        "due": "review due",
        "overdue": "review overdue",
        "breached": "review missed",
    }
    return f"{words[review.state]}{day}" + (f": {review.reason}" if review.reason else "")


def markdown(report: Report, decisions: Sequence[Governs], where: str = "") -> str:
    """The same for people, as a comment on a pull request or a job's summary; "" when nothing governs.

    `where` is the address of a record's source with `{path}` for its path from the records folder, or "". Nothing that
    records say formats, links, mentions anybody or closes an issue.
    """
    if not decisions:
        return ""
    count = len(decisions)
    due = sum(report.review(one.record).state in ATTENTION for one in decisions)
    head = "1 decision governs" if count == 1 else f"{count} decisions govern"
    head += " what changes here"
    head += f"; {due} of them {'wants' if due == 1 else 'want'} a review" if due else ""
    shown = "".join(_item(report, one, where) for one in decisions[:MOST])
    more = f"\nAnd {count - MOST} more: `adr for` lists all.\n" if count > MOST else ""
    return f"{MARKER}\n### Decisions in force\n\n{head}.\n\n{shown}{more}"


def _item(report: Report, one: Governs, where: str) -> str:
    record = one.record
    name = f"**{markdown_text(record.id)}**"
    if where:
        name = f"[{name}]({where.replace('{path}', quote(record.path, safe='/'))})"
    parts = [f"{name} {markdown_text(record.title)}"]
    if record.answer:
        parts[0] += f" → {markdown_text(record.answer)}"
    if notes := attention(report.review(record)):
        parts.append(f"⚠️ **{markdown_text(notes)}**")
    reasons = [markdown_text(why(because)) for because in one.because[:MOST_REASONS]]
    more = len(one.because) - len(reasons)
    parts.append(", ".join(reasons) + (f" and {more} more" if more else ""))
    return "- " + "<br>\n  ".join(parts) + "\n"
