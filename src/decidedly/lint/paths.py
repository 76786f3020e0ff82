"""Which paths exist in the repository, and which of its files were probably meant by one that does not."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from decidedly.lint.context import Context
from decidedly.lint.wants import from_root, relative, to_root
from decidedly.text import near

_NUMBER = re.compile(r"^(?:[a-z]{1,8}[-_ ]?)?\d+[a-z]?[-_. ]+", re.I)

_FORGE = re.compile(
    r"(?:\.\./){2,}(?:issues|pulls?|merge_requests|wikis?|discussions|releases|projects?|milestones?|labels|tags|commits?|compare|actions|security|tree|blob|raw|blame)(?:/|$)"
)


def existing(context: Context, paths: Iterable[str]) -> str | None:
    """The first of `paths` (from the records folder) that is a file or folder of the repository, in the same case."""
    facts, prefix = context.facts, context.facts.prefix
    folders = _index(facts.tree).folders if facts.tree is not None else frozenset[str]()
    for path in paths:
        whole = to_root(path, prefix)
        if path in context.log.by_path or path in context.log.documents_by_path or path in context.log.files:
            return path
        if whole in folders or (facts.tree is not None and whole in facts.tree):
            return path
        # Some disks take `Readme.md` for `README.md`; git and the web do not.
        if facts.files is not None and path in facts.files and not other_case(context, path):
            return path
    return None


def unknowable(context: Context, path: str) -> bool:
    """Whether the repository's files can't tell if `path` is there: a page of the forge (from the root `../../issues/12`
    is the repository's own list), or something in a submodule that is not checked out.
    """
    whole = to_root(path, context.facts.prefix)
    if _FORGE.match(whole):
        return True
    tree = context.facts.tree
    above = posixpath.dirname(whole)
    while tree and above and above not in tree:
        above = posixpath.dirname(above)
    return bool(tree and above) and "." not in posixpath.basename(above)


def other_case(context: Context, path: str) -> str | None:
    """The file of the repository whose path differs from `path` in case alone."""
    tree = context.facts.tree
    if tree is None:
        return None
    whole = to_root(path, context.facts.prefix)
    found = _index(tree).lowered.get(whole.lower(), whole)
    return from_root(found, context.facts.prefix) if found != whole else None


def meant(context: Context, path: str, folder: str, count: int = 2) -> list[str]:
    """Files of the repository that `path` probably meant, as a file in `folder` would write them; best first.

    The same path in another case; the same name elsewhere; the same words behind another number, or behind none; the
    same number in that folder; a name there that looks alike.
    """
    tree = context.facts.tree
    if tree is None:
        return []
    prefix = context.facts.prefix
    index = _index(tree)
    whole = to_root(path, prefix)
    name = posixpath.basename(whole)
    found: list[str] = []
    home = posixpath.dirname(whole)
    if whole.lower() in index.lowered:
        found = [index.lowered[whole.lower()]]
    elif name.lower() in ("readme.md", "index.md"):
        return []
    elif name.lower() in index.names:
        found = _closest(whole, index.names[name.lower()])
    elif words := _words(name):
        found = _closest(whole, index.words.get(words, ()))
    if not found:
        beside = index.inside.get(home, ())
        same = [one for one in beside if _number(name) is not None and _number(one) == _number(name)]
        found = [posixpath.join(home, one) for one in same or near(name, beside[:2000], count)]
        if not same and not _words(name):
            found = []  # `adr-6` looks like `adr-64` and means nothing like it
    return [relative(from_root(one, prefix), folder) for one in found[:count]]


def _words(name: str) -> str:
    """A file's name without its number: what stays when records are renumbered."""
    stem, suffix = posixpath.splitext(name.lower())
    words = _NUMBER.sub("", stem)
    return words + suffix if len(words) >= 4 and not words.isdecimal() else ""


def _number(name: str) -> tuple[str, int] | None:
    """The letters and the number that a file's name begins with."""
    match = re.match(r"([a-z]*)[-_ ]?(\d{1,8})(?=[-_. ])", name.lower())
    return (match[1], int(match[2])) if match else None


def _closest(path: str, found: Sequence[str]) -> list[str]:
    def distance(other: str) -> tuple[int, str]:
        return len(posixpath.commonpath(["/" + path.lstrip("./"), "/" + other])) * -1, other

    return sorted(found, key=distance)


class _Tree:
    """The files of a repository by everything that they are looked up by."""

    def __init__(self, tree: frozenset[str]) -> None:
        self.lowered: dict[str, str] = {}
        names: dict[str, list[str]] = defaultdict(list)
        words: dict[str, list[str]] = defaultdict(list)
        inside: dict[str, list[str]] = defaultdict(list)
        folders = {"."}
        for path in sorted(tree):
            self.lowered[path.lower()] = path
            folder, name = posixpath.split(path)
            names[name.lower()].append(path)
            if bare := _words(name):
                words[bare].append(path)
            inside[folder].append(name)
            while folder and folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        self.names: Mapping[str, list[str]] = names
        self.words: Mapping[str, list[str]] = words
        self.inside: Mapping[str, list[str]] = inside
        self.folders = frozenset(folders)

    def ending(self, path: str) -> list[str]:
        """Files whose path ends in `path`."""
        name = posixpath.basename(path).lower()
        return [one for one in self.names.get(name, ()) if ("/" + one).endswith("/" + path)]


@functools.lru_cache(maxsize=2)
def _index(tree: frozenset[str]) -> _Tree:
    return _Tree(tree)


def somewhere(context: Context, path: str) -> bool:
    """Whether some file's path ends in `path`: people leave out the folders above."""
    tree = context.facts.tree
    return tree is not None and bool(_index(tree).ending(path))
