"""Words about a vacant role: whether they say that it is vacant or filled, and the advice for a vacancy in another
record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from affinity_hub.core.suggest import identifier, says_no_end
from affinity_hub.core.vocabulary import folded
from affinity_hub.core.yaml_text import scalar
from affinity_hub.source.tree import YamlList, YamlMapping, in_one_line
from affinity_hub.values.word_meanings import YES

VACANCY: Final = "vacancy"
_WITHOUT_LIMITS: Final = (
    r"(?!.*(?:\d|\b(?:still|needs?|again|open(?:s|ing)?|until|till|but|next|from|after|second|another|more|part(?:ly|s)?"
    r"|temporar\w+|now|spring|summer|fall|winter|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)))"
)
FILLED: Final = (
    rf"{_WITHOUT_LIMITS}(?:(?:is |has been )?(?:already )?(?:filled|taken|occupied|closed|full)(?: by\b[^,;]*)?"
    r"|(?:we )?(?:have )?found (?:someone|somebody|a person))"
    r"|(?:ya )?(?:está )?(?:ocupad[oa]|cubiert[oa]|cerrad[oa])"
    r"|(?:ya )?no(?: está)?(?: (?:vacante|abiert[oa]|disponible))?"
    r"|(?:not|no longer) (?:open|vacant|available|needed)(?: any ?(?:more|longer))?"
)
"""The pattern of words (lowercase) that say only that a role is not vacant."""
_VACANT: Final = re.compile(
    r"(?:still|not|not yet) (?:open|vacant|available|unfilled|filled|taken|found)"
    r"|(?:yes|vacant)[\s,;:]+(?:open )?until (?:it is |it's )?filled"
)
_MAY_BE_FILLED: Final = re.compile(
    r"(?:(?:temporarily|currently|now|already|partly|half|mostly) )?(?:filled|taken|closed|full(?![ -]?time)"
    r"|occupied|found|no|not|soon|maybe|perhaps|possibly|ya|ocupad[oa]|cubiert[oa]|cerrad[oa]|quizás?|pronto)\b.*",
    re.DOTALL,
)
# Names of the key, and names of a list of vacant roles.
_NAMES: Final = frozenset(("vacancy", "vacant", "isvacant"))
_LISTS: Final = frozenset(("vacancies", "vacantroles", "openrole", "openroles", "openposition", "openpositions"))
_LAST_DAY: Final = re.compile(
    r"(?:(?:still )?(?:open|closes|apply) )?(?:until|till?|through|thru|by|on) +(\d{4}-\d\d-\d\d)"
)
# Two words with capitals may be the first and last name of a person.
_PERSON: Final = re.compile(r"[A-Z][\w'-]+ [A-Z]")
_ONLY_NO: Final = frozenset(("no", "n", "none", "false", "off", "0"))
_ONLY_YES: Final = YES | {"", "open", "vacant"}


def says_vacant(plain: str) -> bool:
    """Whether words (lowercase) say only that a role is vacant."""
    return bool(_VACANT.fullmatch(plain) or says_no_end(plain))


def may_say_filled(plain: str) -> bool:
    """Whether words (lowercase) may say that nobody can take a role, although a role with `vacancy` is vacant."""
    return bool(_MAY_BE_FILLED.fullmatch(plain))


def advice_for_misplaced_vacancy(key: str, typed: Any, fields: Mapping[str, Any]) -> str:
    """The advice for a vacancy in a record that is not a role, such as a group; empty for other keys."""
    name = folded(key)
    if name not in _NAMES | _LISTS or VACANCY in fields or "facilitators" not in fields:
        return ""
    plain = typed.strip(" .!").lower() if isinstance(typed, str) else ""
    if plain in _ONLY_NO or re.fullmatch(FILLED, plain):
        return f"If no role is open, delete  {key}: {typed}"
    is_text = plain not in _ONLY_YES and not plain.isdecimal()
    closes = _LAST_DAY.fullmatch(plain) if name in _NAMES else None
    about = f"closes: {closes[1]}" if closes else f"about: {scalar(typed)}" if is_text and name in _NAMES else ""
    inner = in_one_line(typed) if isinstance(typed, YamlMapping) else f"{{{about}}}"
    roles = list(typed) if isinstance(typed, YamlList) else [typed] if is_text and name in _LISTS else [""]
    texts = [_role_entry(role, inner) for role in roles]
    entries = "".join(f"\n  - {text}" for text in texts)
    lead = "Move this to facilitators.yml, where each open role has its own entry:"
    ids = "the id of the role" if len(texts) == 1 else "the ids of the roles"
    return f"{lead}{entries}\nThen add {ids} to `facilitators` here."


def _role_entry(role: Any, vacancy: str) -> str:
    """The entry (YAML) of a vacant role, from its name or from its keys."""
    if isinstance(role, YamlMapping):
        typed = {str(key): value for key, value in role.items()}
        name, own = typed.pop("role", None), typed.pop(VACANCY, None)
        if isinstance(own, YamlMapping):
            typed |= {str(key): value for key, value in own.items()}
        inner = ", ".join(f"{key}: {in_one_line(value)}" for key, value in typed.items() if key != "id")
        return f"{{id: …, role: {in_one_line(name) if name else '…'}, {VACANCY}: {{{inner}}}}}"
    text = role if isinstance(role, str) else ""
    # The id of a person's name would show the name, too.
    is_name = len(text.split()) > 1 and (_PERSON.search(text) or "," in text)
    shown = "…" if is_name or not text else identifier(text) or "…"
    return f"{{id: {shown}, role: {scalar(text) if text else '…'}, {VACANCY}: {vacancy}}}"
