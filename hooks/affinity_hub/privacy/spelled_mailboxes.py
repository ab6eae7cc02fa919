"""Rebuilds mailboxes spelled out in words or pieces: "name at example dot org", "n a m e @ g m a i l . c o m"."""

from __future__ import annotations

import re
from typing import Final

from .mailbox_names import names_a_person
from .normalize import cyrillic

_I: Final = re.IGNORECASE
TOP: Final = r"(?:com|org|net|edu|gov|us|io|info|me|co|uk|ca|de|fr|example|mil|school|app|dev)"
PROVIDERS: Final = (
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
# A quick prefilter for lowercase texts: every spelled-out mailbox holds one of these words.
_NEAR: Final = re.compile(
    rf"@|艾特|\b(?:dot|d0t|punto|punkt|arroba|at|arobase|chiocciola|klammeraffe|còng|móc|{cyrillic('собака')}|"
    rf"{PROVIDERS}|g[\s-]mail|"
    rf"gee\s?mail|moc|(?:live|msn|me)\.com)\b|[\[({{<|\"'/~*_-](?:at|arroba)[\])}}>|\"'/~*_-]|\wat\w+dot|"
    rf"\wat(?:gmail|yahoo|hotmail)|[\[({{<]\s?[^\W\d_][\w-]{{0,11}}\s?[\])}}>]"
)
# Letters with the same character between all of them
_APART: Final = re.compile(
    r"(?<!\S)(?:[\w@.+-] {1,3}){2,}[\w@.+-](?=$|[\s,;!?)])|(?<!\S)(?:[a-z0-9@.][-_]){6,}[a-z0-9@.](?!\S)", _I
)
_MAIL_OF_GOOGLE: Final = re.compile(r"\bg[\s-]mail\b|\bgee\s?mail\b", _I)
_BRACKETS: Final = r"[\[({{<_-]+\s?(?:{})\s?[\])}}>_-]+"
_AT: Final = re.compile(
    r"""\s?[(\[]a[)\]]\s? | (?<=\w)\s?[|/"'*~]at[|/"'*~]\s?(?=\w) | \s@t\s | \s?艾特\s? | @@+
    | \s?[(\[]?(?:,\s)?(?:then\s)?(?:the\s)?\bat[\s-](?:sign|symbol)\b[)\]]?,?\s?(?:then\s)?
    # "arroba" and similar words have no other meaning
    | \s+(?:arroba|arobase|chiocciola|klammeraffe|a\scòng|a\smóc|"""
    + cyrillic("собака")
    + r""")\s+
    # " AT " in capitals is part of an address
    | (?-i:(?<=[a-z0-9])\s?AT\s?(?=[a-z0-9-]+(?:\.|\s?DOT|\sdot\b|\s*$))) | """
    + rf"\s?(?:{_BRACKETS.format('at|@|ät|aet|æt|arroba|chez')})\s?"
    # Any word in brackets, if nothing else can be meant: "jane(małpa)gmail.com"
    + rf"| (?<=\w)[\[({{<]\s?[^\W\d_][\w-]{{0,11}}\s?[\])}}>](?=(?:[\w-]+\.)+{TOP}\b|(?:{PROVIDERS})\b)",
    _I | re.VERBOSE,
)
_DOT: Final = re.compile(
    rf"\s?(?:{_BRACKETS.format('dot|[.]|punto|period|point|punkt')})\s? | (?<=\w)\s?[|/\"'*~]dot[|/\"'*~]\s?(?=\w)"
    r"| \s(?:dot|d0t|punto|punkt|chấm|"
    + cyrillic("точка")
    + r")\s(?=[\w-]+) | (?-i:(?<=[a-z0-9])DOT(?=[a-z])) | (?<=\w)\s?点\s?(?=[a-z])"
    rf"| (?<=\w)\s(?:period|point)\s(?={TOP}\b) | (?<=[a-z])\.\.(?=[a-z])",
    _I | re.VERBOSE,
)
# A whole domain after "at": a mail provider, a domain after a name with a dot, or a spelled-out domain
_AT_A_DOMAIN: Final = re.compile(rf"\s+(?:at|@)\s+(?=(?:[\w-]+\.)+{TOP}\b)", _I)
_NAME_AT_A_DOMAIN: Final = re.compile(rf"\b(\w[\w.+-]*)\s+(?:at|AT)\s+((?:[\w-]+\.)+{TOP})\b", _I)
_SIGN_APART: Final = re.compile(
    rf"([\w.+-]+)(?:\s+@\s*|@\s+)([\w-]+(?:(?:\.|\s\.\s?)[\w-]+)*?(?:\.|\s\.\s?){TOP})\b|"
    rf"([\w.+-]+)@([\w-]+(?:\s\.\s?[\w-]+)+|[\w-]+\.\s(?:com|org|net|edu))\b",
    _I,
)
_AT_A_PROVIDER: Final = re.compile(
    rf"(\w[\w.+-]*)(?:\s+(?:at|en)\s+|\s*@\s*)(?:the\s)?({PROVIDERS}|live|msn|me|mac)\s*[.,]?\s*\b(com|net|org|co|"
    rf"me|ca|de|fr)\b",
    _I,
)
_IN: Final = r"(?:at|en|on|over\sat|via|through|under|@)"
_WRITE: Final = r"(?:write|e-?mail|mail|contact|reach|message|ping|address|is|escrib[ae](?:nos|me)?(?:\sa)?|correo)"
# A name that cannot be a word, because it has a digit, a dot, or an underscore
_ODD: Final = r"[\w+-]*[\d._][\w.+-]*\w"
_PROVIDER_ALONE: Final = re.compile(
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
# "jane at yahoo", where the word before "at" is a name
_PERSON_AT: Final = re.compile(
    rf"\b([\w.+-]{{3,}}),?\s+(?:who\sis\s)?{_IN}\s+(?:my\s|the\s)?(?:{_KNOWN})\b(?!\.\w)", _I
)


def with_signs(text: str) -> str:
    """The text with its mailboxes in the usual form, name@example.org."""
    text = _APART.sub(_together, text)
    if not _NEAR.search(text.lower()):
        return text
    spelled = _DOT.sub(".", _AT.sub("@", _MAIL_OF_GOOGLE.sub("gmail", text)))
    if spelled != text:
        spelled = _AT_A_DOMAIN.sub("@", spelled)
    spelled = _NAME_AT_A_DOMAIN.sub(_named, _SIGN_APART.sub(_closed, spelled))
    spelled = _PROVIDER_ALONE.sub(_alone, _AT_A_PROVIDER.sub(_provided, spelled))
    return _PERSON_AT.sub(_named, spelled)


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
