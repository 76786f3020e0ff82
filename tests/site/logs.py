"""Logs to publish: files as a team would write them, read by the real reader, built by the real builder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from decidedly import dialects, resources, review
from decidedly.log import Log
from decidedly.pages import Site, build
from decidedly.record import Record
from decidedly.report import Report
from decidedly.text import Source

AS_OF = date(2026, 3, 2)

SITE = Site(
    title="TIP decision log",
    commit="3f9c2abd01",
    built=date(2026, 2, 27),
    source_url="https://example.org/tip/blob/main/{path}",
    edit_url="https://example.org/tip/edit/main/{path}",
    history_url="https://example.org/tip/commits/main/{path}",
    prefix="docs/adr/",
)


def theme() -> dict[str, str]:
    """The theme that ships."""
    return {path: file.read_text(encoding="utf-8") for path, file in resources.walk(resources.theme())}


def report(
    files: Mapping[str, str],
    *,
    others: Iterable[str] = (),
    own_urls: Iterable[str] = (),
    as_of: date = AS_OF,
    events: Mapping[str, review.Event] | None = None,
) -> Report:
    """The report on a log of these Markdown files; `others` are the folder's other files."""
    reading = dialects.read_all([Source(path, text) for path, text in files.items()])
    log = Log.of(reading.records, reading.documents, own_urls=own_urls, files=others)

    def judge(record: Record, day: date) -> review.Review:
        return review.judge(record, day, review.Known(events or {}))

    return Report(log, as_of, tuple(judge(record, as_of) for record in log.records), judge=judge)


def built(files: Mapping[str, str], site: Site = SITE, **more) -> dict[str, str]:
    """Every page of the site of these files: output path → text."""
    return {path: data.decode() for path, data in build(report(files, **more), site, theme())}


def record(
    number: int, title: str, status: str = "accepted", date: str = "2025-12-22", body: str = "", **front: str
) -> tuple[str, str]:
    """A file of the native form: its path and text. `front` are further front matter keys, `_` for `-`."""
    lines = [
        f"id: DR-{number:03}",
        f"status: {status}",
        f"date: {date}" if date else "",
        *(f"{k.replace('_', '-')}: {v}" for k, v in front.items()),
    ]
    head = "\n".join(line for line in lines if line)
    text = (
        body
        or "## Context\n\nWe need it.\n\n## Decision\n\nWe do it.\n\n## Consequences\n\n- Good, because it works.\n"
    )
    return (
        f"DR-{number:03}-{title.lower().replace(' ', '-')[:40]}.md",
        f"---\n{head}\n---\n\n# {title}\n\n{text}",
    )


SMALL = dict([
    record(1, "Backend hosting platform", answer="Host on **Render**, free tier first", tags="[hosting, celery]", component="backend",
           decision_makers="[TIP Team]", related="[DR-002]", body="""## Context

The backend needs a host. See [the comparison](platform-comparison.md), [a picture](img/flow.png), [code](../../src/main.py),
[gone](nowhere.md), [Redis](DR-003-redis-provider.md#decision) and [ours](https://example.org/tip/blob/main/docs/adr/DR-002-map-provider.md).

![the flow](img/flow.png)

## Considered options

### Option 1: Render (SELECTED)

**Pros:**

- ✅ Built-in workers

**Cons:**

- ❌ Dearer for low usage

### Option 2: Railway

**Pros:**

- ✅ Cheap

**Cons:**

- ❌ No workers

## Decision

**Selected Platform: Render**

## Decision Criteria

| Criterion | Weight | Render | Railway |
|---|---|---|---|
| Workers | Critical | ✅ Yes | ❌ No |
| Price | High | ⚠️ Flat | ✅ Low |

## Consequences

- Good, because it works.

```python
def main() -> int:
    return 0
```
"""),
    record(2, "Map provider", "proposed", "2025-12-23", tags="[frontend]", component="frontend"),
    record(3, "Redis provider", date="2025-12-23", answer="A 256 MB VM beside the worker", superseded_by="DR-008", status="superseded"),
    record(4, "Database", date="2025-12-23", answer="Supabase", review="2026-03-20", depends_on="[DR-001]"),
    record(5, "Local development", "deprecated", "2025-06-10"),
    record(6, "Usage-based budget", "rejected", "2026-01-09", answer="Refused"),
    record(7, "Blue-green deployments", "draft", "2026-02-20", "## Context\n\nHow?\n"),
    record(8, "Redis provider again", date="2026-01-19", answer="Upstash free tier", supersedes="[DR-003]", review="2026-02-15"),
    record(9, "Redis once more", "proposed", "2026-02-24", answer="Valkey", supersedes="[DR-008]"),
    ("0010-odd-status.md", "# 10. Odd status\n\nDate: 2024-05-01\n\n## Status\n\nPondering\n\n## Context\n\nHm.\n"),
    ("0011-no-status.md", "# 11. No status\n\n## Context\n\nOld.\n\n## Decision\n\nWe keep it.\n"),
    ("platform-comparison.md", "# Platform comparison\n\nTwo platforms. Back to [the decision](DR-001-backend-hosting-platform.md).\n\n## Render\n\n### Pros\n\n- ✅ **Workers** of its own:\n  - one command starts them beside the web service\n  - they restart by themselves when a job takes all the memory\n\n### Cons\n\n- ❌ Dearer for low usage than what we have today\n"),
])  # fmt: skip
"""One log with every standing, links of every kind and a document."""

