"""What was rendered before is shown again only where all that it came of is the same."""

import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.rendered import resolve

from decidedly import bundles
from decidedly.dialects import read_document, read_record
from decidedly.record import Document, Record
from decidedly.render import Href, Picture, Rendered, render, renderings
from decidedly.render.renderings import FORMAT, Renderings
from decidedly.text import Source

TEXT = """# Use bees

## Context

[The other](0002-b.md), ![a hive](hive.png), [the other again](0002-b.md) and `code`.

```mermaid
graph TD; a --> b
```

| | Bees | Wasps |
|---|---|---|
| Honey | Yes | No |
| Stings | Partly | No |
"""
RECORD = read_record(Source("0001-a.md", TEXT))
PICTURE = Picture("../files/diagram-1.svg", 10, 20, "Flowchart: a, b")


def drawn(source: str) -> Picture | None:
    return PICTURE


def nothing(source: str) -> Picture | None:
    return None


def elsewhere(target: str, image: bool) -> Href:
    return Href("../d/0002.html", "record", "Use wasps") if target == "0002-b.md" else resolve(target, image)


class Press:
    """Renders the record as one build after another, each with what the last has left; counts what was really rendered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self.count = b"", 0
        monkeypatch.setattr(renderings, "render", self.render)

    def render(self, *given, **more) -> Rendered:
        self.count += 1
        return render(*given, **more)

    def __call__(
        self, owner: Record | Document = RECORD, lead=resolve, *, read_from="1", made_by="me", **more
    ) -> int:
        """How often it was rendered."""
        known = Renderings(made_by, {owner.path: read_from} if read_from else {}, self.data)
        how: dict[str, Any] = {"pictures": drawn, **more}
        before = self.count
        assert known.render(owner, lead, **how) == render(owner, lead, **how)
        assert known.changed == (self.count > before and bool(made_by and read_from))
        if known.changed:
            self.data = known.to_bytes()
        return self.count - before


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return Press(monkeypatch)


def test_the_same_is_rendered_once(press: Press):
    assert [press() for _ in range(3)] == [1, 0, 0]


CHANGES: dict[str, dict[str, Any]] = {
    "the text": {"read_from": "2"},
    "the program": {"made_by": "you"},
    "where a link leads": {"lead": elsewhere},
    "a diagram gone": {"pictures": nothing},
    "no diagrams": {"pictures": None},
    "its matrix": {"compare": {RECORD.tables[0].span.start: "../m/0001.html"}},
    "its language": {"foreign": True},
    "its dress": {"dress": False},
    "what it is": {"owner": read_document(RECORD.source)},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_it_came_of_has_changed(press: Press, change: str):
    assert press() == 1
    assert press(**CHANGES[change]) == 1
    assert press(**CHANGES[change]) == 0


def test_what_nobody_has_a_digest_of_is_not_kept(press: Press):
    assert [press(read_from="") for _ in range(2)] == [1, 1]
    assert [press(made_by="") for _ in range(2)] == [1, 1]
    assert press.data == b""


def test_only_what_is_still_used_is_left():
    data = b""
    for path in ("a.md", "b.md"):
        known = Renderings("me", {path: path}, data)
        known.render(read_record(Source(path, TEXT)), resolve)
        assert known.changed
        data = known.to_bytes()
    assert len(bundles.entries_of(f"{FORMAT} me", data)) == 1


def test_half_a_character_is_rendered_each_time(press: Press):
    odd = read_record(Source("0001-a.md", "# T\n\n## Context\n\n[x](\ud800.md)\n"))
    known = Renderings("me", {odd.path: "1"})
    assert known.render(odd, lambda target, image: Href(f"{target}\ud800", "file")).sections
    assert not known.changed


def spoilt(data: bytes) -> dict[str, Callable[[], bytes]]:
    mark = f"{FORMAT} me"
    ((key, entry),) = bundles.entries_of(mark, data).items()
    said = json.loads(zlib.decompress(entry.parts[0]))

    def signed(*parts: bytes) -> Callable[[], bytes]:
        return lambda: bundles.bundled(mark, {key: bundles.Entry((), parts)})

    def pressed(data: bytes) -> Callable[[], bytes]:
        return signed(zlib.compress(data))

    return {
        "nothing": lambda: b"",
        "half": lambda: data[: len(data) // 2],
        "flipped": lambda: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "two parts": signed(entry.parts[0], b""),
        "no part": signed(),
        "not pressed": signed(json.dumps(said).encode()),
        "cut off": signed(entry.parts[0][:-9]),
        "huge": pressed(b"[" + b" " * renderings.MOST + b"]"),
        "no JSON": pressed(b"{"),
        "deep": pressed(b"[" * 200_000),
        "half a list": pressed(json.dumps(said[:2]).encode()),
        "wrong types": pressed(json.dumps([said[0], said[1], [1, 2, 3]]).encode()),
        "a kind that is none": pressed(json.dumps([[["x", False, ["", "secret", ""]]], *said[1:]]).encode()),
        "no text": pressed(b"\xff\xfe"),
    }


def test_what_is_odd_is_rendered_again(press: Press):
    press()
    whole = press.data
    for name, make in spoilt(whole).items():
        press.data = data = make()
        assert press() == (data != whole), name
