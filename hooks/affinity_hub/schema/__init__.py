"""The records as a volunteer types them: every key, its meaning, its type, and its default. There is a module for each
data file. Records are frozen, and unknown keys are refused. Each field has the mark `Public` or `Private`, and no view
has a private field; `None` means "not yet answered". Field descriptions are the data reference: they are written for
the person who fills in the YAML.

The modules with records do not use `from __future__ import annotations`, because pydantic would then parse each of 300
types from a string, which takes a sixth of the time to make the model.
"""

from typing import Final

from .calendar import NoSchool
from .event import (
    DIFFERS,
    PRIVATE_PLACE,
    CalendarSource,
    Change,
    Correction,
    Event,
    EventKind,
    ImportedFile,
    Place,
    Register,
    Skip,
)
from .facilitator import Consent, Facilitator, Vacancy
from .group import Answer, EarlierAnswer, Group, GroupKind, GroupStatus, Inquiry
from .library import Library
from .milestone import Milestone
from .opportunity import Opportunity, OpportunityKind
from .partner import LastContact, Offer, Partner
from .progress import Progress
from .record import Audience, DataModel, Lists, Record
from .settings import Settings

# Files that hold several lists, by their names without the ending; `Hub` has a field of the same name for each.
MIXED: Final[dict[str, type[Lists]]] = {"progress": Progress, "library": Library}

__all__ = [
    "DIFFERS",
    "MIXED",
    "PRIVATE_PLACE",
    "Answer",
    "Audience",
    "CalendarSource",
    "Change",
    "Consent",
    "Correction",
    "DataModel",
    "EarlierAnswer",
    "Event",
    "EventKind",
    "Facilitator",
    "Group",
    "GroupKind",
    "GroupStatus",
    "ImportedFile",
    "Inquiry",
    "LastContact",
    "Library",
    "Lists",
    "Milestone",
    "NoSchool",
    "Offer",
    "Opportunity",
    "OpportunityKind",
    "Partner",
    "Place",
    "Progress",
    "Record",
    "Register",
    "Settings",
    "Skip",
    "Vacancy",
]
