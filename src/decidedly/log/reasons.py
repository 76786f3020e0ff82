"""Why a decision was replaced, in words that somebody wrote: quoted, never made up.

No form of record has a field for it. What tells most often is the context of the decision that came after; where the old
record says it itself, that goes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decidedly.dialects.sentences import sentences
from decidedly.log import Log
from decidedly.markdown import plain
from decidedly.record import Record, Section
from decidedly.text import one_line

LONGEST = 240
"""Characters of a quotation; a longer sentence is cut at a word."""

MOST_SENTENCES = 12
"""How many sentences of a section are looked at."""

_OWN = re.compile(
    r"\b(?:why|reasons?|rationale|motivation)\b.*\b(?:supersed\w+|supersession|replac\w+|retir\w+|chang\w+|history|obsolete)\b"
    r"|^(?:supersession|superseded)\b",
    re.I,
)
"""Headings under which a record tells of its own end."""

_ANNOUNCES = re.compile(r"\b(?:supersed|replac|obsolet)\w*", re.I)
_EXPLAINS = re.compile(r"\b(?:because|since|as|due|no longer|not|cannot|can't|but|however|too)\b", re.I)
_UNFILLED = re.compile(
    r"[{<\[][^{}<>\[\]]{6,}[}>\]]|^(?:describe|explain|what is the (?:issue|problem)|this section)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence or two that tell why, the record that says it, and the anchor of the section in which they stand."""

    words: str
    record: Record
    anchor: str


def reason(log: Log, record: Record) -> Reason | None:
    """Why `record` was replaced; None where it was not, or nothing that was written tells.

    The record's own section on it ("Why it was superseded"), else its successor's context from the sentence that names
    the record, else from its first one. Where several replaced it, the first that tells.
    """
    after = log.successors(record)
    if not after:
        return None
    own = next((one for one in record.sections if _OWN.search(one.title)), None)
    for one, section in ((record, own), *((one, one.section("context")) for one in after)):
        said = list(_sentences(one, section)) if section else []
        titles = {_bare(one.title), _bare(record.title)}
        said = [words for words in said if _bare(words) not in titles and not _only_announces(words)]
        if section and said:
            at = next((at for at, words in enumerate(said) if one is not record and _names(words, record)), 0)
            return Reason(_together(said[at : at + 2]), one, section.anchor)
    return None


def _together(said: Sequence[str]) -> str:
    """The first sentence, and the second where both are short enough."""
    both = " ".join(said)
    return both if len(both) <= LONGEST else one_line(said[0], LONGEST)


def _bare(words: str) -> str:
    return words.strip(" .!?").casefold()


def _only_announces(words: str) -> bool:
    """Whether a sentence tells that something is replaced, and not why."""
    return _ANNOUNCES.search(words) is not None and _EXPLAINS.search(words) is None


def _names(words: str, record: Record) -> bool:
    """Whether a sentence speaks of `record`, by its id or its title."""
    spelled = re.escape(record.id) if any(map(str.isalpha, record.id)) else ""
    if not spelled and record.number is not None:
        spelled = rf"(?:adr|dr|decision|record|rfc)[ #-]*0*{record.number}"
    by_id = bool(spelled) and re.search(rf"\b{spelled}\b", words, re.I) is not None
    return by_id or (len(record.title) > 12 and record.title.casefold() in words.casefold())


def _sentences(record: Record, section: Section) -> Iterator[str]:
    """The whole sentences of a section's own paragraphs, up to the first list, table, picture or heading."""
    structure = record.structure
    if structure is None:
        return
    count = 0
    for index, token in structure.blocks():
        if token.level or not section.body.contains(structure.span(token)):
            continue
        if token.type != "paragraph_open":
            return
        text = one_line(plain(structure.tokens[index + 1]))
        for words in sentences(text):
            if len(words.split()) < 2 or not words.endswith((".", "!", "?", "。")) or _UNFILLED.search(words):
                return  # a label, or words that only lead up to a list
            yield words
            count += 1
            if count == MOST_SENTENCES:
                return
