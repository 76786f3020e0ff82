"""What stands above a record's text, in each way of writing one: front matter, title, list, labels, table, lines, section.

A template tells what the text of a record is; the head is the dialect's, so that every template fits every log.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from decidedly.drafting.front import FIELDS, KEYS, Facts, front_matter, own_keys
from decidedly.drafting.habits import Habits
from decidedly.log.names import called
from decidedly.record import Record


@dataclass(frozen=True, slots=True)
class Head:
    """The text above the body, ending in an empty line, and the links that stand below it ("" or ending in a newline)."""

    top: str
    tail: str = ""


WORDS = {"supersedes": "Supersedes", "supersedes-in-part": "Supersedes in part", "relates-to": "Related"}
"""How a kind of link is called in a text."""
_HEADING = re.compile(r"[\w ]+")

# ------------------------------------------------------------------------------------------------ forms in Markdown


def link(record: Record, facts: Facts, words: str | None = None) -> str:
    """A Markdown link to the record from the new one."""
    shown = words or (f"{record.number}. {record.title}" if record.number is not None else record.title)
    shown = re.sub(r"([\\\[\]])", r"\\\1", shown)
    target = posixpath.relpath(record.path, posixpath.dirname(facts.path) or ".")
    return f"[{shown}]({quote(target, safe='/-._~+@,=')})"


def _said(facts: Facts, habits: Habits) -> list[tuple[str, str]]:
    """Label and value of everything that the forms without keys of their own state, but the links: in the model's order,
    then what the model does not state."""
    person = next((name for name in FIELDS["owners"] if habits.label(name, "")), "")
    people = "Owner" if habits.dialect in ("bold-labels", "nygard", "lines", "table") else "Deciders"
    day = "date" if habits.label("date", "") or not habits.label("created", "") else "created"
    found = [
        ("status", "Status", habits.word(facts.status, habits.dialect not in ("madr2", "log4brains", "madr1"))),
        (person, people, ", ".join(facts.owners)),
        (day, "Date", habits.day(facts.date)),
        ("component", "Component", facts.component),
        ("tags", "Tags", ", ".join(facts.tags)),
        ("review", "Review", facts.review),
    ]  # fmt: skip
    there = habits.places
    found.sort(key=lambda one: there.get(one[0], len(there)))
    return [(habits.label(name, usual) if name else usual, value) for name, usual, value in found if value]


def _pairs(facts: Facts) -> list[tuple[str, str]]:
    return [(WORDS[kind], ", ".join(link(one, facts) for one in records)) for kind, records in facts.links]


def _links_section(facts: Facts, bullet: str) -> str:
    lines = [f"{bullet} {WORDS[kind]} {link(one, facts, called(one))}" if kind != "relates-to" else f"{bullet} Relates to {link(one, facts, called(one))}"
             for kind, records in facts.links for one in records]  # fmt: skip
    return "\n## Links\n\n" + "\n".join(lines) + "\n" if lines else ""


def _status_line(habits: Habits) -> str:
    """The line on which the model states its status."""
    model = habits.model
    field = model.by_name.get("status") if model is not None else None
    if model is None or field is None or field.path is not None:
        return ""
    return model.source.text[model.source.line_starts[model.source.line_of(field.span.start)] :].splitlines()[
        0
    ]


def _line(habits: Habits, label: str, value: str, usual: str) -> str:
    """A label with its value, marked and broken as the model's status line is; else as `usual` has it."""
    line, model = _status_line(habits), habits.model
    field = model.by_name["status"] if model is not None and line else None
    broken = re.search(r"(?: {2,}|\\|<br ?/?>)$", line)
    end = broken[0] if broken else ""
    if field is not None and field.label and model is not None:
        lead = line[: field.span.start - model.source.line_starts[model.source.line_of(field.span.start)]]
        lead = re.sub(r"(?<=[ \t])[*_]+$", "", lead)  # the value's own marks
        if re.fullmatch(
            r"\s*(?:>\s*)*(?:[-*+]\s+)?[*_]*" + re.escape(field.label) + r"[\s:*_]*:[\s*_]*", lead
        ):
            return lead.replace(field.label, label, 1).rstrip() + f" {value}{end}"
    return usual.format(label, value) + end


