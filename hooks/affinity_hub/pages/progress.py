"""The pages about progress: updates, an overview, a page for each part, and pages for long lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from affinity_hub.record_views import addresses
from affinity_hub.record_views.list_places import PLACES, in_order
from affinity_hub.views import inquiry_cycle, milestones, recent_changes
from affinity_hub.views.site import Site
from affinity_hub.wording import dates

from .page_spec import PageSpec, in_parts

# How many entries a page shows of a list that has its own page: on the overview, in a month, of a step, and of a
# strand.
OVERVIEW_ROWS, MONTH_ROWS, STEP_ROWS, STRAND_ROWS = 30, 20, 5, 6
WHOLE: Final = {
    "milestones": ("Every milestone", "Every milestone of the plan and of the groups, by strand."),
    "findings": ("Everything that was heard", "What was heard and from whom, and what was done about it."),
    "stakeholders": ("Everybody who was asked", "Who was asked, what was heard and what changed because of it."),
    "inquiry": ("Every note of the cycle of inquiry", "What was asked, found, decided, stopped and learned, by step."),
    "resources": ("Everything that keeps the work going", "Money, time and rooms, and until when they are certain."),
    "data_collection": ("Everything that is collected", "What is collected and why, who sees it and for how long."),
    "feedback": ("Every way to give feedback", "The ways to say what you think. Nobody has to."),
    "start_a_group": ("Every step to a new group", "How a new group starts, step by step."),
}


def updates(site: Site) -> Iterator[PageSpec]:
    """The list of progress updates, a page for each, and what changed month by month."""
    about, every = "Progress updates by school year and season.", site.updates
    yield from in_parts(PageSpec("updates/", "updates.html", "Updates", about, edit="progress.yml"), every)
    for update in every:
        yield PageSpec(update.url, "update.html", update.title, update.summary or about, {"update": update}, update)
    about = "What is new in each of the last twelve months: updates, entries, milestones that were closed."
    months = recent_changes.months(site)
    views: dict[str, Any] = {"months": months, "most": MONTH_ROWS}
    yield PageSpec("updates/changes/", "changes.html", "What changed", about, views, edit="progress.yml")
    for month in months:
        if max(len(month.updates), len(month.added), len(month.closed)) > MONTH_ROWS:
            title = f"What changed in {dates.month(month.first)}"
            spec = PageSpec(month.url, "changes-of-month.html", title, about, {"month": month}, edit="progress.yml")
            yield from in_parts(spec, month.rows)


def progress(site: Site) -> Iterator[PageSpec]:
    """The progress of the work: an overview, a page for each part, and a page for each long list."""
    found, cycle = milestones.rows(site), inquiry_cycle.loop(site)
    about = "What the work has promised, what was heard, and what became of it."
    views = _usual(site) | {"rows": found, "open": milestones.unfinished(found), "states": milestones.STATES}
    views |= {"cycle": cycle, "most": OVERVIEW_ROWS}
    yield PageSpec(addresses.OVERVIEW, "progress.html", "Progress", about, views, edit="progress.yml")
    about = "What was heard and from whom, what was done about it, and which milestones answer it."
    yield PageSpec(
        addresses.YOU_SAID, "you-said.html", "You said, we did", about, _you_said(site, found), edit="progress.yml"
    )
    about = "How the planning team learns: what was asked, found, decided, stopped and learned at each step."
    views = _usual(site) | {"cycle": cycle, "most": STEP_ROWS}
    yield PageSpec(addresses.INQUIRY, "inquiry.html", "Cycle of inquiry", about, views, edit="progress.yml")
    about = "What is counted, by whom and how, and what was changed because of it."
    strategies = {one.id: milestones.moving(site, one) for one in site.progress.measures}
    views = {"table": addresses.MEASURES_CSV, "strategies": strategies}
    spec = PageSpec(addresses.MEASURES, "measures.html", "Measures", about, views, edit="progress.yml")
    yield from in_parts(spec, site.entries("measures"), PLACES["measures"].most, is_only_place=True)
    about = "What is collected and why, who sees it and for how long; and how to say what you think."
    yield PageSpec(addresses.DATA, "data.html", "Data and feedback", about, _usual(site), edit="progress.yml")
    yield from _whole(site, found)


def _usual(site: Site) -> dict[str, Any]:
    """The names of the lists that are too long for a shared page, and the address of each list."""
    return {"long": {name for name in WHOLE if site.is_long(name)}, "places": PLACES}


def _you_said(site: Site, found: list[milestones.MilestoneRow]) -> dict[str, Any]:
    answers = milestones.answers(site, found)
    return _usual(site) | {
        "findings": [(finding, answers[finding.id]) for finding in site.progress.findings],
        "strands": milestones.by_strand(found),
        "timeline": milestones.timeline(found, site.today),
        "joined": milestones.joined(site),
        "most": STRAND_ROWS,
        "count": len(found),
    }


def _whole(site: Site, found: list[milestones.MilestoneRow]) -> Iterator[PageSpec]:
    """The pages of each list that is too long for the page that it shares with other lists."""
    views = {"by_strand": milestones.by_strand, "by_step": inquiry_cycle.by_step, "names": inquiry_cycle.NAMES}
    views |= {"joined": milestones.joined(site)}
    for name, (title, about) in WHOLE.items():
        if not site.is_long(name):
            continue
        place, items = PLACES[name], site.entries(name)
        more = {"what": name, "back": place.page, "about": about}
        spec = PageSpec(place.whole, "account.html", title, about, views | more, edit="progress.yml")
        if name == "milestones":
            yield from in_parts(spec, in_order(name, found), place.most, is_only_place=True)
        elif name == "findings":
            answers = milestones.answers(site, found)
            pairs = [(finding, answers[finding.id]) for finding in site.progress.findings]
            yield from in_parts(spec, pairs, place.most, is_only_place=True)
        else:
            yield from in_parts(spec, items, place.most, is_only_place=True)
