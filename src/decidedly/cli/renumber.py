"""`adr renumber`."""

from __future__ import annotations

import click

from decidedly.cli.changing import dry_run_option, tell
from decidedly.cli.program import examples
from decidedly.cli.state import State, complete_record, json_option, pass_state


@click.command(
    "renumber",
    epilog=examples(
        "adr renumber docs/adr/0007-which-queue.md",
        "adr renumber 7 --to 12 --repo",
        "adr renumber --conflicts --base origin/main --dry-run",
    ),
)
@click.argument("spelling", metavar="[ID]", required=False, shell_complete=complete_record)
@click.option("--to", type=click.IntRange(0, 9_999_999), metavar="N", help="The new number; else the next that no branch has.")  # fmt: skip
@click.option("--conflicts", is_flag=True, help="Renumber what shares its number with another record.")
@click.option("--base", default="", metavar="REF", help="With --conflicts: what that revision has keeps its number; else what git has had for longest.")  # fmt: skip
@click.option("--repo", "whole", is_flag=True, help="Rewrite references in the repository's other text files as well.")  # fmt: skip
@dry_run_option
@json_option
@pass_state
def command(
    state: State,
    spelling: str | None,
    to: int | None,
    conflicts: bool,
    base: str,
    whole: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Give a decision another number.

    Renames its file and rewrites every reference to it: links and their words, ids in sentences and in front matter,
    its title, the baseline of known findings. Where two records have one number, references by file name are rewritten
    and ids that may mean either are listed; with --base, those that this branch has written are rewritten too.
    """
    if conflicts == bool(spelling):
        raise click.UsageError("name a record, or say --conflicts")
    if conflicts and to is not None:
        raise click.UsageError("--to goes with one record")
    if base and not conflicts:
        raise click.UsageError("--base goes with --conflicts")
    from decidedly.renumber import renumber

    decided = renumber(
        state.opened,
        state.start,
        spelling or "",
        to=to,
        conflicts=conflicts,
        base=base,
        whole_repository=whole,
        dry_run=dry_run,
    )
    return tell(state, decided, dry_run=dry_run, as_json=as_json)
