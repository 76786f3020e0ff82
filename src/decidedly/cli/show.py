"""`adr show`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, json_option, pass_state, record_argument
from decidedly.log import Log
from decidedly.record import Record
from decidedly.report import Report


@click.command(
    "show", epilog=examples("adr show 12", "adr show DR-001 --json", "adr show 0012-use-postgres --raw")
)
@record_argument
@as_of_option
@json_option
@click.option("--raw", is_flag=True, help="Print the file as it is.")
@pass_state
def command(state: State, spelling: str, as_of: date, as_json: bool, raw: bool) -> None:
    """Show one decision.

    ID is a number, an id, a file name or a part of one that no other record shares.
    """
    from decidedly.cli.terminal import out, visible

    if raw and as_json:
        raise click.UsageError("--raw and --json exclude each other")
    record = state.find(spelling)
    if raw:
        from decidedly import workspace

        click.echo(workspace.read_bytes(state.opened.workspace, record.path), nl=False)
        return
    report = state.report(as_of)
    if as_json:
        from decidedly.outputs import decisions, dumps

        out(dumps({"schema": decisions.ONE, "record": decisions.entry(report, record)}))
    elif state.for_people:
        _rich(state, report, record)
    else:
        known = [*facts(report, record), _file(state, record)]
        width = max(len(label) for label, _ in known) + 2
        head = [f"{label + ':':<{width}}{value}" for label, value in known]
        out(visible("\n".join([_heading(record), *head, "", body(record)])))


def _heading(record: Record) -> str:
    from decidedly.cli.terminal import line

    return line(record.title if record.title.startswith(record.id) else f"{record.id}: {record.title}")


def facts(report: Report, record: Record) -> Iterator[tuple[str, str]]:
    """What is known of the record besides its text, as label and one visible line each, the most important first."""
    from decidedly.cli.terminal import line

    log = report.log
    if record.answer:
        yield "Answer", line(record.answer)
    status = record.status
    if status:
        named = any(link.kind == "superseded-by" for link in record.links)
        shown = (
            line(status.name)
            + (" in part" if status.in_part else "")
            + (f" ({line(status.note)})" if status.note and not named else "")
        )
        yield "Status", shown
    if record.date:
        yield "Date", record.date.day.isoformat() if record.date.day else line(record.date.raw)
    if current := log.current(record):
        yield "Read instead", "; ".join(_named(one) for one in current)
    for label, names in (("Owner", record.owners), ("Tags", record.tags), ("Aliases", record.aliases)):
        if names:
            yield label, line(", ".join(names))
    review = report.review(record)
    if review.state != "unscheduled":
        due = f" {review.due.isoformat()}" if review.due else ""
        yield "Review", f"{review.state}{due}" + (f", {line(review.reason)}" if review.reason else "")
    yield from _relations(log, record)


def _file(state: State, record: Record) -> tuple[str, str]:
    from decidedly.cli.terminal import line

    return "File", line(state.shown(state.opened.workspace.records / record.path))


def _relations(log: Log, record: Record) -> Iterator[tuple[str, str]]:
    from decidedly.cli.terminal import line
    from decidedly.record import INVERSE

    found: dict[str, list[str]] = {}
    for relation in log.outgoing(record):
        found.setdefault(relation.kind, []).append(_named(relation.target))
    for relation in log.incoming(record):
        found.setdefault(INVERSE.get(relation.kind, relation.kind), []).append(_named(relation.source))
    for one in log.resolved(record):
        if one.record is None and one.document is None:
            found.setdefault(one.link.kind, []).append(
                line(f"{one.link.text or one.link.target} (not in this log)")
            )
    for kind, names in found.items():
        if kind not in ("mentions", "mentioned-by"):
            yield kind.replace("-", " ").capitalize(), "; ".join(dict.fromkeys(names))


def _named(record: Record) -> str:
    from decidedly.cli.terminal import line

    return line(f"{record.id} {record.title}")


def body(record: Record) -> str:
    """The record's Markdown without the head, which is shown as facts."""
    text = record.source.text
    parts: list[str] = []
    at = record.structure.start if record.structure else 0
    for span in sorted(record.head):
        if span.start > at:
            parts.append(text[at : span.start])
        at = max(at, span.end)
    return "".join([*parts, text[at:]]).strip("\r\n\ufeff ") + "\n"


def _rich(state: State, report: Report, record: Record) -> None:
    from rich.markdown import Markdown
    from rich.table import Table
    from rich.text import Text

    from decidedly.cli.terminal import MARKS, console, visible

    screen = console(state)
    screen.print(Text(_heading(record), "bold"))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for label, value in (*facts(report, record), _file(state, record)):
        color = (
            MARKS.get(value.split(" ")[0], ("", ""))[1]
            if label == "Status"
            else "bold"
            if label == "Answer"
            else ""
        )
        table.add_row(label, Text(value, color))
    screen.print(table)
    screen.print()
    text = visible(body(record))
    try:
        screen.print(Markdown(text, hyperlinks=False))
    except RecursionError:  # nested deeper than rich can go
        screen.print(Text(text))
