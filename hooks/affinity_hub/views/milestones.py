"""The milestones of the plan and of the groups: by strand, by the finding that they respond to, and on a timeline.

A picture is drawn in the units of its own box; the list beside it says the same in words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from affinity_hub.record_views.charts import CHART_WIDTH, ROW
from affinity_hub.record_views.groups import GroupView
from affinity_hub.record_views.pagination import address
from affinity_hub.record_views.progress_and_library import (
    FindingView,
    MeasureView,
    MilestoneView,
    ProgressMilestoneView,
)
from affinity_hub.schema.milestone import STRANDS
from affinity_hub.wording.dates import day_due
from affinity_hub.wording.labels import MILESTONE_STATES

from .site import Site

# Room for the number at the left, and for half a mark at the right.
LEFT, RIGHT = 32, CHART_WIDTH - 12
# The number of milestones in the picture: the milestones that are due closest to the current day.
MAX_DRAWN: Final = 30
# The number of milestones on the page of a group, and on each further page of the list.
OWN, OWN_PART = 20, 50


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone of the plan or of a group, and the place of its mark in the picture, if it has a due date."""

    view: MilestoneView
    group: GroupView | None
    url: str
    state: str
    x: int | None = None
    y: int = 0

    @property
    def id(self) -> str:
        """The id of a milestone of the plan; empty for a milestone of a group."""
        return self.view.id

    @property
    def strand(self) -> str | None:
        """The strand of the work that the milestone belongs to."""
        return self.view.strand

    @property
    def word(self) -> str:
        """Its status in words."""
        return MILESTONE_STATES[self.state]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows by due date, the days at both edges, and the line for the day of the build."""

    rows: list[MilestoneRow]
    first: dt.date
    last: dt.date
    today: int
    until: int
    height: int


def moved(site: Site, view: ProgressMilestoneView) -> list[MeasureView]:
    """The listed measures that a milestone of the plan is meant to change."""
    return [measure for measure in site.progress.measures if measure.id in view.measures]


def moving(site: Site, measure: MeasureView) -> list[ProgressMilestoneView]:
    """The milestones of the plan that are meant to change a measure."""
    return [view for view in site.progress.milestones if measure.id in view.measures]


def rows(site: Site) -> list[MilestoneRow]:
    """Every milestone, with the milestones of the plan first."""
    found = [MilestoneRow(item, None, item.url, _state(item)) for item in site.progress.milestones]
    for group in site.groups:
        found += [
            MilestoneRow(item, group, _place(group, at), _state(item)) for at, item in enumerate(group.milestones)
        ]
    return found


def _place(group: GroupView, at: int) -> str:
    """The address of a group's milestone by its index in the list."""
    return f"{group.url}#milestones" if at < OWN else address(f"{group.url}milestones/", at // OWN_PART + 1)


def by_strand(found: list[MilestoneRow]) -> list[tuple[str | None, list[MilestoneRow]]]:
    """The strands in order with their milestones; at the end, under None, the milestones without a strand."""
    every = [(strand, [row for row in found if row.strand == strand]) for strand in (*STRANDS, None)]
    return [(strand, own) for strand, own in every if strand or own]


def answers(site: Site, found: list[MilestoneRow]) -> dict[str, list[MilestoneRow]]:
    """The milestones that respond to each finding, by the id of the finding."""
    every: dict[str, list[MilestoneRow]] = {finding.id: [] for finding in site.progress.findings}
    for row in found:
        for name in row.view.findings if isinstance(row.view, ProgressMilestoneView) else ():
            if name in every:
                every[name].append(row)
    return every


def joined(site: Site) -> dict[str, tuple[list[FindingView], list[MeasureView]]]:
    """The findings and measures of each milestone of the plan, by its id."""
    findings = site.progress.findings
    return {
        view.id: ([finding for finding in findings if finding.id in view.findings], moved(site, view))
        for view in site.progress.milestones
    }


def unfinished(found: list[MilestoneRow]) -> list[MilestoneRow]:
    """The unfinished milestones, overdue milestones first, then by due date."""
    waiting = [row for row in found if row.state in ("planned", "under-way", "overdue")]
    return sorted(waiting, key=lambda row: (row.state != "overdue", day_due(row.view.due)))


def timeline(found: list[MilestoneRow], today: dt.date) -> Timeline | None:
    """The milestones by due date, milestones without a due date last; None if no milestone has a due date."""
    if len(found) > MAX_DRAWN:
        dated = [row for row in found if row.view.due]
        found = sorted(dated, key=lambda row: abs(day_due(row.view.due) - today))[:MAX_DRAWN]
    days = [day_due(row.view.due) for row in found if row.view.due]
    if not days:
        return None
    first, last = min(today, *days), max(today, *days)

    def across(day: dt.date) -> int:
        return LEFT + round((RIGHT - LEFT) * (day - first).days / ((last - first).days or 1))

    ordered = sorted(found, key=lambda row: day_due(row.view.due))
    placed = []
    for at, row in enumerate(ordered):
        due, lower = row.view.due, at >= len(days)  # under the line of the current day, there is space for its date
        x = across(day_due(due)) if due else None
        placed.append(MilestoneRow(row.view, row.group, row.url, row.state, x, ROW * (at + 1 + lower)))
    return Timeline(placed, first, last, across(today), ROW * (len(days) + 1), ROW * (len(placed) + 2))


def _state(item: MilestoneView) -> str:
    return "overdue" if item.is_overdue else str(item.status)
