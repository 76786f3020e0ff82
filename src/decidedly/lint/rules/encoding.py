"""P005: bytes and characters that other programs trip over."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Fix
from decidedly.lint.characters import controls, turning
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.text import LINE_END, Edit, Source, Span

_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def check(context: Context) -> Iterator[Fault]:
    """At most one fault of each kind for a file."""
    for one in context.texts:
        for problem in one.problems:
            if problem.code == "P005":
                yield Fault(one.path, problem.span or Span(0, 0), problem.message, "save the file as UTF-8")
        for found in (_mark, _controls, _turning, _line_ends):
            yield from found(one.source)


def _mark(source: Source) -> Iterator[Fault]:
    if source.text.startswith("\ufeff") and source.encoding == "utf-8":
        fix = Fix("take the byte order mark out", {source.path: (Edit(Span(0, 1), ""),)})
        message = (
            "the file begins with a byte order mark (U+FEFF), behind which many tools see no front matter"
        )
        yield Fault(source.path, Span(0, 1), message, "save it as UTF-8 without the mark", "U+FEFF", fix=fix)


def _controls(source: Source) -> Iterator[Fault]:
    if found := controls(source.text):
        # a vertical tab is a line break of word processors: words must not run together
        edits = tuple(Edit(Span(*each.span()), " " if each[0] == "\x0b" else "") for each in found)
        code, span = f"U+{ord(found[0][0][0]):04X}", Span(*found[0].span())
        also = f", and {len(found) - 1} more" if len(found) > 1 else ""
        fix = Fix("take the control characters out", {source.path: edits})
        yield Fault(source.path, span, f"control character {code}{also}", "take it out", code, fix=fix)


def _turning(source: Source) -> Iterator[Fault]:
    if found := turning(source.text):
        code, span = f"U+{ord(source.text[found[0]]):04X}", Span(found[0], found[0] + 1)
        edits = tuple(Edit(Span(at, at + 1), "") for at in found)
        fix = Fix("take it out", {source.path: edits}, safe=False)
        message = f"the mark {code} makes what follows it read otherwise than it is written"
        yield Fault(source.path, span, message, "take it out, and read the line again", code, fix=fix)


def _line_ends(source: Source) -> Iterator[Fault]:
    ends = list(LINE_END.finditer(source.text))
    counts = {end: sum(each[0] == end for each in ends) for end in {each[0] for each in ends}}
    if len(counts) > 1:
        usual = max(counts, key=lambda end: (counts[end], end == "\n"))
        odd = [Span(*each.span()) for each in ends if each[0] != usual]
        fix = Fix(f"write {_ENDS[usual]}", {source.path: tuple(Edit(span, usual) for span in odd)})
        message = f"line ends are mixed: {len(odd)} of {len(ends)} are not {_ENDS[usual]}"
        yield Fault(source.path, odd[0], message, f"save the file with {_ENDS[usual]}", "line ends", fix=fix)


RULE = Rule(
    "P005", "encoding", "warning", "bytes and characters that other programs trip over", check, "safe"
)
