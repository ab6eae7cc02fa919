"""The pages about progress: updates, an overview, a page for each part, and pages for long lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from affinity_hub.core.i18n import gettext, noop
from affinity_hub.record_views import addresses
from affinity_hub.record_views.list_places import PLACES, in_order
from affinity_hub.views import inquiry_cycle, milestones, recent_changes
from affinity_hub.views.site import Site
from affinity_hub.wording import dates
from affinity_hub.wording.labels import MILESTONE_STATES

from .empty import empty_pages
from .page_spec import PageSpec, paginated

# The number of entries that a page shows of a list with its own page: on the overview, in a month, for a step, and for
# a strand.
OVERVIEW_ROWS, MONTH_ROWS, STEP_ROWS, STRAND_ROWS = 30, 20, 5, 6
WHOLE_LISTS: Final = {
    "milestones": (noop("Every milestone"), noop("Every milestone from the plan and the groups, by strand.")),
    "findings": (noop("Everything that people said"), noop("What people said, and what was done about it.")),
    "stakeholders": (
        noop("Everyone who was asked"),
        noop("Who was asked, what they said, and what changed as a result."),
    ),
    "inquiry": (
        noop("Every note from the cycle of inquiry"),
        noop("What was asked, found, decided, stopped, and learned, by step."),
    ),
    "resources": (
        noop("Everything that keeps the work going"),
        noop("The money, time, and rooms that keep the work going, and the date until which each is confirmed."),
    ),
    "data_collection": (
        noop("Everything that is collected"),
        noop("What is collected, why, who sees it, and how long it is kept."),
    ),
    "feedback": (noop("Every way to give feedback"), noop("Ways to give feedback. You never have to give feedback.")),
    "start_a_group": (noop("Every step in starting a group"), noop("How a new group starts, step by step.")),
}


def updates(site: Site) -> Iterator[PageSpec]:
    """The list of progress updates, a page for each, and what changed month by month."""
    description, every = gettext("Progress updates by year and season."), site.updates
    yield from paginated(
        PageSpec("updates/", "updates.html", gettext("Updates"), description, edit="progress.yml"), every
    )
    for update in every:
        yield PageSpec(
            update.url, "update.html", update.title, update.summary or description, {"update": update}, update
        )
    description = gettext("What is new in each of the last 12 months: updates, entries, and closed milestones.")
    months = recent_changes.months(site)
    template_values: dict[str, Any] = {"months": months, "most": MONTH_ROWS}
    yield PageSpec(
        "updates/changes/", "changes.html", gettext("What changed"), description, template_values, edit="progress.yml"
    )
    for month in months:
        if max(len(month.updates), len(month.added), len(month.closed)) > MONTH_ROWS:
            title = gettext("What changed in %(first)s", first=dates.month(month.first))
            spec = PageSpec(
                month.url, "changes-of-month.html", title, description, {"month": month}, edit="progress.yml"
            )
            yield from paginated(spec, month.rows)


def progress(site: Site) -> Iterator[PageSpec]:
    """The progress of the work: an overview, a page for each part, and a page for each long list."""
    found, cycle = milestones.rows(site), inquiry_cycle.loop(site)
    description = gettext("What was promised, what people said, and what happened.")
    template_values = _usual(site) | {"rows": found, "open": milestones.unfinished(found), "states": MILESTONE_STATES}
    template_values |= {"cycle": cycle, "most": OVERVIEW_ROWS, "empty": empty_pages(site)}
    yield PageSpec(
        addresses.OVERVIEW, "progress.html", gettext("Progress"), description, template_values, edit="progress.yml"
    )
    description = gettext("What people said, what was done about it, and which milestones answer it.")
    yield PageSpec(
        addresses.YOU_SAID,
        "you-said.html",
        gettext("You said, we did"),
        description,
        _you_said(site, found),
        edit="progress.yml",
    )
    description = gettext(
        "How the planning team learns: what was asked, found, decided, stopped, and learned at each step."
    )
    template_values = _usual(site) | {"cycle": cycle, "most": STEP_ROWS}
    yield PageSpec(
        addresses.INQUIRY,
        "inquiry.html",
        gettext("Cycle of inquiry"),
        description,
        template_values,
        edit="progress.yml",
    )
    description = gettext("What is counted, who counts it and how, and what changed as a result.")
    strategies = {measure.id: milestones.moving(site, measure) for measure in site.progress.measures}
    template_values = {"table": addresses.MEASURES_CSV, "strategies": strategies}
    spec = PageSpec(
        addresses.MEASURES, "measures.html", gettext("Measures"), description, template_values, edit="progress.yml"
    )
    yield from paginated(spec, site.entries("measures"), PLACES["measures"].most, is_only_place=True)
    description = gettext("What is collected, why, who sees it, how long it is kept, and how to give feedback.")
    yield PageSpec(
        addresses.DATA_PAGE, "data.html", gettext("Data and feedback"), description, _usual(site), edit="progress.yml"
    )
    yield from _whole(site, found)


def _usual(site: Site) -> dict[str, Any]:
    """The names of the lists that are too long for a shared page, and the address of each list."""
    return {"long": {name for name in WHOLE_LISTS if site.is_long(name)}, "places": PLACES}


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
    template_values = {
        "by_strand": milestones.by_strand,
        "by_step": inquiry_cycle.by_step,
        "names": inquiry_cycle.STEP_NAMES,
    }
    template_values |= {"joined": milestones.joined(site)}
    for name, texts in WHOLE_LISTS.items():
        if not site.is_long(name):
            continue
        title, description = map(gettext, texts)
        place, items = PLACES[name], site.entries(name)
        more = {"what": name, "back": place.page, "description": description}
        spec = PageSpec(place.whole, "account.html", title, description, template_values | more, edit="progress.yml")
        if name == "milestones":
            yield from paginated(spec, in_order(name, found), place.most, is_only_place=True)
        elif name == "findings":
            answers = milestones.answers(site, found)
            pairs = [(finding, answers[finding.id]) for finding in site.progress.findings]
            yield from paginated(spec, pairs, place.most, is_only_place=True)
        else:
            yield from paginated(spec, items, place.most, is_only_place=True)
