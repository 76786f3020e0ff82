"""The answer: one line in plain words that says what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decidedly.dialects.calling import REFERENCE
from decidedly.dialects.claims import EMPTY, UNFILLED, Claims, chosen_name, decisions_of
from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import FIELDS, folded
from decidedly.dialects.numbered import Numbers
from decidedly.dialects.passages import LONGEST, Line, in_plain_words, lines_of, shown
from decidedly.dialects.roles import role_of
from decidedly.dialects.sentences import (
    INTRODUCES,
    NOTHING,
    clean,
    deciding,
    gives_reasons,
    leads_on,
    narrates,
    sentences,
    shortened,
    wants_more,
    whole,
)
from decidedly.lifecycle import meaning
from decidedly.markdown import plain
from decidedly.record import Field, Option, Section
from decidedly.text import Span, one_line

LIMIT = 120
"""Characters of an answer, as the design of the site has it."""

MOST_LINES = 12
"""Lines of a section in which a sentence that decides is looked for."""

_Y = re.compile(
    r"\bwe (?:have )?(?:decided|chose|opted)\s+(?:for|to use|on)?\s*(?P<rest>.+?)(?:,?\s+(?:and|over|rather than)?\s*(?:neglect|reject|and against|instead of)|,?\s+(?:to|in order to) achieve|,?\s+accepting|,?\s+because|[.;]|$)",
    re.I,
)
_SIGN = re.compile(r"^(?:[✅✔☑✓🏆🎯👉➡🟢]\ufe0f?\s*)+")
_LABEL = re.compile(r"^\W{0,3}(?:chosen|selected) (?:options?|alternatives?|solutions?)\b[\s:：–—-]*", re.I)
_SUMMARIES = frozenset({"summary", "abstract", "tl;dr", "tldr", "proposal", "proposed change", "proposed changes", "proposed design", "executive summary",
                        "zusammenfassung", "résumé", "resumen", "resumo", "概要", "摘要"})  # fmt: skip
_ONLY_A_NUMBER = re.compile(r"^\W*(?:option|proposal|alternative|solution|approach)?\s*(?:number\s*)?[#(]?(?:\d+(?:\.\d+)*|[A-Za-z])\W*$", re.I)  # fmt: skip
_UNDER_LABEL = re.compile(
    r"(?:\*\*|__)(?P<bold>[^*_\n]{3,40}?)\s?[:：.]?(?:\*\*|__)|(?P<plain>[A-Z][\w ]{2,30})[:：]\s"
)


def read_answer(
    draft: Draft,
    sections: Sequence[Section],
    fields: Sequence[Field],
    claims: Claims,
    options: Sequence[Option],
    numbers: Numbers,
) -> str:
    """The answer in words, without a sign before it; see `_answer`."""
    return _SIGN.sub("", _answer(draft, sections, fields, claims, options, numbers))


def _answer(
    draft: Draft,
    sections: Sequence[Section],
    fields: Sequence[Field],
    claims: Claims,
    options: Sequence[Option],
    numbers: Numbers,
) -> str:
    """The answer, or "": what the front matter or head says, else what the decision section claims, else its first
    sentence that decides something, else the option marked as chosen, else the first sentence of a summary."""
    for field in fields:
        if field.name == "answer" and field.value.strip():
            return one_line(in_plain_words(field.value))
    if stated := _outcome(fields, numbers):
        return stated
    if claims.answer:
        return one_line(claims.answer, LIMIT)
    if claims.open:
        return ""
    decisions = decisions_of(sections)
    for section in decisions:
        if section.level <= 3:  # a section that only leads on to others has none
            found = _sentence(_lines(draft, section.body), numbers, section.span.start)
            if found:
                return found
    if claims.heading:
        return one_line(claims.heading, LIMIT)
    chosen = [option for option in options if option.chosen]
    if len(chosen) == 1 and not _ONLY_A_NUMBER.match(chosen[0].name):
        return one_line(chosen[0].name, LIMIT)
    for words in (
        *(one.words for section in sections[:3] for one in _lines(draft, section.body)),
        *_lead(draft),
    ):
        if (y := _y_statement(words)) is not None:
            return y
    if not decisions and (under := _labelled(draft, fields, numbers)):
        return under
    for section in sections:
        if section.level <= 2 and folded(section.title) in _SUMMARIES:
            return _sentence(_lines(draft, section.body), numbers, section.span.start)
    return ""


def _outcome(fields: Sequence[Field], numbers: Numbers) -> str:
    """What a field of the head says: `- **Outcome:** UTF-8 everywhere`."""
    for field in fields:
        if field.name in FIELDS or role_of(field.label) != "decision" or field.origin == "section":
            continue
        words = in_plain_words(field.value[:LONGEST])
        if not words or EMPTY.match(words) or UNFILLED.search(words) or re.match(r"\W*\d{4}-\d\d", words):
            continue
        if meaning(words.partition("(")[0].strip(" .:–—-")):
            continue  # `Decision: Accepted (#32)` is a status
        if found := _sentence([Line(words, "paragraph")], numbers, 0):
            return found
    return ""


def _labelled(draft: Draft, fields: Sequence[Field], numbers: Numbers) -> str:
    """What stands behind a label where a record has no sections: `**Decision:** Use Redis`, or in the paragraph below it."""
    below = False
    tokens = draft.structure.tokens
    for index, token in draft.structure.blocks():
        if token.type != "paragraph_open":
            below = below and token.type != "heading_open"
            continue
        match = _UNDER_LABEL.match(tokens[index + 1].content)
        label = (match["bold"] or match["plain"]).strip() if match else ""
        words = shown(tokens[index + 1])[:LONGEST]
        if label and role_of(label) == "decision":
            words = words.strip()[len(label) :].lstrip(" \t\n:：.–—-")
            below = not words
        elif not below or label:
            below = False
            continue
        if words and not EMPTY.match(words) and not UNFILLED.search(words):
            at = draft.source.line_starts[draft.structure.lines(token)[0]]
            named = numbers.named(chosen_name(words), at) if not below else ""
            if named and named != one_line(words).rstrip("."):
                return one_line(named, LIMIT)
            found = _sentence([Line(one_line(words), "paragraph")], numbers, at)
            if found:
                return found
    return ""


def _y_statement(words: str) -> str | None:
    match = _Y.search(words) if re.match(r"\W*in the context of", words, re.I) else None
    return one_line(match["rest"].strip(" .,*_"), LIMIT) if match else None


def _sentence(lines: Sequence[Line], numbers: Numbers, at: int) -> str:
    """The sentence of a section's lines that decides: one that only leads up to a list gets its first items."""
    sure = False
    spare = ""
    skip = -1
    for number, line in enumerate(lines):
        words = line.words
        if (y := _y_statement(words)) is not None:
            return y
        if line.kind == "code" or number <= skip or NOTHING.match(words) or INTRODUCES.match(words):
            continue
        if len(re.findall(r"\w+", words)) < 2 and (len(lines) > 1 or not any(map(str.isalnum, words))):
            continue  # a word alone is an answer only where nothing else is said
        text = deciding(words, sure)
        if not text:
            sure = sure or narrates(words)
            if leads_on(words):
                skip = _last_of_list(lines, number)
            continue
        if _ONLY_A_NUMBER.match(text) or _unknown(text, numbers, at):
            continue
        text = numbers.spelled_out(text, at)
        ends = not leads_on(text) or (len(text) > LIMIT and not text.endswith((":", "：")))
        if ends or gives_reasons(text) or not wants_more(text):
            return _finished(text, lines, number)
        if joined := _joined(text, lines, number):
            return joined
        if whole(clean(text)) and len(clean(text).split()) > 4:
            spare = spare or one_line(clean(text), LIMIT)
    return spare


