"""Telephone numbers and extensions.

The patterns are narrow, because ordinary text has many other digits: dates, school years, sums of money, law codes, and
book numbers. The sentences in tests/guard/ measure how well the patterns work.
"""

from __future__ import annotations

import re
from typing import Final

from .meetings import without_codes
from .normalize import DIGIT, NormalizedText, cyrillic
from .patterns import lazy

_NUMBER: Final = lazy(
    # North America: area code and exchange begin with 2 to 9. Not after a currency, path, or number sign.
    r"""(?<![A-Za-z0-9_$€£\#.=-])(?<!\d[/,])(?:\+?\s?1[\s./-]{0,3})?(?:[(\[]\s?[2-9]\d\d\s?[)\]]|[2-9]\d\d\)?)[\s./_-]{0,3}
        [2-9]\d\d[\s./_-]{0,3}\d{4}(?![\dA-WYZa-wyz_](?!xt)|[-.,]\d)
    | (?<![\w$+])1[\s./-]{1,3}\(?[2-9]\d\d\)?[\s./-]{1,3}[2-9]\d\d[\s./-]{1,3}\d{4}(?![\w]|[-.]\d)
    # … with the last digits in pairs
    | (?<![\w$€£\#/.,=-])\(?[2-9]\d\d\)?[\s.-]{1,3}[2-9]\d\d[\s.-]{1,3}\d\d[\s.-]\d\d(?![\w]|[-.]\d)
    # … with letters, or with a space between all digits
    | (?<![\w-])(?:1-)?[2-9]\d\d-(?:[2-9]\d\d-[A-Z]{4}|[A-Z]{3}-?[A-Z]{4}|[A-Z]{4}-[A-Z]{3}|[A-Z]{3,4}-?\d{3,4}|
        [A-Z]{7})(?![\w-])
    | (?<![\w.-])(?:1[\s.-]{1,3})?[2-9](?:[\s.-]\d){2}[\s.-]{1,3}[2-9](?:[\s.-]\d){2}[\s.-]{1,3}
        \d(?:[\s.-]\d){3}(?![\s.-]?\d)
    # the rest of the world
    | (?<![\w+])(?:\+|00\s?(?=[2-9]\d?\s))[\s(]{0,2}\d(?:[\s().-]{0,3}\d){7,14}(?!\d)
    | (?<![\w$\#/.,-])(?!(?:19|20)\d\d-)(?=(?:\d+[\s.-]){2})[2-9]\d\d(?:[\s.-]?\d){7}(?![\w,/-]|\.\d)
    | (?<![\w$\#/.,-])[2-9]\d\d(\s?[^\w\s,]{1,3}\s?)[2-9]\d\d\1\d{4}(?!\d) |
        (?<![\w$\#/.,-])[2-9]\d\d,\s?[2-9]\d\d,\s?0\d{3}(?!\d)
    | (?<![\w$\#/.,-])[2-9]\d\d\s?\([2-9]\d\d\)\s?-?\d{4}(?!\d) |
        (?<![\w.])011\s\d(?:[\s-]?\d){8,13}(?!\d)
    | (?<![\w-])[2-9]\d\d[ .](?:[A-Z]{3}[ .][A-Z]{4}|[A-Z]{4}[ .][A-Z]{3})(?![\w-])
    # A word may have more letters than the number has digits, as in "KSD-STAFF"
    | \([2-9]\d\d\)\s?(?=(?:[\s.-]?[A-Z\d]){7,12}(?![\w-]))(?:[A-Z]{2}[A-Z\d]*|\d{1,4}[\s.-]?[A-Z]{3}) |
        (?<![\w-])(?:1-)?[2-9]\d\d-(?=(?:-?[A-Z]){7,12}(?![\w-]))[A-Z]{2,4}-[A-Z]{3}
    | (?<![\w.,/-])(?:0\d\d\s\d{7}|0\d-\d{4}-\d{4}|1[3-9]\d\s\d{4}\s\d{4})(?![\w]|[-.]\d)
    | (?<![\w.,/-])0[1-9](?:[\s.-]\d\d){4}(?!\d) |
        (?<![\w.])8[\s(-]{1,2}\d{3}[\s)-]{1,2}\d{3}[\s-]?\d\d[\s-]?\d\d(?!\d) | (?<![\w.,/-])1[3-9]\d{9}(?!\w)
    | (?<![\w.,/-])0\d{2,4}[\s/-]\d{3,4}[\s-]\d{3,4}(?![\w]|[-.]\d)
    # Germany and its neighbors: an area code with a zero in front, then the number in one piece or in several
    | (?<![\w.,/-])(?=0(?:[^\w,]{0,3}\d){8,11}(?!\d))0[1-9]\d{1,3}\s?[\s/-]\s?\d{3,9}
        (?:[\s-]\d{2,4}){0,3}(?![\w]|[-.]\d)
    | (?<![\w.,/-])0[1-9]\d{8,10}(?!\w)
    # … with the zero in parentheses: "(0)40 123 45 67"
    | (?<![\w.,/-])\(0\)\s?[1-9](?:[\s./-]{0,2}\d){7,9}(?![\w]|[-.,]\d)""",
    re.VERBOSE,
)
_SAYS: Final = (
    r"(?i:\b(?:call(?:s|ing)?|text|phone|tel(?:ephone)?|ring|mobile|cell|whatsapp|signal|fax|voice\s?mail|dial|"
    r"landline|hotline|"
    r"reach\s\w+\s(?:at|on)|home|ll[aá]m[ae](?:r|nos|me)?|marque|tel[eé]fono|celular|m[oó]vil|gọi|điện\sthoại|"
    r"taleefan(?:ka)?)\b|"
    r"☎|📞|📱|\b(?-i:[PTM]):|请拨|電話番号|电话|電話|手机|전화|هاتف|اتصل|"
    + cyrillic("звони\\w+|позвон\\w+|телефон\\w*|тел\\b")
    + r")[\s:\uff1a.]{0,3}"
)
_FILLING: Final = (
    r"(?:(?i:me|us|him|her|them|at|on|is|the|our|my|office|front|main|desk|line|number|or|and|text|call|cell|host|"
    r"room|school|"
    r"al|a|el|la|es|n[uú]mero|số|no)\b[\s:.]{0,2}){0,5}"
)
# Seven digits, or four or five digits of a school extension, near a word for a telephone number or an extension.
_LOCAL: Final = lazy(
    rf"""{_SAYS}{_FILLING}(?<!\d)[2-9]\d\d[\s.-]?\d{{4}}(?![\w]|[-.:/]\d)
    | {_SAYS}{_FILLING}(?<!\d)(?!\d{{4}}-\d\d-\d\d)(?:\d[\s().-]{{0,2}}){{7,11}}\d(?![\w]|[-.:/]\d)
    | (?<![\w$\#/.,-])[2-9]\d\d[\s.-]\d{{4}}\b(?![-.:/,]\d)\W{{0,3}}(?i:\(?(?:is|was)\s(?:the|our|my|her|his|
        their)\s(?:\w+\s){{0,2}}(?:number|line|phone|cell|mobile|extension)\b|\((?:cell|mobile|home|work|office|
        voicemail|text)\b)
    | (?i:\bnumber\b\W{{1,3}}(?:is\W{{1,3}})?|\b(?:my|our|her|his|their)\s(?:\w+\s)?(?:number|
        line)\s(?:is\s)?)[2-9]\d\d[\s.-]\d{{4}}\b(?![-.:/,]\d)
    | (?<![\w.,$/-])\d{{4}}\b(?i:\s(?:is|was)\s(?:the|our|my|her|his|their)\s(?:\w+\s){{0,2}}(?:extension|ext|phone|
        line)\b)
    | (?i:\b(?:call|dial|phone|ring|tel(?:ephone)?|voice\s?mail|(?:room|desk|office|school)\sphone|internal\sline|
        short\sdial|pager|press|marque|front\sdesk|office\sline|mailbox|reach\s\w+\s(?:at|on)|
        ll[aá]m[ae](?:r|nos|me)?)\b)[\s:.]{{0,3}}{_FILLING}(?!(?:19|20)\d\d\b)(?:\d-)?\d{{4,5}}\b
        (?![-.:/,]\d|\s?(?:am|pm|people|times|families|staff|students|votes)\b)
    | (?i:(?<![A-Za-z])(?:ext(?:n|\.|ension|ensi[oó]n)?|anexo|interno|int\.|xtn|internal|l[ií]nea|marca|máy\slẻ|
        nội\sbộ|{cyrillic("внутренний")}|poste|durchwahl|apparat))\s?[.:,-]?\s?
        (?i:(?:n[uú]mero|number|no\.?|is|es|at)\s)?\#?(?:\d-\d{{4}}|\d{{2,6}})(?![\w]|[-.:/,]\d|\s?(?:days?|hours?|years?|people|am|
        pm)\b)
    | (?<![\w.-])(?<!\d\s)[xX×][\s.:-]{{0,2}}\d{{3,6}}\b(?![-./:]\d)
    | (?i:\b(?:office|desk|reception|switchboard))\W{{1,3}}(?!(?:19|20)\d\d)(?:\d-)?\d{{4}}\b(?![-.:/,]\d) |
        (?i:\bdial\s9)[\s,-]{{1,3}}\d{{4}}\b | (?:(?i:\bat|\bon)|:)\s[2-9]\d\d-\d{{4}}\b(?=\s*(?:$|[.,;!)](?!\d)))
    | (?i:area\scode\s)[2-9]\d\d\W{{1,3}}(?:then\s)?[2-9]\d\d[\s.-]?\d{{4}}\b
    | (?i:{cyrillic("доб")}|内线|分机|分機|내선|máy\snhánh)[\w.]*[\s:\uff1a]{{0,2}}\d{{2,6}}""",
    re.VERBOSE,
)
# Seven digits alone, except after these words
_BARE: Final = lazy(r"(?:(\w+)\W{1,3})?(?<![\w$#/.,-])[2-9]\d\d-\d{4}(?![\w]|[-.:/,]\d)")
_NO_NUMBER: Final = frozenset((
    "box", "case", "code", "contract", "doi", "form", "from", "grant", "id", "isbn", "issn", "item", "no", "order",
    "page", "pages", "part", "permit", "policy", "pp", "rcw", "section", "serial", "wac", "years", "between",
))  # fmt: skip
# A number after these words is not a telephone number: "Grant number 253-555-0142", "invoice #253-555-0142"
_LABELED: Final = lazy(
    r"\b(?:account|agreement|award|bid|budget|case|catalog|check|claim|contract|course|docket|document|file|form|grant|"
    r"invoice|item|license|model|order|part|permit|policy|project|receipt|record|requisition|serial|ticket|tracking)\s"
    r"(?:(?:(?:numbers?|id|no\.?|nr\.?)(?:\s?(?::|\#|is|was))?|\#)\s?(?:\d[\d.-]*\d|\d)(?!\s?(?:\(|ext|x\d))|"
    r"(?-i:\d[\d-]*-[A-Z]{2}[\w-]*))",
    re.IGNORECASE,
)
_LINK: Final = lazy(
    r"\b(?:tel|sms|callto|smsto):\+?[\d(]|\bwa\.me/\+?\d|api\.whatsapp\.com/send/?\?phone", re.IGNORECASE
)
# Words between digits, and letters that look like digits.
_BETWEEN: Final = lazy(r"(?<=\d)\s?(?:dot|dash|hyphen|minus|punto|guion|guión|space|then)\s?(?=\d)", re.IGNORECASE)
_MIXED: Final = lazy(r"(?<![A-Za-z])(?=[OoIl]*\d)[\dOoIl]{3,4}(?![A-Za-z\d])")
_DIGITS: Final = str.maketrans("OoIl", "0011")
# The letter O instead of a zero.
_ZERO: Final = lazy(r"(?<=\d)[oO](?=[\d\s.-])|(?<=[\d-])[oO](?=\d)")


