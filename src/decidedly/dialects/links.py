"""Links between records, from wherever a record states them: metadata, status lines, link sections, sentences, prose ids."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from decidedly.dialects.draft import Draft
from decidedly.dialects.html_cells import HREF
from decidedly.dialects.identity import PREFIXES
from decidedly.dialects.labels import FIELDS, LINK_FIELDS, link_kind
from decidedly.dialects.link_lists import from_link_list
from decidedly.dialects.outline import innermost
from decidedly.dialects.status import is_unfilled, left_over, read_status, speaks_of_part
from decidedly.dialects.targets import (
    MD_LINK,
    NOTHING,
    ONLY,
    PART,
    PARTLY,
    Target,
    in_part,
    is_elsewhere,
    is_none,
    targets,
    words_about,
)
from decidedly.record import Field, Link, Place, Section
from decidedly.text import Span, name_slug, without_emoji

_KINDS = sorted(
    ((label, name) for name in LINK_FIELDS for label in FIELDS[name]), key=lambda pair: -len(pair[0])
)
_KIND_OF = dict(_KINDS)
_PHRASE = "|".join(
    re.escape(label).replace(r"\ ", r"[\s-]+")
    for label, _ in _KINDS
    if label not in ("see", "links", "details", "updates", "needs", "blocks")
)
_FILLER = r"(?:\s+(?:only|the|an?|our|this|these|earlier|previous|old|older|adrs?|rfcs?|drs?|decisions?|records?|proposals?|of|in|part|parts|some|aspects|sections?|documents?))*"
_PORTION = r"(?:\s+(?:only\s+)?(?:the|an?)\s+(?:[\w'’/.-]+\s+){0,6}?(?:portions?|parts?|sections?|clauses?|aspects?)\s+(?:of|in|from)\b)?"
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<part>(?:partially|partly|provisionally|teilweise|partiellement|parcialmente)\s+)?(?P<kind>{_PHRASE}|superseded(?=\s*(?:\(|[:—–-]+\s))|see)(?![\w-])(?:\s+\([^()]{{0,80}}\)\s+by\b)?(?P<fill>{_PORTION}{_FILLER})[\s>:：\-–—*_(\[\"'`]*$",
    re.I,
)
_AFTER = re.compile(
    r"[\s)\]）」』`*_]*(?:(?P<said>により|によって|に|で|으로|로|에\s*의해)\s*|所)?(?:完全|全面|已)?(?:取代|替代|代替|替换|置き換え|置換|대체)"
)
"""Words behind a link that say that it supersedes this record: Chinese, Japanese, Korean."""
_BY_THIS = re.compile(
    r"[\s)\]*_`]*[\s(—–:,-]*(?:(?:which|that)\s+)?(?:(?:is|was)\s+)?(?:now\s+)?(?P<kind>super[sc]{1,2}ee?ded|replaced|obsoleted)\s+(?:by|with)\s+this"
    r"(?:\s+(?:new\s+)?(?:adr|rfc|dr|decision|record|document|proposal|one))?\b",
    re.I,
)
"""Words behind a link that say that this record supersedes it: `[ADR-3](…) (superseded by this ADR)`."""
_SIDE = re.compile(r"[\s)\]*_`]{0,3}(?:['’]s\b|§)")
"""What tells behind a target that a side of it is meant: `replaces ADR-4's retry rule`."""
_JOINER = re.compile(r"^[\s*_`\"')\]]*(?:[,;&/+]|and|und|or|,\s*and)?[\s*_`\"'(\[]*$", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\[])|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_OWN_SUBJECT = re.compile(
    r"^\W*(?:note\W+|update\W+|n\.?b\.?\W+)?(?:(?:this|the present|our)\s+(?:new\s+)?(?:\w+\s+){0,2}?(?:adr|rfc|dr|decision|record|document|proposal|change|design|one|page)|this|it|we|here(?:by|with))\b",
    re.I,
)
_VERBS = re.compile(
    r"\b(?:supersed|superced|superseed|supersced|replac|obsolet|deprecated in fav|amend|refine)", re.I
)
_NEGATED = re.compile(
    r"\b(?:not|never|n['’]t|no longer|rather than|instead of|without|would|could|should|might|may|if|when|unless|until)\b",
    re.I,
)
_ID = re.compile(
    r"(?<![A-Za-z0-9_/#.-])(?P<prefix>[A-Za-z]{2,10}(?:-[A-Za-z]{2,12}){0,2})(?:[-\s](?:19|20)\d\d(?=-\d))?[-\s]?#?(?P<digits>\d{1,5})(?![A-Za-z0-9_-]|\.\d)"
)
MAX_TYPED = 5_000
"""Links of one record that are told apart by the words before them."""
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.S)


def read_links(
    draft: Draft, fields: Sequence[Field], sections: Sequence[Section], prefix: str
) -> tuple[Link, ...]:
    """Every link of the record: typed where its words or its place say so, "mentions" otherwise."""
    found: list[Link] = []
    taken: list[Span] = []
    said = (read_status(field.value) for field in fields if field.name == "status")
    status = next((one for one in said if one is not None), None)
    whole = status is not None and status.name == "superseded"
    for field in fields:
        if field.name in LINK_FIELDS:
            found += _from_field(draft, field, whole)
            taken.append(field.span)
        elif field.name == "links" and field.origin in ("front-matter", "side-file"):
            found += from_link_list(draft, field)
            taken.append(field.span)
        elif field.name == "status" and not is_unfilled(field.raw) and not left_over(field.raw):
            found += _from_status(draft, field)
            if field.origin in ("front-matter", "html"):
                taken.append(field.span)
    taken += [
        field.span
        for field in fields
        if field.name == "status" and (is_unfilled(field.raw) or left_over(field.raw))
    ]
    claimed = {link.span for link in found}
    body = _Body(draft, sections, prefix, whole)
    inside = _Cover(taken)
    for link in body.links():
        if link.span not in claimed and not inside.holds(link.span):
            found.append(link)
            claimed.add(link.span)
    partial = {
        (_WHOLE_OF[link.kind], link.target.casefold())
        for link in found
        if link.kind in _WHOLE_OF and link.place.kind == "field"
    }
    found = [  # a title that says `supersedes ADR-3` is less exact than the field that says of what
        link
        for link in found
        if link.place.kind == "field" or (link.kind, link.target.casefold()) not in partial
    ]
    unique: dict[tuple[str, str, Span], Link] = {(link.kind, link.target, link.span): link for link in found}
    return tuple(sorted(unique.values(), key=lambda link: link.span))


_WHOLE_OF = {"supersedes-in-part": "supersedes", "superseded-in-part-by": "superseded-by"}


def _from_field(draft: Draft, field: Field, whole: bool) -> Iterator[Link]:
    place = Place("field", field.name, field.span)
    listed = field.items and not field.raw
    if not listed and is_none(re.split(r"[;,(]|\.(?!\S)", field.raw, maxsplit=1)[0]):
        return  # `None; complements ADR 3`
    if not field.items and field.raw != field.value and field.origin in ("front-matter", "side-file"):
        if field.value.lower() not in NOTHING:
            yield Link(field.name, field.value, field.span, field.label, "", place)
        return
    values = [(item.raw, item.span) for item in field.items] or [(field.raw, field.span)]
    for raw, span in values:
        named = list(targets(raw, span.start)) if draft.source.at(span) == raw else [Target(raw, span)]
        if field.items and len(named) > 1 and "[" not in raw and not re.fullmatch(r"[\w\s,#-]+", raw):
            named = [Target(raw, span)]
        inner = sorted({Span(one.span.start - span.start, one.span.end - span.start) for one in named})
        about = dict(zip(inner, words_about(raw, inner), strict=True))
        for one in named:
            if not field.items and one.name.count(")") > one.name.count("("):
                continue  # the end of a remark that runs over commas or lines
            at = Span(one.span.start - span.start, one.span.end - span.start)
            kind = in_part(field.name, about[at], one, whole)
            if field.items and _SIDE_KEY.match(draft.source.text, one.span.end):
                kind = in_part(field.name, "in part")
            yield Link(kind, one.name, one.span, field.label, one.words, place)


_SIDE_KEY = re.compile(r"[\"']?[^\S\n]{0,9}\n[ \t]{2,40}(?:scope|parts?|sections?|clauses?|only)[ \t]{0,9}:")
"""What follows an item that names a side of the record: `- adr: 37`, and `scope: …` in the line below."""


def _from_status(draft: Draft, field: Field) -> Iterator[Link]:
    """Ids without a link in a status value: `superseded by ADR-0123`, and links in a front matter status."""
    place = Place("field", "status", field.span)
    raw = field.raw[:1000]
    for match in re.finditer(
        r"\b(super[sc]{1,2}ee?des|replaces|obsoletes)\s+(?P<bare>\d{1,6})\b(?![-.]\w)", raw, re.I
    ):
        span = Span(field.span.start + match.start("bare"), field.span.start + match.end("bare"))
        yield Link("supersedes", match["bare"], span, match[1], "", place)
    for match in re.finditer(
        r"(?P<kind>super[sc]{1,2}ee?ded|replaced|obsoleted|amended|deprecated in fav\w+)(?P<part>[\s-]+in[\s-]part)?(?:\s+\([^()]{0,80}\))?[\s-]+(?:by|of)[\s:]*",
        raw,
        re.I,
    ):
        rest = raw[match.end() :]
        base = field.span.start + match.end()
        anchor = HREF.match(rest) if field.origin == "html" else None
        words = match["kind"].lower()
        kind = "amended-by" if words.startswith("amend") else "superseded-by"
        if kind == "superseded-by" and (
            match["part"] or PART.search(raw[: match.end()]) or speaks_of_part(raw[: match.start()])
        ):
            kind = "superseded-in-part-by"
        if anchor is not None:
            span = Span(base + anchor.start("href"), base + anchor.end("href"))
            yield Link(kind, anchor["href"], span, match[0].strip(), "", place)
            continue
        stop = re.search(r"[.;](?:\s|$)|\s\(|\n", rest)
        text = rest[: stop.start()] if stop and not MD_LINK.match(rest) else rest
        if field.origin != "front-matter" and (MD_LINK.search(text) or re.search(r"<?https?://", text)):
            continue  # the body's own links are read with their words
        if raw.count("(", 0, match.start()) > raw.count(")", 0, match.start()) and not MD_LINK.search(text):
            text = text.partition(")")[0]  # what stands behind the bracket is said of the record
        text = re.sub(r"[*_\"'`]+$", "", text)
        named = list(targets(text, base))
        for one in named:
            if len(named) > 1 and not re.search(r"[\d/]", one.name):
                continue  # the sentence goes on: `by ADR 3, the rest stands`
            if one.span.end <= field.span.end:
                yield Link(kind, one.name, one.span, match[0].strip(), one.words, place)


_MENTIONED = PREFIXES - {"decision", "decisions", "record", "proposal", "add", "dec"}


class _Cover:
    """Spans of fields that were read already, sorted; fields hardly ever overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [span.start for span in self.spans]

    def holds(self, span: Span) -> bool:
        """Whether `span` lies in one of them and is not the whole of it."""
        after = bisect.bisect_right(self.starts, span.start)
        return any(one.contains(span) and one != span for one in self.spans[max(0, after - 4) : after])


