"""How firmly a matrix speaks: leads, dominance, the weight that turns it, and totals that are not their parts."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from decidedly.markdown import parse
from decidedly.matrix import (
    Matrix,
    adds_up_weighted,
    ahead_of,
    dominates,
    flip,
    has_own_numbers,
    is_multiplied,
    lead,
    leads,
    read,
    readings,
    stated_totals,
    weight_words,
    wrong_totals,
)
from decidedly.record import Cell, Option, Table
from decidedly.text import Source, Span


def matrix(text: str, *names: str, heading: str = "Criteria") -> Matrix:
    table = parse(Source("a.md", text)).tables[0]
    rows = [tuple(Cell(*cell) for cell in row) for row in table.rows]
    options = [Option(name, Span(0, 0), chosen=at == 0) for at, name in enumerate(names)]
    made = read(Table(rows[0], tuple(rows[1:]), table.span), options, heading)
    assert made is not None
    return made


def grid(*rows: str, head: str = "Criterion | Weight | A | B") -> str:
    width = head.count("|") + 1
    return "\n".join([f"| {head} |", "|" + "---|" * width, *(f"| {row} |" for row in rows)]) + "\n"


HOSTING = """
| Criterion | Weight | Render | Railway | AWS |
|-----------|--------|--------|---------|-----|
| Built-in workers | Critical | ✅ Yes | ❌ No | ⚠️ Manual |
| Predictable pricing | High | ✅ Flat | ❌ Variable | ❌ Complex |
| Free tier | High | ✅ Yes | ✅ Yes | ❌ Limited |
| Framework support | High | ✅ Excellent | ✅ Good | ✅ Manual |
| Ease of deployment | Medium | ✅ Simple | ✅ Simple | ❌ Complex |
| Scalability | Medium | ✅ Good | ✅ Good | ✅ Excellent |
| Documentation | Medium | ✅ Good | ✅ Good | ✅ Extensive |
"""


def test_leads_and_dominance():
    made = matrix(HOSTING)
    assert leads(made, 0, 1) == pytest.approx(7 / 19)
    assert leads(made, 1, 0) == pytest.approx(-7 / 19)
    assert leads(made, 0, 2) == pytest.approx(20 / 38)
    assert (dominates(made, 0, 1), dominates(made, 0, 2)) == (True, True)
    assert (dominates(made, 1, 0), dominates(made, 1, 2), dominates(made, 2, 1)) == (False, False, False)
    assert ahead_of(made, 0) is None
    best = ahead_of(made, 2)
    assert best is not None
    assert (best.option, best.everywhere) == (0, True)
    assert flip(made, 0) is None  # nobody is better anywhere


def test_equal_options_dominate_nobody():
    made = matrix(grid("Speed | 2 | 3 | 3", "Tests | 1 | 4 | 4"))
    assert not dominates(made, 0, 1)
    assert leads(made, 0, 1) == 0


def test_an_option_with_a_hole_is_not_compared():
    made = matrix(grid("Speed | 2 | 3 | 5", "Tests | 1 | 4 | ?", "Docs | 1 | 4 | 2"))
    assert leads(made, 0, 1) is None
    assert not dominates(made, 1, 0)
    assert ahead_of(made, 0) is None
    assert flip(made, 0) is None
    both = matrix(grid("Speed | 2 | 3 | 5", "Tests | 1 | ? | ?", "Docs | 1 | 4 | 2", "Team | 1 | 4 | 2"))
    assert leads(both, 0, 1) == pytest.approx((2 * -2 + 2 + 2) / 5 / 4)


def test_the_weight_that_turns_the_order():
    made = matrix(grid("Speed | 3 | 5 | 3", "Tests | 2 | 2 | 4", "Docs | 1 | 3 | 3"))
    # 3 x 2 - 2 x 2 = 2 ahead: Speed may fall from 3 to 2, Tests may rise from 2 to 3
    turn = flip(made, 0)
    assert turn is not None
    assert (turn.criterion.name, turn.weight, turn.rival) == ("Speed", pytest.approx(2), 1)
    assert turn.share == pytest.approx(1 / 3)
    assert flip(made, 1) is None  # it does not lead


def test_a_draw_needs_no_push():
    turn = flip(matrix(grid("Speed | 2 | 5 | 3", "Tests | 2 | 2 | 4")), 0)
    assert turn is not None
    assert turn.share == 0


def test_the_nearest_rival_counts():
    made = matrix(
        grid(
            "Speed | 4 | 5 | 1 | 4",
            "Tests | 4 | 3 | 5 | 3",
            "Docs | 2 | 3 | 3 | 4",
            head="Criterion | Weight | A | B | C",
        )
    )
    turn = flip(made, 0)
    assert turn is not None
    assert (made.options[turn.rival], turn.criterion.name) == ("C", "Speed")


def test_costs_may_be_meant_either_way_so_nothing_is_built_on_them():
    made = matrix(grid("Cost | 3 | 5 | 1", "Speed | 1 | 4 | 3", "Tests | 1 | 4 | 3"))
    assert len(readings(made)) == 2
    first, second = (lead(rows, 0, 1) for rows in readings(made))
    assert first is not None
    assert second is not None
    assert first < 0 < second
    assert ahead_of(made, 0) is None
    assert ahead_of(made, 1) is None
    assert not dominates(made, 0, 1)
    assert flip(made, 0) is None
    assert len(readings(matrix(grid("Cost (lower is better) | 3 | 5 | 1", "Speed | 1 | 4 | 3")))) == 1
    assert (
        len(readings(matrix(grid("Cost | 3 | ✅ | ❌", "Speed | 1 | ✅ | ✅")))) == 1
    )  # a mark is never turned


def test_what_had_to_be_assumed():
    made = matrix(HOSTING)
    assert weight_words(made) == {"Critical": 4, "High": 3, "Medium": 2}
    assert not has_own_numbers(made)
    numbers = matrix(grid("Speed | 30% | 3 | 5", "Tests | 70% | 4 | 4"))
    assert weight_words(numbers) == {}
    assert has_own_numbers(numbers)
    assert weight_words(matrix(grid("Speed | ⭐⭐⭐ | 3 | 5", "Tests | ⭐ | 4 | 4"))) == {}
    assert not has_own_numbers(matrix(grid("Speed | 1 | ✅ | ❌", "Tests | 2 | ✅ | ✅")))
    stars = grid("Speed | ⭐⭐⭐ | ⭐⭐", "Tests | ⭐ | ⭐⭐⭐", head="Criterion | A | B")
    assert has_own_numbers(matrix(stars))


# ------------------------------------------------------------------------------------------------- totals


def wrong(*rows: str, head: str = "Criterion | Weight | A | B | C") -> list[tuple[str, str, str]]:
    made = matrix(grid(*rows, head=head))
    return [(made.options[one.option], one.score.raw, one.expected) for one in wrong_totals(made)]


PARTS = ("Speed | 3 | 5 | 3 | 4", "Tests | 2 | 2 | 4 | 4", "Docs | 1 | 3 | 3 | 5")


@pytest.mark.parametrize(
    "total",
    [
        "Total | | 10 | 10 | 13",
        "**Total score** | | **22** | **20** | **25**",
        "Weighted total | | 3.67 | 3.33 | 4.17",
        "Weighted total | | 3.6 | 3.3 | 4.1",  # cut rather than rounded
        "Score (%) | | 73% | 67% | 83%",
        "Sum | | 10/15 | 10/15 | 13/15",
        "Total | | 22 | ? | 25",
        "Total | 6 | 22 | 20 | 25",
        "Total | | 41 | 17 | 98",  # added up in no way that anybody can tell
        "Rank | | 2 | 3 | 1",
        "Winner | | | | ✅",
        "Overall | | 3 | 3 | 5",
        "Overall score | | 3 | 3 | 5",  # a judgement; that it is near some averages is chance
    ],
)
def test_totals_that_are_right_or_not_to_be_judged(total):
    assert wrong(*PARTS, total) == []


@pytest.mark.parametrize(
    ("total", "found"),
    [
        ("Total | | 22 | 20 | 24", [("C", "24", "25")]),
        ("Total | | 10 | 11 | 13", [("B", "11", "10")]),
        ("Weighted total | | 3.67 | 3.33 | 4.71", [("C", "4.71", "4.17")]),
        ("Total | | 22 | **29** | 25", [("B", "**29**", "20")]),
    ],
)
def test_totals_that_are_wrong(total, found):
    assert wrong(*PARTS, total) == found


def test_of_two_totals_one_is_believed_only_where_it_is_added_up_as_one_expects():
    head = "Criterion | A | B"
    rows = ("Speed | 5/5 | 3/5", "Tests | 2/5 | 4/5")
    assert wrong(*rows, "Total | 7 | 8", head=head) == [("B", "8", "7")]
    assert wrong(*rows, "Total | 8 | 9", head=head) == []
    assert wrong(*rows, "Total | 3.5 | 8", head=head) == []  # one mean, one whatever


def test_a_row_that_says_how_it_is_added_up_needs_no_other_that_agrees():
    rows = ("Speed | 50% | 5 | 2 | 4", "Tests | 30% | 4 | 4 | 4", "Docs | 20% | 3 | 5 | 5")
    assert wrong(*rows, "Weighted total | 100% | 4.3 | 3.2 | 4.2") == []
    assert wrong(*rows, "Weighted total | 100% | 4.35 | 3.15 | 4.25") == [
        ("A", "4.35", "4.30"),
        ("B", "3.15", "3.20"),
        ("C", "4.25", "4.20"),
    ]
    assert wrong(*rows, "Total | 100% | 4.35 | 3.15 | 4.25") == []
    ten = ("Reach | 25% | 10/10 | 5/10", "Shots | 40% | 10/10 | 4/10", "Speed | 35% | 7/10 | 9/10")
    assert wrong(
        *ten, "**Weighted Total** | **100%** | **9/10** | **6.2/10**", head="Criterion | Weight | A | B"
    ) == [("B", "**6.2/10**", "6.0")]


def test_totals_and_products_that_are_stated():
    made = matrix(grid(*PARTS, "Total | | 22 | 20 | 25", head="Criterion | Weight | A | B | C"))
    assert {at: one.given for at, one in stated_totals(made).items()} == {0: 22, 1: 20, 2: 25}
    assert adds_up_weighted(made)
    plain = matrix(grid(*PARTS, "Total | | 10 | 10 | 13", head="Criterion | Weight | A | B | C"))
    assert not adds_up_weighted(plain)
    assert stated_totals(matrix(HOSTING)) == {}
    assert adds_up_weighted(matrix(HOSTING))
    assert is_multiplied(matrix(grid("Speed | 5 | 15 (5×3) | 20 (5×4)", "Tests | 1 | 5 (1×5) | 1 (1×1)")))
    assert not is_multiplied(made)


def test_totals_of_marks():
    head = "Criterion | A | B | C"
    rows = ("Speed | ✅ | ❌ | ⚠️", "Tests | ✅ | ✅ | ✅", "Docs | ❌ | ✅ | ✅")
    assert wrong(*rows, "Total | 2/3 | 2/3 | 2/3", head=head) == []
    assert wrong(*rows, "Total | 2 | 2 | 2.5", head=head) == []
    assert wrong(*rows, "Total | 4 | 4 | 5", head=head) == []
    assert wrong(*rows, "Total | 2 | 3 | 2", head=head) == [("B", "3", "2")]


def test_options_in_rows():
    made = matrix(
        "| Option | Speed | Tests | Total |\n|---|---|---|---|\n| A | 5/5 | 2/5 | 7 |\n| B | 3/5 | 4/5 | 7 |\n| C | 1/5 | 1/5 | 3 |\n"
    )
    assert [(made.options[one.option], one.expected) for one in wrong_totals(made)] == [("C", "2")]


# --------------------------------------------------------------------------------------- what always holds

GRADES = st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=5)
WEIGHTS = st.lists(st.integers(1, 9), min_size=5, max_size=5)


def graded(grades: list[list[int]], weights: list[int]) -> Matrix | None:
    rows = [
        f"Goal {at} | {weight} | " + " | ".join(f"{grade}/5" for grade in row)
        for at, (row, weight) in enumerate(zip(grades, weights, strict=False))
    ]
    table = parse(Source("a.md", grid(*rows, head="Criterion | Weight | A | B | C"))).tables[0]
    cells = [tuple(Cell(*cell) for cell in row) for row in table.rows]
    return read(Table(cells[0], tuple(cells[1:]), table.span), (), "Criteria")


@given(GRADES, WEIGHTS)
def test_leads_are_differences_of_fits(grades, weights):
    made = graded(grades, weights)
    assume(made is not None)
    for one in range(3):
        for other in range(3):
            assert leads(made, one, other) == pytest.approx(made.fit[one] - made.fit[other])


@given(GRADES, WEIGHTS)
def test_the_flip_is_where_the_order_turns(grades, weights):
    made = graded(grades, weights)
    assume(made is not None)
    winner = max(range(3), key=lambda at: made.fit[at])
    turn = flip(made, winner)
    names = [row.name for row in made.criteria]
    if turn is None:
        for other in range(3):
            assert all(a.scores[winner].value >= a.scores[other].value for a in made.criteria) or all(
                # lighter or heavier in any one criterion, it stays ahead
                _ahead(grades, [*weights[:at], weight, *weights[at + 1 :]], winner, other)
                for at in range(len(grades))
                for weight in (0, 1000)
            )
        return
    at = names.index(turn.criterion.name)
    moved = [*weights[:at], turn.weight, *weights[at + 1 :]]
    gap = sum(w * (row[winner] - row[turn.rival]) for w, row in zip(moved, grades, strict=False))
    assert gap == pytest.approx(0, abs=1e-6)
    assert turn.share == pytest.approx(abs(turn.weight - weights[at]) / weights[at])


def _ahead(grades, weights, one, other):
    return sum(w * (row[one] - row[other]) for w, row in zip(weights, grades, strict=False)) > 0


@given(GRADES, WEIGHTS, WEIGHTS)
def test_no_weights_put_first_what_is_dominated(grades, weights, others):
    made, again = graded(grades, weights), graded(grades, others)
    assume(made is not None)
    for one in range(3):
        for other in range(3):
            assert dominates(made, one, other) == dominates(again, one, other)
            if dominates(made, one, other):
                assert again.fit[one] > again.fit[other]


@given(GRADES, WEIGHTS)
def test_right_totals_are_never_called_wrong(grades, weights):
    rows = [
        f"Goal {at} | {weight} | " + " | ".join(f"{grade}/5" for grade in row)
        for at, (row, weight) in enumerate(zip(grades, weights, strict=False))
    ]
    totals = [sum(w * row[at] for w, row in zip(weights, grades, strict=False)) for at in range(3)]
    rows.append("Total |  | " + " | ".join(map(str, totals)))
    table = parse(Source("a.md", grid(*rows, head="Criterion | Weight | A | B | C"))).tables[0]
    cells = [tuple(Cell(*cell) for cell in row) for row in table.rows]
    made = read(Table(cells[0], tuple(cells[1:]), table.span), (), "Criteria")
    if made is not None:
        assert list(wrong_totals(made)) == []
