"""Options with their pros, cons and costs, task lists, and which option was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from decidedly.dialects.calling import KIND
from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import folded
from decidedly.dialects.outline import innermost, within
from decidedly.markdown import plain
from decidedly.record import Check, Checklist, Cost, Option, Point, Section
from decidedly.text import Span, name_slug, one_line, without_emoji

if TYPE_CHECKING:
    from markdown_it.token import Token

PROS = frozenset({"pros", "pro", "advantages", "benefits", "good", "positives", "positive", "strengths", "for", "upsides", "vorteile", "avantages",
                  "ventajas", "vantagens", "prós", "优点", "优势", "メリット", "長所", "利点", "장점", "+"})  # fmt: skip
CONS = frozenset({"cons", "con", "disadvantages", "drawbacks", "bad", "negatives", "negative", "weaknesses", "against", "downsides", "nachteile",
                  "inconvénients", "desventajas", "desvantagens", "contras", "contra", "缺点", "劣势", "デメリット", "短所", "欠点", "단점", "-"})  # fmt: skip
NEUTRAL = frozenset({"neutral", "neutrals", "notes", "neither"})
COSTS = frozenset(
    {
        "cost",
        "costs",
        "cost estimate",
        "estimated cost",
        "estimated costs",
        "pricing",
        "price",
        "cost estimates",
        "kosten",
    }
)

_NAME_LEAD = re.compile(
    rf"^(?:(?:{KIND}|choice|选项|方案|選択肢|案|옵션|대안)\s*#?\s*(?:\d+(?:\.\d+)*[a-z]?|[a-z]|[ivx]+)(?=\W)\s*[:：.)–—-]?|\d+[.)]|[a-z][.)]|[ivx]+[.)])\s*|^[A-Z]\s+[–—]\s+",
    re.I,
)
_CHOSEN = re.compile(
    r"\s*[(\[*_–—-]*\s*\b(?:selected|chosen|accepted|recommended|preferred|winner|our choice|decision)\b\s*[)\]*_!]*\s*$",
    re.I,
)
_NOT_CHOSEN = re.compile(
    r"\s*[(\[]\s*(?:rejected|not (?:selected|chosen|recommended|accepted|preferred)|discarded|declined)\s*[)\]]\s*$",
    re.I,
)
_TOLD_ABROAD = re.compile(
    r"\s*[(（\[【]\s*(?:(?P<yes>採用|采用|选中|选定|已选|推荐|채택|선택|retenue?|choisie?|gewählt|ausgewählt|elegid[oa]|seleccionad[oa]|escolhid[oa]|selecionad[oa])"
    r"|不採用|却下|棄却|未采用|未选|否决|거부|기각|écartée?|rejetée?|non retenue?|verworfen|abgelehnt|descartad[oa]|rechazad[oa]|rejeitad[oa])\s*[)）\]】]\s*$",
    re.I,
)
"""The same in other languages: chosen, or not."""
_LEAD_MARK = re.compile(
    r"^(?P<mark>[✅✔☑👍➕🟢❌✖✗👎➖🔴⚠🟡➖]️?|:(?:white_check_mark|heavy_check_mark|x|warning|\+1|-1):)\s*"
)
_MARKS = {"✅": "pro", "✔": "pro", "☑": "pro", "👍": "pro", "➕": "pro", "🟢": "pro", ":white_check_mark:": "pro", ":heavy_check_mark:": "pro", ":+1:": "pro",
          "❌": "con", "✖": "con", "✗": "con", "👎": "con", "➖": "con", "🔴": "con", ":x:": "con", ":-1:": "con", "⚠": "neutral", "🟡": "neutral", ":warning:": "neutral"}  # fmt: skip
_BECAUSE = re.compile(
    r"^(?P<open>[*_]*)(?P<word>good|bad|neutral|pro|con|gut|schlecht|positive|negative|bon|mauvais|neutre|positif|négatif|négative|bueno|malo|bom|ruim|mau)"
    r"(?P<close>[*_]*)\s*(?:[,:]|-(?=\s))\s*",
    re.I,
)
_GOOD = frozenset({"good", "pro", "gut", "positive", "bon", "positif", "bueno", "bom"})
_BAD = frozenset(
    {"bad", "con", "schlecht", "negative", "mauvais", "négatif", "négative", "malo", "ruim", "mau"}
)


MAX_OPTIONS = 200
LONGEST = 500
"""Characters of an option's heading that are looked at."""


