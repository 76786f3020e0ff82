"""`adr matrix`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, complete_record, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.outputs.matrix import Compared

BAR = 30
"""Characters of a whole bar."""

WIDEST = 24
"""A longer name or cell is cut in the table."""

HEAT = ("bold red", "red", "yellow", "yellow", "green", "bold green")
"""The colours of a cell from the worst to the best, which every terminal has; the number before it says the same."""


class Weight(click.ParamType):  # type: ignore[type-arg]
    """A criterion and its weight as NAME=NUMBER."""

    name = "weight"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Name and number, or a usage error."""
        name, sign, number = str(value).rpartition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = -1.0
        if not sign or not name.strip() or not math.isfinite(weight) or not 0 <= weight <= 1e6:
            self.fail(f"“{value}” is no weight; write NAME=NUMBER, as in Price=3", param, ctx)
        return name.strip(), weight


@click.command(
    "matrix",
    epilog=examples(
        "adr matrix 12", 'adr matrix DR-001 --weight "Free tier=4"', "adr matrix DR-001 --json", "adr matrix"
    ),
)
@click.argument("spelling", metavar="[ID]", required=False, shell_complete=complete_record)
@click.option(
    "-w",
    "--weight",
    "tried",
    type=Weight(),
    multiple=True,
    metavar="NAME=NUMBER",
    help="Try another weight for a criterion; may be repeated.",
)
@json_option
@pass_state
def command(state: State, spelling: str | None, tried: tuple[tuple[str, float], ...], as_json: bool) -> None:
    """Compare the options of a decision by its criteria.

    Shows the scores of each criteria matrix, the ranking, how firm it is, and what would put another option ahead. ID may
    also be the path of another Markdown file of the log. Without ID: which records have a matrix.
    """
    from decidedly import app
    from decidedly.cli.terminal import out
    from decidedly.outputs import matrix as output

    if spelling is None:
        if tried:
            raise click.UsageError("--weight needs an ID: weights are those of one record")
        found = [one for owner in app.owners(state.opened) for one in output.of(owner)]
        if as_json:
            out(output.text(found))
        elif found:
            out("\n".join(_overview(one) for one in found))
        else:
            state.note(
                "no record has a criteria matrix: a table of options and criteria with marks or scores"
            )
        return
    owner = app.find_owner(state.opened, spelling, state.start)
    own = output.of(owner)
    if not own:
        having = [_name(one.owner) for each in app.owners(state.opened) for one in output.of(each)[:1]]
        shown = ", ".join(having[:8]) + (f" and {len(having) - 8} more" if len(having) > 8 else "")
        raise app.AppError(
            f"{_name(owner)} has no criteria matrix; "
            + (f"these have one: {shown}" if having else "no record of this log has one")
        )
    try:
        own = output.weighed(own, tried)
    except output.UnknownCriterion as error:
        raise app.AppError(str(error)) from None
    if as_json:
        out(output.text(own))
        return
    for at, one in enumerate(own):
        if at:
            out("")
        _show(state, one)


def _name(owner: object) -> str:
    from decidedly.cli.terminal import line

    return line(str(getattr(owner, "id", "") or getattr(owner, "path", "")))


def _overview(one: Compared) -> str:
    from decidedly.cli.terminal import line
    from decidedly.matrix import fits, percent, ranking

    scores = fits(one.board, one.weights)
    ranked = ", ".join(f"{line(one.board.options[at])} {percent(scores[at])}" for at in ranking(scores))
    title = "" if one.owner.title == _name(one.owner) else f"  {line(one.owner.title)}"
    return f"{_name(one.owner)}{title}" + (f" → {ranked}" if one.weighable else "")


def _show(state: State, one: Compared) -> None:
    from decidedly.cli.terminal import line, out
    from decidedly.matrix import words

    board = one.board
    title = line(one.owner.title)
    name = _name(one.owner)
    out(_bold(state, title if title.startswith(name) else f"{name}: {title}"))
    for weight, own, criterion in zip(one.weights, board.weights, board.criteria, strict=True):
        if weight != own:
            out(f"Tried: {line(criterion)} {words.number(weight)} instead of {words.number(own)}")
    if not one.tried:
        out(line(words.basis(one.matrix)))
    out("")
    if one.weighable:
        _ranking(state, one)
    else:
        out("The cells are multiplied by their weights already: nothing is added up here.")
        out("")
    _table(state, one)
    out("")
    if one.weighable:
        _firmness(state, one)
        _mapping(one)
    for note in words.notes(one.matrix):
        out(line(note))
    if board.weightings:
        names = ", ".join(line(other.name) for other in board.weightings)
        out(f"Columns of weights: {names}; the first one counts, --weight tries others.")


def _bold(state: State, text: str) -> str:
    return click.style(text, bold=True) if state.colored else text


