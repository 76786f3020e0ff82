"""Which cards a site has for links that are shared: one for each decision, one for everything else."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.drawing.cards import Card
from decidedly.pages import words
from decidedly.pages.edition import LOG_CARD, Edition
from decidedly.pages.rows import answer
from decidedly.record import Record
from decidedly.text import one_line


def cards(edition: Edition) -> Iterator[tuple[str, Card]]:
    """Every card: output path and what it says. None where cards can't be drawn or would have no address."""
    if not edition.has_cards:
        return
    total = words.count(len(edition.log.records), "decision")
    yield (
        LOG_CARD,
        Card(
            "",
            edition.site.title,
            f"{total}: the question, the answer and the reasons",
            "accepted",
            "Decision log",
            "",
        ),
    )
    for record in edition.log.records:
        if output := edition.card(record):
            yield output, _card(edition, record)


def _card(edition: Edition, record: Record) -> Card:
    state = edition.standing(record)
    day = record.date.day if record.date else None
    return Card(
        id=record.id if len(record.id) <= words.LONGEST_ID else "",
        title=one_line(words.heading(record), 200),
        answer=answer(record),
        status=state.key,
        state=state.word,
        log=one_line(edition.site.title, 60),
        day=words.day(day) if day else "",
    )
