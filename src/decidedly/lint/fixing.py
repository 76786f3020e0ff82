"""Applying fixes: only those that can be proved to do what they say.

After each round the result is read and linted again. A fix is kept when the finding is gone, nothing new was found in
the files it touched, and everything outside its spans is the same; otherwise it is left out and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field

from decidedly.changes import ChangeSet
from decidedly.conflicts import conflicts
from decidedly.finding import Finding, Fix
from decidedly.text import Edit, Source, apply_edits

ROUNDS = 50
"""Fixes may make room for others; more rounds than this mean that two of them fight."""

Key = tuple[str, str, str]

Lint = Callable[[Mapping[str, str]], Sequence[Finding]]
"""Lint the log with these texts (path → text) in place of what is on disk."""


@dataclass
class Fixed:
    """What fixing did: the texts that changed or were created, the findings mended, and those whose fix was refused;
    `brings`: by the key of a refused one what its fix would bring.
    """

    texts: dict[str, str] = field(default_factory=dict)
    mended: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    brings: dict[Key, tuple[Finding, ...]] = field(default_factory=dict)

    def refuse(self, finding: Finding, new: Sequence[Finding]) -> None:
        """Leave a finding to people, because of what is found `new` with its fix."""
        self.refused.append(finding)
        self.brings[finding.key] = tuple(one for one in new if one.key != finding.key)

    def changes(self, sources: Mapping[str, Source]) -> ChangeSet:
        """The change set that takes `sources` to the fixed texts."""
        from decidedly.changes import Change

        made = {}
        for path, text in self.texts.items():
            source = sources.get(path)
            if source is None or source.text != text:
                made[path] = Change(
                    source.text if source else None, text, source.encoding if source else "utf-8"
                )
        return ChangeSet(made)


def fix_all(
    sources: Mapping[str, Source],
    findings: Sequence[Finding],
    lint: Lint,
    *,
    unsafe: bool = False,
    extra: Mapping[str, str | None] | None = None,
) -> Fixed:
    """Apply every fix that may be applied, until there are none left. `extra` are other files that fixes may touch (events.yaml; None: not there)."""
    done = Fixed()
    before: dict[str, str | None] = {path: source.text for path, source in sources.items()}
    before.update(extra or {})
    unfinished = {path for path, source in sources.items() if conflicts(source)}
    refused: set[Key] = set()
    careful: set[Key] = set()
    current = list(findings)
    for _ in range(ROUNDS):
        wanted = [
            one
            for one in current
            if one.fix is not None and (one.fix.safe or unsafe) and one.key not in refused
            if not unfinished & _paths(one)
        ]
        batch = _compatible(wanted, careful)
        texts: dict[str, str] = {}
        after: list[Finding] = []
        while batch:
            texts = _applied(before, batch)
            after = list(lint({**done.texts, **texts}))
            blame = _blame(batch, current, after)
            if blame is None:
                break
            new = _new(current, after)
            for finding in blame.guilty:
                refused.add(finding.key)
                done.refuse(finding, [one for one in new if one.path in _paths(finding)])
            careful.update(finding.key for finding in blame.suspects)
            gone = [*blame.guilty, *blame.suspects]
            left = [one for one in batch if not any(one is other for other in gone)]
            if not gone:  # something changed far from every edit: halves tell which fix it was
                left = batch[: len(batch) // 2]
                if not left:
                    refused.add(batch[0].key)
                    done.refuse(batch[0], new)
            batch = left
        if not batch:
            if any(one.key not in refused for one in wanted):
                continue
            break
        for path, text in texts.items():
            before[path] = done.texts[path] = text
        done.mended += batch
        current = after
    return done


def _compatible(wanted: Sequence[Finding], careful: Container[Key]) -> list[Finding]:
    """Fixes whose edits don't touch one another, first come first served; those of `careful` have their files alone."""
    taken: dict[str, list[Edit]] = {}
    alone: set[str] = set()
    created: set[str] = set()
    batch: list[Finding] = []
    for finding in sorted(wanted, key=lambda one: one.key in careful):
        fix = finding.fix
        assert fix is not None
        if any(fix is other.fix for other in batch):
            batch.append(finding)
            continue
        paths = _paths(finding)
        clash = bool(alone & paths) or bool(created & set(fix.creates))
        if finding.key in careful:
            clash = clash or bool(paths & (taken.keys() | created))
        clash = clash or any(
            edit.span.start <= other.span.end and other.span.start <= edit.span.end
            for path, edits in fix.edits.items()
            for edit in edits
            for other in taken.get(path, ())
        )
        if clash:
            continue
        batch.append(finding)
        if finding.key in careful:
            alone |= paths
        for path, edits in fix.edits.items():
            taken.setdefault(path, []).extend(edits)
        created |= set(fix.creates)
    return batch


def _paths(finding: Finding) -> set[str]:
    return {*finding.fix.edits, *finding.fix.creates} if finding.fix else set()


def _applied(before: Mapping[str, str | None], batch: Sequence[Finding]) -> dict[str, str]:
    edits: dict[str, list[Edit]] = {}
    texts: dict[str, str] = {}
    seen: list[Fix] = []
    for finding in batch:
        fix = finding.fix
        if fix is None or any(fix is other for other in seen):
            continue
        seen.append(fix)
        for path, wanted in fix.edits.items():
            edits.setdefault(path, []).extend(wanted)
        texts.update(fix.creates)
    for path, made in edits.items():
        text = before.get(path)
        if text is not None:
            texts[path] = apply_edits(text, made)
    return texts


@dataclass
class _Blame:
    """Fixes that did not do what they should: those that must have been it, and those that share a file with others."""

    guilty: list[Finding] = field(default_factory=list)
    suspects: list[Finding] = field(default_factory=list)


def _blame(batch: Sequence[Finding], before: Sequence[Finding], after: Sequence[Finding]) -> _Blame | None:
    """Whose fix left its finding there, or made a new one in a file that it touches; None where all went well."""
    left, had = _counts(after), _counts(before)
    mended = _counts(batch)
    unproved = {key for key, count in mended.items() if left.get(key, 0) > had.get(key, 0) - count}
    new = {key[1] for key, count in left.items() if count > had.get(key, 0)}
    if not unproved and not new:
        return None
    blame = _Blame()
    users: dict[str, list[Finding]] = {}
    for finding in batch:
        for path in _paths(finding):
            users.setdefault(path, []).append(finding)
    for finding in batch:
        paths = _paths(finding)
        if not unproved.isdisjoint(finding.keys) or paths & new:
            others = any(other.fix is not finding.fix for path in paths for other in users[path])
            (blame.suspects if others else blame.guilty).append(finding)
    return blame


def _new(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """What is found after that was not before."""
    had = _counts(before)
    return [one for one in after if any(not had.get(key) for key in one.keys)]


def _counts(findings: Sequence[Finding]) -> dict[Key, int]:
    counts: dict[Key, int] = {}
    for finding in findings:
        for key in finding.keys:
            counts[key] = counts.get(key, 0) + 1
    return counts
