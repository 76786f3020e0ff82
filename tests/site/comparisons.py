"""A log of decisions that were compared by criteria, in every way in which teams write that down."""

from __future__ import annotations

from tests.site import logs


def grid(*rows: str) -> str:
    """A table from its rows, cells parted by bars."""
    width = rows[0].count("|") + 1
    return "\n".join([f"| {rows[0]} |", "|" + "---|" * width, *(f"| {row} |" for row in rows[1:])]) + "\n"


def compared(*tables: str, answer: str = "") -> str:
    """The body of a record with these tables, each in a section of its own."""
    sections = "".join(f"## Comparison of options {at}\n\n{table}\n" for at, table in enumerate(tables, 1))
    decision = f"## Decision\n\nChosen option: {answer}\n\n" if answer else ""
    return f"## Context\n\nWe need it.\n\n{decision}{sections}"


HOSTING = grid(
    "Criterion | Weight | Render | Railway | AWS",
    "Built-in workers | Critical | ✅ Yes | ❌ No | ⚠️ Manual",
    "Predictable pricing | High | ✅ Flat | ❌ Variable | ❌ Complex",
    "Free tier | High | ✅ Yes | ✅ Yes | ❌ Limited",
    "Scalability | Medium | ✅ Good | ✅ Good | ✅ Excellent",
)
STARS = grid(
    "Factor | Fly.io | Railway | Render | AWS",
    "**Ease of setup** | ⭐⭐⭐⭐ | ⭐⭐⭐⭐⭐ | ⭐⭐⭐⭐ | ⭐⭐",
    "**Docker** | ⭐⭐⭐⭐⭐ | ⭐⭐⭐⭐ | ⭐⭐ | ⭐⭐⭐⭐⭐",
    "**Celery** | ⭐⭐⭐⭐⭐ | ⭐⭐⭐⭐ | ⭐⭐ | ⭐⭐⭐⭐⭐",
    "**GPU** | ⭐⭐⭐⭐ | ⭐ | ❌ | ⭐⭐⭐⭐⭐",
    "**Pricing (Low)** | ⭐⭐⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐",
    "**Scaling** | ⭐⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐⭐⭐",
    "**Global reach** | ⭐⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐⭐⭐",
    "**Documentation** | ⭐⭐⭐⭐ | ⭐⭐⭐⭐⭐ | ⭐⭐⭐ | ⭐⭐⭐",
    "**Best for us?** | ✅ **YES** | ⚠️ Good alternative | ❌ No | ⚠️ For scale",
)
PHASES = grid(
    "Criterion | Weight (MVP) | Weight (Scale) | Notes | Postgres | Mongo",
    "Speed | 3 | 2 | measured | 3/5 | 5/5",
    "Cost | 2.5 | 1 | a year | 2/5 | 4/5",
    "Licence | 1 | 1 | | free | other",
    "Tooling | 1 | 4 | | 5/5 | 3/5",
    "Docs | 1 | 2 | | 4/5 | ?",
)
MULTIPLIED = grid(
    "Criterion | Weight | NATS | Kafka", "Speed | 5 | 20 (5×4) | 15 (5×3)", "Ease | 2 | 8 (2×4) | 4 (2×2)"
)
WIDE = grid(
    "Criterion | " + " | ".join(f"Candidate {letter}" for letter in "ABCDEFGH"),
    *(f"Criterion {row} | " + " | ".join("✅❌⚠️"[(row * at) % 3] + " as measured" for at in range(8)) for row in range(4)),
)  # fmt: skip
MANY = grid(
    "Criterion | Weight | " + " | ".join(f"Option{at}" for at in range(30)),
    *(f"Criterion {row} | {row % 3 + 1} | " + " | ".join(f"{(at * (row + 1) + at // 6) % 6}/5" for at in range(30)) for row in range(7)),
)  # fmt: skip
NEAR = grid("Criterion | A | B", "Speed | 5/5 | 0/5", "Breadth | 5/5 | 0/5", "Tooling | 4/5 | 5/5")
LARGE = grid(
    "Criterion | Weight | " + " | ".join(f"Opt{at}" for at in range(6)),
    *(f"Criterion number {row} of many | {row % 4 + 1} | " + " | ".join("⭐" * (1 + (row + at * at) % 5) for at in range(6)) for row in range(40)),
)  # fmt: skip
HOSTILE = grid(
    'Criterion | Weight | <script>alert(1)</script> | "><img src=x onerror=alert(2)> | עברית \u202eabc',
    '</script><script>alert(3)</script> | 3 | ✅ "><b>x</b> | ❌ <svg onload=alert(4)> | ⚠️ {{ config }}',
    '"\' onmouseover="alert(5) | 2 | ✅ &lt;i&gt; | ✅ javascript:alert(6) | ❌ \u2028',
    "Winner <script>alert(7)</script> | | ✅ <script>alert(8)</script> | ❌ \\ | 🚀",
)

LOG = dict([
    logs.record(1, "Backend hosting", body=compared(HOSTING, answer="Render"), answer="Render", tags="[hosting]"),
    logs.record(2, "Hosting for the other product", "proposed", "2026-01-27", body=compared(STARS)),
    logs.record(3, "Which database?", date="2026-02-01", body=compared(PHASES, answer="Postgres"), answer="Postgres"),
    logs.record(4, "Two questions in one", date="2024-02-01", body=compared(HOSTING, STARS), superseded_by="DR-001", status="superseded"),
    logs.record(5, "Which bus?", date="2024-03-01", body=compared(MULTIPLIED)),
    logs.record(6, "Many candidates", date="2024-04-01", body=compared(WIDE)),
    logs.record(7, "A large one", date="2024-05-01", body=compared(LARGE)),
    logs.record(8, "What a stranger brings", date="2024-06-01", body=compared(HOSTILE)),
    logs.record(9, "Nothing compared", date="2024-07-01"),
    logs.record(10, "Thirty options", date="2023-01-01", body=compared(MANY)),
    logs.record(11, "A far turn", date="2023-01-01", body=compared(NEAR)),
    ("hosts.md", "# Hosts compared\n\n## Scores\n\n" + STARS),
])  # fmt: skip
