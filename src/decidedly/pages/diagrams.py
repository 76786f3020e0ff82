"""Drawn diagrams as files of the site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property

from decidedly.log import Log
from decidedly.pages.files import is_harmless
from decidedly.pages.names import relative
from decidedly.pages.site import Site
from decidedly.record import Document, Record
from decidedly.render import Picture, describe, sources

_BOX = re.compile(rb'\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


def wanted(log: Log) -> tuple[str, ...]:
    """The source of every diagram of the log, each once: the edge draws what it can of them into `Site.diagrams`."""
    owners: tuple[Record | Document, ...] = (*log.records, *log.documents)
    return tuple(dict.fromkeys(source for owner in owners for source in sources(owner)))


class Diagrams:
    """The diagrams that were drawn for a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Output path → SVG."""
        return {self._output(svg): svg for svg in self.site.diagrams.values() if self._size(svg)}

    def picture(self, source: str, page: str) -> Picture | None:
        """The picture of a diagram as `page` shows it; None where it was not drawn."""
        svg = self.site.diagrams.get(source)
        size = self._size(svg) if svg else None
        if svg is None or size is None:
            return None
        return Picture(relative(page, self._output(svg)), *size, describe(source))

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """The files."""
        yield from sorted(self.files.items())

    @staticmethod
    def _output(svg: bytes) -> str:
        return f"files/diagram-{hashlib.sha256(svg).hexdigest()[:12]}.svg"

    @staticmethod
    def _size(svg: bytes) -> tuple[int, int] | None:
        """Width and height; None for a picture that must not be published."""
        box = _BOX.search(svg, 0, 2_000)
        if box is None or not is_harmless("diagram.svg", svg):
            return None
        return max(1, round(float(box[1]))), max(1, round(float(box[2])))
