"""A matrix under any weights: scores, ranking, the share of all weightings, what would turn it, and the words for it."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decidedly.markdown import parse
from decidedly.matrix import (
    Board,
    Matrix,
    board,
    counted,
    dominators,
    fits,
    judged,
    overtakes,
    ranking,
    reach,
    read,
    scale,
    shares,
    step,
    stretched,
    words,
)
from decidedly.matrix.shares import DRAWS, Share, ahead
from decidedly.record import Cell, Table
from decidedly.text import Source


def matrix(text: str) -> Matrix:
    table = parse(Source("a.md", text)).tables[0]
    rows = [tuple(Cell(*cell) for cell in row) for row in table.rows]
    made = read(Table(rows[0], tuple(rows[1:]), table.span), (), "Comparison matrix")
    assert made is not None
    return made


def grid(*rows: str) -> str:
    width = rows[0].count("|") + 1
    return "\n".join([f"| {rows[0]} |", "|" + "---|" * width, *(f"| {row} |" for row in rows[1:])]) + "\n"


def numbers(
    *rows: tuple[float | None, ...], weights: tuple[float, ...] = (), chosen: int | None = None
) -> Board:
    """A board of options A, B, C … on criteria a, b, c …, marks out of five."""
    options = tuple("ABCDEFGH"[: len(rows[0])])
    return Board(options, tuple("abcdefgh"[: len(rows)]), rows, 5.0, weights or (1.0,) * len(rows), chosen)


STARS = numbers(
    (4, 5, 4, 2), (5, 4, 2, 5), (5, 4, 2, 5), (4, 1, 0, 5), (5, 3, 3, 2), (4, 3, 3, 5), (4, 3, 3, 5), (4, 5, 3, 3)
)  # fmt: skip
"""Four hosts on eight criteria, as a team compared them."""


def turns(this: Board, weights: tuple[float, ...] = ()) -> dict[str, str]:
    given_ = weights or this.weights
    leader = ranking(fits(this, given_))[0]
    return {
        this.options[one.option]: words.turn(this, leader, one)
        for one in overtakes(this, given_, reach([given_]))
    }


# ------------------------------------------------------------------------------------------ scores and ranking


def test_scores_and_ranking():
    assert [round(100 * fit) for fit in fits(STARS, STARS.weights) if fit is not None] == [88, 70, 50, 80]
    assert ranking(fits(STARS, STARS.weights)) == (0, 3, 1, 2)
    assert ranking(fits(STARS, (1, 1, 1, 1, 1, 3, 3, 1)))[0] == 3


def test_of_equals_the_first_of_the_table_leads_and_rounding_errors_are_none():
    assert ranking((0.5, 0.5, 0.6)) == (2, 0, 1)
    assert ranking((0.1 + 0.2, 0.3, None)) == (0, 1, 2)
    assert ranking((None, 0.0)) == (1, 0)


def test_nothing_weighs_nothing():
    assert fits(STARS, (0,) * 8) == (None,) * 4
    assert words.verdict(STARS, (0,) * 8) == words.NOTHING


def test_a_hole_counts_neither_way():
    this = numbers((5, 5), (None, 1), (3, 3))
    assert fits(this, this.weights) == (0.8, 0.6)
    assert dominators(this) == ((), ())
    assert turns(this)["B"] == "Can’t be said: some criteria score only A, or only this one."


def test_what_is_dominated():
    assert dominators(STARS) == ((), (), (0, 1), ())
    assert dominators(numbers((3, 3), (2, 2))) == ((), ())
    assert dominators(numbers((3, 2, 1), (3, 3, 3))) == ((), (0,), (0, 1))


# ------------------------------------------------------------------------------------------ the share of all weightings


def test_a_share_between_two_is_exact():
    assert ahead((1, -1)) == 0.5
    assert ahead((2, -1)) == pytest.approx(2 / 3)
    assert ahead((1, 1, -1)) == pytest.approx(3 / 4)
    assert ahead((1, 0)) == 1
    assert ahead((-1, 0)) == 0
    assert ahead((0, 0)) == 0
    found = shares(numbers((5, 3), (2, 4)))
    assert found == (Share(0.5, True), Share(0.5, True))


DIFFERENCES = st.lists(st.integers(-5, 5), min_size=1, max_size=7)


@given(DIFFERENCES)
def test_the_two_sides_of_a_share_make_a_whole(differences):
    both = ahead(differences) + ahead([-one for one in differences])
    assert both == pytest.approx(1 if any(differences) else 0)


@given(DIFFERENCES.filter(lambda ones: len(set(ones)) == len(ones) and 0 not in ones))
def test_the_exact_share_is_that_of_the_formula_for_distinct_differences(differences):
    # P(sum of d·E > 0) for exponential E: sum over d > 0 of the product of d / (d - other)
    formula = math.fsum(
        math.prod(d / (d - other) for other in differences if other != d) for d in differences if d > 0
    )
    assert ahead(differences) == pytest.approx(formula, abs=1e-9)


def test_three_that_compete_are_estimated_and_the_estimate_is_honest():
    found = shares(STARS)
    assert [round(one.value, 4) for one in found] == [0.737, 0.025, 0, 0.238]
    assert [one.exact for one in found] == [False, False, True, False]
    assert found[2].never
    assert found[0].error == pytest.approx(1.96 * math.sqrt(0.737 * 0.263 / DRAWS), rel=0.01)
    assert 0 < found[1].error < 0.01
    # every one of three faces of a die: by symmetry a third
    die = shares(numbers((5, 0, 0), (0, 5, 0), (0, 0, 5)))
    assert all(abs(one.value - 1 / 3) <= 2 * one.error for one in die)


def test_the_estimate_holds_against_the_exact_share_of_two():
    # C is never first, but with a hole: then nothing can be said to dominate it, and shares are estimated
    exact = shares(numbers((4, 3), (2, 5), (5, 1)))[0]
    estimated = shares(numbers((4, 3, 0), (2, 5, 0), (5, 1, None)))[0]
    assert (exact.exact, estimated.exact) == (True, False)
    assert abs(exact.value - estimated.value) <= estimated.error


def test_twins_share_the_first_place():
    found = shares(numbers((4, 4, 1), (2, 2, 5)))
    assert found[0] == found[1] == Share(found[0].value, True)
    assert found[0].value + found[2].value == pytest.approx(1)
    assert words.firmness(numbers((4, 4, 1), (3, 3, 3)), 0) == (
        "100%",
        "of all possible weightings put A and B first together (worked out exactly).",
    )


def test_a_big_matrix_takes_fewer_draws_and_says_so():
    wide = numbers(*[tuple(float((7 * row + 3 * option) % 6) for option in range(8)) for row in range(8)])
    big = Board(
        tuple(f"o{at}" for at in range(40)),
        tuple(f"c{at}" for at in range(60)),
        tuple(
            tuple(float((7 * row * row + 3 * option * row * (option + 2)) % 83) / 8.3 for option in range(40))
            for row in range(60)
        ),
        10.0,
        (1.0,) * 60,
    )
    assert max(one.error for one in shares(big)) > max(one.error for one in shares(wide))
    assert sum(one.value for one in shares(big)) == pytest.approx(1)


def test_how_a_share_is_said():
    assert words.share_words(Share(0.7375, False, 0.02)) == "about 74%"
    assert words.share_words(Share(1.0, False, 0.001)) == "over 99%"
    assert words.share_words(Share(0.0, False, 0.001)) == "under 1%"
    assert words.share_words(Share(1.0, True)) == "100%"
    assert words.share_words(Share(0.999, True)) == "over 99%"
    assert words.share_words(Share(0.001, True)) == "under 1%"
    assert words.error_words(Share(0.7375, False, 0.0193)) == "estimated, give or take 2 points"
    assert words.error_words(Share(1.0, False, 0.001)) == "estimated, give or take 1 point"


# ------------------------------------------------------------------------------------------ what would turn it


def test_what_would_put_another_ahead():
    assert turns(STARS) == {
        "D": "Any one of d, f or g weighted above 4. Or all of them at more than 2 times the weight.",
        "B": "a and h at more than 4.5 times the weight.",
        "C": "Never. A scores at least as high on every criterion.",
    }
    assert turns(STARS, (1, 1, 1, 1, 1, 3, 3, 1)) == {
        "A": "e weighted above 1.33. Or a, e and h at more than 1.17 times the weight. Or any one of f or g weighted below 2.",
        "B": "a weighted above 5. Or a, e and h at more than 3 times the weight.",
        "C": "Never first: A scores at least as high on every criterion.",
    }


def test_level_same_and_out_of_reach():
    assert turns(numbers((5, 3), (3, 5))) == {"B": "Level with A now. Any more weight on b is enough."}
    assert turns(numbers((3, 3), (4, 4))) == {"B": "Scores the same as A on every criterion."}
    assert turns(numbers((5, 0), (5, 0), (4, 5))) == {
        "B": "c weighted above 10, beyond the scale of weights."
    }
    assert turns(numbers((5, 3), (4, 5)), (1, 0)) == {"B": "b weighted above 2."}


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=5),
    st.lists(st.integers(0, 9), min_size=5, max_size=5),
)
def test_every_turn_is_one(grades, weights):
    this = numbers(*map(tuple, grades), weights=tuple(map(float, weights[: len(grades)])))
    if not any(this.weights):
        return
    leader = ranking(fits(this, this.weights))[0]

    def lead(option: int, given_: list[float]) -> float:
        return math.fsum(
            w * ((row[leader] or 0) - (row[option] or 0)) for w, row in zip(given_, this.values, strict=True)
        )

    for one in overtakes(this, this.weights, 5.0):
        rival = one.option
        assert lead(rival, list(this.weights)) >= -1e-9
        for move, nudge in ((one.raised, 1e-6), (one.lowered, -1e-6)):
            for at in move.criteria if move else ():
                for beyond, ahead_ in ((nudge, True), (-nudge, False)):
                    moved = list(this.weights)
                    moved[at] = move.weight + beyond
                    assert (lead(rival, moved) < 0) is ahead_
        if one.times is not None:
            for factor, ahead_ in ((one.times * 1.0001, True), (one.times * 0.9999, False)):
                moved = [w * (factor if at in one.joint else 1) for at, w in enumerate(this.weights)]
                assert (lead(rival, moved) < 0) is ahead_
        if one.case in ("never", "same"):
            for tried in itertools.product((0, 1, 7), repeat=len(grades)):
                assert lead(rival, list(map(float, tried))) >= 0
        assert one.case != "turn" or one.raised or one.times is not None


@pytest.mark.parametrize(
    ("weights", "end", "size"),
    [
        ((1, 1, 1), 5, 0.5),
        ((4, 3, 2), 5, 0.5),
        ((5, 3), 10, 1),
        ((50, 30, 20), 100, 10),
        ((35, 40, 25), 50, 5),
        ((0.4, 0.35, 0.25), 1, 0.05),
        ((1 / 3, 2 / 3), 1, None),
        ((9999, 1), 20_000, None),
        ((0, 0, 1), 5, 0.5),
    ],
)
def test_the_scale_of_the_weights(weights, end, size):
    assert reach([weights]) == end
    assert step([weights], end) == size


def test_the_scale_reaches_what_is_advised():
    assert scale(STARS) == 5
    near = numbers((5, 0), (5, 0), (4, 5))
    assert scale(near) == 20
    assert [words.turn(near, 0, one) for one in overtakes(near, near.weights, scale(near))] == [
        "c weighted above 10."
    ]
    far = numbers((5, 0), (5, 0), (5, 0), (4, 4.25))
    assert scale(far) == 5
    assert [words.turn(far, 0, one) for one in overtakes(far, far.weights, scale(far))] == [
        "d weighted above 60, beyond the scale of weights."
    ]
    assert [stretched(5, weights) for weights in ([1, 5], [5.5], [12], [900, 0])] == [5, 10, 20, 2000]


# ------------------------------------------------------------------------------------------ in words


def test_verdicts():
    assert words.verdict(STARS) == ("A close call.", " A is 8 points ahead of D.")
    assert words.verdict(numbers((5, 4), (5, 2))) == (
        "No change of weights can flip this.",
        " A scores at least as high as every other option on every criterion.",
    )
    assert words.verdict(numbers((5, 1), (3, 4))) == ("A scores highest", ", 30 points ahead of B.")
    assert words.verdict(numbers((5, 1), (3, 4), chosen=1)) == (
        "A scores highest", ", 30 points ahead of B, which was chosen.",
    )  # fmt: skip
    proposed = replace(numbers((5, 1), (3, 4), chosen=1), open=True)
    assert words.verdict(proposed)[1] == ", 30 points ahead of B, which is proposed."
    assert words.firmness(proposed, 0)[1].endswith(" The record proposes B.")
    assert words.verdict(numbers((1, 5, 4), (4, 3, 4), chosen=0))[1].endswith(
        " A, which was chosen, is 30 points behind."
    )
    assert words.verdict(numbers((4, 5), (4, 5), chosen=0))[1].endswith(
        " A, which was chosen, is 20 points behind."
    )
    assert words.verdict(numbers((3, 3, 3), (4, 4, 1))) == ("A and B score the same.", "")
    heavy = numbers((5, 1), (3, 4), (3, 4), (3, 4), weights=(9.0, 1.0, 1.0, 1.0))
    first, rest = words.verdict(heavy)
    assert first == "A close call."
    assert "points ahead of B, but first in only 51%" in rest


def test_names_and_numbers_in_sentences():
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"], "or") == "a, b or c"
    assert [words.number(one) for one in (1, 1.5, 1.005, 4 / 3, 100, 0)] == [
        "1",
        "1.5",
        "1",
        "1.33",
        "100",
        "0",
    ]


MIXED = grid(
    "Criterion | Weight | Alpha | Beta",
    "Speed | High | ✅ | ⚠️ so-so",
    "Cost | Low | High | Low",
    "Licence | Low | see below | ask",
    "Ease | Medium | Good | TBD",
    "Tests | Medium | Good | Poor",
    "Winner | | ✅ | ",
)


def test_what_a_reader_has_to_know():
    made = matrix(MIXED)
    this = board(made)
    assert this.criteria == ("Speed", "Cost", "Ease", "Tests")
    assert [row.name for row in judged(made)] == list(this.criteria)
    assert words.notes(made) == (
        "The row “Winner” is a verdict and is not scored.",
        "“Licence” counts for nothing: no cell there can be scored.",
        "Lower is better for Cost. Read the other way round, Alpha would still be first.",
        "Beta is scored on 3 of 4 criteria; its score is of those.",
    )
    assert words.basis(made) == "Weights count as High 3, Medium 2, Low 1."


def test_a_criterion_that_may_be_meant_the_other_way_is_said_to():
    made = matrix(grid("Criterion | A1 | B1", "Cost | 5/5 | 1/5", "Speed | 3/5 | 3/5"))
    assert words.notes(made) == (
        (
            "Lower is better for Cost. Read the other way round, A1 would be first: "
            "write “(lower is better)” or “(higher is better)” beside the name to settle it."
        ),
    )
    said = matrix(grid("Criterion | A1 | B1", "Cost (lower is better) | 5/5 | 1/5", "Speed | 3/5 | 3/5"))
    assert words.notes(said) == ("Lower is better for Cost (lower is better).",)


def test_what_counts_as_what():
    assert [(one.mark, one.said, one.cells, one.value, one.inverted) for one in counted(matrix(MIXED))] == [
        ("yes", "Yes", 1, 2, False),
        ("partly", "Partly", 1, 1, False),
        ("word", "Good", 2, 2, False),
        ("word", "Low", 1, 2, True),
        ("word", "Poor", 1, 0, False),
        ("word", "High", 1, 0, True),
        ("", "TBD", 1, None, False),
        ("", "ask", 1, None, False),
        ("", "see below", 1, None, False),
    ]
    stars = counted(matrix(grid("Factor | A1 | B1", "x | ⭐⭐ | ❌", "Cost | ⭐⭐⭐ | ⭐")))
    assert [(one.mark, one.cells, one.value, one.top, one.inverted) for one in stars] == [
        ("no", 1, 0, 5, False),
        ("stars", 1, 5, 5, False),
        ("stars", 2, 5, 5, True),
    ]


# ------------------------------------------------------------------------------------------ columns of weights


def test_several_columns_of_weights():
    made = matrix(
        grid(
            "Criterion | Weight (MVP) | Weight (Scale) | A1 | B1",
            "x | 3 | 1 | ✅ | ❌",
            "y | 1 | 3 | ❌ | ✅",
        )
    )
    assert made.options == ("A1", "B1")
    assert [row.weight for row in made.criteria] == [3, 1]
    assert [(one.name, one.weights) for one in made.weightings] == [("MVP", (3, 1)), ("Scale", (1, 3))]
    assert board(made).weightings == made.weightings


def test_a_heading_may_end_in_weight():
    made = matrix(
        grid(
            "Criterion | Phase 1 weight | Phase 3 weight | A1 | B1",
            "x | High | Low | ✅ | ❌",
            "y | Low | High | ❌ | ✅",
        )
    )
    assert [(one.name, one.weights) for one in made.weightings] == [("Phase 1", (3, 1)), ("Phase 3", (1, 3))]
    one = matrix(grid("Criterion | Relative weight | A1 | B1", "x | 3 | ✅ | ❌", "y | 1 | ❌ | ✅"))
    assert (one.options, one.weighted, one.weightings) == (("A1", "B1"), True, ())


def test_an_option_may_be_called_so_too():
    made = matrix(grid("Criterion | Alpha | Low weight | Beta", "x | 3/5 | 4/5 | 1/5", "y | 1/5 | 2/5 | 5/5"))
    assert made.options == ("Alpha", "Low weight", "Beta")
    assert not made.weighted


def test_rows_that_score_nothing_have_no_weight():
    made = matrix(
        grid(
            "Criterion | Weight A | Weight B | A1 | B1",
            "x | 3 | 1 | ✅ | ❌",
            "note | 7 | 7 | text | more",
            "y | 1 | 3 | ❌ | ✅",
            "z | 2 | 2 | ✅ | ✅",
        )
    )
    assert [one.weights for one in board(made).weightings] == [(3, 1, 2), (1, 3, 2)]
