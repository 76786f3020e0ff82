"""`adr review --next`: what is due, one decision at a time, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import click

from decidedly.cli.review import When, amended, tell
from decidedly.cli.state import State

if TYPE_CHECKING:
    from decidedly.dates import Interval
    from decidedly.reviewing import Reviewed, Verdict

CHOICES = {
    "r": "[r]eaffirm",
    "a": "[a]mend",
    "d": "[d]eprecate",
    "s": "[s]upersede",
    "l": "[l]ater",
    "k": "s[k]ip",
    "q": "[q]uit",
}
_OUTCOMES = {"r": "reaffirmed", "a": "amended", "d": "deprecated", "s": "superseded"}


@dataclass
class Walk:
    """A walk through decisions, on a day, by somebody (None: git's user). `counts` tells how many of each came of it."""

    state: State
    day: date
    by: str | None
    counts: dict[str, int] = field(default_factory=dict)

    def go(self, spellings: Sequence[str], owners: Sequence[str]) -> int:
        """Ask about each of these decisions, else about all that are due; what is answered is written at once."""
        from decidedly import reviewing

        report = self.state.report(self.day)
        if spellings:
            paths = list(dict.fromkeys(self.state.find(one).path for one in spellings))
        else:
            paths = [one.record.path for one in reviewing.waiting_for_review(report, owners)]
        if not paths:
            whose = f" of {', '.join(owners)}" if owners else ""
            self.state.note(f"no decision{whose} is due for review")
            self._tell_proposals(owners)
            return 0
        try:
            for number, path in enumerate(paths, 1):
                if not self._ask(path, f"{number} of {len(paths)}"):
                    break
        except (click.Abort, EOFError):  # the end of what is piped in, or Ctrl-C
            click.echo()
        said = [f"{count} {what}" for what, count in self.counts.items()]
        left = len(paths) - sum(self.counts.values())
        self.state.note(", ".join([*said, *([f"{left} left"] if left else [])]))
        if not spellings:
            self._tell_proposals(owners)
        return 0

    def _tell_proposals(self, owners: Sequence[str]) -> None:
        """Proposals are due, too, but not by a review."""
        from decidedly import reviewing
        from decidedly.cli.terminal import line

        found = reviewing.waiting_to_be_decided(self.state.report(self.day), owners)
        if found:
            named = ", ".join(line(one.record.id) for one in found[:5]) + (
                f" and {len(found) - 5} more" if len(found) > 5 else ""
            )
            many = "is a proposal that waits" if len(found) == 1 else "are proposals that wait"
            self.state.note(f"{named} {many} to be decided: adr accept ID or adr reject ID")

    def _ask(self, path: str, position: str) -> bool:
        """Show a decision and do what is answered; False where that is to quit."""
        self.state = replace(self.state)  # as the log is by now
        if path not in self.state.opened.log.by_path:
            return True
        self._show(path, position)
        while True:
            answer = _prompt(" ".join(CHOICES.values())).strip().lower()[:1]
            if answer == "q":
                return False
            if answer == "k":
                self._count("skipped")
                return True
            if answer not in CHOICES:
                click.echo(f"one of {', '.join(CHOICES)}, please")
                continue
            try:
                made = self._later(path) if answer == "l" else self._record(path, _OUTCOMES[answer])
            except click.UsageError as error:
                self.state.note(error.message)
            except Exception as error:
                if getattr(error, "exit_code", None) is None:
                    raise
                self.state.note(str(error))
            else:
                tell(self.state, made, dry_run=False, as_json=False)
                self._count("put off" if answer == "l" else _OUTCOMES[answer])
                return True

    def _show(self, path: str, position: str) -> None:
        from decidedly import reviewing
        from decidedly.cli.terminal import line

        opened = self.state.opened
        review = self.state.report(self.day).review_by_path[path]
        record = review.record
        click.echo(
            f"\n{click.style(position, dim=True)}  {click.style(line(f'{record.id} {record.title}'), bold=True)}",
            color=self.state.colored,
        )
        if record.answer:
            click.echo(f"  → {line(record.answer)}")
        click.echo(f"  {line(reviewing.why_due(review, self.day))}")
        if record.owners:
            click.echo(f"  owner: {line(', '.join(record.owners))}")
        last = next((one for one in reversed(record.reviews) if one.on), None)
        if last is not None:
            by = f" by {last.by}" if last.by else ""
            note = f": {last.note}" if last.note else ""
            click.echo(f"  last review: {line(f'{last.on} {last.outcome}{by}{note}')}")
        for words in reviewing.changed_since(opened, record):
            indent = "    " if words.startswith(" ") else "  "
            click.echo(f"{indent}{line(words.strip())}")
        click.echo(f"  {line(self.state.shown(opened.workspace.records / path))}")

    def _record(self, path: str, outcome: str) -> Reviewed:
        from decidedly import reviewing

        newer = ""
        if outcome == "superseded":
            newer = self.state.find(_prompt("By which decision")).path
        if outcome == "amended":
            self.state = amended(self.state, path)
        note = _prompt("Note", empty=True)
        verdict = reviewing.Verdict(outcome, note, self._who(), newer)
        following = self._following(path, verdict) if outcome in ("reaffirmed", "amended") else None
        return reviewing.record(self.state.opened, self.day, [path], verdict, following=following)

    def _following(self, path: str, verdict: Verdict) -> date | Interval | None:
        """When to look again, asked where nothing else would bring the decision up."""
        from decidedly import reviewing

        opened = self.state.opened
        would = reviewing.record(opened, self.day, [path], verdict, dry_run=True)
        if would.after.review_by_path[path].state != "unscheduled":
            return None
        said = _prompt("Next review (a date, an interval; empty: never)", empty=True)
        return self._when("Next review (a date or an interval)", said) if said.strip() else None

    def _later(self, path: str) -> Reviewed:
        from decidedly import reviewing

        words = "Until when (a date or an interval)"
        until = self._when(words, _prompt(words, default="1 month"))
        reason = _prompt("Why")
        deferral = reviewing.Deferral(until, reason, self._who())
        return reviewing.defer(self.state.opened, self.day, [path], deferral)

    def _when(self, words: str, said: str) -> date | Interval:
        """The day or interval that `said` means, asked for again until it means one."""
        while True:
            try:
                return When().convert(said, None, None)  # type: ignore[no-any-return]
            except click.UsageError as error:
                self.state.note(error.message)
                said = _prompt(words)

    def _who(self) -> str:
        from decidedly import reviewing

        return self.by if self.by is not None else reviewing.reviewer(self.state.opened.workspace)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def _prompt(words: str, default: str | None = None, *, empty: bool = False) -> str:
    if empty:
        return str(click.prompt(words, default="", show_default=False))
    return str(click.prompt(words, default=default))
