"""`adr graph`."""

from __future__ import annotations

from datetime import date

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, json_option, pass_state
from decidedly.cli.writing import deliver, output_option


@click.command(
    "graph",
    epilog=examples(
        "adr graph", "adr graph --format svg -o decisions.svg", "adr graph --format dot | dot -Tpdf"
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "dot", "json", "svg"]),
    help="Else mermaid. svg: our own picture, lanes over time.",
)
@json_option
@output_option
@as_of_option
@pass_state
def command(state: State, form: str | None, output: str | None, as_of: date, as_json: bool) -> None:
    """Draw how the decisions hang together."""
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} are two formats; name one.")
    form = "json" if as_json else form or "mermaid"
    report, opened = state.report(as_of), state.opened
    if form == "svg":
        from decidedly import drawing

        deliver(
            state, drawing.draw(report, href=None, standalone=True).svg, output, opened.workspace, opened.log
        )
        return
    from decidedly.outputs import named

    deliver(
        state, named({"json": "graph"}.get(form, form)).make(report), output, opened.workspace, opened.log
    )
