"""A big log in parts that can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from decidedly.pages.names import slices
from decidedly.record import Record

MOST_NODES = 150
"""A bigger log has one drawing for each component (or year), and an index of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Records that are drawn together, what they are called, and the page of their drawing."""

    name: str
    output: str
    records: Sequence[Record]


def parts(records: Sequence[Record], component: Callable[[Record], str]) -> tuple[Part, ...]:
    """The drawings of a log: one, or by component, and what is still too big by year, then by number."""
    if len(records) <= MOST_NODES:
        return (Part("", "graph.html", records),)
    by_component: dict[str, list[Record]] = {}
    for record in records:
        by_component.setdefault(component(record), []).append(record)
    found: dict[str, Sequence[Record]] = {}
    for name, ones in sorted(by_component.items()):
        if len(ones) <= MOST_NODES:
            found[name] = ones
        else:
            found |= _by_year(name, ones)
    outputs = slices("graph", found)
    return tuple(Part(name or "Other decisions", outputs[name], ones) for name, ones in found.items())


def _by_year(name: str, records: Sequence[Record]) -> dict[str, Sequence[Record]]:
    years: dict[str, list[Record]] = {}
    for record in records:
        years.setdefault(f"{record.when.year:04}" if record.when else "", []).append(record)
    found: dict[str, Sequence[Record]] = {}
    for year, ones in sorted(years.items(), reverse=True):
        for at in range(0, len(ones), MOST_NODES):
            part = [f"part {at // MOST_NODES + 1}"] if len(ones) > MOST_NODES else []
            words = [name, year.lstrip("0") or "without a date", *part]
            found[", ".join(one for one in words if one)] = ones[at : at + MOST_NODES]
    return found
