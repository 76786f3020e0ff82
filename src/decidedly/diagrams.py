"""Drawing Mermaid diagrams when a site is built, each in a process of its own, and keeping what was drawn.

Part of the edge. It needs the extra `decidedly[mermaid]`; without it, and where a diagram can't be drawn, its source
stays on the page. A diagram is drawn once: the pictures are kept in the user's cache folder by what they were made from.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from decidedly.cache import home

TIMEOUT = 90
"""Seconds that one diagram may take."""

MOST = 400
"""Diagrams that one build draws; the rest stay source, and are drawn by the next."""

_WORKER = """
import re, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
except (ImportError, OSError, ValueError):
    pass
import mermaidx
source = sys.stdin.buffer.read().decode("utf-8")
config = {"htmlLabels": False, "flowchart": {"htmlLabels": False}, "fontFamily": "Arial, Helvetica, sans-serif"}
try:
    svg = mermaidx.render(source, theme="neutral", config=config).svg()
except Exception as error:
    sys.stderr.write(str(error))
    sys.exit(3)
sys.stdout.buffer.write(svg.encode("utf-8"))
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pictures by their source, and sentences about what was not drawn."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def kept(kind: str, made_from: str, make: Callable[[], bytes], cache: Path | None = None) -> bytes:
    """A picture of that kind from the cache, else made and kept there. `made_from` is all that it depends on."""
    folder = cache if cache is not None else cache_folder(kind)
    if folder is None:
        return make()
    file = folder / hashlib.sha256(made_from.encode("utf-8", "replace")).hexdigest()
    try:
        return file.read_bytes()
    except OSError:
        made = make()
        _keep(file, made)
        return made


FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial.ttf",
    "C:/Windows/Fonts/segoeui.ttf",
    "C:/Windows/Fonts/arial.ttf",
)
"""Font files with letters of many languages, where systems have them."""


def font() -> bytes:
    """The first of `FONTS` that there is, b"" where there is none."""
    for path in FONTS:
        try:
            return Path(path).read_bytes()
        except OSError:
            continue
    return b""


def draw(sources: Iterable[str], *, known_only: bool = False, cache: Path | None = None) -> Drawn:
    """Draw these diagrams, or take them from the cache; `known_only` does just that. Never raises."""
    wanted = tuple(sources)
    if not wanted:
        return Drawn()
    version = _version()
    folder = cache if cache is not None else cache_folder()
    found: dict[str, bytes] = {}
    missing: list[str] = []
    for source in wanted:
        kept = _kept(folder / _name(source, version)) if folder and version else None
        if kept:
            found[source] = kept
        else:
            missing.append(source)
    if known_only or not missing:
        return Drawn(found)
    if not version:
        number = "a Mermaid diagram" if len(missing) == 1 else f"{len(missing)} Mermaid diagrams"
        return Drawn(found, (f"{number} shown as source: to draw them, pip install 'decidedly[mermaid]'",))
    troubles: list[str] = []
    with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
        for source, (svg, trouble) in zip(missing, pool.map(_one, missing[:MOST]), strict=False):
            if svg:
                found[source] = svg
                if folder:
                    _keep(folder / _name(source, version), svg)
            else:
                first = next((line.strip() for line in source.splitlines() if line.strip()), "")
                troubles.append(f"“{first[:40]}”: {trouble}")
    if len(missing) > MOST:
        troubles.append(f"{len(missing) - MOST} more than one build draws; the next one goes on")
    if not troubles:
        return Drawn(found)
    number = "a Mermaid diagram" if len(troubles) == 1 else f"{len(troubles)} Mermaid diagrams"
    return Drawn(found, (f"{number} shown as source: {'; '.join(troubles[:3])}",))


def cache_folder(kind: str = "diagrams") -> Path | None:
    """Where pictures of that kind are kept; None where nothing is."""
    top = home()
    return top / kind if top else None


def _version() -> str:
    """The version of what draws, "" where it is not installed."""
    if importlib.util.find_spec("mermaidx") is None:
        return ""
    try:
        return importlib.metadata.version("mermaidx")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _name(source: str, version: str) -> str:
    made_from = f"{version}\0{_WORKER}\0{source}"
    return hashlib.sha256(made_from.encode("utf-8", "replace")).hexdigest() + ".svg"


def _kept(file: Path) -> bytes | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data if data.startswith(b"<svg") and data.rstrip().endswith(b"</svg>") else None


def _keep(file: Path, svg: bytes) -> None:
    """Put a picture into the cache, whole or not at all; a cache that can't be written to is none."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(svg)
        Path(name).replace(file)
    except OSError:
        pass


def _one(source: str) -> tuple[bytes | None, str]:
    """One diagram's SVG, or why there is none."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _WORKER],
            input=source.encode("utf-8", "replace"),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, f"took longer than {TIMEOUT} seconds"
    except OSError as error:
        return None, error.strerror or str(error)
    if done.returncode != 0 or not done.stdout.startswith(b"<svg"):
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        return None, said[-160:] or f"stopped with code {done.returncode}"
    return done.stdout, ""
