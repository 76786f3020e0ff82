"""Recording a review, putting one off, planning the next: each as one change set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from decidedly import git
from decidedly.amend import AmendError, Decision
from decidedly.amend.pairs import words
from decidedly.app import Opened, report_on
from decidedly.changes import ChangeSet
from decidedly.config import Config
from decidedly.dates import Interval, once, read_interval
from decidedly.decide import Decided, decide
from decidedly.lifecycle import RETIRED
from decidedly.log import Log
from decidedly.planned import ReviewEntry, Snooze
from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import ATTENTION, TO_DECIDE, Review, read_settings
from decidedly.reviewing.telling import next_review
from decidedly.text import called
from decidedly.workspace import Workspace

OUTCOMES: tuple[str, ...] = ("reaffirmed", "amended", "deprecated", "superseded")
"""What may come of a review."""

LONGEST_NOTE = 500
"""Characters of a note: what is longer belongs into the record's own text."""

LONGEST_SNOOZE = "6 months"
"""How long after its day a review may be put off where `[review] longest-snooze` says nothing else."""

_ORDER = {"breached": 0, "overdue": 1, "due": 2, "upcoming": 3}

When = date | Interval
"""A day, or how long after the day of the review."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a review: `outcome` is one of OUTCOMES, `by` who held it ("" unknown), `new` the record (by path) that
    takes the place of one that is superseded."""

    outcome: str
    note: str = ""
    by: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Deferral:
    """A review put off until a day or for a while, by somebody, for a reason that is required."""

    until: When
    reason: str
    by: str = ""


@dataclass(frozen=True)
class Reviewed:
    """What was done to the records at `paths`: the change set, what each of them (by path) says now and when it comes up
    again, and the reviews of the whole log before and after."""

    paths: tuple[str, ...]
    changes: ChangeSet
    before: Report
    after: Report
    done: Mapping[str, tuple[str, ...]]
    next: Mapping[str, str]
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def log(self) -> Log:
        """The log as it is with the changes."""
        return self.after.log


def record(
    opened: Opened,
    day: date,
    paths: Sequence[str],
    verdict: Verdict,
    *,
    following: When | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Reviewed:
    """Record that these records were reviewed on `day`, with what follows from the outcome: a status, and both ends of
    a link. `following` is when to look again, for plans that don't say so themselves.

    Raises AmendError for what can't be done (a retired record, a note that can't be written), and what `decide` raises.
    """
    before = report_on(opened, opened.log, day)
    entry = ReviewEntry(day, _name(verdict.by), verdict.outcome, _note(verdict.note))

    def carry_out(decision: Decision) -> None:
        for path in paths:
            _check_live(opened.log, path)
            _remark(decision, path, entry)
            if entry in decision.book.record(path).reviews:
                decision.notes.append(f"{decision.book.record(path).id} says so already")
            else:
                decision.book.add_review(path, entry)
            if following is not None:
                _plan_next(opened, decision, path, day, following)
        if verdict.outcome == "deprecated":
            decision.status(paths, "deprecated")
        elif verdict.outcome == "superseded":
            decision.supersede(paths, verdict.new)

    decided = decide(opened, day, carry_out, force=force, dry_run=dry_run)
    return _reviewed(opened, day, paths, before, decided)


def defer(
    opened: Opened, day: date, paths: Sequence[str], deferral: Deferral, *, dry_run: bool = False
) -> Reviewed:
    """Put off what is due until a day, no further than the configuration allows counted from the day it was due.

    Raises AmendError where there is nothing to put off, no reason, or where it would be too long; and what `decide` raises.
    """
    before = report_on(opened, opened.log, day)
    longest = longest_snooze(opened.workspace.config)
    until = _day(deferral.until, day)
    if not words(deferral.reason):
        raise AmendError("putting a review off needs a reason: -m WHY; nothing was changed")
    snooze = Snooze(until, _name(deferral.by), _note(deferral.reason))

    def carry_out(decision: Decision) -> None:
        for path in paths:
            _check_live(opened.log, path)
            _check_due(before.review_by_path[path], until)
            _check_bound(before.review_by_path[path], until, day, longest)
            decision.book.put_off(path, snooze)

    decided = decide(opened, day, carry_out, dry_run=dry_run)
    return _reviewed(opened, day, paths, before, decided)


def plan(
    opened: Opened, day: date, paths: Sequence[str], following: When, *, dry_run: bool = False
) -> Reviewed:
    """Plan a review where none is to come, or an earlier one. A later day is no plan: that takes a review or a reason."""
    before = report_on(opened, opened.log, day)

    def carry_out(decision: Decision) -> None:
        for path in paths:
            _check_live(opened.log, path)
            review = before.review_by_path[path]
            if review.due is not None and review.due < _day(following, day):
                raise AmendError(
                    f"{review.record.id} is to be reviewed by {review.due}: a day that moves without a word of what came of "
                    "it is no review; say --reaffirm, or --defer with a reason; nothing was changed"
                )
            _plan_next(opened, decision, path, day, following)

    decided = decide(opened, day, carry_out, dry_run=dry_run)
    return _reviewed(opened, day, paths, before, decided)


def waiting_for_review(report: Report, owners: Iterable[str] = ()) -> tuple[Review, ...]:
    """The reviews that need somebody, the most urgent first; of these people only, if any are named.

    Proposals that are to be decided are none: nobody can reaffirm what was not decided.
    """
    return _attended(report, owners, decide=False)


def waiting_to_be_decided(report: Report, owners: Iterable[str] = ()) -> tuple[Review, ...]:
    """The proposals whose day has come or is near, the most urgent first; of these people only, if any are named."""
    return _attended(report, owners, decide=True)


def _attended(report: Report, owners: Iterable[str], *, decide: bool) -> tuple[Review, ...]:
    wanted = frozenset[str]().union(*map(called, owners))
    found = [
        review
        for review in report.reviews
        if review.state in ATTENTION
        and (review.reason == TO_DECIDE) is decide
        and (not wanted or any(wanted & called(name) for name in review.people))
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER[one.state], one.due or date.max)))


