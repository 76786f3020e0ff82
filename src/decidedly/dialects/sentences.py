"""Sentences of a decision: which of them decide, which only lead on, which say nothing."""

from __future__ import annotations

import re

_SENTENCE = re.compile(
    r"^(.{4,}?(?:(?:(?<![\"'“‘(`#]\d)(?<![\"'“‘(`#]\d\d)(?<![–—:-]\s\d)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\betc)(?<!\bincl)(?<!\bapprox)(?<!\bresp)(?<!\b[A-Z])\.|[!?])[\"”)]?(?=\s+[A-ZÀ-ÞА-Я¿¡«„\"“(\[*`#]|\s*$)|[。！？][」』”）)]?(?![」』”）と])))",
    re.S,
)
DECIDES = re.compile(
    r"\b(?:we|the team|it|this|they)\b[^.]{0,40}?\b(?:decided|decide|chose|choose|chosen|agreed|adopt(?:ed)?|opted|selected|select|recommend(?:ed)?|propose|go with|went with|going with)\b"
    r"|\bdecision (?:has been made|was made|is)\b|\bhas been decided\b",
    re.I,
)
_COMMITS = re.compile(
    r"\b(?:we|i|the team|they|it)\b.{0,30}?\b(?:will|shall|should|must|are going to|is going to|['’]ll|need to|want to)\b|\b(?:we|they)['’]ll\b|\bwe['’]re going to\b",
    re.I,
)
PREFERS = re.compile(
    r"\s*[–—,-]*\s*(?:was|is|were|are|has been|have been|will be)\s+(?:also\s+)?(?:the\s+|our\s+|a\s+)?(?:[\w-]+\s+){0,2}?"
    r"(?:chosen|preferred|selected|recommended|best|favou?red|adopted|accepted|picked|choice|winner)\b",
    re.I,
)
"""How a sentence goes on behind the option that it says was chosen."""
_NARRATES = re.compile(
    r"^\W*(?:there (?:are|is|were|was)\b|(?:eventually,? |initially,? |first,? )?we (?:have |also )?(?:explored|considered|evaluated|looked|discussed|investigated|reali[sz]ed?|compared|tried|reviewed"
    r"|have (?:a few|a couple|several|two|three|four|some|many)|had (?:a few|several|two|three))\b|currently\b|previously\b|at the moment\b|this (?:was|is) (?:driven|motivated|caused|because|due)\b"
    r"|this (?:document|adr|record|rfc|memo|section|page) (?:describes|documents|explains|lists|outlines|covers|details)\b"
    r"|this option\b|all (?:of the )?(?:options|solutions|approaches|alternatives)\b|(?:two|three|four|several|both|a few|multiple|some|many) (?:\w+ )?(?:options|solutions|approaches|alternatives|proposals)\b"
    r"|(?:options?|proposals?|alternatives?|approach|solutions?)\s*(?:number\s*)?[#(]?(?:\d+(?:\.\d+)*\w?|[A-Z])\)?\s+(?:is|are|was|has|have|had|can|could|would|might|may|doesn['’]t|does|did|won['’]t|requires?|needs?|gives?|provides?|adds?|allows?)\b"
    r"|while there\b)",
    re.I,
)
_BINDS = re.compile(r"\b(?:will|shall|should|must|has to|have to|going to|chosen|decided|['’]ll)\b", re.I)
_RESOLVES = re.compile(
    r"\b(?:we|i|the team)\b (?:have |therefore |thus |will |['’]ll )?(?:will|decided|chose|agreed)\b|\bwe['’]ll\b"
    r"|\b(?:this|the) (?:rfc|proposal|adr|record|document)\b (?:also )?(?:proposes|offers|introduces|suggests)\b",
    re.I,
)
_ORDERS = re.compile(
    r"^\W*(?:accept|allow|apply|change|give|have|host|let|make|put|run|set|ship|take|treat|update|upgrade|use|adopt|add|introduce|implement|create|replace|remove|move|migrate|keep|build|provide|switch|define|store|support|drop|rename|deprecate|extend|enable|disable|continue|rely|expose|split|merge|write|go with|stick (?:with|to))\b(?! (?:of|to be)\b)",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:need|have|remains?|is left|are) (?:still )?to (?:decide|be decided|be determined|be agreed)\b|\byet to be (?:decided|determined)\b|\?\s*$",
    re.I,
)
NOTHING = re.compile(
    r"^\W*(?:(?:accepted|approved|proposed|rejected|implemented|deprecated|superseded|draft|pending|done|agreed|merged|released)"
    r"(?:\s*(?:and|,|&)\s*(?:merged|released|implemented|done|deployed|accepted|approved))*(?:\s+(?:to|into)\s+(?:the\s+)?(?:master|main|trunk|production)(?: branch)?)?\W*$"
    r"|tbd\b|todo\b|note\s*[:：]|(?:we|this (?:adr|decision|record)) (?:supersedes?|replaces?) "
    r"|(?:see |in )?(?:PR|MR|pull request|merge request|issue|ticket|adr|rfc)s?\W{0,2}\s*[A-Z-]*#?\d+\W*$|#\d+\W*$|(?:see|cf\.?) \S+(?: \S+){0,3}\W*$"
    r"|(?:[Mm]ore|[Ff]urther) (?:details|information) )",
    re.I,
)
"""Words where the answer should stand that are none: a status, a promise, a reference."""
INTRODUCES = re.compile(
    r"^\W*(?:therefore|thus|so|hence|consequently|accordingly|daher|donc|por lo tanto|in short|as follows?|the following|decision|decisions|(?:we )?(?:have )?decided(?: to do)?(?: as follows?)?"
    r"|(?:there (?:were|are) |we (?:have )?(?:made|took|taken) )?(?:the following|these|a few|several|some|two|three|a number of)(?: \w+)? decisions?\b[^.]*"
    r"|(?:[^.:]{0,80},\s*)?(?:the\s+)?following(?:\s+\w+){0,2}\s+(?:options?|choices?|approach(?:es)?|solutions?)(?:\s+\w+)?\s+(?:were|was|have\s+been|has\s+been|are|is)\s+(?:chosen|made|taken|selected|agreed|decided|adopted))\W*$",
    re.I,
)
"""Words that only say that a decision follows."""
_WHY = re.compile(
    r"[\s,;:–—-]*\b(?:(?:mainly )?(?:for|due to|because of|with|given|based on|owing to) (?:the )?(?:following|these|below|several|many|a number of)(?: \w+)? (?:reasons?|benefits?|advantages?|consequences|criteria|factors|considerations|drawbacks)(?: below)?"
    r"|because|since|due to|as|such as|namely|e\.?g|i\.?e|in order to|so that|for these reasons|for several reasons)\W*$",
    re.I,
)
"""An end that leads on to reasons or examples: what stands before it is whole."""
_WHAT = re.compile(
    r"[\s,;:–—-]*\b(?:as follows?|including|(?:(?:with|by|in|to|of|on|at|for|using) )?(?:one of )?the following(?: [\w-]+){0,3}|like this|like so)\W*$",
    re.I,
)
"""An end that leads on to the matter itself."""
_SMALL = frozenset(
    ("a", "an", "and", "any", "are", "as", "at", "be", "been", "being", "both", "but", "by", "can", "could", "do", "does", "either", "following", "for",
     "from", "had", "has", "have", "how", "if", "in", "include", "included", "includes", "including", "into", "is", "it", "its", "may", "might", "must",
     "of", "on", "or", "our", "shall", "should", "support", "supports", "than", "that", "the", "their", "then", "these", "they", "this", "those", "to",
     "use", "uses", "using", "via", "was", "we", "were", "what", "when", "where", "whereas", "whereby", "which", "while", "who", "whose", "will", "with",
     "without", "would")
)  # fmt: skip
"""Words with which no sentence ends."""


