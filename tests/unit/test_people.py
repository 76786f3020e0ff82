import pytest
from tests.unit.reading import record


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Alice, Bob and @carol", ["Alice", "Bob", "@carol"]), ("Alice (lead, backend), Bob", ["Alice (lead, backend)", "Bob"]), ("[Alice](mailto:a@b.c); **Bob**", ["Alice", "Bob"]),
        ("Alice / Bob | Carol<br>Dan & Eve", ["Alice", "Bob", "Carol", "Dan", "Eve"]), ("N/A", []), ("{list everyone involved}", []), ("TBD", []), ("李雷、韩梅", ["李雷", "韩梅"]),
        ("Anderson", ["Anderson"]), ("**CTO**: approved it", ["CTO"]), ("**CTO:** approved it", ["CTO"]), ("**Data**: Ann Bo (May 2024)", ["Ann Bo (May 2024)"]), ("@ann @bob", ["@ann", "@bob"]), ("Ana (lead and design), Bob", ["Ana (lead and design)", "Bob"]), ("Philip, 2026-03-27", ["Philip"]), ("a" * 100, []), ("Alice, alice", ["Alice"]),
    ],
)  # fmt: skip
def test_names(value: str, names: list[str]):
    assert [person.name for person in record(f"# T\n\n* Deciders: {value}\n").people] == names


def test_roles_and_owners():
    one = record(
        "---\nowner: '@o'\ndecision-makers: [D, '@o']\nauthor: A\nconsulted: C\ninformed: [I]\napproved by: P\n---\n# T\n"
    )
    assert [(person.name, person.role) for person in one.people] == [
        ("@o", "owner"), ("D", "decider"), ("@o", "decider"), ("A", "author"), ("C", "consulted"), ("I", "informed"), ("P", "approver")
    ]  # fmt: skip
    assert one.owners == ("@o",)
    assert record("# T\n\n* Author: A\n* Approved by: P\n* Deciders: D\n").owners == ("P", "D")
    assert record("# T\n\n* Author: A\n").owners == ("A",)
    assert record("# T\n").owners == ()


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("---\ntags: [A, b c, A]\n---\n# T\n", ("A", "b c")), ("---\ntags: a, b\n---\n# T\n", ("a", "b")), ("# T\n\n* Tags: DB, #Api\n", ("db", "api")), ("# T\n\n* Tags: db api\n", ("db", "api")),
        ("# T\n\n* Tags:\n  * db\n  * `api`\n", ("db", "api")), ("# T\n\n## Tags\n\na, b\n", ("a", "b")), ("# T\n\n## Tags\n\n- a\n- b\n", ("a", "b")), ("# T\n\n* Tags: N/A\n", ()),
    ],
)  # fmt: skip
def test_tags(text: str, tags: tuple[str, ...]):
    assert record(text).tags == tags
