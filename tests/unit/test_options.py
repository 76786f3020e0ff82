import pytest
from tests.unit.reading import record

from decidedly.dialects.options import same_option


def options(text: str) -> list[tuple[str, bool, list[str], list[str]]]:
    one = record(text)
    for option in one.options:
        for point in (*option.pros, *option.cons, *option.neutral):
            assert one.source.at(point.span)
    return [
        (
            option.name,
            option.chosen,
            [point.text for point in option.pros],
            [point.text for point in option.cons],
        )
        for option in one.options
    ]


def test_a_list_of_options_with_their_pros_and_cons_below():
    text = """# T

## Considered Options

* Alpha
* Beta
* [Gamma](g.md)

## Decision Outcome

Chosen option: "Beta", because it is best.

## Pros and Cons of the Options

### Alpha

* Good, because a
* Bad, because b

### Beta

* Good, because c
* Neutral, because n
"""
    assert options(text) == [
        ("Alpha", False, ["because a"], ["because b"]),
        ("Beta", True, ["because c"], []),
        ("Gamma", False, [], []),
    ]


@pytest.mark.parametrize(
    ("heading", "name", "chosen"),
    [("Option 1: Render (SELECTED)", "Render", True), ("1. Render", "Render", False), ("Option A – Render", "Render", False), ("Render ✅", "Render", True),
     ("~~Render~~ (rejected)", "Render", False), ("Alternative #2: Render", "Render", False), ("**Render**", "Render", False)],
)  # fmt: skip
def test_headings_of_options(heading: str, name: str, chosen: bool):
    text = f"# T\n\n## Options\n\n### {heading}\n\n**Pros:**\n- a\n- b\n\n**Cons:**\n- c\n\n**Cost Estimate:**\n- MVP: $0\n- Later: $7\n"
    one = record(text)
    (option,) = one.options
    assert (option.name, option.chosen) == (name, chosen)
    assert [point.text for point in option.pros] == ["a", "b"]
    assert [point.text for point in option.cons] == ["c"]
    assert [(cost.label, cost.value) for cost in option.costs] == [("MVP", "$0"), ("Later", "$7")]
    assert option.dressed
    assert one.source.at(option.span).startswith(f"### {heading}")
    assert one.source.at(option.span).endswith("Later: $7")


def test_prose_beside_the_points_keeps_an_option_undressed():
    (option,) = record("# T\n\n## Options\n\n### A\n\nSome prose.\n\n* Good, because x\n").options
    assert not option.dressed


def test_points_by_their_marks():
    text = "# T\n\n## Options\n\n### A\n\n- ✅ yes\n- ❌ no\n- ⚠️ well\n- `+` plus\n- :+1: thumb\n"
    (option,) = record(text).options
    assert [point.text for point in option.pros] == ["yes", "plus", "thumb"]
    assert [point.text for point in option.cons] == ["no"]
    assert [point.text for point in option.neutral] == ["well"]


@pytest.mark.parametrize(
    ("claim", "chosen"),
    [('Chosen option: "Beta"', "Beta"), ("Chosen option: option 2", "Beta"), ("Decision: Option C", "Gamma"), ("Selected: Beta plus more", "Beta"), ("Chosen option: none", ""),
     ("Chosen option: option " + "9" * 5000, ""), ("Chosen option: Option İ", "")],
)  # fmt: skip
def test_what_was_chosen(claim: str, chosen: str):
    text = f"# T\n\n## Options\n\n* Alpha\n* Beta\n* Gamma\n\n## Decision\n\n{claim}\n"
    assert [name for name, is_chosen, *_ in options(text) if is_chosen] == ([chosen] if chosen else [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Use Render", "use render!", True),
        ("Render", "Render, free tier", True),
        ("Go", "Mongo", False),
        ("", "x", False),
        ("a", "a b", False),
    ],
)
def test_same_option(one: str, other: str, same: bool):
    assert same_option(one, other) is same


def test_checklists():
    one = record("# T\n\n## Action Items\n\n- [x] a `b`\n- [ ] c\n  - [X] d\n- plain\n\n1. [ ] e\n")
    assert [[(check.text, check.done) for check in found.items] for found in one.checklists] == [
        [("a `b`", True), ("c", False), ("d", True)],
        [("e", False)],
    ]
    assert {found.section for found in one.checklists} == {"action-items"}
    for found in one.checklists:
        for check in found.items:
            assert check.text in one.source.at(check.span)


def test_names_of_options_end_where_their_explanation_begins():
    text = """# T

## Considered Options

- **Redis** — fast.
- **Use `kafka`**: slow
- Drupal "as a service".
- Nothing (verworfen)
- キュー（採用）
"""
    assert [(name, chosen) for name, chosen, _, _ in options(text)] == [
        ("Redis", False), ("Use kafka", False), ('Drupal "as a service"', False), ("Nothing", False), ("キュー", True),
    ]  # fmt: skip


def test_the_name_before_a_bracket_is_the_whole_name():
    text = '# T\n\n## Considered Options\n\n* Doob (as a pool, a writer and a runner)\n* Doob + Quill (as a pool)\n\n## Decision Outcome\n\nChosen option: "Doob + Quill" because it is least.\n'
    assert [chosen for _, chosen, _, _ in options(text)] == [False, True]


def test_points_in_other_languages_and_with_their_reason_in_bold():
    text = """# T

## Avantages et inconvénients des options

### Redis

* Bon, car rapide
* **Mauvais, car** cher

### Conclusion

Redis.
"""
    assert options(text) == [("Redis", False, ["car rapide"], ["car cher"])]
