"""What templates, feeds and the API receive in place of a record."""

from __future__ import annotations

from types import SimpleNamespace


class View(SimpleNamespace):
    """A record as the public may see it."""
