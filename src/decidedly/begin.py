"""The use-case of `adr new`: choose a template, a number that nobody has, and write a record that reads back as asked."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from decidedly import dialects, gather, resources, workspace, writing
from decidedly.app import AppError, Opened, find_record, repository_prefix
from decidedly.changes import Change, ChangeSet
from decidedly.config import LIMIT
from decidedly.dates import find_date, last_day, meant_as_time, one_day
from decidedly.dialects.identity import name_of
from decidedly.drafting import (
    SHIPPED,
    Drafted,
    Template,
    Wish,
    clean_title,
    draft,
    free_number,
    learn,
    moved_to,
    offered,
)
from decidedly.drafting.habits import Habits
from decidedly.locking import locked
from decidedly.log.names import home
from decidedly.record import Document, Record
from decidedly.text import decode, near
from decidedly.workspace import Workspace

REVIEW = "6 months"
"""When a new record in our own form is looked at again, where nothing else is asked for."""


@dataclass(frozen=True)
class Asked:
    """What the new record is to say, as somebody has typed it. `body` takes the place of the template's text;
    `template_file` is the path of a template (`$ADR_TEMPLATE`), used where `template` names none."""

    title: str
    status: str = ""
    template: str = ""
    supersedes: tuple[str, ...] = ()
    in_part: bool = False
    related: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    review: str = ""
    component: str = ""
    body: str | None = None
    template_file: str = ""


@dataclass(frozen=True)
class Made:
    """A new record and the change that makes it. `folders` are all folders that it might have gone into."""

    drafted: Drafted
    changes: ChangeSet
    folders: tuple[str, ...] = ()


def new_record(opened: Opened, asked: Asked, start: Path, as_of: date, *, dry_run: bool = False) -> Made:
    """Make the record, and write it unless `dry_run`.

    Raises AppError, DraftError and TemplateError for what can't be done as asked, WriteError and LockError.
    """
    place, log = opened.workspace, opened.log
    shipped = shipped_templates()
    template = _template(opened, asked, start)
    folder, component = _whereabouts(opened, asked.component, start)
    habits = learn(log, folder, template.dialect if template else "")
    if template is None and asked.body is None and (among := offered(log, habits)) is not None:
        template = replace(_among(among), found=True)
        habits = habits if log.records else learn(log, folder, template.dialect)
    if folder is None:
        habits = moved_to(habits, log, as_of.isoformat())
    wish = _wish(opened, asked, habits, start, as_of, component)
    others = gather.elsewhere(place, log, repository_prefix(place))

    def plan() -> Made:
        names = workspace.names(place)
        taken = (*others, *_made_since(opened, names))
        drafted = draft(
            log, habits, wish, template, shipped, number=free_number(log, habits, taken, wish.date), names=names,
            settings=workspace.reader_settings(place), ascii_names=place.config.ascii_names,
        )  # fmt: skip
        changes = ChangeSet({drafted.path: Change(None, drafted.text)})
        folders = sorted({home(record.path) for record in log.records}) if folder is None else []
        return Made(drafted, changes, tuple(folders))

    if dry_run:
        return plan()
    with locked(place.records):
        made = plan()
        writing.write(place, made.changes)
    return made


def _made_since(opened: Opened, names: Iterable[str]) -> tuple[Record, ...]:
    """Records that others have made since the log was read."""
    log, place = opened.log, opened.workspace
    known = log.by_path.keys() | log.documents_by_path.keys()
    new = [name for name in names if workspace.kind_of(name) == "text" and name not in known]
    if not new:
        return ()
    read = gather.Disk(place, "").read(new)
    sources = [decode(name, data) for name, data in read.items()]
    return dialects.read_all(sources, {}, workspace.reader_settings(place)).records


def _wish(opened: Opened, asked: Asked, habits: Habits, start: Path, as_of: date, component: str) -> Wish:
    try:
        title = clean_title(asked.title)
    except ValueError as error:
        raise AppError(str(error)) from None
    statuses = opened.workspace.config.statuses
    status = asked.status.strip().lower() or ("proposed" if "proposed" in statuses else statuses[0])
    if status not in statuses:
        meant = near(status, statuses, 1)
        hint = f"did you mean “{meant[0]}”?" if meant else f"there are {', '.join(statuses)}"
        raise AppError(f"--status: there is no status “{asked.status}”; {hint}")
    if asked.in_part and not asked.supersedes:
        raise AppError("--in-part goes with --supersedes: which record is superseded in part?")
    review = asked.review.strip()
    planned = not habits.newest or any(one.review is not None for one in habits.newest)
    if not review and habits.dialect == "native" and planned:
        review = REVIEW
    for option, values in (("--tag", asked.tags), ("--owner", asked.owners), ("--review", (review,)), ("--component", (component,))):  # fmt: skip
        for value in values:
            if any(ord(char) < 32 or char in "\x7f\u2028\u2029" for char in value) or (
                value != value.strip()
            ):
                raise AppError(f"{option} {value!r}: control characters and outer spaces can't be written")
    review = _checked_review(review, as_of)
    return Wish(
        title,
        status,
        as_of.isoformat(),
        tuple(dict.fromkeys(find_record(opened, one, start) for one in asked.supersedes)),
        asked.in_part,
        tuple(dict.fromkeys(find_record(opened, one, start) for one in asked.related)),
        asked.tags,
        asked.owners,
        "" if review.lower() == "none" else review,
        component,
        asked.body,
    )


def _checked_review(review: str, today: date) -> str:
    """The review as it is written down: one day in place of “in 6 months”, which is counted from today.

    Raises AppError for what was meant as a time, and is none: it would be taken for the name of an event.
    """
    meant = meant_as_time(review)
    once = one_day(review, today) if find_date(review) is None and not last_day(review) else None
    if once is not None:
        return once.isoformat()
    if meant:
        raise AppError(f"--review: “{review}” is no day and no time; write {meant}")
    day = find_date(review)
    if re.fullmatch(r"[\d\W_]+", review) if day is None else day.day is None:
        raise AppError(f"--review: “{review}” is no day; write YYYY-MM-DD, a time (“6 months”) or an event")
    if day is not None and day.ambiguous:
        raise AppError(f"--review: “{review}” may be either of two days; write YYYY-MM-DD")
    return review


def _whereabouts(opened: Opened, named: str, start: Path) -> tuple[str | None, str]:
    """The folder of the log that a component means (None: wherever most records are), and the component to write down.

    It may be a package of the configuration, a folder of records (by its path, or a part of that), or a word, where it is
    clear without it which folder is meant.
    """
    place, log = opened.workspace, opened.log
    homes = {home(record.path) for record in log.records}
    if not named:
        if not log.records or not place.config.packages:
            return None, ""
        main = (
            _inside(place, Path(place.config.file).parent / place.config.records)
            if place.config.records
            else None
        )
        return main, ""
    for package in place.config.packages:
        if package.name.casefold() == named.casefold():
            folder = _inside(place, Path(place.config.file).parent / package.records)
            if folder is not None:
                return folder, ""
    plain = named.replace("\\", "/").strip("/")
    found = [folder for folder in homes if folder.casefold() == plain.casefold()]
    found = found or [folder for folder in homes if folder.rpartition("/")[2].casefold() == plain.casefold()]
    inside = f"/{plain}/".casefold()  # `api` and `packages/api` for packages/api/docs/adr
    found = found or [folder for folder in homes if plain and inside in f"/{folder}/".casefold()]
    if len(found) == 1 and found[0]:
        return found[0], ""
    if len(found) > 1:
        raise AppError(
            f"--component {named} may be any of these folders: {', '.join(sorted(found))}; name one by its path"
        )
    for base in (place.records, start):
        folder = _inside(place, base / plain)
        if folder and "\0" not in named and (place.records / folder).is_dir() and not plain.startswith("."):
            return folder, ""
    word = " ".join(named.split())
    if not _has_main(homes) and all(record.component.casefold() != word.casefold() for record in log.records):
        raise AppError(
            f"--component {named}: no folder of records is called so; there are {', '.join(sorted(homes))}"
        )
    return None, word


def _has_main(homes: set[str]) -> bool:
    """Whether one of these folders holds all others, so that a record may go there whatever it is about."""
    return len(homes) < 2 or any(
        all(f"{one}/".startswith(f"{main}/") or not main for one in homes) for main in homes
    )


def _inside(place: Workspace, path: Path) -> str | None:
    """`path` as a folder of the records folder, None where it is none."""
    try:
        relative = Path(os.path.abspath(path)).relative_to(place.records).as_posix()
        return None if "\0" in relative else "" if relative == "." else relative
    except ValueError:
        return None


# ---------------------------------------------------------------------------------------------------------- templates


def shipped_templates() -> dict[str, Template]:
    """The templates that come with the program, by name, each with its text."""
    folder = resources.templates()
    return {one.name: replace(one, text=resources.read_text(folder, f"{one.name}.md")) for one in SHIPPED}


def templates(opened: Opened) -> dict[str, Template]:
    """All templates by name: those that ship, and the team's own, which come first where names are equal."""
    found = shipped_templates()
    for document in opened.log.documents:
        if document.kind == "template":
            one = _among(document)
            found.setdefault(one.name, replace(one, where=str(opened.workspace.records / one.where)))
    for file in _own_files(opened.workspace):
        found[file.stem] = Template(file.stem, "your own", "", own=True, where=str(file))
    return found


