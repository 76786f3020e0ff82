"""Review plans, past reviews, assumptions and scope, from the short and the long forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from decidedly.dates import find_date, last_day, read_interval
from decidedly.dialects.labels import NO_VALUE
from decidedly.planned import Assumption, ReviewEntry, ReviewPlan, Snooze, Trigger
from decidedly.preamble import Mapping, Node, Scalar, compose
from decidedly.preamble import Sequence as Items
from decidedly.record import Day, Field
from decidedly.text import Source, name_slug, one_line

if TYPE_CHECKING:
    from decidedly.dialects.draft import Draft

LONGEST = 1_000
"""Characters of a value that are looked at for a day, an interval or an event."""

NOTHING = NO_VALUE | {"never", "no"}


def read_day(raw: str) -> Day:
    """A date as written: `2025-12-22 (Session 2)` keeps its remark; `Phase 12 (…)` is no date and says so."""
    text = raw[:LONGEST].strip().strip("{}[]<>\"'*_` ").strip()
    found = find_date(text)
    if found is None:
        return Day(raw, None, one_line(text))
    note = one_line(
        (text[: found.span.start].strip(" *_:-–(") + " " + text[found.span.end :]).strip()
    ).strip()
    if re.match(r"^[T ]?\d{1,2}:\d\d", note):
        note = re.sub(r"^[T ]?[\d:.]+\s*(?:Z|UTC|[+-]\d\d:?\d\d)?", "", note)
    if note.startswith("(") and note.endswith(")"):
        note = note[1:-1]
    return Day(raw, found.day, note.strip(" ,;:–-"), found.ambiguous)


def event_id(words: str) -> str:
    """The id of an event written as prose: the slug of the text before its first bracket."""
    return name_slug(re.split(r"[(\[（]", words, maxsplit=1)[0]) or name_slug(words)


_AFTER = re.compile(
    r"(?:after|once|when|whenever|as soon as|following|upon|nach|sobald|wenn|après|dès que|después de|cuando|dopo|quando|depois de|após)\b",
    re.I,
)


def timing_of(words: str) -> str:
    """ "after" where an event's words say that the review follows it ("After go-live"), else "": before it."""
    return "after" if _AFTER.match(words.strip()) else ""


def read_plan(draft: Draft, fields: Sequence[Field]) -> ReviewPlan | None:
    """The plan that the fields named `review` state, put off by what a field named `snooze` says; or None."""
    node, source = _keyed(draft, "review")
    if isinstance(node, Mapping):
        return _long(node, source.at(node.span))
    for field in fields:
        if (
            field.name == "review"
            and field.value.strip().strip("*_ ").lower() not in NOTHING
            and field.origin != "section"
        ):
            return replace(_short(field.value.strip()), snooze=_snoozed(fields))
    return None


def _keyed(draft: Draft, key: str) -> tuple[Node | None, Source]:
    """The value of a key in the front matter, else in the file beside the record; and the text that it stands in."""
    node = draft.preamble.values.get(key) if draft.preamble.values else None
    if node is None and draft.side is not None:
        root, _ = compose(draft.side)
        return (root.get(key) if isinstance(root, Mapping) else None), draft.side
    return node, draft.source


def _snoozed(fields: Sequence[Field]) -> Snooze | None:
    """`Snoozed until: 2026-03-01 by @alice: launch freeze`."""
    for field in fields:
        if field.name == "snooze" and field.value.strip().lower() not in NOTHING:
            until = find_date(field.value[:LONGEST])
            rest = field.value[until.span.end : LONGEST].strip() if until else field.value[:LONGEST].strip()
            match = _SNOOZED_BY.match(rest)
            by, reason = (match[1], match[2] or "") if match else ("", rest.lstrip(" :,–—-"))
            return Snooze(until.day if until else None, by, one_line(reason))
    return None


_SNOOZED_BY = re.compile(r"by\s+([^:]+?)\s*(?::\s*(.*))?$", re.I | re.S)


def _short(text: str) -> ReviewPlan:
    bare = text[:LONGEST].strip("*_`\"' ")
    found = find_date(bare)
    if found is not None and found.day is not None:
        return ReviewPlan(by=found.day, raw=bare)
    head = re.split(r"[(\[,;]", bare, maxsplit=1)[0].strip()
    for words in (bare, head):
        if read_interval(words):
            return ReviewPlan(every=words, raw=bare)
        if (end := last_day(words)) is not None:
            return ReviewPlan(by=end, raw=bare)
    either = _OR_WHEN.match(bare)
    if either is not None and read_interval(either["every"]):
        said = either["when"].strip()
        return ReviewPlan(every=either["every"], triggers=(Trigger("manual", said, said),), raw=bare)
    return ReviewPlan(triggers=(Trigger("event", event_id(bare), bare, timing_of(bare)),), raw=bare)


_OR_WHEN = re.compile(
    r"(?P<every>[^()]{3,60}?),?\s+or\s+(?:earlier\s+|sooner\s+)?(?P<when>(?:when|if|once|after|before|on|upon|at|as)\b.+)",
    re.I,
)
"""`Annually or when load exceeds 10k requests`: an interval, and something that people watch for."""


def _day_or_period(words: str) -> date | None:
    found = find_date(words)
    return found.day if found else last_day(words)


