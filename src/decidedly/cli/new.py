"""`adr new`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from decidedly.cli.changing import patch
from decidedly.cli.completing import complete_owner, complete_status, complete_tag, complete_template
from decidedly.cli.program import examples
from decidedly.cli.state import State, as_of_option, complete_record, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.app import Opened
    from decidedly.begin import Made

MAX_BODY = 4_000_000


def _no_links(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> None:
    """adr-tools' `-l "2:Amends:Amended by"`, told as it is done here."""
    if value:
        target, _, kind = value[0].partition(":")
        kind = kind.partition(":")[0].strip().lower().replace(" ", "-") or "KIND"
        raise click.UsageError(
            f"-l links in adr-tools. Here --supersedes and --related do, and for other kinds: adr link NEW {kind} {target}; "
            "the other end is written by itself."
        )


@click.command(
    "new",
    epilog=examples(
        "adr new Use PostgreSQL for billing",
        "adr new Use RabbitMQ --supersedes 12 --owner @alice --review '6 months'",
        "adr new Which queue? --template criteria --status draft",
        "adr new Use Kafka - < text.md",
        "adr new Use Kafka --dry-run",
    ),
)
@click.argument("title", nargs=-1, metavar="TITLE...")
@click.option("-s", "--supersedes", multiple=True, metavar="ID", shell_complete=complete_record, help="It takes the place of this record; may be repeated.")  # fmt: skip
@click.option("--in-part", is_flag=True, help="It supersedes only parts of them: they stay in force.")
@click.option("--related", multiple=True, metavar="ID", shell_complete=complete_record, help="It has to do with this record; may be repeated.")  # fmt: skip
@click.option("--tag", "tags", multiple=True, metavar="TAG", shell_complete=complete_tag, help="A tag; may be repeated.")  # fmt: skip
@click.option("--owner", "owners", multiple=True, metavar="WHO", shell_complete=complete_owner, help="Who answers for it; may be repeated.")  # fmt: skip
@click.option("--review", default="", metavar="WHEN", help="When to look at it again: a date, “6 months”, an event, or “none”.")  # fmt: skip
@click.option("--status", default="", metavar="STATUS", shell_complete=complete_status, help="Instead of proposed; draft for a sketch.")  # fmt: skip
@click.option("--component", "--package", default="", metavar="NAME", help="The part that it is about: a package, a folder of the log, or a word.")  # fmt: skip
@click.option("--template", default="", metavar="NAME", shell_complete=complete_template, help="What its text begins from; else what the log's other records look like.")  # fmt: skip
@click.option("--list-templates", is_flag=True, help="List the templates and end.")
@click.option("--edit/--no-edit", default=None, help="Open $VISUAL or $EDITOR; without either option on a terminal only.")  # fmt: skip
@click.option("-l", "--link", "links", multiple=True, hidden=True, callback=_no_links, expose_value=False)
@click.option("--dry-run", is_flag=True, help="Print the path and a diff that git apply takes, and write nothing.")  # fmt: skip
@json_option
@as_of_option
@pass_state
def command(
    state: State,
    title: tuple[str, ...],
    list_templates: bool,
    edit: bool | None,
    dry_run: bool,
    as_json: bool,
    as_of: Any,
    **asked: Any,
) -> int:
    """Begin a decision.

    It gets the next number that no branch has, a file named as the others are, and their form. A last word `-` takes
    the text from standard input. Prints the path.
    """
    from decidedly import app, begin

    opened = open_or_empty(state)
    if list_templates:
        templates = begin.templates(opened)
        wide = max(map(len, templates))
        for name, template in templates.items():
            click.echo(f"{name:<{wide}} {template.about}" + (f" ({template.where})" if template.own else ""))
        return 0
    words, body = list(title), None
    piped = words[-1:] == ["-"]
    if len(words) == piped:
        raise click.UsageError("What is to be decided? Write the title: adr new Use PostgreSQL for billing")
    if piped:
        words.pop()
        body = _stdin(state)
    wanted = begin.Asked(
        " ".join(words), body=body, template_file=os.environ.get("ADR_TEMPLATE", ""), **asked
    )
    made = begin.new_record(opened, wanted, state.start, as_of, dry_run=dry_run)
    drafted = made.drafted
    if len(made.folders) > 1:
        folder = os.path.dirname(drafted.path) or "the records folder"
        state.note(
            f"put into {folder}; --component names another of {', '.join(one or '.' for one in made.folders)}"
        )
    title_now = drafted.record.title.casefold()
    if twins := [one.id for one in opened.log.records if one.title.casefold() == title_now]:
        state.note(f"it has the same title as {', '.join(twins[:5])}")
    whole = app.Opened(opened.workspace, drafted.log)
    if asked["review"]:
        from decidedly import reviewing

        said = reviewing.without_a_day(whole, app.make_report(whole, as_of), drafted.path)
        if said:
            state.note(said)
    if as_json:
        from decidedly.outputs import records

        click.echo(records.make(app.make_report(whole, as_of), [drafted.record]), nl=False)
    elif dry_run:
        _preview(state, opened, made)
    else:
        from decidedly.cli.terminal import visible

        click.echo(visible(state.shown(opened.workspace.records / drafted.path)))
    if not dry_run:
        _open_editor(state, edit, opened.workspace.records / drafted.path)
    return 0


def open_or_empty(state: State) -> Opened:
    """The log, which may have no records yet where its folder is known."""
    from decidedly import app, workspace

    place = state.place
    return app.Opened(place, workspace.load(place, empty_ok=True))


def _stdin(state: State) -> str:
    from decidedly.text import decode

    if sys.stdin.isatty():
        state.note("write the text; Ctrl-D on a line of its own ends it")
    data = sys.stdin.buffer.read(MAX_BODY + 1)
    if len(data) > MAX_BODY:
        raise click.UsageError(f"the text on standard input is larger than {MAX_BODY:,} bytes")
    text = decode("-", data).text
    if not text.strip():
        raise click.UsageError("there is no text on standard input")
    return text


def _preview(state: State, opened: Opened, made: Made) -> None:
    from decidedly.app import repository_prefix
    from decidedly.cli.terminal import visible

    state.note(f"would write {state.shown(opened.workspace.records / made.drafted.path)}")
    prefix = repository_prefix(opened.workspace)
    if state.for_people:
        click.echo(visible(made.changes.diff(prefix)), nl=False)
    else:
        click.echo(patch(state, made.changes, prefix, opened.workspace.root), nl=False)


def _open_editor(state: State, wanted: bool | None, file: Any) -> None:
    from decidedly.cli import editor

    if wanted is False:
        return
    if not editor.on_terminal():
        if wanted:
            state.note("not on a terminal: no editor was opened")
    elif editor.editor():
        editor.edit(file)
    elif wanted:
        state.note("no editor was opened: set VISUAL or EDITOR")
