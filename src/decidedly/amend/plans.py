"""Changing a review plan: putting the review off until a day, taking that back, giving it another day."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from decidedly.amend.fronts import Keyed, keyed, prefers_keys
from decidedly.amend.pairs import flow, key_of, scalar, whole, with_pair, without_pair
from decidedly.amend.proof import Intent, fault
from decidedly.amend.reviews import LINES, lines
from decidedly.amend.target import Edits, Target, filling, is_blank
from decidedly.dates import once, read_interval, rewrite_date
from decidedly.planned import ReviewPlan, Snooze
from decidedly.preamble import Mapping, Node, Scalar
from decidedly.record import Field
from decidedly.text import Edit, Source, Span


def snooze_edits(target: Target, snooze: Snooze) -> tuple[Edits | None, str]:
    """Edits after which the record's plan is put off so, and says all that it says now; else None and why."""
    plan = target.record.review
    if plan is None:
        return None, "it has no plan of reviews"
    if (day := _appointed(target)) is not None:
        dated = replace(plan, by=day, every="", snooze=snooze)
        edits, _ = _proved(target, _put_off(target, snooze), dated)
        if edits is not None:
            return edits, ""
    return _proved(target, _put_off(target, snooze), replace(plan, snooze=snooze))


def unsnooze_edits(target: Target) -> tuple[Edits | None, str]:
    """Edits after which nothing puts the plan off; () where nothing does; else None and why."""
    plan = target.record.review
    if plan is None or plan.snooze is None:
        return (), ""
    return _proved(target, _taken_back(target), replace(plan, snooze=None))


def day_edits(target: Target, day: datetime.date, *, answered: bool = False) -> tuple[Edits | None, str]:
    """Edits after which the plan names `day`, and says all that it says now; else None and why.

    With `answered` nothing that the plan says is still to come: where it has room for one thing, the day takes its place.
    """
    plan = target.record.review
    wanted = replace(plan, by=day) if plan is not None else ReviewPlan(by=day)
    spent = answered and plan is not None and once(plan.every)  # `in 6 months` has no more to say
    edits, why = (None, "") if spent else _proved(target, _dated(target, day), wanted)
    if edits is None and answered:
        alone = ReviewPlan(by=day)
        replaced, _ = _proved(target, _replaced(target, day), alone)
        if replaced is not None:
            return replaced, ""
        if spent:
            return _proved(target, _dated(target, day), wanted)
    return edits, why


def _appointed(target: Target) -> datetime.date | None:
    """The day that a plan such as `in 6 months` names; None for every other plan."""
    plan, day = target.record.review, target.record.date
    interval = read_interval(plan.every) if plan is not None and once(plan.every) else None
    return interval.after(day.day) if interval is not None and day is not None and day.day else None


def _proved(target: Target, ways: Iterator[Edits], plan: ReviewPlan) -> tuple[Edits | None, str]:
    why = "its plan is written so that this can't be added"
    for edits in ways:
        why = fault(target, edits, Intent(planned=plan))
        if not why:
            return edits, ""
    return None, why


# ------------------------------------------------------------------------------------------------------------ snooze


def _put_off(target: Target, snooze: Snooze) -> Iterator[Edits]:
    value = _flow(snooze)
    until = snooze.until.isoformat() if snooze.until else ""
    line = until + (f" by {snooze.by}" if snooze.by else "") + (f": {snooze.reason}" if snooze.reason else "")
    keys = keyed(target)
    node = keys.get("review") if keys is not None else None
    if keys is not None and isinstance(node, Mapping):
        pair = key_of(node, "snooze")
        edit = (
            _valued(keys, pair, value)
            if pair is not None
            else with_pair(keys.source, node, "snooze", value, keys.eol)
        )
        if edit is not None:
            yield (edit,)
        return
    field = target.field("snooze")
    if field is not None and not field.items:
        keyed_there = field.origin in ("front-matter", "side-file")
        yield (_filled(target, field, _quoted(target, field, line) if keyed_there else line),)
    if keys is not None and isinstance(node, Scalar) and not keys.toml:
        yield from _lengthened(target, keys, node, ("snooze", value), first=False)
    if not prefers_keys(target) or (keys is None):
        yield from lines(target, "snooze", "Snoozed until", line)
    if keys is not None:
        mark = "=" if keys.toml else ":"
        words = json.dumps(line, ensure_ascii=False)
        edit = keys.with_key(f"snoozed-until{' ' if keys.toml else ''}{mark} {words}")
        if edit is not None:
            yield (edit,)
    yield from lines(target, "snooze", "Snoozed until", line)


def _flow(snooze: Snooze) -> str:
    said = (
        ("until", snooze.until.isoformat() if snooze.until else ""),
        ("by", snooze.by),
        ("reason", snooze.reason),
    )
    return flow((key, scalar(value)) for key, value in said if value)


def _valued(keys: Keyed, pair: tuple[Scalar, Node], value: str) -> Edit:
    """The pair's value replaced: behind its key, where it stood below as a block."""
    key, node = pair
    at = whole(keys.source, key).end
    old = whole(keys.source, node)
    if isinstance(node, Scalar) and not len(node.span):
        return Edit(Span(at + 1, at + 1), f" {value}")
    if keys.source.line_of(at) != keys.source.line_of(old.start):
        return Edit(Span(at + 1, old.end), f" {value}")
    return Edit(old, value)


def _filled(target: Target, field: Field, value: str) -> Edit:
    return filling(target, field, value) if is_blank(field.raw) else Edit(field.span, value)


