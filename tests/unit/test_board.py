"""The dashboard's text and its hidden line."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.gfm import gfm_plugin
from tests.notifiers.digests import decision, digest

from decidedly.notices.board import board, is_same, ticked
from decidedly.notices.marker import Marker, read_marker, visible, write_marker

WAITING = "review: {when: [{event: phase-12}]}\n"

TEXT = """\
4 decisions need a review: 1 overdue, 2 due, 1 coming up.

## Overdue

**@\u200balice**

- [ ] [DR\\-001 Use thing 1](https://git.example/acme/shop/blob/main/adr/0001-thing.md) — due since 2026-03-01

## Due

**@\u200balice**

- [ ] [DR\\-004 Use thing 4](https://git.example/acme/shop/blob/main/adr/0004-thing.md) — due 2026-04-01

**Nobody answers for these**

- [ ] [DR\\-002 Use thing 2](https://git.example/acme/shop/blob/main/adr/0002-thing.md) — due 2026-04-01

## Coming up

**bob**

- [ ] [DR\\-003 Use thing 3](https://git.example/acme/shop/blob/main/adr/0003-thing.md) — due 2026-04-20

## Waiting for an event

**@\u200balice**

- [DR\\-005 Use thing 5](https://git.example/acme/shop/blob/main/adr/0005-thing.md) — phase\\-12

This list is kept by `adr remind`: record a review with `adr review`, and its line goes. Comments stay; what you write into this text does not. [The whole log](https://shop.example/adr/)."""


def log():
    return (
        decision(1, "2026-03-01"),
        decision(2, "2026-04-01", owner=""),
        decision(3, "2026-04-20", owner="bob"),
        decision(4, "2026-04-01"),
        decision(5, more=WAITING),
        decision(6, "2030-01-01"),
    )


def test_the_board():
    assert board(digest("2026-04-01", *log()), 60_000) == TEXT


def test_it_says_what_was_decided():
    one = decision(1, "2026-03-01", more='answer: "**Redis** `streams`"\n')
    assert "0001-thing.md) → Redis streams — due since 2026-03-01\n" in board(
        digest("2026-04-01", one), 60_000
    )


def test_it_does_not_change_from_day_to_day():
    assert board(digest("2026-04-02", *log()), 60_000) == board(digest("2026-04-09", *log()), 60_000)


def test_nothing_to_do():
    assert board(digest("2026-01-01", *log()), 60_000).startswith("Nothing needs a review now.")


@pytest.mark.parametrize("room", [2_000, 5_000, 20_000])
def test_what_does_not_fit_is_counted_and_the_urgent_stay(room: int):
    many = [decision(number, "2026-04-01" if number > 20 else "2026-01-01") for number in range(1, 301)]
    text = board(digest("2026-04-01", *many), room)
    assert len(text) <= room
    rows = text.count("- [ ] ")
    left = sum(map(int, re.findall(r"(\d+) (?:more|decisions): `adr due`", text)))
    assert rows + left == 300
    assert rows >= room // 250
    assert text.startswith("300 decisions need a review: 20 overdue, 280 due.")
    assert text.count("DR\\-0") >= min(rows, 20)
    assert text.endswith("(https://shop.example/adr/).")


NASTY = [
    "@alice and @acme/team", "fixes #1", "closes acme/shop#12", "resolves GH-3", "!12 and !merge", "&7", "a@b.example",
    "https://github.com/acme/shop/issues/1", "<script>alert(1)</script>", "<!-- decidedly:dashboard . -->", "--> gone",
    "[click](javascript:alert(1))", "![x](https://evil.example/x.png)", "`@alice`", "``` @alice", "/close", "/assign @bob",
    "## Heading", "- [x] done", "| a | b |", "$x$ ~label %1.0", "&#64;alice", "&lt;b&gt;", "\u202eevil", "\x1b[31mred", "*b* _i_",
    "\\@alice", "@\u200balice", "x](https://evil.example) [y",
]  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_a_record_is_only_words(nasty: str):
    title = nasty.replace("`", "'") if "```" in nasty else nasty
    said = f"answer: {json.dumps(nasty)}\n"
    one = decision(1, "2026-03-01", title=title, owner=re.sub(r'["\\\n]', "", nasty), more=said)
    text = board(digest("2026-04-01", one), 60_000)
    plain = board(digest("2026-04-01", decision(1, "2026-03-01", more="answer: calm\n")), 60_000)
    assert "** → " in text or ") → " in text
    markdown = MarkdownIt("commonmark").use(gfm_plugin)
    shown, usual = markdown.render(text), markdown.render(plain)
    tags = r"<(?!/)[a-z]+\d?"
    assert re.findall(tags, shown) == re.findall(tags, usual), "the same structure as without it"
    assert re.findall(r'(?:href|src)="[^"]*"', shown) == re.findall(r'(?:href|src)="[^"]*"', usual)
    words = html.unescape(re.sub(r"<[^>]*>", "", shown))
    assert not re.search(r"[@#!&][\w/]|GH-\d|://\w|\u202e|\x1b", words)
    assert not [line for line in text.split("\n") if line.lstrip().startswith(("/", "<"))]
    assert read_marker(text) is None


# ------------------------------------------------------------------------------------------------------- the marker


@pytest.mark.parametrize("key", [".", "docs/adr", "docs--x", "größe/日本", "a b", "--> x", "x>y"])
@pytest.mark.parametrize("state", ["", "x", '{"a": 1}', "ä\n" * 1000])
def test_a_marker_is_read_as_it_was_written(key: str, state: str):
    line = write_marker(Marker("dashboard", key, state))
    assert "\n" not in line
    assert "--" not in line[4:-3]
    for body in (line, f"{line}\n\nText\n", f"{line}\r\nText\r\n", f"Before\n{line}\nAfter"):
        assert read_marker(body) == Marker("dashboard", key, state)
    assert visible(f"{line}\r\nText\r\nmore\r\n") == "Text\nmore"


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.replace(" eN", " eO"),
        lambda line: line[:-20] + line[-16:],
        lambda line: line[:60] + " -->",
        lambda line: line.replace(" -->", "0 -->"),
        lambda line: re.sub(r" [0-9a-f]{12} -->", " 000000000000 -->", line),
        lambda line: line.replace("dashboard x", "dashboard y"),
    ],
)
def test_a_damaged_state_is_told(change):
    line = write_marker(Marker("dashboard", "x", '{"channels": {}}' * 10))
    changed = change(line)
    assert changed != line
    found = read_marker(changed)
    assert found is not None
    assert (found.kind, found.state, found.damaged) == ("dashboard", "", True)


def test_a_state_that_swells_is_not_unpacked():
    packed = base64.b64encode(zlib.compress(b"x" * 50_000_000)).decode()
    sum_of = hashlib.sha256(f"dashboard x {packed}".encode()).hexdigest()[:12]
    found = read_marker(f"<!-- decidedly:dashboard x {packed} {sum_of} -->")
    assert found == Marker("dashboard", "x", damaged=True)


def test_no_marker():
    for body in ("", "Text", "<!-- decidedly -->", "<!-- other:dashboard x -->", "`decidedly:dashboard x`"):
        assert read_marker(body) is None


def test_ticks_are_peoples_own():
    old = "- [x] one\r\n- [ ] two\r\n"
    assert is_same(old, "- [ ] one\n- [ ] two")
    assert not is_same(old, "- [ ] one\n- [ ] three")
    assert ticked("- [ ] one\n- [ ] three", old) == "- [x] one\n- [ ] three"
