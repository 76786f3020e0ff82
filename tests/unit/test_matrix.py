"""Criteria matrices as people write them, and the tables that are none."""

import pytest

from decidedly.markdown import parse
from decidedly.matrix import Matrix, is_score_cell, likeness, mark_of, matrices, percent, read, without_mark
from decidedly.record import Cell, Option, Record, Section, Table
from decidedly.text import Source, Span


def tables_of(text: str) -> tuple[Table, ...]:
    made = []
    for table in parse(Source("a.md", text)).tables:
        rows = [tuple(Cell(*cell) for cell in row) for row in table.rows]
        made.append(Table(rows[0], tuple(rows[1:]), table.span))
    return tuple(made)


def options(*names: str, chosen: str = "") -> tuple[Option, ...]:
    return tuple(Option(name, Span(0, 0), chosen=name == chosen) for name in names)


def matrix(text: str, of: tuple[Option, ...] = (), heading: str = "") -> Matrix:
    made = read(tables_of(text)[0], of, heading)
    assert made is not None
    return made


def none(text: str, of: tuple[Option, ...] = (), heading: str = "") -> bool:
    return read(tables_of(text)[0], of, heading) is None


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

STARS = """
| Factor | Fly | Rail | Rend | Cloud |
|--------|-----|------|------|-------|
| **Ease of Setup** | ⭐⭐⭐⭐ | ⭐⭐⭐⭐⭐ | ⭐⭐⭐⭐ | ⭐⭐ |
| **Containers** | ⭐⭐⭐⭐⭐ | ⭐⭐⭐⭐ | ⭐⭐ | ⭐⭐⭐⭐⭐ |
| **GPU** | ⭐⭐⭐⭐ | ⭐ | ❌ | ⭐⭐⭐⭐⭐ |
| **Pricing (Low)** | ⭐⭐⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐ |
| **Best for us?** | ✅ **YES** | ⚠️ Good alternative | ❌ No | ⚠️ For scale |
"""


def test_marks_with_weights_in_words():
    made = matrix(
        HOSTING,
        options(
            "Option 1: Render (SELECTED)", "Railway", "AWS (EC2/ECS)", chosen="Option 1: Render (SELECTED)"
        ),
    )
    assert made.options == ("Render", "Railway", "AWS")
    assert [row.weight for row in made.criteria] == [4, 3, 3, 3, 2, 2, 2]
    assert [row.weight_raw for row in made.criteria][:2] == ["Critical", "High"]
    assert [percent(fit) for fit in made.fit] == ["100%", "63%", "47%"]
    assert made.fit[2] == pytest.approx((4 * 1 + 3 * 2 + 2 * 2 + 2 * 2) / (19 * 2))
    assert (made.chosen, made.weighted, made.transposed) == (0, True, False)
    workers = made.criteria[0].scores
    assert [(one.mark, one.value, one.highest, one.words) for one in workers] == [
        ("yes", 2, 2, "Yes"),
        ("no", 0, 2, "No"),
        ("partly", 1, 2, "Manual"),
    ]


def test_score_spans_are_those_of_the_cells():
    text = HOSTING
    score = matrix(text).criteria[1].scores[2]
    assert text[score.span.start : score.span.end] == score.raw == "❌ Complex"


def test_stars_share_one_scale_with_marks_and_the_verdict_is_not_scored():
    made = matrix(STARS)
    assert [row.name for row in made.criteria if row.verdict] == ["Best for us?"]
    assert made.criteria[2].scores[2].value == 0
    assert {one.highest for row in made.criteria for one in row.scores} == {5.0}
    assert made.fit == pytest.approx((18 / 20, 13 / 20, 9 / 20, 14 / 20))
    assert not made.weighted
    assert not any(row.inverted for row in made.criteria), "Pricing (Low) says itself that more is better"
    assert made.chosen == 0, "the only yes of the verdict"


def test_a_verdict_with_several_yes_chooses_nobody():
    assert matrix(STARS.replace("⚠️ Good alternative", "✅ too")).chosen is None