def read_options(draft: Draft, sections: Sequence[Section], claims: Sequence[str]) -> tuple[Option, ...]:
    """The options considered. `claims` are the words with which the record says what was chosen."""
    listed: list[Option] = []
    described: list[Option] = []
    done = 0
    for section in sections:
        if section.role not in ("options", "pros-cons") or section.span.start < done:
            continue
        done = section.span.end
        inside = within(sections, section)
        level = min((one.level for one in inside), default=0)
        children = [
            one
            for one in inside
            if one.level == level
            and folded(one.title) not in PROS | CONS | NEUTRAL
            and one.role not in ("decision", "consequences")
        ]
        lead_end = inside[0].span.start if inside else section.body.end
        if section.role == "options" or not children:
            listed += _listed(draft, Span(section.body.start, lead_end))
        described += [_described(draft, child, sections) for child in children]
    return _choose(_merge(listed[:MAX_OPTIONS], described[:MAX_OPTIONS]), claims[:MAX_OPTIONS])


def _listed(draft: Draft, region: Span) -> Iterator[Option]:
    lists = [
        (index, token)
        for index, token in draft.tokens_in(region)
        if token.type in ("bullet_list_open", "ordered_list_open")
    ]
    if not lists:
        return
    tokens = draft.structure.tokens
    index, opening = lists[0]
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.level <= opening.level and token.nesting < 0:
            return
        if token.type == "list_item_open" and token.level == opening.level + 1:
            inline = next((one for one in tokens[at : at + 3] if one.type == "inline"), None)
            if inline is None:
                continue
            name, chosen = _name(plain(inline))
            bold, apart = _leading_bold(inline)
            name = bold if bold and (apart or len(name) > 60) else name
            pros, cons, neutral = _item_points(draft, at)
            if name and folded(name) not in PROS | CONS:
                yield Option(one_line(name, 140), draft.structure.span(token), chosen, pros, cons, neutral)


def _leading_bold(inline: Token) -> tuple[str, bool]:
    """The name that a list item begins with in bold, and whether what follows is set apart from it: `**Redis** — fast`."""
    children = inline.children or []
    for number, child in enumerate(children):
        if child.type == "strong_open":
            end = next(
                (at for at in range(number, len(children)) if children[at].type == "strong_close"), number
            )
            words = "".join(
                one.content for one in children[number:end] if one.type in ("text", "code_inline")
            )
            name = _name(words.strip(" :"))[0]
            rest = "".join(one.content for one in children[end + 1 : end + 2])
            return name, len(name) >= 3 and re.match(r"\s*(?:[:：]|[–—-]+\s)", rest) is not None
        if child.type == "text" and child.content.strip():
            return "", False
    return "", False


def _item_points(draft: Draft, at: int) -> tuple[tuple[Point, ...], tuple[Point, ...], tuple[Point, ...]]:
    """Points of lists inside a list item: marked ones, or those under a `Pros` item."""
    tokens = draft.structure.tokens
    level = tokens[at].level
    buckets: dict[str, list[Point]] = {"pro": [], "con": [], "neutral": []}
    heading = ""
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.level <= level and token.nesting < 0:
            break
        if token.type == "inline" and token.level > level + 2:
            point, kind = _point(draft, token, heading)
            label = folded(plain(token))
            if label in PROS | CONS | NEUTRAL:
                heading = "pro" if label in PROS else "con" if label in CONS else "neutral"
            elif kind and point is not None:
                buckets[kind].append(point)
    return tuple(buckets["pro"]), tuple(buckets["con"]), tuple(buckets["neutral"])


