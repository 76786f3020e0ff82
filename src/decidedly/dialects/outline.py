"""A record's sections: every heading with its extent and its role."""

from __future__ import annotations

import re

from decidedly.dialects.draft import Draft
from decidedly.dialects.roles import role_of
from decidedly.record import Section
from decidedly.text import Span


def read_sections(draft: Draft) -> tuple[Section, ...]:
    """Every heading but the title with its extent and role."""
    source = draft.source
    headings = draft.structure.headings
    found: list[Section] = []
    for number, heading in enumerate(headings):
        if heading is draft.h1:
            continue
        end = next(
            (one.span.start for one in headings[number + 1 :] if one.level <= heading.level), len(source.text)
        )
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
