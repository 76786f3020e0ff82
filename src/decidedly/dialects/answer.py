"""The answer: one line that says what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decidedly.dialects.draft import Draft
from decidedly.dialects.labels import FIELDS, folded
from decidedly.dialects.roles import role_of
from decidedly.markdown import plain
from decidedly.record import Field, Option, Section
from decidedly.text import one_line

LONGEST = 1_000
"""Characters of a paragraph that are looked at."""

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
    r"^[\"“”'‘«„`*_]+(?P<name>.+?)[\"”“»`*_]+(?=\s*(?:[,.;(–—-]|$|because|weil|parce|porque))"
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
    found += [words for section in decisions if (words := _headed(section))]
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


_HEADED = re.compile(r"[^:：]{2,40}?\s*[:：]\s*(?P<rest>\S.*)$")
_DO = frozenset(
    {"add", "adopt", "allow", "avoid", "choose", "consolidate", "create", "decouple", "defer", "delay", "deprecate", "do",
     "don't", "don’t", "drop", "enforce", "expose", "extend", "extract", "follow", "generate", "go", "implement",
     "integrate", "introduce", "isolate", "keep", "let", "make", "migrate", "move", "not", "prefer", "provide", "publish",
     "rely", "remove", "rename", "reorganise", "reorganize", "replace", "require", "retain", "retire", "reuse", "rewrite",
     "run", "self-host", "send", "separate", "serve", "split", "standardise", "standardize", "start", "stay", "stick",
     "stop", "switch", "treat", "unify", "upgrade", "use", "wrap", "write"}
)  # fmt: skip
"""Words with which a decision in a heading begins; a heading that begins otherwise may only name the subject."""


def _headed(section: Section) -> str:
    """What the heading itself decides, `## The Decision: Use Redis`, or ""."""
    match = _HEADED.match(section.title) if section.level <= 3 else None
    rest = match["rest"] if match else ""
    first = re.match(r"[\w'’-]+", rest)
    return _clean(rest) if first and first[0].lower() in _DO and " " in rest else ""


def read_answer(
    draft: Draft,
    sections: Sequence[Section],
    fields: Sequence[Field],
    said: Sequence[str],
    options: Sequence[Option] = (),
) -> str:
    """The answer, or "": what the front matter or head says, else what the decision section claims, else its first
    sentence that decides something, else the option marked as chosen, else the first sentence of a summary."""
    for field in fields:
        if field.name == "answer" and field.value.strip():
            return one_line(_unmarked(field.value), 0)
    chosen = [option for option in options if option.chosen]
    for words in said:
        if not _ONLY_A_NUMBER.match(words):
            return one_line(words, LIMIT)
    for section in sections:
        if (
            section.role == "decision" and section.level <= 3
        ):  # a section that only leads on to others has none
            found = _sentence(_lines(draft, section))
            if found and len(chosen) == 1 and _BY_NUMBER.search(found):
                return one_line(chosen[0].name, LIMIT)
            if found:
                return found
    if len(chosen) == 1:
        return one_line(chosen[0].name, LIMIT)
    for words in (*(line for section in sections[:3] for line, _ in _lines(draft, section)), *_lead(draft)):
        if (y := _y_statement(words)) is not None:
            return y
    if not any(section.role == "decision" for section in sections) and (under := _labelled(draft, fields)):
        return under
    for section in sections:
        if section.level <= 2 and folded(section.title) in _SUMMARIES:
            return _sentence(_lines(draft, section))
    return ""


_ONLY_A_NUMBER = re.compile(r"^option\s*(?:number\s*)?#?(?:\d+|[a-z])$", re.I)
_BY_NUMBER = re.compile(r"\boption\s*(?:number\s*)?#?(?:\d+|[A-Z])\W*$", re.I)
_SUMMARIES = frozenset({"summary", "abstract", "tl;dr", "tldr", "proposal", "proposed change", "proposed changes", "proposed design", "executive summary",
                        "zusammenfassung", "résumé", "resumen", "resumo", "概要", "摘要"})  # fmt: skip
_INTRODUCER = re.compile(
    r"^\W*(?:therefore|thus|so|hence|consequently|accordingly|daher|donc|por lo tanto|in short|as follows?|the following|decision|decisions|(?:we )?(?:have )?decided(?: to do)?(?: as follows?)?)\W*$",
    re.I,
)
_NOT_AN_ANSWER = re.compile(
    r"^\W*(?:(?:accepted|approved|proposed|rejected|implemented|deprecated|superseded|draft|pending|done|agreed)\W*$"
    r"|tbd\b|todo\b|(?:we|this (?:adr|decision|record)) (?:supersedes?|replaces?) |(?:two|three|four|several) (?:options|solutions|approaches|alternatives) )",
    re.I,
)
_WRAPPED = re.compile(r"(?<![ \\])(?<!\\)\n(?!\s*(?:\*\*|__|[\w ]{2,30}[:：]))")
"""A line end inside a sentence: no hard break, and the next line begins no label."""
_LABEL = re.compile(
    r"^\W{0,3}(?:chosen|selected) (?:option|alternative|solution)\b[\s:：–—-]*[\"“]?(?:#?\d+[.:)]\s*)?", re.I
)
_DECIDES = re.compile(
    r"\b(?:we|the team|it|this|they)\b[^.]{0,40}?\b(?:decided|decide|chose|choose|chosen|agreed|adopt(?:ed)?|opted|selected|select|recommend(?:ed)?|propose|go with|went with|going with)\b"
    r"|\bdecision (?:has been made|was made|is)\b|\bhas been decided\b",
    re.I,
)
_TRAILS_OFF = re.compile(
    r"[\s,;:–—-]*\b(?:(?:for|due to|because of) (?:the following|these|several|many|a number of) reasons?|because|since|as|such as|as follows?|namely|e\.?g|i\.?e|including|with the following(?: \w+)?|the following(?: \w+)?|in order to|so that|to)\W*$",
    re.I,
)


_UNDER_LABEL = re.compile(
    r"(?:\*\*|__)(?P<bold>[^*_\n]{3,40}?)\s?[:：.]?(?:\*\*|__)|(?P<plain>[A-Z][\w ]{2,30})[:：]\s"
)


def _labelled(draft: Draft, fields: Sequence[Field]) -> str:
    """What stands behind a label where a record has no sections: `**Decision:** Use Redis`, or in the paragraph below it."""
    for field in fields:
        if field.name not in FIELDS and role_of(field.label) == "decision" and field.value.strip():
            found = _sentence([(one_line(_unmarked(field.value[:LONGEST])), False)])
            if found:
                return found
    below = False
    tokens = draft.structure.tokens
    for index, token in draft.structure.blocks():
        if token.type != "paragraph_open":
            below = below and token.type != "heading_open"
            continue
        match = _UNDER_LABEL.match(tokens[index + 1].content)
        label = (match["bold"] or match["plain"]).strip() if match else ""
        words = plain(tokens[index + 1])[:LONGEST]
        if label and role_of(label) == "decision":
            words = words.strip()[len(label) :].lstrip(" \t\n:：.–—-")
            below = not words
        elif not below or label:
            below = False
            continue
        if words and not _EMPTY.match(words) and not _UNFILLED.search(words):
            found = _sentence([(one_line(words), False)])
            if found:
                return found
    return ""


def _y_statement(words: str) -> str | None:
    match = _Y.search(words) if re.match(r"\W*in the context of", words, re.I) else None
    return one_line(match["rest"].strip(" .,*_"), LIMIT) if match else None


def _sentence(lines: Sequence[tuple[str, bool]]) -> str:
    """The sentence that decides, of a section's (words, is a list item): a sentence that only leads up to a list gets its first item."""
    for number, (words, _) in enumerate(lines):
        if (y := _y_statement(words)) is not None:
            return y
        words = _LABEL.sub("", words)
        if _NOT_AN_ANSWER.match(words) or _INTRODUCER.match(words):
            continue
        if len(re.findall(r"\w+", words)) < 2 and (len(lines) > 1 or not any(map(str.isalnum, words))):
            continue  # a word alone is an answer only where nothing else is said
        item = lines[number + 1][0] if number + 1 < len(lines) and lines[number + 1][1] else ""
        sentences = _sentences(words)
        text = sentences[0]
        if not _DECIDES.search(text):
            text = next((one for one in sentences[1:4] if _DECIDES.search(one)), text)
        if text.endswith((":", "：")) and item and len(text.split()) <= 6:
            item = _sentences(item)[0]
            return one_line(_clean(f"{text.rstrip(':： ')}: {item}"), LIMIT)
        return one_line(_clean(text), LIMIT)
    return ""


