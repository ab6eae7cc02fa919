"""The language of the present build: its locale, and the words of the catalog in that language.

English texts are the ids of the messages in the catalog. Code that makes a page, a calendar, or a feed runs inside
`override`, because its texts are in the language of the site. Everything else, such as the messages of the check, is in
English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from babel import Locale

DEFAULT: Final = "en-US"
PSEUDO: Final = "en-XA"
"""Not a language: the English texts in brackets and a third longer. Tests find texts outside the catalog with it."""
LANGUAGES: Final = frozenset({"en"})
"""The languages of the catalog."""
Item = TypeVar("Item")


@dataclass(frozen=True, eq=False)
class Language:
    """A language with its locale. There is one object for each tag, such as `en-US`, so that caches can compare it
    quickly."""

    tag: str

    @property
    def is_pseudo(self) -> bool:
        """Whether this is the pseudo-locale of the tests."""
        return self.tag == PSEUDO

    @cached_property
    def locale(self) -> Locale:
        """The data of the locale: https://cldr.unicode.org"""
        from babel import Locale  # imported here, because most checks name no date

        return Locale.parse(DEFAULT if self.is_pseudo else self.tag, sep="-")

    @property
    def direction(self) -> str:
        """The direction of its script: `ltr` or `rtl`."""
        return self.locale.text_direction

    def marked(self, text: str) -> str:
        """A text as this language shows it: in brackets and longer in the pseudo-locale, unchanged otherwise."""
        return _pseudo(text) if self.is_pseudo and text else text


@cache
def language(tag: str) -> Language:
    """The language with a tag. `is_available` says which tags there are."""
    return Language(tag)


@lru_cache(maxsize=1)
def tags() -> tuple[str, ...]:
    """The tags that a site can have: every country where people read one of the languages of the catalog."""
    from babel.localedata import locale_identifiers

    found = (name.replace("_", "-") for name in locale_identifiers())
    return tuple(sorted(tag for tag in found if tag.partition("-")[0] in LANGUAGES))


def is_available(tag: str) -> bool:
    """Whether a site can have a locale."""
    return tag in tags()


_current: ContextVar[Language] = ContextVar("language", default=language(DEFAULT))  # noqa: B039 - frozen
current = _current.get
"""The language of the present build."""


@contextmanager
def override(tag: str) -> Iterator[Language]:
    """Makes a language the present language inside a `with` statement."""
    token = _current.set(language(tag))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def each_in(tag: str, items: Iterator[Item]) -> Iterator[Item]:
    """The items of an iterator, each made in a language. The code between two items runs in its own language."""
    while True:
        with override(tag):
            try:
                item = next(items)
            except StopIteration:
                return
        yield item


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence, in the present language: one, two, and three."""
    return _listed(current(), tuple(words)) if len(words) > 1 else "".join(words)


@lru_cache(maxsize=1024)
def _listed(language: Language, words: tuple[str, ...]) -> str:
    from babel.lists import format_list

    return language.marked(format_list(words, "standard", language.locale))


def _pseudo(text: str) -> str:
    tail = "~~~~ " * (1 + len(text) * 3 // 50)
    return f"⟦{text} {tail[: 1 + len(text) * 3 // 10].strip()}⟧"
