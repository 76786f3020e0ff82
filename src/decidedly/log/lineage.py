"""The order of a lineage."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping


def oldest_first(before: Mapping[str, set[str]], at: Mapping[str, int]) -> list[str]:
    """The keys of `before`, each after all that it comes after; else by their place in the log, which is `at`.

    A circle is cut at its first record.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for path, older in before.items():
        for one in older:
            after[one].append(path)
    waiting = {path: len(older) for path, older in before.items()}
    free = sorted((at[path], path) for path, count in waiting.items() if not count)
    rest = iter(sorted((at[path], path) for path in waiting))
    ordered: dict[str, None] = {}
    while len(ordered) < len(waiting):
        _, path = heapq.heappop(free) if free else next(rest)
        if path in ordered:
            continue
        ordered[path] = None
        for one in after[path]:
            waiting[one] -= 1
            if not waiting[one]:
                heapq.heappush(free, (at[one], one))
    return list(ordered)
