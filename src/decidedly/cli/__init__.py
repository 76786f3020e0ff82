"""The command line. Each command is a file of its own, loaded when it is called: start-up is imports."""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys
from collections.abc import Sequence

import click

from decidedly.cli.program import Closed, program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Nothing that a user can cause ends in a traceback."""
    _prepare_streams()
    # Reading makes very many small objects, nearly all of which live on: looking among them for dead ones costs a sixth of it.
    gc.set_threshold(50_000, 20, 50)
    try:
        try:
            code = program.main(arguments, prog_name=_name(), standalone_mode=False)
            sys.stdout.flush()
            return code if isinstance(code, int) else 0
        except click.Abort:
            return _say("interrupted", 130)
        except click.ClickException as error:
            _hinted(error).show()
            return error.exit_code
        except (BrokenPipeError, Closed):
            raise
        except Exception as error:
            return _failed(error)
    except (BrokenPipeError, Closed):
        _give_up_stdout()  # whoever reads it has seen enough
        return 141
    except KeyboardInterrupt:
        return _say("interrupted", 130)


def _failed(error: Exception) -> int:
    code = getattr(error, "exit_code", None)
    if isinstance(code, int):  # ours: its message says what, where and what to do
        return _say(str(error), code)
    if isinstance(error, OSError):
        try:
            sys.stdout.flush()
        except OSError:
            _give_up_stdout()
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{error.strerror or error}", 2)
    if os.environ.get("ADR_TRACEBACK"):
        raise error
    return _say(
        f"this is a bug in adr: {type(error).__name__}: {error}\n"
        "Please report it, with what ADR_TRACEBACK=1 in the environment adds to this message.",
        70,
    )


def _hinted(error: click.ClickException) -> click.ClickException:
    """The error, or one that says more: people write the global options behind the command."""
    if isinstance(error, click.NoSuchOption) and any(
        error.option_name in option.opts for option in program.params
    ):
        return click.UsageError(f"{error.option_name} goes before the command.", error.ctx)
    return error


def _give_up_stdout() -> None:
    """Let what is still in stdout go nowhere: Python flushes once more at exit, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, code: int) -> int:
    from decidedly.cli.terminal import visible

    click.echo(f"adr: {visible(message)}", err=True)
    return code


def _name() -> str:
    called = os.path.basename(sys.argv[0] or "")
    return "decidedly" if called.startswith("decidedly") else "adr"


def _prepare_streams() -> None:
    """Data is UTF-8 wherever it goes to a file or a program; a terminal that knows less gets the nearest it can show."""
    codecs.register_error("nearest", _nearest)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before we began (`>&-`)
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase):  # PYTHONUNBUFFERED: Python then drops what one write call did not take
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), sys.stdout.encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        try:
            if stream.isatty():
                reconfigure(errors="nearest")
            else:
                reconfigure(encoding="utf-8", errors="backslashreplace")
        except (ValueError, OSError):  # a stream that somebody has put in place and that can't be changed
            continue


_NEAREST = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "→": "->", "…": "...", "×": "x"}
)


def _nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    bad = error.object[error.start : error.end].translate(_NEAREST)
    return bad.encode("ascii", "backslashreplace").decode("ascii"), error.end
