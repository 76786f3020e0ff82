"""Where a text says what the options are that it calls by a number: in headings, lists and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from decidedly.dialects.draft import Draft
from decidedly.dialects.passages import lines_of, shown
from decidedly.dialects.sentences import leads_on, sentences
from decidedly.record import Section
from decidedly.text import one_line

KIND = (
    r"(?:option|proposal|alternative|solution|approach|variante?|candidate|opci[oó]n|op[cç][aã]o|alternativa|propuesta|proposta"
    r"|soluci[oó]n|solu[cç][aã]o|lösung|scenario|scénario|szenario|escenario|cenário)"
)
WORDS = {
    word: str(number)
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
}
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}[A-Za-z]?|[A-Z]|[IVX]{{1,4}}|(?i:{'|'.join(WORDS)}))"
MARKED = rf"(?:(?:number|no\.)\s*)?(?P<open>[(\[])?#?\s?(?P<number>{_NUMBER})(?![\w&'’])(?(open)[)\]])"
REFERENCE = re.compile(rf"\b(?P<kind>(?i:{KIND}))s?\s*{MARKED}")
JOINT = re.compile(
    r"\s*[\"”’']?\s*(?:[:：]|[–—-]+(?=\s|$)|\.(?=\s|$)|\)(?=\s|$)|,(?=\s))\s*|\s+(?=[(\[])|\s*$"
)
LEAD = re.compile(r"^\W{0,2}(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)[.):]\s+(?=\S)")
_TAIL = re.compile(
    r"\s*(?:[(\[]?\s*\b(?:selected|chosen|accepted|recommended|preferred|rejected|winner|our choice|(?:available by )?default(?=\))|(?<=\()current(?=\))|(?<=\()existing(?=\)))\b\s*[)\]]?[!.\s]*)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Called:
    """What the option of one number is: its name and where that stands; `kind` is the word before the number."""

    kind: str
    number: str
    name: str
    at: int


MOST = 500
"""Options and list items of one text that are looked at."""


def read_called(draft: Draft, sections: Sequence[Section]) -> tuple[Called, ...]:
    """All options that a text calls by a number and says what they are."""
    found = (*islice(_headings(draft, sections), MOST), *islice(_items(draft, sections), MOST))
    return tuple(one for one in found if one.name)


def _headings(draft: Draft, sections: Sequence[Section]) -> Iterator[Called]:
    for section in sections:
        title = re.sub(r"^\s*[\[【][^\]】]{1,40}[\]】]\s*", "", section.title)
        found = REFERENCE.match(title)
        if found is not None:
            joint = JOINT.match(title[found.end() :])
            name = title[found.end() + joint.end() :] if joint else ""
            if joint:
                name = _named(name) or _first_sentence(draft, section)
                yield Called(found["kind"].lower(), found["number"], name, section.span.start)
        elif (lead := LEAD.match(title)) is not None:
            yield Called("", lead["number"], _named(title[lead.end() :]), section.span.start)


def _first_sentence(draft: Draft, section: Section) -> str:
    """What a heading that is a number and nothing else heads; "" where that is long or code."""
    lines = lines_of(draft, section.body, 1)
    if not lines or lines[0].kind == "code" or lines[0].section:
        return ""
    first = sentences(lines[0].words)[0]
    return "" if leads_on(first) or len(first) > 140 else first.rstrip(".")


def _items(draft: Draft, sections: Sequence[Section]) -> Iterator[Called]:
    tokens = draft.structure.tokens
    seen = 0
    open_: list[list[int]] = []
    for index, token in enumerate(tokens):
        if token.type in ("ordered_list_open", "bullet_list_open"):
            ordered = token.type == "ordered_list_open"
            open_.append([int(token.attrs.get("start", 1)) if ordered else 0])
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            open_.pop()
        elif token.type == "paragraph_open" and token.map is not None:
            item = index > 0 and tokens[index - 1].type == "list_item_open"
            seen += 1
            if (not item and open_) or seen > MOST * 4:
                continue
            number = 0
            if item and open_[-1][0]:
                number = open_[-1][0]
                open_[-1][0] += 1
            at = draft.source.line_starts[draft.structure.lines(token)[0]]
            role = _role(sections, at)
            words = one_line(shown(tokens[index + 1])[:300])
            yield from _item(words, number if len(open_) == 1 else 0, at, item, role)


def _item(words: str, number: int, at: int, item: bool, role: str) -> Iterator[Called]:
    """What one list item or paragraph calls by a number: its own words, or its place in the list of options."""
    found = REFERENCE.match(words)
    lead = re.match(r"\(?(\d{1,2})\)\s+(?=\S)", words) or _LETTERED.match(words)
    if found is not None:
        joint = JOINT.match(words[found.end() :])
        if joint and words[found.end() + joint.end() :].strip() and role != "decision":
            name = words[found.end() + joint.end() :]
            yield Called(found["kind"].lower(), found["number"], _named(_heading_part(name)), at)
    elif item and role in ("options", "pros-cons") and (number or lead):
        name = words[lead.end() :] if lead else words
        if lead is not None and lead.re is _LETTERED:
            name = re.split(r"\s[–—]\s", name, maxsplit=1)[0]
        yield Called("", lead[1] if lead else str(number), _named(_heading_part(name)), at)


def _role(sections: Sequence[Section], at: int) -> str:
    """The role of the innermost section with a role around offset `at`."""
    around = [one for one in sections if one.role and one.span.start <= at < one.span.end]
    return min(around, key=lambda one: len(one.span)).role if around else ""


_LETTERED = re.compile(r"([A-Z])(?:[.):：]\s+|\s+[–—-]\s+)(?=\S)")
"""An option that begins with its letter: `A. Redis`, `B — Kafka — fast`."""


def _named(words: str) -> str:
    """A name without a remark that it was chosen, and without marks around it."""
    words = unbracketed(_TAIL.sub("", one_line(words)).strip(" :*_–—-"))
    quoted = re.fullmatch(r"[\"“'‘`]([^\"”’`]+)[\"”'’`]", words)
    return (quoted[1] if quoted else words).rstrip(" .:")


def _heading_part(words: str) -> str:
    """Of a long list item, what stands before its first colon or its second sentence."""
    head, colon, _ = words.partition(": ")
    return head if colon and 2 <= len(head.split()) <= 12 else sentences(words)[0]


def unbracketed(words: str) -> str:
    """`words` without brackets around all of them."""
    inner = re.fullmatch(r"\(([^()]+)\)", words)
    return inner[1] if inner else words
