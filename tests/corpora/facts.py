"""What was counted by hand and by other programs in real logs, and how our reading is held against it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from decidedly.dates import find_date

ASIDE = frozenset({"govuk-forms", "helios", "hydra", "openassetio", "zooniverse"})
"""Set aside, unread, until the reader could read all the others; see the record of the union reader in `adr/`."""

AS_ONE_OF_OURS: dict[str, str | None] = {"implemented": "accepted", "placeholder": None, "none": None}
"""Statuses of the facts → ours. What the facts call "other" and "deferred" is a word that nothing is configured for."""

_LEAD = re.compile(r"^#?\s*\[?(?:[A-Za-z-]+[- #]?)?\d+\]?\s*[.:)–—-]*\s*")


@dataclass
class Score:
    """Agreement in one log, or in several added up."""

    name: str
    expected: int = 0
    missing: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    compared: int = 0
    wrong: dict[str, list[str]] = field(default_factory=lambda: {"status": [], "date": [], "title": []})
    pairs: int = 0
    pairs_missing: list[str] = field(default_factory=list)
    pairs_invented: list[str] = field(default_factory=list)
    dangling: int = 0
    dangling_missing: list[str] = field(default_factory=list)
    dangling_invented: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count `other` in."""
        for name in ("expected", "compared", "pairs", "dangling"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in (
            "missing",
            "invented",
            "pairs_missing",
            "pairs_invented",
            "dangling_missing",
            "dangling_invented",
        ):
            getattr(self, name).extend(getattr(other, name))
        for name, wrong in other.wrong.items():
            self.wrong[name].extend(wrong)

    def right(self, name: str) -> float:
        """The share of records whose `name` (status, date, title) is right."""
        return 1 - len(self.wrong[name]) / self.compared if self.compared else 1.0

    def row(self) -> str:
        """One line of the table."""
        shares = "  ".join(f"{self.right(name):7.1%}" for name in ("status", "date", "title"))
        found = f"{self.pairs - len(self.pairs_missing)}/{self.pairs}"
        loose = f"{self.dangling - len(self.dangling_missing)}/{self.dangling}"
        return (
            f"{self.name:22} {self.expected:5} {len(self.missing):4} {len(self.invented):4}  {shares}"
            f"  {found:>7} {len(self.pairs_invented):4} {loose:>6} {len(self.dangling_invented):4}"
        )


HEAD = f"{'log':22} {'recs':>5} {'miss':>4} {'inv':>4}  {'status':>7}  {'date':>7}  {'title':>7}  {'pairs':>7} {'inv':>4} {'dang':>6} {'inv':>4}"


def judge(
    folder: Path, listed: dict[str, Any], pairs: set[tuple[str, str]], dangling: set[tuple[str, str]]
) -> Score:
    """Hold `adr list --json` and the supersessions of one log against its facts."""
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    expected = {one["file"]: one for one in facts.get("per_record", ())}
    score = Score(folder.name)
    names = set(expected) or set(facts["record_files"])
    found = {one["path"]: one for one in listed["records"]}
    score.expected = len(names)
    score.missing = sorted(names - set(found))
    score.invented = sorted(set(found) - names)
    for path, one in expected.items():
        if path not in found:
            continue
        got = found[path]
        score.compared += 1
        if not _same_status(one["status"], got["status"]):
            score.wrong["status"].append(f"{path}: {one['status']!r} read as {got['status']!r}")
        day = _day(one["date"])
        if (day.isoformat() if day else None) != got["date"]:
            score.wrong["date"].append(f"{path}: {one['date']!r} read as {got['date']!r}")
        if _plain(got["title"]) not in (_plain(one["title"]), _plain(_LEAD.sub("", one["title"]))):
            score.wrong["title"].append(f"{path}: {one['title']!r} read as {got['title']!r}")
    wanted = {(new, old) for new, old, *_ in facts["supersedes"]}
    score.pairs, score.dangling = len(wanted), len(facts["dangling_supersede"])
    score.pairs_missing = [f"{new} > {old}" for new, old in sorted(wanted - pairs)]
    score.pairs_invented = [f"{new} > {old}" for new, old in sorted(pairs - wanted)]
    loose = {(path, target) for path, target, *_ in facts["dangling_supersede"]}
    score.dangling_missing = [f"{path}: {target}" for path, target in sorted(loose - dangling)]
    score.dangling_invented = [f"{path}: {target}" for path, target in sorted(dangling - loose)]
    return score


def _same_status(fact: str, ours: str | None) -> bool:
    if fact in ("other", "deferred"):
        return ours not in (
            "draft",
            "proposed",
            "accepted",
            "rejected",
            "withdrawn",
            "deprecated",
            "superseded",
            None,
        )
    return AS_ONE_OF_OURS.get(fact, fact) == ours


def _day(words: str | None) -> date | None:
    found = find_date(words) if words else None
    return found.day if found else None


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", title).lower().split())
