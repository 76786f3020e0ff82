"""A record's sections: every heading with its extent and its role."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from decidedly.dialects.draft import Draft
from decidedly.dialects.roles import role_of
from decidedly.markdown import Heading
from decidedly.record import Section
from decidedly.text import Span


def read_sections(draft: Draft) -> tuple[Section, ...]:
    """Every heading but the title with its extent and role."""
    source = draft.source
    headings = draft.structure.headings
    ends: dict[int, int] = {}
    open_: list[Heading] = []
    for heading in headings:
        while open_ and open_[-1].level >= heading.level:
            ends[open_.pop().token] = heading.span.start
        open_.append(heading)
    found: list[Section] = []
    for heading in headings:
        if heading is draft.h1:
            continue
        end = ends.get(heading.token, len(source.text))
        found.append(
            Section(
                heading.text,
                heading.level,
                role_of(heading.text) or role_of(re.split("[:：]", heading.text, maxsplit=1)[0]),
                heading.anchor,
                Span(heading.span.start, end),
                heading.span,
                Span(min(heading.span.end, end), end),
            )
        )
    return tuple(found)


def innermost(sections: Sequence[Section], span: Span) -> Section | None:
    """The deepest of `sections` (in file order) that holds `span`, None if none does."""
    at = bisect.bisect_right(sections, span.start, key=lambda one: one.span.start) - 1
    return sections[at] if at >= 0 and sections[at].span.contains(span) else None


def within(sections: Sequence[Section], outer: Section) -> Sequence[Section]:
    """Those of `sections` (in file order) that stand inside `outer`."""
    first = bisect.bisect_right(sections, outer.span.start, key=lambda one: one.span.start)
    last = bisect.bisect_left(sections, outer.span.end, lo=first, key=lambda one: one.span.start)
    return sections[first:last]
