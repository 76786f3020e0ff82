"""Taking keys out of YAML and TOML: of front matter, of the mapping that holds a record's keys in it, of a file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decidedly.amend.errors import UNCHANGED, AmendError
from decidedly.amend.pieces import MOVABLE, Head, Piece, apart
from decidedly.amend.target import Target
from decidedly.dialects.keyed import NESTED
from decidedly.dialects.labels import canonical, folded
from decidedly.dialects.status import is_unfilled
from decidedly.preamble import Mapping, Node, Preamble, Scalar, compose, read_preamble
from decidedly.preamble import Sequence as Items
from decidedly.text import Edit, Source, Span, one_line

Pair = tuple[Scalar, Node]


def from_front_matter(target: Target, form: str, head: Head) -> None:
    """What the front matter gives away. For the form "front-matter" it stays, and what stands elsewhere comes to it."""
    source = target.record.source
    preamble = read_preamble(source)
    if preamble.kind == "toml" and preamble.values is None:
        raise AmendError(
            f"{source.path}: its TOML front matter can't be read; adr lint says where; mend that first{UNCHANGED}"
        )
    if preamble.values is None:
        return
    if form == "front-matter":
        for key, node in _all_pairs(preamble.values):
            name = canonical(key.value)
            if name is not None:
                head.held.setdefault(name, ", ".join(_flat(node) or [""]))
        if preamble.kind == "yaml":
            head.edits += _lifted(source, preamble.values)
        return
    edits, left = _taken(source, preamble.values, head)
    if left or _more_than(source, preamble, edits):
        head.edits += edits
    else:  # nothing is left between the fences: they go too, as lines do, with the empty line behind
        head.spans.append(Span(source.text.startswith("\ufeff"), preamble.span.end))


def from_side(side: Source, head: Head) -> None:
    """What the file beside the record gives away."""
    node, _ = compose(side)
    if isinstance(node, Mapping):
        head.beside += _taken(side, node, head)[0]


def nested_metadata(preamble: Preamble) -> bool:
    """Whether the front matter has the record's status or date in a mapping of its own (`adr: {status: …}`)."""
    return preamble.values is not None and any(_lifts(key, node) for key, node in preamble.values.pairs)


def _lifts(key: Scalar, node: Node) -> bool:
    return (
        isinstance(node, Mapping)
        and folded(key.value) in NESTED
        and any(canonical(inner.value) in ("status", "date") for inner, _ in node.pairs)
    )


def _all_pairs(values: Mapping) -> Iterator[Pair]:
    for key, node in values.pairs:
        if isinstance(node, Mapping) and folded(key.value) in NESTED:
            yield from _all_pairs(node)
        else:
            yield key, node


def _more_than(source: Source, preamble: Preamble, edits: Sequence[Edit]) -> bool:
    """Whether anything but these edits' lines stands between the fences, a comment for example."""
    return bool(_edited(source, preamble.inner, edits).strip())


def _edited(source: Source, span: Span, edits: Sequence[Edit]) -> str:
    """The text of `span` with these edits made."""
    text, at = "", span.start
    for edit in sorted(edits, key=lambda one: one.span):
        text += source.text[at : edit.span.start] + edit.new
        at = max(at, edit.span.end)
    return text + source.text[at : span.end]


def _taken(source: Source, values: Mapping, head: Head) -> tuple[list[Edit], bool]:
    """Edits that take the movable keys out of a mapping, and whether keys are left in it."""
    edits: list[Edit] = []
    gone: set[int] = set()
    for number, (key, node) in enumerate(values.pairs):
        if isinstance(node, Mapping) and folded(key.value) in NESTED:
            inner, left = _taken(source, node, head)
            whole = source.lines_span(*_lines(source, key, node))
            bare = _edited(source, whole, inner).strip().partition(":")[2].strip() in ("", "{}")
            if left or not node.pairs or not (bare or source.text[node.span.start] == "{"):
                edits += inner
            else:  # nothing is left in it, not even a comment
                gone.add(number)
        elif _takes(source, key, node, head):
            gone.add(number)
    left = len(gone) < len(values.pairs)
    if source.text[values.span.start : values.span.start + 1] == "{":
        return ([*edits, *_from_flow(source, values, gone)] if gone and left else edits), left
    for number in sorted(gone):
        key, node = values.pairs[number]
        edits.append(Edit(source.lines_span(*_lines(source, key, node)), ""))
    return edits, left


def _takes(source: Source, key: Scalar, node: Node, head: Head) -> bool:
    """Whether a key moves, or goes because the same was said; its fact is noted."""
    name = canonical(key.value) or folded(key.value)
    values = _flat(node)
    first, last = _lines(source, key, node)
    if name not in MOVABLE or values is None:
        return False
    flow = not re.fullmatch(r"[\ufeff \t\"']*", source.text[source.line_span(first).start : key.span.start])
    remark = "" if flow else _remarks(source, key, node, source.line_span(last - 1).end)
    piece = Piece(name, key.value, values, remark, prose=False)
    if values and not is_unfilled(source.at(node.span)):
        became = head.second(piece)
        if became == "outranked":
            return False
        if became == "new":
            head.pieces.append(Piece(name, "", values, remark, prose=False))
        elif became == "apart":
            head.pieces.append(apart(piece))
    return True