def _long(node: Mapping, raw: str) -> ReviewPlan:
    by = _day_or_period(node.text("by", "on", "date", "due"))
    when = node.get("when", "triggers")
    alone = _trigger(node)  # `review: {event: phase-12}`: its dates and lead are the plan's
    made = [_trigger(item) for item in (when.items if isinstance(when, Items) else [when] if when else [])]
    triggers = [one for one in made if one is not None]
    if alone is not None:
        triggers.append(replace(alone, lead="", backstop=""))
    latest = node.text("backstop", "within")
    until_then = _day_or_period(latest)
    snooze = node.get("snooze")
    put_off = None
    if isinstance(snooze, Mapping):
        until = find_date(snooze.text("until"))
        put_off = Snooze(until.day if until else None, snooze.text("by"), snooze.text("reason"))
    return ReviewPlan(
        by or until_then,
        node.text("every", "interval") or ("" if until_then else latest),
        node.text("lead"),
        tuple(triggers),
        put_off,
        one_line(raw),
    )


_CONDITIONS = {"event": "timing", "package": "is", "path": "changed"}


def _trigger(item: Node) -> Trigger | None:
    if isinstance(item, Scalar):
        words = item.value.strip()
        return Trigger("event", event_id(words), words, timing_of(words)) if words else None
    if not isinstance(item, Mapping):
        return None
    for kind in ("event", "package", "git-tag", "path", "manual"):
        words = item.text(kind)
        if words:
            subject = event_id(words) if kind == "event" else words
            condition = item.text(_CONDITIONS.get(kind, "")) or (timing_of(words) if kind == "event" else "")
            backstop = item.text("backstop", "by", "within")
            return Trigger(kind, subject, words, condition, item.text("lead"), backstop)
    return None


_ENTRY = re.compile(
    r"^(?P<rest>\W*(?P<outcome>[a-z][a-z-]*)?(?:\s+by\s+(?P<by>[^:]+?))?\s*(?::\s*(?P<note>.*))?)$",
    re.I | re.S,
)


def read_reviews(draft: Draft, fields: Sequence[Field]) -> tuple[ReviewEntry, ...]:
    """Reviews that happened: the front matter's list, and lines like `Reviewed: 2026-06-06 reaffirmed by @a: note`."""
    found: list[ReviewEntry] = []
    node, _ = _keyed(draft, "reviews")
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Mapping) and len(item.pairs) == 1 and find_date(item.pairs[0][0].value):
            key, value = item.pairs[0]  # `- 2026-06-06 reaffirmed by @a: note` is a mapping to YAML
            found.append(_entry(f"{key.value}: {value.value if isinstance(value, Scalar) else ''}"))
        elif isinstance(item, Mapping):
            day = find_date(item.text("on", "date"))
            found.append(
                ReviewEntry(
                    day.day if day else None, item.text("by"), item.text("outcome"), item.text("note")
                )
            )
        elif isinstance(item, Scalar):
            found.append(_entry(item.value))
    for field in fields:
        if field.name == "last-reviewed" and field.value.strip().lower() not in NOTHING:
            values = [one.raw for one in field.items] if field.items else [field.value]
            found += [_entry(value) for value in values]
    return tuple(sorted(found, key=lambda entry: (entry.on is None, entry.on)))


def _entry(words: str) -> ReviewEntry:
    text = words[:LONGEST]
    found = find_date(text)
    if found is None:
        return ReviewEntry(None, note=one_line(text))
    match = _ENTRY.match(text[found.span.end :].strip())
    if match is None:
        return ReviewEntry(found.day, note=one_line(text[found.span.end :]))
    return ReviewEntry(
        found.day,
        (match["by"] or "").strip(),
        (match["outcome"] or "").lower(),
        one_line(match["note"] or ""),
    )


def read_assumptions(draft: Draft) -> tuple[Assumption, ...]:
    """The front matter's `assumptions`."""
    node = draft.preamble.values.get("assumptions") if draft.preamble.values else None
    found: list[Assumption] = []
    for number, item in enumerate(node.items if isinstance(node, Items) else (), 1):
        if isinstance(item, Mapping):
            checked = find_date(item.text("checked"))
            found.append(
                Assumption(
                    item.text("id") or f"A{number}",
                    item.text("text"),
                    item.text("evidence"),
                    checked.day if checked else None,
                    item.text("valid-for"),
                )
            )
        elif isinstance(item, Scalar):
            found.append(Assumption(f"A{number}", item.value))
    return tuple(found)


_PATH = re.compile(r" *(?=[^/*.]*[/*.])[\w.@*?\[\]{}!/+-]+ *")


def read_scope(fields: Sequence[Field]) -> tuple[str, ...]:
    """The paths that the decision governs.

    Under another label than `applies-to` in the front matter ("Scope: backend team") a value has to look like a path.
    """
    found: list[str] = []
    for field in fields:
        if field.name == "applies-to":
            sure = field.origin == "front-matter" and field.label.replace("_", "-").lower() == "applies-to"
            values = [item.raw for item in field.items] or [
                part.strip(" `\"'") for part in field.value.split(",")
            ]
            found += [
                value
                for value in values
                if len(value) <= LONGEST and (value.strip() if sure else _PATH.fullmatch(value))
            ]
    return tuple(dict.fromkeys(found))
