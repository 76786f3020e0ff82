"""`adr serve`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, pass_state


@click.command("serve", epilog=examples("adr serve --open", "adr serve --port 8080 --no-search"))
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port; else 8400 or the next that is free. 0: any."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option(
    "--search/--no-search", default=True, show_default=True, help="Make the full-text index at every build."
)
@as_of_option
@pass_state
def command(state: State, port: int | None, open_browser: bool, search: bool, as_of: date) -> None:
    """Serve the site while you write.

    Builds into a passing folder, serves it to this machine alone, and reloads open pages when a record, the configuration
    or your own theme changes. Ctrl-C ends it.
    """
    from decidedly import app, serve
    from decidedly.cli.terminal import out, visible

    opened = state.opened
    warned = set(opened.workspace.config.warnings)

    def build(target: Path) -> None:
        nonlocal warned
        fresh = app.open_log(state.start, state.records, state.config)
        # What a crash has left is news each time; a warning stands until it is mended, and once is enough.
        for note in fresh.notes:
            if note.removeprefix("warning: ") not in warned:
                state.note(note)
        warned = set(fresh.workspace.config.warnings)
        for warning in app.build_site(fresh, as_of, target, search=search).warnings:
            state.note(f"warning: {warning}")

    def say(what: str, message: str) -> None:
        if what == "ready":
            out(visible(message))
            state.note("press Ctrl-C to stop")
        elif what == "failed":
            click.echo(f"adr: {visible(message)}", err=True)
        elif state.verbose:
            state.note("built")

    serve.serve(
        build,
        lambda: app.sources(opened, state.config),
        lambda path: app.is_output(opened, path),
        port=port,
        open_browser=open_browser,
        say=say,
    )
