"""What a new record's text begins from: the templates that ship, a team's own, and the skeleton of a log's own records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from decidedly.drafting.habits import Habits


class TemplateError(Exception):
    """A template that can't be used. The message says which, why and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Template:
    """A template's name, what it is for, the dialect that it gives an empty log, and its text.

    `own` tells that it is the team's, `where` the file it came from. `found` tells that it stands among the records and
    nobody has asked for it: it is text and nothing else, and where it can't be filled in, the log's own headings are used.
    """

    name: str
    about: str
    dialect: str
    text: str = ""
    own: bool = False
    where: str = ""
    found: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is Markdown that shows by placeholders what belongs where, and no Jinja2."""
        return self.own and (self.found or not re.search(r"\{\{|\{%", self.text))


SHIPPED: tuple[Template, ...] = (
    Template("native", "context, options for and against, decision, how to confirm it", "native"),
    Template("madr", "MADR 4 in full", "madr4"),
    Template("madr-short", "MADR 4, only what every decision needs", "madr4"),
    Template("nygard", "context, decision, consequences, as Michael Nygard has it", "nygard"),
    Template("y-statement", "one sentence that says it all", "native"),
    Template("criteria", "options scored against weighted criteria", "native"),
)
"""The templates in `templates/`, each in `NAME.md`."""

DEFAULT = {"native": "native", "madr4": "madr", "madr3": "madr", "madr2": "madr", "madr1": "madr", "log4brains": "madr",
           "y-statement": "y-statement"}  # fmt: skip
"""Dialect → the template that its records begin from; the others have Nygard's sections."""

_HINTS = {
    "context": "What forces this decision now: the situation, the need, the limits that any answer must respect.",
    "drivers": "What weighs in this decision.",
    "options": "Each option in a sentence, with what speaks for it and against it.",
    "pros-cons": "What speaks for each option, and against it.",
    "decision": "What is decided, and the reason that weighed most.",
    "criteria": "What the options were measured by.",
    "consequences": "What gets better, what gets worse, and what merely changes.",
    "positive": "What gets better, and for whom.",
    "negative": "What gets worse, and how it is softened.",
    "risks": "What may go wrong.",
    "confirmation": "How anyone can see later that the decision is followed and still right.",
    "implementation": "What has to be done, and by whom.",
}


def bare(text: str) -> str:
    """A template's text without byte order mark, lines ending in LF."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def own_words(text: str) -> bool:
    """Whether a template is one of adr-tools: its words NUMBER, TITLE, DATE and STATUS stand for what they say."""
    return re.search(r"\bTITLE\b", text) is not None


def fill_words(text: str, values: Mapping[str, Any], newline: str = "\n") -> str:
    """An adr-tools template with its words replaced; the links come with the status."""
    words = {name: str(values[name.lower()]) for name in ("NUMBER", "TITLE", "DATE", "STATUS")}
    links = "".join(f"\n{line}" for line in values["status_links"])
    filled = re.sub(r"\b(NUMBER|TITLE|DATE|STATUS)\b", lambda found: words[found[1]], text)
    if links:
        filled = re.sub(rf"^{re.escape(words['STATUS'])}[ \t]*$", lambda found: found[0] + links, filled, count=1, flags=re.M)  # fmt: skip
    return filled


def fill(template: Template, values: Mapping[str, Any]) -> str:
    """The text of a new record. Raises TemplateError where the template is at fault."""
    text = bare(template.text)
    if template.plain and own_words(text):
        return fill_words(text, values)
    from jinja2 import StrictUndefined
    from jinja2 import TemplateError as JinjaError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    where = template.where or f"template {template.name}"
    try:
        return environment.from_string(text).render(values)
    except JinjaError as error:
        line = getattr(error, "lineno", None)
        known = f"; there are {', '.join(sorted(values))}" if "undefined" in str(error) else ""
        raise TemplateError(f"{where}{f':{line}' if line else ''}: {error}{known}") from None
    except Exception as error:  # what a template computes may fail in any way
        raise TemplateError(f"{where}: {type(error).__name__}: {error}") from None


def skeleton(habits: Habits, shipped: str) -> str | None:
    """The headings that most of the newest records share, in the newest one's order; None where the shipped template
    has them all, or there are too few."""
    texts = [_headings(record.source.text, habits, number) for number, record in enumerate(habits.newest)]
    if not texts or habits.model is None:
        return None
    counts = Counter(title for titles in texts for title in dict.fromkeys(titles))
    common = [title for title in texts[0] if counts[title] * 2 > len(texts)]
    known = {title.casefold() for title in re.findall(r"^## (.+)$", shipped, re.M)}
    if len(common) < 2 or all(title.casefold() in known for title in common):
        return None
    roles = {one.title: one.role for one in habits.model.sections}
    return "\n".join(f"## {title}\n\n{{{_HINTS.get(roles.get(title, ''), '…')}}}\n" for title in common)


_LINKS = "{{ links }}\n"
_TWO = ("Positive Consequences", "Negative Consequences")


def pruned(habits: Habits, shipped: str) -> str:
    """The shipped template without the sections that none of the newest records has, if there are enough of them to tell;
    with two sections of consequences where they have two."""
    if len(habits.newest) < 3:
        return shipped
    used = Counter(
        title for one in habits.newest for title in {section.title.casefold() for section in one.sections}
    )
    two = all(used[title.casefold()] * 2 > len(habits.newest) for title in _TWO)
    parts = re.split(r"^(?=#{2,3} )", shipped.removesuffix(_LINKS), flags=re.M)
    kept: list[str] = []
    gone = 0
    for part in parts:
        marks, _, title = part.partition("\n")[0].partition(" ")
        level = len(marks) if marks.strip("#") == "" and title else 0
        if level and gone and level > gone:
            continue  # it goes with the section that it is in
        gone = 0
        if title == "Consequences" and level == 3 and two:
            kept += [f"### {one}\n\n* {{…}}\n\n" for one in _TWO]
        elif level and "{" not in title and not used[title.casefold()]:
            gone = level
        else:
            kept.append(part)
    text = "".join(kept)
    return text.rstrip("\n") + "\n" + (_LINKS if shipped.endswith(_LINKS) else "")


def _headings(text: str, habits: Habits, number: int) -> list[str]:
    record = habits.newest[number]
    return [
        one.title
        for one in record.sections
        if one.level == 2
        and one.role not in ("status", "date", "metadata", "history", "references")
        and one.title.casefold() != "links"
        and len(one.title) < 80
        and not re.search(r"[{}\d]", one.title)
    ]
