"""What a field's value names: `ADR-3 (in part), [ADR-4](0004-x.md) and 0005-y.md`. What is said of it names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from decidedly.dialects.identity import PREFIXES
from decidedly.dialects.labels import NO_VALUE, canonical
from decidedly.text import Span

NOTHING = NO_VALUE | {"nil", "no", "nothing", "[]", "..."}
PART = re.compile(
    r"\b(?:parts?|some|aspects?|sections?|portions?|clauses?|partial|partially|partly|provisionally|in[\s-]part"
    r"|teilweise|in teilen|partiellement|en partie|parcialmente|en parte|em parte|parzialmente|in parte)\b|部分|一部|[(（]\s*[§¶]",
    re.I,
)
ONLY = re.compile(
    r"\bfor\b[^.;]{0,160}?\bonly\b|\bonly\s+(?:for|where|as\s+to|insofar|its|the)\b|\bonly\s*\)?\s*$|\([^()]{0,160}?\bonly(?=\s*[);,.])"
    r"|\b(?:nur\s+(?:für|hinsichtlich)|hinsichtlich|bezüglich|uniquement\s+pour|en\s+ce\s+qui\s+concerne|s[oó]lo\s+para|en\s+lo\s+(?:relativo|referente)"
    r"|en\s+lo\s+que\s+respecta|apenas\s+para|no\s+que\s+(?:diz\s+respeito|toca))\b|中关于.{1,60}?部分|其余|\b(?:только|лише|тільки)\b|\bthe\s+rest\s+(?:of\s+\S+\s+)?(?:remains|stands|stays|holds)\b",
    re.I,
)
"""Words behind a target that leave the rest in force: `supersedes ADR-3 for the mobile client only`."""
_SIDE = re.compile(
    r"[\s*_`\"'\])]*(?:['’]s\b|[§¶]|(?:for|regarding|concerning|insofar|where|as\s+(?:to|regards)|with\s+(?:respect|regard)\s+to)\b"
    r"|[A-Z]{1,2}\d+(?:['’]s)?\b|(?:section|clause|item|point|rule|paragraph|step|question|mục)s?\s+[\d(]|の(?!全)|\s?中的?|\(\s*(?:§|sections?\s+\d))"
)
"""What a target may be followed by where only a side of it is meant: `ADR-3 §4`, `ADR-3's retry rule`, `ADR-3 R6`."""
PARTLY = re.compile(
    r"[\s)\]*_`]*\b(?:in\s+part|partially|partly|teilweise|in\s+teilen|partiellement|en\s+partie|parcialmente|en\s+parte|em\s+parte)\b",
    re.I,
)
"""The same right behind a target: `This record supersedes ADR-3 in part`."""
MD_LINK = re.compile(r"\[(?P<text>[^\[\]]{0,500})\]\(\s{0,9}<?(?P<target>[^)\s>]{1,1000}+)>?[^)]{0,500}+\)")
_ANY_ID = re.compile(
    r"(?!\d{4}-\d\d-\d\d)(?<![\w/.])(?:[A-Za-z]{1,12}(?:[-_ ][A-Za-z]{1,12}){0,2}[-_ #]?)?\d{1,8}(?![\w.]\d)"
)
_LEAD = re.compile(
    r"(?:(?:and|or|und|by|to|see|the|an?|of|in|from|only|also|parts?|portions?|sections?|aspects?|some|unresolved)\s+)+",
    re.I,
)
"""Words before an id that are none of its letters: `portions of ADR-22`, `and ADR-23`."""
_SMALL = re.compile(r"(?:[a-zа-я]{1,12}\s+)+(?=[A-Z])")
"""Other words before an id in capitals: `through ADR-4`."""
_NONE = re.compile(
    r"(?:none|nothing|nil|n/?a|not\s+(?:yet|applicable)|keine|aucune?|ninguno)\b[\w\s]{0,30}\.?", re.I
)
_NAMED = re.compile(r"(?:\d+|[A-Za-z]+-?\d*)-[\w.+-]+|[\w./+-]+\.md(?:#.*)?")
_NOT = re.compile(r"\b(?:not|never|no longer|nicht|ne)\b|不|没有|ない", re.I)
"""Words before an id that take it back: `This does not replace ADR-3`."""
_WIKI = re.compile(r"\[\[\s*(?P<target>[^\[\]|]*[^\[\]|\s])")
_OTHERWISE = re.compile(
    r"[;；。]\s*(?:(?:it|this|and|but)\s+)*(?:also\s+)?(?:see|brings?\s+back|restores?|reinstates?|keeps?|retains?|builds?\s+on|refines?|extends?|complements?|relates?\s+to"
    r"|depends?\s+on|cf\.?)\b[^;；。]*$",
    re.I,
)
"""A clause before a target that says something else of it: `ADR-3; brings back [ADR-2](…)`."""
_AND = re.compile(
    r"\s+(?:and|und|y|et|e|и|&|\+|/|through|thru|to|bis|→|–|—|-)\s+|(?<=\d)(?:–|/|\.\.\.?|…)(?=[A-Za-z]{0,10}[-_ ]?\d)"
)
"""Between ids: of a list, and of a range, of which both ends are taken."""
_REMARK = re.compile(r"\((?:[^()]|\([^()]*\))*(?:\)|$)|（(?:[^（）]|（[^（）]*）)*(?:）|$)")
_SENTENCE = re.compile(r"(?<=[A-Za-z0-9)\"”’'`*_])\.\s+(?=[A-Z“\"(])")
MAX_VALUE = 10_000
"""Characters of a field's value in which targets are looked for."""


