"""Searching the records in a terminal: all words, each as the beginning of a word, accents and case aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decidedly.record import Record

FIELDS: tuple[str, ...] = ("id", "title", "answer", "tags", "body")
"""Where a word may stand, the best place first."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that has all the words: the best field that has one, and the line (from 1) that shows it."""

    record: Record
    field: str
    line: int
    text: str


def search(records: Sequence[Record], query: str) -> list[Hit]:
    """The records that have every word of `query`, best first: by the best field of each word, then in log order."""
    wanted = list(dict.fromkeys(_WORD.findall(fold(query))))
    if not wanted:
        return []
    found: list[tuple[tuple[int, ...], int, Hit]] = []
    for place, record in enumerate(records):
        ranks = _ranks(record, wanted)
        if ranks is not None:
            found.append(((min(ranks), sum(ranks)), place, _hit(record, wanted, ranks)))
    found.sort(key=lambda one: one[:2])
    return [hit for _, _, hit in found]


def fold(text: str) -> str:
    """`text` without case, accents and other marks on letters: `Größe` and `grosse` are the same."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )


def _ranks(record: Record, wanted: Iterable[str]) -> list[int] | None:
    """For each word the best field that has it; None when one is nowhere."""
    texts: list[str] = []
    ranks: list[int] = []
    for word in wanted:
        for rank in range(len(FIELDS)):
            if rank == len(texts):
                texts.append(f" {fold(_text(record, rank))} ")
            if _begins(texts[rank], word):
                ranks.append(rank)
                break
        else:
            return None
    return ranks


def _text(record: Record, rank: int) -> str:
    match FIELDS[rank]:
        case "id":
            return " ".join((record.id, str(record.number or ""), *record.aliases))
        case "title":
            return record.title
        case "answer":
            return record.answer
        case "tags":
            return " ".join((*record.tags, *record.owners, record.component))
        case _:
            return record.source.text


def _begins(text: str, word: str) -> bool:
    at = text.find(word)
    while at > 0:
        if not (text[at - 1].isalnum() or text[at - 1] == "_"):
            return True
        at = text.find(word, at + 1)
    return False


def _hit(record: Record, wanted: Sequence[str], ranks: Sequence[int]) -> Hit:
    """The line that has most of the words; among equals the first after the head, where a match says more."""
    source = record.source
    if min(ranks) == 0:  # an id is in the file's name as a rule: the title says what it is
        title = _title_line(record)
        return Hit(record, FIELDS[0], title + 1, source.at(source.line_span(title)).strip())
    best = (-1, 0)
    chosen = 0
    for number in range(len(source.line_starts)):
        text = f" {fold(source.at(source.line_span(number)))} "
        count = sum(_begins(text, word) for word in wanted)
        in_head = any(span.start <= source.line_starts[number] < span.end for span in record.head)
        if count and (count, not in_head) > best:
            best, chosen = (count, not in_head), number
    return Hit(record, FIELDS[min(ranks)], chosen + 1, source.at(source.line_span(chosen)).strip())


def _title_line(record: Record) -> int:
    lines = range(len(record.source.line_starts))
    return next((one for one in lines if record.source.at(record.source.line_span(one)).startswith("# ")), 0)
