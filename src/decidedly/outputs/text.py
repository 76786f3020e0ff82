"""Findings for people: the line that is meant, the exact words underlined, and what to do next.

error[L120]: “ADR-0023” is no record of this log
  ┌ adr/0004-one-queue.md:3:13
3 │ supersedes: ADR-0023
  │             ^^^^^^^^
  = help: did you mean 0022?
"""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Finding, Severity
from decidedly.outputs.checked import Checked, Format, is_log
from decidedly.printable import visible, width, widths
from decidedly.text import Source, Span, one_line

COLORS: dict[Severity, str] = {"error": "1;31", "warning": "1;33", "info": "1;36"}
_TAB = "    "
_LEAST = 40

MOST_RELATED = 5
"""Other places that are named; of more, the first of them and how many there are besides."""


def make(checked: Checked) -> str:
    """All findings, an empty line between two."""
    return "\n".join("\n".join(_lines(checked, one)) + "\n" for one in checked.findings)


def _lines(checked: Checked, finding: Finding) -> Iterator[str]:
    def paint(words: str, color: str) -> str:
        return f"\x1b[{color}m{words}\x1b[0m" if checked.colored and words else words

    color = COLORS[finding.severity]
    code = paint(f"{finding.severity}[{finding.code}]", color)
    link = checked.links.get(finding.code, "")
    if checked.colored and link:
        code = f"\x1b]8;;{link}\x1b\\{code}\x1b]8;;\x1b\\"
    yield f"{code}: {paint(visible(one_line(finding.message)), '1')}"
    source = checked.sources.get(finding.path)
    region = checked.where(finding)
    margin = " " * len(str(region.line))
    where = visible(checked.shown.get(finding.path, finding.path))
    if source is not None:
        yield f"{margin} {paint('┌', '34')} {where}:{region.line}:{region.column}"
        room = max(_LEAST, checked.columns - len(margin) - 4)
        text, mark = _excerpt(source, finding.span, room)
        if text.strip():
            yield f"{paint(f'{region.line} │', '34')} {text}"
            blank = len(mark) - len(mark.lstrip())
            yield f"{margin} {paint('│', '34')} {mark[:blank]}{paint(mark[blank:], color)}"
    elif not is_log(finding):
        yield f"{margin} {paint('┌', '34')} {where}"
    shown = finding.related if len(finding.related) <= MOST_RELATED else finding.related[: MOST_RELATED - 1]
    for other in shown:
        there = visible(checked.shown.get(other.path, other.path))
        at = checked.region(other.path, other.span)
        place = f":{at.line}:{at.column}" if other.path in checked.sources else ""
        yield f"{margin} {paint('=', '34')} {there}{place}: {visible(one_line(other.message))}"
    if rest := len(finding.related) - len(shown):
        yield f"{margin} {paint('=', '34')} and {rest} more places"
    if finding.help:
        yield f"{margin} {paint('=', '34')} {paint('help', '1')}: {visible(one_line(finding.help))}"
    if finding.fix is not None:
        option = "--fix" if finding.fix.safe else "--fix --unsafe-fixes"
        yield f"{margin} {paint('=', '34')} {paint('fix', '1')}: {visible(one_line(finding.fix.title))} ({option})"


def _excerpt(source: Source, span: Span, room: int) -> tuple[str, str]:
    """The first line of `span` as it can be shown in `room` cells, and below it what underlines the span."""
    row = source.line_of(span.start)
    line = source.line_span(row)
    if row == 0 and source.text.startswith("\ufeff"):
        line = Span(1, max(line.end, 1))
    # enough of the line for any cut: a file may be one line of a megabyte
    first, last = (
        max(line.start, span.start - 2 * room),
        min(line.end, max(span.start, line.start) + 2 * room),
    )
    before = _shown(source.text[first : max(span.start, first)])
    inside = _shown(source.text[max(span.start, first) : max(min(span.end, last), first)])
    after = _shown(source.text[max(min(span.end, last), first) : last])
    left = "…" if first > line.start else ""
    right = "…" if last < line.end else ""
    keep = room - min(width(inside), room * 2 // 3) - 2
    if width(before) > keep * 2 // 3 and width(before + inside + after) > room:
        before, left = _tail(before, max(keep * 2 // 3, 1)), "…"
    if width(left + before + inside) > room - 1:
        inside, right, after = _head(inside, room - 1 - width(left + before)), "…", ""
    elif width(left + before + inside + after) > room:
        after, right = _head(after, room - 1 - width(left + before + inside)), "…"
    mark = " " * width(left + before) + "^" * max(1, width(inside))
    return f"{left}{before}{inside}{after}{right}".rstrip(), mark


def _shown(words: str) -> str:
    flat = words.replace("\t", _TAB).replace("\r", "").replace("\n", " ")
    return visible(f".{flat}")[
        1:
    ]  # it never stands at the beginning of a line, where a CI runner reads commands


def _head(words: str, room: int) -> str:
    used = 0
    for at, cells in enumerate(widths(words)):
        used += cells
        if used > room:
            return words[:at]
    return words


def _tail(words: str, room: int) -> str:
    cells = widths(words)
    at = len(words)
    while at and room >= cells[at - 1]:
        at -= 1
        room -= cells[at]
    while at < len(words) and not cells[at]:
        at += 1  # never begin with what belongs to the character before
    return words[at:]


OUTPUT = Format("text", "text/plain", make)
