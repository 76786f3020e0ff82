"""Front matter: every value from its place, whatever its style, and any text without a crash."""

import contextlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from decidedly.preamble import (
    MAX_DEPTH,
    Mapping,
    Node,
    Scalar,
    Sequence,
    compose,
    load_yaml,
    plain,
    read_preamble,
)
from decidedly.text import Source, Span

VALUES = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff\ufffe\uffff"),
    max_size=20,
)
KEYS = st.text("abcdefgh_-", min_size=1, max_size=8).filter(lambda key: key.strip("-"))
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def inside(node: Node, outer: Span, depth: int = 0) -> None:
    """Every node lies in the one that holds it."""
    assert depth <= MAX_DEPTH
    assert outer.contains(node.span)
    if isinstance(node, Sequence):
        for item in node.items:
            inside(item, outer, depth + 1)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            inside(key, outer, depth + 1)
            inside(value, outer, depth + 1)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), ENDS, st.booleans())
def test_quoted_values_of_yaml(values: dict[str, str], end: str, single: bool):
    def quoted(value: str) -> str:
        return "'" + value.replace("'", "''") + "'" if single else json.dumps(value, ensure_ascii=False)

    text = end.join(
        ["---", *(f"{key}: {quoted(value)} # {key}" for key, value in values.items()), "---", "", "body"]
    )
    source = Source("x.md", text)
    read = read_preamble(source)
    assert read.problems == ()
    assert plain(read.values) == values
    assert read.values is not None
    for key, value in read.values.pairs:
        assert source.at(key.span) == key.value
        written = source.at(value.span)
        assert written in (values[key.value], quoted(values[key.value]))
    assert source.text[read.end :] == f"{end}body"


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5), ENDS)
def test_values_of_toml(values: dict[str, str], end: str):
    lines = [
        f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)} # it's {key}"
        for key, value in values.items()
    ]
    source = Source("x.md", end.join(["+++", *lines, "+++", "body"]))
    read = read_preamble(source)
    assert read.problems == ()
    assert plain(read.values) == values
    assert read.values is not None
    for key, value in read.values.pairs:
        assert isinstance(value, Scalar)
        assert source.at(value.span).strip('"') in (
            values[key.value].strip('"'),
            json.dumps(values[key.value], ensure_ascii=False).strip('"'),
        )


NASTY = st.lists(
    st.sampled_from(["a: b", "- x", "[", "]", "{", "}", "&a ", "*a", "*b", "!!int ", "'", '"', "|\n", ">-\n", " ", "\n", "  ", "\t", "#", ": ", "? ",
                     "---", "...", "%YAML 9", "<<: *a", "\x00", "\ufeff", "\ud800", "\x85", "\u2028", "é", "🚀", "@", "`", ",", "a: &a [*a]", "\r"]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(NASTY)
def test_any_text_is_read_or_refused(text: str):
    source = Source("x.md", text)
    node, _ = compose(source)
    if node is not None:
        inside(node, Span(0, len(text)))
        plain(node)
    with contextlib.suppress(ValueError):
        load_yaml(text)
    for fence in ("---", "+++"):
        whole = Source("x.md", f"{fence}\n{text}\n{fence}\nbody")
        read = read_preamble(whole)
        assert 0 <= read.span.start <= read.span.end <= len(whole.text)
        if read.values is not None:
            inside(read.values, Span(0, len(whole.text)))
