"""How a log is used to write its records: learnt from its newest ones, so that a new one looks like its neighbours."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar

from decidedly.dates import find_date, rewrite_date
from decidedly.dialects.identity import beyond_kind, in_own_folder, is_kind, name_of
from decidedly.dialects.status import cleaned
from decidedly.dialects.wording import cased, tally, translated, usual_sign, usual_word
from decidedly.log import Log
from decidedly.log.names import home
from decidedly.record import Record
from decidedly.text import one_line

NEWEST = 10
"""How many of the newest records are asked."""

One = TypeVar("One")

_NUMBERED = re.compile(r"^(?P<letters>[^\d]*?)(?P<digits>\d{1,8})(?P<join>[-_. ,:–—)]*)(?P<rest>.*)$", re.S)
_DAY_AND_NUMBER = re.compile(r"^(?P<date>\d{8}|\d{4}-\d\d-\d\d)(?P<sep>[-_])(?=\d{1,5}[-_. ])")
_DATED = re.compile(r"^(?P<date>\d{8}|\d{4}-\d\d-\d\d)(?P<join>[-_. ]+)(?P<rest>.*)$", re.S)
IN_YEAR = re.compile(
    r"^(?P<letters>\D*?)(?P<year>(?:19|20)\d\d)(?P<sep>[-_])(?P<digits>\d{2,4})(?P<join>[-_. ,:–—)]+|$)(?P<rest>.*)$",
    re.S,
)
"""A number within a year: `2024-001-title`, `ADR-2024-007`."""
_LABEL = re.compile(r"[^\W\d_][\w '’()/.-]*")
_FRONT = frozenset({"front-matter", "side-file"})


@dataclass(frozen=True, slots=True)
class Naming:
    """How files are called: by number (`letters` before it, digits padded to `width`), by date or by title alone; what
    stands between that and the title (`join`), whether the title is there, in whose case and how its words are joined.
    `inside` is the file's name where each record has a folder of its own; `dashes` tells how days are written, and
    `after_day` what stands between a day and the number, where there is one before it; `year` what stands between a year and
    the number, likewise."""

    series: Literal["number", "date", "title"] = "number"
    letters: str = ""
    width: int = 4
    join: str = "-"
    titled: bool = True
    keep_case: bool = False
    space: str = "-"
    suffix: str = ".md"
    inside: str = ""
    dashes: bool = False
    after_day: str = ""
    year: str = ""

    def stem(self, number: int, day: str, words: str) -> str:
        """The name without suffix; `day` is ISO, `words` the title's slug."""
        if self.series == "title":
            return words
        year = f"{day[:4]}{self.year}" if self.year else ""
        day = day if self.dashes else day.replace("-", "")
        before = f"{day}{self.after_day}" if self.after_day else ""
        first = f"{before}{self.letters}{year}{number:0{self.width}d}" if self.series == "number" else day
        return f"{first}{self.join}{words}" if self.titled else first

    def path(self, folder: str, stem: str) -> str:
        """The path of the record of that name."""
        name = f"{stem}/{self.inside}" if self.inside else stem + self.suffix
        return posixpath.join(folder, name)


