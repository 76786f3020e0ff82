"""The page of one criteria matrix: the ranking, the heat map with weights to try, how firm the choice is.

Every number and sentence is there without scripts. `assets/matrix.js` works them out again for weights that a reader
tries, from the numbers in the page's `data-model`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from decidedly import matrix as mx
from decidedly.matrix import Board, Counted, Criterion, Matrix, Score, Share
from decidedly.matrix import words as said
from decidedly.pages import words
from decidedly.pages.documents import title_of
from decidedly.pages.edition import Edition
from decidedly.pages.matrices import Compared
from decidedly.pages.names import relative
from decidedly.pages.rows import answer
from decidedly.record import Record
from decidedly.render.criteria import pips
from decidedly.text import one_line

WIDTH = 1000.0
"""Units of a whole bar."""

GAP = 2.5
"""What is left free between two segments of a bar."""

MOST_COLUMNS = 6
ROOM = 420
"""A matrix with more options, or with words too long for so many pixels in all, scrolls sideways."""

MOST_TITLED = 200
"""A matrix with more cells names no segments of its bars: the page would grow big."""

MOST_UNFOLDED, TOP = 8, 6
"""With more options only the first of the ranking are shown, the rest is folded; the columns stand in its order then."""

MOST_COUNTED = 30
"""Kinds of cells that are listed with what they count as."""

_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_MEANS = {"yes": "Yes", "partly": "Partly", "no": "No"}


@dataclass(frozen=True, slots=True)
class Segment:
    """What one criterion adds to an option's score: where it begins, how wide it is, how dark, what it is."""

    x: str
    width: str
    step: int
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One option in the ranking."""

    option: int
    name: str
    chosen: bool
    score: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of the heat map: how good it is from 0 to 5 (None: not scored), its mark, numeral and words."""

    step: int | None
    mark: str
    meaning: str
    numeral: str
    top: int
    pips: str
    words: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One criterion; `at` is its place among those that count, None where none of its cells is scored."""

    at: int | None
    name: str
    weight: str
    weight_raw: str
    percent: int
    inverted: bool
    cells: tuple[HeatCell, ...]


def pages(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The page of each matrix of the log."""
    for one in edition.compared:
        yield page(edition, one)


def page(edition: Edition, one: Compared) -> tuple[str, bytes]:
    """The page of one matrix."""
    owner, matrix = one.owner, one.matrix
    board = mx.board(matrix)
    scores = mx.fits(board, board.weights)
    order = mx.ranking(scores)
    name = owner_name(one)
    weighable = not mx.is_multiplied(matrix)
    record = owner if isinstance(owner, Record) else None
    shares = mx.shares(board) if weighable else ()
    end = mx.scale(board)
    top = TOP if len(board.options) > MOST_UNFOLDED and weighable else len(board.options)
    columns = order if top < len(board.options) else tuple(range(len(board.options)))
    others = [(board.options[at], _share(shares[at])) for at in order[1:]] if weighable else []
    turns = [
        (
            board.options[turn.option],
            said.turn(board, order[0], turn),
            turn.case in ("never", "barred", "same"),
        )
        for turn in (mx.overtakes(board, board.weights, end) if weighable else ())
    ]
    bars = [_bar(board, at, scores[at]) for at in order] if weighable else []
    notes = said.notes(matrix)
    counts = mx.counted(matrix)
    ranked = ", ".join(f"{board.options[at]} {mx.percent(scores[at])}" for at in order)
    return edition.page(
        one.output,
        "matrix.html",
        title=one_line(f"Comparison: {name}", 200),
        description=one_line(ranked if weighable else f"{name}: {extent(board)}.", 240),
        nav="compare",
        heading=one_line(heading(one), 300),
        tongue=edition.tongue(owner),
        id=one_line(words.label(record) if record else name, 80),
        owner_page=_owner_page(edition, one),
        standing=edition.standing(record) if record else None,
        day=record.date.day if record and record.date else None,
        said=answer(record) if record else "",
        intro=_intro(matrix, board),
        weighable=weighable,
        options=board.options,
        heads=[(at, board.options[at]) for at in columns],
        columns=_columns(matrix),
        leader=order[0],
        chosen=matrix.chosen,
        open=matrix.open,
        bars=[part for part in (bars[:top], bars[top:]) if part],
        verdict=said.verdict(board) if weighable else ("", ""),
        rows=_rows(matrix, board, columns),
        end=_plain(end),
        step=_step(board, end),
        presets=_presets(matrix, board),
        numbered=board.top == 5 and any(x.mark in ("stars", "number") for r in matrix.criteria for x in r.scores),
        counts=[_count(entry) for entry in counts[:MOST_COUNTED]],
        uncounted=max(0, len(counts) - MOST_COUNTED),
        weight_words=[(one_line(word, 40), said.number(weight)) for word, weight in mx.weight_words(matrix).items()],
        firm=said.firmness(board, order[0]) if weighable else ("", ""),
        others=[part for part in (others[: top - 1], others[top - 1 :]) if part],
        turns=[part for part in (turns[: top - 1], turns[top - 1 :]) if part],
        notes=[part for part in (notes[:TOP], notes[TOP:]) if part],
        verdicts=[
            (one_line(row.name, 80), [(board.options[at], _cell(score)) for at, score in enumerate(row.scores) if score.words or score.mark])
            for row in matrix.criteria
            if row.verdict
        ],
        more=[
            (heading(other), relative(one.output, other.output), other.number == one.number)
            for other in edition.compared_of[owner.path]
        ]
        if one.count > 1
        else [],
        model=json.dumps(model(board, end, top), ensure_ascii=False, separators=(",", ":")) if weighable else "",
    )  # fmt: skip


