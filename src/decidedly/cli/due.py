"""`adr due`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from decidedly.cli.completing import complete_owner
from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, json_option, pass_state

if TYPE_CHECKING:
    from rich.text import Text

    from decidedly.dates import Interval
    from decidedly.report import Report
    from decidedly.review import Review

NARROW = 60
"""On a screen of fewer columns who and when stand below the decision."""

LEAST, MOST_WHO, GAP = 24, 24, 2
"""Cells: what the decision gets at least, people at most, and what lies between columns."""

LEVELS = ("upcoming", "due", "overdue", "breached")
"""The states that want somebody, the mildest first."""

_ADDRESS = re.compile(r"\s*<[^<>]*@[^<>]*>\s*$")
"""The address behind a name, for which there is no room."""

COLORS = {"breached": "bold red", "overdue": "red", "due": "yellow", "upcoming": "cyan"}


class Span(click.ParamType):  # type: ignore[type-arg]
    """A length of time: `30d`, `6 weeks`, `P1M`."""

    name = "interval"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The Interval, or a usage error."""
        from decidedly.dates import Interval, read_interval

        if not isinstance(value, str):
            return value
        nothing = value.strip().lower().rstrip("days wek") == "0"
        found = Interval() if nothing else read_interval(value)
        if found is None:
            self.fail(f"“{value}” is no length of time; write 30d, 6 weeks or P1M", param, ctx)
        return found


@click.command(
    "due",
    epilog=examples(
        "adr due",
        "adr due --within 90d --owner @alice",
        "adr due --all",
        "adr due --fail-on overdue",
        "adr due --format ics > reviews.ics",
    ),
)
@click.option(
    "--within",
    type=Span(),
    metavar="TIME",
    help="Count as upcoming what falls due within 30d, 6 weeks …; else what each plan says.",
)
@click.option(
    "--owner",
    metavar="NAME",
    default="",
    shell_complete=complete_owner,
    help="Only what this person or team answers for.",
)
@click.option("--all", "everything", is_flag=True, help="List every decision, in whatever state its review is.")  # fmt: skip
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="Exit with 1 where a review listed is in this state or a worse one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "ics", "atom"]),
    help="A calendar (ics) and a feed (atom) hold every review that has a day.",
)
@as_of_option
@json_option
@pass_state
def command(
    state: State,
    within: Interval | None,
    owner: str,
    everything: bool,
    fail_on: str | None,
    form: str | None,
    as_of: date,
    as_json: bool,
) -> int:
    """Show what is due for review.

    Lists the decisions that somebody should look at again, the most urgent first: who answers for it, why it comes up, and
    how long there still is. Exits with 0 whatever is due, unless --fail-on says otherwise.
    """
    from decidedly import app
    from decidedly.cli.terminal import out
    from decidedly.outputs import due as output

    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} are two formats; name one.")
    report = app.make_report(state.opened, as_of, within)
    found = output.chosen(report, everything=everything, owner=owner)
    if as_json or form == "json":
        from decidedly.outputs import reviews

        out(reviews.make(report, everything=everything, owner=owner))
    elif form in ("ics", "atom"):
        _publish(state, report, form, owner)
    elif not found:
        state.note(output.nothing(report, owner))
    elif state.for_people:
        _table(state, found, as_of)
    else:
        out("\n".join(output.lines(found, as_of)))
    failing = LEVELS[LEVELS.index(fail_on) :] if fail_on else ()
    return 1 if any(review.state in failing for review in found) else 0


def _publish(state: State, report: Report, form: str, owner: str) -> None:
    from decidedly import app
    from decidedly.cli.terminal import out
    from decidedly.outputs import calendar, feed

    site = app.make_site(state.opened, search=False)
    out(
        calendar.make(report, owner=owner, site=site)
        if form == "ics"
        else feed.make(report, owner=owner, site=site)
    )


def _table(state: State, reviews: Sequence[Review], as_of: date) -> None:
    """The reviews under a heading for each state, in columns that are the same for all of them."""
    from rich.table import Table
    from rich.text import Text

    from decidedly.cli.terminal import console

    screen = console(state)
    rows = [_row(review, as_of) for review in reviews]
    widths = [max((_cells(row[at]) for row in rows), default=0) for at in range(4)]
    widths[3] = min(widths[3], MOST_WHO)
    rest = screen.width - sum(cells + GAP for cells in (widths[0], *widths[2:]) if cells)
    narrow = screen.width < NARROW or rest < LEAST
    for number, (name, group) in enumerate(
        groupby(zip(reviews, rows, strict=True), key=lambda one: one[0].state)
    ):
        listed = [row for _, row in group]
        if number:
            screen.print()
        screen.print(Text(f"{name.capitalize()} ({len(listed)})", COLORS.get(name, "dim")))
        table = Table(box=None, pad_edge=False, show_edge=False, show_header=False, padding=(0, GAP, 0, 0))
        table.add_column(width=widths[0], no_wrap=True)
        table.add_column(overflow="fold", width=None if narrow else min(widths[1], rest))
        for cells in () if narrow else widths[2:]:
            table.add_column(width=cells, overflow="fold")
        for head, about, when, who in listed:
            if narrow:
                lower = Text("  ").join([one for one in (Text(" ").join(when.split()), who) if one.plain])
                table.add_row(head, Text("\n").join([one for one in (about, lower) if one.plain]))
            else:
                table.add_row(head, about, when, who)
        screen.print(table)


def _row(review: Review, as_of: date) -> tuple[Text, Text, Text, Text]:
    """Id, title with reason, when, and who. An id that is a whole file name stands below the title."""
    from rich.text import Text

    from decidedly.cli.terminal import LONGEST_ID, line
    from decidedly.outputs.due import how_long, why

    name, color = line(review.record.id), COLORS.get(review.state, "dim")
    about = Text(line(review.record.title))
    if len(name) > LONGEST_ID:
        about.append(f"\n{name}", "dim")
    if said := why(review):
        about.append(f"\n{line(said)}", "dim")
    when = Text()
    if review.due:
        when = Text(how_long(review, as_of), color).append(f"\n{review.due.isoformat()}", "dim")
    return (
        Text(f"  {name if len(name) <= LONGEST_ID else ''}", "bold"),
        about,
        when,
        Text(line(", ".join(_ADDRESS.sub("", name) or name for name in review.people))),
    )


def _cells(text: Text) -> int:
    """How many cells the longest line takes."""
    return max(one.cell_len for one in text.split(allow_blank=True))
