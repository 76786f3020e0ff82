"""`adr for`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.governing import Governed
    from decidedly.scope import Governs


@click.command(
    "for",
    epilog=examples(
        "adr for backend/tasks.py",
        "adr for backend/ render.yaml",
        "adr for --base origin/main",
        "git diff --name-only | adr for -",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--base", metavar="REF", help="What has changed since the branch left REF.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Markdown is for a pull request or a job's summary.",
)
@click.option("--comment", "commented", is_flag=True, help="Keep it as one comment on the pull request whose job this is.")  # fmt: skip
@as_of_option
@json_option
@pass_state
def command(
    state: State,
    paths: Sequence[str],
    base: str | None,
    form: str,
    commented: bool,
    as_of: date,
    as_json: bool,
) -> None:
    """Show which decisions govern files.

    Lists the decisions in force that apply to the files, or refer to them, and marks those that are due for review.
    PATH may be a folder, or - to read paths from standard input, one on a line.
    """
    from decidedly import governing
    from decidedly.cli.terminal import out
    from decidedly.outputs import governing as output

    named = [path for path in paths if path != "-"]
    listed = sys.stdin.read().splitlines() if "-" in paths else []
    if not paths and not base:
        raise click.UsageError("Name files or folders, or a branch with --base REF.")
    found = governing.governed(
        state.opened, as_of, named, state.start, base or "", [one for one in listed if one.strip()]
    )
    if as_json or form == "json":
        out(output.as_json(found.report, found.paths, found.decisions, found.base))
    elif form == "markdown":
        if text := output.markdown(found.report, found.decisions, governing.source_pattern(state.opened)):
            out(text)
    elif state.for_people and found.decisions:
        _table(state, found)
    elif found.decisions:
        out("\n".join(_line(found, one) for one in found.decisions))
    if not found.decisions:
        nothing = f"nothing has changed since {base}" if base else "no file was given"
        state.note(f"no decision in force governs {_count(found)}" if found.paths else nothing)
    if commented:
        state.note(f"comment: {governing.comment(state.opened, found)}")


def _count(found: Governed) -> str:
    return found.paths[0] if len(found.paths) == 1 else f"any of these {len(found.paths)} files"


def _line(found: Governed, one: Governs) -> str:
    from decidedly.cli.terminal import line, visible
    from decidedly.outputs.governing import attention, why

    record, review = one.record, found.report.review(one.record)
    answer = f" → {line(record.answer)}" if record.answer else ""
    reasons = "; ".join(why(because) for because in one.because)
    notes = attention(review)
    people = ", ".join(review.people)
    lines = [f"{line(record.id)}  {line(record.title)}{answer}", f"    {line(reasons)}"]
    if people:
        lines.append(f"    ask {line(people)}")
    if notes:
        lines.append(f"    {line(notes)}")
    return visible("\n".join(lines))


def _table(state: State, found: Governed) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from decidedly.cli.terminal import console, line
    from decidedly.outputs.governing import attention, why

    screen = console(state)
    for one in found.decisions:
        record, review = one.record, found.report.review(one.record)
        head = Text.assemble((line(record.id), "bold"), "  ", line(record.title))
        if record.answer:
            head.append(f"\n→ {line(record.answer)}", "bold")
        screen.print(head)
        about = Text(line("; ".join(why(because) for because in one.because)), "dim")
        if review.people:
            about.append(f"\nask {line(', '.join(review.people))}", "dim")
        if notes := attention(review):
            about.append(f"\n{line(notes)}", "yellow")
        screen.print(Padding(about, (0, 0, 1, 4)))
