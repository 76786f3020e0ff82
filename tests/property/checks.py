"""What must hold of every record, whatever file it was read from."""

from itertools import pairwise

from decidedly.record import Document, Record
from decidedly.text import Source, Span


def check_spans(one: Record | Document, side: Source | None = None) -> None:
    """Assert that every span lies in its file, holds what it says, and nests as it should."""
    source = one.source
    whole = Span(0, len(source.text))
    for field in one.fields:
        written = side if side is not None and field.path == side.path else source
        assert Span(0, len(written.text)).contains(field.span)
        assert written.at(field.span) == field.raw
        for item in field.items:
            assert Span(0, len(written.text)).contains(item.span)
            if field.origin not in ("front-matter", "side-file"):
                assert written.at(item.span) == item.raw
    for link in one.links:
        assert whole.contains(link.span) or side is not None
        assert link.place.span is None or link.place.kind == "field" or whole.contains(link.place.span)
    for section in one.sections:
        assert whole.contains(section.span)
        assert section.span.contains(section.heading)
        assert section.span.contains(section.body)
        assert section.heading.end <= section.body.start
    for before, after in pairwise(one.sections):
        assert before.span.start < after.span.start
        assert before.span.end <= after.span.start or before.span.contains(after.span)
    anchors = [section.anchor for section in one.sections]
    assert len(set(anchors)) == len(anchors)
    for table in one.tables:
        assert whole.contains(table.span)
        for row in (table.header, *table.rows):
            assert len(row) == len(table.header)
            for cell in row:
                assert source.at(cell.span) == cell.raw
                assert table.span.start <= cell.span.start <= cell.span.end
                assert cell.span.end <= source.line_span(source.line_of(table.span.end)).end
            for left, right in pairwise(row):
                assert left.span.end <= right.span.start
    for checklist in one.checklists:
        for check in checklist.items:
            assert checklist.span.contains(check.span)
            assert check.text in source.at(check.span)
    if isinstance(one, Record):
        for option in one.options:
            assert whole.contains(option.span)
            for point in (*option.pros, *option.cons, *option.neutral):
                assert whole.contains(point.span)
        for span in one.head:
            assert whole.contains(span)
        assert list(one.head) == sorted(one.head)
    for problem in one.problems:
        assert problem.span is None or whole.contains(problem.span)
    structure = one.structure
    assert structure is not None
    for heading in structure.headings:
        assert heading.span.contains(heading.words)
    for reference in structure.references:
        assert whole.contains(reference.whole)
        assert reference.whole.contains(reference.span)
    for code in structure.code_spans:
        assert source.at(code).startswith("`")
        assert source.at(code).endswith("`")
