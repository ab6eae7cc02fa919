"""The locale of a site as typed: its language, and how it writes dates, times, and lists."""

from __future__ import annotations

from typing import Annotated, Any, Final

from affinity_hub.core import i18n
from affinity_hub.core.text import shorten

from .text import ValueType, line, value_error, word_of

USUAL_LOCALES: Final = ("en-US", "en-GB", "en-CA", "en-AU")
_CODE: Final = "E133"


def _locale(value: Any) -> str:
    tag = line(60)(word_of(value))
    if tag == i18n.DEFAULT or i18n.is_available(tag):
        return tag
    right = next((known for known in i18n.tags() if known.casefold() == tag.replace("_", "-").casefold()), "")
    message = f'This site cannot use the locale "{shorten(tag)}".'
    examples = f"Write a language and a country, such as:  {', '.join(USUAL_LOCALES)}"
    raise value_error(_CODE, message, "" if right else examples, instead=right)


LocaleName = Annotated[str, ValueType(_locale, takes="language and country", type="string")]
