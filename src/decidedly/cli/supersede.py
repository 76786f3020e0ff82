"""`adr supersede`."""

from __future__ import annotations

from datetime import date

import click

from decidedly.cli.changing import changing, records_argument, tell
from decidedly.cli.program import examples
from decidedly.cli.state import State, complete_record


@click.command(
    "supersede",
    epilog=examples(
        "adr supersede 12 --by 31",
        "adr supersede 12 14 --by DR-031 --date 2026-01-15",
        "adr supersede 12 --by 31 --in-part",
    ),
)
@records_argument("olds", "OLD...")
@click.option("--by", "new", metavar="NEW", default="", shell_complete=complete_record, help="The record that takes their place.")  # fmt: skip
@click.option("--in-part", is_flag=True, help="Only a part of them: they stay in force.")
@changing
def command(
    state: State,
    olds: tuple[str, ...],
    new: str,
    in_part: bool,
    day: date,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Say that a decision takes the place of others.

    Writes both ends of each link and the status of the old records, each in its own form. While NEW is only proposed,
    only its own end is written; adr accept NEW writes the others. All of it or nothing.
    """
    from decidedly import decide

    if not new:
        raise click.UsageError(
            "by which decision? --by NEW names it; adr deprecate is for what nothing replaces"
        )
    opened = state.opened
    newer = decide.find_all(opened, [new], state.start)[0]
    older = [record.path for record in decide.find_all(opened, olds, state.start)]
    decided = decide.decide(
        opened,
        day,
        lambda decision: decision.supersede(older, newer.path, in_part=in_part),
        force=force,
        dry_run=dry_run,
    )
    return tell(state, decided, dry_run=dry_run, as_json=as_json)