@pytest.mark.parametrize(
    ("cell", "mark", "value", "words"),
    [
        ("✔", "yes", 2, ""),
        ("✔️ built in", "yes", 2, "built in"),
        ("**✅ Yes**", "yes", 2, "Yes"),
        ("👍🏽", "yes", 2, ""),
        (":white_check_mark: ok", "yes", 2, "ok"),
        (":heavy_check_mark:", "yes", 2, ""),
        ("Yes ✅", "yes", 2, "Yes"),
        ("✅✅", "yes", 2, ""),
        ("✗", "no", 0, ""),
        ("👎 slow", "no", 0, "slow"),
        (":x:", "no", 0, ""),
        ("🟡", "partly", 1, ""),
        (":warning: beta", "partly", 1, "beta"),
        ("[✅ docs](https://example.org)", "yes", 2, "docs"),
        ("Yes", "word", 2, "Yes"),
        ("No (planned)", "word", 0, "No (planned)"),
        ("Partial", "word", 1, "Partial"),
        ("Good", "word", 2, "Good"),
        ("Poor, at best", "word", 0, "Poor, at best"),
    ],
)
def test_cells(cell, mark, value, words):
    text = f"| Criterion | Weight | A1 | B1 |\n|--|--|--|--|\n| x | 1 | {cell} | ✅ |\n| y | 1 | ✅ | ✅ |\n"
    score = matrix(text).criteria[0].scores[0]
    assert (score.mark, score.value, score.words) == (mark, value, words)


@pytest.mark.parametrize(
    "cell",
    [
        "✅/❌",
        "✅ ❌",
        "",
        "?",
        "N/A",
        "-",
        "TBD",
        "quite fast ✅ but only for reads",
        "3× faster",
        "12 ms",
    ],
)
def test_cells_that_say_nothing_certain(cell):
    text = f"| Criterion | Weight | A1 | B1 |\n|--|--|--|--|\n| x | 1 | {cell} | ✅ |\n| y | 1 | ✅ | ✅ |\n| z | 1 | ✅ | ✅ |\n"
    score = matrix(text).criteria[0].scores[0]
    assert (score.mark, score.value) == ("", None)
    assert matrix(text).fit[0] == 1.0, "an unscored cell neither helps nor hurts"


@pytest.mark.parametrize(
    ("cell", "given", "value", "highest"),
    [
        ("⭐⭐⭐", 3, 3, 5),
        ("⭐⭐⭐⭐⭐ (Very Complex)", 5, 5, 5),
        ("★★★☆☆", 3, 3, 5),
        ("★★½☆☆", 2.5, 2.5, 5),
        (":star::star:", 2, 2, 5),
        ("☆☆☆☆☆", 0, 0, 5),
    ],
)
def test_stars(cell, given, value, highest):
    text = f"| Factor | A1 | B1 |\n|--|--|--|\n| x | {cell} | ⭐ |\n| y | ⭐⭐ | ⭐⭐⭐ |\n"
    score = matrix(text).criteria[0].scores[0]
    assert (score.mark, score.given, score.value, score.highest) == ("stars", given, value, highest)


def test_words_of_a_scale_of_five():
    made = matrix(
        "| Criterion | Weight | A1 | B1 |\n|--|--|--|--|\n| x | 1 | Excellent | Fair |\n| y | 1 | Good | Very poor |\n"
    )
    assert [[one.value for one in row.scores] for row in made.criteria] == [[4, 2], [3, 0]]


def test_plus_and_minus():
    made = matrix(
        "| Criterion | A1 | B1 |\n|--|--|--|\n| x | ++ | - |\n| y | + | -- |\n", heading="Comparison"
    )
    assert [[one.value for one in row.scores] for row in made.criteria] == [[4, 1], [3, 0]]
    assert none(
        "| Criterion | A1 | B1 |\n|--|--|--|\n| x | - | - |\n| y | - | -- |\n", heading="Comparison"
    ), "dashes alone are blanks"


def test_numbers_with_weights_in_percent():
    made = matrix(
        "| Criteria | Weight (%) | A1 | B1 |\n|--|--|--|--|\n| Speed | 60% | 8 | 4 |\n| Safety | 40% | 5 | 10 |\n| **Total** | 100% | 6.8 | 6.4 |\n"
    )
    assert made.fit == pytest.approx((0.68, 0.64))
    assert [row.verdict for row in made.criteria] == [False, False, True]


