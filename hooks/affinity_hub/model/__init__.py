"""The records as a volunteer types them: every key, its meaning, its type and what holds when it is left out.

One module a data file. Frozen, unknown keys refused. `visibility` lists what the public may see; `None` stands for
"not yet answered". Field descriptions are the data reference: they are written for the person who fills in the YAML.
"""

from .calendar import NoSchool
from .event import PRIVATE_PLACE, Change, Event, EventKind, Place, Register, Skip
from .facilitator import Consent, Facilitator, Vacancy
from .group import Answer, EarlierAnswer, Group, GroupKind, GroupStatus, Inquiry, Milestone
from .opportunity import Opportunity, OpportunityKind
from .partner import Offer, Partner
from .progress import Progress
from .record import Audience, Part, Record
from .settings import Settings

__all__ = [
    "PRIVATE_PLACE",
    "Answer",
    "Audience",
    "Change",
    "Consent",
    "EarlierAnswer",
    "Event",
    "EventKind",
    "Facilitator",
    "Group",
    "GroupKind",
    "GroupStatus",
    "Inquiry",
    "Milestone",
    "NoSchool",
    "Offer",
    "Opportunity",
    "OpportunityKind",
    "Part",
    "Partner",
    "Place",
    "Progress",
    "Record",
    "Register",
    "Settings",
    "Skip",
    "Vacancy",
]