SMALL_FILES = ("img/flow.png",)
SMALL_URLS = ("https://example.org/tip/blob/main/docs/adr/",)


def small() -> dict[str, str]:
    """The site of the small log."""
    return built(SMALL, others=SMALL_FILES, own_urls=SMALL_URLS)


def many(count: int) -> dict[str, str]:
    """A long log: every seventh decision replaces an older one, years from 2016 on, tags and components in turn."""
    files = []
    for number in range(1, count + 1):
        front = {
            "tags": f"[tag{number % 9}, t{number % 40}]",
            "component": f"part {number % 5}",
            "answer": f"Answer number {number}",
        }
        if number > 7 and number % 7 == 0:
            front["supersedes"] = f"[DR-{number - 6:03}]"
        if number % 5 == 0 and number > 5:
            front["depends-on"] = f"[DR-{number - 3:03}]"
        files.append(
            record(
                number,
                f"Decision number {number}",
                date=f"{2016 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02}",
                **front,
            )
        )
    return dict(files)


PLANNED = dict([
    record(1, "Backend hosting platform", answer="Render", review="{when: [{event: phase-12, timing: before}]}", owner='"@alice"'),
    record(2, "Redis provider", date="2026-01-19", answer="Upstash **free** tier", review="2026-02-15", owner='"@bob"'),
    record(3, "Database", answer="Supabase", review="2026-03-20", owner='"@alice"'),
    record(4, "Where Celery beat runs", date="2025-10-05", answer="Its own process", review="{every: 6 months}", owner='"@bob"'),
    record(5, "Queue", date="2026-01-05", answer="Redis streams", review="{every: 1 year}"),
    record(6, "Search", answer="In the database", review="{when: [{manual: more than 1M requests/month}]}", owner='"@bob"'),
    record(7, "Deployments", answer="Blue and green", review="{by: 2026-02-20, snooze: {until: 2026-04-20, reason: launch freeze}}"),
    record(8, "Which broker", "proposed", "2026-01-20", due="2026-03-02", owner='"@carol"'),
    record(9, "Which CDN", "proposed", "2025-11-05", owner='"@carol"'),
    record(10, "Maps", answer="MapLibre"),
    record(11, "Old queue", "superseded", review="2026-02-01", superseded_by="DR-005"),
    record(12, "Release day", answer="Tuesday", review="{by: 2027-12-31, when: [{event: launch, timing: before}]}"),
    record(13, "Certificates", answer="Let's Encrypt", review="{every: 3 months}", reviews="[{on: 2026-02-10, by: '@bob', outcome: reaffirmed}]"),
    record(14, "Far away", answer="Later", review="9999-12-31"),
    record(15, "Assumed", answer="So", assumptions="[{id: A1, text: it costs 7 dollars, checked: 2026-01-10, valid-for: 3 months}]"),
])  # fmt: skip
"""A log with a plan of every kind; judged on `AS_OF` with `EVENTS` it has a review in every state but breached."""