def _point(draft: Draft, inline: Token, kind: str) -> tuple[Point | None, str]:
    lines = draft.structure.inline_lines(inline)
    if not lines:
        return None, ""
    begin = lines[0][1]
    end_line = draft.source.line_of(lines[-1][1])
    span = draft.source.stripped(Span(begin, draft.source.line_span(end_line).end))
    text = inline.content.strip()
    mark = ""
    if (match := _LEAD_MARK.match(text)) is not None:
        mark = match["mark"]
        kind = kind or _MARKS.get(mark.rstrip("\ufe0f"), "")
        text = text[match.end() :]
    elif (match := _BECAUSE.match(text)) is not None:
        mark = match["word"]
        word = mark.lower()
        kind = kind or ("pro" if word in _GOOD else "con" if word in _BAD else "neutral")
        text = text[match.end() :]
        if match["open"] and not match["close"]:  # `**Good, because** it is fast`
            text = text.replace(match["open"], "", 1)
    elif (match := re.match(r"^`?([+−–-]{1,2})`?\s+", text)) is not None and (not kind or "`" in match[0]):
        mark, text = match[1], text[match.end() :]
        kind = kind or ("pro" if "+" in mark else "con")
    return Point(text.strip(), span, mark), kind


def _described(draft: Draft, section: Section, sections: Sequence[Section]) -> Option:
    name, chosen = _name(section.title)
    buckets: dict[str, list[Point]] = {"pro": [], "con": [], "neutral": []}
    costs: list[Cost] = []
    whole = True
    kind = ""
    tokens = draft.structure.tokens
    for index, token in draft.tokens_in(section.body):
        if token.type == "heading_open":
            kind = _kind(plain(tokens[index + 1]))
            whole = whole and bool(kind)
        elif token.type == "paragraph_open":
            words = plain(tokens[index + 1])
            label, _, rest = words.partition(":")
            found = _kind(label) if (":" in words or folded(words) in PROS | CONS | NEUTRAL | COSTS) else ""
            if found and not rest.strip():
                kind = found
            elif found == "cost":
                span = draft.structure.span(token)
                costs.append(Cost("", rest.strip(), span))
            else:
                whole = False
                kind = found or ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            flat = _points_of(draft, index, kind, buckets, costs)
            whole = whole and flat
        elif token.type == "hr":
            continue
        else:
            whole = False
    dressed = whole and bool(buckets["pro"] or buckets["con"])
    span = Span(section.span.start, draft.source.stripped(section.span).end)
    return Option(
        one_line(name, 140),
        span,
        chosen,
        tuple(buckets["pro"]),
        tuple(buckets["con"]),
        tuple(buckets["neutral"]),
        tuple(costs),
        dressed,
    )


def _kind(label: str) -> str:
    words = folded(label)
    if words in PROS:
        return "pro"
    if words in CONS:
        return "con"
    if words in NEUTRAL:
        return "neutral"
    return "cost" if words in COSTS else ""


def _points_of(
    draft: Draft, index: int, kind: str, buckets: dict[str, list[Point]], costs: list[Cost]
) -> bool:
    """Sort a list's items into buckets; whether every item is one plain point and found its bucket."""
    tokens = draft.structure.tokens
    level = tokens[index].level
    whole = True
    under = ""
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.level <= level and token.nesting < 0:
            break
        if token.type in ("fence", "table_open", "html_block", "blockquote_open", "code_block"):
            whole = False
        if token.type != "inline":
            continue
        words = plain(token)
        if token.level == level + 3:
            label = _kind(words.rstrip(":")) if len(words) < 40 else ""
            under = ""
            if label and not kind:
                under = label
                continue
            if kind == "cost":
                head, colon, rest = words.partition(":")
                costs.append(
                    Cost(
                        head.strip() if colon else "",
                        (rest if colon else head).strip(),
                        draft.structure.span(token),
                    )
                )
                continue
            point, found = _point(draft, token, kind)
            if found in buckets and point is not None:
                buckets[found].append(point)
            else:
                whole = False
        elif under in buckets:
            point, _ = _point(draft, token, under)
            if point is not None:
                buckets[under].append(point)
        else:
            whole = False
    return whole


