"""Criteria matrices as messages speak of them: where an option stands, and which numbers had to be assumed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decidedly.dialects.options import same_option
from decidedly.lint.context import Context
from decidedly.lint.prose import holes
from decidedly.matrix import (
    Matrix,
    ahead_of,
    has_own_numbers,
    is_multiplied,
    lead,
    likeness,
    percent,
    readings,
    stated_totals,
    weight_words,
    words_of,
)
from decidedly.record import Option, Record
from decidedly.text import Span, name_slug, one_line

_CLAIM = re.compile(
    r"\b(?:highest|best|top|greatest)[\s-]+(?:(?:weighted|overall|total|combined|aggregate|average)\s+)*(?:scor(?:es?|ing)|points|total|rat(?:ed|ing))\b"
    r"|\bscor(?:es|ed|ing)\s+(?:the\s+)?(?:highest|best|most)\b|\b(?:the\s+)?most\s+points\b|\b(?:won|wins|winning)\s+on\s+points\b",
    re.I,
)


def quoted(name: str) -> str:
    """A name from a table as a message shows it."""
    return f"“{one_line(name, 60)}”"


def option_span(matrix: Matrix, option: int) -> Span:
    """Where an option's name stands in the table."""
    table = matrix.table
    cells = [row[0] for row in table.rows if row] if matrix.transposed else table.header
    found = [cell.span for cell in cells if words_of(cell.raw) == matrix.options[option]]
    return found[0] if found else table.span


def scored(matrix: Matrix) -> str:
    """All options with their scores, best first: `Render 100%, Railway 63%`."""
    ranked = sorted(zip(matrix.options, matrix.fit, strict=True), key=lambda pair: -(pair[1] or 0.0))
    return ", ".join(f"{one_line(name, 40)} {percent(fit)}" for name, fit in ranked)


def assumed(matrix: Matrix) -> list[str]:
    """What is not in the table and was counted nevertheless: numbers for weights in words, for marks and for words."""
    found: list[str] = []
    weights = weight_words(matrix)
    if weights:
        found.append(", ".join(f"{one_line(word, 24)} {number:g}" for word, number in weights.items()))
    elif not matrix.weighted:
        found.append("every criterion alike")
    marks = {
        one.mark for row in matrix.criteria if not row.verdict for one in row.scores if one.value is not None
    }
    signs = {"yes": "✅ 2", "partly": "⚠️ 1", "no": "❌ 0"}
    if marks & set(signs):
        found.append(", ".join(words for mark, words in signs.items() if mark in marks))
    if "word" in marks:
        found.append("words as even steps")
    return found


def states_totals(matrix: Matrix) -> bool:
    """Whether the table gives totals or other numbers of its own for each option."""
    return any(
        row.verdict and sum(one.given is not None for one in row.scores) >= 2 for row in matrix.criteria
    )


def claims(record: Record, matrix: Matrix) -> Iterator[Span]:
    """Where the record claims that the matrix's scores decided: `highest score`, `scored best`, `most points`.

    Such words count in the section of the matrix, and elsewhere where the same line names one of its options.
    """
    source, hidden = record.source, holes(record)
    home = [one.span for one in record.sections if one.span.contains(matrix.table.span)]
    names = [slug for name in matrix.options if (slug := name_slug(name))]
    for match in _CLAIM.finditer(source.text):
        span = Span(*match.span())
        if span.start in hidden:
            continue
        line = name_slug(source.at(source.line_span(source.line_of(span.start)))[:2_000])
        if (home and home[-1].contains(span)) or any(f"-{name}-" in f"-{line}-" for name in names):
            yield span


def all_matrices(context: Context) -> Iterator[tuple[Record, Matrix]]:
    """Every record's matrices, in log order."""
    for record in context.records:
        for matrix in context.matrices[record.path]:
            yield record, matrix


def note(parts: list[str]) -> str:
    """Assumptions as the end of a sentence, or ""."""
    return f" (counted: {'; '.join(parts)})" if parts else ""


@dataclass(frozen=True, slots=True)
class Rival:
    """An option that a matrix puts ahead of another, in the words of a sentence about the two ("A `leads` B `trails`").

    `firm` tells that the matrix's own numbers say so, without any that were assumed.
    """

    option: int
    leads: str
    trails: str
    firm: bool


def rival_of(matrix: Matrix, chosen: int) -> Rival | None:
    """What the matrix puts ahead of `chosen`: by its stated totals, else by its cells, however they are read."""
    totals = {at: one.given or 0.0 for at, one in stated_totals(matrix).items()}
    if totals:
        best = max(totals, key=lambda at: totals[at])
        agreed = (lead(readings(matrix)[0], best, chosen) or 0.0) > 0 or is_multiplied(matrix)
        if chosen not in totals or totals[best] <= totals[chosen] or not agreed:
            return None  # where the fewest points win, cells and totals don't agree
        return Rival(best, f"comes to {totals[best]:g} in all, and", f"to {totals[chosen]:g}", True)
    rival = ahead_of(matrix, chosen) if not is_multiplied(matrix) else None
    if rival is None:
        return None
    if rival.everywhere:
        return Rival(rival.option, "is nowhere behind", "and somewhere ahead of it", True)
    said = [percent(matrix.fit[at]) for at in (rival.option, chosen)]
    own = has_own_numbers(matrix)
    if said[0] == said[1]:
        return None  # closer than anybody would read off
    counted = "" if own and matrix.weighted else note(assumed(matrix))
    return Rival(rival.option, f"scores {said[0]} and", said[1] + counted, own)


_BASELINE = re.compile(
    r"\W*(?:(?:the )?(?:current(?: \w+)?|existing(?: \w+)?|status quo|today|now|as[- ]is|baseline|ideal|target|reference|(?:do|doing) nothing"
    r"|no change|nothing|none|(?:comparison|evaluation|overall)?[ -]?(?:summary|comparison|conclusion|recommendation|overview|evaluation|analysis|notes?|matrix))"
    r")\W*$",
    re.I,
)


def is_baseline(name: str) -> bool:
    """Whether a column or heading is no option of its own: what is there today, doing nothing, a summing up."""
    return _BASELINE.match(words_of(name)) is not None


def same(one: str, other: str) -> bool:
    """Whether two names may mean one option; generous, so that a shorter name is never called a missing option."""
    return likeness(one, other) >= 0.5 or same_option(words_of(one), words_of(other))


def name_span(record: Record, option: Option) -> Span:
    """Where an option's name stands in its heading or list item."""
    source = record.source
    line = source.line_span(source.line_of(option.span.start))
    at = source.text.find(option.name, line.start, line.end)
    return Span(at, at + len(option.name)) if at >= 0 else source.stripped(line)
