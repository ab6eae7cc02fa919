"""Which pages there are and what each of them shows: a function a kind of page, in the order a visitor meets them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, groupby
from typing import Any

from . import handouts, inquiry, linked, measures, milestones, news, reference, where, wording
from .acronyms import Acronyms
from .codes import Code, codes
from .embeds import OF_ALL, snippets
from .markdown import to_html
from .months import months
from .opportunities import OFFERS, WANTS, ahead, deadline, is_over, openings
from .output import Output, Page
from .paging import MOST, parts
from .render import body, headings, root
from .subscribe import qr
from .updates import newest_first
from .views import QUESTIONS, Site, View
from .widgets import COUNTS, USUAL
from .wording import EVENT_KINDS, GROUP_KINDS, GROUP_STATUSES

# The agenda's first page reaches half a year ahead; months have pages of their own a year further.
AGENDA_DAYS = 190
AGENDA_ROWS = 60
HOME_ROWS = 5
# Of lists that are whole elsewhere, what a page shows.
CALENDAR_GROUPS, FORMING_GROUPS, OPENINGS = 50, 50, 20
# Where a group has more to it than a card: its five answers, its eight snippets.
QUESTION_GROUPS, SNIPPET_GROUPS = 40, 30
# What is longer ago keeps its page, and leaves the search: every reader loads its index.
SEARCHED_DAYS = 365


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one page is made from. `view` is the record it is about, if there is one; `edit` the data file otherwise."""

    address: str
    template: str
    title: str
    about: str
    views: dict[str, Any] = field(default_factory=dict)
    view: View | None = None
    edit: str | None = None
    listed: bool = True
    searched: bool = True


def pages(site: Site) -> Iterator[Output]:
    """Every page of a site, and the ones that lead on from an earlier address."""
    acronyms = Acronyms(site.library.glossary)
    for sheet in _sheets(site):
        yield _rendered(site, sheet, acronyms)
    yield from _redirects(site)


def _sheets(site: Site) -> Iterator[Sheet]:
    yield _home(site)
    yield from _groups(site)
    yield from _events(site)
    yield from _opportunities(site)
    yield from _partners(site)
    yield from _supports(site)
    yield from _orientation(site)
    yield from _updates(site)
    yield from _progress(site)
    yield from _single(site)


def _rendered(site: Site, sheet: Sheet, acronyms: Acronyms) -> Output:
    path, view = sheet.address + "index.html", sheet.view
    file = view.file if view else sheet.edit
    html = body(sheet.template, path, site=site, title=sheet.title, file=file, view=view, **sheet.views)
    if file is not None and sheet.address != where.GLOSSARY:
        html = acronyms.linked(html, root(path))
    listed = sheet.listed and not (view and view.hidden)
    names = _names(view) if view else ()
    searched = sheet.searched and listed
    return Output(path, html.encode(), Page(sheet.title, sheet.about, headings(html), file, names, listed, searched))


def _in_parts(sheet: Sheet, items: Sequence[Any], most: int = MOST) -> Iterator[Sheet]:
    """The pages of a list that may be long. Templates find in `part` what to show, and the way on."""
    for part in parts(sheet.address, items, most):
        views, title = sheet.views | {"part": part}, part.titled(sheet.title)
        yield replace(sheet, address=part.url, title=title, views=views, searched=part.number == 1)


def _names(view: View) -> tuple[str, ...]:
    """The short name and the other names of a group or partner."""
    return tuple(name for name in (getattr(view, "short_name", None), *getattr(view, "aliases", ())) if name)


def _home(site: Site) -> Sheet:
    rows = [row for row in site.coming() if row.event.kind != "observance"] or site.coming()
    views = {
        "groups": [group for group in site.groups if group.status != "closed"],
        "rows": rows[:HOME_ROWS],
        "to_be_announced": site.waiting(),
        "deadlines": ahead(site)[:HOME_ROWS],
        "updates": newest_first(site)[:3],
        "vacancies": [person for person in site.facilitators if person.vacancy],
        "most": HOME_ROWS,
    }
    name = site.settings.name
    return Sheet("", "home.html", name, site.settings.summary or name, views, edit="hub.yml")


