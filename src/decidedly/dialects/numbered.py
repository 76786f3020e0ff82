"""What is meant by the number of an option: `Option 2`, `Proposal 4`, `Alternative B`, `Solution #1.2`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from decidedly.dialects.calling import (
    JOINT,
    KIND,
    LEAD,
    MARKED,
    REFERENCE,
    WORDS,
    Called,
    read_called,
    unbracketed,
)
from decidedly.dialects.draft import Draft
from decidedly.dialects.sentences import PREFERS
from decidedly.record import Section
from decidedly.text import name_slug

_MORE = re.compile(rf"\s*(?:,|and|&|\+|,\s*and)\s*(?:(?i:{KIND})\s*)?{MARKED}")
_BARE = re.compile(rf"^\W{{0,2}}{MARKED}\W*$")
_QUOTED = re.compile(
    rf"[\"“'‘`](?P<whole>(?:(?i:{KIND})\s*#?\d{{1,3}}(?:\.\d{{1,3}})*|#?\d{{1,3}}(?:\.\d{{1,3}})*[.):])\s*[:–—-]?\s+[^\"”`]{{3,}}?)[\"”'’`](?!\w)"
)
_REASON = re.compile(
    r"\s*(?:[,;.(–—-]|\b(?:because|since|as|due to|given|for|in order|to|so|over|instead|rather|which|while|and)\b)",
    re.I,
)
_FRAME = frozenset(
    ("a", "accept", "accepted", "adopt", "adopted", "adopting", "after", "agree", "agreed", "agreement", "also", "alternative", "and", "approach",
     "approved", "are", "as", "at", "be", "been", "best", "better", "by", "careful", "choose", "chose", "chosen", "consideration", "considered",
     "considering", "current", "currently", "decide", "decided", "decides", "decision", "discussion", "favor", "favour", "for", "from", "go", "goes",
     "going", "has", "have", "he", "hence", "i", "implement", "implementing", "in", "is", "it", "let's", "ll", "moment", "move", "moving", "now", "of",
     "on", "only", "opt", "opted", "option", "options", "our", "ours", "outcome", "overall", "own", "pick", "picked", "prefer", "preferred", "proceed",
     "proceeding", "proposal", "propose", "proposed", "proposes", "pursue", "pursuing", "recommend", "recommended", "recommends", "select", "selected",
     "shall", "should", "so", "solution", "support", "supporting", "team", "team's", "that", "the", "therefore", "they", "this", "thus", "to", "us", "use",
     "using", "ve", "was", "we", "we'll", "we're", "we've", "went", "were", "will", "winner", "winning", "with", "would")
)  # fmt: skip
_NEGATIVE = re.compile(
    r"\b(?:not|never|n['’]t|against|reject(?:ed)?|discard(?:ed)?|dismiss(?:ed)?|instead of|rather than)\b",
    re.I,
)


@dataclass(frozen=True)
class Numbers:
    """The numbered options of one text."""

    draft: Draft
    sections: Sequence[Section] = field(repr=False)

    @cached_property
    def _called(self) -> tuple[Called, ...]:
        return read_called(self.draft, self.sections)

    def name(self, number: str, kind: str = "", at: int = -1) -> str:
        """What the option of that number is called, "" if nothing says it.

        Where a number stands more than once, the one that shares the innermost section with offset `at` counts, the first
        of these if there are several; one whose heading says `Proposal` for a proposal before others.
        """
        wanted = _same(number)
        hits = [one for one in self._called if _same(one.number) == wanted]
        hits = (
            [one for one in hits if one.kind == kind.lower()]
            or [one for one in hits if not (one.kind and kind)]
            or hits
        )
        if len({name_slug(one.name) for one in hits}) > 1 and at >= 0:
            around = [one.span for one in self.sections if one.span.start <= at < one.span.end]
            for span in sorted(around, key=len):
                near = [
                    one for one in hits if span.start <= one.at < span.end and not self._within(one.at, at)
                ]
                if near:
                    return near[0].name
        return hits[0].name if hits else ""

    def _within(self, one: int, at: int) -> bool:
        """Whether `one` stands in the decision that `at` stands in: it would explain itself."""
        return any(
            section.role == "decision"
            and section.span.start <= min(one, at)
            and max(one, at) < section.span.end
            for section in self.sections
        )

    def named(self, words: str, at: int = -1) -> str:
        """What `words` mean where they are a number (`Option 2`, `2`) or a numbered name (`2. Redis`); else as they are.

        "" where nothing says what the number stands for.
        """
        words = words.strip()
        bare = _BARE.match(words)
        if bare is not None and (REFERENCE.match(words) or bare["number"][0].isdigit()):
            return self.name(bare["number"], "", at)
        found = REFERENCE.match(words.lstrip("\"“'‘ "))
        if found is not None:
            rest = words.lstrip("\"“'‘ ")[found.end() :]
            joint = JOINT.match(rest)
            known = self.name(found["number"], found["kind"], at)
            if joint is None:
                return words
            inline = unbracketed(rest[joint.end() :].strip())
            if not inline:
                return known
            return known if known and _same_name(known, inline) else inline
        if (lead := LEAD.match(words)) is not None:
            return words[lead.end() :]
        number, _, rest = words.partition(" ")
        if number.isdigit() and rest and name_slug(self.name(number, "", at)) == name_slug(rest):
            return rest
        return words

    def chosen(self, sentence: str, at: int = -1) -> tuple[str, ...] | None:
        """The names of the options of which `sentence` says by number, and says no more, that they were chosen.

        None where it says something else; () where it does and nothing tells what they are.
        """
        found = REFERENCE.search(sentence)
        if found is None:
            return None
        numbers, end = [found["number"]], found.end()
        while (more := _MORE.match(sentence, end)) is not None:
            numbers.append(more["number"])
            end = more.end()
        before, after = sentence[: found.start()], re.sub(r"^\s+only\b", "", sentence[end:])
        if not _only_frames(before):
            return None
        reason = _REASON.match(after)
        if not before.strip(" *_\"“'‘(") and not PREFERS.match(after):
            if not _alone(after):
                return None
        elif after.strip(" .!*_\"”'’") and reason is None and not PREFERS.match(after):
            return None
        if len(numbers) == 1 and reason is not None and not PREFERS.match(after) and _explained(after):
            own = re.match(r"\s*[:：–—-]+\s*(?P<name>\(?\d{1,3}[.)]\s.*)", after)
            name = (
                self.named(re.split(r"\s+(?:because|since|as|due to)\b", own["name"])[0], at) if own else ""
            )
            return (name.rstrip(" .,;"),) if name else None
        names = [self.name(number, found["kind"], at) for number in numbers]
        return tuple(dict.fromkeys(names)) if all(names) else ()

    def quoted(self, sentence: str, at: int = -1) -> str:
        """The name of an option that `sentence` says was chosen and quotes with its number: `we chose "2. Redis"`."""
        found = _QUOTED.search(sentence)
        if found is None or not _only_frames(sentence[: found.start()]):
            return ""
        words = found["whole"]
        reference = REFERENCE.match(words)
        if reference is not None and JOINT.match(words[reference.end() :]) is None:
            words = words[reference.end() :].strip()
        return self.named(words, at).rstrip(" .,;")

    def spelled_out(self, sentence: str, at: int = -1, most: int = 60) -> str:
        """`sentence` with the name behind its one bare number: `as in Option 2 (Redis)`."""
        hits = list(REFERENCE.finditer(sentence))
        if len(hits) != 1:
            return sentence
        found = hits[0]
        rest = sentence[found.end() :]
        name = self.name(found["number"], found["kind"], at)
        if not name or len(name) > most or _MORE.match(rest) or name_slug(name) in name_slug(sentence):
            return sentence
        joint = JOINT.match(rest)
        if joint is not None and rest[joint.end() :].strip():
            return sentence
        if not sentence[: found.start()].strip():
            return f"{name}{rest}"
        return f"{sentence[: found.end()]} ({name}){rest}"


def _same_name(known: str, inline: str) -> bool:
    """Whether `inline` is that name, perhaps with a new sentence behind it that lacks its full stop."""
    one, other = name_slug(known), name_slug(inline)
    return one == other or (other.startswith(one) and not re.match(r"\W*[a-z]", inline[len(known) :]))


def _only_frames(before: str) -> bool:
    """Whether words say nothing but that something was chosen."""
    words = re.findall(r"[\w']+", before.lower().replace("’", "'"))
    return not _NEGATIVE.search(before) and all(word in _FRAME for word in words)


def _same(number: str) -> str:
    """A number for comparing: `two` and `02` are `2`; letters in one case."""
    words = number.lower()
    words = WORDS.get(words, words)
    return ".".join(part.lstrip("0") or "0" for part in words.split("."))


def _alone(after: str) -> bool:
    """Whether nothing but a reason follows a number that stands first."""
    return not after.strip(" .!*_\"”'’") or bool(
        re.match(
            r"\W{0,3}(?:because|since|due to|as it|for its|weil|denn|car|parce|porque|pois)\b", after, re.I
        )
    )


def _explained(after: str) -> bool:
    """Whether the number is told what it is at once: `Option 2: Redis`, `option 2, batch methods have one name`."""
    match = re.match(r"[\"”'’]?\s*(?:[:：(]|[–—-]+|,)\s*(?P<rest>\S.*)", after)
    return match is not None and not re.match(
        r"(?:because|since|as|due|given|for|in order|to|so|over|which|while|and|but|with|it|weil|da|denn|car|parce|puisque|porque|pois|ya que)\b",
        match["rest"],
        re.I,
    )
