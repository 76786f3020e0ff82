"""The files that ship with the program: the theme, the templates and the JSON schemas.

Part of the edge. All of it goes through :class:`Traversable`, so that it works from a checkout, from an installed
wheel and from a zip file alike.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

PACKAGE = "decidedly"


def theme() -> Traversable:
    """The folder ``site/``: layouts and assets of a published page."""
    return _bundled("site")


def templates() -> Traversable:
    """The folder ``templates/``: what a new record starts from."""
    return _bundled("templates")


def schemas() -> Traversable:
    """The folder of JSON Schema files, one for each kind of JSON that we publish."""
    return files(PACKAGE).joinpath("schemas")


def scaffold() -> Traversable:
    """The folder of files that ``adr init`` writes besides configuration: a first record, workflows."""
    return files(PACKAGE).joinpath("scaffold")


def rule_pages() -> Traversable:
    """The folder of the linter's rules, with a page in Markdown beside each."""
    return files(PACKAGE).joinpath("lint", "rules")


def read_text(root: Traversable, *parts: str) -> str:
    """The text of one file below ``root``, with its line ends made into single newlines."""
    return root.joinpath(*parts).read_text(encoding="utf-8")


def walk(root: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Every file below ``root`` with its path relative to it, with forward slashes, in the order of these paths."""
    yield from sorted(_files(root, ""), key=lambda found: found[0])


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = prefix + entry.name
        if entry.is_dir():
            yield from _files(entry, path + "/")
        else:
            yield path, entry


def _bundled(name: str) -> Traversable:
    package = files(PACKAGE)
    inside = package.joinpath("_bundled", name)
    if inside.is_dir():
        return inside
    # A checkout, or an editable install of one: the folder stands at the top of the tree, beside src/.
    if isinstance(package, Path):
        beside = package.parents[1] / name
        if beside.is_dir():
            return beside
    raise FileNotFoundError(f"{PACKAGE} is installed without its folder {name}/: install it again")
