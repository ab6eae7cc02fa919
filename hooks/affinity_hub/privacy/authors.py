"""The words before the name of an author, as in "Book talk: Dr. Ada Example"."""

from __future__ import annotations

import re
from typing import Final

from .patterns import lazy

_TALK: Final = r"\s(?:talk|visit|reading|signing|launch|lecture|event)s?(?:\s?[:–—-]|\s(?:by|of))?"
_MARK: Final = r"\s?[,:–—-]"
# After "book talk with," the name is often that of the colleague who leads the talk.
_ENGLISH: Final = (
    rf"book{_TALK}|(?:author|poet|writer)(?:s?{_TALK}(?:\swith)?)?|"
    rf"meet\s(?:the|our|an?)\s(?:\w+\s)?(?:author|poet|writer|novelist)s?{_MARK}|"
    r"(?:book|reading)\s(?:club|circle|group|study|discussion)(?:\s?[:–—-]|\s(?:on|about))|"
    r"(?:essay|poem|article|chapter|film|memoir|novel|book)s?\sby|readings?\s(?:by|from)|"
    r"we(?:\sare|\swill|['’]ll|['’]re)?\sread(?:ing)?"
)
_BOOK: Final = r"(?:libro|novela|poemario|memorias?|cuentos?|poes[ií]a)s?"
_SPANISH: Final = (
    r"(?:charla|conversaci[oó]n|encuentro|lectura|tarde|visita|caf[eé])\s(?:con|de)\s(?:(?:el|la|l[ao]s|un[ao]?|"
    rf"nuestr[ao]s?)\s)?(?:autor(?:as|es|a)?|escritor(?:as|es|a)?|poetas?)(?:{_MARK})?|"
    rf"conozca(?:n|mos)?\sa(?:l|\sla|\sl[ao]s)\s(?:autor(?:as|es|a)?|escritor(?:as|es|a)?|poetas?)(?:{_MARK})?|"
    rf"(?:club|c[ií]rculo|grupo)\sde\s(?:lectura|lectores|libros?)(?:\s?[:–—-]|\ssobre(?:\s(?:la|el))?)|"
    rf"(?:presentaci[oó]n|lanzamiento|lectura|firma)\sde(?:l|\sla|\sun[ao]?)?\s(?:nuev[ao]\s)?{_BOOK}"
    r"(?:\s[\"“«][^\"”»]{1,60}[\"”»])?(?:\s?[:–—-]|\s(?:del|de(?:\s(?:la|el))?|por\s(?:la|el)))"
)
_VIETNAMESE: Final = (
    r"(?:trò\schuyện|gặp\sgỡ|giao\slưu)\s(?:(?:với|cùng)\s)?(?:các\s)?(?:tác\sgiả|nhà\svăn|nhà\sthơ)"
    rf"(?:{_MARK})?|(?:ra\smắt|giới\sthiệu)\ssách(?:\scủa|\s?[:–—-])|câu\slạc\sbộ\s(?:đọc\s)?sách\s?[:–—-]"
)
BEFORE_AUTHOR: Final = lazy(rf"\b(?:{_ENGLISH}|{_SPANISH}|{_VIETNAMESE})\s$", re.IGNORECASE)
