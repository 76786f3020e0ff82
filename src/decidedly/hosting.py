"""Web addresses of a repository's files and commits, by whose software serves it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a repository is on the web: its address without a final slash, and whose software serves it ("" if unknown)."""

    url: str
    provider: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """Web addresses of a file, each with `{path}` for its path in the repository; "" where there is none.

    `source` shows the file as of a commit, `edit` opens the host's editor, `history` lists the commits that touched it.
    `new` opens the editor on a new file, `{path}` being its folder. `commit` shows a commit, with `{hash}` instead.
    """

    source: str = ""
    edit: str = ""
    history: str = ""
    new: str = ""
    commit: str = ""


_SCP = re.compile(r"(?:[\w.+-]+@)?([\w.-]+):(?!//)(.+)")
_HOSTS = (("github", "github"), ("gitlab", "gitlab"), ("bitbucket", "bitbucket"), ("gitea", "gitea"), ("forgejo", "forgejo"),
          ("codeberg", "forgejo"))  # fmt: skip

NAMES = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "bitbucket": "Bitbucket",
    "gitea": "Gitea",
    "forgejo": "Forgejo",
}
"""What the software is called, by the names that configuration knows it under."""


def web_address(url: str) -> Remote | None:
    """The web address of a remote (`git@host:team/repo.git`, `ssh://`, `https://`): no user, no password, no port of ssh.

    None for a folder, a bundle or anything else that is not on the web.
    """
    if any(ord(char) <= 32 or ord(char) == 127 for char in url):
        return None
    port = ""
    scheme = "https"
    if "://" in url:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
            if parts.scheme in ("http", "https"):
                scheme, port = parts.scheme, f":{parts.port}" if parts.port else ""
            elif parts.scheme not in ("ssh", "git", "git+ssh"):
                return None
        except ValueError:
            return None
    else:
        match = _SCP.fullmatch(url)
        if match is None or re.match(r"[A-Za-z]:[\\/]", url):
            return None
        host, path = match[1].lower(), match[2]
    path = quote(path.strip("/").removesuffix(".git"), safe="/~@:+,=%")
    if not re.fullmatch(r"[\w.-]+", host) or not path:
        return None
    provider = next((name for part, name in _HOSTS if part in host), "")
    return Remote(f"{scheme}://{host}{port}/{path}", provider)


def patterns(remote: Remote | None, branch: str, commit: str = "") -> Patterns:
    """Where the host shows, edits and follows a file; `commit` makes the link to the source permanent."""
    if remote is None or not remote.provider:
        return Patterns()
    url, at = remote.url, quote(branch, safe="/")
    source, edit, history, new = {
        "github": (
            "blob/{ref}/{path}",
            "edit/{branch}/{path}",
            "commits/{branch}/{path}",
            "new/{branch}/{path}",
        ),
        "gitlab": (
            "-/blob/{ref}/{path}",
            "-/edit/{branch}/{path}",
            "-/commits/{branch}/{path}",
            "-/new/{branch}/{path}",
        ),
        "bitbucket": (
            "src/{ref}/{path}",
            "src/{branch}/{path}?mode=edit",
            "history-node/{branch}/{path}",
            "",
        ),
    }.get(
        remote.provider,
        (
            "src/commit/{ref}/{path}" if commit else "src/branch/{ref}/{path}",
            "_edit/{branch}/{path}",
            "commits/branch/{branch}/{path}",
            "_new/{branch}/{path}",
        ),
    )

    def made(pattern: str) -> str:
        reference = commit or at
        if not (reference if "{ref}" in pattern else at):
            return ""
        filled = pattern.replace("{ref}", reference).replace("{branch}", at)
        # A branch named "{path}" must not become a second place for the path.
        return f"{url}/{filled}" if filled.count("{path}") == 1 else ""

    show = {"gitlab": "-/commit/{hash}", "bitbucket": "commits/{hash}"}.get(remote.provider, "commit/{hash}")
    return Patterns(made(source), made(edit), made(history), made(new), f"{url}/{show}")


def own_urls(remote: Remote | None, branch: str) -> tuple[str, ...]:
    """Address prefixes under which the repository's own files are shown, for recognising absolute links to them."""
    if remote is None:
        return ()
    views = {
        "gitlab": ("-/blob/{}/", "-/raw/{}/", "blob/{}/"),
        "bitbucket": ("src/{}/", "raw/{}/"),
        "gitea": ("src/branch/{}/", "raw/branch/{}/"),
        "forgejo": ("src/branch/{}/", "raw/branch/{}/"),
    }.get(remote.provider, ("blob/{}/", "tree/{}/", "raw/{}/"))
    names = dict.fromkeys(name for name in (branch, "main", "master", "HEAD") if name)
    return tuple(f"{remote.url}/{view.format(quote(name, safe='/'))}" for name in names for view in views)
