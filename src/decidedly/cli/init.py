"""`adr init`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from decidedly.cli.changing import patch
from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.init import Begun


@click.command(
    "init",
    epilog=examples("adr init", "adr init docs/decisions", "adr init --with github", "adr init --dry-run"),
)
@click.argument("directory", required=False, metavar="[DIR]")
@click.option("--with", "service", type=click.Choice(["github", "gitlab"]), help="Also write the workflows: pull requests are checked, the site is published, the team hears of reviews.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print a diff of what would be written, and write nothing.")
@json_option
@as_of_option
@pass_state
def command(
    state: State, directory: str | None, service: str | None, dry_run: bool, as_json: bool, as_of: Any
) -> int:
    """Start a log, or adopt the one that is there.

    DIR is the folder of the records. Nothing that is there is changed. Prints the paths of what it has written.
    """
    from decidedly.cli.terminal import visible
    from decidedly.init import init_log

    if state.records is not None and directory is None:
        directory = str(state.records)
    begun = init_log(state.start, directory, service, as_of, dry_run=dry_run)
    if begun.recovered:
        state.note(begun.recovered)
    state.note(_told(state, begun))
    if as_json:
        click.echo(_json(begun), nl=False)
    elif dry_run:
        from decidedly.app import repository_prefix

        prefix = repository_prefix(begun.place)
        if state.for_people:
            click.echo(visible(begun.changes.diff(prefix)), nl=False)
        else:
            click.echo(patch(state, begun.changes, prefix, begun.place.root), nl=False)
    else:
        for path in begun.written:
            click.echo(visible(state.shown(begun.place.root / path)))
    for note in begun.notes:
        state.note(note)
    return 0


def _told(state: State, begun: Begun) -> str:
    folder = state.shown(begun.place.root / begun.folder)
    if not begun.adopted:
        return f"{folder}: no records yet; a log starts there with its first record"
    count = len(begun.log.records)
    forms = ", ".join(f"{number} {title}" for _, title, number in begun.dialects)
    needed = "; to be configured: " + ", ".join(f'{key} = "{value}"' for key, value in begun.settings.items())
    return f"{folder}: {count} record{'' if count == 1 else 's'}: {forms}{needed if begun.settings else '; nothing to configure'}"


def _json(begun: Begun) -> str:
    from decidedly.outputs.kind import dumps

    return dumps(
        {
            "schema": "decidedly/init@1",
            "path": begun.folder,
            "adopted": begun.adopted,
            "records": len(begun.log.records),
            "dialects": [
                {"name": name, "title": title, "records": count} for name, title, count in begun.dialects
            ],
            "settings": begun.settings,
            "written": list(begun.written),
            "notes": list(begun.notes),
        }
    )
