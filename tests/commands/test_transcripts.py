"""Every transcript in this folder: what the commands print is what stands there."""

from pathlib import Path

import pytest
from tests.commands import transcripts

from decidedly.cli.program import COMMANDS

FILES = sorted(Path(__file__).parent.glob("*.md"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_transcript(file: Path):
    seen = 0
    for title, told, real in transcripts.check(file):
        assert real == told, (
            f"“{title}”; if this is meant: python -m tests.commands.transcripts --update {file.stem}"
        )
        seen += 1
    assert seen


def test_every_command_has_one():
    assert {name for names in COMMANDS.values() for name in names} <= {file.stem for file in FILES}


def test_a_transcript_can_fail(tmp_path: Path):
    file = tmp_path / "x.md"
    file.write_text(
        "# x\n\n## Case\n\n`a.txt`:\n\n```\none\n```\n\n```console\n$ cat a.txt\ntwo\n```\n\n`a.txt`, after:\n\n```\nthree\n```\n"
    )
    assert [(told, real) for _, told, real in transcripts.check(file)] == [
        (["$ cat a.txt", "two"], ["$ cat a.txt", "one"]),
        (["three"], ["one"]),
    ]
    assert transcripts.update(file)
    assert all(told == real for _, told, real in transcripts.check(file))
    assert not transcripts.update(file)
