"""`adr link`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from click.shell_completion import CompletionItem

from decidedly.cli.changing import changing, tell
from decidedly.cli.program import examples
from decidedly.cli.state import State, complete_record


class Kind(click.ParamType):  # type: ignore[type-arg]
    """A kind of link, by its name or by words that records use for it."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind's name, or a usage error that lists them."""
        from decidedly.amend import WORDS
        from decidedly.dialects.labels import link_kind
        from decidedly.text import near

        kind = link_kind(str(value))
        if kind not in WORDS:
            meant = near(str(value), list(WORDS), 1)
            hint = f"did you mean {meant[0]}?" if meant else f"there are {', '.join(WORDS)}"
            self.fail(f"“{value}” is no kind of link; {hint}", param, ctx)
        return str(kind)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The kinds that begin with what is typed."""
        from decidedly.amend import WORDS

        return [CompletionItem(kind) for kind in WORDS if kind.startswith(incomplete.lower())]


def _no_back(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """adr-tools' fourth word: what the other end is to say."""
    if value is None:
        return
    from decidedly.amend import WORDS
    from decidedly.dialects.labels import link_kind

    if link_kind(value) not in WORDS:
        raise click.UsageError(f"Got unexpected extra argument ({value})")
    raise click.UsageError(
        f"“{value}”: leave it out. The other end is written by itself, in the words of its log."
    )


@click.command(
    "link",
    epilog=examples(
        "adr link 12 amends 7", "adr link 12 depends-on 3", "adr link DR-012 relates-to DR-004 --dry-run"
    ),
)
@click.argument("source", metavar="SRC", shell_complete=complete_record)
@click.argument("kind", metavar="KIND", type=Kind())
@click.argument("target", metavar="DST", shell_complete=complete_record)
@click.argument("back", metavar="", required=False, callback=_no_back, expose_value=False)
@changing
def command(
    state: State,
    source: str,
    kind: str,
    target: str,
    day: date,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Link two decisions.

    KIND is one of supersedes, supersedes-in-part, amends, depends-on, refines, relates-to, conflicts-with, or the same
    from the other end: superseded-by, superseded-in-part-by, amended-by, required-by, refined-by. Both records are
    told, each in its own form.
    """
    from decidedly import decide

    opened = state.opened
    here, there = (decide.find_all(opened, [one], state.start)[0].path for one in (source, target))
    decided = decide.decide(
        opened, day, lambda decision: decision.link(here, kind, there), force=force, dry_run=dry_run
    )
    return tell(state, decided, dry_run=dry_run, as_json=as_json)
