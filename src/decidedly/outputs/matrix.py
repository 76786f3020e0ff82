"""`adr matrix --json`: criteria matrices with their scores, under the record's weights or others, and what would turn them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from decidedly import matrix as mx
from decidedly.matrix import Board, Matrix, Move, Overtake, words
from decidedly.outputs.kind import Output, dumps
from decidedly.record import Document, Record
from decidedly.report import Report

SCHEMA = "decidedly/matrix@1"


class UnknownCriterion(Exception):
    """A weight for a criterion that no matrix has, or that several could be. The message says which there are."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One matrix of a record or document: its place among theirs (from 1), its numbers, and the weights it is seen under.

    `weighable` is False where its cells are multiplied by their weights already: then there is nothing to add up.
    """

    owner: Record | Document
    matrix: Matrix
    number: int
    board: Board
    weights: tuple[float, ...]
    weighable: bool

    @property
    def tried(self) -> bool:
        """Whether these are other weights than the record's."""
        return self.weights != self.board.weights

    @property
    def reach(self) -> float:
        """The highest weight that anybody would give one of its criteria."""
        return mx.stretched(mx.scale(self.board), self.weights)


def of(owner: Record | Document) -> tuple[Compared, ...]:
    """The matrices of a record or document, in order, under its own weights."""
    found: list[Compared] = []
    for number, matrix in enumerate(mx.matrices(owner) if owner.tables else (), 1):
        board = mx.board(matrix)
        found.append(Compared(owner, matrix, number, board, board.weights, not mx.is_multiplied(matrix)))
    return tuple(found)


def weighed(all_: Sequence[Compared], tried: Iterable[tuple[str, float]]) -> tuple[Compared, ...]:
    """The same matrices under other weights, given as criterion and number.

    A criterion is named by its name or by a part of it that no other has. Raises UnknownCriterion.
    """
    found = list(all_)
    for name, weight in tried:
        places = [_place(one.board.criteria, name) for one in found]
        if all(place is None for place in places):
            known = dict.fromkeys(criterion for one in found for criterion in one.board.criteria)
            fitting = [one for one in known if name.casefold() in one.casefold()]
            several = f"“{name}” may be any of {words.listed(fitting)}" if len(fitting) > 1 else ""
            raise UnknownCriterion(
                several or f"there is no criterion “{name}”; there are {words.listed(list(known))}"
            )
        found = [
            one
            if place is None
            else replace(one, weights=(*one.weights[:place], weight, *one.weights[place + 1 :]))
            for one, place in zip(found, places, strict=True)
        ]
    return tuple(found)


def _place(criteria: Sequence[str], name: str) -> int | None:
    wanted = name.strip().casefold()
    folded = [one.casefold() for one in criteria]
    if wanted in folded:
        return folded.index(wanted)
    within = [at for at, one in enumerate(folded) if wanted and wanted in one]
    return within[0] if len(within) == 1 else None


def make(report: Report) -> str:
    """Every matrix of the log as JSON."""
    owners: tuple[Record | Document, ...] = (*report.log.records, *report.log.documents)
    return text(one for owner in owners for one in of(owner))


def text(all_: Iterable[Compared]) -> str:
    """These matrices as JSON."""
    return dumps({"schema": SCHEMA, "matrices": [entry(one) for one in all_]})


def entry(one: Compared) -> dict[str, Any]:
    """One matrix as plain data."""
    board, owner = one.board, one.owner
    scores = mx.fits(board, one.weights)
    order = mx.ranking(scores)
    shares = mx.shares(board)
    above = mx.dominators(board)
    judged = mx.judged(one.matrix)
    first = words.verdict(board, one.weights)
    places = {id(row): at for at, row in enumerate(judged)}
    return {
        "id": owner.id if isinstance(owner, Record) else None,
        "title": owner.title,
        "path": owner.path,
        "number": one.number,
        "weighted": one.matrix.weighted,
        "weighable": one.weighable,
        "tried": one.tried,
        "highest": board.top,
        "options": [
            {
                "name": name,
                "chosen": at == board.chosen,
                "score": _number(scores[at]) if one.weighable else None,
                "rank": order.index(at) + 1 if one.weighable and scores[at] is not None else None,
                "scored_on": sum(value is not None for value in board.column(at)),
                "share": {
                    "value": _number(shares[at].value),
                    "exact": shares[at].exact,
                    "error": _number(shares[at].error),
                }
                if one.weighable
                else None,
                "dominated_by": [board.options[other] for other in above[at]],
            }
            for at, name in enumerate(board.options)
        ],
        "criteria": [
            {
                "name": row.name,
                "weight": one.weights[places[id(row)]] if id(row) in places else None,
                "stated": _number(row.weight) if one.matrix.weighted and not row.verdict else None,
                "stated_raw": row.weight_raw,
                "lower_is_better": row.inverted,
                "verdict": row.verdict,
                "scores": [
                    {"raw": score.raw, "value": _number(score.value) if not row.verdict else None}
                    for score in row.scores
                ],
            }
            for row in one.matrix.criteria
        ],
        "weightings": [
            {"name": other.name, "weights": list(other.weights)} for other in board.weightings
        ],
        "verdict": "".join(first) if one.weighable else "",
        "overtakes": [
            _overtake(board, order[0], turn) for turn in mx.overtakes(board, one.weights, one.reach)
        ]
        if one.weighable
        else [],
        "counted": [
            {
                "mark": kind.mark,
                "said": kind.said,
                "cells": kind.cells,
                "value": _number(kind.value),
                "highest": kind.top,
                "lower_is_better": kind.inverted,
            }
            for kind in mx.counted(one.matrix)
        ],
        "notes": list(words.notes(one.matrix)),
    }  # fmt: skip


def _overtake(board: Board, leader: int, turn: Overtake) -> dict[str, Any]:
    return {
        "option": board.options[turn.option],
        "case": turn.case,
        "by": None if turn.by is None else board.options[turn.by],
        "raised": _move(board, turn.raised),
        "lowered": _move(board, turn.lowered),
        "joint": [board.criteria[at] for at in turn.joint],
        "times": _number(turn.times),
        "text": words.turn(board, leader, turn),
    }


def _move(board: Board, move: Move | None) -> dict[str, Any] | None:
    if move is None:
        return None
    return {"criteria": [board.criteria[at] for at in move.criteria], "weight": _number(move.weight)}


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


OUTPUT = Output("matrix", "application/json", ".json", make, SCHEMA)
