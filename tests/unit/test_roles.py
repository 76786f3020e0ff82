import pytest

from decidedly.dialects.roles import ROLES, role_of


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Context and Problem Statement", "context"), ("1. Context", "context"), ("## ", ""), ("Considered Options", "options"), ("Alternatives Considered (2)", "options"),
        ("Decision Outcome", "decision"), ("**Decision**", "decision"), ("✅ Decision", "decision"), ("Pros and Cons of the Options", "pros-cons"), ("Consequences:", "consequences"),
        ("Positive Consequences", "positive"), ("Status", "status"), ("Decided on", "date"), ("Metadata", "metadata"), ("决策", "decision"), ("Konsequenzen", "consequences"),
        ("Related Decisions", "references"), ("Change-Log", "history"), ("Something else", ""), ("", ""), ("(" * 100_000, ""),
    ],
)  # fmt: skip
def test_roles(heading: str, role: str):
    assert role_of(heading) == role


def test_every_heading_is_written_as_it_is_looked_up():
    for role, headings in ROLES:
        for heading in headings:
            assert role_of(heading), heading
            assert role_of(heading.title()) == role_of(heading)
        assert any(role_of(heading) == role for heading in headings)
