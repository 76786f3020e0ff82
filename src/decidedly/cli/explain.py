"""`adr explain`."""

from __future__ import annotations

from typing import Any

import click

from decidedly.cli.completing import complete_rule
from decidedly.cli.program import examples
from decidedly.cli.state import State, json_option, pass_state

SCHEMA = "decidedly/rules@1"


@click.command("explain", epilog=examples("adr explain", "adr explain L120", "adr explain one-sided-link"))
@click.argument("words", metavar="[RULE]", required=False, shell_complete=complete_rule)
@json_option
@pass_state
def command(state: State, words: str | None, as_json: bool) -> None:
    """Explain a rule of adr lint.

    RULE is a code or a name; without one all rules are listed.
    """
    from decidedly.cli.terminal import out
    from decidedly.lint import RULES, find_rule

    rule = find_rule(words) if words is not None else None
    if words is not None and rule is None:
        from decidedly.asked import offer

        raise click.UsageError(f"There is no rule “{words}”; {offer(words)}")
    chosen = RULES if rule is None else (rule,)
    if as_json:
        from decidedly.outputs import dumps

        out(dumps({"schema": SCHEMA, "rules": [_entry(one) for one in chosen]}))
    elif rule is not None:
        _show(state, _page(rule))
    else:
        width = max(len(one.name) for one in RULES)
        marks = {"error": "E", "warning": "W", "info": "I", "off": "-"}
        fixes = {"safe": "F", "unsafe": "U", "": " "}
        for one in RULES:
            out(f"{one.code} {marks[one.severity]}{fixes[one.fix]} {one.name:<{width}}  {one.summary}")
        state.note(
            "E error, W warning, I info, - off until selected; F fixed by --fix, U with --unsafe-fixes"
        )


def _page(rule: Any) -> str:
    from decidedly import resources

    return resources.read_text(resources.rule_pages(), f"{rule.name.replace('-', '_')}.md")


def _entry(rule: Any) -> dict[str, str]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "fix": rule.fix,
        "summary": rule.summary,
        "page": _page(rule),
    }


def _show(state: State, page: str) -> None:
    from decidedly.cli.terminal import console, out

    if not state.for_people:
        out(page)
        return
    from rich.markdown import Markdown

    console(state).print(Markdown(page, code_theme="ansi_dark"))
