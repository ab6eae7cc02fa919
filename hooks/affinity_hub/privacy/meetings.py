"""Ways into meetings and private chats: links, ids, and passcodes. Anyone who has them can join, and every reader of
the site would have them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .normalize import DIGIT, NormalizedText, cyrillic
from .patterns import lazy

_I: Final = re.IGNORECASE

# Hosts that hold only meeting rooms, or the part of a host with the rooms.
_ROOMS: Final = lazy(
    r"""(?<![\w@-])(?:
    # Zoom: ids, names of rooms (`my/`), registration, recordings; any page of a host that an organization has there
      (?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com|com\.cn)/(?:j|my|w|s|wc|u|p|e|ev|g|k|launch|meetings?|webinar|rec|join|
        clips|
        register|room|rooms|hub|start|share)\b
    | (?!(?:www|support|explore|marketplace|status|success|learning|community|blog|developers?|devsupport|trust|news|
        help|investors|careers)\.)[\w-]+\.zoom(?:gov)?\.us/(?!(?:test|download|pricing|profile|signin|account|support|
        client|about|contact|docs|legal|resources)\b)[\w-]{3}
    # Microsoft: meetings, webinars, live events, registration, teams and channels; Skype
    | (?:[\w-]+\.)*teams\.(?:microsoft\.(?:com|us)|live\.com|cloud\.microsoft)/(?!(?:downloads?|start|uswe|
        help)\b)[\w#]
    | aka\.ms/(?:jointeams|meet|join) | join\.skype\.com/\w | meet\.lync\.com/\w | (?:[\w-]+\.)+lync\.com/(?:meet|
        join)
    # Google: Meet, its telephone numbers and streams, chats, classes with their code
    | (?:stream\.)?meet\.google\.com/(?!about|landing|$)\w | g\.co/meet/ | tel\.meet/ | hangouts\.google\.com/
    | (?:chat|mail)\.google\.com/(?:chat|room|space|dm)\b | classroom\.google\.com/c/\S+cjc=
    # Webex: rooms, registration, events
    | (?:(?!(?:www|help|status|blog|essentials|developer|community)\.)[\w-]+\.)webex\.com/
        (?!(?:pricing|downloads?|about|products|industries|test-meeting)\b)[\w-]
    # GoTo, BlueJeans, Whereby, Jitsi and other services
    | meet\.goto\.com/\w | (?:app\.)goto\.com/(?:meeting|webinar) | gotomeet\.me/\w
    | (?:[\w-]+\.)?goto(?:meeting|webinar|training)\.com/(?:join|register|rt|recording|viewRecording|\d)
    | (?:[\w-]+\.)?bluejeans\.com/(?:(?:meet|a2m|event|room)\b|\d) | (?:[\w-]+\.)?whereby\.com/
        (?!(?:blog|information|about|pricing|product|user)\b)\w
    | meet\.jit\.si/\w | 8x8\.vc/\w | (?:[\w-]+\.)*(?:jitsi|talk|bbb|jit)\.[\w.-]+/(?!(?:about|blog|help)\b)\S{3}
    | (?:framatalk|jitsi)\.[\w.-]+/[\w-]{3} | moderated\.jitsi\.net/\w
    | meet\.(?!google\b)[\w-]+(?:\.[\w-]+)+/
        (?!(?:about|schedule|calendar|groups?|events?|help|index|news|staff|team|us|the|en|es)\b)[\w-]{3}
    | (?:[\w-]+\.)?chime\.aws/\w | meetings?\.(?:dialpad|ringcentral|vonage|zoho|tencent)\.com/\w
    | (?:v|video)\.ringcentral\.com/(?:join|conf) | facetime\.apple\.com/join | [\w-]+\.adobeconnect\.com/\w
    | (?:[\w-]+\.)*bigbluebutton\.[\w.-]+/\w | call\.element\.io/\w | fccdl\.in/\w | vsee\.me/\w | msteams\.link/\w
    | (?:video|conf|conference|webinar|call|live)\.[\w.-]+/(?:room|join|j|r|meet|b|webinar)/\S | event\.on24\.com/\w |
        crowdcast\.io/\w
    | (?:www\.)?bigmarker\.com/\w | [\w.-]+/webinars?/(?:register|join)\b | (?:app\.)?gather\.town/\w |
        vc\.[\w.]+/(?:join|j/)
    | (?:[\w-]+\.)?freeconferencecall\.com/(?:join|wall|\w+) | (?:[\w-]+\.)*bbcollab\.com/\w | join\.me/\w
    | (?:[\w-]+\.)?uberconference\.com/\w | doxy\.me/\w | (?:[\w-]+\.)?clickmeeting\.com/\w |
        call\.lifesizecloud\.com/\w
    | (?:app\.)?livestorm\.co/\w | (?:[\w-]+\.)?(?:spatial\.chat|wonder\.me|remo\.co|butter\.us|around\.co|
        vowel\.com)/\w
    | (?:app\.)?(?:hopin\.com|ringcentral\.com)/events/\w | streamyard\.com/\w | (?:[\w-]+\.)?airmeet\.com/e/
    | (?:[\w-]+\.)*sessions\.us/\w
    | (?:app|my)\.[\w.-]+/(?:meet(?:ing)?s?|join|rooms?|calls?|sessions?|webinars?)/\w
    # Closed chats
    | chat\.whatsapp\.com/\w | (?:www\.)?whatsapp\.com/channel/ | wa\.(?:me/(?:message|qr)/|link/)\w |
        (?:signal\.group|
        signal\.me)/
    | signal\.link/call | (?:t|telegram)\.me/[\w+] | telegram\.dog/\w | (?:web\.|app\.)?groupme\.com/(?:join|contact|
        \w+_group)
    | (?:join\.slack\.com|slack\.com/(?:join|shared_invite))/? | [\w-]+\.slack\.com/(?:join|signup|archives|messages|
        client)
    | app\.slack\.com/(?:client|huddle) | discord(?:\.gg|\.me|\.io|(?:app)?\.com/(?:invite|channels|events))/\w |
        dsc\.gg/\w
    | remind\.com/join | rmd\.(?:at|me)/\w | (?:band\.us|line\.me)/(?:n|band|ti?|R)/ | m\.me/(?:j|g|join|ch)/ |
        (?:www\.)?facebook\.com/(?:messages|groupcall)/ |
        invite\.viber\.com/
    | (?:[\w-]+\.)?classdojo\.com/(?:invite|ul) | dojo\.me/\w | kik\.me/\w | matrix\.to/\# |
        app\.element\.io/\#/room | (?:www\.)?messenger\.com/(?:t|g|groupcall)/ | open\.kakao\.com/o | zalo\.me/g/
    | u\.wechat\.com/\w | (?:twitter|x)\.com/i/spaces/ | (?:joinclubhouse|clubhouse)\.com/(?:event|room|join) |
        keybase\.io/team
    | (?:talky\.io|appear\.in|vdo\.ninja|kumospace\.com|meet\.new|duo\.google\.com|voovmeeting\.com)/\S |
        hangouts\.app\.goo\.gl/
    | classroom\.google\.com/c/\w | kmeet\.infomaniak\.com/\w | app\.chime\.aws/ | skype\.com/(?:invite|join) |
        (?:[\w-]+\.)?zulipchat\.com/join
    ) | \b(?:zoommtg|zoomus|msteams|webexteams|facetime(?:-audio)?|sips?|skype|tg|whatsapp|discord|gtm):/{0,2}\w""",
    _I | re.VERBOSE,
)
# Short links hide where they lead. Near words about joining, a short link probably leads to a meeting room.
SHORTENERS: Final = (
    r"(?:bit\.ly|bitly\.(?:com|is)|j\.mp|tinyurl\.com|tiny\.(?:cc|one|url)|t\.(?:co|ly)|is\.gd|v\.gd|rb\.gy|"
    r"goo\.gl|ow\.ly|"
    r"buff\.ly|cutt\.ly|shorturl\.(?:at|asia)|rebrand\.ly|lnkd\.in|s\.id|qrco\.de|qr\.io|qrs\.ly|me-qr\.com|"
    r"gg\.gg|u\.nu|clck\.ru|"
    r"surl\.li|soo\.gd|snip\.ly|trib\.al|short\.gy|bl\.ink|tr\.im|x\.gd|n9\.cl|kutt\.it|urlz\.fr|1url\.com|"
    r"adf\.ly|shorter\.me|"
    r"hubs\.l[iy]|spoti\.ly|dub\.sh|l\.ink|sho\.rt|2ly\.link|acortar\.link)/[\w-]"
)
_SHORT: Final = lazy(rf"(?<![\w.@-])(?:www\.)?(?:{SHORTENERS}|aka\.ms/[\w-])", _I)
_TO_JOIN: Final = lazy(
    r"\b(?:join(?:ing|s)?|meet(?:s|ing|ings)?|zoom|teams|webex|skype|online|on-?line|virtual(?:ly)?|remote(?:ly)?|"
    r"video|webinar|"
    r"call|dial|room|log\s?(?:in|on)|hop\s(?:in|on)|come\sin|tune\sin|click|enter|link|livestream|stream|chat|"
    r"whatsapp|discord|"
    r"slack|signal|telegram|groupme|session|we\sgather|from\shome|"
    r"únete|únase|unirse|reuni[oó]n|enlace|conéctate|conectarse|entrar|sala|videollamada|tham\sgia|họp)\b|会议|加入|참여|"
    + cyrillic("встреча|присоедин|онлайн"),
    _I,
)

# Ids and passcodes of meetings, in the languages of the district.
_ID: Final = (
    r"(?:meeting|webinar|conference|access|participant|attendee|dial[ -]?in|zoom|teams|webex|host|room|event|"
    r"session|personal|call|"
    r"bridge|phone\sconference)\s(?:meeting\s)?(?:id|code|key|number|no\.?|pin|\#)|\bPMI\b|"
    r"(?:id|c[oó]digo|n[uú]mero|clave)\s(?:de\s)?(?:la\s|el\s)?(?:reuni[oó]n|zoom|acceso|sesi[oó]n|conferencia|"
    r"llamada|sala)|"
    r"m[aã]\scu[oộ]c\sh[oọ]p|id\scu[oộ]c\sh[oọ]p|会议\s?(?:号|ID|编号)|會議\s?(?:號|ID)|회의\s?(?:ID|번호)|معرف\sالاجتماع|"
    r"رقم\sالاجتماع|ミーティング\s?ID|id\sde\sréunion|"
    + cyrillic("идентификатор(?: конференции)?|код доступа|номер конференции")
)
_PASS: Final = (
    r"pass[ -]?(?:code|word|phrase|key)s?|pwd|psw?d|passwd|contrase[nñ]a|clave(?:\sde\sacceso)?|c[oó]digo\sde\sacceso|"
    r"m[aậ]t\s(?:kh[aẩ]u|m[aã])|"
    r"密码|密碼|口令|비밀번호|비번|암호|パスコード|パスワード|furaha|ereyga\ssirta|كلمة\sالمرور|كلمة\sالسر|الرمز|رمز\sالدخول|पासवर्ड|ਪਾਸਵਰਡ|"
    r"mot\sde\spasse|code\sd['’]acc[eè]s|kennwort|passwort|senha|(?:secret|magic)\sword|"
    + cyrillic("парол[ья]|пін-?код|пин-?код|код конференції")
)
# After a word for a passcode: a single word after "is" that is neither a verb nor a description
_IS_A_WORD: Final = (
    r"\s(?:(?:for|to|of|para)\s(?:[\w'’-]+\s){1,4})?(?:is|es)\s(?!\w+ed\b|(?:sent|the|not|in|on|always|shared|your|"
    r"our|new|never|only|below|above|different|given|secret|private|safe|strong|weak|case|same|at|with|part|kept|"
    r"hidden|unknown|free|too|very|what|for|mailed|that|long|short|also|still|available|optional|easy|simple)\b)"
    r"[\w-]{4,}\s*(?:[.!;,)]|$)"
)
# … and digits in words
_DIGIT: Final = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPELLED_CODE: Final = rf"\W{{1,3}}(?:is\W{{1,3}})?(?:{_DIGIT}[\s,.-]+){{2,}}{_DIGIT}\b"
_CODES: Final = lazy(
    rf"""(?:\b|(?<=\s))(?:{_ID})[\s:\#=.–-]{{0,4}}(?:\(access\scode\)\W{{0,3}})?(?:(?:is|es|
        là)\W{{1,2}})?\d[\d -]{{4,}}\d
    | (?<![\d$])\b\d{{4}}\s\d{{3}}\s\d{{4}}\b | \b(?:meeting|mtg|
        mid)\W{{1,3}}(?:id\W{{1,3}})?\d{{3}}[ -]?\d{{3,4}}[ -]?\d{{3,4}}\b(?![-/]\d)
    | \bmeet\scode\W{{1,3}}(?:is\s)?[a-z]{{10}}\b | \bp/?w\s?[:=]\s?\w{{3,}}
    | \b(?:invite|invitation|join)\scode\W{{1,3}}(?:is\W+)?(?=\S*\d)[\w-]{{4,}} | \b\d{{4,}}\b\s(?:is|as)\s(?:the|our|
        your)\s(?:\w+\s)?(?:{_PASS}|code|pin|key)\b
    | (?<!course\s)(?<!class\s)\bcode\s(?-i:[A-Z]{{2,}}\d+|\d+[A-Z]{{2,}})\b
    | \bcode[ -]?word\W{{1,3}}(?:is\s)?\w{{3,}}
    | \b(?:when|if)\s(?:asked|prompted)[^.!?\d]{{0,12}}\d{{4,}} | \b(?:say|type)\s["“']\w+["”']\sto\s(?:be|get)\b |
        \bword\sto\s(?:get\sin|enter)\sis\b
    | \b(?:security|vip|entry|guest|login|session|registration|waiting\sroom)\s(?:code|
        word)\W{{1,3}}(?:is\W+)?(?=\w*\d)\w{{4,}}\b(?!-)
    | \b(?:c[oó]digo|kode|{cyrillic("код")})\W{{1,3}}(?:es\s|waa\s)?\d{{4,}}\b(?!-) | \b(?:keypad|alarm|lockbox|
        unlock\swith)\W{{1,3}}\d{{4,}}\b
    | (?<!zip\s)(?<!area\s)(?<!postal\s)\bcode\s[^.!?\d]{{0,25}}\bis\s(?=\w*\d)\w{{4,12}}\b(?!-)
    | \bID\b\W{{0,3}}(?:is\W+)?\d{{3}}[ -]?\d{{3,4}}[ -]?\d{{3,4}}\b(?![-/]\d) |
        \b\d{{3}}[ -]\d{{3,4}}[ -]\d{{3,4}}\W{{1,3}}(?:and\s)?(?:{_PASS}|pin\b)
    | \b(?:p(?:/|\.)?w|pass)\b\.?\s?(?:[:=]|\bis\b)?\s?(?=\S*\d)(?=\S*[A-Za-z])[^\s,;]{{4,}}
    | \b(?:enter|type|use|punch\sin|key\sin)\s(?:the\s)?(?:access\s|entry\s|
        join\s)?code\W{{1,3}}(?:is\W+)?(?=\w*\d)\w{{4,12}}\b(?!-)
    | (?<!zip\s)(?<!area\s)(?<!postal\s)\bcode\s?(?::|\bis\b)\s?["“']?(?=\w*\d)\w{{4,12}}\b(?!-)
    | \b(?:enter|type|press|punch\sin|key\sin)\s\d[\d ]{{3,}}\d?\#?[^.!?]{{0,12}}\b(?:when|if|at\sthe|prompt|asked)
    | \b(?:door|gate|alarm|entry|lock|keypad|lockbox)\s(?:code|combination)\W{{1,3}}(?:is\W+)?\d{{3,}}
    | (?:\bpin\b|\bcode\b){_SPELLED_CODE}
    | waiting\sroom\sword{_IS_A_WORD}
    | (?:{_PASS})(?:
        \s(?:(?-i:[A-Z]\w*[A-Z]\w*)|-\s\w{{3,}})\b | \s(?:for\s[\w\s]{{1,20}}\sis\s)?(?=\S*\d)\S{{4,}}
        | \s?["“'][^\s"”']{{3,}}["”']
        | [^.!?]{{0,20}}\s(?:to|be|stays|remains)\s["“']?(?=[^\s,]*\d)(?!\d{{1,2}}\b)[^\s,]{{4,}}
        | {_IS_A_WORD} | \W{{0,4}}(?:(?:is|are|es|là|waa)\W{{1,3}})?(?=\S*\d)[^\s,;]{{4,}}
        # a single word after a colon, or in quotes
        | (?:\s(?:for|to|of|para)(?:\s[\w'’-]+){{1,4}})?\s?[:=]\s?
        (?!(?:required|needed|none|unknown|sent|ask|not|see|yes|no|on|the|a|for|shared|upon|by|in|
        at)\b)
        [\w!@\#$%&*-]{{4,}}\s*(?:$|[.,;)])
        | \s?(?:[:=]|\b(?:is|es)\b)\s?["“”'‘’«][^\s"“”'‘’»]{{3,}}["“”'‘’»]
        | {_SPELLED_CODE})
    | \b(?:pin|nip)\b\s?(?:number\s?|code\s?)?(?:[:=\#]|\b(?:is|es)\b)?\s?\d(?:[ ]?\d){{3,}}\b
    | \b(?:zoom|webex|teams|gotomeeting|bluejeans|
        skype)\b[^.!?]{{0,25}}?\b\d{{3}}[ -]?\d{{3,4}}[ -]?\d{{3,4}}\b(?!-\d|/\d{{1,2}}\b)
    | \b\d{{3}}[ -]?\d{{3,4}}[ -]?\d{{3,4}}\b(?:[^.!?\d]{{0,12}}\b(?:zoom|webex|teams)\b|[^.!?\d]{{0,12}}\b(?:meeting|
        webinar)\sid\b)
    | \b(?:google\s)?meet(?:ing)?\b(?:[^.!?]{{0,20}}\b(?:code|link|id))?\W{{1,3}}(?:is\W+)?
        (?!one-|all-)[a-z]{{3}}-[a-z]{{4}}-[a-z]{{3}}\b
    | \bcode\W{{1,3}}(?:is\W+)?[a-z]{{3}}-[a-z]{{4}}-[a-z]{{3}}\b |
        \b[a-z]{{3}}-[a-z]{{4}}-[a-z]{{3}}\b[^.!?]{{0,15}}\bmeet\b
    # the code of a class, a chat or a group
    | \b(?:class(?:room)?|remind|invite|invitation|join|server|team|group|groupme|band|discord|
        kahoot)\scode\W{{1,3}}(?:is\W+)?
        ["“']?(?=\w*\d)\w{{5,10}}\b
    | \btext\s@\w+\sto\s\d{{5,6}}\b | \b\d{{5,6}}\b[^.!?]{{0,20}}\bmessage\s@\w+
    # keys to press on a telephone
    | \d,,\d{{5,}}\#? | (?<![\w\#-])(?!\d{{4}}-\d\d-)\d(?:[ -]?\d){{5,11}}\#(?!\w)""",
    _I | re.VERBOSE,
)
# Accounts to call. The name of the service alone is not an account: "We use Skype as well."
_SKYPE: Final = lazy(
    r"""\blive:\.?[\w.-]{4,}
    | \bskype\b(?:\s(?:name|id|user(?:\s?name)?|handle|account|address|contact|me|us|usuario))*\s?(?:[:=]|\b(?:is|at|
        on|es)\b)\s?
        ["“']?(?=[\w.:-]*[._\d])[\w.:-]{4,}\w
    | \bskype\s(?:name|id|user(?:\s?name)?|handle|usuario)\b\W{0,3}(?:is\s|es\s)?["“']?
        (?!(?:is|in|of|for|on|and|or|to|by|from|with|here|sent|shared|when|which|you|the)\b)[\w.:-]{4,}
    | \b(?:wechat|weixin|kakao(?:talk)?|telegram|discord|viber|zalo|snapchat)\s?(?:id|user\s?name|handle|account|
        name)?
        (?:\s?[:=]|\s(?:id|user\s?name|handle)(?:\sis)?)\s?@?[\w.\#-]{5,}\s*(?:$|[.,;)])
    | \bsignal\suser\s?name\s\S{4,} | \btelegram\s@\w{4,}
    | \bskype\b(?:\s(?:there|too|at|anytime))?\s(?:as\s|under\s|como\s|\()["“']?
        (?!(?:well|always|usual|before|soon|needed|a|an|the|our|we|you|long|part|if)\b)[\w.:-]{4,}""",
    _I | re.VERBOSE,
)
# Addresses read aloud or spaced out: "zoom dot us slash j slash 812 …", "zoom . us / j / 812"
_APART: Final = lazy(r"\b(?:slash|barra|dot|punto)\b|\s\.\s?\w|\s/|/\s|[\[({](?:dot|\.)[\])}]", _I)
# A quick prefilter: every address has a dot in its host or a scheme such as `sip:`, or leads to a webinar.
_NEAR_ADDRESS: Final = lazy(r"\w\.[\w.-]|[a-z]:/{0,2}\w|/webinars?/", _I)
# Quick prefilters: every account to call contains a word of the first group, and every id or passcode a word of the
# second. They look at lowercase texts, which is several times as quick as a pattern for both cases.
_NEAR_ACCOUNT: Final = lazy(r"skype|live:|wechat|weixin|kakao|telegram|discord|viber|zalo|snapchat|signal")
_NEAR_CODE: Final = lazy(
    r"pass|p/?w|pin|nip|code|c[oó]digo|clave|contrase|kode|kenn|senha|word|key|\bid\b|\bno\b|number|zoom|webex|"
    r"teams|skype|meet|mtg|mid|pmi|"
    r"\bsay\b|type|enter|press|prompt|asked|alarm|lockbox|unlock|furaha|ereyga|text|message|mot\sde|n[uú]mero|"
    r"m[aã]\s|m[aậ]t|[^\x00-\u02ff\u1e00-\u206f]|"
    r"\d{4}\s\d{3}\s\d{4}|\d\#|,,|gotomeeting|bluejeans|\d{3}[ -]\d{3}"
)
# A quick prefilter for lowercase texts without digits: a text with a passcode has one of these words.
_NEAR_PASSCODE: Final = lazy(
    r"pass|p/?w|psw?d|code|c[oó]digo|clave|contrase|kenn|senha|word|pin|say|type|furaha|ereyga|mot\sde|m[aậ]t\s|"
    r"[a-z]{3}-[a-z]{4}-[a-z]{3}|[^\x00-\u02ff\u1e00-\u206f]"
)
_DOTS: Final = lazy(r"\s*[\[({](?:dot|\.|punto)[\])}]\s*|\s+(?:dot|punto)\s+|\s+\.\s*(?=\w)", _I)
_SLASHES: Final = lazy(r"\s*(?:\b(?:forward\s)?slash\b|\bbarra\b)\s*|\s*/\s*", _I)


def is_link_to_meeting(reading: NormalizedText) -> bool:
    """Whether the text has a link that lets anyone into a meeting or a private chat, or an account to call."""
    if any(_ROOMS.search(text) for text in _forms(reading)):
        return True
    if _NEAR_ACCOUNT.search(reading.whole.lower()) and _SKYPE.search(reading.whole):
        return True
    return is_short(reading) and bool(_TO_JOIN.search(_SHORT.sub(" ", reading.whole)))


def is_short(reading: NormalizedText) -> bool:
    """Whether the text holds a link from a link shortener, which hides where the link leads."""
    return any(_SHORT.search(text) for text in _forms(reading))


def is_code_of_meeting(reading: NormalizedText) -> bool:
    """Whether the text holds the id or the passcode of a meeting."""
    return bool(_NEAR_CODE.search(reading.whole.lower())) and any(
        (DIGIT.search(text) or _NEAR_PASSCODE.search(text.lower())) and _CODES.search(text)
        for text in dict.fromkeys(reading)
    )


def without_codes(text: str) -> str:
    """The text without ids and passcodes, which have as many digits as telephone numbers."""
    return _CODES.sub(" ", text)


@lru_cache(maxsize=4)  # callers ask several questions about the same text in a row
def _forms(reading: NormalizedText) -> list[str]:
    """The forms of the text that may hold an address: as typed, normalized, and with its parts joined."""
    whole = reading.whole
    if "/" not in whole and ":" not in whole and not _APART.search(whole):
        return []
    together = [_SLASHES.sub("/", _DOTS.sub(".", whole))] if _APART.search(whole) else []
    return [text for text in dict.fromkeys([*reading, *together]) if _NEAR_ADDRESS.search(text)]
