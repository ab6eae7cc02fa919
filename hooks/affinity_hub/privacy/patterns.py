"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _LazyPattern:
    """Looks like a compiled expression. After the first use, each call goes directly to the compiled expression."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._typed = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._typed)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when it is first used. Compiling all expressions that look for private
    details takes a quarter of the time of a check, and most texts need few of them."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
