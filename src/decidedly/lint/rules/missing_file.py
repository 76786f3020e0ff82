"""L125: a relative link, or a reference to lines of a file, that leads to no file of the repository."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.ids import is_file
from decidedly.lint.paths import existing, meant, somewhere, unknowable
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wants import html_links, line_references, link_paths
from decidedly.lint.wording import did_you_mean, is_placeholder, rewritten


def check(context: Context) -> Iterator[Fault]:
    """Relative links of every text, templates apart, and what it says in prose as `path:line`."""
    for one in context.texts:
        folder = posixpath.dirname(one.path)
        references = one.structure.references if one.structure else ()
        written = [(link.target, link.span) for link in references if link.kind != "auto"]
        for target, span in (*written, *html_links(one)):
            if is_placeholder(target) or _of_a_site(context, target):
                continue
            paths = link_paths(target, one, context.facts.prefix)
            if paths and existing(context, paths) is None and not unknowable(context, paths[0]):
                hint = rewritten(target) or did_you_mean(
                    meant(context, paths[0], folder), "correct the path, or take the link out"
                )
                yield Fault(one.path, span, f"“{target}” leads to no file", hint, target)
        for line in line_references(one, context.facts.prefix):
            known = existing(context, line.paths) or somewhere(context, line.path)
            if line.in_prose and not known:
                target = one.source.at(line.span)
                hint = did_you_mean(
                    meant(context, line.paths[0], folder), "say where it is now, or take it out"
                )
                yield Fault(one.path, line.span, f"“{target}” names a file that is not here", hint, line.path)


def _of_a_site(context: Context, target: str) -> bool:
    """Routes of a team's own site: `/adr/23` can't be told from the files, `/img/map.svg` may lie in its static folder."""
    path = target.partition("#")[0].partition("?")[0]
    if not path.startswith("/"):
        return False
    return not re.search(r"\.\w+$", path.rstrip("/")) or (not is_file(path) and somewhere(context, path[1:]))


RULE = Rule(
    "L125",
    "missing-file",
    "warning",
    "a link or a line reference leads to no file of the repository",
    check,
    needs=("files", "tree"),
)
