"""The use-case of `adr remind`: send what is new to everybody who should hear it, at least once and without repeats.

Each channel has a watermark: what it has announced. Before anything is sent, the messages of this run are noted as begun;
after each channel's answer what it has answered for is noted as announced. A run that is killed in between leaves messages
that the next run repeats under the same id, by which receivers know them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from decidedly import app, git, hosting
from decidedly.app import AppError, Opened
from decidedly.clock import moment
from decidedly.delivering import Channel, Outcome, Run
from decidedly.notices import (
    Digest,
    Settings,
    SettingsError,
    Table,
    notices,
    read_settings,
)
from decidedly.notifiers import NOTIFIERS, Notifier, NotifierError, Surroundings
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
    channels = [Channel(name, made[name], digest, settings.cap) for name in wanted if name in made]
    run = Run(channels, {name: failed[name] for name in wanted if name in failed})
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
