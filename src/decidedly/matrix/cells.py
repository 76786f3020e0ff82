"""One cell of a table: which mark, stars, word or number it holds, and on which scale that stands."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from decidedly.record import Cell

_MARKS = {
    "yes": "✅✔✓☑👍🟢🟩🆗👌💚",
    "no": "❌✖✗✘✕❎👎🔴🟥⛔🚫🛑☒",
    "partly": "⚠🟡🟨🟠🟧🔶🔸➖〰◐◑◒◓",
}
_SHORTCODES = {
    "yes": "white_check_mark heavy_check_mark ballot_box_with_check +1 thumbsup green_circle ok ok_hand",
    "no": "x heavy_multiplication_x negative_squared_cross_mark -1 thumbsdown red_circle no_entry no_entry_sign",
    "partly": "warning yellow_circle orange_circle large_orange_diamond small_orange_diamond heavy_minus_sign wavy_dash",
}
_KIND = {char: kind for kind, chars in _MARKS.items() for char in chars}
_KIND |= {f":{code}:": kind for kind, codes in _SHORTCODES.items() for code in codes.split()}
_ONE_MARK = "(?:" + "|".join(sorted(map(re.escape, _KIND), key=len, reverse=True)) + ")"
_FULL, _EMPTY = "(?:[⭐★🌟✭]|:star2?:)\ufe0f?", "[☆✩]\ufe0f?"
_STARS = rf"(?:(?:{_FULL}\s?)+(?:[½⯪⯨]\s?)?(?:{_EMPTY}\s?)*|(?:{_EMPTY}\s?)+)"
_RUN = rf"(?:{_STARS}|{_ONE_MARK}[\ufe0f\U0001f3fb-\U0001f3ff]*(?:[\s/,|]*{_ONE_MARK}\ufe0f?)*)"
_LEADING = re.compile(rf"\s*({_RUN})\s*")
_TRAILING = re.compile(rf"\s*({_RUN})\s*$")
_MARK = re.compile(_ONE_MARK)
_STAR_RUN = re.compile(_STARS)
_NUMBER = re.compile(
    r"[~≈]?\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:(?:/|(?:out )?of)\s*(\d{1,3})|(%))?(?:\s*[(\[].*)?", re.I
)
REMARK = re.compile(r"\s*(?:[(\[,;:–—]|\s-\s|<br).*", re.S)
"""A remark after a cell's word: brackets, a comma, a dash and what follows."""

# family, step from -2 (worst) to 2 (best); "amount" words say how much, which is bad where lower is better
_WORDS: dict[str, tuple[str, int]] = {}
for _family, _step, _list in (
    ("yesno", 1, "yes|y|true|full|fully|supported|native|built-in|builtin|pass|passes"),
    ("yesno", 0, "partial|partially|partly|limited|some|somewhat|maybe|mostly|possible|manual"),
    ("yesno", -1, "no|n|false|unsupported|not supported|fail|fails|missing|impossible"),
    ("quality", 2, "excellent|outstanding|best|very good|very easy|very fast|very strong|very simple|great"),
    ("quality", 1, "good|strong|easy|simple|fast|cheap|mature|better"),
    ("quality", 0, "ok|okay|fair|average|acceptable|adequate|mixed|neutral"),
    ("quality", -1, "poor|weak|hard|difficult|complex|slow|expensive|bad|worse|immature"),
    (
        "quality",
        -2,
        "very poor|very bad|very weak|very hard|very complex|very slow|very expensive|terrible|worst",
    ),
    ("amount", 2, "very high|highest"),
    ("amount", 1, "high"),
    ("amount", 0, "medium|moderate|mid|med"),
    ("amount", -1, "low|minimal"),
    ("amount", -2, "very low|lowest|none|zero"),
    ("plus", 2, "++|+++"),
    ("plus", 1, "+"),
    ("plus", 0, "+/-|±|o|~|∘"),
    ("plus", -1, "-|−|–"),
    ("plus", -2, "--|---|−−|––|—"),
):
    _WORDS |= dict.fromkeys(_list.split("|"), (_family, _step))


class Said(NamedTuple):
    """A cell as read by itself: `family` is "mark", "stars", "number" or a family of words; `step` its place in it."""

    family: str
    mark: str
    step: float
    highest: float | None
    words: str


