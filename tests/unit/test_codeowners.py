"""Who owns what, as GitHub and GitLab read CODEOWNERS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decidedly.codeowners import owners_of, read_codeowners

GITHUB = """# a comment
*            @everyone
*.js         @js-team   # inline
/docs/       docs@example.org
apps/        @octo/apps @mona
docs/*       @near
/build/logs/ @logs
src/no-owner/
my\\ file.md  @spaces
**/deep/**   @deep
"""

GITLAB = """* @default
[Backend] @back-team
backend/
backend/special/ @special
^[Database][2] @dba @ops
*.sql
[Front end]
web/ @web
!web/generated/
web/generated/x.js @never
"""


@pytest.mark.parametrize(
    ("text", "path", "owners"),
    [
        (GITHUB, "a.py", ["@everyone"]),
        (GITHUB, "x/a.js", ["@js-team"]),
        (GITHUB, "docs/a.md", ["@near"]),  # the last line that matches
        (GITHUB, "docs/x/a.md", ["docs@example.org"]),  # `docs/*` goes no deeper
        (GITHUB, "x/apps/a.js", ["@mona", "@octo/apps"]),
        (GITHUB, "build/logs/today/x", ["@logs"]),
        (GITHUB, "x/build/logs/y", ["@everyone"]),
        (GITHUB, "src/no-owner/a.py", []),
        (GITHUB, "my file.md", ["@spaces"]),
        (GITHUB, "x/deep/y/z", ["@deep"]),
        (GITLAB, "README", ["@default"]),
        (GITLAB, "backend/a.py", ["@back-team", "@default"]),
        (GITLAB, "backend/special/a.py", ["@default", "@special"]),
        (GITLAB, "backend/a.sql", ["@back-team", "@dba", "@default", "@ops"]),
        (GITLAB, "web/a.js", ["@default", "@web"]),
        (GITLAB, "web/generated/x.js", ["@default"]),
        ("* not-an-owner @a\n", "x", ["@a"]),
        ("\ufeff* @a\r\n", "x", ["@a"]),
        ("", "x", []),
    ],
)
def test_who_owns_a_file(text: str, path: str, owners: list[str]) -> None:
    assert list(owners_of(read_codeowners(text), [path])) == owners


def test_who_owns_most_comes_first() -> None:
    lines = read_codeowners("/a/ @a\n/b/ @b\n/c/ @b @c\n")
    assert owners_of(lines, ["a/1", "b/1", "b/2", "c/1"]) == ("@b", "@a", "@c")


@given(st.text(), st.text())
def test_any_text_is_read(text: str, path: str) -> None:
    assert all(owner for owner in owners_of(read_codeowners(text + "\n* @a"), [path]))
