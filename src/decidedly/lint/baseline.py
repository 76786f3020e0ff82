"""A baseline: findings that a team has looked at and left, so that a first run does not drown the next one.

A finding is known by its rule, its record and its subject, never by its line, so that an entry survives what is
written above it. Several of one kind are counted: a third where two were left is new. What is said once for many
records is known by each of them, so that nothing becomes new when others are mended and it is said one by one. One entry
is one line of the file, so that a change of it reads well.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from decidedly.finding import Finding
from decidedly.text import Span

SCHEMA = "decidedly/baseline@1"
FILE = "adr-baseline.json"
"""What the file is called."""

_KEYS = ("rule", "record", "subject")
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
"""Characters that can't be written, or not seen: they are escaped."""


class BaselineError(ValueError):
    """A baseline that can't be used; the message says why and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What was left: a rule's code, a record's path, the subject, and how many of that kind."""

    rule: str
    record: str
    subject: str
    count: int = 1

    @property
    def key(self) -> tuple[str, str, str]:
        """The key of the findings that it stands for."""
        return self.rule, self.record, self.subject


@dataclass(frozen=True)
class Baseline:
    """The entries of a baseline, sorted; with the file's path (relative to the records folder) and text."""

    entries: tuple[Entry, ...] = ()
    path: str = FILE
    text: str = ""

    def apply(
        self, findings: Iterable[Finding], looked_for: Callable[[Entry], bool] = lambda entry: True
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Entry, ...]]:
        """Findings that are new, findings that the baseline knows, and entries that no longer occur.

        A stale entry's count is how many are gone. `looked_for` says whether an entry's rule ran on its record: what
        nobody looked for is not stale. What is never forgiven is always new.
        """
        left = Counter({entry.key: entry.count for entry in self.entries})
        kept, known = parted(findings, left, forgivable)
        stale = (Entry(*entry.key, left[entry.key]) for entry in self.entries if left[entry.key] > 0)
        return kept, known, tuple(entry for entry in stale if looked_for(entry))

    def without(self, gone: Iterable[Entry]) -> str:
        """The file's text without those entries (or with less of them)."""
        counts = Counter({entry.key: entry.count for entry in self.entries})
        counts.subtract({entry.key: entry.count for entry in gone})
        return _written(counts)

    def span_of(self, entry: Entry) -> Span:
        """Where an entry stands: its own line as we write it, else the file's beginning."""
        wanted = _line(entry.key).removesuffix("}")
        at = self.text.find(wanted)
        return Span(at, at + len(wanted)) if at >= 0 else Span(0, 0)


def parted(
    findings: Iterable[Finding],
    left: Counter[tuple[str, str, str]],
    may: Callable[[Finding], bool] = lambda finding: True,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that are new, and those whose keys are among `left`, which loses them; only what `may` be is known.

    Of what is said once for many, the part that is new is said by itself.
    """
    kept: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        if not may(finding):
            kept.append(finding)
            continue
        new = [part for part in finding.parts or (finding,) if not _taken(left, part.key)]
        if not new or (finding.parts and _taken(left, finding.key)):
            known.append(finding)
        elif len(new) == len(finding.parts or (finding,)):
            kept.append(finding)
        else:
            kept += new
            known.append(replace(finding, parts=tuple(one for one in finding.parts if one not in new)))
    return tuple(kept), tuple(known)


def _taken(left: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
    if left[key] < 1:
        return False
    left[key] -= 1
    return True


def read_baseline(text: str, path: str = FILE) -> Baseline:
    """A baseline from the text of its file. Raises BaselineError where it is none."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"{path} is no JSON ({error}); {_AGAIN}") from None
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise BaselineError(f"{path} is no baseline: it has no list of “findings”; {_AGAIN}")
    if data.get("schema") != SCHEMA:
        raise BaselineError(f"{path} is of the form {data.get('schema')!r}, not {SCHEMA!r}; {_AGAIN}")
    counts: Counter[tuple[str, str, str]] = Counter()
    for number, one in enumerate(data["findings"], 1):
        key, count = _entry(one)
        if key is None or count < 1:
            raise BaselineError(f"{path}: entry {number} needs rule, record, subject and a count; {_AGAIN}")
        counts[key] += count
    return Baseline(_entries(counts), path, text)


_AGAIN = "“adr lint --baseline write” makes it anew"


def _entry(one: Any) -> tuple[tuple[str, str, str] | None, int]:
    if not isinstance(one, dict) or not all(isinstance(one.get(key), str) for key in _KEYS):
        return None, 0
    count = one.get("count", 1)
    return (one["rule"], one["record"], one["subject"]), count if type(count) is int else 0


def write_baseline(findings: Sequence[Finding]) -> str:
    """The text of a baseline that grandfathers `findings`; the same findings give the same text, in any order.

    What is never forgiven is left out.
    """
    return _written(Counter(key for finding in findings if forgivable(finding) for key in finding.keys))


def forgivable(finding: Finding) -> bool:
    """Not what speaks of the linting itself (group G), which is mended rather than kept, nor that there are no records."""
    return not finding.code.startswith("G") and finding.code != "P001"


def _written(counts: Counter[tuple[str, str, str]]) -> str:
    lines = [_line(entry.key, entry.count) for entry in _entries(counts)]
    inner = "".join(f"\n    {line}," for line in lines).removesuffix(",")
    end = "\n  " if lines else ""
    return f'{{\n  "schema": "{SCHEMA}",\n  "findings": [{inner}{end}]\n}}\n'


def _entries(counts: Counter[tuple[str, str, str]]) -> tuple[Entry, ...]:
    return tuple(sorted(Entry(*key, count) for key, count in counts.items() if count > 0))


def _line(key: tuple[str, str, str], count: int = 1) -> str:
    data: dict[str, str | int] = dict(zip(_KEYS, key, strict=True))
    if count > 1:
        data["count"] = count
    return _UNSEEN.sub(lambda char: f"\\u{ord(char[0]):04x}", json.dumps(data, ensure_ascii=False))
