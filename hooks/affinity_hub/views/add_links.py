"""Links that add one date to a calendar, with its title, times, place, and page filled in.

A visitor's calendar opens a form with these values, and the visitor saves it. The calendar does not get later changes;
the page says so beside the links. For programs without such a form, there is a calendar file with only this date.

Sources: the `action=TEMPLATE` address of Google Calendar, and the `deeplink/compose` addresses of Outlook on the web.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from affinity_hub.core.calendar_days import Moment, exclusive_end, iso_basic
from affinity_hub.record_views.events.event import EventDate

from .subscribe_links import query_value

GOOGLE: Final = "https://calendar.google.com/calendar/render"
OUTLOOK_WORK: Final = "https://outlook.office.com/calendar/0/deeplink/compose"
OUTLOOK_PERSONAL: Final = "https://outlook.live.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class AddLinks:
    """The links for one date. `page` is the absolute address of the event's page."""

    date: EventDate
    page: str

    @property
    def google(self) -> str:
        """The address of the form in Google Calendar."""
        times = f"{_basic(self.date.start)}/{_basic(exclusive_end(self.date.end))}"
        event = self.date.event
        values = {"action": "TEMPLATE", "text": event.title, "dates": times, "details": self._details}
        return f"{GOOGLE}?{_query(values | {'location': event.place_text})}"

    @property
    def outlook_work(self) -> str:
        """The address of the form in Outlook for work or school."""
        return f"{OUTLOOK_WORK}?{self._outlook}"

    @property
    def outlook_personal(self) -> str:
        """The address of the form in Outlook.com."""
        return f"{OUTLOOK_PERSONAL}?{self._outlook}"

    @property
    def file(self) -> str:
        """The path of the calendar file with only this date."""
        return one_date_path(self.date.event.id, self.date)

    @property
    def _details(self) -> str:
        return "\n".join(filter(None, (self.date.event.summary, self.page)))

    @cached_property
    def _outlook(self) -> str:
        event, start = self.date.event, self.date.start
        values = {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": event.title,
            "startdt": _extended(start),
            "enddt": _extended(exclusive_end(self.date.end)),
            "allday": "" if isinstance(start, dt.datetime) else "true",
            "body": self._details,
            "location": event.place_text,
        }
        return _query(values)


def one_date_path(event_id: str, date: EventDate) -> str:
    """The path of the calendar file with only one date, under an id that the event has or had."""
    return f"calendars/occurrences/{event_id}/{date.series_date}.ics"


def _query(values: dict[str, str]) -> str:
    """The values as a query, without the empty values. Outlook shows a `+` as it is, so a space becomes `%20`."""
    return "&".join(f"{key}={query_value(value)}" for key, value in values.items() if value)


def _basic(moment: Moment) -> str:
    """A moment in the basic form of ISO 8601, in UTC, or a date."""
    return f"{iso_basic(moment.astimezone(dt.UTC))}Z" if isinstance(moment, dt.datetime) else iso_basic(moment)


def _extended(moment: Moment) -> str:
    """A moment in the extended form of ISO 8601, in UTC, or a date."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(moment, dt.datetime) else f"{moment}"
