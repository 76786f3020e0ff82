"""A decision log of any size, the same on every machine: `python benchmarks/generate.py 1000 FOLDER`.

Each record is about 5 KB: front matter, headings, lists, a criteria matrix, code, links to others. One in twelve replaces an
older one, one in fifteen is a proposal; components, owners and dates are spread as in logs that teams have.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

START = date(2019, 1, 7)
END = date(2026, 1, 30)
COMPONENTS = (
    "api",
    "billing",
    "catalogue",
    "client",
    "data",
    "identity",
    "messaging",
    "platform",
    "search",
    "shipping",
)
OWNERS = ("@ada", "@bram", "@chidi", "@dana", "@emil", "@fay", "@guo", "@hana")
THINGS = (
    "queue", "cache", "table store", "event bus", "schema", "gateway", "token format", "retry rule", "log format",
    "build image", "test runner", "release train", "colour scale", "feature flag", "price model", "backup plan",
)  # fmt: skip
NAMES = ("Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Heron")
WORDS = [
    "the",
    "service",
    "reads",
    "a",
    "record",
    "once",
    "and",
    "keeps",
    "it",
    "until",
    "the",
    "next",
    "release",
    "goes",
    "out",
    "while",
    "every",
    "team",
    "may",
    "change",
    "what",
    "it",
    "owns",
    "a",
    "slow",
    "answer",
    "costs",
    "more",
    "than",
    "a",
    "stale",
    "one",
    "and",
    "the",
    "load",
    "at",
    "noon",
    "is",
    "four",
    "times",
    "the",
    "load",
    "at",
    "night",
    "we",
    "measured",
    "this",
    "twice",
    "moving",
    "later",
    "is",
    "cheap",
    "because",
    "nothing",
    "but",
    "the",
    "adapter",
    "knows",
    "the",
    "name",
    "of",
    "the",
    "store",
    "and",
    "the",
    "tests",
    "run",
    "against",
    "both",
]
MARKS = ("✅ Yes", "⚠️ Partly", "❌ No")


def sentence(dice: random.Random, length: int) -> str:
    """Some words as a sentence."""
    at = dice.randrange(len(WORDS))
    return " ".join(WORDS[(at + step) % len(WORDS)] for step in range(length)).capitalize() + "."


def record(number: int, count: int, replaced: set[int]) -> tuple[str, str]:
    """The name and the text of one record. `replaced` grows by what it replaces."""
    dice = random.Random(number)
    day = START + timedelta(days=round((END - START).days * number / count))
    thing, component = dice.choice(THINGS), dice.choice(COMPONENTS)
    options = dice.sample(NAMES, 3)
    older = [one for one in range(max(1, number - 60), number) if one not in replaced]
    old = dice.choice(older) if older and number % 12 == 0 else 0
    if old:
        replaced.add(old)
    others = sorted({dice.randrange(1, number) for _ in range(2)}) if number > 3 else []
    front = [
        f"status: {'proposed' if number % 15 == 7 else 'accepted'}",
        f"date: {day.isoformat()}",
        f"owner: '{dice.choice(OWNERS)}'",
        f"component: {component}",
        f"tags: [{component}, {thing.replace(' ', '-')}]",
        *([f"supersedes: [ADR-{old:04}]"] if old else []),
        *([f"related: [{', '.join(f'ADR-{one:04}' for one in others)}]"] if others else []),
        *([f"review: {(day + timedelta(days=540)).isoformat()}"] if number % 4 == 0 else []),
    ]
    rows = "\n".join(
        f"| {name} | {weight} | {' | '.join(dice.choice(MARKS) for _ in options)} |"
        for name, weight in (
            ("Speed", "High"),
            ("Price", "Medium"),
            ("Known to us", "Critical"),
            ("Support", "Low"),
        )
    )
    pros = "\n\n".join(
        f"### {name}\n\n**Pros:**\n\n- {sentence(dice, 9)}\n- {sentence(dice, 12)}\n\n**Cons:**\n\n- {sentence(dice, 11)}"
        for name in options
    )
    links = " ".join(f"See also ADR-{one:04}." for one in others)
    text = f"""---
{chr(10).join(front)}
---
# ADR-{number:04}: Which {thing} for {component}?

## Context

{" ".join(sentence(dice, 16) for _ in range(9))} {links}

{" ".join(sentence(dice, 14) for _ in range(7))}

1. {sentence(dice, 12)}
2. {sentence(dice, 10)}
3. `{component}.{thing.split()[0]}` stays as it is.

## Considered Options

{pros}

## Criteria

| Criterion | Weight | {" | ".join(options)} |
|---|---|---|---|---|
{rows}

## Decision Outcome

Chosen option: {options[0]}, because {sentence(dice, 14).lower()}

```python
def choose(records: list[str]) -> str:
    '''{sentence(dice, 6)}'''
    return next(one for one in records if one.startswith("{options[0]}"))
```

{" ".join(sentence(dice, 18) for _ in range(6))}

## Consequences

- Good, because {sentence(dice, 10).lower()}
- Bad, because {sentence(dice, 12).lower()}
- [ ] {sentence(dice, 8)}
- [x] {sentence(dice, 7)}
"""
    return f"{number:04}-which-{thing.replace(' ', '-')}-for-{component}.md", text


def records(count: int) -> Iterator[tuple[str, str]]:
    """The names and texts of a log of `count` records."""
    replaced: set[int] = set()
    for number in range(1, count + 1):
        yield record(number, count, replaced)


def main() -> None:
    """Write a log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, text in records(given.count):
        (given.folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