def model(board: Board, end: float, top: int) -> dict[str, Any]:
    """The numbers of the page as its script reads them; keys are short, since every page carries them.

    `o` options, `c` criteria, `v` values by criterion and option, `t` the highest value, `w` weights, `h` the chosen
    option, `p` 1 where it is only proposed, `d` what dominates each option, `r` the end of the weights' scale, `k` how many options
    of the ranking are shown before the rest is folded, `f` for each option as leader: the share
    that is shown, the sentence after it, the share as a number, whether it is certain to be first, the share in a
    sentence and in a list.
    """
    shares = mx.shares(board)
    return {
        "o": board.options,
        "c": board.criteria,
        "v": board.values,
        "t": board.top,
        "w": board.weights,
        "h": board.chosen,
        "p": int(board.open),
        "d": mx.dominators(board),
        "r": end,
        "k": top,
        "f": [
            [
                *said.firmness(board, at),
                round(share.value, 6),
                int(share.exact and share.value == 1),
                said.share_words(share),
                _share(share),
            ]
            for at, share in enumerate(shares)
        ],
    }


def owner_name(one: Compared) -> str:
    """What the record or document of a matrix is called in one line, its id first."""
    return words.named(one.owner) if isinstance(one.owner, Record) else title_of(one.owner)


def heading(one: Compared) -> str:
    """What is compared: the record's question; where it has several matrices, the heading above this one as well."""
    owner = one.owner
    name = words.heading(owner) if isinstance(owner, Record) else title_of(owner)
    if one.count == 1:
        return name
    span = one.matrix.table.span
    around = [part for part in owner.sections if part.span.contains(span) and part.level > 1]
    section = one_line(around[-1].title, 100) if around else ""
    return f"{name}: {section or 'matrix'} ({one.number} of {one.count})"


def _owner_page(edition: Edition, one: Compared) -> str:
    names = edition.names
    page = names.records if isinstance(one.owner, Record) else names.documents
    return page[one.owner.path]


def extent(board: Board) -> str:
    """`four options on eight criteria`."""
    options, criteria = len(board.options), len(board.criteria)
    shown = [_NUMBERS[one] if one < len(_NUMBERS) else str(one) for one in (options, criteria)]
    return f"{shown[0]} options on {shown[1]} criteri{'a' if criteria > 1 else 'on'}"


def _intro(matrix: Matrix, board: Board) -> str:
    size = extent(board)
    if mx.is_multiplied(matrix):
        return (
            f"{size[0].upper()}{size[1:]}. The cells hold scores that are multiplied by their weights already, "
            "so that nothing is added up here and no other weights can be tried."
        )
    return f"{size[0].upper()}{size[1:]}. {said.basis(matrix, said.NO_BREAK)}"


