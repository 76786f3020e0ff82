"""Diagrams that records hold as Mermaid: which there are, and what each shows, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decidedly.record import Document, Record
from decidedly.render.code import language
from decidedly.render.links import attribute, text
from decidedly.text import one_line

LONGEST = 20_000
"""Characters of one diagram; a longer one stays a block of code."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn diagram: its file's address on the page being made, its size in pixels, what it shows."""

    href: str
    width: int
    height: int
    alt: str


Pictures = Callable[[str], Picture | None]
"""A diagram's source → its picture; None where it was not drawn."""

_KINDS = {
    "graph": "Flowchart",
    "flowchart": "Flowchart",
    "sequencediagram": "Sequence diagram",
    "classdiagram": "Class diagram",
    "statediagram": "State diagram",
    "erdiagram": "Entity relationship diagram",
    "gantt": "Gantt chart",
    "pie": "Pie chart",
    "mindmap": "Mind map",
    "gitgraph": "Git graph",
    "journey": "User journey",
    "timeline": "Timeline",
    "quadrantchart": "Quadrant chart",
    "xychart": "Chart",
    "c4": "C4 diagram",
    "block": "Block diagram",
    "architecture": "Architecture diagram",
}
_FRONT = re.compile(r"\A\s*---\s*\n(.*?)\n\s*---\s*\n", re.S)
_TOLD = re.compile(r"^\s*(accTitle|accDescr|title)\s*:?\s+(?!\{)(.+?)\s*$", re.M)
_TOLD_LONG = re.compile(r"accDescr\s*\{([^{}]{1,2000})\}")
_BREAK = re.compile(r"\\n|<br */?>|&nbsp;")
_LABEL = re.compile(
    r"[\[({>|]+\"?([^\[\](){}|\"<>\n]{2,60})\"?[\])}|]+"  # [in brackets] of any form, |on an arrow|
    r"|\bparticipant\s+(?:\w+\s+as\s+)?([^\n]{2,60})|\bactor\s+(?:\w+\s+as\s+)?([^\n]{2,60})"
    r"|^\s*(?:class|state)\s+\"?([\w .-]{2,60})|^\s*\"([^\"\n]{2,60})\"\s*:",
    re.M,
)


def sources(owner: Record | Document) -> Iterator[str]:
    """The source of each Mermaid diagram of a text."""
    if "mermaid" not in owner.source.text or owner.structure is None:
        return
    for token in owner.structure.tokens:
        if token.type == "fence" and language(token.info) == "mermaid" and len(token.content) <= LONGEST:
            yield token.content


def figure(source: str, picture: Picture) -> str:
    """A drawn diagram as HTML: the picture, which leads to itself in full size, and its source."""
    alt, href = attribute(picture.alt), attribute(picture.href)
    image = f'<img src="{href}" alt="{alt}" width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async">'
    return (
        f'<figure class="diagram"><a href="{href}">{image}</a>\n<details><summary>Source of the diagram</summary>'
        f'<pre tabindex="0"><code>{text(source)}</code></pre></details></figure>\n'
    )


def describe(source: str) -> str:
    """What a diagram shows, for those who do not see it: what its author says of it, else its kind and its labels."""
    front = _FRONT.match(source)
    bare = _BREAK.sub(" ", source[front.end() :] if front else source)
    found = {name: one_line(words, 300) for name, words in _TOLD.findall(bare)}
    long = _TOLD_LONG.search(bare)
    told = [
        found.get("accTitle", "") or found.get("title", "") or (_title(front[1]) if front else ""),
        found.get("accDescr", "") or (one_line(long[1], 400) if long else ""),
    ]
    kind = _kind(bare)
    if any(told):
        return f"{kind}: {'. '.join(one for one in told if one)}"
    labels = dict.fromkeys(
        one_line(next(filter(None, match)), 60).strip(" \"'") for match in _LABEL.findall(bare)
    )
    words = ", ".join(one for one in labels if any(char.isalpha() for char in one))
    return one_line(f"{kind}: {words}" if words else kind, 240)


def _title(front: str) -> str:
    match = re.search(r"^\s*title:\s*[\"']?(.+?)[\"']?\s*$", front, re.M)
    return one_line(match[1], 200) if match else ""


def _kind(bare: str) -> str:
    for line in bare.splitlines():
        word = line.strip().lower()
        if word and not word.startswith("%%"):
            return next((name for start, name in _KINDS.items() if word.startswith(start)), "Diagram")
    return "Diagram"