@dataclass(frozen=True)
class Habits:
    """What a log does the same way again and again. `model` is the newest record of its most common dialect, None for
    an empty log; `named` the newest one that is called as most are; `newest` are records of that dialect, newest first; `folder` is where records stand; `stated` are
    the statuses of all, and how often each is worded how."""

    dialect: str
    naming: Naming
    folder: str = ""
    prefix: str = ""
    model: Record | None = None
    named: Record | None = None
    newest: tuple[Record, ...] = ()
    stated: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def newline(self) -> str:
        """How lines end."""
        return "\r\n" if self.model is not None and "\r\n" in self.model.source.text else "\n"

    def label(self, name: str, default: str, front: bool = False) -> str:
        """The team's own label for a field, where the model states it; `default` else."""
        found = self.model.by_name.get(name) if self.model is not None else None
        if found is None or (found.origin in _FRONT) != front or found.path is not None:
            return default
        if not _LABEL.fullmatch(found.label) or (found.origin == "section" and name != "status"):
            return default
        return found.label

    @property
    def places(self) -> dict[str, int]:
        """Where each field stands among the others that are stated as the status is."""
        fields = self.model.fields if self.model is not None else ()
        origin = next((one.origin for one in fields if one.name == "status"), "")
        spans = sorted((one.span, one.name) for one in fields if one.origin == origin)
        return {name: number for number, name in reversed([*enumerate(name for _, name in spans)])}

    def word(self, status: str, capital: bool) -> str:
        """A status as the team writes it: its own word and sign, in its language, in large letters or small."""
        raw = self.model.status.raw if self.model is not None and self.model.status is not None else ""
        own = cleaned(raw)
        word = usual_word(self.stated, status) or translated(status, own)
        like = own if any(char.isalpha() for char in own) else "A" if capital else ""
        sign = usual_sign(self.stated, status)
        return f"{sign} {cased(word, like)}" if sign else cased(word, like)

    def day(self, iso: str) -> str:
        """A day as the model writes the day of its status; `iso` where it has none, or none that can be told again."""
        field = self.model.by_name.get("date") if self.model is not None else None
        raw = one_line(field.raw) if field is not None and field.origin != "badge" else ""
        found = find_date(raw)
        plain = found is not None and not (raw[: found.span.start] + raw[found.span.end :]).strip(" \"'")
        return (rewrite_date(raw, date.fromisoformat(iso)) or iso) if plain else iso

    def lead(self, number: int, day: str) -> str | None:
        """What stands before the title in a heading (`2. `, `ADR-002: `), None where records have no such heading."""
        if self.model is None:
            return None if self.dialect in _WITHOUT_HEADING else self._usual(number)
        headings = self.model.structure.headings if self.model.structure else ()
        heading = next((one for one in headings if one.level == 1), None)
        if heading is None:
            titled = (field := self.model.by_name.get("title")) is not None and field.origin in _FRONT
            return None if titled or self.dialect in _WITH_TITLE else self._usual(number)
        return led(heading.text, self.model, number, day)

    def _usual(self, number: int) -> str:
        return f"{number}. " if self.dialect == "nygard" else ""

    def id_of(self, number: int, stem: str) -> str:
        """The id of the new record, as the team writes ids."""
        if self.naming.series == "date":
            return stem
        if self.naming.year and (within := IN_YEAR.match(stem)) is not None:
            return stem[: within.end("digits")]
        if self.named is not None and self.named.number is not None:
            own = self.named.id.rpartition("/")[2]
            if own.casefold() == name_of(self.named.path).casefold():
                return stem
            digits = re.search(r"\d+$", own)
            if digits is not None:
                return own[: digits.start()] + padded(digits[0], number)
        if self.naming.series == "title":
            return stem
        return f"{self.naming.letters}{number:0{self.naming.width}d}"


_WITHOUT_HEADING = frozenset({"adrs", "mkdocs-decision-records", "mkdocs-material-adr"})
_WITH_TITLE = _WITHOUT_HEADING | {"native", "adrkit", "adrinaline", "tech-docs"}
"""Dialects whose front matter has the title, so that they need no heading."""


def padded(digits: str, number: int) -> str:
    """`number` with as many digits as those have, if they begin with a zero or are more."""
    return (
        f"{number:0{len(digits)}d}"
        if digits.startswith("0") or len(digits) > len(str(number))
        else str(number)
    )


def led(text: str, model: Record, number: int, day: str) -> str:
    """What stands before the model's title in `text`, with the new number in place of its own."""
    text = text.strip()
    title = model.title
    if text == title and (bare := beyond_kind(text)) != text:
        return text[: -len(bare)]
    if not title or not text.endswith(title) or text == title:
        return ""
    lead = text[: -len(title)]
    within = re.search(r"((?:19|20)\d\d)([-_/ ])(\d{2,5})(?=\D*$)", lead)
    if within is not None and model.id.endswith(f"{within[1]}{within[2]}{within[3]}"):
        return (
            f"{lead[: within.start()]}{day[:4]}{within[2]}{padded(within[3], number)}{lead[within.end() :]}"
        )
    if is_kind(lead):
        return lead
    digits = list(re.finditer(r"\d+", lead))
    if model.number is not None and len(digits) == 1 and int(digits[0][0]) == model.number:
        return lead[: digits[0].start()] + padded(digits[0][0], number) + lead[digits[0].end() :]
    return ""


