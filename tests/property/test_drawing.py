"""Whatever the records say, the picture is well-formed, complete and tidy."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.test_drawing_geometry import KINDS, STATUSES, assert_good, make_record, make_report, read

from decidedly.drawing import draw, lineages, loose_links
from decidedly.drawing.metrics import fit, width
from decidedly.record import Record

words = st.text(max_size=40)
days = st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31)) | st.dates()


@st.composite
def logs(draw_: st.DrawFn) -> tuple[Record, ...]:
    count = draw_(st.integers(0, 14))
    targets = st.integers(0, count + 1).map(lambda n: f"DR-{n}")
    return tuple(
        make_record(
            f"DR-{number}",
            draw_(words),
            status=draw_(st.sampled_from(STATUSES)),
            day=draw_(days),
            component=draw_(st.sampled_from(("", "a", "platform engineering team")) | words),
            answer=draw_(words),
            links=draw_(st.lists(st.tuples(st.sampled_from(KINDS), targets), max_size=4)),
        )
        for number in range(count)
    )


@given(logs())
def test_any_log_gives_a_tidy_picture(records: tuple[Record, ...]) -> None:
    report = make_report(*records)
    drawing = draw(report, href=lambda record: record.title)
    picture = read(drawing.svg)
    assert len(picture.boxes) == drawing.nodes == len(records)
    assert_good(picture)
    chained = {one.path for chain in lineages(report) for one in chain}
    assert chained <= {record.path for record in records}
    assert set(loose_links(report)) <= set(report.log.relations)


@given(words, st.floats(5, 200), st.integers(1, 3))
def test_what_is_fitted_fits(text: str, limit: float, lines: int) -> None:
    found = fit(text, limit, 13, lines=lines)
    assert len(found) <= lines
    assert all(width(line, 13) <= limit for line in found if line != "…")
