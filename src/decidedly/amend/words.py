"""The word for a status: as the record's log says it, in the record's own language, letters and marks."""

from __future__ import annotations

import datetime
import re
from collections import Counter

from decidedly.amend.target import Target
from decidedly.dates import find_date, rewrite_date
from decidedly.dialects.status import SUPERSEDED, cleaned, is_unfilled, picked, read_status
from decidedly.dialects.wording import cased, sign_of, tally, translated, usual_sign, usual_word
from decidedly.lifecycle import NAMES, meaning
from decidedly.log import Log
from decidedly.text import without_emoji


def word_for(target: Target, status: str) -> str:
    """The word for `status`: the one that the log's records use in this record's language, else one in that language, else
    the log's, else its name."""
    stated = target.log.once(_stated).copy()
    if target.record.status is not None:
        stated.subtract([(target.record.status.name, target.record.status.raw)])
    own = cleaned(target.status.raw) if target.status is not None else ""
    word = usual_word(stated, status, target.statuses, own)
    if word:
        return word
    known = translated(status, own)
    if known == status and own.lower() not in NAMES:
        word = usual_word(stated, status, target.statuses)
    if word:
        return word
    if target.record.dialect == "kep":
        return {"accepted": "implementable", "superseded": "replaced", "proposed": "provisional"}.get(
            status, status
        )
    return known


def _stated(log: Log) -> Counter[tuple[str, str]]:
    return tally(one.status for one in log.records if one.status is not None)


def capitals(log: Log) -> bool:
    """Whether the log's statuses begin with a large letter."""
    words = [cleaned(one.status.raw)[:1] for one in log.records if one.status is not None]
    return sum(word.isupper() for word in words) * 2 > len(words)


def rewritten(
    target: Target, raw: str, status: str, day: datetime.date | None = None, word: str = "", more: str = ""
) -> str | None:
    """`raw`, a status as written, as it reads once it is `status`: the word replaced, marks and remarks kept.

    `word` is what to call it, if not as the log does; `more` goes behind it (` by ADR-0005`).

    A remark that tells of the old status (`by the board`, `since May`) goes where the target is loose; otherwise None.
    A remark that is nothing but a day gets the new `day`.
    """
    word = word or word_for(target, status)
    old = cleaned(raw)
    if "\n" in raw or not old:
        return None
    if meaning(old, target.statuses) is not None and old in raw:
        return _marked(target, raw, raw.replace(old, cased(word, old) + more, 1), status)
    if not target.loose:
        return None
    if is_unfilled(raw):
        return word + more
    if (one := picked(raw)) is not None:
        return _picked(target, raw, one, status) or cased(word, one) + more
    said = read_status(raw, target.statuses)
    if said is not None and said.name == "superseded":  # by whom goes with it
        marks = re.match(r"[*_]*", raw)
        lead = marks[0] if marks and marks[0] and raw.endswith(marks[0]) else ""
        return f"{lead}{cased(word, old)}{more}{lead}"
    if (arrow := re.search(r"\s*(?:-+>|=>|→|➜|⇒)\s*(?=[^\s>]*$)", raw)) is not None:
        return raw + arrow[0] + cased(word, old) + more  # `Proposed → Accepted` goes on
    first, last = _phrase(target, raw)
    if last == 0:
        return cased(word, old) + more
    tail = _tail(raw[last:], raw[:first], day)
    if more and re.match(r"\s+\w", tail):
        tail = ""  # `Accepted, not implemented`; but `Superseded by ADR-7 not implemented` says it of ADR-7
    made = raw[:first] + cased(word, raw[first:last]) + more + tail
    return _marked(target, raw, made, status)


def _picked(target: Target, raw: str, old: str, status: str) -> str | None:
    """`Proposed | **Accepted** | Rejected` with the mark at another word; None where that is not in the list."""
    parts = re.split(r"(\s*[|/·,]\s*)", raw)
    at = next((number for number, part in enumerate(parts) if old in part), 0)
    new = next(
        (number for number, part in enumerate(parts) if meaning(cleaned(part), target.statuses) == status), 0
    )
    if new == at or meaning(cleaned(parts[new]), target.statuses) != status:
        return None
    parts[at], parts[new] = old, parts[at].replace(old, parts[new].strip(), 1)
    return "".join(parts)


