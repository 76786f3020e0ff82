"""A page as a test sees it: its elements, ids, links and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass
class Element:
    """One element: its tag, attributes, elements inside it and words."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self, tag: str = "", css: str = "") -> list[Element]:
        """Every element inside with that tag and class, in order."""
        found = []
        for one in self.inside:
            if isinstance(one, Element):
                if (not tag or one.tag == tag) and (not css or css in one.classes):
                    found.append(one)
                found.extend(one.all(tag, css))
        return found

    def one(self, tag: str = "", css: str = "") -> Element:
        """The only element inside with that tag and class."""
        found = self.all(tag, css)
        assert len(found) == 1, f"{len(found)} elements <{tag} class={css!r}>"
        return found[0]

    @property
    def text(self) -> str:
        """All words inside, white space folded."""
        return " ".join("".join(self._words()).split())

    def _words(self):
        for one in self.inside:
            if isinstance(one, str):
                yield one
            elif one.tag not in ("script", "style"):
                yield from one._words()

    @property
    def ids(self) -> list[str]:
        return [one.attributes["id"] for one in self.all() if "id" in one.attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def read(html: str) -> Element:
    """Parse a page; every element has to be closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.root
