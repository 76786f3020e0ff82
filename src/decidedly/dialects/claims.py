"""What a record says was chosen, under a label (`Chosen option: "Redis", because …`) or by number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decidedly.dialects.calling import KIND, REFERENCE
from decidedly.dialects.draft import Draft
from decidedly.dialects.numbered import Numbers
from decidedly.dialects.passages import Line, lines_of
from decidedly.dialects.sentences import narrates, sentences
from decidedly.record import Section
from decidedly.text import one_line

MOST_LINES = 80
"""Lines of a section that are looked at for claims."""

_LABELS = (
    r"(?:(?:chosen|selected|recommended|preferred|winning|accepted|agreed|final|our)(?:\s+[\w-]+){0,2})"
    r"|recommended|recommendation|decision|choice|outcome|winner|verdict|we chose|proposed(?:\s+(?:option|solution|alternative|approach))?|gewählte (?:option|lösung|alternative|variante)|gewählt|ausgewählt|entscheidung"
    r"|(?:(?:option|solution|alternative|décision) )?(?:choisie|retenue|sélectionnée)|décision|(?:(?:opción|alternativa|solución) )?(?:elegida|escogida|seleccionada)|decisión"
    r"|(?:(?:opção|alternativa|solução) )?(?:escolhida|selecionada)|decisão"
    r"|选择的方案|选定方案|选择的选项|採用した選択肢|决定"
)
_CLAIM = re.compile(
    rf"^\W{{0,3}}(?P<label>{_LABELS})\W{{0,3}}?\s*[:：]\W{{0,3}}?\s*(?P<rest>\S.*)$", re.I | re.S
)
_QUOTING = re.compile(
    r"^\W{0,3}(?:chosen|selected|preferred)\s+(?:options?|alternatives?|solutions?|approach(?:es)?)\s+(?:[–—-]\s*)?(?P<rest>(?:[\"“‘«„#]|(?<=[–—-]\s)\S).*)$",
    re.I | re.S,
)
_NUMBERING = re.compile(
    r"^\W{0,3}(?:(?:we )?(?:chosen?|chose|selected|preferred|picked)|decision|choice)\s+(?=(?:option|alternative|solution|proposal|approach)\s*#?\(?(?:\d|[A-Z]\b))",
    re.I,
)
_LETTER = re.compile(r"^\W{0,3}([A-Z])\W{0,3}$")
"""Nothing but the letter of an option."""
_LETTER_FIRST = re.compile(rf"\W{{0,3}}(?P<kind>(?i:{KIND}))\s+(?P<number>[A-Z])[*_]*\.\s")
_LABEL_ALONE = re.compile(
    r"^\W{0,3}(?:(?:chosen|selected|preferred|accepted|agreed)\s+(?:options?|alternatives?|solutions?|approach(?:es)?))\W*$",
    re.I,
)
_ELSEWHERE = re.compile(
    r"^\W{0,3}(?:winner|selected|chosen|recommended|recommendation)(?:\s+\w+)?\W{0,3}?[:：]\W{0,3}?\s*(?P<rest>\S.*)$",
    re.I,
)
_HEADED = re.compile(
    r"^\W{0,3}(?:[\w-]+\s+)?(?:decisions?|outcome|choice|(?P<chosen>chosen|selected)|recommendation|solution)(?:\s+(?:option|outcome|solution|approach))?\s*[:：]\s*(?P<rest>\S.*)$",
    re.I,
)
_DO = frozenset(
    {"add", "adopt", "allow", "avoid", "choose", "consolidate", "create", "decouple", "defer", "delay", "deprecate", "do",
     "don't", "don’t", "drop", "enforce", "expose", "extend", "extract", "follow", "generate", "go", "implement",
     "integrate", "introduce", "isolate", "keep", "let", "make", "migrate", "move", "not", "prefer", "provide", "publish",
     "rely", "remove", "rename", "reorganise", "reorganize", "replace", "require", "retain", "retire", "reuse", "rewrite",
     "run", "self-host", "send", "separate", "serve", "split", "standardise", "standardize", "start", "stay", "stick",
     "stop", "switch", "treat", "unify", "upgrade", "use", "wrap", "write"}
)  # fmt: skip
"""Words with which a decision in a heading begins; a heading that begins otherwise may only name the subject."""
UNDECIDED = re.compile(
    r"^\W*(?:(?:chosen option|decision|outcome|status|choice|recommendation)\W*[:：]\W*)?(?:tbd|to be (?:decided|determined|defined|done|discussed)|undecided|not (?:yet )?decided|pending|open)\W*$",
    re.I,
)
UNFILLED = re.compile(r"\{(?:[^{}]*\s[^{}]*|title|option)\}|\[(?:option \d|title of option)[^\]]*\]", re.I)
EMPTY = re.compile(
    r"^\W*(?:tbd|todo|n/?a|none|\{.*|\[.*(?:\.\.\.|…|option \d|title).*|<.*|describe .*here.*|what is the change.*|[\[<{(]\s*(?:todo|tbd)\b.*)\W*$",
    re.I,
)
_PAIRS = {'"': '"”', "“": '”“"', "'": "'’", "‘": "’'", "«": "»", "„": '“”"', "`": "`", "*": "*", "_": "_"}
_QUOTES = frozenset("\"“'‘«„")
_AFTER = r"(?=\s*(?:[,.;:(–—-]|$|because|since|as\b|and\b|for\b|due\b|weil|parce|porque|car\b|pois\b|da\b))"
_BECAUSE = re.compile(
    r"\s*[,;–—-]*\s*(?:\(?\b(?:because|since|as it|weil|parce qu(?:e\b|[’'])|car|porque|due to|in order to)(?!\w)|(?<=[,;])\s*(?:da|denn|puisque|pois|ya que)\b|因为|なぜなら).*$",
    re.I | re.S,
)
_AT_A_NUMBER = re.compile(
    r"\b(?:with|adopt|choose|chose|use|pick|select|selected|chosen|pursue|opted for|decided for|decided on)\s+(option\s*(?:number\s*)?#?\d+(?:\.\d+)*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """`answer` is the line that the claims make, "" if they make none; `names` are the words by which the chosen option is
    found, best first; `open` tells that the record says it is not yet decided; `heading` is what the decision's heading says."""

    answer: str = ""
    names: tuple[str, ...] = ()
    open: bool = False
    heading: str = ""


