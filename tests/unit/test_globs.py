"""Patterns of paths: what they mean, and that none of them is slow."""

from __future__ import annotations

import fnmatch
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decidedly.lint.globs import pattern


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("*.py", ["a.py", "x/y/a.py", "a.py/inside"], ["a.pyc", "apy"]),
        ("/*.py", ["a.py"], ["x/a.py"]),
        ("src/**/*.ts", ["src/a.ts", "src/x/y/a.ts"], ["a.ts", "lib/src/a.ts"]),
        ("a/**/b/**/c", ["a/b/c", "a/b/x/b/y/c", "a/x/b/c"], ["a/c", "a/b"]),
        ("**/a*b*c", ["abc", "x/a1b2c", "x/aXbYbZc"], ["x/a/b/c", "ab"]),
        ("src/**.ts", ["src/a.ts", "src/x/a.ts"], ["a.ts"]),
        ("x/[!ab]?", ["x/cd"], ["x/ad", "x/c"]),
        ("{web,api}/*.{ts,js}", ["web/a.ts", "api/b.js"], ["web/a.py", "lib/a.ts"]),
        ("[z-a]", ["[z-a]"], ["z"]),
    ],
)
def test_what_a_pattern_means(text: str, yes: list[str], no: list[str]) -> None:
    whole = pattern(text).fullmatch
    assert [path for path in [*yes, *no] if whole(path)] == yes


def test_only_what_lies_in_the_folder_itself() -> None:
    whole = pattern("docs/*", deep=False).fullmatch
    assert whole("docs/a.md")
    assert not whole("docs/x/a.md")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("*a" * 300 + "b", "a" * 4000),
        ("**/" * 200 + "a/**/" * 100 + "b", "a/" * 2000 + "c"),
        ("**a" * 300 + "b", "a" * 4000),
        (("*a" * 10 + "**") * 20 + "b", ("a" * 50 + "/") * 80),
        ("{a,b}" * 180, "a" * 180),
    ],
)
def test_no_pattern_is_slow(text: str, path: str) -> None:
    """Tried one way after the other, each of these would outlast the universe."""
    assert not pattern(text).fullmatch(path)


@given(st.text("ab*?", min_size=1, max_size=8), st.text("ab", min_size=1, max_size=8))
def test_in_one_folder_stars_are_those_of_the_shell(text: str, path: str) -> None:
    tied = "/" + re.sub(r"\*+", "*", text)
    assert bool(pattern(tied).fullmatch(path)) == fnmatch.fnmatchcase(path, text)