def _bullets(facts: Facts, habits: Habits) -> tuple[list[str], str]:
    found = re.match(r"\s*([-*+])\s", _status_line(habits))
    bullet = found[1] if found else "-" if habits.dialect == "log4brains" else "*"
    label, begun = _first_entry(facts, habits, bullet)
    said = [pair for pair in _said(facts, habits) if not begun or pair[0] != label]
    lines = [_line(habits, *pair, bullet + " {}: {}") for pair in said]
    return begun + lines, _links_section(facts, bullet)


def _first_entry(facts: Facts, habits: Habits, bullet: str) -> tuple[str, list[str]]:
    """The label of a history of statuses in a list, where the model keeps one, and the new record's first entry in it: the
    model's newest, with the new words."""
    model = habits.model
    status, day = (model.by_name.get(name) if model is not None else None for name in ("status", "date"))
    if model is None or status is None or day is None or (status.origin, status.label) != ("list", day.label):
        return "", []
    start, line = model.source.line_starts[model.source.line_of(status.span.start)], _status_line(habits)
    new = {status.span: habits.word(facts.status, True), day.span: habits.day(facts.date)}
    for span in sorted(new, reverse=True):
        line = line[: span.start - start] + new[span] + line[span.end - start :]
    return status.label, [f"{bullet} {status.label}:", line]


def _labels(facts: Facts, habits: Habits) -> tuple[list[str], str]:
    pairs = [*_said(facts, habits), *_pairs(facts)]
    if habits.model is not None and "id" in habits.model.by_name and habits.label("id", ""):
        pairs.insert(0, (habits.label("id", "Decision ID"), facts.id))
    return _block(habits, [_line(habits, *pair, "**{}:** {}") for pair in pairs]), ""


def _block(habits: Habits, lines: list[str]) -> list[str]:
    """Lines together as the model's are: on one line, on lines below each other, or each a paragraph."""
    if (gap := _on_one_line(habits)) and lines:
        return [gap.join(lines)]
    return [one for line in lines for one in (line, "")][:-1] if _apart(habits) else lines


def _on_one_line(habits: Habits) -> str:
    """What stands between two labels of the model that share a line, ` | ` for example, or ""."""
    model = habits.model
    fields = (
        sorted((one for one in model.fields if one.path is None), key=lambda one: one.span) if model else []
    )
    for one, other in zip(fields, fields[1:], strict=False):
        if model is not None and "status" in (one.name, other.name) and len(one.span):
            between = re.match(
                r"[ \t]*[|·•—–][ \t]*(?=[*_]*\w)", model.source.text[one.span.end : other.span.start]
            )
            if between is not None:
                return between[0]
    return ""


def _apart(habits: Habits) -> bool:
    """Whether each of the model's labels is a paragraph of its own."""
    model = habits.model
    field = model.by_name.get("status") if model is not None else None
    if model is None or field is None or not _status_line(habits):
        return False
    number = model.source.line_of(field.span.start)
    lines = {model.source.line_of(one.span.start) for one in model.fields if one.origin == field.origin}
    return not lines & {number - 1, number + 1} and bool(lines & {number - 2, number + 2})


def _table(facts: Facts, habits: Habits) -> tuple[list[str], str]:
    rows = [(label, value.replace("|", "\\|")) for label, value in [*_said(facts, habits), *_pairs(facts)]]
    return [_table_head(habits), "|---|---|", *(f"| {label} | {value} |" for label, value in rows)], ""