def _name(words: str) -> tuple[str, bool]:
    """An option's name without its number and its "(SELECTED)", and whether it had one."""
    words = words[:LONGEST]
    chosen = bool(re.search(r"[✅🏆✔]", words))
    text = without_emoji(words)
    if (
        not _NOT_CHOSEN.search(text)
        and _CHOSEN.search(text)
        and len(_CHOSEN.sub("", text).strip()) > 0
        and re.search(r"[(\[–—*-]\s*\w+[\s)\]*_!]*\w*[)\]*_!]*\s*$", text)
    ):
        chosen = True
        text = _CHOSEN.sub("", text)
    if (told := _TOLD_ABROAD.search(text)) is not None and text[: told.start()].strip():
        chosen = chosen or told["yes"] is not None
        text = text[: told.start()]
    text = _NOT_CHOSEN.sub("", text)
    bare = _NAME_LEAD.sub("", text).strip(" :：*_`–—-")
    bare = bare.strip("\"'") if bare[:1] in "\"'" or bare.count('"') % 2 else bare
    return bare.rstrip(".。") or text.strip(), chosen


def same_option(one: str, other: str) -> bool:
    """Whether two spellings mean one option: equal, or one within the other, as whole words."""
    a, b = name_slug(one), name_slug(other)
    if not a or not b:
        return False
    return a == b or (min(len(a), len(b)) >= 3 and (f"-{a}-" in f"-{b}-" or f"-{b}-" in f"-{a}-"))


def _merge(listed: list[Option], described: list[Option]) -> list[Option]:
    if not described:
        return listed
    if not listed:
        return described
    left = list(described)
    merged: list[Option] = []
    for option in listed:
        exact = next((one for one in left if name_slug(one.name) == name_slug(option.name)), None)
        match = exact or next((one for one in left if same_option(one.name, option.name)), None)
        if match is not None:
            left.remove(match)
            merged.append(replace(match, chosen=match.chosen or option.chosen))
        else:
            merged.append(option)
    return (
        merged + left
        if len(left) < len(described) or not any(one.pros or one.cons for one in listed)
        else merged
    )


def _choose(options: list[Option], claims: Sequence[str]) -> tuple[Option, ...]:
    if any(option.chosen for option in options) or not claims:
        return tuple(options)
    for claim in claims:
        numbered = re.match(rf"^\W*(?i:{KIND})\s*(?i:number\s*)?#?\s*(\d{{1,4}}|[A-Za-z])\b(?!\.\d)", claim)
        if numbered:
            at = int(numbered[1]) - 1 if numbered[1].isdigit() else ord(numbered[1].lower()) - 97
            if 0 <= at < len(options):
                return tuple(replace(option, chosen=number == at) for number, option in enumerate(options))
        wanted = name_slug(claim)
        exact = [option for option in options if name_slug(option.name) == wanted] or [
            option for option in options if name_slug(option.name.partition(" (")[0]) == wanted
        ]
        hits = exact or [option for option in options if same_option(option.name, claim)]
        if hits:
            longest = max(hits, key=lambda option: len(option.name))
            return tuple(replace(option, chosen=option is longest) for option in options)
    return tuple(options)


def read_checklists(draft: Draft, sections: Sequence[Section]) -> tuple[Checklist, ...]:
    """Every top-level task list: `- [x] done`."""
    found: list[Checklist] = []
    tokens = draft.structure.tokens
    for index, token in draft.structure.blocks():
        if token.type not in ("bullet_list_open", "ordered_list_open"):
            continue
        items: list[Check] = []
        for at in range(index + 1, len(tokens)):
            inner = tokens[at]
            if inner.level <= token.level and inner.nesting < 0:
                break
            if inner.type == "list_item_open":
                span = draft.structure.span(inner)
                line = draft.source.text[
                    span.start : draft.source.line_span(draft.source.line_of(span.start)).end
                ]
                match = re.match(r"(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.*)$", line)
                if match:
                    items.append(Check(match[2].strip(), match[1] in "xX", span))
        if items:
            whole = draft.structure.span(token)
            above = innermost(sections, whole)
            found.append(Checklist(tuple(items), whole, above.anchor if above else ""))
    return tuple(found)
