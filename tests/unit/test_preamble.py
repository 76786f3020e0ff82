import pytest

from decidedly.preamble import Mapping, Scalar, Sequence, compose, load_yaml, plain, read_preamble
from decidedly.text import Source


def read(text: str):
    return read_preamble(Source("x.md", text))


def places(text: str) -> dict[str, str]:
    """For each key the text at its value's span."""
    found = read(text)
    assert found.values is not None
    return {key.value: text[value.span.start : value.span.end] for key, value in found.values.pairs}


def test_values_and_their_places():
    text = "---\na: plain # remark\nb: 'it''s'\nc: \"x\"\nd: &anchor e\nf: !!str g\nh: *anchor\ni: >-\n  two\n  lines\n\nj:\nk: [l, 'm']\n---\nbody"
    assert plain(read(text).values) == {
        "a": "plain", "b": "it's", "c": "x", "d": "e", "f": "g", "h": "e", "i": "two lines", "j": "", "k": ["l", "m"]
    }  # fmt: skip
    assert places(text) == {
        "a": "plain", "b": "'it''s'", "c": "x", "d": "e", "f": "g", "h": "e", "i": ">-\n  two\n  lines", "j": "", "k": "[l, 'm']"
    }  # fmt: skip
    assert text[read(text).end :] == "body"


def test_an_empty_value_stands_behind_its_colon():
    text = "---\nstatus:\ndate: x\nlast:\n---\n"
    found = read(text)
    assert found.values is not None
    assert [
        value.span.start for _, value in found.values.pairs if isinstance(value, Scalar) and not value.value
    ] == [11, 25]


@pytest.mark.parametrize("value", ["0010", "on", "2024-13-45", "1e3", "~", "null", "0x1F", "99:99", "1_000"])
def test_no_value_gets_a_type(value: str):
    assert load_yaml(f"a: {value}") == {"a": value}


@pytest.mark.parametrize("opening", ["---", "---  ", "\ufeff---"])
@pytest.mark.parametrize("closing", ["---", "...", "--- \t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_fences(opening: str, closing: str, end: str):
    text = end.join([opening, "a: b", closing, "", "body"])
    found = read(text)
    assert plain(found.values) == {"a": "b"}
    assert text[found.end :] == f"{end}body"
    assert places(text) == {"a": "b"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        "a: b",
        " ---\na: b\n---\n",
        "----\na: b\n----\n",
        "---\n\nprose\n\n---\n",
        "---\n",
        "---\n\n# Title\n",
        "--- x\na: b\n---",
    ],
)
def test_texts_without_front_matter(text: str):
    found = read(text)
    assert (found.kind, found.values, found.end, found.problems) == ("", None, 0, ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\na: b\n", "never closed"),
        ("---\n- a: b\n- c\n---\n", ""),
        ("---\na: [\n---\n", "YAML"),
        ("---\na: b: c\n---\n", "mapping values"),
        ("---\na: @b\n---\n", "YAML"),
        ("---\na: *b\n---\n", "*b names nothing"),
        ("+++\na = \n+++\n", "TOML"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str):
    found = read(text)
    if message:
        assert [one.code for one in found.problems] == ["P002"]
        assert message in found.problems[0].message
        assert found.problems[0].span is not None


def test_a_stray_colon_costs_no_other_key():
    text = "---\nstatus: accepted\ntitle: a: b\ntags:\n  - x\n  - 'y' # z\n---\n"
    assert plain(read(text).values) == {"status": "accepted", "title": "a: b", "tags": ["x", "y"]}
    assert places(text)["status"] == "accepted"


def test_doubled_keys_are_kept_and_said():
    found = read("---\na: 1\na: 2\n---\n")
    assert found.values is not None
    assert [key.value for key, _ in found.values.pairs] == ["a", "a"]
    assert plain(found.values) == {"a": "1"}
    assert "stands twice" in found.problems[0].message


def test_keys_are_found_whatever_their_dashes_and_case():
    node, _ = compose(Source("", "Decision_Makers: [a]\ncontent: x\n? [b]\n: c"))
    assert isinstance(node, Mapping)
    assert isinstance(node.get("decision-makers"), Sequence)
    assert node.text("CONTENT") == "x"
    assert node.text("none", "decision makers") == ""


def test_toml_over_several_lines():
    text = '+++\r\ntitle = "a # b" # it\'s\r\ntags = ["x", # y\r\n  \'z\']\r\ntext = """\r\nstatus = "no"\r\n"""\r\nstatus = \'yes\'\r\nday = 2024-01-02\r\n[t]\r\nstatus = "no"\r\n+++\r\n'
    assert plain(read(text).values) == {
        "title": "a # b", "tags": ["x", "z"], "text": 'status = "no"\n', "status": "yes", "day": "2024-01-02"
    }  # fmt: skip
    assert places(text)["status"] == "yes"
    assert places(text)["title"] == "a # b"
    assert places(text)["day"] == "2024-01-02"


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\t- a: *x *y", "[" * 100, "a\n" * 3 + "b: c", "{" * 40])
def test_yaml_that_cannot_be_read_raises_one_error(text: str):
    with pytest.raises(ValueError, match=r"YAML|KB"):
        load_yaml(text)
