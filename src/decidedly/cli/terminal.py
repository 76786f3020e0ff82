"""Printing what strangers wrote: nothing in a record steers a terminal, turns text round or commands a CI runner."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from decidedly.cli.state import State

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_COMMAND = re.compile(r"(?m)^(\s*):(?=:)")

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


def visible(text: str) -> str:
    """`text` with controls, text direction overrides and lone surrogates shown as escapes; line breaks stay.

    Arabic and Hebrew need none of those characters, and joined emoji are left alone.
    """
    shown = _HIDDEN.sub(_escape, text.replace("\r\n", "\n"))
    return _COMMAND.sub(r"\1\\x3a", shown).replace("##[", "#\\x23[")


def line(text: str) -> str:
    """`text` as one visible line."""
    return visible(" ".join(text.split()))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


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
