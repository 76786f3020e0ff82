"""The meaning of a status as written: `✅ **Accepted**`, `superseded by [ADR-0005](…)`, `Provisionally superseded by …`."""

from __future__ import annotations

import re

from decidedly.lifecycle import NAMES, meaning
from decidedly.record import Status
from decidedly.text import one_line, without_emoji

SUPERSEDED = r"(?:super[sc]{1,2}ee?d(?:ed|es|e)?|replaced|obsoleted)"
_BY = re.compile(
    rf"\b{SUPERSEDED}\b(?:\s+\([^()]{{0,80}}\))?(?:[\s-]+(?P<part>in[\s-]part|partially|partly))?[\s:-]+(?:by|with)\b",
    re.I,
)
_BY_ABROAD = re.compile(
    r"\b(?:(?:ersetzt|abgelöst|überholt)\s+durch|remplacée?\s+par"
    r"|(?:reemplazad[oa]|sustituid[oa]|substituíd[oa]|superad[oa])\s+por|sostituit[oa]\s+da|vervangen\s+door|замен[её]н[аоы]?\s+на)(?!\w)",
    re.I,
)
"""The same in other languages of Europe."""
_BY_BEHIND = re.compile(
    r"(?:被|由).{1,120}?(?:取代|替代|代替|替换)|(?:により|によって|に|で)\s*(?:置き換え|置換|廃止)|(?:으로|로|에\s*의해)\s*대체"
)
"""Where the words stand behind what supersedes: Chinese, Japanese, Korean."""
_PART = re.compile(
    rf"\b(?:(?:partially|partial|partly|provisionally|in[\s-]part)[\s-]+{SUPERSEDED}|{SUPERSEDED}[\s-]+(?:in[\s-]part|partially|partly)"
    rf"|(?:parts?|some|sections?|portions?|aspects?)\b[^.\n]{{0,60}}?\b{SUPERSEDED})\b",
    re.I,
)
_REPLACED = r"(?:ersetzt|abgelöst|remplac|reemplaza|sustitu|substitu|sostitu|vervangen|supera)"
_PARTLY = r"(?:teilweise|zum\s+teil|partiellement|en\s+partie|parcialmente|en\s+parte|em\s+parte|parzialmente|in\s+parte|gedeeltelijk)"
_FROM = r"(?:durch|par|por|da|dal|door|pela|pelo)"
_PART_ABROAD = re.compile(
    rf"\b{_PARTLY}\b[^.\n]{{0,40}}\b{_REPLACED}\w*\s+{_FROM}\b|\b{_REPLACED}\w*\s+{_PARTLY}\s+{_FROM}\b|部分.{{0,40}}(?:取代|替代|代替|替换)|一部.{{0,40}}(?:置き換え|置換)",
    re.I,
)
_ASIDE = re.compile(rf"\((?=[^()]*\b{SUPERSEDED}\b)[^()]*\)", re.I)
_PASSIVE = re.compile(
    r"(?P<subject>(?:[^.;:!?(\n]|\.(?=\w))*?)\s*\b(?:is|are|was|were|(?:has|have|had)\s+been)\s+(?:now\s+|since\s+|later\s+|also\s+)?\W*$",
    re.I,
)
_WHOLE = re.compile(
    r"^\W*(?:(?:but|and|which|that|then|later|now)\s+)*(?:(?:this|the|our|that)\b(?:\s+\w+){0,2}?\s+(?:adr|rfc|dr|decision|record|document|proposal|approach|design|page|one)"
    r"(?:\s+(?:to|on|about|from|of)\b.*)?|this|it|[a-z]{2,5}[-\s]?#?\d+|status)?\W*$",
    re.I,
)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"<!--.*?(?:-->|$)|</?[a-zA-Z][^>]*>", re.S)
_STRUCK = re.compile(r"~~.*?~~")
_MARKS = re.compile(r"[*_`]+")
_UNFILLED = re.compile(
    r"^\s*[\[{<(].*\|.*[\]})>]?\s*$|^\s*[\[<{](?:status|choose|select|one of|insert|todo|tbd)\b|…\s*\|",
    re.I | re.S,
)
_NOTHING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "none",
        "tbd",
        "todo",
        "tba",
        "?",
        "status",
        "placeholder",
        "template",
        "unknown",
        "null",
        "~",
    }
)
_ARROW = re.compile(r"\s*(?:-+>|=>|→|➜|⇒)\s*")
_CLAUSE = re.compile(
    r"[.;:,(\[\n!]|\s[-–—]\s|\s+(?:by|in|on|since|as of|at|with|from|for|and|see|via|but|&|/)\s", re.I
)
_JOINED = re.compile(r"\W*(?P<word>[\u4e00-\u9fff]{2,8}?)[并且及]")
"""A status and what more is said of it in one word, as Chinese writes `accepted and implemented`."""
_EMOJI = {"✅": "accepted", "✔": "accepted", "☑": "accepted", "👍": "accepted", "❌": "rejected", "✖": "rejected", "👎": "rejected", "🚫": "rejected", "🚧": "draft"}  # fmt: skip


