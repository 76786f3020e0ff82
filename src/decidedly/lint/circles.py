"""Circles among relations: whether there may be one, and the shortest way round."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from decidedly.log import Relation


def may_circle(edges: Sequence[Relation]) -> bool:
    """Whether anything is left once records that nothing leads to are taken away, again and again."""
    into: dict[str, int] = {}
    out: dict[str, list[str]] = {}
    for one in edges:
        into[one.target.path] = into.get(one.target.path, 0) + 1
        into.setdefault(one.source.path, 0)
        out.setdefault(one.source.path, []).append(one.target.path)
    free = [path for path, count in into.items() if not count]
    for path in free:
        for target in out.get(path, ()):
            into[target] -= 1
            if not into[target]:
                free.append(target)
    return len(free) < len(into)


def shortest(edges: Sequence[Relation]) -> list[Relation]:
    """The shortest way from the first record back to itself. Every record of the group is on some way round."""
    start = edges[0].source.path
    out: dict[str, list[Relation]] = {}
    for one in edges:
        out.setdefault(one.source.path, []).append(one)
    came: dict[str, Relation] = {}
    ahead = deque([start])
    while ahead and start not in came:
        for one in out.get(ahead.popleft(), ()):
            if one.target.path not in came:
                came[one.target.path] = one
                ahead.append(one.target.path)
    way = [came[start]]
    while way[0].source.path != start:
        way.insert(0, came[way[0].source.path])
    return way
