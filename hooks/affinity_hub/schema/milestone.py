"""A milestone: of a group, or of the plan in `progress.yml`."""

from typing import Final, Literal, get_args

from pydantic import Field

from affinity_hub.values.dates import Date, Due
from affinity_hub.values.text import Short, Text, Title

from .record import DataModel, Public

Strand = Literal["assessment", "collaboration", "partnership-building", "resourcing"]
STRANDS: Final[tuple[str, ...]] = get_args(Strand)
MilestoneStatus = Literal["planned", "under-way", "done", "stopped", "unknown"]
CLOSED: Final = ("done", "stopped")  # the statuses of a closed milestone


class Milestone(DataModel):
    """A goal, and its outcome."""

    title: Public[Title] = Field(description="What will exist when the milestone is reached.")
    strand: Public[Strand | None] = Field(None, description="The strand of the work that the milestone belongs to.")
    due: Public[Due] = Field(None, description="A date, a school year (which means its end), or `to be announced`.")
    status: Public[MilestoneStatus] = Field(
        "planned", description="`unknown` means that no one has reported the outcome."
    )
    owner: Public[Short] = Field(None, description="The role or team that is responsible.")
    evidence: Public[Text] = Field(None, description="The evidence that the milestone is done. Required for `done`.")
    reflection: Public[Text] = Field(None, description="What people learned on the way. Required for `done`.")
    integrated_into: Public[Text] = Field(None, description="The ongoing work that the result became part of.")
    closed_on: Public[Date | None] = Field(
        None, description="The day when the milestone was done or stopped, if known."
    )
