"""One record that is to be edited: its text, its line ends, and how its log names other records."""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from decidedly.dialects import Settings, read_record
from decidedly.dialects.labels import NO_VALUE
from decidedly.dialects.status import is_unfilled, read_status
from decidedly.lifecycle import NAMES
from decidedly.log import Log
from decidedly.log.names import called, title_as_written
from decidedly.record import Field, Origin, Record
from decidedly.text import LINE_END, Edit, Source, Span

Edits = tuple[Edit, ...]


@dataclass(frozen=True)
class Target:
    """A record to be edited, in its log.

    `side` is the file beside the record that holds its metadata (`kep.yaml`), if there is one. `loose` lets remarks go
    that would be false beside a new status; without it only what is beyond doubt is edited.
    """

    log: Log
    record: Record
    statuses: tuple[str, ...] = NAMES
    side: Source | None = None
    loose: bool = False

    @property
    def source(self) -> Source:
        """The text that is edited: the record's, or that of the file beside it."""
        return self.side if self.side is not None else self.record.source

    @property
    def fields(self) -> tuple[Field, ...]:
        """The record's fields that stand in the text that is edited."""
        path = self.side.path if self.side is not None else None
        return tuple(one for one in self.record.fields if one.path == path)

    def field(self, name: str) -> Field | None:
        """The most trusted field of that name in the text that is edited."""
        return next((one for one in self.fields if one.name == name), None)

    @cached_property
    def status(self) -> Field | None:
        """The field that states the status, else the first place that is left for it."""
        stated = [one for one in self.fields if one.name == "status"]
        return next((one for one in stated if read_status(one.raw, self.statuses)), None) or next(
            iter(stated), None
        )

    def status_in(self, *origins: Origin) -> Field | None:
        """The status field, if it stands in one of these forms."""
        field = self.status
        return field if field is not None and field.origin in origins else None

    @cached_property
    def eol(self) -> str:
        """The text's own line end."""
        found = LINE_END.search(self.source.text)
        return found[0] if found else "\n"

    def line(self, span: Span) -> Span:
        """The line in which `span` begins, without its end and without a byte order mark."""
        line = self.source.line_span(self.source.line_of(span.start))
        marked = line.start == 0 and self.source.text.startswith("\ufeff")
        return Span(1, line.end) if marked else line

    @property
    def toml(self) -> bool:
        """Whether the front matter is TOML."""
        return self.side is None and self.source.text.lstrip("\ufeff").startswith("+++")

    def link(self, other: Record, *, titled: bool | None = None) -> str:
        """A Markdown link to the other record, its words its title or its id; without `titled` as records of this form have it."""
        path = relative(other.path, posixpath.dirname(self.record.path))
        target = f"<{path}>" if re.search(r"[\s()<>]", path) else path
        words = self._spelt(other)
        if titled is None:
            titled = self.status is not None and self.status.origin == "section"
        if titled:
            words = title_as_written(other) or words
        words = re.sub(r"([\[\]\\`*_<|])", r"\\\1", words)
        return f"[{words}]({target})"

    def anchor(self, other: Record) -> str:
        """A link to the other record for a place in which Markdown is none."""
        path = html.escape(relative(other.path, posixpath.dirname(self.record.path)))
        return f'<a href="{path}">{html.escape(self._spelt(other))}</a>'

    def knows(self, spelling: str, other: Record) -> bool:
        """Whether `spelling` means `other` here, and nothing else: not this record either, where ids repeat."""
        found = self.log.find(spelling, self.record)
        return found == (other,) and self.record not in self.log.find(spelling)

    def cell(self, field: Field, new: str) -> Edit:
        """The edit that puts `new` in place of a field's value; in a table whose bars stand below each other they stay so."""
        source, span = self.source, field.span
        blanks = re.match(r" *(?=\|)", source.text[span.end :]) if field.origin == "table" else None
        if blanks is None or not self._aligned(span):
            return Edit(span, new)
        end = span.end + len(blanks[0])
        return Edit(Span(span.start, end), new.ljust(end - span.start - 1) + " ")

    def _aligned(self, span: Span) -> bool:
        """Whether the row above or below is as long as the row of `span`."""
        source, number = self.source, self.source.line_of(span.start)
        rows = [
            source.at(source.line_span(one)).rstrip() for one in (number - 1, number, number + 1) if one >= 0
        ]
        here = source.at(source.line_span(number)).rstrip()
        return sum(len(row) == len(here) and "|" in row for row in rows) > 1

    def _spelt(self, other: Record) -> str:
        """The other record's id, its letters apart from its number as the log's links have them: `ADR 7`, `ADR-7`."""
        words = called(other)
        match = re.fullmatch(r"([A-Z]{2,8})-(\d+)", words)
        gap = self.log.once(_gap_in_ids) if match is not None and other.id == match[2] else ""
        return f"{match[1]}{gap}{match[2]}" if match is not None and gap else words

    def read(self, text: str) -> Record:
        """The record as it reads with `text` in place of what is edited."""
        made = Source(self.source.path, text, self.source.encoding)
        if self.side is None:
            return self.read_with(made, None)
        return self.read_with(self.record.source, made)

    def read_with(self, source: Source, side: Source | None) -> Record:
        """The record as it reads from this text, with this file beside it."""
        folder, package = posixpath.dirname(self.record.path), self.record.package
        return read_record(source, side, Settings(self.statuses, {folder: package} if package else {}))


def _gap_in_ids(log: Log) -> str:
    """What stands in a log between letters and number of most links to its records, where their files have no letters."""
    gaps = Counter(
        found[1]
        for one in log.records
        for link in one.links
        if link.kind != "mentions" and (found := re.match(r"[A-Z]{2,8}([- ])\d+(?!\w)", link.text))
    )
    return gaps.most_common(1)[0][0] if gaps else "-"


def relative(path: str, folder: str) -> str:
    """How a file in `folder` writes `path`; both are relative to the records folder."""
    return posixpath.relpath(f"/{path}", f"/{folder}")


def is_blank(raw: str) -> bool:
    """Whether nothing is said here: an empty place, a word for nothing, or a template's words."""
    bare = raw.strip(" []*_`\"'").lower()
    return bare in NO_VALUE or is_unfilled(raw) or re.fullmatch(r"\{[^{}]*\}", raw.strip()) is not None


def filling(target: Target, field: Field, value: str) -> Edit:
    """The edit that puts `value` into the place that `field` leaves empty, or has filled with nothing to say."""
    source, span = target.source, field.span
    if len(span):
        if source.text[span.start - 1 : span.start] == "{" and source.text[span.end : span.end + 1] == "}":
            span = Span(
                span.start - 1, span.end + 1
            )  # a template's `{YYYY-MM-DD}`: YAML takes it for a mapping
        return Edit(span, value)
    if field.origin == "section":
        eol = target.eol
        before, after = source.text[: span.start], source.text[span.end :]
        above = "" if before.endswith(eol * 2) else eol if before.endswith(eol) else eol * 2
        ahead = len(after) - len(after.lstrip("\r\n"))
        below = "" if ahead >= len(eol) * 2 or not after.strip() else eol if ahead else eol * 2
        return Edit(span, above + value + (below if after else eol))
    before = source.text[span.start - 1 : span.start]
    wall = " " if source.text[span.end : span.end + 1] == "|" else ""
    quote = '"' if target.toml and before not in "\"'" else ""
    space = "" if before in " \t\"'" else " "
    return Edit(span, f"{space}{quote}{value}{quote}{wall}")
