"""A rule's page: documentation for people, and examples that are run as tests.

# L120 dangling-record          the rule; the paragraph after it is its summary
## Why / ## Good / ## Bad       Good and Bad hold examples; a `###` heading or a paragraph of prose begins a new one
`path/of/a/file.md`             names the fenced block after it as a file of the example
`path` at the base              … as it was at the base revision
```console                      `$ adr lint …` and exactly what it prints; without one: prints nothing
`path` after `adr lint --fix`   … as fixing must leave it (`--unsafe-fixes` if that is named)
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field

from decidedly.markdown import parse, plain
from decidedly.text import Source


@dataclass
class Example:
    """One example: files (path → text), files at the base revision, the command's options, the output, the files after fixing."""

    good: bool
    title: str
    files: dict[str, str] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    output: str = ""
    fixed: dict[str, str] = field(default_factory=dict)
    fix_options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page, read: the rule's code and name, its summary, the Why in Markdown, its examples, the whole text."""

    code: str
    name: str
    summary: str
    why: str
    examples: tuple[Example, ...]
    text: str


_FILE = re.compile(r"^`(?P<path>[^`]+)`(?P<rest>.*)$", re.S)


def read_page(text: str) -> Page:
    """Read a page. Raises ValueError where its form is not the one above."""
    text = text.replace("\r\n", "\n")
    source = Source("", text)
    structure = parse(source)
    tokens = structure.tokens
    title = next((one for one in structure.headings if one.level == 1), None)
    match = re.fullmatch(r"([A-Z]\d{3}) ([a-z0-9-]+)", title.text) if title else None
    if match is None:
        raise ValueError("a rule's page begins with “# CODE name”")
    summary, part, why = "", "", ""
    examples: list[Example] = []
    current: Example | None = None
    label: re.Match[str] | None = None
    for index, token in structure.blocks():
        if token.type == "heading_open":
            words = plain(tokens[index + 1])
            if token.tag == "h2":
                part, current = words, None
            elif token.tag == "h3" and part in ("Good", "Bad"):
                current = Example(part == "Good", words)
                examples.append(current)
            label = None
        elif token.type == "paragraph_open":
            content = tokens[index + 1].content
            if not part and not summary:
                summary = plain(tokens[index + 1])
            label = _FILE.match(content) if part in ("Good", "Bad") else None
            if label is not None and not re.fullmatch(r"(?: (?:at the base|after .*))?:?", label["rest"]):
                label = None
            if part in ("Good", "Bad") and label is None:
                current = Example(part == "Good", plain(tokens[index + 1]))
                examples.append(current)
        elif token.type == "fence" and part in ("Good", "Bad"):
            if current is None:
                current = Example(part == "Good", "")
                examples.append(current)
            _block(current, token.info.strip(), token.content, label)
            label = None
    for heading, body in _parts(text):
        if heading == "Why":
            why = body
    kept = tuple(one for one in examples if one.files)
    return Page(match[1], match[2], summary, why, kept, text)


def _block(example: Example, info: str, content: str, label: re.Match[str] | None) -> None:
    if info == "console":
        command, _, output = content.partition("\n")
        words = shlex.split(command.removeprefix("$ "))
        if words[:2] != ["adr", "lint"]:
            raise ValueError(f"a console block begins with “$ adr lint”, not {command!r}")
        example.options, example.output = tuple(words[2:]), output
    elif label is not None:
        path, rest = label["path"], label["rest"]
        if rest.startswith(" at the base"):
            example.base[path] = content
        elif rest.startswith(" after"):
            example.fixed[path] = content
            example.fix_options = tuple(word for word in re.findall(r"--[a-z-]+", rest))
        else:
            example.files[path] = content


def _parts(text: str) -> list[tuple[str, str]]:
    cut = re.split(r"^## (.+)$", text, flags=re.M)
    return [(cut[at].strip(), cut[at + 1].strip()) for at in range(1, len(cut) - 1, 2)]