def reviewer(place: Workspace) -> str:
    """Who reviews: git's user.name, "" where there is none."""
    repository = git.repository(place.root)
    said = repository.run("config", "--get", "user.name") if repository is not None else None
    return _name(said or "")


def longest_snooze(config: Config) -> Interval:
    """How long after its day a review may be put off. Raises SettingsError where that is set to what is no interval."""
    said = read_settings(config.review).longest_snooze
    return read_interval(said or LONGEST_SNOOZE) or Interval()


# ------------------------------------------------------------------------------------------------------------ parts


def _reviewed(opened: Opened, day: date, paths: Sequence[str], before: Report, decided: Decided) -> Reviewed:
    after = report_on(opened, decided.log, day)
    following = {
        path: next_review(after.review_by_path[path])
        for path in paths
        if _retired_by(decided.log, path) == ""
    }
    return Reviewed(
        tuple(paths), decided.changes, before, after, decided.done, following, decided.notes, decided.broken
    )


def _plan_next(opened: Opened, decision: Decision, path: str, day: date, following: When) -> None:
    now = decision.book.record(path)
    until = _day(following, day)
    every = now.review.every if now.review is not None else ""
    if read_interval(every) is not None and not once(every):
        raise AmendError(
            f"{now.id} comes up again by itself ({every}): --next is for plans without an interval; "
            "nothing was changed"
        )
    answered = report_on(opened, decision.book.log, day).review_by_path[path].state == "unscheduled"
    decision.book.set_next(path, until, answered=answered)


def _check_live(log: Log, path: str) -> None:
    why = _retired_by(log, path)
    if why:
        raise AmendError(f"{log.by_path[path].id} {why}: there is nothing to review; nothing was changed")


def _retired_by(log: Log, path: str) -> str:
    """Why the record needs no review any more; "" where it does."""
    one = log.by_path[path]
    if one.status is not None and one.status.name in RETIRED:
        return f"is {one.status.name}"
    if one.status is None and (others := log.successors(one)):
        return f"is replaced by {others[0].id}"
    return ""


def _check_due(review: Review, until: date) -> None:
    one = review.record
    if review.reason == TO_DECIDE:
        raise AmendError(
            f"{one.id} is to be decided by {review.due}, not reviewed: adr accept or adr reject it, or give it another "
            "“due”; nothing was changed"
        )
    if review.state in ATTENTION or review.state == "snoozed":
        return
    if review.state == "fresh" and review.due is not None and review.due < until:
        return
    why = {
        "fresh": f"is not to be reviewed before {review.due}",
        "waiting": f"waits for “{review.reason}”",
    }.get(review.state, "has no review to come")
    raise AmendError(f"{one.id} {why}: there is nothing to put off; nothing was changed")


def _check_bound(review: Review, until: date, day: date, longest: Interval) -> None:
    """Refuse what is too long. The first time counts from today where the day has passed, every later one from that day."""
    one = review.record
    if until <= day:
        raise AmendError(f"{until} is not after {day}: name a later day; nothing was changed")
    origin = review.due or day
    if not _put_off_before(one):
        origin = max(origin, day)
    limit = longest.after(origin)
    if until <= limit:
        return
    if limit <= day:
        raise AmendError(
            f"{one.id} was due on {review.due} and has been put off as long as may be: look at it now "
            f"(adr review {one.id}); nothing was changed"
        )
    raise AmendError(
        f"{one.id} may be put off until {limit} at most, counted from {origin}: --defer {limit}; nothing was changed"
    )


def _put_off_before(one: Record) -> bool:
    snooze = one.review.snooze if one.review else None
    last = max((entry.on for entry in one.reviews if entry.on), default=None)
    return snooze is not None and snooze.until is not None and (last is None or last < snooze.until)


def _remark(decision: Decision, path: str, entry: ReviewEntry) -> None:
    """Say what is strange about the day."""
    one = decision.book.record(path)
    later = max((other.on for other in one.reviews if other.on), default=None)
    decided = one.date.day if one.date else None
    if later and entry.on and later > entry.on:
        decision.notes.append(f"{one.id} was reviewed on {later} as well, which is later than {entry.on}")
    if decided and entry.on and decided > entry.on:
        decision.notes.append(f"{one.id} is dated {decided}, which is later than {entry.on}")


def _day(when: When, day: date) -> date:
    return when if isinstance(when, date) else when.after(day)


def _name(by: str) -> str:
    return words(by.replace(":", " "))


def _note(note: str) -> str:
    said = words(note)
    if len(said) > LONGEST_NOTE:
        raise AmendError(
            f"the note has {len(said)} characters, {LONGEST_NOTE} are the most: what takes longer belongs into the record; "
            "nothing was changed"
        )
    return said
