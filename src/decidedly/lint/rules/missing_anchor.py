"""L127: a link to a heading that its target does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from decidedly.lint.anchors import anchors, folded
from decidedly.lint.context import Context, all_texts
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wants import link_paths
from decidedly.lint.wording import did_you_mean
from decidedly.text import near

_MADE = re.compile(r"^(?:top|:~:.*|fn.*|footnote.*|ref-.*|L\d+.*|[!/].*|.*[{}<>].*)$", re.I)
"""Fragments that name no heading: the page's top, text fragments, footnotes, lines, routes of a site."""


def check(context: Context) -> Iterator[Fault]:
    """Fragments of links to the text itself, to other texts of the log, and to Markdown files beside it."""
    known: dict[str, frozenset[str]] = dict(context.facts.anchors)
    bare = {path: {folded(anchor) for anchor in found} for path, found in known.items()}
    texts = {one.path: one for one in all_texts(context.log)}
    for one in context.texts:
        for reference in one.structure.references if one.structure else ():
            before, mark, fragment = reference.target.partition("#")
            fragment = unquote(fragment).removeprefix("user-content-")
            if not mark or not fragment or _MADE.match(fragment) or reference.kind == "auto":
                continue
            paths = link_paths(before, one, context.facts.prefix) if before else (one.path,)
            path = next((path for path in paths if path in texts or path in known), None)
            if path is None:
                continue
            if path not in known:
                structure = texts[path].structure
                known[path] = anchors(structure) if structure else frozenset()
                bare[path] = {folded(anchor) for anchor in known[path]}
            if not folded(fragment) or folded(fragment) in bare[path]:
                continue
            where = "this text" if path == one.path else path
            offered = [f"#{anchor}" for anchor in near(fragment, sorted(known[path]), 2)]
            yield Fault(
                one.path,
                reference.span,
                f"“{reference.target}” leads to no heading of {where}",
                did_you_mean(offered, "name a heading that is there, or link to the file alone"),
                reference.target,
            )


RULE = Rule(
    "L127",
    "missing-anchor",
    "warning",
    "a link names a heading that its target does not have",
    check,
    needs=("anchors",),
)
