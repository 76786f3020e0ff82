"""`adr review`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from decidedly.cli.changing import FORCED, dry_run_option, print_diff
from decidedly.cli.completing import complete_owner
from decidedly.cli.program import examples
from decidedly.cli.state import Day, State, complete_record, json_option, pass_state

if TYPE_CHECKING:
    from decidedly.dates import Interval
    from decidedly.reviewing import Reviewed

WALK = ""
"""What `--next` says without a value: walk through what is due."""


class When(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD (or the last one of `Q3 2026`), or how long from the day of the review."""

    name = "date or interval"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A date or an Interval; what is empty stays so."""
        from decidedly.dates import Interval, last_day, meant_as_time, read_interval, repeats

        if not isinstance(value, str) or value == WALK:
            return value
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            found = Interval(days=1) if value.strip().lower() == "tomorrow" else read_interval(value)
        if found is None and (end := last_day(value)) is not None:
            return end
        if found is None:
            meant = meant_as_time(value) or "YYYY-MM-DD or “6 months”"
            self.fail(f"“{value}” is no date and no interval; write {meant}", param, ctx)
        if repeats(value):
            self.fail(
                f"“{value}” is again and again, and here one day is named: write “in {found}”; "
                f"a plan that repeats stands in the record (review: {found})",
                param,
                ctx,
            )
        return found


def _day(ctx: click.Context, param: click.Parameter, value: date | None) -> date:
    from decidedly import clock

    return value or clock.as_of()


@click.command(
    "review",
    epilog=examples(
        "adr review 12 --reaffirm -m 'still the cheapest'",
        "adr review 12 --reaffirm --next '6 months'",
        "adr review 12 --supersede-by 31",
        "adr review 12 14 --defer 1m -m 'launch freeze'",
        "adr review --next --owner @alice",
    ),
)
@click.argument("spellings", metavar="[ID...]", nargs=-1, shell_complete=complete_record)
@click.option("--reaffirm", is_flag=True, help="It still holds.")
@click.option("--amend", is_flag=True, help="It holds with changes: opens the editor on a terminal.")
@click.option("--deprecate", is_flag=True, help="It no longer holds.")
@click.option("--supersede-by", "new", metavar="NEW", shell_complete=complete_record, help="NEW takes its place.")  # fmt: skip
@click.option("--defer", type=When(), metavar="WHEN", help="Not now: until a day or for a while, with -m.")
@click.option("-m", "--note", metavar="TEXT", help="What came of it, or why it is put off.")
@click.option(
    "--next",
    "following",
    type=When(),
    is_flag=False,
    flag_value=WALK,
    metavar="[WHEN]",
    help="When to look again. Without WHEN and ID: go through what is due, one by one.",
)
@click.option("--owner", "owners", multiple=True, metavar="NAME", shell_complete=complete_owner, help="Go through what NAME answers for only.")  # fmt: skip
@click.option("--by", metavar="NAME", help="Who reviewed; else git's user.name.")
@click.option("--edit/--no-edit", default=True, help="Whether --amend opens the editor.")
@click.option("--date", "--as-of", "day", type=Day(), callback=_day, metavar="DATE", help="The day of the review; else ADR_DATE, else today.")  # fmt: skip
@click.option("--force", is_flag=True, help=FORCED)
@dry_run_option
@json_option
@pass_state
def command(
    state: State,
    spellings: tuple[str, ...],
    reaffirm: bool,
    amend: bool,
    deprecate: bool,
    new: str | None,
    defer: date | Interval | None,
    note: str | None,
    following: date | Interval | str | None,
    owners: tuple[str, ...],
    by: str | None,
    edit: bool,
    day: date,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Record that a decision was looked at again.

    Writes day, outcome, reviewer and note into the record, in its own form, and says when it comes up again. A day that
    moves without a word of what came of it is no review. All of it or nothing.
    """
    from decidedly import reviewing

    outcome = _outcome(
        reaffirm=reaffirm, amend=amend, deprecate=deprecate, new=new is not None, defer=defer is not None
    )
    walk = following == WALK
    _check(outcome, spellings, walk=walk, following=following, note=note, owners=owners)
    if walk or (not outcome and following is None):
        _check_walk(spellings, walk=walk, dry_run=dry_run, as_json=as_json)
        from decidedly.cli.walking import Walk

        return Walk(state, day, by).go(spellings, owners)
    opened = state.opened
    found = _find(state, spellings)
    paths = [one.path for one in found]
    who = by if by is not None else reviewing.reviewer(opened.workspace)
    later = None if following is None or isinstance(following, str) else following
    if defer is not None:
        made = reviewing.defer(
            opened, day, paths, reviewing.Deferral(defer, note or "", who), dry_run=dry_run
        )
        return tell(state, made, dry_run=dry_run, as_json=as_json)
    if not outcome:
        assert later is not None
        return tell(
            state,
            reviewing.plan(opened, day, paths, later, dry_run=dry_run),
            dry_run=dry_run,
            as_json=as_json,
        )
    if outcome == "amended" and edit and not dry_run:
        state = amended(state, paths[0])
        opened = state.opened
    newer = _find(state, [new])[0].path if new is not None else ""
    verdict = reviewing.Verdict(outcome, note or "", who, newer)
    made = reviewing.record(opened, day, paths, verdict, following=later, force=force, dry_run=dry_run)
    return tell(state, made, dry_run=dry_run, as_json=as_json)


