"""Labels of kinds and statuses, lists of words, and the sentences in place of a missing date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set
from typing import Final

from affinity_hub.core.i18n import Labels, gettext, noop

from .dates import plain_day

GROUP_KINDS: Final = Labels(
    {
        "affinity": noop("Affinity groups"),
        "mentoring": noop("Mentoring groups"),
        "networking": noop("Networking groups"),
        "professional": noop("Professional groups"),
        "employee-resource": noop("Employee resource groups"),
        "volunteer": noop("Volunteer groups"),
    }
)
GROUP_STATUSES: Final = Labels(
    {
        "exploring": noop("Being explored"),
        "forming": noop("Forming"),
        "active": noop("Active"),
        "resting": noop("Resting"),
        "closed": noop("Closed"),
    }
)
EVENT_STATUSES: Final = Labels(
    {
        "confirmed": noop("Confirmed"),
        "tentative": noop("Not yet certain"),
        "postponed": noop("Postponed"),
        "cancelled": noop("Cancelled"),
    }
)
EVENT_KINDS: Final = Labels(
    {
        "gathering": noop("Gatherings"),
        "networking": noop("Networking events"),
        "mentoring": noop("Mentoring events"),
        "training": noop("Trainings"),
        "convening": noop("Convenings"),
        "orientation": noop("Orientations"),
        "observance": noop("Observances"),
        "talk": noop("Talks"),
        "volunteering": noop("Volunteering"),
    }
)
MILESTONE_STATES: Final = Labels(
    {
        "planned": noop("Planned"),
        "under-way": noop("Under way"),
        "done": noop("Done"),
        "stopped": noop("Stopped"),
        "unknown": noop("Outcome not yet reported"),
        "overdue": noop("Overdue"),
    }
)
_GROUPS: Final = Labels(
    {
        "affinity": noop("Affinity group"),
        "mentoring": noop("Mentoring group"),
        "networking": noop("Networking group"),
        "professional": noop("Professional group"),
        "employee-resource": noop("Employee resource group"),
        "volunteer": noop("Volunteer group"),
    }
)
# The labels for one thing of a kind: a group, an event, a partner, an offer, or a strand.
KIND_NAMES: Final = Labels(
    {
        "affinity": noop("Affinity group"),
        "mentoring": noop("Mentoring"),
        "networking": noop("Networking"),
        "professional": noop("Professional group"),
        "gathering": noop("Gathering"),
        "training": noop("Training"),
        "convening": noop("Convening"),
        "orientation": noop("Orientation"),
        "observance": noop("Observance"),
        "talk": noop("Talk"),
        "volunteering": noop("Volunteering"),
        "employee-resource": noop("Employee resource group"),
        "volunteer": noop("Volunteer group"),
        "leadership": noop("Leadership"),
        "other": noop("Other"),
        "community": noop("Community"),
    }
)


def group_kind(key: str) -> str:
    """The label for one group of a kind: Mentoring group."""
    return _GROUPS.get(key) or kind(key)


def discreet_title() -> str:
    """The title of each entry in the discreet calendar of a group that chose no title."""
    return gettext("Staff meeting")


def kind(key: str) -> str:
    """The label for one group, event, partner, or offer of a kind."""
    return KIND_NAMES.get(key) or key.replace("-", " ").capitalize()


def strand(key: str | None) -> str:
    """The label of the strand of a milestone."""
    return kind(key) if key else gettext("No strand")


def nothing_ahead(status: str | None, *, is_known: bool) -> tuple[str, str]:
    """The words in place of a group's next date: a few words, and a sentence. A group without a date on the site may
    still meet, so the words never deny it. `is_known` says that the site has only past dates of the group.
    """
    if status == "closed":
        return gettext("None. The group has ended."), gettext("The group has ended and has no more dates.")
    if is_known:
        return gettext("None announced right now"), gettext("No upcoming dates are announced right now.")
    return (
        gettext("Not shared with this site"),
        gettext("The dates of this group have not been shared with this site."),
    )


def no_groups(statuses: Set[str | None]) -> str:
    """The sentence in place of a list of groups that people can join, by the statuses of all listed groups."""
    if not statuses:
        return gettext("No groups are listed yet.")
    if statuses == {"closed"}:
        return gettext("All listed groups have ended.")
    return gettext("No listed groups are active or forming right now.")


def approval(statement: str | None, approved_by: str | None, review_by: dt.date | None) -> str:
    """The approver and the review date of the statement, as far as they are known; empty if nothing is known."""
    if not statement:
        return ""
    day = plain_day(review_by) if review_by else ""
    if approved_by and day:
        return gettext("Approved by %(approved_by)s. Review due by %(day)s.", approved_by=approved_by, day=day)
    if approved_by:
        return gettext("Approved by %(approved_by)s.", approved_by=approved_by)
    return gettext("Review due by %(day)s.", day=day) if day else ""
