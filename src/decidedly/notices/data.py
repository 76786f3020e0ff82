"""Notices as plain data, for programs: what a webhook is sent, `decidedly/notices@1`."""

from __future__ import annotations

from typing import Any

from decidedly.notices.notice import Digest, Message, Notice
from decidedly.notices.words import link

SCHEMA = "decidedly/notices@1"


def notice_data(notice: Notice, key: str = "") -> dict[str, Any]:
    """One notice. `days` is due − as_of, as in `adr due --json`: negative when the day has passed."""
    record, review = notice.record, notice.review
    return {
        "key": key or notice.key,
        "id": record.id,
        "title": record.title,
        "answer": record.answer,
        "path": record.path,
        "level": notice.level,
        "step": notice.step,
        "due": review.due.isoformat() if review.due else None,
        "days": -notice.days if notice.days is not None else None,
        "reason": review.reason,
        "owners": list(review.people),
        "audience": list(notice.audience),
        "url": link(notice.url, parentheses=True) or None,
    }


def message_data(message: Message, digest: Digest) -> dict[str, Any]:
    """One message. `id` is the same whenever it is sent again; `more` notices follow in later ones."""
    return {
        "schema": SCHEMA,
        "id": message.id,
        "as_of": digest.as_of.isoformat(),
        "log": {"title": digest.title, "url": link(digest.site, parentheses=True) or None},
        "more": message.more,
        "notices": [
            notice_data(notice, key) for notice, key in zip(message.notices, message.keys, strict=True)
        ],
    }
