"""Labels of kinds and statuses, lists of words, and the sentences that stand in place of a missing date."""

from __future__ import annotations

import datetime as dt
from typing import Final

from .dates import plain_day

GROUP_KINDS = {
    "affinity": "Affinity groups",
    "mentoring": "Mentoring groups",
    "networking": "Networking groups",
    "professional": "Professional groups",
    "employee-resource": "Employee resource groups",
    "volunteer": "Volunteer groups",
}
GROUP_STATUSES: Final[dict[str | None, str]] = {
    "exploring": "Being explored",
    "forming": "Forming",
    "active": "Active",
    "resting": "Resting",
    "closed": "Closed",
    None: "Not yet answered",
}
EVENT_KINDS = {
    "gathering": "Gatherings",
    "networking": "Networking events",
    "mentoring": "Mentoring events",
    "training": "Trainings",
    "convening": "Convenings",
    "orientation": "Orientations",
    "observance": "Observances",
    "talk": "Talks",
    "volunteering": "Volunteering",
}
# One group or event of a kind, where that is not the name of the kind itself.
_ONE: Final = {
    "affinity": "Affinity group",
    "professional": "Professional group",
    "employee-resource": "Employee resource group",
    "volunteer": "Volunteer group",
}
# The title of each entry in the discreet calendar of a group that chose no title.
DISCREET_TITLE = "Staff meeting"


def kind(key: str) -> str:
    """What one group, event, partner, or offer of a kind is called."""
    return _ONE.get(key) or key.replace("-", " ").capitalize()


def strand(key: str | None) -> str:
    """What the strand of a milestone is called."""
    return kind(key) if key else "No strand named"


def nothing_ahead(status: str | None, *, is_known: bool) -> tuple[str, str]:
    """What stands where a group's next date would, in a few words and as a sentence.

    That the site has no date does not mean that the group does not meet, so nothing here says that. `is_known`: the
    site has dates of the group, all of them over.
    """
    if status == "closed":
        return "none, it has ended", "The group has ended and has no more dates."
    if is_known:
        return "none announced at the moment", "No coming date is announced at the moment."
    return "not shared with this site", "The dates of this group have not been shared with this site."


def approval(statement: str | None, approved_by: str | None, review_by: dt.date | None) -> str:
    """Who approved the statement and when it is looked at again, as far as that is known; empty where nothing is."""
    by = f"Approved by {approved_by}" if approved_by else ""
    again = f"to be reviewed by {plain_day(review_by)}" if review_by else ""
    words = ", ".join(filter(None, (by, again)))
    return f"{words[:1].upper()}{words[1:]}." if statement and words else ""
