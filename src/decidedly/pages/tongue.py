"""In which language and which direction a record is written: what it says itself, the log's language, its letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from decidedly.record import Document, Record

LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.I,
)
"""A language tag as BCP 47 has it: `ar`, `pt-BR`, `zh-Hant-TW`."""

_RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"])
_SCRIPTS = frozenset(["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"])
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FROM_LEFT = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a text as a tag, and its direction, where it is not that of the page; "" where nothing tells."""

    lang: str = ""
    dir: str = ""

    @property
    def foreign(self) -> bool:
        """Whether the pages' own words, which are English, are in another language than the text."""
        return self.lang != "" and self.lang.partition("-")[0].lower() != "en"


def tongue(owner: Record | Document, language: str = "") -> Tongue:
    """The language and direction of `owner`; `language` is that of the whole log."""
    stated = {name: value for name in ("lang", "dir") if (value := stated_tongue(owner, name))}
    lang = stated.get("lang", language)
    turned = _from_right(lang) or ("lang" not in stated and _mostly_from_right(owner.source.text))
    return Tongue(lang, stated.get("dir", "rtl" if turned else ""))


def stated_tongue(owner: Record | Document, name: str) -> str:
    """What the front matter says under `lang` or `dir`, where that can be used; else ""."""
    for one in owner.fields:
        if one.name == name and one.origin == "front-matter":
            value = (one.value or one.raw).strip()
            fits = LANGUAGE.fullmatch(value) if name == "lang" else value.lower() in ("ltr", "rtl", "auto")
            return (value if name == "lang" else value.lower()) if fits else ""
    return ""


def _from_right(lang: str) -> bool:
    first, *others = lang.lower().split("-")
    scripts = {one for one in others if len(one) == 4 and one.isalpha()}
    return bool(scripts & _SCRIPTS) or (first in _RIGHT_TO_LEFT and not scripts)


def _mostly_from_right(text: str) -> bool:
    """Whether most letters are of a script that runs to the left; names, links and code of others count half."""
    return _FROM_RIGHT.search(text) is not None and 2 * len(_FROM_RIGHT.findall(text)) > len(
        _FROM_LEFT.findall(text)
    )