def test_weights_in_the_names():
    made = matrix(
        "| Option | Speed (weight 3) | Safety (x1) |\n|--|--|--|\n| Alpha | 4/5 | 1/5 |\n| Beta | 2/5 | 5/5 |\n"
    )
    assert made.transposed
    assert made.options == ("Alpha", "Beta")
    assert [row.weight for row in made.criteria] == [3, 1]
    assert made.fit == pytest.approx((13 / 20, 11 / 20))


def test_options_down_the_side():
    text = "| | Speed | Price | Notes |\n|--|--|--|--|\n| Postgres | ✅ | ❌ | old |\n| SQLite | ✅ | ✅ | small |\n"
    made = matrix(text, options("PostgreSQL", "Postgres", "SQLite", chosen="SQLite"))
    assert made.transposed
    assert made.options == ("Postgres", "SQLite")
    assert [row.name for row in made.criteria] == ["Speed", "Price"]
    assert made.fit == pytest.approx((0.5, 1.0))
    assert made.chosen == 1


def test_lower_is_better_turns_amounts_not_ticks():
    made = matrix(
        "| Criterion | Weight | A1 | B1 |\n|--|--|--|--|\n| Cost | 1 | High | Low |\n| Complexity | 1 | ⭐⭐⭐⭐⭐ (Very Complex) | ⭐ |\n"
        "| Risk | 1 | ✅ | ❌ |\n| Low latency | 1 | High | Low |\n| Start-up (lower is better) | 1 | 2/10 | 8/10 |\n| Cost | 1 | Cheap | Expensive |\n"
    )
    assert [row.inverted for row in made.criteria] == [True, True, True, False, True, True]
    assert [[round((one.value or 0) / one.highest, 2) for one in row.scores] for row in made.criteria] == [
        [0, 1], [0, 0.8], [1, 0], [1, 0], [0.8, 0.2], [1, 0],
    ]  # fmt: skip


def test_words_need_company():
    words = "| {} | Alpha | Beta |\n|--|--|--|\n| Speed | Yes | No |\n| Safety | No | Yes |\n"
    assert none(words.format("Thing"))
    assert none(words.format("Thing"), heading="Rollout")
    assert matrix(words.format("Criterion"), heading="Comparison").options == ("Alpha", "Beta")
    assert matrix(words.format("Thing"), options("Alpha", "Beta")).fit == (0.5, 0.5)


def test_measurements_are_no_marks():
    numbers = (
        "| Measure | Alpha | Beta |\n|--|--|--|\n| Latency (ms) | 12 | 48 |\n| Memory (MB) | 64 | 32 |\n"
    )
    assert none(numbers)
    assert none(numbers, heading="Comparison of options")
    assert none("| n | Alpha | Beta |\n|--|--|--|\n| 8 | 0 | 1 |\n| 16 | 1 | 1 |\n", heading="Criteria")
    assert matrix(
        "| Criterion | Alpha | Beta |\n|--|--|--|\n| Speed | 3 | 5 |\n| Care | 4 | 2 |\n", heading="Scores"
    ).fit == (0.7, 0.7)