def sentences(words: str) -> list[str]:
    """The first sentences of `words`, at most six. A number with a full stop ends none: `the "2. Redis" option`."""
    found: list[str] = []
    rest = words.strip()
    while rest and (match := _SENTENCE.match(rest)) is not None and len(found) < 5:
        found.append(match[1].strip())
        rest = rest[match.end() :].strip()
    return [*found, rest] if rest else found or [words]


def deciding(words: str, sure: bool = False) -> str:
    """The sentence of a line that says what was decided, "" if none does.

    The first one, unless it only tells how things stood, or leaves open what another one decides. `sure`: only a sentence
    that says in so many words that it decides.
    """
    all_ = sentences(words)
    first = all_[0]
    bare = sure or narrates(first)
    if not bare and (_BINDS.search(first) or _ORDERS.match(first)):
        return "" if _OPEN.search(first) else first
    if not narrates(first) and (DECIDES.search(first) or _COMMITS.search(first)):
        return "" if _OPEN.search(first) else first
    if not sure and (
        stronger := next((one for one in all_[1:5] if _RESOLVES.search(one) and not narrates(one)), "")
    ):
        return stronger
    later = next((one for one in all_[1:5] if DECIDES.search(one) and not narrates(one)), "")
    if sure and not later and _ORDERS.match(first):
        return first
    if later or bare:
        return later or next((one for one in all_[1:5] if _COMMITS.search(one) and not narrates(one)), "")
    return "" if _OPEN.search(first) else first


def narrates(sentence: str) -> bool:
    """Whether a sentence only tells how things are, or what one might do."""
    return bool(_NARRATES.match(sentence)) and not DECIDES.search(sentence)


def leads_on(sentence: str) -> bool:
    """Whether a sentence ends so that what it is about must follow."""
    words = sentence.rstrip()
    if words.endswith((":", "：")):
        return True
    if words.endswith((".", "!", "?", "。", ")", "”", '"')):
        return False
    last = re.search(r"([\w'’-]+)\W*$", words)
    return last is not None and last[1].lower() in _SMALL


def gives_reasons(sentence: str) -> bool:
    """Whether a sentence is whole and only reasons or examples follow it."""
    cut = _WHY.sub("", sentence)
    return cut != sentence and whole(cut)


def wants_more(sentence: str) -> bool:
    """Whether a sentence that leads on says too little without what follows."""
    words = sentence.rstrip(":： ")
    return len(words.split()) <= 6 or bool(_WHAT.search(words)) or leads_on(words)


def shortened(words: str) -> str:
    """A sentence that leads on without its last words, which only do that; "" where it can't stand so."""
    cut = _WHAT.sub("", words.rstrip(" :："))
    return cut if cut != words.rstrip(" :：") and whole(cut) else ""


def whole(words: str) -> bool:
    """Whether `words` can stand alone."""
    words = words.rstrip(" ,;:")
    return len(words.split()) >= 3 and not leads_on(words)


def clean(text: str) -> str:
    """Without the full stop, and without an end that only leads on ("for the following reasons")."""
    open_ = leads_on(text)
    text = text.strip().rstrip(":：").strip()
    text = text[:-1] if text.endswith((".", "。")) and not text.endswith("..") else text
    for ending in (_WHY, *((_WHAT,) if open_ else ())):
        cut = ending.sub("", text)
        if cut != text and whole(cut):
            text = cut
    return text.rstrip(" ([,;:")
