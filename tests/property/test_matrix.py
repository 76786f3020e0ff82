"""Whatever a table holds, reading it never fails, and what it says stays within its scales."""

from hypothesis import given
from hypothesis import strategies as st

from decidedly.matrix import percent, read
from decidedly.record import Cell, Option, Table
from decidedly.text import Span

CELLS = st.one_of(
    st.sampled_from(["✅", "❌ no", "⚠️", "⭐⭐", "★★☆☆☆", "4/5", "7", "80%", "High", "Low", "Yes", "++", "-", "", "Total", "Weight", "Cost", "Option"]),
    st.text(max_size=12),
)  # fmt: skip


@st.composite
def tables(draw) -> Table:
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    cells = [
        tuple(Cell(raw, Span(r * 100 + c, r * 100 + c)) for c, raw in enumerate(row))
        for r, row in enumerate(rows)
    ]
    return Table(cells[0], tuple(cells[1:]), Span(0, 1000))


@given(tables(), st.lists(st.text(max_size=8), max_size=3), st.sampled_from(["", "Comparison", "Criteria"]))
def test_any_table(table, names, heading):
    made = read(table, [Option(name, Span(0, 0), chosen=at == 0) for at, name in enumerate(names)], heading)
    if made is None:
        return
    assert len(made.options) >= 2
    assert len(made.fit) == len(made.options)
    spans = {cell.span for row in (table.header, *table.rows) for cell in row}
    for row in made.criteria:
        assert len(row.scores) == len(made.options)
        for score in row.scores:
            assert score.span in spans
            assert score.value is None or 0 <= score.value <= score.highest
    for fit in made.fit:
        assert fit is None or 0 <= fit <= 1.000001
        assert percent(fit)
    assert made.chosen is None or 0 <= made.chosen < len(made.options)


@given(st.lists(st.lists(st.sampled_from(["✅", "❌", "⚠️"]), min_size=3, max_size=3), min_size=2, max_size=6))
def test_turning_a_table_round_changes_no_fit(marks):
    def table(rows: list[list[str]]) -> Table:
        cells = [
            tuple(Cell(raw, Span(r * 100 + c, r * 100 + c)) for c, raw in enumerate(row))
            for r, row in enumerate(rows)
        ]
        return Table(cells[0], tuple(cells[1:]), Span(0, 1000))

    rows = [["", "Alpha", "Beta", "Gamma"], *([f"Goal {at}", *row] for at, row in enumerate(marks))]
    options = [Option(name, Span(0, 0)) for name in ("Alpha", "Beta", "Gamma")]
    across = read(table(rows), options)
    down = read(table([list(column) for column in zip(*rows, strict=True)]), options)
    assert across is not None
    assert down is not None
    assert (across.transposed, down.transposed) == (False, True)
    assert across.fit == down.fit
    assert across.options == down.options
