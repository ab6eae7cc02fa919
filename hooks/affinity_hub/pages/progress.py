"""How the work goes: updates, an overview, and a page for each part of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from affinity_hub import inquiry, measures, milestones, news, where
from affinity_hub.updates import newest_first
from affinity_hub.views import Site

from .sheet import Sheet


def updates(site: Site) -> Iterator[Sheet]:
    """The list of progress updates, a page for each, and what changed month by month."""
    about = "Progress updates by school year and season."
    yield Sheet("updates/", "updates.html", "Updates", about, {"updates": newest_first(site)}, edit="progress.yml")
    for update in newest_first(site):
        yield Sheet(update.url, "update.html", update.title, update.summary or about, {"update": update}, update)
    about = "What is new in each of the last twelve months: updates, entries, milestones that were closed."
    views = {"months": news.months(site)}
    yield Sheet("updates/changes/", "changes.html", "What changed", about, views, edit="progress.yml")


def progress(site: Site) -> Iterator[Sheet]:
    """How the work goes: an overview, and a page for each part of it."""
    found = milestones.rows(site)
    cycle = inquiry.loop(site)
    views: dict[str, Any] = {"rows": found, "open": milestones.unfinished(found), "states": milestones.STATES}
    views["cycle"] = cycle
    about = "What the work has promised, what was heard, and what became of it."
    yield Sheet(where.OVERVIEW, "progress.html", "Progress", about, views, edit="progress.yml")
    about = "What was heard and from whom, what was done about it, and which milestones answer it."
    views = {
        "findings": [(finding, milestones.answering(found, finding)) for finding in site.progress.findings],
        "strands": milestones.by_strand(found),
        "timeline": milestones.timeline(found, site.today),
        "moved": {row.view.id: milestones.moved(site, row.view) for row in found if not row.group},
    }
    yield Sheet(where.YOU_SAID, "you-said.html", "You said, we did", about, views, edit="progress.yml")
    about = "How the planning team learns: what was asked, found, decided, stopped and learned at each step."
    yield Sheet(where.INQUIRY, "inquiry.html", "Cycle of inquiry", about, {"cycle": cycle}, edit="progress.yml")
    about = "What is counted, by whom and how, and what was changed because of it."
    strategies = {one.id: milestones.moving(site, one) for one in site.progress.measures}
    views = {"table": measures.PATH, "strategies": strategies}
    yield Sheet(where.MEASURES, "measures.html", "Measures", about, views, edit="progress.yml")
    about = "What is collected and why, who sees it and for how long; and how to say what you think."
    yield Sheet(where.DATA, "data.html", "Data and feedback", about, edit="progress.yml")