@lru_cache(16_384)
def words_of(raw: str) -> str:
    """A cell's or name's Markdown without its marks of emphasis, links, code and HTML."""
    if not raw or raw.isalnum():
        return raw
    raw = raw[:2_000]  # more is no name; keeps hostile cells cheap
    text = re.sub(r"!?\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]]*\])", r"\1", raw)
    text = re.sub(r"</?[a-zA-Z][^<>]*>|\[\^[^\]]*\]", " ", text)
    text = html.unescape(
        re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)(\*+|`+|~~|(?<!\w)_+|_+(?!\w))", "", text))
    )
    return " ".join(text.split())


def without_mark(text: str) -> str:
    """`text` without the mark or stars at its beginning, or else at its end."""
    lead = _LEADING.match(text)
    return text[lead.end() :] if lead else _TRAILING.sub("", text)


def mark_of(text: str) -> str:
    """Which mark `text` begins with: "yes", "partly", "no", "stars", or "" where it begins with none or with several."""
    lead = _LEADING.match(text)
    return _kind_of(lead.group(1)) if lead else ""


def stars_in(text: str) -> float | None:
    """How many stars `text` consists of, or None where it is anything else."""
    return float(len(re.findall(_FULL, text))) if _STAR_RUN.fullmatch(text.strip()) else None


def _kind_of(run: str) -> str:
    kinds = {_KIND[one] for one in _MARK.findall(run)}
    return "stars" if not kinds else kinds.pop() if len(kinds) == 1 else ""


@lru_cache(16_384)
def said_by(raw: str) -> Said | None:
    """What a cell says, or None where it says nothing that can be scored."""
    text = words_of(raw[:400])
    if not text:
        return None
    found = _LEADING.match(text) or (_TRAILING.search(text) if len(text) < 120 else None)
    if found:
        run, rest = found.group(1), without_mark(text)
        kind = _kind_of(run)
        if kind == "stars":
            full, empty = len(re.findall(_FULL, run)), len(re.findall(_EMPTY, run))
            half = 0.5 if re.search("[½⯪⯨]", run) else 0.0
            return Said(
                "stars", "stars", full + half, float(full + empty + (half > 0)) if empty else None, rest
            )
        return Said("mark", kind, {"no": 0.0, "partly": 1.0, "yes": 2.0}[kind], 2.0, rest) if kind else None
    number = _NUMBER.fullmatch(text)
    if number and len(text) < 60:
        value = float(number.group(1).replace(",", "."))
        top = float(number.group(2)) if number.group(2) else 100.0 if number.group(3) else None
        return (
            None
            if top is not None and (value > top or top == 0)
            else Said("number", "number", value, top, text)
        )
    bare = text.lower()
    word = _WORDS.get(bare) or (_WORDS.get(REMARK.sub("", bare)) if len(text) < 120 else None)
    return Said(word[0], "word", float(word[1]), None, text) if word else None


def is_score_cell(cell: Cell) -> bool:
    """Whether a cell holds a mark that can be scored."""
    return said_by(cell.raw) is not None


def scales(said: Iterable[Said]) -> Callable[[Said], tuple[float, float] | None]:
    """How to turn what a table's cells say into (value, highest), the whole table considered."""
    cells = list(said)
    five = any(abs(one.step) == 2 for one in cells if one.family in ("quality", "amount"))
    five_plus = any(abs(one.step) == 2 for one in cells if one.family == "plus")
    has_plus = any(one.family == "plus" and one.step > 0 for one in cells)
    stars = [one.highest or one.step for one in cells if one.family == "stars"]
    emptied = any(one.highest for one in cells if one.family == "stars")
    star_top = max(stars, default=5.0) if emptied else max([5.0, *stars])
    bare = max((one.step for one in cells if one.family == "number" and one.highest is None), default=0.0)
    number_top = next((top for top in (1.0, 2.0, 3.0, 5.0, 10.0, 100.0) if bare <= top), None)

    def scale(one: Said) -> tuple[float, float] | None:
        match one.family:
            case "mark":
                return one.step, 2.0
            case "stars":
                return one.step, star_top
            case "number":
                top = one.highest or number_top
                return (one.step, top) if top else None
            case "yesno":
                return one.step + 1, 2.0
            case "plus":
                if not has_plus:
                    return None
                return (one.step + 2, 4.0) if five_plus else (one.step + 1, 2.0)
            case _:
                return (one.step + 2, 4.0) if five else (one.step + 1, 2.0)

    return scale
