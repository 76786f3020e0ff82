"""The card that a link to a decision shows where it is shared: 1,200 by 630 pixels, PNG, drawn with Pillow.

Pillow is optional (`decidedly[cards]`): ask `there` first. The letters are those that Pillow carries, so that the same
card is drawn everywhere; words in other scripts can't be, and then there is no card: ask `writable`.
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


def draw(card: Card) -> bytes:
    """The card as PNG."""
    from PIL import Image, ImageDraw

    masks = [Image.new("L", (WIDTH, HEIGHT), 0) for _ in range(3)]
    ink, muted, accent = (ImageDraw.Draw(mask) for mask in masks)
    accent.rectangle((0, 0, 20, HEIGHT), fill=255)
    _mark(accent, card.status, MARGIN, MARGIN - 4, 44)
    accent.text((MARGIN + 64, MARGIN), _kept(card.state), font=_font(34), fill=255)
    if card.id:
        box = muted.textbbox((0, 0), _kept(card.id), font=_font(34))
        muted.text((WIDTH - MARGIN - box[2], MARGIN), _kept(card.id), font=_font(34), fill=255)
    size, lines = _fitted(card.title)
    y = 168
    for line in lines:
        ink.text((MARGIN, y), line, font=_font(size), fill=255, stroke_width=1)
        y += round(size * 1.18)
    answer = _kept(card.answer)
    if answer and writable(card.answer):
        y += 22
        room = max(1, (HEIGHT - 110 - y) // 46)
        for line in _wrapped(answer, 36, min(3, room)):
            ink.text((MARGIN, y), line, font=_font(36), fill=255)
            y += 46
    foot = " · ".join(one for one in (_kept(card.log), card.day) if one)
    muted.text((MARGIN, HEIGHT - 78), _wrapped(foot, 28, 1)[0] if foot else "", font=_font(28), fill=255)
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


def _fitted(title: str) -> tuple[int, list[str]]:
    """The title's size and lines: as large as three lines allow."""
    words = _kept(title)
    for size in (64, 54, 46):
        lines = _wrapped(words, size, 4)
        if len(lines) <= (2 if size == 64 else 3):
            return size, lines
    return 46, _wrapped(words, 46, 3)


def _wrapped(words: str, size: int, most: int) -> list[str]:
    """`words` in lines that fit between the margins; what is beyond `most` lines is cut, and seen to be."""
    font, room = _font(size), WIDTH - 2 * MARGIN
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


@functools.cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


@functools.lru_cache(4096)
def _covered(char: str) -> bool:
    """Whether the letters that there are have this one."""
    if char.isspace():
        return True
    mask, nothing = _font(32).getmask(char), _font(32).getmask("\uffff")
    return bool(mask.getbbox()) and (mask.size != nothing.size or bytes(mask) != bytes(nothing))


def _kept(words: str) -> str:
    return " ".join("".join(char for char in words if _covered(char)).split())


def writable(words: str) -> bool:
    """Whether `words` can be written with the letters that there are, but for a few of them."""
    letters = [char for char in words if char.isalnum()]
    return sum(map(_covered, letters)) >= 0.95 * len(letters) and bool(letters)