_IN_BRACKETS = re.compile(r"\w.*\((?P<subject>[^()]*)$", re.S)
_ADVERBS = re.compile(
    r"\b(?:now|later|since|then|but|and|also|subsequently|was|is|has|have|been|as|of|on|in)\b|[\W\d_]+", re.I
)


def speaks_of_part(lead: str) -> bool:
    """Whether the words before "superseded by" say it of something other than the record: `The timeline is superseded by …`."""
    match = _PASSIVE.search(lead)
    if match is not None:
        return _WHOLE.match(match["subject"]) is None
    match = _IN_BRACKETS.search(lead)  # `Accepted (consumer model superseded by …)`
    return match is not None and _ADVERBS.sub("", match["subject"]) != ""


LONGEST = 500
"""Characters of a status that are looked at: what stands further on is prose."""


def cleaned(raw: str) -> str:
    """A status without comments, tags, struck words, marks and emoji; links by their words."""
    text = _ARROW.sub(" -> ", _STRUCK.sub(" ", _TAG.sub(" ", raw[:LONGEST])))
    text = _LINK.sub(lambda match: match[1], text)
    text = _MARKS.sub("", text).strip().strip("\"'")
    if re.fullmatch(r"\{[^{}|]*\}|\[[^\[\]|]*\]", text):
        text = text[1:-1]
    return without_emoji(text.strip().removeprefix("#")).strip()


_PICKED = re.compile(r"^\W*?(?:\*\*|__|`|==|[✅☑✔]\ufe0f?\s*|\[[xX]\]\s*)(?P<word>[^*_`=|/]+?)\W*$")


_LIST = re.compile(
    r"[\[{](?=[^\n]{0,300}\|)(?:[^\[\]{}\n]|\[[^\[\]\n]{0,80}\]\([^()\n]{0,200}\)){1,300}[\]}]\s*$"
)


def left_over(raw: str) -> str:
    """A template's list of words that was left standing behind the status, `WIP [accepted | rejected | …]`, or ""."""
    match = _LIST.search(raw[:LONGEST])
    words = [cleaned(part) for part in match[0].strip(" []{}").split("|")] if match and match.start() else []
    return match[0] if match and sum(_leading(word, NAMES) is not None for word in words) >= 2 else ""


def picked(raw: str) -> str | None:
    """The one word that is marked in a template's list (`Proposed | **Accepted** | Rejected`), or None."""
    parts = re.split(r"\s*[|/·,]\s*", raw[:LONGEST].strip())
    if len(parts) < 3 or not all(meaning(cleaned(part).strip(" .…[]{}")) for part in parts):
        return None
    marked = [match["word"] for part in parts if (match := _PICKED.match(part))]
    return marked[0] if len(marked) == 1 else None


