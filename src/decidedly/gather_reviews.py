"""What review plans want to know of the world, looked up on the disk and in git before they are judged.

Part of the edge. Git is started only where a plan needs it, and as often for one record as for thousands; lock files are
read only where a plan waits for a version, CODEOWNERS only where a record names paths and no owner.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from decidedly import git, review, workspace
from decidedly.dates import Interval
from decidedly.git import Repository
from decidedly.log import Log
from decidedly.review import Event, Found, Known, Tag, Wants
from decidedly.text import decode
from decidedly.tree import inside, walk
from decidedly.workspace import Workspace

if TYPE_CHECKING:
    from decidedly import versions

MOST_FILES = 300
"""Lock and manifest files that are read, those nearest to the root first."""

MOST_OWNED = 5_000
"""Files of one decision of which owners are looked up."""

_NO_BEFORE = date(1971, 1, 1)
"""Days before this are none to git, whose clock begins in 1970."""


def known(
    place: Workspace,
    log: Log,
    as_of: date,
    *,
    events: Mapping[str, Event] | None = None,
    within: Interval | None = None,
) -> Known:
    """What the plans of `log` have to know on the day `as_of`; `events` stands in place of what events.yaml holds.

    Raises review.SettingsError for a `[review]` table that can't be used.
    """
    settings = review.read_settings(place.config.review)
    wanted = review.wants(log.records, as_of)
    world = _World(place, as_of)
    return Known(
        events=workspace.events(place) if events is None else events,
        tags=world.tags() if wanted.tags else None,
        churn=world.churn(wanted, log) if wanted.churn else None,
        packages=world.packages(wanted.packages) if wanted.packages else {},
        owners=world.owners(wanted.unowned) if wanted.unowned else {},
        cut=bool(wanted.churn) and world.cut,
        settings=settings,
        within=within,
    )


@dataclass
class _World:
    """The repository, asked as little as can be: each answer is kept."""

    place: Workspace
    as_of: date
    uses: dict[str, versions.Uses] = field(default_factory=dict)

    @cached_property
    def repository(self) -> Repository | None:
        return git.repository(self.place.root)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the repository that is its own, from its root. No process is needed to know them."""
        return tuple(name for name, _ in walk([("", self.place.root)], self.place.root))

    @cached_property
    def cut(self) -> bool:
        """Whether the clone is shallow: what was before its first commit nobody knows here."""
        asked = self.repository and self.repository.run("rev-parse", "--is-shallow-repository")
        return (asked or "").strip() == "true"

    def read(self, name: str, limit: int) -> str | None:
        """The text of a regular file of no great size inside the repository."""
        path = self.place.root / name
        try:
            mode = path.stat()
            if not stat.S_ISREG(mode.st_mode) or mode.st_size > limit or not inside(path, self.place.root):
                return None
            return decode(name, path.read_bytes()).text
        except (OSError, ValueError):
            return None

    # -- tags and changed lines ---------------------------------------------------------------------------------------

    def tags(self) -> tuple[Tag, ...] | None:
        """Every tag with the day on which it (else its commit) was made."""
        if self.repository is None:
            return None
        printed = self.repository.run(
            "for-each-ref", "--format=%(creatordate:short) %(refname:strip=2)", "refs/tags"
        )
        if printed is None:
            return None
        found = (line.partition(" ") for line in printed.splitlines())
        return tuple(Tag(name, day) for words, _, name in found if (day := _day(words)) is not None)

    def churn(self, wanted: Wants, log: Log) -> dict[str, tuple[tuple[date, int], ...]] | None:
        """For each pattern how many lines changed on which day, in one pass over history. Records don't count."""
        from decidedly.lint.globs import pattern  # brings all rules along: late, as what only few plans need

        if self.repository is None:
            return None
        since = wanted.since - timedelta(days=2) if wanted.since and wanted.since > _NO_BEFORE else None
        printed = self.repository.run(
            "-c", "log.follow=false", "-c", "diff.renameLimit=400",
            *(["-c", "log.showRoot=false"] if self.cut else []),  # where a clone begins, all that was there before looks new
            "log", "-z", "--numstat", "-M", "--no-ext-diff", "--no-textconv", "--no-notes", "--no-color", "--format=%x01%cs",
            *([f"--since={since.isoformat()}T00:00:00Z"] if since else []), "HEAD", "--",
        )  # fmt: skip
        if printed is None:
            return None
        prefix = _prefix(self.place)
        own = {f"{prefix}{record.path}" for record in log.records}
        meant: dict[str, tuple[str, ...]] = {}
        sums: dict[str, dict[date, int]] = {one: {} for one in wanted.churn}
        for day, lines, paths in _changes(printed):
            if not own.isdisjoint(paths):
                continue
            for path in paths:
                if path not in meant:  # each is tried once
                    meant[path] = tuple(one for one in wanted.churn if pattern(one).fullmatch(path))
            for one in {one for path in paths for one in meant[path]}:
                sums[one][day] = sums[one].get(day, 0) + lines
        return {one: tuple(sorted(found.items())) for one, found in sums.items()}

    # -- packages ----------------------------------------------------------------------------------------------------

    def packages(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Found]:
        """What lock and manifest files say of each package and condition, and since when."""
        from decidedly import versions

        paths = sorted(
            (name for name in self.files if versions.kind_of(name)), key=lambda one: (one.count("/"), one)
        )
        texts = {name: self.read(name, versions.LIMIT) for name in paths[:MOST_FILES]}
        now = versions.in_use({name: text for name, text in texts.items() if text is not None})
        verdicts = {one: versions.judge(now, *one) for one in wanted}
        met = {one for one, verdict in verdicts.items() if verdict.met}
        since = self._since(met, tuple(texts)) if met else {}
        found: dict[tuple[str, str], Found] = {}
        for one, verdict in verdicts.items():
            day, told = since.get(one, (None, True))
            found[one] = Found(verdict.versions, verdict.met, day, told, verdict.problem)
        return found

    def _since(
        self, met: Iterable[tuple[str, str]], paths: tuple[str, ...]
    ) -> dict[tuple[str, str], tuple[date, bool]]:
        """From which day on each condition has been met, and whether history says so.

        The commits that touched the files are halved again and again, for all conditions at once: some fifteen looks at
        most. A version that came, went and came again has come on one of these days.
        """
        from decidedly import versions

        repository = self.repository
        if repository is None:
            return dict.fromkeys(met, (self.as_of, False))
        commits = _touching(repository, paths)
        head = repository.head
        found: dict[tuple[str, str], tuple[date, bool]] = {}
        bounds = {one: (-1, len(commits)) for one in met}  # the first is new enough, the second too old
        while open_ := {one: (new + old) // 2 for one, (new, old) in bounds.items() if old - new > 1}:
            self._look(repository, [commits[at][0] for at in open_.values()], paths)
            for one, at in open_.items():
                new, old = bounds[one]
                holds = versions.judge(self.uses[commits[at][0]], *one).met
                bounds[one] = (at, old) if holds else (new, at)
        for one, (new, _) in bounds.items():
            if new < 0:  # not in any commit yet
                found[one] = (self.as_of, True)
            elif new == len(commits) - 1 and self.cut:
                found[one] = (head.day if head else self.as_of, False)
            else:
                found[one] = (commits[new][1], True)
        return found

    def _look(self, repository: Repository, commits: Iterable[str], paths: tuple[str, ...]) -> None:
        """Read what the files said at these commits, with one process."""
        from decidedly import versions

        new = [one for one in dict.fromkeys(commits) if one not in self.uses]
        asked = [(commit, path) for commit in new for path in paths if "\n" not in path]
        given = "".join(f"{commit}:{path}\n" for commit, path in asked).encode("utf-8", "surrogateescape")
        printed = repository.run_bytes("cat-file", "--batch", given=given) if new else b""
        texts: dict[str, dict[str, str]] = {commit: {} for commit in new}
        for (commit, path), data in zip(asked, _blobs(printed or b""), strict=False):
            if data is not None and len(data) <= versions.LIMIT:
                texts[commit][path] = decode(path, data).text
        self.uses |= {commit: versions.in_use(files) for commit, files in texts.items()}

    # -- owners ------------------------------------------------------------------------------------------------------

    def owners(self, unowned: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """For each record (by path) the code owners of the files that its patterns mean."""
        from decidedly import codeowners
        from decidedly.lint.globs import pattern

        found = ((name, self.read(name, codeowners.LIMIT)) for name in codeowners.PLACES)
        text = next((text for _, text in found if text is not None), None)
        lines = codeowners.read_codeowners(text) if text else ()
        if not lines:
            return {}
        kept: dict[tuple[str, ...], tuple[str, ...]] = {}
        for patterns in set(unowned.values()):
            chosen: dict[str, None] = {}
            for one in patterns:  # as in .gitignore, the last pattern decides
                whole = pattern(one.strip().removeprefix("!")).fullmatch
                meant = dict.fromkeys(name for name in self.files if whole(name))
                chosen = (
                    {name: None for name in chosen if name not in meant}
                    if one.strip().startswith("!")
                    else chosen | meant
                )
            kept[patterns] = codeowners.owners_of(lines, list(chosen)[:MOST_OWNED])
        return {path: people for path, patterns in unowned.items() if (people := kept[patterns])}


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _prefix(place: Workspace) -> str:
    try:
        relative = place.records.relative_to(place.root).as_posix()
    except ValueError:
        return ""
    return "" if relative == "." else f"{relative}/"


_COUNTS = re.compile(r"\n?(\d+|-)\t(\d+|-)\t(.*)", re.S)


def _changes(printed: str) -> Iterator[tuple[date, int, tuple[str, ...]]]:
    """What `git log -z --numstat` printed: day, lines that came and went, and the path (both, where it was renamed)."""
    words = iter(printed.split("\0"))
    day: date | None = None
    for word in words:
        if word.lstrip("\n").startswith("\x01"):
            day = _day(word.strip("\n\x01"))
        elif match := _COUNTS.fullmatch(word):
            paths = (match[3],) if match[3] else (next(words, ""), next(words, ""))
            lines = sum(int(one) for one in match.group(1, 2) if one.isdigit())
            if day is not None:
                yield day, lines, paths


def _touching(repository: Repository, paths: tuple[str, ...]) -> list[tuple[str, date]]:
    """The commits that changed any of `paths`, the newest first."""
    printed = repository.run("log", "--no-notes", "--no-color", "--format=%H %cs", "HEAD", "--", *paths)
    found = (line.partition(" ") for line in (printed or "").splitlines())
    return [(commit, day) for commit, _, words in found if (day := _day(words)) is not None]


def _blobs(printed: bytes) -> Iterator[bytes | None]:
    """What `git cat-file --batch` printed, one for each that was asked: a content, or None where there is no file."""
    at = 0
    while at < len(printed):
        end = printed.find(b"\n", at)
        if end < 0:
            return
        head, at = printed[at:end], end + 1
        match = re.fullmatch(rb"[0-9a-f]{40,64} (\w+) (\d+)", head)
        if match is None:
            yield None
            continue
        size = int(match[2])
        yield printed[at : at + size] if match[1] == b"blob" else None
        at += size + 1