_MARKS = {"accepted": "✅", "rejected": "❌"}


def _marked(target: Target, raw: str, made: str, status: str) -> str:
    if without_emoji(raw) == raw.strip():
        return made
    sign = (usual_sign(target.log.once(_stated), status) or _MARKS.get(status, "")) if sign_of(raw) else ""
    bare = without_emoji(made)
    return f"{sign} {bare}" if sign else bare


_HIDDEN = re.compile(r"~~.*?~~|<[^>]*>|!?\[|\]\([^)]*\)")


def _phrase(target: Target, raw: str) -> tuple[int, int]:
    """Where the words of the old status stand; the first word where nobody knows what it means; (0, 0) if there is none."""
    shown = _HIDDEN.sub(lambda match: " " * len(match[0]), raw)
    words = list(re.finditer(r"[^\W_]+(?:['’][^\W_]+)?", shown))
    said = read_status(raw, target.statuses)
    for first in range(min(3, len(words))):  # `Decision proposed; …`
        for count in range(min(4, len(words) - first), 0, -1):
            begin, end = words[first].start(), words[first + count - 1].end()
            found = meaning(shown[begin:end], target.statuses)
            if found is None or re.search(r"[.;:,(]", shown[begin:end]):
                continue
            if not first or (said is not None and said.name == found):
                return begin, end
    return (words[0].start(), words[0].end()) if words else (0, 0)


_OF_THE_OLD = re.compile(
    r"(?:by|with|in|on|since|as of|at|from|for|via|because|durch|par|por|von|am|seit|le|el|and|und|et|e|y"
    r"|accepting|awaiting|pending|waiting|seeking)\b|&|\d",
    re.I,
)


_ASIDE = re.compile(r"[*_`]*\s*\((?:[^()\n]|\([^()\n]*\))*\)")
_REPLACED = re.compile(rf"\b{SUPERSEDED}\b", re.I)
_BY_WHOM = re.compile(r"(?:by|durch|par|por|von)\b", re.I)


def _tail(tail: str, lead: str, day: datetime.date | None) -> str:
    """What stands behind the old status, as far as it is true of the new one."""
    sentence = re.search(r"\.\s+(?=[A-Z])", tail)
    if sentence is not None:  # what stands in the next one is not said of the word
        return _tail(tail[: sentence.start()], lead, day) + tail[sentence.start() :]
    aside = _ASIDE.match(tail)
    rest = tail[aside.end() :] if aside else ""
    if aside and rest.strip(" *_`.") and _REPLACED.search(tail):
        kept = aside[0] if _REPLACED.search(aside[0]) else _tail(aside[0], "", day)
        closed = aside[0][0] in "*_`"
        return kept + (rest if _REPLACED.search(rest) else _tail(rest, "" if closed else lead, day))
    words = tail.strip(" *_`()[]:;,–—-")
    found = find_date(words)
    if found is not None and day is not None:
        without = words[: found.span.start] + words[found.span.end :]
        if re.fullmatch(r"\W*(?:on|since|as of|am|seit|le|el)?\W*", without, re.I):
            return rewrite_date(tail, day) or tail
    in_brackets = tail.strip(" *_`").startswith("(")
    behind = (
        tail.partition(")")[2].strip(" *_`.") if in_brackets else ""
    )  # `Accepted (by vote) & implemented`
    goes = (_BY_WHOM if in_brackets else _OF_THE_OLD).match(words) or _OF_THE_OLD.match(behind)
    if found is None and not goes:
        return tail
    marks = re.search(r"[*_`]+$", lead)
    return marks[0] if marks and tail.rstrip().endswith(marks[0]) else (marks[0] if marks else "")
