"""What pages tell the reader to type."""

import re
import shlex
from html import unescape
from pathlib import Path

import pytest

from decidedly.cli.program import program

LAYOUTS = Path(__file__).parents[2] / "site" / "layouts"
NAMED = sorted(
    {
        (path.name, unescape(command))
        for path in LAYOUTS.glob("*.html")
        for command in re.findall(r"<code>adr ([^<{]+)</code>", path.read_text(encoding="utf-8"))
    }
)


def test_pages_name_commands():
    assert len(NAMED) >= 4


@pytest.mark.parametrize(("layout", "line"), NAMED)
def test_a_command_that_a_page_names_takes_these_words(layout: str, line: str):
    name, *words = shlex.split(line)
    command = program.get_command(program.make_context("adr", ["list"]), name)
    assert command is not None, layout
    command.make_context(name, words)
