"""`adr export`."""

from __future__ import annotations

from datetime import date

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, pass_state
from decidedly.cli.writing import deliver, output_option


@click.command(
    "export", epilog=examples("adr export json -o decisions.json", "adr export html -o decisions.html")
)
@click.argument("form", metavar="json|html", type=click.Choice(["json", "html"]))
@output_option
@as_of_option
@pass_state
def command(state: State, form: str, output: str | None, as_of: date) -> None:
    """Write the whole log into one file, for other programs or for people.

    json is everything that was read and worked out: sections, options, matrices with their scores, links, lineage,
    reviews. html is one document to print, to send or to keep: every decision in order, pictures included.
    """
    from decidedly import app
    from decidedly.outputs import named

    opened = state.to_render
    if form == "html":
        deliver(state, app.make_document(opened, as_of), output, opened.workspace, opened.log)
        return
    deliver(state, named("log").make(app.make_report(opened, as_of)), output, opened.workspace, opened.log)
