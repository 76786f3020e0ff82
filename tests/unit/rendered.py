"""What tests look at in a rendered text: its words, whether its elements are balanced, and whether anything in it is active."""

import re
from collections import Counter
from html.parser import HTMLParser

from decidedly.render import Href, Rendered

VOID = frozenset({"br", "hr", "img", "wbr"})
DRAWN = frozenset({"use", "path"})
ACTIVE = frozenset(
    {"script", "style", "iframe", "object", "embed", "form", "input", "button", "base", "meta", "link", "template", "math", "textarea", "noscript"}
)  # fmt: skip
ADDRESS = re.compile(r"(?:https?:|mailto:)|(?![a-z][a-z0-9+.-]*:)(?!//)(?!\\)", re.I)


class Page(HTMLParser):
    """Reads HTML strictly: what is not balanced, not allowed or active is in `faults`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        if self.open:
            self.faults.append(f"left open: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction", "xlink:href"):
                self.faults.append(f"{tag} {name}")
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")
                if not ADDRESS.match((value or "").strip()) or re.search(r"[\x00-\x20]", value or ""):
                    self.faults.append(f"{tag} {name}={value!r}")
                if tag == "use" and not (value or "").startswith("#"):
                    self.faults.append(f"use {value!r}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()
            if tag not in DRAWN:
                self.faults.append(f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> within {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def pages(rendered: Rendered) -> list[Page]:
    """Each section, read by itself: none may reach beyond its end."""
    return [Page(f"<h2>{one.title_html}</h2>{one.html}") for one in rendered.sections]


def faults(rendered: Rendered) -> list[str]:
    """Everything wrong with a rendered text."""
    found = [fault for page in pages(rendered) for fault in page.faults]
    ids = [one.anchor for one in rendered.sections if one.anchor] + [
        name for page in pages(rendered) for name in page.ids
    ]
    return found + [f"id {name!r} {count} times" for name, count in Counter(ids).items() if count > 1]


def resolve(target: str, image: bool) -> Href:
    """A small log: `b.md` is a record, `gone.md` is missing, `secret.md` isn't published, `*.png` are files."""
    if "://" in target or target.startswith("mailto:"):
        return Href(target, "external")
    path = target.partition("#")[0]
    if path == "b.md":
        return Href(target.replace("b.md", "b.html"), "record", "DR-002 Bees")
    if path == "secret.md":
        return Href("", "unpublished", "secret.md (not published here)")
    if path.endswith(".png"):
        return Href(f"files/{path}", "file")
    if path == "gone.md":
        return Href("", "broken")
    return Href(target, "anchor" if target.startswith("#") else "file")
