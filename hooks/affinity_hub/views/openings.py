"""Openings for people to take part in, grouped by interest, with the last day to apply or to sign up.

Offers from `opportunities.yml`, future events of matching kinds, and open roles form one list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from affinity_hub.core.i18n import Labels, gettext, noop
from affinity_hub.record_views.events.event import EventView
from affinity_hub.record_views.events.occurrence import end_of_day
from affinity_hub.record_views.events.offered import OpportunityView
from affinity_hub.record_views.organizers import FacilitatorView
from affinity_hub.recurrence.schedule import OFF

from .site import Site


class Want(NamedTuple):
    """An interest of visitors: the title of its page, a description, and the sentence for an empty page."""

    title: str
    about: str
    none: str

    def translated(self) -> Want:
        """The interest with its texts in the current language."""
        return Want(*map(gettext, self))


WANTS: Final = {
    "mentoring": Want(
        noop("Find a mentor"),
        noop("Ask for a mentor, or become a mentor."),
        noop("No mentoring offers are listed."),
    ),
    "networking": Want(
        noop("Meet others"),
        noop("Ways to meet colleagues across groups and partners."),
        noop("No networking offers are listed."),
    ),
    "training": Want(
        noop("Learn"),
        noop("Courses and trainings: what they require and what you get."),
        noop("No trainings are listed."),
    ),
    "convening": Want(
        noop("Go to a convening"),
        noop("Larger gatherings, how to get there, and when to sign up."),
        noop("No convenings are listed."),
    ),
    "leadership": Want(
        noop("Lead a group"),
        noop("Open roles, and ways to prepare for one."),
        noop("No open roles or offers are listed."),
    ),
    "other": Want(
        noop("Other opportunities"),
        noop("Everything else that you can take part in."),
        noop("Nothing else is listed."),
    ),
}
OFFERS: Final = Labels(
    {
        "mentoring": noop("Mentoring offer"),
        "networking": noop("Networking offer"),
        "training": noop("Training offer"),
        "convening": noop("Convening"),
        "leadership": noop("Leadership offer"),
        "other": noop("Offer"),
    }
)


# The records that can have a deadline.
Offering: TypeAlias = OpportunityView | EventView | FacilitatorView


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for an `action` on a record. `status` has the values of an event's status."""

    view: Offering
    title: str
    action: str
    day: dt.date
    status: str
    reason: str | None
    is_passed: bool
    over: str
    """The moment at which it passes (RFC 3339), for pages that were built earlier."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that people can take part in: an offer, a future event, or an open role. `when` and `open_to` are
    words."""

    view: Offering
    title: str
    want: str
    what: str
    open_to: str | None
    when: str
    deadline: Deadline | None

    @property
    def open_until(self) -> str:
        """The moment at which an open role is no longer open (RFC 3339); empty for all other openings."""
        return self.view.open_until if isinstance(self.view, FacilitatorView) else ""

    @property
    def order(self) -> tuple[int, dt.date]:
        """The sort key: future deadlines first, the next deadline before others, then openings without a deadline by
        their next dates, then missed deadlines."""
        if self.deadline is None:
            coming = self.view.next if isinstance(self.view, EventView) else None
            return 1, coming.first_day if coming else dt.date.max
        return (2 if self.deadline.is_passed else 0), self.deadline.day


def deadline(site: Site, view: Offering) -> Deadline | None:
    """The deadline of an event, an offer, or an open role (a view), if it has one."""
    action, day, (status, reason) = _action(view)
    return _on(site, view, action, day, status, reason) if isinstance(day, dt.date) else None


def without_deadline(site: Site) -> Iterator[Deadline]:
    """For each record that can have a deadline but has none, the deadline as cancelled, with today as its day."""
    for view in _offerings(site):
        action, day, (_, reason) = _action(view)
        if not isinstance(day, dt.date):
            yield _on(site, view, action, site.today, "cancelled", reason)


def _action(view: Offering) -> tuple[str, object, tuple[str, str | None]]:
    """The action that a deadline limits, its day if there is one, and its status with the reason."""
    if isinstance(view, OpportunityView):
        return "apply", view.apply_by, ("cancelled" if view.status == "closed" else "confirmed", view.reason)
    if isinstance(view, EventView):
        return "sign up", view.registration and view.registration.by, view.sign_up_status
    closes = view.vacancy.closes if view.vacancy else view.interest_ended_on
    return "show interest", closes, ("confirmed", None)


def _on(site: Site, view: Offering, action: str, day: dt.date, status: str, reason: str | None) -> Deadline:
    title = view.role if isinstance(view, FacilitatorView) else view.title
    return Deadline(view, title, action, day, status, reason, day < site.today, end_of_day(day, site.zone))


def _offerings(site: Site) -> Iterator[Offering]:
    yield from site.opportunities
    yield from site.events
    yield from site.facilitators


def deadlines(site: Site) -> list[Deadline]:
    """Every deadline that lists may show, including past deadlines, earliest first."""
    found = [deadline for deadline in (deadline(site, view) for view in _offerings(site)) if deadline]
    return sorted(found, key=lambda deadline: (deadline.day, deadline.view.id))


def ahead(site: Site) -> list[Deadline]:
    """The deadlines that people can still meet."""
    return [deadline for deadline in deadlines(site) if not deadline.is_passed and deadline.status not in OFF]


def openings(site: Site) -> list[Opening]:
    """All listed openings that are not over: future deadlines first, missed deadlines last."""
    found = [*_offers(site), *_events(site), *_roles(site)]
    return sorted(found, key=lambda opening: (*opening.order, opening.view.id))


def is_over(site: Site, view: OpportunityView) -> bool:
    """Whether an offer (a view) is closed, or its last day has passed."""
    return bool(view.status == "closed" or (view.ends and view.ends < site.today))


def _offers(site: Site) -> Iterator[Opening]:
    for view in site.opportunities:
        if not is_over(site, view):
            what = OFFERS[view.kind]
            yield Opening(view, view.title, view.kind, what, view.open_to, view.when_text, deadline(site, view))


def _events(site: Site) -> Iterator[Opening]:
    for view in site.events:
        if view.kind not in WANTS:
            continue
        is_open = view.current_status == "postponed" or (view.starts is None and view.status != "cancelled")
        if view.next or is_open:
            when = view.next.when if view.next else gettext("Date to be announced")
            yield Opening(view, view.title, view.kind, "", view.open_to, when, deadline(site, view))


def _roles(site: Site) -> Iterator[Opening]:
    for view in site.facilitators:
        if view.vacancy:
            what = gettext("Facilitator role")
            yield Opening(view, view.role, "leadership", what, None, "", deadline(site, view))
