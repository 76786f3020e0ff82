"""`adr lint`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from decidedly.cli.changing import patch
from decidedly.cli.completing import complete_rule
from decidedly.cli.program import examples
from decidedly.cli.state import Day, State, pass_state
from decidedly.cli.writing import Command, check_target, deliver, output_option

if TYPE_CHECKING:
    from decidedly.check import Check, Outcome
    from decidedly.lint.settings import Settings

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")
MANY = 50
"""Findings that nobody reads one by one."""

SEVERITIES = ("error", "warning", "info")


def _codes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


def _rules(name: str, help: str) -> Callable[[Command], Command]:
    return click.option(
        name, multiple=True, metavar="RULES", callback=_codes, shell_complete=complete_rule, help=help
    )


@click.command(
    "lint",
    epilog=examples(
        "adr lint",
        "adr lint --fix",
        "adr lint docs/adr/0012-queue.md --select L,M106",
        "adr lint --base origin/main --new --format github",
        "adr lint --diff | git apply",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_rules(
    "--select", "Only these rules: codes, beginnings of codes or names, with commas between; ALL: every one."
)
@_rules("--extend-select", "These rules as well.")
@_rules("--ignore", "Not these rules.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with 1 for findings of this severity or above; else what is configured, else warning.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print findings; else text.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@output_option
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely.")
@click.option("--unsafe-fixes", is_flag=True, help="Fix also where a person should look at the result.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option("--base", metavar="REF", help="Compare with this branch or commit, and look at other branches.")
@click.option("--new", is_flag=True, help="Only findings that are not at the base.")
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="Also the rules about time, on that day (or “today”)."
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Forgive the findings in FILE; “write” makes the usual one from what is found now, “off” uses none.",
)
@click.option("--statistics", is_flag=True, help="Print how often each rule has found something instead.")
@pass_state
def command(
    state: State,
    paths: tuple[str, ...],
    form: str | None,
    as_json: bool,
    output: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    statistics: bool,
    **asked: Any,
) -> int:
    """Check the decisions.

    All of them, or only what is found in PATH: records, other Markdown files, folders. `adr explain CODE` tells about a
    rule. Exits with 1 where something was found, with 3 where there are no records.
    """
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other")
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if diff and (statistics or form or as_json):
        raise click.UsageError("--diff prints a diff; it goes without --format, --json and --statistics")
    if statistics and (form or as_json):
        raise click.UsageError("--statistics prints a table; it goes without --format and --json")
    if asked["new"] and not asked["base"]:
        raise click.UsageError("--new needs --base REF: new since when?")
    from decidedly import clock
    from decidedly.asked import Asked
    from decidedly.check import Check
    from decidedly.cli.terminal import progress

    place = state.place
    wanted = Asked(
        paths,
        asked["select"],
        asked["extend_select"],
        asked["ignore"],
        asked["as_of"],
        asked["base"] or "",
        asked["new"],
        asked["baseline"] or "",
        clock.as_of() if unsafe_fixes else None,
    )
    if wanted.baseline == "write":
        return _write_baseline(state, place, wanted, fix or diff or bool(form) or as_json)
    with progress(state, "Checking"):
        check = Check(place, state.start, wanted)
        check_target(state, output, check.place, check.log)
        outcome = check.outcome(fix=fix or diff, unsafe=unsafe_fixes)
    for note in check.notes:
        state.note(note)
    if diff:
        outcome_before = check.outcome()
        _print_diff(state, check, outcome, output)
        return _end(state, check.settings, outcome_before, fail_on)
    if fix:
        _mended(state, check, outcome)
    if statistics:
        _print_statistics(state, check, outcome, output)
    else:
        _print(state, check, outcome, "json" if as_json else form or "text", output)
    code = _end(state, check.settings, outcome, fail_on)
    if len(outcome.findings) >= MANY and not (statistics or form or as_json or outcome.known or wanted.paths):
        state.note(
            "--statistics counts them by rule; --baseline write forgives what is there, so that only what is new is told"
        )
    return code


def _write_baseline(state: State, place: Any, asked: Any, other: bool) -> int:
    from decidedly.check import Check

    if asked.paths or asked.new or other:
        raise click.UsageError("--baseline write takes the whole log, and prints and fixes nothing")
    check = Check(place, state.start, asked)
    path, count = check.write_baseline()
    where = state.shown(place.records / path)
    state.note(f"{_many(count, 'finding')} written to {where}; forgiven from now on")
    return 0


def _print(state: State, check: Check, outcome: Outcome, form: str, output: str | None) -> None:
    from decidedly import __version__
    from decidedly.lint import RULES
    from decidedly.outputs.checked import Checked
    from decidedly.outputs.formats import format_named

    people = form == "text" and output in (None, "-")
    pages: dict[str, str] = {}
    links: dict[str, str] = {}
    if form == "sarif" or (people and state.colored):
        from decidedly.resources import rule_pages

        for rule in RULES:
            page = rule_pages().joinpath(f"{rule.name.replace('-', '_')}.md")
            if form == "sarif":
                pages[rule.code] = page.read_text(encoding="utf-8")
            elif isinstance(page, os.PathLike):
                links[rule.code] = page.absolute().as_uri()  # type: ignore[attr-defined]
    checked = Checked(
        outcome.findings,
        outcome.sources,
        len(outcome.log.records),
        check.prefix,
        {
            path: state.shown(check.place.records / path)
            for path in {_path for one in outcome.findings for _path in _paths(one)}
        },
        RULES,
        pages,
        links,
        __version__,
        shutil.get_terminal_size((100, 24)).columns,
        people and state.colored,
        outcome.texts,
    )
    made = format_named(form).make(checked)
    if output in (None, "-") and form in ("text", "concise", "github"):
        if made:
            click.echo(made, nl=False, color=checked.colored or None)
    else:
        deliver(state, made, output, check.place, check.log)


def _paths(finding: Any) -> list[str]:
    return [finding.path, *(one.path for one in finding.related)]


def _print_statistics(state: State, check: Check, outcome: Outcome, output: str | None) -> None:
    from collections import Counter

    found = Counter((one.code, one.name) for one in outcome.findings)
    mendable = Counter(one.code for one in outcome.findings if one.fix is not None)
    lines = [
        f"{count:>6}  {code} {name}" + (f"  ({mendable[code]} can be fixed)" if mendable[code] else "")
        for (code, name), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
    if lines:
        deliver(state, "\n".join(lines) + "\n", output, check.place, check.log)


def _print_diff(state: State, check: Check, outcome: Outcome, output: str | None) -> None:
    from decidedly.cli.terminal import visible

    for path, change in sorted(outcome.changes.changes.items()):
        if change.encoding.startswith("utf-16"):
            state.note(
                f"{state.shown(check.place.records / path)} is {change.encoding}: git takes no diff of it; use --fix"
            )
    if output in (None, "-") and state.for_people:
        text = visible(outcome.changes.diff(check.prefix))
        colors = {"+": "green", "-": "red", "@": "cyan"}
        for line in text.split("\n")[:-1]:
            words = click.style(line, fg=colors.get(line[:1])) if state.colored else line
            click.echo(words, color=state.colored)
        return
    made = patch(state, outcome.changes, check.prefix, check.place.root)
    if output in (None, "-"):
        click.echo(made, nl=False)
    else:
        deliver(state, made.decode("utf-8", "surrogateescape"), output, check.place, check.log)


def _mended(state: State, check: Check, outcome: Outcome) -> None:
    """Write the changes and tell about it."""
    fixed = outcome.fixed
    if fixed is None:
        return
    written = check.write(outcome)
    if written:
        fixes = _many(len(fixed.mended), "finding")
        state.note(f"fixed {fixes} in {_many(len(written), 'file')}")
        if state.verbose:
            for path in written:
                state.note(f"  {state.shown(check.place.records / path)}")
    for finding in fixed.refused:
        state.note(
            f"{state.shown(check.place.records / finding.path)}: {finding.code} is left to you: its fix would {_why_not(state, check, outcome, finding)}"
        )


def _why_not(state: State, check: Check, outcome: Outcome, finding: Any) -> str:
    """What a fix would do that it must not."""
    from decidedly.text import one_line

    brings = outcome.fixed.brings.get(finding.key, ()) if outcome.fixed else ()
    if not brings:
        return "not mend it, or can't be written here"
    first = brings[0]
    where = "" if first.path == finding.path else f"{state.shown(check.place.records / first.path)}: "
    more = f", and {len(brings) - 1} more" if len(brings) > 1 else ""
    return f"bring {where}{first.code} {one_line(first.message, 160)}{more}"


def _end(state: State, settings: Settings, outcome: Outcome, fail_on: str | None) -> int:
    """Say how it went, and the exit code."""
    found = {name: sum(one.severity == name for one in outcome.findings) for name in SEVERITIES}
    parts = [
        _many(number, name) if name != "info" else f"{number} info"
        for name, number in found.items()
        if number
    ]
    records = _many(len(outcome.log.records), "record")
    words = f"{', '.join(parts) or 'nothing found'} in {records}"
    safe = sum(one.fix is not None and one.fix.safe for one in outcome.findings)
    unsafe = sum(one.fix is not None and not one.fix.safe for one in outcome.findings)
    if safe:
        words += f"; {safe} can be fixed with --fix"
    if unsafe:
        words += (
            f", {unsafe} more with --unsafe-fixes"
            if safe
            else f"; {unsafe} can be fixed with --fix --unsafe-fixes"
        )
    if outcome.known:
        words += f"; {outcome.known} forgiven by the baseline"
    state.note(words)
    if not outcome.log.records:
        return 3
    level = SEVERITIES.index(fail_on or settings.fail_on)
    return 1 if any(found[name] for name in SEVERITIES[: level + 1]) else 0


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