def decisions_of(sections: Sequence[Section]) -> list[Section]:
    """The sections that decide the record's question: not those of further questions, each below a heading of its own."""
    found = [one for one in sections if one.role == "decision"]
    return [one for one in found if one is found[0] or one.level <= 2 or found[0].span.contains(one.span)]


def read_claims(draft: Draft, sections: Sequence[Section], numbers: Numbers) -> Claims:
    """What the record says was chosen, in its own words or by the name of the option of that number."""
    answers: list[str] = []
    names: list[str] = []
    undecided = False
    heading = ""
    decisions = decisions_of(sections)
    for section in decisions:
        at = section.span.start
        headed = _HEADED.match(section.title)
        if headed is not None and not REFERENCE.match(headed["rest"]) and not headed["chosen"]:
            heading = heading or chosen_name(headed["rest"])
        elif headed is not None:
            _claim(headed["rest"], numbers, at, answers, names)
        lines = lines_of(draft, section.body, MOST_LINES)
        for number, line in enumerate(lines):
            if line.kind == "code" or EMPTY.match(line.words) or UNFILLED.search(line.words):
                undecided = undecided or bool(UNDECIDED.match(line.words))
                continue
            undecided = undecided or bool(UNDECIDED.match(line.words))
            _read(line, lines[number + 1 :], numbers, at, answers, names)
        for line in lines[:4]:
            for sentence in sentences(line.words)[:2]:
                _by_number(sentence, numbers, at, answers, names)
        answers += _headed_options(section, sections, numbers, names) if not answers else []
        if heading and not answers and _decides(heading):
            answers.append(heading)
            names.append(heading)
    if not names:
        for section in sections:
            if section.role in ("criteria", "pros-cons", "options", "more") and not names:
                for line in lines_of(draft, section.body, MOST_LINES):
                    match = _ELSEWHERE.match(line.words) if line.kind != "code" else None
                    if match:
                        _claim(match["rest"], numbers, section.span.start, answers, names)
    return Claims(answers[0] if answers else "", tuple(dict.fromkeys(names)), undecided, heading)


def _decides(heading: str) -> bool:
    """Whether the words of a heading are a decision, `Use Redis`, and more than what it is about."""
    first = re.match(r"[\w'’-]+", heading)
    return first is not None and first[0].lower() in _DO and " " in heading


def _read(
    line: Line, rest: Sequence[Line], numbers: Numbers, at: int, answers: list[str], names: list[str]
) -> None:
    """What one line claims."""
    words = line.words
    match = _CLAIM.match(words) or _QUOTING.match(words)
    if match is not None and line.kind != "paragraph" and match[1].lower() in ("proposed", "accepted"):
        match = None  # one of the statuses that a list explains
    numbered = _NUMBERING.match(words)
    if _LABEL_ALONE.match(words):
        below = _below(rest, numbers, at)
        answers += [below] if below else []
    elif match is not None and not EMPTY.match(match["rest"]):
        _claim(match["rest"], numbers, at, answers, names)
    elif numbered is not None:
        _claim(words[numbered.end() :], numbers, at, answers, names)
    elif (letter := _LETTER.match(words)) is not None and (name := numbers.name(letter[1], "", at)):
        _add((name,), words, answers, names)
    elif REFERENCE.match(words) and not narrates(words):
        chosen = numbers.chosen(sentences(words)[0], at)
        if chosen is not None:
            _add(chosen, words, answers, names)
        elif name := _explained(words, numbers, at):
            answers.append(name)
            names += [name, words]


