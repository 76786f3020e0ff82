"""L122: supersession or dependence that runs in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.finding import Related
from decidedly.lint.circles import may_circle, shortest
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule

_VERBS = {"supersedes": "supersedes", "depends-on": "depends on"}


def check(context: Context) -> Iterator[Fault]:
    """One finding for each group of records that lead round to themselves, with the shortest way round."""
    for record in context.records:
        for found in context.log.resolved(record):
            kind = {"superseded-by": "supersedes"}.get(found.link.kind, found.link.kind)
            if found.record is record and kind in _VERBS and found.exact:
                yield Fault(
                    record.path,
                    found.link.span,
                    f"“{found.link.target}” is this record itself: it {_VERBS[kind]} itself",
                    "name the other record",
                    found.link.target,
                )
    for kind in _VERBS:
        edges = [one for one in context.log.relations if one.kind == kind]
        for group in context.log.cycles(kind) if may_circle(edges) else ():
            inside = {record.path for record in group}
            way = shortest([one for one in edges if {one.source.path, one.target.path} <= inside])
            ids = [one.source.id for one in way]
            first = way[0]
            stated = [(one.source if one.stated != "target" else one.target, one.link) for one in way]
            path, link = stated[0][0].path, stated[0][1]
            yield Fault(
                path,
                link.span,
                f"“{link.target}” closes a circle: {f' {_VERBS[kind]} '.join([*ids, first.source.id])}",
                "find the link that is the wrong way round, or out of date, and take it out",
                " ".join(sorted(inside)),
                tuple(Related(one.path, at.span, "part of the circle") for one, at in stated[1:]),
            )


RULE = Rule("L122", "cycle", "error", "records supersede, or depend on, each other in a circle", check)
