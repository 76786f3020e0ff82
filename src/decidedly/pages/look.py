"""What a team has set for the look of its site: the `[theme]` table of adr.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from decidedly.pages import colours
from decidedly.pages.colours import Both
from decidedly.text import near

_FILES = ("logo", "logo-dark", "icon")
_LISTS = ("css", "pages")
KEYS: tuple[str, ...] = (*_FILES, "logo-alone", *_LISTS, "navigation", "colors", "fonts")
"""The keys of `[theme]`."""

FONT_KEYS = ("text", "headings", "code", "files")
FACE_KEYS = ("family", "file", "weight", "style")
ENTRIES: tuple[str, ...] = ("log", "graph", "timeline", "reviews", "compare", "about")
"""What the navigation may name of what is there already."""

TEXT_STACK = (
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", '
    '"Helvetica Neue", Arial, sans-serif'
)
"""The families of the built-in stylesheet: a family of one's own comes before them, and drawings keep to them, because
the width of their labels is known."""

_FAMILY = re.compile(r"[^\x00-\x1f\"'\\;{}<>()@]{1,80}")
_GENERIC = re.compile(r"(serif|sans-serif|monospace|system-ui|ui-[a-z-]+|cursive|fantasy)")
_WEIGHT = re.compile(r"[1-9]\d{0,3}( [1-9]\d{0,3})?")


class LookError(ValueError):
    """A setting that can't be used; the message says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a font: the family's name, the file, and which weights and style it is for."""

    family: str
    file: str
    weight: str = "400"
    style: str = "normal"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: `key` names what is there already, or a page of one's own by its file; else `url`."""

    key: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Look:
    """What is set. Files are paths as written; what is empty is left as it is.

    `colours` by their names in the configuration. `families`: "text", "headings", "code" → the families as written.
    """

    logo: str = ""
    logo_dark: str = ""
    logo_alone: bool = False
    icon: str = ""
    css: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    navigation: tuple[Entry, ...] = ()
    colours: Mapping[str, Both] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    faces: tuple[Face, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that goes to the site as it is."""
        return tuple(
            dict.fromkeys(
                one
                for one in (self.logo, self.logo_dark, self.icon, *(face.file for face in self.faces))
                if one
            )
        )


# --------------------------------------------------------------------------------------------------------- reading


def read_look(table: Mapping[str, Any]) -> Look:
    """What the `[theme]` table says. Raises LookError."""
    _known(table, KEYS, "theme")
    if not isinstance(table.get("logo-alone", False), bool):
        raise LookError("theme.logo-alone is no choice; write true or false")
    files = {key: _text(table[key], f"theme.{key}") if key in table else "" for key in _FILES}
    lists = {key: _texts(table[key], f"theme.{key}") if key in table else () for key in _LISTS}
    look = Look(
        logo=files["logo"],
        logo_dark=files["logo-dark"],
        icon=files["icon"],
        css=lists["css"],
        pages=lists["pages"],
        logo_alone=table.get("logo-alone", False),
        navigation=tuple(_entries(table.get("navigation", []))),
        colours=dict(_colours(table.get("colors", {}))),
        families=dict(_families(_table(table.get("fonts", {}), "theme.fonts"))),
        faces=tuple(_faces(_table(table.get("fonts", {}), "theme.fonts").get("files", []))),
    )
    for at, entry in enumerate(look.navigation):
        if entry.key and entry.key not in (*ENTRIES, *look.pages):
            hint = _hint(entry.key, (*ENTRIES, *look.pages))
            raise LookError(f"theme.navigation[{at}] is “{entry.key}”: there is no such page; {hint}")
    if look.logo_dark and not look.logo:
        raise LookError("theme.logo-dark is set without theme.logo; set both, or theme.logo alone")
    for name, ends in (("logo", PICTURES), ("logo_dark", PICTURES), ("icon", (*PICTURES, ".ico"))):
        _ends(getattr(look, name), ends, f"theme.{name.replace('_', '-')}")
    return look


PICTURES = (".svg", ".png", ".webp", ".jpg", ".jpeg", ".avif")
FONTS = {".woff2": "woff2", ".woff": "woff", ".ttf": "truetype", ".otf": "opentype"}


def _known(table: Mapping[str, Any], keys: Sequence[str], name: str) -> None:
    for key in table:
        if key not in keys:
            raise LookError(f"{name}.{key} is no setting; {_hint(key, keys)}")


def _hint(word: str, keys: Sequence[str]) -> str:
    meant = near(word, keys, 1)
    return f"did you mean “{meant[0]}”?" if meant else f"there are {', '.join(keys)}"


def _table(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise LookError(f"{name} is no table; write [{name}]")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise LookError(f"{name} is no text; write it in quotes")
    return value.strip()


def _texts(value: object, name: str) -> tuple[str, ...]:
    ones = value if isinstance(value, list) else [value]
    return tuple(_text(one, name) for one in ones)


def _ends(file: str, ends: Iterable[str], name: str) -> None:
    if file and not file.lower().endswith(tuple(ends)):
        raise LookError(f"{name} is “{file}”; name a file that ends in {', '.join(ends)}")


def _colours(table: object) -> Iterable[tuple[str, Both]]:
    for name, value in _table(table, "theme.colors").items():
        if name not in colours.NAMES:
            _known({name: value}, tuple(colours.NAMES), "theme.colors")
        ones = [value, value] if isinstance(value, str) else value
        if not (
            isinstance(ones, list)
            and len(ones) == 2
            and all(isinstance(one, str) and colours.is_colour(one) for one in ones)
        ):
            raise LookError(
                f'theme.colors.{name} is no colour; write "#0b57d0", or ["#0b57d0", "#a8c7fa"] for light and dark'
            )
        yield name, (ones[0].lower(), ones[1].lower())


def _families(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    _known(table, FONT_KEYS, "theme.fonts")
    for key in FONT_KEYS[:-1]:
        if key in table:
            words = _text(table[key], f"theme.fonts.{key}")
            if not all(_FAMILY.fullmatch(one.strip()) for one in words.split(",")):
                raise LookError(
                    f"theme.fonts.{key} is “{words}”; write the name of a font, or several with commas"
                )
            yield key, words


def _faces(listed: object) -> Iterable[Face]:
    for at, one in enumerate(listed if isinstance(listed, list) else [listed]):
        name = f"theme.fonts.files[{at}]"
        table = _table(one, name)
        _known(table, FACE_KEYS, name)
        face = Face(
            _text(table.get("family"), f"{name}.family"),
            _text(table.get("file"), f"{name}.file"),
            str(table.get("weight", "400")),
            str(table.get("style", "normal")),
        )
        _ends(face.file, FONTS, f"{name}.file")
        if not _FAMILY.fullmatch(face.family):
            raise LookError(f"{name}.family is “{face.family}”; write the name of one font")
        if not _WEIGHT.fullmatch(face.weight):
            raise LookError(f"{name}.weight is “{face.weight}”; write a number as 400, or two as “400 700”")
        if face.style not in ("normal", "italic"):
            raise LookError(f"{name}.style is “{face.style}”; write normal or italic")
        yield face


def _entries(listed: object) -> Iterable[Entry]:
    if not isinstance(listed, list):
        raise LookError(
            'theme.navigation is no list; write ["log", "graph", {title = "Wiki", url = "https://…"}]'
        )
    for at, one in enumerate(listed):
        name = f"theme.navigation[{at}]"
        if isinstance(one, str) and one.strip():
            yield Entry(key=one.strip())
            continue
        table = _table(one, name)
        _known(table, ("title", "url", "page"), name)
        entry = Entry(
            _text(table["page"], f"{name}.page") if "page" in table else "",
            _text(table.get("title"), f"{name}.title") if "title" in table or "url" in table else "",
            _text(table["url"], f"{name}.url") if "url" in table else "",
        )
        if bool(entry.key) == bool(entry.url):
            raise LookError(f"{name} has to have either page or url")
        if entry.url and not entry.url.startswith(("https://", "http://", "mailto:")):
            raise LookError(f"{name}.url is “{entry.url}”; write an address that begins with https://")
        yield entry


# --------------------------------------------------------------------------------------------------------- writing


_AIR = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?\*/|\s*([{};])\s*|([:,])\s+|\s+""",
    re.DOTALL,
)


