"""The words for the organization of a site, such as "district" and "school year", by the kind of organization."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from affinity_hub.core import i18n
from affinity_hub.core.i18n import gettext, noop


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of one kind of organization. Pages use the first four, which are messages of the catalog."""

    noun: str
    year_label: str
    year: str
    credit: str
    people: str
    days_off: str


_YEAR: Final = noop("Year"), noop("the year %(years)s")
_CREDIT: Final = noop("Credit or stipend")
BY_KIND: Final = {
    "school-district": KindWords(
        noop("district"),
        noop("School year"),
        noop("the %(years)s school year"),
        noop("Clock hours or stipend"),
        people="staff",
        days_off="Days and breaks without school",
    ),
    "university": KindWords(
        noop("university"),
        noop("Academic year"),
        noop("the %(years)s academic year"),
        _CREDIT,
        people="staff",
        days_off="Days and breaks without classes",
    ),
    "company": KindWords(noop("company"), *_YEAR, _CREDIT, people="employees", days_off="Company holidays"),
    "city": KindWords(noop("city"), *_YEAR, _CREDIT, people="employees", days_off="Days on which offices are closed"),
    "nonprofit": KindWords(
        noop("organization"),
        *_YEAR,
        _CREDIT,
        people="employees and volunteers",
        days_off="Days when no one works",
    ),
    "other": KindWords(noop("organization"), *_YEAR, _CREDIT, people="colleagues", days_off="Days when no one works"),
}


@dataclass(frozen=True, slots=True)
class OrganizationWords:
    """The words on pages for the organization and its years, places, and credits. Each property is in the current
    language."""

    kind: str = "other"
    own_noun: str = ""
    """The noun that `hub.yml` chooses; empty for the usual noun of the kind."""
    intranet_name: str = ""
    intranet_url: str = ""

    @property
    def organization(self) -> str:
        """The noun for the organization, as it follows "the": district, company."""
        return self.own_noun or gettext(BY_KIND[self.kind].noun)

    @property
    def intranet(self) -> str:
        """The name of the intranet, or "your intranet"."""
        return self.intranet_name or gettext("your intranet")

    @property
    def credit(self) -> str:
        """The label for the credit that people earn at a training: Clock hours or stipend."""
        return gettext(BY_KIND[self.kind].credit)

    @property
    def year_label(self) -> str:
        """The heading above years: School year."""
        return gettext(BY_KIND[self.kind].year_label)

    def year(self, value: str) -> str:
        """A year such as 2026-27 in a sentence: the 2026-27 school year."""
        return gettext(BY_KIND[self.kind].year, years=value)


_current: ContextVar[OrganizationWords] = ContextVar("organization", default=OrganizationWords())  # noqa: B039 - frozen
current = _current.get
"""The words for the organization of the current build."""


def voice(locale: str, words: OrganizationWords) -> AbstractContextManager[None]:
    """Makes the words and the locale of a site the current words and locale inside a `with` statement."""
    is_current = current() is words and i18n.current() is i18n.language(locale)
    return nullcontext() if is_current else _changed(locale, words)


@contextmanager
def _changed(locale: str, words: OrganizationWords) -> Iterator[None]:
    token = _current.set(words)
    try:
        with i18n.override(locale):
            yield
    finally:
        _current.reset(token)