def _sentences(words: str) -> list[str]:
    found: list[str] = []
    rest = words.strip()
    while rest and (match := _SENTENCE.match(rest)) is not None and len(found) < 5:
        found.append(match[1].strip())
        rest = rest[match.end() :].strip()
    return [*found, rest] if rest else found or [words]


def _clean(text: str) -> str:
    """Without the full stop, and without an end that only leads on ("for the following reasons")."""
    text = text.strip().rstrip(":：").strip()
    text = text[:-1] if text.endswith((".", "。")) and not text.endswith("..") else text
    cut = _TRAILS_OFF.sub("", text)
    return (cut if len(cut.split()) >= 3 else text).rstrip(" ([,;")


def _name(rest: str) -> str:
    quoted = _QUOTED.match(rest)
    if quoted:
        return one_line(quoted["name"].strip(" *_"))
    text = _BECAUSE.sub("", rest)
    match = _SENTENCE.match(text)
    text = (match[1] if match else text).strip(" *_\"“”'`")
    return one_line(text.rstrip(".,:; "))


def _paragraphs(draft: Draft, section: Section, first_only: bool) -> Iterator[str]:
    """Plain words of a section's lines; of its first paragraph alone where `first_only`."""
    if first_only:
        yield from (words for words, _ in _lines(draft, section)[:1])
        return
    tokens = draft.structure.tokens
    for index, token in draft.tokens_in(section.body, top_only=False):
        if token.type == "paragraph_open" and index + 1 < len(tokens):
            words = plain(tokens[index + 1])[:LONGEST]
            if not words or _EMPTY.match(words) or _UNFILLED.search(words):
                continue
            for line in _WRAPPED.sub(" ", tokens[index + 1].content).split("\n"):
                shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line[:LONGEST])
                yield one_line(re.sub(r"\*\*|__|`", "", shown))


