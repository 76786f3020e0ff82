"""A new record: which number it gets, where it stands, what is in it, and the proof that it reads back as asked.

Pure: the log, the names that are taken and the day come in, a path and a text go out.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from decidedly import dialects
from decidedly.dialects import Settings
from decidedly.dialects.identity import beyond_kind, from_name
from decidedly.drafting.filling import filled, offered
from decidedly.drafting.front import Facts
from decidedly.drafting.habits import Habits, learn
from decidedly.drafting.heads import Head, form_of, heading, make_head
from decidedly.drafting.names import NOTHING, clean_title, safe, slug
from decidedly.drafting.templates import (
    DEFAULT,
    SHIPPED,
    Template,
    TemplateError,
    bare,
    fill,
    own_words,
    pruned,
    skeleton,
)
from decidedly.drafting.years import free_in_year, moved_to
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.preamble import read_preamble
from decidedly.record import Record
from decidedly.text import Source

__all__ = [
    "SHIPPED", "DraftError", "Drafted", "Habits", "Template", "TemplateError", "Wish", "clean_title", "draft", "free_number",
    "learn", "moved_to", "offered",
]  # fmt: skip


class DraftError(Exception):
    """A record that can't be written as asked. The message says what would be wrong with it."""

    exit_code = 2


@dataclass(frozen=True)
class Wish:
    """What the new record is to say. `date` is ISO; `body` takes the place of the template's text."""

    title: str
    status: str
    date: str
    supersedes: tuple[Record, ...] = ()
    in_part: bool = False
    related: tuple[Record, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    review: str = ""
    component: str = ""
    body: str | None = None


@dataclass(frozen=True)
class Drafted:
    """The new record: its path from the records folder, its text, and how it reads."""

    path: str
    text: str
    record: Record
    log: Log


# ------------------------------------------------------------------------------------------------------------ numbers


def free_number(log: Log, habits: Habits, others: Iterable[Record], day: str = "") -> int:
    """One more than any number that is taken: by a record here, by one of `others` (of other branches, or made just now),
    by a former id, or by another file that is called like a record. Where numbers go by years, the next one on that `day`."""
    others = tuple(others)
    if day and (within := free_in_year(log, habits, others, day)) is not None:
        return within
    local = log.local_ids
    prefix = habits.prefix.casefold()
    taken = [0]
    for record in (*log.records, *others):
        if local and home(record.path) != habits.folder:
            continue
        for name in (record.id.rpartition("/")[2], *record.aliases):
            found = re.fullmatch(r"(?P<letters>\D*?)[-_ #.]*(?P<digits>\d{1,7})", name)
            if found is not None and found["letters"].casefold().strip("-_ ") == prefix:
                taken.append(int(found["digits"]))
        if record.number is not None and record.prefix.casefold() == prefix:
            taken.append(record.number)
    for document in log.documents:
        named = from_name(document.path)
        if document.kind == "template" or posixpath.dirname(document.path) != habits.folder or named is None:
            continue
        if named.number is not None and named.prefix.casefold() == prefix:
            taken.append(named.number)
    return max(taken) + 1


def _free_path(habits: Habits, facts_of: Iterator[str], names: Collection[str]) -> str:
    """The first of these paths that no file has, on a system that takes no notice of case either."""
    there = {_folded(name) for name in names}
    folders = {folder for name in there for folder in _above(name)}
    for path in facts_of:
        folded = _folded(posixpath.dirname(path) if habits.naming.inside else path)
        if folded not in there and folded not in folders:
            return path
    raise AssertionError("there is always another name")


def _above(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


# -------------------------------------------------------------------------------------------------------- the record


def draft(
    log: Log,
    habits: Habits,
    wish: Wish,
    template: Template | None,
    shipped: Mapping[str, Template],
    *,
    number: int,
    names: Collection[str] = (),
    settings: Settings | None = None,
    ascii_names: bool = False,
) -> Drafted:
    """The new record. Without `template` its text begins as the log's others do; `shipped` are those that ship, by name.

    `names` are all files of the records folder. Raises DraftError where it would not read back as asked, TemplateError
    where a template is at fault.
    """
    habits = replace(habits, dialect=form_of(habits.dialect))
    naming = habits.naming
    words = slug(wish.title, ascii_only=ascii_names, keep_case=naming.keep_case, space=naming.space)
    if naming.series == "date" and re.match(r"\d{1,5}(?:[-_. ]|$)", words):
        words = f"{NOTHING}{naming.space}{words}"  # after a day, a number would be the record's
    stem = safe(naming.stem(number, wish.date, words))

    def paths() -> Iterator[str]:
        yield naming.path(habits.folder, stem)
        count = 2
        while True:
            yield naming.path(habits.folder, f"{stem}-{count}")
            count += 1

    path = _free_path(habits, paths(), names)
    called = posixpath.basename(posixpath.dirname(path) if naming.inside else path)
    called = called if naming.inside else called.removesuffix(naming.suffix)
    facts = Facts(
        habits.id_of(number, called), number, path, wish.title, wish.status, wish.date, habits.lead(number, wish.date), wish.supersedes, wish.in_part,
        wish.related, wish.tags, wish.owners, wish.review, wish.component,
    )  # fmt: skip
    wrong: list[str] = []
    settings = settings or Settings()
    own = template is not None and template.own
    ways = (template, None) if template is not None and template.found else (template,)
    for one, escape in ((one, escape) for one in ways for escape in (False, True)):
        for text in _texts(log, habits, facts, wish, one, shipped, settings.statuses, escape=escape):
            source = Source(path, text.replace("\n", habits.newline))
            made, whole = _read(log, source, habits, settings)
            numbered = naming.series == "number" and not naming.year
            wrong = _wrong(
                whole, made, facts, numbered=numbered, own=own, exact=wish.body is None and not own
            )
            if made is not None and not wrong:
                return Drafted(path, source.text, made, whole)
    raise DraftError(_refusal(wrong, template))


def _body(text: str, title: str) -> str:
    """A text that was handed over, without the title that stands above it already. Raises DraftError for one with a head."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if read_preamble(Source("-", text)).values is not None:
        raise DraftError(
            "the text has front matter of its own, and the new record gets another: leave it out, and say the same with "
            "options (--status, --tag, --owner, …); nothing was written"
        )
    first, _, rest = text.partition("\n")
    return rest.strip("\n") if first.startswith("# ") and first[2:].strip() == title else text


def _texts(
    log: Log,
    habits: Habits,
    facts: Facts,
    wish: Wish,
    template: Template | None,
    shipped: Mapping[str, Template],
    statuses: tuple[str, ...],
    *,
    escape: bool,
) -> Iterator[str]:
    """Texts of the new record, best first."""
    head = make_head(facts, habits, _namer(log, facts.path), escape=escape)
    if wish.body is not None:
        yield f"{head.top}{_body(wish.body, wish.title)}\n{head.tail}"
        return
    if template is None:
        template = shipped[DEFAULT.get(habits.dialect, "nygard")]
        own = skeleton(habits, template.text)
        if own is not None:
            yield head.top + own + head.tail
            return
        template = replace(template, text=pruned(habits, template.text))
    text = bare(template.text)
    if not template.plain or own_words(text):
        yield fill(template, _values(facts, habits, head, escape=escape)).rstrip("\n") + "\n"
    if template.plain:
        yield from filled(text, facts, habits, head, _namer(log, facts.path), statuses, escape=escape)


def _namer(log: Log, path: str) -> Any:
    """How front matter means a record: by its id where that is nobody else's, else by its path."""

    def name(record: Record) -> str:
        found = log.find(record.id)
        if len(found) == 1 and found[0] is record and not log.local_ids:
            return record.id
        return posixpath.relpath(record.path, posixpath.dirname(path) or ".")

    return name


def _values(facts: Facts, habits: Habits, head: Head, *, escape: bool) -> dict[str, Any]:
    """What a template may name."""
    from decidedly.drafting.heads import status_links

    return {
        "head": head.top.rstrip("\n") + "\n",  # the template has the empty line
        "links": head.tail.rstrip("\n"),
        "id": facts.id,
        "number": facts.number,
        "title": heading(facts.title) if escape else facts.title,
        "status": habits.word(facts.status, habits.dialect in ("nygard", "talo", "lines")),
        "date": facts.date,
        "owner": ", ".join(facts.owners),
        "owners": list(facts.owners),
        "tags": list(facts.tags),
        "component": facts.component,
        "review": facts.review,
        "supersedes": [record.id for record in facts.supersedes],
        "related": [record.id for record in facts.related],
        "status_links": status_links(facts),
    }


# ---------------------------------------------------------------------------------------------------- reading it back


def _read(log: Log, source: Source, habits: Habits, settings: Settings) -> tuple[Record | None, Log]:
    """The record as it will be read among its neighbours, and the log with it."""
    beside = [record.source for record in habits.newest[:5]]
    found = next((one for one in dialects.read_all([source, *beside], {}, settings).records if one.path == source.path), None)  # fmt: skip
    if found is None:
        return None, log
    whole = Log.of(
        [*log.records, found], log.documents, own_urls=log.own_urls, local_ids=log.local_ids, files=log.files
    )
    return found, whole


def _wrong(
    log: Log, made: Record | None, facts: Facts, *, numbered: bool, own: bool, exact: bool
) -> list[str]:
    """In what the record differs from what was asked; a template of the team's `own` may say more."""
    if made is None:
        return ["with this title it would not be taken for a record"]
    status = made.status.name if made.status else "none"
    date = str(made.date.day) if made.date else "none"
    people = {person.name for person in made.people}
    wanted = {(kind, record.path) for kind, records in facts.links for record in records}
    found = {
        (one.link.kind, one.record.path)
        for one in log.resolved(made)
        if one.record is not None and one.record is not made and one.link.kind != "mentions"
    }
    plan = made.review.raw if made.review else ""
    same_id = (
        made.number == facts.number
        if numbered
        else made.id.rpartition("/")[2].casefold() == facts.id.casefold()
    )
    tags, wished = ({tag.casefold() for tag in some} for some in (made.tags, facts.tags))
    checks = [
        ("the id", same_id, f"{made.id} instead of {facts.id}"),
        ("the title", facts.title in (made.title, beyond_kind(made.title)), f"“{made.title}” instead of “{facts.title}”"),
        ("the status", status == facts.status, f"{status} instead of {facts.status}"),
        ("the date", date == facts.date, f"{date} instead of {facts.date}"),
        ("the owner", people >= set(facts.owners), f"{_words(sorted(people))} instead of {_words(facts.owners)}"),
        ("the tags", tags == wished or (own and tags >= wished), f"{_words(made.tags)} instead of {_words(facts.tags)}"),
        ("the component", made.component == facts.component or (own and not facts.component), f"{made.component or 'none'} instead of {facts.component}"),
        ("the review", not facts.review or plan == facts.review, f"{plan or 'none'} instead of {facts.review}"),
        ("the links", found >= wanted and not (exact and found - wanted), f"{_links(found)} instead of {_links(wanted)}"),
    ]  # fmt: skip
    return [f"{what} would be {told}" for what, right, told in checks if not right]


def _words(words: Iterable[str]) -> str:
    """Each in its own quotes, so that what holds a comma is told from two."""
    return ", ".join(f"“{word}”" for word in words) or "none"


def _links(links: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{kind} {path}" for kind, path in sorted(links)) or "none"


def _refusal(wrong: list[str], template: Template | None) -> str:
    if template is not None and template.own:
        return (
            f"{template.where}: a record from this template would not read back as asked: {'; '.join(wrong)}; begin the "
            "template with {{ head }}, or give it a place for that"
        )
    return f"the record would not read back as asked: {'; '.join(wrong)}; use other words"
