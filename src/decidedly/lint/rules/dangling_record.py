"""L120: a link names a record that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.ids import OwnIds, is_file
from decidedly.lint.rule import Fault, Rule
from decidedly.lint.wants import link_paths
from decidedly.lint.wording import did_you_mean, listed
from decidedly.record import LINK_KINDS, Link, Record

_REPLACES = frozenset({"supersedes", "superseded-by", "supersedes-in-part", "superseded-in-part-by"})
_ADDRESS = re.compile(r"[a-z][a-z0-9+-]*:|[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d)|//")


def check(context: Context) -> Iterator[Fault]:
    """Typed links by id or by file in the metadata, and supersessions of whatever kind, that lead to no record."""
    ids = OwnIds(context)
    for record in context.records:
        written = {one.span for one in record.structure.references} if record.structure else set()
        for found in context.log.resolved(record):
            link, target = found.link, found.link.target.strip()
            if found.record or found.document or link.kind not in LINK_KINDS or link.image or not target:
                continue
            several = context.log.find(target, record) if ids.means(target) else ()
            message, help = f"“{target}” is no record of this log", "name a record, or say it in the text"
            if len(several) > 1:
                message = f"“{target}” may be any of {listed([one.path for one in several], 'or')}"
                yield Fault(record.path, link.span, message, "write the file's name", target)
            elif ids.means(target) or (
                is_file(target) and link.span not in written and not _is_there(context, link, record)
            ):
                help = did_you_mean(ids.near(target, record), "correct the id, or take the link out")
                yield Fault(record.path, link.span, message, help, target)
            elif link.kind in _REPLACES and _ADDRESS.match(target):
                message += ": whoever follows the decision has to leave it"
                help = "if a record of this log says the same, name that"
                yield Fault(record.path, link.span, message, help, target, severity="info")
            elif link.kind in _REPLACES and not (link.span in written or is_file(target)):
                yield Fault(record.path, link.span, message, help, target, severity="warning")


def _is_there(context: Context, link: Link, record: Record) -> bool:
    """Whether a path in the metadata leads to a file that is there, or cannot be known to be missing."""
    files, paths = context.facts.files, link_paths(link.target, record, context.facts.prefix)
    if files is None:
        return not paths or paths[0].startswith("../")
    return any(path in files for path in paths)


RULE = Rule("L120", "dangling-record", "error", "a link names a record that does not exist", check)
