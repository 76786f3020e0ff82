"""The one parser, with rules that note where in the text they matched: spans come out of the parse, never from a search.

An inline token that makes a link, an image or a code span carries `meta["at"]`: (start, end, target start, target end,
kind) in the block's content. A table's row carries `meta["column"]`: where in its line it begins, container marks left out.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline, autolink, backtick, image, link
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.gfm import gfm_plugin

BUDGET = 200_000
"""Characters that failed attempts at links may cost in one text: `[a[a[a…` and `http: http: …` are quadratic."""

_SCHEMES = ("http", "https", "mailto", "xmpp")

Rule = Callable[[StateInline, bool], bool]


@functools.cache
def parser() -> MarkdownIt:
    """The one parser: CommonMark with GitHub's tables, tasks, alerts, strike-through, autolinks, footnotes; definition lists."""
    made = MarkdownIt("commonmark", {"html": True}).use(gfm_plugin).use(deflist_plugin)
    made.inline.ruler.at("link", _noting_link(link, "link_open"))
    made.inline.ruler.at("image", _noting_link(image, "image"))
    made.inline.ruler.at("autolink", _noting_autolink(autolink))
    made.inline.ruler.at("backticks", _noting_code(backtick))
    active = dict(zip(made.inline.ruler.get_active_rules(), made.inline.ruler.getRules(""), strict=True))
    for name in ("gfm_autolink_www", "gfm_autolink_protocol", "gfm_autolink_email"):
        made.inline.ruler.at(name, _noting_bare(active[name], back_to_scheme="protocol" in name))
    made.block.ruler.at("table", _noting_rows, {"alt": ["paragraph", "reference"]})
    return made


def exhausted(env: MutableMapping[str, Any]) -> bool:
    """Whether a parse with this environment gave up looking for links."""
    return int(env.get("budget", BUDGET)) <= 0


def _spend(state: StateInline, cost: int) -> None:
    state.env["budget"] = state.env.get("budget", BUDGET) - cost


def _noting_link(rule: Rule, token_type: str) -> Rule:
    mark = "[" if token_type == "link_open" else "!"

    @functools.wraps(rule)
    def wrapped(state: StateInline, silent: bool) -> bool:
        start, before, maximum = state.pos, len(state.tokens), state.posMax
        if state.src[start] != mark or exhausted(state.env):
            return False
        if not rule(state, silent):
            _spend(state, maximum - start)
            return False
        if not silent:
            made = next((one for one in state.tokens[before:] if one.type == token_type), None)
            if made is not None:
                made.meta["at"] = (start, state.pos, *_target(state, start, state.pos, token_type))
        return True

    return wrapped


def _target(state: StateInline, start: int, end: int, token_type: str) -> tuple[int, int, str]:
    helpers = state.md.helpers
    position, maximum = state.pos, state.posMax
    state.posMax = end
    label = helpers.parseLinkLabel(
        state, start + (1 if state.src[start] == "!" else 0), token_type == "link_open"
    )
    state.pos, state.posMax = position, maximum
    at = label + 1
    if label < 0 or at >= end or state.src[at] != "(":
        return start, end, "reference"
    at += 1
    while at < end and state.src[at] in " \t\n":
        at += 1
    if at < end and state.src[at] == ")":
        return at, at, "inline"
    found = helpers.parseLinkDestination(state.src, at, end)
    if not found.ok:
        return start, end, "reference"
    first, last = at, found.pos
    if state.src[first:last].startswith("<") and last - first >= 2:
        first, last = first + 1, last - 1
    return first, max(first, last), "inline"


def _noting_autolink(rule: Rule) -> Rule:
    """`<https://…>`."""

    @functools.wraps(rule)
    def wrapped(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if state.src[start] != "<" or not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "link_open":
                token.meta["at"] = (start, state.pos, start + 1, state.pos - 1, "auto")
        return True

    return wrapped


def _noting_bare(rule: Rule, back_to_scheme: bool) -> Rule:
    """`https://…`, `www.…`, `somebody@…`: these rules look back into the words that were read already."""

    @functools.wraps(rule)
    def wrapped(state: StateInline, silent: bool) -> bool:
        pending, start, before = state.pending, state.pos, len(state.tokens)
        if back_to_scheme:
            if state.src[start] != ":" or exhausted(state.env) or not pending.endswith(_SCHEMES):
                return False
            _spend(state, len(pending))
        if not rule(state, silent):
            return False
        made = state.tokens[before:]
        kept = len(made[0].content) if made and made[0].type == "text" else 0
        for token in made:
            if token.type == "link_open":
                start -= len(pending) - kept
                token.meta["at"] = (start, state.pos, start, state.pos, "auto")
        return True

    return wrapped


def _noting_code(rule: Rule) -> Rule:
    @functools.wraps(rule)
    def wrapped(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "code_inline":
                token.meta["at"] = (start, state.pos, start, state.pos, "code")
        return True

    return wrapped


def _noting_rows(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    before = len(state.tokens)
    if not table(state, first, last, silent):
        return False
    for token in state.tokens[before:]:
        if token.type == "tr_open" and token.map is not None:
            begin = state.bMarks[token.map[0]] + state.tShift[token.map[0]]
            token.meta["column"] = begin - (state.src.rfind("\n", 0, begin) + 1)
    return True
