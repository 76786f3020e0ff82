"""`adr event`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from decidedly.cli.changing import dry_run_option, print_diff
from decidedly.cli.program import examples
from decidedly.cli.state import Day, State, as_of_option, at_hand, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.reviewing import EventChange, KnownEvent

NOW = "today"
"""What `--occurred` says without a day."""


class _Occurred(Day):
    """A day, or the one by which reviews are judged."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day; what stands for today stays so."""
        return value if value == NOW else super().convert(value, param, ctx)


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of events that begin with what is typed."""
    from decidedly import app, clock
    from decidedly.cli.terminal import visible
    from decidedly.reviewing import known_events

    try:
        opened = at_hand(ctx)
        known = known_events(opened, app.make_report(opened, clock.as_of()))
    except Exception:
        return []
    return [
        CompletionItem(one.id, help=visible(one.title))
        for one in known
        if one.id.startswith(incomplete.lower())
    ]


@click.command(
    "event",
    epilog=examples(
        "adr event",
        "adr event phase-12 --expected 2026-05-01",
        "adr event 'Phase 12' --occurred",
        "adr event go-live --new --title 'First day in production' --expected 2026-09-01",
    ),
)
@click.argument("name", metavar="[NAME]", required=False, shell_complete=_complete)
@click.option("--list", "listing", is_flag=True, help="List the events and the decisions that wait for each.")
@click.option("--title", metavar="TEXT", help="What the event is.")
@click.option("--expected", type=Day(), metavar="DATE", help="The day on which it is expected.")
@click.option(
    "--occurred",
    type=_Occurred(),
    is_flag=False,
    flag_value=NOW,
    metavar="[DATE]",
    help="The day on which it came; without DATE: today.",
)
@click.option("--cancel", is_flag=True, help="It will not come, or nobody knows when: take its days away.")
@click.option("--new", is_flag=True, help="Name an event that no decision waits for as yet.")
@as_of_option
@dry_run_option
@json_option
@pass_state
def command(
    state: State,
    name: str | None,
    listing: bool,
    title: str | None,
    expected: date | None,
    occurred: date | str | None,
    cancel: bool,
    new: bool,
    as_of: date,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Say when an event is expected, or that it came.

    Decisions wait for events to be reviewed: events.yaml beside the records knows their days. NAME is an event's id, its
    title, or the words in which a decision waits for it. Without NAME all events are listed.
    """
    from decidedly import reviewing

    writes = title is not None or expected is not None or occurred is not None or cancel or new
    if name is None and writes:
        raise click.UsageError("which event? Name it; adr event lists those that decisions wait for")
    if listing and (writes or name is not None):
        raise click.UsageError("--list goes with nothing else")
    if cancel and (expected is not None or occurred is not None):
        raise click.UsageError("--cancel takes its days away: it goes with neither --expected nor --occurred")
    if not writes:
        if dry_run:
            raise click.UsageError(
                "--dry-run: nothing would be written; say --expected, --occurred or --cancel"
            )
        return _list(state, as_of, name, as_json=as_json)
    opened = state.opened
    day = as_of if occurred == NOW else occurred
    assert name is not None
    assert not isinstance(day, str)
    made = reviewing.change_event(
        opened,
        as_of,
        name,
        title=title,
        expected=expected,
        occurred=day,
        cancel=cancel,
        new=new,
        dry_run=dry_run,
    )
    return _tell(state, made, as_of, dry_run=dry_run, as_json=as_json)


def _list(state: State, as_of: date, name: str | None, *, as_json: bool) -> int:
    from decidedly.cli.terminal import out
    from decidedly.reviewing import known_events
    from decidedly.reviewing.events import events_trouble, named_event

    if problem := events_trouble(state.opened):
        state.note(f"warning: events.yaml can't be read: {problem}")
    known = known_events(state.opened, state.report(as_of))
    chosen = [named_event(known, name)] if name is not None else list(known)
    if as_json:
        from decidedly.outputs.events import events_json

        out(events_json(chosen, as_of))
    elif not chosen:
        state.note("no decision waits for an event, and there is no events.yaml")
    else:
        out("\n".join(_lines(chosen)))
    return 0


def _lines(events: Sequence[KnownEvent]) -> Iterator[str]:
    """Each event, and below it what waits for it."""
    from decidedly.cli.terminal import line, visible
    from decidedly.reviewing.telling import state_in_words

    wide = max(len(one.id) for one in events)
    for event in events:
        day = (
            f"occurred {event.occurred}"
            if event.occurred
            else f"expected {event.expected}"
            if event.expected
            else "no day yet"
        )
        where = "" if event.named else "  (not in events.yaml)"
        yield visible(f"{event.id.ljust(wide)}  {day.ljust(19)}  {line(event.title)}{where}".rstrip())
        for review in event.waiting:
            record = review.record
            yield visible(f"  {line(record.id)}  {line(record.title)}: {state_in_words(review)}")


def _tell(state: State, made: EventChange, as_of: date, *, dry_run: bool, as_json: bool) -> int:
    from decidedly.amend.events import FILE
    from decidedly.app import repository_prefix
    from decidedly.cli.terminal import line, visible
    from decidedly.reviewing.telling import state_in_words

    opened = state.opened
    prefix = repository_prefix(opened.workspace)
    for note in made.notes:
        state.note(note)
    if as_json:
        from decidedly.outputs.events import changed_json

        diff = made.changes.diff(prefix) if dry_run else ""
        text = changed_json(made.event, as_of, made.done, made.moved, made.notes, dry_run=dry_run, diff=diff)
        click.echo(text, nl=False)
        return 0
    moved = [
        visible(
            f"{line(new.record.id)} {line(new.record.title)}: "
            + (f"{old.state} → " if old.state != new.state else "")
            + line(state_in_words(new))
        )
        for old, new in made.moved
    ]
    if dry_run:
        for words in moved:
            state.note(words)
        print_diff(state, made.changes, prefix)
        return 0
    if made.done:
        where = state.shown(opened.workspace.records / FILE)
        click.echo(visible(f"{where}: {made.event.id}: {'; '.join(made.done)}"))
    for words in moved:
        click.echo(words)
    if made.done and not made.moved and not made.event.waiting:
        state.note(f"no decision waits for {made.event.id}")
    return 0
