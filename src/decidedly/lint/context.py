"""What a rule may look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from decidedly import matrix, review
from decidedly.facts import Facts
from decidedly.lint.baseline import Baseline
from decidedly.lint.settings import Settings
from decidedly.log import Log, Resolved
from decidedly.matrix import Matrix
from decidedly.record import Document, Field, Record
from decidedly.review import Review
from decidedly.text import Source, Span


@dataclass(frozen=True)
class Context:
    """The log, the settings, the facts that were gathered, and the baseline if the team keeps one."""

    log: Log
    settings: Settings = field(default_factory=Settings)
    facts: Facts = field(default_factory=Facts)
    baseline: Baseline | None = None

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, in log order."""
        return self.log.records

    @cached_property
    def texts(self) -> tuple[Record | Document, ...]:
        """Every Markdown text that P and L rules read: records and other documents, templates apart."""
        return tuple(
            one for one in all_texts(self.log) if not (isinstance(one, Document) and one.kind == "template")
        )

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source by path, templates too."""
        return {one.path: one.source for one in all_texts(self.log)}

    def links(self, one: Record | Document) -> Iterator[Resolved]:
        """All links of a text, resolved."""
        if isinstance(one, Record):
            yield from self.log.resolved(one)
        else:
            yield from (self.log.resolve(link, one) for link in one.links)

    @cached_property
    def matrices(self) -> Mapping[str, tuple[Matrix, ...]]:
        """The criteria matrices of every record, by path."""
        return {record.path: matrix.matrices(record) for record in self.log.records}

    @cached_property
    def reviews(self) -> Mapping[str, Review]:
        """Every record's review on the day that the user named; empty without one."""
        if self.facts.today is None:
            return {}
        known = review.Known(self.facts.events or {})
        return {record.path: review.judge(record, self.facts.today, known) for record in self.log.records}

    def span_of(self, record: Record, name: str) -> Span:
        """Where the field of that name stands; else the title; else the beginning of the text."""
        found: Field | None = record.by_name.get(name)
        if found is not None and found.path is None:
            return found.span
        return self.title_span(record)

    def title_span(self, one: Record | Document) -> Span:
        """The words of the first heading; an empty span at the beginning where there is none."""
        headings = one.structure.headings if one.structure else ()
        return headings[0].words if headings else Span(0, 0)


def all_texts(log: Log) -> tuple[Record | Document, ...]:
    """Records and documents, in log order."""
    texts: list[Record | Document] = list(log.records)
    texts.extend(log.documents)
    return tuple(texts)
