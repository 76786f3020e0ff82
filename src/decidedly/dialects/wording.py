"""The words for statuses as a log uses them: its own word, in its own language, letters and marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from decidedly.dialects.status import cleaned
from decidedly.lifecycle import NAMES, meaning
from decidedly.record import Status
from decidedly.text import without_emoji

_NARROWER = frozenset(
    {
        "implemented", "implementable", "partially implemented", "partially accepted", "done", "living", "merged", "released", "complete",
        "completed", "recommended", "umgesetzt", "已实施", "已实现", "已完成", "実装済み", "active review", "last call", "final comment period",
        "rfc", "request for comments", "awaiting review", "scheduled for review", "previewing", "reverted", "incomplete", "final",
    }
)  # fmt: skip
"""Words that say more than the status they stand for: nobody's habit is a reason to write them."""

_LANGUAGES: tuple[dict[str, str], ...] = (
    {"accepted": "akzeptiert", "proposed": "vorgeschlagen", "rejected": "abgelehnt", "deprecated": "veraltet", "superseded": "ersetzt",
     "withdrawn": "zurückgezogen", "draft": "entwurf"},
    {"accepted": "accepté", "proposed": "proposé", "rejected": "rejeté", "deprecated": "déprécié", "superseded": "remplacé",
     "withdrawn": "abandonné", "draft": "brouillon"},
    {"accepted": "aceptado", "proposed": "propuesto", "rejected": "rechazado", "deprecated": "obsoleto", "superseded": "reemplazado",
     "withdrawn": "retirado", "draft": "borrador"},
    {"accepted": "aceito", "proposed": "proposto", "rejected": "rejeitado", "deprecated": "depreciado", "superseded": "substituído",
     "draft": "rascunho"},
    {"accepted": "已接受", "proposed": "提议", "rejected": "拒绝", "deprecated": "已弃用", "superseded": "已取代", "withdrawn": "已撤回", "draft": "草案"},
    {"accepted": "承認済み", "proposed": "提案中", "rejected": "却下", "deprecated": "廃止", "superseded": "置き換え済み", "draft": "下書き"},
)  # fmt: skip
"""The same statuses in other languages: a record is answered in the one that it speaks."""


_LINKS: tuple[dict[str, str], ...] = (
    {"supersedes": "Ersetzt", "superseded-by": "Ersetzt durch", "amends": "Ändert", "amended-by": "Geändert durch", "depends-on": "Hängt ab von"},
    {"supersedes": "Remplace", "superseded-by": "Remplacé par", "amends": "Modifie", "amended-by": "Modifié par", "depends-on": "Dépend de",
     "relates-to": "Lié à"},
    {"supersedes": "Reemplaza", "superseded-by": "Reemplazado por", "amends": "Modifica", "amended-by": "Modificado por",
     "depends-on": "Depende de", "relates-to": "Relacionado con"},
    {"supersedes": "Substitui", "superseded-by": "Substituído por", "amends": "Modifica", "amended-by": "Modificado por",
     "depends-on": "Depende de", "relates-to": "Relacionado a"},
)  # fmt: skip
"""What kinds of links are called in the first of these languages."""


def tongue(word: str) -> int | None:
    """Which of these languages a word for a status or a link is of, by number; None for English and for what nobody knows."""
    own = word.lower()
    for number, words in enumerate(_LANGUAGES):
        links = _LINKS[number] if number < len(_LINKS) else {}
        if own in words.values() or any(own == one.lower() for one in links.values()):
            return number
    return None


def link_words(kind: str, like: str) -> str:
    """What a link of this kind is called in the language of the status `like`; "" in English, and where nobody knows."""
    own = like.lower()
    return next(
        (
            links.get(kind, "")
            for words, links in zip(_LANGUAGES, _LINKS, strict=False)
            if own in words.values()
        ),
        "",
    )


Tally = Mapping[tuple[str, str], int]
"""Name and wording of statuses, with how many records state them so."""


def tally(stated: Iterable[Status]) -> Counter[tuple[str, str]]:
    """How often each status is worded how."""
    return Counter((one.name, one.raw) for one in stated)


def usual_word(stated: Tally, wanted: str, names: tuple[str, ...] = NAMES, like: str = "") -> str:
    """The word that a log's statuses use for `wanted`, in small letters; "" if none does. Beside the word `like`, only one of
    the same language."""
    own = like.lower()
    used: Counter[str] = Counter()
    for (name, raw), count in stated.items():
        if name != wanted or count < 1:
            continue
        word = cleaned(raw).lower()
        known = word and word not in _NARROWER and meaning(word, names) == wanted
        if known and not (own and _foreign(word, own)):
            used[word] += count
    return used.most_common(1)[0][0] if used else ""


def _foreign(word: str, own: str) -> bool:
    """Whether two words are of different languages, as far as known."""
    one, other = tongue(word), tongue(own)
    known = (one is not None or word in NAMES) and (other is not None or own in NAMES)
    return known and one != other  # `angenommen` may well be German


def translated(status: str, like: str) -> str:
    """`status` in the language of the word `like`, as far as known."""
    own = like.lower()
    return next((words[status] for words in _LANGUAGES if own in words.values() and status in words), status)


def cased(word: str, like: str) -> str:
    """`word` in the letters of `like`: all large, the first large, or as it is."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def usual_sign(stated: Tally, wanted: str) -> str:
    """The sign that a log sets before this status (`✅`), or ""."""
    signs: Counter[str] = Counter()
    for (name, raw), count in stated.items():
        if name == wanted and (sign := sign_of(raw)):
            signs[sign] += count
    return signs.most_common(1)[0][0] if signs else ""


def sign_of(raw: str) -> str:
    """The emoji at the beginning, or ""."""
    lead = re.match(r"[^\w\s*_`~\[<(]{1,3}(?=\s|\*|_|\w)", raw)
    return lead[0] if lead and not without_emoji(lead[0]) else ""
