"""`adr due --json`: what is due for review and when, as the contract `decidedly/reviews@1` has it."""

from __future__ import annotations

from typing import Any

from decidedly.outputs.kind import Output, dumps
from decidedly.outputs.published import belongs
from decidedly.report import Report
from decidedly.review import ATTENTION

SCHEMA = "decidedly/reviews@1"


def make(report: Report, *, everything: bool = False, owner: str = "") -> str:
    """What needs attention, or with `everything` each record in whatever state, as JSON, in log order.

    Only what `owner` answers for where one is given.
    """
    return dumps(data(report, everything=everything, owner=owner))


def data(report: Report, *, everything: bool = False, owner: str = "") -> dict[str, Any]:
    """The same as plain data. `days` is how many days there still are: negative when the day has passed."""
    return {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "reviews": [
            {
                "id": review.record.id,
                "title": review.record.title,
                "path": review.record.path,
                "state": review.state,
                "due": review.due.isoformat() if review.due else None,
                "reason": review.reason,
                "owners": list(review.people),
                "days": (review.due - report.as_of).days if review.due else None,
            }
            for review in report.reviews
            if (everything or review.state in ATTENTION) and belongs(review.people, owner)
        ],
    }


OUTPUT = Output("reviews", "application/json", ".json", make, SCHEMA)
