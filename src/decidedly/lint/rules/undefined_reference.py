"""L132: a link whose target was never given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.prose import holes
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wording import is_placeholder
from decidedly.text import Span

_UNDEFINED = re.compile(
    r"(?<![\w\]\\`$)])!?\[(?P<text>[^\[\]\n]{1,200})\]\[(?P<ref>[^\[\]\n]{0,100})\](?![\[(:])"
)
_WORDS = re.compile(r"[^\W\d_]{2}")


def check(context: Context) -> Iterator[Fault]:
    """`[text][ref]` without a definition of `ref`, and links to `TODO` or to nothing."""
    for one in context.texts:
        structure = one.structure
        if structure is None:
            continue
        for reference in structure.references:
            if reference.kind != "auto" and is_placeholder(reference.target):
                what = f"“{reference.target}”" if reference.target else "nothing"
                yield Fault(
                    one.path,
                    reference.span if reference.target else reference.whole,
                    f"“{reference.text}” is a link to {what}: its target was never filled in",
                    "write where it leads, or take the link out",
                    reference.text,
                )
        closed = holes(one)
        for match in _UNDEFINED.finditer(one.source.text, structure.start):
            ref = match["ref"] or match["text"]
            if match.start() in closed or not (
                _WORDS.search(match["text"]) and _WORDS.search(ref + match["text"])
            ):
                continue
            span = Span(*(match.span("ref") if match["ref"] else match.span("text")))
            yield Fault(
                one.path,
                span,
                f"“{match[0]}” is no link: nothing defines “{ref}”",
                f"add a line “[{ref}]: …” with the target, or write [{match['text']}](…)",
                ref,
            )


RULE = Rule("L132", "undefined-reference", "warning", "a link whose target was never given", check)
