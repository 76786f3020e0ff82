"""The layouts as templates: everything escaped, and a sandbox around them, since users may bring their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from decidedly.pages import words
from decidedly.pages.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment

_OURS: dict[type, bool] = {}


def _is_ours(kind: type) -> bool:
    """Whether a class is one of our dataclasses: plain data, all of whose public attributes a layout may read."""
    known = _OURS.get(kind)
    if known is None:
        known = _OURS[kind] = kind.__module__.startswith("decidedly.") and is_dataclass(kind)
    return known


def environment(
    layouts: Mapping[str, str], site: Site, navigation: Sequence[tuple[str, str, str]]
) -> Environment:
    """Jinja over `layouts`: nothing is reachable but what a page is given, and none of it can be changed.

    `navigation` are the key, the words and the page of each entry of the main navigation.
    """
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
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
    )
    made.globals.update(
        site=site,
        navigation=navigation,
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
