"""The list of all criteria matrices of a log, each with its ranking and how firm it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decidedly import matrix as mx
from decidedly.matrix import words as said
from decidedly.pages import words
from decidedly.pages.comparison import extent, heading
from decidedly.pages.edition import Edition
from decidedly.pages.matrices import Compared
from decidedly.pages.names import relative
from decidedly.pages.words import Standing
from decidedly.record import Record
from decidedly.text import one_line

WINDOW = 60
"""Matrices on one page of the list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One matrix in the list."""

    id: str
    title: str
    href: str
    standing: Standing | None
    extent: str
    bars: tuple[tuple[str, int, str, bool], ...]
    verdict: tuple[str, str]
    share: str
    open: bool = False
    lang: str = ""


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The list of all matrices, `WINDOW` of them on a page; nothing where there is none."""
    everything = _newest_first(edition)
    parts = [everything[at : at + WINDOW] for at in range(0, len(everything), WINDOW)]
    outputs = [
        f"compare.p{number}.html" if number > 1 else "compare.html" for number in range(1, len(parts) + 1)
    ]
    for number, (output, part) in enumerate(zip(outputs, parts, strict=True), 1):
        at = f" (page {number} of {len(parts)})" if len(parts) > 1 else ""
        yield edition.page(
            output,
            "compare.html",
            title=f"Compare{at}",
            description=f"{words.count(len(everything), 'comparison')} of options by criteria.",
            nav="compare",
            total=len(everything),
            entries=[_entry(edition, one, output) for one in part],
            windows=[(place, relative(output, other), other == output) for place, other in enumerate(outputs, 1)]
            if len(parts) > 1
            else [],
        )  # fmt: skip


def _newest_first(edition: Edition) -> Sequence[Compared]:
    order = {record.path: at for at, record in enumerate(edition.newest_first)}
    return sorted(edition.compared, key=lambda one: (order.get(one.owner.path, len(order)), one.number))


def _entry(edition: Edition, one: Compared, output: str) -> Entry:
    board = mx.board(one.matrix)
    scores = mx.fits(board, board.weights)
    order = mx.ranking(scores)
    record = one.owner if isinstance(one.owner, Record) else None
    weighable = not mx.is_multiplied(one.matrix)
    share = mx.shares(board)[order[0]] if weighable else None
    return Entry(
        one_line(words.label(record), 40) if record and words.label(record) != words.heading(record) else "",
        one_line(heading(one), 200),
        relative(output, one.output),
        edition.standing(record) if record else None,
        extent(board),
        tuple(
            (
                one_line(board.options[at], 40),
                said.whole(scores[at]),
                mx.percent(scores[at]),
                at == board.chosen,
            )
            for at in order[:4]
        )
        if weighable
        else (),
        said.verdict(board) if weighable else ("", ""),
        f"{board.options[order[0]]} is first in {said.share_words(share)} of all weightings."
        if share and share.value < 1
        else "",
        board.open,
        edition.tongue(one.owner).lang,
    )
