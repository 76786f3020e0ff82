"""`adr convert`."""

from __future__ import annotations

from typing import Any

import click

from decidedly.cli.changing import dry_run_option, tell
from decidedly.cli.program import examples
from decidedly.cli.state import State, complete_record, json_option, pass_state

DIALECTS = ("native", "madr4", "madr2", "bold-labels", "nygard")
"""The dialects that can be written; `decidedly.amend.FORMS` says how (a test holds the two together)."""


@click.command(
    "convert",
    epilog=examples(
        "adr convert --to madr4 --dry-run",
        "adr convert --to native --skip",
        "adr convert --to nygard 12 14",
    ),
)
@click.argument("spellings", metavar="[ID]...", nargs=-1, shell_complete=complete_record)
@click.option("--to", "dialect", type=click.Choice(DIALECTS), required=True, help="The form to be written.")
@click.option("--skip", is_flag=True, help="Leave what can't be converted as it is, and say so.")
@dry_run_option
@json_option
@pass_state
def command(state: State, spellings: tuple[str, ...], dialect: str, **options: Any) -> int:
    """Write metadata in another form.

    Moves status, date, people, tags and links of the records (of all, without ID) into front matter (native, madr4), a list
    (madr2), bold labels or sections (nygard). All prose stays byte for byte. Keys that only front matter can hold stay
    there. Each record is read again and must say the same; otherwise nothing is changed.
    """
    from decidedly import decide

    dry_run, as_json = options["dry_run"], options["as_json"]
    paths = [record.path for record in decide.find_all(state.opened, spellings, state.start)]
    decided = decide.convert(state.opened, dialect, paths, skip=options["skip"], dry_run=dry_run)
    return tell(state, decided, dry_run=dry_run, as_json=as_json)