def _explained(words: str, numbers: Numbers, at: int) -> str:
    """The name in `Option 2: Redis. It is fast.`"""
    found = REFERENCE.match(words)
    if found is None or not re.match(r"\s*(?:[:：.(]|[–—-]+\s)", words[found.end() :]):
        return ""
    return numbers.named(
        sentences(words[: found.end()].replace(".", "·") + words[found.end() :])[0].replace("·", "."), at
    ).rstrip(" .")


def _claim(rest: str, numbers: Numbers, at: int, answers: list[str], names: list[str]) -> None:
    if UNDECIDED.match(rest) or EMPTY.match(rest):
        return
    whole = sentences(rest)[0]
    chosen = numbers.chosen(whole, at) if REFERENCE.match(rest) else None
    if chosen is not None:
        _add(chosen, rest, answers, names)
        return
    lettered = _LETTER_FIRST.match(rest)
    if lettered is not None and (called := numbers.name(lettered["number"], lettered["kind"], at)):
        _add((called,), rest, answers, names)  # the full stop behind a letter ends no sentence elsewhere
        return
    name = chosen_name(rest)
    known = one_line(numbers.named(name, at)).rstrip(".,:; ")
    if not known and rest.strip()[:1] in _QUOTES:
        known = name  # in quotes it is a name
    names += [known, name] if known else [name]
    if known:
        answers.append(known)


def _add(chosen: Sequence[str], words: str, answers: list[str], names: list[str]) -> None:
    if chosen:
        answers.append("; ".join(chosen))
    names += [*(chosen if len(chosen) == 1 else ()), words]


def _by_number(sentence: str, numbers: Numbers, at: int, answers: list[str], names: list[str]) -> None:
    """What a sentence such as `We went with option 2, as it is cheap` claims."""
    chosen = numbers.chosen(sentence, at)
    if chosen is None and (quoted := numbers.quoted(sentence, at)):
        chosen = (quoted,)
    if chosen is not None:
        answers += ["; ".join(chosen)] if chosen else []
        names += list(chosen) if len(chosen) == 1 else []
    found = _AT_A_NUMBER.search(sentence)
    if found and not re.search(r"\b(?:not|never|task for)\b", sentence[: found.end()], re.I):
        names += [found[1]]


def _below(rest: Sequence[Line], numbers: Numbers, at: int) -> str:
    """What stands below a label: up to three chosen things, one behind the other."""
    found: list[str] = []
    for line in rest[:3]:
        if (
            line.kind in ("code", "more")
            or line.checked is False
            or line.section
            or UNDECIDED.match(line.words)
        ):
            break
        if found and line.kind == "paragraph" and line.checked is None:
            break
        head, colon, tail = line.words.partition(": ")
        if colon and REFERENCE.match(tail):
            name = f"{head}: {numbers.named(sentences(tail)[0], at) or tail}"
        else:
            name = numbers.named(chosen_name(line.words), at)
        if name:
            found.append(one_line(name).rstrip(" .;,"))
        if line.kind == "paragraph" and line.checked is None:
            break
    return "; ".join(found)


def _headed_options(
    section: Section, sections: Sequence[Section], numbers: Numbers, names: list[str]
) -> Iterator[str]:
    """The one option whose heading stands inside the decision, and elsewhere too."""
    inside = [one for one in sections if section.body.contains(one.span) and REFERENCE.match(one.title)]
    outside = {one.title.strip(" .").casefold() for one in sections if not section.span.contains(one.span)}
    if len(inside) == 1 and inside[0].title.strip(" .").casefold() in outside:
        name = numbers.named(inside[0].title, section.span.start).rstrip(" .")
        if name:
            names.append(name)
            yield name


def chosen_name(rest: str) -> str:
    """The name at the beginning of `rest`: in quotes, or up to the reason, or its first sentence."""
    rest = rest.strip()
    inner = rest.lstrip("*_ ")
    if (closing := _PAIRS.get(inner[:1])) is not None:
        quoted = re.match(rf".(?P<name>[^\n]+?)[{re.escape(closing)}]+[*_]*{_AFTER}", inner)
        if quoted:
            return one_line(quoted["name"].strip(" *_,.;"))
    text = _BECAUSE.sub("", rest)
    text = sentences(text)[0]
    bare = text.strip(" *_`")
    if bare[:1] in "\"“'‘" and not re.search(r"[\"”'’]", bare[1:]):
        bare = bare[1:]  # half a pair
    elif bare[-1:] in '"”' and not re.search(r"[\"“”]", bare[:-1]):
        bare = bare[:-1]
    elif bare[:1] + bare[-1:] in ('""', "“”", "''", "‘’"):
        bare = bare[1:-1]
    return one_line(bare.rstrip(".,:; "))
