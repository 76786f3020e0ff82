"""P002: front matter, or a whole file, that can't be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decidedly.lint.context import Context
from decidedly.lint.rule import Fault, Rule
from decidedly.record import Document, Record
from decidedly.text import Problem, Span

_KEY = re.compile(r"[A-Za-z_][\w -]*:(?:\s|$)")
_HELP = (
    ("mapping values are not allowed", "put the value into quotes: it contains “: ”"),
    ("cannot start any token", "put the value into quotes: no plain value begins with that character"),
    ("undefined alias", "put the value into quotes: a “*” at its beginning makes it an alias"),
    ("alphabetic or numeric character", "put the value into quotes: a “*” or “&” at its beginning has a meaning of its own"),
    ("expected ',' or", "put the value into quotes, or close the bracket"),
    ("quoted scalar", "close the quotation mark"),
    ("block mapping", "give all keys of a level the same indentation, one on each line"),
    ("stands twice", "keep one of the two"),
    ("never closed", "add a line --- after the last key"),
    ("no list of keys and values", "write “key: value” lines between the --- lines, or take the lines out"),
)  # fmt: skip


def check(context: Context) -> Iterator[Fault]:
    """What reading met in front matter, and what kept it from reading a file to its end."""
    for one in context.texts:
        for problem in one.problems:
            if problem.code != "P002" or _only_a_rule(one, problem):
                continue
            hint = next((words for part, words in _HELP if part in problem.message), "")
            if problem.span and "\t" in one.source.at(problem.span):
                hint = "indent with spaces: YAML takes no tabs"
            yield Fault(
                one.path,
                problem.span or Span(0, 0),
                problem.message,
                hint,
                severity="warning" if isinstance(one, Document) else None,
            )


def _only_a_rule(one: Record | Document, problem: Problem) -> bool:
    """Whether the `---` on the first line is a rule of the text: no key stands on the line after it."""
    if "never closed" not in problem.message:
        return False
    after = one.source.text[one.source.lines_span(0, 1).end :]
    return _KEY.match(after.lstrip()) is None


RULE = Rule("P002", "unreadable-front-matter", "error", "front matter that can't be read", check)
