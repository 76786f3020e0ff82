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


def check(context: Context) -> Iterator[Fault]:
    """Pairs in force that do not name each other, where one's choice is in words what the other turned down."""
    force = [one for one in context.records if one.status is not None and context.log.in_force(one)]
    against: dict[str, list[tuple[Record, str]]] = defaultdict(list)
    for record in force:
        if match := _AGAINST.match(record.title.strip(" .")):
            against[_bare(match["what"])].append((record, ""))
        if any(option.chosen for option in record.options):
            for option in record.options:
                if not option.chosen:
                    against[_bare(option.name)].append((record, record.title))
    for record in force:
        chosen = [(option.name, record.title) for option in record.options if option.chosen]
        if match := _FOR.match(record.title.strip(" .")):
            chosen.append((match["what"], ""))
        for words, title in chosen:
            for other, question in against.get(_bare(words), ()):
                if other is record or (
                    question and not _one_question(title or record.title, question, words)
                ):
                    continue
                if any(found.record is other for found in context.log.resolved(record)) or any(
                    found.record is record for found in context.log.resolved(other)
                ):
                    continue
                span = context.title_span(record)
                yield Fault(
                    record.path,
                    span,
                    f"“{words}” is chosen here, and {other.id}, in force too, decided against it",
                    f"say which holds: let one supersede the other, or link {other.id} and say how they differ",
                    other.path,
                    (Related(other.path, context.title_span(other), "decided against it here"),),
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
