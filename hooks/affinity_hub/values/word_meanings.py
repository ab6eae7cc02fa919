"""What words beside a date may mean: only a reason, other dates, a date that takes place differently, something that is
not certain, or the opposite."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final, NamedTuple

from affinity_hub.core.calendar_days import WEEKDAYS
from affinity_hub.core.weekday_names import ENGLISH_WEEKDAY, WEEKDAY, WEEKDAY_IN_ANOTHER_LANGUAGE, weekday_number

# Advice reads words in place of an entry only up to this length: patterns with several `.*` are slow on long texts.
MAX_READ: Final = 300

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAY: Final = rf"(?:{ENGLISH_WEEKDAY}s?|{WEEKDAY_IN_ANOTHER_LANGUAGE})"
# After a date, a weekday without parentheses may also begin a name: `2026-12-10 Thursday Club`.
_DATED: Final = re.compile(
    rf"\b(?P<before>{WEEKDAY}),?\s+(?:(?:el|día|ngày)\s+)*(?P<day>{DAY.pattern})\b"
    rf"|\b(?P<day_>{DAY.pattern}),?\s+(?:\((?P<inside>{WEEKDAY})\)|(?P<after>{WEEKDAY})(?=$|\s*[,:;]|\s+[-\u2013\u2014]\s))",
    re.IGNORECASE,
)
# Names of days off, and of reasons, with words that otherwise change which dates are meant.
_NAMES: Final = re.compile(
    rf"\b(?:(?:good|black|easter|ash|holy|maundy|palm|whit|shrove|fat|cyber|giving) {_WEEKDAY}"
    r"|all[- ](?:saints?|souls?|hallows?|staff|school|district|day)\b|(?:the )?day after (?:thanksgiving|christmas)"
    r"|t\u1ebft\b|after-?school|back[- ]to[- ]school|open house|new year|early (?:dismissal|release)"
    r"|(?:is |are |was )?not (?:available|free|ready|here|well|enough|working|heated|accessible)\b)",
    re.IGNORECASE,
)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_OTHER_DATES: Final = re.compile(
    r"^(?:and|or|to|y)\b"
    r"|\b(?:desde|hasta|a partir|tod[oa]s?|cada|siguientes?|después|antes|resto|semanas?|meses|próxim[oa]s?|fechas?"
    r"|en adelante|ambos|también|mañana|hoy)\b"
    r"|\b(?:all|every|each|follow(?:ing|s)|rest|remain(?:ing|der)|later|then on|afterwards?|after|before|since|from"
    r"|start(?:s|ing)?|begin(?:s|ning)?|onwards?|forward|henceforth|effective|as of|forever|for good|permanently"
    r"|indefinitely|whole|entire|series|until|till?|through|thru|between|weeks|weeks? of|weekly"
    rf"|(?:this|last|that|same) (?:week|month|term|semester|year)|monthly|months|next|tomorrow|today|tonight|both"
    rf"|others|(?:other|more) (?:dates?|meetings?)|{_WEEKDAY}|\d+(?:st|nd|rd|th)|\d{{1,2}}[/.-]\d{{1,2}}"
    r"|also|too$|too[).]|ditto|as well|dates?|(?:an?|one|two|three|four|few|couple(?: of)?) (?:days?|weeks?|months?)"
    rf"|{_MONTH}\.? \d+|\d+\.? {_MONTH}|to (?:the )?(?:{_MONTH}|\d+))\b",
    re.IGNORECASE,
)
_DIFFERENT: Final = re.compile(
    r"\b(?:on-?line|in[- ]person|virtual(?:ly)?|zoom|teams|webex|skype|google meet|video|webinar|hybrid|remote(?:ly)?"
    r"|by phone|moved?|moving|moves|relocated|rescheduled|postponed|delayed|instead|different|another|new|changed?|half"
    r"|meets?|meeting (?:at|in)|takes? place|will be|earlier|early|late|shorter?|longer|starts?|begins?|ends?"
    r"|open)\b|\b(?:led|hosted|taught) by\b|\b(?:place|title|room|time|lugar|título):"
    r"|\b(?:en línea|presencial|híbrid[oa]|mueve|movid[oa]|traslada(?:d[oa])?|cambi(?:a|o|ad[oa])|otr[oa]|nuev[oa]"
    r"|tarde|temprano|empieza|comienza|termina|acaba|pospuest[oa]|aplazad[oa]|en vez de|en lugar de)\b"
    r"|^(?:en|con|a las?)\b|^(?:(?:el|la) )?(?:biblioteca|gimnasio|cafetería|auditorio|salón(?: \w+)?|aula(?: \w+)?)$"
    r"|^(?:at|in|with)\b|\d\s*(?::\s*\d\d|[ap]\.?m\b)|\b(?:noon|midnight|o'?clock)\b"
    r"|^(?:the )?(?:(?!no\b)[\w']+ )?(?:library|gym(?:nasium)?|cafeteria|auditorium|lounge|office|hall|park|commons"
    r"|theater|theatre|lobby|caf[eé]|campus|room(?: \w+)?)$",
    re.IGNORECASE,
)
_OPPOSITE: Final = re.compile(
    r"^\W*(?:yes|no|nope|true|false|y|n|x|on|off)\W*(?:$|[,;:.(])|\b(?:yes|no|y|n)\W*$"
    r"|\b(?:not|never|no (?:longer|more)|mistak(?:e|en|enly)"
    r"|error|in error|wrong(?:ly)?|back|again|re-?instated|un-?cancell?ed|restored|resum(?:e|es|ed)|after all|still"
    r"|no (?:se )?(?:cancel\w*|suspend\w*)|sí|sigue|de nuevo|otra vez|como (?:siempre|de costumbre)|confirmad[oa]"
    r"|sin cambios|siempre"
    r"|as (?:usual|planned|normal|scheduled)|happening|going ahead|confirmed|exception)\b|n't\b",
    re.IGNORECASE,
)
_PERHAPS: Final = (
    r"maybe|perhaps|possibly|probably|likely|tentative(?:ly)?|provisional(?:ly)?|may be|unsure|undecided|unclear"
    r"|depends"
)
_DOUBT: Final = re.compile(
    rf"\b(?:{_PERHAPS}|unless|if|but|might|could|should|tbd|tba"
    r"|quizás?|tal vez|a lo mejor|posiblemente|puede|podría|pendiente|por confirmar|pero|excepto|salvo|sin$|sol[oa]"
    r"|sólo|solamente|parcial(?:mente)?|si"
    # Words in Cyrillic and Vietnamese letters are not understood, so they may say anything.
    r"|\w*[\u0400-\u04ffăđơư\u1ea0-\u1ef9]\w*"
    rf"|pending|except|only|part(?:ly|ial(?:ly)?)?|half)\b|\?|{DAY.pattern}",
    re.IGNORECASE,
)

YES: Final = frozenset(("yes", "y", "true", "on", "x"))
"""Words that confirm every key."""
_DENIAL: Final = re.compile(
    r"no|n|nope|false|never|none|not|n/?a|not applicable|nobody|nothing|[-\u2013\u2014]+|no longer|confirmed"
    r"|not (?:yet|any ?(?:more|longer)|now|currently|really|at all)"
    r"|(?:(?:it|this)(?:'s| is| was| has)? |is |was )?(?:no longer|not|never|isn't|wasn't)(?: been| yet| really)?"
    r" (?:cancell?ed|called off|postponed|delayed|off)(?: yet| any ?(?:more|longer)| at all)?"
    r"|(?:it |we )?(?:is |are )?(?:still )?(?:confirmed|takes place|happening|going ahead|as planned|scheduled)"
)
_ONLY_DOUBT: Final = rf"{_PERHAPS}|might(?: be)?|could be|not (?:sure|certain|clear|decided)(?: yet)?|\?+"
_IN_DOUBT: Final = re.compile(
    rf"(?:(?:{_ONLY_DOUBT}|if|unless|depending|in case|weather permitting|pending)(?!\w).*|.*\?)", re.DOTALL
)
# Words that may change what an answer means: "not this week", "only for students", "until March".
_LIMITS: Final = re.compile(
    r"\d|n't|\b(?:no|not|never|but|only|except|until|till|through|from|after|before|or|some|partly|instead|moved|on|off)\b"
)


class WeekdayBeside(NamedTuple):
    """The weekday beside the only date in a text."""

    without: str
    """The text without the weekday."""
    correction: str
    """A sentence about a weekday that does not fit the date; empty if the two fit."""


def weekday_beside(text: str) -> WeekdayBeside | None:
    """The weekday beside the only date in a text, such as `Thursday 2026-12-10`; None if there is none."""
    text = unicodedata.normalize("NFC", text) if len(text) <= MAX_READ else ""
    if len(DAY.findall(text)) != 1 or not (found := _DATED.search(text)):
        return None
    day = found["day"] or found["day_"]
    try:
        right = dt.date.fromisoformat(day).weekday()
    except ValueError:
        return None
    typed = weekday_number(found["before"] or found["inside"] or found["after"])
    wrong = f"{day} is a {WEEKDAYS[right]}, not a {WEEKDAYS[typed]}." if typed != right else ""
    return WeekdayBeside(f"{text[: found.start()]}{day}{text[found.end() :]}", wrong)


def without_weekday(text: str) -> str:
    """The text without the weekday beside its only date, such as `Thursday 2026-12-10`, if the weekday is right."""
    found = weekday_beside(text)
    return found.without if found and not found.correction else text


def names_other_dates(words: str) -> bool:
    """Whether words may be about more than the date beside them, or another date."""
    return bool(_OTHER_DATES.search(_NAMES.sub("…", DAY.sub("…", words))))


def takes_place_differently(words: str) -> bool:
    """Whether words may say that a date takes place in another way, or at another time or place."""
    return bool(_DIFFERENT.search(_NAMES.sub("…", words)))


def may_be_opposite(words: str) -> bool:
    """Whether words may say that a date takes place as usual, or only yes or no."""
    return bool(_OPPOSITE.search(_NAMES.sub("…", words)))


def is_only_reason(words: str) -> bool:
    """Whether words can only say why a date does not take place as usual."""
    in_doubt = names_other_dates(words) or takes_place_differently(words) or may_be_opposite(words)
    return len(words) <= MAX_READ and not in_doubt and not _DOUBT.search(_NAMES.sub("…", words))


def denies(plain: str) -> bool:
    """Whether a text in lowercase says only that something is not so."""
    return bool(_DENIAL.fullmatch(plain))


def is_in_doubt(plain: str) -> bool:
    """Whether a text in lowercase says that something is not certain."""
    return bool(_IN_DOUBT.fullmatch(plain))


def is_only_doubt(plain: str) -> bool:
    """Whether a text in lowercase says nothing but that something is not certain."""
    return bool(re.fullmatch(_ONLY_DOUBT, plain))


def may_be_limited(plain: str) -> bool:
    """Whether words of a text in lowercase may change what the other words mean."""
    return bool(_LIMITS.search(plain))
