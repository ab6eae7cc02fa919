"""Finds people's homes in texts: words such as "my house", and street addresses near them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from .normalize import CAPITAL, DIGIT, NormalizedText, cyrillic, words
from .patterns import lazy
from .places import COMPASS_POINT, HOUSE_NUMBER, streets
from .titles import is_given_name

_CAPITALIZED_WORD: Final = r"(?-i:[A-ZÀ-ÖØ-Þ])[\w-]+"
_ROLE: Final = (
    r"(?:host|facilitator|leader|teacher|friend|colleague|co-?worker|member|neighbor|organizer|parent|volunteer)s?"
)
_KIND: Final = (
    r"(?:house|home|apartment|flat|condo|townhouse|townhome|duplex|cabin|cottage|residence|place|backyard|garage|"
    r"living\sroom)"
)
# Parts of a home, and buildings beside it. Schools and shops have them, too.
_OUTBUILDING: Final = r"(?:porch|yard|basement|barn|cabin|cottage|driveway|lawn|trailer|attic|carport|shed)"
_PART: Final = (
    rf"(?:{_OUTBUILDING}|patio|deck|den|pool(?!\s(?:hall|bar|table|supply))|bedroom|sunroom|"
    r"(?:dining|family|guest)\sroom)"
)
# Words for the home of a person, in the languages of the district. The named groups match a person's name.
_HOME: Final = lazy(
    r"\b(?:(?:my|her|his|their)\s(?:\w+\s)?(?-i:house|home|apartment|flat|condo|place|backyard|garage|garden|living\sroom)|"
    # "Ada's house", but neither "The Children's House" nor "the school's garden"
    rf"(?:(?<!the\s){CAPITAL}[\w-]+|{_ROLE}|someone(?:\selse)?)['’]s?\s"
    r"(?:\w+\s)?(?-i:houses?|homes?(?!\s(?:for|of|page)\b)|apartments?|flat|condo|townhouse|townhome|duplex|residence|"
    r"place|backyard|garage|living\sroom)|"
    rf"(?:my|her|his|{_ROLE}['’]s|someone(?:\selse)?['’]s)\s(?:\w+\s)?(?-i:{_OUTBUILDING})|"
    rf"(?<!St\.\s)(?<!St\s)(?<!Saint\s)(?P<host>{_CAPITALIZED_WORD})['’]s\s(?:(?:front|back)\s)?(?:porch|patio|yard|deck|basement|kitchen|apt\b)|"
    rf"(?<!St\.\s)(?<!St\s)(?<!Saint\s)(?P<owner>{_CAPITALIZED_WORD})['’]s\s(?:(?-i:[a-z]+)\s){{0,2}}(?-i:{_PART})|"
    rf"{_KIND}\sof\s(?:(?:the\s)?{_CAPITALIZED_WORD}\sfamily|(?:one\sof\s)?(?:the|our|my|an?)\s(?:\w+\s)?{_ROLE}|"
    rf"(?P<someone>{_CAPITALIZED_WORD}))\b|"
    r"our\s(?:house|home(?=\s(?:at|is\sat|address)\b)|apartment|flat|condo|backyard|garage|living\sroom)|home\saddress|"
    r"(?:i|we|she|he|they|who)\sliv(?:e|es|ing)\s(?:at|on|in)|(?:mi|su|tu|nuestra)\s(?:casa|apartamento|departamento)|"
    rf"(?-i:casa|hogar)\sde\s(?:la\sfamilia\s)?{_CAPITALIZED_WORD}|"
    rf"(?-i:Casa|Hogar)\sde\s(?:la\sfamilia\s{_CAPITALIZED_WORD}|(?P<person>{_CAPITALIZED_WORD}))|"
    r"nhà\s(?:tôi|em|chị|anh|mình|riêng)|mein\w*\s(?:haus|wohnung)|bei\smir|"
    r"chez\s(?:moi|nous)|gurig(?:ayga|eena|eyga)|bahay\s(?:ko|namin|nila|niya))\b|\bhome\s?:|"
    + cyrillic("у меня дома|у мене вдома|мо(?:й|ём|ем|єму) дом\\w*"),
    re.IGNORECASE,
)
# Places that may be homes, but also shops or monuments: "Ada's", "the Lee family home"
_MAYBE: Final = lazy(
    rf"^(?:(?:at|by)\s)?(?P<someone>(?!the\b)[^\W\d_][\w-]+)(?:\s(?:and|&)\s{_CAPITALIZED_WORD}|\s{_CAPITALIZED_WORD}|\s(?-i:[A-Z])\.?)?['’]s?"
    rf"(?:\s(?:house|home|apartment|flat|condo|townhouse|townhome|duplex|residence|backyard|garage|{_PART}))?"
    r"(?=\s*(?:[,;(]|\s-\s|$))|"
    rf"^(?:at\s)?the\s(?-i:[A-Z]\w+s['’])(?=\s*(?:[,;(]|\s-\s|$))|"
    rf"\b{_CAPITALIZED_WORD}\s(?:family\s(?:house|home|residence|apartment)|(?-i:residence))\b|"
    rf"\bprivate\s(?:house|home|residence|apartment)\b(?!\s(?-i:[A-Z]))|\b{_KIND}\sof\s(?:the\s)?(?P<person>{_CAPITALIZED_WORD})\b",
    re.IGNORECASE,
)
_ORDINARY: Final = words("ordinary")
# The name of a public place has one of these words: "Casa de Maria Café"
_PUBLIC: Final = words("public_places")
_NO_FAMILY_NAMES: Final = (_PUBLIC | words("ends_of_places") | words("ends_of_teams") | {"high", "middle"}) - words(
    "family_names"
)
_REST_OF_NAME: Final = lazy(r"(?:[\s-]+(?:[A-ZÀ-ÖØ-Þ][\w'’]*|&|and|de|del|la|of|the|y)(?![\w'’]))+")
# The only names of homes that may be businesses if their kind follows: "Maria's Kitchen," "Tom & Ada's," "Casa de Rosa"
_BUSINESS: Final = lazy(
    rf"(?:[Aa]t\s|[Bb]y\s)?(?:{_CAPITALIZED_WORD}(?:\s(?:and|&)\s{_CAPITALIZED_WORD}|\s{_CAPITALIZED_WORD}|\s[A-Z]\.?)?['’]s?(?:\sKitchen)?|"
    rf"Casa\sde\s(?!la\s){_CAPITALIZED_WORD})"
)
_KINDS, _SPANISH_KINDS = words("businesses"), words("businesses_in_spanish")
# "(Korean barbecue restaurant)", ", a bakery", or " - café"
_KIND_AFTER: Final = lazy(r"\s?(?:\(([^()]{1,60})\)|(?:,\s|\s[-–—]\s)([^,;()]{1,60})(?=[,;]|$))")
_NO_BUSINESS: Final = words("no_business")
# A number of an apartment, or a word for a home or a part of it
_IN_A_HOME: Final = lazy(
    r"\b(?:ap(?:artmen)?t|apartamento|apto|condo|departamento|depto|duplex|flat|townho[mu]s?e|unit)(?![^\W\d_])|(?:#|\bno\.?)\s?\d|"
    r"\b(?:(?-i:home|house)|backyard|basement|downstairs|garage|rear|residence|upstairs)\b",
    re.IGNORECASE,
)
_END_OF_NAME: Final = lazy(r"\s?(?:$|[,;:.(]|(?:at|in|on)\b)")
_GIVEN_NAMES_BEFORE: Final = lazy(
    rf"(?<![\w.'’-])(?<!Saint\s)(?<!St\.\s)(?P<names>(?:{_CAPITALIZED_WORD}\s(?:[A-Z]\.\s)?){{1,2}})$"
)
_START_OF_NAME: Final = lazy(r"([A-ZÀ-ÖØ-Þ]\w+)\s(?:[Ll]a\s|[Tt]he\s)?$")
# A street without its kind: "our home at 1425 Elm"
_AT_HOME: Final = lazy(
    r"\b(?:(?i:home|house|apartment|flat|condo|townhouse|townhome|duplex|place|backyard|garage|live|lives|living|casa)|"
    rf"kitchen|{_PART})(?:,|:|\s\()?\s"
    rf"(?i:is\s)?(?i:(?:at|on|en)\s)?{HOUSE_NUMBER}\s(?:{COMPASS_POINT}\s)?[A-Z][a-z]+\b"
    r"(?!\s(?i:conference|convention|summit|families|students|staff))"
)
_MAX_WORDS_OF_KIND: Final = 4
# The greatest distance, in characters, between a home and its address, and between a home and the words before it that
# name its owner.
_MAX_DISTANCE: Final = 60


def names_a_home(reading: NormalizedText) -> bool:
    """Whether a place may be somebody's home, such as "at Ada's house". A public place can have such a name, so
    the check only warns."""
    return any(_possible_homes(reading.seen))


def may_be_a_business(reading: NormalizedText) -> bool:
    """Whether each home in the text would be a public place if it were written as "Ada's Kitchen (restaurant)". No kind
    makes "my place" or "Ada's house" a public place."""
    text = reading.seen
    return not _tells_of_home(text) and all(
        _BUSINESS.fullmatch(found[0].replace("kitchen", "Kitchen")) and _END_OF_NAME.match(text, found.end())
        for found in _possible_homes(text)
    )


def is_home(reading: NormalizedText) -> bool:
    """Whether the text gives the street address of a person's home. The address must not be published, even
    if the place of the event is public."""
    seen = reading.seen
    homes = [found.span() for found in _homes(seen)] if DIGIT.search(seen) else []
    if homes and _AT_HOME.search(seen):
        return True
    near = [found.span() for found in streets(seen)] if homes else []
    return any(
        start - _MAX_DISTANCE <= end and first - _MAX_DISTANCE <= last for first, end in homes for start, last in near
    )


def _possible_homes(text: str) -> Iterator[re.Match[str]]:
    """The homes in the text, and the places that may be homes."""
    yield from _homes(text)
    for found in _MAYBE.finditer(text):
        name = _someone(found)
        if (not name or is_given_name(name.capitalize())) and not _is_public(text, found):
            yield found


@lru_cache(maxsize=16)  # the checks ask first whether a place is a home, and then whether it may be a home
def _homes(text: str) -> tuple[re.Match[str], ...]:
    """The homes in the text. A name that is also an ordinary word or the name of a place is not enough."""
    return tuple(found for found in _HOME.finditer(text) if _is_somebodys(text, found) and not _is_public(text, found))


def _is_somebodys(text: str, found: re.Match[str]) -> bool:
    """Whether the words for a home need no name, or the name with them is the name of a person."""
    name = _someone(found)
    return not name or _is_clearly_given_name(name) or _is_family_name(text, found)


def _is_clearly_given_name(word: str) -> bool:
    return is_given_name(word) and word.lower() not in _ORDINARY


def _is_family_name(text: str, found: re.Match[str]) -> bool:
    """Whether the word before a home is a family name, because a given name comes before it: "Ada Example's barn." The
    given name may have two words."""
    if _someone(found).lower() in _NO_FAMILY_NAMES:  # "Rosa Parks Elementary's lawn"
        return False
    before = _GIVEN_NAMES_BEFORE.search(text, max(found.start() - _MAX_DISTANCE, 0), found.start())
    return bool(before and any(_is_clearly_given_name(word) for word in before["names"].split()))


def _someone(found: re.Match[str]) -> str:
    """The word that must be the name of a person; empty if the pattern needs no name."""
    return next(filter(None, found.groupdict().values()), "")


def _is_public(text: str, found: re.Match[str]) -> bool:
    """Whether the words for a home are part of the name of a public place, or whether the kind of a business follows
    them."""
    if _is_business(text, found):
        return True
    start = max(found.start() - _MAX_DISTANCE, 0)
    after, before = _REST_OF_NAME.match(text, found.end()), _START_OF_NAME.search(text, start, found.start())
    name = f"{before[1] if before else ''} {after[0] if after else ''}".lower().replace("-", " ").split()
    return any(word in _PUBLIC or word.removesuffix("s") in _PUBLIC for word in name)


def _is_business(text: str, found: re.Match[str]) -> bool:
    """Whether the kind of a business follows a name such as “Ada's Kitchen,” and the rest of the text has no word for a
    home."""
    after = _KIND_AFTER.match(text, found.end()) if _BUSINESS.fullmatch(found[0]) else None
    if not after or _tells_of_home(text):
        return False
    kind = re.sub(r"^(?:an?|the)\s|\s(?:and|&)\sgrill$", "", (after[1] or after[2]).strip().lower())
    typed = kind.split() or [""]
    is_known = typed[-1] in _KINDS or typed[0] in _SPANISH_KINDS
    is_excluded = DIGIT.search(kind) or not _NO_BUSINESS.isdisjoint(re.findall(r"\w+", kind))
    return is_known and len(typed) <= _MAX_WORDS_OF_KIND and not is_excluded


@lru_cache(maxsize=16)  # each home in a text asks
def _tells_of_home(text: str) -> bool:
    """Whether the text has the number of an apartment, or a word for a home or a part of it."""
    return _IN_A_HOME.search(text) is not None