_ELSEWHERE = re.compile(r"(?<![\w.-])(?P<name>[A-Za-z][\w.-]{1,60}(?:/[\w.-]{1,60})?):$")


def is_elsewhere(words: str, at: int) -> bool:
    """Whether the id at `at` is told to be of another log: `billing-hub:ADR-3`."""
    match = _ELSEWHERE.search(words[max(0, at - 130) : at])
    return match is not None and canonical(match["name"]) is None


def is_none(words: str) -> bool:
    """Whether a value says that nothing is meant: `N/A`, `none yet`."""
    return words.strip().lower() in NOTHING or _NONE.fullmatch(words.strip()) is not None


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a value names. `words` are those it stands among; `side`: whether they speak of a side of it."""

    name: str
    span: Span
    words: str = ""
    side: bool = False


def targets(text: str, base: int) -> Iterator[Target]:
    """Everything that `text`, a field's value that begins at `base`, names, each once; in its order but links first."""
    seen: set[str] = set()
    for one in _targets(text, base):
        if one.name not in seen:
            seen.add(one.name)
            yield one


def _targets(text: str, base: int) -> Iterator[Target]:
    text = text[:MAX_VALUE]
    links = list(MD_LINK.finditer(text))
    rest = text
    for match in links:
        rest = _blank(rest, match)
    rest = _without_remarks(rest, links)
    for match in links:
        if _OTHERWISE.search(text[: match.start()]):
            continue
        side = _SIDE.match(text, match.end()) is not None
        yield Target(match["target"], _at(base, match, "target"), match["text"], side)
    told = bool(links)
    for part in re.finditer(r"[^,;\n，；、。]+", rest):
        for one in _piece(text, rest, part, links, told):
            told = told or _ANY_ID.search(one.name) is not None
            yield replace(one, span=Span(base + one.span.start, base + one.span.end))


