"""Which records an audience may see on a day, and the fields that all of their views have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from affinity_hub.hub.hub import Hub
from affinity_hub.record_views import addresses
from affinity_hub.schema import Audience, Milestone, Record
from affinity_hub.schema.milestone import CLOSED
from affinity_hub.wording import dates

RecordType = TypeVar("RecordType", bound=Record)


@dataclass(frozen=True, slots=True)
class Publication:
    """For whom and on which day records are published, and the facts about the hub that every view depends on."""

    today: dt.date
    audience: Audience
    staff_files: frozenset[str]
    stale_after_days: int
    has_form: Callable[[Record], bool]

    @classmethod
    def of(cls, hub: Hub, today: dt.date) -> Publication:
        """The publication of a hub on a day in its zone."""
        return cls(today, hub.audience, hub.staff_files, hub.settings.stale_after_days, hub.has_form)

    def shown(self, record: Record, url: str | None = None) -> dict[str, object]:
        """The place of a record on the site, and whether it was confirmed recently."""
        return {
            "url": url or addresses.address(record),
            # Files of the staff overlay cannot be edited on GitHub.
            "file": "" if record.file in self.staff_files else record.file,
            "has_form": self.has_form(record),
            "first_id": record.first_id,
            "is_stale": record.is_stale(self.stale_after_days, self.today),
        }

    def outcome(self, record: Milestone) -> dict[str, object]:
        """The words for the due date of a milestone, and whether it is over or overdue."""
        passed = dates.is_over(record.due, self.today)
        overdue = passed and record.status not in CLOSED
        return {"due_text": dates.due(record.due), "is_overdue": overdue, "is_past": passed}


def published(records: Iterable[RecordType]) -> list[RecordType]:
    """The records that are not drafts."""
    return [record for record in records if not record.draft]


def not_hidden(records: Iterable[RecordType]) -> list[RecordType]:
    """The records that lists may show: neither drafts nor hidden records."""
    return [record for record in records if not record.draft and not record.hidden]
