"""Admonitions of MkDocs (`!!! note`, `??? tip`) and of Docusaurus (`:::note`), which CommonMark takes for plain words.

They look like GitHub's alerts. Where one is not closed, or is of no known kind, the plain Markdown stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from decidedly.markdown import parser
from decidedly.render.links import text
from decidedly.render.outline import Block
from decidedly.render.writer import Writer

_KINDS = {
    "note": ("note", "info", "abstract", "summary", "tldr", "seealso", "question", "faq", "help", "example", "quote", "cite", "secondary"),
    "tip": ("tip", "hint", "success", "check", "done"),
    "important": ("important",),
    "warning": ("warning", "attention"),
    "caution": ("caution", "danger", "error", "bug", "failure", "fail", "missing"),
}  # fmt: skip
_KIND = {name: kind for kind, names in _KINDS.items() for name in names}

_MKDOCS = re.compile(
    r"(!!!|\?\?\?\+?)[ \t]+([a-zA-Z]+)(?:[ \t]+(?:inline|end)\b)*(?:[ \t]+\"([^\"\n]*)\")?[ \t]*"
)
_DOCUSAURUS = re.compile(r":{3,6}[ \t]*([a-zA-Z]+)(?:\[([^\]\n]*)\]|[ \t]+([^\n:]+))?[ \t]*")
_INDENT = re.compile(r"^(?: {1,4}|\t)", re.M)
_END = re.compile(r":{3,6}[ \t]*")

MOST_BLOCKS = 60
LONGEST = 20_000


def admonition(writer: Writer, blocks: Sequence[Block], number: int) -> tuple[str, int] | None:
    """The admonition that the paragraph with that number begins: its HTML, and of how many blocks it is made."""
    content = writer.tokens[blocks[number].start + 1].content
    if content.startswith(("!!!", "???")):
        return _mkdocs(writer, blocks, number, content)
    if content.startswith(":::"):
        return _docusaurus(writer, blocks, number, content)
    return None


def _mkdocs(writer: Writer, blocks: Sequence[Block], number: int, content: str) -> tuple[str, int] | None:
    first, _, rest = content.partition("\n")
    match = _MKDOCS.fullmatch(first)
    kind = _KIND.get(match[2].lower()) if match else None
    if match is None or kind is None:
        return None
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    told = [_INDENT.sub("", rest)] if rest else []
    count = 1
    if (
        after is not None and after.kind == "code_block"
    ):  # what is indented for the admonition is code to CommonMark
        told.append(writer.tokens[after.start].content)
        count = 2
    if not told:
        return None
    title = match[2].capitalize() if match[3] is None else match[3]
    inside = _parsed(writer, "\n\n".join(told))
    return _box(writer, kind, title, inside, fold=match[1].removeprefix("!!!")), count


def _docusaurus(writer: Writer, blocks: Sequence[Block], number: int, content: str) -> tuple[str, int] | None:
    first, _, rest = content.partition("\n")
    match = _DOCUSAURUS.fullmatch(first)
    kind = _KIND.get(match[1].lower()) if match else None
    if match is None or kind is None:
        return None
    title = match[2] or match[3] or match[1].capitalize()
    inside: list[str] = []
    for count, block in enumerate(blocks[number : number + MOST_BLOCKS], 1):
        paragraph = block.kind == "paragraph_open"
        words = rest if count == 1 else writer.tokens[block.start + 1].content if paragraph else ""
        lines = words.split("\n")
        if paragraph and _END.fullmatch(lines[-1]):
            inside.append(_parsed(writer, "\n".join(lines[:-1])))
            return _box(writer, kind, title.strip(), "".join(inside)), count
        inside.append(_parsed(writer, rest) if count == 1 else writer.blocks(block.start, block.end))
    return None


def _parsed(writer: Writer, markdown: str) -> str:
    """Markdown that was read as something else, as HTML."""
    if len(markdown) > LONGEST:
        return f"<pre>{text(markdown)}</pre>\n"
    tokens = parser().parse(markdown, {})
    return writer.beside(tokens)


def _box(writer: Writer, kind: str, title: str, inside: str, fold: str = "") -> str:
    css = f"markdown-alert markdown-alert-{kind}"
    words = writer.words(parser().parseInline(title)[0].children or [], title) if title else ""
    if fold:
        opened = " open" if fold.endswith("+") else ""
        return f'<details class="{css}"{opened}><summary class="markdown-alert-title">{words}</summary>{inside}</details>\n'
    head = f'<p class="markdown-alert-title">{words}</p>\n' if words else ""
    return f'<div class="{css}" role="note">{head}{inside}</div>\n'