def _groups(site: Site) -> Iterator[Sheet]:
    """The directory, its part for each kind, and a page for each group."""
    about = "Every group: what it is for, to whom it is open, when it meets next and how to join."
    labels: dict[str, Any] = {"kinds": GROUP_KINDS, "statuses": GROUP_STATUSES}
    whole = Sheet("groups/", "groups.html", "Groups", about, labels | {"kind": None}, edit="groups.yml")
    yield from _in_parts(whole, site.groups)
    for kind, name in GROUP_KINDS.items():
        own, views = [group for group in site.groups if group.kind == kind], labels | {"kind": kind}
        sheet = Sheet(f"groups/kinds/{kind}/", "groups.html", name, f"{name}: {about}", views, edit="groups.yml")
        yield from _in_parts(sheet, own)
    about = "Five questions to every group, and where an answer is still missing."
    asked = [group for group in site.groups if group.status != "closed"]
    views = {"groups": asked, "questions": QUESTIONS}
    sheet = Sheet("groups/questions/", "questions.html", "Five questions", about, views, edit="groups.yml")
    yield from _in_parts(sheet, asked, QUESTION_GROUPS)
    for group in site.group_pages:
        address = site.address(group.url)
        views = labels | {"group": group, "address": address, "qr": qr(address, group.name)}
        yield Sheet(group.url, "group.html", group.name, group.summary or group.name, views, group)


def _events(site: Site) -> Iterator[Sheet]:
    """The agenda: coming, by month, by kind, past; and a page for each event."""
    about = "Coming meetings, trainings, convenings and observances, with times, places and calendars to subscribe to."
    rows, coming = site.occurrences(), site.coming()
    sheets = months(rows, site.today)
    waiting = site.waiting()
    usual = {"kinds": EVENT_KINDS, "months": sheets}

    def agenda(address: str, title: str, about: str, own: Iterable[View], **more: Any) -> Sheet:
        views: dict[str, Any] = {"to_be_announced": [], "kind": None, "is_filtered": False, "is_past": False}
        views |= usual | {"by_month": by_month(own), "most": AGENDA_ROWS} | more
        return Sheet(address, "events.html", title, about, views, edit="events.yml")

    near = [row for row in coming if (row.first_day - site.today).days <= AGENDA_DAYS][:AGENDA_ROWS]
    yield agenda("events/", "Events", about, near, to_be_announced=waiting, is_filtered=True)
    for before, month, after in zip([None, *sheets], sheets, [*sheets[1:], None], strict=False):
        name, views = wording.month(month.first), usual | {"month": month, "before": before, "after": after}
        sheet = Sheet(month.url, "month.html", name, f"Events in {name}.", views, edit="events.yml")
        yield from _in_parts(sheet, month.rows)
    for kind, name in EVENT_KINDS.items():
        own = [row for row in coming if row.event.kind == kind][:AGENDA_ROWS]
        later = site.waiting(kind)
        yield agenda(f"events/kinds/{kind}/", name, f"{name}: {about}", own, to_be_announced=later, kind=kind)
    past = [row for row in rows if not row.is_coming][-AGENDA_ROWS:]
    yield agenda("events/past/", "Past events", "What has taken place, newest first.", reversed(past), is_past=True)
    by_name = sorted(site.events, key=lambda event: (event.title.casefold(), event.id))
    about = "Every event that has a page, by its name; past ones too."
    sheet = Sheet(
        "events/all/", "events-by-name.html", "Events by name", about, {"kinds": EVENT_KINDS}, edit="events.yml"
    )
    yield from _in_parts(sheet, by_name)
    for event in site.event_pages:
        views = {"event": event, "kinds": EVENT_KINDS, "linked": linked.event(site, event)}
        searched = _is_searched(site, event)
        yield Sheet(event.url, "event.html", event.title, _about(event), views, event, searched=searched)


def _is_searched(site: Site, event: View) -> bool:
    """Whether search finds an event: not if its last date is long ago."""
    last = max((occurrence.last_day for occurrence in event.occurrences), default=site.today)
    return bool(last >= site.today - dt.timedelta(days=SEARCHED_DAYS))


def _about(event: View) -> str:
    when = event.next.when if event.next else "Date to be announced" if event.starts is None else "Past event"
    return " ".join(part for part in (event.summary, f"{when}.") if part)


def by_month(rows: Iterable[View]) -> list[tuple[dt.date, list[View]]]:
    """Runs of occurrences in one month, in the order given."""
    return [(month, list(run)) for month, run in groupby(rows, key=lambda row: row.first_day.replace(day=1))]