def learn(log: Log, folder: str | None = None, dialect: str = "") -> Habits:
    """The habits of a log, or of what stands in one `folder` of it where records do; those of an empty one are ours."""
    records = [one for one in log.records if folder is None or home(one.path) == folder]
    if not records:
        if folder is not None and log.records:  # an empty component: as the rest of the log, but there
            return replace(learn(log), folder=folder)
        ours = dialect in ("", "native")
        naming = Naming(letters="DR-", width=3) if ours else Naming()
        return Habits(dialect or "native", naming, folder or "", "DR" if ours else "")
    newest = sorted(records, key=_age, reverse=True)
    recent = newest[:NEWEST]
    common = _most(one.dialect for one in recent)
    alike = [one for one in newest if one.dialect == common]
    namings = {one.path: naming_of(one, records) for one in recent}
    naming = _most(namings.values())
    named = next(one for one in recent if namings[one.path] == naming)
    return Habits(
        common,
        naming,
        home(named.path) if folder is None else folder,
        named.prefix,
        alike[0],
        named,
        tuple(alike[:NEWEST]),
        tally(one.status for one in records if one.status is not None),
    )


def _age(record: Record) -> tuple[object, ...]:
    day = record.when
    if record.number is None:
        return (0, posixpath.basename(record.path), day.toordinal() if day else 0)
    return (1, record.number, day.toordinal() if day else 0, record.path)


def _most(values: Iterable[One]) -> One:
    """The most common; of equals the first."""
    return Counter(values).most_common(1)[0][0]


def naming_of(record: Record, series: Sequence[Record]) -> Naming:
    """How the record's file is called; `series` tells how wide numbers are."""
    folder, name = posixpath.split(record.path)
    stem, dot, suffix = name.rpartition(".")
    inside = ""
    if in_own_folder(record.path):
        inside, stem = name, posixpath.basename(folder)
    elif name.endswith(".html.md"):
        stem, suffix = name.removesuffix(".html.md"), "html.md"
    within = IN_YEAR.match(stem) if not _DATED.match(stem) else None
    if within is not None and record.id.casefold().startswith(stem[: within.end("digits")].casefold()):
        rest = within["rest"]
        space = "_" if "_" in rest and "-" not in rest else "-"
        return Naming(
            "number", within["letters"], len(within["digits"]), within["join"] or "-", bool(rest), any(char.isupper() for char in rest),
            space, dot + suffix, inside, year=within["sep"],
        )  # fmt: skip
    before = _DAY_AND_NUMBER.match(stem) if record.number is not None else None
    stem = stem[before.end() :] if before else stem
    found = _DATED.match(stem) if record.number is None else None
    kind: Literal["number", "date", "title"] = "date"
    if found is None:
        kind, found = "number", _NUMBERED.match(stem)
        if found is None or record.number != int(found["digits"]):
            kind, found = "title", None
    rest = found["rest"] if found else stem
    space = "-" if "-" in rest or not re.search(r"[_ ]", rest) else "_" if "_" in rest else " "
    join = (found["join"] or "-") if found else "-"
    return Naming(
        kind,
        found["letters"] if found and kind == "number" else "",
        _width(found["letters"], series) if found and kind == "number" else 0,
        join,
        bool(rest),
        any(char.isupper() for char in rest),
        space,
        dot + suffix,
        inside,
        "-" in (before["date"] if before else found["date"] if found and kind == "date" else ""),
        before["sep"] if before else "",
    )


def _width(letters: str, series: Sequence[Record]) -> int:
    """How many digits numbers have at least: as many as where one begins with a zero."""
    widths = [0]
    for record in series:
        stem = name_of(record.path)
        before = _DAY_AND_NUMBER.match(stem)
        found = _NUMBERED.match(stem[before.end() :] if before else stem)
        if found is not None and found["letters"] == letters and found["digits"].startswith("0"):
            widths.append(len(found["digits"]))
    return max(widths)
