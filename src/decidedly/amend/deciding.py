"""What deciding means for a log: which statuses may follow, and what has to be written where."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from decidedly.amend.book import Book
from decidedly.amend.errors import AmendError
from decidedly.amend.pieces import history_of
from decidedly.lifecycle import FOLLOWS, OPEN, may_follow
from decidedly.record import INVERSE, Record

_BOTH_ENDS = ("supersedes", "supersedes-in-part", "amends")
_KEEP_DATE = frozenset({"nygard", "log4brains", "lines"})
"""Dialects in which the date tells when the decision was made: their own tools leave it alone when it is replaced."""


@dataclass
class Decision:
    """Decisions about a log, on a day. `force` lets go what the lifecycle forbids; `broken` says what that was."""

    book: Book
    day: datetime.date
    force: bool = False
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def status(self, paths: Sequence[str], status: str) -> None:
        """Give the records this status. What a record that is accepted replaces or amends is told so."""
        self._known(status)
        for path in paths:
            record = self.book.record(path)
            if record.status is not None and record.status.name == status:
                self.notes.append(f"{record.id} is {status} already")
            else:
                self._may(record, status)
                leaving = record.status is not None and record.status.name == "superseded"
                dropped = frozenset({"superseded-by"}) if leaving else frozenset()
                self.book.set_status(path, status, self._day(record, status), dropped=dropped)
        for path in paths:
            if status == "accepted":
                self._tell_others(path)

    def supersede(self, olds: Sequence[str], new: str, *, in_part: bool = False) -> None:
        """Let `new` replace the `olds`, or a part of each: both ends, and their statuses."""
        newer = self.book.record(new)
        kind = "supersedes-in-part" if in_part else "supersedes"
        state = newer.status.name if newer.status else ""
        for old in olds:
            older = self.book.record(old)
            if old == new:
                raise AmendError(f"{older.id} can't supersede itself")
            if self._circle(older, newer):
                self._break(f"{older.id} supersedes {newer.id}, so that would be a circle")
            if state in ("rejected", "withdrawn", "deprecated", "superseded"):
                now = ", ".join(one.id for one in self.book.log.current(newer))
                hint = f" (in its place: {now})" if now and state == "superseded" else ""
                self._break(f"{newer.id} is {state}{hint}, so it replaces nothing")
            known = self.book.says(new, kind, old) and self.book.says(old, INVERSE[kind], new)
            if known and (in_part or (older.status is not None and older.status.name == "superseded")):
                self.notes.append(f"{older.id} is superseded by {newer.id} already")
                continue
            if older.status is not None and older.status.name == "superseded":
                others = [one.id for one in self.book.log.successors(older) if one.path != new]
                if others or in_part:
                    by = f" by {', '.join(others)}" if others else ""
                    self._break(f"{older.id} is superseded{by} already, and nothing follows that")
            self.book.add_link(new, kind, old)
            if state not in OPEN:
                self._retire(old, new, kind)
        if state in OPEN:
            ids = ", ".join(self.book.record(old).id for old in olds)
            self.notes.append(
                f"{newer.id} is only {state}: {ids} stays in force until it is accepted (adr accept {newer.id})"
            )

    def link(self, source: str, kind: str, target: str) -> None:
        """Write both ends of a link; `kind` may be stated from either end."""
        here, there = self.book.record(source), self.book.record(target)
        if source == target:
            raise AmendError(f"{here.id} can't be linked to itself")
        forward = {"superseded-by": "supersedes", "superseded-in-part-by": "supersedes-in-part"}.get(kind)
        if forward is not None:
            self.supersede([source], target, in_part=forward != "supersedes")
            return
        if kind in ("supersedes", "supersedes-in-part"):
            self.supersede([target], source, in_part=kind != "supersedes")
            return
        made = [self.book.add_link(source, kind, target), self.book.add_link(target, INVERSE[kind], source)]
        if not any(made):
            self.notes.append(f"{here.id} says that it {kind} {there.id} already, and {there.id} says it too")

    # -- the parts of it -------------------------------------------------------------------------------------------

    def _tell_others(self, path: str) -> None:
        """Write the far end of what an accepted record says that it replaces or amends."""
        for relation in self.book.log.outgoing(self.book.record(path)):
            if relation.kind in _BOTH_ENDS and relation.stated == "source":
                self._retire(relation.target.path, path, relation.kind)

    def _retire(self, old: str, new: str, kind: str) -> None:
        """Write into the old record that the new one replaces it (wholly: its status too), or amends it."""
        record = self.book.record(old)
        whole = kind == "supersedes"
        before = record.status.name if record.status else ""
        if whole and before not in ("superseded", ""):
            self._known("superseded")
            self._may(record, "superseded")
        if kind == "supersedes-in-part" and before in ("rejected", "withdrawn"):
            self._break(f"{record.id} is {before}: there is nothing in force that could be replaced")
        first = record.status is None or history_of(record) is not None  # a history gets one more entry
        if whole and first and before != "superseded" and not self.book.says(old, INVERSE[kind], new):
            self.book.set_status(old, "superseded", self._day(record, "superseded"))
        added = self.book.add_link(old, INVERSE[kind], new)
        if whole and (added or before != "superseded"):
            now = self.book.record(old).status
            day = self._day(record, "superseded")
            if now is None or now.name != "superseded":
                self.book.set_status(old, "superseded", day)
            elif day is not None and before != "superseded":  # a history of statuses
                self.book.set_date(old, day)

    def _day(self, record: Record, status: str) -> datetime.date | None:
        """The day to be written with the status; None where the record's date tells something else.

        What is superseded ends on the day of what takes its place, and keeps its own. Nothing but the record tells when it
        was deprecated: there it has to say both days.
        """
        history = history_of(record)
        if history is not None and history.status == record.by_name.get("status"):
            return self.day
        if status == "superseded":
            return None
        if status == "deprecated" and (record.dialect in _KEEP_DATE or not self.book.keep_date(record.path)):
            return None
        return self.day

    def _circle(self, older: Record, newer: Record) -> bool:
        """Whether `older` replaces `newer`, directly or through others."""
        seen: set[str] = set()
        ahead = [older]
        while ahead:
            one = ahead.pop()
            if one.path in seen:
                continue
            seen.add(one.path)
            ahead += self.book.log.predecessors(one)
        return newer.path in seen

    def _known(self, status: str) -> None:
        if status not in self.book.statuses:
            raise AmendError(f"this log has no status “{status}”; it has {', '.join(self.book.statuses)}")

    def _may(self, record: Record, status: str) -> None:
        before = record.status.name if record.status else ""
        if not before or status not in FOLLOWS or may_follow(before, status):
            return  # what may follow a team's own statuses is the team's business
        after = [one for one in FOLLOWS.get(before, ()) if one in self.book.statuses]
        either = f"{', '.join(after[:-1])} or {after[-1]}" if len(after) > 1 else "".join(after)
        ways = f"only {either} may follow" if after else "nothing follows that"
        self._break(f"{record.id} is {before}, and {ways}")

    def _break(self, what: str) -> None:
        if not self.force:
            raise AmendError(f"{what}; nothing was changed (--force does it all the same)")
        if what not in self.broken:
            self.broken.append(what)