class _Body:
    """The record's prose: its references and ids, each with the words before it."""

    def __init__(self, draft: Draft, sections: Sequence[Section], prefix: str, whole: bool = False) -> None:
        self.draft, self.sections, self.prefix, self.whole = draft, sections, prefix, whole
        text = draft.source.text
        self.references = draft.structure.references
        masked = list(text)
        holes = [Span(0, draft.structure.start)]
        holes += draft.structure.code_blocks
        holes += [Span(*match.span()) for match in _COMMENT.finditer(text)]
        for hole in holes:
            masked[hole.start : hole.end] = (
                " " if char != "\n" else char for char in text[hole.start : hole.end]
            )
        for span in draft.structure.code_spans:
            masked[span.start : span.end] = (
                " " if char != "\n" else char for char in text[span.start : span.end]
            )
        self.prose = "".join(masked)
        for reference in self.references:
            if reference.kind != "auto" or reference.whole != reference.span:
                masked[reference.whole.start : reference.whole.end] = "\x00" * len(reference.whole)
            else:
                masked[reference.span.start : reference.span.end] = "\x00" * len(reference.span)
        self.unlinked = "".join(masked)
        self.last: tuple[int, str, str] = (-1, "", "")

    def links(self) -> Iterator[Link]:
        marks = [
            (one.whole.start, one.whole.end, one.target, one.span, one.text, one.image)
            for one in self.references
        ]
        for match in _ID.finditer(self.unlinked):
            letters = match["prefix"]
            own = (
                letters.upper() == re.sub(r"[-_](?:19|20)\d\d$", "", self.prefix).upper()
                and letters[0].isupper()
            )
            if own or letters.lower() in _MENTIONED:
                if is_elsewhere(self.unlinked, match.start()):
                    continue
                span = Span(*match.span())
                marks.append((span.start, span.end, match[0], span, "", False))
        for number, (start, end, target, span, text, image) in enumerate(sorted(marks)):
            section = self._section(span)
            place = Place("section", section.anchor, section.body) if section else Place("whole", "", None)
            kind, label = (
                ("mentions", "") if image or number >= MAX_TYPED else self._kind(start, end, section)
            )
            if kind == "relates-to" and re.match(r"[a-z]+://", target, re.I):
                kind = "mentions"  # reading matter, no record
            yield Link(kind, target, span, label, text, place, image)

    def _section(self, span: Span) -> Section | None:
        return innermost(self.sections, span)

    def _kind(self, start: int, end: int, section: Section | None) -> tuple[str, str]:
        role = section.role if section else ""
        heading = link_kind(section.title) if section else None
        before = self._sentence_before(start, section).replace("**", "  ")
        near = 0 <= self.last[0] >= start - 60
        between = self.prose[self.last[0] : start] if near else "\n\n"
        chained = _JOINER.match(between) is not None and not re.search(r"\n\s*(?:[-*+]\s|\n)", between)
        if chained and self.last[1] not in ("mentions",):
            self.last = (end, self.last[1], self.last[2])
            return self.last[1], self.last[2]
        kind, label = "mentions", ""
        listed = (
            role in ("status", "references", "history", "metadata")
            or heading is not None
            or (section is None and start < self.draft.head_end)
        )
        match = _BEFORE.search(before)
        if match and match["kind"].lower() == "superseded" and role not in ("status", "metadata", ""):
            match = None  # a list of what it superseded, or of what was
        if match and ((listed and self._introduces(before, match, role)) or self._own(before, match)):
            label = match["kind"]
            words = " ".join(re.sub(r"[\s-]+", " ", label).lower().split())
            kind = "superseded-by" if words == "superseded" else _KIND_OF.get(words, "relates-to")
            sentence = re.split(r"\n\s*\n|\. ", self.prose[end : end + 200], maxsplit=1)[0]
            after = ONLY.search(sentence)
            side = (
                re.search(r"\bonly\b", match["fill"])
                or _SIDE.match(self.prose, end)
                or PARTLY.match(self.prose, end)
            )
            if match["part"] or PART.search(match["fill"]) or after or side:
                kind = {"supersedes": "supersedes-in-part", "superseded-by": "superseded-in-part-by"}.get(
                    kind, kind
                )
            elif kind == "superseded-by" and (
                PART.search(before[: match.start()])
                or (not self.whole and speaks_of_part(before[: match.start()]))
            ):
                kind = "superseded-in-part-by"
        elif behind := _BY_THIS.match(self.prose, end):
            kind, label = "supersedes", behind["kind"]
        elif (
            listed
            and (behind := _AFTER.match(self.prose, end))
            and (behind["said"] or re.search("[被由]", before))
        ):
            kind, label = "superseded-by", behind[0].strip()
        elif heading is not None:
            kind, label = heading, section.title if section else ""
        elif role in ("status", "references"):
            kind, label = self._free(before, role)
        self.last = (end, kind, label)
        return kind, label

    def _sentence_before(self, start: int, section: Section | None) -> str:
        begin = 0 if section is None else section.body.start
        if section is not None and start < begin:  # in the heading itself: `## Status: Superseded by […]`
            begin = section.span.start
        floor = max(0, start - 400, begin)
        text = self.prose[floor:start]
        cut = 0
        for match in _SENTENCE_END.finditer(text):
            cut = match.end()
        return text[cut:]

    def _introduces(self, before: str, match: re.Match[str], role: str) -> bool:
        """Whether the verb speaks of this record: in a list of links, `[A](…) also supersedes B` speaks of A."""
        if re.search(r"\b(?:not|never|no|nicht|não|ne)\s*$", before[: match.start()], re.I):
            return False
        return role not in ("references", "history") or (
            "](" not in before[: match.start()] and len(before[: match.start()].split()) <= 6
        )

    def _own(self, before: str, match: re.Match[str]) -> bool:
        """Whether the sentence says it of this record: `This ADR supersedes …`, or begins with the verb itself."""
        if not _VERBS.search(match["kind"]):
            return False
        lead = before[: match.start()].strip(" \t\n-*+>_#:([\"'")
        if _NEGATED.search(lead):
            return False
        if not lead or without_emoji(lead) == "":
            return not match["kind"].lower().startswith(("updates", "replace "))
        subject = _OWN_SUBJECT.match(lead)
        return subject is not None and not re.search(
            r"[;:]|\b(?:which|that|who|because|so)\b", lead[subject.end() :]
        )

    def _free(self, before: str, role: str) -> tuple[str, str]:
        """A label of the team's own at the line's beginning: `Clarifies [1. …]`, `Overrides: […]`."""
        line = before.rsplit("\n", 1)[-1]
        words = re.sub(r"^[\s\-*+>]+", "", line).strip(" \t:*_-–—([")
        if (
            re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+){0,2}", words)
            and role == "status"
            and words.split()[0].lower() not in ("accepted", "rejected", "proposed", "see")
        ):
            return name_slug(words), words
        return "relates-to", words if len(words) <= 60 else ""
