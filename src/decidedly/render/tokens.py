"""Small questions to the parser's tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it.token import Token


def end_of(tokens: Sequence[Token], at: int) -> int:
    """The index past the token that closes what the token at `at` opens."""
    if tokens[at].nesting <= 0:
        return at + 1
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index + 1
    return len(tokens)


def target_of(token: Token, content: str, name: str) -> str:
    """A link's target as written where it was written inline; else where its definition or text leads."""
    noted = token.meta.get("at")
    if noted and noted[4] == "inline" and content:
        return str(content[noted[2] : noted[3]])
    return str(token.attrs.get(name, ""))


def trimmed(children: Sequence[Token], trim: Callable[[str], str]) -> list[Token]:
    """Copies of inline tokens with `trim` applied to the first words, or, where it changes nothing there, to the last."""
    texts = [at for at, child in enumerate(children) if child.type == "text" and child.content.strip()]
    made = list(children)
    for at in [texts[0], texts[-1]] if texts else ():
        shorter = trim(children[at].content)
        if shorter != children[at].content:
            made[at] = children[at].copy(content=shorter)
            break
    return made
