"""A criteria matrix as a heat table: the author's table, cell by cell, with marks, colours and each option's fit."""

from __future__ import annotations

from collections import Counter

from decidedly.markdown import Structure, TableCells
from decidedly.matrix import (
    Criterion,
    Matrix,
    Score,
    board,
    is_multiplied,
    percent,
    without_mark,
    words,
    words_of,
)
from decidedly.render.links import attribute, mark, text
from decidedly.render.writer import TableCell, Writer

_WORDS = {"yes": "Yes", "partly": "Partly", "no": "No"}
_STEP = {"yes": "v2", "partly": "v1", "no": "v0"}


def criteria(writer: Writer, at: int, matrix: Matrix, structure: Structure, compare: str = "") -> str:
    """The heat table for the table that opens at token `at`, with a sentence under it that says what it comes to.

    `compare` is the address of the matrix's own page, or "".
    """
    written = next(one for one in structure.tables if one.token == at)
    rows = writer.rows(at)
    grid = _Grid(matrix, written)
    out = [writer.table_start(rows), '<table class="grid">\n<thead>\n']
    for r, row in enumerate(rows):
        out.append("<tbody>\n" if r == 1 else "")
        out.append('<tr class="verdict">' if r in grid.verdicts else "<tr>")
        out.extend(_cell(writer, grid, cell, r, c) for c, cell in enumerate(row))
        if grid.fitted and matrix.transposed:
            fit = grid.fits.get(r)
            out.append(
                f'<th scope="col">{grid.total}</th>' if r == 0 else f'<td class="num">{fit or ""}</td>'
            )
        out.append("</tr>\n</thead>\n" if r == 0 else "</tr>\n")
    out.append("</tbody>\n")
    if grid.fitted and not matrix.transposed:
        cells = (
            f'<td class="{"w" if c == grid.weigher else "num"}">{grid.fits.get(c, "")}</td>'
            for c in range(1, len(rows[0]))
        )
        out.append(f'<tfoot>\n<tr><th scope="row">{grid.total}</th>{"".join(cells)}</tr>\n</tfoot>\n')
    out.append("</table></section>\n")
    return "".join(out) + keyline(matrix, compare)


class _Grid:
    """Where in the written table the matrix's options, weights, verdicts and scores stand."""

    def __init__(self, matrix: Matrix, table: TableCells) -> None:
        places: dict[int, tuple[int, int]] = {}
        for r, row in enumerate(table.rows):
            for c, (_, span) in enumerate(row):
                places.setdefault(span.start, (r, c))
        self.total = "Weighted fit" if matrix.weighted else "Fit"
        self.turned = matrix.transposed
        self.scores: dict[tuple[int, int], tuple[Criterion, Score]] = {}
        self.fits: dict[int, str] = {}
        self.chosen = -1
        self.win = ' class="win open"' if matrix.open else ' class="win"'
        self.fitted = not is_multiplied(matrix)  # weighed already: no fit of ours comes from such cells
        for number, fit in enumerate(matrix.fit):
            lines: Counter[int] = Counter()
            for row_of in matrix.criteria:
                place = places.get(row_of.scores[number].span.start)
                if place:
                    self.scores[place] = (row_of, row_of.scores[number])
                    lines[place[0] if matrix.transposed else place[1]] += 1
            for line, _ in lines.most_common(1):
                self.fits[line] = percent(fit)
                if number == matrix.chosen:
                    self.chosen = line
        lines_of = {places[one.span.start][0]: one for one in matrix.criteria if one.span.start in places}
        self.weights = (
            {} if matrix.transposed else {r: one.weight_raw for r, one in lines_of.items() if one.weight_raw}
        )
        self.verdicts = set() if matrix.transposed else {r for r, one in lines_of.items() if one.verdict}
        self.weigher = next(
            (
                c
                for c in range(1, len(table.rows[0]))
                if c not in self.fits
                and self.weights
                and all(words_of(table.rows[r][c][0]) == raw for r, raw in self.weights.items())
            ),
            None,
        )


