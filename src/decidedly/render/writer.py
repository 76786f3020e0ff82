"""Tokens → HTML. Everything is escaped, every element closed; what raw HTML a record holds is rebuilt tag by tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.token import Token

from decidedly.markdown import plain
from decidedly.render.code import code_block, language
from decidedly.render.diagrams import Pictures, figure
from decidedly.render.links import Href, Resolve, attribute, mark, page_anchor, safe_url, text
from decidedly.render.raw import VOID, Elements, Tag, attributes, pieces, raw_id
from decidedly.render.tokens import end_of, target_of, trimmed

_PLAIN_BLOCKS = {
    "paragraph_open": "p",
    "blockquote_open": "blockquote",
    "bullet_list_open": "ul",
    "dl_open": "dl",
    "dt_open": "dt",
    "dd_open": "dd",
}
_INLINE = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
_ALIGN = re.compile(r"text-align:(left|right|center)")
_KNOWN_AS = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([^\s\"'<>&`]{1,100})", re.I)


class TableCell(NamedTuple):
    """One cell of a table: the index of its inline token, its alignment as a class ("" for none)."""

    inline: int
    align: str


class Writer:
    """Writes parts of one text's tokens. `ids` and `levels` are those of its headings, by token index.

    `anchors` are all the names that a link within the text may lead to, with the id on the page of each. `trims` are
    applied to the first or last words of the inline token with that index.
    """

    def __init__(self, tokens: Sequence[Token], resolve: Resolve) -> None:
        self.tokens = tokens
        self.resolve = resolve
        self.ids: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self.anchors: dict[str, str] | None = None
        self.trims: dict[int, Callable[[str], str]] = {}
        self.pictures: Pictures | None = None
        self.has_code = False
        self.has_raw = False
        self.elements = Elements()
        self._used: set[str] = set()
        self._tables = 0
        self._footnotes: set[str] = set()

    # -------------------------------------------------------------------------------------- blocks

    def know(self, headings: Mapping[str, str]) -> None:
        """Learn which anchors there are: those of the headings, and ids in raw HTML."""
        self._used = set(headings.values())
        self.anchors = dict(headings)
        for token in self.tokens:
            if token.type == "html_block":
                self._know_raw(token.content)
            for child in token.children or ():
                if child.type == "html_inline":
                    self._know_raw(child.content)

    def _know_raw(self, raw: str) -> None:
        if self.anchors is not None and ("id" in raw or "name" in raw):
            for name in _KNOWN_AS.findall(raw):
                self.anchors.setdefault(name, page_anchor(name))

    def blocks(self, start: int, end: int) -> str:
        """The HTML of the tokens from `start` to before `end`, which hold whole blocks."""
        out: list[str] = []
        at = start
        while at < end:
            at = self._block(at, out)
        return "".join(out)

    def _block(self, at: int, out: list[str]) -> int:
        token = self.tokens[at]
        kind = token.type
        if kind == "inline":
            out.append(self.inline(at))
        elif token.hidden:
            if token.nesting < 0 and self.tokens[at + 1].nesting > 0:
                out.append("\n")
        elif token.nesting < 0:
            out.append(self.elements.leave(token.tag or "div") + "\n")
        elif kind in _PLAIN_BLOCKS:
            css = (
                ' class="contains-task-list"'
                if "contains-task-list" in str(token.attrs.get("class", ""))
                else ""
            )
            self._enter(out, _PLAIN_BLOCKS[kind], css)
        elif kind == "list_item_open":
            self._item(token, out)
        elif kind == "ordered_list_open":
            start = token.attrs.get("start")
            self._enter(out, "ol", f' start="{int(start)}"' if isinstance(start, int) and start != 1 else "")
        elif kind == "heading_open":
            return self._heading(at, out)
        elif kind == "table_open":
            return self._table(at, out)
        elif kind in ("fence", "code_block"):
            self.has_code = True
            out.append(self.elements.implied("pre") + self._code(token.content, token.info))
        elif kind == "hr":
            out.append(self.elements.implied("div") + "<hr>\n")
        elif kind == "html_block":
            out.append(self.raw(token.content) + "\n")
        elif kind == "alert_open":
            name = str(token.meta.get("kind", "note")).lower()
            self._enter(out, "div", f' class="markdown-alert markdown-alert-{attribute(name)}" role="note"')
        elif kind == "alert_title_open":
            self._enter(out, "p", ' class="markdown-alert-title"')
        elif kind.startswith("footnote"):
            self._footnote(token, out)
        elif token.nesting > 0:
            self._enter(out, "div", "", token.tag or "div")
        return at + 1

    def beside(self, tokens: Sequence[Token]) -> str:
        """The HTML of other tokens, of words of the same text that were parsed by themselves."""
        other = Writer(tokens, self.resolve)
        other.pictures, other.anchors, other._used, other._tables = (
            self.pictures,
            self.anchors,
            self._used,
            self._tables,
        )
        html = other.blocks(0, len(tokens)) + other.elements.unwind(0)
        self._tables = other._tables
        self.has_code, self.has_raw = self.has_code or other.has_code, self.has_raw or other.has_raw
        return html

    def _code(self, content: str, info: str) -> str:
        picture = self.pictures(content) if self.pictures and language(info) == "mermaid" else None
        return figure(content, picture) if picture else code_block(content, info)

    def _enter(self, out: list[str], tag: str, rest: str = "", name: str = "") -> None:
        out.append(f"{self.elements.implied(tag)}<{tag}{rest}>")
        self.elements.enter(tag, name)

    def _item(self, token: Token, out: list[str]) -> None:
        if "checked" not in token.meta:
            return self._enter(out, "li")
        done = bool(token.meta["checked"])
        self._enter(out, "li", f' class="task-list-item{" done" if done else ""}"')
        out.append(
            f'{mark("done" if done else "todo")}<span class="vh">{"Done" if done else "To do"}: </span>'
        )
        return None

    def _heading(self, at: int, out: list[str]) -> int:
        level = self.levels.get(at, 0)
        tag = f"h{level}" if level else "h6"
        anchor = self.ids.get(at, "")
        out.append(self.elements.implied("div"))
        if anchor:
            out.append(
                f'<{tag} id="{attribute(anchor)}">{self.inline(at + 1)}{self.anchor_link(at)}</{tag}>\n'
            )
        else:
            out.append(f"<{tag}>{self.inline(at + 1)}</{tag}>\n")
        return at + 3

    def anchor_link(self, at: int) -> str:
        """The small link to itself at the end of the heading that opens at token `at`."""
        anchor = attribute(self.ids.get(at, ""))
        words = attribute(plain(self.tokens[at + 1]))
        return f'<a class="anchor" href="#{anchor}" aria-label="Link to {words}">#</a>' if anchor else ""

    # -------------------------------------------------------------------------------------- tables

    def rows(self, at: int) -> list[list[TableCell]]:
        """The cells of the table that opens at token `at`, the header first."""
        found: list[list[TableCell]] = []
        for index in range(at, end_of(self.tokens, at)):
            token = self.tokens[index]
            if token.type == "tr_open":
                found.append([])
            elif token.type in ("th_open", "td_open") and found:
                align = _ALIGN.search(str(token.attrs.get("style", "")))
                found[-1].append(TableCell(index + 1, f"ta-{align[1][0]}" if align else ""))
        return found

    def _table(self, at: int, out: list[str]) -> int:
        rows = self.rows(at)
        out.append(self.elements.implied("div") + self.table_start(rows))
        out.append("<table>\n<thead>\n")
        for number, row in enumerate(rows):
            if number == 1:
                out.append("</thead>\n<tbody>\n")
            cells = (self._cell(cell, "th" if number == 0 else "td") for cell in row)
            out.append(f"<tr>{''.join(cells)}</tr>\n")
        out.append(f"</{'tbody' if len(rows) > 1 else 'thead'}>\n</table></section>\n")
        return end_of(self.tokens, at)

    def table_start(self, rows: Sequence[Sequence[TableCell]]) -> str:
        """The box around a table, which scrolls where the page is narrow, named after the table's columns."""
        self._tables += 1
        heads = (
            ", ".join(filter(None, (plain(self.tokens[cell.inline]) for cell in rows[0][:6]))) if rows else ""
        )
        label = attribute(f"Table {self._tables}: {heads[:120]}" if heads else f"Table {self._tables}")
        return f'<section class="scroll" tabindex="0" aria-label="{label}">'

    def _cell(self, cell: TableCell, tag: str) -> str:
        css = f' class="{cell.align}"' if cell.align else ""
        words = self.inline(cell.inline)
        if tag == "th":
            return f'<th scope="col"{css}>{words}</th>' if words else "<td></td>"
        return f"<td{css}>{words}</td>"

    # -------------------------------------------------------------------------------------- footnotes

    def _footnote(self, token: Token, out: list[str]) -> None:
        number = int(token.meta.get("id", 0)) + 1
        if token.type == "footnote_block_open":
            self._enter(out, "section", ' class="footnotes" aria-label="Footnotes"', "div")
            out.append("<ol>")
            self.elements.enter("ol")
        elif token.type == "footnote_open":
            self._enter(out, "li", f' id="fn-{number}"', "div")
        elif token.type == "footnote_anchor":
            where = self._reference_id(token)
            if where in self._footnotes:
                out.append(f' <a href="#{where}" aria-label="Back to the text">↩</a>')

    @staticmethod
    def _reference_id(token: Token) -> str:
        number, again = int(token.meta.get("id", 0)) + 1, int(token.meta.get("subId", 0))
        return f"fnref-{number}-{again}" if again else f"fnref-{number}"

    # -------------------------------------------------------------------------------------- words

    def inline(self, index: int) -> str:
        """The HTML of the inline token at `index`."""
        token = self.tokens[index]
        children = token.children or []
        trim = self.trims.get(index)
        return self.words(trimmed(children, trim) if trim else children, token.content)

    def words(self, children: Sequence[Token], content: str = "") -> str:
        """The HTML of inline tokens; `content` is the Markdown that they were parsed from."""
        out: list[str] = []
        depth = len(self.elements)
        for child in children:
            kind = child.type
            if kind == "text":
                out.append(text(child.content))
            elif kind == "softbreak":
                out.append("\n")
            elif kind == "code_inline":
                out.append(f"<code>{text(child.content)}</code>")
            elif kind == "link_open":
                out.append(self._link(child, content))
            elif kind in _INLINE:
                self._enter(out, _INLINE[kind])
            elif kind == "image":
                out.append(
                    self._image(
                        target_of(child, content, "src"), plain(child), str(child.attrs.get("title", ""))
                    )
                )
            elif kind == "hardbreak":
                out.append("<br>\n")
            elif kind == "html_inline":
                out.append(self.raw(child.content, depth))
            elif kind == "footnote_ref":
                out.append(self._footnote_ref(child))
            elif child.nesting < 0:
                out.append(self.elements.leave(child.tag))
            elif child.content:
                out.append(text(child.content))
        out.append(self.elements.unwind(depth))
        return "".join(out)

    def _footnote_ref(self, token: Token) -> str:
        number, where = int(token.meta.get("id", 0)) + 1, self._reference_id(token)
        here = "" if where in self._footnotes else f' id="{where}"'
        self._footnotes.add(where)
        return (
            f'<sup class="fn"><a href="#fn-{number}"{here} aria-label="Footnote {number}">{number}</a></sup>'
        )

    def _link(self, token: Token, content: str) -> str:
        opening, tag = self._anchor(target_of(token, content, "href"), str(token.attrs.get("title", "")))
        self.elements.enter(tag, "a")
        return opening

    def _href(self, target: str, image: bool = False) -> Href:
        """Where `target` leads, with an address that is safe to write down, or none and the reason why."""
        if target.startswith("#") and self.anchors is not None:
            wanted = unquote(target[1:]).removeprefix("user-content-")
            for name in (wanted, wanted.lower()):
                if name in self.anchors:
                    return Href(f"#{self.anchors[name]}", "anchor")
            if wanted.lower() not in ("", "top"):
                return Href("", "broken", f"There is no “{target}” in this text")
        href = self.resolve(target, image)
        if href.kind in ("broken", "unpublished"):
            return Href("", href.kind, href.title)
        url = safe_url(href.url)
        return Href(url, href.kind, href.title) if url else Href("", "broken", href.title)

    def _anchor(self, target: str, title: str) -> tuple[str, str]:
        """The opening tag of a link, and the name of its element: a `span` where it leads nowhere."""
        href = self._href(target)
        if self.elements.holds("a"):
            return "<span>", "span"
        if not href.url:
            why = (
                href.title
                or title
                or ("Not published here: " if href.kind == "unpublished" else "Leads nowhere: ") + target
            )
            return f'<span class="{href.kind}" title="{attribute(why)}">', "span"
        said = title or href.title
        rest = f' title="{attribute(said)}"' if said else ""
        rest += ' rel="noopener noreferrer"' if href.kind == "external" else ""
        return f'<a href="{attribute(href.url)}"{rest}>', "a"

    def _image(self, target: str, alt: str, title: str, sizes: str = "") -> str:
        href = self._href(target, True)
        within = self.elements.holds("a")
        if href.url and href.kind in ("file", "document"):
            said = f' title="{attribute(title)}"' if title else ""
            return f'<img src="{attribute(href.url)}" alt="{attribute(alt)}"{said}{sizes} loading="lazy" decoding="async">'
        words = text(alt or title or target)
        if href.url and not within:  # pages load nothing from elsewhere
            rel = ' rel="noopener noreferrer"' if href.kind == "external" else ""
            return f'<a class="image" href="{attribute(href.url)}"{rel}>{words}</a>'
        if href.url:
            return f'<span class="image">{words}</span>'
        kind = "unpublished" if href.kind == "unpublished" else "broken"
        why = (
            href.title
            or ("Image not published here: " if kind == "unpublished" else "Image not found: ") + target
        )
        return f'<span class="{kind}" title="{attribute(why)}">{words}</span>'

    # -------------------------------------------------------------------------------------- raw HTML

    def raw(self, source: str, floor: int = 0) -> str:
        """A piece of raw HTML; elements below `floor` of those open stay as they are."""
        self.has_raw = True
        parts = list(pieces(source))
        out: list[str] = []
        for number, part in enumerate(parts):
            if isinstance(part, str):
                out.append(text(part))
            elif part.name in VOID:
                out.append(self._void(part))
            elif part.closes:
                out.append(self.elements.close_raw(part.name, floor))
            else:
                rest = parts[number + 1 :] if part.name == "p" else ()
                self._open(
                    part, out, any(isinstance(one, Tag) and one.closes and one.name == "p" for one in rest)
                )
        return "".join(out)

    def _void(self, tag: Tag) -> str:
        if tag.name == "img":
            given = tag.attributes
            sizes = re.sub(r' title="[^"]*"', "", attributes(tag))
            return self._image(given.get("src", ""), given.get("alt", ""), given.get("title", ""), sizes)
        return f"{self.elements.implied('div') if tag.name == 'hr' else ''}<{tag.name}>"

    def _open(self, tag: Tag, out: list[str], closed_here: bool) -> None:
        opening, name = f"<{tag.name}", tag.name
        if tag.name == "a":
            opening, name = "<span", "span"
            if "href" in tag.attributes:
                whole, name = self._anchor(tag.attributes["href"], tag.attributes.get("title", ""))
                opening = whole[:-1]
        elif tag.name == "p" and not closed_here:  # its end stands beyond other blocks, which no p may hold
            opening, name = "<div", "div"
        out.append(self.elements.implied(tag.name))
        if not self.elements.open_raw(tag.name, name):
            return
        anchor = raw_id(tag)
        where = page_anchor(anchor) if anchor else ""
        if where and where not in self._used:
            self._used.add(where)
            opening += f' id="{attribute(where)}"'
        out.append(opening + ("" if tag.name == "a" else attributes(tag)) + ">")
