"""Review plans as rules look at them: where each part stands in the text, and which part can ever fall due."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from decidedly.dates import find_date, meant_as_time, once, read_interval
from decidedly.dialects.plan import NOTHING
from decidedly.lifecycle import RETIRED
from decidedly.lint.context import Context
from decidedly.lint.wording import listed
from decidedly.planned import Assumption, ReviewPlan, Trigger
from decidedly.preamble import Mapping as Pairs
from decidedly.preamble import Node, Scalar, read_preamble
from decidedly.preamble import Sequence as Items
from decidedly.record import Field, Record
from decidedly.review import ATTENTION, Event, Known, Review, judge
from decidedly.text import Source, Span, one_line

_NOTHING_KNOWN = Known()

YEARLY = "12 months"
"""How often a decision is looked at where the log has no habit of its own."""


def live(context: Context) -> tuple[Record, ...]:
    """The records whose reviews matter: what is neither retired nor wholly replaced."""
    return tuple(
        record
        for record in context.records
        if (record.status is None or record.status.name not in RETIRED) and not context.log.successors(record)
    )


def front_matter(record: Record, key: str) -> Node | None:
    """The front matter's value under `key`, with the spans of its parts."""
    values = _values(record.source)
    return values.get(key) if values is not None else None


@functools.lru_cache(maxsize=64)  # the questions about one record come one after the other
def _values(source: Source) -> Pairs | None:
    return read_preamble(source).values


def scalars(node: Node | None) -> Iterator[Scalar]:
    """All scalars of a value, keys left out, in file order."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)
    elif isinstance(node, Pairs):
        for _, value in node.pairs:
            yield from scalars(value)


def plan_field(record: Record) -> Field | None:
    """The field that the record's plan was read from; None where it has none, or where that stands in another file."""
    fields = [one for one in record.fields if one.name == "review" and one.origin != "section"]
    if isinstance(front_matter(record, "review"), Pairs):
        fields.sort(key=lambda one: one.origin != "front-matter")
    else:
        fields = [one for one in fields if one.value.strip().strip("*_ ").lower() not in NOTHING]
    return fields[0] if fields and fields[0].path is None else None


def no_review_meant(record: Record) -> bool:
    """Whether the team says in so many words that there will be no review (`review: never`), not just none yet."""
    said = [one.value.strip().strip("*_ ").lower() for one in record.fields if one.name == "review"]
    return any(words in NOTHING and words not in _NOT_YET for words in said)


_NOT_YET = frozenset({"", "-", "–", "—", "~", "null", "tbd", "todo"})


def plan_span(context: Context, record: Record) -> Span:
    """Where the plan stands; the title where that can't be told."""
    field = plan_field(record)
    return field.span if field is not None else context.title_span(record)


def trigger_spans(context: Context, record: Record) -> Iterator[tuple[Trigger, Span]]:
    """The plan's triggers, each with the place of its words."""
    field = plan_field(record)
    inside = list(scalars(front_matter(record, "review"))) if field and field.origin == "front-matter" else []
    for trigger in record.review.triggers if record.review else ():
        said = next((one for one in inside if one.value.strip() == trigger.text), None)
        if said is not None:
            inside.remove(said)
        yield trigger, said.span if said else plan_span(context, record)


_NO_EVENT = re.compile(r"\w+://|@|#\d|\S*\]\(")
_EVENTFUL = re.compile(
    r"\d|[(\[]|\b(before|after|when|whenever|once|if|upon|until|during|next|phase|stage|milestone|release|launch|quarter|mvp|beta|ga"
    r"|deploy\w*|production|go-?live|migrat\w*|upgrade|renewal|contract|season|end|start|completion)\b",
    re.I,
)


