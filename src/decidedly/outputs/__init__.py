"""A report as text for other programs, one file for each format. Pure: no file, no clock, the same bytes each time."""

from decidedly.outputs import calendar, decisions, dot, feed, graph, matrix, mermaid, records, reviews
from decidedly.outputs.kind import Output, dumps

OUTPUTS: tuple[Output, ...] = (
    records.OUTPUT,
    decisions.OUTPUT,
    graph.OUTPUT,
    reviews.OUTPUT,
    calendar.OUTPUT,
    feed.OUTPUT,
    matrix.OUTPUT,
    mermaid.OUTPUT,
    dot.OUTPUT,
)
"""Every format; what is not listed here does not exist."""

__all__ = ["OUTPUTS", "Output", "dumps", "named"]


def named(name: str) -> Output:
    """The output of that name. Raises KeyError."""
    for output in OUTPUTS:
        if output.name == name:
            return output
    raise KeyError(name)
