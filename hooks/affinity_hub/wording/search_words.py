"""The words that the search knows on every site: synonyms, words to pass over, and letters to read as plain letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

# Words and phrases that visitors type for the same thing, one list per line. `synonyms:` in library.yml adds to them.
_SYNONYMS: Final = """
Latinx, Latino, Latina, Latine, Hispanic, Chicano, Chicana, Raza
Black, African American, African, Afro
Asian, Asian American, AAPI, APIDA
Pacific Islander, AAPI, NHPI, Native Hawaiian, Polynesian
Native American, Indigenous, American Indian, First Nations, tribal, Native
people of color, person of color, BIPOC, POC, educators of color, employees of color, teachers of color, of color
LGBT, LGBTQ, LGBTQIA, gay, lesbian, bisexual, queer, transgender, trans, nonbinary, Pride
disability, disabled, neurodivergent
women, woman, female
veteran, military
Muslim, Islam, Islamic, Ramadan, Eid
Jewish, Judaism, Hanukkah, Passover
Hindu, Diwali
Lunar New Year, Chinese New Year, Tết
mentor, mentee, coach, buddy
new hire, new employee, new staff, new educator, newcomer, onboarding, orientation, welcome
teacher, educator, faculty, instructor
principal, administrator, leadership, manager, supervisor
paraprofessional, paraeducator, para, classified
stipend, pay, paid, compensation, clock hours, opportunities
next meeting, next event, next date, upcoming, events
contact, contact person, reach someone, email, facilitators, about
start a group, new group, create a group, found a group, form a group
embed, iframe, widget, snippet
who can come, who may come, may I come, can I come, can white people come, groups for some, white people, ally
who will know, who can see, who can see that I joined, who knows that I came, privacy, anonymous, confidential
subscribe, calendar, calendars, iCal, Outlook, Google Calendar, Apple Calendar
convening, conference, summit, retreat
training, workshop, class, course, professional development, PD
program, programme
center, centre
facilitator, host, leader, lead a group, co-lead
progress, milestones, overdue, report
"""
SYNONYMS: Final = tuple(tuple(words.split(", ")) for words in _SYNONYMS.strip().splitlines())
"""Lists of words and phrases with the same meaning."""

_STOP_WORDS: Final = """
a about am an and any are as at be by can could do does for from get give has have how i if in into is it its me my need
of on or our please should some someone someone tell than that the their them there these they this to us want was we
were what when where which who will with would you your
"""
STOP_WORDS: Final = tuple(_STOP_WORDS.split())
"""Words that say nothing about the page that a visitor looks for, such as "how" and "the"."""

# The blocks with the Latin letters of Unicode 14, so that every version of Python gives the same letters.
_BLOCKS: Final = (
    (0x80, 0x2B0),
    (0x1D00, 0x1DC0),
    (0x1E00, 0x1F00),
    (0x2C60, 0x2C80),
    (0xA722, 0xA7CB),
    (0xAB30, 0xAB66),
)
_NAME: Final = re.compile(r"LATIN (?:SMALL|LETTER SMALL CAPITAL) (?:LETTER |LIGATURE )?(.+?)(?: WITH .+)?$")
# The words that Unicode puts before the name of a letter to describe its shape.
_SHAPES: Final = re.compile(
    r"\b(?:DOTLESS|LONG|OPEN|TURNED|REVERSED|SIDEWAYS|INSULAR|BROKEN|BLACKLETTER|CLOSED|SCRIPT|BARRED|TAILLESS|SMALL"
    r"|CAPITAL|VISIGOTHIC|STIRRUP|INVERTED|DOUBLE|MIDDLE|TOP HALF|BOTTOM HALF|HALF|STRETCHED|BASELINE) "
)
# Letters whose names are words.
_NAMED: Final = {
    "SHARP S": "ss",
    "ETH": "d",
    "THORN": "th",
    "ENG": "n",
    "ESH": "sh",
    "EZH": "z",
    "SCHWA": "e",
    "ALPHA": "a",
    "IOTA": "i",
    "UPSILON": "u",
    "GAMMA": "g",
    "KRA": "k",
    "WYNN": "w",
    "SALTILLO": "'",
}


@cache
def plain_letters() -> dict[str, str]:
    """For each plain letter or pair, the small Latin letters that people type as it: `{"d": "đɖɗ…", "ae": "æ…"}`.

    Letters that Unicode decomposes into a plain letter and an accent are left out, because the search decomposes them
    too.
    """
    found: dict[str, str] = {}
    for letter, plain in _letters():
        found[plain] = found.get(plain, "") + letter
    return dict(sorted(found.items()))


def _letters() -> Iterator[tuple[str, str]]:
    for start, end in _BLOCKS:
        for letter in map(chr, range(start, end)):
            if unicodedata.normalize("NFKD", letter) != letter:
                continue
            if named := _NAME.match(unicodedata.name(letter, "")):
                name = _SHAPES.sub("", named[1])
                plain = _NAMED.get(name) or (name.lower() if len(name) <= 2 and name.isalpha() else "")
                if plain:
                    yield letter, plain
