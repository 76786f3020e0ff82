"""Highlighted code: a closed list of languages, a handful of token classes, and a limit on what strangers may cost."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from decidedly.render.links import attribute, text

if TYPE_CHECKING:
    from pygments.lexer import Lexer

CODE_CLASSES = ("k", "s", "m", "c", "nf", "gi", "gd")
"""What code is marked with: keyword, string, number, comment, name, inserted line, deleted line."""

MAX_CODE = 20_000
MAX_LINE = 1_000

# Lexers are regular expressions, some with a terrible worst case: only what people use in decisions is let in.
LANGUAGES = {
    name: lexer
    for lexer, names in {
        "bash": "bash sh shell zsh console shell-session",
        "c": "c h",
        "cpp": "cpp c++ hpp cc",
        "csharp": "csharp c# cs",
        "css": "css",
        "dart": "dart",
        "diff": "diff patch udiff",
        "docker": "docker dockerfile",
        "elixir": "elixir ex",
        "fsharp": "fsharp f#",
        "go": "go golang",
        "graphql": "graphql gql",
        "groovy": "groovy gradle",
        "haskell": "haskell hs",
        "hcl": "hcl",
        "html": "html",
        "http": "http",
        "ini": "ini cfg properties dotenv env",
        "java": "java",
        "javascript": "javascript js jsx mjs",
        "json": "json json5 jsonc",
        "kotlin": "kotlin kt",
        "lua": "lua",
        "make": "make makefile",
        "nginx": "nginx",
        "perl": "perl",
        "php": "php",
        "powershell": "powershell ps1 pwsh",
        "protobuf": "protobuf proto",
        "python": "python py python3",
        "r": "r",
        "ruby": "ruby rb",
        "rust": "rust rs",
        "scala": "scala",
        "sql": "sql postgres postgresql mysql sqlite",
        "swift": "swift",
        "terraform": "terraform tf",
        "toml": "toml",
        "typescript": "typescript ts tsx",
        "xml": "xml svg xsd",
        "yaml": "yaml yml",
    }.items()
    for name in names.split()
}


@functools.lru_cache(64)
def _lexer(name: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@functools.cache
def _class(token: object) -> str:
    name = str(token).removeprefix("Token.")
    for prefix, css in (
        ("Comment", "c"),
        ("Keyword", "k"),
        ("Operator.Word", "k"),
        ("Name.Tag", "k"),
        ("Literal.String", "s"),
        ("Literal.Number", "m"),
        ("Name.Function", "nf"),
        ("Name.Class", "nf"),
        ("Name.Decorator", "nf"),
        ("Name.Namespace", "nf"),
        ("Generic.Heading", "nf"),
        ("Generic.Subheading", "nf"),
        ("Generic.Inserted", "gi"),
        ("Generic.Deleted", "gd"),
    ):
        if name.startswith(prefix):
            return css
    return ""


def language(info: str) -> str:
    """The language that a fence's info string names, in lower case, or ""."""
    words = info.strip().lower().lstrip("{.").split(maxsplit=1)
    return words[0].rstrip("}").split(",")[0] if words else ""


def code_block(content: str, info: str) -> str:
    """A block of code as HTML; `info` is what stands beside its fence."""
    name = language(info)
    if name == "mermaid":
        return (
            f'<figure class="mermaid-source"><pre tabindex="0"><code>{text(content)}</code></pre>'
            "<figcaption>Source of a diagram (Mermaid)</figcaption></figure>\n"
        )
    css = f' class="language-{attribute(name)}"' if re.fullmatch(r"[a-z0-9+#_-]{1,30}", name) else ""
    return f'<div class="hl"><pre tabindex="0"><code{css}>{highlight(content, name)}</code></pre></div>\n'


@functools.lru_cache(2_048)  # each block is shown on a page and in the data for other programs
def highlight(code: str, name: str) -> str:
    """`code` as escaped HTML with `<span class="k">` and the like where the language is known and the code not too long."""
    known = LANGUAGES.get(name)
    if known is None or len(code) > MAX_CODE or any(len(line) > MAX_LINE for line in code.split("\n")):
        return text(code)
    lexer = _lexer(known)
    return "".join(_spans(lexer, code)) if lexer else text(code)


def _spans(lexer: Lexer, code: str) -> Iterator[str]:
    css, held = "", ""
    for token, value in lexer.get_tokens(code):
        kind = _class(token)
        if kind != css and not (value.isspace() and css):
            yield _span(css, held)
            css, held = kind, value
        else:
            held += value
    yield _span(css, held)


def _span(css: str, words: str) -> str:
    if not css:
        return text(words)
    bare = words.rstrip()  # white space belongs to no token
    return f'<span class="{css}">{text(bare)}</span>{words[len(bare) :]}' if bare else words
