"""L121: a record says that it replaces or amends another, and the other does not say so; or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from decidedly.amend import WORDS
from decidedly.finding import Fix, Related
from decidedly.lifecycle import OPEN
from decidedly.lint.amending import write_end
from decidedly.lint.context import Context
from decidedly.lint.prose import speaks_of
from decidedly.lint.rule import Fault, Rule
from decidedly.log import Relation
from decidedly.record import INVERSE

_VERBS = {"supersedes": "supersedes it", "supersedes-in-part": "supersedes it in part", "amends": "amends it"}


def check(context: Context) -> Iterator[Fault]:
    """Supersessions, whole and in part, and amendments that only one of both records states."""
    pairs = {(one.source.path, one.target.path) for one in context.log.relations if one.stated == "both"}
    for relation in context.log.relations:
        known = (relation.source.path, relation.target.path) in pairs
        if relation.kind in _VERBS and relation.stated != "both" and not known and _counts(relation):
            newer = relation.stated == "source"
            here, there = (relation.source, relation.target) if newer else (relation.target, relation.source)
            kind = INVERSE[relation.kind] if newer else relation.kind
            if not newer and speaks_of(context, there, here):
                continue
            verb = _VERBS[relation.kind]
            what = f"that this record {verb}" if newer else f"that it {verb.replace(' it', ' this record')}"
            edits = write_end(context, there, kind, here)
            yield Fault(
                here.path,
                relation.link.span,
                f"“{relation.link.target}” does not say {what}",
                f"add “{WORDS[kind]} {here.id}” to {there.path}",
                f"{kind} {there.path}",
                (Related(there.path, context.span_of(there, "status"), "the other end"),),
                Fix(f"say so in {there.path}", {there.path: edits}) if edits else None,
                "info" if _both_open(relation) else None,
            )


def _counts(relation: Relation) -> bool:
    """What was rejected changes nothing, a proposal nothing before it is accepted, but for the part of another proposal."""
    status = relation.source.status.name if relation.source.status else ""
    if status in ("rejected", "withdrawn"):
        return False
    return relation.stated != "source" or status not in OPEN or _both_open(relation)


def _both_open(relation: Relation) -> bool:
    ends = (relation.source.status, relation.target.status)
    return relation.kind == "supersedes-in-part" and all(one is not None and one.name in OPEN for one in ends)


RULE = Rule(
    "L121",
    "one-sided-link",
    "warning",
    "one record says that it replaces or amends another, which does not say so",
    check,
    "safe",
)
