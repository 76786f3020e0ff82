"""A criteria matrix as a heat table: the author's table, cell by cell, with marks, colours and each option's fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from decidedly.markdown import Structure, TableCells
from decidedly.matrix import Criterion, Matrix, Score, percent, without_mark, words_of
from decidedly.render.links import mark, text
from decidedly.render.writer import TableCell, Writer

CLOSE = 10
"""A lead of fewer points than this is called close."""

_WORDS = {"yes": "Yes", "partly": "Partly", "no": "No"}
_STEP = {"yes": "v2", "partly": "v1", "no": "v0"}


def criteria(writer: Writer, at: int, matrix: Matrix, structure: Structure) -> str:
    """The heat table for the table that opens at token `at`, with a sentence under it that says what it comes to."""
    written = next(one for one in structure.tables if one.token == at)
    rows = writer.rows(at)
    grid = _Grid(matrix, written)
    out = [writer.table_start(rows), '<table class="grid">\n<thead>\n']
    for r, row in enumerate(rows):
        out.append("<tbody>\n" if r == 1 else "")
        out.append('<tr class="verdict">' if r in grid.verdicts else "<tr>")
        out.extend(_cell(writer, grid, cell, r, c) for c, cell in enumerate(row))
        if matrix.transposed:
            fit = grid.fits.get(r)
            out.append(
                f'<th scope="col">{grid.total}</th>' if r == 0 else f'<td class="num">{fit or ""}</td>'
            )
        out.append("</tr>\n</thead>\n" if r == 0 else "</tr>\n")
    out.append("</tbody>\n")
    if not matrix.transposed:
        cells = (
            f'<td class="{"w" if c == grid.weigher else "num"}">{grid.fits.get(c, "")}</td>'
            for c in range(1, len(rows[0]))
        )
        out.append(f'<tfoot>\n<tr><th scope="row">{grid.total}</th>{"".join(cells)}</tr>\n</tfoot>\n')
    out.append("</table></section>\n")
    return "".join(out) + keyline(matrix)


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
        css = (
            ' class="w"'
            if c == grid.weigher
            else ' class="win"'
            if not grid.turned and c == grid.chosen
            else ""
        )
        return f'<th scope="col"{css}>{words}</th>' if words else "<td></td>"
    if c == 0:  # on a narrow page the weight stands under the name
        weight = grid.weights.get(r, "") if grid.weigher else ""
        css = ' class="win"' if grid.turned and r == grid.chosen else ""
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
    return f'<td class="c c{step}">{numeral}{_pips(score.given, top)}{said}</td>'


def _marked(writer: Writer, cell: TableCell, criterion: Criterion, score: Score) -> str:
    """A cell with a tick, a cross or a warning: its picture, its meaning in words, and what the author wrote beside it."""
    writer.trims[cell.inline] = without_mark
    words, meaning = writer.inline(cell.inline).strip(), _WORDS[score.mark]
    said = words or meaning
    if words and not score.words.lower().startswith(meaning.lower()):
        said = f'<span class="vh">{meaning}: </span>{words}'
    css = "" if criterion.verdict else f' class="{_STEP[score.mark]}"'
    return f'<td{css}><span class="k">{mark(score.mark)}<span>{said}</span></span></td>'


def _pips(given: float, top: int) -> str:
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


def keyline(matrix: Matrix) -> str:
    """What the matrix comes to, in a sentence or two; nothing where there is nothing to compare."""
    ranked = sorted(
        ((int(fit * 100 + 0.5), -number) for number, fit in enumerate(matrix.fit) if fit is not None),
        reverse=True,
    )
    if len(ranked) < 2:
        return ""
    names = [text(_name(name)) for name in matrix.options]
    (best, first), (second, other) = ranked[0], ranked[1]
    leader, runner, lead = names[-first], names[-other], best - second
    beaten = matrix.chosen is not None and matrix.fit[matrix.chosen] is not None and matrix.chosen != -first
    if lead == 0:
        said = f"<b>{leader} and {runner} score the same.</b>"
    elif _dominates(matrix, -first):
        said = f"<b>No change of weights can flip this.</b> {leader} scores at least as high as every other option on every criterion."
    elif beaten and matrix.chosen is not None:
        behind = best - int((matrix.fit[matrix.chosen] or 0) * 100 + 0.5)
        said = f"<b>{leader} scores highest</b>, {_points(behind)} ahead of {names[matrix.chosen]}, which was chosen."
    elif lead < CLOSE:
        said = f"<b>A close call.</b> {leader} is {_points(lead)} ahead of {runner}."
    else:
        said = f"<b>{leader} scores highest</b>, {_points(lead)} ahead of {runner}."
    return f'<p class="keyline">{said} {_basis(matrix)}</p>\n'


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def _name(words: str) -> str:
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _basis(matrix: Matrix) -> str:
    if not matrix.weighted:
        return "The record gives no weights: every criterion counts the same."
    if any(any(char.isdigit() for char in row.weight_raw) for row in matrix.criteria) or not any(
        row.weight_raw for row in matrix.criteria
    ):
        return "The weights are the record’s own."
    return "Weights count as Critical 4, High 3, Medium 2, Low 1."


def _dominates(matrix: Matrix, number: int) -> bool:
    """Whether that option is nowhere worse than any other, on anything that is scored."""
    rows: Sequence[Criterion] = [row for row in matrix.criteria if not row.verdict]
    for row in rows:
        own = row.scores[number].value
        for score in row.scores:
            if score.value is not None and (own is None or score.value > own):
                return False
    return True
