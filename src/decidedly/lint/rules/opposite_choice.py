"""C402: in one topic, a decision in force chooses what another decision in force decided against."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from decidedly.finding import Related
from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Record

_AGAINST = re.compile(
    r"^(?:do not|don['’]?t|never|no longer|stop|avoid)\s+(?:use|using|rely on)?\s*(?P<what>.+)$", re.I
)
_FOR = re.compile(r"^(?:use|adopt|choose|prefer|switch to|move to|migrate to|rely on)\s+(?P<what>.+)$", re.I)
_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "to", "with", "which", "what",
                    "how", "use", "using", "choose", "select", "decide", "adopt", "we"})  # fmt: skip
FEW = 3
"""Others that are told one by one."""


def check(context: Context) -> Iterator[Fault]:
    """Pairs in force that do not name each other, where one's choice is in words what the other turned down."""
    force = [one for one in context.records if one.status is not None and context.log.in_force(one)]
    places = {record.path: at for at, record in enumerate(force)}
    against: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in force:
        if match := _AGAINST.match(record.title.strip(" .")):
            against[_bare(match["what"])][""].append(record)
        if any(option.chosen for option in record.options):
            for option in record.options:
                if not option.chosen:
                    against[_bare(option.name)][record.title].append(record)
    names = {
        record.path: {one.record.path for one in context.log.resolved(record) if one.record}
        for record in force
    }
    for record in force:
        chosen = [(option.name, record.title) for option in record.options if option.chosen]
        if match := _FOR.match(record.title.strip(" .")):
            chosen.append((match["what"], ""))
        for words, title in chosen:
            others = [
                other
                for question, records in against.get(_bare(words), {}).items()
                if not question or _one_question(title or record.title, question, words)
                for other in records
                if other is not record
                and other.path not in names[record.path]
                and record.path not in names[other.path]
            ]
            yield from _faults(context, record, words, sorted(others, key=lambda one: places[one.path]))


def _faults(context: Context, record: Record, words: str, others: list[Record]) -> Iterator[Fault]:
    """One fault for each of a few others; one for all where there are many, for they are one question."""
    for ones in [others] if len(others) > FEW else [[other] for other in others]:
        more = f" and {len(ones) - FEW} more" if len(ones) > FEW else ""
        named = ", ".join(one.id for one in ones[:FEW]) + more
        yield Fault(
            record.path,
            context.title_span(record),
            f"“{words}” is chosen here, and {named}, in force too, decided against it",
            f"say which holds: let one supersede the other, or link {'them' if more else named} and say how they differ",
            words if more else ones[0].path,
            tuple(
                Related(one.path, context.title_span(one), "decided against it here") for one in ones[:FEW]
            ),
        )


@lru_cache(16_384)
def _bare(words: str) -> str:
    return re.sub(r"[^\w+#]+", " ", re.sub(r"\([^()]*\)", " ", words.lower())).strip()


def _one_question(title: str, other: str, answer: str) -> bool:
    """Whether two titles ask the same: nearly all of their words are shared, the answer's own words left out."""
    own = _words(answer)
    mine, theirs = _words(title) - own, _words(other) - own
    return len(mine & theirs) >= 2 and len(mine & theirs) * 3 >= len(mine | theirs) * 2


@lru_cache(16_384)
def _words(title: str) -> frozenset[str]:
    return frozenset(_bare(title).split()) - _SMALL


RULE = Rule(
    "C402",
    "opposite-choice",
    "warning",
    "a decision in force chooses what another in force decided against",
    check,
)
