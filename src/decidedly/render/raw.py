"""The HTML that records bring along: tags of the allow-list, rebuilt; everything else shown as text or dropped.

Markdown splits HTML into pieces (`<details>`, a paragraph, `</details>`), so a piece can't be cleaned by itself. Each
tag is therefore rebuilt here and kept balanced by `Elements`, and a section that holds any goes through nh3 as a whole.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3

from decidedly.render.links import attribute


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _names("br hr img wbr")
INLINE = _names(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup u var"
)
BLOCK = _names(
    "blockquote caption dd details div dl dt figcaption figure h3 h4 h5 h6 li ol p pre summary table tbody td tfoot th thead tr ul"
)
ALLOWED = VOID | INLINE | BLOCK
RENAMED = {"h1": "h3", "h2": "h3", "strike": "s", "tt": "code", "center": "div", "article": "div", "section": "div", "main": "div", "nav": "div", "aside": "div"}  # fmt: skip
DROPPED_WITH_CONTENT = _names(
    "script style template iframe object noembed noframes textarea title svg math xmp"
)
MAX_DEPTH = 60
"""How deep raw elements may nest: deeper tags are left out, their text stays."""

MAX_TAG = 8_000
MAX_FAILURES = 40

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S
)
_COMMENT = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<![a-zA-Z][^>]*(?:>|\Z)", re.S
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?")
_OPEN = re.compile(r'(<details[^>]*?) open=""')
_ID = re.compile(r"[^\s\"'<>&`]{1,100}")
_ALIGN = {"left": "ta-l", "center": "ta-c", "right": "ta-r"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the allow-list as written: name in lower case, attributes decoded."""

    name: str
    closes: bool
    attributes: dict[str, str]


def pieces(raw: str) -> Iterator[Tag | str]:
    """The tags and texts (decoded) of a piece of HTML, in order; comments and what must not be shown are left out."""
    at = failures = 0
    while at < len(raw):
        found = raw.find("<", at)
        if found < 0 or failures > MAX_FAILURES:
            yield html.unescape(raw[at:])
            return
        if found > at:
            yield html.unescape(raw[at:found])
        comment = _COMMENT.match(raw, found) if raw.startswith(("<!", "<?"), found) else None
        if comment:
            at = comment.end()
            continue
        tag = _TAG.match(raw, found, found + MAX_TAG)
        if tag is None:
            failures += raw.startswith(("<", "</"), found) and raw[found + 1 : found + 2].isalpha()
            yield "<"
            at = found + 1
            continue
        at = tag.end()
        name = tag["name"].lower()
        if name in DROPPED_WITH_CONTENT:
            end = re.compile(rf"</{name}\b[^>]*>", re.I).search(raw, at) if not tag["close"] else None
            at = end.end() if end else at
            continue
        kept = RENAMED.get(name, name)
        if kept in ALLOWED:
            values = {} if tag["close"] else _attributes(tag["rest"])
            if name == "center":
                values["align"] = "center"
            yield Tag(kept, bool(tag["close"]), values)


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match[2] or ""
        value = value[1:-1] if value[:1] in "\"'" and value else value
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def attributes(tag: Tag) -> str:
    """The harmless attributes of a tag, written out; addresses and ids are not among them: they need the page."""
    given, kept = tag.attributes, []
    for name in ("title", "lang"):
        if given.get(name):
            kept.append(f' {name}="{attribute(given[name])}"')
    if given.get("dir", "").lower() in ("ltr", "rtl", "auto"):
        kept.append(f' dir="{given["dir"].lower()}"')
    align = _ALIGN.get(given.get("align", "").lower())
    if align:
        kept.append(f' class="{align}"')
    sizes = {
        "img": ("width", "height"),
        "td": ("colspan", "rowspan"),
        "th": ("colspan", "rowspan"),
        "ol": ("start",),
    }
    for name in sizes.get(tag.name, ()):
        value = given.get(name, "")
        if re.fullmatch(r"[0-9]{1,4}", value) and (0 < int(value) <= 100 or not name.endswith("span")):
            kept.append(f' {name}="{int(value)}"')
    if tag.name == "details" and "open" in given:
        kept.append(" open")
    return "".join(kept)


def raw_id(tag: Tag) -> str:
    """The id that a tag gives itself (`id`, or `name` on a link), or ""."""
    named = tag.attributes.get("id") or (tag.attributes.get("name", "") if tag.name == "a" else "")
    return named if _ID.fullmatch(named) else ""


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    tag: str
    ours: bool


_CLOSED_BY: dict[str, frozenset[str]] = {
    "p": BLOCK - {"caption", "summary", "figcaption"},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "summary": BLOCK,
}
"""Which raw element ends where which other begins, as browsers have it."""


class Elements:
    """The elements open at a point of the output: what a record's own tags open can never outlive what is around it."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def __len__(self) -> int:
        return len(self._open)

    def enter(self, tag: str, name: str = "") -> None:
        """Note an element that Markdown opened."""
        self._open.append(_Open(name or tag, tag, True))

    def leave(self, name: str) -> str:
        """Close the innermost element that Markdown opened, with everything that raw HTML left open in it."""
        closed: list[str] = []
        while self._open:
            last = self._open.pop()
            closed.append(f"</{last.tag}>")
            if last.ours and last.name == name:
                break
        return "".join(closed)

    def unwind(self, depth: int) -> str:
        """Close everything opened since there were `depth` elements."""
        closed = "".join(f"</{one.tag}>" for one in reversed(self._open[depth:]))
        del self._open[depth:]
        return closed

    def implied(self, name: str) -> str:
        """Close raw elements that end where an element `name` begins: a paragraph at a list, an item at the next."""
        closed: list[str] = []
        while self._open and not self._open[-1].ours and name in _CLOSED_BY.get(self._open[-1].name, ()):
            closed.append(f"</{self._open.pop().tag}>")
        return "".join(closed)

    def open_raw(self, name: str, tag: str) -> bool:
        """Note an element that raw HTML opens; False where they nest too deeply."""
        if len(self._open) >= MAX_DEPTH:
            return False
        self._open.append(_Open(name, tag, False))
        return True

    def close_raw(self, name: str, floor: int = 0) -> str:
        """Close the raw element `name` if it is open and nothing of Markdown's was opened since."""
        for at in range(len(self._open) - 1, floor - 1, -1):
            if self._open[at].ours:
                return ""
            if self._open[at].name == name:
                return self.unwind(at)
        return ""

    def holds(self, name: str) -> bool:
        """Whether an element of that name is open."""
        return any(one.name == name for one in self._open)


@functools.cache
def _cleaner() -> nh3.Cleaner:
    everywhere = {
        "id",
        "class",
        "title",
        "lang",
        "dir",
        "role",
        "tabindex",
        "aria-label",
        "aria-hidden",
        "aria-labelledby",
    }
    return nh3.Cleaner(
        tags=set(ALLOWED | {"h2", "header", "section", "svg", "use", "path", "progress"}),
        attributes={
            "*": everywhere,
            "a": {"href", "rel"},
            "img": {"src", "alt", "width", "height", "loading", "decoding"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan", "scope"},
            "ol": {"start"},
            "details": {"open"},
            "svg": {"viewBox"},
            "use": {"href"},
            "path": {"d", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-dasharray"},
            "progress": {"value", "max"},
        },
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def cleaned(section: str) -> str:
    """A section's HTML as a browser would understand it, balanced, with nothing active in it."""
    return _OPEN.sub(r"\1 open", _cleaner().clean(section))