def _unknown(text: str, numbers: Numbers, at: int) -> bool:
    """Whether a sentence only says the number of an option that the record calls nothing else."""
    return numbers.chosen(_LABEL.sub("", text), at) == ()


def _finished(text: str, lines: Sequence[Line], number: int) -> str:
    """A sentence as the answer; short items of a list that begins the section are put one behind the other."""
    line = lines[number]
    text = clean(text)
    if line.kind == "item" and len(text.split()) <= 3 and clean(line.words) == text:
        items = [text, *_items(lines, number, line.depth)]
        return one_line("; ".join(items), LIMIT)
    found = REFERENCE.match(text)
    if (
        found
        and found.end() < len(text)
        and (rest := re.match(r"\s*(?:[:：]|[–—-]+\s)\s*(\S.*)", text[found.end() :]))
    ):
        text = rest[1]
    return one_line(text, LIMIT)


def _joined(text: str, lines: Sequence[Line], number: int) -> str:
    """A sentence that leads on, with what it leads on to: the items of a list, a line of code, a sentence."""
    base = text.rstrip(" :：,;–—-")
    after = lines[number + 1] if number + 1 < len(lines) else None
    if after is None:
        return ""
    if after.kind == "code":
        code = after.words.strip()
        return one_line(f"{base}: {code}", LIMIT) if "\n" not in code and len(code) <= LIMIT else ""
    if after.kind != "item":
        if (
            after.kind == "paragraph"
            and len(base.split()) > 2
            and wants_more(text)
            and not after.section > lines[number].section
        ):
            return one_line(f"{base}: {clean(sentences(after.words)[0])}", LIMIT)
        return ""
    if lines[number].kind == "item" and after.depth <= lines[number].depth:
        return ""
    items = _items(lines, number, after.depth)
    if not items:
        return ""
    if len(f"{base}: {items[0]}") > LIMIT and (less := shortened(base)):
        if len(f"{less}: {items[0]}") > LIMIT and len(less) > LIMIT // 2:
            return one_line(less, LIMIT)
        base = less
    short = all(len(one.split()) <= 3 and "," not in one for one in items)
    joined = f"{base}: {items[0]}"
    for item in items[1:]:
        longer = f"{joined}{', ' if short else '; '}{item}"
        if len(longer) > LIMIT:
            return one_line(joined + "…" if not joined.endswith("…") else joined, LIMIT)
        joined = longer
    return one_line(joined + ("…" if after.section > lines[number].section else ""), LIMIT)