EVENTS = {
    "phase-12": review.Event("phase-12", "Phase 12"),
    "launch": review.Event("launch", "Launch", date(2026, 6, 1)),
}


def planned(count: int) -> dict[str, str]:
    """A long log, with a review for each decision: from long overdue to years ahead, by forty people."""
    return dict(
        record(
            number,
            f"Decision number {number}",
            answer=f"Answer number {number}",
            owner=f'"@person{number % 40}"',
            review=f"{2025 + number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        )
        for number in range(1, count + 1)
    )


HOSTILE = dict([
    record(1, '<script>alert(1)</script>" onmouseover="alert(2)', answer='"<img src=x onerror=alert(3)>"', tags='["<b>tag</b>", "../../etc", "CON", "con", "ÄÖ", ""]',
           component='"</style><script>alert(4)</script>"', owner='"@<i>x</i>"', body="""## <script>alert(5)</script>

<script>alert(6)</script><img src=x onerror="alert(7)"><a href="javascript:alert(8)">x</a> [y](javascript:alert(9)) [z](data:text/html,<script>alert(10)</script>)
<svg onload=alert(11)><iframe src="https://evil.example/"></iframe> [w](evil.html) [v](../../../../etc/passwd) ![p](https://evil.example/p.png) {{ 7 * 7 }} {% raw %}

<style>body{display:none}</style><form action="https://evil.example"><input name=q></form><base href="https://evil.example/">

## Content

## Rows

## Words
"""),
    record(2, "עברית ואנגלית together \u202egnp.exe\u202c", answer="日本語の答え 🚀 لماذا لا"),
    record(3, "決" * 200, tags="[データベース]"),
    record(4, "Supercalifragilistic" * 20, answer="x" * 400),
    record(5, "🚀🔥", "superseded", superseded_by="DR-006"),
    record(6, "Circle", "superseded", superseded_by="DR-005", supersedes="[DR-005]"),
    record(7, "Itself", supersedes="[DR-007]", aliases="[dr-001, '../../x', old-name, OLD-NAME]"),
    record(8, "</title><script>alert(12)</script>", '"<script>alert(13)</script>"', date="2024-13-45"),
    ("sub/0001-a.md", "# Same id\n\n## Status\n\nAccepted\n\n## Decision\n\nYes.\n"),
    ("0001-a.md", "# Same id\n\n## Status\n\nAccepted\n\n## Decision\n\nNo.\n"),
    ("empty.md", ""),
    ("guide & <b>more</b>.md", "# Guide & <b>more</b>\n\n<script>alert(14)</script>\n"),
])  # fmt: skip
"""What a stranger's pull request might bring."""

HOSTILE_PLANS = dict(
    record(
        number,
        words.replace('"', "'"),
        status,
        answer=f"'{words.replace(chr(39), chr(34))}'",
        owner=f"'{words.replace(chr(39), chr(34))}'",
        due="2026-03-10" if status == "proposed" else "",
        review=f"{{by: {day}, when: [{{manual: '{words.replace(chr(39), chr(34))}'}}], snooze: {{until: 2026-03-05, reason: '{words.replace(chr(39), chr(34))}'}}}}"
        if day
        else f"{{when: [{{event: '{words.replace(chr(39), chr(34))}'}}]}}",
    )
    for number, (words, status, day) in enumerate(
        [
            ('"><script>alert(1)</script>', "accepted", "2026-02-01"),
            ("</title><img src=x onerror=alert(2)>", "accepted", ""),
            ("{{ 7 * 7 }} {% raw %}", "proposed", "2026-03-20"),
            ("javascript:alert(3)//", "accepted", "2026-05-05"),
            ("x" * 300, "accepted", "2026-04-04"),
            ("決" * 100, "accepted", "2026-04-05"),
            ("\u202egnp.exe", "accepted", ""),
        ],
        1,
    )
)
"""The same with plans, whose every word a reader sees."""
