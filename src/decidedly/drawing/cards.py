"""The card that a link to a decision shows where it is shared: 1,200 by 630 pixels, PNG, drawn with Pillow.

Pillow is optional (`decidedly[cards]`): ask `there` first. Its own letters, with which the same card is drawn everywhere,
are English only; for other words a font file is needed, whose bytes are `font` (b"" without one). What that can't write
either has no card: ask `writable`.
"""

from __future__ import annotations

import functools
import importlib.util
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 630
MARGIN = 80

Colour = tuple[int, int, int]

GROUND: Colour = (252, 252, 250)
INK: Colour = (21, 32, 27)
MUTED: Colour = (81, 92, 86)
COLOURS: dict[str, Colour] = {
    "accepted": (30, 124, 76),
    "proposed": (44, 102, 199),
    "rejected": (195, 56, 46),
    "deprecated": (164, 101, 12),
    "superseded": (120, 87, 179),
}
"""The marks' colours in the light scheme; other statuses are grey."""

OTHER: Colour = (114, 124, 118)
LEVELS = 64

EDITION = 1
"""To be raised with every change to how cards look: drawn ones are kept by it."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: who decided what, in what state. `status` is the key of the mark, `state` its word."""

    id: str
    title: str
    answer: str
    status: str
    state: str
    log: str
    day: str = ""


def there() -> bool:
    """Whether cards can be drawn here."""
    return importlib.util.find_spec("PIL") is not None


