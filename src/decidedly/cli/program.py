"""The program: what its commands are, what they have in common, and how they are loaded."""

from __future__ import annotations

import importlib
from typing import Any

import click

from decidedly import __version__

COMMANDS: dict[str, dict[str, str]] = {
    "Draft": {
        "init": "Start a log, or adopt the one that is there.",
        "new": "Begin a decision.",
        "edit": "Open a decision in your editor.",
    },
    "Decide": {
        "accept": "Accept decisions.",
        "reject": "Reject proposals.",
        "withdraw": "Withdraw drafts and proposals.",
        "deprecate": "Say that decisions no longer hold.",
        "supersede": "Say that a decision takes the place of others.",
        "link": "Link two decisions.",
        "status": "Give a decision a status.",
    },
    "Look": {
        "list": "List the decisions.",
        "show": "Show one decision.",
        "search": "Search the decisions.",
        "for": "Show which decisions govern files.",
        "graph": "Draw how the decisions hang together.",
        "matrix": "Compare the options of a decision by its criteria.",
    },
    "Check": {
        "lint": "Check the decisions.",
        "explain": "Explain a rule of adr lint.",
        "renumber": "Give a decision another number.",
        "convert": "Write metadata in another form.",
    },
    "Review": {
        "due": "Show what is due for review.",
        "review": "Record that a decision was looked at again.",
        "event": "Say when an event is expected, or that it came.",
        "remind": "Tell people what is due for review.",
    },
    "Publish": {
        "build": "Build the site.",
        "serve": "Serve the site while you write.",
        "export": "Write the whole log into one file, for other programs or for people.",
    },
}
"""Every command under its heading, with the first line of its help: `adr --help` must not load them all."""

MODULES: dict[str, str] = {"list": "listing", "for": "governing"}
"""Modules of commands whose own name cannot be a module's."""


ELSEWHERE: dict[str, str] = {
    "generate": "adr list for a table of contents, adr graph for a picture, adr build for a site",
    "toc": "adr list",
    "upgrade-repository": "adr convert, and not needed: old forms are read as they are",
    "add": "adr new",
    "create": "adr new",
    "view": "adr show",
    "cat": "adr show",
    "log": "adr list",
    "find": "adr search",
    "grep": "adr search",
    "check": "adr lint",
    "validate": "adr lint",
    "fix": "adr lint --fix",
    "fmt": "adr lint --fix",
    "preview": "adr serve",
    "publish": "adr build",
    "approve": "adr accept",
    "delete": "adr withdraw for a proposal, adr deprecate for what was decided: records stay",
    "remove": "adr withdraw for a proposal, adr deprecate for what was decided: records stay",
    "rm": "adr withdraw for a proposal, adr deprecate for what was decided: records stay",
}
"""What the commands of other tools, and what people try first, are called here."""


class Closed(Exception):
    """Whoever read our output has closed it. No OSError: click would end the program by itself on that."""


class Program(click.Group):
    """A group that imports a command when it is asked for, and groups them in its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return [name for names in COMMANDS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"decidedly.cli.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name in the message."""
        name = args[0] if args else ""
        if name == "help" and not ctx.resilient_parsing:
            args = [*args[1:2], "--help"]
            name = args[0]
            if name == "--help":
                click.echo(ctx.get_help())
                ctx.exit()
        if not ctx.resilient_parsing and not name.startswith("-") and name not in self.list_commands(ctx):
            from decidedly.text import near

            meant = near(name, self.list_commands(ctx), 1)
            hint = f"Did you mean “{meant[0]}”?" if meant else "See adr --help."
            if name in ELSEWHERE:
                hint = f"Here it is {ELSEWHERE[name]}."
            raise click.UsageError(f"There is no command “{name}”. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does it, with a closed pipe told apart."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise Closed from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings, without importing any."""
        for heading, names in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl(list(names.items()))


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def examples(*lines: str) -> str:
    """The end of a command's help: examples, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(
    cls=Program,
    context_settings=CONTEXT,
    epilog=examples("adr list --status accepted", "adr show 12", "adr build -o _site"),
)
@click.option("-C", "folder", metavar="DIR", help="Run as if started in DIR.")
@click.option(
    "--dir", "records", metavar="RECORDS", help="The folder of the records; found by itself without this."
)
@click.option("--config", metavar="FILE", help="Read FILE instead of the adr.toml that is found.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour and layout for people; auto: on a terminal.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print data and errors, nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def program(ctx: click.Context, /, **options: Any) -> None:
    """Keep, check and publish architecture decision records."""
    from decidedly.cli.state import State

    ctx.obj = State.of(**options)