def _lines(draft: Draft, section: Section) -> list[tuple[str, bool]]:
    """The first paragraphs and list items of a section as (plain words, is a list item): its own, or where it has none those
    of its first sub-section; unfilled ones left out."""
    tokens = draft.structure.tokens
    found: list[tuple[str, bool]] = []
    for index, token in draft.tokens_in(section.body, top_only=False):
        if token.type == "heading_open" and found:
            break
        if token.type == "paragraph_open" and index + 1 < len(tokens) and len(found) < 6:
            words = one_line(plain(tokens[index + 1])[:LONGEST])
            if words and not _EMPTY.match(words) and not _UNFILLED.search(words):
                found.append((words, token.level > 1))
    return found


def _lead(draft: Draft) -> Iterator[str]:
    for index, token in draft.structure.blocks():
        if token.type == "paragraph_open":
            yield plain(draft.structure.tokens[index + 1])[:LONGEST]


def _unmarked(words: str) -> str:
    """`words` without emphasis around all of them, or a mark that is left over of one; emphasis within them stays."""
    words = words.strip()
    bare = words.strip("*_")
    lead, tail = words[: len(words) - len(words.lstrip("*_"))], words[len(words.rstrip("*_")) :]
    within = (lead and lead in bare) or (tail and tail in bare)
    return words if within else bare.strip()
