"""The use-case of `adr remind`: send what is new to everybody who should hear it, at least once and without repeats.

Each channel has a watermark: what it has announced. Before anything is sent, the messages of this run are noted as begun;
after each channel's answer what it has answered for is noted as announced. A run that is killed in between leaves messages
that the next run repeats under the same id, by which receivers know them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from decidedly import app, git, hosting
from decidedly.app import AppError, Opened
from decidedly.config import moment
from decidedly.notices import (
    Digest,
    Message,
    Notice,
    Settings,
    SettingsError,
    State,
    Table,
    Watermark,
    current_keys,
    notices,
    plan,
    read_settings,
)
from decidedly.notices.words import clean, counted
from decidedly.notifiers import NOTIFIERS, Notifier, NotifierError, StateError, Surroundings
from decidedly.notifiers.memory import Memory
from decidedly.notifiers.stores import held, store_for
from decidedly.report import Report

PER_RECORD = ("github", "gitlab")
"""The channels that can have an issue for each decision."""

HOW_TO = """\
no channel is configured, so nobody would hear of a review. Add one to adr.toml, then look with adr remind --dry-run:
  issue:   [remind.github] or [remind.gitlab], with the token in GITHUB_TOKEN or GITLAB_TOKEN
  mail:    [remind.mail] with host and from, and [remind.people] with "@alice" = "alice@example.org"
  chat:    [remind.apprise], with the addresses in ADR_APPRISE_URLS; [remind.webhook] likewise, in ADR_WEBHOOK_URL"""


@dataclass(frozen=True)
class Wish:
    """What was asked for: which channels (none: all), the moment as given, a file for the state, a dry run; `per_record`:
    on GitHub and GitLab an issue for each decision that is due, also where the configuration says nothing of it."""

    channels: tuple[str, ...] = ()
    as_of: str | None = None
    state: Path | None = None
    dry_run: bool = False
    per_record: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one channel: what was done in `words`, what went wrong in `error` ("" if nothing did).

    `messages` are what was to be sent; `sent` the keys that the channel has answered for; `preview`, for a dry run, is
    exactly what would have been sent.
    """

    channel: str
    words: str = ""
    error: str = ""
    messages: tuple[Message, ...] = ()
    sent: frozenset[str] = frozenset()
    preview: str = ""


