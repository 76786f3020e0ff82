"""Which files are decision records, and which are templates, indexes and other documents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal

from decidedly.dialects.identity import (
    PREFIXES,
    Identity,
    from_name,
    in_own_folder,
    is_index_name,
    is_template_name,
    is_template_title,
    name_of,
    split_heading,
)
from decidedly.dialects.status import is_unfilled, read_status
from decidedly.dialects.tongues import translations
from decidedly.record import Field, Section
from decidedly.text import Source

if TYPE_CHECKING:
    from decidedly.dialects.draft import Draft

Kind = Literal["record", "maybe", "template", "index", "document"]
MAX_SECTIONS = 500
"""Sections of one file that are looked at for decisions of their own."""
_STRONG = frozenset({"decision", "consequences", "options", "drivers", "pros-cons"})
_INDEXED = re.compile(
    r"^\D*0+[-_. ]+(?:index|toc|about\b.*|intro(?:duction)?|overview|readme|.*\bprocess)$", re.I
)
_GUIDE = re.compile(
    r"(?:^|[-_ ])(?:how[-_ ]?to[-_ ](?:write|use|create|propose|read)|writing[-_ ]|guide(?:line)?s?$|overview$|process$|conventions?$)",
    re.I,
)
_ATTACHED = frozenset({"assets", "attachments", "images", "img", "media", "static"})
"""Folders of what belongs to records: `assets/eip-20/README.md` is none itself."""
_DATED_NOTES = re.compile(r"(?:meeting|minutes|notes|standup|retro|agenda|weekly|release|changelog)", re.I)

_MEETING = re.compile(
    r"(?:^|[-_ ])(?:meeting|meetings|minutes|stand-?up|agenda|reuni[oó]n|r[ée]union|besprechung|sitzungsprotokoll|acta|会议纪要|議事録)(?:$|[-_ ])",
    re.I,
)
"""Words by which a numbered file that has no form of a record tells that it is none."""


def classify(
    draft: Draft,
    fields: Sequence[Field],
    sections: Sequence[Section],
    title: str,
    name: Identity | None,
    log: str,
) -> Kind:
    """What a file is, judged by itself. "maybe": numbered like a record, but nothing inside says so; its neighbours decide.

    `name` is the identity that the file's name states, `log` the name of the folder to which paths are relative.
    """
    path = draft.source.path
    in_log = _named_log(path, log)
    foldered = posixpath.basename(path).lower() in ("readme.md", "index.md", "readme.mdx")
    if is_template_name(path):
        return "template"
    if is_index_name(path) and not foldered and draft.side is None and name is None:
        return "index"
    if foldered and draft.side is None and (name is None or posixpath.dirname(path) == ""):
        return "index"
    if foldered and _ATTACHED & set(path.lower().split("/")[:-1]):
        return "document"
    if name is None and decisions_within(draft.source, sections):
        return "document"
    status = next((field for field in fields if field.name == "status"), None)
    if status is None and name is not None and name.number == 0 and _INDEXED.search(name_of(path)):
        return "index"
    stated = status is not None and read_status(status.value) is not None
    unfilled = status is not None and is_unfilled(status.value)
    if is_template_title(title) and (name is None or name.number in (None, 0) or unfilled):
        return "template"
    roles = {section.role for section in sections}
    strong = len(roles & _STRONG)
    prefixed = name is not None and bool(name.prefix) and _known(name.prefix)
    if name is not None:
        if (
            stated
            and status is not None
            and status.origin != "front-matter"
            and name.prefix
            and not any(part.lower() in PREFIXES for part in re.split(r"[-_ ]", name.prefix))
            and not in_log
            and not strong
            and "context" not in roles
        ):
            return "maybe"  # `P17.md` with a status may be anything
        if (
            stated
            or draft.side is not None
            or prefixed
            or (strong and "context" in roles and (in_log or len(name.digits) >= 3))
            or strong >= 2
            or status is not None
        ):
            notes = _DATED_NOTES.search(name_of(path)) and not stated
            told = name.number is not None and strong and "context" in roles  # `0007-keep-a-changelog.md`
            return "record" if told or not notes else "document"
        if (
            len(name.digits) >= 3
            and "context" in roles
            and any(field.name in ("created", "ticket") for field in fields)
        ):
            return "record"  # a proposal: `Start Date: …`, `RFC PR: …`
        if name.number is None:
            decided = any(
                field.name in ("decision-makers", "date")
                and field.origin in ("front-matter", "list", "labels", "table", "definition", "html")
                for field in fields
            )
            return "record" if strong and decided and not _DATED_NOTES.search(name_of(path)) else "document"
        return "document" if _MEETING.search(name_of(path)) else "maybe"
    aside = _GUIDE.search(name_of(path)) or _DATED_NOTES.search(name_of(path))
    if in_log and (stated or ({"decision", "context"} <= roles and not aside)):
        return "record"
    called = re.match(r"(?:adr|dr|rfc|decision)[-_ ]", name_of(path), re.I) is not None
    ident = any(field.name == "id" and re.search(r"\d", field.value) for field in fields)
    if stated and (strong or called or ident or _y(draft)):
        return "record" if strong or called or ident or "context" in roles else "document"
    if called and strong >= 2:
        return "record"
    if (
        strong >= 2
        and "decision" in roles
        and "context" in roles
        and ("consequences" in roles or "options" in roles)
    ):
        return "record"
    return "document"


_STATED = re.compile(
    r"^\W{0,8}(?:current )?status\b[*_ ]{0,4}(?:[:：|][*_ ]{0,4}|[*_ ]{0,4}\n\s{0,9})(?P<value>[^\n|]{1,120})",
    re.I | re.M,
)


def decisions_within(source: Source, sections: Sequence[Section]) -> tuple[Identity, ...]:
    """The ids of the decisions that one file holds, each in a section of its own with a status: two or more, or none."""
    for level in (2, 3, 1):
        found = [
            identity
            for one in sections[:MAX_SECTIONS]
            if one.level == level and _is_decided(source.at(one.body))
            if (identity := split_heading(one.title, None)[0]) is not None and identity.number is not None
        ]
        if len({one.number for one in found}) > 1:
            return tuple(found)
    return ()


def _is_decided(text: str) -> bool:
    said = (read_status(match["value"]) for match in islice(_STATED.finditer(text), 5))
    return any(status is not None and status.known for status in said)


def _known(prefix: str) -> bool:
    return any(part.lower() in PREFIXES for part in re.split(r"[-_ ]", prefix)) or prefix.isupper()


def _y(draft: Draft) -> bool:
    return re.search(r"^\W{0,3}in the context of\b", draft.source.text, re.I | re.M) is not None


def settle(kinds: dict[str, Kind], log: str = "") -> dict[str, Kind]:
    """Decide the "maybe": a numbered file is a record where numbered neighbours of its folder are, in a folder called
    `adr` or the like, and below a folder of records. What is a record in another language is none of its own."""
    settled: dict[str, Kind] = {}
    sure: dict[str, int] = {}
    doubtful: dict[str, int] = {}
    for path, kind in kinds.items():
        folder = _folder(path)
        if kind == "record":
            sure[folder] = sure.get(folder, 0) + 1
        elif kind == "maybe":
            doubtful[folder] = doubtful.get(folder, 0) + 1
    for path, kind in kinds.items():
        if kind == "maybe":
            folder = _folder(path)
            enough = sure.get(folder, 0) >= doubtful[folder] or (_named_log(path, log) and _digits(path) >= 2)
            while not enough and folder and _digits(path) >= 3:
                folder = posixpath.dirname(folder)
                enough = sure.get(folder, 0) >= max(3, doubtful.get(folder, 0))
            kind = "record" if enough else "document"
        settled[path] = kind
    for path in translations([path for path, kind in settled.items() if kind == "record"]):
        settled[path] = "document"
    return settled


_LOG = re.compile(
    r"(?:^|[./_-])(?:adrs?|rfcs?|decisions?|decision[-_]records?|architecture[-_]decision\w*)$", re.I
)


def _named_log(path: str, log: str) -> bool:
    """Whether the file's folder is called as decision logs are (`log` where that is the top)."""
    return _LOG.search(_folder(path) or log) is not None


def _folder(path: str) -> str:
    folder = posixpath.dirname(path)
    return posixpath.dirname(folder) if in_own_folder(path) else folder


def _digits(path: str) -> int:
    name = from_name(path)
    return len(name.digits) if name else 0
