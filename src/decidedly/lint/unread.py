"""The parts of a review plan's long form that nothing reads: a slip of the keyboard there is a review that never comes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decidedly import versions
from decidedly.dates import find_date, last_day, meant_as_time, once, read_interval
from decidedly.dialects.plan import NOTHING
from decidedly.lint.plans import front_matter
from decidedly.preamble import Mapping, Node, Scalar, Sequence
from decidedly.record import Record
from decidedly.review.answers import lines_of
from decidedly.text import Span, one_line

KINDS = ("event", "package", "git-tag", "path", "manual")


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that is not read: its key, where it stands, what is wrong with it, and what to write."""

    key: str
    span: Span
    message: str
    help: str


def unread(record: Record) -> Iterator[Unread]:
    """What nothing reads of the plan in the record's front matter; a plan in one line has no parts."""
    node = front_matter(record, "review")
    if not isinstance(node, Mapping):
        return
    yield from _pairs(node, _PLAN)
    if any(node.text(kind) for kind in KINDS):
        yield from _pairs(node, _CONDITIONS)
        yield from _package(node)
    when = node.get("when", "triggers")
    for item in when.items if isinstance(when, Sequence) else [when]:
        if isinstance(item, Mapping):
            yield from _trigger(item)
    snooze = node.get("snooze")
    if isinstance(snooze, Mapping):
        yield from _pairs(snooze, {"until": _day})


def _trigger(node: Mapping) -> Iterator[Unread]:
    found = [*_pairs(node, _TRIGGER), *_package(node)]
    if not found and not any(node.text(kind) for kind in KINDS):
        words = one_line(", ".join(f"{key.value}: {_words(value)}" for key, value in node.pairs), 60)
        message = f"“{words}” is nothing that a review can wait for"
        found = [Unread(words, node.span, message, f"name one of {', '.join(KINDS)}")]
    yield from found


Reader = Callable[[str], tuple[str, str] | None]
"""What words are not, and what to write instead; None where they can be read."""


def _pairs(node: Mapping, readers: dict[str, Reader]) -> Iterator[Unread]:
    given = {_key(key) for key, _ in node.pairs}
    for key, value in node.pairs:
        name = _key(key)
        if readers is not _CONDITIONS and name not in _KNOWN:
            meant = difflib.get_close_matches(name, [one for one in _KNOWN if one not in given], 1, 0.7)
            if meant:
                message = f"“{one_line(key.value, 40)}” is no part of a review plan, so it is not read"
                yield Unread(name, key.span, message, f"did you mean “{meant[0]}”?")
        elif name in readers and (wrong := readers[name](_words(value))) is not None:
            message = (
                f"“{one_line(_words(value), 60)}” is {wrong[0]}, so “{one_line(key.value, 40)}” is not read"
            )
            yield Unread(name, value.span, message, wrong[1])


def _package(node: Mapping) -> Iterator[Unread]:
    subject, condition = node.get("package"), node.get("is")
    if not isinstance(subject, Scalar) or not subject.value.strip():
        return
    said = condition if isinstance(condition, Scalar) else None
    what, _, help = versions.judge({}, subject.value, said.value if said else "").problem.partition(": ")
    if what:
        at = said if said is not None and what == "no condition" else subject
        yield Unread("package", at.span, f"“{one_line(at.value, 60)}” is {what}", help)


def _key(key: Scalar) -> str:
    return re.sub(r"[\s_-]+", "-", key.value.strip().lower())


def _words(value: Node) -> str:
    return value.value.strip() if isinstance(value, Scalar) else ""


def _day(words: str) -> tuple[str, str] | None:
    if not words or words.lower() in NOTHING or find_date(words) or last_day(words):
        return None
    if once(words):
        return "no day", f"write the day as YYYY-MM-DD; “review: {words}” alone is read"
    return "no day", "write it under “every”" if read_interval(words) else "write it as YYYY-MM-DD"


def _interval(words: str) -> tuple[str, str] | None:
    if not words or words.lower() in NOTHING or read_interval(words):
        return None
    return "no length of time", f"write {meant_as_time(words) or 'it like “6 months”'}"


def _lead(words: str) -> tuple[str, str] | None:
    return None if re.fullmatch(r"0+\s*[a-z]*", words, re.I) else _interval(words)


def _latest(words: str) -> tuple[str, str] | None:
    if find_date(words) or last_day(words) or _interval(words) is None:
        return None
    return "neither a day nor a length of time", f"write {meant_as_time(words) or 'YYYY-MM-DD or “6 months”'}"


def _timing(words: str) -> tuple[str, str] | None:
    return ("no timing", "write before or after") if words.lower() not in ("", "before", "after") else None


def _changed(words: str) -> tuple[str, str] | None:
    return ("no number of lines", "write it like 200") if words and lines_of(words) is None else None


_CONDITIONS: dict[str, Reader] = {"timing": _timing, "changed": _changed}
_TRIGGER: dict[str, Reader] = {
    "lead": _lead,
    "backstop": _latest,
    "by": _latest,
    "within": _latest,
    **_CONDITIONS,
}
_PLAN: dict[str, Reader] = {
    "by": _day, "on": _day, "date": _day, "due": _day, "every": _interval, "interval": _interval, "lead": _lead,
    "backstop": _latest, "within": _latest,
}  # fmt: skip
_KNOWN = (*_PLAN, *_CONDITIONS, *KINDS, "is", "when", "triggers", "snooze", "until", "reason")
