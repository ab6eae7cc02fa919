"""What must never be published: ways into meetings and chats, telephone numbers, mailboxes of persons.

Each pattern is as narrow as prose allows: dates, school years, sums, codes of law, numbers of books and addresses of
pages have digits too. tests/guard/ holds the sentences that say how well this works.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from .reading import Reading, has, is_all_lookalike

_I: Final = re.IGNORECASE

# Hosts that hold nothing but rooms, or the part of a host where the rooms are.
_ROOMS: Final = re.compile(
    r"""\b(?:
      (?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)/(?:j|my|w|s|wc|launch|meetings?|webinar|rec|join|clips)\b
    | teams\.(?:microsoft\.(?:com|us)|live\.com|cloud\.microsoft)/(?:l/|meet|dl/|v2/|\#|_\#)
    | aka\.ms/jointeams | g\.co/meet/ | tel\.meet/ | hangouts\.google\.com/
    | meet\.google\.com/(?!about|$)\w
    | [\w.-]*\bwebex\.com/(?:meet|join|m/|wbxmjs|webappng|[\w.-]+/[jeg]\.php|\S*mtid)
    | meet\.jit\.si/\w | 8x8\.vc/\w | meet\.goto\.com/\w | whereby\.com/(?!(?:blog|information|about|pricing)\b)\w
    | (?:app|global|www|my)?\.?gotomeet(?:ing)?\.(?:com|me)/(?:join/)?[\w-]*\d | app\.goto\.com/meeting | chime\.aws/\d
    | (?:app\.)?bluejeans\.com/(?:meet/)?\d | join\.skype\.com/\w | meetings?\.(?:dialpad|ringcentral|vonage)\.com/\w
    | (?:v|video)\.ringcentral\.com/join | facetime\.apple\.com/join | meet\.lync\.com/\w | [\w-]+\.adobeconnect\.com/\w
    | [\w-]+\.bigbluebutton\.\w+/\w | (?:app\.)?gather\.town/app | vc\.\w+\.\w+/join | freeconferencecall\.com/join
    | chat\.whatsapp\.com/\w | signal\.group/ | t\.me/(?:\+|joinchat) | groupme\.com/join | join\.slack\.com/
    | discord(?:\.gg|(?:app)?\.com/invite)/\w | remind\.com/join | (?:band\.us|line\.me)/(?:n|ti?|R)/
    ) | \b(?:zoommtg|zoomus|msteams|webexteams|facetime(?:-audio)?|sips?|skype):/{0,2}\w""",
    _I | re.VERBOSE,
)
# What one types to get in.
_CODES: Final = re.compile(
    r"""\b(?:meeting|webinar|conference|access|participant|attendee|dial[ -]?in|zoom|teams|webex|host)
        \s(?:id|code|key|number|no\.?|pin)\b[\s:\#=.-]{0,4}(?:is\W{1,2})?\d[\d -]{4,}\d
    | \bpass[ -]?codes?\b\W{0,4}(?:(?:is|are)\W{1,3})?(?=\S*\d)[^\s,;]{4,}
    | \b(?:pass[ -]?word|pwd|pin)\b\s?(?:[:=]|\bis\b)\s?(?=\S*\d)[^\s,;]{4,}
    | \b(?:zoom|webex|teams)\b[^.!?]{0,25}?\b\d{3}[ -]?\d{3,4}[ -]?\d{3,4}\b(?![-/]\d)
    | \b(?:google\s)?meet(?:ing)?\b(?:[^.!?]{0,20}\b(?:code|link|id))?\W{1,3}(?:is\W+)?
        (?!one-|all-)[a-z]{3}-[a-z]{4}-[a-z]{3}\b
    | \d,,\d{5,}\#?""",
    _I | re.VERBOSE,
)

# One of these is in whatever the two above find, and seven digits are in a telephone number: quick to look for.
_NEAR_ROOMS: Final = (
    *(
        "zoom",
        "teams",
        "meet.",
        "gotomeet",
        "webex",
        "hangouts.",
        "g.co/",
        "8x8",
        "whereby",
        "goto.",
        "chime.",
        "bluejeans",
        "skype",
    ),
    *(
        "ringcentral",
        "dialpad",
        "vonage",
        "facetime",
        "adobeconnect",
        "bigbluebutton",
        "gather.",
        "vc.",
        "freeconference",
    ),
    *("whatsapp", "signal.", "t.me/", "groupme", "slack", "discord", "remind", "band.us", "line.me", "sip"),
)
_NEAR_CODES: Final = (
    "code",
    "pass",
    "pwd",
    " pin",
    "zoom",
    "webex",
    "teams",
    " id",
    "number",
    " no",
    " key",
    ",,",
    "meet",
)
_SEVEN: Final = re.compile(r"\d(?:[^\w,;]{0,4}_?\d){6}")
_LETTERS: Final = re.compile(r"\d-[A-Z]")

_TELEPHONE: Final = re.compile(
    # North America: area code and exchange begin with 2 to 9. After a sign of money, of a path or of a number: no.
    r"""(?<![\w$€£\#/.,=-])(?:\+?\s?1[\s./-]{0,3})?(?:\(\s?[2-9]\d\d\s?\)|[2-9]\d\d)[\s./_-]{0,3}
        [2-9]\d\d[\s./_-]{0,3}\d{4}(?![\dA-WYZa-wyz_]|[-.,]\d)
    | (?<![\w$+])1[\s./-]{1,3}\(?[2-9]\d\d\)?[\s./-]{1,3}[2-9]\d\d[\s./-]{1,3}\d{4}(?![\w]|[-.]\d)
    # … with letters, or with a space between all digits
    | (?<![\w-])(?:1-)?[2-9]\d\d-(?:[2-9]\d\d-[A-Z]{4}|[A-Z]{3}-[A-Z]{4}|[A-Z]{7})(?![\w-])
    | (?<![\w.-])[2-9](?:[\s.-]\d){2}[\s.-]{1,3}[2-9](?:[\s.-]\d){2}[\s.-]{1,3}\d(?:[\s.-]\d){3}(?![\s.-]?\d)
    # the rest of the world
    | (?<![\w+])\+[\s(]{0,2}\d(?:[\s().-]{0,3}\d){7,14}(?!\d)
    # seven digits, or an extension, where a word says what they are
    | \b(?i:call|text|phone|tel|telephone|ring|mobile|cell|whatsapp|signal|fax|voicemail|reach\s\w+\s(?:at|on))
        \b[\s:.]{0,3}
        (?:(?i:me|us|him|her|them|at|on|is|the|office|desk|line|number|or|text|call|cell|host|room|front)\b[\s:.]{0,2}){0,4}
        (?<!\d)[2-9]\d\d[\s.-]\d{4}(?![\w]|[-.:/]\d)
    | \b(?i:ext(?:\.|ension)?)\s?:?\s?\#?\d{3,6}(?![\w]|[-.:/,]\d)""",
    re.VERBOSE,
)
_TELEPHONE_LINK: Final = re.compile(
    r"\b(?:tel|sms|callto|smsto):\+?[\d(]|\bwa\.me/\+?\d|api\.whatsapp\.com/send\?phone", _I
)

_HOST: Final = re.compile(r"https?://([^\s/?#()\[\]<>\"']+)", _I)

_TOP: Final = r"(?:com|org|net|edu|gov|us|io|info|me|co|uk|ca|de|fr|example|mil|school|app|dev)"
_MAILBOX: Final = re.compile(
    r"(?<![\w.+@-])['\w][\w.+'-]{0,63}@"
    r"((?:[a-z0-9-]{1,63}\.){1,6}(?!(?:png|jpe?g|svg|gif|webp|pdf|css|js|html?)\b)[a-z]{2,24})\b",
    _I,
)
_PROVIDERS: Final = (
    "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|icloud|aol|proton|protonmail|gmx|yandex|fastmail|hushmail|zoho|"
    "tutanota|tuta|rediffmail|comcast|xfinity|verizon|sbcglobal|bellsouth|earthlink|centurylink|juno|netzero|optonline|mail"
)
_PERSONAL: Final = re.compile(
    rf"(?:{_PROVIDERS})(?:\.com?)?\.[a-z]{{2,4}}|(?:live|msn|passport|me|mac|aim|q|qq|163|126|naver|hey|duck|frontier|rogers)\.com|"
    r"(?:att|cox|charter|windstream|spectrum|daum|hanmail|shaw)\.(?:net|ca)|(?:mail|bk|inbox)\.ru|pm\.me|web\.de|t-online\.de|"
    r"(?:orange|free|wanadoo|laposte)\.fr|live\.(?:ca|co\.uk|fr)|[\w-]+\.rr\.com",
    _I,
)
# Without these words before it, "at gmail.com" ends an address; with them it says where to read mail.
_NOT_A_NAME: Final = frozenset(
    (
        "account",
        "accounts",
        "address",
        "calendar",
        "email",
        "in",
        "is",
        "it",
        "log",
        "mail",
        "mailbox",
        "on",
        "page",
        "up",
    )
)
_BRACKETS: Final = r"[\[({{<_-]+\s?(?:{})\s?[\])}}>_-]+"
# One of these is in every mailbox that is spelled out.
_SPELLED: Final = ("dot", "punto", "@ ", "live.com", "msn.com", "me.com", *_PROVIDERS.removesuffix("|mail").split("|"))
_OPENING: Final = re.compile(r"[\[({<_-]\s?(?:at|ät|@)")
_AT: Final = re.compile(rf"\s?(?:{_BRACKETS.format('at|@|ät')})\s?", _I)
_DOT: Final = re.compile(rf"\s?(?:{_BRACKETS.format('dot|[.]|punto|period')})\s?|\s(?:dot|punto)\s(?=[\w-]+)", _I)
_AT_A_DOMAIN: Final = re.compile(rf"\s+(?:at|@)\s+(?=(?:[\w-]+\.)+{_TOP}\b)", _I)
_AT_A_PROVIDER: Final = re.compile(
    rf"(\w[\w.+-]*)(?:\s+at\s+|\s*@\s*)({_PROVIDERS}|live|msn|me|mac)\s*\.\s*(com|net|org|co|me|ca|de|fr)\b", _I
)
_PROVIDER_ALONE: Final = re.compile(
    r"([\w+-]*[\d._][\w.+-]*)\s+at\s+(gmail|yahoo|hotmail|icloud|aol)\b|([\w.+-]+)@(gmail|yahoo|hotmail|icloud)\b(?!\.\w)",
    _I,
)


def _search(pattern: re.Pattern[str], reading: Reading) -> bool:
    whole, seen = reading
    return bool(pattern.search(whole) or (seen != whole and pattern.search(seen)))


def is_link_to_meeting(reading: Reading) -> bool:
    """Whether it holds a link that lets anybody into a meeting or a closed chat."""
    whole = reading.whole
    return ("/" in whole or ":" in whole) and has(whole.lower(), _NEAR_ROOMS) and _search(_ROOMS, reading)


def is_code_of_meeting(reading: Reading) -> bool:
    """Whether it holds the id or the passcode of a meeting."""
    return has(reading.whole.lower(), _NEAR_CODES) and _search(_CODES, reading)


def is_telephone(reading: Reading) -> bool:
    """Whether it holds a telephone number. Digits in addresses of pages are none, unless the address is one to call."""
    seen = reading.seen
    if (_SEVEN.search(seen) or _LETTERS.search(seen) or "ext" in seen.lower()) and _TELEPHONE.search(seen):
        return bool(_TELEPHONE.search(_CODES.sub(" ", seen)))
    return ":" in reading.whole and bool(_TELEPHONE_LINK.search(reading.whole))


def is_lookalike(text: str) -> bool:
    """Whether a link in it goes to a host that mixes scripts in a word, or spells a Latin one with foreign letters."""
    for host in _HOST.findall(unquote(html.unescape(text))):
        for label in host.split("."):
            scripts = {unicodedata.name(char, "?").split()[0] for char in _readable(label) if char.isalpha()}
            if len(scripts - {"HIRAGANA", "KATAKANA", "CJK"}) > 1 or is_all_lookalike(_readable(label)):
                return True
    return False


def _readable(label: str) -> str:
    """A part of a host as browsers may show it."""
    try:
        return label.encode("ascii").decode("idna") if label.lower().startswith("xn--") else label
    except UnicodeError:
        return label


def mail_domains(reading: Reading) -> Iterator[str]:
    """The part after the @ of each mailbox in it, in lower case, those spelled out among them."""
    for text in reading[: 1 + (reading.seen != reading.whole)]:
        signed = _with_signs(text)
        if "@" in signed:
            yield from (found[1].lower() for found in _MAILBOX.finditer(signed))


def _with_signs(text: str) -> str:
    """Mailboxes in words, "name at example dot org", as mailboxes."""
    low = text.lower()
    if not (has(low, _SPELLED) or _OPENING.search(low)):
        return text
    spelled = _DOT.sub(".", _AT.sub("@", text))
    if spelled != text:
        spelled = _AT_A_DOMAIN.sub("@", spelled)
    spelled = _AT_A_PROVIDER.sub(_provided, spelled)
    return _PROVIDER_ALONE.sub(lambda found: f"{found[1] or found[3]}@{found[2] or found[4]}.com", spelled)


def _provided(found: re.Match[str]) -> str:
    whole: str = found[0]
    return whole if found[1].lower() in _NOT_A_NAME and "@" not in whole else f"{found[1]}@{found[2]}.{found[3]}"


def is_personal(domain: str) -> bool:
    """Whether a mail domain is one where anybody gets a mailbox."""
    return bool(_PERSONAL.fullmatch(domain))