@dataclass(frozen=True)
class Reminded:
    """What a run has done, in the order of the channels.

    `quiet` is the moment until which nothing is sent, None when this is no quiet time. `where` says in words where the
    state is kept. `problems` are sentences about a state that is not known or could not be stored (`unstored`).
    """

    as_of: date
    outcomes: tuple[Outcome, ...] = ()
    quiet: datetime | None = None
    where: str = ""
    problems: tuple[str, ...] = ()
    unstored: bool = False
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0 when everything went through, 4 when a channel did not, or the state could not be stored."""
        return 4 if self.unstored or any(one.error for one in self.outcomes) else 0


def remind(opened: Opened, wish: Wish, environment: Mapping[str, str] | None = None) -> Reminded:
    """Send what is new on every configured channel. `environment` holds the secrets; None: the process's own.

    Raises SettingsError, ConfigError and AppError for what can't be used; what fails on the way is told in the result.
    """
    try:
        return _remind(opened, wish, os.environ if environment is None else environment)
    except SettingsError as error:
        raise SettingsError(f"{opened.workspace.config.file}: {error}") from None


def _remind(opened: Opened, wish: Wish, environment: Mapping[str, str]) -> Reminded:
    place = opened.workspace
    settings = read_settings(place.config.remind, (kind.name for kind in NOTIFIERS))
    if not settings.channels and (usual := _usual(environment)):
        settings = replace(settings, channels={usual: {}})
    if wish.per_record:
        settings = _with_issues(settings)
    wanted = _wanted(settings, wish.channels)
    now = moment(wish.as_of, settings.timezone)
    surroundings = Surroundings(
        settings,
        place.config,
        place.root,
        git.repository(place.root),
        environment,
        app.repository_prefix(place),
    )
    made, failed = _make(settings, surroundings)
    lacking = _make_dry(settings, surroundings, made, failed) if wish.dry_run else []
    store = store_for(wish.state, place.records, made, failed, surroundings, dry=wish.dry_run)
    quiet = settings.quiet_until(now.day, now.clock)
    if quiet and not wish.dry_run:
        return Reminded(now.day, quiet=quiet, where=store.where)
    report = app.make_report(opened, now.day)
    digest = _digest(opened, report, settings)
    channels = [_Channel(name, made[name], digest, settings.cap) for name in wanted if name in made]
    run = _Run(channels, {name: failed[name] for name in wanted if name in failed})
    if wish.dry_run and _unasked(settings, made, wish):
        run.problems.append(
            "a dry run does not ask the dashboard what has been announced: a real run leaves that out"
        )
    run.problems += [words for name, words in lacking if name in wanted]
    with contextlib.nullcontext() if wish.dry_run else held(store):
        memory = Memory(store)
        run.problems += [_unknown(memory.problem)] if memory.problem else []
        if wish.dry_run:
            run.preview(memory)
        else:
            run.send(memory, now.day)
    outcomes = tuple(run.outcomes[name] for name in wanted)
    return Reminded(now.day, outcomes, quiet, store.where, tuple(run.problems), run.unstored, wish.dry_run)


def _usual(environment: Mapping[str, str]) -> str:
    """The channel where none is configured: issues of the repository whose job this is; "" elsewhere."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "gitlab" if environment.get("GITLAB_CI") == "true" else ""


def _with_issues(settings: Settings) -> Settings:
    """Settings by which each decision that is due has an issue, besides the dashboard where that is kept.

    Raises AppError where no channel has issues.
    """
    channels = dict(settings.channels)
    for name in PER_RECORD:
        if name in channels and channels[name].get("issues", "dashboard") == "dashboard":
            channels[name] = {**channels[name], "issues": "both"}
    if not channels.keys() & set(PER_RECORD):
        raise AppError("--per-record-issues: no [remind.github] or [remind.gitlab] in the configuration")
    return replace(settings, channels=channels)


def _unknown(problem: str) -> str:
    return f"what has been announced is not known, so everything is announced: {problem}"


def _wanted(settings: Settings, names: Sequence[str]) -> tuple[str, ...]:
    """The channels to serve, in the order of NOTIFIERS. Raises AppError."""
    if not settings.channels:
        raise AppError(HOW_TO)
    for name in names:
        if name not in settings.channels:
            known = ", ".join(kind.name for kind in NOTIFIERS)
            raise AppError(
                f"--channel {name}: no [remind.{name}] in the configuration"
                if name in known.split(", ")
                else f"--channel {name}: there is no such channel; there are {known}"
            )
    return tuple(name for name in settings.channels if not names or name in names)


def _make(settings: Settings, surroundings: Surroundings) -> tuple[dict[str, Notifier], dict[str, str]]:
    """Every configured notifier, and why those that lack something can't be had. Raises SettingsError."""
    made: dict[str, Notifier] = {}
    failed: dict[str, str] = {}
    for kind in NOTIFIERS:
        if kind.name in settings.channels:
            table = Table(f"remind.{kind.name}", settings.channels[kind.name])
            try:
                made[kind.name] = kind.make(table, surroundings)
            except NotifierError as error:
                failed[kind.name] = str(error)
    return made, failed


def _unasked(settings: Settings, made: Mapping[str, Notifier], wish: Wish) -> bool:
    """Whether the dashboard remembers for channels that would say nothing twice."""
    if wish.state is not None or settings.state not in ("", "dashboard"):
        return False
    return any(one.store for one in made.values()) and not all(one.standing for one in made.values())


