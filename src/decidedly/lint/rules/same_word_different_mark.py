"""X304: the same word has different marks in one matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.finding import Related
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.scores import all_matrices, quoted
from decidedly.matrix import Matrix, Score, words_of

_RELATIVE = re.compile(
    r"\d|\b(?:yes|no|true|false|none|nothing|any|all|some|many|few|several|most|more|less|high(?:er)?|low(?:er)?|medium|moderate|mid"
    r"|minimal|large|small|big|huge|tiny|long|short|heavy|light|full|partial|half|same|different|required|optional|needed|n/a|na"
    r"|unknown|external|internal|new|old|unlimited)\b"
)
"""What is good for one criterion and bad for another: “high” of quality and of cost. Within one row it is still the same."""


def check(context: Context) -> Iterator[Fault]:
    """One finding for each word and matrix: the first cell whose mark differs from an earlier one's."""
    for record, matrix in all_matrices(context):
        for word, (there, where), here in _contradictions(matrix):
            yield Fault(
                record.path,
                here.span,
                f"{quoted(words_of(here.raw))} here, {quoted(words_of(there.raw))} for {quoted(where)}",
                "give both the same mark, or say in words what the difference is",
                word,
                (Related(record.path, there.span, f"{quoted(words_of(there.raw))} there"),),
            )


def _contradictions(matrix: Matrix) -> Iterator[tuple[str, tuple[Score, str], Score]]:
    """Word, the cell that had it first with its row or column, and the cell with another mark."""
    seen: dict[str, tuple[Score, str]] = {}
    told: set[str] = set()
    for row in matrix.criteria:
        within: dict[str, tuple[Score, str]] = {}
        for score, name in zip(row.scores, matrix.options, strict=True):
            word = " ".join(score.words.casefold().split()).strip(" .,;:()")
            if row.verdict or score.mark not in ("yes", "partly", "no") or not any(map(str.isalpha, word)):
                continue
            loose = _RELATIVE.search(word) is not None
            before = within.get(word) or (None if loose else seen.get(word))
            if before is not None and before[0].mark != score.mark and word not in told:
                told.add(word)
                yield word, before, score
            within.setdefault(word, (score, name))
            if not loose:
                seen.setdefault(word, (score, row.name))


RULE = Rule(
    "X304", "same-word-different-mark", "warning", "the same word has different marks in one matrix", check
)
