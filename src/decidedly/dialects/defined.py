"""Metadata in definition lists: `Status` with `: Accepted` in the line below it."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.dialects.draft import Draft, make_field
from decidedly.dialects.labels import canonical, folded
from decidedly.markdown import plain
from decidedly.record import Field, Item
from decidedly.text import Span


def definitions(draft: Draft) -> Iterator[Field]:
    """Terms of the head's definition lists with what is said of them; lists in which no term is known are prose."""
    for region in draft.heads:
        for index, token in draft.tokens_in(region):
            if token.type == "dl_open":
                found = [_field(draft, label, items) for label, items in _terms(draft, index)]
                if any(canonical(one.label) for one in found):
                    yield from found


def _terms(draft: Draft, index: int) -> Iterator[tuple[str, list[Item]]]:
    """Each term of the list at `index` that something is said of, with the first line of each definition."""
    tokens, source = draft.structure.tokens, draft.source
    level, label, inside = tokens[index].level, "", ""
    items: list[Item] = []
    for token in tokens[index + 1 :]:
        if token.type == "dl_close" and token.level == level:
            break
        if token.type in ("dt_open", "dd_open") and token.level == level + 1:
            inside = token.type
        elif token.type == "inline" and inside == "dt_open":
            if items:
                yield label, items
            label, items, inside = plain(token), [], ""
        elif token.type == "inline" and inside == "dd_open":
            lines = draft.structure.inline_lines(token)
            if lines:
                at = lines[0][1]
                span = source.stripped(Span(at, source.line_span(source.line_of(at)).end))
                items.append(Item(source.at(span), span))
            inside = ""
    if items:
        yield label, items


def _field(draft: Draft, label: str, items: list[Item]) -> Field:
    more = tuple(items) if len(items) > 1 else ()
    value = ", ".join(one.raw for one in items)
    name = canonical(label) or folded(label)
    return make_field(draft.source, name, label, items[0].span, "definition", more, value)
