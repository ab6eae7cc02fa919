"""Warns about two events at the same time in one room, with one facilitator, or for one group."""

from .pairs import no_clashes

__all__ = ["no_clashes"]
