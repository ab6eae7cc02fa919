"""The words for the organization of a site, such as "district" and "school year", by the kind of organization."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from affinity_hub.core import i18n
from affinity_hub.core.i18n import gettext, noop


@dataclass(frozen=True, slots=True)
class OrganizationWords:
    """What pages call the organization and its things. Each property is in the present language."""

    kind: str = "other"
    own_noun: str = ""
    """The noun that `hub.yml` chooses; empty for the usual noun of the kind."""
    intranet_name: str = ""
    intranet_url: str = ""

    @property
    def organization(self) -> str:
        """The noun for the organization behind "the": district, company."""
        return self.own_noun or gettext(_NOUNS[self.kind])

    @property
    def intranet(self) -> str:
        """The name of the intranet, or "your intranet"."""
        return self.intranet_name or gettext("your intranet")

    @property
    def year_label(self) -> str:
        """The heading above years: School year."""
        return gettext(_YEARS[self.kind][0])

    def year(self, value: str) -> str:
        """A year such as 2026-27 in a sentence: the 2026–27 school year."""
        return gettext(_YEARS[self.kind][1], years=value.replace("-", "–"))


_NOUNS: Final = {
    "school-district": noop("district"),
    "university": noop("university"),
    "company": noop("company"),
    "city": noop("city"),
    "nonprofit": noop("organization"),
    "other": noop("organization"),
}
KINDS: Final = tuple(_NOUNS)
_PLAIN_YEAR: Final = noop("Year"), noop("the year %(years)s")
_YEARS: Final = {
    "school-district": (noop("School year"), noop("the %(years)s school year")),
    "university": (noop("Academic year"), noop("the %(years)s academic year")),
    "company": _PLAIN_YEAR,
    "city": _PLAIN_YEAR,
    "nonprofit": _PLAIN_YEAR,
    "other": _PLAIN_YEAR,
}

_current: ContextVar[OrganizationWords] = ContextVar("organization", default=OrganizationWords())  # noqa: B039 - frozen
current = _current.get
"""The words for the organization of the present build."""


@contextmanager
def voice(locale: str, words: OrganizationWords) -> Iterator[None]:
    """Makes the words and the locale of a site the present ones inside a `with` statement."""
    token = _current.set(words)
    try:
        with i18n.override(locale):
            yield
    finally:
        _current.reset(token)
