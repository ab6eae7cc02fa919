"""Views have types, so that mypy finds a misspelled field."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path

import affinity_hub
import pytest
from affinity_hub.record_views import five_questions, groups, organizers, progress_and_library
from affinity_hub.record_views.events import event, offered
from affinity_hub.rendering.jinja import TEMPLATES
from affinity_hub.schema import (
    EarlierAnswer,
    Event,
    Facilitator,
    Group,
    Milestone,
    Opportunity,
    Partner,
)
from affinity_hub.schema.library import Claim, DifficultQuestion, Term
from affinity_hub.schema.progress import (
    DataItem,
    FeedbackWay,
    Finding,
    FoundingStep,
    InquiryEntry,
    Measure,
    ProgressMilestone,
    Reading,
    Resource,
    Stakeholder,
    Update,
)
from affinity_hub.schema.record import public_fields
from pydantic import BaseModel

LIBRARY = Path(affinity_hub.__file__).parent
KINDS: list[tuple[type[BaseModel], type[object]]] = [
    (Group, groups.GroupView),
    (Event, event.EventView),
    (Partner, groups.PartnerView),
    (Opportunity, offered.OpportunityView),
    (Facilitator, organizers.FacilitatorView),
    (EarlierAnswer, five_questions.AnswerView),
    (Milestone, progress_and_library.MilestoneView),
    (ProgressMilestone, progress_and_library.ProgressMilestoneView),
    (Finding, progress_and_library.FindingView),
    (Stakeholder, progress_and_library.StakeholderView),
    (InquiryEntry, progress_and_library.InquiryEntryView),
    (Resource, progress_and_library.ResourceView),
    (Measure, progress_and_library.MeasureView),
    (Update, progress_and_library.UpdateView),
    (FoundingStep, progress_and_library.FoundingStepView),
    (Reading, progress_and_library.ReadingView),
    (DataItem, progress_and_library.DataItemView),
    (FeedbackWay, progress_and_library.FeedbackWayView),
    (DifficultQuestion, progress_and_library.DifficultQuestionView),
    (Claim, progress_and_library.ClaimView),
    (Term, progress_and_library.TermView),
]
# The view shows the name only with consent, so the typed name is left out.
REPLACED = {(Facilitator, "name")}


def names(view: type[object]) -> set[str]:
    assert is_dataclass(view)
    found = {field.name for field in fields(view)}
    worked_out = (name for kind in view.__mro__ for name, value in vars(kind).items() if isinstance(value, WORKED_OUT))
    return {name.removesuffix("_markdown") for name in (*found, *worked_out)}


WORKED_OUT = (property, cached_property)


def test_every_public_field_is_read() -> None:
    """A key that no template and no module reads is on no page, so its author forgot to show it."""
    sources = [*TEMPLATES.rglob("*.html"), *(path for path in LIBRARY.rglob("*.py") if path.parent.name != "schema")]
    read = set(re.findall(r"\.([a-z_]+)\b", "\n".join(path.read_text("utf-8") for path in sources)))
    shown = read | {name.removesuffix("_markdown") for name in read}
    unread = {(model.__name__, name) for model, _ in KINDS for name in public_fields(model) if name not in shown}
    assert unread == set()


@pytest.mark.parametrize("model, view", KINDS)
def test_a_view_has_every_public_field_and_no_private_field(model: type[BaseModel], view: type[object]) -> None:
    public = set(public_fields(model))
    assert public - names(view) == set()
    private = set(model.model_fields) - public
    assert {(model, name) for name in private & names(view)} - REPLACED == set()


@pytest.mark.slow
def test_mypy_finds_a_misspelled_field(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    code = "from affinity_hub.views.site import Site\n\n\ndef first(site: Site) -> object:\n"
    code += "    assert site.groups[0].url\n    return site.groups[0].ulr\n"
    done = program("-m", "mypy", "--config-file=", "--strict", "-c", code, MYPYPATH="hooks")
    assert done.returncode == 1, done.stdout
    assert '<string>:6: error: "GroupView" has no attribute "ulr"' in done.stdout
    assert "Found 1 error in 1 file" in done.stdout