def _make_dry(
    settings: Settings, surroundings: Surroundings, made: dict[str, Notifier], failed: dict[str, str]
) -> list[tuple[str, str]]:
    """Make for a preview what lacks a secret to send with, and say what that is, for each channel."""
    lacking: list[tuple[str, str]] = []
    for kind in NOTIFIERS:
        if kind.name not in failed:
            continue
        table = Table(f"remind.{kind.name}", settings.channels[kind.name])
        try:
            made[kind.name] = kind.make(table, replace(surroundings, dry=True))
        except NotifierError:
            continue
        lacking.append((kind.name, f"{kind.name}: a real run needs more: {failed.pop(kind.name)}"))
    return lacking


def _digest(opened: Opened, report: Report, settings: Settings) -> Digest:
    """Everything that needs attention, with the addresses of its pages: on the site, else at the repository's host."""
    from decidedly.pages.names import Names

    site = app.make_site(opened, search=False)
    if site.url:
        pages = Names(opened.log, site).records
        urls = {path: site.address(page) for path, page in pages.items()}
    else:
        source = opened.workspace.config.source_url or _files(opened)
        urls = {record.path: site.link(source, site.prefix + record.path) for record in opened.log.records}
    found = notices(report, settings, urls)
    return Digest(report.as_of, found, (), site.title, site.url, report.reviews, urls)


def _files(opened: Opened) -> str:
    """Where the host shows a file as it is now: an address that does not change with every commit."""
    repository = git.repository(opened.workspace.root)
    branch = (repository.branch if repository else "") or "HEAD"
    return hosting.patterns(app.web_remote(opened.workspace), branch).source


# ------------------------------------------------------------------------------------------------------------ the run


@dataclass
class _Channel:
    """A channel on its way through a run. `known`: the messages that runs before this one have left."""

    name: str
    notifier: Notifier
    digest: Digest
    cap: int
    known: frozenset[str] | None = None

    @property
    def found(self) -> tuple[Notice, ...]:
        return self.digest.current

    def begin(self, state: State) -> State:
        """Plan what to send, given what is announced by now, and note it as begun."""
        mark = state.of(self.name)
        if self.known is None:
            self.known = frozenset(mark.pending)
        # What another run has begun since we first looked is for that one to send.
        theirs = {name: keys for name, keys in mark.pending.items() if name not in self.known}
        elsewhere = frozenset(key for keys in theirs.values() for key in keys)
        ours = {name: keys for name, keys in mark.pending.items() if name in self.known}
        standing = self.notifier.standing
        messages = plan(
            self.name,
            self.found,
            replace(mark, pending={} if standing else ours),
            self.notifier.addressees,
            max(len(self.found), 1) if standing else self.cap,
            elsewhere,
        )
        self.digest = replace(self.digest, messages=messages)
        begun = {} if standing else {one.id: one.keys for one in messages}
        if begun == ours:
            return state
        return state.with_channel(self.name, mark.begin({**theirs, **begun}))

    def finish(self, state: State, answered: Collection[str], undone: Collection[str], today: date) -> State:
        """Note what was answered for, and forget the messages of which it is known that they did not arrive."""
        if not answered and not undone:
            return state
        mark = state.of(self.name).answered(answered, today)
        pending = {name: keys for name, keys in mark.pending.items() if name not in undone}
        mark = Watermark(mark.announced, pending)
        return state.with_channel(
            self.name, mark.pruned(current_keys(self.found, self.notifier.addressees), today)
        )

    def unreachable(self) -> str:
        """What to do about those whom this channel can't reach, in one sentence; "" where it reaches everybody."""
        lost = [notice for notice in self.found if not self.notifier.addressees(notice)]
        if not lost:
            return ""
        named = ", ".join(clean(notice.record.id or notice.record.path) for notice in lost[:5])
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        return f"nobody to send {named}{more} to: {self.notifier.unreachable(lost[0])}"


