"""The use-cases of events: which there are and what waits for each, and giving one its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from decidedly import writing
from decidedly.amend import AmendError
from decidedly.amend.events import FILE, amended, trouble
from decidedly.amend.pairs import words
from decidedly.app import AppError, Opened, report_on
from decidedly.changes import Change, ChangeSet
from decidedly.dialects.plan import event_id
from decidedly.facts import Facts
from decidedly.gather import Disk
from decidedly.lint.context import Context
from decidedly.lint.events import meant_by
from decidedly.lint.plans import live, unnamed
from decidedly.record import Record
from decidedly.report import Report
from decidedly.review import Review, read_events
from decidedly.text import Source, decode, name_slug, near, one_line


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event that events.yaml has (`named`) or that only plans name: its id, its title or its words, its days, and the
    reviews that wait for it, in log order."""

    id: str
    title: str
    expected: date | None = None
    occurred: date | None = None
    named: bool = False
    waiting: tuple[Review, ...] = ()


@dataclass(frozen=True)
class EventChange:
    """What was written about an event: `done` in words, and the reviews of which the state or the day is another now."""

    changes: ChangeSet
    event: KnownEvent
    done: tuple[str, ...]
    moved: tuple[tuple[Review, Review], ...]
    notes: tuple[str, ...] = ()


def known_events(opened: Opened, report: Report, text: str | None = None) -> tuple[KnownEvent, ...]:
    """All events, those with a day first, in the order of their days; `text` stands in place of what events.yaml holds."""
    if text is None:
        source = _source(opened)
        text = source.text if source is not None else None
    named = read_events(text) if text is not None else {}
    context = Context(opened.log, facts=Facts(events=named if text is not None else None, events_text=text))
    found: dict[str, KnownEvent] = {
        name: KnownEvent(name, event.title, event.expected, event.occurred, True)
        for name, event in named.items()
    }
    waiting: dict[str, list[Review]] = {name: [] for name in found}
    for record in live(context):
        said = {
            trigger.subject: trigger.text for trigger, _, _ in unnamed(context, record) if trigger.subject
        }
        for name, title in said.items():
            found.setdefault(name, KnownEvent(name, "" if title == name else one_line(title, 120)))
        for name in _subjects(record):
            if name in found:
                waiting.setdefault(name, []).append(report.review_by_path[record.path])
    every = [
        KnownEvent(one.id, one.title, one.expected, one.occurred, one.named, tuple(waiting.get(name, ())))
        for name, one in found.items()
    ]
    return tuple(sorted(every, key=lambda one: (one.occurred or one.expected or date.max, one.id)))


def events_trouble(opened: Opened) -> str:
    """Why events.yaml can't be read, or ""."""
    source = _source(opened)
    return trouble(source.text) if source is not None else ""


def find_event(known: tuple[KnownEvent, ...], spelling: str) -> KnownEvent | None:
    """The event that `spelling` means: its id, its words or its title in any letters; None where there is none such."""
    wanted = {name for name in (event_id(spelling), name_slug(spelling)) if name}
    for event in known:
        if event.id in wanted:
            return event
    titled = [event for event in known if {event_id(event.title), name_slug(event.title)} & wanted]
    return titled[0] if len(titled) == 1 else None


def named_event(known: tuple[KnownEvent, ...], spelling: str, *, new: bool = False) -> KnownEvent:
    """The event that `spelling` means; with `new` one that nothing knows as yet.

    Raises AppError for a name that nothing knows (near ones are offered), or that is not new.
    """
    found = find_event(known, spelling)
    if found is not None:
        if new and found.named:
            raise AppError(f"there is an event “{found.id}” already: leave out --new")
        return found
    name = event_id(spelling)
    if not name:
        raise AppError(f"“{spelling}” has no letters to make an id from; name the event by a word")
    if new:
        return KnownEvent(name, words(spelling) if name != spelling else "")
    offered = near(name, [event.id for event in known])
    hint = (
        f"did you mean {' or '.join(offered)}?"
        if offered
        else "adr event lists them"
        if known
        else "no decision waits for an event"
    )
    raise AppError(f"there is no event “{one_line(spelling, 60)}”; {hint} (--new names one)")


