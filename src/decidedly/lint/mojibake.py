"""Finding text that was decoded wrongly once, and what it was before.

UTF-8 that was read as Mac Roman, Windows-1252 or Latin-1 and saved again leaves short runs of odd characters: `â€™`, `‚úÖ`.
Each such run is taken back by itself (encoded as it was wrongly read, decoded as UTF-8), because the rest of the file is
usually sound. ftfy, the field's library, judges a text as a whole and leaves most runs of Mac Roman alone; what is
here is smaller and stricter: a run counts only if what comes out is a likely character and what stands there is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decidedly.text import Span

PASSES = 4
"""How often a text may have been damaged again."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Damaged characters at `span`, the text `new` that they were, and the encoding they were wrongly read in."""

    span: Span
    new: str
    encoding: str


def _byte_of(encoding: str) -> dict[str, int]:
    """Character → byte, for the upper half; where the encoding leaves a byte undefined, Latin-1's control character."""
    table: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        table[bytes([byte]).decode("latin-1")] = byte
    for byte in range(0x80, 0x100):
        try:
            table[bytes([byte]).decode(encoding)] = byte
        except UnicodeDecodeError:
            continue
    return table


def _strict(encoding: str) -> dict[str, int]:
    return {bytes([byte]).decode(encoding): byte for byte in range(0x80, 0x100)}


_TABLES: Mapping[str, Mapping[str, int]] = {
    "Mac Roman": _strict("mac_roman"),
    "Windows-1252": _byte_of("cp1252"),
}


def _pattern(table: Mapping[str, int]) -> re.Pattern[str]:
    def any_of(first: int, last: int) -> str:
        return "[" + "".join(re.escape(char) for char, byte in table.items() if first <= byte <= last) + "]"

    more = any_of(0x80, 0xBF)
    return re.compile(
        f"(?:{any_of(0xC2, 0xDF)}{more}|{any_of(0xE0, 0xEF)}{more}{{2}}|{any_of(0xF0, 0xF4)}{more}{{3}})+"
    )


_PATTERNS = {name: _pattern(table) for name, table in _TABLES.items()}
_CONTROL = re.compile("[\x80-\x9f]")
_LENGTHS = ((0xF0, 4), (0xE0, 3), (0xC2, 2))

_LIKELY = re.compile(
    "[\u2010-\u2027\u202f-\u205e\u2070-\u209f\u20a0-\u20bf\u2100-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\ufeff\u200b-\u200d"
    "\u1e00-\u1eff\U0001f000-\U0001faff]"
)
"""What most often becomes three or four odd characters: punctuation, arrows, boxes, marks, emoji."""
_FAR = re.compile(
    "[\u0370-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
"""Letters of other scripts: believed only where several stand together, as they do in words."""


def repairs(text: str) -> Iterator[Repair]:
    """Every damaged run of `text`, in order, with its repair."""
    if text.isascii():
        return
    found: list[Repair] = []
    for encoding, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            found += _repairs(text, match, encoding)
    end = 0
    for one in sorted(found, key=lambda one: (one.span.start, -len(one.span))):
        if one.span.start >= end:
            end = one.span.end
            yield one


def _repairs(text: str, match: re.Match[str], encoding: str) -> Iterator[Repair]:
    table = _TABLES[encoding]
    pieces: list[tuple[int, int, str]] = []
    at = match.start()
    while at < match.end():
        length = next(size for first, size in _LENGTHS if table[text[at]] >= first)
        try:
            char = bytes(table[one] for one in text[at : at + length]).decode("utf-8")
        except UnicodeDecodeError:  # overlong, or half of a surrogate pair
            char = ""
        pieces.append((at, at + length, char))
        at += length
    foreign = sum(_FAR.match(char) is not None for _, _, char in pieces) >= 3
    sure = [bool(piece[2]) and _believed(text, piece, foreign, encoding) for piece in pieces]
    run: list[tuple[int, int, str]] = []
    for number, piece in enumerate([*pieces, (at, at, "")]):
        beside = any(sure[max(0, number - 1) : number + 2])
        if piece[2] and (sure[number] or (beside and not piece[2].isascii())):
            run.append(piece)
            continue
        if run:
            span = Span(run[0][0], run[-1][1])
            repair = _repaired(text, span, "".join(char for _, _, char in run), encoding)
            if not _CONTROL.search(repair.new):
                yield repair
        run = []


def _repaired(text: str, span: Span, new: str, encoding: str) -> Repair:
    """The repair of a run; what comes out damaged still, because it was damaged twice, is taken back again."""
    for _ in range(PASSES):
        again = list(repairs(new))
        if not again:
            break
        for one in reversed(again):
            new = new[: one.span.start] + one.new + new[one.span.end :]
    old = text[span.start : span.end]
    if encoding == "Windows-1252" and any("\x80" <= char <= "\x9f" for char in old):
        encoding = "Latin-1"
    return Repair(span, new, encoding)


def _believed(text: str, piece: tuple[int, int, str], foreign: bool, encoding: str) -> bool:
    """Whether nobody would have written these characters, and somebody would have written what they were.

    `foreign` tells that they stand in a run that makes several letters of another script.
    """
    start, end, char = piece
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if end - start >= 3 and _LIKELY.match(char):
        # “á” before closing marks is Spanish, not a part of a Vietnamese letter
        between = before.isalpha() and after.isalpha()
        return not "\u1e00" <= char <= "\u1eff" or between or text[end - 1] not in _QUOTES
    if _FAR.match(char):
        return foreign
    if end - start != 2 or not "\u00a0" <= char <= "\u024f":
        return False
    second = text[start + 1]
    if encoding == "Mac Roman":
        if text[start] == "¬":
            number = before.isalnum() or text[: start - 1][-1:].isdigit()
            return char in _SIGNS if second not in _MATHS else char in "°±¹²³" and number
        in_word = before.isalpha() and after.isalpha()
        return text[start] == "√" and (char == "×" or (char.isalpha() and (second not in _MATHS or in_word)))
    if text[start] == "Â":
        return char in _SIGNS or char in "¼½¾µ²³¿¡º"
    if text[start] == "Ã":
        return (char.isalpha() or char == "×") and not (before.isupper() and second in _QUOTES)
    return char.isalpha() and before.isascii() and before.islower()


_SIGNS = frozenset("°±£§©®«»·\u00a0")
_MATHS = frozenset("π∑∏∫∂≤≥≠∞±µΩ")
"""What may well stand after “¬” and “√” in a formula."""
_QUOTES = frozenset("“”‘’‚„«»…–—\u00a0")
"""What may well stand after a capital: “AMANHÔ."""
