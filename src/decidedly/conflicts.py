"""What a merge that was not finished leaves in a text: `<<<<<<<`, `=======`, `>>>>>>>`."""

from __future__ import annotations

import re

from decidedly.text import Source, Span

_MARK = re.compile(r"^(?:(?P<ours><{7})|(?P<base>\|{7})|(?P<middle>={7})|(?P<theirs>>{7}))(?:[ \t].*)?$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def conflicts(source: Source) -> tuple[Span, ...]:
    """The lines that mark where each conflict begins; where that mark is gone, the first of the others that are left.

    A conflict that stands whole in one block of code is an example, and a row of `=======` alone underlines a title.
    """
    if "<<<<<<<" not in source.text and ">>>>>>>" not in source.text:
        return ()
    found: list[Span] = []
    opened: tuple[Span, int] | None = None
    middle: Span | None = None
    fence, blocks = "", 0
    number, last = 0, source.line_of(len(source.text))
    while number <= last:
        span = source.line_span(number)
        line = source.at(span).rstrip("\r\n")
        mark = _MARK.match(line)
        bar = _FENCE.match(line)
        if bar is not None and not fence:
            fence, blocks = bar[1], blocks + 1
        elif bar is not None and bar[1].startswith(fence) and not line.strip().strip(bar[1][0]):
            fence, blocks = "", blocks + 1
        if mark is None:
            pass
        elif mark["ours"]:
            if opened is not None:
                found.append(opened[0])
            opened, middle = (span, blocks), None
        elif mark["middle"]:
            middle = span
        elif mark["theirs"]:
            if opened is not None:
                found += [] if fence and opened[1] == blocks else [opened[0]]
            elif middle is not None:
                found.append(middle)
            elif line[7:].strip() and not fence:
                found.append(span)
            opened = middle = None
        number += 1
    if opened is not None and middle is not None:
        found.append(opened[0])
    return tuple(found)


def conflicted(source: Source) -> str:
    """Why nothing may be written into this text, in words that go behind a path; "" where it holds no conflict."""
    found = conflicts(source)
    if not found:
        return ""
    line, _ = source.position(found[0].start)
    return f"{source.path}:{line}: a merge conflict is left here ({source.at(found[0])[:40].strip()})"
