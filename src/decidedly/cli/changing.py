"""What the commands that change records share: their options, and how they tell what was done."""

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from decidedly.cli.program import examples
from decidedly.cli.state import Day, State, complete_record, json_option, pass_state

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from decidedly.changes import ChangeSet
    from decidedly.decide import Decided

Command = TypeVar("Command", bound=Callable[..., Any])

FORCED = "Do what the life of a decision forbids, and say what that is."


def _day(ctx: click.Context, param: click.Parameter, value: date | None) -> date:
    from decidedly import clock

    return value or clock.as_of()


date_option = click.option(
    "--date",
    "--as-of",
    "day",
    type=Day(),
    callback=_day,
    metavar="DATE",
    help="The day of the decision; else ADR_DATE, else today.",
)
force_option = click.option("--force", is_flag=True, help=FORCED)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Print a diff that git apply takes, and write nothing."
)


def changing(command: Command) -> Command:
    """The options of every command that changes records: --date, --force, --dry-run, --json; and the state."""
    for option in (pass_state, json_option, dry_run_option, force_option, date_option):
        command = option(command)
    return command


def records_argument(name: str = "spellings", metavar: str = "ID...") -> Callable[[Command], Command]:
    """One or more records, completed by the shell."""
    return click.argument(name, metavar=metavar, nargs=-1, required=True, shell_complete=complete_record)


def deciding(name: str, status: str, help: str, *lines: str) -> click.Command:
    """The command that gives records a status."""

    @click.command(name, help=help, epilog=examples(*lines))
    @records_argument()
    @changing
    def command(
        state: State, spellings: tuple[str, ...], day: date, force: bool, dry_run: bool, as_json: bool
    ) -> int:
        from decidedly import decide

        opened = state.opened
        paths = [record.path for record in decide.find_all(opened, spellings, state.start)]
        decided = decide.decide(
            opened, day, lambda decision: decision.status(paths, status), force=force, dry_run=dry_run
        )
        return tell(state, decided, dry_run=dry_run, as_json=as_json)

    return command


def tell(state: State, decided: Decided, *, dry_run: bool, as_json: bool) -> int:
    """Print what was done: a line for each record, or JSON; for a dry run the diff."""
    from decidedly.app import repository_prefix
    from decidedly.cli.terminal import visible

    opened = state.opened
    prefix = repository_prefix(opened.workspace)
    for broken in decided.broken:
        state.note(f"--force: {broken}")
    for note in decided.notes:
        state.note(note)
    _note_day(state, decided)
    if as_json:
        from decidedly.outputs.changes import changes_json

        diff = decided.changes.diff(prefix) if dry_run else ""
        click.echo(
            changes_json(decided.log, decided.done, decided.notes, dry_run=dry_run, diff=diff), nl=False
        )
    elif dry_run:
        print_diff(state, decided.changes, prefix)
    else:
        for path, what in sorted(decided.done.items()):
            where = state.shown(opened.workspace.records / path)
            click.echo(visible(f"{where}: {'; '.join(what)}"))
    return 0


def _note_day(state: State, decided: Decided) -> None:
    """Say that a day that somebody has typed stands nowhere now."""
    context = click.get_current_context()
    if context.get_parameter_source("day") is not click.core.ParameterSource.COMMANDLINE:
        return
    day = context.params["day"]
    told = any(f"date {day}" in what for what in decided.done.values())
    dates = (one.date for one in decided.log.records if one.path in decided.done)
    if decided.done and not told and not any(one is not None and one.day == day for one in dates):
        state.note(f"--date {day} is written nowhere: the date of these records tells when they were decided")


def print_diff(state: State, changes: ChangeSet, prefix: str) -> None:
    """A change set as a diff: for people in colour, for programs as bytes that `git apply` takes."""
    from decidedly.cli.terminal import visible

    for path, change in sorted(changes.changes.items()):
        if change.encoding.startswith("utf-16"):
            file = state.shown(state.opened.workspace.records / path)
            state.note(f"{file} is {change.encoding}: git takes no diff of it")
    if not state.for_people:
        click.echo(patch(state, changes, prefix, state.opened.workspace.root), nl=False)
        return
    colors = {"+": "green", "-": "red", "@": "cyan"}
    for line in visible(changes.diff(prefix)).split("\n")[:-1]:
        words = click.style(line, fg=colors.get(line[:1])) if state.colored else line
        click.echo(words, color=state.colored)


def patch(state: State, changes: ChangeSet, prefix: str, root: Path) -> bytes:
    """A change set as a diff that `git apply` takes in the working directory; where it can't, because that takes nothing
    outside of its folder, a note says where to run it. `prefix` is the records folder's path in `root`."""
    try:
        here = os.path.relpath(os.path.realpath("."), os.path.realpath(root)).replace(os.sep, "/")
    except (OSError, ValueError):  # another drive
        here = ".."
    if here == "." or not changes:
        return changes.patch(prefix)
    paths = [posixpath.normpath(posixpath.join(prefix, path)) for path in changes.changes]
    if (root / ".git").exists() and all(path.startswith(f"{here}/") for path in paths):
        return changes.patch(prefix, headed=True)
    state.note(f"the paths of this diff begin in {root}: git -C {shlex.quote(str(root))} apply")
    return changes.patch(prefix)
