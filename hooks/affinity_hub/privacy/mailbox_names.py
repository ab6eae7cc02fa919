"""Decides whether a mailbox has the name of a person."""

from __future__ import annotations

import re
from typing import Final

from .normalize import words
from .person_names import folded

# Words in the names of mailboxes for teams and tasks.
_ROLES: Final = words("roles")
_GIVEN: Final = words("given_names")
# After a letter or a given name, a family name makes a person's name: "jsmith", "janedoe".
_FAMILY: Final = words("family_names")


def names_a_person(local: str) -> bool:
    """Whether the part before the @ is the name of a person, rather than of a team or a task.

    "jane.doe", "j.doe", "jdoe", "janedoe" and "jane" are; "info.desk", "human.resources" and "equity.team" are not.
    """
    parts = [word for word in re.split(r"[._+'-]+", re.sub(r"\d+", ".", local)) if word]
    if any(word in _ROLES or word.removesuffix("s") in _ROLES for word in parts):
        return False
    if len(parts) == 1:
        (word,) = parts
        joined = any(word[:cut] in _GIVEN and word[cut:] in _FAMILY for cut in range(len(word)))
        return word in _GIVEN or word[1:] in _FAMILY or word[:-1] in _FAMILY or joined
    if any(word in _GIVEN or word in _FAMILY for word in parts):
        return True
    # "j.alderwood": a letter and a name that is on no list
    return len(parts) == 2 and 1 in (len(parts[0]), len(parts[1])) and max(map(len, parts)) > 3


def fits(local: str, name: str) -> bool:
    """Whether a mailbox fits the name of a person: it consists of the person's names or their initials."""
    own = [word for word in folded(name).split() if word.isascii()]
    if not own:
        return False
    first, last = own[0], own[-1]
    spelled = {"".join(own), "".join(own[::-1]), first, first + last, last + first, first[0] + last, first + last[0]}
    return "".join(re.findall(r"[a-z]+", local)) in spelled