def _quoted(target: Target, field: Field, value: str) -> str:
    """The value for a place in front matter, which may be inside of quotes already."""
    quoted = target.source.text[field.span.start - 1 : field.span.start] in ("'", '"')
    return json.dumps(value, ensure_ascii=False)[1:-1] if quoted else json.dumps(value, ensure_ascii=False)


def _lengthened(
    target: Target, keys: Keyed, node: Scalar, more: tuple[str, str], *, first: bool
) -> Iterator[Edits]:
    """The short form of a plan as the long one, in brackets, with one more pair."""
    plan = target.record.review
    span = whole(keys.source, node)
    if plan is None or "\n" in keys.source.at(span) or not len(span) or keys.source.at(span)[0] in "|>&*!":
        return
    rest = ""
    text = node.value.strip()
    day = _appointed(target) if more[0] != "by" else None
    if plan.by is not None:
        said = ("by", scalar(text))
    elif day is not None:  # “every: in 6 months” would be read, but by nobody
        said = ("by", day.isoformat())
    elif plan.every:
        said = ("every", scalar(plan.every))
        rest = text.partition(plan.every)[2].strip() if plan.every in text else text
    elif len(plan.triggers) == 1:
        said = ("when", f"[{flow([('event', scalar(plan.triggers[0].text))])}]")
    else:
        return
    made = flow([more, said] if first else [said, more])
    if rest:  # words behind an interval: nothing reads them but people
        line = keys.source.line_span(keys.source.line_of(span.end))
        behind = keys.source.at(Span(span.end, line.end)).strip()
        if behind:
            return
        made += f"  # {rest}"
    yield (Edit(span, made),)


def _taken_back(target: Target) -> Iterator[Edits]:
    keys = keyed(target)
    node = keys.get("review") if keys is not None else None
    if keys is not None and isinstance(node, Mapping) and (pair := key_of(node, "snooze")) is not None:
        edit = without_pair(keys.source, node, pair[0].value)
        if edit is not None:
            yield (edit,)
        return
    field = target.field("snooze")
    if field is not None and not field.items:
        source = target.source
        number = source.line_of(field.span.start)
        above = number > 0 and not source.at(source.line_span(number - 1)).strip()
        below = not source.at(source.line_span(number + 1)).strip()
        if above and below and field.origin in ("labels", "line"):  # a paragraph goes with one empty line
            yield (Edit(source.lines_span(number - 1, number + 1), ""),)
        yield (Edit(source.lines_span(number, number + 1), ""),)


# --------------------------------------------------------------------------------------------------------- another day


def _dated(target: Target, day: datetime.date) -> Iterator[Edits]:
    """The day in the plan: in place of the old one, as one more pair, or as a plan of its own where there is none."""
    keys = keyed(target)
    node = keys.get("review") if keys is not None else None
    plan = target.record.review
    if plan is None:
        yield from _new(target, keys, day)
        return
    if keys is not None and isinstance(node, Mapping):
        pair = next((one for name in ("by", "on", "date", "due") if (one := key_of(node, name))), None)
        if pair is None:
            edit = with_pair(keys.source, node, "by", day.isoformat(), keys.eol, first=True)
            if edit is not None:
                yield (edit,)
        elif isinstance(pair[1], Scalar):
            yield (_day_in(keys.source, pair, day),)
        return
    field = _plan_field(target)
    if field is None:
        return
    if plan.by is not None:
        made = rewrite_date(target.source.at(field.span), day)
        yield (Edit(field.span, day.isoformat() if made is None else made),)  # `Q3 2026` becomes a day
    elif keys is not None and isinstance(node, Scalar) and not keys.toml:
        yield from _lengthened(target, keys, node, ("by", day.isoformat()), first=True)


def _day_in(source: Source, pair: tuple[Scalar, Node], day: datetime.date) -> Edit:
    key, node = pair
    raw = source.at(node.span)
    if not raw.strip():
        at = whole(source, key).end + 1
        return Edit(Span(at, at), f" {day.isoformat()}")
    return Edit(node.span, rewrite_date(raw, day) or day.isoformat())


def _replaced(target: Target, day: datetime.date) -> Iterator[Edits]:
    field = _plan_field(target)
    if field is not None:
        yield (Edit(field.span, day.isoformat()),)


def _plan_field(target: Target) -> Field | None:
    """The field that the plan was read from, if it stands in the text that is edited."""
    said = [one for one in target.fields if one.name == "review" and one.origin != "section"]
    return next((one for one in said if not is_blank(one.raw)), None)


def _new(target: Target, keys: Keyed | None, day: datetime.date) -> Iterator[Edits]:
    blank = next((one for one in target.fields if one.name == "review" and one.origin in (*LINES, "front-matter", "side-file")), None)  # fmt: skip
    if blank is not None and not blank.items:
        yield (
            filling(target, blank, day.isoformat())
            if is_blank(blank.raw)
            else Edit(blank.span, day.isoformat()),
        )
        return
    ways = [_new_key(keys, day), lines(target, "review", _word(target), day.isoformat())]
    for way in ways if prefers_keys(target) else reversed(ways):
        yield from way


def _new_key(keys: Keyed | None, day: datetime.date) -> Iterator[Edits]:
    if keys is not None:
        edit = keys.with_key(f'review = "{day}"' if keys.toml else f"review: {day}")
        if edit is not None:
            yield (edit,)


def _word(target: Target) -> str:
    """What the log's other records call a review that is to come."""
    for one in target.log.records:
        field = one.by_name.get("review")
        if field is not None and field.origin in LINES and re.search(r"review|revisit", field.label, re.I):
            return field.label
    return "Review"
