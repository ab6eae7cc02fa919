"""Views have types, so that mypy finds a misspelled field."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest
from affinity_hub import load, outputs
from affinity_hub.record_views import five_questions, groups, organizers, progress_and_library
from affinity_hub.record_views.events import event, offered
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

from tests.conftest import DEMO

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


# These fields are read before pages are made: they decide which records have views, in which order, and where.
READ_EARLIER = {"added_on", "draft", "hidden", "id", "last_confirmed", "was"}
# Other values of the views come from these fields: the dates of an event, periods, and links to other records.
SHOWN_OTHERWISE: dict[type[BaseModel], set[str]] = {
    Event: {"ends", "repeats", "rrule", "until", "times", "zone", "no_school", "skip", "changes"},
    Group: {"inquiry"},
    Opportunity: {"starts", "ends", "when", "partners"},
    Milestone: {"owner", "strand"},
    ProgressMilestone: {"groups", "strand", "findings", "measures"},
    InquiryEntry: {"step"},
    Measure: {"part_of", "parts"},
    Reading: {"url"},
    Claim: {"url"},
}


def test_every_public_field_is_on_a_page(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """The author of a key that no page reads forgot to show it."""
    read: dict[type[object], set[str]] = defaultdict(set)

    def record_read(view: object, name: str) -> Any:
        if sys._getframe(1).f_code is not replace.__code__:
            read[type(view)].add(name.removesuffix("_markdown"))
        return object.__getattribute__(view, name)

    artifacts = list(outputs(load(DEMO, now)[0], now))  # makes the entries of the calendars, too
    for _, view in KINDS:
        monkeypatch.setattr(view, "__getattribute__", record_read, raising=False)
    for artifact in artifacts:
        if artifact.is_page:
            assert artifact.content
    for model, view in KINDS:
        assert {*public_fields(model)} - read[view] - READ_EARLIER - SHOWN_OTHERWISE.get(model, set()) == set(), model


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
