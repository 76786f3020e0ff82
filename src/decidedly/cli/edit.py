"""`adr edit`."""

from __future__ import annotations

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, pass_state, record_argument


@click.command("edit", epilog=examples("adr edit 12", "EDITOR=nano adr edit DR-003"))
@record_argument
@pass_state
def command(state: State, spelling: str) -> int:
    """Open a decision in your editor.

    In $VISUAL or $EDITOR, and on a terminal only. Afterwards it is checked; exits with 1 where that finds an error.
    """
    from decidedly.asked import Asked
    from decidedly.check import Check
    from decidedly.cli import editor
    from decidedly.cli.terminal import visible
    from decidedly.outputs.concise import line

    record = state.find(spelling)
    file = state.opened.workspace.records / record.path
    if not editor.on_terminal():
        raise click.UsageError(f"not on a terminal; the file is {visible(str(file))}")
    if not editor.editor():
        raise click.UsageError(f"no editor is set: set VISUAL or EDITOR; the file is {visible(str(file))}")
    editor.edit(file)
    if not file.exists():
        state.note(f"{state.shown(file)} is gone")
        return 0
    check = Check(state.opened.workspace, state.start, Asked((str(file),)))
    outcome = check.outcome()
    shown = [one for one in outcome.findings if one.severity != "info"]
    for one in shown:
        click.echo(line(one, outcome.sources))
    if len(shown) < len(outcome.findings):
        state.note("adr lint has more to say about it, none of which is wrong")
    return 1 if any(one.severity == "error" for one in shown) else 0