def _among(document: Document) -> Template:
    """A template that stands among the records, with its text."""
    dialect = dialects.read_record(document.source).dialect
    return Template(
        name_of(document.path), "your own", dialect, document.source.text, own=True, where=document.path
    )


def _own_files(place: Workspace) -> Iterator[Path]:
    """Templates in `<records>/templates/`, and in the folder that the configuration names."""
    folders = [place.records / "templates"]
    if place.config.templates:
        named = Path(os.path.abspath(place.config.file)).parent / place.config.templates
        if not named.is_dir():
            raise AppError(
                f"{place.config.file}: templates names “{place.config.templates}”, which is no folder"
            )
        folders.append(named)
    for folder in folders:
        if folder.is_dir():
            yield from sorted(file for file in folder.iterdir() if file.suffix == ".md" and _is_regular(file))


def _is_regular(file: Path) -> bool:
    try:
        return stat.S_ISREG(
            file.lstat().st_mode
        )  # no link: it could lead to anything that this user may read
    except OSError:
        return False


def _template(opened: Opened, asked: Asked, start: Path) -> Template | None:
    """The template to use, with its text; None for what the log's own records look like."""
    if not asked.template and asked.template_file:
        return _read(Template("$ADR_TEMPLATE", "", "", own=True, where=str(start / asked.template_file)))
    known = templates(opened)
    if asked.template:
        if asked.template not in known:
            meant = near(asked.template, list(known), 1)
            hint = f"did you mean “{meant[0]}”?" if meant else f"there are {', '.join(sorted(known))}"
            raise AppError(f"--template: there is no template “{asked.template}”; {hint}")
        found = known[asked.template]
        return found if found.text else _read(found)
    own = known.get("template")
    return _read(own) if own is not None and own.own and not own.text and asked.body is None else None


def _read(template: Template) -> Template:
    try:
        with Path(template.where).open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AppError(f"{template.where}: the template can't be read: {reason}") from None
    if len(data) > LIMIT:
        raise AppError(f"{template.where}: larger than {LIMIT:,} bytes; that is no template")
    return replace(template, text=decode(template.where, data).text)
