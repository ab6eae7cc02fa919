"""Whether a mailbox bears the name of a person."""

from __future__ import annotations

import re
from typing import Final

from .reading import words

# Words that the mailboxes of teams and tasks have in their names
_ROLES: Final = words("roles")
_GIVEN: Final = words("given_names")
# With a letter or a given name in front, "jsmith" and "janedoe" name a person.
_FAMILY: Final = words("family_names")


def names_a_person(local: str) -> bool:
    """Whether the part in front of the @ is the name of a person, and not that of a team or a task.

    "jane.doe", "j.doe", "jdoe", "janedoe" and "jane" are; "info.desk", "human.resources" and "equity.team" are not.
    """
    parts = [word for word in re.split(r"[._+'-]+", re.sub(r"\d+", ".", local)) if word]
    if not parts or any(word in _ROLES or word.removesuffix("s") in _ROLES for word in parts):
        return False
    if len(parts) == 1:
        (word,) = parts
        joined = any(word[:cut] in _GIVEN and word[cut:] in _FAMILY for cut in range(2, len(word) - 1))
        return word in _GIVEN or word[1:] in _FAMILY or word[:-1] in _FAMILY or joined
    if any(word in _GIVEN or word in _FAMILY for word in parts):
        return True
    # "j.alderwood": a letter and a name that nobody has heard of
    return len(parts) == 2 and 1 in (len(parts[0]), len(parts[1])) and max(map(len, parts)) > 3


def fits(local: str, name: str) -> bool:
    """Whether a mailbox may be that of the person of this name: its words are those of the name, or begin them."""
    own = re.findall(r"[a-z]+", name.lower())
    joined = "".join(re.findall(r"[a-z]+", local))
    spelled = {"".join(own), "".join(own[::-1]), *(own[:1] if own else ())}
    spelled |= {own[0][0] + own[-1], own[0] + own[-1], own[-1] + own[0], own[0] + own[-1][0]} if own else set()
    return joined in spelled