def draw(card: Card, font: bytes = b"") -> bytes:
    """The card as PNG."""
    from PIL import Image, ImageDraw

    plain = not font or PLAIN.writes(card.title + card.answer + card.log + card.state)
    letters = PLAIN if plain else _letters(font)
    masks = [Image.new("L", (WIDTH, HEIGHT), 0) for _ in range(3)]
    ink, muted, accent = (ImageDraw.Draw(mask) for mask in masks)
    accent.rectangle((0, 0, 20, HEIGHT), fill=255)
    _mark(accent, card.status, MARGIN, MARGIN - 4, 44)
    accent.text((MARGIN + 64, MARGIN), letters.kept(card.state), font=letters.font(34), fill=255)
    if card.id:
        box = muted.textbbox((0, 0), letters.kept(card.id), font=letters.font(34))
        muted.text((WIDTH - MARGIN - box[2], MARGIN), letters.kept(card.id), font=letters.font(34), fill=255)
    size, lines = _fitted(card.title, letters)
    y = 168
    for line in lines:
        ink.text((MARGIN, y), line, font=letters.font(size), fill=255, stroke_width=1)
        y += round(size * 1.18)
    answer = letters.kept(card.answer)
    if answer and letters.writes(card.answer):
        y += 22
        room = max(1, (HEIGHT - 110 - y) // 46)
        for line in _wrapped(answer, 36, min(3, room), letters):
            ink.text((MARGIN, y), line, font=letters.font(36), fill=255)
            y += 46
    foot = " · ".join(one for one in (letters.kept(card.log), card.day) if one)
    muted.text(
        (MARGIN, HEIGHT - 78),
        _wrapped(foot, 28, 1, letters)[0] if foot else "",
        font=letters.font(28),
        fill=255,
    )
    return _png(masks, (INK, MUTED, COLOURS.get(card.status, OTHER)))


def _png(masks: list[Image.Image], colours: tuple[Colour, ...]) -> bytes:
    """The masks, each in its colour, as a picture with few colours: a quarter of the bytes and of the time."""
    from PIL import Image

    palette: list[int] = []
    for colour in colours:
        for level in range(LEVELS):
            share = level / (LEVELS - 1)
            palette += [round(g + (c - g) * share) for g, c in zip(GROUND, colour, strict=True)]
    picture = Image.new("P", (WIDTH, HEIGHT), 0)
    picture.putpalette(palette)
    for number, mask in enumerate(masks):
        indices = mask.point([number * LEVELS + value * (LEVELS - 1) // 255 for value in range(256)])
        picture.paste(indices, (0, 0), mask.point([0] + [255] * 255))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _mark(pen: ImageDraw.ImageDraw, status: str, x: int, y: int, size: int) -> None:
    """The mark of a status, as in the site's rows."""
    s = size / 16

    def at(*points: float) -> list[tuple[float, float]]:
        return [(x + px * s, y + py * s) for px, py in zip(points[::2], points[1::2], strict=True)]

    wide = round(1.8 * s)
    if status == "accepted":
        pen.ellipse((x, y, x + size, y + size), fill=255)
        pen.line(at(4.7, 8.3, 7, 10.6, 11.4, 5.8), fill=0, width=wide, joint="curve")
        return
    pen.ellipse((x + s, y + s, x + 15 * s, y + 15 * s), outline=255, width=wide)
    if status == "proposed":
        pen.ellipse((x + 6 * s, y + 6 * s, x + 10 * s, y + 10 * s), fill=255)
    elif status in ("rejected", "withdrawn"):
        pen.line(at(5.6, 5.6, 10.4, 10.4), fill=255, width=wide)
        pen.line(at(10.4, 5.6, 5.6, 10.4), fill=255, width=wide)
    elif status == "deprecated":
        pen.line(at(4.8, 8, 11.2, 8), fill=255, width=wide)
    elif status == "superseded":
        pen.line(at(5, 8, 10.6, 8), fill=255, width=wide)
        pen.line(at(8.2, 5.3, 10.9, 8, 8.2, 10.7), fill=255, width=wide, joint="curve")


def _fitted(title: str, letters: Letters) -> tuple[int, list[str]]:
    """The title's size and lines: as large as three lines allow."""
    words = letters.kept(title)
    for size in (64, 54, 46):
        lines = _wrapped(words, size, 4, letters)
        if len(lines) <= (2 if size == 64 else 3):
            return size, lines
    return 46, _wrapped(words, 46, 3, letters)


def _wrapped(words: str, size: int, most: int, letters: Letters) -> list[str]:
    """`words` in lines that fit between the margins; what is beyond `most` lines is cut, and seen to be."""
    font, room = letters.font(size), WIDTH - 2 * MARGIN
    lines: list[str] = []
    line = ""
    for word in words.split():
        tried = f"{line} {word}".strip()
        if not line or font.getlength(tried) <= room:
            line = tried
        else:
            lines.append(line)
            line = word
        if len(lines) == most:
            break
    if len(lines) < most:
        lines.append(line)
        line = ""
    found = [_cut(one, font, room) for one in lines if one]
    if line and found:
        found[-1] = _cut(found[-1] + " …", font, room)
    return found


def _cut(line: str, font: Any, room: int) -> str:
    if font.getlength(line) <= room:
        return line
    bare = line.rstrip(" …")
    while bare and font.getlength(bare + "…") > room:
        bare = bare[:-1]
    return bare.rstrip(" ,;:") + "…"


class Letters:
    """The letters of a font file, or Pillow's own (b"")."""

    def __init__(self, data: bytes = b"") -> None:
        self._data = data
        self._fonts: dict[int, Any] = {}
        self._known: dict[str, bool] = {}

    def font(self, size: int) -> Any:
        """The font in that size."""
        from PIL import ImageFont

        if size not in self._fonts:
            made = (
                ImageFont.truetype(io.BytesIO(self._data), size)
                if self._data
                else ImageFont.load_default(size)
            )
            self._fonts[size] = made
        return self._fonts[size]

    def has(self, char: str) -> bool:
        """Whether there is a letter for `char`: one for none looks alike for all."""
        if char not in self._known:
            mask, nothing = self.font(32).getmask(char), self.font(32).getmask("\uffff")
            drawn = bool(mask.getbbox()) and (mask.size != nothing.size or bytes(mask) != bytes(nothing))
            self._known[char] = char.isspace() or drawn
        return self._known[char]

    def kept(self, words: str) -> str:
        """`words` without what there is no letter for."""
        return " ".join("".join(filter(self.has, words)).split())

    def writes(self, words: str) -> bool:
        """Whether every letter and digit of `words` is there, and there are any: none is left out of a word."""
        letters = [char for char in words if char.isalnum()]
        return bool(letters) and all(map(self.has, letters))


PLAIN = Letters()


@functools.lru_cache(2)
def _letters(font: bytes) -> Letters:
    return Letters(font)


def writable(words: str, font: bytes = b"") -> bool:
    """Whether `words` can be written."""
    return PLAIN.writes(words) or (bool(font) and _letters(font).writes(words))
