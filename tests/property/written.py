"""Records as people write them: hypothesis strategies that yield a text of one form and what was written into it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st

from decidedly.lifecycle import NAMES
from decidedly.text import Source

Draw = Callable[[st.SearchStrategy[str]], str]

LETTERS = "abcdeghilmorstuzABDGKMPSTZäåéøßñłčžабвгдשלוםمرحبا李雷東京한국ก"
WORD = st.text(LETTERS, min_size=3, max_size=9).filter(
    lambda word: word.lower() not in ("todo", "tba", "tbd", "nil")
)
TITLE_WORD = st.one_of(
    WORD,
    WORD,
    st.sampled_from(["C++", "don't", "“so”", "a/b", "100%", "🚀", "e.g.", "(maybe)", "x:y", "—", "&"]),
)
TITLE = st.tuples(WORD, st.lists(TITLE_WORD, max_size=5), WORD).map(
    lambda parts: " ".join((parts[0], *parts[1], parts[2]))
)
NAME = st.lists(WORD, min_size=1, max_size=2).map(" ".join)
DAY = st.dates(date(1990, 1, 1), date(2099, 12, 31))
BODY = """## Context and Problem Statement

Something [happened](https://example.org/a_(b)) and `code [x](y)` was at https://example.org/c?d=e.
See [other](0002-other.md#top), ![picture](<im ages/p.png> "title"), <https://example.org> and [ref][r] \\[no](no).

## Considered Options

* One
* Two

## Decision Outcome

Chosen option: "One", because **it** is.

| Criterion | One \\| Uno | Two |
|---|:--:|--:|
| Cost | [low](c.md) | `a` high |
| Speed \\| time | [x](d.md) |

- [x] done
- [ ] to do

### Consequences

* Good, because a
  line goes on
* Bad, because b

> quoted [link](e.md)
> - in it [f](f.md)

[r]: https://example.org/ref
"""


@dataclass(frozen=True)
class Written:
    """One record: its text, and what a reader must find in it."""

    text: str
    status: str
    day: date
    title: str
    people: tuple[str, ...]
    tags: tuple[str, ...]
    side: str = ""
    path: str = "docs/0001-record.md"
    labels: frozenset[str] = field(default_factory=frozenset)

    def source(self) -> Source:
        return Source(self.path, self.text)


@dataclass(frozen=True)
class Facts:
    status: str
    day: date
    title: str
    people: tuple[str, ...]
    tags: tuple[str, ...]


FACTS = st.builds(
    Facts,
    status=st.sampled_from([name for name in NAMES if name != "superseded"]),
    day=DAY,
    title=TITLE,
    people=st.lists(NAME, min_size=1, max_size=3, unique_by=str.lower).map(tuple),
    tags=st.lists(WORD.map(str.lower), min_size=1, max_size=3, unique=True).map(tuple),
)


def _status_word(draw: Draw, status: str) -> str:
    return draw(st.sampled_from([status, status.title(), status.upper()]))


def _dressed(draw: Draw, status: str) -> str:
    word = _status_word(draw, status)
    return draw(
        st.sampled_from([word, f"**{word}**", f"✅ {word}", f"✅ **{word}**", f"_{word}_", f"`{word}`"])
    )


def _yaml(draw: Draw, value: str) -> str:
    """`value` quoted in one of the ways of YAML."""
    single = "'" + value.replace("'", "''") + "'"
    choices = [json.dumps(value, ensure_ascii=False), single]
    if all(ord(char) < 0x10000 for char in value):  # YAML has no surrogate pairs
        choices.append(json.dumps(value))
    if value.replace(" ", "").replace("-", "").isalnum() and not value.isdigit():
        choices += [value, value]
    return draw(st.sampled_from(choices)) + draw(st.sampled_from(["", "  ", " # remark: here", "\t# tab"]))


def _yaml_list(draw: Draw, values: Sequence[str], indent: str = "") -> str:
    form = draw(st.sampled_from(["flow", "block", "flush", "lines"]))
    quoted = [json.dumps(value, ensure_ascii=False) for value in values]
    if form == "flow":
        return " [" + ", ".join(quoted) + "]" + draw(st.sampled_from(["", " # flow"]))
    if form == "lines":
        return f" [\n{indent}    " + f",\n{indent}    ".join(quoted) + f"\n{indent}  ]"
    lead = f"{indent}  - " if form == "block" else f"{indent}- "
    return "".join(f"\n{lead}{_yaml(draw, value)}" for value in values)


ODD = ["count: 007", "on: yes", "when: 2024-13-45", "nothing: ~", "empty:", "multi: >-\n  folded\n  text", "block: |\n  one\n  two", "n: 1e999",
       "map: {a: 1, b: [2, 3]}", "? odd key\n: odd value", "# a comment", "content: x", "handler: y", "1: number", "anchor: &a b", "tagged: !!str z"]  # fmt: skip


def _keys(draw: Draw, facts: Facts, indent: str = "") -> list[str]:
    return [
        f"{indent}status: {_yaml(draw, _status_word(draw, facts.status))}",
        f"{indent}date: {_yaml(draw, facts.day.isoformat())}",
        f"{indent}title: {_yaml(draw, facts.title)}",
        f"{indent}decision-makers:{_yaml_list(draw, facts.people, indent)}",
        f"{indent}tags:{_yaml_list(draw, facts.tags, indent)}",
    ]


@st.composite
def front_matter(draw) -> Written:
    facts = draw(FACTS)
    nested = draw(st.booleans())
    keys = draw(st.permutations(_keys(draw, facts, "  " if nested else "")))
    odd = draw(st.lists(st.sampled_from(ODD), max_size=4, unique=True))
    lines = [*odd[:2], "adr:", *keys, *odd[2:]] if nested else [*odd[:2], *keys, *odd[2:]]
    closing = draw(st.sampled_from(["---", "...", "---  "]))
    text = "\n".join(["---", *lines, closing, "", "# Another heading", "", BODY])
    return Written(text, facts.status, facts.day, facts.title, facts.people, facts.tags)


@st.composite
def toml(draw) -> Written:
    facts = draw(FACTS)
    quoted = [json.dumps(one, ensure_ascii=False) for one in facts.people]
    joined = draw(st.sampled_from([", ", ",\n  ", " ,"])).join(quoted)
    lines = [
        draw(
            st.sampled_from(
                ['status = "{}"', "status = '{}'", 'status="{}" # it\'s', "status = '{}'  # \"x\""]
            )
        ).format(facts.status),
        draw(st.sampled_from(["date = {}", 'date = "{}"', "date = {} # day"])).format(facts.day),
        f"title = {json.dumps(facts.title, ensure_ascii=False)}",
        f"deciders = [{joined}]",
        "tags = [" + ", ".join(json.dumps(one, ensure_ascii=False) for one in facts.tags) + "]",
        'text = """\nstatus = "rejected"\n"""',
    ]
    lines = draw(st.permutations(lines))
    text = "\n".join(["+++", *lines, "[extra]", 'status = "draft"', "+++", "", "# Heading", "", BODY])
    return Written(text, facts.status, facts.day, facts.title, facts.people, facts.tags)


def _heading(draw: Draw, title: str) -> str:
    return draw(st.sampled_from(["# {}", "# 1. {}", "# ADR-0001: {}", "# 0001 – {}", "# {} #"])).format(title)


def _label(draw: Draw, label: str) -> str:
    return draw(st.sampled_from(["{}:", "{}:", "**{}:**", "**{}**:", "__{}__:"])).format(label)


@st.composite
def head_list(draw) -> Written:
    facts = draw(FACTS)
    mark = draw(st.sampled_from(["*", "-", "+"]))
    gap = draw(st.sampled_from([" ", "  ", "\t"]))
    tail = draw(st.sampled_from(["", "  ", "\t", "\\"]))
    nested = draw(st.booleans())
    people = (
        "".join(f"\n    {mark} {one}" for one in facts.people) if nested else gap + ", ".join(facts.people)
    )
    lines = draw(
        st.permutations(
            [
                f"{mark} {_label(draw, 'Status')}{gap}{_dressed(draw, facts.status)}{tail}",
                f"{mark} {_label(draw, 'Date')}{gap}{facts.day}{tail}",
                f"{mark} {_label(draw, 'Deciders')}{people}",
                f"{mark} {_label(draw, 'Tags')}{gap}{', '.join(facts.tags)}",
                f"{mark} Technical Story: something <!-- a remark -->",
            ]
        )
    )
    text = "\n".join([_heading(draw, facts.title), "", *lines, "", BODY])
    return Written(text, facts.status, facts.day, facts.title, facts.people, facts.tags)


@st.composite
def bold_labels(draw) -> Written:
    facts = draw(FACTS)
    parts = draw(
        st.permutations(
            [
                f"**Status:** {_dressed(draw, facts.status)}",
                f"**Date:** {facts.day}",
                f"**Deciders**: {', '.join(facts.people)}",
                f"**Tags:** {', '.join(facts.tags)}",
            ]
        )
    )
    joined = draw(st.sampled_from(["  \n", "\\\n", "\n", "\n\n", " | ", " · ", "<br>\n"])).join(parts)
    trailing = draw(st.booleans())
    head = [_heading(draw, facts.title), ""]
    lines = [*head, BODY, "", "---", "", joined, ""] if trailing else [*head, joined, "", BODY]
    return Written("\n".join(lines), facts.status, facts.day, facts.title, facts.people, facts.tags)


@st.composite
def table(draw) -> Written:
    facts = draw(FACTS)
    rows = draw(
        st.permutations(
            [
                ("Status", _dressed(draw, facts.status)),
                ("Date", str(facts.day)),
                ("Deciders", ", ".join(facts.people)),
                ("Tags", ", ".join(facts.tags)),
                ("Note", "a \\| b [c](d.md)"),
            ]
        )
    )
    bold = draw(st.booleans())
    outer = draw(st.booleans())
    cells = [(f"**{label}**" if bold else label, value) for label, value in rows]
    if draw(st.booleans()):
        cells = [
            (draw(st.sampled_from(["Field", "Metadata", ""])), draw(st.sampled_from(["Value", ""]))),
            *cells,
        ]
        outer = True
    shown = [f"| {a} | {b} |" if outer else f"{a} | {b}" for a, b in cells]
    rule = "|---|---|" if outer else "--- | ---"
    text = "\n".join([_heading(draw, facts.title), "", shown[0], rule, *shown[1:], "", BODY])
    return Written(text, facts.status, facts.day, facts.title, facts.people, facts.tags)


@st.composite
def sections(draw) -> Written:
    facts = draw(FACTS)
    word = _dressed(draw, facts.status)
    form = draw(st.sampled_from(["plain", "quote", "list", "check", "fence", "history", "table"]))
    before = date(facts.day.year - 1, 1, 1)
    other = "proposed" if facts.status != "proposed" else "draft"
    body = {
        "plain": f"{word}\n\nSome more words.",
        "quote": f"> {word}",
        "list": f"* {word}",
        "check": f"- [ ] {other}\n- [x] {facts.status}\n- [ ] withdrawn",
        "fence": f"```\n{facts.status}\n```",
        "history": f"{before} {other}\n\n{facts.day} {facts.status}",
        "table": f"| Status | Time |\n|---|---|\n| {other} | {before} |\n| {facts.status} | {facts.day} |",
    }[form]
    day = "" if form in ("history", "table") else f"## Date\n\n{facts.day}"
    people = draw(st.sampled_from(["- " + "\n- ".join(facts.people), ", ".join(facts.people)]))
    parts = [f"## Status\n\n{body}", day, f"## Deciders\n\n{people}", f"## Tags\n\n{', '.join(facts.tags)}"]
    text = "\n\n".join([_heading(draw, facts.title), *draw(st.permutations(parts)), BODY])
    return Written(text, facts.status, facts.day, facts.title, facts.people, facts.tags)


@st.composite
def lines(draw) -> Written:
    facts = draw(FACTS)
    between = draw(st.sampled_from(["\n", "\n\n", "  \n"]))
    parts = draw(
        st.permutations(
            [
                f"Status: {_dressed(draw, facts.status)}",
                f"Date: {facts.day}",
                f"Deciders: {', '.join(facts.people)}",
                f"Tags: {', '.join(facts.tags)}",
            ]
        )
    )
    text = "\n\n".join([_heading(draw, facts.title), between.join(parts), BODY])
    return Written(text, facts.status, facts.day, facts.title, facts.people, facts.tags)


@st.composite
def side_file(draw) -> Written:
    facts = draw(FACTS)
    keys = [
        f"title: {_yaml(draw, facts.title)}",
        f"status: {_yaml(draw, facts.status)}",
        f"date: {_yaml(draw, facts.day.isoformat())}",
        f"authors:{_yaml_list(draw, facts.people)}",
        f"tags:{_yaml_list(draw, facts.tags)}",
    ]
    side = "\n".join([*draw(st.permutations(keys)), ""])
    text = f"# KEP-1: Words\n\n{BODY}"
    return Written(
        text, facts.status, facts.day, facts.title, facts.people, facts.tags, side, "keps/1-words/README.md"
    )


FORMS = {
    "front matter": front_matter(),
    "toml": toml(),
    "list": head_list(),
    "bold labels": bold_labels(),
    "table": table(),
    "sections": sections(),
    "lines": lines(),
    "side file": side_file(),
}
"""Every form by name."""


@st.composite
def as_saved(draw, form: st.SearchStrategy[Written]) -> Written:
    """The same record with another line end, perhaps behind a byte order mark."""
    one = draw(form)
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    return Written(
        mark + one.text.replace("\n", end),
        one.status,
        one.day,
        one.title,
        one.people,
        one.tags,
        mark + one.side.replace("\n", end) if one.side else "",
        one.path,
    )
