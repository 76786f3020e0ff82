"""The site's colours by the names that a configuration gives them, and whether they can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

STATUSES: tuple[str, ...] = ("accepted", "proposed", "draft", "rejected", "deprecated", "superseded")

NAMES: dict[str, str] = {
    "background": "bg", "sunken": "sunk", "surface": "surface", "text": "ink", "quiet": "muted", "line": "line", "edge": "edge",
    "link": "link",
    **{status: status for status in STATUSES},
    **{f"{status}-tint": f"{status}-t" for status in STATUSES},
    **{f"{status}-mark": f"{status}-m" for status in STATUSES},
    **{f"heat-{step}": f"h{step}" for step in range(6)}, "heat-5-text": "h5-ink",
}  # fmt: skip
"""A colour's name in the configuration → its name in the stylesheet."""

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((name, ground, 4.5) for name in ("text", "quiet", "link") for ground in ("background", "sunken", "surface")),
    *((status, ground, 4.5) for status in STATUSES for ground in ("background", f"{status}-tint")),
    *((name, f"{status}-tint", 4.5) for name in ("text", "quiet") for status in STATUSES),
    *((f"{status}-mark", ground, 3.0) for status in STATUSES for ground in ("background", f"{status}-tint")),
    *(("text", f"heat-{step}", 4.5) for step in range(5)),
    ("heat-5-text", "heat-5", 4.5),
    *(("edge", ground, 3.0) for ground in ("background", "surface")),
)  # fmt: skip
"""What stands on what, and the least contrast (WCAG 2.2: words 4.5 to 1, marks and borders 3 to 1)."""

SCHEMES = ("light", "dark")

Both = tuple[str, str]
"""A colour in the light and in the dark scheme."""

_TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.I)


@dataclass(frozen=True, slots=True)
class Faint:
    """Two colours that are too much alike: what stands on what in which scheme, their contrast and the least there may be."""

    front: str
    back: str
    scheme: str
    contrast: float
    least: float


def is_colour(words: str) -> bool:
    """Whether `words` are a colour as we take them: `#rgb` or `#rrggbb`."""
    return _HEX.fullmatch(words) is not None


def built_in(css: str) -> dict[str, Both]:
    """The colours that a stylesheet sets, by their names in the configuration."""
    found = {token: (light, dark) for token, light, dark in _TOKEN.findall(css)}
    return {name: found[token] for name, token in NAMES.items() if token in found}


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, from 1 to 21 (WCAG's contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faint(chosen: Mapping[str, Both], css: str) -> Iterator[Faint]:
    """What could not be read well if `chosen` replaced colours of the stylesheet; only pairs that it touches."""
    known = built_in(css) | dict(chosen)
    for front, back, least in PAIRS:
        if (front in chosen or back in chosen) and front in known and back in known:
            for at, scheme in enumerate(SCHEMES):
                found = contrast(known[front][at], known[back][at])
                if found < least:
                    yield Faint(front, back, scheme, found, least)


def rules(chosen: Mapping[str, Both]) -> str:
    """The CSS that puts `chosen` in place."""
    if not chosen:
        return ""
    tokens = {NAMES[name]: both for name, both in chosen.items()}
    plain = "; ".join(f"--{token}: {light}" for token, (light, _) in tokens.items())
    both = "; ".join(f"--{token}: light-dark({light}, {dark})" for token, (light, dark) in tokens.items())
    return f":root {{ {plain} }}\n@supports (color: light-dark(#000, #fff)) {{ :root {{ {both} }} }}\n"


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
