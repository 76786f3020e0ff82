"""`adr remind`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.remind import Reminded

SCHEMA = "decidedly/remind@1"


@click.command(
    "remind",
    epilog=examples("adr remind --dry-run", "adr remind", "adr remind --channel mail --as-of 2026-01-31"),
)
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be repeated.")  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Send what is due on that day, or at that moment (YYYY-MM-DDTHH:MM); else ADR_DATE, else now.")  # fmt: skip
@click.option("--state", "file", metavar="FILE", help="Keep in FILE what has been announced; else the dashboard, git's remote, or a file.")  # fmt: skip
@click.option("--per-record-issues", "per_record", is_flag=True, help="On GitHub and GitLab also an issue for each decision that is due.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print what would be sent; send nothing and store nothing.")
@json_option
@pass_state
def command(
    state: State,
    channels: tuple[str, ...],
    as_of: str | None,
    file: str | None,
    per_record: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Tell people what is due for review.

    Sends what is new since the last time on every channel in [remind] of adr.toml: when a decision comes up, is due, is
    overdue, and as it stays so. What was announced is remembered; where a channel fails the others still go, the exit code
    is 4, and the next run catches up.
    """
    from decidedly.cli.terminal import out, progress
    from decidedly.remind import Wish, remind

    wish = Wish(channels, as_of, state.start / Path(file) if file else None, dry_run, per_record)
    with progress(state, "Sending reminders"):
        done = remind(state.opened, wish)
    if state.verbose:
        state.note(f"what was announced is kept in {done.where}")
    if as_json:
        from decidedly.outputs import dumps

        out(dumps(_data(done)))
    _tell(state, done, as_json=as_json)
    return done.exit_code


def _tell(state: State, done: Reminded, *, as_json: bool) -> None:
    """One line for each channel to stdout; what went wrong to stderr, also with --quiet."""
    from decidedly.cli.terminal import out, visible

    if done.quiet:
        would = "nothing would be sent now" if done.dry_run else "nothing is sent"
        state.note(f"quiet until {done.quiet:%A %Y-%m-%d %H:%M}: {would}")
    for problem in done.problems:
        click.echo(f"adr: {visible(problem)}", err=True)
    for outcome in done.outcomes:
        if outcome.words and not as_json and not (state.quiet and not done.dry_run):
            out(visible(f"{outcome.channel}: {outcome.words}"))
            if outcome.preview:
                out(visible("\n" + outcome.preview.rstrip("\n") + "\n"))
        if outcome.error:
            click.echo(f"adr: {visible(f'{outcome.channel}: {outcome.error}')}", err=True)


def _data(done: Reminded) -> dict[str, Any]:
    from decidedly.notices.data import notice_data

    return {
        "schema": SCHEMA,
        "as_of": done.as_of.isoformat(),
        "dry_run": done.dry_run,
        "quiet_until": done.quiet.isoformat(timespec="minutes") if done.quiet else None,
        "state": done.where,
        "problems": list(done.problems),
        "channels": [
            {
                "name": one.channel,
                "done": one.words,
                "error": one.error or None,
                "messages": [
                    {
                        "id": message.id,
                        "to": message.to,
                        "more": message.more,
                        "answered": one.sent.issuperset(message.keys),
                        "notices": [
                            notice_data(notice, key)
                            for notice, key in zip(message.notices, message.keys, strict=True)
                        ],
                    }
                    for message in one.messages
                ],
            }
            for one in done.outcomes
        ],
    }
