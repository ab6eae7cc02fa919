"""Mailboxes: where they are in text, whether anyone can get a mailbox at their domain, and whether they name a
person.

A mailbox may be spelled out in words or pieces: "name at example dot org", "n a m e @ g m a i l . c o m".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from .normalize import NormalizedText, cyrillic, words
from .patterns import lazy
from .person_names import folded

_I: Final = re.IGNORECASE
_TOP: Final = r"(?:com|org|net|edu|gov|us|io|info|me|co|uk|ca|de|fr|example|mil|school|app|dev)"
_PROVIDERS: Final = (
    "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|icloud|aol|proton|protonmail|gmx|yandex|fastmail|hushmail|zoho|"
    "tutanota|tuta|rediffmail|comcast|xfinity|verizon|sbcglobal|bellsouth|earthlink|centurylink|juno|netzero|optonline|mail"
)
_KNOWN: Final = "gmail|yahoo|hotmail|icloud|outlook|aol|proton(?:mail)?"
# After these words, "at gmail.com" says where to read mail.
_NOT_A_NAME: Final = frozenset(
    (
        *("account", "accounts", "address", "calendar", "email", "free", "in", "is", "it", "log", "mail", "mailbox"),
        *("me", "on", "one", "page", "provider", "to", "up", "us", "yours"),
    )
)
# A quick prefilter for lowercase texts: every spelled-out mailbox contains one of these words.
_NEAR: Final = lazy(
    rf"@|艾特|\b(?:dot|d0t|punto|punkt|arroba|at|arobase|chiocciola|klammeraffe|ät|aet|còng|móc|{cyrillic('собака')}|"
    rf"{_PROVIDERS}|g[\s-]mail|"
    rf"gee\s?mail|moc|(?:live|msn|me)\.com)\b|[\[({{<|\"'/~*_-](?:at|arroba)[\])}}>|\"'/~*_-]|\wat\w+dot|"
    rf"\wat(?:gmail|yahoo|hotmail)|[\[({{<]\s?[^\W\d_][\w-]{{0,11}}\s?[\])}}>]"
)
# Letters with the same character between all of them
_APART: Final = lazy(
    r"(?<!\S)(?:[\w@.+-] {1,3}){2,}[\w@.+-](?=$|[\s,;!?)])|(?<!\S)(?:[a-z0-9@.][-_]){6,}[a-z0-9@.](?!\S)", _I
)
_MAIL_OF_GOOGLE: Final = lazy(r"\bg[\s-]mail\b|\bgee\s?mail\b", _I)
_BRACKETS: Final = r"[\[({{<_-]+\s?(?:{})\s?[\])}}>_-]+"
_AT: Final = lazy(
    r"""\s?[(\[]a[)\]]\s? | (?<=\w)\s?[|/"'*~]at[|/"'*~]\s?(?=\w) | \s@t\s | \s?艾特\s? | @@+
    | \s?[(\[]?(?:,\s)?(?:then\s)?(?:the\s)?\bat[\s-](?:sign|symbol)\b[)\]]?,?\s?(?:then\s)?
    # "arroba" and similar words have no other meaning
    | \s+(?:arroba|arobase|chiocciola|klammeraffe|ät|aet|a\scòng|a\smóc|"""
    + cyrillic("собака")
    + r""")\s+
    # " AT " in capitals is part of an address
    | (?-i:(?<=[a-z0-9])\s?AT\s?(?=[a-z0-9-]+(?:\.|\s?DOT|\sdot\b|\s*$))) | """
    + rf"\s?(?:{_BRACKETS.format('at|@|ät|aet|æt|arroba|chez')})\s?"
    # Any word in brackets, if nothing else can be meant: "jane(małpa)gmail.com"
    + rf"| (?<=\w)[\[({{<]\s?[^\W\d_][\w-]{{0,11}}\s?[\])}}>](?=(?:[\w-]+\.)+{_TOP}\b|(?:{_PROVIDERS})\b)",
    _I | re.VERBOSE,
)
_DOT: Final = lazy(
    rf"\s?(?:{_BRACKETS.format('dot|[.]|punto|period|point|punkt')})\s? | (?<=\w)\s?[|/\"'*~]dot[|/\"'*~]\s?(?=\w)"
    r"| \s(?:dot|d0t|punto|punkt|chấm|"
    + cyrillic("точка")
    + r")\s(?=[\w-]+) | (?-i:(?<=[a-z0-9])DOT(?=[a-z])) | (?<=\w)\s?点\s?(?=[a-z])"
    rf"| (?<=\w)\s(?:period|point)\s(?={_TOP}\b) | (?<=[a-z])\.\.(?=[a-z])",
    _I | re.VERBOSE,
)
# A whole domain after "at": a mail provider, a domain after a name with a dot, or a spelled-out domain
_AT_A_DOMAIN: Final = lazy(rf"\s+(?:at|@)\s+(?=(?:[\w-]+\.)+{_TOP}\b)", _I)
_NAME_AT_A_DOMAIN: Final = lazy(rf"\b(\w[\w.+-]*)\s+(?:at|AT)\s+((?:[\w-]+\.)+{_TOP})\b", _I)
_SIGN_APART: Final = lazy(
    rf"([\w.+-]+)(?:\s+@\s*|@\s+)([\w-]+(?:(?:\.|\s\.\s?)[\w-]+)*?(?:\.|\s\.\s?){_TOP})\b|"
    rf"([\w.+-]+)@([\w-]+(?:\s\.\s?[\w-]+)+|[\w-]+\.\s(?:com|org|net|edu))\b",
    _I,
)
_AT_A_PROVIDER: Final = lazy(
    rf"(\w[\w.+-]*)(?:\s+(?:at|en)\s+|\s*@\s*)(?:the\s)?({_PROVIDERS}|live|msn|me|mac)\s*[.,]?\s*\b(com|net|org|co|"
    rf"me|ca|de|fr)\b",
    _I,
)
_IN: Final = r"(?:at|en|on|over\sat|via|through|under|@)"
_WRITE: Final = r"(?:write|e-?mail|mail|contact|reach|message|ping|address|is|escrib[ae](?:nos|me)?(?:\sa)?|correo)"
# A name that cannot be a word, because it has a digit, a dot, or an underscore
_ODD: Final = r"[\w+-]*[\d._][\w.+-]*\w"
_PROVIDER_ALONE: Final = lazy(
    rf"""({_ODD})\s+{_IN}\s+(?:my\s|the\s|our\s)?(?:{_KNOWN})\b | ([\w.+-]{{3,}})\s?@\s?(?:{_KNOWN})(?:com)?\b(?!\.\w)
    | \b{_WRITE}\s(?:to\s|us\s|me\s|at\s|a\s)*([\w.+-]{{3,}})\s+{_IN}\s+(?:the\s)?(?:{_KNOWN})\b(?!\.\w)
    | \b([\w.+-]+),?\s(?:then|plus|and\sthen|followed\sby|with|before|in\sfront\sof)\s@\s?(?:{_KNOWN})\b
    | ["”]([\w.+-]*)@(?:{_KNOWN})\b | \bmoc\.((?:liam|oohay|duolci|kooltuo)\w*)@
    | @(?:{_KNOWN})\b(?:\.com)?\W{{1,3}}(?:to\s|after\s)?({_ODD})
    | ({_ODD})\s?[(,/\[]\s?(?:on\s|at\s)?(?:{_KNOWN})\b | ([\w.+-]{{3,}})\s(?:{_KNOWN})\s(?:dot\s)?com\b
    | \b(?:{_KNOWN})\b\s?(?:address\s|account\s|handle\s)?(?:[:=]|is|es|as|under)\s?["“'(]?({_ODD})
    | \b(?:{_KNOWN})\s?[:=]\s?["“']?([\w+-]{{4,}})["”']?\s*(?:$|[.,;)])
    | \b(?:my|our|his|her|their|mi)\s(?:{_KNOWN})\s(?:address\s|account\s)?(?:is|es|:)\s["“']?([\w+-]{{5,}})\b
    | (\w{{2,}})at(?:gmail|yahoo|hotmail|icloud|outlook)(?:dot|\.)?com\b""",
    _I | re.VERBOSE,
)
# A quick prefilter for lowercase texts: `_PROVIDER_ALONE` and `_PERSON_AT` look for one of these words.
_NEAR_PROVIDER: Final = lazy("gmail|yahoo|hotmail|icloud|outlook|aol|proton|liam|oohay|duolci|kooltuo")
# "jane at yahoo", where the word before "at" is a name
_PERSON_AT: Final = lazy(rf"\b([\w.+-]{{3,}}),?\s+(?:who\sis\s)?{_IN}\s+(?:my\s|the\s)?(?:{_KNOWN})\b(?!\.\w)", _I)
_MAILBOX: Final = lazy(
    r"(?<![\w.+@-])(['\w][\w.+'-]{0,63})@"
    r"((?:[a-z0-9-]{1,63}\.){1,6}(?!(?:png|jpe?g|svg|gif|webp|pdf|css|js|html?)\b)[a-z]{2,24})\b",
    _I,
)
_PERSONAL: Final = lazy(
    rf"(?:{_PROVIDERS})(?:\.com?)?\.[a-z]{{2,4}}|(?:live|msn|passport|me|mac|aim|q|qq|163|126|naver|hey|duck|"
    rf"frontier|rogers)\.com|"
    r"(?:att|cox|charter|windstream|spectrum|daum|hanmail|shaw)\.(?:net|ca)|(?:mail|bk|inbox)\.ru|pm\.me|web\.de|"
    r"t-online\.de|"
    r"(?:orange|free|wanadoo|laposte)\.fr|live\.(?:ca|co\.uk|fr)|[\w-]+\.rr\.com",
    _I,
)
# Words in the names of mailboxes for teams and tasks.
_ROLES: Final = words("roles")
_GIVEN: Final = words("given_names")
# After a letter or a given name, a family name makes a person's name: "jsmith", "janedoe".
_FAMILY: Final = words("family_names")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_MAX_NAME_PARTS: Final = 6
# The ids of calendars at Google, which are in the addresses of public calendars. Nobody reads mail there.
_CALENDAR_IDS: Final = lazy(r"(?:[\w-]+\.)*calendar\.google\.com", _I)


def mailboxes(reading: NormalizedText) -> Iterator[tuple[str, str]]:
    """Each mailbox, as the lowercase parts before and after the @. Includes mailboxes that are spelled out."""
    for text in dict.fromkeys(reading):
        signed = _with_signs(text)
        if "@" in signed:
            found = ((match[1].lower(), match[2].lower()) for match in _MAILBOX.finditer(signed))
            yield from (mailbox for mailbox in found if not _CALENDAR_IDS.fullmatch(mailbox[1]))


def without_mailboxes(text: str) -> str:
    """The text without mailboxes, including spelled-out mailboxes ("ada at example dot org")."""
    return _MAILBOX.sub(" ", _with_signs(text))


def is_personal(domain: str) -> bool:
    """Whether anyone can get a mailbox at a mail domain."""
    return bool(_PERSONAL.fullmatch(domain))


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
    return letters(local) in spelled(name) or letters(local) == next(iter(folded(name).split()), "")


def letters(local: str) -> str:
    """The part before the @ without accents, digits, and separators, to look for in `spelled`."""
    return "".join(re.findall("[a-z]+", folded(local)))


@lru_cache(maxsize=4096)
def spelled(name: str) -> frozenset[str]:
    """The mailboxes that have the first and the last name of a person, one of them perhaps as an initial.

    For Ana María Beispiel: "anabeispiel", "abeispiel", "beispiela", "ambeispiel", "anab", and so on. Initials alone
    and a first or last name alone are not among them, because they reveal too little.
    """
    lower = name.lower()
    spellings = dict.fromkeys((lower, lower.translate(_UMLAUTS)))
    word_lists = ([word for word in folded(spelling).split() if word.isascii()] for spelling in spellings)
    return frozenset(name for names in word_lists if len(names) > 1 for name in _joined(names[:_MAX_NAME_PARTS]))


def _joined(names: list[str]) -> Iterator[str]:
    """The names of a person in pairs of a first and a last name, in both orders. Each can have several words."""
    initials = "".join(name[0] for name in names)
    ends = range(1, len(names))
    firsts = {"".join(names[:end]) for end in ends} | {initials[:end] for end in ends}
    lasts = {"".join(names[start:end]) for start in ends for end in range(start + 1, len(names) + 1)}
    pairs = {*product(firsts, lasts), (names[0], names[-1][0])}
    for first, last in pairs:
        if not {first + last, last + first} & {initials, initials[0] + initials[-1]}:
            yield from (first + last, last + first)
    yield "".join(reversed(names))


# --- Mailboxes that are spelled out ----------------------------------------------------------------------------------


def _with_signs(text: str) -> str:
    """The text with its mailboxes in the usual form, name@example.org."""
    text = _APART.sub(_together, text)
    if not _NEAR.search(text.lower()):
        return text
    spelled = _DOT.sub(".", _AT.sub("@", _MAIL_OF_GOOGLE.sub("gmail", text)))
    if spelled != text:
        spelled = _AT_A_DOMAIN.sub("@", spelled)
    if "@" in spelled:
        spelled = _SIGN_APART.sub(_closed, spelled)
    spelled = _AT_A_PROVIDER.sub(_provided, _NAME_AT_A_DOMAIN.sub(_named, spelled))
    if not _NEAR_PROVIDER.search(spelled.lower()):
        return spelled
    return _PERSON_AT.sub(_named, _PROVIDER_ALONE.sub(_alone, spelled))


def _together(found: re.Match[str]) -> str:
    return re.sub(r"(.)[ _-]+(?=.)", r"\1", found[0]) if " " not in found[0] else found[0].replace(" ", "")


def _closed(found: re.Match[str]) -> str:
    name, domain = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{name}@{domain.replace(' ', '')}"


def _provided(found: re.Match[str]) -> str:
    whole: str = found[0]
    return whole if found[1].lower() in _NOT_A_NAME and "@" not in whole else f"{found[1]}@{found[2]}.{found[3]}"


def _named(found: re.Match[str]) -> str:
    domain = found[2] if found.re.groups > 1 else "gmail.com"
    return f"{found[1]}@{domain}" if names_a_person(found[1].lower()) else found[0]


def _alone(found: re.Match[str]) -> str:
    name = next(filter(None, found.groups()), "name")
    return found[0] if name.lower() in _NOT_A_NAME else f" {name}@gmail.com "
