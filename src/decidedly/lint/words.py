"""What the metadata of a record says, as rules compare it."""

from __future__ import annotations

import re

from decidedly.dates import find_date
from decidedly.dialects.identity import from_text
from decidedly.dialects.labels import NO_VALUE, folded
from decidedly.dialects.status import read_status
from decidedly.record import Field, Record
from decidedly.text import Span

_GENERAL = re.compile(r"\b(?:adr|dr|rfc|decision|record|current)\b ?")


def is_nothing(words: str) -> bool:
    """Whether a value says that there is none: empty, `N/A`, `TBD`, `-`."""
    return words.strip().strip("*_`\"'. ").lower() in NO_VALUE


def label_of(field: Field) -> str:
    """What a field is called as far as it matters: `ADR Status` is `status`; an effective date stays one."""
    return _GENERAL.sub("", folded(field.label)) or field.name


def meanings(field: Field) -> frozenset[str]:
    """All that a status, date or id field may be taken to say; empty where it says nothing that is understood."""
    if field.name == "status":
        found = (read_status(words) for words in (field.value, *(item.raw for item in field.items)))
        return frozenset(status.name for status in found if status is not None and status.known)
    if field.name == "date":
        day = find_date(field.value)
        return frozenset({day.day.isoformat()}) if day is not None and day.day is not None else frozenset()
    identity = from_text(field.value)
    return frozenset({str(identity.number or identity.id)}) if identity is not None else frozenset()


def one_slip(word: str, meant: str) -> bool:
    """Whether `word` is `meant` with one letter left out, doubled, changed or swapped with the next; two in long words.

    The first letter is right or swapped with the second, so that `preview` is no slip of `review`. Of several words each is
    a slip by itself or right, so that `related prd` is none of `related adr`.
    """
    words = list(zip(word.split(), meant.split(), strict=False))
    if len(words) > 1 and word.count(" ") == meant.count(" "):
        return word != meant and all(one == other or one_slip(one, other) for one, other in words)
    if len(word) < 4 or word == meant or (word[0] != meant[0] and word[:2] != meant[1::-1]):
        return False
    return _distance(word, meant) <= (1 if len(meant) < 8 else 2)


def _distance(one: str, other: str) -> int:
    """Optimal string alignment: insertions, deletions, changes and swaps of neighbours; 3 stands for more than two."""
    if abs(len(one) - len(other)) > 2 or len(one) > 40:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def label_span(record: Record, field: Field) -> Span | None:
    """Where a field's label stands: right before its value, with only marks, space and a colon between them."""
    text = record.source.text
    start = text.rfind(field.label, 0, field.span.start)
    end = start + len(field.label)
    return (
        Span(start, end)
        if start >= 0 and not text[end : field.span.start].strip(" \t\r\n:*_`|\"'-[")
        else None
    )


def as_written(label: str, meant: str) -> str:
    """`meant` in the letters of `label`: its case, its dashes or underscores."""
    joined = meant.replace(" ", next((sign for sign in "-_" if sign in label), " "))
    if label.isupper():
        return joined.upper()
    return joined[:1].upper() + joined[1:] if label[:1].isupper() else joined
