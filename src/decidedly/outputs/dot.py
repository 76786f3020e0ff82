"""The log in Graphviz' language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from decidedly.outputs.kind import Output
from decidedly.report import Report
from decidedly.text import one_line

_EDGES = {
    "supersedes": "penwidth=2",
    "supersedes-in-part": "penwidth=2, style=dashed",
    "relates-to": "dir=none",
    "mentions": "style=dotted",
    "conflicts-with": "dir=both, arrowhead=tee, arrowtail=tee",
}


def make(report: Report) -> str:
    """A `digraph` with a node for each record and an edge for each link."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    log = report.log
    names = {record.path: quoted(log.slug(record)) for record in log.records}
    yield "digraph decisions {"
    yield "  rankdir=LR;"
    yield '  node [shape=box, style=rounded, fontname="Helvetica"];'
    yield '  edge [fontname="Helvetica", fontsize=10];'
    for record in log.records:
        words = quoted(f"{record.id}: {one_line(record.title, 60)}")
        hint = quoted(
            ": ".join(filter(None, (record.status.name if record.status else "", one_line(record.answer))))
        )
        style = "" if log.in_force(record) else ', style="rounded,dashed"'
        yield f"  {names[record.path]} [label={words}, tooltip={hint}{style}];"
    for relation in log.relations:
        look = _EDGES.get(relation.kind, "")
        words = "" if relation.kind == "mentions" else f"label={quoted(relation.kind.replace('-', ' '))}"
        yield f"  {names[relation.source.path]} -> {names[relation.target.path]} [{', '.join(filter(None, (words, look)))}];"
    yield "}"


def quoted(words: str) -> str:
    """`words` as a quoted string: no escape sequence of Graphviz, no line break, no control character in it."""
    clean = "".join(
        " " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in words
    )
    # In labels Graphviz replaces \N, \G … and character entities: neither may come from a title. And `##[` is a command
    # to a CI runner that prints this.
    return (
        '"'
        + clean.replace("&", "&amp;").replace("##[", "##&#91;").replace("\\", "\\\\").replace('"', '\\"')
        + '"'
    )


OUTPUT = Output("dot", "text/vnd.graphviz", ".dot", make)
