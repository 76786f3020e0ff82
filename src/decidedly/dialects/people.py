"""People and words in lists: `Alice, Bob and @carol`, a YAML list, a nested Markdown list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from decidedly.dialects.labels import NO_VALUE, PEOPLE
from decidedly.record import Field, Person, Role
from decidedly.text import one_line

NOTHING = NO_VALUE | {"...", "everyone?", "no one", "nobody", "nadie", "ninguém", "niemand", "personne"}
LONGEST = 20_000
"""Characters of a list of people or words that are read."""
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^)]{0,1000}\)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_SPLIT = re.compile(r"\s*(?:[,;\n、，；]|\s/\s|\s\|\s|<br\s*/?>|\s+(?:and|und|et|y|и|&)\s+|\s(?=@\w))\s*")
_DAY = re.compile(r"\(?\d{4}-\d\d-\d\d\)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_UNFILLED = re.compile(r"^[\[{<].*[\]}>]$|list everyone|^names? of|…")


_SAID = re.compile(r"\s*(?:(?:\*\*|__)\s*[:：]|[:：]\s*(?:\*\*|__))")
"""What parts a name in bold from what is said of it: `**CTO**: approved`."""
_A_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){1,3}(?:\s*\([^()]*\))?")
"""Two to four words as a person is called: `**Data**: Ann Bo (May 2024)` names her, not the group."""
_HIDE = str.maketrans(",; \n", "\x00\x01\x02\x02")
_SHOW = str.maketrans("\x00\x01\x02", ",; ")


def _names(value: str) -> Iterator[str]:
    text = re.sub(r"[^\S\n]+", " ", value[:LONGEST])
    text = _WIKI.sub(lambda match: match[1], _LINK.sub(lambda match: match[1], text))
    for part in _SPLIT.split(_outside_brackets(text)):
        name = one_line(part.translate(_SHOW)).strip("*_`\"' ").strip()
        name = re.sub(r"^[-*+>]\s+", "", name)
        label, *said = _SAID.split(name, maxsplit=1)
        name = said[0].strip() if said and _A_NAME.fullmatch(said[0].strip()) else label
        if _DAY.fullmatch(name):
            continue  # `Accepted by: Ana, 2026-03-27`
        if name.lower().strip(".") not in NOTHING and not _UNFILLED.search(name) and len(name) <= 80:
            yield name


def _outside_brackets(text: str) -> str:
    """What stands inside brackets is not separated: `Alice (lead, backend and design), Bob`."""
    return re.sub(r"\([^()]*\)", lambda match: match[0].translate(_HIDE), text)


def read_people(fields: Sequence[Field]) -> tuple[Person, ...]:
    """Everybody named, in file order, each once per role."""
    found: dict[tuple[str, str], Person] = {}
    for field in fields:
        role = PEOPLE.get(field.name)
        if role is None:
            continue
        values = [item.raw for item in field.items] if field.items else [field.value]
        if _UNFILLED.search(_WIKI.sub(lambda match: match[1], field.value).strip()):
            continue
        for value in values:
            for name in _names(value):
                found.setdefault((name.lower(), role), Person(name, cast("Role", role)))
    return tuple(found.values())


def read_words(fields: Sequence[Field], name: str) -> tuple[str, ...]:
    """The words of a list field such as tags: commas or a YAML list; spaces where there is no comma."""
    found: list[str] = []
    for field in fields:
        if field.name != name:
            continue
        if field.items and field.origin in ("front-matter", "side-file"):
            values = [item.raw for item in field.items]
        else:
            text = "\n".join(item.raw for item in field.items) or field.value.strip().strip("[]")
            text = _LINK.sub(lambda match: match[1], text[:LONGEST])
            values = re.split(r"[,;|\n]", text) if re.search(r"[,;|\n]", text) else text.split()
        lower = field.origin != "front-matter" and name == "tags"
        for value in values:
            word = one_line(value).strip("*_`\"'[] ").lstrip("#")
            if word and word.lower() not in NOTHING and not _UNFILLED.search(word):
                found.append(word.lower() if lower else word)
        break
    return tuple(dict.fromkeys(found))
