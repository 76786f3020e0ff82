"""Writing into a record that it was reviewed: an item of its list of reviews, or a line beside its other metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from decidedly.amend.fronts import Keyed, keyed, prefers_keys
from decidedly.amend.lines import beside, in_head
from decidedly.amend.pairs import flow, is_flow, scalar, whole, with_item
from decidedly.amend.proof import Intent, fault
from decidedly.amend.target import Edits, Target, is_blank
from decidedly.dates import find_date
from decidedly.planned import ReviewEntry
from decidedly.preamble import Mapping, Scalar, Sequence
from decidedly.record import Field
from decidedly.text import Edit, Span

LINES = ("list", "labels", "table", "line")
"""The forms in which metadata stands in the text, a line for each."""


def review_edits(target: Target, entry: ReviewEntry) -> tuple[Edits | None, str]:
    """Edits after which the record says that it was reviewed so, besides all that it says now; else None and why.

    The words of `entry` must stand on one line, and `by` has no colon.
    """
    why = "it shows no place for it"
    ways = (_item, _line) if prefers_keys(target) else (_line, _item)
    for way in ways:
        for edits in way(target, entry):
            why = fault(target, edits, Intent(reviewed=entry))
            if not why:
                return edits, ""
    return None, why


def spelt(entry: ReviewEntry) -> str:
    """The review in one line: `2026-06-06 reaffirmed by @a: note`."""
    by = f" by {entry.by}" if entry.by else ""
    note = f": {entry.note}" if entry.note else ""
    return f"{entry.on.isoformat() if entry.on else ''} {entry.outcome}{by}{note}"


# ------------------------------------------------------------------------------------------------------------- keys


def _item(target: Target, entry: ReviewEntry) -> Iterator[Edits]:
    keys = keyed(target)
    if keys is None:
        return
    node = keys.get("reviews")
    if keys.toml:
        edit = _toml(keys, entry)
    elif node is None:
        edit = keys.with_key(f"reviews:{keys.eol}{keys.dash}{flow(_pairs(entry))}")
    elif isinstance(node, Sequence) and node.items:
        edit = _grown(keys, node, entry)
    elif isinstance(node, Sequence) or (isinstance(node, Scalar) and is_blank(node.value)):
        edit = _begun(keys, node, entry)
    else:
        edit = None
    if edit is not None:
        yield (edit,)


def _pairs(entry: ReviewEntry) -> list[tuple[str, str]]:
    said = (
        ("on", entry.on.isoformat() if entry.on else ""),
        ("by", entry.by),
        ("outcome", entry.outcome),
        ("note", entry.note),
    )
    return [(key, scalar(value)) for key, value in said if value]


def _grown(keys: Keyed, node: Sequence, entry: ReviewEntry) -> Edit | None:
    """One more item, written as the last one is: in brackets, as a mapping of its own, or as words."""
    last = node.items[-1]
    item = flow(_pairs(entry))
    block = item
    words = isinstance(last, Scalar) or (
        isinstance(last, Mapping) and len(last.pairs) == 1 and find_date(last.pairs[0][0].value) is not None
    )
    if words:
        item = block = scalar(spelt(entry))
    elif isinstance(last, Mapping) and not is_flow(keys.source, last):
        block = "\n".join(f"{key}: {value}" for key, value in _pairs(entry))
    return with_item(keys.source, node, item, block, keys.eol)


def _begun(keys: Keyed, node: Scalar | Sequence, entry: ReviewEntry) -> Edit | None:
    """The first item, where `reviews:` is there and says nothing."""
    item = flow(_pairs(entry))
    if len(node.span):
        return Edit(whole(keys.source, node), f"[{item}]")
    line = keys.source.line_span(keys.source.line_of(node.span.start))
    return Edit(Span(line.end, line.end), f"{keys.eol}{keys.dash}{item}")


def _toml(keys: Keyed, entry: ReviewEntry) -> Edit | None:
    """A text in a TOML list."""
    words = json.dumps(spelt(entry), ensure_ascii=False)
    node = keys.get("reviews")
    if node is None:
        return keys.with_key(f"reviews = [{words}]")
    if not isinstance(node, Sequence):
        return None
    if node.items:
        return with_item(keys.source, node, words, words, keys.eol)
    return Edit(node.span, f"[{words}]")


# ------------------------------------------------------------------------------------------------------------ lines


def _line(target: Target, entry: ReviewEntry) -> Iterator[Edits]:
    yield from lines(target, "last-reviewed", "Reviewed", spelt(entry))


def lines(target: Target, name: str, label: str, value: str) -> Iterator[Edits]:
    """Lines `label: value`, best first: after those that are `name` already, else beside the review, the day, the status.

    Where none of these has a line of its own, one in the head.
    """
    if target.side is not None:
        return
    own = [one for one in target.fields if one.origin in LINES]
    for anchor in (
        name,
        "last-reviewed",
        "review",
        "date",
        "status",
        "decision-makers",
        "owner",
        "author",
        "",
    ):
        for field in reversed([one for one in own if one.name == anchor or not anchor]):
            edit = _beside(target, field, _label(field, label), value)
            if edit is not None:
                yield (edit,)
    for lead in (
        f"{label}:",
        f"**{label}:**",
    ):  # a plain line may make a block of those that stand by themselves
        head = in_head(target, f"{lead} {value}")
        if head is not None:
            yield head


def _label(field: Field, label: str) -> str:
    return label.lower() if field.label.islower() else label


def _beside(target: Target, field: Field, label: str, value: str) -> Edit | None:
    """A line like the field's below it."""
    if field.origin == "table":
        value = re.sub(r"(?<!\\)\|", r"\\|", value)
    return beside(target, field, label, value)