# A number that identifies a person to offices: nine digits in the United States
_PERSONAL_NUMBER: Final = lazy(
    r"(?<![\w$#/.,-])(?!000|666|9)\d{3}([ -])(?!00)\d\d\1(?!0000)\d{4}(?![\w/-]|\.\d)|"
    r"(?i:\b(?:ssn|itin|tax(?:payer)?\sid|social\ssecurity(?:\s(?:number|no\.?|nr\.?|\#))?))\W{0,3}(?:is\s)?"
    r"\d{3}[ -]?\d\d[ -]?\d{4}\b"
)


def is_personal_number(reading: NormalizedText) -> bool:
    """Whether the text holds a social security number or a similar number of a person."""
    seen = reading.seen
    return bool(DIGIT.search(seen) and _PERSONAL_NUMBER.search(_LABELED.sub(" ", seen)))


def is_telephone(reading: NormalizedText) -> bool:
    """Whether the text holds a telephone number. Digits in a web address count only if the address starts a call."""
    seen = reading.seen
    if DIGIT.search(seen):
        plain = _MIXED.sub(lambda found: found[0].translate(_DIGITS), _BETWEEN.sub("-", _ZERO.sub("0", seen)))
        plain = _LABELED.sub(" ", plain)
        if _is_number(plain) and _is_number(without_codes(plain)):
            return True
    return bool(_LINK.search(reading.whole))


def _is_number(text: str) -> bool:
    return bool(_NUMBER.search(text) or _LOCAL.search(text) or _is_bare(text))


def _is_bare(text: str) -> bool:
    return any((found[1] or "").lower() not in _NO_NUMBER for found in _BARE.finditer(text))
