"""The answer: one line that says what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import folded
from decidedly.markdown import plain
from decidedly.record import Field, Section
from decidedly.text import one_line

LIMIT = 120
"""Characters of an answer, as the design of the site has it."""

_CLAIM = re.compile(
    r"^\W{0,3}(?P<label>(?:(?:chosen|selected|recommended|preferred|winning|accepted|agreed|final|our)(?:\s+[\w-]+){0,2})"
    r"|recommended|recommendation|decision|choice|outcome|winner|verdict|we chose|gewählte option|gewählt|ausgewählt|option choisie|opción elegida|opção escolhida"
    r"|选择的方案|选定方案|选择的选项|採用した選択肢|决定)\W{0,3}?\s*[:：]\W{0,3}?\s*(?P<rest>\S.*)$",
    re.I,
)
_Y = re.compile(
    r"\bwe (?:have )?(?:decided|chose|opted)\s+(?:for|to use|on)?\s*(?P<rest>.+?)(?:,?\s+(?:and|over|rather than)?\s*(?:neglect|reject|and against|instead of)|,?\s+(?:to|in order to) achieve|,?\s+accepting|,?\s+because|[.;]|$)",
    re.I,
)
_QUOTED = re.compile(
    r"^[\"“”'‘«„`*_]+(?P<name>[^\"“”»]+?)[\"”“»`*_]+(?=\s*(?:[,.;(–—-]|$|because|weil|parce|porque))"
)
_BECAUSE = re.compile(
    r"\s*[,;–—-]*\s*(?:\(?\b(?:because|since|as it|weil|parce que|car|porque|due to|in order to)\b|因为|なぜなら).*$",
    re.I | re.S,
)
_SENTENCE = re.compile(r"^(.{12,}?[.!?。])(?=\s+[A-Z\"“(\[*`]|\s*$)", re.S)
_UNFILLED = re.compile(r"\{(?:[^{}]*\s[^{}]*|title|option)\}|\[(?:option \d|title of option)[^\]]*\]", re.I)
_EMPTY = re.compile(
    r"^\W*(?:tbd|todo|n/?a|none|\{.*|\[.*(?:\.\.\.|…|option \d|title).*|<.*|describe .*here.*|what is the change.*|[\[<{(]\s*(?:todo|tbd)\b.*)\W*$",
    re.I,
)


def claims(draft: Draft, sections: Sequence[Section], fields: Sequence[Field]) -> tuple[str, ...]:
    """What the record says was chosen, in its own words, best first; for finding the answer and the chosen option."""
    found: list[str] = []
    decisions = [section for section in sections if section.role == "decision"]
    for section in decisions:
        for words in _paragraphs(draft, section, first_only=False):
            match = _CLAIM.match(words)
            if match and not _EMPTY.match(match["rest"]):
                found.append(_name(match["rest"]))
            elif re.match(r"^\W{0,3}(?:option|alternative|approach)\s*(?:number\s*)?#?\d\b", words, re.I):
                found.append(words)
    for section in decisions:
        for words in _paragraphs(draft, section, first_only=True):
            numbered = re.search(
                r"\b(?:with|for|adopt|choose|chose|use|pick|select|selected|chosen)\s+(option\s*(?:number\s*)?#?\d+)\b",
                words,
                re.I,
            )
            if numbered:
                found.append(numbered[1])
    for section in sections:
        if section.role in ("criteria", "pros-cons", "options", "more") and not found:
            for words in _paragraphs(draft, section, first_only=False):
                match = re.match(
                    r"^\W{0,3}(?:winner|selected|chosen|recommended|recommendation)(?:\s+\w+)?\W{0,3}?[:：]\W{0,3}?\s*(?P<rest>\S.*)$",
                    words,
                    re.I,
                )
                if match:
                    found.append(_name(match["rest"]))
    return tuple(dict.fromkeys(found))


def read_answer(
    draft: Draft, sections: Sequence[Section], fields: Sequence[Field], said: Sequence[str]
) -> str:
    """The answer: from the front matter or head, else what the decision section claims, else its first sentence; or ""."""
    for field in fields:
        if field.name == "answer" and field.value.strip():
            return one_line(field.value.strip("*_ "), 0)
    for words in said:
        if not re.match(r"^option\s*(?:number\s*)?#?\d+$", words, re.I):
            return one_line(words, LIMIT)
    for section in sections:
        if section.role == "decision" and section.level <= 3:
            for words in _paragraphs(draft, section, first_only=True):
                return _sentence(words)
    for section in sections[:3]:
        for words in _paragraphs(draft, section, first_only=True):
            match = _Y.search(words)
            if match and re.match(r"in the context of", words, re.I):
                return one_line(match["rest"].strip(" .,*_"), LIMIT)
    for words in _lead(draft):
        match = _Y.search(words)
        if match and re.match(r"\W*in the context of", words, re.I):
            return one_line(match["rest"].strip(" .,*_"), LIMIT)
    return ""


def _sentence(words: str) -> str:
    y = _Y.search(words)
    if y and re.match(r"\W*in the context of", words, re.I):
        return one_line(y["rest"].strip(" .,*_"), LIMIT)
    match = _SENTENCE.match(words)
    text = (match[1] if match else words).strip()
    text = text.rstrip(":").strip()
    return one_line(text[:-1] if text.endswith((".", "。")) and not text.endswith("..") else text, LIMIT)


def _name(rest: str) -> str:
    quoted = _QUOTED.match(rest)
    if quoted:
        return one_line(quoted["name"].strip(" *_"))
    text = _BECAUSE.sub("", rest)
    match = _SENTENCE.match(text)
    text = (match[1] if match else text).strip(" *_\"“”'`")
    return one_line(text.rstrip(".,:; "))


def _paragraphs(draft: Draft, section: Section, first_only: bool) -> Iterator[str]:
    """Plain words of a section's paragraphs and list items (its own, before its first sub-heading where `first_only`)."""
    tokens = draft.structure.tokens
    for index, token in draft.tokens_in(section.body, top_only=False):
        if token.type == "heading_open" and first_only:
            if folded(plain(tokens[index + 1])):
                break
        elif token.type in ("paragraph_open",) and index + 1 < len(tokens):
            words = plain(tokens[index + 1])
            if not words or _EMPTY.match(words) or _UNFILLED.search(words):
                continue
            if first_only:
                if len(words) < 12 and words.endswith(":"):
                    continue
                yield one_line(words)
                return
            for line in tokens[index + 1].content.split("\n"):
                shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
                yield one_line(re.sub(r"\*\*|__|`", "", shown))


def _lead(draft: Draft) -> Iterator[str]:
    for index, token in draft.structure.blocks():
        if token.type == "paragraph_open":
            yield plain(draft.structure.tokens[index + 1])
