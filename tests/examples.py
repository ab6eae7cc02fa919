"""The number of inputs that hypothesis makes up for a test."""

from __future__ import annotations

from hypothesis import settings

FAST = "fast"
_USUAL = 100
"""The examples that hypothesis makes up for a test that names no number."""

settings.register_profile(FAST, max_examples=_USUAL // 4)


def examples(count: int) -> int:
    """The number of examples for a test: all of them, or a quarter in `make test-fast`, which chooses the fast profile.

    For use in `@settings(max_examples=examples(300))`. pytest loads the profile before it reads the test files.
    """
    return max(count * settings().max_examples // _USUAL, 1)
