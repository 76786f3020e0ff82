"""The theme of a site: the built-in files, the user's own in place of them, and what the `[theme]` table asks for.

Part of the edge. Only files of the repository are read, and only those that the configuration names.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from decidedly import dialects, resources, tree
from decidedly.folders import PublishError
from decidedly.record import Document
from decidedly.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decidedly.pages.look import Look

MAX_OVERRIDE = 1_000_000
"""Bytes of one of the user's own layouts or assets."""

BUILT_IN = "layouts/built-in/"
"""Where a built-in layout stays that one of the user's own stands in for: it may extend it."""


def config_folder(place: Workspace) -> Path:
    """The folder that paths of the configuration count from."""
    return Path(place.config.file).parent if place.config.file else place.root


def load_theme(place: Workspace) -> dict[str, str | bytes]:
    """The theme's files by path, with the user's own in place of or beside those of the same name.

    Own files come only from the folder that the configuration names. Raises PublishError when that can't be used.
    """
    theme: dict[str, str | bytes] = {
        path: file.read_text(encoding="utf-8") for path, file in resources.walk(resources.theme())
    }
    theme |= {
        BUILT_IN + path.removeprefix("layouts/"): text
        for path, text in theme.items()
        if path.startswith("layouts/")
    }
    if not place.config.site:
        return theme
    folder = config_folder(place) / place.config.site
    if not folder.is_dir():
        raise PublishError(f"{folder}: there is no such folder; site in {place.config.file} names it")
    for kind in ("layouts", "assets"):
        for file in sorted((folder / kind).rglob("*")):
            if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
                continue
            data = _read(file)
            try:
                theme[file.relative_to(folder).as_posix()] = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                raise PublishError(
                    f"{file}: not UTF-8 text; save it as UTF-8; [theme] takes pictures and fonts"
                ) from None
    return theme


@dataclass(frozen=True)
class Dress:
    """What the `[theme]` table comes to: what it says, its files for the theme, where in the theme each of them is (by its
    name as written), its pages (name as written → document), and sentences about what could be better."""

    look: Look
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Document] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def load_dress(place: Workspace) -> Dress:
    """Read what the `[theme]` table names. Raises PublishError for what can't be used."""
    from decidedly.pages import files, look

    config = place.config
    try:
        read = look.read_look(config.theme)
    except look.LookError as error:
        raise PublishError(f"{config.file}: {error}") from None
    found: dict[str, str | bytes] = {}
    own: dict[str, str] = {}
    for at, name in enumerate(read.files):
        data = _read(_named(place, name))
        if not files.is_harmless(name, data):
            raise PublishError(f"{name}: holds a script or what acts like one; {config.file} names it")
        end = name.rpartition(".")[2].lower()
        own[name] = f"assets/own-{at + 1}.{end}"
        found[own[name]] = data
    texts = []
    for name in read.css:
        try:
            texts.append(_read(_named(place, name)).decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise PublishError(f"{name}: not UTF-8 text; save it as UTF-8") from None
    if texts:
        found["own.css"] = "\n".join(texts)
    pages = {name: _document(place, name) for name in read.pages}
    css = resources.read_text(resources.theme(), "assets", "site.css") if read.colours else ""
    warnings = tuple(f"{config.file}: {one}" for one in look.warnings(read, css))
    return Dress(read, found, own, pages, warnings)


def named_files(place: Workspace) -> list[Path]:
    """The files that the `[theme]` table names, as far as it can be read."""
    from decidedly.pages import look

    try:
        read = look.read_look(place.config.theme)
    except look.LookError:
        return []
    return [config_folder(place) / name for name in (*read.files, *read.css, *read.pages) if "\0" not in name]


def _named(place: Workspace, name: str) -> Path:
    file = config_folder(place) / name
    if "\0" in name or not tree.inside(file, place.root):
        raise PublishError(f"{name}: outside of the repository; name a file in it, in {place.config.file}")
    if not file.is_file():
        raise PublishError(f"{file}: there is no such file; [theme] in {place.config.file} names it")
    return file


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_OVERRIDE + 1)
    except OSError as error:
        raise PublishError(f"{file}: {error.strerror or error}") from None
    if len(data) > MAX_OVERRIDE:
        raise PublishError(f"{file}: larger than {MAX_OVERRIDE:,} bytes; a theme's file is expected")
    return data


def _document(place: Workspace, name: str) -> Document:
    file = _named(place, name)
    path = Path(os.path.relpath(file, place.records)).as_posix()
    return dialects.read_document(tree.read(file, path))
