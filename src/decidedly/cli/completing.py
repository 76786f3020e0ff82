"""What a shell may be offered besides ids; silent when anything goes wrong, and nothing is written for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from decidedly.cli.state import at_hand
from decidedly.lifecycle import NAMES

if TYPE_CHECKING:
    from decidedly.app import Opened

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offering(words: Callable[[Opened], Iterable[str]], otherwise: Iterable[str] = ()) -> Completer:
    """Offers the `words` of the log at hand, and `otherwise` where there is none."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from decidedly.cli.terminal import visible

        try:
            found = sorted(set(words(at_hand(ctx))))
        except Exception:
            found = list(otherwise)
        typed = incomplete.lower()
        return [CompletionItem(visible(one)) for one in found if one.lower().startswith(typed)]

    return complete


def _templates(opened: Opened) -> Iterable[str]:
    from decidedly import begin

    return begin.templates(opened)


complete_tag = _offering(lambda opened: (tag for record in opened.log.records for tag in record.tags))
complete_owner = _offering(lambda opened: (name for record in opened.log.records for name in record.owners))
complete_status = _offering(lambda opened: opened.workspace.config.statuses, NAMES)
complete_template = _offering(_templates)


def complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes of rules that begin with what is typed, with their names; else names."""
    from decidedly.lint import RULES

    typed = incomplete.lower()
    codes = [
        CompletionItem(rule.code, help=rule.name) for rule in RULES if rule.code.lower().startswith(typed)
    ]
    return codes or [CompletionItem(rule.name) for rule in RULES if rule.name.startswith(typed)]
