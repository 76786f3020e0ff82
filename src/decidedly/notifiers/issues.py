"""One issue for each decision that is due: opened when it is, brought up to date, closed when its review is recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from decidedly.notices import Digest, Notice, looked_up, words
from decidedly.notices.board import HEADINGS, is_same
from decidedly.notices.marker import Marker, visible, write_marker
from decidedly.notifiers.dashboard import cut
from decidedly.notifiers.kept import Kept
from decidedly.notifiers.tracker import Issue
from decidedly.record import Record
from decidedly.review import TO_DECIDE, Review

KIND = "review"
OPENING: tuple[str, ...] = ("breached", "overdue", "due")
"""The levels that open an issue; what is only coming up can wait for the dashboard."""

_PLAIN = re.compile(r"[\w./-]{1,80}")


class RecordIssues:
    """The issues of the records of the log `key`. At most `cap` are made in one run.

    `assignees`: a name as records have it (`bare`) → the user to assign; nobody else is ever assigned or mentioned.
    """

    def __init__(
        self,
        kept: Kept,
        key: str,
        cap: int,
        labels: tuple[str, ...] = (),
        assignees: Mapping[str, str] | None = None,
    ) -> None:
        self._kept = kept
        self._tracker = kept.tracker
        self._key = key
        self._cap = cap
        self._labels = labels
        self._assignees = assignees or {}

    def show(self, digest: Digest) -> str:
        """Open, change and close what has to be; in words what was done. Raises TrackerError (and Conflict)."""
        self._kept.look()
        ids = _keys(digest)
        wanted = {
            self._whole(ids[notice.record.path]): notice
            for notice in digest.current
            if notice.level in OPENING
        }
        opened = again = changed = closed = 0
        for key, notice in wanted.items():
            if not self._kept.of(KIND, key):
                if opened < self._cap:
                    opened += self._open(key, notice)
                continue
            was_open = self._kept.of(KIND, key)[0].open
            done = self._renew(key, notice)
            changed += done and was_open
            again += done and not was_open
        reviews = {self._whole(ids[review.record.path]): review for review in digest.reviews}
        for key in self._kept.keys(KIND):
            if key.startswith(self._whole("")) and key not in wanted:
                closed += self._close(key, reviews.get(key))
        if opened:
            self._kept.look()  # another run may have made the same at the same moment
        for key in self._kept.keys(KIND):
            if key.startswith(self._whole("")):
                self._kept.retire(KIND, key)
        left = sum(not self._kept.of(KIND, key) for key in wanted)
        told = [f"{count} {what}" for count, what in ((opened, "opened"), (again, "opened again"), (changed, "changed"), (closed, "closed"), (left, "left for the next run")) if count]  # fmt: skip
        return f"issues of decisions: {', '.join(told) or 'as before'}"

    def preview(self, digest: Digest) -> str:
        """The issues as they would be, as text."""
        found = [notice for notice in digest.current if notice.level in OPENING]
        return "\n".join(f"{_title(notice)}\n\n{_body(notice)}\n" for notice in found)

    def _whole(self, key: str) -> str:
        return f"{self._key}:{key}"

    def _open(self, key: str, notice: Notice) -> bool:
        body = f"{write_marker(Marker(KIND, key))}\n{_body(notice)}\n"
        known = (looked_up(name, self._assignees) for name in (*notice.review.people, *notice.audience))
        assignees = tuple(dict.fromkeys(name for name in known if name))
        return self._kept.make(KIND, key, _title(notice), body, self._labels, assignees)[1]

    def _renew(self, key: str, notice: Notice) -> bool:
        issue = self._kept.of(KIND, key)[0]
        return self._write(issue, key, _body(notice), is_open=True)

    def _close(self, key: str, review: Review | None) -> bool:
        issue = self._kept.of(KIND, key)[0]
        if not issue.open:
            return False
        outcome = _outcome(review)
        if not self._write(issue, key, outcome, is_open=False):
            return False
        self._tracker.comment(issue.number, outcome)
        return True

    def _write(self, issue: Issue, key: str, text: str, *, is_open: bool) -> bool:
        """Write what is new to the issue, read again first; whether anything was."""
        if is_same(visible(issue.body), text) and issue.open == is_open:
            return False
        now = self._tracker.issue(issue.number)
        body = None if is_same(visible(now.body), text) else f"{write_marker(Marker(KIND, key))}\n{text}\n"
        state = None if now.open == is_open else is_open
        if body is None and state is None:
            return False
        self._tracker.update(issue.number, body=body, is_open=state)
        return True


def _keys(digest: Digest) -> dict[str, str]:
    """A record's path → the name that its issue knows it by: its id, or the path where several have that id."""
    records: list[Record] = [one.record for one in digest.reviews] + [one.record for one in digest.current]
    homes: dict[str, set[str]] = {}
    for record in records:
        homes.setdefault(record.id.casefold(), set()).add(record.path)
    return {
        record.path: record.id if record.id and len(homes[record.id.casefold()]) == 1 else record.path
        for record in records
    }


def _title(notice: Notice) -> str:
    return cut(f"Review {words.defused(words.name(notice))}")


def _body(notice: Notice) -> str:
    """What is asked for, why, and how it is answered. It changes with the level, not from day to day."""
    shown = words.markdown(words.name(notice))
    address = words.link(notice.url)
    day = notice.review.due.isoformat() if notice.review.due else ""
    proposal = notice.review.reason == TO_DECIDE
    reason = "" if proposal else words.markdown(words.why(notice))
    what = "waits to be decided" if proposal else "needs a review"
    since = {"breached": "not reviewed before", "overdue": "overdue since", "due": "due on"}
    state = f"{since[notice.level]} {day}" if day else HEADINGS[notice.level].lower()
    said = words.answer(notice)
    lines = [
        f"{f'[{shown}]({address})' if address else f'**{shown}**'} {what}: {state}{f' ({reason})' if reason else ''}.",
        "",
        *([f"→ {words.markdown(said)}", ""] if said else []),
        f"Answered for by {words.markdown(words.people(notice))}.",
    ]
    name = words.clean(notice.record.id)
    if _PLAIN.fullmatch(name):
        command = f"adr accept {name}" if proposal else f"adr review {name} --reaffirm"
        end = "decision" if proposal else "review"
        lines += ["", f"Record the {end}, for example with `{command}`, and this issue is closed."]
    return "\n".join(lines)


def _outcome(review: Review | None) -> str:
    """Why an issue is closed, in one line."""
    if review is None:
        return "The decision is no longer in the log."
    if review.state == "snoozed":
        return f"Put off {words.markdown(review.reason)}."
    done = [entry for entry in review.record.reviews if entry.on]
    if not done:
        return "No review is due any more."
    last = max(done, key=lambda entry: str(entry.on))
    by = f" by {words.markdown(last.by)}" if words.clean(last.by) else ""
    outcome = f": {words.markdown(last.outcome)}" if words.clean(last.outcome) else ""
    return f"Reviewed on {last.on}{by}{outcome}."
