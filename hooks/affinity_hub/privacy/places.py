"""Finds the place of a meeting: a street address, or a room by its number or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .normalize import DIGIT, IDEOGRAPH, NormalizedText, cyrillic
from .patterns import lazy

COMPASS_POINT: Final = r"(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?"
HOUSE_NUMBER: Final = rf"(?<![\w$.,:/-])(?!(?:19|20)\d\d\s(?!{COMPASS_POINT}\s))\d{{1,5}}(?:-\d{{1,5}})?[A-Z]?"
_NAME: Final = (
    r"(?:(?!(?:the|a|an|of|in|on|at|from|to|and|or|for|people|staff|minutes?|blocks?|miles?|hours?|"
    r"days?)\b)[\w'.-]+\s)"
)
_STREET: Final = lazy(
    rf"""{HOUSE_NUMBER}\s(?:{COMPASS_POINT}\s)?{_NAME}{{1,3}}
        (?:st(?:reet)?|ave(?:nue)?|r(?:oa)?d|blvd|boulevard|pkwy|parkway|hwy|highway|terrace)\b
    | {HOUSE_NUMBER}\s(?:{COMPASS_POINT}\s{_NAME}{{1,3}}|{_NAME}{{1,2}})
        (?<!\bFederal\s)(?-i:Dr|Drive|Ln|Lane|Way|Ct|Court|Pl|Place|Loop|Trail|Ter)\b
    | \bP\.?\s?O\.?\sBox\s\d+""",
    re.IGNORECASE | re.VERBOSE,
)
# Numbers that are not room numbers: times, amounts of money, counts, and distances.
_ELSE: Final = (
    r"(?![\w:%]|[.,]\d|(?-i:-[a-z]{3})|\s(?:more|people|persons|guests|seats|minutes|chairs|staff|times|of\sus|feet|foot|by|years|"
    r"steps)\b)"
)
_ROOM: Final = lazy(
    rf"""\b(?:(?:class)?room|rm|portable|suite|ste|apt|apartment|building|bldg|annex)(?![A-Z])[.:]?\s?
        (?:no\.?\s?|number\s|\#\s?|is\s)?(?:[A-Z]-?)?\d{{1,4}}[A-Z]?{_ELSE}
    | \b(?:(?:class)?rooms|portables|suites|buildings)\s\d{{1,4}}[A-Z]?\s?(?:and|or|to|&|-)\s?\d{{1,4}}[A-Z]?{_ELSE}
    | \b(?:room|rm|portable|suite|building|bldg|wing|annex)\s(?-i:[A-H])\b(?!['’])
    | \b\w+\sfloor,?\s(?:of|in|at)\sthe\s\w+""",
    re.IGNORECASE | re.VERBOSE,
)


# Street addresses in the languages of the district: the kind of street precedes its name, or both are one word.
_STREET_ELSEWHERE: Final = lazy(
    r"""(?<!\w)(?:calle|avenida|av(?:da)?\.|carrera|calzada|camino|paseo|bulevar|callej[oó]n|rua|travessa|via|viale|
        corso|ulica|ul\.)\s(?:(?:de|del|la|el|los|las|da|do|di)\s){0,3}
        (?-i:[A-ZÀ-ÖØ-Þ])[\w'’.-]+
        (?:\s(?:(?:de|del|la|el|los|las|da|do|di)\s){0,2}(?-i:[A-ZÀ-ÖØ-Þ])[\w'’.-]+){0,3}?,?\s
        (?:n(?:[uú]m(?:ero)?|[oº°])\.?\s?|\#\s?)?\d{1,5}\b(?![:/%]|[.,]\d)
    | (?<![\w$.,:/-])\d{1,5}(?:\s(?:bis|ter))?,?\s(?:rue|avenue|boulevard|chemin|all[eé]e|place|impasse|quai|ruelle)\s
        (?:(?:de|du|des|la|le|les)\s|[dl]['’]){1,3}[\w'’-]{3,}
    | \b(?-i:[A-ZÄÖÜ])[\w-]*(?:str(?:a(?:ß|ss)e|\.)|weg|gasse|allee|platz)\s\d{1,4}[a-z]?\b(?![:/%]|[.,]\d)
    | (?<!\w)(?:số\s)?\d{1,5}[A-Z]?\s(?:đường|phố)\s\w+ | (?<!\w)(?:đường|phố)\s(?:\w+\s){1,3}số\s\d{1,5}\b
    | (?<!\w)(?:"""
    + cyrillic("улица|ул\\.|проспект|вулиця|вул\\.")
    + r""")\s[\w.-]+,?\s(?:\w+\.?\s)?\d{1,5}\b""",
    re.IGNORECASE | re.VERBOSE,
)


# A place in words: the activity there, and the position of the room relative to another room.
_MEET: Final = (
    r"\b(?:meet(?:s|ing|ings)?|met|gather(?:s|ing)?|come|find\sus|join(?:\sus)?|see\syou|we\ssit|we['’]?\s?(?:are|"
    r"re|will\sbe)|held|host(?:ed|s)?|head|"
    r"knock|enter|walk|go|take\sthe|look\sfor\sus|happens|takes?\splace|location|where|place|venue|starts?|always|"
    r"is|it['’]s|usual(?:ly)?|use|back|again|session|circle|tea|lunch|down|up|now|today|this\s(?:week|month|year|"
    r"time)|moved)\b[^.!?]{0,60}?"
)
_CONTEXT: Final = rf"(?:{_MEET}|(?:^|[.!?;,:]\s|\s[-–]\s))"
_BY: Final = (
    r"\b(?:in(?:side|to)?|at|behind|beside|next\sto|across\sfrom|opposite|near|by|outside|under|above|below|past|"
    r"to|off|through|around\sthe\scorner\sfrom|"
    r"down\sthe\shall\sfrom|beyond|between|from|on)\s"
)
_KIND: Final = (
    r"(?:(?:staff|conf\.?|mtg\.?|teachers?['’]?s?|faculty|student|green|break|copy|mail|work|board|conference|meeting|band|choir|"
    r"music|art|drama|dance|weight|wrestling|"
    r"multi-?purpose|community|family|parent|prayer|wellness|calm|sensory|reflection|quiet|resource|training|"
    r"computer|science|book|reading|storage|locker|"
    r"sewing|ceramics|health|nurse['’]?s?|counsell?ing|career|portable|lecture|common|all-purpose|corner|small|"
    r"large|big|old|new|upper|lower)[\s-])*"
)
_NOUN: Final = (
    r"(?:staff\s?room|(?<=[\w'’][\s-])room|lounge|annex(?:e)?|gym(?:nasium)?|cafeteria|commons|auditorium|"
    r"courtyard|portables?|trailers?|basement|attic|board\s?room|"
    r"kitchen(?:ette)?|loading\sdock|fountain|fire\spit|oak|parish\shall|(?:work|store|team|court|ball|sun|show|"
    r"cloak|lunch|home|class)room|"
    r"(?:[\w'’]+\s)?hall(?:way)?|food\scourt|caf[eé]|coffee\s(?:shop|bar)|(?:teen|rec(?:reation)?|community|"
    r"senior|youth|family|parent|welcome|cultural|student)\scent(?:er|re)|playground|track|stadium|dugout|garden|"
    r"parking\slot|picnic\stables?|shelter|bus\sloop|flagpole|patio|tent|porch|garage|dojo|temple|mosque|"
    r"synagogue|media\scenter|career\scenter|lobby|chapel|church|sanctuary|fellowship\shall|studio|workshop|shop|"
    r"greenhouse|stage|balcony|foyer|atrium|"
    r"rotunda|mezzanine|loft|field\s?house|bleachers|pool|boiler\sroom|(?:main|front|district|counsell?ing|"
    r"principal['’]?s|union|side)\soffice|"
    r"(?:computer|science|art|language|chemistry|biology|maker|music|sewing)\s(?:lab|room|wing|suite|hall)|"
    r"lab(?:oratory)?|makerspace|planetarium|library\s(?:annex|office|"
    r"classroom|loft|basement|conference\sroom|meeting\sroom|study\sroom)|wing|pavilion|gazebo|barn|cottage|"
    r"modular|clubhouse|bookstore|(?<=[\w'’.][\s-])(?:rm\b\.?|(?<!google\s)(?<!office\s)(?<!software\s)suite))"
)
_COUNT: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"twenty|thirty|forty|fifty)"
    r"(?:[\s-](?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|"
    r"eigh|nine)teen|twenty|thirty|forty|fifty))*"
)
_IN_WORDS: Final = lazy(
    rf"""{_CONTEXT}{_BY}(?:
            (?:the|our|a|an|his|her|their|my|[\w'’.-]+?['’]s)\s(?:[\w'’-]+\s){{0,2}}?{_KIND}{_NOUN}\b
            (?!\s(?:if|needs?|got|is\sfree|has|was|were|menu|staff|closes|opens)\b)
        | (?:the\s)?{_KIND}(?:lounge|annex|gym(?:nasium)?|cafeteria|commons|auditorium|basement|portables?|
            board\s?room|(?<=[a-z][\s-])room)\b)
    | \bwe\suse\sthe\s{_KIND}{_NOUN}\b
    # a short phrase that consists only of a place
    | (?:^|[.!?]\s)(?=\S+\s)(?!(?:in\s)?this\s)(?:the\s|our\s|main\s|
        auxiliary\s)?(?:[\w'’-]+\s){{0,2}}?{_KIND}{_NOUN}(?=\s*(?:[,.;]|$)|
        \s(?:behind|at|by|next|past|on|of\sthe)\b)(?=[^.!?]{{0,40}}(?:[.!?]|$))
    | ^(?:(?:in|room)\s|(?:\#|no\.?\s|number\s))(?:[A-Z]-?)?\d{{3}}[A-Z]?[.!]?$ | ^(?-i:[A-Z])-?\d{{3}}[.!]?$ |
        ^\d{{3}}(?-i:[A-Z])[.!]?$ |
        \b(?-i:[A-Z])-?\d{{1,3}}[A-Z]?\s(?:behind|next\sto|by\sthe|past)\b
    | \blot\s(?-i:[A-H])\b | \b\d+(?:st|nd|rd|th)\s(?:and|&)\s(?-i:[A-Z])[a-z]+ | \b(?:at|in|to)\s(?:my|her|his|their|
        our|[\w]+['’]s)\s(?:house|home|apartment|flat|backyard|garage|condo)\b
    | ^my\s(?:house|home|apartment)\b | \bat\s(?:the\s)?(?-i:[A-Z][\w'’]+(?:\s[A-Z][\w'’]+)?)\son\s(?-i:[A-Z0-9])\w+ |
        \bat\sthe\s(?:YMCA|Y|VFW|union\shall|Grange)\b
    | {_MEET}(?:in(?:side)?\sthe\s(?:\w+\s)?library\b | (?:upstairs|downstairs)\b
        | \b(?:at|in)\s(?:the\s)?(?-i:[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:Elementary|Middle\sSchool|High\sSchool|Academy|
            Center|Commons|Library|Park|Hall|Station|Church))\b)
    # a floor, a stair, a door
    | \b(?:on|to|at|up\sto|is|,)\s(?:the\s)?(?:first|second|third|fourth|fifth|ground|top|upper|lower|main|\d(?:st|nd|
        rd|th))\s(?:fl\b\.?|floor|level|story)\b | \bfl(?:oor)?\.?\s\d{{1,2}}\b
    | \b(?:room|rm\.?|portable|lab|suite|building|door|gate|classroom|floor|annex|
        wing)\s(?:number\s)?{_COUNT}\b(?!\s(?:of|hours?|days?|weeks?|more|people|minutes|times|at|or))
    | \b(?:room|door|office|house|building|classroom)\swith\sthe\s(?:\w+\s){{0,3}}(?:door|sign|windows?|posters?|flag|
        lights?|curtains|paper)\b
    | \b(?:hall|wing|row|pod|block)\s(?-i:[A-H])\b(?!['’]) | \b(?-i:[B-H])[\s-](?:hall|wing|pod)\b |
        (?<!\bgrade\s)\b(?:in|to|at|is)\s(?-i:[A-HP])-?\d{{1,4}}\b(?![.:]\d|%)
    | \bcorner\sof\s\w+(?:\s\w+)?\s(?:and|&)\s(?-i:[A-Z0-9])\w+
    | \b\d{{2,5}}\s(?:[NSEW]{{1,2}}|North|South|East|West)\.?\s\d+(?:st|nd|rd|th)\b |
        (?<![\w.])-?\d{{1,3}}\.\d{{4,}},\s?-?\d{{1,3}}\.\d{{4,}}
    | (?:^|[.,;]\s)(?:first|second|third|fourth|ground|top|upper|lower|\d(?:st|nd|rd|th))\s(?:floor|
        level)\b(?=\s*[,.;]|$)
    | \b(?:upstairs|downstairs),?\s(?:in|at|from|behind|above|next|past|by|near)\b
    | \b(?:use|come|enter|go|knock|ring|through|by|at|in)\b[^.!?]{{0,20}}\b(?:side|back|rear|north|south|east|west|
        loading|kitchen|\#?\d+)\s(?:door|entrance|gate|stairs)\b
    | \b(?:door|gate|entrance)\s(?:no\.?\s|number\s|\#)?(?:\d{{1,3}}|[A-H])\b(?!\s(?:of|prizes?)) | \bdoor\scode\b
    | \b\w+\s(?:door|room|hallway|office)\s(?:on|to)\s(?:the|your)\s(?:left|right)\b | \b(?:last|first|second|
        third)\sdoor\b | \bend\sof\sthe\s(?:hall(?:way)?|corridor)\b
    # a room by its number or by its name
    | \b(?:lab|hall|office(?!\s365)|studio|gym|trailer|pod|bay|cottage|cabin|module|modular|wing|lounge|hallway|
        corridor|floor|space|table|court|field|theater|cubicle|bungalow|house|classroom|conference\sroom)\s(?:no\.?\s|
        number\s|\#)?
        (?:[A-Z]-?)?\d{{1,4}}[A-Z]?{_ELSE}(?!\d|-) | \b(?:lab|hall|gym|trailer|pod|bay|cottage|classroom|lounge|
        office)\s(?-i:[A-H])\b(?!['’])
    | \b(?:meet|gather|are|is|be|see\syou|held|sit|find\sus|come|join\sus|back|go|move|now)\s(?:\w+\s)?(?:in|
        to)\s(?:no\.?\s|number\s|\#)?(?!(?:19|20)\d\d\b)(?:[A-H]-?)?\d{{3,4}}[A-Z]?\b
        (?![.,:/-]?\d|\s(?:people|groups|days|years|schools|minutes|percent|districts|words|places|homes|of)\b)
    | \b(?:in|at|to|into|near)\sthe\s(?-i:[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){{0,2}})\s
        (?-i:Room|Hall|Lounge|Lab|Annex|Auditorium|Gym|Library|Center|Centre|Building|Church|Café|Cafe|House|Pavilion|
        Theater|Commons|Park|Studio|Suite|Temple|Mosque|Chapel)\b
    | \b(?:[\w.]+\s)?(?-i:[A-Z][\w-]+)['’]s\s(?:class)?room\b | \b(?:room|space|office|classroom)\s(?:next\sto|
        across\sfrom|behind|beside|above|below|opposite|by)\sthe\b
    | \b(?:behind|beside|next\sto|across\sfrom|above|below|opposite)\sthe\s(?:gym|library|cafeteria|office|
        main\soffice|front\soffice|nurse|counsel\w+\soffice|pool|stage|kitchen|track|
        parking\slot|playground|staff\slounge|auditorium|field|bus\sloop|tennis\scourts|elevators?|stairs|copier|
        restrooms?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED: Final = (
    "edif\\.|potu|ghorofa|kelas|aula|sal[oó]n|sala|cuarto|edificio|oficina|port[aá]til|laboratorio|salle|b[aâ]timent|bureau|"
    "(?:klassen|seminar|besprechungs|übungs)?(?:raum|zimmer)|(?:h[oö]r)?saal|geb[aä]ude|haus|"
    "silid(?:-aralan)?|kuwarto|qolka|fasalka|chumba|stanza|pokój|"
    "phòng(?:\\s(?:học|họp|số))?|dãy|toà|tòa\\snhà|कमरा|ਕਮਰਾ|ክፍል|غرفة|الغرفة|قاعة|القاعة|اتاق|教室|房间|会议室|會議室|教師室|"
    "강의실|교실|회의실|" + cyrillic("(?:кабинет|комнат|аудитор|каб\\.|класс|зал|ауд\\.|кімнат|кабінет)\\w*")
)
_FLOORS: Final = (
    r"(?:primer|segundo|tercer|cuarto|planta\sbaja|último)\s(?:piso|nivel)|\bpiso\s\d|tầng\s(?:\d|trệt|hầm|một|"
    r"hai|ba|bốn|trên|dưới)|lầu\s(?:\d|một|hai|ba)|"
    r"[一二三四五六七八九十\d]\s?[楼樓層层]|\d\s?階|\d\s?층|الطابق|الدور\s|\bétage\b|plant[ao]\s(?:alta|baja)|\b(?:edificio|aula|"
    r"ala)\s(?-i:[A-H])\b|dabaqa|palapag|"
    r"\b(?:geb[aä]ude|b[aâ]timent|nhà|khu|dãy)\s(?-i:[A-H])\b|"
    r"\b(?:im|ins?)\s(?:erd|ober|unter|dach|\d\.\s?ober)geschoss|"
    r"\bim\s(?:ersten|zweiten|dritten|vierten|\d\.)\s(?:stock|og)\b|"
    + cyrillic("(?:перв|втор|треть|четв[её]рт)\\w+ этаж\\w*|\\d(?:-?м)? этаж\\w*|подвал\\w*|поверсі")
)
_SPOTS: Final = (
    r"\b(?:aula|sal[oó]n|sala|cuarto)\s(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)\b|"
    r"\b(?:aula|sal[oó]n|sala|cuarto|oficina)\ses\s(?:la\s|el\s)?(?:n[uú]mero\s)?\d|\b(?:im|ins)\slehrerzimmer\b|"
    r"\b(?:qolk|fasalk)\w+\s(?:lambar\w*\s)?waa\s\d|\b(?:fasalka)\s\d+aad\b|"
    r"\baula\sde\s\w+|cafetería\sde\b|"
    r"thư\sviện|nhà\s(?:thể\sdục|thi\sđấu|ăn)|phòng\stập|"
    rf"{IDEOGRAPH}{{1,3}}室(?![内內外])|" + cyrillic("актов\\w+ зал|учительск\\w+") + r"|"
    r"sal(?:[oó]n|a)\sde\s(?:l[oa]s\s)?(?:maestr|profesor|us|act|m[uú]sica|arte|junt|conferencia|reunion|"
    r"c[oó]mput|descans|person|docent|clase)\w*|"
    r"\b(?:en|detrás\sde|atrás\sde|junto\sa|al\slado\sde|frente\sa|cerca\sde)\s?(?:l|el|la|los|"
    r"las)?\s?(?:gimnasio|cafetería|s[oó]tano|anexo|auditorio|biblioteca|patio|"
    r"comedor|salón|aula|oficina|portátil(?:es)?|edificio)\b|phòng\s(?:giáo\sviên|họp|thể\sdục|nhạc|nghỉ|ăn|"
    r"sinh\shoạt|hội)|(?:ở|tại|trong)\s(?:thư\sviện|nhà\săn|hội\strường|căn\stin)|"
    r"图书馆|圖書館|体育馆|體育館|办公室|食堂|礼堂|教室|会议室|會議室|休息室|地下室|附楼|図書館|会議室|職員室|体育館|도서관|회의실|체육관|교무실|강당|카페테리아|مكتبة|المكتبة|قاعة|"
    r"الصالة|"
    r"silid-aklatan|aklatan|पुस्तकालय|ਲਾਇਬ੍ਰੇਰੀ|maktabad(?:da)?|xafiiska|"
    + cyrillic(
        "(?:в|у|за|возле|рядом с|напротив) (?:\\w+ )?(?:библиотек|спортзал|столов|учительск|актов\\w+ зал|"
        "кабинет|пристройк|бібліотец)\\w*|\\d{1,4}-?(?:м|й|ом|му)? (?:кабинет|комнат|аудитор|кімнат|кабінет)\\w*"
    )
)
# A point on a map
_MAP: Final = lazy(
    r"(?:maps\.app\.goo\.gl|goo\.gl/maps|google\.\w+/maps|maps\.google\.\w+|maps\.apple\.com|w3w\.co|"
    r"what3words\.com|openstreetmap\.org|waze\.com)\b/?|"
    r"(?<![:/])///\w+\.\w+\.\w+",
    re.IGNORECASE,
)
# Rooms with a number in the languages of the district.
_ELSEWHERE: Final = lazy(
    rf"""(?<!\w)(?:{_NUMBERED})\s?(?:n[uú]m(?:ero)?\.?\s?|n\.?[º°o]\.?\s?|n[or]\.?\s?|number\s|lambar(?:ka)?\s|رقم\s|
        नंबर\s|ਨੰ(?:ਬਰ|\.)\s?|số\s|bilang\s|blg\.?\s|\#\s?)?(?:[A-Z]-?)?\d{{1,4}}[A-Z]?\b
    | \d{{1,4}}\s?(?:号|號|호)?\s?(?:教室|房间|房間|会议室|會議室|室|号房|호실|호\b) | {_FLOORS} | {_SPOTS}""",
    re.IGNORECASE | re.VERBOSE,
)


# Quick prefilters: every street contains a word of the first group, and every room with a number a word of the second.
_NEAR_STREET: Final = lazy(
    r"box\s\d|\d[^\n]*\s(?:st|av|r(?:oa)?d|blvd|boulevard|pkwy|parkway|hwy|highway|terr?|dr|l(?:a)?ne?|way|"
    r"c(?:our)?t|pl|loop|trail|box)",
    re.IGNORECASE,
)
_NEAR_ROOM: Final = lazy(r"room|rm|portable|suite|ste|apt|apartment|building|bldg|annex|wing|floor", re.IGNORECASE)


def places(reading: NormalizedText) -> Iterator[str]:
    """Every street address, and every room by its number or in words, in lowercase."""
    seen = reading.seen
    texts = [(_IN_WORDS, seen), (_ELSEWHERE, seen), (_MAP, reading.whole)]
    if _NEAR_STREET.search(seen):
        texts.append((_STREET, seen))
    if _NEAR_ROOM.search(seen):
        texts.append((_ROOM, seen))
    if DIGIT.search(seen):
        texts.append((_STREET_ELSEWHERE, seen))
    for pattern, text in texts:
        for found in pattern.finditer(text):
            yield " ".join(found[0].lower().split())


def streets(text: str) -> Iterator[re.Match[str]]:
    """The street addresses in `text`, which is in the form of `NormalizedText.seen`."""
    return (found for kind in (_STREET, _STREET_ELSEWHERE) for found in kind.finditer(text))
