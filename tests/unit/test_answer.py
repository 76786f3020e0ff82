import pytest
from tests.unit.reading import record

from decidedly.dialects.answer import LIMIT


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        ('Chosen option: "Beta", because it is best.', "Beta"),
        ("**Selected Platform:** Render, free tier first", "Render, free tier first"),
        ("We will use PostgreSQL. It is known to all.", "We will use PostgreSQL"),
        (
            "In the context of billing, facing growth, we decided for PostgreSQL and neglected MySQL, to achieve peace, accepting cost.",
            "PostgreSQL",
        ),
        ("{What was decided}", ""),
        ("TBD", ""),
        ("", ""),
    ],
)
def test_answers(decision: str, answer: str):
    assert record(f"# T\n\n## Decision\n\n{decision}\n").answer == answer


@pytest.mark.parametrize(
    ("heading", "words", "answer"),
    [
        ("The Decision: Use Redis", "It is fast.", "Use Redis"),
        ("Decision: Don't shard", "", "Don't shard"),
        ("Decision: Queue storage", "We will use Redis.", "We will use Redis"),
        ("Decision: Use Redis", 'Chosen option: "Kafka"', "Kafka"),
        ("Decision: Accepted", "Redis is fast.", "Redis is fast"),
        ("Decision", "Redis is fast.", "Redis is fast"),
    ],
)
def test_a_heading_that_decides(heading: str, words: str, answer: str):
    assert record(f"# T\n\n## {heading}\n\n{words}\n").answer == answer


def test_a_heading_that_decides_marks_its_option():
    one = record(
        "# T\n\n## Considered Options\n\n* Redis\n* Kafka\n\n## Decision: Use Redis\n\nIt is fast.\n"
    )
    assert [(option.name, option.chosen) for option in one.options] == [("Redis", True), ("Kafka", False)]


@pytest.mark.parametrize(
    "body",
    [
        "**Context:** A queue is slow.\n\n**Decision:** Use Redis.\n\n**Consequences:** Fine.",
        "**Context**\nSlow.\n\n**Decision**\nUse Redis.\n\n**Why**\nFast.",
        "**Decision.**\n\nUse Redis.\n\n**Why.** Fast.",
        "Context: Slow.\n\nDecision: Use Redis.",
        "- **Context**: Slow\n- **Decision**: Use Redis.\n- **Why**: Fast",
    ],
)
def test_labels_in_place_of_sections(body: str):
    assert record(f"# T\n\n**Status:** Accepted\n\n{body}\n").answer == "Use Redis"


def test_a_label_without_words_answers_nothing():
    assert record("# T\n\n**Decision:**\n\n**Why:** Fast.\n").answer == ""


def test_the_front_matter_knows_best():
    assert record("---\nanswer: Just so\n---\n# T\n\n## Decision\n\nWe will use X.\n").answer == "Just so"


@pytest.mark.parametrize(
    ("written", "answer"),
    [("**Render**", "Render"), ("Use **Render**", "Use **Render**"), ("**A** and **B**", "**A** and **B**")],
)
def test_emphasis_within_an_answer_stays_whole(written: str, answer: str):
    assert record(f'---\nanswer: "{written}"\n---\n# T\n').answer == answer


def test_answers_are_short():
    answer = record("# T\n\n## Decision\n\n" + "We will do this and that and " * 30).answer
    assert 0 < len(answer) <= LIMIT
    assert answer.endswith("…")


def test_a_record_without_a_decision_has_no_answer():
    assert record("# T\n\n## Context\n\nWords.\n").answer == ""
