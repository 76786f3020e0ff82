"""What counts as a merge conflict that was left in a text."""

import pytest

from decidedly.conflicts import conflicts
from decidedly.text import Source

WHOLE = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# A\n\nText\n", []), ("A\n=======\n\nText\n", []), ("> > > > > > > deep\n", []), (">>>>>>>\n", []), ("<<<<<<<\n", []),
        (WHOLE, [1]), (WHOLE * 2, [1, 6]), (WHOLE.replace("\n", "\r\n"), [1]), (WHOLE.replace("=======", "||||||| 1a2b\no\n======="), [1]),
        ("x\n<<<<<<< HEAD\na\n=======\nb\n", [2]), ("a\n=======\nb\n>>>>>>> topic\n", [2]), ("a\n>>>>>>> topic\n", [2]),
        (f"```\n{WHOLE}```\n", []), (f"```\nx\n```\n{WHOLE}", [4]), ("```\n<<<<<<< HEAD\na\n```\n=======\nb\n>>>>>>> topic\n", [2]),
        (f"~~~ text\n```\n{WHOLE}~~~\n", []), ("\\<<<<<<< HEAD\n", []), ("<<<<<<<< HEAD\n========\n>>>>>>>> x\n", []),
    ],
)  # fmt: skip
def test_conflicts(text: str, lines: list[int]):
    source = Source("0001-a.md", text)
    assert [source.position(span.start)[0] for span in conflicts(source)] == lines
