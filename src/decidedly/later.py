"""Parts of a frozen noun that are made when somebody asks for them: what was kept of a text is not unpacked for nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

Parts = Callable[[str], Mapping[str, Any]]
"""Makes the part of that name, and whatever else comes with it."""

_T = TypeVar("_T")


if TYPE_CHECKING:
    Later = object
else:

    class Later:
        """What a noun has to be so that `unfinished` can make one. A field that may come later has no default of its class."""

        def __getattr__(self, name: str) -> Any:
            later = None if name.startswith("_") else self.__dict__.get("_later")
            made = later(name) if later is not None else {}
            if name not in made:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            self.__dict__.update(made)
            return made[name]


def unfinished(kind: type[_T], parts: Mapping[str, Any], later: Parts) -> _T:
    """A noun of that kind with these parts; `later` makes the others. It is equal to one that was made at once."""
    made = object.__new__(kind)
    made.__dict__.update(parts, _later=later)
    return made
