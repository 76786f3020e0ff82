"""Web addresses of a repository's files, for each host."""

import pytest

from decidedly import hosting
from decidedly.hosting import Patterns, Remote


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/team/repo.git", Remote("https://github.com/team/repo", "github")),
        ("https://user:token@github.com/team/repo", Remote("https://github.com/team/repo", "github")),
        ("git@github.com:team/repo.git", Remote("https://github.com/team/repo", "github")),
        ("github.com:team/repo", Remote("https://github.com/team/repo", "github")),
        ("ssh://git@gitlab.example.org:2222/a/b/c.git", Remote("https://gitlab.example.org/a/b/c", "gitlab")),
        ("git@bitbucket.org:team/repo.git", Remote("https://bitbucket.org/team/repo", "bitbucket")),
        ("https://codeberg.org/team/repo/", Remote("https://codeberg.org/team/repo", "forgejo")),
        ("http://gitea.local:3000/team/repo", Remote("http://gitea.local:3000/team/repo", "gitea")),
        ("git://git.example.org/repo.git", Remote("https://git.example.org/repo", "")),
        ("https://example.org/a b", None),
        ("https://example.org/a%20b", Remote("https://example.org/a%20b", "")),
        ("https://git.example.org/<script>", Remote("https://git.example.org/%3Cscript%3E", "")),
        ("https://github.com:abc/team/repo", None),
        ("https://[::1/x", None),
        ("file:///srv/repo.git", None),
        ("/srv/repo.git", None),
        ("../repo.git", None),
        (r"C:\repo", None),
        ("C:/repo", None),
        ("ext::sh -c true", None),
        ("javascript:alert(1)", Remote("https://javascript/alert%281%29", "")),
        ("", None),
    ],
)
def test_web_addresses(url, address):
    assert hosting.web_address(url) == address


C = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("provider", "source", "edit", "history", "commit"),
    [
        ("github", f"blob/{C}/{{path}}", "edit/main/{path}", "commits/main/{path}", "commit/{hash}"),
        ("gitlab", f"-/blob/{C}/{{path}}", "-/edit/main/{path}", "-/commits/main/{path}", "-/commit/{hash}"),
        (
            "bitbucket",
            f"src/{C}/{{path}}",
            "src/main/{path}?mode=edit",
            "history-node/main/{path}",
            "commits/{hash}",
        ),
        (
            "gitea",
            f"src/commit/{C}/{{path}}",
            "_edit/main/{path}",
            "commits/branch/main/{path}",
            "commit/{hash}",
        ),
        (
            "forgejo",
            f"src/commit/{C}/{{path}}",
            "_edit/main/{path}",
            "commits/branch/main/{path}",
            "commit/{hash}",
        ),
    ],
)
def test_patterns(provider, source, edit, history, commit):
    url = "https://host.example/team/repo"
    assert hosting.patterns(Remote(url, provider), "main", C) == Patterns(
        f"{url}/{source}",
        f"{url}/{edit}",
        f"{url}/{history}",
        f"{url}/{NEW[provider]}" if provider in NEW else "",
        f"{url}/{commit}",
    )


NEW = {
    "github": "new/main/{path}",
    "gitlab": "-/new/main/{path}",
    "gitea": "_new/main/{path}",
    "forgejo": "_new/main/{path}",
}


def test_patterns_of_what_is_not_known():
    assert hosting.patterns(None, "main", C) == Patterns()
    assert hosting.patterns(Remote("https://git.example.org/repo", ""), "main", C) == Patterns()
    remote = Remote("https://github.com/team/repo", "github")
    commit = "https://github.com/team/repo/commit/{hash}"
    source = f"https://github.com/team/repo/blob/{C}/{{path}}"
    assert hosting.patterns(remote, "", C) == Patterns(source=source, commit=commit)
    assert hosting.patterns(remote, "", "") == Patterns(commit=commit)


def test_a_branch_of_any_name():
    made = hosting.patterns(Remote("https://gitea.example/t/r", "gitea"), "fix/#7 ü{path}", "")
    assert made.source == "https://gitea.example/t/r/src/branch/fix/%237%20%C3%BC%7Bpath%7D/{path}"


def test_own_urls():
    found = hosting.own_urls(Remote("https://github.com/team/repo", "github"), "trunk")
    assert "https://github.com/team/repo/blob/trunk/" in found
    assert "https://github.com/team/repo/blob/main/" in found
    assert hosting.own_urls(None, "main") == ()