def lean(css: str) -> str:
    """`css` without comments and the space that nobody reads: a tenth of what a page's stylesheet weighs."""
    return _AIR.sub(lambda one: one[1] or one[2] or one[3] or (" " if one[0].isspace() else ""), css)


def stylesheet(look: Look, names: Mapping[str, str]) -> str:
    """The CSS of colours, fonts and logo. `names`: each file as written → its name in the site's assets."""
    parts = [colours.rules(look.colours)]
    for face in look.faces:
        if face.file not in names:  # an edition without files: nobody looks at it
            continue
        file = names[face.file]
        kind = FONTS["." + file.rpartition(".")[2].lower()]
        parts.append(
            f'@font-face {{ font-family: "{face.family}"; src: url("{file}") format("{kind}"); '
            f"font-weight: {face.weight}; font-style: {face.style}; font-display: swap }}\n"
        )
    text, headings, code = (_stack(look.families.get(key, "")) for key in FONT_KEYS[:-1])
    if text:
        parts.append(f"body {{ font-family: {text}, {TEXT_STACK} }}\n")
    if headings:
        parts.append(f"h1, h2, h3, h4, h5, h6, .brand {{ font-family: {headings}, {text or TEXT_STACK} }}\n")
    if code:
        parts.append(f":root {{ --mono: {code}, ui-monospace, monospace }}\n")
    if text or headings:
        parts.append(f".graph {{ font-family: {TEXT_STACK} }}\n")
    if look.logo:
        parts.append(".brand img { width: auto; height: 28px; flex: none }\n")
    if look.logo_dark:
        parts.append(
            ".brand .for-dark, [data-theme=dark] .brand .for-light { display: none } "
            "[data-theme=dark] .brand .for-dark { display: block }\n"
            "@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) .brand .for-light { display: none } "
            ":root:not([data-theme=light]) .brand .for-dark { display: block } }\n"
        )
    return "".join(parts)


def _stack(families: str) -> str:
    ones = [one.strip() for one in families.split(",") if one.strip()]
    return ", ".join(one if _GENERIC.fullmatch(one) else f'"{one}"' for one in ones)


def warnings(look: Look, css: str) -> list[str]:
    """Sentences about colours that can't be read well, `css` being the built-in stylesheet."""
    found: list[str] = []
    for one in colours.faint(look.colours, css):
        front = "theme.colors." + one.front if one.front in look.colours else one.front
        back = "theme.colors." + one.back if one.back in look.colours else one.back
        found.append(
            f"{front} on {back} is hard to read in the {one.scheme} scheme: "
            f"contrast {one.contrast:.1f}, {one.least:g} is needed"
        )
    return found
