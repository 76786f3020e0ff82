"""Columns in order of time: the months that have decisions, and between them what has no date, where numbers tell its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from decidedly.lifecycle import OPEN
from decidedly.record import Record

CROWD = 8
"""More records than this in one month of one lane stand in several columns side by side."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST, _LAST = -1, 1_000_000
_BEFORE, _IN, _AFTER = -1, 0, 1
_DISORDER = 3  # numbers tell no order where one step in so many, or more, goes back in time: by chance, every second does


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `label` ("" if it goes on with the month before it), `folded` if months were left out before it."""

    label: str
    folded: bool = False


def columns_of(records: Sequence[Record], lane: list[int]) -> tuple[list[int], list[Column]]:
    """The column of each record, and the columns. A record without a date stands after the one that its number follows;
    where numbers tell nothing it stands first, or last as long as it is open."""
    groups: list[tuple[int | None, list[int]]] = []  # month or None, members
    for (month, side), at in sorted((place, at) for at, place in enumerate(_places(records))):
        key = month if side == _IN else None
        if not groups or groups[-1][0] != key:
            groups.append((key, []))
        groups[-1][1].append(at)

    column = [0] * len(records)
    columns: list[Column] = []
    before = None
    for key, members in groups:
        width = _spread(sorted(members), records, lane, column, len(columns))
        label = "No date" if key is None else f"{_MONTHS[key % 12]} {key // 12}"
        folded = key is not None and before is not None and key - before > 1
        columns += [Column(label, folded), *(Column("") for _ in range(width - 1))]
        before = before if key is None else key
    return column, columns


def _places(records: Sequence[Record]) -> list[tuple[int, int]]:
    """For each record its month, and whether it stands in that month, before it or after it."""
    months = [one.when.year * 12 + one.when.month - 1 if one.when else None for one in records]
    if not any(months):
        return [(_FIRST, _BEFORE)] * len(records)
    series: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for record, month in zip(records, months, strict=True):
        if month is not None and record.number is not None:
            series.setdefault(_series(record), []).append((record.number, month))
    order = {key: sorted(found) for key, found in series.items()}
    told = {key: found for key, found in order.items() if _in_order([month for _, month in found])}
    places = []
    for record, month in zip(records, months, strict=True):
        near = told.get(_series(record)) if month is None and record.number is not None else None
        if month is not None:
            places.append((month, _IN))
        elif near:
            lower = near[: bisect_right(near, (record.number or 0, _LAST))]
            places.append((lower[-1][1], _AFTER) if lower else (near[0][1], _BEFORE))
        else:
            is_open = record.status is not None and record.status.name in OPEN
            places.append((_LAST, _AFTER) if is_open else (_FIRST, _BEFORE))
    return places


def _series(record: Record) -> tuple[str, str]:
    return record.package, record.prefix.lower()


def _in_order(months: Sequence[int]) -> bool:
    """Whether time goes forward with the numbers, but for a few that were dated later."""
    back = sum(after < before for before, after in zip(months, months[1:], strict=False))
    return back * _DISORDER < len(months)


def _spread(
    group: list[int], records: Sequence[Record], lane: list[int], column: list[int], first: int
) -> int:
    """Give the records of one month their columns, from `first`; return how many columns that took."""
    by_lane: dict[int, list[int]] = {}
    for at in group:
        by_lane.setdefault(lane[at], []).append(at)
    most = 1
    for members in by_lane.values():
        members.sort(key=lambda at: (_day(records[at]), at))
        parts = -(-len(members) // CROWD)
        share = -(-len(members) // parts)
        for position, at in enumerate(members):
            column[at] = first + position // share
        most = max(most, parts)
    return most


def _day(record: Record) -> int:
    return record.when.toordinal() if record.when else 0
