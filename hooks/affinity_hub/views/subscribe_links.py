"""The links to subscribe to a calendar: one address, in the form that each calendar app needs.

The form of each link is based on tests and on the app's documentation. A link that is known to fail is not offered.
Google's own link fails, so people paste the address into one of Google's pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

import segno
from markupsafe import Markup

from affinity_hub.core.i18n import gettext

MASK: Final = 0
GOOGLE: Final = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
OUTLOOK_WORK: Final = "https://outlook.office.com/calendar/0/addfromweb"
OUTLOOK_PERSONAL: Final = "https://outlook.live.com/calendar/0/addfromweb"


@dataclass(frozen=True, slots=True)
class SubscribeLinks:
    """The links to one calendar. `address` is its https address, and `name` is a name for it in programs."""

    address: str
    name: str

    @property
    def webcal(self) -> str:
        """For Apple, Thunderbird, and classic Outlook: they subscribe to this address, but would import an https link
        only once."""
        return "webcal:" + self.address.removeprefix("https:")

    @property
    def outlook_work(self) -> str:
        """For Outlook at work or school. It needs an https address; webcal gives an empty calendar."""
        return f"{OUTLOOK_WORK}?{self._outlook}"

    @property
    def outlook_personal(self) -> str:
        """For Outlook.com."""
        return f"{OUTLOOK_PERSONAL}?{self._outlook}"

    @property
    def _outlook(self) -> str:
        return f"url={query_value(self.address)}&name={query_value(self.name)}"

    @property
    def qr(self) -> Markup:
        """A QR code with which an iPhone subscribes."""
        return qr(self.webcal, self.name)


@lru_cache(maxsize=64)  # all links on a page have the same texts
def query_value(text: str) -> str:
    """A text as a value in the query of an address."""
    return quote(text, safe="")


def qr(address: str, name: str) -> Markup:
    """A QR code for an address. `name` describes the address."""
    return _qr(address, gettext("QR code with the address of %(name)s", name=name))


@lru_cache(maxsize=4096)  # a QR code takes a while to make, and a group's page and flyer show the same code
def _qr(address: str, title: str) -> Markup:
    """A QR code as inline SVG with a text alternative."""
    # Any of the eight masks can be read; trying all of them to find the best takes three times as long.
    code = segno.make(address, error="m", mask=MASK)
    svg = code.svg_inline(scale=4, border=4, omitsize=True, title=title, svgclass="hub-qr", lineclass=None)
    return Markup(svg)  # noqa: S704 - made by segno, which escapes the title
