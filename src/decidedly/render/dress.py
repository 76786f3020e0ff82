"""Structure that readers see at a glance: options for and against, consequences, criteria, progress.

Each of these shows every word that the author wrote, or it is not used and the plain Markdown stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from decidedly.dialects.labels import folded
from decidedly.dialects.options import CONS, COSTS, NEUTRAL, PROS
from decidedly.lifecycle import OPEN
from decidedly.markdown import Structure, parser, plain
from decidedly.matrix import Matrix, mark_of, without_mark
from decidedly.record import Cost, Document, Option, Point, Record, Section
from decidedly.render.admonitions import admonition
from decidedly.render.criteria import criteria
from decidedly.render.links import attribute, mark, text
from decidedly.render.outline import Block
from decidedly.render.tokens import end_of
from decidedly.render.writer import Writer
from decidedly.text import Span

_LABELS = PROS | CONS | NEUTRAL | COSTS
_SIDES = {"positive": "yes", "negative": "no", "neutral": "neutral"}
_SIDE_LABEL = re.compile(
    r"\W*(?:(positive|good|pros?|benefits?)|(negative|bad|cons?|drawbacks?)|(neutral))(?: consequences?)?\W*$",
    re.I,
)
_BECAUSE = re.compile(
    r"\s*(?:(good|positive)|(bad|negative)|(neutral))(?:\s*[,:]\s+(?:because\b,?\s*)?|\s+because\b,?\s*)",
    re.I,
)
_BECAUSE_LEFT = re.compile(r"because\b,?\s*", re.I)
_SAYS_CHOSEN = re.compile(
    r"\W*(selected|chosen|accepted|recommended|preferred|winner|our choice|decision)?\W*$", re.I
)
_SAYS_REJECTED = re.compile(r"\W*(rejected|not selected|not chosen|discarded|declined)\W*$", re.I)
_HEADS = {"yes": "Good", "no": "Bad", "neutral": "Neutral"}


class Dressed(NamedTuple):
    """HTML in place of some blocks, and how many."""

    html: str
    blocks: int


class Dresser:
    """Finds what can be dressed among the blocks of a record's sections."""

    def __init__(
        self,
        record: Record | Document,
        writer: Writer,
        structure: Structure,
        matrices: Sequence[Matrix],
        compare: Mapping[int, str],
    ) -> None:
        self.compare = compare
        self.ours = ""
        self.writer = writer
        self.structure = structure
        options = record.options if isinstance(record, Record) else ()
        self.options = {one.span.start: one for one in options if one.dressed}
        self.chosen = any(one.chosen for one in options)
        status = record.status.name if isinstance(record, Record) and record.status else ""
        self.open = status in OPEN
        self.checklists = {one.span.start for one in record.checklists}
        self.matrices = {one.table.span.start: one for one in matrices}
        self.sections: Mapping[int, Section] = {one.heading.start: one for one in record.sections}

    def at(self, blocks: Sequence[Block], number: int, role: str) -> Dressed | None:
        """What the block with that number begins, if it can be dressed. `role` is that of the innermost section that has one."""
        block = blocks[number]
        if block.span.start in self.options:
            return self._options(blocks, number)
        if block.kind == "table_open" and block.span.start in self.matrices:
            found, page = self.matrices[block.span.start], self.compare.get(block.span.start, "")
            return Dressed(criteria(self.writer, block.start, found, self.structure, page), 1)
        if block.kind == "bullet_list_open" and block.span.start in self.checklists:
            return self._progress(block)
        if block.kind == "paragraph_open" and (made := admonition(self.writer, blocks, number)):
            return Dressed(*made)
        if block.kind in ("heading_open", "paragraph_open"):
            return self._sides(blocks, number, role)
        if block.kind == "bullet_list_open":
            return self._sorted(block, role in ("consequences", "pros-cons", "options"))
        return None

    # -------------------------------------------------------------------------------------- options

    def _options(self, blocks: Sequence[Block], number: int) -> Dressed | None:
        cards: list[str] = []
        at = number
        while at < len(blocks) and (option := self.options.get(blocks[at].span.start)):
            count = _count(blocks, at, option.span)
            card = self._card(option, blocks[at : at + count])
            if card is None:
                break
            cards.append(card)
            at += count
            while at < len(blocks) and blocks[at].kind == "hr" and self.options.get(_start(blocks, at + 1)):
                at += 1
        return Dressed(f'<div class="options">{"".join(cards)}</div>\n', at - number) if cards else None

    def _card(self, option: Option, blocks: Sequence[Block]) -> str | None:
        """The card of one option; None where a word of it would not be on the card."""
        if not blocks or blocks[0].kind != "heading_open" or blocks[-1].span.end > option.span.end:
            return None
        source, tokens = self.structure.source, self.structure.tokens
        stated = [one.span for one in (*option.pros, *option.cons, *option.neutral)] + [
            one.span for one in option.costs
        ]
        told = {source.line_of(span.start) for span in stated}
        inlines: dict[int, int] = {}
        for index in range(
            blocks[1].start if len(blocks) > 1 else 0, blocks[-1].end if len(blocks) > 1 else 0
        ):
            token = tokens[index]
            if token.type in ("fence", "code_block", "html_block", "table_open", "blockquote_open"):
                return None
            if token.type == "inline":
                line = self.structure.lines(token)[0]
                if line in told:
                    inlines[line] = index
                elif folded(plain(token).rstrip(": ")) not in _LABELS:
                    return None
        title = self._title(option, blocks[0].start)
        costs = "".join(map(_cost, option.costs))
        head = (
            f'<header>{title}<span class="cost">{costs}</span></header>'
            if costs
            else f"<header>{title}</header>"
        )
        level = min(6, self.writer.levels.get(blocks[0].start, 3) + 1)
        lists = [
            f"<div><h{level}{self.ours}>{words}</h{level}>{self._points(found, kind, inlines)}</div>"
            for words, kind, found in (
                ("For", "yes", option.pros),
                ("Against", "no", option.cons),
                ("Neutral", "neutral", option.neutral),
            )
            if found
        ]
        css = f"option chosen{' open' if self.open else ''}" if option.chosen else "option"
        return f'<section class="{css}">{head}<div class="two">{"".join(lists)}</div></section>\n'

    def _title(self, option: Option, at: int) -> str:
        """The option's heading: its number small, its name, whether it was chosen as a pill, everything else as it stands."""
        whole = plain(self.structure.tokens[at + 1])
        before, found, after = whole.partition(option.name)
        pill = ""
        if self.chosen and option.chosen:
            css, word = ("s-proposed", "Proposed") if self.open else ("s-accepted", "Chosen")
            pill = f'<span class="pill {css}"{self.ours}><svg class="mark" aria-hidden="true"><use href="#{css}"/></svg>{word}</span>'
        elif self.chosen and not self.open:
            pill = f'<span class="pill s-draft"{self.ours}>Not chosen</span>'
        told = (
            _SAYS_CHOSEN.match(after)
            if option.chosen
            else not after.strip(" :*") or (self.chosen and _SAYS_REJECTED.match(after))
        )
        children = self.structure.tokens[at + 1].children or []
        simple = all(
            child.type in ("text", "strong_open", "strong_close", "em_open", "em_close") for child in children
        )
        if found and told and simple and (not mark_of(before) or option.chosen):
            number = without_mark(before).strip(" :.)–—-\ufe0f")
            words = (f'<small class="nth">{text(number)}</small> ' if number else "") + text(option.name)
        else:
            words = self.writer.inline(at + 1)
        level = self.writer.levels.get(at, 3)
        return f'<h{level} id="{attribute(self.writer.ids.get(at, ""))}">{words}{self.writer.anchor_link(at)}</h{level}>{pill}'

    def _points(self, points: Iterable[Point], kind: str, inlines: Mapping[int, int]) -> str:
        made = [f"<li>{mark(kind)}<span>{self._point(one, inlines)}</span></li>" for one in points]
        return f'<ul class="pc">{"".join(made)}</ul>'

    def _point(self, point: Point, inlines: Mapping[int, int]) -> str:
        """A point's words without its mark, from the tokens that there are; else parsed by themselves."""
        left = (
            _BECAUSE_LEFT.sub("", point.text, count=1)
            if point.mark.isalpha() and _BECAUSE_LEFT.match(point.text)
            else point.text
        )
        index = inlines.get(self.structure.source.line_of(point.span.start))
        if index is not None:
            whole = self.structure.tokens[index].content
            first = next(iter(self.structure.tokens[index].children or ()), None)
            cut = whole[: len(whole) - len(left)]
            if whole.endswith(left) and (
                not cut or (first is not None and first.type == "text" and first.content.startswith(cut))
            ):
                self.writer.trims[index] = lambda words: words.removeprefix(cut)
                return self.writer.inline(index)
        parsed = parser().parseInline(left, {"references": self.structure.env.get("references", {})})
        return self.writer.words(parsed[0].children or [], left) if parsed else text(left)

    # -------------------------------------------------------------------------------------- consequences

    def _sides(self, blocks: Sequence[Block], number: int, role: str) -> Dressed | None:
        """Good and bad side by side, where each is a heading (or a label) with one list under it."""
        sides: list[tuple[str, Block, Block]] = []
        at = number
        while at + 1 < len(blocks) and blocks[at + 1].kind == "bullet_list_open":
            kind = self._side(blocks[at], role)
            after = blocks[at + 2] if at + 2 < len(blocks) else None
            plain_next = (
                after is not None and after.kind not in ("heading_open", "hr") and not self._side(after, role)
            )
            if (
                not kind
                or (blocks[at].kind == "heading_open" and plain_next)
                or not self._items(blocks[at + 1])
            ):
                break
            sides.append((kind, blocks[at], blocks[at + 1]))
            at += 2
        if {"yes", "no"} - {kind for kind, _, _ in sides}:
            return None
        columns = "".join(
            f"<div>{self._label(label)}{self._list(found, kind)}</div>" for kind, label, found in sides
        )
        return Dressed(f'<div class="cons">{columns}</div>\n', at - number)

    def _side(self, block: Block, role: str) -> str:
        section = self.sections.get(block.span.start)
        if section is not None:
            return _SIDES.get(section.role, "")
        if block.kind != "paragraph_open" or role != "consequences":
            return ""
        found = _SIDE_LABEL.match(plain(self.structure.tokens[block.start + 1]))
        return (
            next(
                (kind for kind, hit in zip(("yes", "no", "neutral"), found.groups(), strict=True) if hit), ""
            )
            if found
            else ""
        )

    def _label(self, block: Block) -> str:
        if block.kind == "heading_open":
            return self.writer.blocks(block.start, block.end)
        return f"<p><b>{self.writer.inline(block.start + 1)}</b></p>"

    def _list(self, block: Block, kind: str) -> str:
        """A list with a mark before each item: its own where it has one, else that of its side."""
        items = []
        for first in self._items(block):
            own = mark_of(plain(self.structure.tokens[first.inline]))
            if own in ("yes", "no", "partly"):
                self.writer.trims[first.inline] = without_mark
            items.append(self._marked(first, own if own in ("yes", "no", "partly") else kind))
        return f'<ul class="pc">{"".join(items)}</ul>'

    def _marked(self, item: _Item, kind: str) -> str:
        self.writer.elements.enter("li")
        words = self.writer.blocks(item.start, item.end) + self.writer.elements.leave("li").removesuffix(
            "</li>"
        )
        return f"<li>{mark(kind)}<div>{words}</div></li>"

    def _items(self, block: Block) -> list[_Item]:
        """The items of a list: the tokens of each, and the first of its inline tokens."""
        tokens = self.structure.tokens
        found: list[_Item] = []
        for index in range(block.start + 1, block.end):
            if tokens[index].type == "list_item_open" and tokens[index].level == 1:
                end = end_of(self.structure.tokens, index)
                first = next((at for at in range(index, end) if tokens[at].type == "inline"), None)
                if first is None or first > index + 2 or "checked" in tokens[index].meta:
                    return []
                found.append(_Item(index + 1, end - 1, first))
        return found

    def _sorted(self, block: Block, marks: bool) -> Dressed | None:
        """A flat list of `Good, because …`, `Bad, because …` (or, if `marks`, of ✅ and ❌) as columns."""
        columns: dict[str, list[str]] = {"yes": [], "no": [], "neutral": []}
        items = self._items(block)
        kinds = [self._kind(item, marks) for item in items]
        if not items or not all(kind for kind, _ in kinds) or {"yes", "no"} - {kind for kind, _ in kinds}:
            return None
        for item, (kind, trim) in zip(items, kinds, strict=True):
            self.writer.trims[item.inline] = trim
            columns[kind].append(self._marked(item, kind))
        made = [
            f'<div><p{self.ours}><b>{_HEADS[kind]}</b></p><ul class="pc">{"".join(found)}</ul></div>'
            for kind, found in columns.items()
            if found
        ]
        return Dressed(f'<div class="cons">{"".join(made)}</div>\n', 1)

    def _kind(self, item: _Item, marks: bool) -> tuple[str, Callable[[str], str]]:
        inline = self.structure.tokens[item.inline]
        own = mark_of(plain(inline))
        if own in ("yes", "no") and marks:
            return own, without_mark
        first = next(iter(inline.children or ()), None)
        found = _BECAUSE.match(first.content) if first is not None and first.type == "text" else None
        if found is None:
            return "", without_mark
        kind = "yes" if found[1] else "no" if found[2] else "neutral"
        return kind, lambda words: _BECAUSE.sub("", words, count=1)

    # -------------------------------------------------------------------------------------- progress

    def _progress(self, block: Block) -> Dressed | None:
        items = [token for token in self.structure.tokens[block.start : block.end] if "checked" in token.meta]
        if len(items) < 2:
            return None
        done = sum(bool(token.meta["checked"]) for token in items)
        words = f"{done} of {len(items)} done"
        head = f'<p class="progress"><progress value="{done}" max="{len(items)}" aria-label="{words}"></progress> {words}</p>\n'
        return Dressed(head + self.writer.blocks(block.start, block.end), 1)


def _cost(cost: Cost) -> str:
    amount, bracket, remark = cost.value.partition(" (")
    label = f"{text(cost.label)} " if cost.label else ""
    return f"<span>{label}<b>{text(amount)}</b>{text(bracket + remark)}</span>"


class _Item(NamedTuple):
    start: int
    end: int
    inline: int


def _count(blocks: Sequence[Block], at: int, span: Span) -> int:
    """How many blocks from `at` on begin inside `span`."""
    count = 0
    while at + count < len(blocks) and span.start <= blocks[at + count].span.start < span.end:
        count += 1
    return count


def _start(blocks: Sequence[Block], at: int) -> int:
    return blocks[at].span.start if at < len(blocks) else -1
