"""Every transcript in this folder, and the guide's sessions: what the commands print is what stands there."""

from pathlib import Path

import pytest
from tests.commands import transcripts

from decidedly.cli.program import COMMANDS


@pytest.mark.parametrize("file", transcripts.FILES, ids=lambda file: file.stem)
def test_transcript(file: Path):
    seen = 0
    for title, told, real in transcripts.check(file):
        assert real == told, (
            f"“{title}”; if this is meant: python -m tests.commands.transcripts --update {file.stem}"
        )
        seen += 1
    assert seen


def test_every_command_has_one():
    assert {name for names in COMMANDS.values() for name in names} <= {
        file.stem for file in transcripts.FILES
    }


def test_pipes_files_and_here_documents(tmp_path: Path):
    def lines(command: str, *text: str) -> list[str]:
        return list(transcripts.run(command, tmp_path, list(text)))[1:]

    assert lines("cat > a/b.txt <<'END'", "one | two", "", "$ three", "END") == [
        "one | two",
        "",
        "$ three",
        "END",
    ]
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"one | two\n\n$ three\n"
    assert lines("cat < a/b.txt | cat") == ["one | two", "", "$ three"]
    assert lines("adr list | cat > c.txt")[0].startswith("adr: ")  # stderr is shown all the same
    assert (tmp_path / "c.txt").read_bytes() == b""
    assert lines("adr -C nowhere list > c.txt")[-1] == "[exit 2]"


def test_line_ends_are_told(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"a\r\nb\n\r\nc")
    assert transcripts.held(tmp_path / "x", "\r\n") == ["a", r"b (ends in '\n')", "", "c (ends in '')"]
    assert transcripts.held(tmp_path / "y", "\n") == ["(no such file)"]


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