def _would(channel: _Channel) -> str:
    if channel.notifier.standing:
        what = f"would show {counted(len(channel.found))}" if channel.found else "would show nothing"
        return f"{what}; a dry run does not ask which issues are there already"
    return f"would send {counted(len(channel.digest.new))}"


@dataclass
class _Run:
    """All channels of a run, and what became of each."""

    channels: list[_Channel]
    failed: Mapping[str, str]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unstored: bool = False

    def __post_init__(self) -> None:
        self.outcomes |= {name: Outcome(name, error=why) for name, why in self.failed.items()}

    def _begin(self, state: State) -> State:
        for channel in self.channels:
            state = channel.begin(state)
        return state

    def preview(self, memory: Memory) -> None:
        """Work out what would be sent."""
        if memory.lost and self._remembering:
            self.problems.append(
                f"what has been announced is not known, so a real run would hold back: {memory.lost}"
            )
        self._begin(memory.state)
        for channel in self.channels:
            messages = channel.digest.messages
            idle = not messages and not channel.notifier.standing
            self.outcomes[channel.name] = Outcome(
                channel.name,
                "nothing new" if idle else _would(channel),
                channel.unreachable(),
                messages,
                preview="" if idle else channel.notifier.preview(channel.digest),
            )

    def send(self, memory: Memory, today: date) -> None:
        """Note what is begun, send it, and note what each channel has answered for.

        Where it is not known what was announced, or can't be noted, only what always shows everything goes: the rest
        waits for the next run, so that nobody hears it twice.
        """
        back = memory.lost or self._noted(memory)
        for channel in self.channels:
            if channel.notifier.standing:
                channel.begin(memory.state)
                outcome = self._deliver(channel, memory, today)
            elif back:
                why = f"held back, so that nobody hears it twice; the next run sends it: {back}"
                outcome = Outcome(channel.name, error=why if channel.found else "")
            elif not channel.digest.messages:
                outcome = Outcome(channel.name, "nothing new")
            else:
                outcome = self._deliver(channel, memory, today)
            error = "; ".join(words for words in (outcome.error, channel.unreachable()) if words)
            self.outcomes[channel.name] = replace(outcome, error=error)

    @property
    def _remembering(self) -> bool:
        """Whether any channel needs to know what was announced."""
        return not all(channel.notifier.standing for channel in self.channels)

    def _noted(self, memory: Memory) -> str:
        """Note what is about to be sent; why that could not be done, or ""."""
        if self._remembering:
            try:
                memory.update(self._begin)
            except StateError as error:
                return str(error)
        return ""

    def _deliver(self, channel: _Channel, memory: Memory, today: date) -> Outcome:
        messages = channel.digest.messages
        answered: frozenset[str] = frozenset()
        doubtful: frozenset[str] | None = None
        words = error = ""
        try:
            delivery = channel.notifier.deliver(channel.digest)
            answered, words = delivery.keys, delivery.words
        except NotifierError as failed:
            answered, doubtful, error = failed.answered, failed.doubtful, str(failed)
        except (
            Exception
        ) as failed:  # whatever a library does in one channel, the others go; its words may hold secrets
            error = f"a bug in adr or in a library that it uses: {type(failed).__name__}"
        # A message that an earlier run had begun may have arrived then, whatever is said to it now.
        missed = {one.id for one in messages if not answered.issuperset(one.keys)} - (channel.known or set())
        undone = frozenset() if doubtful is None else frozenset(missed - doubtful)
        try:
            memory.update(lambda state: channel.finish(state, answered, undone, today))
        except StateError as lost:
            if not channel.notifier.standing:  # who always shows everything needs no note
                self.unstored = True
                self.problems.append(
                    f"what {channel.name} has taken could not be noted, so that it will be sent again: {lost}"
                )
        return Outcome(channel.name, words, error, messages, answered)
