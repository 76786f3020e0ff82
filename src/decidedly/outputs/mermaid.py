"""The log as a Mermaid flow chart, for a README or a wiki that draws it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from decidedly.outputs.kind import Output
from decidedly.report import Report
from decidedly.text import one_line

_ARROWS = {
    "supersedes": "==>",
    "supersedes-in-part": "==>",
    "relates-to": "---",
    "mentions": "-.->",
    "conflicts-with": "x--x",
}
_STYLES = {
    "draft": "fill:#f6f6f6,stroke:#6b6b6b,color:#333,stroke-dasharray:4 3",
    "proposed": "fill:#e8f0fe,stroke:#1f5fbf,color:#12356b",
    "accepted": "fill:#e6f4ea,stroke:#1b7f3b,color:#0d4a21",
    "rejected": "fill:#fdecea,stroke:#b3261e,color:#6d1712",
    "withdrawn": "fill:#f1f1f1,stroke:#6b6b6b,color:#444",
    "deprecated": "fill:#fff4e0,stroke:#9a6400,color:#5c3c00",
    "superseded": "fill:#f3ecfa,stroke:#6f42a8,color:#40236b,stroke-dasharray:4 3",
}


def make(report: Report) -> str:
    """A `flowchart` with a node for each record and an arrow for each link; nothing in a label is markup."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    names = {record.path: f"d{number}" for number, record in enumerate(report.log.records)}
    yield "flowchart LR"
    used: dict[str, list[str]] = {}
    for record in report.log.records:
        status = record.status.name if record.status else ""
        yield f'  {names[record.path]}["{label(f"{record.id}: {one_line(record.title, 60)}")}"]'
        if status in _STYLES:
            used.setdefault(status, []).append(names[record.path])
    for relation in report.log.relations:
        arrow = _ARROWS.get(relation.kind, "-->")
        words = "" if relation.kind == "mentions" else f'|"{label(relation.kind.replace("-", " "))}"|'
        yield f"  {names[relation.source.path]} {arrow}{words} {names[relation.target.path]}"
    for status, members in used.items():
        yield f"  classDef {status} {_STYLES[status]}"
        yield f"  class {','.join(members)} {status}"


def label(words: str) -> str:
    """`words` for a quoted label: letters, digits and plain punctuation as they are, all else as entity codes."""
    return "".join(_character(char) for char in words)


def _character(char: str) -> str:
    if char in " .,:-()/+!?'" or char.isalnum():
        return char
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return " "
    return char if ord(char) > 127 else f"#{ord(char)};"


OUTPUT = Output("mermaid", "text/vnd.mermaid", ".mmd", make)
