"""Issues as a channel: `[remind.github]` and `[remind.gitlab]` have the same keys and do the same.

`issues`: "dashboard" (one issue that shows everything), "per-record" (one for each decision that is due) or "both".
The address of the service and the token come from the environment alone, so that no change to a file of the repository can
send the token elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from decidedly.hosting import web_address
from decidedly.notices import Digest, SettingsError, Table, bare
from decidedly.notices.board import board
from decidedly.notifiers.dashboard import TRIES, Dashboard
from decidedly.notifiers.issues import RecordIssues
from decidedly.notifiers.kept import Kept
from decidedly.notifiers.kind import Delivery, Notifier, NotifierError, Store, Surroundings
from decidedly.notifiers.secrecy import secret
from decidedly.notifiers.tracker import Conflict, Tracker, TrackerError

ISSUES: tuple[str, ...] = ("dashboard", "per-record", "both")
KEYS: tuple[str, ...] = (
    "token-env",
    "url-env",
    "author",
    "issues",
    "log",
    "title",
    "labels",
    "assignees",
    "max-wait",
)
"""The keys of both tables, besides the repository's (`repository`, `project`)."""


@dataclass
class Tracking(Notifier):
    """A tracker that is kept as the log is. It always shows all that is current, whatever was announced before."""

    tracker: Tracker
    dashboard: Dashboard | None = None
    records: RecordIssues | None = None
    name: str = "tracker"

    @property
    def standing(self) -> bool:
        """It is called in each run: what is no longer due has to be closed."""
        return True

    @property
    def store(self) -> Store | None:
        """The dashboard, where there is one."""
        return self.dashboard

    def deliver(self, digest: Digest) -> Delivery:
        """Bring the issues up to date. Raises NotifierError; what was done stays done, and the next run goes on."""
        self.tracker.notes.clear()
        told = [self._told(part, digest) for part in (self.dashboard, self.records) if part]
        if self.tracker.notes:
            raise NotifierError("; ".join(self.tracker.notes), _keys(digest))
        return Delivery(_keys(digest), "; ".join(told))

    def _told(self, part: Dashboard | RecordIssues, digest: Digest) -> str:
        try:
            for _ in range(TRIES):
                try:
                    return part.show(digest)
                except Conflict:
                    continue
            raise TrackerError(
                f"{self.tracker.place}: others keep writing the same issues; run adr remind again"
            )
        except TrackerError as error:
            raise NotifierError(str(error)) from None

    def preview(self, digest: Digest) -> str:
        """The dashboard, then the issues of the records, as they would be."""
        parts = []
        if self.dashboard:
            parts.append(f"{self.dashboard.title(digest)}\n\n{board(digest, self.tracker.limit)}\n")
        if self.records and (shown := self.records.preview(digest)):
            parts.append(shown)
        return "\n".join(parts)


def _keys(digest: Digest) -> frozenset[str]:
    return frozenset(key for message in digest.messages for key in message.keys)


@dataclass(frozen=True, slots=True)
class Access:
    """What a client is made with, read from the table and the environment."""

    token: str
    base: str
    authors: tuple[str, ...]
    patience: float


def remote_path(surroundings: Surroundings, provider: str) -> str:
    """The repository's path on its host (`OWNER/NAME`), as configured or as git's remote has it; "" for another provider."""
    config = surroundings.config
    remote = surroundings.repository.remote if surroundings.repository else None
    if config.repository:
        remote = web_address(config.repository)
    if remote is None or (config.provider or remote.provider) != provider:
        return ""
    return urlsplit(remote.url).path.strip("/")


def channel(
    table: Table,
    surroundings: Surroundings,
    *,
    name: str,
    defaults: Mapping[str, str],
    connect: Callable[[Access], Tracker],
) -> Tracking:
    """The channel `name` from its table. `defaults` has the environment's names for `token-env` and `url-env`, the
    service's usual address as `url`, and as `hint` how to get a token.

    Raises SettingsError and NotifierError.
    """
    environment = surroundings.environment
    kind = table.text("issues", "dashboard")
    if kind not in ISSUES:
        raise SettingsError(f"{table.where('issues')} is “{kind}”; write one of {', '.join(ISSUES)}")
    token_name = table.variable("token-env", defaults["token-env"])
    token = secret(environment, token_name)
    base = secret(environment, table.variable("url-env", defaults["url-env"])) or defaults["url"]
    key = table.text("log") or surroundings.prefix.rstrip("/") or "."
    labels, title = table.texts("labels"), table.text("title")
    people = table.table("assignees")
    assignees = {bare(one): people.text(one).removeprefix("@") for one in people.values}
    authors = tuple(one.removeprefix("@") for one in table.texts("author"))
    patience = float(table.number("max-wait", 120, most=3600))
    if not token and surroundings.dry:
        token = "none"
    if not token:
        raise NotifierError(f"{token_name} is not set in the environment: {defaults['hint']}")
    try:
        tracker = connect(Access(token, base, authors, patience))
    except TrackerError as error:
        raise NotifierError(str(error)) from None
    kept = Kept(tracker)
    return Tracking(
        tracker,
        Dashboard(kept, key, title, labels) if kind != "per-record" else None,
        RecordIssues(kept, key, surroundings.settings.cap, labels, assignees)
        if kind != "dashboard"
        else None,
        name,
    )