def _lines(source: Source, key: Scalar, node: Node) -> tuple[int, int]:
    """The lines of a key with its value, the last excluded."""
    first = source.line_of(key.span.start)
    return first, max(first, source.line_of(max(node.span.end - 1, node.span.start))) + 1


def _flat(node: object) -> list[str] | None:
    """The values of a key, if they are plain; None for mappings and lists of them."""
    if isinstance(node, Scalar):
        return [one_line(node.value)] if node.value.strip() else []
    if isinstance(node, Mapping) and node.pairs and all(_empty(value) for _, value in node.pairs):
        return [
            one_line(key.value) for key, _ in node.pairs
        ]  # a template's braces, filled in: `{ accepted }`
    if isinstance(node, Items) and all(isinstance(one, Scalar) for one in node.items):
        return [one_line(one.value) for one in node.items if isinstance(one, Scalar) and one.value.strip()]
    return None


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not len(node.span)


def _remarks(source: Source, key: Scalar, node: Node, end: int) -> str:
    """What comments say beside a value, or beside the items of a list."""
    parts = [one.span for one in node.items] if isinstance(node, Items) else [node.span]
    begins = [max(key.span.end, one.end) for one in (key.span, *parts)]
    ends = [
        max(begin, stop) for begin, stop in zip(begins, [*(one.start for one in parts), end], strict=True)
    ]
    gaps = [source.text[a:b] for a, b in zip(begins, ends, strict=True)]
    return "; ".join(found for gap in gaps for line in gap.splitlines() if (found := _comment(line)))


def _comment(rest: str) -> str:
    match = re.search(r"(?:^|\s)#\s*(.+)$", rest)
    return match[1].strip() if match else ""


# --------------------------------------------------------------------------------------------------- flow mappings


def _segments(source: Source, values: Mapping) -> list[str]:
    """The text of each pair of `{a: 1, b: [2]}`, blanks and all. Raises AmendError where comments are in between."""
    inner = Span(values.span.start + 1, values.span.end - 1)
    cuts = [inner.start]
    for (key, node), (after, _) in zip(values.pairs, values.pairs[1:], strict=False):
        begin = max(key.span.end, node.span.end)
        comma = source.text.find(",", begin, after.span.start)
        if comma < 0 or "#" in source.text[begin : after.span.start]:
            raise AmendError(
                f"{source.path}: its keys in braces {{…}} can't be told apart; put each on a line of its own first{UNCHANGED}"
            )
        cuts.append(comma + 1)
    ends = [cut - 1 for cut in cuts[1:]] + [inner.end]
    return [source.text[a:b] for a, b in zip(cuts, ends, strict=True)]


def _from_flow(source: Source, values: Mapping, gone: set[int]) -> Iterator[Edit]:
    kept = [one for number, one in enumerate(_segments(source, values)) if number not in gone]
    kept[0] = kept[0].lstrip(" ") if 0 in gone else kept[0]
    yield Edit(Span(values.span.start + 1, values.span.end - 1), ",".join(kept))


# ------------------------------------------------------------------------------------------------- keys in a mapping


def _lifted(source: Source, values: Mapping) -> Iterator[Edit]:
    """Edits that put the keys of `adr: {…}` beside the others, as they are written."""
    outer = {key.value for key, node in values.pairs if not _lifts(key, node)}
    for key, node in values.pairs:
        if not isinstance(node, Mapping) or not _lifts(key, node):
            continue
        for inner, _ in node.pairs:
            if inner.value in outer:
                raise AmendError(
                    f"{source.path}: the key “{inner.value}” stands both under “{key.value}” and beside it; "
                    f"take one of them out first{UNCHANGED}"
                )
            outer.add(inner.value)
        first, last = _lines(source, key, node)
        line = source.line_span(first)
        indent = re.match(r"[ \t]*", source.at(line))
        lead = indent[0] if indent else ""
        if source.text[node.span.start : node.span.start + 1] == "{":
            stop = source.line_span(last - 1).end
            rest = _comment(source.text[node.span.end : stop])
            made = [f"{lead}{one.strip()}" for one in _segments(source, node) if one.strip()]
            made += [f"{lead}# {rest}"] if rest else []
            ends = re.search(r"\r\n|\r|\n", source.text)
            yield Edit(Span(line.start, stop), (ends[0] if ends else "\n").join(made))
            continue
        begin = source.line_of(node.pairs[0][0].span.start)
        if begin == first:
            raise AmendError(
                f"{source.path}: its keys under “{key.value}” can't be told apart from it; put each on a line of its own "
                f"first{UNCHANGED}"
            )
        rest = _comment(source.at(Span(key.span.end, line.end)))
        yield Edit(
            source.lines_span(first, first + 1) if not rest else line, f"{lead}# {rest}" if rest else ""
        )
        inside = re.match(r"[ \t]*", source.at(source.line_span(begin)))
        deeper = len(inside[0] if inside else "") - len(lead)
        for number in range(first + 1, last):
            text = source.at(source.line_span(number))
            at = source.line_span(number).start + len(lead)
            less = min(deeper, len(text) - len(text.lstrip(" \t")) - len(lead))
            if less > 0 and text.strip():
                yield Edit(Span(at, at + less), "")