def _ranking(state: State, one: Compared) -> None:
    from decidedly.cli.terminal import line, out, plain_mark
    from decidedly.matrix import fits, percent, ranking
    from decidedly.printable import width

    scores = fits(one.board, one.weights)
    block = "█" if plain_mark("█") else "#"
    names = [line(name) for name in one.board.options]
    longest = max(map(width, names))
    for at in ranking(scores):
        filled = round((scores[at] or 0) * BAR)
        bar = block * filled + " " * (BAR - filled)
        bar = click.style(bar, fg="cyan") if state.colored else bar
        chosen = ("  proposed" if one.board.open else "  chosen") if at == one.board.chosen else ""
        out(f"{names[at]}{' ' * (longest - width(names[at]))}  {bar}  {percent(scores[at]):>4}{chosen}")
    out("")


def _firmness(state: State, one: Compared) -> None:
    from decidedly import matrix as mx
    from decidedly.cli.terminal import line, out
    from decidedly.matrix import words

    board = one.board
    order = mx.ranking(mx.fits(board, one.weights))
    first, rest = words.verdict(board, one.weights)
    out(_bold(state, line(first)) + (" " if rest.startswith(" ") else "") + line(rest))
    share, of_all = words.firmness(board, order[0])
    out(f"{share} {line(of_all)}")
    shares = mx.shares(board)
    others = [
        f"{line(board.options[at])} {'never' if shares[at].never else words.share_words(shares[at])}"
        for at in order[1:]
    ]
    out(f"Of the others: {', '.join(others)}.")
    out("")
    out(_bold(state, f"What would put another option ahead of {line(board.options[order[0]])}"))
    for turn in mx.overtakes(board, one.weights, one.reach):
        out(f"  {line(board.options[turn.option])}: {line(words.turn(board, order[0], turn))}")
    out("")


def _mapping(one: Compared) -> None:
    from decidedly import matrix as mx
    from decidedly.cli.terminal import line, out
    from decidedly.matrix import words

    found = []
    for kind in mx.counted(one.matrix):
        lower = " where lower is better" if kind.inverted else ""
        if kind.mark in ("stars", "number"):
            found.append(
                f"{kind.said}{lower} {'turned round' if kind.inverted else 'as written'}, of {kind.top:g}"
            )
        elif kind.value is None:
            found.append(f"“{line(kind.said)}” nothing")
        else:
            found.append(f"“{line(kind.said)}”{lower} {words.number(kind.value)} of {kind.top:g}")
    out(f"Counted: {'; '.join(found)}.")


def _table(state: State, one: Compared) -> None:
    from decidedly.cli.terminal import console, out

    rows = _rows(one)
    if state.for_people:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="dim")
        for at, head in enumerate(rows[0]):
            table.add_column(Text(head[0]), justify="left" if not at else "center" if at > 1 else "right")
        for row in rows[1:]:
            table.add_row(*(Text(f" {text} ", style) if style else Text(text) for text, style in row))
        console(state).print(table)
        return
    from decidedly.printable import width

    widths = [max(width(row[at][0]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [text + " " * (widths[at] - width(text)) for at, (text, _) in enumerate(row)]
        out("  ".join(cells).rstrip())


def _rows(one: Compared) -> list[list[tuple[str, str]]]:
    """The table as text and style of each cell; a cell begins with what it counts as."""
    from decidedly import matrix as mx
    from decidedly.cli.terminal import line
    from decidedly.matrix import words

    board, judged = one.board, mx.judged(one.matrix)
    rows = [
        [
            (f"of {words.number(board.top)}", ""),
            ("Weight", ""),
            *((_cut(line(name)), "") for name in board.options),
        ]
    ]
    at = 0
    for row in one.matrix.criteria:
        name = _cut(line(row.name)) + (" (lower is better)" if row.inverted else "")
        weight = "-"
        if row in judged and not row.verdict:
            weight, at = words.number(one.weights[at]), at + 1
        cells: list[tuple[str, str]] = []
        for score in row.scores:
            said = _cut(line(score.words))
            if row.verdict or score.value is None:
                cells.append((said or (score.mark if row.verdict else "-"), ""))
                continue
            number = words.number(score.value)
            shown = f"{number} {said or score.mark}"
            if score.mark in ("stars", "number") and score.given is not None:
                shown = f"{number} for {words.number(score.given)}" if row.inverted else number
                shown += f" {said}" if said and score.mark == "stars" else ""
            cells.append((shown, HEAT[int(score.value / score.highest * 5 + 0.5)]))
        rows.append([(name, ""), (weight, ""), *cells])
    return rows


def _cut(words: str) -> str:
    return words if len(words) <= WIDEST else words[: WIDEST - 1].rstrip() + "…"