def _columns(matrix: Matrix) -> int:
    """How many options share the width of a page; 0 where they are too many for it, or their words too long."""
    count = len(matrix.options)
    said = [*matrix.options, *(one.words for row in matrix.criteria if not row.verdict for one in row.scores)]
    longest = max((len(word) for words in said for word in words[:200].split()), default=0)
    return count if count <= MOST_COLUMNS and count * (longest * 8 + 12) <= ROOM else 0


def _bar(board: Board, option: int, score: float | None) -> Bar:
    column = board.column(option)
    whole = 0.0
    for weight, value in zip(board.weights, column, strict=True):
        whole += weight if value is not None else 0.0
    x, segments = 0.0, []
    for criterion, value in enumerate(column):
        width = 0.0
        if value is not None and whole > 0:
            width = board.weights[criterion] * value / (whole * board.top) * WIDTH
        title = ""
        if value is not None and len(column) * len(board.options) <= MOST_TITLED:
            title = f"{board.criteria[criterion]}: {_plain(value)} of {_plain(board.top)}"
        segments.append(
            Segment(_plain(x), _plain(max(0.0, width - GAP)), _heat(value, board.top) or 0, title)
        )
        x += width
    return Bar(option, board.options[option], option == board.chosen, mx.percent(score), tuple(segments))


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _heat(value: float | None, top: float) -> int | None:
    return None if value is None else int(value / top * 5 + 0.5)


def _rows(matrix: Matrix, board: Board, columns: Sequence[int]) -> list[HeatRow]:
    judged = mx.judged(matrix)
    whole = sum(board.weights)
    rows: list[HeatRow] = []
    at = 0
    for row in matrix.criteria:
        if row.verdict:
            continue
        place = at if row in judged else None
        at += place is not None
        rows.append(
            HeatRow(
                place,
                one_line(row.name, 200),
                said.number(row.weight),
                _raw_weight(row),
                int(row.weight / whole * 100 + 0.5) if whole > 0 else 0,
                row.inverted,
                tuple(_cell(row.scores[option]) for option in columns),
            )
        )
    return rows


def _raw_weight(row: Criterion) -> str:
    """The weight as the record has it, where that says more than the number."""
    raw = one_line(row.weight_raw, 40)
    return "" if raw in (said.number(row.weight), f"{row.weight:g}") else raw


def _cell(score: Score) -> HeatCell:
    step, text = _heat(score.value, score.highest), one_line(score.words, 200)
    if score.mark in _MEANS:
        meaning = _MEANS[score.mark]
        text = text or meaning
        return HeatCell(
            step, score.mark, "" if text.lower().startswith(meaning.lower()) else meaning, "", 0, "", text
        )
    if score.mark == "stars" and score.given is not None:
        top = max(5, int(score.highest))
        return HeatCell(step, "", "", f"{score.given:g}", top, pips(score.given, top), text)
    return HeatCell(step, "", "", "", 0, "", text or "–")


def _step(board: Board, end: float) -> str:
    found = mx.step([board.weights, *(one.weights for one in board.weightings)], end)
    return "any" if found is None else f"{found:.10f}".rstrip("0").rstrip(".")


def _presets(matrix: Matrix, board: Board) -> list[tuple[str, str]]:
    """Other weights that the record itself has, and all alike where it has some that differ: name → weights."""
    found = [(one_line(one.name, 40), one.weights) for one in board.weightings]
    if len(set(board.weights)) > 1:
        found.append(("All alike", (1.0,) * len(board.weights)))
    return [(name, ",".join(f"{one:g}" for one in weights)) for name, weights in found]


def _share(share: Share) -> str:
    return "never" if share.never else said.share_words(share).removeprefix("about ")


def _count(entry: Counted) -> tuple[str, str, str]:
    """Mark, what is written (in how many cells), and what it counts as."""
    where = ", where lower is better" if entry.inverted else ""
    counts = (
        f"{_plain(entry.value)} of {_plain(entry.top)}" if entry.value is not None else "nothing, left out"
    )
    if entry.mark in ("stars", "number"):
        counts = f"{'turned round, ' if entry.inverted else 'as written, '}of {_plain(entry.top)}"
    written = f"{entry.said}{where} ({words.count(entry.cells, 'cell')})"
    return entry.mark, written, counts