def _piece(
    text: str, rest: str, part: re.Match[str], links: list[re.Match[str]], told: bool
) -> Iterator[Target]:
    """What stands between two commas, its span counted from the value's beginning."""
    piece = part[0]
    start = part.start() + len(piece) - len(piece.lstrip(" \t\"'[*_`"))
    end = part.end() - (len(piece) - len(piece.rstrip(" \t\"']*_`.")))
    if piece.count("[[") == 1 and (wiki := _WIKI.search(piece)) is not None:
        start, end = part.start() + wiki.start("target"), part.start() + wiki.end("target")
    words = rest[start:end]
    whole = Span(start, end)
    if is_none(words.partition("(")[0]) or (links and not _ANY_ID.search(words)):
        return
    if re.match(r"https?://", words):
        yield Target(words, whole)
        return
    if links and not re.search(r"[A-Z]{2,}[- ]?\d", words):
        return
    ids = [one for one in map(_trimmed, _ANY_ID.finditer(words)) if one[0] == words or _sure(*one)]
    found = [one for one in ids if not is_elsewhere(words, one[1])]
    if re.fullmatch(r"\d{4}-\d\d-\d\d\W*", words) or (found and _NOT.search(words[: found[0][1]])):
        return
    code = re.match(r"[^`]+(?=`)", words) if not found and rest[start - 1 : start] == "`" else None
    if code is not None:  # `docs/contract.md` and what follows
        words, whole = code[0], Span(start, start + code.end())
    if _NAMED.fullmatch(words) or not found:
        if not (told and not found and (not words[:1].isupper() or re.search(r"[\"“”`]| [–—] ", words))):
            yield Target(words, whole)
        return  # else a remark that runs over a comma
    shown = text[start : part.end()].strip(" \t\"'*_`.,;")
    listed = _listed(words, found)
    for name, at in listed:
        side = _SIDE.match(rest, start + at + len(name)) is not None
        span = Span(start + at, start + at + len(name))
        yield Target(name, span, shown if len(listed) == 1 else "", side)


_SURE = re.compile(
    rf"(?:(?:{'|'.join(sorted(PREFIXES, key=len, reverse=True))})s?[-_ #]*|#|(?-i:[A-Z][A-Z-]+)[-_ #]?|(?=0\d))\d{{1,8}}",
    re.I,
)
"""An id wherever it stands: a prefix that is known or in capitals, or a number that begins with 0."""


def _sure(name: str, at: int) -> bool:
    """Whether what looks like an id among other words is one: `12 (old)`, but not `the Phase 4 comment`."""
    return (at == 0 and re.fullmatch(r"\d+|[A-Za-z]+[-_#]?\d+", name) is not None) or _SURE.search(
        name
    ) is not None


