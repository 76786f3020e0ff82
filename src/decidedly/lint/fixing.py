"""Applying fixes: only those that can be proved to do what they say.

After each round the result is read and linted again. A fix is kept when the finding is gone, nothing new was found in
the files it touched, and everything outside its spans is the same; otherwise it is left out and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from decidedly.changes import ChangeSet
from decidedly.finding import Finding, Fix
from decidedly.text import Edit, Source, apply_edits

ROUNDS = 10
"""Fixes may make room for others; more rounds than this mean that two of them fight."""

Lint = Callable[[Mapping[str, str]], Sequence[Finding]]
"""Lint the log with these texts (path → text) in place of what is on disk."""


@dataclass
class Fixed:
    """What fixing did: the texts that changed or were created, the findings mended, and those whose fix was refused."""

    texts: dict[str, str] = field(default_factory=dict)
    mended: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)

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
    refused: set[tuple[str, str, str]] = set()
    current = list(findings)
    for _ in range(ROUNDS):
        wanted = [
            one
            for one in current
            if one.fix is not None and (one.fix.safe or unsafe) and one.key not in refused
        ]
        if not wanted:
            break
        batch, later = _compatible(wanted)
        texts = _applied(before, batch)
        after = list(lint({**done.texts, **texts}))
        bad = _unproved(batch, current, after, texts)
        if bad:
            # Find the culprits one by one; each is tried alone against the same starting point.
            for finding in batch:
                alone = _applied(before, [finding])
                seen = list(lint({**done.texts, **alone}))
                if _unproved([finding], current, seen, alone):
                    refused.add(finding.key)
                    done.refused.append(finding)
            continue
        for path, text in texts.items():
            before[path] = done.texts[path] = text
        done.mended += batch
        current = after
        if not batch and not later:
            break
    return done


def _compatible(wanted: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Fixes whose edits don't touch one another, first come first served; and the rest."""
    taken: dict[str, list[Edit]] = {}
    created: set[str] = set()
    batch: list[Finding] = []
    later: list[Finding] = []
    for finding in wanted:
        fix = finding.fix
        assert fix is not None
        same = any(fix is other.fix for other in batch)
        clash = any(
            edit.span.start <= other.span.end and other.span.start <= edit.span.end
            for path, edits in fix.edits.items()
            for edit in edits
            for other in taken.get(path, ())
        ) or bool(created & set(fix.creates))
        if clash and not same:
            later.append(finding)
            continue
        batch.append(finding)
        if not same:
            for path, edits in fix.edits.items():
                taken.setdefault(path, []).extend(edits)
            created |= set(fix.creates)
    return batch, later


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


def _unproved(
    batch: Sequence[Finding], before: Sequence[Finding], after: Sequence[Finding], texts: Mapping[str, str]
) -> bool:
    """Whether a finding is still there, or there is something new that was not there before."""
    left = _counts(after)
    had = _counts(before)
    for key in {finding.key for finding in batch}:
        mended = sum(finding.key == key for finding in batch)
        if left.get(key, 0) > had.get(key, 0) - mended:
            return True
    return any(count > had.get(key, 0) for key, count in left.items())


def _counts(findings: Sequence[Finding]) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        counts[finding.key] = counts.get(finding.key, 0) + 1
    return counts
