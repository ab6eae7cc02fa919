"""What changed in each of the last twelve months: published updates, added entries, and closed milestones.

Only recorded days count. An entry without a day is left out, because the day of its change is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from affinity_hub.core.i18n import Labels, noop
from affinity_hub.record_views.progress_and_library import UpdateView

from .milestones import MilestoneRow, rows
from .site import Site

RECENT_MONTHS: Final = 12
LIST_LABELS: Final = Labels(
    {
        "groups": noop("Group"),
        "events": noop("Event"),
        "opportunities": noop("Opportunity"),
        "partners": noop("Partner"),
        "facilitators": noop("Role"),
    }
)
PARTS: Final = Labels(
    {
        "milestones": noop("Milestone"),
        "findings": noop("What people said"),
        "stakeholders": noop("Who was asked"),
        "inquiry": noop("Cycle of inquiry"),
        "resources": noop("Resource"),
        "measures": noop("Measure"),
        "start_a_group": noop("Step in starting a group"),
        "reading": noop("Reading"),
        "data_collection": noop("What is collected"),
        "feedback": noop("Feedback"),
        "difficult_questions": noop("Difficult question"),
        "claims": noop("Evidence"),
        "glossary": noop("Glossary entry"),
    }
)


@dataclass(frozen=True, slots=True)
class Added:
    """A new entry: its kind, its title, its address, and its day."""

    sort: str
    name: str
    url: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class MonthOfChanges:
    """A month with its changes by day."""

    first: dt.date
    updates: list[UpdateView] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    closed: list[MilestoneRow] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The month in ids and addresses, such as 2026-09."""
        return f"{self.first:%Y-%m}"

    @property
    def url(self) -> str:
        """The address of the whole list, if it is long."""
        return f"updates/changes/{self.name}/"

    @property
    def rows(self) -> list[tuple[str, Any]]:
        """All changes, each with the name of its list."""
        lists: dict[str, list[Any]] = {"updates": self.updates, "added": self.added, "closed": self.closed}
        return [(name, item) for name, items in lists.items() for item in items]

    @property
    def any(self) -> bool:
        """Whether any change is known."""
        return bool(self.updates or self.added or self.closed)


def months(site: Site) -> list[MonthOfChanges]:
    """The current month, and earlier months of the last year with known changes."""
    number = site.today.year * 12 + site.today.month - 1
    found = {
        (at // 12, at % 12 + 1): MonthOfChanges(dt.date(at // 12, at % 12 + 1, 1))
        for at in range(number, number - RECENT_MONTHS, -1)
    }

    def month(day: dt.date | None) -> MonthOfChanges | None:
        return found.get((day.year, day.month)) if day else None

    for update in reversed(site.updates):
        if own := month(update.published):
            own.updates.append(update)
    for entry in sorted(_added(site), key=lambda entry: entry.on):
        if own := month(entry.on):
            own.added.append(entry)
    for row in sorted(rows(site), key=lambda row: row.view.closed_on or dt.date.min):
        if own := month(row.view.closed_on):
            own.closed.append(row)
    return [month for at, month in enumerate(found.values()) if month.any or not at]


def _added(site: Site) -> Iterator[Added]:
    """Every listed entry with a day, except updates, which have their day of publication."""
    for name, sort in LIST_LABELS.items():
        yield from (Added(sort, view.title, view.url, view.added_on) for view in getattr(site, name) if view.added_on)
    for name, sort in PARTS.items():
        yield from (
            Added(sort, view.label, view.url, view.added_on) for view in site.entry_lists[name] if view.added_on
        )