def slips(context: Context, record: Record) -> Iterator[tuple[Trigger, Span]]:
    """Times with a slip of the keyboard (`6 mnths`), which are taken for events that nobody knows."""
    events = context.facts.events
    for trigger in record.review.triggers if record.review else ():
        if _unknown(trigger, events) and meant_as_time(trigger.text):
            yield from ((one, span) for one, span in trigger_spans(context, record) if one is trigger)


def unnamed(context: Context, record: Record) -> Iterator[tuple[Trigger, Span, bool]]:
    """Events that the plan waits for and events.yaml does not have; whether each is written as an id (else as prose).

    Outside front matter "Review: approved" and "Review: https://…" speak of another kind of review: what does not look
    like an event is left out, and a single word is an id only where the team keeps an events.yaml.
    """
    events = context.facts.events
    if not any(_unknown(one, events) for one in (record.review.triggers if record.review else ())):
        return
    field = plan_field(record)
    for trigger, span in trigger_spans(context, record):
        if not _unknown(trigger, events) or meant_as_time(trigger.text):
            continue
        ours = field is not None and field.origin == "front-matter"
        if not ours and (_NO_EVENT.match(trigger.text) or not _EVENTFUL.search(trigger.text)):
            continue
        yield trigger, span, len(trigger.text.split()) == 1 and (ours or events is not None)


def _unknown(trigger: Trigger, events: Mapping[str, Event] | None) -> bool:
    return trigger.kind == "event" and trigger.subject not in (events or {})


def speaks_of_events(context: Context, record: Record) -> bool:
    """Whether a plan waits for anything that looks like an event, a version or a condition."""
    events = context.facts.events or {}
    ids = {trigger.subject for trigger, _, _ in unnamed(context, record)}
    return any(
        trigger.kind != "event" or trigger.subject in ids or trigger.subject in events
        for trigger, _ in trigger_spans(context, record)
    )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review that the record says was held: its day, what stands there of it, and where."""

    on: date
    outcome: str
    note: str
    span: Span


def reviews_of(record: Record) -> Iterator[Reviewed]:
    """Reviews with a day, each with the place of that day; those of side files are left out."""
    entries = list(record.reviews)

    def entry(day: date, span: Span) -> Reviewed | None:
        found = next((one for one in entries if one.on == day), None)
        if found is None:
            return None
        entries.remove(found)
        return Reviewed(day, found.outcome, found.note, span)

    for place in _review_places(record):
        found = find_date(record.source.at(place))
        if found is None or found.day is None:
            continue
        span = Span(place.start + found.span.start, place.start + found.span.end)
        made = entry(found.day, span)
        if made is not None:
            yield made


def _review_places(record: Record) -> Iterator[Span]:
    node = front_matter(record, "reviews")
    for item in node.items if isinstance(node, Items) else ():
        day = item.get("on", "date") if isinstance(item, Pairs) else item
        if day is not None:
            yield day.span
    for field in record.fields:
        if field.name == "last-reviewed" and field.path is None:
            yield from (one.span for one in field.items) if field.items else (field.span,)


def assumption_spans(context: Context, record: Record) -> Iterator[tuple[Assumption, Span]]:
    """The record's assumptions, each with the place of its `valid-for`, else of the whole of it."""
    node = front_matter(record, "assumptions") if record.assumptions else None
    items = [one for one in node.items if isinstance(one, Pairs | Scalar)] if isinstance(node, Items) else []
    for assumption, item in zip(record.assumptions, items, strict=False):
        valid = item.get("valid-for") if isinstance(item, Pairs) else None
        yield assumption, (valid or item).span


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may still bring a record up: `day` tells that some date will, `waiting` are triggers that nobody has dated.

    `answered` tells that a dated part was there and the review for it was held.
    """

    day: bool = False
    answered: bool = False
    waiting: tuple[Trigger, ...] = ()


def outlook(record: Record, events: Mapping[str, Event]) -> Outlook:
    """What of a record's plan can ever fall due, whatever the day."""
    plan = record.review
    if plan is None:
        return Outlook()
    due = {
        part: _alone(record, alone).due is not None
        for part, alone in (
            ("by", ReviewPlan(by=plan.by, lead=plan.lead)),
            ("every", ReviewPlan(every=plan.every)),
        )
    }
    answered = (plan.by is not None and not due["by"]) or (_dated_once(record) and not due["every"])
    day = any(due.values())
    waiting: list[Trigger] = []
    for trigger in plan.triggers:
        judged = _alone(record, ReviewPlan(triggers=(trigger,), lead=plan.lead), Known(events))
        if judged.due is not None:
            day = True
            continue
        event = events.get(trigger.subject) if trigger.kind == "event" else None
        if judged.state == "unscheduled":
            answered = True
        elif event is None or not (event.expected or event.occurred):
            waiting.append(trigger)
        else:
            day = True  # after an event that is expected
    return Outlook(day, answered, tuple(waiting))


