"""`adr serve`."""

from __future__ import annotations

from datetime import date

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, pass_state


@click.command("serve", epilog=examples("adr serve --open", "adr serve --port 8080 --no-search"))
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port; else 8400 or the next that is free. 0: any."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--search/--no-search", default=True, show_default=True, help="Offer full-text search.")
@as_of_option
@pass_state
def command(state: State, port: int | None, open_browser: bool, search: bool, as_of: date) -> None:
    """Serve the site while you write.

    Serves it to this machine alone, writes nothing, and reloads open pages when a record, the configuration or your own
    theme changes. Ctrl-C ends it.
    """
    from decidedly import app, serve
    from decidedly.cli.terminal import out, visible
    from decidedly.dialects import Memory
    from decidedly.preview import Pages

    memory = Memory()
    opened = app.open_log(state.start, state.records, state.config, memory)
    state.tell(opened.workspace, opened.notes)
    warned = {f"warning: {warning}" for warning in opened.workspace.config.warnings}

    def build() -> Pages:
        nonlocal opened, warned
        opened = app.open_log(state.start, state.records, state.config, memory)
        made = app.live_site(opened, as_of, search=search)
        # What a crash has left is news each time; a warning stands until it is mended, and once is enough.
        notes = dict.fromkeys([*opened.notes, *(f"warning: {warning}" for warning in made.warnings)])
        for note in notes:
            if note not in warned:
                state.note(note)
        warned = {note for note in notes if note.startswith("warning: ")}
        return made

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