@pytest.mark.parametrize(
    "text",
    [
        "| Status | Accepted |\n|--|--|\n| Date | 2024-01-01 |\n| Owner | me |\n",
        "| Field | Type | Required |\n|--|--|--|\n| id | string | Yes |\n| name | string | No |\n",
        "| Field | Required | Nullable |\n|--|--|--|\n| id | ✅ | ❌ |\n| name | ❌ | ✅ |\n",
        "| Feature | Linux | Windows |\n|--|--|--|\n| Sound | ✅ | ❌ |\n| Print | ✅ | ✅ |\n",
        "| Task | Done | Tested |\n|--|--|--|\n| one | ✅ | ❌ |\n| two | ✅ | ✅ |\n",
        "| Version | Date | Author |\n|--|--|--|\n| 1.0 | 2024-01-01 | a |\n| 1.1 | 2024-02-01 | b |\n",
        "| Risk | Likelihood | Impact | Mitigation |\n|--|--|--|--|\n| Fire | Low | High | hose |\n| Flood | Low | Low | boat |\n",
        "| Task | Priority | Effort | Impact |\n|--|--|--|--|\n| One | High | Low | Low |\n| Two | Low | High | High |\n",
        "| Year | Rate | Total |\n|--|--|--|\n| 1 | 8.00 | 100 |\n| 2 | 7.20 | 108 |\n",
        "| Platform | GPU | Price |\n|--|--|--|\n| Fly | ✅ Yes | about a cent |\n| Cloud | ❌ No | various |\n",
        "| Option | Pros | Cons |\n|--|--|--|\n| A1 | quick | dear |\n| B1 | slow | cheap to run |\n",
        "| a |\n|--|\n| b |\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["", "Analysis"])
def test_other_tables(text, heading):
    assert none(text, heading=heading)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Render", "Option 1: Render (SELECTED)", True),
        ("AWS", "AWS (EC2/ECS)", True),
        ("Option A", "Option A: keep the monolith", True),
        ("Option A", "Option B: keep the monolith", False),
        ("PostgreSQL", "Use PostgreSQL", True),
        ("1. **Redis**", "Redis", True),
        ("Redis – rejected", "redis", True),
        ("Railway", "Render", False),
        ("", "Render", False),
    ],
)
def test_names_of_options(one, other, same):
    assert (likeness(one, other) >= 0.2) is same
    assert likeness(one, other) == likeness(other, one)


def test_a_doubtful_choice_is_none():
    assert matrix(HOSTING, options("Render", "AWS", chosen="Something else")).chosen is None


def test_matrices_of_a_record_know_their_section_and_answer():
    words = "| | Alpha | Beta |\n|--|--|--|\n| Speed | Yes | No |\n| Care | No | Yes |\n"
    text = f"# T\n\n## Rollout\n\n{words}\n## Decision criteria\n\n{words}"
    cut = text.index("## Decision")
    sections = (
        Section("T", 1, "", "t", Span(0, len(text)), Span(0, 3), Span(3, len(text))),
        Section("Rollout", 2, "", "rollout", Span(5, cut), Span(5, 15), Span(15, cut)),
        Section(
            "Decision criteria",
            2,
            "criteria",
            "decision-criteria",
            Span(cut, len(text)),
            Span(cut, cut + 20),
            Span(cut + 20, len(text)),
        ),
    )
    record = Record(
        Source("a.md", text),
        "1",
        "T",
        answer="Use Beta everywhere",
        sections=sections,
        tables=tables_of(text),
    )
    (made,) = matrices(record)
    assert made.table.span.start > cut
    assert made.chosen == 1


def test_marks_by_themselves():
    assert is_score_cell(Cell("✅", Span(0, 1)))
    assert not is_score_cell(Cell("about ten", Span(0, 9)))
    assert (mark_of("✅ fine"), mark_of("⭐⭐"), mark_of("fine ✅"), mark_of("✅❌")) == (
        "yes",
        "stars",
        "",
        "",
    )
    assert (without_mark("✅ fine"), without_mark("fine ✅"), without_mark("fine")) == (
        "fine",
        "fine",
        "fine",
    )
    assert (percent(0.625), percent(None), percent(1.0)) == ("63%", "–", "100%")


@pytest.mark.corpora
def test_the_seeds(corpora):
    from decidedly.dialects import read_document, read_record
    from decidedly.text import decode

    repo = corpora / "seeds" / "repo"
    path = repo / "DR-001-backend-hosting-platform.md"
    (one,) = matrices(read_record(decode(path.name, path.read_bytes())))
    assert (len(one.criteria), one.options) == (7, ("Render", "Railway", "AWS"))
    assert [row.weight_raw for row in one.criteria] == [
        "Critical",
        "High",
        "High",
        "High",
        "Medium",
        "Medium",
        "Medium",
    ]
    assert ([percent(fit) for fit in one.fit], one.chosen) == (["100%", "63%", "47%"], 0)
    path = repo / "platform-comparison.md"
    (other,) = matrices(read_document(decode(path.name, path.read_bytes())))
    assert dict(zip(other.options, map(percent, other.fit), strict=True)) == {
        "Fly.io": "88%",
        "AWS": "80%",
        "Railway": "70%",
        "Render": "50%",
    }
    assert not other.weighted