def _opportunities(site: Site) -> Iterator[Sheet]:
    """Everything one can take part in, its part for each thing that people want, and a page for each offer."""
    about = "Mentoring, networking, trainings, convenings and open roles: for whom, until when, and how to get in."
    all_openings = openings(site)
    # Mostly there is nothing that has no other place; then nothing is said of it.
    used = {one.want for one in all_openings} | {one.kind for one in site.opportunities}
    wants = {key: want for key, want in WANTS.items() if key != "other" or key in used}
    usual = {"wants": wants, "ahead": ahead(site), "closed": [one for one in site.opportunities if is_over(site, one)]}

    def page(address: str, title: str, about: str, want: str | None) -> Sheet:
        chosen = [want] if want else list(wants)
        lists = {key: [one for one in all_openings if one.want == key] for key in chosen}
        views = usual | {"lists": lists, "want": want, "most": OPENINGS}
        return Sheet(address, "opportunities.html", title, about, views, edit="opportunities.yml")

    yield page("opportunities/", "Opportunities", about, None)
    for key, want in wants.items():
        sheet = page(f"opportunities/kinds/{key}/", want.title, f"{want.title}. {want.about}", key)
        yield from _in_parts(sheet, sheet.views["lists"][key])
    for one in site.opportunity_pages:
        views = {"opportunity": one, "what": OFFERS[one.kind], "deadline": deadline(site, one)}
        yield Sheet(one.url, "opportunity.html", one.title, one.summary or about, views, one)


def _partners(site: Site) -> Iterator[Sheet]:
    """The list of partners and a page for each."""
    about = "The organizations the district works with, and what they offer."
    yield from _in_parts(Sheet("partners/", "partners.html", "Partners", about, edit="partners.yml"), site.partners)
    for partner in site.partner_pages:
        views = {"partner": partner, "linked": linked.partner(partner)}
        yield Sheet(partner.url, "partner.html", partner.name, partner.summary or about, views, partner)


def _supports(site: Site) -> Iterator[Sheet]:
    """What helps those who lead, take part or ask: the ways to it, the library, a page for each difficult question."""
    about = "Guides, answers to difficult questions, evidence, reading, words, and what partners and trainings offer."
    trainings = [row for row in site.coming() if row.event.kind == "training"][:HOME_ROWS]
    views = {"trainings": trainings, "waiting": site.waiting("training")}
    yield Sheet("supports/", "supports/index.html", "Supports", about, views, edit="library.yml")
    about = "Questions that come up when people talk about groups and belonging, and answers to lean on."
    yield Sheet(where.QUESTIONS, "supports/questions.html", "Difficult questions", about, edit="library.yml")
    for question in site.question_pages:
        told = question.short_answer or about
        yield Sheet(question.url, "supports/question.html", question.title, told, {"question": question}, question)
    about = "What is said about the effects of affinity groups, with its source and how far that carries."
    yield Sheet(where.EVIDENCE, "supports/evidence.html", "Evidence", about, edit="library.yml")
    about = "Books, articles and studies, and why each is on the list."
    yield Sheet(where.READING, "supports/reading.html", "Reading", about, edit="progress.yml")
    about = "Acronyms and words of this site, and what they mean here."
    terms = sorted(site.library.glossary, key=lambda term: (term.term.casefold(), term.id))
    yield Sheet(where.GLOSSARY, "supports/glossary.html", "Glossary", about, {"terms": terms}, edit="library.yml")


def _updates(site: Site) -> Iterator[Sheet]:
    """The list of progress updates, a page for each, and what changed month by month."""
    about = "Progress updates by school year and season."
    yield Sheet("updates/", "updates.html", "Updates", about, {"updates": newest_first(site)}, edit="progress.yml")
    for update in newest_first(site):
        yield Sheet(update.url, "update.html", update.title, update.summary or about, {"update": update}, update)
    about = "What is new in each of the last twelve months: updates, entries, milestones that were closed."
    views = {"months": news.months(site)}
    yield Sheet("updates/changes/", "changes.html", "What changed", about, views, edit="progress.yml")


def _progress(site: Site) -> Iterator[Sheet]:
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


