"""L130: a full address of a file that stands in this same log."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from decidedly.finding import Fix
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wants import relative
from decidedly.markdown import Reference
from decidedly.record import Document, Record
from decidedly.text import Edit


def check(context: Context) -> Iterator[Fault]:
    """Web addresses under which the repository shows its own records, in the links of every text."""
    urls = context.log.own_urls
    for one in context.texts:
        for reference in one.structure.references if urls and one.structure else ():
            own = next((url for url in urls if reference.target.startswith(url)), None)
            if own is None:
                continue
            path, _, fragment = reference.target[len(own) :].partition("#")
            path = posixpath.normpath(unquote(path.partition("?")[0]))
            found = context.log.by_path.get(path) or context.log.documents_by_path.get(path)
            if found is None:
                continue
            short = relative(found.path, posixpath.dirname(one.path)) + (f"#{fragment}" if fragment else "")
            yield Fault(
                one.path,
                reference.span,
                f"“{reference.target}” is {found.path}, a file of this log",
                f"write {short}: it works on every branch, in every copy, and on the site",
                reference.target,
                fix=_fix(one, reference, found, short),
            )


def _fix(one: Record | Document, reference: Reference, found: Record | Document, short: str) -> Fix | None:
    title = f"write {short}"
    if re.search(r"[\s()<>]", short):
        short = f"<{short}>"
    if reference.kind == "inline":
        if one.source.text[reference.span.start - 1] == "<":
            short = short.strip("<>")
        return Fix(title, {one.path: (Edit(reference.span, short),)})
    if reference.kind == "auto":
        words = re.sub(r"([\[\]\\`*_<])", r"\\\1", found.id if isinstance(found, Record) else found.title)
        return Fix(title, {one.path: (Edit(reference.whole, f"[{words}]({short})"),)})
    return None  # the address stands in a definition, which other links may use


RULE = Rule(
    "L130",
    "absolute-own-link",
    "info",
    "a full web address of a file of this same log",
    check,
    "safe",
)
