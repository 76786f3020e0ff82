"""The user's editor: $VISUAL, else $EDITOR, and only on a terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path


class EditorError(Exception):
    """An editor that did not work. The message says which and what to do."""

    exit_code = 2


def editor() -> list[str]:
    """The editor's command, [] where none is set."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    words = shlex.split(command, posix=os.name != "nt")
    return [word.strip('"') for word in words] if os.name == "nt" else words


def on_terminal() -> bool:
    """Whether somebody sits there to edit."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def edit(file: Path) -> None:
    """Open the editor with `file` and wait for its end. Raises EditorError where it can't be started or fails."""
    command = editor()
    try:
        code = subprocess.run([*command, str(file)], check=False).returncode
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise EditorError(
            f"the editor “{command[0]}” can't be started: {reason}; set VISUAL or EDITOR"
        ) from None
    if code:
        raise EditorError(f"the editor “{command[0]}” ended with {code}")