def _single(site: Site) -> Iterator[Sheet]:
    """The pages there is one of."""
    about = "Who leads the groups, by role, and the roles that are open."
    sheet = Sheet("facilitators/", "facilitators.html", "Facilitators", about, edit="facilitators.yml")
    yield from _in_parts(sheet, site.roles)
    about = "Put a group's dates into your own calendar: Outlook, Google, Apple or Thunderbird."
    views: dict[str, Any] = {"kinds": EVENT_KINDS, "most": CALENDAR_GROUPS}
    yield Sheet("calendars/", "calendars.html", "Calendars", about, views, edit="events.yml")
    about = "Tick groups and kinds of events, and get the addresses of their calendars."
    sheet = Sheet("calendars/choose/", "choose.html", "Choose calendars", about, views, edit="groups.yml")
    yield from _in_parts(sheet, site.groups)
    about = "How a new group comes about, and where each forming group stands."
    forming = [group for group in site.groups if group.status in ("exploring", "forming")]
    open_roles = [person for person in site.facilitators if person.vacancy]
    views = {"forming": forming, "statuses": GROUP_STATUSES, "vacancies": open_roles, "most": FORMING_GROUPS}
    yield Sheet("start-a-group/", "start-a-group.html", "Start a group", about, views, edit="progress.yml")
    yield from _help()
    about = "Snippets for StaffLink and other intranets: next dates and groups that stay right by themselves."
    sections = snippets(site)
    views = {"whole": [one for one in sections if one.id in OF_ALL], "counts": list(COUNTS), "usual": USUAL}
    sheet = Sheet(
        "embed/", "embed.html", "Embed", about, views | {"kinds": EVENT_KINDS}, edit="groups.yml", listed=False
    )
    yield from _in_parts(sheet, [one for one in sections if one.id not in OF_ALL], SNIPPET_GROUPS)


def _orientation(site: Site) -> Iterator[Sheet]:
    """What is handed out to new colleagues: a sheet, a slide, a text for newsletters, and a flyer of each group."""
    home = site.address("")
    usual: dict[str, Any] = {"home": home, "qr": qr(home, site.settings.name)}
    about = "One sheet for new colleagues: every group, to whom it is open and how to join."
    views = usual | {"fitting": handouts.sheet(site)}
    yield Sheet("orientation/", "orientation.html", "Welcome sheet", about, views, edit="groups.yml")
    about = "One slide for a welcome event: the groups, the next dates and the way to this site."
    views = usual | {"fitting": handouts.slide(site), "dates": handouts.dates(site)}
    yield Sheet("orientation/slide/", "slide.html", "Welcome slide", about, views, edit="groups.yml")
    about = "A short and a longer text about the groups, to paste into a newsletter or a message."
    views = {"texts": handouts.newsletter(site)}
    yield Sheet("orientation/newsletter/", "newsletter.html", "Text for a newsletter", about, views, edit="groups.yml")
    for group in site.group_pages:
        address, title = site.address(group.url), f"Flyer: {group.name}"
        views = {
            "group": group,
            "address": address,
            "qr": qr(address, group.name),
            "flyer": handouts.flyer(group, site),
        }
        about = f"One sheet about {group.name}, to print and to put up."
        yield Sheet(f"{group.url}flyer/", "flyer.html", title, about, views, group, listed=False)


def _help() -> Iterator[Sheet]:
    """For those who edit the data: every key, and what each answer of the check means. The same for every site."""
    about = "What can be written in the data files, key by key."
    yield Sheet("help/keys/", "keys.html", "Every key", about, {"sections": list(reference.sections())})
    views = [_code(code) for code in codes()]
    about = "What the check of the data files can say: every code, why it is a problem, and how to put it right."
    areas = [(area, list(run)) for area, run in groupby(views, key=lambda view: view.area)]
    yield Sheet("help/", "help.html", "Answers of the check", about, {"areas": areas})
    for view in views:
        yield Sheet(view.url, "code.html", f"{view.name}: {view.title}", view.title, {"code": view}, listed=False)


def _code(code: Code) -> View:
    return View(
        **{**asdict(code), "why": to_html(code.why), "severity": code.severity, "area": code.area, "url": code.url}
    )


def _redirects(site: Site) -> Iterator[Output]:
    """A small page at each earlier address of a renamed record that leads to the present one."""
    kinds = (site.group_pages, site.event_pages, site.opportunity_pages, site.partner_pages, site.question_pages)
    for view in chain(*kinds):
        for name in view.was:
            path = f"{view.url.rsplit('/', 2)[0]}/{name}/index.html"
            yield Output(path, body("moved.html", path, site=site, view=view).encode())
    for group in site.group_pages:
        flyer = View(url=f"{group.url}flyer/", title=f"Flyer: {group.name}")
        for name in group.was:
            path = f"groups/{name}/flyer/index.html"
            yield Output(path, body("moved.html", path, site=site, view=flyer).encode())
