"""Issues of ours in a tracker: found by their marker and their author, made once, and one of each.

Nothing but what the tracker itself says is remembered. Its lists may lag behind, its answers may get lost, and another
run may be at work: so who makes an issue looks twice before, and once after.
"""

from __future__ import annotations

from decidedly.notices.marker import Marker, read_marker
from decidedly.notifiers.tracker import Conflict, Issue, Tracker, TrackerError

LOOKS = 3
LAG = 2.0
"""Seconds between two looks for an issue that may have been made."""


class Kept:
    """The issues with a marker of ours, as last looked at."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self._found: dict[tuple[str, str], list[Issue]] = {}
        self._made: dict[tuple[str, str], Issue] = {}
        self._doubtful: dict[tuple[str, str], str] = {}
        self._sure = False

    def look(self) -> None:
        """Read them all anew. Raises TrackerError."""
        found: dict[tuple[str, str], list[Issue]] = {}
        for issue in self.tracker.issues():
            marker = read_marker(issue.body)
            if marker is not None:
                found.setdefault((marker.kind, marker.key), []).append(issue)
        for which, made in self._made.items():  # it may not be in the lists yet
            if all(issue.number != made.number for issue in found.get(which, ())):
                found.setdefault(which, []).append(made)
        self._found = found

    def of(self, kind: str, key: str) -> list[Issue]:
        """The issues with that marker, the oldest first: one, unless something went wrong."""
        return self._found.get((kind, key), [])

    def keys(self, kind: str) -> list[str]:
        """The keys of all issues of a kind."""
        return [key for known, key in self._found if known == kind]

    def marker(self, issue: Issue, kind: str, key: str) -> Marker:
        """The issue's marker; one without a state where somebody has taken it away."""
        marker = read_marker(issue.body)
        return marker if marker and (marker.kind, marker.key) == (kind, key) else Marker(kind, key)

    def make(
        self,
        kind: str,
        key: str,
        title: str,
        body: str,
        labels: tuple[str, ...],
        assignees: tuple[str, ...] = (),
    ) -> tuple[Issue, bool]:
        """The issue of that marker, and whether it is new; made unless a second look finds it. Raises TrackerError.

        Where the answer gets lost it is looked for, and never made a second time in the same run.
        """
        which = (kind, key)
        if which not in self._doubtful:
            if not self._sure:
                self.look()
                self._sure = True  # an issue that an earlier run has made is in the lists by now
            if there := self.of(kind, key):
                return there[0], False
            try:
                self._made[which] = self.tracker.create(title, body, labels, assignees)
            except TrackerError as error:
                if not error.uncertain and not isinstance(error, Conflict):
                    raise
                self._doubtful[which] = str(error)
            else:
                self._found.setdefault(which, []).append(self._made[which])
                return self._made[which], True
        for attempt in range(LOOKS):
            if attempt:
                self.tracker.pause(LAG)
            self.look()
            if there := self.of(kind, key):
                del self._doubtful[which]
                return there[0], True
        raise TrackerError(f"{self._doubtful[which]}; the next run will know what came of it", uncertain=True)

    def retire(self, kind: str, key: str) -> None:
        """Close all but the oldest issue of that marker, each leading to it. Raises TrackerError.

        They lose their marker and get the link in one write, so that a run that is cut off here repeats nothing.
        """
        keeper, *others = self.of(kind, key)
        for issue in others:
            words = f"This was a duplicate of #{keeper.number}, where it goes on."
            self.tracker.update(issue.number, body=words, is_open=False if issue.open else None)
            if issue.open:
                self.tracker.comment(issue.number, words)
        self._made.update({(kind, key): keeper} if (kind, key) in self._made else {})
        self._found[kind, key] = [keeper]
