"""The layouts as templates: everything escaped, and a sandbox around them, since users may bring their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from decidedly.pages import words
from decidedly.pages.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment

TYPES = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "ico": "image/x-icon",
         "jpg": "image/jpeg", "jpeg": "image/jpeg"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brand:
    """What stands for the site on its pages: files of the theme ("" where there is none), whether the logo stands without
    the site's title, and the ground of the pages in the light and the dark scheme."""

    logo: str
    logo_dark: str
    logo_alone: bool
    icon: str
    ground: tuple[str, str]

    @property
    def icon_type(self) -> str:
        """The media type of the icon."""
        return TYPES.get(self.icon.rpartition(".")[2].lower(), "image/svg+xml")


_OURS: dict[type, bool] = {}


def _is_ours(kind: type) -> bool:
    """Whether a class is one of our dataclasses: plain data, all of whose public attributes a layout may read."""
    known = _OURS.get(kind)
    if known is None:
        known = _OURS[kind] = kind.__module__.startswith("decidedly.") and is_dataclass(kind)
    return known


_COMPILED: dict[str, tuple[str, bytes]] = {}


def environment(
    layouts: Mapping[str, str], site: Site, navigation: Sequence[tuple[str, str, str]], brand: Brand
) -> Environment:
    """Jinja over `layouts`: nothing is reachable but what a page is given, and none of it can be changed.

    `navigation` are the key, the words and the page (or address) of each entry of the main navigation.
    """
    from jinja2 import BytecodeCache, DictLoader, StrictUndefined
    from jinja2.bccache import Bucket
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Compiled(BytecodeCache):
        """What layouts came to when they were compiled before, as long as their text is the same."""

        def load_bytecode(self, bucket: Bucket) -> None:
            known = _COMPILED.get(bucket.key)
            if known is not None and known[0] == bucket.checksum:
                bucket.bytecode_from_string(known[1])

        def dump_bytecode(self, bucket: Bucket) -> None:
            _COMPILED[bucket.key] = (bucket.checksum, bucket.bytecode_to_string())

    from markupsafe import Markup

    class Sandbox(ImmutableSandboxedEnvironment):
        """The sandbox, with a short way to the attributes of our own frozen data: they are most of what layouts read."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if attribute[0] != "_" and _is_ours(type(obj)):
                try:
                    return getattr(obj, attribute)
                except AttributeError:
                    return self.undefined(obj=obj, name=attribute)
            return super().getattr(obj, attribute)

    made = Sandbox(
        loader=DictLoader(dict(layouts)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=Compiled(),
    )
    made.globals.update(
        site=site,
        navigation=navigation,
        brand=brand,
        words=SimpleNamespace(
            count=words.count,
            times=words.times,
            named=words.named,
            heading=words.heading,
            row_id=words.row_id,
        ),
    )
    made.filters["script_json"] = lambda value: Markup(words.script_json(value))  # noqa: S704
    made.filters.update(day=words.day, long_day=words.long_day, day_in_year=words.day_in_year)
    return made
