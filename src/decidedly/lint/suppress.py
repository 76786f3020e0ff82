"""Suppression comments: `<!-- adr-ignore: L120 reason="moved to the wiki" until=2026-12-01 -->`.

One on a line of its own speaks for the next line that holds text; one above the title (or at the beginning of a text
without one) speaks for the whole file. A reason is required: without one nothing is suppressed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from decidedly.dates import find_date
from decidedly.record import Document, Record
from decidedly.text import Source, Span

_COMMENT = re.compile(r"<!--[ \t]*adr-ignore\b[ \t]*:?(?P<rest>.*?)-->", re.S | re.I)
_CODE = re.compile(r"[A-Z]\d{3}\b|[A-Z]\b|[a-z]+(?:-[a-z]+)+")
_VALUE = re.compile(r"(?P<key>reason|until)\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"]+))")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: the codes or names it names, its reason and end, where it stands, and the lines it speaks for.

    `first` and `last` are 0-based lines, both included; `problem` says why it has no effect, or "".
    """

    codes: tuple[str, ...]
    reason: str
    until: date | None
    span: Span
    first: int
    last: int
    problem: str = ""

    def covers(self, code: str, name: str, line: int) -> bool:
        """Whether it speaks for a finding of that rule on that line."""
        named = any(code.startswith(one) or one == name for one in self.codes)
        return not self.problem and named and self.first <= line <= self.last


def read_suppressions(one: Record | Document) -> tuple[Suppression, ...]:
    """The suppressions in a text, in order; comments inside code are none."""
    source = one.source
    if "adr-ignore" not in source.text.lower():
        return ()
    code = (*one.structure.code_blocks, *one.structure.code_spans) if one.structure else ()
    headings = one.structure.headings if one.structure else ()
    title = next(
        (heading.span.start for heading in headings if heading.level == 1),
        headings[0].span.start if headings else len(source.text),
    )
    found: list[Suppression] = []
    for match in _COMMENT.finditer(source.text):
        span = Span(*match.span())
        if not any(hole.contains(span) for hole in code):
            found.append(_read(source, span, match["rest"], whole=span.start < title))
    return tuple(found)


def _read(source: Source, span: Span, rest: str, whole: bool) -> Suppression:
    values = {
        match["key"]: match["quoted"] if match["quoted"] is not None else match["bare"]
        for match in _VALUE.finditer(rest)
    }
    codes = tuple(dict.fromkeys(_CODE.findall(_VALUE.sub(" ", rest))))
    until = find_date(values["until"]) if "until" in values else None
    problem = ""
    if not codes:
        problem = "it names no rule"
    elif not values.get("reason", "").strip():
        problem = 'it gives no reason; write reason="…"'
    elif "until" in values and (until is None or until.day is None):
        problem = f"“until={values['until']}” is no date; write until=YYYY-MM-DD"
    first, last = (0, len(source.line_starts)) if whole else _next_line(source, span)
    return Suppression(
        codes, values.get("reason", "").strip(), until.day if until else None, span, first, last, problem
    )


def _next_line(source: Source, span: Span) -> tuple[int, int]:
    line = source.line_of(span.start)
    last = source.line_of(max(span.start, span.end - 1))
    around = source.at(Span(source.line_span(line).start, span.start)) + source.at(
        Span(span.end, source.line_span(last).end)
    )
    if around.strip(" \t>*-+|"):
        return line, last  # it stands beside the text it speaks for
    for after in range(last + 1, len(source.line_starts)):
        if source.at(source.line_span(after)).strip():
            return line, after
    return line, last