def change_event(
    opened: Opened,
    as_of: date,
    spelling: str,
    *,
    title: str | None = None,
    expected: date | None = None,
    occurred: date | None = None,
    cancel: bool = False,
    new: bool = False,
    dry_run: bool = False,
) -> EventChange:
    """Write what is known of an event into events.yaml, which is made where there is none.

    `cancel` takes its days away. Raises AppError for a name that nothing knows or a day that can't be, AmendError where
    the file can't be edited, and WriteError.
    """
    before = report_on(opened, opened.log, as_of)
    event = named_event(known_events(opened, before), spelling, new=new)
    if occurred is not None and occurred > as_of:
        raise AppError(f"{occurred} is still to come: --expected {occurred}")
    values, done = _wanted(event, title, expected, occurred, cancel)
    source = _source(opened)
    notes: list[str] = []
    if not values and event.named:
        notes.append(f"{event.id} says so already")
        return EventChange(ChangeSet(), event, (), (), tuple(notes))
    made = amended(source, event.id, values, event.title or _titled(event.id))
    old = None if source is None else source.text
    changes = ChangeSet({FILE: Change(old, made.text, made.encoding)} if old != made.text else {})
    after = report_on(opened, opened.log, as_of, made.text)
    if expected is not None and expected < as_of and (event.occurred is None or cancel):
        notes.append(f"{expected} has passed: if it came, --occurred DATE says so")
    if not dry_run:
        writing.write(opened.workspace, changes)
    moved = tuple(
        (old, new_one)
        for old, new_one in zip(before.reviews, after.reviews, strict=True)
        if (old.state, old.due) != (new_one.state, new_one.due)
    )
    now = next(one for one in known_events(opened, after, made.text) if one.id == event.id)
    return EventChange(changes, now, tuple(done), moved, tuple(notes))


def _wanted(
    event: KnownEvent, title: str | None, expected: date | None, occurred: date | None, cancel: bool
) -> tuple[dict[str, str | date | None], list[str]]:
    """The values that are to be written, and what that does in words."""
    values: dict[str, str | date | None] = {}
    done: list[str] = [] if event.named else ["named"]
    said = words(title) if title is not None else ""
    if title is not None and not said:
        raise AppError("--title is empty: say what the event is")
    if said and (said != event.title or not event.named):
        values["title"] = said
        done.append(f"title “{one_line(said, 60)}”")
    for name, new, old in (
        ("expected", expected, event.expected),
        ("occurred", occurred, event.occurred),
    ):
        if new is not None and new != old:
            values[name] = new
            done.append(f"{name} {new}")
        elif cancel and old is not None:
            values[name] = None
            done.append(f"no longer {name} {old}" if name == "expected" else f"did not occur on {old}")
    return values, done


def _subjects(record: Record) -> Mapping[str, None]:
    triggers = record.review.triggers if record.review else ()
    return dict.fromkeys(one.subject for one in triggers if one.kind == "event")


def without_a_day(opened: Opened, report: Report, path: str) -> str:
    """What to say of a plan that waits for an event without a day, and how it gets one; "" where it waits for none."""
    review = report.review_by_path[path]
    kind, _, name = review.occasion.partition(":")
    if review.state != "waiting" or kind != "event" or not name:
        return ""
    said = f"{review.record.id} waits for “{one_line(review.reason, 120)}”, "
    try:
        source = _source(opened)
    except AmendError:
        return ""
    named = read_events(source.text) if source is not None else {}
    meant = meant_by(name, named) if name not in named else None
    if meant is not None:
        return f"{said}which {FILE} does not have; did you mean {meant.id}?"
    return f"{said}which has no day yet: adr event {name} --expected DATE gives it one"


def _source(opened: Opened) -> Source | None:
    """events.yaml as it is on the disk. Raises AmendError where it is there and can't be read."""
    data = Disk(opened.workspace, "").read([FILE]).get(FILE)
    if data is not None:
        return decode(FILE, data)
    if Disk(opened.workspace, "").present([FILE]):
        raise AmendError(f"{FILE}: can't be read, or is too large; nothing was changed")
    return None


def _titled(name: str) -> str:
    said = name.replace("-", " ")
    return said[:1].upper() + said[1:]
