"""Everything the data says, checked and frozen: what the views are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from affinity_hub.core.problems import Position
from affinity_hub.core.timezones import zone
from affinity_hub.schema import (
    MIXED,
    Audience,
    Event,
    Facilitator,
    Group,
    Library,
    NoSchool,
    Opportunity,
    Partner,
    Progress,
    Record,
)
from affinity_hub.schema.calendar import by_day
from affinity_hub.schema.event import EventSchedule
from affinity_hub.schema.settings import Settings
from affinity_hub.source.tree import Node

from .embed_contract import Contract


class Outdated(NamedTuple):
    """A reference that was typed with an id which its record had before."""

    record: Record
    path: tuple[str | int, ...]
    name: str
    now: Record


@dataclass(frozen=True)
class Hub:
    """One site's records, in the order they were typed. Holds drafts and private fields: no template may see it."""

    settings: Settings
    groups: tuple[Group, ...] = ()
    facilitators: tuple[Facilitator, ...] = ()
    events: tuple[Event, ...] = ()
    partners: tuple[Partner, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    no_school: tuple[NoSchool, ...] = ()
    progress: Progress = field(default_factory=Progress)
    library: Library = field(default_factory=Library)
    schedules: Mapping[str, EventSchedule] = field(default_factory=dict)
    contract: Contract | None = None
    """The embeds that were handed out, where the folder of the data says so."""
    has_calendar: bool = True
    audience: Audience = "public"
    """For whom it is. What staff may see besides comes from the files of the overlay, `staff_files`."""
    staff_files: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    """Ids of records, and names of files' lists, that exist but could not be read: nothing more is said about them."""

    outdated: tuple[Outdated, ...] = ()
    """The references with an earlier id. The records here have the present id in its place."""

    @cached_property
    def closed(self) -> dict[dt.date, NoSchool]:
        """The entry for each day without school."""
        return by_day(self.no_school)

    def is_staff_only(self, position: Position) -> bool:
        """Whether a place is in the staff overlay."""
        return position.file in self.staff_files

    def date_at(self, now: dt.datetime) -> dt.date:
        """The date in the site's zone at a moment (aware)."""
        return now.astimezone(zone(self.settings.time_zone)).date()

    def is_published(self, record: Event | Opportunity) -> bool:
        """Whether it is on the site: it is no draft, nor are all the groups and partners it belongs to."""
        owners = (*record.groups, *record.partners)
        return not record.draft and (not owners or not self._published_owners.isdisjoint(owners))

    @cached_property
    def _published_owners(self) -> frozenset[str]:
        return frozenset(record.id for record in (*self.groups, *self.partners) if not record.draft)

    def records(self) -> Iterator[Record]:
        """Every record with an id."""
        yield from self.groups
        yield from self.facilitators
        yield from self.events
        yield from self.partners
        yield from self.opportunities
        for file, model in MIXED.items():
            for name in model.kinds():
                yield from getattr(getattr(self, file), name)


@dataclass(frozen=True)
class ReadFolder:
    """A folder of data as it was read, for checks of its texts. They look at a folder with errors, too."""

    folder: Path
    files: Mapping[str, Node]
    """The trees of the data files by name."""
    staff_files: Mapping[str, Node]
    """The trees of the files of a staff overlay."""
    hub: Hub | None
    """What the files say, as far as they could be read. Without it, nothing is known of names, domains, and places."""
    told: frozenset[str]
    """The names of people that roles have replaced in texts: a problem says so already."""
    lines: Callable[[str], list[str]]
    """Gives the lines of a data file by its name."""
