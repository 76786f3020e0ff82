"""Link targets as paths: where a relative link of a file leads, and which files may be published as they are."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

IMAGES = frozenset({".apng", ".avif", ".bmp", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp"})

ATTACHMENTS = IMAGES | {
    ".bib", ".bpmn", ".csv", ".diff", ".doc", ".docx", ".dot", ".drawio", ".excalidraw", ".gz", ".ipynb", ".json", ".log", ".mmd",
    ".odg", ".odp", ".ods", ".odt", ".patch", ".pdf", ".plantuml", ".ppt", ".pptx", ".puml", ".rtf", ".sql", ".tgz", ".toml", ".tsv",
    ".txt", ".vsdx", ".xls", ".xlsx", ".yaml", ".yml", ".zip",
}  # fmt: skip
"""Kinds of files that are copied when a record links to them: none that a browser would run as a page of the site."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.I)


def ending(path: str) -> str:
    """The file's ending in lower case, with its dot."""
    return posixpath.splitext(path)[1].lower()


def is_web(target: str) -> bool:
    """Whether a link's target has a scheme or a host, and so is no path."""
    return _SCHEME.match(target.strip()) is not None


def locate(target: str, owner: str, prefix: str = "") -> tuple[str, str] | None:
    """The path (relative to the records folder) and fragment that `target`, a link in the file `owner`, leads to.

    `/docs/x.png` counts from the top of the repository, in which the records folder is `prefix`. None for web
    addresses, for links inside the page, and for what is no path at all.
    """
    words = target.strip()
    if not words or words[0] in "#?" or is_web(words):
        return None
    try:
        parts = urlsplit(words)
    except ValueError:
        return None
    path = unquote(parts.path).replace("\\", "/")
    if not path or "\0" in path:
        return None
    if path.startswith("/"):
        path = posixpath.relpath("/" + path.lstrip("/"), "/" + prefix)
    else:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), path))
    return path, unquote(parts.fragment)


def in_repository(path: str, prefix: str) -> str:
    """A path of the records folder as a path of the repository; "" when it leads out of it."""
    whole = posixpath.normpath(posixpath.join(prefix, path))
    return "" if whole == ".." or whole.startswith(("../", "/")) else whole
