"""Text as a reader sees it: the lines of a record's paragraphs and list items, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from decidedly.dialects.draft import Draft
from decidedly.markdown import parser
from decidedly.text import Span, one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

AROUND = 40
"""How many inline tokens before or behind a line's end are looked at: a label is no longer, a hostile text may be."""
LONGEST = 1_000
"""Characters of a paragraph that are looked at."""

_TAGS = frozenset(
    ("a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center",
     "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption",
     "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd",
     "label", "legend", "li", "link", "main", "map", "mark", "menu", "meta", "nav", "nobr", "noscript", "object", "ol", "p", "picture", "pre", "q", "rp",
     "rt", "ruby", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
     "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr")
)  # fmt: skip
_TAG = re.compile(r"</?([A-Za-z][\w.-]*)\s*>")
_DUNDER = re.compile(r"(?<![`\w])__(\w+)__(?!`)")
_LABEL = re.compile(r"[A-Z][\w ]{2,30}[:：](?:\s|$)")
_CHECK = re.compile(r"\[(?P<mark>[ xX])\]\s+")
_ALERT = re.compile(r"\[!\w+\]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line in plain words. `kind` tells whether it begins a list item, goes on in one, or is code.

    `depth` is how deeply it stands in lists; `checked` the mark of a task (None for what is none); `section` counts the
    headings before it.
    """

    words: str
    kind: Literal["paragraph", "item", "more", "code"]
    depth: int = 0
    checked: bool | None = None
    section: int = 0


def shown(inline: Token) -> str:
    """An inline token's words without marks and images. Lines end where a reader sees one end: at a break before a label
    or a new sentence, not where words are merely wrapped. What stands in angle brackets is kept unless it is HTML."""
    children = inline.children or []
    parts: list[str] = []
    for number, token in enumerate(children):
        match token.type:
            case "text" | "code_inline" | "text_special":
                parts.append(token.content)
            case "softbreak":
                if _is_label(children[max(0, number - AROUND) : number]):
                    parts.append("\n" if parts[-1].endswith((":", "：", ".")) else ":\n")
                else:
                    parts.append("\n" if _begins_label(children[number + 1 : number + AROUND]) else " ")
            case "hardbreak":
                rest = "".join(one.content for one in children[number + 1 : number + 4]).lstrip()
                ahead = children[number + 1 : number + AROUND]
                parts.append("\n" if rest[:1].isupper() or _begins_label(ahead) else " ")
            case "html_inline":
                tag = _TAG.fullmatch(token.content)
                if tag is not None and tag[1] not in _TAGS:
                    parts.append(token.content)
                elif tag is not None and tag[1] == "br":
                    parts.append("\n")
            case _:
                pass
    return "".join(parts).strip()


def in_plain_words(markdown: str) -> str:
    """One line of Markdown without its marks; half a pair of marks around all of it goes too."""
    return _read(markdown)[0]


def code_in(markdown: str) -> tuple[Span, ...]:
    """Where code stands in what `in_plain_words` makes of `markdown`."""
    text, children = _read(markdown)
    return code_of(children, text)


def code_of(children: Sequence[Token], text: str) -> tuple[Span, ...]:
    """Where in `text`, which is made of these tokens or a part of them, code stands."""
    whole, found = "", []
    for token in children:
        start = len(whole)
        whole += token.content if token.type in ("text", "code_inline", "text_special", "html_inline") else ""
        whole += " " if token.type in ("softbreak", "hardbreak") else ""
        if token.type == "code_inline":
            found.append(Span(start, len(whole)))
    at = whole.find(text) if text else -1
    inside = (Span(one.start - at, one.end - at) for one in found) if at >= 0 else ()
    return tuple(one for one in inside if 0 <= one.start < one.end <= len(text))


def _read(markdown: str) -> tuple[str, Sequence[Token]]:
    line = one_line(markdown)
    bare = line.strip("*_ ")
    if "*" not in bare and "_" not in bare:
        line = bare
    tokens = parser().parseInline(_DUNDER.sub(r"\\_\\_\1\\_\\_", line))
    text = one_line(shown(tokens[0])) if tokens else ""
    return (text, tokens[0].children or []) if text else (markdown.strip(), [])


def _is_label(before: Sequence[Token]) -> bool:
    """Whether the line that ends behind these tokens is nothing but bold words: `**Decision**` above its value."""
    start = next(
        (at for at in range(len(before), 0, -1) if before[at - 1].type in ("softbreak", "hardbreak")), 0
    )
    line = [one for one in before[start:] if one.content.strip() or one.type != "text"]
    types = [one.type for one in line]
    return types[:1] == ["strong_open"] and types[-1] == "strong_close" and types.count("strong_open") == 1


def _begins_label(rest: Sequence[Token]) -> bool:
    """Whether a line begins with a label: `Decision: …`, `**Decision** …:`, `**Decision**` alone."""
    words = [one for one in rest if one.content or one.type not in ("text",)]
    if not words:
        return False
    if words[0].type != "strong_open":
        return words[0].type == "text" and bool(_LABEL.match(words[0].content))
    end = next((at for at, one in enumerate(words) if one.type == "strong_close"), len(words))
    bold = "".join(one.content for one in words[1:end]).rstrip()
    after = words[end + 1] if end + 1 < len(words) else None
    return (
        after is None
        or bold.endswith((":", "："))
        or after.type in ("softbreak", "hardbreak")
        or after.content.lstrip().startswith((":", "："))
    )


def lines_of(draft: Draft, region: Span, most: int) -> list[Line]:
    """The first lines inside `region`, at most about `most` of them."""
    found: list[Line] = []
    tokens = draft.structure.tokens
    section = 0
    for index, token in draft.tokens_in(region, top_only=False):
        if len(found) >= most:
            break
        if token.type == "heading_open":
            section += 1
        elif token.type in ("fence", "code_block"):
            found.append(Line(token.content.strip()[:LONGEST], "code", token.level, None, section))
        elif token.type == "paragraph_open" and index + 1 < len(tokens):
            first = index > 0 and tokens[index - 1].type == "list_item_open"
            kind: Literal["item", "more", "paragraph"] = (
                "item" if first else "more" if _in_list(tokens, index) else "paragraph"
            )
            task = tokens[index - 1].meta.get("checked") if first else None
            found += _lines(shown(tokens[index + 1])[:LONGEST], kind, token.level, section, task)
    return found


def _lines(
    text: str, kind: Literal["item", "more", "paragraph"], depth: int, section: int, task: bool | None
) -> Iterator[Line]:
    for part in text.split("\n"):
        words = one_line(_ALERT.sub("", part, count=1) if part.startswith("[!") else part)
        check = _CHECK.match(words)
        if check is not None:
            words = words[check.end() :]
        if words:
            yield Line(words, kind, depth, check["mark"] in "xX" if check else task, section)
        kind = "more" if kind == "item" else kind


def _in_list(tokens: Sequence[Token], index: int) -> bool:
    """Whether the block at `index` stands inside a list item."""
    level = tokens[index].level
    if not level:
        return False
    for at in range(index - 1, -1, -1):
        token = tokens[at]
        if token.level < level and token.nesting > 0:
            if token.type == "list_item_open":
                return True
            level = token.level
            if not level:
                return False
    return False
