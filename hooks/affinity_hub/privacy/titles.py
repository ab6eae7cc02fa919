"""The titles of people, and the people named with a title that may also be another word: "Lic." "TS." "Bà."

"ING" is also a bank, "BS" a degree, and "bà" a word for every grandmother, so the words around the title must say that
a name follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from .normalize import CAPITAL, words
from .patterns import lazy

CERTAIN_TITLES: Final = words("titles")
TITLES_WITH_DOT: Final = words("titles_with_dot")
# Jobs: a name follows, unless the next word belongs to the title.
JOB_TITLES: Final = words("work")
_SPANISH: Final = words("titles_in_spanish")
_ACADEMIC: Final = ("pgs", "gs", "tskh", "ts", "ths", "bs")
# Titles that are written out. The small letter of a second word, as in "Bác sĩ", shows that the text is not in title
# case.
ACADEMIC_TITLES_IN_VIETNAMESE: Final = (
    *("tiến sĩ", "tiến sỹ", "tien si", "thạc sĩ", "thạc sỹ", "thac si", "giáo sư", "giao su", "bác sĩ", "bác sỹ"),
    *("bac si", "nha sĩ", "dược sĩ", "luật sư", "kỹ sư"),
)
_SPOKEN: Final = (*ACADEMIC_TITLES_IN_VIETNAMESE, "cô giáo", "thầy giáo")
_ELDERS: Final = ("ông", "bà")
TITLES: Final = CERTAIN_TITLES | TITLES_WITH_DOT | JOB_TITLES | _SPANISH | frozenset((*_ACADEMIC, *_SPOKEN, *_ELDERS))
TITLE_WORDS: Final = frozenset(word for title in TITLES for word in title.split())
ABBREVIATIONS: Final = rf"(?:(?:{'|'.join((*sorted(_SPANISH, reverse=True), *_ACADEMIC))})(?:\.\s?|\s))+"
# Fields of study and work of two words, as in "thạc sĩ quản trị kinh doanh"
_FIELDS: Final = (
    r"di\strú|gia\sđình|tâm\slý|danh\sdự|khoa\shọc|giáo\sdục|quản\strị|quản\slý|phần\smềm|máy\stính|công\snghệ|kinh\s(?:tế|doanh)|"
    r"kỹ\sthuật|ngôn\sngữ|văn\shọc|xã\shội|xây\sdựng|dinh\sdưỡng|lịch\ssử|tương\slai|(?:chuyên|đa|nha|nhi|sản|y)\skhoa|thú\sy|y\stế"
)
_PARTICLES: Final = r"(?:(?:de|del|la|las|los|van|von|al|el)[\s-]){0,2}"
_NAME: Final = rf"{CAPITAL}(?:[\w'’-]+|\.)"
_TITLED: Final = lazy(
    rf"(?<![\w.-])(?P<title>{ABBREVIATIONS}|(?:{'|'.join((*_SPOKEN, *_ELDERS))})\s)"
    rf"(?:(?-i:{_FIELDS})(?:\shọc)?\s)?(?!(?:{_FIELDS})\b)"
    rf"(?P<name>{_PARTICLES}{_NAME}(?:\s{_PARTICLES}{_NAME}){{0,3}})",
    re.IGNORECASE,
)
# Letters that are common in Vietnamese and absent from Spanish and English.
_VIETNAMESE: Final = lazy("[ăâđêôơưàèìòùãõẽĩũỳ\u1ea0-\u1ef9]", re.IGNORECASE)
# In Spanish, an article stands before the title of a person, but rarely before a field of study.
_ARTICLE: Final = lazy(r"\b(?:la|el|nuestr[ao])\s$", re.IGNORECASE)
_NO_NAMES: Final = words("no_names")
GIVEN_NAMES: Final = words("given_names")
_FAMILY: Final = words("family_names")
_FAMILY_IN_VIETNAMESE: Final = words("family_names_in_vietnamese")


def with_ambiguous_titles(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Each title with the name after it, which is the group `name`, and whether it is certainly the name of a person.
    Capitalized words after a title may also be a field of study, an organization, or a holiday: `Lic. Contabilidad`,
    `Hội Luật sư Việt Nam`."""
    for found in _TITLED.finditer(text):
        if _is_person(found["title"].strip(), found["name"]):
            has_article = _ARTICLE.search(text[max(found.start() - len("nuestra "), 0) : found.start()])
            yield found, bool(has_article) or _is_common_name(found["name"])


def _is_common_name(name: str) -> bool:
    """Whether a name has a common given name or family name. In Vietnamese, the family name comes first."""
    parts = [part for part in re.split(r"[\s-]", name.lower()) if part not in _ELDERS]  # "Ông Bà Nguyễn Văn An"
    if parts and parts[0] in _FAMILY_IN_VIETNAMESE:
        return True
    return not _VIETNAMESE.search(name) and any(
        without_accents(part) in GIVEN_NAMES or without_accents(part) in _FAMILY for part in parts
    )


def _is_person(title: str, name: str) -> bool:
    """Whether a name, and not a sentence or the rest of an abbreviation, follows a title."""
    names = [word for word in re.split(r"[\s-]", name) if word[:1].isupper()]
    typed = title.lower()
    if typed in _SPOKEN and title.split()[-1].islower():
        return True
    if names[0].lower() in _ELDERS and len(names) > 1:  # "Ông Bà Nguyễn Văn An"
        names = names[1:]
    has_two, is_vietnamese = len(names) > 1, _VIETNAMESE.search(name) is not None
    if names[0].rstrip(".").lower() in _NO_NAMES:
        return False
    if typed in _ELDERS:
        return has_two and (title[0].isupper() or is_vietnamese)
    if typed in _SPOKEN:
        return has_two
    if typed.rstrip(".") not in _SPANISH:
        return (has_two and (is_vietnamese or "." in title)) or title == "ThS."
    if title.isupper():  # "ING" is also a bank
        return has_two and "." in title and (name.isupper() or not GIVEN_NAMES.isdisjoint(name.lower().split()))
    return has_two or "." in title


def is_given_name(text: str) -> bool:
    """Whether the text is only a common given name, or a given name with an initial, and not also a word for a role."""
    found = re.fullmatch(rf"({CAPITAL}[\w’'-]+)(?: {CAPITAL}\.?)?", text.strip())
    name = without_accents(found[1]) if found else ""
    return name in GIVEN_NAMES and name not in TITLES


def without_accents(name: str) -> str:
    """A name in lowercase, without accents."""
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name.lower()))
