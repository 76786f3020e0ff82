"""`adr status`."""

from __future__ import annotations

from datetime import date

import click

from decidedly.cli.changing import changing, tell
from decidedly.cli.completing import complete_status
from decidedly.cli.program import examples
from decidedly.cli.state import State, complete_record


@click.command("status", epilog=examples("adr status 12 proposed", "adr status 12 accepted --force"))
@click.argument("spelling", metavar="ID", shell_complete=complete_record)
@click.argument("status", metavar="STATUS", shell_complete=complete_status)
@changing
def command(
    state: State, spelling: str, status: str, day: date, force: bool, dry_run: bool, as_json: bool
) -> int:
    """Give a decision a status.

    STATUS is one of those that are configured, or a word for it. Only what may follow is written: draft becomes
    proposed, accepted or withdrawn; proposed becomes accepted, rejected or withdrawn; accepted becomes deprecated or
    superseded, deprecated superseded.
    """
    from decidedly import decide
    from decidedly.lifecycle import meaning
    from decidedly.text import near

    opened = state.opened
    names = opened.workspace.config.statuses
    wanted = meaning(status, names)
    if wanted is None:
        meant = near(status, list(names), 1)
        hint = f"did you mean “{meant[0]}”?" if meant else f"there are {', '.join(names)}"
        raise click.UsageError(f"“{status}” is no status; {hint}")
    record = decide.find_all(opened, [spelling], state.start)[0]
    named = any(link.kind == "superseded-by" for link in record.links)
    if wanted == "superseded" and not force and not named:
        raise click.UsageError(f"by what? adr supersede {record.id} --by NEW says so in both records")
    decided = decide.decide(
        opened, day, lambda decision: decision.status([record.path], wanted), force=force, dry_run=dry_run
    )
    return tell(state, decided, dry_run=dry_run, as_json=as_json)
