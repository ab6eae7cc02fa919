"""What a text gives away, judged by its words alone: no YAML, no records, no model.

suspect    whether to look closer at all
reading    a text as a person reads it, however it is dressed
meetings   ways into meetings and closed chats
telephones, mailboxes    numbers to call; addresses to write to, and whether they name a person
people     people who are named with a title
debatable  what may be right and should be looked at
links      links that go elsewhere than they seem to
places     streets and rooms, for meetings whose place is not public
names      names of people who have not agreed to be named
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .normalize import NormalizedText, read
from .person_names import Names, Parts, folded
from .places import is_home, places
from .prefilter import is_suspect

__all__ = ["Names", "NormalizedText", "Parts", "folded", "is_home", "is_suspect", "pieces", "places", "read"]

# The guard reads longer texts in pieces that overlap by this many characters.
PIECE: Final = 1_200
OVERLAP: Final = 200


def pieces(text: str) -> Iterator[str]:
    """Splits a text into pieces, so that ten times the text takes ten times as long to check.

    Each piece begins before the previous piece ends, so that one of the two holds any phrase across the cut.
    """
    if len(text) <= PIECE:
        yield text
        return
    for start in range(0, len(text), PIECE - OVERLAP):
        yield text[start : start + PIECE]
