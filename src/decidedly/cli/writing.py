"""Where a command's data goes: to stdout, or whole into the file that `-o` names."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from decidedly.cli.state import State

if TYPE_CHECKING:
    from decidedly.log import Log
    from decidedly.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


def output_option(command: Command) -> Command:
    """`-o FILE`."""
    return click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of stdout.")(command)


def check_target(state: State, output: str | None, place: Workspace, log: Log) -> None:
    """Refuse a file that can't be written, and one that the log is read from: it would be lost."""
    if output is None or output == "-":
        return
    target = state.start / output
    if target.is_dir():
        raise click.UsageError(f"-o {output}: that is a folder; name a file")
    if not target.parent.is_dir():
        raise click.UsageError(f"-o {output}: there is no folder {Path(output).parent}")
    from decidedly import app

    app.check_output(place, log, target)


def deliver(state: State, text: str, output: str | None, place: Workspace, log: Log) -> None:
    """Print `text`, or put it into the file as a whole: a reader sees the old file or the new one, never half of it."""
    data = text.encode("utf-8", "backslashreplace")
    if output is None or output == "-":
        click.echo(data, nl=False)
        return
    check_target(state, output, place, log)
    target = state.start / output
    if target.exists() and not target.is_file():  # a device or a pipe is written to, not replaced
        target.write_bytes(data)
        return
    target = Path(os.path.realpath(target))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    except OSError as error:  # the file beside it is ours: what matters is the folder
        raise click.UsageError(f"-o {output}: {error.strerror or error}: {target.parent}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
