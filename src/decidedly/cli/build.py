"""`adr build`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, pass_state


@click.command(
    "build", epilog=examples("adr build", "adr build -o public --as-of 2026-01-31", "adr build --no-search")
)
@click.option(
    "-o", "--output", metavar="DIR", help="The folder to build; else the configured one, else _site."
)
@click.option("--search/--no-search", default=True, show_default=True, help="Make the full-text index.")
@click.option(
    "--diagrams/--no-diagrams",
    default=True,
    show_default=True,
    help="Draw Mermaid diagrams (with decidedly[mermaid]).",
)
@as_of_option
@pass_state
def command(state: State, output: str | None, search: bool, diagrams: bool, as_of: date) -> None:
    """Build the site.

    Only a folder that adr has built, an empty or a new one is ever replaced, and the old site stays until the new one is
    whole. The pages work from a web server at any address, and opened as files.
    """
    from decidedly import app
    from decidedly.cli.terminal import out, progress, visible

    target = state.start / Path(output) if output else None
    with progress(state, "Building the site"):
        published = app.build_site(state.to_render, as_of, target, search=search, draw=diagrams)
    for warning in published.warnings:
        state.note(f"warning: {warning}")
    if not state.quiet:
        out(visible(str(published.index)))
        state.note(f"{published.records} record{'' if published.records == 1 else 's'}")
