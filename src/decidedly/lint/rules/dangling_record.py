"""L120: a link names a record that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.log import Resolved
from decidedly.record import LINK_KINDS, Record

_ID = re.compile(r"^(?:[A-Za-z][A-Za-z-]*[- ]?)?#?\d{1,8}$")


def check(context: Context) -> Iterator[Fault]:
    """Typed links by id that lead to no record, or to several."""
    for record in context.records:
        for found in context.log.resolved(record):
            if found.record is None and found.document is None and _names_a_record(found, record):
                target = found.link.target
                candidates = context.log.find(target, record)
                if len(candidates) > 1:
                    ids = ", ".join(one.path for one in candidates)
                    yield Fault(
                        record.path,
                        found.link.span,
                        f"“{target}” may be any of {ids}",
                        "write the file's name",
                        target,
                    )
                    continue
                near = context.log.suggestions(target)
                hint = (
                    f"did you mean {' or '.join(near)}?" if near else "correct the id, or take the link out"
                )
                yield Fault(
                    record.path, found.link.span, f"“{target}” is no record of this log", hint, target
                )


def _names_a_record(found: Resolved, record: Record) -> bool:
    """Typed links that name something by id; broken paths are L125's, web addresses and prose nobody's."""
    link = found.link
    if link.kind not in LINK_KINDS or link.image:
        return False
    return _ID.match(link.target.strip()) is not None


RULE = Rule("L120", "dangling-record", "error", "a link names a record that does not exist", check)