def _items(lines: Sequence[Line], number: int, depth: int) -> list[str]:
    """The items of a list that follow line `number`, their first sentences; none if it asks or is yet to be done."""
    found: list[str] = []
    section = lines[number + 1].section if number + 1 < len(lines) else 0
    for line in lines[number + 1 :]:
        if line.kind in ("more", "code") or (line.kind == "item" and line.depth > depth):
            continue
        if line.kind != "item" or line.depth < depth or line.section != section:
            break
        if line.words.endswith("?"):
            return []
        item = clean(sentences(line.words)[0])
        if item and not EMPTY.match(item):
            found.append(item)
    return found


def _last_of_list(lines: Sequence[Line], number: int) -> int:
    """The index of the last line of the list that follows line `number`."""
    last = number
    for at in range(number + 1, len(lines)):
        if lines[at].kind not in ("item", "more") or (
            lines[number].kind == "item" and lines[at].depth <= lines[number].depth
        ):
            break
        last = at
    return last


def _lines(draft: Draft, region: Span) -> list[Line]:
    """The first lines of a section: its own, or where it has none those of its first sub-section; unfilled ones left out."""
    found = [
        one
        for one in lines_of(draft, region, MOST_LINES)
        if one.kind == "code" or not (EMPTY.match(one.words) or UNFILLED.search(one.words))
    ]
    first = next((one.section for one in found if one.kind != "code"), 0)
    own = [one for one in found if one.section <= first]
    last = own[-1] if own else None
    if last is not None and last.kind != "code" and leads_on(last.words):
        own += [one for one in found if one.section == first + 1]
    return own


def _lead(draft: Draft) -> Iterator[str]:
    for index, token in draft.structure.blocks():
        if token.type == "paragraph_open":
            yield plain(draft.structure.tokens[index + 1])[:LONGEST]