def is_unfilled(raw: str) -> bool:
    """Whether a template's text still stands where the status should be."""
    if picked(raw) is not None:
        return False
    return bool(
        _UNFILLED.search(_LINK.sub(lambda match: match[1], raw[:LONGEST]).strip().strip("\"'`*_ "))
    ) or _list_of_words(raw)


def _list_of_words(raw: str) -> bool:
    words = [part for part in re.split(r"\s*[|/]\s*", cleaned(raw)) if part]
    if len(words) >= 3 and sum(meaning(word.strip(" .…")) is not None for word in words) >= 3:
        return True
    choice = re.match(r"^(\w+)(?:,? (\w+))*,? (?:or|oder|ou|o) (\w+)\W*$", cleaned(raw).lower())
    return choice is not None and meaning(choice[1]) is not None and meaning(choice[3]) is not None


def read_status(raw: str, names: tuple[str, ...] = NAMES) -> Status | None:
    """What `raw` says: a configured status, the unknown word in lower case, or None where nothing (or a template) stands."""
    if is_unfilled(raw):
        return None
    text = cleaned(picked(raw) or raw[:LONGEST].removesuffix(left_over(raw)))
    if text.lower().strip(" .") in _NOTHING:
        mark = next((name for sign, name in _EMOJI.items() if sign in raw), None)
        return Status(mark, raw) if mark and not text and mark in names else None
    by = _BY.search(text) or _BY_ABROAD.search(text) or _BY_BEHIND.search(text)
    if by and re.search(r"\b(?:not|never)\s+$", text[: by.start()], re.I):
        by = None
    outside = _ASIDE.sub(" ", text)
    if re.match(rf"\W*{SUPERSEDED}\b", outside, re.I) and not _PART.search(outside):
        text = outside  # what was replaced before, in part, is told in brackets
        by = _BY.search(text) or by
    partly = bool(_PART.search(text) or _PART_ABROAD.search(text)) or (
        by is not None and speaks_of_part(text[: by.start()])
    )
    if by and not partly and not by.groupdict().get("part") and "superseded" in names:
        return Status("superseded", raw, note=one_line(text[by.end() :]).strip(" .:"))
    parts = [part for part in _ARROW.split(text) if part]
    for part in reversed(parts):
        found = _leading(part, names)
        if found is not None:
            name, rest = found
            if partly and name == "superseded" and "accepted" in names:
                name = "accepted"
            return Status(name, raw, note=rest, in_part=partly)
    if partly and "accepted" in names:
        return Status("accepted", raw, note=one_line(text), in_part=True)
    anywhere = re.search(r"\b(" + "|".join(map(re.escape, names)) + r")\b", text.lower().split("\n")[0])
    if anywhere and not re.search(r"\bnot\s+$|\bnot-$", text.lower()[: anywhere.start()]):
        return Status(anywhere[1], raw, note=one_line(text))
    word = one_line(_CLAUSE.split(text.lower().replace("_", " "), maxsplit=1)[0]).strip(" .-") or one_line(
        text.lower()
    )
    return Status(" ".join(word.replace("-", " ").split())[:60], raw, known=False)


def _leading(text: str, names: tuple[str, ...]) -> tuple[str, str] | None:
    words = list(re.finditer(r"[^\W_]+(?:['’][^\W_]+)?", text))
    for count in range(min(4, len(words)), 0, -1):
        if any(
            re.search(r"[.;:,(]", text[a.end() : b.start()])
            for a, b in zip(words[: count - 1], words[1:count], strict=True)
        ):
            continue
        name = meaning(" ".join(word[0] for word in words[:count]), names)
        if name is not None:
            return name, one_line(text[words[count - 1].end() :]).strip(" .:-–—,;")
    joined = _JOINED.match(text)
    name = meaning(joined["word"], names) if joined else None
    return (name, one_line(text[joined.end("word") :])) if joined and name else None