def _table_head(habits: Habits) -> str:
    """The first row of the table in which the model states its status, if that is two words and no field itself."""
    model = habits.model
    field = model.by_name.get("status") if model is not None else None
    for table in model.tables if model is not None and field is not None else ():
        cells = [cell.raw for cell in table.header]
        inside = (
            field is not None
            and table.span.contains(field.span)
            and field.span.start >= table.header[-1].span.end
        )
        if inside and len(cells) == 2 and all(re.fullmatch(r"[\w ]*", cell) for cell in cells):
            return f"| {cells[0]} | {cells[1]} |"
    return "| Field | Value |"


def _lines(facts: Facts, habits: Habits) -> tuple[list[str], str]:
    lines = [_line(habits, *pair, "{}: {}") for pair in [*_said(facts, habits), *_pairs(facts)]]
    if habits.model is None:
        return [one for line in lines for one in (line, "")][:-1], ""
    return _block(habits, lines), ""


def _sections(facts: Facts, habits: Habits) -> tuple[list[str], str]:
    status, *others = _said(facts, habits)
    others.sort(key=lambda pair: pair[1] != habits.day(facts.date))
    lines: list[str] = []
    for label, value in others:
        lines += [f"{label}: {value}", ""]
    label = habits.label("status", "Status")
    lines += [f"## {label if _HEADING.fullmatch(label) else 'Status'}", ""]
    if habits.dialect == "talo":
        return [
            *lines,
            "| Status | Time |",
            "| --- | --- |",
            f"| {status[1]} | {facts.date} |",
            *status_links(facts),
        ], ""
    return [*lines, status[1], *status_links(facts)], ""


def status_links(facts: Facts) -> list[str]:
    """The lines that say below a status what the record supersedes and what it is related to."""
    lines: list[str] = []
    for kind, records in facts.links:
        words = "Relates to" if kind == "relates-to" else WORDS[kind]
        for record in records:
            lines += ["", f"{words} {link(record, facts)}"]
    return lines


_FORMS: dict[str, Callable[[Facts, Habits], tuple[list[str], str]]] = {
    "madr1": _bullets,
    "madr2": _bullets,
    "log4brains": _bullets,
    "bold-labels": _labels,
    "table": _table,
    "lines": _lines,
    "nygard": _sections,
    "talo": _sections,
    "tech-docs": _sections,
}

WRITABLE: tuple[str, ...] = (*KEYS, *(name for name in _FORMS if name not in KEYS))
"""The dialects that a new record can be written in."""


def form_of(dialect: str) -> str:
    """The dialect in which a new record is written where the log's own is `dialect`: the same, or plain front matter."""
    return dialect if dialect in WRITABLE else "front-matter"


def make_head(
    facts: Facts, habits: Habits, log_ids: Callable[[Record], str], *, escape: bool = False
) -> Head:
    """The head of a new record in the log's dialect. `log_ids` gives the name by which front matter means a record;
    with `escape` Markdown's signs in the title stand behind a backslash."""
    if escape:
        facts = replace(facts, title=heading(facts.title))
    front = front_matter(facts, habits, log_ids) if habits.dialect in KEYS else []
    if not front and (own := own_keys(facts, habits, set())):
        front = ["---", *own, "---", ""]
    below, tail = _FORMS[habits.dialect](facts, habits) if habits.dialect in _FORMS else ([], "")
    title = [f"# {facts.lead}{facts.title}", ""] if facts.lead is not None else []
    return Head("\n".join([*front, *title, *below, *([""] if below else [])]) + "\n", tail)


def heading(title: str) -> str:
    """The title as the text of a heading, with a backslash before what Markdown would take for markup."""
    shown = re.sub(
        r"(?<!\w)([*_])|([*_])(?!\w)|([\\`\[\]<])|(&)(?=#?\w+;)", lambda found: f"\\{found[0]}", title
    )
    return (
        re.sub(r"(#+)$", lambda found: found[1].replace("#", "\\#"), shown)
        if re.search(r"(?:^|\s)#+$", shown)
        else shown
    )