def _outcome(*, reaffirm: bool, amend: bool, deprecate: bool, new: bool, defer: bool) -> str:
    said = {
        "reaffirmed": ("--reaffirm", reaffirm),
        "amended": ("--amend", amend),
        "deprecated": ("--deprecate", deprecate),
        "superseded": ("--supersede-by", new),
        "deferred": ("--defer", defer),
    }
    chosen = [(name, option) for name, (option, given) in said.items() if given]
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(option for _, option in chosen)} exclude each other")
    return chosen[0][0] if chosen else ""


def _check(
    outcome: str,
    spellings: Sequence[str],
    *,
    walk: bool,
    following: object,
    note: str | None,
    owners: Sequence[str],
) -> None:
    if outcome and not spellings:
        raise click.UsageError("which decision? Name its ID")
    if outcome and walk:
        raise click.UsageError("--next needs a day or an interval here, such as --next '6 months'")
    if not outcome and note is not None:
        raise click.UsageError("-m goes with --reaffirm, --amend, --deprecate, --supersede-by or --defer")
    if following is not None and not walk:
        if not spellings:
            raise click.UsageError(
                "which decision? --next WHEN plans the next review of an ID; --next alone goes through what is due"
            )
        if outcome in ("deprecated", "superseded", "deferred"):
            raise click.UsageError(
                "--next goes with --reaffirm and --amend: what else would there be to review?"
            )
    if owners and not walk:
        raise click.UsageError("--owner goes with --next, which goes through what is due")
    if len(spellings) > 1 and outcome in ("amended", "deprecated", "superseded"):
        raise click.UsageError("one decision at a time; several go with --reaffirm and --defer only")


def _check_walk(spellings: Sequence[str], *, walk: bool, dry_run: bool, as_json: bool) -> None:
    """Refuse what can't be asked about."""
    from decidedly.cli import editor

    if not (spellings or walk):
        raise click.UsageError(
            "which decision? Name its ID, or go through what is due with adr review --next"
        )

    if dry_run or as_json:
        what = "--dry-run" if dry_run else "--json"
        raise click.UsageError(f"{what} needs an ID and what came of the review, such as --reaffirm")
    if not spellings:
        return
    if not editor.on_terminal():
        raise click.UsageError(
            "what came of it? Say --reaffirm, --amend, --deprecate, --supersede-by NEW, or --defer WHEN -m WHY"
        )


def _find(state: State, spellings: Sequence[str]) -> list[Any]:
    from decidedly import decide

    return list(decide.find_all(state.opened, spellings, state.start))


def amended(state: State, path: str) -> State:
    """The state with the log as it is once the user has edited the record; the same where no editor can be opened.

    Raises UsageError where the record was left as it is.
    """
    from decidedly.cli import editor

    file = state.opened.workspace.records / path
    if not editor.on_terminal():
        return state
    if not editor.editor():
        state.note("no editor was opened: set VISUAL or EDITOR")
        return state
    before = file.read_bytes()
    editor.edit(file)
    now = replace(state)  # reads the log again
    if path not in now.opened.log.by_path:
        raise click.UsageError(f"{path} is no record any more: the review was not recorded")
    if file.read_bytes() == before:
        raise click.UsageError(
            f"{path} was left as it is, so nothing was recorded: --reaffirm says that it still holds"
        )
    return now


def tell(state: State, made: Reviewed, *, dry_run: bool, as_json: bool) -> int:
    """Print what was done and when each record comes up again; for a dry run the diff."""
    from decidedly.app import repository_prefix
    from decidedly.cli.terminal import visible

    opened = state.opened
    prefix = repository_prefix(opened.workspace)
    for broken in made.broken:
        state.note(f"--force: {broken}")
    for note in made.notes:
        state.note(note)
    if as_json:
        from decidedly.outputs.reviewed import reviewed_json

        diff = made.changes.diff(prefix) if dry_run else ""
        text = reviewed_json(
            made.after, made.paths, made.done, made.next, made.notes, dry_run=dry_run, diff=diff
        )
        click.echo(text, nl=False)
        return 0
    if dry_run:
        for path, words in made.next.items():
            state.note(f"{made.log.by_path[path].id}: {words}")
        print_diff(state, made.changes, prefix)
        return 0
    for path in dict.fromkeys((*made.paths, *sorted(made.done))):
        after = made.next.get(path, "")
        said = [
            one
            for one in (*made.done.get(path, ()), after)
            if one and (one is after or not after.startswith(one))
        ]
        if said:
            where = state.shown(opened.workspace.records / path)
            click.echo(visible(f"{where}: {'; '.join(said)}"))
    return 0
