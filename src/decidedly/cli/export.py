"""`adr export`."""

from __future__ import annotations

from datetime import date

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, pass_state
from decidedly.cli.writing import deliver, output_option


@click.command("export", epilog=examples("adr export json", "adr export json -o decisions.json"))
@click.argument("form", metavar="json", type=click.Choice(["json"]))
@output_option
@as_of_option
@pass_state
def command(state: State, form: str, output: str | None, as_of: date) -> None:
    """Write the whole log as JSON.

    Everything that was read and worked out: sections, options, matrices with their scores, links, lineage, reviews.
    """
    from decidedly.outputs import named

    deliver(state, named("log").make(state.report(as_of)), output)
