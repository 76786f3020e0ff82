"""Criteria matrices: which tables are one, what their marks mean, how the options score.

Words, weights and formulas are those of the design of the site: weights Critical 4, High 3, Medium 2, Low 1 or
numbers; marks yes 2, partly 1, no 0; stars 0 to 5; score = sum(weight x value) / sum(weight x highest value).
All scored cells of one matrix are brought to one scale, so that the formula holds for mixed marks too.
"""

from decidedly.matrix import words
from decidedly.matrix.cells import is_score_cell, mark_of, without_mark, words_of
from decidedly.matrix.counted import Counted, counted
from decidedly.matrix.firmness import (
    Flip,
    Rival,
    ahead_of,
    dominates,
    flip,
    has_own_numbers,
    is_multiplied,
    lead,
    leads,
    readings,
    weight_words,
)
from decidedly.matrix.names import likeness
from decidedly.matrix.shares import Share, shares
from decidedly.matrix.table import Criterion, Matrix, Score, matrices, percent, read
from decidedly.matrix.totals import WrongTotal, adds_up_weighted, stated_totals, wrong_totals
from decidedly.matrix.weighing import (
    Board,
    Move,
    Overtake,
    board,
    dominators,
    fits,
    judged,
    overtakes,
    ranking,
    reach,
    scale,
    step,
    stretched,
)
from decidedly.matrix.weights import Weighting

__all__ = [
    "Board", "Counted", "Criterion", "Flip", "Matrix", "Move", "Overtake", "Rival", "Score", "Share", "Weighting", "WrongTotal",
    "adds_up_weighted", "ahead_of", "board", "counted", "dominates", "dominators", "fits", "flip", "has_own_numbers",
    "is_multiplied", "is_score_cell", "judged", "lead", "leads", "likeness", "mark_of", "matrices", "overtakes", "percent", "ranking",
    "reach", "read", "readings", "scale", "shares", "stated_totals", "step", "stretched", "weight_words", "without_mark", "words", "words_of", "wrong_totals",
]  # fmt: skip
