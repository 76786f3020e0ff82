"""Printing what strangers wrote: nothing in a record steers a terminal, turns text round or commands a CI runner."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from decidedly.printable import line, visible

__all__ = ["LONGEST_ID", "MARKS", "console", "line", "out", "plain_mark", "progress", "visible"]

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from decidedly.cli.state import State

MARKS = {
    "accepted": ("●", "green"),
    "proposed": ("◐", "blue"),
    "draft": ("○", "bright_black"),
    "rejected": ("✗", "red"),
    "withdrawn": ("✗", "bright_black"),
    "deprecated": ("⊘", "yellow"),
    "superseded": ("→", "magenta"),
}
"""The sign and colour of each status; the word always stands beside them."""

LONGEST_ID = 16
"""Cells. A longer id, such as a whole file name, gets no column of a table: it stands below the title."""


def out(text: str) -> None:
    """Data to stdout; `text` is already safe."""
    click.echo(text, nl=not text.endswith("\n"))


def console(state: State, **options: Any) -> Console:
    """A rich console, told what was decided about colour. It never interprets a record's text as markup."""
    from rich.console import Console

    return Console(
        file=sys.stdout,
        force_terminal=state.for_people,
        no_color=not state.colored,
        markup=False,
        emoji=False,
        highlight=False,
        **options,
    )


def plain_mark(mark: str) -> str:
    """A status sign with a space after it; nothing where the terminal can't show it."""
    try:
        mark.encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return ""
    return f"{mark} "


@contextlib.contextmanager
def progress(state: State, words: str) -> Iterator[None]:
    """Show on a terminal that something is going on, once that takes longer than a second."""
    if state.quiet or not sys.stderr.isatty():
        yield
        return
    shown: list[Status] = []

    def show() -> None:
        from rich.console import Console

        status = Console(stderr=True, no_color=not state.colored).status(words)
        shown.append(status)
        status.start()

    timer = threading.Timer(1.0, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for status in shown:
            status.stop()
