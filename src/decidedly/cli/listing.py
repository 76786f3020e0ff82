"""`adr list`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import click

from decidedly.cli.completing import complete_owner, complete_status, complete_tag
from decidedly.cli.program import examples
from decidedly.cli.state import Day, State, as_of_option, json_option, pass_state
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Record
from decidedly.report import Report
from decidedly.text import called, near

NARROW = 60
"""On a screen of fewer columns a decision stands below its id, status and date."""

SORTS = ("id", "date", "status", "title", "review")


@click.command(
    "list",
    epilog=examples(
        "adr list --status accepted --tag backend",
        "adr list --since 2025-01-01 --sort date",
        "adr list --in-force --json",
        "adr list --at 2025-06-01",
    ),
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="STATUS",
    shell_complete=complete_status,
    help="Only this status, or “none”; may be repeated.",
)
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tag,
    help="Only records with this tag; may be repeated.",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_owner,
    help="Only records this person answers for; may be repeated.",
)
@click.option("--since", type=Day(), metavar="DATE", help="Only records dated on that day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only records dated on that day or earlier.")
@click.option("--in-force", is_flag=True, help="Only what holds today: accepted and not superseded.")
@click.option("--at", type=Day(), metavar="DATE", help="Only what was in force on that day.")
@click.option(
    "--sort", type=click.Choice(SORTS), default="id", show_default=True, help="Dates come newest first."
)
@click.option("--reverse", is_flag=True, help="Turn the order round.")
@as_of_option
@json_option
@pass_state
def command(
    state: State,
    statuses: tuple[str, ...],
    tags: tuple[str, ...],
    owners: tuple[str, ...],
    since: date | None,
    until: date | None,
    in_force: bool,
    at: date | None,
    sort: str,
    reverse: bool,
    as_of: date,
    as_json: bool,
) -> None:
    """List the decisions.

    One line each: id, status, date, and the question with its answer.
    """
    from decidedly import app
    from decidedly.cli.terminal import out

    lowered = tuple(status.strip().lower() for status in statuses)
    wanted = app.Wanted(lowered, tags, owners, since, until, in_force, at, sort, reverse)
    report = state.report(as_of)
    chosen = app.select(report, wanted, state.opened.workspace.config.statuses)
    if as_json:
        from decidedly.outputs import records as output

        out(output.make(report, chosen))
    elif not chosen:
        state.note(
            "; ".join(
                [f"none of the {len(report.log.records)} records match", *_unknown(report, tags, owners)]
            )
        )
    elif state.for_people:
        _table(state, report, chosen)
    else:
        out("\n".join(lines(chosen, folders(report.log))))


def _unknown(report: Report, tags: Sequence[str], owners: Sequence[str]) -> Iterator[str]:
    """Which of these tags and owners no record has, and what may have been meant."""
    known = list(dict.fromkeys(tag for record in report.log.records for tag in record.tags))
    for tag in tags:
        if tag.casefold() not in {one.casefold() for one in known}:
            meant = near(tag, known, 1)
            yield f"none has the tag “{tag}”" + (f", did you mean “{meant[0]}”?" if meant else "")
    people = list(dict.fromkeys(name for record in report.log.records for name in record.owners))
    for owner in owners:
        if not any(called(owner) & called(name) for name in people):
            meant = near(owner, people, 1)
            yield f"nobody called “{owner}” answers for one" + (
                f", did you mean “{meant[0]}”?" if meant else ""
            )


def folders(log: Log) -> dict[str, str]:
    """Where several records have one id, the package or the folder of each record, by its path; else nothing."""
    ids = [record.id for record in log.records]
    if len(set(ids)) == len(ids):
        return {}
    found = {one.path: one.package or home(one.path) for one in log.records}
    return found if len(set(found.values())) > 1 else {}


def lines(records: Sequence[Record], inside: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The records in aligned columns, two spaces apart; the last is free in width. `inside` tells where those are whose ids
    repeat."""
    from decidedly.cli.terminal import line, visible

    rows = [
        (
            line(f"{record.id}  {inside[record.path]}" if inside.get(record.path) else record.id),
            line(record.status.name) if record.status else "-",
            record.date.day.isoformat() if record.date and record.date.day else "-",
            line(record.title) + (f" → {line(record.answer)}" if record.answer else ""),
        )
        for record in records
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return [visible("  ".join((*(row[at].ljust(widths[at]) for at in range(3)), row[3]))) for row in rows]


def _table(state: State, report: Report, records: Sequence[Record]) -> None:
    from rich.table import Table
    from rich.text import Text

    from decidedly.cli.terminal import LONGEST_ID, MARKS, console, line, plain_mark
    from decidedly.review import ATTENTION

    screen, inside = console(state), folders(report.log)
    narrow = screen.width < NARROW
    ids = any(len(line(record.id)) <= LONGEST_ID for record in records)
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False, show_header=not narrow)
    for heading in () if narrow else ("ID", "Status", "Date") if ids else ("Status", "Date"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Decision", ratio=1, overflow="fold")
    for record in records:
        name, status = line(record.id), record.status.name if record.status else ""
        mark, color = MARKS.get(status, ("?" if status else " ", "default"))
        text = Text(line(record.title))
        if record.answer:
            text.append(f"\n→ {line(record.answer)}", "bold")
        review = report.review(record)
        if review.state in ATTENTION:
            due = f" {review.due.isoformat()}" if review.due else ""
            text.append(f"\nreview {review.state}{due}: {line(review.reason)}", "yellow")
        if inside.get(record.path):
            text.append(f"\n{line(inside[record.path])}", "dim")
        if len(name) > LONGEST_ID:
            text.append(f"\n{name}", "dim")
        day = record.date.day.isoformat() if record.date and record.date.day else ""
        head = [Text(f"{plain_mark(mark)}{line(status)}", color), Text(day)]
        if ids:
            head.insert(0, Text(name if len(name) <= LONGEST_ID else "", "bold"))
        if narrow:
            facts = Text("  ").join([one for one in head if one.plain])
            table.add_row(Text("\n").join([facts, text]))
        else:
            table.add_row(*head, text)
    screen.print(table)
