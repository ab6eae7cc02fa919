"""The lists of `progress.yml` and the milestones of the groups, in the form for other programs."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from affinity_hub.record_views.progress_and_library import EntryView, MeasureView, ProgressMilestoneView
from affinity_hub.views.milestones import MilestoneRow, moved, rows
from affinity_hub.views.site import Site

from .model import ApiModel, fill, ids


class ApiMilestone(ApiModel):
    """A milestone."""

    id: str | None = Field(description="Null for a milestone that a group has set itself.")
    title: str
    strand: str | None
    due: dt.date | str | None = Field(description="A date, or a school year, which means its end.")
    status: str
    overdue: bool
    owner: str | None
    evidence: str | None
    reflection: str | None
    integrated_into: str | None
    closed_on: dt.date | None
    set_by: str | None = Field(description="The id of the group that has set it; null for the plan.")
    groups: list[str] = Field(description="Ids of the groups it is for.")
    findings: list[str] = Field(description="Ids of the findings it answers.")
    measures: list[str] = Field(description="Ids of the measures it is meant to change.")
    url: str


class ApiFinding(ApiModel):
    """A finding: something that people said."""

    id: str
    need: str
    heard_from: list[str] = Field(description="Ids of the stakeholders who said it.")
    done_about_it: str | None
    url: str


class ApiStakeholder(ApiModel):
    """A stakeholder: a group or organization that was asked."""

    id: str
    name: str
    about: str | None = Field(description="The id of its group or partner.")
    asked: str | None
    heard: str | None
    changed: str | None
    url: str


class ApiInquiryEntry(ApiModel):
    """An entry in the cycle of inquiry."""

    id: str
    step: str
    date: dt.date | str | None
    question: str | None
    finding: str | None
    decision: str | None
    stopped: str | None
    learned: str | None
    url: str


class ApiResource(ApiModel):
    """A resource that keeps the work going."""

    id: str
    title: str
    kind: str
    source: str | None
    sustained_until: dt.date | None
    url: str


class ApiFigure(ApiModel):
    """The figure of a year."""

    year: str
    count: int | None = Field(
        description="Null: withheld, like all small numbers of people and every number that would reveal them."
    )
    percent: int | None = Field(description="Its share of the measure in `out_of`, in percent; null if withheld.")


class ApiMeasure(ApiModel):
    """A measure and its figures."""

    id: str
    title: str
    definition: str | None
    unit: str | None
    population: str | None
    cohort: str | None
    snapshot: str | None
    source: str | None
    counted_by: str | None
    out_of: str | None = Field(description="The id of the measure it is a share of.")
    figures: list[ApiFigure] = Field(description="Empty: not yet published.")
    adjustments: str | None
    url: str


class ApiUpdate(ApiModel):
    """A progress update."""

    id: str
    title: str
    school_year: str
    season: str
    published: dt.date | None
    summary: str | None
    url: str


class ApiDataItem(ApiModel):
    """Data that is collected for this work."""

    id: str
    item: str
    why: str | None
    collected_how: str | None
    decided_with: str | None
    who_sees: str | None
    kept_how_long: str | None
    last_confirmed: dt.date | None
    url: str


class ApiFeedbackWay(ApiModel):
    """A way to give feedback, which is always optional."""

    id: str
    title: str
    details: str | None
    contact: str | None
    anonymous: bool | None
    read_by: str | None
    url: str


class ApiProgress(ApiModel):
    """The progress of the work."""

    milestones: list[ApiMilestone]
    findings: list[ApiFinding]
    stakeholders: list[ApiStakeholder]
    inquiry: list[ApiInquiryEntry]
    resources: list[ApiResource]
    measures: list[ApiMeasure]
    updates: list[ApiUpdate]
    data_collection: list[ApiDataItem]
    feedback: list[ApiFeedbackWay]


def progress(site: Site) -> ApiProgress:
    """The listed entries of `progress.yml` in their order; the newest update comes first."""
    lists = site.progress

    def url(view: EntryView) -> str:
        return site.address(view.url)

    return ApiProgress(
        milestones=[_milestone(site, row) for row in rows(site)],
        findings=[
            fill(ApiFinding, finding, heard_from=[who.id for who in finding.heard_from], url=url(finding))
            for finding in lists.findings
        ],
        stakeholders=[
            fill(
                ApiStakeholder,
                stakeholder,
                about=stakeholder.about.id if stakeholder.about else None,
                url=url(stakeholder),
            )
            for stakeholder in lists.stakeholders
        ],
        inquiry=[fill(ApiInquiryEntry, entry, url=url(entry)) for entry in lists.inquiry],
        resources=[fill(ApiResource, resource, url=url(resource)) for resource in lists.resources],
        measures=[_measure(measure, url(measure)) for measure in lists.measures],
        updates=[fill(ApiUpdate, update, url=url(update)) for update in site.updates],
        data_collection=[fill(ApiDataItem, item, url=url(item)) for item in lists.data_collection],
        feedback=[fill(ApiFeedbackWay, way, url=url(way)) for way in lists.feedback],
    )


def _milestone(site: Site, row: MilestoneRow) -> ApiMilestone:
    view, group = row.view, row.group
    plan = view if isinstance(view, ProgressMilestoneView) else None
    return fill(
        ApiMilestone,
        view,
        id=plan and plan.id,
        overdue=view.is_overdue,
        set_by=group.id if group else None,
        groups=ids(plan.groups) if plan else [group.id] if group else [],
        findings=[finding.id for finding in site.progress.findings if finding.id in plan.findings] if plan else [],
        measures=ids(moved(site, plan)) if plan else [],
        url=site.address(row.url),
    )


def _measure(view: MeasureView, url: str) -> ApiMeasure:
    figures = [ApiFigure(year=figure.year, count=figure.count, percent=figure.rate) for figure in view.figures]
    return fill(ApiMeasure, view, out_of=view.out_of.id if view.out_of else None, figures=figures, url=url)
