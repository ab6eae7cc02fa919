"""Finds people who are named by title and last name: "Ms. Alvarez", "Coach Reyes", "la maestra Vega"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .authors import BEFORE_AUTHOR
from .normalize import CAPITAL, IDEOGRAPH, NormalizedText, cyrillic, words
from .patterns import lazy
from .titles import (
    ABBREVIATIONS,
    ACADEMIC_TITLES_IN_VIETNAMESE,
    CERTAIN_TITLES,
    GIVEN_NAMES,
    JOB_TITLES,
    TITLE_WORDS,
    TITLES,
    TITLES_WITH_DOT,
    with_ambiguous_titles,
    without_accents,
)


def _alternatives(titles: frozenset[str]) -> str:
    return "|".join(sorted(titles, key=lambda title: (-len(title), title)))


_CAPITAL: Final = r"(?-i:[A-ZÀ-ÖØ-Þ])"
_LAST: Final = (
    rf"(?:(?:de|del|la|las|los|van|von|der|al|el|bin|ibn|da|dos|di|du|le)[\s-]){{0,2}}{CAPITAL}(?:[\w'’-]+|"
    rf"\.(?!\w)|(?=\s|$|['’]s))"
    rf"(?:\s(?:de\s(?:la\s)?|van\s|von\s|al-|el-|[A-Z]\.\s)?{_CAPITAL}[\w'’-]+){{0,2}}"
)
_WORD: Final = lazy(r"[^\W\d_]+")
# A name always follows these titles.
_SURE: Final = lazy(
    rf"""(?<![\w.-])(?:(?:{_alternatives(CERTAIN_TITLES)})\.?|(?:{_alternatives(TITLES_WITH_DOT)})\.)(?:\s|(?<=\.))({_LAST})
    | (?<![\w.-])(?:mr|mrs|ms|mx|miss)\.?\s(?!(?:and|or|in|of|the|is|to|by|for|after|at)\b)((?-i:[a-z]{{4,}}))\b
    | \b({CAPITAL}[\w'’-]+),\s(?-i:Mr|Mrs|Ms|Mx|Dr)\b\.?""",
    re.IGNORECASE | re.VERBOSE,
)
# Family names of one character each
_CHINESE: Final = (
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董程曹袁邓鄧许許沈曾彭吕呂苏蘇"
    "卢盧蒋蔣蔡贾丁魏薛叶葉余潘杜戴夏钟鍾汪田任姜范方石姚谭廖邹熊金陆陸孔白崔康毛邱秦江史顾侯邵孟龙龍万段雷钱汤尹黎易常武乔贺赖龚"
)
# Titles that follow the name, and titles in other scripts.
_FOLLOWING: Final = lazy(
    rf"(?<!{IDEOGRAPH})([{_CHINESE}]{IDEOGRAPH}{{0,2}}?)"
    r"(?:老师|老師|校长|校長|主任|教练|教練|先生|女士|小姐|博士|教授|医生)|"
    r"([김이박최정강조윤장임한오서신권황안송류홍](?-i:[가-힣]){0,2})\s?(?:선생님|교장|코치|박사|씨)|"
    r"(?:الأستاذة?|السيدة?|الدكتورة?|المعلمة?)\s(\w{3,})|"
    + cyrillic("(?:госпожа|господин|г-жа|г-н|учитель|учительница|тренер|директор|пан|пані|д-р|проф\\.) (?!айболит)")
    + r"(?:[A-Z\u0410-\u042f]\.\s?){0,2}((?-i:[A-Z\u0400-\u042f])\w{2,})|(?<!\w)"
    + cyrillic(
        "(?:доктор|профессор) (?!живаго|айболит|сьюз|кинг|мартин лютер|университет|институт|\\w+(?:ского|цкого|ских) )"
    )
    + r"(?:[A-Z\u0410-\u042f]\.\s?){0,2}(?P<perhaps>(?-i:[A-Z\u0400-\u042f])\w{2,})",
    re.IGNORECASE,
)
_AFTER_JOB_TITLE: Final = lazy(
    rf"(?<![\w.-])(?:{_alternatives(JOB_TITLES)})(?:(?<=rev)\.)?\s({CAPITAL}[^\W\d_][\w'’-]+|"
    rf"{CAPITAL}(?-i:[^\W\d_A-ZÀ-ÖØ-Þ])(?![\w'’-])|"  # "Lê," but not "PE"
    rf"{CAPITAL}(?![\w'’-]))(?:\s({_CAPITAL}[\w'’-]+))?",
    re.IGNORECASE,
)
_AFTER_A_ROLE: Final = words("roles_follow")
# Public figures, not colleagues: holidays, schools, and books are named after them.
_PUBLIC: Final = lazy(
    r"\b(?:(?:dr|rev|reverend)\.?\s(?:dr\.\s)?(?:martin\b|king\b|m\.\s?l\.)|dr\.?\s(?:seuss|pepper|scholl|martens|"
    r"strange|who|phil|oz|fauci|dolittle|"
    r"jekyll|du\sbois|w\.\s?e|carter\sg|maya|montessori|mae\sjemison|bunche)|(?:mr\.?|mister)\s(?:rogers|potato|"
    r"clean)|president\s(?:washington|lincoln|roosevelt|truman|eisenhower|kennedy|nixon|reagan|obama|trump|biden)|"
    r"judge\s(?:judy|rinder|mathis)|mrs?\.?\s(?:claus|doubtfire|"
    r"rosa\sparks)|ms\.?\s(?:magazine|frizzle|marvel)|don\s(?:qui[xj]ote|juan)|uncle\s(?:tom|sam)|father\s(?:time|"
    r"christmas)|sister\s(?:act|outsider)|prof(?:essor|\.)?\semerit(?:us|a)|chief\ssealth|"
    r"brother\smalcolm|(?:tiến\ss[ĩỹ]|ts\.)\s(?:martin\sluther|king)|lic(?:enciado|\.)\sbenito\sju[aá]rez|bà\srosa\sparks)\b",
    re.IGNORECASE,
)
# A named thing or a published work, rather than a colleague.
_WORK: Final = lazy(
    r"\s*[(]\s*(?:19|20)\d\d|(?:['’]s)?\s(?:[A-Z]\w+\s)?(?:Schools?|Elementary|Academy|Middle|High|Street|Avenue|"
    r"Boulevard|Way|Park|Day|Library|"
    r"Award|Scholarship|Foundation|Institute|Memorial|Hall|Hospital|University|College|Lab|Cabin)\b|"
    r"(?:['’]s)?\s(?:\w+\s)?(?:books?|essays?|article|study|poems?|speech|novel|research|podcast|film|story|"
    r"letters?)\b(?!\s(?:club|group))|"
    r"\s(?:is|was|are|were|appears?)\son\s(?-i:TV|PBS|NPR|Netflix|television|the\sradio)\b|"
    r"\s(?:wrote|writes|argues|argued|published|et\sal)\b|(?:['’]s)?\s[\"“*_]"
)
# Words that are rarely last names. `Park`, `Hall`, and `Church` are missing, because they often are.
_THING: Final = lazy(
    r"\b(?:Schools?|Cabin|Book|High|Elementary|Academy|Day|Award|Library|Cent(?:er|re)|Hospital|Foundation|Institute|"
    r"Memorial|College|University|Restaurant|Caf[eé]|Bakery|Kitchen|Readers|Choir|Network|Partners|Scholarship|Museum|"
    r"Theat(?:er|re)|Building|Avenue|Boulevard)$"
)
# The full name of a person with a title that authors have, but not "Dr. Ada Example's email"
_AUTHOR_WITH_TITLE: Final = lazy(
    rf"(?:(?i:(?:dra?|prof|rev)\.?|professor|reverend|rabbi|{'|'.join(ACADEMIC_TITLES_IN_VIETNAMESE)})\s|(?i:{ABBREVIATIONS}))"
    rf"{CAPITAL}[\w’'-]+\s(?:[A-Z]\.\s)*"
    rf"{CAPITAL}(?:[\w-]|['’](?=[A-Z]))+(?![\w-]|(?:\s{CAPITAL}[\w-]*){{0,3}}['’])"
)
# A place or a prize with the full name of a public figure: "Dr. Jose Rizal Bridge." The last word of the second group
# may also be a last name. A title and a name of one word are not enough, because colleagues are named in that way.
_NAMED_AFTER_PERSON: Final = lazy(
    r"(?i:(?:dr|prof|rev|fr|capt|sgt|lt)\.?|professor|reverend|rabbi|father|pastor|judge|mayor|president|chief|captain)\s"
    rf"(?:{_CAPITAL}[\w’'.-]*\s){{1,3}}({_CAPITAL}[\w’'-]+)(?<![’']s)\s"
    r"(?:Auditorium|Bridge|Ensemble|Gymnasium|Orchestra|Playfield|Playground|Prize|Square|Stadium|Trail|"
    r"(Beach|Church|Fields?|Gardens?|Hall|Hill|House|Park|Plaza|Pool))(?![\w’'-])"
)
_BEFORE_PLACE: Final = lazy(
    r"\b(?:across|along|around|at|in|inside|near|outside|under)\s(?:the\s)?$|\bthe\s$", re.IGNORECASE
)
_AFTER_PLACE: Final = lazy(r"\s*(?:$|[.,;:!?()]|[-–—]\s)|\s(?:and|at|for|from|has|in|is|on|or|to|until|with)\b")
_ONLY_ADDRESS_AFTER: Final = lazy(r"\s*(?:$|[,;(]\s?\d)")
# The most characters before a title that can say whose name follows
_MAX_BEFORE: Final = 120
_ROAD: Final = lazy(r"\d{1,5}\s(?:[NSEW]{1,2}\.?\s)?(?:[\w'.-]+\s){1,4}$")


# A lookahead finds the rest of a name: in "With Maria Gonzalez", a name begins at the second word.
_FULL: Final = lazy(rf"(?<![\w@/.-])({_CAPITAL}[\w’'-]+)(?=( (?:{_CAPITAL}\. )?{_LAST}))")


def full_names(text: str) -> Iterator[str]:
    """Possible full names of people in the text: a common given name, followed by another word with a capital.

    It may also be the name of a thing or of a public figure, so a match only justifies a question.
    """
    for found in _FULL.finditer(text):
        name = found[1] + found[2]
        if without_accents(found[1]) in GIVEN_NAMES and not _names_a_thing(name, text, found.end(2)):
            yield name


# A given name, and the end of the name. Capitals alone may be an acronym.
_NAME: Final = lazy(r"(?<![\w@.'’-])(?:[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+|[a-zà-öø-ÿ]{2,})(?![\w@])")
_ENDS: Final = lazy(r"\s*(?:$|[^\w\s.'’-]|-\s|\.(?!\w))")
_ENDS_IN_SENTENCE: Final = lazy(
    rf"(?:\s[A-Z]\b\.?)?(?:{_ENDS.pattern}|['’]s?\s[a-z]|\s(?:and|as|at|from|in|or|the|until|who|with|y)\b)"
)
_BEFORE: Final = lazy(r"([\w.'’-]+)\s+$")
_NO_NAME_AFTER: Final = frozenset(("at", "de", "in", "near", "of", "the"))
_BEFORE_A_NAME: Final = JOB_TITLES | frozenset((
    "analyst", "ask", "by", "co-facilitator", "co-host", "co-lead", "co-leads", "contact", "coordinator", "formerly",
    "host", "hosts", "lead", "leads", "liaison", "with",
))  # fmt: skip
# Given names that may also be a place, a month, or another word beside a role: "Liaison (Jordan)"
_IN_DOUBT: Final = words("given_names_in_doubt")


def given_names(role: str) -> Iterator[str]:
    """Given names without a family name in a text about what people do, such as "Host (Ada)" or "Tom and Ada".

    A name that belongs to a longer name or follows a word such as "at" may be a place: "Camp Maria," "Host at Lourdes."
    """
    for found in _NAME.finditer(role):
        name = without_accents(found[0])
        if name not in GIVEN_NAMES or name in TITLES or name in _IN_DOUBT:
            continue
        before = _BEFORE.search(role[: found.start()])
        word = before[1] if before else ""
        if found[0].islower():
            is_name = not word and _ENDS.match(role, found.end())
        else:
            is_longer = word.lower() in _NO_NAME_AFTER or (word[:1].isupper() and word.lower() not in _BEFORE_A_NAME)
            is_name = not is_longer and _ENDS_IN_SENTENCE.match(role, found.end())
        if is_name:
            yield found[0]


def _names_a_thing(name: str, text: str, end: int) -> bool:
    """Whether a name, which ends at a place in the text, belongs to a public figure, a published work, or a thing that
    is named after a person."""
    return bool(_PUBLIC.search(name) or _WORK.match(text, end) or _THING.search(name))


class TitledName(NamedTuple):
    """The name after a title. It `is_uncertain` if the check should ask about it: it may be the name of an author or of
    a place, or no name at all."""

    name: str
    is_uncertain: bool


def titled(reading: NormalizedText) -> Iterator[TitledName]:
    """The name of each person named with a title, and whether it is uncertain."""
    text = reading.seen
    for found, name, is_certain in _with_title(text):
        if _names_a_thing(found[0], text, found.end()) or _is_road(text, found):
            continue
        thing = _thing_named_after_person(text, found.start())
        if thing and not thing[2]:
            continue
        is_of_author = _AUTHOR_WITH_TITLE.match(text, found.start()) and BEFORE_AUTHOR.search(_before(text, found))
        yield TitledName(name, bool(thing or is_of_author or not is_certain))


def _with_title(text: str) -> Iterator[tuple[re.Match[str], str, bool]]:
    """Each title with a name, the name, and whether it is certainly the name of a person."""
    if not TITLE_WORDS.isdisjoint(_WORD.findall(text.lower())):
        for found in _SURE.finditer(text):
            yield found, _name(found), True
        for found in _AFTER_JOB_TITLE.finditer(text):
            if re.sub("['’]s$", "", _name(found).lower()) not in _AFTER_A_ROLE:
                yield found, _name(found), True
        for found, is_certain in with_ambiguous_titles(text):
            yield found, found["name"], is_certain
    if not text.isascii():
        for found in _FOLLOWING.finditer(text):
            yield found, _name(found), found["perhaps"] is None  # "Доктор Кто" is on television


def _name(found: re.Match[str]) -> str:
    name: str = next(filter(None, found.groups()))
    return name


def _thing_named_after_person(text: str, begin: int) -> re.Match[str] | None:
    """The match of the name of a place or a prize. Its second group is the last word of the name if that word may also
    be a last name. Words around the name, or a text with nothing else, must say that it is a place."""
    found = _NAMED_AFTER_PERSON.match(text, begin)
    if not found or without_accents(found[1]) in GIVEN_NAMES:  # "Dr. Mary Ann Church" is a person
        return None
    before = _before(text, found)
    is_place = _BEFORE_PLACE.search(before) and _AFTER_PLACE.match(text, found.end())
    return found if is_place or (not before.strip() and _ONLY_ADDRESS_AFTER.match(text, found.end())) else None


def _before(text: str, found: re.Match[str]) -> str:
    """The words before a name."""
    return text[max(found.start() - _MAX_BEFORE, 0) : found.start()]


def _is_road(text: str, found: re.Match[str]) -> bool:
    """Whether "Dr." means "Drive", as in "512 Willow Dr. Springfield"."""
    return found[0].lower().startswith("dr") and bool(_ROAD.search(_before(text, found)))
