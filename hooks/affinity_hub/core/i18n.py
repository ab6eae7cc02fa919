"""The language of the current build: its locale, and the words of the catalog in that language.

English texts are the ids of the messages in the catalog. Code that makes a page, a calendar, or a feed runs inside
`override`, because its text is in the language of the site. Everything else, such as the messages of the check, is in
English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from . import translations
from .translations import Catalog

if TYPE_CHECKING:
    from babel import Locale

DEFAULT: Final = "en-US"
PSEUDO: Final = "en-XA"
"""Not a language: the English text in brackets, made a third longer. Tests use it to find text outside the catalog."""
CATALOGS: Final = Path(__file__).resolve().parents[1] / "locale"
"""The catalogs: `affinity_hub.pot` with all messages, and a folder for each language except English."""
Element = TypeVar("Element")
LabelKey = TypeVar("LabelKey")


@dataclass(frozen=True, eq=False)
class Language:
    """A language with its locale. There is one object for each tag, such as `en-US`, so that caches can compare it
    quickly."""

    tag: str
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    """The messages that were looked up so far, because a large site looks up the same few messages 100,000 times."""

    @property
    def is_pseudo(self) -> bool:
        """Whether this is the pseudo-locale of the tests."""
        return self.tag == PSEUDO

    @cached_property
    def locale(self) -> Locale:
        """The data of the locale: https://cldr.unicode.org"""
        from babel import Locale  # imported here, because most checks do not write a date

        return Locale.parse(DEFAULT if self.is_pseudo else self.tag, sep="-")

    @cached_property
    def catalog(self) -> Catalog:
        """The translations; empty in English, because the English texts are the ids."""
        path = catalog_path(self.tag.partition("-")[0])
        return translations.read(path) if path.is_file() else translations.ENGLISH

    @cached_property
    def version(self) -> str:
        """A value that changes when any text in this language changes, for caches on disk."""
        return f"{self.tag}-{self.catalog.version}"

    def form_of(self, number: int) -> int:
        """The index of the plural form for a number: in English, 0 for the number 1, and 1 for all other
        numbers."""
        return self.catalog.form_of(number)

    def forms(self, singular: str, plural: str = "") -> tuple[str, ...]:
        """The text of a message in this language: one text, or all plural forms."""
        found = self.catalog.texts.get(singular) or ((singular, plural) if plural else (singular,))
        return tuple(map(_pseudo, found)) if self.is_pseudo else found

    def text(self, message: str) -> str:
        """The text of a message without plural forms."""
        found = self._known.get(message)
        if found is None:
            (found, *_) = self.forms(message)
            self._known[message] = found
        return found

    @property
    def direction(self) -> str:
        """The direction of its script: `ltr` or `rtl`."""
        return self.locale.text_direction

    def marked(self, text: str) -> str:
        """Text in the form of this language: in brackets and longer in the pseudo-locale, unchanged otherwise."""
        return _pseudo(text) if self.is_pseudo and text else text


@cache
def language(tag: str) -> Language:
    """The language with a tag. `is_available` says whether a tag exists."""
    return Language(tag)


def catalog_path(language: str) -> Path:
    """The catalog of a language, such as `es`."""
    return CATALOGS / language / "LC_MESSAGES" / "affinity_hub.po"


@lru_cache(maxsize=1)
def tags() -> tuple[str, ...]:
    """The tags that a site can have: every country where people read one of the languages of the catalog."""
    from babel.localedata import locale_identifiers

    found = (name.replace("_", "-") for name in locale_identifiers())
    languages = {"en", *(path.name for path in CATALOGS.iterdir() if path.is_dir())}
    return tuple(sorted(tag for tag in found if tag.partition("-")[0] in languages))


def is_available(tag: str) -> bool:
    """Whether a site can have a locale."""
    return tag in tags()


_current: ContextVar[Language] = ContextVar("language", default=language(DEFAULT))  # noqa: B039 - frozen
current = _current.get
"""The language of the current build."""


@contextmanager
def override(tag: str) -> Iterator[Language]:
    """Makes a language the current language inside a `with` statement."""
    token = _current.set(language(tag))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def each_in(voice: Callable[[], AbstractContextManager[object]], items: Iterator[Element]) -> Iterator[Element]:
    """The items of an iterator, each made inside a context. The code between two items runs outside."""
    while True:
        with voice():
            try:
                item = next(items)
            except StopIteration:
                return
        yield item


def gettext(message: str, **fields: object) -> str:
    """A message in the current language, with its fields such as `%(name)s`. Without fields, `%` is an ordinary
    character."""
    text = current().text(message)
    return text % fields if fields else text


def ngettext(singular: str, plural: str, number: int, **fields: object) -> str:
    """A message about a number of things in the current language. `%(number)s` is the number."""
    language = current()
    forms = language.forms(singular, plural)
    return forms[language.form_of(number)] % {"number": decimal(number), **fields}


def decimal(number: int) -> str:
    """A whole number with its digits grouped as in the current locale: 12,500."""
    return str(number) if number < 1000 else _decimal(current(), number)


@lru_cache(maxsize=1024)
def _decimal(language: Language, number: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=language.locale)


def percent(number: int) -> str:
    """A share in whole percent, in the form of the current locale: 82%."""
    from babel.numbers import format_percent

    return format_percent(number / 100, locale=current().locale)


def noop(message: str) -> str:
    """Marks a message for the catalog in code that does not know the language yet. `gettext` translates it later."""
    return message


class Labels(dict[LabelKey, str]):
    """English labels by key. Reading a label gives it in the current language. Mark each text with `noop`."""

    def __getitem__(self, key: LabelKey) -> str:
        return gettext(super().__getitem__(key))

    def get(self, key: LabelKey, default: Any = None) -> Any:
        """The label in the current language, or the default."""
        text = super().get(key)
        return default if text is None else gettext(text)

    def items(self) -> Any:
        """The keys with their labels in the current language."""
        return {key: self[key] for key in self}.items()

    def values(self) -> Any:
        """The labels in the current language."""
        return {key: self[key] for key in self}.values()


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence, in the current language: one, two, and three."""
    return _listed(current(), tuple(words)) if len(words) > 1 else "".join(words)


@lru_cache(maxsize=1024)
def _listed(language: Language, words: tuple[str, ...]) -> str:
    from babel.lists import format_list

    return language.marked(format_list(words, "standard", language.locale))


def _pseudo(text: str) -> str:
    tail = "~~~~ " * (1 + len(text) * 3 // 50)
    return f"⟦{text} {tail[: 1 + len(text) * 3 // 10].strip()}⟧"
