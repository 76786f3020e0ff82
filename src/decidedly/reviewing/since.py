"""What has changed around a decision since it was last looked at: in the records that it names, and in the files it governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from decidedly import git
from decidedly.app import Opened, repository_prefix
from decidedly.lifecycle import RETIRED
from decidedly.log import Log
from decidedly.record import Record
from decidedly.scope import APPLIES, governing
from decidedly.text import one_line

SHOWN = 5
"""How many commits are told of."""

LOOKED_AT = 2000
"""How many commits are looked through, the newest first."""

_WORDS = {
    "depends-on": "it depends on",
    "refines": "it refines",
    "relates-to": "it is related to",
    "amends": "it amends",
    "supersedes": "it supersedes",
    "supersedes-in-part": "it supersedes in part",
    "conflicts-with": "it conflicts with",
}


def changed_since(opened: Opened, record: Record) -> tuple[str, ...]:
    """What has changed since the last review (else the decision), a sentence each: links first, then commits."""
    since = max((entry.on for entry in record.reviews if entry.on), default=record.when)
    return (*_links(opened.log, record, since), *_commits(opened, record, since))


def _links(log: Log, record: Record, since: date | None) -> Iterator[str]:
    for relation in log.outgoing(record):
        other = relation.target
        if relation.kind == "supersedes" or relation.kind == "mentions":
            continue
        ended = _ended(log, other)
        day = ended[1] if ended else None
        if ended is not None and not (since and day and day <= since):
            on = f" since {day}" if day else ""
            words = _WORDS.get(relation.kind, f"{relation.kind}:")
            yield f"{words} {other.id} {one_line(other.title, 60)}, which is {ended[0]}{on}"
    for relation in log.incoming(record):
        if relation.kind not in ("amends", "supersedes-in-part"):
            continue
        day = relation.source.when
        if not (since and day and day <= since):
            verb = "amended" if relation.kind == "amends" else "superseded in part"
            on = f", {day}" if day else ""
            yield f"{verb} by {relation.source.id} {one_line(relation.source.title, 60)}{on}"


def _ended(log: Log, record: Record) -> tuple[str, date | None] | None:
    """How a record ended, and when: by the day of what replaced it, else its own."""
    newer = log.successors(record)
    if newer:
        days = [one.when for one in newer if one.when]
        return f"superseded by {', '.join(one.id for one in newer)}", max(days, default=None)
    if record.status is not None and record.status.name in RETIRED:
        return record.status.name, record.date.day if record.date else None
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """A commit: its short hash, its day, its first line, and the files that it touched, from the repository's root."""

    hash: str
    day: str
    subject: str
    paths: tuple[str, ...]


def _log(repository: git.Repository, since: date) -> Iterator[Change]:
    """The commits after that day, the newest first."""
    printed = repository.run(
        "log", f"--since={since.isoformat()} 23:59:59 +0000", f"--max-count={LOOKED_AT}", "--no-merges", "--name-only", "-z",
        "--format=%x01%h%x02%cs%x02%s%x02", "HEAD", "--",
    )  # fmt: skip
    for entry in (printed or "").split("\x01")[1:]:
        head, day, subject, names = entry.split("\x02", 3)
        yield Change(
            head, day, subject, tuple(name for one in names.split("\0") if (name := one.strip("\n")))
        )


def _commits(opened: Opened, record: Record, since: date | None) -> Iterator[str]:
    repository = git.repository(opened.workspace.root)
    if repository is None or since is None or not record.scope:
        return
    prefix = repository_prefix(opened.workspace)
    alone = Log.of([record])
    found = []
    for commit in _log(repository, since):
        governs = governing(alone, commit.paths, prefix)
        if any(because.kind == APPLIES for one in governs for because in one.because):
            found.append(commit)
    if found:
        times = f"{len(found)} commit{'s' if len(found) > 1 else ''}"
        yield f"{times} since {since} to what it governs ({one_line(', '.join(record.scope), 80)}):"
        for commit in found[:SHOWN]:
            yield f"  {commit.hash} {commit.day} {one_line(commit.subject, 80)}"
        if len(found) > SHOWN:
            yield f"  and {len(found) - SHOWN} more"