def _cell(writer: Writer, grid: _Grid, cell: TableCell, r: int, c: int) -> str:
    if r == 0:
        words = writer.inline(cell.inline)
        css = ' class="w"' if c == grid.weigher else grid.win if not grid.turned and c == grid.chosen else ""
        return f'<th scope="col"{css}>{words}</th>' if words else "<td></td>"
    if c == 0:  # on a narrow page the weight stands under the name
        weight = grid.weights.get(r, "") if grid.weigher else ""
        css = grid.win if grid.turned and r == grid.chosen else ""
        small = f"<small>{text(weight)}</small>" if weight else ""
        return f'<th scope="row"{css}>{writer.inline(cell.inline)}{small}</th>'
    if c == grid.weigher:
        return f'<td class="w">{writer.inline(cell.inline)}</td>'
    if (r, c) not in grid.scores:
        return f"<td>{writer.inline(cell.inline)}</td>"
    criterion, score = grid.scores[r, c]
    if score.mark in _WORDS:
        return _marked(writer, cell, criterion, score)
    if score.value is None:
        return f"<td>{writer.inline(cell.inline)}</td>"
    share = score.value / score.highest
    if score.mark == "word":
        return f'<td class="{"v2" if share > 0.6 else "v0" if share < 0.4 else "v1"}">{writer.inline(cell.inline)}</td>'
    step = int(share * 5 + 0.5)
    if score.mark != "stars" or score.given is None:
        return f'<td class="c c{step}">{writer.inline(cell.inline)}</td>'
    writer.trims[cell.inline] = without_mark
    words = writer.inline(cell.inline).strip()
    top = max(5, int(score.highest))
    numeral = f'<span>{score.given:g}<span class="vh"> of {top} stars</span></span>'
    said = f'<small class="said">{words}</small>' if words else ""
    return f'<td class="c c{step}">{numeral}{pips(score.given, top)}{said}</td>'


def _marked(writer: Writer, cell: TableCell, criterion: Criterion, score: Score) -> str:
    """A cell with a tick, a cross or a warning: its picture, its meaning in words, and what the author wrote beside it."""
    writer.trims[cell.inline] = without_mark
    words, meaning = writer.inline(cell.inline).strip(), _WORDS[score.mark]
    said = words or meaning
    if words and not score.words.lower().startswith(meaning.lower()):
        said = f'<span class="vh">{meaning}: </span>{words}'
    css = "" if criterion.verdict else f' class="{_STEP[score.mark]}"'
    return f'<td{css}><span class="k">{mark(score.mark)}<span>{said}</span></span></td>'


def pips(given: float, top: int) -> str:
    """Dots under a numeral: full ones, then faint ones. Each is a dash of no length with round ends."""
    full = min(int(given + 0.5), top)

    def dots(start: int, count: int, css: str) -> str:
        if count <= 0:
            return ""
        return (
            f'<path{css} d="M{3 + 9 * start} 2.5h{9 * (count - 1)}.1" fill="none" stroke="currentColor" stroke-width="4.6" '
            'stroke-linecap="round" stroke-dasharray="0 9"/>'
        )

    faint = dots(full, top - full, ' class="off"')
    return (
        f'<svg class="pips" viewBox="0 0 {9 * top - 3} 5" aria-hidden="true">{dots(0, full, "")}{faint}</svg>'
    )


# ------------------------------------------------------------------------------------------ in words


def keyline(matrix: Matrix, compare: str = "") -> str:
    """What the matrix comes to, in a sentence or two; `compare` is the address of the page where weights can be tried."""
    first, rest = ("", "") if is_multiplied(matrix) else words.verdict(board(matrix))
    link = f'<a href="{attribute(compare)}">Compare with other weights</a>' if compare else ""
    if not first:
        return f'<p class="keyline">{link}</p>\n' if link else ""
    said = f"<b>{text(first)}</b>{text(rest)} {text(words.basis(matrix, words.NO_BREAK))}"
    return f'<p class="keyline">{said}{" " + link if link else ""}</p>\n'
