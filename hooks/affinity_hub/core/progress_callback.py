"""How a long operation reports its progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

TellProgress: TypeAlias = Callable[[str, int, int], None]
"""Gets the name of a step, such as "Writing files", how much of the step is done, and the total."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Shows nothing."""
