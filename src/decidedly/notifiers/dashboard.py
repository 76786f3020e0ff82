"""The dashboard: one issue that shows everything that needs a review, and in its hidden line keeps what was announced.

It is written only when it says something else than before. Neither service has a conditional write for issues, so it is
read again just before; GitHub says so for all unsafe methods
(https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate).
"""

from __future__ import annotations

import hashlib

from decidedly.notices import Digest, State, UnreadableError, loads
from decidedly.notices.board import board, is_same, ticked
from decidedly.notices.marker import Marker, visible, write_marker
from decidedly.notices.words import counted, defused
from decidedly.notifiers.kept import Kept
from decidedly.notifiers.kind import ConflictError, StateError
from decidedly.notifiers.tracker import TITLE, Conflict, Issue, TrackerError, size

KIND = "dashboard"
TRIES = 4

_DAMAGED = "damaged"
_SOON = "The list follows in a moment."


class Dashboard:
    """The board of the log `key`. It is also a place for the state of all channels (see Store)."""

    def __init__(self, kept: Kept, key: str, title: str = "", labels: tuple[str, ...] = ()) -> None:
        self._kept = kept
        self._tracker = kept.tracker
        self._key = key
        self._title = title
        self._labels = labels

    # --------------------------------------------------------------------------------------------------- what is shown

    def show(self, digest: Digest) -> str:
        """Make the issue say what the digest says; closed when nothing is current. In words what was done.

        Raises TrackerError.
        """
        for _ in range(TRIES):
            self._kept.look()
            if not self._kept.of(KIND, self._key):
                if not digest.current:
                    return "nothing to show"
                body = self._body(Marker(KIND, self._key), digest, "")
                issue, new = self._kept.make(KIND, self._key, self.title(digest), body, self._labels)
                self._kept.look()  # another run may have made one at the same moment
                if new and len(self._kept.of(KIND, self._key)) <= 1:
                    return f"{counted(len(digest.current))} on #{issue.number}, which is new"
            try:
                return self._renew(digest)
            except Conflict:
                continue
        raise TrackerError(f"{self._tracker.place}: others keep writing the dashboard; run adr remind again")

    def _renew(self, digest: Digest) -> str:
        """Bring the oldest board up to date, and then close the others, whose state has gone over into it."""
        keeper = self._tracker.issue(self._kept.of(KIND, self._key)[0].number)
        marker = self._kept.marker(keeper, KIND, self._key)
        state = self._merged(marker)
        told = Marker(KIND, self._key, state, damaged=marker.damaged and not state)
        body = self._body(told, digest, keeper.body)
        is_open = bool(digest.current)
        same = is_same(visible(body), visible(keeper.body)) and (state == marker.state or told.damaged)
        if not same or keeper.open != is_open:
            self._tracker.update(
                keeper.number,
                body=None if same else body,
                is_open=None if keeper.open == is_open else is_open,
            )
        self._kept.retire(KIND, self._key)
        if not is_open:
            return f"nothing to show; #{keeper.number} is closed"
        unchanged = same and keeper.open
        return f"{counted(len(digest.current))} on #{keeper.number}" + (", as before" if unchanged else "")

    def title(self, digest: Digest) -> str:
        """What the issue is called when it is made; people may call it otherwise later."""
        return cut(defused(self._title) if self._title else f"{defused(digest.title)}: what needs a review")

    def _body(self, marker: Marker, digest: Digest, old: str) -> str:
        """The whole text, with room left for a state that grows."""
        line = write_marker(marker)
        room = self._tracker.limit - size(line) - self._tracker.limit // 4
        return f"{line}\n{ticked(board(digest, room), visible(old))}\n"

    # ----------------------------------------------------------------------------------------------- what is remembered

    @property
    def where(self) -> str:
        """See Store."""
        return f"the dashboard of {self._tracker.place}"

    def load(self) -> tuple[str, str]:
        """See Store. A state that somebody has damaged is returned as something that is none."""
        try:
            self._kept.look()
            found = self._kept.of(KIND, self._key)
            if not found:
                return "", ""
            marker = self._kept.marker(found[0], KIND, self._key)
            return self._merged(marker) or _raw(marker), _version(marker)
        except TrackerError as error:
            raise StateError(str(error)) from None

    def save(self, text: str, version: str) -> str:
        """See Store. What people see stays as it is."""
        try:
            self._kept.look()
            issue, marker = self._newest(text)
            if _version(marker) != version and marker.state != text:
                raise ConflictError
            if marker.state != text:
                line = write_marker(Marker(KIND, self._key, text))
                body = f"{line}\n{visible(issue.body)}\n"
                if size(body) > self._tracker.limit:
                    body = f"{line}\n{_SOON}\n"
                if size(body) > self._tracker.limit:
                    raise StateError(
                        f"{self.where}: no room for what was announced; set remind.state to “git”"
                    )
                issue = self._tracker.update(issue.number, body=body)
            return _version(self._kept.marker(issue, KIND, self._key))
        except Conflict:
            raise ConflictError from None
        except TrackerError as error:
            raise StateError(str(error)) from None

    def _newest(self, text: str) -> tuple[Issue, Marker]:
        """The board as it is now; one is made, with `text` as its state, where there is none."""
        found = self._kept.of(KIND, self._key)
        if found:
            issue = self._tracker.issue(found[0].number)
            return issue, self._kept.marker(issue, KIND, self._key)
        body = f"{write_marker(Marker(KIND, self._key, text))}\n{_SOON}\n"
        title = cut(defused(self._title) or "Decisions: what needs a review")
        issue, _ = self._kept.make(KIND, self._key, title, body, self._labels)
        return issue, self._kept.marker(issue, KIND, self._key)

    def _merged(self, marker: Marker) -> str:
        """The state of the board and of its duplicates together, "" where none of them is known."""
        others = (self._kept.marker(issue, KIND, self._key) for issue in self._kept.of(KIND, self._key)[1:])
        states = [one.state for one in (marker, *others) if one.state]
        if len(states) < 2:
            return states[0] if states else ""
        merged = State()
        for text in states:
            try:
                merged = loads(text).merged(merged)
            except UnreadableError:
                continue
        return merged.dumps()


def cut(title: str) -> str:
    """A title that both services take."""
    while size(title) > TITLE:
        title = f"{title[:-2]}…"
    return title


def _raw(marker: Marker) -> str:
    return _DAMAGED if marker.damaged else marker.state


def _version(marker: Marker) -> str:
    raw = _raw(marker)
    return hashlib.sha256(raw.encode("utf-8", "backslashreplace")).hexdigest() if raw else ""