def _dated_once(record: Record) -> bool:
    return (
        record.review is not None
        and once(record.review.every)
        and record.date is not None
        and record.date.day is not None
    )


def _alone(record: Record, plan: ReviewPlan, known: Known = _NOTHING_KNOWN) -> Review:
    """The review that `plan` alone leads to once all of time has passed."""
    return judge(replace(record, due=None, assumptions=(), review=plan), date.max, known)


def why_never(record: Record, waiting: Sequence[Trigger]) -> str:
    """Why a plan whose outlook has no day never falls due, in a sentence."""
    plan = record.review or ReviewPlan()
    every = one_line(plan.every, 60)
    if every and read_interval(plan.every) is None:
        return f"“{every}” is no interval, and no date is given: this review never falls due"
    if every and not waiting:
        return f"“{every}” has no date to count from: this review never falls due"
    if waiting:
        words = listed([f"“{one_line(one.text, 60)}”" for one in waiting], "or")
        undated = "none of which has a day" if len(waiting) > 1 else "which has no day"
        return f"this review waits for {words} alone, {undated}"
    return f"“{one_line(plan.raw, 60)}” names no day: this review never falls due"


def scheduled(record: Record) -> date | None:
    """The next day that the plan's date or interval names, whatever today is; events aside."""
    plan = record.review
    if plan is None:
        return None
    return _alone(record, replace(plan, triggers=(), snooze=None)).due


def usual_interval(context: Context) -> str:
    """How often most of the log's planned records are looked at, as they write it; a year where there is no habit."""
    said = Counter(
        " ".join(record.review.every.split())
        for record in context.records
        if record.review is not None
        and read_interval(record.review.every) is not None
        and not once(record.review.every)
    )
    return said.most_common(1)[0][0] if said else YEARLY


def would_rest(context: Context, record: Record, every: str) -> bool:
    """Whether a review after each interval can be planned without being due already (as far as the day is known)."""
    if (record.date is None or record.date.day is None) and not any(entry.on for entry in record.reviews):
        return False
    today = context.facts.clock or context.facts.today
    planned = replace(record, due=None, assumptions=(), review=ReviewPlan(every=every))
    return today is None or judge(planned, today).state not in ATTENTION


def ahead(context: Context, record: Record, every: str, taken: set[date]) -> tuple[str, str] | None:
    """What a fix plans for a record that is looked at each `every`: the key and the words of its plan.

    Where that would be due at once (it counts from an old decision), one day instead: an interval from today on, if the
    day is known. `taken` gains it; where it has it already, it is as many weeks later as it takes.
    """
    if would_rest(context, record, every):
        return "every", every
    today, interval = context.facts.clock or context.facts.today, read_interval(every)
    if today is None or interval is None:
        return None
    day = interval.after(today)
    while day in taken and day < date.max - timedelta(weeks=1):
        day += timedelta(weeks=1)
    if _alone(record, ReviewPlan(by=day)).due is None:  # a review that is dated in the future would answer it
        return None
    taken.add(day)
    return "by", day.isoformat()
