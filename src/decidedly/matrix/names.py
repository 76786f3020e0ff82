"""When two names mean the same option: "Render" and "Option 1: Render (SELECTED)", "AWS" and "AWS (EC2/ECS)"."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from decidedly.matrix.cells import words_of
from decidedly.record import Option
from decidedly.text import name_slug, without_emoji

_CHOSEN_WORDS = r"selected|chosen|recommended|preferred|accepted|winner|our choice|decision|rejected|not chosen|not selected|current"
_LABEL = re.compile(
    r"\s*(?:option|alternative|approach|solution|proposal|variant|choice)\s+([a-z]|\d{1,2})\b(?:\s*[:.)–—-]+)?\s*",
    re.I,
)
_ORDINAL = re.compile(r"\s*(?:\d{1,2}|[a-z])\s*[.):]\s+", re.I)


@functools.lru_cache(1_024)
def bare_name(name: str) -> str:
    """An option's name without number, emoji and remarks like "(SELECTED)"."""
    text = without_emoji(words_of(name))
    text = re.sub(
        rf"[(\[]\s*(?:{_CHOSEN_WORDS})\s*[)\]]|\s[-–—:]\s*(?:{_CHOSEN_WORDS})\s*$", " ", text, flags=re.I
    )
    label = _LABEL.match(text)
    if label and text[label.end() :].strip():
        text = text[label.end() :]
    return _ORDINAL.sub("", text, count=1).strip()


@functools.lru_cache(4_096)
def _label(name: str) -> str:
    """The letter or number of an option that is numbered: `1` of "Option 1: Render"."""
    match = _LABEL.match(without_emoji(words_of(name)))
    return match[1].lower() if match else ""


@functools.lru_cache(8_192)
def likeness(one: str, other: str) -> float:
    """How surely two names mean the same option, from 0 to 1: "Render" and "Option 1: Render (SELECTED)" do."""
    labels = [_label(name) for name in (one, other)]
    if labels[0] and labels[1]:
        return 1.0 if labels[0] == labels[1] else 0.0
    first, second = (bare_name(name) for name in (one, other))
    a, b = (name_slug(name) for name in (first, second))
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if name_slug(re.sub(r"\(.*?\)", " ", first)) == name_slug(re.sub(r"\(.*?\)", " ", second)) != "":
        return 0.9
    short, long = sorted((a.split("-"), b.split("-")), key=len)
    if long[: len(short)] == short:
        return 0.8
    return 0.5 * len(short) / len(long) + 0.1 if set(short) <= set(long) else 0.0


def best_match(name: str, names: Sequence[str]) -> int | None:
    """The index of the one of `names` that is most surely `name`; None where none is, or where it is a draw."""
    ranked = sorted(((likeness(name, other), -index) for index, other in enumerate(names)), reverse=True)
    if not ranked or ranked[0][0] < 0.2 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return -ranked[0][1]


def matching(names: Sequence[str], options: Sequence[Option]) -> int:
    """How many of `names` are names of the record's options (the first 40 of either are looked at)."""
    return sum(any(likeness(name, option.name) >= 0.5 for option in options[:40]) for name in names[:40])
