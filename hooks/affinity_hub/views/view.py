"""What templates, feeds and the API receive in place of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

# What is worked out of a view, by name.
Later = Mapping[str, Callable[[Any], Any]]


class View(SimpleNamespace):
    """A record as the public may see it.

    `later` says how more of it is worked out from it, which happens when it is first asked for: most pages need little
    of most records. It is one table for all views of a kind: functions of their own would be a tenth of the memory of a
    large site.
    """

    def __init__(self, later: Later | None = None, /, **known: Any) -> None:
        super().__init__(**known)
        if later:
            self._later = later

    def __repr__(self) -> str:
        """Short: views lead to one another."""
        return f"View({self.__dict__.get('id', '')})"

    def __getattr__(self, name: str) -> Any:
        """What is not there yet. Raises `AttributeError` for what never is."""
        make = self.__dict__.get("_later", {}).get(name)
        if make is None:
            raise AttributeError(f"a view without {name}")
        value = make(self)
        if value is not None:
            setattr(self, name, value)
        return value


def nothing(_: View) -> None:
    """What is worked out of a view for a field that nobody has filled in."""
