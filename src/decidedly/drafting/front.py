"""What a new record states in front matter: in the keys of its dialect, or of the team."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from decidedly.dialects.labels import LINK_FIELDS
from decidedly.drafting.habits import Habits, padded
from decidedly.record import Record


@dataclass(frozen=True)
class Facts:
    """What the new record's head has to say. `id` and `number` are given, `path` is where it will be; `title` is on one
    line; `lead` stands before it in the heading (None: no heading)."""

    id: str
    number: int
    path: str
    title: str
    status: str
    date: str
    lead: str | None = ""
    supersedes: tuple[Record, ...] = ()
    in_part: bool = False
    related: tuple[Record, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    review: str = ""
    component: str = ""

    @property
    def links(self) -> list[tuple[str, tuple[Record, ...]]]:
        """The records that are linked, by the kind of link."""
        kind = "supersedes-in-part" if self.in_part else "supersedes"
        return [
            (name, found) for name, found in ((kind, self.supersedes), ("relates-to", self.related)) if found
        ]


_COMMON = {"status": "status", "date": "date", "owners": "decision-makers", "component": "component", "tags": "tags",
           "supersedes": "supersedes", "supersedes-in-part": "supersedes-in-part", "relates-to": "related", "review": "review"}  # fmt: skip
_NAMED = {"id": "id", "title": "title"} | _COMMON
KEYS: dict[str, dict[str, str]] = {
    "native": _NAMED | {"owners": "owner"},
    "madr4": _COMMON,
    "madr3": _COMMON | {"owners": "deciders"},
    "front-matter": _COMMON,
    "adrs": {"number": "number", "title": "title"} | _COMMON | {"date": "date", "owners": "owner"},
    "adrkit": _NAMED | {"owners": "owner", "relates-to": "relatesTo", "review": "reviewBy", "supersedes-in-part": "supersedesInPart"},
    "adrinaline": {"id": "id", "title": "title"} | _COMMON | {"relates-to": "relates-to"},
    "mkdocs-decision-records": _NAMED | {"owners": "deciders"},
    "mkdocs-material-adr": {"title": "title"} | _COMMON | {"owners": "author"},
    "tech-docs": {"title": "title", "review": "review_in"},
}  # fmt: skip
"""Dialects with front matter: what they state there, under which key, in which order."""

FIELDS = {"owners": ("decision-makers", "owner", "author", "approver"), "number": ("id",)}
"""Fields that tell the same, where a log has its own label for one of them."""
_KEY = re.compile(r"[\w-]+")
_PLAIN = re.compile(r"(?:\d+ )?[^\W\d_](?:[\w ()/+.'’–—-]*[\w)])?[?!]?")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none", "y", "n", "nan", "inf"})


def scalar(text: str) -> str:
    """A text as YAML: bare where it is nothing but words, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    made = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", made)


def _value(text: str) -> str:
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else scalar(text)


def front_matter(facts: Facts, habits: Habits, log_ids: Callable[[Record], str]) -> list[str]:
    """The lines of the front matter, fences included; `log_ids` gives the name by which it means another record."""
    dialect = habits.dialect
    keys = KEYS[dialect]
    bare = dialect == "adrinaline"
    lines: list[str] = []

    def add(name: str, value: str) -> None:
        # Our own form tells who answers for a record from who decided it.
        fields = (keys[name],) if dialect == "native" else FIELDS.get(name, (name,))
        label = next((own for field in fields if (own := habits.label(field, "", front=True))), keys[name])
        lines.append(f"{label if _KEY.fullmatch(label) else keys[name]}: {value}")

    lines += own_keys(facts, habits, set(keys.values()))
    if "id" in keys:
        add("id", str(facts.number) if bare else facts.id if re.fullmatch(r"[A-Za-z][\w-]*|0\d+", facts.id) and dialect != "adrkit" else json.dumps(facts.id, ensure_ascii=False))  # fmt: skip
    if "number" in keys:
        lines.append(f"number: {facts.number}")
    if "title" in keys:
        numbered = dialect in ("tech-docs", "mkdocs-material-adr") and habits.model is not None
        add("title", scalar((_title_lead(facts, habits) if numbered else "") + facts.title))
    if "status" in keys:
        add("status", _value(habits.word(facts.status, False)))
    if "date" in keys:
        usual = "created" if dialect == "mkdocs-material-adr" else "date"
        own = habits.label("date", "", front=True) or habits.label("created", usual, front=True)
        lines.append(f"{own if _KEY.fullmatch(own) else usual}: {_value(habits.day(facts.date))}")
    if facts.owners and "owners" in keys:
        one = len(facts.owners) == 1
        add("owners", scalar(facts.owners[0]) if one and keys["owners"] in ("owner", "author") else _list(map(scalar, facts.owners)))  # fmt: skip
    if facts.component and "component" in keys:
        add("component", scalar(facts.component))
    if facts.tags and "tags" in keys:
        add("tags", _list(map(scalar, facts.tags)))
    if dialect == "adrs" and facts.links:
        lines.append("links:")
        for kind, records in facts.links:
            for record in records:
                lines += [f"  - target: {record.number if record.number is not None else scalar(record.path)}", f"    kind: {kind.replace('-', '')}"]  # fmt: skip
    elif "supersedes" in keys:
        for kind, records in facts.links:
            add(kind, _list(str(one.number) if bare and one.number is not None else scalar(log_ids(one)) for one in records))  # fmt: skip
    if facts.review and "review" in keys:
        add("review", _value(facts.review))
    if dialect == "mkdocs-material-adr":
        lines = [lines[0], "adr:", *(f"  {line}" for line in lines[1:])]
    return ["---", *lines, "---", ""]


def own_keys(facts: Facts, habits: Habits, known: set[str]) -> list[str]:
    """The team's own keys in front matter that tell a record's number, or its title: `adr: 3`, `slug: 3`, `id: adrs-003`."""
    model, lines = habits.named, []
    for field in model.fields if model is not None else ():
        label, raw = field.label, " ".join(field.raw.split())
        if (
            field.origin != "front-matter"
            or not _KEY.fullmatch(label)
            or label.lower() in known
            or model is None
        ):
            continue
        found = re.fullmatch(r"(\D*?)(\d{1,6})", raw)
        if field.name == "title":
            lines.append(f"{label}: {scalar((_title_lead(facts, habits)) + facts.title)}")
        elif found is not None and int(found[2]) == model.number and field.name not in LINK_FIELDS:
            lines.append(f"{label}: {found[1]}{padded(found[2], facts.number)}")
    return lines


def _title_lead(facts: Facts, habits: Habits) -> str:
    from decidedly.drafting.habits import led

    model = habits.model
    field = model.by_name.get("title") if model is not None else None
    return (
        led(field.value, model, facts.number, facts.date) if model is not None and field is not None else ""
    )


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"
