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

    `own` tells that it is the team's, `where` the file it came from.
    """

    name: str
    about: str
    dialect: str
    text: str = ""
    own: bool = False
    where: str = ""


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


def own_words(text: str) -> bool:
    """Whether a template is one of adr-tools: its words NUMBER, TITLE, DATE and STATUS stand for what they say."""
    return "{{" not in text and "{%" not in text and re.search(r"\bTITLE\b", text) is not None


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
    text = template.text.removeprefix("\ufeff").replace("\r\n", "\n")
    if template.own and own_words(text):
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
