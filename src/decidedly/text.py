"""Source text, spans in it, and edits of it: the ground that everything else stands on.

Offsets are counted in characters of the decoded text, byte order mark included, line ends as written.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

LINE_END = re.compile(r"\r\n|\r|\n")
_SLUG_DROP = re.compile(r"[^\w\s-]")
_SLUG_JOIN = re.compile(r"[\s_-]+")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3]"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, `start` included and `end` excluded."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` where `span` is."""

    span: Span
    new: str


@dataclass(frozen=True)
class Problem:
    """Something strange that reading met; never an exception. `code` is a rule code of the lint catalogue."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True)
class Source:
    """One text file: its path (relative to the records folder, forward slashes) and its decoded text."""

    path: str
    text: str
    encoding: str = "utf-8"
    problems: tuple[Problem, ...] = ()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of each line's first character; lines end at LF, CRLF or CR, as CommonMark has it."""
        return (0, *(found.end() for found in LINE_END.finditer(self.text)))

    def line_of(self, offset: int) -> int:
        """The 0-based number of the line that holds `offset`."""
        return bisect.bisect_right(self.line_starts, offset) - 1

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`, both from 1, columns in characters; a leading BOM has no width."""
        line = self.line_of(offset)
        column = offset - self.line_starts[line] + 1
        if line == 0 and self.text.startswith("\ufeff"):
            column = max(1, column - 1)
        return line + 1, column

    def line_span(self, line: int) -> Span:
        """The span of 0-based `line` without its line end; an empty span past the end."""
        starts = self.line_starts
        if line >= len(starts):
            return Span(len(self.text), len(self.text))
        end = starts[line + 1] if line + 1 < len(starts) else len(self.text)
        while end > starts[line] and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(starts[line], end)

    def lines_span(self, first: int, last: int) -> Span:
        """The span of 0-based lines `first` to `last` (excluded), line ends included."""
        starts = self.line_starts
        begin = starts[first] if first < len(starts) else len(self.text)
        return Span(begin, starts[last] if last < len(starts) else len(self.text))

    def at(self, span: Span) -> str:
        """The text of `span`."""
        return self.text[span.start : span.end]

    def stripped(self, span: Span) -> Span:
        """`span` without white space at either end."""
        start, end = span.start, span.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)


def decode(path: str, data: bytes) -> Source:
    """Decode a file without ever failing and without losing a byte.

    UTF-8 first; UTF-16 where a byte order mark says so; else Windows-1252, else Latin-1 (both keep every byte).
    What was not UTF-8 is noted as a problem (P005).
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                break
            return Source(
                path, text, encoding, (Problem("P005", "UTF-16 text; UTF-8 is expected", Span(0, 1)),)
            )
    try:
        return Source(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        where = len(data[: error.start].decode("utf-8"))
    for encoding in ("cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        problem = Problem(
            "P005", f"not UTF-8; read as {encoding}", Span(min(where, len(text)), min(where + 1, len(text)))
        )
        return Source(path, text, encoding, (problem,))
    raise AssertionError("Latin-1 decodes any bytes")


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Replace each edit's span, and nothing else. Raises ValueError if two spans overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: one.span):
        if edit.span.start < at:
            raise ValueError(f"edits overlap at {edit.span.start}")
        parts += [text[at : edit.span.start], edit.new]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def slug(words: str) -> str:
    """A heading's anchor as GitHub makes it: lower case, punctuation dropped, spaces to dashes."""
    return re.sub(r"\s", "-", _SLUG_DROP.sub("", words.strip().lower()))


_KIND = re.compile(
    r"(?:architectur(?:e|al) decision(?: record)?|decision record|ADR|RFC)(?: ?:| [-\u2013\u2014]) +(?=\S)",
    re.I,
)


def without_kind(title: str) -> str:
    """`title` without a first part that only says what kind of document it heads (`ADR: Use Postgres`)."""
    return _KIND.sub("", title, count=1) if _KIND.match(title) else title


@lru_cache(16_384)
def name_slug(words: str) -> str:
    """A short stable name: ASCII where it can be, letters of other scripts kept, words joined by one dash."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    flat = unicodedata.normalize("NFC", flat).lower()
    return _SLUG_JOIN.sub("-", _SLUG_DROP.sub(" ", flat).strip()).strip("-")


def without_emoji(words: str) -> str:
    """`words` without emoji, arrows and other pictographs, outer space stripped."""
    return _EMOJI.sub("", words).strip()


def one_line(words: str, limit: int = 0) -> str:
    """`words` with white space folded; cut at a word's end with an ellipsis past `limit` characters (0: never)."""
    flat = " ".join(words.split())
    if limit and len(flat) > limit:
        cut = flat[: limit - 1]
        space = cut.rfind(" ")
        flat = (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.–—-") + "…"
    return flat


def near(word: str, choices: Sequence[str], count: int = 3) -> list[str]:
    """Up to `count` of `choices` that look like `word`, best first."""
    import difflib

    lowered = {choice.lower(): choice for choice in choices}
    return [lowered[found] for found in difflib.get_close_matches(word.lower(), list(lowered), count, 0.6)]


_ADDRESSED = re.compile(r"\s*<?([^<>\s]+@[^<>\s]+\.[^<>\s]+?)>?\s*$")


def called(name: str) -> frozenset[str]:
    """Every way to name a person, for comparing: `Ann <ann@x.org>` is also `ann` and `ann@x.org`; case and @ don't count."""
    whole = name.strip().casefold().removeprefix("@")
    found = _ADDRESSED.search(whole)
    parts = (whole, whole[: found.start()].strip(" \"'"), found[1]) if found else (whole,)
    return frozenset(part for part in parts if part)
