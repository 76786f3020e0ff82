"""What the commands share: where the records are, how to print, and the ways of naming a record and a day."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from decidedly.app import Opened
    from decidedly.record import Record
    from decidedly.report import Report
    from decidedly.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class State:
    """The global options, and the log once it is asked for."""

    start: Path
    records: Path | None = None
    config: Path | None = None
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False

    @classmethod
    def of(
        cls,
        folder: str | None = None,
        records: str | None = None,
        config: str | None = None,
        color: str = "auto",
        quiet: bool = False,
        verbose: bool = False,
    ) -> State:
        """From the global options as given. `--dir` and `--config` count from `-C`."""
        start = Path(folder or ".").absolute()
        if not start.is_dir():
            raise click.UsageError(
                f"-C {folder}: that is a file; name a folder"
                if start.exists()
                else f"-C {folder}: there is no such folder"
            )
        return cls(
            start,
            start / records if records else None,
            start / config if config else None,
            color,
            quiet,
            verbose,
        )

    @cached_property
    def opened(self) -> Opened:
        """The log; its configuration's warnings go to stderr once."""
        return self._open(rendered=False)

    @cached_property
    def to_render(self) -> Opened:
        """The same, for a command that makes pages of all of it."""
        return self._open(rendered=True)

    def _open(self, *, rendered: bool) -> Opened:
        from decidedly import app

        opened = app.open_log(self.start, self.records, self.config, rendered=rendered)
        self.tell(opened.workspace, opened.notes)
        return opened

    @cached_property
    def place(self) -> Workspace:
        """Where the log is, for commands that read it in their own way."""
        from decidedly import app

        place, notes = app.open_place(self.start, self.records, self.config)
        self.tell(place, notes)
        return place

    def tell(self, place: Workspace, notes: Iterable[str]) -> None:
        """Say what opening a log has met."""
        for note in notes:
            self.note(note)
        if self.verbose:
            from decidedly import workspace

            self.note(f"records: {place.records} ({place.found_by})")
            for name in workspace.not_followed(place):
                self.note(f"{place.records / name}: not read: a link that leads out of the repository")

    def report(self, as_of: date) -> Report:
        """The log with its reviews, judged on that day."""
        from decidedly import app

        return app.make_report(self.opened, as_of)

    def find(self, spelling: str) -> Record:
        """The record that `spelling` means; raises where that is none or several."""
        from decidedly import app

        return app.find_record(self.opened, spelling, self.start)

    def shown(self, file: Path) -> str:
        """A path as somebody in the working directory would write it."""
        import os

        try:
            return os.path.relpath(file, self.start).replace(os.sep, "/")
        except ValueError:  # another drive
            return str(file)

    def note(self, message: str) -> None:
        """Something besides the data: to stderr, unless it is to be quiet."""
        from decidedly.cli.terminal import visible

        if not self.quiet:
            click.echo(f"adr: {visible(message)}", err=True)

    @property
    def for_people(self) -> bool:
        """Whether output is to be laid out for somebody who reads it on a terminal."""
        import os

        if self.color != "auto":
            return self.color == "always"
        return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

    @property
    def colored(self) -> bool:
        """Whether colour is wanted: NO_COLOR says no unless `--color always` was asked for."""
        import os

        return self.color == "always" or (self.for_people and not os.environ.get("NO_COLOR"))


def pass_state(command: Command) -> Command:
    """Give the command the State as its first argument."""
    return click.make_pass_decorator(State)(command)  # type: ignore[return-value]


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD, or a word for one near today."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        from decidedly import clock

        near = clock.NEAR.get(str(value).strip().lower())
        if near is not None:
            return clock.as_of() + timedelta(days=near)
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"“{value}” is no date; write YYYY-MM-DD", param, ctx)


def _as_of(ctx: click.Context, param: click.Parameter, value: date | None) -> date:
    from decidedly import clock

    publishing = ctx.command.name in ("build", "export", "graph")
    return value or clock.as_of(reproducible=publishing)


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`, else ADR_DATE, else today."""
    return click.option(
        "--as-of",
        type=Day(),
        callback=_as_of,
        metavar="DATE",
        help="Judge reviews on that day; else ADR_DATE, else today.",
    )(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def at_hand(ctx: click.Context) -> Opened:
    """The log that a command would open which is still being typed.

    It is not opened as a command does: pressing a key writes nothing, not even what a crash has left to do.
    """
    from decidedly import app, discovery, workspace

    given = ctx.find_root().params
    state = State.of(given.get("folder"), given.get("records"), given.get("config"))
    place = discovery.open_workspace(state.start, records=state.records, config_file=state.config)
    return app.Opened(place, workspace.load(place, keep=False))


def complete_record(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids that begin with what is typed, with their titles, for the shell; silent when anything goes wrong."""
    from decidedly.cli.terminal import visible

    try:
        log = at_hand(ctx).log
    except Exception:
        return []
    typed = incomplete.lower()
    return [
        CompletionItem(record.id, help=visible(record.title))
        for record in log.records
        if record.id.lower().startswith(typed)
        or (record.number is not None and str(record.number).startswith(typed))
    ]


def record_argument(command: Command) -> Command:
    """The argument ID, completed by the shell."""
    return click.argument("spelling", metavar="ID", shell_complete=complete_record)(command)