def _listed(words: str, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The ids that stand beside each other, `ADR-1 and ADR-2 for …`; the first where others are numbers in a remark."""
    made: list[tuple[str, int]] = []
    at = 0
    for part in _AND.split(words):
        begin = words.index(part, at)
        at = begin + len(part)
        inside = [one for one in found if begin <= one[1] < at]
        bare = _BARE.fullmatch(part)
        if bare is not None and not inside:  # `ADR 3 & 4`
            inside = [(bare[1], begin + bare.start(1))]
        lead = words[begin : inside[0][1]] if inside else ""
        if not inside or (
            made and not (_alike(made[0][0], inside[0][0]) and (len(lead) <= 3 or _INSIDE.search(lead)))
        ):
            break
        made.append(inside[0])
    return made or found[:1]


_BARE = re.compile(r"\W{0,3}(\d{1,8})\W{0,3}")


def _alike(one: str, other: str) -> bool:
    """Whether `other` may belong to the series of `one`; a year does not."""
    letters = [re.sub(r"[\W\d_]+$", "", name).lower().removesuffix("s") for name in (one, other)]
    return letters[0] == letters[1] or (not letters[1] and not re.fullmatch(r"(?:19|20)\d\d", other))


def _trimmed(match: re.Match[str]) -> tuple[str, int]:
    lead = _LEAD.match(match[0])
    cut = lead.end() if lead else 0
    small = _SMALL.match(match[0], cut)
    cut = small.end() if small else cut
    return match[0][cut:], match.start() + cut


def _without_remarks(rest: str, links: list[re.Match[str]]) -> str:
    """The value with what stands in brackets, and sentences behind the first, blanked; unless nothing is named before."""
    bare = rest
    for match in _REMARK.finditer(rest):
        if links or _ANY_ID.search(bare, 0, match.start()) or ".md" in bare[: match.start()]:
            bare = _blank(bare, match)
    for match in _SENTENCE.finditer(bare):
        before = bare[: match.start()]
        if (links or _ANY_ID.search(before)) and not re.search(r"(?:^|[\s,;])\d+$", before):
            return before + " " * (len(bare) - len(before))
    return bare


def _blank(text: str, match: re.Match[str]) -> str:
    hole = "".join("\n" if char == "\n" else " " for char in match[0])
    return text[: match.start()] + hole + text[match.end() :]


def _at(base: int, match: re.Match[str], group: str) -> Span:
    return Span(base + match.start(group), base + match.end(group))


def in_part(kind: str, text: str, one: Target | None = None, whole: bool = False) -> str:
    """`kind`, or that of a part where `text`, the value, speaks of a part, or `one` of a side of the record.

    `whole`: the record says elsewhere that nothing of it is left, which a remark on why doesn't take back.
    """
    if kind in ("supersedes", "superseded-by") and (
        PART.search(text) or ONLY.search(text) or (one is not None and one.side and not whole)
    ):
        return "supersedes-in-part" if kind == "supersedes" else "superseded-in-part-by"
    return kind


_BETWEEN = re.compile(r"[,;\n]|\s(?:and|und|&|\+)\s")
_INSIDE = re.compile(r"\b(?:in|of|from)\s*[\[(\"'*_`]*(?:[\w.-]{1,60}/)*$")
_PLAIN = re.compile(
    r"\W*(?:(?:the|an?|our|whole|all|old|first|decisions?|adrs?|records?|one|in|of|from)\b\W*)*$", re.I
)


def words_about(text: str, spans: Sequence[Span]) -> list[str]:
    """What `text`, a value, says of each of the targets at `spans` (in order, counted from its beginning).

    Words before the first hold for all; what stands between two belongs to the one that it is not parted from by a comma
    or an “and”; words behind the last hold for all that are joined to it, a remark in brackets for it alone.
    """
    if not spans:
        return []
    begins = [
        max(text.rfind("[", 0, one.start), 0) if text.endswith(("](", "](<"), 0, one.start) else one.start
        for one in spans
    ]
    ends = [one.end + (1 if text[one.end : one.end + 1] == ")" else 0) for one in spans]
    gaps = [text[end:begin] for end, begin in zip(ends, begins[1:], strict=False)]
    parted = [_BETWEEN.search(_REMARK.sub(lambda match: "x" * len(match[0]), gap)) for gap in gaps]
    ahead, behind = text[: begins[0]][-LONGEST_REMARK:], text[ends[-1] :][:LONGEST_REMARK]
    shared = _REMARK.sub(" ", behind)
    found: list[str] = []
    for number in range(len(spans) - 1, -1, -1):
        before = parted[number - 1] if number else None
        lead = gaps[number - 1][before.end() :] if before else "" if number else ahead
        if number < len(gaps):
            shared = shared if _JOINED.fullmatch(gaps[number]) else ""
            cut = parted[number]
            behind = f"{gaps[number][: cut.start()] if cut else ''}\n{shared}"
        inside = "in part" if _INSIDE.search(lead) and not _PLAIN.match(lead) else ""
        found.append(f"{ahead} {lead}{inside}\n{behind}")
    return found[::-1]


LONGEST_REMARK = 1_000
"""Characters before the first target, and behind the last, that are looked at."""
_JOINED = re.compile(r"[\W]*(?:and|und|or)?[\W]*", re.I)
