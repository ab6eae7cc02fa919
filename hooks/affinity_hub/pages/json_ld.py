"""Describes events and partners to search engines: schema.org as JSON-LD.

It includes only events that strangers are meant to find: events with a street address or a public page for taking part
online. A meeting whose place only members know, or that names only a room, is left out.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any, Final

from markupsafe import Markup

from affinity_hub.record_views.events.event import EventDate, EventView
from affinity_hub.record_views.groups import PartnerView
from affinity_hub.views.site import Site

SCHEMA: Final = "https://schema.org"
# A few dates of a series are enough, because a site is built every night. Twelve dates took a third of the page.
MAX_EVENT_DATES: Final = 3


def event(site: Site, view: EventView) -> Markup:
    """The upcoming dates of an event that strangers may find; empty if the event has no such date."""
    if view.hidden or view.status == "tentative":
        return Markup()
    found = (_date(site, row, places) for row in view.coming if (places := _places(row.event)))
    return _script(list(islice(found, MAX_EVENT_DATES)))


def partner(view: PartnerView) -> Markup:
    """A partner, unless it is hidden."""
    if view.hidden:
        return Markup()
    more = {"alternateName": view.short_name, "description": view.summary, "url": view.website}
    return _script([{"@type": "Organization", "name": view.name} | {k: v for k, v in more.items() if v}])


def _date(site: Site, row: EventDate, places: list[dict[str, Any]]) -> dict[str, Any]:
    view = row.event
    found: dict[str, Any] = {
        "@type": "Event",
        "name": view.title,
        "startDate": row.datetime,
        "endDate": row.end_datetime,
        "eventStatus": f"{SCHEMA}/Event{row.status.capitalize() if row.is_off else 'Scheduled'}",
        "location": places if len(places) > 1 else places[0],
        "url": site.address(view.url),
        "organizer": [
            {"@type": "Organization", "name": owner.name, "url": site.address(owner.url)}
            for owner in view.organizers
            if not owner.hidden
        ],
    }
    if row.previous and not row.is_off:
        found |= {"eventStatus": f"{SCHEMA}/EventRescheduled", "previousStartDate": row.previous}
    if mode := _mode(view):
        found["eventAttendanceMode"] = f"{SCHEMA}/{mode}EventAttendanceMode"
    if view.summary:
        found["description"] = view.summary
    return found


def _places(view: EventView) -> list[dict[str, Any]]:
    """The places that strangers can go to: a street address, or a public page for taking part online."""
    place, found = view.place, []
    if place and place.private:
        return []
    if place and place.address:
        found.append({"@type": "Place", "name": place.name or place.address, "address": place.address})
    if view.online and view.website:
        found.append({"@type": "VirtualLocation", "url": view.website})
    return found


def _mode(view: EventView) -> str:
    """How people take part (schema.org/EventAttendanceModeEnumeration); empty if the data does not say.

    "Offline" means that no one can take part online. Only `online: no` says that, because an event with a place may
    also be online ("Mixed").
    """
    if view.online is None:
        return ""
    return "Offline" if not view.online else "Mixed" if view.place else "Online"


def _script(found: list[dict[str, Any]]) -> Markup:
    if not found:
        return Markup()
    data = {"@context": SCHEMA, "@graph": found} if len(found) > 1 else {"@context": SCHEMA} | found[0]
    # No character in the text can end the element or begin a comment
    # (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements).
    text = json.dumps(data, ensure_ascii=False).replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
    return Markup('<script type="application/ld+json">' + text + "</script>")  # noqa: S704 - escaped in the line above
