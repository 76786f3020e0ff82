"""What was kept of reading is what reading comes to, part for part: for any text, any bytes, any dialect."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.test_reader import NASTY, PATHS
from tests.property.written import FORMS, Written, as_saved

from decidedly import bundles
from decidedly.dialects import Reading, Seen, Settings, kept, read_all, reading
from decidedly.dialects.kept import Kept
from decidedly.record import Document, Record
from decidedly.text import Source, decode

DIALECTS = Path(__file__).parents[1] / "dialects"
PARTS = ("source", "start", "problems", "headings", "references", "code_spans", "code_blocks", "tables", "tokens", "env", "first_line")  # fmt: skip


def kept_and_read(
    sources: list[Source], sides: Mapping[str, Source] | None = None, told: Settings | None = None
) -> tuple[Reading, Seen]:
    """The log as it is read from what was kept of reading it; and by whom."""
    told = told or Settings()
    first = Seen(told)
    first.kept = Kept("me")
    plain = read_all(sources, sides, told)
    assert read_all(sources, sides, seen=first) == plain
    lean = Seen(told)
    lean.kept, lean.most = Kept("me"), 0
    assert read_all(sources, sides, seen=lean) == plain
    second = Seen(told)
    second.kept = Kept("me", first.kept.to_bytes())
    return read_all(sources, sides, seen=second), second


def check(sources: list[Source], sides: Mapping[str, Source] | None = None, told: Settings | None = None):
    """That nothing shows where the log comes from, whichever part is asked for first."""
    plain = read_all(sources, sides, told)
    wholes: list[Record | Document] = [*plain.records, *plain.documents]
    for backwards in (False, True):
        found, seen = kept_and_read(sources, sides, told)
        assert seen.kept is not None
        assert not seen.kept.changed or any(is_half(one) for one in wholes)
        everything: list[Record | Document] = [*found.records, *found.documents]
        for one, whole in zip(everything, wholes, strict=True):
            same(one, whole, backwards)
        assert found == plain
        assert plain == found


def same(one: Record | Document, whole: Record | Document, backwards: bool):
    assert type(one) is type(whole)
    names = [field.name for field in dataclasses.fields(one)]
    for name in reversed(names) if backwards else names:
        if name != "structure":
            assert getattr(one, name) == getattr(whole, name), name
    assert repr(one) == repr(whole)
    assert hash(one) == hash(whole)
    assert one.structure is not None
    assert whole.structure is not None
    for name in reversed(PARTS) if backwards else PARTS:
        assert getattr(one.structure, name) == getattr(whole.structure, name), name
    assert dataclasses.replace(one, source=one.source) == whole


def is_half(one: Record | Document) -> bool:
    """Whether half a character is in it, which no JSON holds."""
    try:
        repr_of = json.dumps(
            dataclasses.asdict(dataclasses.replace(one, structure=None)), default=str, ensure_ascii=False
        )
        assert one.structure is not None
        f"{repr_of}{one.structure.headings}{one.structure.references}".encode()
    except UnicodeEncodeError:
        return True
    return (
        any(half in one.source.text for half in map(chr, range(0xD800, 0xE000))) or "\\u" in one.source.text
    )


@pytest.mark.parametrize("folder", sorted(path.name for path in DIALECTS.iterdir() if path.is_dir()))
def test_every_dialect(folder: str):
    files = [
        path for path in sorted((DIALECTS / folder).rglob("*")) if path.is_file() and path.suffix != ".json"
    ]
    sources = [decode(path.relative_to(DIALECTS / folder).as_posix(), path.read_bytes()) for path in files]
    texts = [one for one in sources if one.path.endswith(".md")]
    sides = {one.path: one for one in sources if one.path.endswith("kep.yaml")}
    for told in (Settings(), Settings(("proposed", "accepted"), {"packages/a": "a"}, "adr")):
        check(texts, sides, told)


@pytest.mark.parametrize("form", FORMS)
def test_any_record_of_any_form(form: str):
    @settings(max_examples=25)
    @given(as_saved(FORMS[form]))
    def holds(one: Written):
        side = {one.path.replace("README.md", "kep.yaml"): Source("kep.yaml", one.side)} if one.side else {}
        check([Source(one.path, one.text)], side)

    holds()


@settings(max_examples=80)
@given(PATHS, NASTY)
def test_any_text(path: str, text: str):
    check([Source(path, text)])


@settings(max_examples=60)
@given(NASTY, NASTY)
def test_any_front_matter_and_any_side_file(front: str, side: str):
    check(
        [
            Source("0001-x.md", f"---\nstatus: accepted\n{front}\n---\n\n# A title\n\n## Decision\n\n{side}"),
            Source("0002-y/README.md", front),
        ],
        {"0002-y/kep.yaml": Source("0002-y/kep.yaml", side)},
    )


@settings(max_examples=60)
@given(st.binary(max_size=400), st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_any_bytes(data: bytes, lead: bytes):
    check([decode("0001-x.md", lead + data)])


@settings(max_examples=100)
@given(st.data())
def test_damage_to_what_was_kept_does_not_show(data: st.DataObject):
    """Whatever a stranger has made of it, checksum and all: the parts are those of the text, or odd and read again."""
    text = "---\nstatus: accepted\nreview: 6 months\n---\n\n# 1. A title\n\n## Decision\n\n- [x] Use [it](b.md), `so`.\n\n| a | b |\n|--|--|\n| 1 | 2 |\n"
    source = Source("0001-x.md", text)
    first = Seen(Settings())
    first.kept = Kept("me")
    (whole,) = read_all([source], seen=first).records
    body = first.kept.to_bytes().partition(b"\n")[2]
    at = data.draw(st.integers(0, len(body) - 1))
    bad = data.draw(
        st.one_of(
            st.binary(max_size=3),
            st.sampled_from([b"[", b"]", b"null", b"1e9", b"-1", b'""', b"{}", b"[[" * 40]),
        )
    )
    broken = body[:at] + bad + body[at + data.draw(st.integers(0, 3)) :]
    second = Seen(Settings())
    second.kept = Kept("me", f"{kept.FORMAT} me {bundles.checksum(broken)}\n".encode() + broken)
    result = read_all([source], seen=second)
    everything: list[Record | Document] = [*result.records, *result.documents]
    for one in everything:
        assert one.structure is not None
        for name in PARTS:
            repr(getattr(one.structure, name))
        assert as_packed(one) == one
    assert whole.source == source


def as_packed(one: Record | Document) -> Record | Document | None:
    """The same, packed and unpacked: every part has the type that is written for it, or this is None."""
    third = kept.Kept("me")
    third.put_kind("key", "record")
    third.put("key", "record", one)

    def never() -> Record | Document:
        raise AssertionError("a part is odd")

    if isinstance(one, Record):
        return third.get("key", Record, "record", one.source, None, never)  # type: ignore[arg-type]
    return third.get("key", Document, "record", one.source, None, never)  # type: ignore[arg-type]


def test_what_changed_is_read_and_what_is_gone_is_dropped(monkeypatch: pytest.MonkeyPatch):
    files = [Source(f"000{number}-x.md", f"# {number}. T\n\nStatus: accepted\n") for number in range(4)]
    first = Seen(Settings())
    first.kept = Kept("me")
    read_all(files, seen=first)
    read: list[str] = []
    whole = reading.take_apart

    def take_apart(source: Source) -> reading.Pieces:
        read.append(source.path)
        return whole(source)

    monkeypatch.setattr(reading, "take_apart", take_apart)
    second = Seen(Settings())
    second.kept = Kept("me", first.kept.to_bytes())
    now = [
        files[0],
        dataclasses.replace(files[1], text=files[1].text + "more\n"),
        dataclasses.replace(files[2], path="0009-z.md"),
    ]
    read_all(now, seen=second)
    assert read == ["0001-x.md", "0009-z.md"]
    assert second.kept.changed
    third = Seen(Settings())
    third.kept = Kept("me", second.kept.to_bytes())
    assert [one.path for one in read_all(now, seen=third).records] == [one.path for one in now]
    assert not third.kept.changed
    assert len(read) == 2
